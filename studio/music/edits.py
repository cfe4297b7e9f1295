"""Changes to a piece, each a pure function from a piece to a piece; `History.edit` makes them what is open."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from studio.music.arrange import transposed
from studio.music.piece import Lyric, Metre, Note, Part, Piece, Section, Tempo

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable

SHORTEST: Final = 30
"""Ticks of the shortest note an edit makes: a sixty-fourth."""

SLOWEST_BPM: Final = 20.0
QUICKEST_BPM: Final = 300.0

transpose = transposed


# ---------------------------------------------------------------- notes


def add(piece: Piece, part: int, *notes: Note) -> Piece:
    """Add notes to a part."""
    return _with_notes(piece, part, (*piece.parts[part].notes, *notes))


def remove(piece: Piece, part: int, chosen: Collection[Note]) -> Piece:
    """Take notes out of a part."""
    gone = frozenset(chosen)
    return _with_notes(piece, part, (note for note in piece.parts[part].notes if note not in gone))


def move(piece: Piece, part: int, chosen: Collection[Note], *, ticks: int = 0, semitones: int = 0) -> Piece:
    """Move notes together in time and pitch, as far as the piece's start and the ends of the keyboard let them all."""
    if not chosen:
        return piece
    ticks = max(ticks, -min(note.start for note in chosen))
    semitones = max(semitones, -min(note.pitch for note in chosen))
    semitones = min(semitones, 127 - max(note.pitch for note in chosen))
    return _change(
        piece, part, chosen, lambda note: replace(note, start=note.start + ticks, pitch=note.pitch + semitones)
    )


def stretch(piece: Piece, part: int, chosen: Collection[Note], ticks: int) -> Piece:
    """Lengthen notes by `ticks`, or shorten them down to `SHORTEST`."""
    return _change(piece, part, chosen, lambda note: replace(note, length=max(SHORTEST, note.length + ticks)))


def louder(piece: Piece, part: int, chosen: Collection[Note], by: int) -> Piece:
    """Change how hard notes are struck, within 1..127."""
    return _change(piece, part, chosen, lambda note: replace(note, velocity=min(127, max(1, note.velocity + by))))


def split(piece: Piece, part: int, chosen: Collection[Note], tick: int) -> Piece:
    """Cut notes in two at `tick`, where both halves would still be notes."""
    cut = [note for note in chosen if note.start + SHORTEST <= tick <= note.end - SHORTEST]
    halves = [replace(note, length=tick - note.start) for note in cut]
    halves += [replace(note, start=tick, length=note.end - tick) for note in cut]
    return add(remove(piece, part, cut), part, *halves)


def join(piece: Piece, part: int, chosen: Collection[Note]) -> Piece:
    """Make one note of those of the same pitch, from the first's start to the last's end."""
    joined = []
    for pitch in {note.pitch for note in chosen}:
        same = sorted(note for note in chosen if note.pitch == pitch)
        joined.append(replace(same[0], length=max(note.end for note in same) - same[0].start))
    return add(remove(piece, part, chosen), part, *joined)


def _change(piece: Piece, part: int, chosen: Collection[Note], how: Callable[[Note], Note]) -> Piece:
    wanted = frozenset(chosen)
    return _with_notes(piece, part, (how(note) if note in wanted else note for note in piece.parts[part].notes))


def _with_notes(piece: Piece, part: int, notes: Iterable[Note]) -> Piece:
    changed = piece.with_part(part, replace(piece.parts[part], notes=tuple(notes)))
    return changed if changed.end == piece.end else replace(changed, end=changed.barline_after(changed.end))


# ---------------------------------------------------------------- parts


def add_part(piece: Piece, part: Part) -> Piece:
    """Add a part below the others."""
    return replace(piece, parts=(*piece.parts, part))


def remove_part(piece: Piece, index: int) -> Piece:
    """Take a part out."""
    return replace(piece, parts=piece.parts[:index] + piece.parts[index + 1 :])


def rename_part(piece: Piece, index: int, name: str) -> Piece:
    """Give a part another name."""
    return piece.with_part(index, replace(piece.parts[index], name=name))


def set_sound(piece: Piece, index: int, sound: str) -> Piece:
    """Let a part be played by another sound."""
    return piece.with_part(index, replace(piece.parts[index], sound=sound))


# ---------------------------------------------------------------- the whole


def rename(piece: Piece, title: str) -> Piece:
    """Give the piece another title."""
    return replace(piece, title=title)


def set_tempo(piece: Piece, bpm: float) -> Piece:
    """Set the tempo at the start, within 20..300 quarters a minute; later changes keep their proportion to it."""
    bpm = min(max(bpm, SLOWEST_BPM), QUICKEST_BPM)
    factor = bpm / piece.tempos[0].bpm
    return replace(piece, tempos=tuple(Tempo(tempo.tick, tempo.bpm * factor) for tempo in piece.tempos))


def set_metre(piece: Piece, beats: int, unit: int) -> Piece:
    """Count the whole piece in another metre, without a pickup."""
    changed = replace(piece, metres=(Metre(0, beats, unit),), repeats=None)
    return replace(changed, end=changed.barline_after(piece.end))


def trim(piece: Piece, start: int, end: int) -> Piece:
    """Keep what lies from tick `start` up to `end`, which becomes the whole piece; notes are cut at its edges.

    Raises ValueError where nothing would be left.
    """
    start, end = max(0, start), min(end, piece.end)
    if end <= start:
        raise ValueError("A piece cannot be trimmed to nothing.")
    metre = piece.metre_at(start)
    return replace(
        piece,
        parts=tuple(replace(part, notes=tuple(_cut(part.notes, start, end))) for part in piece.parts),
        tempos=(
            Tempo(0, piece.tempo_at(start).bpm),
            *(Tempo(t.tick - start, t.bpm) for t in piece.tempos if start < t.tick < end),
        ),
        metres=(
            Metre(0, metre.beats, metre.unit),
            *(replace(m, tick=m.tick - start) for m in piece.metres if start < m.tick < end),
        ),
        sections=tuple(
            Section(each.name, max(each.start, start) - start, min(each.end, end) - start)
            for each in piece.sections
            if each.start < end and each.end > start
        ),
        lyrics=tuple(Lyric(lyric.tick - start, lyric.text) for lyric in piece.lyrics if start <= lyric.tick < end),
        end=end - start,
        repeats=None,
    )


def _cut(notes: Iterable[Note], start: int, end: int) -> Iterable[Note]:
    for note in notes:
        first, last = max(note.start, start), min(note.end, end)
        if first < last:
            yield replace(note, start=first - start, length=last - first)


def double(piece: Piece) -> Piece:
    """Play the piece twice: everything again after its end, on a barline."""
    again = piece.barline_after(piece.end)
    return replace(
        piece,
        parts=tuple(
            replace(part, notes=(*part.notes, *(replace(note, start=note.start + again) for note in part.notes)))
            for part in piece.parts
        ),
        tempos=(*piece.tempos, *(Tempo(t.tick + again, t.bpm) for t in piece.tempos))
        if len(piece.tempos) > 1
        else piece.tempos,
        metres=(*piece.metres, *(replace(m, tick=m.tick + again) for m in piece.metres))
        if len(piece.metres) > 1
        else piece.metres,
        sections=(*piece.sections, *(Section(s.name, s.start + again, s.end + again) for s in piece.sections)),
        lyrics=(*piece.lyrics, *(Lyric(lyric.tick + again, lyric.text) for lyric in piece.lyrics)),
        end=2 * again,
        repeats=None,
    )
