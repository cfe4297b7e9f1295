"""Tunes found by playing their first notes: in any key, with a slip or two, in a few milliseconds for fifteen thousand."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import accumulate
from typing import TYPE_CHECKING, Any, Final, Generic, NamedTuple, TypeVar

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

T = TypeVar("T")

FEWEST: Final = 4
"""Notes that have to be played before anything is looked for: fewer fit nearly everything."""
MOST: Final = 13
"""Notes that count; what is played after them tells no more."""
_NOTHING: Final = 99  # where a tune has no note any more: far from every pitch
_SLIPS: Final = 2  # so many notes more or fewer are looked for
# Costs in hundredths of a slip: whole numbers are quick.
_WRONG: Final = 100
_NEAR: Final = 75  # a key beside the right one
_EXTRA: Final = 90
_MISSED: Final = 90
_FORGIVEN: Final = 25  # a note: one slip in four


class Match(NamedTuple, Generic[T]):
    """A tune, and how far what was played is from its start: 0 where every note is the same."""

    what: T
    slips: float


@dataclass(frozen=True, slots=True)
class Openings(Generic[T]):
    """The starts of many tunes, ready to be searched: a column each of semitones above its first note."""

    what: tuple[T, ...]
    rows: Any  # numpy int16 (MOST, tunes)

    def find(self, pitches: Sequence[int], most: int = 60) -> tuple[Match[T], ...]:
        """Find the tunes that begin as `pitches` do, whatever their key: the nearest first, each as it stands in the list.

        Nothing for fewer than `FEWEST` notes. A wrong note, one too many or one missed costs about 1, a key beside the right
        one a little less, and one in four is forgiven. A wrong first note is as good as any other slip.
        """
        if len(pitches) < FEWEST or not self.what:
            return ()
        import numpy as np

        played = np.array(pitches[:MOST], dtype=np.int16)
        allowed = len(played) * _FORGIVEN
        costs = np.full(len(self.what), allowed + 1, dtype=np.int16)
        for mine, theirs in ((0, 0), (1, 1), (1, 0), (0, 1)):  # the notes taken to be the same one, which sets the key
            places, found = _costs(played - played[mine], self.rows, theirs, allowed)
            costs[places] = np.minimum(costs[places], found)
        near = np.flatnonzero(costs <= allowed)
        best = near[np.argsort(costs[near], kind="stable")][:most]
        return tuple(Match(self.what[place], int(costs[place]) / 100) for place in best)


def openings(tunes: Iterable[tuple[T, Sequence[int]]]) -> Openings[T]:
    """Make a list to search of tunes and the semitones from each of their first notes to the next."""
    import numpy as np

    what: list[T] = []
    rows: list[list[int]] = []
    for one, steps in tunes:
        notes = [0, *accumulate(steps[: MOST - 1])]
        if len(notes) >= FEWEST:
            what.append(one)
            rows.append(notes + [_NOTHING] * (MOST - len(notes)))
    table = np.array(rows, dtype=np.int16).reshape(len(rows), MOST)
    return Openings(tuple(what), np.ascontiguousarray(table.T))


def _costs(played: Any, rows: Any, same: int, allowed: int) -> tuple[Any, Any]:
    """Align what was played with the start of every row at once, near the diagonal: which rows fit, and at what cost.

    Rows that cannot fit any more are left behind as it goes.
    """
    import numpy as np

    notes = rows - rows[same]
    places = np.arange(rows.shape[1])
    columns = {place: np.full(rows.shape[1], _MISSED * place, dtype=np.int16) for place in range(_SLIPS + 1)}
    for n, pitch in enumerate(played, 1):
        columns = _next(columns, notes, pitch, n)
        least = np.minimum.reduce(list(columns.values()))
        fits = least <= allowed
        if 2 * np.count_nonzero(fits) < len(places):
            places, notes, least = places[fits], notes[:, fits], least[fits]
            columns = {place: cost[fits] for place, cost in columns.items()}
    return places, least


def _next(columns: dict[int, Any], notes: Any, pitch: int, n: int) -> dict[int, Any]:
    """The costs after one note more: it is the tune's next one, or one too many, or comes after one that was missed."""
    import numpy as np

    now: dict[int, Any] = {}
    for place in range(max(0, n - _SLIPS), min(MOST, n + _SLIPS) + 1):
        best = columns[place] + np.int16(_EXTRA) if place in columns else None
        if place and place - 1 in columns:
            step = np.abs(notes[place - 1] - pitch)
            np.minimum(step * np.int16(_NEAR), _WRONG, out=step)
            step += columns[place - 1]
            best = step if best is None else np.minimum(best, step, out=best)
        if place - 1 in now:
            missed = now[place - 1] + np.int16(_MISSED)
            best = missed if best is None else np.minimum(best, missed, out=best)
        now[place] = best
    return now
