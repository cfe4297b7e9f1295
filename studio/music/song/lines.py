"""What each layer plays, and where: in the loop, and in the whole arrangement with its sections in a row and the bar that closes it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

from studio.music.harmony import chord, voiced
from studio.music.piece import ROLES
from studio.music.song import grooving, sounding
from studio.music.song.model import BEND, Block, Layer, Moved, Song
from studio.music.song.remembered import Remembered

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from studio.music.piece import Role
    from studio.music.song.model import VoicePass
    from studio.music.song.sounding import Struck

MOST_SOUNDING: Final = 100_000
"""Notes of a whole arrangement; more than the engine or a MIDI file could take are left out."""

_BASS_BELOW: Final = 52  # a layer whose notes lie lower on average plays the bass
_CHORDS_FROM: Final = 1.6  # notes struck at once on average
_KICK, _CRASH = 36, 49
_LOUDER: Final = 8  # the last chord

_LOOP: Final = Block("", "")  # the one section of a song that has none
_LINES: Remembered[tuple[Struck, ...]] = Remembered(64)
_CLOSINGS: Remembered[tuple[Struck, ...]] = Remembered(64)
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
    for block in song.blocks or (_LOOP,):
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


def empty(song: Song) -> bool:
    """Whether nobody has made anything of a song: no note, no word, no voice, nothing of its story."""
    told = song.story
    words = told.about or told.poem or told.cover or any(any(block.words) for block in song.blocks)
    return not (words or song.voice.passes or any(loop_line(song, layer) for layer in song.layers))


def silent(song: Song) -> frozenset[int]:
    """Name the parts that are not heard: muted ones, and all others where one plays alone. Made for the engine's `mute`."""
    alone = any(layer.solo for layer in song.layers)
    return frozenset(n for n, layer in enumerate(song.layers) if layer.muted or (alone and not layer.solo))


def players(song: Song) -> tuple[str, ...]:
    """Name who is heard, in order of layers, the voice last: ids of pupils and "tutor", each once."""
    playing = (song.layers[n].player for n in heard(song))
    speaking = (one.who for one in voices(song))
    return tuple(dict.fromkeys(who for who in (*playing, *speaking) if who))


def voices(song: Song) -> tuple[VoicePass, ...]:
    """Name the recordings of the voice that are heard: none where it is silent, turned down, or a layer plays alone."""
    alone = any(layer.solo for layer in song.layers)
    if song.voice.muted or alone or song.voice.volume <= 0:
        return ()
    return tuple(one for one in song.voice.passes if one.on)


def heard(song: Song) -> tuple[int, ...]:
    """Name the layers that a piece has parts of, by their places: not those that are silent or turned down to nothing."""
    unheard = silent(song)
    return tuple(n for n, layer in enumerate(song.layers) if n not in unheard and layer.volume > 0)


# ---------------------------------------------------------------- lines


def loop_line(song: Song, layer: Layer, block: Block = _LOOP) -> tuple[Struck, ...]:
    """What a layer plays in one round of the loop; a groove over the chords and with the beat of a section."""
    match layer.kind:
        case "groove":
            return grooving.line(song, layer.part, block.chords, block.beat)
        case _:
            return sounding.struck(layer, song.metre, song.bars)


def song_line(song: Song, layer: Layer) -> tuple[Struck, ...]:
    """What a layer plays in the whole arrangement; where it rests in the last section it rests in the ending (see `closing`)."""
    rows = tuple(loop_line(song, layer, block) for block in song.blocks or (_LOOP,))
    close = _closing(song, layer) if song.ending and closing(song, layer) else ()
    how = (layer.id, song.bars, song.metre, song.ending)
    return _LINES.of((song.blocks, close, *rows), how, lambda: tuple(_laid(song, layer, rows, close)))


def closing(song: Song, layer: Layer) -> bool:
    """Whether a layer plays in the bar that closes: who plays in the last section, and all where that leaves drums alone, or nobody."""
    last = spans(song)[-1].block
    if layer.id not in last.off:
        return True
    left = (song.layers[n] for n in heard(song) if song.layers[n].id not in last.off)
    return not any(role_of(song, one, notes) != "drums" for one in left if (notes := loop_line(song, one, last)))


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
    notes = loop_line(song, layer)
    if layer.kind == "groove":
        return grooving.closing(song, layer.part)
    if not notes:
        return ()
    return _CLOSINGS.of((notes,), (song.key, layer.kind, song.bar_ticks), lambda: _last_chord(song, layer, notes))


def _last_chord(song: Song, layer: Layer, notes: Sequence[Struck]) -> tuple[Struck, ...]:
    loud = min(127, sum(velocity for *_, velocity in notes) // len(notes) + _LOUDER)
    if layer.kind == "drums":
        return ((0, song.bar_ticks, _KICK, loud), (0, song.bar_ticks, _CRASH, loud))
    home = chord(grooving.home_chord(song.key))
    middle = sum(pitch for _, _, pitch, _ in notes) / len(notes)
    if role_of(song, layer, notes) == "chords":
        pitches = voiced(home, round(min(max(middle, 24), 104)))
    else:
        pitches = (min((p for p in range(128) if p % 12 == home.root), key=lambda p: (abs(p - middle), p)),)
    return tuple((0, song.bar_ticks, pitch, loud) for pitch in sorted(pitches))


def role_of(song: Song, layer: Layer, notes: Sequence[Struck]) -> Role:
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


def song_moves(song: Song, layer: Layer) -> tuple[Moved, ...]:
    """Pedals and wheels of a layer in the whole arrangement."""
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
