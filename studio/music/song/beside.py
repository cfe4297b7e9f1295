"""Lays what was played beside somebody where it sounded against them, once the bars of their own playing are found."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from instruments.events import RATE
from studio.music.piece import TICKS
from studio.music.song.model import Pass, SongNote, bar_ticks
from studio.music.take import pressed

if TYPE_CHECKING:
    from studio.music.song.free import Heard
    from studio.music.take import Take

_DECIMALS: Final = 4
_SHORTEST: Final = 1e-3  # ticks


def beside(theirs: Take, mine: Take, found: Heard) -> Pass | None:
    """Give one player's take as a pass of the other's loop: both takes are of one recording, `found` is of `mine`.

    Nothing is moved against the other. None where no key was pressed inside the loop.
    """
    a_tick = 60 / found.one.bpm / TICKS * RATE
    own = [(on.frame - mine.start) / a_tick for on, _ in pressed(mine.events)]
    if not own:
        return None
    shift = found.one.notes[0].start - min(own) + (_lead(mine) - _lead(theirs)) / a_tick
    end = found.one.bars * bar_ticks(found.metre)
    notes = sorted(
        SongNote(
            round((on.frame - theirs.start) / a_tick + shift, _DECIMALS),
            round(max((off - on.frame) / a_tick, _SHORTEST), _DECIMALS),
            on.pitch,
            on.velocity,
        )
        for on, off in pressed(theirs.events)
    )
    inside = tuple(note for note in notes if note.start < end)
    upbeat = sum(1 for note in inside if note.start < 0)
    return Pass(0, inside, found.one.bars, found.one.bpm, upbeat, upbeat=True) if inside else None


def _lead(take: Take) -> int:
    """Frames from a take's beginning to its bar 1, which is the same moment in all that were recorded together."""
    return round(take.lead_bars * take.bar_frames)
