"""Setting up and starting by one command: which Python, which packages, and what is said where something is missing."""

import subprocess
import sys
import time
from pathlib import Path
from typing import NoReturn

import pytest

from studio import start
from tests import run

Runs = list[list[str]]


class Computer:
    """A computer with these programs; nothing that is run on it happens."""

    def __init__(self, patch: pytest.MonkeyPatch) -> None:
        self.ran: Runs = []
        self.programs: set[str] = set()
        self.answering: set[str] = set()  # what answers when asked, of Pythons
        self.failing: tuple[str, ...] = ("never",)
        self.root = True
        patch.setattr(start.shutil, "which", self.which)
        patch.setattr(start.os, "geteuid", lambda: 0 if self.root else 1000, raising=False)
        patch.setattr(start, "answers", lambda python, code: str(python) in self.answering)
        patch.setattr(subprocess, "run", self.run)
        patch.setattr(start, "ON_WINDOWS", False)

    def which(self, name: str, path: str | None = None) -> str | None:
        return name if name in self.programs and path is None else None

    def run(self, command: list[str], **how: object) -> subprocess.CompletedProcess[str]:
        self.ran.append(command)
        failed = bool(set(self.failing) & set(command))
        return subprocess.CompletedProcess(command, int(failed), "E: Unable to locate package\n" if failed else "")

    @property
    def words(self) -> list[str]:
        """The commands that were run, a line each."""
        return [" ".join(command) for command in self.ran]


@pytest.fixture
def computer(monkeypatch: pytest.MonkeyPatch) -> Computer:
    return Computer(monkeypatch)


# -- which Python ------------------------------------------------------------------------------------------------------
def test_this_python_is_taken_where_it_fits(computer: Computer) -> None:
    computer.answering = {sys.executable, "python3.12", "python3.11"}
    assert start.fitting_python() == sys.executable


