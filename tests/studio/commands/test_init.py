"""`soundfolio init` and the passphrase: what makes a journal, what opens it, and what is said where it can't."""

import getpass
import io
import re
import shutil
import sys
from pathlib import Path

import pytest

from reflections import Journal
from tests.studio.commands.conftest import Run
from tests.studio.conftest import SECRET

INIT = ("init", "--tutor", "Sam", "--pupil", "Jo", "--help-person", "Ms Okoro")


class Terminal(io.StringIO):
    """Somebody sits at it."""

    def isatty(self) -> bool:
        return True


def test_init_makes_a_journal_with_a_pupil_and_prints_the_recovery_code_once(run: Run, folder: Path) -> None:
    done = run(*INIT)

    code = re.search(r"Recovery code: (\S+)", done.out)
    assert done.code == 0
    assert code
    for secret in (SECRET, code[1]):
        journal = Journal.open(folder, secret)
        assert [pupil.shown for pupil in journal.pupils()] == ["Jo"]
        assert journal.tutor == "Sam"
        assert journal.place().help_person == "Ms Okoro"
        journal.close()
    assert code[1] not in run("check").out


def test_init_twice_changes_nothing(run: Run, lived_in: Path) -> None:
    before = (lived_in / "journal.db").read_bytes()

    assert "There is a journal in" in run(*INIT).sentence
    assert (lived_in / "journal.db").read_bytes() == before


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"--pupil": "   "}, "name"),
        ({"--pupil": "J" * 25}, "24"),
        ({"--avatar": "/etc/passwd"}, "picture"),
        ({"--help-person": " "}, "call"),
    ],
)
def test_init_with_what_cannot_be_says_so_and_leaves_no_journal(
    run: Run, folder: Path, changed: dict[str, str], words: str
) -> None:
    given = {"--tutor": "Sam", "--pupil": "Jo", "--help-person": "Ms Okoro"} | changed
    done = run("init", *[word for pair in given.items() for word in pair])

    assert words in done.sentence
    assert not Journal.exists(folder)
    assert run(*INIT).code == 0


def test_init_with_too_short_a_passphrase_leaves_no_journal(run: Run, folder: Path) -> None:
    assert "passphrase" in run(*INIT, passphrase="abc").sentence
    assert not Journal.exists(folder)


def test_a_new_passphrase_is_asked_for_twice(run: Run, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    answers = iter((SECRET, SECRET, SECRET, "another one altogether"))
    monkeypatch.setattr(sys, "stdin", Terminal())
    monkeypatch.setattr(getpass, "getpass", lambda _words: next(answers))

    assert run(*INIT, passphrase=None).code == 0
    shutil.rmtree(folder)
    assert "not the same" in run(*INIT, passphrase=None).sentence
    assert not Journal.exists(folder)


def test_the_passphrase_is_asked_for_at_a_terminal(run: Run, lived_in: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", Terminal())
    monkeypatch.setattr(getpass, "getpass", lambda _words: SECRET)

    assert run("check", passphrase=None).out.endswith("OK\n")


@pytest.mark.parametrize("command", [("check",), ("export", "Jo", "--to", "page.html"), ("import", "tune.mid"), INIT])
def test_without_a_passphrase_and_without_a_terminal_nothing_waits(
    run: Run, house: Path, folder: Path, monkeypatch: pytest.MonkeyPatch, command: tuple[str, ...]
) -> None:
    if command is not INIT:
        shutil.copytree(house, folder)
    monkeypatch.setattr(sys, "stdin", io.StringIO())

    assert "SOUNDFOLIO_PASSPHRASE" in run(*command, passphrase=None).sentence


@pytest.mark.parametrize("command", [("check",), ("export", "Jo", "--to", "page.html"), ("import", "tune.mid")])
def test_a_wrong_passphrase_is_said(run: Run, lived_in: Path, command: tuple[str, ...]) -> None:
    assert "passphrase is not right" in run(*command, passphrase="not this one at all").sentence


@pytest.mark.parametrize("command", [("check",), ("export", "Jo", "--to", "page.html"), ("import", "tune.mid")])
def test_without_a_journal_it_is_said_how_to_make_one(run: Run, folder: Path, command: tuple[str, ...]) -> None:
    assert "soundfolio init" in run(*command).sentence
    assert not folder.exists()


def test_a_journal_that_is_open_in_a_window_is_said_to_be(run: Run, lived_in: Path) -> None:
    journal = Journal.open(lived_in, SECRET)
    try:
        assert "window" in run("check").sentence
    finally:
        journal.close()


@pytest.mark.parametrize("empty", ["--tutor", "--pupil"])
def test_init_wants_every_name(run: Run, folder: Path, empty: str) -> None:
    names = {"--tutor": "Sam", "--pupil": "Jo", "--help-person": "Mrs Bell"} | {empty: " "}

    assert f"{empty} needs a name" in run("init", *[word for pair in names.items() for word in pair]).sentence
    assert not Journal.exists(folder)
