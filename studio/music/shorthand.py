"""The short notation in which tunes and grooves are written in assets: text in, plain lines of notes out.

A file starts with `name: value` lines. Each block opens with `= name` and holds `name: value` lines again; a line that starts
with white space goes on with the one before. Music is tokens between barlines: `E4:1` is a pitch and a length in quarters (the
length stays until another is given), `C4+E4` a chord, `-` a rest, `~` more of the note before, `p mp mf f ff` how loud from here.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from fractions import Fraction
from functools import lru_cache
from typing import Final

from studio.music.piece import TICKS, Note

LOUDNESS: Final = {"pp": 46, "p": 58, "mp": 70, "mf": 82, "f": 95, "ff": 108}
_STEPS: Final = {"C": 0, "D": 2, "E": 4, "F": 5, "G": 7, "A": 9, "B": 11}
_SHIFTS: Final = {"": 0, "#": 1, "b": -1, "##": 2, "bb": -2}
_PITCH: Final = re.compile(r"([A-G])(##|bb|#|b)?(\d)")


class ShorthandError(ValueError):
    """The text does not keep to the notation; says where."""


@dataclass(slots=True)
class Block:
    """One block of a file: its name and its lines by name."""

    name: str
    lines: dict[str, str] = field(default_factory=dict)


def blocks(text: str) -> tuple[Block, ...]:
    """Split a file into its head (a block without a name) and its named blocks."""
    found = [Block("")]
    last = ""
    for row in text.splitlines():
        line = row.split("//")[0].rstrip()
        if not line:
            continue
        if line.startswith("="):
            found.append(Block(line[1:].strip()))
        elif line[0].isspace():
            found[-1].lines[last] += " " + line.strip()
        else:
            last, colon, value = line.partition(":")
            if not colon or last in found[-1].lines:
                raise ShorthandError(f"“{line}” is no new `name: value`.")
            found[-1].lines[last] = value.strip()
    return tuple(found)


def pitch(name: str) -> int:
    """Say which key a name as `F#4` is; C4 is 60."""
    match = _PITCH.fullmatch(name)
    if not match:
        raise ShorthandError(f"“{name}” is no pitch.")
    return pitch_class(match[1] + (match[2] or "")) + 12 * (int(match[3]) + 1)


def pitch_class(name: str) -> int:
    """Count semitones above C of a name as `Bb`; may lie outside 0..11 for Cb and B#, so that octaves stay right."""
    try:
        return _STEPS[name[0]] + _SHIFTS[name[1:]]
    except (KeyError, IndexError):
        raise ShorthandError(f"“{name}” is no note name.") from None


@lru_cache(maxsize=256)
def ticks(length: str) -> int:
    """Turn a length in quarters, as `1.5` or `1/3`, into ticks."""
    exact = Fraction(length) * TICKS
    if exact.denominator != 1 or exact <= 0:
        raise ShorthandError(f"A note of {length} quarters has no whole number of ticks.")
    return int(exact)


@dataclass(slots=True)
class _Writer:
    """Where the reading of one line of music stands."""

    at: int
    length: int = TICKS
    velocity: int = LOUDNESS["mf"]
    notes: list[Note] = field(default_factory=list)
    struck: int = 0  # how many notes a `~` makes longer

    def take(self, token: str) -> None:
        if token in LOUDNESS:
            self.velocity = LOUDNESS[token]
            return
        name, colon, length = token.partition(":")
        if colon:
            self.length = ticks(length)
        if name == "~":
            longer = self.notes[len(self.notes) - self.struck :]
            self.notes[len(self.notes) - self.struck :] = [
                Note(note.start, note.length + self.length, note.pitch, note.velocity) for note in longer
            ]
        else:
            pitches = () if name == "-" else tuple(pitch(one) for one in name.split("+"))
            self.notes += [Note(self.at, self.length, key, self.velocity) for key in pitches]
            self.struck = len(pitches)
        self.at += self.length


def music(text: str, bar_ticks: int, *, first_ticks: int = 0) -> tuple[tuple[Note, ...], int]:
    """Read one line of music; gives its notes and its length in ticks. Every bar must be full.

    `first_ticks` is the length of a short first bar, 0 where there is none.
    """
    writer = _Writer(0)
    for number, bar in enumerate(text.strip().strip("|").split("|")):
        start = writer.at
        for token in bar.split():
            writer.take(token)
        wanted = first_ticks if first_ticks and number == 0 else bar_ticks
        if writer.at - start != wanted:
            filled, full = (writer.at - start) / TICKS, wanted / TICKS
            raise ShorthandError(f"Bar {number + 1}, “{bar.strip()}”, lasts {filled:g} quarters, not {full:g}.")
    return tuple(writer.notes), writer.at
