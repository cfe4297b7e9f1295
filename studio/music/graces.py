"""Grace notes: where they sound, and the notes of a part as they stand on paper, without them."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from studio.music.piece import Grace, Note, Piece
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
            begin = run.start
            for place in mains:
                late = sum(lengths)
                out[place] = out[place]._replace(start=run.start + late, length=notes[place].length - late)
        elif fits_before:
            lengths = [each] * len(chords)
            begin = run.start - sum(lengths)
        else:
            continue  # nowhere to go
        for chord, length in zip(chords, lengths, strict=True):
            kind: Grace = "before" if begin < run.start else "on"
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


def beats(notes: Iterable[Note]) -> dict[int, int]:
    """Where notes that wait for a grace note begin, and the beat on which they stand. `notes` are in order of start."""
    found: dict[int, int] = {}
    for note in notes:
        if note.grace == "on":
            found[note.end] = found.get(note.start, note.start)
    return found


def on_beat(note: Note, beats: Mapping[int, int]) -> Note:
    """Put a note that waited for a grace note back on its beat."""
    beat = beats.get(note.start)
    return note if beat is None or note.grace else replace(note, start=beat, length=note.end - beat)


def standing(notes: Sequence[Note]) -> tuple[Note, ...]:
    """Leave the grace notes of a part out, and put the notes that waited for one back on their beat.

    This is what is waited for, looked for in a take and written large. `notes` are in order of start.
    """
    if not any(note.grace for note in notes):
        return tuple(notes)
    late = beats(notes)
    return tuple(sorted(on_beat(note, late) for note in notes if not note.grace))


def leads_to(notes: Sequence[Note]) -> dict[Note, int]:
    """Each grace note, and the beat of what it leads to. `notes` are in order of start."""
    late = beats(notes)
    begins: dict[int, int] = {}  # where a grace note begins -> where what its run leads to does
    found: dict[Note, int] = {}
    for note in reversed(notes):
        if note.grace:
            begins[note.start] = begins.get(note.end, note.end)
            found[note] = late.get(begins[note.start], begins[note.start])
    return found


def plain(piece: Piece) -> Piece:
    """Leave out all the grace notes of a piece."""
    if not any(note.grace for part in piece.parts for note in part.notes):
        return piece
    return replace(piece, parts=tuple(replace(part, notes=standing(part.notes)) for part in piece.parts))
