"""Counting in by taps: four of them say how fast, and the music begins where the next one would have come."""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import pairwise
from statistics import median
from typing import TYPE_CHECKING, Final

from studio.music.piece import TICKS
from studio.music.tapping import FASTEST, PAUSE_SECONDS, SLOWEST

if TYPE_CHECKING:
    from studio.music.piece import Metre, Piece

_BOUNCE: Final = 0.13  # seconds: a key that bounces is one tap
_UNEVEN: Final = 1.7  # a gap so many times the one before, or so much shorter: whoever taps has begun again
_USUAL, _THREE = 4, 3
_COMPOUND_UNIT: Final = 8
_SPEEDS: Final = (0.1, 4.0)  # of the written tempo, as the engine can


@dataclass(frozen=True, slots=True)
class Taps:
    """The taps so far, in seconds that only rise (a key's `frame / RATE`), and how many there are to be.

    At the last one call `engine.play(score, speed=taps.speed(piece), count_in=1)`: the tap is the beat before the first bar.
    """

    needed: int = _USUAL
    at: tuple[float, ...] = ()

    def tapped(self, seconds: float) -> Taps:
        """One more. After a pause, or far too late or early for the beat so far, it counts from anew; a bounce is none."""
        if not self.at or self.is_whole or seconds - self.at[-1] > PAUSE_SECONDS:
            return replace(self, at=(seconds,))
        gap = seconds - self.at[-1]
        if gap < _BOUNCE:
            return self
        gaps = self._gaps
        if gaps and not 1 / _UNEVEN <= gap / gaps[-1] <= _UNEVEN:
            return replace(self, at=(self.at[-1], seconds))
        return replace(self, at=(*self.at, seconds))

    @property
    def is_whole(self) -> bool:
        """Whether the last tap was there: the music begins."""
        return len(self.at) >= self.needed

    @property
    def beats_a_minute(self) -> float | None:
        """How fast, in taps, 40 to 220, to be shown while it is tapped; None before the second one."""
        return min(FASTEST, max(SLOWEST, 60 / median(self._gaps))) if self._gaps else None

    def speed(self, piece: Piece) -> float:
        """What part of its written tempo a piece is to be played at from its beginning; 1 before the second tap."""
        beats = self.beats_a_minute
        if beats is None:
            return 1.0
        quarters = beats * felt_ticks(_counted(piece)) / TICKS
        low, high = _SPEEDS
        return min(high, max(low, quarters / piece.tempo_at(0).bpm))

    @property
    def _gaps(self) -> tuple[float, ...]:
        return tuple(after - before for before, after in pairwise(self.at))


def taps_for(piece: Piece) -> Taps:
    """Begin to count a piece in: three taps for three in a bar, five for five, and four for all else."""
    metre = _counted(piece)
    felt = metre.bar_ticks // felt_ticks(metre)
    return Taps(felt if felt >= _THREE else _USUAL)


def _counted(piece: Piece) -> Metre:
    """The metre of bar 1: a pickup has none of its own."""
    return piece.metre_at(piece.pickup)


def felt_ticks(metre: Metre) -> int:
    """Ticks of a beat as it is felt: three quavers in six-eight and its like."""
    compound = metre.unit == _COMPOUND_UNIT and metre.beats % _THREE == 0 and metre.beats > _THREE
    return metre.beat_ticks * (_THREE if compound else 1)
