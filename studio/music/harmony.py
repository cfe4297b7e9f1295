"""Chords: what a symbol as `Am7` holds, when it sounds in a row of bars, and how it lies under a hand."""

from __future__ import annotations

import re
from functools import lru_cache
from itertools import pairwise, product
from typing import Final, NamedTuple

from studio.music.shorthand import ShorthandError, pitch_class, ticks

_KINDS: Final = {
    "": (0, 4, 7), "m": (0, 3, 7), "5": (0, 7), "7": (0, 4, 7, 10), "maj7": (0, 4, 7, 11), "m7": (0, 3, 7, 10),
    "6": (0, 4, 7, 9), "m6": (0, 3, 7, 9), "dim": (0, 3, 6), "dim7": (0, 3, 6, 9), "m7b5": (0, 3, 6, 10),
    "aug": (0, 4, 8), "sus2": (0, 2, 7), "sus4": (0, 5, 7), "7sus4": (0, 5, 7, 10), "add9": (0, 4, 7, 14),
    "madd9": (0, 3, 7, 14), "9": (0, 4, 7, 10, 14), "maj9": (0, 4, 7, 11, 14), "m9": (0, 3, 7, 10, 14),
    "m11": (0, 3, 7, 10, 17), "mmaj7": (0, 3, 7, 11),
}  # fmt: skip
_SYMBOL: Final = re.compile(r"([A-G](?:#|b)?)([a-z0-9]*)(?:/([A-G](?:#|b)?))?")
NAMES: Final = ("C", "Db", "D", "Eb", "E", "F", "Gb", "G", "Ab", "A", "Bb", "B")


class Chord(NamedTuple):
    """A chord: pitch class of its root, its kind as in a symbol, the pitch class in the bass."""

    root: int
    kind: str
    bass: int

    @property
    def steps(self) -> tuple[int, ...]:
        """Semitones of its notes above the root, root first; 14 is the ninth."""
        return _KINDS[self.kind]

    @property
    def classes(self) -> frozenset[int]:
        """Its pitch classes, the bass with them."""
        return frozenset((self.root + step) % 12 for step in self.steps) | {self.bass}

    def moved(self, semitones: int) -> Chord:
        """Transpose it."""
        return Chord((self.root + semitones) % 12, self.kind, (self.bass + semitones) % 12)

    @property
    def symbol(self) -> str:
        """Its name, as `Bbm7/F`."""
        return NAMES[self.root] + self.kind + ("" if self.bass == self.root else "/" + NAMES[self.bass])


class Sounding(NamedTuple):
    """A chord and the ticks from which and up to which it sounds."""

    start: int
    end: int
    chord: Chord


@lru_cache(maxsize=256)
def chord(symbol: str) -> Chord:
    """Read a symbol as `F#m7` or `C/E`."""
    match = _SYMBOL.fullmatch(symbol)
    if not match or match[2] not in _KINDS:
        raise ShorthandError(f"“{symbol}” is no chord known here.")
    root = pitch_class(match[1]) % 12
    return Chord(root, match[2], pitch_class(match[3]) % 12 if match[3] else root)


_ALSO: Final = {
    "M7": "maj7", "Maj7": "maj7", "M": "", "maj": "", "min": "m", "mi": "m", "-": "m", "min7": "m7", "mi7": "m7", "-7": "m7",
    "dom7": "7", "+": "aug", "aug7": "aug", "o": "dim", "o7": "dim7", "sus": "sus4", "7sus": "7sus4", "13": "9", "11": "7",
    "maj6": "6", "min6": "m6", "maj13": "maj9", "m13": "m11", "min9": "m9", "min11": "m11", "M9": "maj9", "M13": "maj9",
    "°": "dim", "°7": "dim7", "ø": "m7b5", "ø7": "m7b5", "min7b5": "m7b5", "mi7b5": "m7b5", "-7b5": "m7b5", "m7-5": "m7b5",
    "mM7": "mmaj7", "m(maj7": "mmaj7", "minmaj7": "mmaj7", "+7": "aug", "7#5": "aug", "9sus4": "7sus4", "9sus": "7sus4", "add2": "add9",
}  # fmt: skip
"""Other ways in which people write kinds of chords; some stand for the nearest that is known here."""


