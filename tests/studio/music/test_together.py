"""Parts of one take are heard together: at their own time, on keyboards of their own."""

import pytest

from instruments.events import RATE, NoteOff, NoteOn
from studio.music.take import Take, record
from studio.music.together import together


def part(pitch: int, at: int, keyboard: int = 1, sound: str = "piano") -> bytes:
    """One key of half a second, with bar 1 at two seconds."""
    events = [NoteOn(at, keyboard, pitch, 80), NoteOff(at + RATE // 2, keyboard, pitch, 0)]
    return record(events, start=2 * RATE, end=6 * RATE, sounds=((keyboard, sound),)).to_midi()


def test_one_part_is_that_part_alone() -> None:
    alone = part(60, 3 * RATE)
    assert together([alone]) == Take.from_midi(alone)


def test_two_parts_of_one_keyboard_sound_on_two_with_bar_one_at_the_same_moment() -> None:
    both = together([part(60, 2 * RATE), part(60, RATE, sound="bass")])  # the second came in one bar early

    assert [(e.frame - both.lead_bars * 2 * RATE, e.keyboard) for e in both.events if isinstance(e, NoteOn)] == [
        (-RATE, 2),
        (0, 1),
    ]
    assert both.sounds == ((1, "piano"), (2, "bass"))
    assert both.lead_bars == 1
    assert Take.from_midi(both.to_midi()) == both


def test_no_parts_are_refused() -> None:
    with pytest.raises(ValueError, match="without parts"):
        together([])
