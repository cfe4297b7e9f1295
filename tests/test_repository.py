"""What the repository as a whole keeps to: the two commands, and nothing of the machine it was made on."""

import re
import shutil
import subprocess
import tomllib
from pathlib import Path

import pytest
from packaging.requirements import Requirement

from tests.source import ROOT

# Each is written so that this file does not hold it. A closing tag of MusicXML is no path.
MACHINE = r"/w[o]rk/|(?<!<)/r[o]ot\b|/hom[e]/[a-z]|/Us[e]rs/[a-z]|C:\\[U]sers|/t[m]p/(?:seams|pytest)|/op[t]/(?!homebrew)[a-z]|/f[a]rm/|/\.l[i]brary\b"
HOSTS = r"pyp[i]\.org|pyth[o]nhosted|registry\.npmj[s]|deb\.deb[i]an|index-ur[l]|find-lin[k]s"
WORDS = r"\bcl[a]ude|\banthrop[i]c\b|\bopena[i]\b|\bchatgp[t]\b|\bcopil[o]t\b|\bll[m]s?\b|\bsub-?ag[e]nts?\b|\.\./sh[a]red\b"
FORBIDDEN = re.compile(rf"{MACHINE}|{HOSTS}|(?i:{WORDS})")
COMMANDS = ["python3 -m studio.start", "python3 -m tests.run"]


def tracked() -> list[Path]:
    """Every file that git keeps here."""
    if not shutil.which("git") or not (ROOT / ".git").exists():
        pytest.skip("this is no clone, or git is not installed (apt-get install git)")
    done = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, check=True, capture_output=True, text=True)
    return [path for path in map(ROOT.joinpath, done.stdout.split("\0")[:-1]) if path.is_file()]


def pins(name: str) -> dict[str, list[tuple[str, Requirement]]]:
    """Name -> (version, requirement with its marker), of a lock."""
    found: dict[str, list[tuple[str, Requirement]]] = {}
    for line in re.findall(r"^[\w.-]+==[^\\\n]+", (ROOT / name).read_text(encoding="utf-8"), re.MULTILINE):
        wanted = Requirement(line.strip())
        found.setdefault(canonical(wanted.name), []).append((next(iter(wanted.specifier)).version, wanted))
    return found


def canonical(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


WORD = re.compile(r"[\w.-]+")


@pytest.mark.whole
def test_nothing_tells_of_the_machine_it_was_made_on() -> None:
    found = {}
    for path in tracked():
        try:
            seen = set(FORBIDDEN.findall(path.read_text(encoding="utf-8")))
        except UnicodeDecodeError:
            continue  # a picture or the like
        if seen:
            found[path.relative_to(ROOT).as_posix()] = sorted(seen)

    assert found == {}


@pytest.mark.parametrize(
    "text", ["/ro" + "ot/.cache", "https://py" + "pi.org/simple", "by Cl" + "aude", "--index-" + "url x"]
)
def test_such_words_are_found(text: str) -> None:
    assert FORBIDDEN.search(text)


def test_the_readme_opens_with_the_two_commands() -> None:
    blocks = re.findall(
        r"^```(\w*)\n(.*?)^```", (ROOT / "README.md").read_text(encoding="utf-8"), re.MULTILINE | re.DOTALL
    )
    bash = [text.splitlines() for language, text in blocks if language == "bash"]

    assert bash, "README has no block marked bash"
    assert bash[0] == COMMANDS


def test_the_readme_leads_to_a_sample_portfolio_that_is_one_small_file() -> None:
    """`python -m tests.bench.pictures --readme` renews it."""
    name = "docs/sample-portfolio.html"
    page = (ROOT / name).read_text(encoding="utf-8")
    assert f"]({name})" in (ROOT / "README.md").read_text(encoding="utf-8")
    assert len(page) < 1_000_000
    assert "data:audio/mpeg;base64," in page
    assert "then and now" in page.lower()
    assert not re.search(r"(?:src|href|action)=[\"']?(?:https?:|//|file:)", page)


def test_ci_runs_the_readmes_test_command_and_nothing_else() -> None:
    script = (ROOT / ".ci" / "run").read_text(encoding="utf-8").splitlines()

    assert script == ["#!/bin/sh", f'cd "$(dirname "$0")/.." && exec {COMMANDS[1]}']


def test_the_locks_hold_what_the_project_asks_for() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    app, test = pins("requirements-lock.txt"), pins("requirements-test-lock.txt")
    wanted = [(app, project["dependencies"]), (app | test, project["optional-dependencies"]["test"])]
    for lock, requirements in wanted:
        for requirement in map(Requirement, requirements):
            versions = [version for version, _ in lock.get(canonical(requirement.name), [])]
            assert versions, f"{requirement.name} is in no lock: run python -m tests.bench.lock"
            assert all(requirement.specifier.contains(version) for version in versions), requirement

    assert app.keys() & test.keys() == set()


def test_every_pin_is_checked_against_a_hash() -> None:
    for name in ("requirements-lock.txt", "requirements-test-lock.txt"):
        blocks = re.split(r"^(?=[\w.-]+==)", (ROOT / name).read_text(encoding="utf-8"), flags=re.MULTILINE)[1:]
        assert [block.split()[0] for block in blocks if "--hash=sha256:" not in block] == []


def test_every_dependency_has_a_row_with_its_reason_and_a_version_it_must_stay_below() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    table = readme[readme.index("## Dependencies") : readme.index("## Design changed")]
    named = {
        canonical(name) for row in table.splitlines() if row.startswith("|") for name in WORD.findall(row.split("|")[1])
    }
    wanted = [Requirement(each) for each in (*project["dependencies"], *project["optional-dependencies"]["test"])]

    assert {canonical(each.name) for each in wanted} <= named
    assert [each.name for each in wanted if not re.search(r"<=?\d", str(each.specifier))] == []
