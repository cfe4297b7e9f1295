"""What the engine plays and what a piece holds of a song: its loop, or all its sections in a row with an ending."""

from __future__ import annotations

from functools import cache
from itertools import chain
from typing import TYPE_CHECKING, Final, NamedTuple

from instruments.events import Score
from studio.music.harmony import chord, voiced
from studio.music.midi import quarter_us
from studio.music.piece import ROLES, Lyric, Metre, Note, Part, Piece, Section, Tempo
from studio.music.song import grooving, sounding
from studio.music.song.model import BEND, Block, Layer, Moved, Song
from studio.music.song.remembered import Remembered

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from studio.music.piece import Role
    from studio.music.song.sounding import Struck

MOST_SOUNDING: Final = 100_000
"""Notes of a whole arrangement; more than the engine or a MIDI file could take are left out."""

_OFF, _ON, _CONTROL, _BEND = 0x80, 0x90, 0xB0, 0xE0
_RELEASE: Final = 64
_LET_GO, _MOVE, _STRIKE = range(3)  # at one tick keys come up, then pedals move, then keys go down
_BASS_BELOW: Final = 52  # a layer whose notes lie lower on average plays the bass
_CHORDS_FROM: Final = 1.6  # notes struck at once on average
_KICK, _CRASH = 36, 49
_LOUDER: Final = 8  # the last chord

_Event = tuple[int, int, int, bytes]  # tick, _LET_GO | _MOVE | _STRIKE, part, message
_EVENTS: Remembered[tuple[_Event, ...]] = Remembered(128)
_LINES: Remembered[tuple[Struck, ...]] = Remembered(64)
_SONG_MOVES: Remembered[tuple[Moved, ...]] = Remembered(64)


class Span(NamedTuple):
    """A section where it lies in the arrangement: its first tick and bar (1 is the first), and the bars of each of its rounds."""

    block: Block
    start: int
    bar: int
    bars: int


# ---------------------------------------------------------------- where things lie


def spans(song: Song) -> tuple[Span, ...]:
    """Lay the sections in a row; without any, the loop is the only one."""
    found, bar = [], 0
    for block in song.blocks or (Block("", ""),):
        first = block.first if block.first < song.bars else 0
        bars = min(block.bars or song.bars, song.bars - first)
        found.append(Span(block, bar * song.bar_ticks, bar + 1, bars))
        bar += bars * block.repeats
    return tuple(found)


def closing_bar(song: Song) -> int:
    """Find the number of the bar that closes the arrangement, or would; 1 is the first."""
    last = spans(song)[-1]
    return last.bar + last.bars * last.block.repeats


def end_tick(song: Song) -> int:
    """Find where the whole arrangement ends, its ending with it."""
    return (closing_bar(song) - 1 + song.ending) * song.bar_ticks


def silent(song: Song) -> frozenset[int]:
    """Name the parts that are not heard: muted ones, and all others where one plays alone. Made for the engine's `mute`."""
    alone = any(layer.solo for layer in song.layers)
    return frozenset(n for n, layer in enumerate(song.layers) if layer.muted or (alone and not layer.solo))


def heard(song: Song) -> tuple[int, ...]:
    """Name the layers that a piece has parts of, by their places: not those that are silent, turned down to nothing, or a voice."""
    unheard = silent(song)
    return tuple(
        n for n, layer in enumerate(song.layers) if n not in unheard and layer.kind != "voice" and layer.volume > 0
    )


# ---------------------------------------------------------------- lines


def _loop_line(song: Song, layer: Layer, chords: tuple[str, ...] = ()) -> tuple[Struck, ...]:
    match layer.kind:
        case "groove":
            return grooving.line(song, layer.part, chords)
        case "voice":
            return ()
        case _:
            return sounding.struck(layer, song.metre, song.bars)


def _song_line(song: Song, layer: Layer) -> tuple[Struck, ...]:
    """What a layer plays in the whole arrangement; where it rests in the last section it rests in the ending."""
    rows = tuple(_loop_line(song, layer, block.chords) for block in song.blocks or (Block("", ""),))
    close = _closing(song, layer) if song.ending and layer.id not in spans(song)[-1].block.off else ()
    how = (layer.id, song.bars, song.metre, song.ending)
    return _LINES.of((song.blocks, close, *rows), how, lambda: tuple(_laid(song, layer, rows, close)))


def _laid(song: Song, layer: Layer, rows: Sequence[tuple[Struck, ...]], close: tuple[Struck, ...]) -> Iterator[Struck]:
    bar = song.bar_ticks
    left = MOST_SOUNDING // max(1, len(song.layers))
    for span, notes in zip(spans(song), rows, strict=True):
        if layer.id in span.block.off:
            continue
        first = span.block.first * bar if span.block.first < song.bars else 0
        heard = list(_cut(notes, first, first + span.bars * bar))
        for again in range(span.block.repeats):
            left -= len(heard)
            if left < 0:
                return
            later = span.start + again * span.bars * bar
            for start, length, pitch, velocity in heard:
                yield start + later, length, pitch, velocity
    later = (closing_bar(song) - 1) * bar
    for start, length, pitch, velocity in close:
        yield start + later, length, pitch, velocity


def _cut(notes: Iterable[Struck], first: int, last: int) -> Iterator[Struck]:
    for start, length, pitch, velocity in notes:
        if first <= start < last:
            yield start - first, min(length, last - start), pitch, velocity


def _closing(song: Song, layer: Layer) -> tuple[Struck, ...]:
    """What a layer plays in the bar that closes: a groove its own ending, drums one last stroke, others the home chord."""
    notes = _loop_line(song, layer)
    if layer.kind == "groove":
        return grooving.line(song, layer.part, ending=True)
    if not notes:
        return ()
    return _CLOSINGS.of((notes,), (song.key, layer.kind, song.bar_ticks), lambda: _last_chord(song, layer, notes))


