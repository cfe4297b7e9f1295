"""The rounds of music that goes round: which it is, how much was left out in it, and the speed of the next."""

from typing import Final

_SLOWEST, _FASTEST = 0.1, 4.0
MOST: Final = 65_535  # of what is counted here: what is told of it has two bytes


class Rounds:
    """Counted from 0; a speed that was asked for begins with the next round, at its first frame."""

    def __init__(self) -> None:
        self.number = 0
        self.left_out = 0  # gates, in the round that goes
        self.next_speed: float | None = None

    def begin(self, speed: float) -> float:
        """Begin the next round; return its speed."""
        self.number, self.left_out = min(self.number + 1, MOST), 0
        speed, self.next_speed = self.next_speed or speed, None
        return bounded(speed)


def bounded(speed: float) -> float:
    """Return a speed at which music still is music for the clock of samples."""
    return min(_FASTEST, max(_SLOWEST, speed))
