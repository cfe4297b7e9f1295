"""A song as it stands on paper: every layer on its own page, on the grid, straight, held as it is written; and all of them as a score."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from studio.music import musicxml, notation
from studio.music.notation import Written
from studio.music.piece import Lyric
from studio.music.song import arranging, grooving, lines, tidying
from studio.music.song.model import STRAIGHT
from studio.music.tidy import spell, written_lengths

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from studio.music.piece import Key, Part, Piece
    from studio.music.song.model import Layer, Song

_SIGNS: Final = {-2: "♭♭", -1: "♭", 0: "", 1: "♯", 2: "♯♯"}


@dataclass(frozen=True, slots=True)
class Line:
    """What one layer plays, to be written: the layer's id and name, who plays it (as in `Layer.player`), its part of `on_paper`."""

    layer: str
    name: str
    player: str
    part: int


def can_be_written(song: Song, layer: Layer) -> bool:
    """Whether a layer is written as notes: drums are not."""
    return layer.kind != "drums" and (layer.kind != "groove" or grooving.role(song, layer.part) != "drums")


def on_paper(song: Song) -> tuple[Piece, tuple[Line, ...]]:
    """Bring the whole song to paper: who is quiet just now is written all the same. Drums have no line.

    It learns where played notes belong where that is not known yet: about a millisecond a note, for a worker.
    """
    heard = replace(song, layers=tuple(replace(one, muted=False, solo=False) for one in song.layers))
    learnt = tidying.found(heard)
    straight = tuple(
        replace(one, tidy=replace(one.tidy, strength=1.0, swing=STRAIGHT)) if one.kind != "groove" else one
        for one in learnt.layers
    )
    written = replace(learnt, layers=straight)
    piece = arranging.song_piece(written)
    found = [
        Line(song.layers[place].id, song.layers[place].name, song.layers[place].player, n)
        for n, place in enumerate(lines.heard(written))
        if piece.parts[n].role != "drums" and piece.parts[n].notes
    ]
    return replace(piece, parts=tuple(_held(part) for part in piece.parts)), tuple(found)


def _held(part: Part) -> Part:
    """The same notes, as long as they are written: to the next one where they were held most of the way, else whole eighths."""
    if part.role == "drums" or not part.notes:
        return part
    lengths = written_lengths(part.notes, [note.start for note in part.notes])
    return replace(
        part, notes=tuple(replace(note, length=length) for note, length in zip(part.notes, lengths, strict=True))
    )


def page(piece: Piece, line: Line, *, letters: bool = False, title: str = "") -> Written:
    """Write one line by itself, on one stave or two, with the song's words under it, or with the letters of its notes."""
    prefix = f"l{line.layer}-"
    shown = replace(piece, title=title or piece.title)
    if letters:
        shown = replace(shown, lyrics=tuple(_letters(piece.parts[line.part], piece.key)))
    return notation.write_piece(shown, parts=[line.part], prefix=prefix)


def _letters(part: Part, key: Key) -> Iterator[Lyric]:
    """The letter of the highest note of each chord."""
    highest: dict[int, int] = {}
    for note in part.notes:
        highest[note.start] = max(note.pitch, highest.get(note.start, 0))
    for tick, pitch in sorted(highest.items()):
        letter, alter, _ = spell(pitch, key)
        yield Lyric(tick, f"{letter}{_SIGNS[alter]}")


def score(piece: Piece, found: Sequence[Line], names: Mapping[str, str] | None = None) -> Written:
    """Write all lines below each other, each with its name; `names` are what they are called by layer, where that is not their own."""
    tune = next((n for n, line in enumerate(found) if piece.parts[line.part].role in ("melody", "words")), 0)
    wordless = replace(piece, lyrics=())  # the words stand once, under the tune
    pages = [page(piece if n == tune else wordless, line) for n, line in enumerate(found)]
    called = [(names or {}).get(line.layer, line.name) for line in found]
    seconds: dict[str, float] = {}
    for one in pages:
        seconds |= one.note_seconds
    documents = [one.document for one in pages]
    return Written(musicxml.joined(piece.title, list(zip(called, documents, strict=True))), piece.title, seconds)