_CLOSINGS: Remembered[tuple[Struck, ...]] = Remembered(64)


def _last_chord(song: Song, layer: Layer, notes: Sequence[Struck]) -> tuple[Struck, ...]:
    loud = min(127, sum(velocity for *_, velocity in notes) // len(notes) + _LOUDER)
    if layer.kind == "drums":
        return ((0, song.bar_ticks, _KICK, loud), (0, song.bar_ticks, _CRASH, loud))
    home = chord(grooving.home_chord(song.key))
    middle = sum(pitch for _, _, pitch, _ in notes) / len(notes)
    if _role(song, layer, notes) == "chords":
        pitches = voiced(home, round(min(max(middle, 24), 104)))
    else:
        pitches = (min((p for p in range(128) if p % 12 == home.root), key=lambda p: (abs(p - middle), p)),)
    return tuple((0, song.bar_ticks, pitch, loud) for pitch in sorted(pitches))


def _role(song: Song, layer: Layer, notes: Sequence[Struck]) -> Role:
    """Say what a layer is for, by its kind and by how its notes lie."""
    if layer.kind == "drums":
        return "drums"
    if layer.kind == "groove":
        return grooving.role(song, layer.part)
    if layer.part in ROLES:
        return next(known for known in ROLES if known == layer.part)
    if not notes:
        return "other"
    if len(notes) / len({start for start, *_ in notes}) >= _CHORDS_FROM:
        return "chords"
    return "bass" if sum(pitch for _, _, pitch, _ in notes) / len(notes) < _BASS_BELOW else "melody"


# ---------------------------------------------------------------- for the engine


def loop_score(song: Song) -> Score:
    """Make the engine's score of the loop, which goes round: part n is layer n, those that are not heard too (see `silent`)."""
    lines = [_loop_line(song, layer) for layer in song.layers]
    moved = [sounding.moves(layer, song.metre, song.bars) for layer in song.layers]
    return _score(song, lines, moved, song.loop_ticks, goes_round=True)


def song_score(song: Song) -> Score:
    """Make the engine's score of the whole arrangement: part n is layer n, those that are not heard too (see `silent`)."""
    lines = [_song_line(song, layer) for layer in song.layers]
    moved = [_song_moves(song, layer) for layer in song.layers]
    return _score(song, lines, moved, end_tick(song), goes_round=False)


def _song_moves(song: Song, layer: Layer) -> tuple[Moved, ...]:
    moves = sounding.moves(layer, song.metre, song.bars)
    how = (layer.id, song.bars, song.metre)
    return _SONG_MOVES.of((song.blocks, moves), how, lambda: tuple(_moves_laid(song, layer, moves)))


def _moves_laid(song: Song, layer: Layer, moves: tuple[Moved, ...]) -> Iterator[Moved]:
    bar = song.bar_ticks
    for span in spans(song) if moves else ():
        first = span.block.first * bar if span.block.first < song.bars else 0
        last = first + span.bars * bar
        inside = [move for move in moves if first <= move.tick <= last]
        pressed = {move.number for move in inside if move.number < BEND}
        for again in range(span.block.repeats if layer.id not in span.block.off else 0):
            later = span.start + again * span.bars * bar - first
            yield from (move._replace(tick=move.tick + later) for move in inside)
            yield from (Moved(last + later, number, 0) for number in sorted(pressed))  # cut off, nothing rings on


def _score(
    song: Song, lines: Sequence[tuple[Struck, ...]], moved: Sequence[tuple[Moved, ...]], end: int, *, goes_round: bool
) -> Score:
    parts = [
        _line_events(n, layer.volume, notes, moves, end)
        for n, (layer, notes, moves) in enumerate(zip(song.layers, lines, moved, strict=True))
    ]
    return Score(
        events=tuple([(tick, part, data) for tick, _, part, data in sorted(chain.from_iterable(parts))]),
        end=end,
        tempos=((0, quarter_us(song.bpm)),),
        metre=((0, *song.metre),),
        sounds=tuple(layer.sound for layer in song.layers),
        loop=(0, end) if goes_round else None,
    )


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
        data = bytes((_BEND, value & 0x7F, value >> 7)) if number == BEND else bytes((_CONTROL, number, value))
        yield min(round(tick), end - 1), _MOVE, part, data


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
    return _piece(song, [_loop_line(song, layer) for layer in song.layers], song.loop_ticks, (), ())


def song_piece(song: Song) -> Piece:
    """Write the whole arrangement out as a piece: only what is heard, with its sections, the words under the bars, and the ending."""
    bar = song.bar_ticks
    laid = spans(song)
    last = (closing_bar(song) - 1) * bar
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
    return _piece(song, [_song_line(song, layer) for layer in song.layers], end_tick(song), sections, words)


def _piece(
    song: Song,
    lines: Sequence[tuple[Struck, ...]],
    end: int,
    sections: Sequence[Section],
    words: Sequence[Lyric],
) -> Piece:
    parts = []
    for n in heard(song):
        layer, notes = song.layers[n], lines[n]
        parts.append(Part(layer.name, _role(song, layer, notes), layer.sound, tuple(_notes(notes, layer.volume))))
    metre = Metre(0, *song.metre)
    return Piece(
        song.title, tuple(parts), (Tempo(0, song.bpm),), (metre,), song.key, tuple(sections), tuple(words), end
    )


def _notes(notes: Iterable[Struck], volume: float) -> Iterator[Note]:
    for start, length, pitch, velocity in notes:
        yield Note(start, length, pitch, velocity if volume >= 1 else softer(velocity, volume))
