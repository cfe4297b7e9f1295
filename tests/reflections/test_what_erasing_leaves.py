"""What erasing leaves for now: copies of whatever date with the day on which they go, and what the log knows was carried away."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from reflections import sticks
from reflections.forgetting import COPIES_STAY_DAYS
from tests.reflections.conftest import part
from tests.unlocked import bytes_of

if TYPE_CHECKING:
    from reflections import Journal, records
    from tests.reflections.conftest import Prepare, Wall

Two = tuple["records.Pupil", "records.Pupil"]


@pytest.fixture
def two(made_two: tuple[Path, Two]) -> Two:
    """Two pupils."""
    return made_two[1]


@pytest.fixture(scope="module")
def made_two(prepare: Prepare) -> tuple[Path, Two]:
    """The journal with them, made once."""
    return prepare(lambda journal: (journal.add_pupil("Amira", "fox", "10-12"), journal.add_pupil("Ben", "owl", "7-9")))


def test_copies_and_sealed_files_are_named_with_their_stick_their_day_and_how_many_are_in_them(
    journal: Journal, two: Two, wall: Wall, tmp_path: Path
) -> None:
    first, other = two
    for stick in ("blue stick", "red \u202estick"):
        (tmp_path / stick).mkdir()
    journal.copy_to(tmp_path / "blue stick")
    wall.on(days=1)
    journal.pack("four green boats", None, to=tmp_path / "red \u202estick")
    wall.on(days=1)
    journal.pack("four green boats", [first.id, other.id], to=Path("/media/sam/WORK/files"))
    journal.pack("four green boats", [other.id], to=tmp_path)
    wall.on(days=1)
    later = journal.add_pupil("Sami", "ghost", "7-9")
    named = [
        ("a copy of everything, for safe-keeping, blue stick", date(2026, 6, 3)),
        ("a sealed file of everything, for another laptop, red stick", date(2026, 6, 4)),
        ("a sealed file for another tutor, with one other pupil in it, WORK", date(2026, 6, 5)),
    ]
    assert [(left.what, left.on) for left in journal.beyond_reach(first.id)] == named
    assert journal.beyond_reach(later.id) == ()
    erased = journal.erase_pupil(first.id, "the service")
    assert {(left.what, left.on) for left in erased.left} >= set(named)
    assert "/" not in repr(journal.audit())


# ---- what others had begun


def test_what_another_was_playing_of_their_piece_is_still_to_be_kept_and_no_word_of_theirs_is_in_it(
    journal: Journal, two: Two
) -> None:
    """It ended by a crash, and was not asked about yet: of a piece that goes, and of one that stays for both."""
    first, other = two
    alone = journal.keep_piece(first.id, "Amiras lied", kind="own", chosen_by="pupil", content=b"MThd")
    both = journal.keep_piece(first.id, "Amiras zweites", kind="own", chosen_by="pupil", content=b"MThd")
    journal.keep_take(both.id, [part(first.id), part(other.id, "bass")], seconds=2.0, tempo=90.0)
    for piece in (alone, both):
        context = {"kind": "take", "title": piece.title, "bar_one": 7}
        begun = journal.begin_recording(pupil=other.id, piece=piece.id, context=context)
        journal.take_chunk(begun, 0, b"what Ben played", 1.0)
        journal.end_recording(begun, keep=True)
    journal.erase_pupil(first.id, "the service")
    found = journal.unfinished()
    assert [(one.pupil, one.piece, one.context["title"]) for one in found] == [
        (other.id, None, ""),
        (other.id, both.id, "A piece"),
    ]
    assert [(one.chunks, one.context["bar_one"]) for one in found] == [(b"what Ben played", 7)] * 2
    assert b"Amiras" not in bytes_of(journal._opened)


# ---- where a clock stood ahead


def test_copies_of_an_odd_date_are_listed_and_go_like_the_others(journal: Journal, two: Two, wall: Wall) -> None:
    first, _ = two
    wall.on(days=400)
    odd = journal.backup()
    wall.on(days=-400)
    assert [(left.path, left.odd, left.on) for left in journal.beyond_reach(first.id) if left.path] == [
        (odd, True, date(2027, 7, 8))
    ]
    erased = journal.erase_pupil(first.id, "the service", copied=True)
    assert [(left.path, left.odd) for left in erased.left if left.path] == [(odd, True)]
    clean = journal.backup()
    assert journal.backups()[-1][1] == clean  # whoever asks for the latest does not get that one
    proof = journal.to_prove()
    assert proof is not None
    assert proof.path == clean
    wall.on(days=COPIES_STAY_DAYS + 1)
    journal.backup()
    assert not odd.exists()
    assert clean.exists()


def test_a_copy_of_an_odd_date_is_found_by_who_is_in_it_once_that_day_has_come(
    journal: Journal, two: Two, wall: Wall
) -> None:
    wall.on(days=400)
    odd = journal.backup()
    wall.on(days=-400)
    journal.erase_pupil(two[0].id, "the service", copied=True)
    wall.on(days=500)  # nobody opened it meanwhile
    assert [left.path for left in journal.erasures()[0].left if left.path] == [odd]
    journal.backup()
    assert not odd.exists()


def test_a_copy_that_does_not_open_is_named_by_its_date(journal: Journal, two: Two, wall: Wall) -> None:
    wall.on(hours=1)
    copy = journal.backup()
    wall.on(hours=1)
    journal.erase_pupil(two[0].id, "the service", copied=True)
    wall.on(hours=1)
    later = journal.backup()
    for path in (copy, later):
        path.write_bytes(path.read_bytes()[:4096])
    assert [left.path for left in journal.erasures()[0].left if left.path] == [copy]


def test_who_was_erased_while_the_clock_stood_ahead_has_copies_for_thirty_days_and_no_more(
    journal: Journal, two: Two, wall: Wall
) -> None:
    held = journal.backup()
    wall.on(days=400)
    journal.erase_pupil(two[0].id, "the service", copied=True)
    wall.on(days=-399)
    journal.backup()
    assert journal.erasures()[0].at == wall()
    wall.on(days=COPIES_STAY_DAYS + 1)
    journal.backup()
    assert not held.exists()


@pytest.mark.parametrize(
    ("way", "name"),
    [
        ("/media/sam/WORK/Soundfolio", "WORK"),
        ("/run/media/sam/Blue 8GB", "Blue 8GB"),
        ("/Volumes/STICK", "STICK"),
        ("/srv/copies", "copies"),
        ("/media/sam/a\u202eb" + "c" * 99, "ab" + "c" * 38),
    ],
)
def test_a_stick_is_called_by_its_own_name_and_never_by_the_way_to_it(way: str, name: str) -> None:
    assert sticks.called(Path(way)) == name
