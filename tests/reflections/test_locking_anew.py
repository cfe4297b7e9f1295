"""A journal locked with another key, a code for the service's lead, and every place where the change-over can be cut short."""

from __future__ import annotations

import shutil
from itertools import count
from typing import TYPE_CHECKING

import pytest

from reflections import Damaged, DiskTrouble, Journal, NotAllowed, WrongSecret, rekeying, vault
from tests.reflections.conftest import PASSPHRASE, Lesson, Wall
from tests.reflections.cut_short import PowerCut

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

NEW = "five red kettles"


def shut(journal: Journal) -> None:
    journal._changed = False
    journal.close()


def test_after_locking_anew_only_the_new_passphrase_and_code_open_it_and_all_is_there(
    opening: Callable[..., Journal], made: tuple[Path, str], made_lesson: tuple[Path, Lesson]
) -> None:
    journal = opening()
    told: list[float] = []
    lead = journal.new_lead_code()
    code = journal.lock_anew(NEW, progress=told.append)
    assert told == sorted(told)
    assert journal.pupils()[0].alias == "Amira"  # it goes on without being opened again
    journal.rename_piece(made_lesson[1].piece.id, "Evening")
    shut(journal)
    for old in (PASSPHRASE, made[1], lead):
        with pytest.raises(WrongSecret):
            opening(old)
    for secret in (NEW, code):
        again = opening(secret)
        assert again.piece(made_lesson[1].piece.id).title == "Evening"
        assert again.check().problems == ()
        shut(again)


def test_the_old_key_reads_nothing_of_the_file_any_more(opening: Callable[..., Journal], folder: Path) -> None:
    journal = opening()
    old = journal._opened.key
    journal.lock_anew(NEW)
    shut(journal)
    with pytest.raises(Damaged), rekeying.only_looking(folder / rekeying.FILE, old):
        pass
    assert not list(folder.glob("*.anew*"))


def test_a_copy_from_before_still_opens_with_what_was_its_own(
    opening: Callable[..., Journal], folder: Path, made_lesson: tuple[Path, Lesson], wall: Wall
) -> None:
    journal = opening()
    journal.lock_anew(NEW)
    (_, copy) = journal.backups()[-1]
    shut(journal)
    found = Journal.copies(folder, PASSPHRASE)
    assert found.look(copy).takes == 1


def test_wherever_it_is_cut_short_one_of_the_two_opens_it_the_other_is_told_the_truth_and_nothing_is_lost(
    folder: Path, made_lesson: tuple[Path, Lesson], tmp_path: Path, wall: Wall
) -> None:
    found = list[str]()
    for n in count(1):
        here = tmp_path / str(n)
        shutil.copytree(folder, here)
        journal = Journal.open(here, PASSPHRASE, now=wall)
        with PowerCut(at=n) as cut:
            rekeying.lock_anew(journal._opened, here, journal._vault, NEW, lambda _done: None)
        journal._opened.close()
        journal._lock.release()
        if not cut.happened:
            break
        found.append(tried(here, wall))
        shutil.rmtree(here)
    assert len(found) > 4  # two key files twice over, the journal between them, what lies beside it
    assert found == sorted(found)  # the passphrase from before, up to one step; from then on the new one
    assert set(found) == {"before", "new"}


def tried(folder: Path, wall: Wall) -> str:
    """Open it with each of the two; which of them it was that did."""
    fits = list[str]()
    for secret in (NEW, PASSPHRASE):
        try:
            journal = Journal.open(folder, secret, now=wall)
        except WrongSecret as error:
            told = str(error)
            if "cut short" in told or "locked anew" in told:
                assert ("from before" if secret == NEW else "the new one") in told
            continue
        assert journal.pupils()[0].alias == "Amira"
        assert journal.check().problems == ()
        shut(journal)
        fits.append("new" if secret == NEW else "before")
    assert not list(folder.glob("*.anew*"))
    assert len(fits) == 1
    return fits[0]


