"""Grooves as layers of a song: each of a groove's parts is a layer of its own, which can be made into notes that can be edited."""

from __future__ import annotations

from dataclasses import replace
from functools import lru_cache
from math import ceil
from typing import TYPE_CHECKING, Final

from studio.music import chordrows, grooves
from studio.music.harmony import NAMES, harmony, voiced
from studio.music.shorthand import ShorthandError
from studio.music.song import tidying
from studio.music.song.model import (
    BOUNCIEST,
    COLOURS,
    FASTEST,
    LONGEST_NAME,
    LOOPS,
    MOST_BARS,
    MOST_LAYERS,
    MOST_NOTES,
    SLOWEST,
    STRAIGHT,
    Edit,
    Kind,
    Layer,
    Song,
    SongNote,
    Tidy,
    bar_ticks,
    safe,
    within,
)

if TYPE_CHECKING:
    from collections.abc import Iterable

    from studio.music.chordrows import Row
    from studio.music.grooves import Groove
    from studio.music.patterns import Pattern
    from studio.music.piece import Key, Note, Part, Piece, Role
    from studio.music.song.sounding import Struck

HELD: Final = "held chords"
"""The part of a layer that plays the chords of a song without a groove."""
_HELD_AROUND, _HELD_VELOCITY = 57, 70
_FINEST: Final = 20  # ticks: every step and stroke of a groove is a multiple of it
_ROUNDED: Final = 1.5  # ticks by which rounding may have moved one off its step


def home_chord(key: Key) -> str:
    """Name the chord on the home note of a key."""
    return NAMES[key.tonic] + ("m" if key.mode == "minor" else "")


def row(song: Song) -> tuple[str, ...]:
    """Name the chords of the song's loop, a bar each, before they come again; none without a groove or a row."""
    if song.chords:
        return song.chords
    used = _groove(song.groove, song.key.tonic)
    return used.chords if used else ()


def known(song: Song) -> bool:
    """Whether the song has a groove that is known here."""
    return _groove(song.groove, song.key.tonic) is not None


def rows(song: Song) -> tuple[Row, ...]:
    """Return the rows of chords that fit the song in the key it has now, by friendly names; a groove's own comes first."""
    used = _groove(song.groove, song.key.tonic)
    return chordrows.rows_for(used) if used else chordrows.rows_in(song.key)


def holds_chords(song: Song, layer: Layer) -> bool:
    """Whether a layer plays the row of chords of a song that has no groove, each as long as it lasts."""
    return layer.kind == "groove" and layer.part == HELD and not known(song)


def beats(song: Song) -> tuple[str, ...]:
    """Name the patterns of the song's groove that a section can have for its beat: its variations, and what leads in."""
    used = _groove(song.groove, song.key.tonic)
    return tuple(_patterns(used)) if used else ()


def _patterns(used: Groove) -> dict[str, Pattern]:
    return {one.name: one for one in (*used.loop, used.intro)}


def line(song: Song, part: str, chords: tuple[str, ...] = (), beat: str = "") -> tuple[Struck, ...]:
    """Play a part of the song's groove over its loop; nothing where the groove is not known here.

    Without a groove its chords are held, by a layer that is there for them.
    """
    if part == HELD and not known(song):
        return _held(chords or song.chords, song.metre, song.bars)
    return _line(song.groove, song.key.tonic, song.metre, part, chords or song.chords, song.bars, beat)


def closing(song: Song, part: str) -> tuple[Struck, ...]:
    """Play the bar with which a part of the song's groove closes: on the home chord, whatever the row of chords."""
    if part == HELD and not known(song):
        return _held((home_chord(song.key),), song.metre, 1)
    return _line(song.groove, song.key.tonic, song.metre, part, (home_chord(song.key),), 0, "")


def role(song: Song, part: str) -> Role:
    """Say what a part of the song's groove is for."""
    written = _written(song.groove, song.key.tonic, song.metre, song.chords, song.bars, "")
    if written is None:
        return "chords" if part == HELD else "other"
    return next((one.role for one in written.parts if one.name == part), "other")


@lru_cache(maxsize=64)
def _held(chords: tuple[str, ...], metre: tuple[int, int], bars: int) -> tuple[Struck, ...]:
    """Hold each chord of a row for as long as it lasts; a row that does not fit its bars is silent."""
    try:
        row = harmony(" | ".join(chords[n % len(chords)] for n in range(bars)), bar_ticks(metre)) if chords else ()
    except ShorthandError:
        return ()
    found: list[Struck] = []
    before: tuple[int, ...] = ()
    for one in row:
        before = voiced(one.chord, _HELD_AROUND, before)
        found += [(one.start, one.end - one.start, pitch, _HELD_VELOCITY) for pitch in before]
    return tuple(found)


@lru_cache(maxsize=32)
def _groove(name: str, tonic: int) -> Groove | None:
    if name not in grooves.names():
        return None
    return grooves.in_key(grooves.groove(name), NAMES[tonic])


