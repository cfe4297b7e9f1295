"""Which rows a grid has, and which of them a key of a keyboard means: the drum it sounds, or the degree of the scale it is."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

from studio.music import grooves
from studio.music.patterns import DRUMS, HIGH_TO_LOW
from studio.music.song import notes, steps

if TYPE_CHECKING:
    from collections.abc import Collection

    from studio.music.song.model import Song

USUAL: Final = ("hat", "clap", "snare", "kick")
COUNT: Final = 8  # rows of a tune: an octave of seven degrees and its home note
_NAMES: Final = {DRUMS[name]: name for name in reversed(HIGH_TO_LOW)}
_PLACE: Final = {name: n for n, name in enumerate(HIGH_TO_LOW)}


class Row(NamedTuple):
    """A row of a grid: the pitch it sets, and the name of a drum, "" for a note or a drum without one."""

    pitch: int
    name: str = ""


def drums(song: Song, layer_id: str, more: Collection[int] = ()) -> tuple[Row, ...]:
    """Give the rows of a beat, high to low: the drums of the song's groove, or the usual ones, all that the layer strikes, and `more`."""
    used = grooves.rows_of(grooves.groove(song.groove)) if song.groove in grooves.names() else ()
    found = {DRUMS[name]: name for name in used or USUAL}
    for pitch in (*(note.pitch for note in notes.shown(song, layer_id)), *more):
        found.setdefault(pitch, _NAMES.get(pitch, ""))
    return tuple(sorted((Row(pitch, name) for pitch, name in found.items()), key=_height))


def _height(row: Row) -> tuple[int, int]:
    """Drums stand as they do on a kit; one without a name above the kick, by its key."""
    return _PLACE.get(row.name, _PLACE["kick"] - 1), -row.pitch


def tune(song: Song, around: int) -> tuple[Row, ...]:
    """Give the rows of a tune, high to low: what fits the song, from the home note near `around` upwards."""
    return tuple(Row(pitch) for pitch in steps.rows(song, around, COUNT))


def middle(song: Song, layer_id: str, usual: int) -> int:
    """Find where the home note of a tune's grid is best: below most of its notes, or near `usual` where it has none."""
    pitches = sorted(note.pitch for note in notes.shown(song, layer_id))
    return pitches[len(pitches) // 2] - 5 if pitches else usual


def fits(song: Song, pitch: int) -> bool:
    """Whether a key is a degree of the song's scale."""
    return pitch % 12 in {each % 12 for each in steps.rows(song, 60, 12)}


def reached(song: Song, pitch: int, around: int) -> int:
    """Move `around` by octaves until the rows there hold a key that fits."""
    rows = [row.pitch for row in tune(song, around)]
    while pitch > max(rows) and max(rows) + 12 < 128:  # noqa: PLR2004 - the pitches of MIDI
        around += 12
        rows = [row.pitch for row in tune(song, around)]
    while pitch < min(rows) and min(rows) - 12 >= 0:
        around -= 12
        rows = [row.pitch for row in tune(song, around)]
    return around


def beside(song: Song, layer_id: str, rows: Collection[Row], bar: int) -> int:
    """Count the notes of a bar that have no row: higher, lower, or between."""
    pitches = {row.pitch for row in rows}
    first, after = bar * song.bar_ticks, (bar + 1) * song.bar_ticks
    return sum(first <= note.start < after and note.pitch not in pitches for note in notes.shown(song, layer_id))
