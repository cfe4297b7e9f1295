"""Bars are counted on: through rounds, through music that takes over, after a window that was stuck."""

import pytest

from studio.ensemble.bars import BarCount
from studio.music.piece import Metre, Note, Part, Piece

PICKUP = Piece("", (Part("", notes=(Note(0, 480 * 17, 60),)),), metres=(Metre(0, 1, 4), Metre(480, 4, 4)))
BAR = 1920


def counted(piece: Piece, *ticks: float) -> list[int]:
    count, bars = BarCount(), []
    for tick in ticks:
        count = count.moved(piece, tick)
        bars.append(count.bar)
    return bars


def test_a_count_in_and_a_pickup_are_before_the_first_bar() -> None:
    assert counted(PICKUP, -960, -480, 0, 240, 480, 481, 480 + BAR) == [0, 0, 0, 0, 1, 1, 2]


def test_rounds_count_on_and_what_leads_into_them_counts_with_the_bar_before() -> None:
    assert counted(PICKUP, 480 + 3 * BAR, 480 + 3 * BAR + 900, 0, 300, 480, 480 + BAR) == [1, 1, 1, 1, 2, 3]
    assert counted(PICKUP, 480 + BAR, 480 + 2 * BAR, 480 + BAR + 10, 480 + 2 * BAR) == [1, 2, 3, 4]


def test_a_loop_of_one_bar_counts_each_time() -> None:
    assert counted(PICKUP, 480, 1400, 2390, 490, 1500, 2380, 500) == [1, 1, 1, 2, 2, 2, 3]


def test_bars_that_nobody_was_told_of_are_counted_too() -> None:
    assert counted(PICKUP, 480, 480 + 3 * BAR) == [1, 4]


def test_beats_are_those_that_are_felt() -> None:
    six = Piece("", (Part("", notes=(Note(0, 1440, 60),)),), metres=(Metre(0, 6, 8),))

    assert BarCount().moved(six, 0).beats_left == pytest.approx(2.0)
    assert BarCount().moved(six, -720).beats_left == pytest.approx(1.0)
    assert BarCount().moved(PICKUP, 480 + 960).beats_left == pytest.approx(2.0)
