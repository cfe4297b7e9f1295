"""The key and who may have it."""

from __future__ import annotations

import os
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from reflections import (
    AlreadyThere,
    Damaged,
    InUse,
    Journal,
    Missing,
    NotAllowed,
    WrongSecret,
    seal,
)
from tests.reflections.conftest import PASSPHRASE
from tests.reflections.refusing import refused, snapshot

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path


def test_the_passphrase_opens_and_so_does_the_recovery_code_however_it_is_typed(
    made: tuple[Path, str], opening: Callable[..., Journal]
) -> None:
    opening(PASSPHRASE).close()
    opening(made[1]).close()
    opening(made[1].lower().replace("-", " ")).close()


@pytest.mark.whole
def test_a_passphrase_is_the_same_in_every_way_of_writing_its_accents(tmp_path: Path, quick_kdf: None) -> None:
    Journal.create(tmp_path, tutor="Sam", passphrase="caf\u00e9 cr\u00e8me br\u00fbl\u00e9e", help_person="B")[
        0
    ].close()
    Journal.open(tmp_path, "cafe\u0301 cre\u0300me bru\u0302le\u0301e").close()


def test_a_wrong_passphrase_is_told_from_damage(folder: Path) -> None:
    assert "passphrase is not right" in refused(folder, WrongSecret, "three blue goats")


def test_a_wrong_recovery_code_is_a_wrong_secret(folder: Path) -> None:
    refused(folder, WrongSecret, seal.new_code())


def test_the_old_passphrase_is_refused_after_a_change_and_the_code_still_opens(
    folder: Path, made: tuple[Path, str], opening: Callable[..., Journal]
) -> None:
    journal = opening()
    journal.change_passphrase("four red kites")
    journal._changed = False
    journal.close()
    refused(folder, WrongSecret, PASSPHRASE)
    opening("four red kites").close()
    opening(made[1]).close()


def test_a_new_recovery_code_replaces_the_old_sheet(
    folder: Path, made: tuple[Path, str], opening: Callable[..., Journal]
) -> None:
    journal = opening()
    code = journal.new_recovery_code()
    journal._changed = False
    journal.close()
    refused(folder, WrongSecret, made[1])
    opening(code).close()


def test_a_short_passphrase_is_refused_before_anything_is_made(tmp_path: Path) -> None:
    with pytest.raises(NotAllowed, match="at least 8"):
        Journal.create(tmp_path / "new", tutor="Sam", passphrase="short", help_person="B")
    assert not Journal.exists(tmp_path / "new")


@pytest.mark.whole
def test_nobody_to_call_leaves_no_journal_behind_that_cannot_be_set_up(tmp_path: Path, quick_kdf: None) -> None:
    with pytest.raises(NotAllowed, match="person to call"):
        Journal.create(tmp_path, tutor="Sam", passphrase=PASSPHRASE, help_person=" ")
    journal, _ = Journal.create(tmp_path, tutor="Sam", passphrase=PASSPHRASE, help_person="Mrs Bell")
    journal.close()


def test_a_second_journal_is_not_made_over_the_first(folder: Path) -> None:
    before = snapshot(folder)
    with pytest.raises(AlreadyThere):
        Journal.create(folder, tutor="Eve", passphrase=PASSPHRASE, help_person="B")
    assert snapshot(folder) == before


@pytest.mark.whole
def test_a_set_up_that_was_cut_short_begins_anew(
    tmp_path: Path, quick_kdf: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    def cut(self: Path, target: Path) -> Path:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr("pathlib.Path.rename", cut)
        with pytest.raises(KeyboardInterrupt):
            Journal.create(tmp_path, tutor="Sam", passphrase=PASSPHRASE, help_person="B")
    assert not Journal.exists(tmp_path)
    Journal.create(tmp_path, tutor="Sam", passphrase=PASSPHRASE, help_person="B")[0].close()
    Journal.open(tmp_path, PASSPHRASE).close()


def test_an_empty_folder_and_no_folder_hold_no_journal(tmp_path: Path) -> None:
    for folder in (tmp_path, tmp_path / "nowhere"):
        with pytest.raises(Missing, match="no journal"):
            Journal.open(folder, PASSPHRASE)


def test_a_second_window_is_told_and_the_first_goes_on(folder: Path, opening: Callable[..., Journal]) -> None:
    first = opening()
    with pytest.raises(InUse, match="already open"):
        Journal.open(folder, PASSPHRASE)
    first.add_pupil("Amira", "fox", "10-12")
    first._changed = False
    first.close()
    assert [p.alias for p in opening().pupils()] == ["Amira"]


@pytest.mark.whole
def test_a_window_that_died_holds_nothing_back(folder: Path, opening: Callable[..., Journal]) -> None:
    held = (
        "import sys; from pathlib import Path; from reflections.lock import InstanceLock\n"
        "lock = InstanceLock(Path(sys.argv[1])); print('held', flush=True); sys.stdin.read()"
    )
    other = subprocess.Popen(
        [sys.executable, "-c", held, str(folder)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    assert other.stdout is not None
    assert other.stdin is not None
    try:
        assert other.stdout.readline() == "held\n"
        with pytest.raises(InUse):
            Journal.open(folder, PASSPHRASE)
    finally:
        other.kill()
        other.wait()
        other.stdout.close()
        other.stdin.close()
    opening().close()


def test_nothing_readable_lies_in_the_folder(folder: Path, opening: Callable[..., Journal]) -> None:
    journal = opening()
    pupil = journal.add_pupil("Quokkatoken", "fox", "10-12")
    journal.set_draft("note", "Quokkatoken said something")
    row = journal.begin_recording(pupil=pupil.id, context={"title": "Quokkatoken"})
    journal.take_chunk(row, 0, b"Quokkatoken", 1.0)

    def readable() -> list[str]:
        return [str(p) for p in folder.rglob("*") if p.is_file() and b"Quokkatoken" in p.read_bytes()]

    assert readable() == []
    journal.close()
    assert (folder / "backups").is_dir()
    assert readable() == []
    assert not (folder / "journal.db").read_bytes().startswith(b"SQLite format")


def test_neither_the_key_nor_what_was_said_shows_in_an_error(journal: Journal) -> None:
    from sqlalchemy import exc, text

    key = journal._opened.key.hex()
    assert key not in repr(journal._opened.engine)
    with pytest.raises(exc.DBAPIError) as caught, journal._opened.engine.connect() as raw:
        raw.execute(text("insert into nowhere values (:said)"), {"said": "Quokkatoken"})
    assert "Quokkatoken" not in str(caught.value)


def test_a_wrong_passphrase_writes_nothing_to_the_terminal(folder: Path, capfd: pytest.CaptureFixture[str]) -> None:
    (folder / "journal.db").write_bytes(os.urandom(8192))
    refused(folder, Damaged)
    assert capfd.readouterr() == ("", "")


def test_every_connection_keeps_what_it_acknowledged_and_what_belongs_together(journal: Journal) -> None:
    wanted = {
        "journal_mode": "wal",
        "synchronous": 2,  # FULL: NORMAL lost acknowledged rows in simulated power cuts
        "foreign_keys": 1,
        "secure_delete": 1,
        "temp_store": 2,
        "trusted_schema": 0,
        "cell_size_check": 1,
    }
    journal._opened.engine.dispose()
    with journal._opened.looking() as raw:
        assert {name: raw.execute(f"pragma {name}").fetchone()[0] for name in wanted} == wanted
