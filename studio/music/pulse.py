"""Finds the beat in playing that kept to none: a few ways to count it, each with where every onset lies in it.

A row of guesses goes along with the notes, each with its place in the beat, its tempo and how unsure it is of both (a Kalman
filter each); the likeliest are kept. The tempo may drift, a note may be early or late, and how long it is held says as much
of what was meant as when the next one comes. Which of the ways is written is another question (`barring`): how fast a
quarter is cannot be heard.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from studio.music.usual import TWELFTHS, beat_of, steps, struck

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from studio.music.onsets import Gathered

_METRES: Final = ((1, 4), (3, 8))  # one beat in halves, one in thirds; bars come later
_SLOWEST, _FASTEST = 45.0, 170.0  # quarters a minute
_STEP: Final = 0.05  # from one tempo that is tried to the next, of its logarithm
_USUAL_BPM: Final = {12: 88.0, 18: 110.0}
_BPM_SPREAD: Final = 0.6
_SPREADS_SECONDS: Final = (0.020, 0.042)  # a steady player's, a loose one's
_DRIFT: Final = 0.03  # of the tempo, a quarter
_GUESSES: Final = 260
_LONG: Final = (600, 0.030, 100)  # from so many onsets on there is more to go by: one spread, and so many guesses
_SAME_TEMPO: Final = 0.03
_BEATS: Final = 5  # the longest way from one onset to the next that is weighed
_HELD: Final = (0.8, 0.22)  # share of the way a note is held, spread of its logarithm
_WORST_LOG: Final = -14.0  # one onset out of time says no more against a guess than this
_SILENCE_LOG: Final = -6.0
_WAYS: Final = 4  # of each kind of beat
_OTHER: Final = 0.04  # of its length, by which one way differs from another
_WORSE: Final = 25.0


@dataclass(frozen=True, slots=True)
class Way:
    """A way to count: each onset's place in twelfths of a quarter from some beat, and how well it fits what was played."""

    twelfths: tuple[int, ...]
    compound: bool
    fit: float
    bpm: float

    @property
    def usual(self) -> float:
        """How usual its rhythm is, as the logarithm of its chance."""
        return _usual(self.twelfths, _METRES[self.compound])


def ways(played: Gathered) -> tuple[Way, ...]:
    """Find ways to count at least two onsets, the same rhythm in longer and shorter notes among them."""
    found: list[Way] = []
    for compound, metre in enumerate(_METRES):
        spreads = _SPREADS_SECONDS if len(played.onsets) < _LONG[0] else (_LONG[1],)
        tried = [way for spread in spreads for way in _followed(played, metre, spread)]
        for way in _unlike(tried):
            found += [other for other in _retold(way, bool(compound)) if not any(_same(other, one) for one in found)]
    return tuple(found)


def _unlike(tried: Sequence[Way]) -> list[Way]:
    """Keep the best of those that count alike, and none that is far worse than the best."""
    kept: list[Way] = []
    for way in sorted(tried, key=lambda way: -(way.fit + way.usual)):
        if all(abs(way.bpm / other.bpm - 1) >= _OTHER for other in kept):
            kept.append(way)
    best = max((way.fit + way.usual for way in kept), default=0.0)
    return [way for way in kept if way.fit + way.usual > best - _WORSE][:_WAYS]