def known(written: str) -> Chord | None:
    """Read a symbol as people write it, `F#min7/A`; None where it is no chord known here."""
    plain = written.strip().replace("\u266d", "b").replace("\u266f", "#")
    root, _, below = plain.partition("/")
    found = re.fullmatch(r"([A-G][#b]?)(.*)", root)
    if not found:
        return None
    kind = found[2].strip("() ")
    bass = re.fullmatch(r"[A-G][#b]?", below.strip())
    try:
        return chord(found[1] + _ALSO.get(kind, kind) + (f"/{bass[0]}" if bass else ""))
    except ShorthandError:
        return chord(found[1] + _simpler(kind))


def _simpler(kind: str) -> str:
    """The nearest plain kind: a major seventh stays major, as in `ma7` and `maj7#11`, whose seventh is no seventh of the blues."""
    if kind.startswith(("ma", "Ma", "M", "\u0394")):
        return "maj7" if re.search(r"7|9|11|13", kind) or kind == "\u0394" else ""
    if kind.startswith(("m", "-")):
        return "m"
    return "7" if "7" in kind else ""


def harmony(text: str, bar_ticks: int, *, first_ticks: int = 0) -> tuple[Sounding, ...]:
    """Read a row of chords: `C | Am:3 G:1 | % | F G`; lengths in quarters, else the bar is shared out; `%` is the bar before.

    A short first bar (`first_ticks` long) has no chord.
    """
    row: list[Sounding] = []
    at, before = first_ticks, ""
    for written in text.strip().strip("|").split("|"):
        bar = before if written.strip() == "%" else written.strip()
        symbols = bar.split()
        start = at
        for symbol in symbols:
            name, colon, length = symbol.partition(":")
            lasts = ticks(length) if colon else bar_ticks // len(symbols)
            row.append(Sounding(at, at + lasts, chord(name)))
            at += lasts
        if at - start != bar_ticks:
            raise ShorthandError(f"The chords “{bar}” do not fill their bar.")
        before = bar
    return tuple(row)


@lru_cache(maxsize=4096)
def voiced(wanted: Chord, around: int, before: tuple[int, ...] = (), most: int = 4) -> tuple[int, ...]:
    """Lay a chord within a tenth around a pitch, moving as little as may be from the chord before; lowest note first.

    Where a chord has more than `most` notes its fifth goes first, then its root (the bass has it).
    """
    steps = list(wanted.steps)
    for spare in (7, 0):
        if len(steps) > most and spare in steps:
            steps.remove(spare)
    classes = [(wanted.root + step) % 12 for step in steps]
    keys = [[key for key in range(around - 8, around + 9) if key % 12 == one] for one in classes]
    layouts = {tuple(sorted(keys)) for keys in product(*keys)}
    return min(layouts, key=lambda layout: (_unease(layout, around, before), layout))


def _unease(layout: tuple[int, ...], around: int, before: tuple[int, ...]) -> float:
    """How badly a layout lies: far from its place, far from the chord before, wide, or with a rub at the bottom."""
    off_centre = abs(sum(layout) / len(layout) - around)
    leap = sum(min(abs(key - other) for other in before) for key in layout) if before else 0.0
    wide = max(0, layout[-1] - layout[0] - 12)
    rub = 4 if len(layout) > 1 and layout[1] - layout[0] < 3 else 0  # noqa: PLR2004 - seconds sound muddy low down
    rub += 3 * sum(b - a == 1 for a, b in pairwise(layout))
    return off_centre + leap + 2 * wide + rub
