import random
from itertools import pairwise

import pytest

from studio.music import by_notes

RNG = random.Random(7)
TUNES = [tuple(RNG.choice([-4, -2, -1, 0, 1, 2, 3, 5]) for _ in range(12)) for _ in range(300)]
OPENINGS = by_notes.openings(enumerate(TUNES))


def played(tune: int, notes: int, start: int = 64) -> list[int]:
    pitches = [start]
    for step in TUNES[tune][: notes - 1]:
        pitches.append(pitches[-1] + step)
    return pitches


@pytest.mark.parametrize("start", [40, 64, 90])
def test_a_tune_is_found_in_any_key(start: int) -> None:
    first = OPENINGS.find(played(17, 8, start))[0]

    assert (first.what, first.slips) == (17, 0)


@pytest.mark.parametrize("place", [0, 1, 4, 7])
def test_one_wrong_key_or_one_too_many_or_one_missed_is_forgiven(place: int) -> None:
    right = played(23, 9)
    wrong = [*right[:place], right[place] + 1, *right[place + 1 :]]
    extra = [*right[:place], right[place] + 2, *right[place:]]
    missed = right[:place] + right[place + 1 :]

    for pitches in (wrong, extra, missed):
        found = OPENINGS.find(pitches)
        assert found[0].what == 23
        assert found[0].slips <= 1


def test_fewer_notes_than_tell_anything_find_nothing_and_strangers_do_neither() -> None:
    assert OPENINGS.find(played(5, 3)) == ()
    assert OPENINGS.find([60, 91, 31, 88, 29, 90, 33, 87]) == ()
    assert by_notes.openings([]).find(played(5, 8)) == ()


def test_more_notes_than_a_list_keeps_do_no_harm_and_the_nearest_comes_first() -> None:
    found = OPENINGS.find([*played(9, 13), 60, 61, 62], most=5)

    assert found[0].what == 9
    assert len(found) <= 5
    assert all(before.slips <= after.slips for before, after in pairwise(found))


def test_a_short_tune_is_found_by_its_beginning() -> None:
    short = by_notes.openings([("short", (2, 2, 1)), ("one note", ())])

    assert [one.what for one in short.find([60, 62, 64, 65])] == ["short"]
