"""Rows of chords to pick, each with a friendly name: written once for a scale, moved to the home note, dressed in the groove's style if there is one."""

from __future__ import annotations

from functools import lru_cache
from importlib import resources
from typing import TYPE_CHECKING, Final, NamedTuple

from studio.music.grooves import SCALES
from studio.music.harmony import NAMES, chord
from studio.music.shorthand import blocks

if TYPE_CHECKING:
    from collections.abc import Mapping

    from studio.music.grooves import Colour, Groove
    from studio.music.harmony import Chord
    from studio.music.piece import Key

OWN: Final = "its own"
"""The name of the row that a groove was written with."""
_SHARPS: Final = ("C", "C#", "D", "D#", "E", "F", "F#", "G", "G#", "A", "A#", "B")
_HOME: Final = {"major": 0, "minor": 9, "dorian": 2}  # where the rows of a scale are at home as they are written
# What a plain chord may become in a style, the richest first: what fits the scale is taken.
_RICHER: Final[dict[Colour, dict[str, tuple[str, ...]]]] = {
    "plain": {},
    "sevenths": {"": ("maj7", "7"), "m": ("m7",)},
    "ninths": {"": ("maj9", "6", "maj7", "9", "7"), "m": ("m9", "m7")},
    "power": {"": ("5",), "m": ("5",)},
}


class Row(NamedTuple):
    """A row of chords to pick: its name, and its bars as `Groove.chords` has them."""

    name: str
    bars: tuple[str, ...]


def rows_for(used: Groove) -> tuple[Row, ...]:
    """Return the rows to offer for a groove in the key it has now; its own comes first, and no row is there twice."""
    return (Row(OWN, used.chords), *(row for row in _named(used) if row.bars != used.chords))


def rows_in(key: Key) -> tuple[Row, ...]:
    """Return the rows to offer where there is no groove: plain chords of a key, in any metre."""
    return _in_scale(key.mode, key, "plain")


def _named(used: Groove) -> tuple[Row, ...]:
    return _in_scale(scale_of(used), used.key, used.colour)


def _in_scale(kind: str, key: Key, colour: Colour) -> tuple[Row, ...]:
    semitones = key.tonic - _HOME[kind]
    scale = frozenset((key.tonic + step) % 12 for step in SCALES[kind])
    return tuple(
        Row(name, tuple(_dressed(bar, semitones, scale, key, colour) for bar in bars))
        for name, bars in _written()[kind].items()
    )


def scale_of(used: Groove) -> str:
    """Name the scale of seven notes that a groove's chords are made of: major, minor or dorian."""
    return "dorian" if used.scale == SCALES["dorian"] else used.key.mode


def _dressed(bar: str, semitones: int, scale: frozenset[int], key: Key, colour: Colour) -> str:
    written = []
    for symbol in bar.split():
        name, colon, length = symbol.partition(":")
        richer = _in_colour(chord(name).moved(semitones), scale, colour)
        written.append(_spelt(richer, key) + colon + length)
    return " ".join(written)


def _in_colour(plain: Chord, scale: frozenset[int], colour: Colour) -> Chord:
    """Return the richest form of a chord in a style that adds nothing strange to the scale."""
    kinds = _RICHER[colour].get(plain.kind, ())
    richer = (plain._replace(kind=kind) for kind in kinds)
    return next((one for one in richer if one.classes - plain.classes <= scale), plain)


def _spelt(one: Chord, key: Key) -> str:
    return (_SHARPS if key.fifths > 0 else NAMES)[one.root] + one.kind


@lru_cache(maxsize=1)
def _written() -> Mapping[str, Mapping[str, tuple[str, ...]]]:
    text = (resources.files("assets") / "grooves" / "rows.txt").read_text("utf-8")
    found = {block.name: block.lines for block in blocks(text)[1:]}
    return {
        scale: {name: tuple(bar.strip() for bar in row.split("|")) for name, row in lines.items()}
        for scale, lines in found.items()
    }
