"""Counting in: how many beats, at which frame bar 1 begins, and the plain click where nothing is open."""

from __future__ import annotations

from dataclasses import dataclass

from instruments.events import RATE, Position, Score
from instruments.tempo import Beats, TempoMap

PLAIN = Score(events=(), end=1, tempos=((0, 600_000),), metre=((0, 4, 4),))
"""No music, only what is counted before it: four beats at 100 a minute."""


@dataclass(frozen=True, slots=True)
class Counting:
    """How one playing of a score is counted in: from which tick it plays, and at which part of its tempo."""

    score: Score
    from_tick: int = 0
    speed: float = 1.0

    @property
    def beats(self) -> int:
        """So many clicks: a whole bar, and what of a pickup's own bar comes before it."""
        return Beats(self.score).count_in(self.from_tick)

    @property
    def in_bar(self) -> int:
        """The beats that are felt in a bar: two in six-eight."""
        return Beats(self.score).in_bar(self.from_tick)

    def number(self, beat: int) -> int:
        """What is said on the so-manieth click: it begins again with each bar, so that a pickup comes in on its own beat."""
        return (max(1, beat) - 1) % self.in_bar + 1

    @property
    def bpm(self) -> float:
        """Quarters a minute where it begins, at full speed."""
        return 60 / TempoMap(self.score).frames_a_tick(self.from_tick, 1) / self.score.ticks_per_quarter

    @property
    def metre(self) -> tuple[int, int]:
        """Beats and unit of bar 1."""
        bar_one = Beats(self.score).barline(self.from_tick)
        _, beats, unit = max(metre for metre in self.score.metre if metre[0] <= bar_one)
        return beats, unit

    def bar_one(self, position: Position) -> int:
        """The frame of the first barline: after the count-in, and after a pickup."""
        tempo = TempoMap(self.score)
        counted = max(0.0, self.from_tick - position.tick) * tempo.frames_a_tick(self.from_tick)
        at = max(position.tick, self.from_tick)  # before it the count-in runs at the tempo of what it leads to
        played = (tempo.seconds(Beats(self.score).barline(self.from_tick)) - tempo.seconds(at)) * RATE
        return position.frame + round((counted + played) / self.speed)
