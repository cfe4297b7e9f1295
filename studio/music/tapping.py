"""How fast and in how many beats: the pulse of somebody who taps along to music, with taps that shake, are missed or doubled."""

from __future__ import annotations

from itertools import pairwise
from statistics import median
from typing import TYPE_CHECKING, Final, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Sequence

FEWEST_TAPS: Final = 5
"""Taps that fit, from which on a pulse is one."""
SLOWEST, FASTEST = 40.0, 220.0
"""Beats a minute that are offered; twice or half as fast is one press away."""
PAUSE_SECONDS: Final = 2.4
"""After so long without a tap the next one begins anew: the song was started again."""
_BOUNCE: Final = 0.13  # seconds: nobody taps faster, but keys bounce and two fingers land together
_OFF: Final = 0.3  # of a beat: a tap further from its beat than this is none of this pulse
_LONGEST_GAP: Final = 4  # beats that may be missed in a row and are still counted
_BARS: Final = {1: None, 2: 4, 3: 3, 4: 4, 6: 3, 8: 4, 12: 3, 16: 4}


class Pulse(NamedTuple):
    """Seconds from beat to beat, the time of one of the beats, and how many of the taps say so."""

    seconds: float
    beat: float
    taps: int

    @property
    def bpm(self) -> float:
        """Beats a minute."""
        return 60.0 / self.seconds


def latest(taps: Sequence[float]) -> tuple[float, ...]:
    """Return the taps since the last pause of `PAUSE_SECONDS`."""
    first = 0
    for n, (before, after) in enumerate(pairwise(taps), 1):
        if after - before > PAUSE_SECONDS:
            first = n
    return tuple(taps[first:])


def pulse(taps: Sequence[float]) -> Pulse | None:
    """Find the pulse of taps, given as rising times in seconds; None while too few of them agree.

    The median of the differences says about how long a beat is. Beats that were left out are counted, taps between two beats
    are dropped, and where somebody lost the thread the taps after it count from there. What is left over shakes: a straight line
    through all of them gives the beat far closer than any two of them do.
    """
    apart = _apart(taps)
    gaps = [after - before for before, after in pairwise(apart)]
    if len(apart) < FEWEST_TAPS:
        return None
    rough = _usual(gaps)
    for _ in range(2):
        runs = _runs(apart, rough)
        found = _line(runs)
        if found is None:
            return None
        rough = found
    longest = max(runs, key=len)
    count = sum(len(run) for run in runs if len(run) > 1)
    if count < FEWEST_TAPS:
        return None
    shift = sum(at - n * rough for n, at in longest) / len(longest)
    return Pulse(rough, shift + longest[-1][0] * rough, count)


def _apart(taps: Sequence[float]) -> list[float]:
    """Leave out what came so soon after a tap that it was part of it."""
    kept: list[float] = []
    for at in taps:
        if not kept or at - kept[-1] >= _BOUNCE:
            kept.append(at)
    return kept


def _usual(gaps: Sequence[float]) -> float:
    """Return about how long a beat is: the median of the gaps that most others agree with, be they one beat or two."""
    middle = median(gaps)
    near = [gap for gap in gaps if abs(gap / middle - 1) <= _OFF]
    return median(near) if near else middle


def _runs(taps: Sequence[float], beat: float) -> list[list[tuple[int, float]]]:
    """Give each tap the number of its beat: (number, seconds), in runs that begin anew where the thread was lost."""
    runs: list[list[tuple[int, float]]] = [[(0, taps[0])]]
    for at in taps[1:]:
        n, before = runs[-1][-1]
        steps = (at - before) / beat
        whole = round(steps)
        if whole == 0 or (steps < 1 and abs(steps - whole) > _OFF):
            continue  # between two beats
        if whole <= _LONGEST_GAP and abs(steps - whole) <= _OFF:
            runs[-1].append((n + whole, at))
        else:
            runs.append([(0, at)])
    return runs


def _line(runs: Sequence[Sequence[tuple[int, float]]]) -> float | None:
    """Return the seconds a beat that all runs have in common, by least squares; None where no run has two taps."""
    above = below = 0.0
    for run in runs:
        middle = sum(n for n, _ in run) / len(run)
        average = sum(at for _, at in run) / len(run)
        above += sum((n - middle) * (at - average) for n, at in run)
        below += sum((n - middle) ** 2 for n, _ in run)
    return above / below if below else None


def offered(bpm: float) -> float:
    """Bring a tempo between `SLOWEST` and `FASTEST` by doubling or halving it: it is the same music."""
    while bpm < SLOWEST:
        bpm *= 2
    while bpm > FASTEST:
        bpm /= 2
    return bpm


def beats_in_bar(found: Pulse, ones: Sequence[float]) -> int | None:
    """Return 3 or 4 from taps on each *one* alone; None where they do not say. Every second *one*, or a half bar, counts as well."""
    apart = _apart(ones)
    if len(apart) < 2:  # noqa: PLR2004 - one bar lies between two of them
        return None
    return _BARS.get(round(median(after - before for before, after in pairwise(apart)) / found.seconds))
