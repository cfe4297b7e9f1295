"""What one element of MusicXML says of a note: its pitch, its length by its shape, its finger, its name."""

from __future__ import annotations

import re
from fractions import Fraction
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

STEPS: Final = {"C": 0, "D": 2, "E": 4, "F": 5, "G": 7, "A": 9, "B": 11}
TYPES: Final[dict[str, Fraction]] = {
    "maxima": Fraction(32), "long": Fraction(16), "breve": Fraction(8), "whole": Fraction(4), "half": Fraction(2),
    "quarter": Fraction(1), "eighth": Fraction(1, 2),
    "16th": Fraction(1, 4), "32nd": Fraction(1, 8), "64th": Fraction(1, 16), "128th": Fraction(1, 32),
}  # fmt: skip
KINDS: Final = {
    "major": "", "minor": "m", "dominant": "7", "major-seventh": "maj7", "minor-seventh": "m7", "diminished": "dim",
    "diminished-seventh": "dim7", "half-diminished": "m7b5", "augmented": "aug", "augmented-seventh": "aug",
    "major-minor": "mmaj7", "major-sixth": "6", "minor-sixth": "m6", "dominant-ninth": "9", "major-ninth": "maj9",
    "minor-ninth": "m9", "suspended-second": "sus2", "suspended-fourth": "sus4", "power": "5", "minor-11th": "m11",
    "dominant-11th": "9", "dominant-13th": "9", "major-13th": "maj9", "minor-13th": "m11",
}  # fmt: skip
_KIT: Final = {
    "D4": 44, "E4": 35, "F4": 36, "G4": 43, "A4": 41, "B4": 45, "C5": 38, "D5": 47, "E5": 48, "F5": 51, "G5": 42, "A5": 49,
}  # fmt: skip
_FARTHEST: Final = 3  # no note has more than three sharps or flats


def whole(said: str | None, usual: int) -> int:
    """A number as a score writes it, which may be none."""
    try:
        return round(float(said or usual))
    except (ValueError, OverflowError):
        return usual


def amount(said: str | None) -> Fraction | None:
    """A number as a score writes it, exactly; None where it is none."""
    try:
        return Fraction((said or "").strip())
    except (ValueError, ZeroDivisionError):
        return None


def shape(note: Element) -> Fraction:
    """How many quarters a note lasts by its shape, dots and tuplet; 0 where it has none."""
    quarters = TYPES.get((note.findtext("type") or "").strip(), Fraction(0))
    quarters *= 2 - Fraction(1, 2 ** len(note.findall("dot")))
    actual, normal = (amount(note.findtext(f"time-modification/{one}-notes")) for one in ("actual", "normal"))
    return quarters * normal / actual if actual and normal else quarters


def pitch(written: Element, moved: int) -> int | None:
    """The key of a written pitch, for an instrument that sounds `moved` semitones higher; None where there is no such key."""
    step, octave = (written.findtext("step") or "").strip(), whole(written.findtext("octave"), 4)
    alter = whole(written.findtext("alter"), 0)
    alter = alter if abs(alter) <= _FARTHEST else 0
    return on_keys(12 * (octave + 1) + STEPS[step] + alter + moved) if step in STEPS else None


def place(drum: Element) -> int | None:
    """The drum that is meant by the line on which one without a number of its own is shown, as drummers read; else that key."""
    step, octave = (drum.findtext("display-step") or "").strip(), whole(drum.findtext("display-octave"), 4)
    return _KIT.get(f"{step}{octave}") or on_keys(12 * (octave + 1) + STEPS.get(step, 0))


def moved_key(fifths: int, semitones: int) -> int:
    """The signature that sounds where one is written for an instrument that sounds so many semitones higher."""
    return fifths if semitones % 12 == 0 else (fifths + 7 * semitones + 5) % 12 - 5


def finger(child: Element) -> int:
    """The finger that a score says, 1 to 5; the first of two that change on a held key."""
    said = child.findtext("notations/technical/fingering") or ""
    found = re.search(r"[1-5]", said)
    return int(found[0]) if found else 0


def on_keys(pitch: int) -> int | None:
    """A pitch that MIDI has; None for others."""
    return pitch if 0 <= pitch <= 127 else None  # noqa: PLR2004 - MIDI's keys


def name(child: Element | None, kind: str) -> str:
    """The letter of a chord's root or bass with its sign; empty where there is none."""
    if child is None:
        return ""
    step = (child.findtext(f"{kind}-step") or "").strip()
    alter = whole(child.findtext(f"{kind}-alter"), 0)
    return step + {1: "#", -1: "b"}.get(alter, "") if step in STEPS else ""
