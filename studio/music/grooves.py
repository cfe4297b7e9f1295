"""Grooves: drum, bass and chord patterns in a style, written in assets, played in any key, tempo and row of chords."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import lru_cache
from importlib import resources
from typing import TYPE_CHECKING, Final, Literal

from studio.music.harmony import NAMES, Sounding, chord, harmony
from studio.music.patterns import DRUMS, HIGH_TO_LOW, NOTHING, Pattern, pattern, play
from studio.music.piece import Key, Metre, Note, Part, Piece, Role, Section, Tempo
from studio.music.shorthand import ShorthandError, blocks, pitch_class
from studio.music.tunes import key as read_key

if TYPE_CHECKING:
    from importlib.resources.abc import Traversable

SCALES: Final = {
    "minor pentatonic": (0, 3, 5, 7, 10),
    "major pentatonic": (0, 2, 4, 7, 9),
    "minor": (0, 2, 3, 5, 7, 8, 10),
    "dorian": (0, 2, 3, 5, 7, 9, 10),
    "major": (0, 2, 4, 5, 7, 9, 11),
    "blues": (0, 3, 5, 6, 7, 10),
}
"""Keys that fit, in semitones above the home note."""
Colour = Literal["plain", "sevenths", "ninths", "power"]
COLOURS: Final[tuple[Colour, ...]] = ("plain", "sevenths", "ninths", "power")
_ORDER: Final = "order.txt"
_SHARED: Final = ("levels", "around", "swing", "breath", "late")
_ONCE: Final = frozenset({"intro", "fill", "end"})
_PARTS: Final[tuple[tuple[str, Role], ...]] = (
    ("drums", "drums"), ("bass", "bass"), ("chords", "chords"), ("pad", "chords"), ("riff", "other"),
)  # fmt: skip
_NAMES: Final = {"drums": "Drums", "bass": "Bass", "chords": "Chords", "pad": "Long chords", "riff": "Riff"}


@dataclass(frozen=True, slots=True)
class Groove:
    """A style to play over: `scale` holds semitones above the home note, `slowest`..`fastest` the tempos at which it still sounds right.

    `colour` says how rich its chords are, `more_drums` names drums it does not strike itself and that suit it.
    """

    id: str
    title: str
    about: str
    feels: tuple[str, ...]
    bpm: float
    slowest: float
    fastest: float
    metre: Metre
    key: Key
    scale: tuple[int, ...]
    chords: tuple[str, ...]
    sounds: dict[str, str]
    loop: tuple[Pattern, ...]
    fill: Pattern
    ending: Pattern
    intro: Pattern = NOTHING
    colour: Colour = "plain"
    more_drums: tuple[str, ...] = ()

    @property
    def bars(self) -> int:
        """Bars in one loop: each of its patterns once over the row of chords."""
        return len(self.chords) * len(self.loop)


def names() -> tuple[str, ...]:
    """Ids of the grooves in the order in which they are offered; the first waits behind the first key."""
    return tuple(_folder().joinpath(_ORDER).read_text("utf-8").split())


@lru_cache(maxsize=64)
def groove(name: str) -> Groove:
    """Read one groove from assets. ShorthandError says what is wrong with it."""
    text = _folder().joinpath(f"{name}.txt").read_text("utf-8")
    try:
        return read(name, text)
    except (KeyError, ShorthandError) as error:
        raise ShorthandError(f"{name}.txt: {error}") from error


def read(name: str, text: str) -> Groove:
    """Turn the text of a groove into values. Its blocks: `intro`, one or more of the loop, then `fill` (its last bar) and `end`."""
    head, *rest = blocks(text)
    facts = head.lines
    shared: dict[str, str] = {line: facts[line] for line in _SHARED if line in facts}
    patterns = {block.name: pattern(block, shared) for block in rest}
    slowest, _, fastest = facts["tempos"].partition("-")
    beats, _, unit = facts.get("metre", "4/4").partition("/")
    loop = tuple(one for label, one in patterns.items() if label not in _ONCE)
    return Groove(
        name,
        facts["title"],
        facts["about"],
        tuple(word.strip() for word in facts["feels"].split(",")),
        float(facts["tempo"]),
        float(slowest),
        float(fastest),
        Metre(0, int(beats), int(unit)),
        read_key(facts["key"]),
        SCALES[facts["scale"]],
        tuple(bar.strip() for bar in facts["chords"].split("|")),
        dict(one.split() for one in facts["sounds"].split(",")),
        loop,
        patterns["fill"],
        patterns["end"],
        patterns["intro"],
        _colour(facts.get("colour", "plain")),
        tuple(facts.get("rows", "").split()),
    )


def _colour(name: str) -> Colour:
    if name not in COLOURS:
        raise ShorthandError(f"“{name}” is no colour of chords.")
    return COLOURS[COLOURS.index(name)]


def rows_of(used: Groove) -> tuple[str, ...]:
    """Name the drums of a groove as the rows of a grid, high to low: those it strikes, and those that suit it besides."""
    patterns = (used.intro, *used.loop, used.fill, used.ending)
    struck = {name for each in patterns for name in each.grids if name in DRUMS}
    return tuple(name for name in HIGH_TO_LOW if name in struck or name in used.more_drums)


def moved(symbols: str, semitones: int) -> str:
    """Transpose a bar of chord symbols, as `Am7 D7`; lengths stay."""
    shifted = []
    for written in symbols.split():
        name, colon, length = written.partition(":")
        shifted.append(chord(name).moved(semitones).symbol + colon + length)
    return " ".join(shifted)


def in_key(used: Groove, tonic: str) -> Groove:
    """Give the same groove with another home note, as `F#`; major stays major, minor minor."""
    if tonic not in (*NAMES, "C#", "D#", "F#", "G#", "A#"):
        raise ShorthandError(f"“{tonic}” is no home note.")
    semitones = (pitch_class(tonic) - used.key.tonic) % 12
    if semitones == 0:
        return used
    home = read_key(f"{NAMES[(used.key.tonic + semitones) % 12]} {used.key.mode}")
    return replace(used, key=home, chords=tuple(moved(bar, semitones) for bar in used.chords))


def fitting(used: Groove, low: int = 21, high: int = 108) -> frozenset[int]:
    """Name the keys from `low` to `high` that fit a groove whatever its chord: those to light."""
    classes = {(used.key.tonic + step) % 12 for step in used.scale}
    return frozenset(pitch for pitch in range(low, high + 1) if pitch % 12 in classes)


def groove_piece(
    used: Groove,
    *,
    bars: int = 0,
    chords: tuple[str, ...] = (),
    bpm: float = 0.0,
    intro: bool = False,
    ending: bool = False,
) -> Piece:
    """Write a groove out as a piece that loops without a seam.

    `bars` is how long (one loop where 0), `chords` another row of bars, `bpm` another tempo. The last bar of each round of the
    loop has the fill; with `intro` some bars lead in, with `ending` one bar more closes it: then the loop is the section "Loop".
    """
    row = chords or used.chords
    length = bars or len(row) * len(used.loop)
    bar_ticks = used.metre.bar_ticks
    before = used.intro.bars * bar_ticks if intro else 0
    notes: dict[str, list[Note]] = {part: [] for part, _ in _PARTS}
    if intro:
        first_bars = tuple(row[bar % len(row)] for bar in range(used.intro.bars))
        _add(notes, used.intro, _row(first_bars, 0, bar_ticks), bar_ticks)
    for first in range(0, length, len(row)):
        count = min(len(row), length - first)
        shape = used.loop[first // len(row) % len(used.loop)]
        stretch = _row(row[:count], before + first * bar_ticks, bar_ticks)
        if count < len(row) or shape is not used.loop[-1]:
            _add(notes, shape, stretch, bar_ticks)
            continue
        last = before + (first + count - 1) * bar_ticks
        _add(notes, shape, tuple(one for one in stretch if one.start < last), bar_ticks)
        filled = {part: used.fill if _has(used.fill, part) else shape for part, _ in _PARTS}
        for part, used_here in filled.items():
            rest = tuple(one for one in stretch if one.start >= last)
            notes[part] += play(used_here, part, rest, bar_ticks, from_bar=count - 1)
    end = before + length * bar_ticks
    sections = [Section("Intro", 0, before)] if intro else []
    sections.append(Section("Loop", before, end))
    if ending:
        _add(notes, used.ending, _row((row[0].split()[0].partition(":")[0],), end, bar_ticks), bar_ticks)
        sections.append(Section("Ending", end, end + bar_ticks))
    parts = tuple(
        Part(_NAMES[name], role, used.sounds[name], tuple(notes[name])) for name, role in _PARTS if notes[name]
    )
    tempos, last_tick = (Tempo(0, bpm or used.bpm),), sections[-1].end
    return Piece(used.title, parts, tempos, (used.metre,), used.key, tuple(sections), (), last_tick)


def _add(notes: dict[str, list[Note]], shape: Pattern, row: tuple[Sounding, ...], bar_ticks: int) -> None:
    """Let every part of a pattern play over a stretch of chords."""
    for part, _ in _PARTS:
        notes[part] += play(shape, part, row, bar_ticks)


def _has(shape: Pattern, part: str) -> bool:
    """Whether a fill says anything of this part (drums: any drum)."""
    others = {"bass", "chords", "pad", "riff"}
    return part in shape.grids if part in others else any(name not in others for name in shape.grids)


def _row(bars: tuple[str, ...], start: int, bar_ticks: int) -> tuple[Sounding, ...]:
    return tuple(
        Sounding(one.start + start, one.end + start, one.chord) for one in harmony(" | ".join(bars), bar_ticks)
    )


def _folder() -> Traversable:
    return resources.files("assets") / "grooves"
