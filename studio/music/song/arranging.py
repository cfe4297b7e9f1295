"""What the engine plays and what a piece holds of a song: its loop, or all its sections in a row with an ending."""

from __future__ import annotations

from functools import cache
from itertools import chain
from typing import TYPE_CHECKING, Final

from instruments.events import Score
from studio.music.gliding import glided
from studio.music.midi import quarter_us
from studio.music.piece import Lyric, Metre, Note, Part, Piece, Section, Tempo
from studio.music.song import grooving, lines, sounding
from studio.music.song.model import BEND
from studio.music.song.remembered import Remembered

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from studio.music.song.model import Layer, Moved, Song
    from studio.music.song.sounding import Struck

_OFF, _ON, _CONTROL, _BEND = 0x80, 0x90, 0xB0, 0xE0
_RELEASE: Final = 64
_LET_GO, _MOVE, _STRIKE = range(3)  # at one tick keys come up, then pedals move, then keys go down

_Event = tuple[int, int, int, bytes]  # tick, _LET_GO | _MOVE | _STRIKE, part, message
_EVENTS: Remembered[tuple[_Event, ...]] = Remembered(128)
_PARTS: Remembered[Part] = Remembered(64)


# ---------------------------------------------------------------- for the engine


def loop_score(song: Song) -> Score:
    """Make the engine's score of the loop, which goes round: part n is layer n, those that are not heard too (see `silent`)."""
    heard = [lines.loop_line(song, layer) for layer in song.layers]
    moved = [sounding.moves(layer, song.metre, song.bars) for layer in song.layers]
    return _score(song, heard, moved, song.loop_ticks, goes_round=True)


def song_score(song: Song) -> Score:
    """Make the engine's score of the whole arrangement: part n is layer n, those that are not heard too (see `silent`)."""
    heard = [lines.song_line(song, layer) for layer in song.layers]
    moved = [lines.song_moves(song, layer) for layer in song.layers]
    return _score(song, heard, moved, lines.end_tick(song), goes_round=False)


def _score(
    song: Song, heard: Sequence[tuple[Struck, ...]], moved: Sequence[tuple[Moved, ...]], end: int, *, goes_round: bool
) -> Score:
    parts = [
        _line_events(n, layer.volume, notes, moves, end)
        for n, (layer, notes, moves) in enumerate(zip(song.layers, heard, moved, strict=True))
    ]
    score = Score(
        events=tuple([(tick, part, data) for tick, _, part, data in sorted(chain.from_iterable(parts))]),
        end=end,
        tempos=((0, quarter_us(song.bpm)),),
        metre=((0, *song.metre),),
        sounds=tuple(layer.sound for layer in song.layers),
        loop=(0, end) if goes_round else None,
    )
    return glided(score)


def _line_events(
    part: int, volume: float, notes: tuple[Struck, ...], moves: tuple[Moved, ...], end: int
) -> tuple[_Event, ...]:
    """Work the messages of one layer out once; sorted, so that the lines of all layers are quickly put together."""
    return _EVENTS.of(
        (notes, moves), (part, volume, end), lambda: tuple(sorted(_events(part, volume, notes, moves, end)))
    )


def _events(part: int, volume: float, notes: Iterable[Struck], moves: Iterable[Moved], end: int) -> Iterator[_Event]:
    if volume <= 0:
        return
    for start, length, pitch, velocity in notes:
        yield start, _STRIKE, part, _on(pitch, velocity if volume >= 1 else softer(velocity, volume))
        yield start + length, _LET_GO, part, _off(pitch)
    for tick, number, value in moves:
        yield min(round(tick), end - 1), _MOVE, part, moving(number, value)


def moving(number: int, value: int, channel: int = 0) -> bytes:
    """Write a pedal or wheel that moved as a MIDI message."""
    if number == BEND:
        return bytes((_BEND | channel, value & 0x7F, value >> 7))
    return bytes((_CONTROL | channel, number, value))


@cache
def _on(pitch: int, velocity: int) -> bytes:
    return bytes((_ON, pitch, velocity))


@cache
def _off(pitch: int) -> bytes:
    return bytes((_OFF, pitch, _RELEASE))


def softer(velocity: int, volume: float) -> int:
    """Turn a note down: here, not by a controller, so that a song sounds alike in Make, as a version and as a file."""
    return max(1, round(velocity * volume))


# ---------------------------------------------------------------- as a piece


def loop_piece(song: Song) -> Piece:
    """Write the loop out as a piece: only what is heard."""
    return _piece(song, [lines.loop_line(song, layer) for layer in song.layers], song.loop_ticks, (), ())


def song_piece(song: Song) -> Piece:
    """Write the whole arrangement out as a piece: only what is heard, with its sections, the words under the bars, and the ending."""
    bar = song.bar_ticks
    laid = lines.spans(song)
    last = (lines.closing_bar(song) - 1) * bar
    sections = [
        Section(span.block.name, span.start, span.start + span.bars * span.block.repeats * bar)
        for span in laid
        if span.block.name
    ]
    words = [
        Lyric(span.start + n * bar, said)
        for span in laid
        for n, said in enumerate(span.block.words[: span.bars * span.block.repeats])
        if said
    ]
    if song.ending and sections:
        sections.append(Section("Ending", last, last + bar))
    return _piece(song, [lines.song_line(song, layer) for layer in song.layers], lines.end_tick(song), sections, words)


def _piece(
    song: Song,
    heard: Sequence[tuple[Struck, ...]],
    end: int,
    sections: Sequence[Section],
    words: Sequence[Lyric],
) -> Piece:
    parts = tuple(_part(song, song.layers[n], heard[n]) for n in lines.heard(song))
    metre = Metre(0, *song.metre)
    return Piece(song.title, parts, (Tempo(0, song.bpm),), (metre,), song.key, tuple(sections), tuple(words), end)


def _part(song: Song, layer: Layer, notes: tuple[Struck, ...]) -> Part:
    """Write a layer as a part, once: a piece of many notes is mostly parts that did not change."""
    known = grooving.role(song, layer.part) if layer.kind == "groove" else layer.part
    how = (layer.name, layer.kind, known, layer.sound, layer.volume)
    return _PARTS.of(
        (notes,),
        how,
        lambda: Part(layer.name, lines.role_of(song, layer, notes), layer.sound, tuple(_notes(notes, layer.volume))),
    )


def _notes(notes: Iterable[Struck], volume: float) -> Iterator[Note]:
    for start, length, pitch, velocity in notes:
        yield Note(start, length, pitch, velocity if volume >= 1 else softer(velocity, volume))
