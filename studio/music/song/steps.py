"""The step grid of a layer: which steps sound, how hard and how often, and setting one; a groove's beat becomes the song's own by it."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final, NamedTuple

from studio.music import grooves
from studio.music.piece import TICKS, Metre
from studio.music.song import layers, notes, tidying
from studio.music.song.model import Layer, Song, SongNote, Tidy

if TYPE_CHECKING:
    from collections.abc import Sequence

    from studio.music.song.sounding import Shown

_SCALES: Final = {"major": grooves.SCALES["major"], "minor": grooves.SCALES["minor"]}
_HARDLY: Final = 30.0  # ticks in all: in dotted beats each third is a sixteenth's place too
_LATE: Final = 0.5  # of a step, from which on a note counts for the next


SIXTEENTH: Final = 120  # ticks
_MOST_LOOKED_AT: Final = 400  # notes that say whether a layer goes in threes


class Cell(NamedTuple):
    """One step of a row: how hard it is struck, 0 for silence, and how often."""

    velocity: int = 0
    times: int = 1


def a_step(song: Song, *, threes: bool) -> int:
    """Give the length of a step in ticks: a sixteenth, or with `threes` a third of a beat (of a dotted one in 6/8, 9/8, 12/8)."""
    return _beat(song) // 3 if threes else SIXTEENTH


def _beat(song: Song) -> int:
    """Give the length of a beat as it is felt: a quarter at most, but dotted where the metre counts three eighths to one."""
    beats, unit = song.metre
    written = Metre(0, beats, unit).beat_ticks
    return 3 * written if unit >= 8 and beats % 3 == 0 else min(written, TICKS)  # noqa: PLR2004 - eighths, three of which are a dotted quarter


def in_threes(song: Song, layer_id: str) -> bool:
    """Whether what a layer holds between the beats lies nearer to thirds of a beat than to sixteenths.

    Where there is nothing between them it is so in metres that count in dotted beats. A bounce that was set is none of it.
    """
    song = notes.editable(song, layer_id)
    layer = song.layer(layer_id)
    beat, third = _beat(song), a_step(song, threes=True)
    dotted = third % SIXTEENTH == 0
    far3 = far4 = 0.0
    for note in notes.shown(song, layer_id)[:_MOST_LOOKED_AT]:
        at = tidying.straight(note.start, layer.tidy) % beat
        if min(at, beat - at) <= third / 4:
            continue
        far3 += abs(at - third * round(at / third))
        far4 += abs(at - SIXTEENTH * round(at / SIXTEENTH))
    return far3 <= far4 + _HARDLY if dotted else far3 < far4


def rows(song: Song, around: int = 60, count: int = 8) -> tuple[int, ...]:
    """Choose the pitches of a grid that only holds what fits the song: its scale upwards from the home note near `around`, high first."""
    used = grooves.groove(song.groove) if song.groove in grooves.names() else None
    scale = used.scale if used else _SCALES[song.key.mode]
    home = around - (around - song.key.tonic + 6) % 12 + 6
    pitches = (home + 12 * (n // len(scale)) + scale[n % len(scale)] for n in range(count))
    return tuple(pitch for pitch in reversed(list(pitches)) if 0 <= pitch < 128)  # noqa: PLR2004 - the pitches of MIDI


def cells(song: Song, layer_id: str, pitches: Sequence[int], bar: int, steps: int = 16) -> tuple[tuple[Cell, ...], ...]:
    """Read one bar, 0 is the layer's first: a row a pitch, `steps` cells each. What was played shows on its nearest step."""
    song = notes.editable(song, layer_id)
    layer = song.layer(layer_id)
    found = {pitch: [Cell()] * steps for pitch in pitches}
    for note in notes.shown(song, layer_id):
        n = _step(note, layer, song, steps) - bar * steps
        if note.pitch in found and 0 <= n < steps and found[note.pitch][n].velocity <= note.velocity:
            found[note.pitch][n] = Cell(note.velocity, note.times)
    return tuple(tuple(found[pitch]) for pitch in pitches)


def _step(note: Shown, layer: Layer, song: Song, steps: int) -> int:
    """Find the step a note lies on, counted from the layer's first bar; the last half of its last step is the first one again."""
    long = song.bar_ticks / steps
    return int(tidying.straight(note.start, _bounce(layer, long)) / long + _LATE) % (layer.bars * steps)


def _bounce(layer: Layer, long: float) -> Tidy:
    """Give the bounce that steps of so many ticks have: thirds of a beat have none, they are where they sound."""
    return layer.tidy if long % SIXTEENTH == 0 else Tidy()


def set_step(
    song: Song,
    layer_id: str,
    pitch: int,
    bar: int,
    step: int,
    cell: Cell,
    *,
    steps: int = 16,
    every_bar: bool = False,
) -> Song:
    """Set a step of a bar, or of every bar, or clear it with velocity 0; what lay there goes."""
    song = notes.editable(song, layer_id)
    layer = song.layer(layer_id)
    at = {n * steps + step for n in (range(layer.bars) if every_bar else (bar % layer.bars,))}
    gone = {
        note.id for note in notes.shown(song, layer_id) if note.pitch == pitch and _step(note, layer, song, steps) in at
    }
    song = notes.delete(song, layer_id, gone)
    if not cell.velocity:
        return song
    long = song.bar_ticks / steps
    bounce = _bounce(layer, long)
    ends = [[tidying.swung(tick, bounce) for tick in (n * long, (n + 1) * long)] for n in sorted(at)]
    put = (SongNote(start, end - start, pitch, cell.velocity, cell.times, True) for start, end in ends)
    return notes.add(song, layer_id, *put)


def clear(song: Song, layer_id: str) -> Song:
    """Empty a layer: what was put in by hand goes, and passes fall silent."""
    song = notes.editable(song, layer_id)
    layer = song.layer(layer_id)
    silenced = tuple(replace(one, on=False) if one.on else one for one in layer.passes)
    return song.with_layer(replace(layer, edits=(), passes=silenced))


def lengthen(song: Song, layer_id: str, bars: int) -> Song:
    """Make a grid longer, a page a bar: it sounds as before, and each bar can be set alone."""
    return layers.lengthen(notes.editable(song, layer_id), layer_id, bars)
