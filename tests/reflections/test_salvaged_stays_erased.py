"""What is salvaged of a damaged journal, or found in one that was put aside, still knows who was erased."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

import pytest

from reflections import Journal, backups
from tests.reflections.conftest import PASSPHRASE, Prepare, Wall
from tests.reflections.test_torn_pages import pages_of, tear

if TYPE_CHECKING:
    from pathlib import Path

SAID = "four green boats"


@pytest.fixture(scope="module")
def made_torn(prepare: Prepare) -> tuple[Path, tuple[str, bytes]]:
    """One of two pupils erased since a backup and a sealed file, a later backup; the pages that say so are torn."""

    def fill(journal: Journal) -> tuple[str, bytes]:
        wall: Wall = journal._now  # type: ignore[assignment]  # it was opened with one
        gone, stays = (journal.add_pupil(name, "fox", "10-12").id for name in ("Ann", "Ben"))
        for n in range(20):
            journal.reflect(stays, "T6", said_by="typed", body=f"words {n} " * 20, seen_by="Sam")
        journal.reflect(gone, "T6", said_by="typed", body="Ann's words", seen_by="Sam")
        journal.backup()
        file = journal.pack(SAID)
        wall.on(hours=1)
        journal.erase_pupil(gone, "the head", copied=True)
        wall.on(hours=1)
        journal.backup()
        return journal._opened.key.hex(), file

    folder, (key, file) = prepare(fill)
    path = folder / "journal.db"
    tear(path, pages_of(path, bytes.fromhex(key), "operation", "erasure"))
    return folder, (key, file)


def shut(journal: Journal) -> None:
    journal._changed = False
    journal.close()


@pytest.mark.parametrize("by", ["its log", "a later copy"])
def test_salvaged_it_brings_nobody_back_by_a_copy_or_a_file(
    folder: Path, made_torn: tuple[Path, tuple[str, bytes]], wall: Wall, by: str
) -> None:
    wall.on(hours=3)
    first, last = (path for _, path in backups.every(folder))
    if by == "its log":
        backups.drop(last)
    else:
        key = bytes.fromhex(made_torn[1][0])
        tear(folder / "journal.db", pages_of(folder / "journal.db", key, "audit"))
    told, _aside = Journal.salvage(folder, PASSPHRASE, now=wall)
    assert told.lost["operation"]
    assert told.known_until is not None
    assert told.known_until == backups.made_at(first if by == "its log" else last)
    journal = Journal.open(folder, PASSPHRASE, now=wall)
    assert [(one.alias) for one in journal.pupils()] == ["Ben"]
    assert [one.by_role for one in journal.erasures()] == ["the head"]
    journal.take_in(made_torn[1][1], SAID)
    assert [(one.alias) for one in journal.pupils()] == ["Ben"]
    journal.go_back(first)
    assert [(one.alias) for one in journal.pupils()] == ["Ben"]
    assert journal.check().problems == ()
    shut(journal)


def test_a_journal_that_was_put_aside_is_asked_who_was_erased(
    folder: Path, made_torn: tuple[Path, tuple[str, bytes]], wall: Wall
) -> None:
    wall.on(hours=3)
    first, last = (path for _, path in backups.every(folder))
    shutil.copy(last, folder / "journal.db")
    backups.drop(last)
    journal, aside = Journal.restore(folder, first, PASSPHRASE, now=wall)
    shut(journal)
    assert aside is not None
    (folder / "journal.db").unlink()
    wall.on(hours=1)
    look = Journal.copies(folder, PASSPHRASE, now=wall).look(first)
    assert (look.erased, look.known_until is None) == (1, False)
    journal, _ = Journal.restore(folder, first, PASSPHRASE, now=wall)
    assert [one.alias for one in journal.pupils()] == ["Ben"]
    assert len(journal.erasures()) == 1
    shut(journal)
