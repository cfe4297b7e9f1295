"""The speed ladder: a step up after a round that held together; a step back is only ever offered."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from studio.music.compare import BELONGS, Try

SLOWEST: Final = 0.3
"""Share of the written tempo below which music stops making sense."""

FASTEST: Final = 1.5
_END: Final = 0.1  # by which its start and its target are moved
_STEPS: Final = (0.05, 0.2)  # the smallest step, by which it is changed too, and the largest
_PLACES: Final = 4  # of a share: a hundred steps up and back end where they began
_MOST_THERE: Final = 2 / 3  # of a round's notes: where bars are short, one missing in each would be most of it
_HARD_THERE: Final = 1 / 2
_HARD_PLACES: Final = 2  # one place that would not come makes no round hard
_HARD_GATES: Final = 1 / 4


@dataclass(frozen=True, slots=True)
class Ladder:
    """Where the speed begins, by how much it goes up, and where that ends: shares of the written tempo."""

    start: float = 0.6
    step: float = 0.05
    target: float = 1.0

    def __post_init__(self) -> None:
        if not (SLOWEST <= self.start <= self.target and self.step > 0):
            raise ValueError("A ladder goes up, from a speed that is music.")

    @property
    def plain(self) -> str:
        """Itself in three numbers, as it is kept with a take."""
        return f"{self.start:g} {self.step:g} {self.target:g}"

    def moved(self, *, start: int = 0, step: int = 0, target: int = 0) -> Ladder:
        """Return one that begins or ends so many tenths, or goes up so many twentieths, higher; it goes up still."""
        least, most = _STEPS
        return Ladder(
            max(SLOWEST, min(round(self.start + start * _END, _PLACES), self.target)),
            max(least, min(round(self.step + step * least, _PLACES), most)),
            max(self.start, min(round(self.target + target * _END, _PLACES), FASTEST)),
        )

    def up(self, speed: float) -> float:
        """One step faster, and no further than the target; what is beyond it already stays."""
        return max(speed, min(self.target, round(speed + self.step, _PLACES)))

    def back(self, speed: float) -> float:
        """One step slower."""
        return min(speed, max(SLOWEST, round(speed - self.step, _PLACES)))


@dataclass(frozen=True, slots=True)
class Waited:
    """A round in which the music waited: its gates, how many were left out, and at how many it stood until their keys were named."""

    gates: int
    left_out: int = 0
    stuck: int = 0

    @property
    def held(self) -> bool:
        """Whether every gate was opened by its keys, without help."""
        return self.gates > 0 and self.left_out == self.stuck == 0

    @property
    def hard(self) -> bool:
        """Whether several places would not come: a quarter of them."""
        places = self.left_out + self.stuck
        return places >= max(_HARD_PLACES, _HARD_GATES * self.gates)


@dataclass(frozen=True, slots=True)
class Along:
    """A round that was played with the music: of each bar the notes written and how many of them came; keys pressed, and how many belong."""

    bars: tuple[tuple[int, int], ...]
    pressed: int = 0
    belong: int = 0

    @property
    def held(self) -> bool:
        """Whether it held together, by the rule of a take beside its piece: every bar did, and what was played is this music."""
        written, there = (sum(each) for each in zip(*self.bars, strict=True)) if self.bars else (0, 0)
        bars = all(wanted == 0 or Try(came / wanted, 0, 0, "", wanted - came).held for wanted, came in self.bars)
        surely = self.pressed > 0 and self.belong >= BELONGS * self.pressed
        return bars and surely and there >= _MOST_THERE * written

    @property
    def hard(self) -> bool:
        """Whether less than half of it came; who played nothing was listening."""
        written, there = (sum(each) for each in zip(*self.bars, strict=True)) if self.bars else (0, 0)
        return self.pressed > 0 and there < _HARD_THERE * written


Round = Waited | Along
