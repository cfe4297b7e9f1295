"""Gathers played notes into onsets: what was meant to sound together, with slips beside the note they slipped from."""

from __future__ import annotations

from itertools import pairwise
from statistics import median
from typing import TYPE_CHECKING, Final, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Sequence

CLOSE_SECONDS: Final = 0.045
"""Onsets closer than this may be one chord."""

_CHORDS_SHARE: Final = 0.12  # fewer close pairs than this among all notes are the slips of a single line
_LINE_SECONDS: Final = 0.014  # in a single line nothing is a chord but what is struck as one
_SPREADS: Final = 3.2  # how many usual spreads of a chord its notes may lie apart
_SPREAD_SECONDS: Final = (0.020, 0.050)
_SLIP_HELD_SECONDS: Final = 0.12
_SLIP_SOFTER: Final = 0.75
_SLIP_BESIDE_SECONDS: Final = 0.07
_SLIP_STEP: Final = 2  # semitones
_SLIP_NEIGHBOURS: Final = 6


class Struck(NamedTuple):
    """A note as it was played: when it was struck, how long it was held, what key, how hard."""

    seconds: float
    held_seconds: float
    pitch: int
    velocity: int


class Onset(NamedTuple):
    """Notes meant to sound together, by their places among those played: mean start, and how long the shortest was held."""

    seconds: float
    held_seconds: float
    notes: tuple[int, ...]
    top: int


class Gathered(NamedTuple):
    """Onsets in order of time, and whether there are chords among them or one line."""

    onsets: tuple[Onset, ...]
    chords: bool


def gathered(notes: Sequence[Struck]) -> Gathered:
    """Gather notes, given in order of start. Every note is in one onset; a slip goes with the note it slipped from.

    How close notes of a chord lie differs from player to player, so it is measured on the playing: by the usual distance of
    the close ones. Where hardly any are close it is a single line, whose quick notes must not be taken for chords.
    """
    slipped = slips(notes)
    meant = [n for n in range(len(notes)) if n not in slipped]
    close = [gap for gap in _gaps(notes, meant) if gap < CLOSE_SECONDS]
    chords = len(close) >= _CHORDS_SHARE * max(1, len(meant))
    apart = _LINE_SECONDS
    if chords:
        apart = min(max(_SPREADS * median(close), _SPREAD_SECONDS[0]), _SPREAD_SECONDS[1])
    groups: list[list[int]] = []
    for n in meant:
        here = notes[n].seconds
        if (
            groups
            and here - notes[groups[-1][-1]].seconds <= apart
            and here - notes[groups[-1][0]].seconds <= 2 * apart
        ):
            groups[-1].append(n)
        else:
            groups.append([n])
    where = {n: place for place, group in enumerate(groups) for n in group}
    beside: list[list[int]] = [[] for _ in groups]
    for slip, meant_one in slipped.items():
        beside[where[meant_one]].append(slip)
    return Gathered(tuple(_onset(notes, *pair) for pair in zip(groups, beside, strict=True)), chords)


def _gaps(notes: Sequence[Struck], meant: Sequence[int]) -> list[float]:
    return [notes[after].seconds - notes[before].seconds for before, after in pairwise(meant)]


def _onset(notes: Sequence[Struck], group: Sequence[int], beside: Sequence[int]) -> Onset:
    """Join a group; what was held shortest says most of when the next one was due."""
    together = [notes[n] for n in group]
    start = sum(note.seconds for note in together) / len(together)
    held = min(note.held_seconds for note in together)
    return Onset(start, held, tuple(sorted((*group, *beside))), max(note.pitch for note in together))


def slips(notes: Sequence[Struck]) -> dict[int, int]:
    """Find soft, short notes a step beside one that is struck with them and held longer: each with that note's place."""
    if not notes:
        return {}
    soft = _SLIP_SOFTER * median(note.velocity for note in notes)
    found: dict[int, int] = {}
    for n, note in enumerate(notes):
        if note.held_seconds > _SLIP_HELD_SECONDS or note.velocity >= soft:
            continue
        near = range(max(0, n - _SLIP_NEIGHBOURS), min(len(notes), n + _SLIP_NEIGHBOURS + 1))
        beside = [other for other in near if other not in found and _slipped_from(note, notes[other])]
        if beside:
            found[n] = min(beside, key=lambda other: abs(notes[other].seconds - note.seconds))
    return found


def _slipped_from(note: Struck, other: Struck) -> bool:
    return (
        abs(other.seconds - note.seconds) < _SLIP_BESIDE_SECONDS
        and 0 < abs(other.pitch - note.pitch) <= _SLIP_STEP
        and other.held_seconds > note.held_seconds
    )
