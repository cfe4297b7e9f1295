"""Copies of a journal that is open: it goes back to one without being closed, and what lay there is set aside."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from reflections import Damaged, Journal
from tests.reflections.conftest import PASSPHRASE, Lesson, Wall

if TYPE_CHECKING:
    from pathlib import Path

SAID = "four green boats"


@pytest.fixture
def other(made: tuple[Path, str], journal: Journal, tmp_path: Path) -> Journal:
    """Another laptop, with all that is here."""
    another, _ = Journal.create(tmp_path / "other", tutor="Kim", passphrase=PASSPHRASE, help_person="Ode", now=Wall())
    return another


def test_what_was_taken_in_is_undone_and_the_journal_stays_open(
    journal: Journal, lesson: Lesson, other: Journal
) -> None:
    other.add_pupil("Sami", "ghost", "7-9")
    journal.take_in(other.pack(SAID), SAID)
    assert len(journal.pupils()) == 2
    node = journal._clock.node
    aside = journal.go_back(journal.backups()[-1][1])

    assert [one.id for one in journal.pupils()] == [lesson.pupil.id]
    assert aside is not None
    assert (aside / "journal.db").exists()
    assert journal._clock.node != node  # what it changes next is not what the other one changed
    journal.rename_piece(lesson.piece.id, "After")
    other._changed = False
    other.close()


def test_a_damaged_copy_is_not_gone_back_to_and_the_journal_stays_open(journal: Journal, lesson: Lesson) -> None:
    copy = journal.backup()
    raw = bytearray(copy.read_bytes())
    raw[5000] ^= 1
    copy.write_bytes(raw)
    with pytest.raises(Damaged):
        journal.go_back(copy)
    journal.rename_piece(lesson.piece.id, "Still here")
    assert journal.piece(lesson.piece.id).title == "Still here"


def test_either_of_two_texts_is_chosen_and_chosen_again(journal: Journal, lesson: Lesson, other: Journal) -> None:
    later: Wall = other._now  # type: ignore[assignment]  # it was made with one
    other.take_in(journal.pack(SAID), SAID)
    journal.rename_piece(lesson.piece.id, "Evening")
    later.on(hours=1)
    other.rename_piece(lesson.piece.id, "Night")
    (both,) = journal.take_in(other.pack(SAID), SAID).both
    chosen = journal.choose_text(both)
    assert (chosen.stands, journal.piece(lesson.piece.id).title) == ("Evening", "Evening")
    assert journal.choose_text(chosen) == both
    assert journal.piece(lesson.piece.id).title == "Night"
    other._changed = False
    other.close()
