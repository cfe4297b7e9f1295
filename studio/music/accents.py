"""How the beats of a bar fall into groups of two and three, where its metre does not say: heard from the notes, else as is usual."""

from __future__ import annotations

from collections import defaultdict
from functools import lru_cache
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from studio.music.piece import Metre, Piece

Groups = tuple[int, ...]

_USUAL: Final[dict[int, Groups]] = {5: (3, 2), 8: (3, 3, 2)}
_FEWEST, _MOST_HEARD = 5, 15  # beats: fewer are one group, and of more nobody hears one
_COMPOUND_UNIT: Final = 8
_LONG_BEATS: Final = 3.0  # what a note weighs grows with its length, up to this
_DEEP: Final = {"bass": 2.0, "drums": 1.5}  # where a bar leans is heard in what lies lowest
_SURE: Final = 1.15  # so much better than the usual has another grouping to be


def groups(piece: Piece) -> tuple[Groups, ...]:
    """Find the groups of each metre of a piece, in order; nothing at all where no metre has any."""
    found = tuple(groups_in(piece, metre) for metre in piece.metres)
    return found if any(found) else ()


def usual(beats: int, unit: int) -> Groups:
    """Name the groups of a metre as they are usual: 2+2+3 for seven; none where its beats are alike, or group by themselves."""
    if beats < _FEWEST or (unit == _COMPOUND_UNIT and beats % 3 == 0):
        return ()
    if beats in _USUAL:
        return _USUAL[beats]
    if beats % 3 == 0:
        return (3,) * (beats // 3)
    return (*(2,) * (beats // 2 - 1), 3) if beats % 2 else (2,) * (beats // 2)


def groups_in(piece: Piece, metre: Metre) -> Groups:
    """Find the groups of one metre: those on which the notes of its bars lean, if they surely do."""
    first = usual(metre.beats, metre.unit)
    if not first or metre.beats > _MOST_HEARD:
        return first
    weights = _weights(piece, metre)
    best = max(_ways(metre.beats), key=lambda way: _fit(way, weights))
    return best if _fit(best, weights) > _SURE * _fit(first, weights) else first


def _weights(piece: Piece, metre: Metre) -> list[float]:
    """Weigh each beat of the bar by what begins on it: loud, long and low weighs most."""
    until = min((later.tick for later in piece.metres if later.tick > metre.tick), default=piece.end)
    found: dict[int, float] = defaultdict(float)
    for part in piece.parts:
        for note in part.notes:
            beat, off = divmod((note.start - metre.tick) % metre.bar_ticks, metre.beat_ticks)
            if metre.tick <= note.start < until and off == 0:
                length = 1.0 if part.role == "drums" else min(_LONG_BEATS, note.length / metre.beat_ticks)
                found[beat] += note.velocity / 80 * length * _DEEP.get(part.role, 1.0)
    return [found[beat] for beat in range(metre.beats)]


def _fit(way: Groups, weights: list[float]) -> float:
    """How well groups fit: what an opening of a group weighs, on average; the bar's own opens all of them and is left out."""
    opened = [sum(way[:n]) for n in range(1, len(way))]
    return sum(weights[beat] for beat in opened) / len(opened)


@lru_cache(maxsize=16)
def _ways(beats: int) -> tuple[Groups, ...]:
    """List every row of twos and threes that fills a bar."""
    whole: list[Groups] = []
    begun: list[Groups] = [()]
    while begun:
        way = begun.pop()
        left = beats - sum(way)
        if left == 0:
            whole.append(way)
        begun += [(*way, each) for each in (3, 2) if each <= left]
    return tuple(whole)
