"""Grace notes: where they sound, and the notes of a part as they stand on paper, without them."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from studio.music.piece import Grace, Note
    from studio.music.written import Mark

SHORT: Final = 60
"""Ticks of a grace note before the beat, and of one on it that says no length of its own: a thirty-second."""
_LONGEST_RUN: Final = 240  # ticks of all that come before one beat
_MOST: Final = 24  # in one run


class Graces(NamedTuple):
    """Small chords in order, each as marks with their written length, and the place in its bar's notes of what they lead to."""

    place: int
    start: int
    kind: Grace
    chords: tuple[tuple[Mark, ...], ...]


def sounding(notes: Sequence[Mark], graces: Iterable[Graces], room: int) -> list[Mark]:
    """Place a bar's grace notes in time; `room` is how many ticks of the piece lie before the bar.

    With a stroke through them they sound just before the beat, a thirty-second each. Without one they are on the beat and last
    as long as they are written, at most half of the note they lead to, which waits for them.
    """
    out = list(notes)
    for run in graces:
        chords = run.chords[:_MOST]
        mains = _led_to(notes, run)
        long = min((notes[place].length for place in mains), default=0) // 2
        each = max(1, min(SHORT, _LONGEST_RUN // len(chords)))
        fits_before = run.start + room >= each * len(chords)
        if mains and (run.kind == "on" or not fits_before) and long >= len(chords):
            lengths = _shared(chords, long) if run.kind == "on" else [min(each, long // len(chords))] * len(chords)
            kind, begin = "on", run.start
            for place in mains:
                late = sum(lengths)
                out[place] = out[place]._replace(start=run.start + late, length=notes[place].length - late)
        elif fits_before:
            lengths = [each] * len(chords)
            kind, begin = "before", run.start - sum(lengths)
        else:
            continue  # nowhere to go
        for chord, length in zip(chords, lengths, strict=True):
            out += [mark._replace(start=begin, length=length, tied=False, grace=kind) for mark in chord]
            begin += length
    return out


def _led_to(notes: Sequence[Mark], run: Graces) -> list[int]:
    """The places of the chord after a run; none where that is tied to what came before, or is not there."""
    found: list[int] = []
    for place in range(run.place, len(notes)):
        note, first = notes[place], notes[run.place]
        if note.start != run.start or (note.length, note.stave) != (first.length, first.stave) or note.tied:
            break
        found.append(place)
    return found


def _shared(chords: Sequence[Sequence[Mark]], most: int) -> list[int]:
    """The length of each small chord: as it is written, all of them at most `most`."""
    wanted = [max(1, chord[0].length) for chord in chords]
    if sum(wanted) <= most:
        return wanted
    return [max(1, length * most // sum(wanted)) for length in wanted]


def standing(notes: Sequence[Note]) -> tuple[Note, ...]:
    """Leave the grace notes of a part out, and put the notes that waited for one back on their beat.

    This is what is waited for, looked for in a take and written large. `notes` are in order of start.
    """
    if not any(note.grace for note in notes):
        return tuple(notes)
    begins: dict[int, int] = {}  # where a grace on the beat ends -> that beat
    for note in notes:
        if note.grace == "on":
            begins[note.end] = begins.get(note.start, note.start)
    plain = (note for note in notes if not note.grace)
    return tuple(
        sorted(
            replace(note, start=begins[note.start], length=note.end - begins[note.start])
            if note.start in begins
            else note
            for note in plain
        )
    )
