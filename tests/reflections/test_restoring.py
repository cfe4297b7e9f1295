"""A journal that can't be read has a way back: the copies that are whole, one of them put in place, nothing deleted."""

from __future__ import annotations

import errno
import shutil
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from reflections import (
    Damaged,
    DiskFull,
    InUse,
    Journal,
    JournalError,
    Missing,
    NotOurs,
    TooNew,
    WrongSecret,
    copying,
    vault,
)
from reflections.errors import Stopped
from tests.reflections.conftest import PASSPHRASE, Wall, part

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.reflections.conftest import Lesson

LATER = "seven calm yellow drums"


@pytest.fixture
def backed_up(folder: Path, wall: Wall, made_lesson: tuple[Path, Lesson]) -> Path:
    """That lesson's journal with a copy of it, and half an hour later one more take and a second copy; closed."""
    journal = Journal.open(folder, PASSPHRASE, now=wall)
    journal.backup()
    wall.on(minutes=30)
    journal.keep_take(made_lesson[1].piece.id, [part(made_lesson[1].pupil.id)], seconds=1.0, tempo=90.0)
    journal.backup()
    journal.close()
    return folder


def spoil(path: Path) -> bytes:
    """Flip a byte in every third page, as a dying disk would; what the file holds now."""
    raw = bytearray(path.read_bytes())
    for page in range(1, len(raw) // 4096, 3):
        raw[page * 4096 + 1000] ^= 0xFF
    path.write_bytes(raw)
    return bytes(raw)


def everything(folder: Path) -> dict[str, bytes]:
    found = (path for path in folder.rglob("*") if path.is_file() and path.name != "journal.lock")
    return {str(path.relative_to(folder)): path.read_bytes() for path in found}


def restored(folder: Path, copy: Path, secret: str = PASSPHRASE, **more: Any) -> tuple[int, list[str], Path | None]:
    """Open a copy: how many takes are in it, what is wrong with it, and where the old files are."""
    journal, aside = Journal.restore(folder, copy, secret, now=Wall(), **more)
    found = journal.check()
    journal._changed = False
    journal.close()
    return len(found.takes), list(found.problems), aside


# -- which are offered ------------------------------------------------------------------------------------------------
def test_copies_come_newest_first_with_what_is_in_them_and_are_not_touched(backed_up: Path) -> None:
    spoil(backed_up / "journal.db")
    before = everything(backed_up)
    copies = Journal.copies(backed_up, PASSPHRASE)
    found = [copies.look(path) for _, path in copies.there]

    assert [(one.at, one.pupils, one.takes) for one in found] == [
        (datetime(2026, 6, 3, 9, 30, tzinfo=UTC), 1, 2),
        (datetime(2026, 6, 3, 9, 0, tzinfo=UTC), 1, 1),
    ]
    assert everything(backed_up) == before


@pytest.mark.parametrize("harm", ["flip", "cut", "empty", "plain"])
def test_a_damaged_copy_is_never_offered_nor_opened(backed_up: Path, harm: str) -> None:
    copies = Journal.copies(backed_up, PASSPHRASE)
    newest = copies.there[0][1]
    match harm:
        case "flip":
            spoil(newest)
        case "cut":
            newest.write_bytes(newest.read_bytes()[:-8192])
        case "empty":
            newest.write_bytes(b"")
        case _:
            newest.write_bytes(b"SQLite format 3\0" + bytes(9000))
    before = everything(backed_up)

    with pytest.raises(Damaged, match="Open another one"):
        copies.look(newest)
    with pytest.raises(Damaged):
        Journal.restore(backed_up, newest, PASSPHRASE)
    assert copies.look(copies.there[1][1]).takes == 1
    assert everything(backed_up) == before


def test_a_copy_of_another_journal_or_of_a_newer_soundfolio_is_not_offered(
    backed_up: Path, tmp_path: Path, quick_kdf: None
) -> None:
    stranger, _ = Journal.create(tmp_path / "other", tutor="Al", passphrase=PASSPHRASE, help_person="B", now=Wall())
    stranger.backup()
    with stranger._opened.looking() as raw:
        raw.execute("update alembic_version set version_num = '9999'")
    newer = stranger.backup("newer")
    stranger.close()
    copies = Journal.copies(backed_up, PASSPHRASE, where=tmp_path / "other")
    assert len(copies.there) == 2
    for _, path in copies.there:
        with pytest.raises(NotOurs):
            copies.look(path)
    with pytest.raises(TooNew):
        Journal.copies(tmp_path / "other", PASSPHRASE).look(newer)


def test_copies_on_a_stick_are_found_in_its_folder_or_in_backups_there(backed_up: Path, tmp_path: Path) -> None:
    shutil.copytree(backed_up / "backups", tmp_path / "stick" / "backups")
    shutil.rmtree(backed_up / "backups")
    assert Journal.copies(backed_up, PASSPHRASE).there == ()
    for where in (tmp_path / "stick", tmp_path / "stick" / "backups"):
        assert len(Journal.copies(backed_up, PASSPHRASE, where=where).there) == 2


def test_a_folder_whose_journal_holds_more_than_its_copies_is_told_apart(
    backed_up: Path, tmp_path: Path, wall: Wall
) -> None:
    old, new = tmp_path / "old", tmp_path / "new"
    shutil.copytree(backed_up, old)
    new.mkdir()

    def ahead(where: Path = old) -> Path | None:
        return Journal.copies(new, PASSPHRASE, where=where).ahead

    assert ahead() is None  # the latest copy has all of it
    (old / "journal.db-wal").write_bytes(b"written last")
    assert ahead() == ahead(old / "backups") == old
    (old / "journal.db-wal").unlink()
    newest = Journal.copies(new, PASSPHRASE, where=old).there[0][1]
    newest.unlink()
    assert ahead() == old
    before = everything(old)
    assert ahead() == old
    assert everything(old) == before
    assert Journal.copies(backed_up, PASSPHRASE, where=backed_up).ahead is None  # that is the one they would replace
    (old / "vault.json").unlink()
    (old / "vault.copy.json").unlink()
    assert ahead() is None  # nothing opens it


# -- opening one ------------------------------------------------------------------------------------------------------
def test_a_copy_that_is_opened_is_the_journal_and_what_lay_there_is_aside_with_its_date(backed_up: Path) -> None:
    damaged = spoil(backed_up / "journal.db")
    (backed_up / "journal.db-wal").write_bytes(b"left behind")
    copies = Journal.copies(backed_up, PASSPHRASE)
    takes, problems, aside = restored(backed_up, copies.there[1][1])

    assert (takes, problems) == (1, [])
    assert aside == backed_up / "set-aside-2026-06-03-100000"
    assert {path.name for path in aside.iterdir()} == {"journal.db", "journal.db-wal", "vault.json"}
    assert (aside / "journal.db").read_bytes() == damaged
    assert (aside / "journal.db-wal").read_bytes() == b"left behind"
    assert not list(backed_up.glob("*restoring*"))
    assert len(copies.there) == 2


def test_a_second_time_in_the_same_second_nothing_that_was_set_aside_is_written_over(backed_up: Path) -> None:
    copies = Journal.copies(backed_up, PASSPHRASE)
    _, _, first = restored(backed_up, copies.there[0][1])
    _, _, second = restored(backed_up, copies.there[1][1])
    assert first is not None
    assert second == first.with_name(f"{first.name}-2")


def test_a_journal_put_back_is_a_new_node_so_that_its_changes_are_its_own(backed_up: Path) -> None:
    journal = Journal.open(backed_up, PASSPHRASE)
    before = journal._clock.node
    journal.close()
    journal, _ = Journal.restore(backed_up, Journal.copies(backed_up, PASSPHRASE).there[0][1], PASSPHRASE)
    assert journal._clock.node != before
    journal.close()


@pytest.mark.parametrize("lost", ["journal.db", "vault.json", "all"])
def test_whatever_of_the_journal_is_lost_a_copy_brings_it_back(backed_up: Path, lost: str) -> None:
    copy = Journal.copies(backed_up, PASSPHRASE).there[0][1]
    for name in (
        ("journal.db",)
        if lost == "journal.db"
        else vault.NAMES
        if lost == "vault.json"
        else ("journal.db", "journal.db-wal", "journal.db-shm")
    ):
        (backed_up / name).unlink(missing_ok=True)
    if lost == "all":
        for name in vault.NAMES:
            (backed_up / name).unlink()
    with pytest.raises(Missing):
        Journal.open(backed_up, PASSPHRASE)
    assert restored(backed_up, copy)[:2] == (2, [])
    Journal.open(backed_up, PASSPHRASE).close()


def test_the_passphrase_of_today_opens_a_copy_made_under_another_and_stays_the_passphrase(backed_up: Path) -> None:
    copy = Journal.copies(backed_up, PASSPHRASE).there[0][1]
    journal = Journal.open(backed_up, PASSPHRASE)
    journal.change_passphrase(LATER)
    journal._changed = False
    journal.close()
    spoil(backed_up / "journal.db")

    with pytest.raises(WrongSecret):
        Journal.copies(backed_up, PASSPHRASE)
    assert restored(backed_up, copy, LATER)[:2] == (2, [])
    with pytest.raises(WrongSecret):
        Journal.open(backed_up, PASSPHRASE)


def test_with_the_key_file_damaged_as_well_the_one_beside_the_copy_is_put_in_place(
    backed_up: Path, made: tuple[Path, str]
) -> None:
    for name in vault.NAMES:
        (backed_up / name).write_bytes(b"{")
    copies = Journal.copies(backed_up, "not this one")
    with pytest.raises(WrongSecret):
        copies.look(copies.there[0][1])
    _, _, aside = restored(backed_up, copies.there[0][1], made[1])
    assert aside is not None
    assert (aside / "vault.json").read_bytes() == b"{"
    Journal.open(backed_up, PASSPHRASE).close()


@pytest.mark.parametrize("asked", [1, 4, 20])
def test_reading_a_copy_stops_half_way_when_somebody_asks(backed_up: Path, asked: int) -> None:
    """However large it is: nobody waits for the end of what they gave up."""
    before = everything(backed_up)
    times = 0

    def cancelled() -> bool:
        nonlocal times
        times += 1
        return times >= asked

    copies = Journal.copies(backed_up, PASSPHRASE)
    with pytest.raises(Stopped):
        copies.look(copies.there[0][1], cancelled)
    assert times <= asked + 2  # it is not asked on and on
    assert everything(backed_up) == before
    assert copies.look(copies.there[0][1]).takes == 2


# -- whole or not at all ----------------------------------------------------------------------------------------------
def test_a_journal_that_is_open_somewhere_is_left_alone(backed_up: Path) -> None:
    copy = Journal.copies(backed_up, PASSPHRASE).there[0][1]
    journal = Journal.open(backed_up, PASSPHRASE)
    with pytest.raises(InUse):
        Journal.restore(backed_up, copy, PASSPHRASE)
    journal._changed = False
    journal.close()


def test_stopped_half_way_everything_is_as_it_was(backed_up: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(copying, "_AT_ONCE", 4096)
    spoil(backed_up / "journal.db")
    before, done = everything(backed_up), list[float]()
    copy = Journal.copies(backed_up, PASSPHRASE).there[0][1]
    with pytest.raises(Stopped, match="Nothing was changed"):
        Journal.restore(backed_up, copy, PASSPHRASE, progress=done.append, cancelled=lambda: len(done) > 3)
    assert done == sorted(done)
    assert 0 < done[-1] < 1
    assert everything(backed_up) == before


def failing(name: str, at: int, error: OSError) -> Callable[..., Any]:
    """A call of Path that fails the `at`th time."""
    real, calls = getattr(Path, name), [0]

    def call(path: Path, *given: Any) -> Any:
        calls[0] += 1
        if calls[0] == at:
            raise error
        return real(path, *given)

    return call


@pytest.mark.parametrize(("at", "vault_too"), [(1, False), (2, False), (3, False), (4, False), (1, True), (4, True)])
def test_whichever_rename_fails_the_files_are_where_they_were(
    backed_up: Path, monkeypatch: pytest.MonkeyPatch, at: int, vault_too: bool
) -> None:
    spoil(backed_up / "journal.db")
    (backed_up / "journal.db-wal").write_bytes(b"left behind")
    for name in vault.NAMES if vault_too else ():
        (backed_up / name).write_bytes(b"{")
    before = everything(backed_up)
    copy = Journal.copies(backed_up, PASSPHRASE).there[0][1]
    with monkeypatch.context() as patch:
        patch.setattr(Path, "rename", failing("rename", at, OSError(errno.EIO, "no")))
        with pytest.raises(JournalError, match="nothing was changed"):
            Journal.restore(backed_up, copy, PASSPHRASE)
    assert everything(backed_up) == before
    assert restored(backed_up, copy)[0] == 2


def test_on_a_full_disk_nothing_is_changed_and_it_says_so(backed_up: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    spoil(backed_up / "journal.db")
    before = everything(backed_up)
    copy = Journal.copies(backed_up, PASSPHRASE).there[0][1]

    def full(_file: int) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr(copying.os, "fsync", full)
        with pytest.raises(DiskFull, match="Nothing was changed; free some space"):
            Journal.restore(backed_up, copy, PASSPHRASE)
    assert everything(backed_up) == before


# -- what was set aside and erasing --------------------------------------------------------------------------------------
def test_what_was_set_aside_is_named_when_a_pupil_is_erased_and_goes_with_the_backups(
    backed_up: Path, made_lesson: tuple[Path, Lesson], wall: Wall
) -> None:
    pupil = made_lesson[1].pupil.id
    wall.on(hours=5)
    copy = Journal.copies(backed_up, PASSPHRASE).there[0][1]
    journal, aside = Journal.restore(backed_up, copy, PASSPHRASE, now=wall)
    assert aside is not None
    assert aside in [one.path for one in journal.beyond_reach(pupil)]
    wall.on(days=1)
    erased = journal.erase_pupil(pupil, "tutor")
    assert aside in [one.path for one in erased.left]
    wall.on(days=29)
    journal.let_copies_go()
    assert aside.exists()
    wall.on(days=2)
    assert aside in journal.let_copies_go()
    assert not aside.exists()
    journal._changed = False
    journal.close()
