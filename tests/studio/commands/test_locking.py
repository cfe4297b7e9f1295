"""`soundfolio lock-anew`, `lead-code` and `take-over`: another key after a loss, an envelope for the lead, a lock for what had none."""

import contextlib
import errno
import io
import re
import sqlite3
import sys
from pathlib import Path

import pytest

from reflections import DiskFull, Plain, backups
from reflections.store import inspect_file
from tests.studio.commands.conftest import Run
from tests.studio.conftest import SECRET

NEW = "five red kettles"
CODE = re.compile(r"code: ([A-Z2-9]{4}(?:-[A-Z2-9]{4}){6})")


def code_in(out: str) -> str:
    found = CODE.search(out)
    assert found is not None
    return found[1]


def test_locked_anew_it_opens_with_the_new_passphrase_and_code_alone(
    run: Run, lived_in: object, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SOUNDFOLIO_NEW_PASSPHRASE", NEW)
    done = run("lock-anew")
    assert done.code == 0
    assert "not right" in run("check").sentence
    assert run("check", passphrase=NEW).out.endswith("OK\n")
    assert run("check", passphrase=code_in(done.out)).out.endswith("OK\n")


def test_without_a_new_passphrase_nothing_is_changed(
    run: Run, lived_in: object, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("SOUNDFOLIO_NEW_PASSPHRASE", raising=False)
    assert "SOUNDFOLIO_NEW_PASSPHRASE" in run("lock-anew").sentence
    monkeypatch.setenv("SOUNDFOLIO_NEW_PASSPHRASE", "short")
    assert "at least" in run("lock-anew").sentence
    assert run("check").out.endswith("OK\n")


def test_the_leads_code_opens_it_until_it_is_dropped(run: Run, lived_in: object) -> None:
    code = code_in(run("lead-code").out)
    assert run("check", passphrase=code).out.endswith("OK\n")
    assert "no more" in run("lead-code", "--drop").out
    assert "not right" in run("check", passphrase=code).sentence
    assert "has no code" in run("lead-code", "--drop").sentence


def test_a_journal_that_lies_there_unlocked_is_locked_and_its_code_is_said_once(
    run: Run, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    old = Path(__file__).parents[2] / "old_journals" / "0001.sql"
    folder.mkdir()
    assert "There is no journal in" in run("take-over").sentence
    with contextlib.closing(sqlite3.connect(folder / "journal.db")) as raw:
        raw.executescript(old.read_text(encoding="utf-8"))
    assert "soundfolio take-over" in refused_open(folder)
    monkeypatch.setenv("SOUNDFOLIO_NEW_PASSPHRASE", SECRET)
    done = run("take-over")
    assert "The journal is locked now." in done.out
    assert "Recovery code: " in done.out
    assert run("check").code == 0


def refused_open(folder: Path) -> str:
    with pytest.raises(Plain) as refused:
        inspect_file(folder / "journal.db")
    return str(refused.value)


@pytest.mark.parametrize("command", ["lock-anew", "lead-code"])
def test_a_new_code_is_read_though_the_backup_after_it_finds_no_room(
    run: Run, lived_in: object, monkeypatch: pytest.MonkeyPatch, command: str
) -> None:
    really = backups.make

    def make(*given: object, why: str, **named: object) -> Path:
        if why == "close":
            message = "There is no room for a backup."
            raise DiskFull(message)
        return really(*given, why=why, **named)  # type: ignore[arg-type]  # as it was called

    monkeypatch.setenv("SOUNDFOLIO_NEW_PASSPHRASE", NEW)
    with monkeypatch.context() as patch:
        patch.setattr(backups, "make", make)
        done = run(command)
    assert done.code != 0
    assert "no room for a backup" in done.err
    assert run("check", passphrase=code_in(done.out)).out.endswith("OK\n")


def test_a_code_that_the_output_does_not_take_is_said_on_the_other(
    run: Run, lived_in: object, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Full(io.StringIO):
        def flush(self) -> None:
            raise OSError(errno.ENOSPC, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr(sys, "stdout", Full())
        done = run("lead-code")
    assert done.code != 0
    assert run("check", passphrase=code_in(done.err)).out.endswith("OK\n")
