"""Bars that go round on the roll: what comes after them is their next round, and nothing is made anew that stays the same."""

import pygame
import pytest

from studio.ui.band import Rounds
from studio.ui.roll import Falling, RollNote, beat_at, draw_falling
from studio.ui.theme import Theme

NOTES = tuple(RollNote(float(n), 1.0, 60 + n) for n in range(16))
BARS = tuple((n + 1, 4.0 * n) for n in range(4))
ROLL = Falling(NOTES, 48, 84, 4.0, 8.0, BARS, tuple(float(n) for n in range(16)), loop=(4.0, 8.0), names=False)
RECT = pygame.Rect(0, 0, 400, 300)


def test_after_the_last_bar_comes_the_first_again_with_its_own_number() -> None:
    seen = Rounds().of(ROLL)

    assert [(note.start, note.pitch) for note in seen.notes[:9]] == [(4.0 + n, 64 + n % 4) for n in range(9)]
    assert [bar for bar in seen.bars if bar[1] >= 4.0] == [(2, 4.0), (2, 8.0), (2, 12.0)]
    assert seen.notes[-1].start >= 4.0 + 8.0
    assert seen.beats[4] == 8.0


def test_the_same_notes_are_made_once() -> None:
    rounds = Rounds()
    first, again = rounds.of(ROLL), rounds.of(ROLL)
    assert first.notes is again.notes
    assert rounds.of(Falling(NOTES[:6], 48, 84, 4.0, loop=(4.0, 8.0))).notes is not first.notes


def test_without_a_loop_all_is_as_it_is() -> None:
    whole = Falling(NOTES, 48, 84, 4.0)
    assert Rounds().of(whole) is whole


@pytest.mark.parametrize("goes_on", [False, True])
def test_what_is_not_played_now_lies_in_shade_and_the_next_round_does_not(goes_on: bool) -> None:
    theme = Theme("night")
    what = Falling((), 48, 84, 2.0, 16.0, BARS, loop=(4.0, 8.0), goes_on=goes_on)
    surface = pygame.Surface(RECT.size)
    draw_falling(surface, RECT, theme, what)
    place = {at: min(range(10, 290), key=lambda y: abs(beat_at(RECT, theme, what, y) - at)) for at in (3.5, 4.6, 8.6)}
    before, inside, after = (surface.get_at((210, place[at])) for at in (3.5, 4.6, 8.6))

    assert before != inside
    assert (after == inside) is goes_on