def _retold(way: Way, compound: bool) -> Iterator[Way]:
    """The same playing in notes twice as long or half as long, and with the beat where the off-beat was."""
    at = way.twelfths
    told = [(1.0, at)]
    if compound:
        told += [(1.0, tuple(each + shift for each in at)) for shift in (6, 12)]
    else:
        told += [(2.0, tuple(2 * each for each in at)), (1.0, tuple(each + 6 for each in at))]
        if all(each % 2 == 0 for each in at):
            told.append((0.5, tuple(each // 2 for each in at)))
    for faster, places in told:
        bpm = way.bpm * faster
        if _SLOWEST - 7 < bpm < _FASTEST + 30:
            yield Way(places, compound, way.fit, bpm)


def _same(one: Way, other: Way) -> bool:
    beat = beat_of(*_METRES[one.compound])
    return (
        one.compound == other.compound
        and (one.twelfths[0] - other.twelfths[0]) % beat == 0
        and all(a - b == one.twelfths[0] - other.twelfths[0] for a, b in zip(one.twelfths, other.twelfths, strict=True))
    )


def _usual(twelfths: Sequence[int], metre: tuple[int, int]) -> float:
    import numpy as np

    table, beat = steps(*metre, bars=_BEATS), beat_of(*metre)
    at = np.asarray(twelfths)
    far = np.diff(at)
    chances = np.log(table[at[:-1] % beat, np.clip(far, 0, table.shape[1] - 1)] + 1e-7)
    return float(np.where(far > 0, chances, -4.0).sum())


# ---------------------------------------------------------------- following


class _Guesses(NamedTuple):
    """Guesses side by side: place, seconds due, seconds a twelfth, how unsure (three of a matrix), log chance, whence."""

    place: Any
    due: Any
    unit: Any
    unsure: tuple[Any, Any, Any]
    chance: Any
    parent: Any


def _followed(played: Gathered, metre: tuple[int, int], spread: float) -> Iterator[Way]:
    """Follow the notes with many guesses; the ways of those that are left, the likeliest first."""
    import numpy as np

    seconds = [onset.seconds for onset in played.onsets]
    most = _GUESSES if len(seconds) < _LONG[0] else _LONG[2]
    rows = [_begun(seconds[0], metre, spread)]
    for before, onset in zip(played.onsets, played.onsets[1:], strict=False):
        rows.append(_onward(rows[-1], onset.seconds, before.held_seconds, metre, spread, most))
    last, told = rows[-1], 0
    spans: list[int] = []
    for n in np.argsort(-last.chance)[:80]:
        places = _back(rows, int(n))
        span = places[-1] - places[0]
        if span <= 0 or any(abs(span / other - 1) < _OTHER for other in spans):
            continue
        spans.append(span)
        bpm = 60 * span / TWELFTHS / (seconds[-1] - seconds[0])
        usual = _usual(places, metre) - _tempo_cost(bpm, beat_of(*metre))
        yield Way(places, metre != _METRES[0], float(last.chance[n]) - float(usual), bpm)
        told += 1
        if told == _WAYS:
            return


def _back(rows: Sequence[_Guesses], at: int) -> tuple[int, ...]:
    places = []
    for row in reversed(rows):
        places.append(int(row.place[at]))
        at = int(row.parent[at])
    return tuple(reversed(places))


def _tempo_cost(bpm: Any, beat: int) -> Any:
    import numpy as np

    return 0.5 * (np.log(bpm / _USUAL_BPM[beat]) / _BPM_SPREAD) ** 2


def _begun(second: float, metre: tuple[int, int], spread: float) -> _Guesses:
    """A guess for every tempo and every place that the first note may have."""
    import numpy as np

    likely, beat = np.array(struck(*metre)), beat_of(*metre)
    begins = np.flatnonzero(likely > 1e-3)  # noqa: PLR2004 - below it a place is never struck
    bpm = np.exp(np.arange(np.log(_SLOWEST), np.log(_FASTEST), _STEP))
    unit = np.repeat(60 / bpm / TWELFTHS, len(begins))
    count = len(unit)
    chance = np.repeat(-_tempo_cost(bpm, beat), len(begins)) + np.tile(
        np.log(likely[begins] / likely[begins].sum()), len(bpm)
    )
    unsure = np.full(count, spread**2), np.zeros(count), (0.05 * unit) ** 2
    return _Guesses(np.tile(begins, len(bpm)), np.full(count, second), unit, unsure, chance, np.zeros(count, int))


def _onward(now: _Guesses, second: float, held: float, metre: tuple[int, int], spread: float, most: int) -> _Guesses:
    """Let every guess say where the next onset lies, correct each by when it came, and keep the likeliest."""
    import numpy as np

    parent, far, usual = _reached(now, second, metre)
    unit = now.unit[parent]
    due = now.due[parent] + far * unit
    late = second - due
    a, b, c = (one[parent] for one in now.unsure)
    drift = (_DRIFT * unit) ** 2 * far / TWELFTHS
    a, b, c = a + 2 * far * b + far * far * c + drift * far * far / 3, b + far * c + drift * far / 2, c + drift
    wide = a + spread**2
    fits = np.maximum(-0.5 * late * late / wide - 0.5 * np.log(wide), _WORST_LOG)
    chance = now.chance[parent] + usual + fits + _held(held, far * unit)
    due = due + a / wide * late
    unit = np.clip(unit + b / wide * late, 60 / _FASTEST / TWELFTHS / 1.3, 60 / _SLOWEST / TWELFTHS * 1.3)
    unsure = (1 - a / wide) * a, (1 - a / wide) * b, c - b / wide * b
    place = now.place[parent] + far
    kept = _likeliest(place % beat_of(*metre), unit, chance, most)
    return _Guesses(place[kept], due[kept], unit[kept], tuple(one[kept] for one in unsure), chance[kept], parent[kept])


def _reached(now: _Guesses, second: float, metre: tuple[int, int]) -> tuple[Any, Any, Any]:
    """Which guess goes on, how far, and how usual that step is."""
    import numpy as np

    table, beat = steps(*metre, bars=_BEATS), beat_of(*metre)
    open_places = np.array(struck(*metre)) > 1e-3  # noqa: PLR2004 - below it a place is never struck
    hoped = (second - now.due) / now.unit
    low, high = np.floor(hoped * 0.72 - 3).astype(int), np.ceil(hoped * 1.3 + 3).astype(int)
    far = low[:, None] + np.arange(int(min(60, max(1, (high - low).max() + 1))))[None, :]
    inside = (far >= 1) & (far <= np.minimum(high, table.shape[1] - 1)[:, None])
    inside &= open_places[(now.place[:, None] + far) % beat]
    parent, column = np.nonzero(inside)
    if len(parent):
        steps_on = far[parent, column]
        return parent, steps_on, np.log(table[now.place[parent] % beat, steps_on] + 1e-7)
    parent = np.arange(len(now.place))  # a long silence: so many whole beats
    steps_on = np.maximum(1, np.round(hoped / beat).astype(int)) * beat
    return parent, steps_on, np.full(len(parent), _SILENCE_LOG)


def _held(held: float, way: Any) -> Any:
    """How likely a note is held so long when the next is due after `way` seconds; some are cut short or held over."""
    import numpy as np

    off = np.log(max(held, 1e-3)) - np.log(_HELD[0] * way)
    steady = np.exp(-0.5 * (off / _HELD[1]) ** 2) / _HELD[1]
    return np.log(0.85 * steady + 0.15 * 0.4 * np.where(off < 0, 1.0, 0.3))


def _likeliest(place: Any, unit: Any, chance: Any, most: int) -> Any:
    """Keep the best of the guesses that agree on place and tempo, and of those the likeliest."""
    import numpy as np

    alike = place * 1000 + np.round(np.log(unit) / _SAME_TEMPO).astype(int)
    order = np.lexsort((-chance, alike))
    first = np.r_[True, alike[order][1:] != alike[order][:-1]]
    best = order[first]
    return best[np.argsort(-chance[best])[:most]]
