"""Whoever was erased is not named by a copy that takes the journal's place: not by a name they got after it was made either."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from reflections import Journal, backups
from tests.reflections.conftest import PASSPHRASE, Prepare, Wall
from tests.reflections.test_stays_erased import SAID, lose, shut
from tests.unlocked import bytes_of

if TYPE_CHECKING:
    from pathlib import Path

FIRST, LATER = "Quokkatoken", "Wombattoken"


@pytest.fixture(scope="module")
def made_renamed(prepare: Prepare) -> tuple[Path, tuple[str, bytes]]:
    """A backup with a note by a name that nobody had yet; then the pupil got it, everything was given out, and they went."""

    def fill(journal: Journal) -> tuple[str, bytes]:
        wall: Wall = journal._now  # type: ignore[assignment]  # it was opened with one
        gone, stays = (journal.add_pupil(name, "fox", "10-12").id for name in (FIRST, "Ben"))
        meeting = journal.open_session([gone, stays], mode="group")
        journal.write_note(meeting.id, next_time=f"{LATER} next to Ben, {FIRST} too")
        copy, file = journal.backup(), journal.pack(SAID)
        wall.on(hours=1)
        journal.change_pupil(gone, LATER)
        journal.held_was_given(gone, f"{LATER}'s mum")
        wall.on(hours=1)
        journal.backup()
        wall.on(hours=1)
        journal.erase_pupil(gone, "the head", copied=True)
        wall.on(hours=1)
        journal.backup()
        return copy.name, file

    return prepare(fill)


@pytest.mark.parametrize("lost", [False, True])
def test_a_name_that_they_got_after_the_copy_was_made_is_in_no_note_of_it(
    folder: Path, made_renamed: tuple[Path, tuple[str, bytes]], wall: Wall, lost: bool
) -> None:
    wall.on(hours=5)
    if lost:
        lose(folder)
    journal, _ = Journal.restore(folder, folder / backups.FOLDER / made_renamed[1][0], PASSPHRASE, now=wall)
    assert [one.alias for one in journal.pupils()] == ["Ben"]
    found = bytes_of(journal._opened)
    assert FIRST.encode() not in found
    assert LATER.encode() not in found
    assert b"a pupil next to Ben, a pupil too" in found
    assert any(line.purpose == "a pupil's mum" for line in journal.audit())
    assert journal.check().problems == ()
    shut(journal)


def test_a_file_of_that_day_brings_neither_name_back(
    folder: Path, made_renamed: tuple[Path, tuple[str, bytes]], wall: Wall
) -> None:
    wall.on(hours=5)
    journal = Journal.open(folder, PASSPHRASE, now=wall)
    assert journal.take_in(made_renamed[1][1], SAID).left_out
    found = bytes_of(journal._opened)
    assert FIRST.encode() not in found
    assert LATER.encode() not in found
    assert journal.check().problems == ()
    shut(journal)
