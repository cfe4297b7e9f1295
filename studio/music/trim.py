"""A stretch of a piece as a piece of its own."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from studio.music.piece import Lyric, Metre, Note, Piece, Section, Tempo

if TYPE_CHECKING:
    from collections.abc import Iterable


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
