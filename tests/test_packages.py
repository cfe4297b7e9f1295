"""The wheel takes every file of the packages, and the sdist of one day is byte by byte the same whoever packs it."""

import fnmatch
import importlib.util
import os
import re
import tarfile
import tomllib
from pathlib import Path
from types import ModuleType

import pytest

from tests.source import PACKAGES, ROOT

DAY = 1_790_000_000


@pytest.fixture(scope="module")
def recipe() -> ModuleType:
    """setup.py, read as a module: it sets nothing up then."""
    pytest.importorskip("setuptools")
    spec = importlib.util.spec_from_file_location("recipe", ROOT / "setup.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def laid_out(folder: Path, day: int, mode: int) -> Path:
    """A small source tree, as of that day and with those rights."""
    tree = folder / "sound-1"
    (tree / "b").mkdir(parents=True)
    for name in ("b/z.py", "a.txt", "b/a.py"):
        (tree / name).write_text(f"of {name}\n", encoding="utf-8")
        (tree / name).chmod(mode)
    for path in [*tree.rglob("*"), tree]:
        os.utime(path, (day, day))
    return tree


def test_the_sdist_of_one_day_is_the_same_whenever_and_with_whatever_rights_it_is_packed(
    recipe: ModuleType, tmp_path: Path
) -> None:
    first, second = tmp_path / "first.tar.gz", tmp_path / "second.tar.gz"
    recipe.pack(laid_out(tmp_path / "one", 1_000_000_000, 0o600), first, DAY)
    recipe.pack(laid_out(tmp_path / "two", 1_700_000_000, 0o664), second, DAY)
    assert first.read_bytes() == second.read_bytes()
    with tarfile.open(first) as opened:
        assert opened.getnames() == ["sound-1", "sound-1/a.txt", "sound-1/b", "sound-1/b/a.py", "sound-1/b/z.py"]
        assert {(one.mtime, one.uid, one.uname) for one in opened} == {(DAY, 0, "")}
        assert opened.extractfile("sound-1/b/z.py").read() == b"of b/z.py\n"


def test_every_kind_of_file_in_the_packages_is_one_that_the_wheel_takes() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["setuptools"]
    taken = ["*.py", "py.typed", *project["package-data"]["*"]]
    assert {f"{package}*" for package in PACKAGES} == set(project["packages"]["find"]["include"])
    files = [path for package in PACKAGES for path in (ROOT / package).rglob("*") if path.is_file()]
    assert {
        path.relative_to(ROOT).as_posix()
        for path in files
        if "__pycache__" not in path.parts and not any(fnmatch.fnmatch(path.name, kind) for kind in taken)
    } == set()


def test_a_workflow_builds_both_twice_and_lets_the_wheel_give_the_tour() -> None:
    flow = (ROOT / ".github" / "workflows" / "portable.yml").read_text(encoding="utf-8")
    assert re.search(r"run: python portable/packages\.py dist$", flow, re.MULTILINE)


def test_each_line_of_the_workflow_is_one_that_yaml_reads() -> None:
    """A colon with a blank behind it in plain words makes the whole file unreadable; nothing else here can go wrong by hand."""
    flow = (ROOT / ".github" / "workflows" / "portable.yml").read_text(encoding="utf-8")
    said = [line.split("#")[0].strip().removeprefix("- ") for line in flow.splitlines()]
    values = [line.partition(": ")[2] for line in said]
    assert [value for value in values if ": " in value and value[0] not in "\"'{["] == []