def test_a_newer_python_finds_the_3_12_of_this_computer_before_its_3_11(
    computer: Computer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(start.sys, "version_info", (3, 14, 0))
    computer.programs = {"python3.11", "python3.12"}
    computer.answering = {sys.executable, "python3.11", "python3.12"}
    assert start.fitting_python() == "python3.12"
    computer.answering = {"python3.11"}  # a shim of 3.12 may be there, and not run
    assert start.fitting_python() == "python3.11"


def test_a_python_that_is_not_on_the_path_is_found_where_it_is_usually_put(
    computer: Computer, monkeypatch: pytest.MonkeyPatch
) -> None:
    there = "/Library/Frameworks/Python.framework/Versions/3.11/bin/python3.11"

    def which(name: str, path: str = "") -> str | None:
        return there if name == "python3.11" and str(Path(there).parent) in path.split(start.os.pathsep) else None

    monkeypatch.setattr(start.shutil, "which", which)
    monkeypatch.setattr(start.sys, "version_info", (3, 9, 6))
    computer.answering = {there}
    assert start.fitting_python() == there


def test_where_no_python_fits_the_sentence_says_which_is_needed(
    computer: Computer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(start.sys, "version_info", (3, 9, 6))
    computer.answering = {sys.executable}
    with pytest.raises(SystemExit, match=r"needs Python 3\.12 or 3\.11, and this is 3\.9\. Install 3\.12 from https"):
        start.fitting_python()


# -- Debian's packages -------------------------------------------------------------------------------------------------
def test_as_root_packages_are_installed_without_a_question(computer: Computer) -> None:
    computer.programs = {"apt-get", "sudo"}
    assert start.apt_install(["jackd2", "xvfb"], "which the tests need") == ""
    update, install = computer.words
    assert update.startswith("env DEBIAN_FRONTEND=noninteractive apt-get")
    assert update.endswith(" update")
    assert install.endswith(" install -y --no-install-recommends jackd2 xvfb")


@pytest.mark.parametrize(("terminal", "words"), [(True, "sudo env"), (False, "sudo -n env")])
def test_sudo_asks_for_a_password_only_where_somebody_can_type_one(
    computer: Computer, monkeypatch: pytest.MonkeyPatch, terminal: bool, words: str
) -> None:
    computer.programs, computer.root = {"apt-get", "sudo"}, False
    monkeypatch.setattr(start.sys, "stdin", type("Typed", (), {"isatty": staticmethod(lambda: terminal)}))
    assert start.apt_install(["xvfb"], "which the tests need") == ""
    assert all(line.startswith(f"{words} DEBIAN_FRONTEND") for line in computer.words)


def test_without_root_and_sudo_the_sentence_is_what_an_administrator_types(computer: Computer) -> None:
    computer.programs, computer.root = {"apt-get"}, False
    said = start.apt_install(["python3.11-venv"], "which makes the place")
    assert "python3.11-venv is missing, which makes the place." in said
    assert "As an administrator run: apt-get install python3.11-venv." in said
    assert computer.ran == []


def test_where_no_apt_is_the_systems_own_package_manager_is_named(computer: Computer) -> None:
    assert "with your system's package manager" in start.apt_install(["xvfb"], "which the tests need")
    assert computer.ran == []


@pytest.mark.parametrize("step", ["update", "install"])
def test_what_apt_said_last_stands_below_the_sentence(computer: Computer, step: str) -> None:
    computer.programs, computer.failing = {"apt-get"}, (step,)
    said = start.apt_install(["xvfb"], "which the tests need")
    assert "It could not be installed. Is this computer online?" in said
    assert said.endswith("\n   E: Unable to locate package")
    assert len(computer.ran) == (1 if step == "update" else 2)


def test_a_venv_is_made_once_debians_missing_part_of_python_is_installed(
    computer: Computer, monkeypatch: pytest.MonkeyPatch
) -> None:
    computer.programs = {"apt-get"}
    monkeypatch.setattr(start, "printed", lambda python, code: "3.11.2")
    start.make_venv("python3.11")
    assert [line.rpartition(" ")[2] for line in computer.words] == ["update", "python3.11-venv", str(start.VENV)]
    assert "venv --clear" in computer.words[-1]


def test_a_venv_that_cannot_be_made_for_want_of_a_package_stops_with_its_name(
    computer: Computer, monkeypatch: pytest.MonkeyPatch
) -> None:
    computer.programs, computer.root = {"apt-get"}, False
    monkeypatch.setattr(start, "printed", lambda python, code: "3.12.4")
    with pytest.raises(SystemExit, match=r"apt-get install python3\.12-venv"):
        start.make_venv("python3.12")
    assert computer.ran == []


# -- what the tests drive ----------------------------------------------------------------------------------------------
def test_only_the_programs_that_are_missing_are_installed(computer: Computer, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(run, "PROGRAMS", {"git": lambda: True, "xvfb": lambda: False, "xdotool": lambda: False})
    computer.programs = {"apt-get"}
    run.install_programs()
    assert computer.words[-1].endswith("--no-install-recommends xvfb xdotool")
    assert len(computer.ran) == 2


def test_with_all_programs_there_nothing_is_asked_of_apt(computer: Computer, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(run, "PROGRAMS", {"git": lambda: True})
    computer.programs = {"apt-get"}
    run.install_programs()
    assert computer.ran == []


def test_jackd_never_asks_whether_to_change_the_machine(computer: Computer, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(run, "PROGRAMS", {"jackd2": lambda: False})
    computer.programs = {"apt-get", "debconf-set-selections"}
    run.install_programs()
    assert computer.words[0] == "debconf-set-selections"


def test_what_cannot_be_installed_is_said_and_stops_no_test(
    computer: Computer, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(run, "PROGRAMS", {"xvfb": lambda: False})
    run.install_programs()
    assert "The tests that cannot run are listed at the end." in capsys.readouterr().out


# -- the unit suite ----------------------------------------------------------------------------------------------------
class Answered:
    """Stands in for subprocess.run: what was run, in which order, and what it answers by a word of its command."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.codes: dict[str, int] = {}
        self.commands: Runs = []
        monkeypatch.setattr(subprocess, "run", self)

    def __call__(self, command: list[str], **how: object) -> subprocess.CompletedProcess[str]:
        self.commands.append(command)
        code = next((code for word, code in self.codes.items() if word in command), 0)
        return subprocess.CompletedProcess(command, code, f"what {command[2]} said\n")


@pytest.fixture
def answered(monkeypatch: pytest.MonkeyPatch) -> Answered:
    """A computer where everything is installed already."""
    monkeypatch.setattr(start, "prepare", lambda kind: Path("python"))
    monkeypatch.setattr(run, "ON_LINUX", False)
    monkeypatch.setenv("CI", "")
    return Answered(monkeypatch)


@pytest.mark.parametrize("code", [0, 1, 2, 5])
def test_the_unit_suite_runs_on_every_processor_and_is_judged(
    answered: Answered, capsys: pytest.CaptureFixture[str], code: int
) -> None:
    answered.codes = {"pytest": code}
    with pytest.raises(SystemExit) as ended:
        run.main(["unit", "-x"])
    assert ended.value.code == code
    assert answered.commands == [["python", *run.PYTEST, "-q", "-m", "unit", "-x"]]
    assert "the unit suite took" in capsys.readouterr().out


def test_the_checks_come_first_and_what_each_said_is_shown_then_pytest_has_the_last_word(
    answered: Answered, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as ended:
        run.main([])
    assert not ended.value.code
    assert answered.commands[-1] == ["python", *run.PYTEST, "--durations=8"]
    assert ["python", *run.PYTEST, *run.ON_POSTGRESQL] in answered.commands[:-1]
    assert sorted(command[2] for command in answered.commands) == ["mypy", "pytest", "pytest", "ruff", "ruff"]
    said = capsys.readouterr().out
    assert "-- mypy, its types\nwhat mypy said\n" in said
    assert "-- the journal on PostgreSQL\nwhat pytest said\n" in said
    assert said.endswith("-- pytest\n")  # it shows its words itself


@pytest.mark.parametrize(
    ("codes", "said"),
    [
        ({"--durations=8": 1}, True),
        ({"postgresql": 1}, "Not all is well: the journal on PostgreSQL. What was wrong stands above."),
        ({"mypy": 1}, "Not all is well: mypy, its types. What was wrong stands above."),
        (
            {"ruff": 1, "pytest": 1},
            "Not all is well: ruff, the code's style; ruff, its layout; the journal on PostgreSQL; pytest.",
        ),
    ],
)
def test_whatever_fails_fails_the_run_and_the_rest_is_run_all_the_same(
    answered: Answered, codes: dict[str, int], said: bool | str
) -> None:
    answered.codes = codes
    with pytest.raises(SystemExit) as ended:
        run.main([])
    assert ended.value.code is said if isinstance(said, bool) else said in str(ended.value.code)
    assert len(answered.commands) == 5


def test_a_check_that_hangs_is_stopped_and_what_it_had_said_is_shown(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def hangs(command: list[str], *, timeout: float, **how: object) -> NoReturn:
        assert timeout < run.LONGEST
        raise subprocess.TimeoutExpired(command, timeout, b"half a line")

    monkeypatch.setattr(subprocess, "run", hangs)
    assert not run.passes("mypy, its types", ["mypy"], time.monotonic() - 5)
    said = capsys.readouterr().out
    assert f"mypy, its types stopped: all together took longer than {run.LONGEST // 60} minutes\nhalf a line\n" in said


@pytest.mark.parametrize("typed", [["tests/studio", "-k", "take"], ["-x"]])
def test_anything_else_that_is_typed_goes_to_pytest_as_it_is(
    monkeypatch: pytest.MonkeyPatch, answered: Answered, typed: list[str]
) -> None:
    became: Runs = []
    monkeypatch.setattr(start, "become", lambda command: sys.exit(became.append(command)))
    with pytest.raises(SystemExit):
        run.main(typed)
    assert became == [["python", "-m", "pytest", *typed]]


# -- the display -------------------------------------------------------------------------------------------------------
@pytest.fixture
def became(monkeypatch: pytest.MonkeyPatch) -> Runs:
    """What the command turned into; nothing is prepared or started."""
    commands: Runs = []
    monkeypatch.setattr(start, "prepare", lambda kind: Path("python"))
    monkeypatch.setattr(start, "become", commands.append)
    for name in ("DISPLAY", "WAYLAND_DISPLAY"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setattr(start, "ON_WINDOWS", False)
    monkeypatch.setattr(start.sys, "platform", "linux")
    return commands


def test_with_no_display_and_nothing_asked_for_the_tour_is_given_and_said(
    became: Runs, capsys: pytest.CaptureFixture[str]
) -> None:
    start.main([])
    assert became == [["python", "-m", "studio", "tour"]]
    assert "There is no display here" in capsys.readouterr().out


def test_what_was_asked_for_is_run_though_there_is_no_display(became: Runs) -> None:
    start.main(["check"])
    assert became == [["python", "-m", "studio", "check"]]


@pytest.mark.parametrize("name", ["DISPLAY", "WAYLAND_DISPLAY"])
def test_with_a_display_the_window_opens(became: Runs, monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    monkeypatch.setenv(name, ":0")
    start.main([])
    assert became == [["python", "-m", "studio"]]


@pytest.mark.parametrize(("platform", "windows"), [("darwin", False), ("win32", True)])
def test_macos_and_windows_always_have_a_display(
    became: Runs, monkeypatch: pytest.MonkeyPatch, platform: str, windows: bool
) -> None:
    monkeypatch.setattr(start.sys, "platform", platform)
    monkeypatch.setattr(start, "ON_WINDOWS", windows)
    assert start.display_here()


# -- what was installed ------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("had", "wants", "enough"),
    [("app", "app", True), ("test", "app", True), ("test", "test", True), ("app", "test", False)],
)
def test_what_the_tests_need_holds_what_the_app_needs(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, had: str, wants: str, enough: bool
) -> None:
    monkeypatch.setattr(start, "STAMP", tmp_path / "stamp")
    assert not start.installed(wants)
    start.STAMP.write_text(f"{start.digest()} {had}\n", encoding="utf-8")
    assert start.installed(wants) == enough


def test_another_lock_is_installed_anew(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(start, "STAMP", tmp_path / "stamp")
    start.STAMP.write_text(f"{start.digest()} test\n", encoding="utf-8")
    lock = tmp_path / "lock.txt"
    lock.write_bytes(start.APP_LOCK.read_bytes() + b"\n")
    monkeypatch.setattr(start, "APP_LOCK", lock)
    assert not start.installed("app")
