"""Barlines of a tune as it is played: pickups and short bars join, odd bars get a metre of their own."""

from __future__ import annotations

from studio.music.barlines import metres
from studio.music.piece import TICKS, Metre, Note, Part, Piece

BAR = 4 * TICKS


def test_a_pickup_is_a_short_first_metre() -> None:
    assert metres([(TICKS, 4, 4), (BAR, 4, 4), (3 * TICKS, 4, 4)], 4, 4) == ((0, 1, 4), (TICKS, 4, 4))


def test_a_short_bar_and_the_pickup_of_the_repeat_make_one_bar() -> None:
    written = [(TICKS, 4, 4), (BAR, 4, 4), (3 * TICKS, 4, 4), (TICKS, 4, 4), (BAR, 4, 4), (3 * TICKS, 4, 4)]

    assert metres(written, 4, 4) == ((0, 1, 4), (TICKS, 4, 4))


def test_a_bar_that_is_short_for_good_has_its_own_metre() -> None:
    assert metres([(BAR, 4, 4), (3 * TICKS, 4, 4), (BAR, 4, 4)], 4, 4) == (
        (0, 4, 4), (BAR, 3, 4), (BAR + 3 * TICKS, 4, 4),
    )  # fmt: skip


def test_a_bar_no_metre_fits_still_ends_on_a_barline() -> None:
    found = metres([(BAR, 4, 4), (BAR + 77, 4, 4), (BAR, 4, 4)], 4, 4)
    piece = Piece(
        "A", (Part("Melody", notes=(Note(0, 3 * BAR + 77, 60),)),), metres=tuple(Metre(*one) for one in found)
    )

    assert [bar.start for bar in piece.bars()] == [0, BAR, 2 * BAR, 2 * BAR + 77]


def test_a_tune_without_bars_keeps_its_metre() -> None:
    assert metres([], 3, 4) == ((0, 3, 4),)