def test_cut_short_just_before_the_key_file_the_passphrase_from_before_hears_that_it_was_locked_anew(
    opening: Callable[..., Journal], monkeypatch: pytest.MonkeyPatch
) -> None:
    journal = opening()
    with monkeypatch.context() as patch:
        patch.setattr(vault, "write", once(vault.write))
        rekeying.lock_anew(journal._opened, journal.folder, journal._vault, NEW, lambda _done: None)
    journal._lock.release()
    with pytest.raises(WrongSecret, match="locked anew"):
        opening(PASSPHRASE)
    shut(opening(NEW))
    with pytest.raises(WrongSecret, match="not right"):
        opening(PASSPHRASE)


def test_cut_short_and_its_file_damaged_neither_passphrase_sends_to_the_other_for_ever(
    opening: Callable[..., Journal], folder: Path
) -> None:
    journal = opening()
    locked = journal._vault
    shut(journal)
    new, _, _ = vault.anew(locked, NEW)
    vault.write(folder, vault.both(locked, new))
    raw = (folder / "journal.db").read_bytes()
    (folder / "journal.db").write_bytes(bytes(4096) + raw[4096:])
    with pytest.raises(Damaged, match="open the latest backup"):
        opening(NEW)
    with pytest.raises(WrongSecret, match="open a backup"):
        opening(PASSPHRASE)


def once(write: Callable[[Path, vault.Vault], None]) -> Callable[[Path, vault.Vault], None]:
    """Write a key file the first time; then the disk has gone."""
    left = [write]

    def written(folder: Path, locked: vault.Vault) -> None:
        if not left:
            raise DiskTrouble
        left.pop()(folder, locked)

    return written


def test_a_disk_that_does_not_answer_leaves_it_locked_as_it_was(
    opening: Callable[..., Journal], monkeypatch: pytest.MonkeyPatch
) -> None:
    journal = opening()

    def broken(*_given: object) -> None:
        raise OSError(5, "pulled")

    with monkeypatch.context() as patch:
        patch.setattr(rekeying, "_verify", broken)
        with pytest.raises(DiskTrouble, match="locked as it was"):
            journal.lock_anew(NEW)
    journal.add_pupil("Ben", "owl", "10-12")
    shut(journal)
    shut(opening(PASSPHRASE))


def test_a_short_passphrase_is_refused_before_anything_is_made(opening: Callable[..., Journal], folder: Path) -> None:
    journal = opening()
    before = len(journal.backups())
    with pytest.raises(NotAllowed, match="at least"):
        journal.lock_anew("short")
    assert len(journal.backups()) == before


# ---- the service's lead


def test_the_leads_code_opens_it_and_the_tutor_is_told_once(opening: Callable[..., Journal], wall: Wall) -> None:
    journal = opening()
    assert not journal.has_lead_code
    code = journal.new_lead_code()
    assert journal.has_lead_code
    shut(journal)
    by_lead = opening(code)
    shut(by_lead)
    tutor = opening()
    (when,) = tutor.lead_was_here()
    assert when == wall()
    tutor.told_of_the_lead()
    assert tutor.lead_was_here() == ()
    with tutor._reading() as session:
        from reflections.tables import Audit

        assert [row.action for row in session.query(Audit) if row.actor == "lead"] == ["opened by the lead"]


def test_the_tutors_own_opening_says_nothing_of_a_lead(opening: Callable[..., Journal], made: tuple[Path, str]) -> None:
    journal = opening()
    journal.new_lead_code()
    shut(journal)
    again = opening(made[1])
    assert again.lead_was_here() == ()


def test_a_code_that_was_taken_away_or_made_anew_opens_it_no_more(opening: Callable[..., Journal]) -> None:
    journal = opening()
    first = journal.new_lead_code()
    second = journal.new_lead_code()
    shut(journal)
    with pytest.raises(WrongSecret):
        opening(first)
    journal = opening(second)
    journal.drop_lead_code()
    assert not journal.has_lead_code
    shut(journal)
    with pytest.raises(WrongSecret):
        opening(second)
