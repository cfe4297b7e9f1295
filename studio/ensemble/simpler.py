"""A line made easy: its notes begin on beats, or halfway between two, and what lay elsewhere comes to the nearest. Pure."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import replace
from itertools import pairwise
from typing import TYPE_CHECKING, Final

from studio.ensemble.count_in import felt_ticks

if TYPE_CHECKING:
    from collections.abc import Iterable

    from studio.music.piece import Note, Piece

_HALVES: Final = 2
_THIRDS: Final = 3


def places(piece: Piece, *, between: bool = False) -> tuple[int, ...]:
    """Return the ticks of all beats as they are felt, and those `between` them: halves, or thirds where a beat has three.

    They are counted from the barlines, in a pickup back from its end.
    """
    found: set[int] = set()
    for bar in piece.bars():
        metre = piece.metre_at(bar.start if bar.n else bar.end)
        step = felt_ticks(metre)
        if between:
            step //= _THIRDS if step > metre.beat_ticks else _HALVES
        step = max(1, step)
        found |= set(range(bar.start, bar.end, step) if bar.n else range(bar.end - step, bar.start - 1, -step))
    return tuple(sorted(found))


def on_places(piece: Piece, notes: Iterable[Note], *, between: bool = False) -> tuple[Note, ...]:
    """Put one voice on these places: what is held over one begins there, all else where it was struck last; one note a place.

    Of several the one that lay nearest stays, and it lasts until the next at most. What begins before the first place of all is
    left out.
    """
    grid = places(piece, between=between)
    there: dict[int, Note] = {}
    for note in notes:
        n = bisect_right(grid, note.start) - 1
        after = grid[n + 1] if n + 1 < len(grid) else piece.end
        at = after if n < 0 or (note.start > grid[n] and after < note.end) else grid[n]
        held = there.get(at)
        if (n >= 0 or after < note.end) and (held is None or _near(note, at) < _near(held, at)):
            there[at] = note
    made = []
    for at, until in pairwise([*sorted(there), piece.end]):
        n = bisect_right(grid, at)
        least = grid[n] if n < len(grid) else piece.end
        made.append(replace(there[at], start=at, length=max(1, min(until, max(least, there[at].end)) - at)))
    return tuple(made)


def _near(note: Note, place: int) -> tuple[int, int]:
    return abs(note.start - place), -note.length
