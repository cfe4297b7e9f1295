"""How a backing breathes with its player: a little faster or slower than was chosen, never far, and slower while it is left alone."""

from bisect import bisect_right
from collections.abc import Sequence
from typing import Final

NEAR_QUARTERS: Final = 2.0  # whoever is further from the music is somewhere else, and not early or late
_CATCHING_UP: Final = 0.5  # of how far off the player is, made good in the next quarter
_LEARNING: Final = 0.15  # of it, taken for their tempo
_PACE: Final = (0.7, 1.35)  # of the chosen speed: what a tempo may become
_MOST: Final = (0.6, 1.5)  # and what it may be for a moment
_OVERDUE_QUARTERS: Final = 1.0
_ALONE_QUARTERS: Final = 4.0  # whoever has left it alone for so long listens: it goes on as they played


class Breath:
    """`factor` is what the chosen speed is multiplied by. `own` are the ticks of the player's notes, `quarter` the ticks in one."""

    def __init__(self, own: Sequence[int], quarter: int) -> None:
        self.factor = self._pace = 1.0
        self._own, self._quarter = own, quarter
        self._heard: float | None = None  # the latest tick the player was heard at

    def heard(self, tick: float, off: float) -> None:
        """Take in that the player is at `tick`, `off` ticks ahead of the music; each chord counts once.

        A proportional and integral control: what is off is made good, and what is always off becomes the tempo. Both are
        softer where notes are far apart, for there the music has as long to follow.
        """
        if self._heard == tick:
            return
        quarters = off / self._quarter
        since = 1.0 if self._heard is None else max(1.0, abs(tick - self._heard) / self._quarter)
        self._pace = _within(self._pace + _LEARNING / since * quarters, _PACE)
        self.factor = _within(self._pace + _CATCHING_UP / since * quarters, _MOST)
        self._heard = tick

    def moved(self, tick: float) -> None:
        """Stand at another place of the music, to which the player has gone."""
        self.factor, self._heard = self._pace, tick

    def at(self, tick: float) -> bool:
        """Take in that the music is at `tick`; return whether `factor` became another: it is slow while a note is overdue."""
        if self._heard is None:
            return False
        before, due = self.factor, bisect_right(self._own, self._heard)
        late = (tick - self._own[due]) / self._quarter if due < len(self._own) else 0.0
        if _OVERDUE_QUARTERS < late < _ALONE_QUARTERS:
            self.factor = _MOST[0]
        elif late >= _ALONE_QUARTERS:
            self.factor = self._pace
        return self.factor != before


def _within(value: float, between: tuple[float, float]) -> float:
    return min(between[1], max(between[0], value))
