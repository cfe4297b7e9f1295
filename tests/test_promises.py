"""docs/promises.md keeps its word: every rule and every case names tests, and every test named is there."""

import ast
import re
from functools import cache

import pytest

from tests.source import ROOT

PAGE = ROOT / "docs" / "promises.md"
RULES = tuple(f"I{n}" for n in range(1, 16))
CASES, TRAPS = 23, 17
KEEPING = """\
What is saved stays saved, even if the power goes
A recording loses at most its last second
Without the passphrase nobody reads it
Forgotten passphrase? The recovery sheet opens it
A newer journal is never harmed by an older app
Upgrades lose nothing
Merging loses and doubles nothing, in any order
A broken or hostile file can't hurt the journal
Private notes never leave
Erased means erased
A backup can be trusted
Full disk, pulled stick, second window: nothing lost, plain words
Everything held on a pupil can be handed out
Nothing speaks to another computer unless an adult asks for it"""
PILOTS = "tests/studio/screens/"
ROW = re.compile(r"^\| (?P<what>[^|]+) \| (?P<tests>.+) \|$", re.MULTILINE)
TEST = re.compile(r"`(?P<path>[\w/]+\.py)::(?P<name>\w+)`")


def rows(text: str) -> dict[str, list[tuple[str, str]]]:
    """What is promised, with (file, test) for each test that its row names."""
    return {
        row["what"]: [(each["path"], each["name"]) for each in TEST.finditer(row["tests"])]
        for row in ROW.finditer(text)
        if row["what"] not in {"rule", "case", "trap", "promise"}
    }


@cache
def names(path: str) -> dict[str, str]:
    """The functions of a file with their docstrings; of one that is not there none."""
    file = ROOT / path
    tree = ast.parse(file.read_text(encoding="utf-8")) if file.is_file() else ast.Module([], [])
    about = ast.get_docstring(tree) or ""
    return {
        node.name: f"{about} {ast.get_docstring(node) or ''}"
        for node in ast.walk(tree)
        if isinstance(node, ast.FunctionDef)
    }


def missing(text: str) -> list[str]:
    """What is promised with no test, or with one that is not there."""
    found = rows(text)
    bare = [what for what, tests in found.items() if not tests]
    return bare + [f"{path}::{name}" for tests in found.values() for path, name in tests if name not in names(path)]


def test_every_test_that_is_named_is_there() -> None:
    assert missing(PAGE.read_text(encoding="utf-8")) == []


def test_every_rule_and_every_case_has_its_row() -> None:
    found = rows(PAGE.read_text(encoding="utf-8"))
    rules = [what.partition(" ")[0] for what in found if re.match(r"I\d+ ", what)]
    assert rules == list(RULES)
    assert len(found) - len(rules) == CASES + TRAPS + len(KEEPING.splitlines())


def test_every_promise_of_safe_keeping_has_its_row() -> None:
    kept = PAGE.read_text(encoding="utf-8").partition("\n## Keeping")[2].partition("\n## ")[0]
    assert list(rows(kept)) == KEEPING.splitlines()


def test_every_trap_is_tried_by_the_rule_and_through_the_window() -> None:
    traps = rows(PAGE.read_text(encoding="utf-8").partition("\n## Traps")[2])
    assert len(traps) == TRAPS
    for what, tests in traps.items():
        assert {path.startswith(PILOTS) for path, _ in tests} == {True, False}, what


@pytest.mark.parametrize("rule", RULES)
def test_a_reader_finds_each_rule_by_its_number(rule: str) -> None:
    """In the name of a test, or in what it or its file says of itself."""
    tests = next(tests for what, tests in rows(PAGE.read_text(encoding="utf-8")).items() if what.startswith(f"{rule} "))
    told = [f"{name.replace('_', ' ')} {names(path).get(name, '')}" for path, name in tests]
    assert any(re.search(rf"\b{rule}\b", words, re.IGNORECASE) for words in told)


def test_a_test_that_is_gone_is_noticed() -> None:
    row = "| I1 three goals | `tests/test_promises.py::{}` |"
    assert missing(row.format("test_every_test_that_is_named_is_there")) == []
    assert missing(row.format("test_that_was_renamed")) == ["tests/test_promises.py::test_that_was_renamed"]
    assert missing("| moved overnight | to be written |") == ["moved overnight"]


def test_readme_names_each_promise_of_safe_keeping_and_leads_to_its_tests() -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    table = readme[readme.index("## Promised") : readme.index("## Dependencies")]
    found = {row["what"]: re.findall(r"\]\(([\w/]+\.py)\)", row["tests"]) for row in ROW.finditer(table)}
    assert set(KEEPING.splitlines()) <= found.keys()
    assert [what for what in KEEPING.splitlines() if not found[what]] == []
    assert [path for paths in found.values() for path in paths if not (ROOT / path).is_file()] == []
