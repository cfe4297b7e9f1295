"""Bars that go round: read as people type them, moved by their ends, kept a few at a time."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from studio.music.loops import MOST_KEPT, NAMES, Loop, from_plain, kept, let_go, moved, to_plain, typed

LAST = 24
BARS = st.tuples(st.integers(1, LAST), st.integers(1, LAST)).map(lambda ends: (min(ends), max(ends)))
LOOPS = st.lists(st.builds(Loop, BARS, st.sampled_from(["", *NAMES])), max_size=10)


@pytest.mark.parametrize(
    ("words", "bars"),
    [
        ("5-8", (5, 8)), ("5 \u2013 8", (5, 8)), (" 5 to 8 ", (5, 8)), ("8-5", (5, 8)), ("7", (7, 7)), ("5 8", (5, 8)),
        ("1-24", (1, 24)), ("0-3", None), ("5-25", None), ("", None), ("the end", None), ("1-2-3", None), ("5-", None),
    ],
)  # fmt: skip
def test_bars_are_read_as_people_type_them(words: str, bars: tuple[int, int] | None) -> None:
    assert typed(words, LAST) == bars


@given(BARS, st.integers(-30, 30), st.integers(-30, 30))
def test_the_ends_stay_inside_the_piece_and_in_their_order(bars: tuple[int, int], start: int, end: int) -> None:
    first, last = moved(bars, LAST, start=start, end=end)
    assert 1 <= first <= last <= LAST


def test_an_end_moves_by_itself() -> None:
    assert moved((5, 8), LAST, end=1) == (5, 9)
    assert moved((5, 8), LAST, start=-1) == (4, 8)
    assert moved((5, 5), LAST, end=-1) == (5, 5)


@given(LOOPS, st.builds(Loop, BARS, st.sampled_from(["", *NAMES])))
def test_bars_are_kept_once_under_one_name_the_latest_first(loops: list[Loop], new: Loop) -> None:
    held: tuple[Loop, ...] = ()
    for loop in [*loops, new]:
        held = kept(held, loop)
    assert held[0] == new
    assert len({loop.bars for loop in held}) == len(held) <= MOST_KEPT
    names = [loop.name for loop in held if loop.name]
    assert len(set(names)) == len(names)
    assert from_plain(to_plain(held), LAST) == held
    assert new.bars not in {loop.bars for loop in let_go(held, new.bars)}


@pytest.mark.parametrize("plain", [None, "x", [[1]], [[1, "2", ""]], [[0, 3, ""]], [[5, 25, "start"]], [[8, 5, ""]]])
def test_what_is_no_loop_of_this_piece_is_passed_over(plain: object) -> None:
    assert from_plain(plain, LAST) == ()


def test_a_name_that_is_not_known_any_more_goes_and_the_bars_stay() -> None:
    assert from_plain([[1, 2, "somebody"]], LAST) == (Loop((1, 2)),)