@lru_cache(maxsize=64)
def _written(
    name: str, tonic: int, metre: tuple[int, int], chords: tuple[str, ...], bars: int, beat: str
) -> Piece | None:
    """Write a groove out, or one `beat` of it; with 0 bars, one bar and its ending."""
    used = _groove(name, tonic)
    if used is not None and beat in _patterns(used):
        used = replace(used, loop=(_patterns(used)[beat],))
    if used is None or (used.metre.beats, used.metre.unit) != metre:
        return None
    try:
        return grooves.groove_piece(used, bars=bars or 1, chords=chords, ending=not bars)
    except ShorthandError:  # a row from elsewhere that does not fit its bars: the song's other layers sound
        return None


@lru_cache(maxsize=256)
def _line(
    name: str, tonic: int, metre: tuple[int, int], part: str, chords: tuple[str, ...], bars: int, beat: str
) -> tuple[Struck, ...]:
    written = _written(name, tonic, metre, chords, bars, beat)
    found = next((one for one in written.parts if one.name == part), None) if written else None
    if found is None or written is None:
        return ()
    first = 0 if bars else written.metres[0].bar_ticks
    return tuple((n.start - first, n.length, n.pitch, n.velocity) for n in found.notes if n.start >= first)


# ---------------------------------------------------------------- songs


def loop_of(bars: int) -> int:
    """Choose the loop that holds so many bars: one of `LOOPS`, or just so many where there is none so long."""
    return next((loop for loop in LOOPS if loop >= bars), min(bars, MOST_BARS))


def from_groove(used: Groove) -> Song:
    """Begin a song with a groove: a layer for each of its parts, in its key and tempo."""
    bars = loop_of(used.bars)
    written = grooves.groove_piece(used, bars=bars)
    layers = tuple(
        Layer(str(n), part.name, "groove", part.sound, n % COLOURS, bars=bars, part=part.name)
        for n, part in enumerate(written.parts)
    )
    metre = (used.metre.beats, used.metre.unit)
    return Song(used.title, used.bpm, metre, used.key, (), used.id, bars, layers)


def from_piece(piece: Piece) -> Song:
    """Open a piece as a song: its parts are layers of notes that lie exactly; the tempo and metre are those of its first bar.

    One that is longer than a loop has an ending of its own.
    """
    metre = piece.metre_at(piece.pickup)
    bars = loop_of(max(1, ceil(piece.end / metre.bar_ticks)))
    layers: list[Layer] = []
    left = MOST_NOTES
    for n, part in enumerate(piece.parts[:MOST_LAYERS]):
        layers.append(_layer_of(n, part, bars, left))
        left -= len(layers[-1].edits)
    bpm = within(piece.tempos[0].bpm, SLOWEST, FASTEST)
    return Song(
        safe(piece.title, LONGEST_NAME),
        bpm,
        (metre.beats, metre.unit),
        piece.key,
        bars=bars,
        layers=tuple(layers),
        ending=bars <= LOOPS[-1],
    )


def _layer_of(n: int, part: Part, bars: int, most: int) -> Layer:
    edits = exact(part.notes[:most])
    kind: Kind = "drums" if part.role == "drums" else "notes"
    return Layer(
        str(n),
        safe(part.name, LONGEST_NAME),
        kind,
        part.sound,
        n % COLOURS,
        bars=bars,
        edits=edits,
        next=len(edits),
        part=part.role,
    )


def exact(notes: Iterable[Note]) -> tuple[Edit, ...]:
    """Take notes over as if they were put in by hand; ids count from 0."""
    return tuple(
        (n, SongNote(float(note.start), float(note.length), note.pitch, note.velocity, 1, True))
        for n, note in enumerate(notes)
    )


def own(song: Song, layer_id: str) -> Song:
    """Make a groove's layer into one with notes of its own, which sound as before; its bounce becomes the layer's. Else no change."""
    layer = song.layer(layer_id)
    if layer.kind != "groove":
        return song
    used = _groove(song.groove, song.key.tonic)
    part, unit = used.loop[0].swing if used else (STRAIGHT, 8)
    tidy = Tidy(swing=min(max(part, STRAIGHT), BOUNCIEST), unit=unit if unit in (8, 16) else 8)
    edits = tuple((n, _straightened(note, tidy)) for n, note in enumerate(line(song, layer.part)))
    plays = role(song, layer.part)
    made = replace(
        layer,
        kind="drums" if plays == "drums" else "notes",
        bars=song.bars,
        edits=edits,
        next=len(edits),
        tidy=tidy,
        part=plays,
    )
    return song.with_layer(made)


def _straightened(note: Struck, tidy: Tidy) -> SongNote:
    start, length, pitch, velocity = note
    first, last = (_stepped(tidying.straight(tick, tidy)) for tick in (start, start + length))
    return SongNote(first, max(1.0, last - first), pitch, velocity, 1, True)


def _stepped(tick: float) -> float:
    """Undo what rounding did to a step of the grid."""
    step = round(tick / _FINEST) * _FINEST
    return float(step) if abs(tick - step) <= _ROUNDED else tick
