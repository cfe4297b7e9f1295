"""Chooses how free playing is written: which of the ways to count it, in which metre, and where its first barline lies.

What speaks for a way is what readers and listeners go by: quarters near a walking pace, the plainest rhythm, bars that begin
with a note and a long one, bars and groups of four that come again, no odd pickup. How much each says
was weighed on folk tunes of music21's corpus and the shelf's own pieces, played with drift and jitter (a conditional logit
over all candidates; half of the tunes weighed, the other half tried).
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from math import log, sqrt
from typing import TYPE_CHECKING, Final

from studio.music.usual import bar_of, beat_of

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence

    from studio.music.pulse import Way

SIMPLE: Final = ((4, 4), (3, 4), (2, 4))
COMPOUND: Final = ((6, 8), (3, 8))
_USUAL_BPM: Final = {False: 80.0, True: 96.0}
_FIT = _USUAL = 0.043  # of the difference from the best, in logarithms
_WORST: Final = -40.0
_TEMPO: Final = -8.9
_OF_METRE: Final = {(4, 4): 0.0, (3, 4): 0.7, (2, 4): -0.1, (6, 8): 0.65, (3, 8): -2.5}
_NO_PICKUP, _SMALL_PICKUP = 1.9, 2.3
_DOWNBEATS, _MIDDLES = 1.1, 2.15
_LONG: Final = 1.2
_BARS_AGAIN, _FOURS_AGAIN = 3.0, 6.4
_ALIKE: Final = 4.0
_QUARTER: Final = 12
_MANY_BARS, _MANY_NOTES = 24, 80  # more of them make a way to write no surer against another


@dataclass(frozen=True, slots=True)
class Barred:
    """A way to write: places in twelfths of a quarter from the first barline at or before the first onset, and its metre."""

    twelfths: tuple[int, ...]
    metre: tuple[int, int]
    bpm: float
    liking: float

    @property
    def pickup(self) -> int:
        """Twelfths before the first whole bar; 0 where the playing begins on a barline."""
        first = self.twelfths[0]
        return bar_of(*self.metre) - first if first else 0


def barred(
    found: Sequence[Way], tops: Sequence[int], metres: Collection[tuple[int, int]] = (*SIMPLE, *COMPOUND)
) -> tuple[Barred, ...]:
    """Every way to write what was counted, the best first; `tops` are the highest pitches of the onsets.

    With `metres` only in those: in six-eight and its kin ways whose beat is in thirds, else those in halves.
    """
    if not found:
        return ()
    best_fit, most_usual = max(way.fit for way in found), max(way.usual for way in found)
    out = []
    for way in found:
        worth = _FIT * max(_WORST, way.fit - best_fit) + _USUAL * max(_WORST, way.usual - most_usual)
        for metre in metres:
            if (metre in COMPOUND) == way.compound:
                out += [_barred(way, tops, metre, first, worth) for first in _barlines(metre)]
    return tuple(sorted(out, key=lambda one: -one.liking))


def _barlines(metre: tuple[int, int]) -> Iterator[int]:
    yield from range(0, bar_of(*metre), beat_of(*metre))


def _barred(way: Way, tops: Sequence[int], metre: tuple[int, int], first: int, worth: float) -> Barred:
    bar = bar_of(*metre)
    zero = first + (way.twelfths[0] - first) // bar * bar
    places = tuple(at - zero for at in way.twelfths)
    tempo = log(way.bpm / _USUAL_BPM[way.compound])
    liking = worth + _TEMPO * tempo * tempo + _OF_METRE.get(metre, 0.0) + _sense(places, tops, bar)
    return Barred(places, metre, way.bpm, liking)


def _sense(places: Sequence[int], tops: Sequence[int], bar: int) -> float:
    """How much sense barlines make: places are counted from one."""
    return _of_bars(places, bar) + _of_lengths(places, bar) + _of_repeats(places, tops, bar)


def _of_bars(places: Sequence[int], bar: int) -> float:
    upbeat = places[0] % bar
    bars = range(1 if upbeat else 0, places[-1] // bar + 1)
    begun = {at // bar for at in places if at % bar == 0}
    count = max(1, len(bars))
    worth = _NO_PICKUP if not upbeat else _SMALL_PICKUP if bar - upbeat <= _QUARTER else 0.0
    worth += _DOWNBEATS * (sum(n in begun for n in bars) / count - 0.9) * sqrt(min(count, _MANY_BARS))
    if bar == 4 * _QUARTER:
        worth += _MIDDLES * sum(at % bar == bar // 2 for at in places) / count
    return worth


def _of_lengths(places: Sequence[int], bar: int) -> float:
    """Long notes begin bars."""
    ways = [
        min(max(after - before, 0), bar) for before, after in zip(places, [*places[1:], places[-1] + 12], strict=True)
    ]
    mean = sum(ways) / len(ways) or 1.0
    longer = sum(way / mean - 1 for way, at in zip(ways, places, strict=True) if at % bar == 0)
    return _LONG * longer / len(places) * sqrt(min(len(places), _MANY_NOTES))


def _of_repeats(places: Sequence[int], tops: Sequence[int], bar: int) -> float:
    """The same notes come again after a bar or two, or after four or eight; bars have a few rhythms and not many."""
    notes, onsets = set(zip(places, tops, strict=True)), set(places)

    def again(after: int) -> float:
        early = [(at, top) for at, top in zip(places, tops, strict=True) if at + after <= places[-1]]
        if len(early) < 6:  # noqa: PLR2004 - too little to say that it comes again
            return 0.0
        same = sum((at + after, top) in notes for at, top in early)
        return (same + 0.5 * sum(at + after in onsets for at, _ in early)) / len(early)

    rhythms: dict[int, list[int]] = {}
    for at in places:
        rhythms.setdefault(at // bar, []).append(at % bar)
    count = len(rhythms)
    shares = [n / count for n in Counter(tuple(rhythm) for rhythm in rhythms.values()).values()]
    unlike = -sum(share * log(share) for share in shares) / log(max(2, count))
    near, far = max(again(bar), again(2 * bar)), max(again(4 * bar), again(8 * bar))
    return _BARS_AGAIN * near + _FOURS_AGAIN * far - _ALIKE * unlike
