"""Where a tick lies in seconds and where the beats are: the map of tempos and metres of a score."""

from bisect import bisect_right
from collections.abc import Iterator
from enum import IntEnum

from instruments.events import RATE, Score

_COMPOUND_UNIT = 8


class Stress(IntEnum):
    """How a click is to be heard."""

    BEAT = 0
    BAR = 1  # it opens a bar
    GROUP = 2  # it opens a group of beats within the bar, as the third and the fifth of seven in 2+2+3
    BETWEEN = 3  # it shares out a beat: only where beats are far apart


class TempoMap:
    """Seconds and frames of ticks, at the written tempo."""

    def __init__(self, score: Score) -> None:
        tempos = score.tempos if score.tempos and score.tempos[0][0] == 0 else ((0, 500_000), *score.tempos)
        self.ticks = [tick for tick, _ in tempos]
        self._seconds_a_tick = [quarter_us / 1e6 / score.ticks_per_quarter for _, quarter_us in tempos]
        self._seconds = [0.0]
        for index in range(1, len(self.ticks)):
            self._seconds.append(
                self._seconds[-1] + (self.ticks[index] - self.ticks[index - 1]) * self._seconds_a_tick[index - 1]
            )

    def _at(self, tick: float) -> int:
        return max(0, bisect_right(self.ticks, tick) - 1)

    def seconds(self, tick: float) -> float:
        """Return when a tick sounds, in seconds from tick 0 (negative before it)."""
        index = self._at(tick)
        return self._seconds[index] + (tick - self.ticks[index]) * self._seconds_a_tick[index]

    def frames_a_tick(self, tick: float, rate: int = RATE) -> float:
        """Return the length of a tick at `tick`, in frames."""
        return self._seconds_a_tick[self._at(tick)] * rate

    def next_change(self, tick: float) -> float:
        """Return the first tick after `tick` where the tempo changes, infinity where none does."""
        index = bisect_right(self.ticks, tick)
        return self.ticks[index] if index < len(self.ticks) else float("inf")


class Beats:
    """The beats that are felt: three quavers make one in compound metres (6/8, 9/8, 12/8).

    A first metre that lasts one bar and is shorter than the next is a pickup: its beats are the last ones of a bar of the next.
    """

    def __init__(self, score: Score) -> None:
        metres = score.metre if score.metre and score.metre[0][0] == 0 else ((0, 4, 4), *score.metre)
        self._starts = [tick for tick, _, _ in metres]
        self._grid = list(self._starts)  # a barline that the beats of each stretch are counted from
        self._lengths: list[float] = []
        self._in_bar: list[int] = []
        self._shares: list[int] = []  # into so many parts a beat is shared out
        self._stresses: list[tuple[Stress, ...]] = []
        for n, (_, beats, unit) in enumerate(metres):
            compound = unit == _COMPOUND_UNIT and beats > 3 and beats % 3 == 0  # noqa: PLR2004  three beats are no group of three
            self._lengths.append(score.ticks_per_quarter * 4 / unit * (3 if compound else 1))
            self._in_bar.append(beats // 3 if compound else beats)
            self._shares.append(3 if compound else 2 if unit < _COMPOUND_UNIT else 1)
            groups = score.groups[n] if n < len(score.groups) and not compound else ()
            self._stresses.append(_stresses(self._in_bar[-1], groups))
        if self._pickup(score.ticks_per_quarter, metres):
            self._grid[0], self._lengths[0], self._in_bar[0] = self._starts[1], self._lengths[1], self._in_bar[1]
            self._shares[0], self._stresses[0] = self._shares[1], self._stresses[1]

    @staticmethod
    def _pickup(quarter: int, metres: tuple[tuple[int, int, int], ...]) -> bool:
        if len(metres) < 2:  # noqa: PLR2004  a pickup and what follows it
            return False
        first, second = (beats * 4 * quarter / unit for _, beats, unit in metres[:2])
        return first == metres[1][0] < second

    def length(self, tick: float) -> float:
        """Return the length of the beat at `tick`, in ticks."""
        return self._lengths[self._at(tick)]

    def in_bar(self, tick: float) -> int:
        """Return how many beats the bar at `tick` has; of a pickup, the bar that it is the end of."""
        return self._in_bar[self._at(tick)]

    def barline(self, tick: int) -> int:
        """Return the first barline at or after `tick`."""
        index = self._at(tick)
        bar = self._lengths[index] * self._in_bar[index]
        line = self._grid[index] + -int((self._grid[index] - tick) // bar) * bar
        return int(min([line, *self._starts[index + 1 : index + 2]]))

    def count_in(self, tick: int) -> int:
        """Return how many beats count in to `tick`: a whole bar, and what of its own bar comes before it."""
        index = self._at(tick)
        own_bar = int((tick - self._grid[index]) // (self._lengths[index] * self._in_bar[index]))
        return self._in_bar[index] + self._first_from(index, tick) - own_bar * self._in_bar[index]

    def before(self, tick: int, count: int) -> tuple[tuple[float, Stress], ...]:
        """Return (tick, stress) of the last `count` beats before `tick`, as its own metre has them."""
        index = self._at(tick)
        nth = self._first_from(index, tick)
        stresses = self._stresses[index]
        return tuple(
            (self._grid[index] + n * self._lengths[index], stresses[n % len(stresses)]) for n in range(nth - count, nth)
        )

    def _at(self, tick: float) -> int:
        return max(0, bisect_right(self._starts, tick) - 1)

    def _first_from(self, index: int, tick: float, share: int = 1) -> int:
        """Return which beat of a stretch, or which of so many shares of one, is the first at or after `tick`."""
        return -int((self._grid[index] - tick) // (self._lengths[index] / share))

    def since(self, tick: float) -> Iterator[tuple[float, Stress]]:
        """Yield (tick, stress) of every beat at or after `tick` and of what shares beats out, without end."""
        index = self._at(tick)
        while True:
            start, length, grid = self._starts[index], self._lengths[index], self._grid[index]
            stop = self._starts[index + 1] if index + 1 < len(self._starts) else float("inf")
            share, stresses = self._shares[index], self._stresses[index]
            count = self._first_from(index, max(tick, start), share)
            while (at := grid + count * length / share) < stop:
                yield at, Stress.BETWEEN if count % share else stresses[count // share % len(stresses)]
                count += 1
            index += 1


def _stresses(beats: int, groups: tuple[int, ...]) -> tuple[Stress, ...]:
    """Return the stress of each beat of a bar; groups that do not fill it are none."""
    opened = {sum(groups[:n]) for n in range(1, len(groups))} if sum(groups) == beats else set()
    return (Stress.BAR, *(Stress.GROUP if n in opened else Stress.BEAT for n in range(1, beats)))
