"""Which bar it is, counted on from the first, however often the music goes round or is taken over by other music."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from studio.ensemble.count_in import felt_ticks

if TYPE_CHECKING:
    from studio.music.piece import Piece


@dataclass(frozen=True, slots=True)
class BarCount:
    """Bars so far, 0 before the first one (a pickup counts with the bar before), and the beats that are felt left in this one.

    Each `Position` of the engine that is no "stopped" moves it. The engine's own rounds begin anew when `play(next_bar=True)`
    takes over; this does not.
    """

    bar: int = 0
    beats_left: float = 0.0
    tick: float = -1.0
    number: int | None = None  # of the bar in the piece

    def moved(self, piece: Piece, tick: float) -> BarCount:
        """The music is at this tick. Bars between are counted too where it went forward; where it went back, it is in the next one."""
        beat = felt_ticks(piece.metre_at(max(tick, 0)))
        if tick < 0:
            return replace(self, beats_left=-tick / beat, tick=tick, number=None)
        here = piece.bar_at(tick)
        if here.n == 0:
            passed = 0
        elif self.number is None or here.n < self.number:
            passed = 1
        elif here.n == self.number:  # in music of one bar, only going back tells
            passed = int(tick < self.tick - (here.end - here.start) / 2)
        else:
            passed = here.n - self.number
        return BarCount(self.bar + passed, (here.end - tick) / beat, tick, here.n)
