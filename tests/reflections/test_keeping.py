"""Copies of a journal that is open: going back to one, another on a stick, the proof that one is sound; and the audit log."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from reflections import Damaged, DiskTrouble, Journal, NotAllowed, backups, proving, records
from reflections.errors import Stopped
from reflections.store import Store
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


# -- proofs -----------------------------------------------------------------------------------------------------------
def proved(journal: Journal) -> records.Proved:
    proof = journal.to_prove()
    assert proof is not None
    found = proving.prove(proof, now=journal._now())
    assert not list(proof.path.parent.glob("proving-*"))
    journal.keep_proof(found)
    assert journal.last_proof() == found
    return found


def test_a_copy_is_proved_by_putting_it_back_and_counting(journal: Journal, lesson: Lesson) -> None:
    assert journal.last_proof() is None
    journal.backup()
    found = proved(journal)
    assert (found.sound, found.pupils) == (True, 1)
    assert found.takes == len(journal.takes(lesson.piece.id, with_hidden=True))
    assert not journal.changed  # that it was proved is no reason for another copy


def test_a_copy_with_fewer_rows_than_went_in_or_a_changed_byte_is_not_sound(journal: Journal, lesson: Lesson) -> None:
    copy = journal.backup()
    store = Store(copy, journal._opened.key)
    with store.looking() as raw:
        raw.execute("pragma foreign_keys=off")
        raw.execute("delete from rating")
        raw.execute("delete from operation where entity = 'pupil'")
        raw.commit()
    store.close()
    assert not proved(journal).sound
    again = journal.backup()
    assert proved(journal).sound
    raw_bytes = bytearray(again.read_bytes())
    raw_bytes[len(raw_bytes) // 2] ^= 1
    again.write_bytes(raw_bytes)
    assert not proved(journal).sound


def test_a_proof_is_stopped_and_leaves_nothing_behind(journal: Journal, lesson: Lesson) -> None:
    copy = journal.backup()
    proof = journal.to_prove()
    assert proof is not None
    with pytest.raises(Stopped):
        proving.prove(proof, now=journal._now(), cancelled=lambda: True)
    assert not list(copy.parent.glob("proving-*"))
    copy.unlink()
    with pytest.raises(DiskTrouble):
        proving.prove(proof, now=journal._now())


def test_a_copy_from_before_the_journal_was_locked_anew_is_not_called_damaged(journal: Journal, lesson: Lesson) -> None:
    journal.backup()
    journal.lock_anew("seven slow white oboes")
    assert journal.to_prove() is None
    journal.backup()
    assert proved(journal).sound


# -- a copy on a stick, and the log -----------------------------------------------------------------------------------
def test_a_copy_on_a_stick_opens_by_itself_and_none_goes_into_the_journals_own_folder(
    journal: Journal, lesson: Lesson, tmp_path: Path
) -> None:
    stick = tmp_path / "stick"
    stick.mkdir()
    copy = journal.copy_to(stick)
    assert sorted(path.name for path in stick.iterdir()) == [copy.name, f"{copy.name}.vault.json"]
    (empty := tmp_path / "new").mkdir()
    found = Journal.copies(empty, PASSPHRASE, where=stick)
    assert found.look(copy).pupils == 1
    with pytest.raises(NotAllowed):
        journal.copy_to(journal.folder / "backups")
    with pytest.raises(DiskTrouble):
        journal.copy_to(tmp_path / "nowhere")


@pytest.mark.parametrize("looks", [0, 1, 3, "last"])
def test_a_copy_on_a_stick_that_is_stopped_leaves_nothing_and_the_journal_goes_on(
    journal: Journal, lesson: Lesson, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, looks: int | str
) -> None:
    (stick := tmp_path / "stick").mkdir()
    (stick / "holiday.jpg").write_bytes(b"theirs")
    monkeypatch.setattr(backups, "_STEPS", 100)
    monkeypatch.setattr(backups, "_AT_ONCE", 4096)
    asked = list[bool]()

    def never() -> bool:
        asked.append(any(tmp_path.glob("*.part")))
        return False

    journal.copy_to(tmp_path, cancelled=never)
    assert sum(asked) > 3  # it is asked while it is written
    left = iter(range(len(asked) - 1 if looks == "last" else int(looks)))
    with pytest.raises(Stopped):
        journal.copy_to(stick, cancelled=lambda: next(left, None) is None)
    assert [path.name for path in stick.iterdir()] == ["holiday.jpg"]
    assert [line.action for line in journal.audit(9)].count("copied to a folder") == 1
    assert journal.copy_to(stick).is_file()
    assert journal.check().problems == ()


def test_the_log_says_who_did_what_and_when_and_nothing_else(journal: Journal, lesson: Lesson, tmp_path: Path) -> None:
    journal.hold(lesson.pupil.id, True, "the lead")
    journal.copy_to(tmp_path)
    last, before = journal.audit(2)
    assert (last.actor, last.action, last.subject) == ("tutor", "copied to a folder", None)
    assert (before.actor, before.action, before.subject) == ("the lead", "hold", lesson.pupil.id)
    assert str(tmp_path) not in repr(journal.audit())
