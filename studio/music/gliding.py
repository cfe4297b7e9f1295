"""Lets a bass glide: where one note goes on a hair under the next, it slides into it instead of being struck anew."""

from __future__ import annotations

from dataclasses import replace
from itertools import groupby
from typing import TYPE_CHECKING, Final, NamedTuple

from studio.music.patterns import SLIDE

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from instruments.events import Score

Event = tuple[int, int, bytes]  # (tick, part, short MIDI message)

GLIDES: Final = frozenset({"808"})
"""Sounds that glide."""
RANGE: Final = 24
"""Semitones that the pitch wheel reaches either way in a part that glides."""
_STEPS: Final = 8
_GLIDE_QUARTERS: Final = 1 / 6  # how long a slide takes, at most half of the note it goes to
_CENTRE: Final = 8192
_OFF, _ON, _BEND, _CONTROL = 0x80, 0x90, 0xE0, 0xB0


class _Struck(NamedTuple):
    start: int
    end: int
    pitch: int
    velocity: int


def glided(score: Score) -> Score:
    """Return the score with each part whose sound glides written so; a score without any stays as it is."""
    parts = {n for n, sound in enumerate(score.sounds) if sound in GLIDES}
    chains = {n: _chains(_notes(score, n), score.ticks_per_quarter) for n in parts}
    chains = {n: found for n, found in chains.items() if any(len(chain) > 1 for chain in found)}
    if not chains:
        return score
    kept = [event for event in score.events if event[1] not in chains or event[2][0] & 0xF0 not in (_OFF, _ON)]
    written = [event for n, found in chains.items() for event in _written(n, found, score.ticks_per_quarter)]
    return replace(score, events=tuple(sorted((*kept, *written), key=_in_order)))


def _in_order(event: Event) -> tuple[int, bool, int]:
    tick, part, message = event
    return tick, message[0] & 0xF0 == _ON, part


def _notes(score: Score, part: int) -> list[_Struck]:
    """Gather the notes of a part; one that is never let go ends with the score."""
    down: dict[int, tuple[int, int]] = {}
    found: list[_Struck] = []
    for tick, at, message in score.events:
        if at != part or message[0] & 0xF0 not in (_OFF, _ON):
            continue
        if (before := down.pop(message[1], None)) is not None:
            found.append(_Struck(before[0], tick, message[1], before[1]))
        if message[0] & 0xF0 == _ON and message[2]:
            down[message[1]] = tick, message[2]
    found += [_Struck(start, score.end, pitch, velocity) for pitch, (start, velocity) in down.items()]
    return sorted(found)


def _chains(notes: Sequence[_Struck], quarter: int) -> list[list[_Struck]]:
    """Gather notes that slide into each other: each begins in the last moment of the one before, alone."""
    overlap = SLIDE * quarter / 480
    together = [list(group) for _, group in groupby(notes, key=lambda note: note.start)]
    chains: list[list[_Struck]] = []
    for group in together:
        last = chains[-1][-1] if chains else None
        slides = len(group) == 1 and last is not None and 0 < last.end - group[0].start <= overlap
        if slides and abs(group[0].pitch - chains[-1][0].pitch) <= RANGE:
            chains[-1] += group
        else:
            chains += [[note] for note in group]
    return chains


def _written(part: int, chains: Iterable[Sequence[_Struck]], quarter: int) -> Iterator[Event]:
    for number, value in (
        (101, 0),
        (100, 0),
        (6, RANGE),
        (38, 0),
    ):  # registered parameter 0: how far the pitch wheel reaches
        yield 0, part, bytes((_CONTROL, number, value))
    for first, *later in chains:
        yield first.start, part, _bent(0)
        yield first.start, part, bytes((_ON, first.pitch, first.velocity))
        at = 0
        for note in later:
            lasts = min(quarter * _GLIDE_QUARTERS, (note.end - note.start) / 2)
            to = note.pitch - first.pitch
            for step in range(1, _STEPS + 1):
                yield round(note.start + lasts * (step - 1) / _STEPS), part, _bent(at + (to - at) * step / _STEPS)
            at = to
        yield (later or [first])[-1].end, part, bytes((_OFF, first.pitch, 64))


def _bent(semitones: float) -> bytes:
    value = min(2 * _CENTRE - 1, _CENTRE + round(semitones * _CENTRE / RANGE))
    return bytes((_BEND, value & 127, value >> 7))
