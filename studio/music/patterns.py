"""Backing patterns: grids of steps a bar long that turn a row of chords into bass, chord and drum notes.

A grid is one character a step, the bar shared out evenly; bars are parted by `|` and repeat. Drums: `x` hit, `X` accent, `o` soft,
`g` hardly there, `d` two, `t` three, `q` four in one step. Bass: `1 3 5 7` that note of the chord, `8` the root above, `2 4 6` those
steps of the scale, `b` the step below the root, `5` below is `L`, `<` a semitone below the next root. Chords: `x` the whole chord, `o`
softly, `1`..`5` one of its notes counted from below. `-` goes on, `.` is silence; capitals (`X`) and `!` before a step are loud;
`/` before a step of the bass lets the note before slide into it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import lru_cache
from typing import TYPE_CHECKING, Final, NamedTuple

from studio.music.harmony import Sounding, voiced
from studio.music.piece import TICKS, Note
from studio.music.shorthand import Block, ShorthandError

if TYPE_CHECKING:
    from collections.abc import Iterator

DRUMS: Final = {
    "kick": 36, "rim": 37, "snare": 38, "clap": 39, "tom-low": 41, "hat": 42, "hat-pedal": 44, "hat-open": 46,
    "tom-mid": 47, "crash": 49, "tom-high": 50, "ride": 51, "tambourine": 54, "cowbell": 56, "bongo-high": 60,
    "bongo-low": 61, "conga-mute": 62, "conga-high": 63, "conga-low": 64, "timbale": 65, "cabasa": 69, "shaker": 70,
    "clave": 75, "block-high": 76, "block-low": 77, "triangle": 81, "dhol-high": 60, "dhol-low": 41,
}  # fmt: skip
"""Names of drums and their General MIDI keys; those General MIDI lacks are played by what is nearest."""
HIGH_TO_LOW: Final = (
    "triangle", "crash", "ride", "hat-open", "hat", "hat-pedal", "tambourine", "cabasa", "shaker", "cowbell", "clave",
    "block-high", "block-low", "timbale", "dhol-high", "bongo-high", "bongo-low", "conga-mute", "conga-high", "conga-low", "clap",
    "rim", "snare", "tom-high", "tom-mid", "tom-low", "dhol-low", "kick",
)  # fmt: skip
"""The drums as the rows of a grid, from the top."""
_HIT: Final = {"g": -42, "o": -26, "x": 0, "X": 16, "d": -8, "t": -12, "q": -16}
_MANY: Final = {"d": 2, "t": 3, "q": 4}
_SOFT_CHORD: Final = -14
_BASS: Final = {"1": 0, "8": 12, "2": 2, "4": 5, "6": 9, "b": -2}
SLIDE: Final = TICKS // 8
"""Ticks for which a note goes on under the one it slides into; where notes of a gliding bass lie over each other so, it glides."""
_BREATHES: Final = (
    (960, 0.5),
    (480, 0.2),
    (240, -0.2),
    (1, -0.7),
)  # how heavy what falls on such a place of the bar is
_ANSWER: Final = -0.3  # every second bar answers the one before, a little softer
_CHORD_STEP: Final = {"3": 1, "5": 2, "7": 3}


@dataclass(frozen=True, slots=True)
class Pattern:
    """One backing: grids by part (`bass`, `chords`, `pad`, or a drum), how loud and where each lies, and how it is played.

    `breath` is by how much velocity heavy places of the bar stand out, `late` by how many ticks a part drags behind the beat.
    """

    name: str
    grids: dict[str, tuple[str, ...]] = field(default_factory=dict)
    levels: dict[str, int] = field(default_factory=dict)
    around: dict[str, int] = field(default_factory=dict)
    swing: tuple[float, int] = (0.5, 8)
    breath: int = 0
    late: dict[str, int] = field(default_factory=dict)

    @property
    def bars(self) -> int:
        """How many bars pass before all grids have come round."""
        return max((len(bars) for bars in self.grids.values()), default=1)


NOTHING: Final = Pattern("")
_PARTS: Final = ("bass", "chords", "pad", "riff")
_LEVEL: Final = {"bass": 70, "chords": 58, "pad": 52, "riff": 64}
_AROUND: Final = {"bass": 40, "chords": 57, "pad": 60, "riff": 72}


def pattern(block: Block, head: dict[str, str] | None = None) -> Pattern:
    """Read a pattern from a block; what it leaves out (levels, places, swing) comes from `head`."""
    lines = {**(head or {}), **block.lines}
    grids = {
        name: tuple(bar.replace(" ", "") for bar in lines[name].strip("|").split("|"))
        for name in lines
        if name in DRUMS or name in _PARTS
    }
    percent, _, unit = lines.get("swing", "50 of 8").partition(" of ")
    return Pattern(
        block.name,
        grids,
        _numbers(lines.get("levels", "")),
        _numbers(lines.get("around", "")),
        (int(percent) / 100, int(unit or 8)),
        int(lines.get("breath", "0")),
        _numbers(lines.get("late", "")),
    )


def _numbers(text: str) -> dict[str, int]:
    """Read `bass 90, chords 60`."""
    pairs = (one.split() for one in text.split(",") if one.strip())
    return {name: int(number) for name, number in pairs}


class _Step(NamedTuple):
    """One thing a grid asks for: from, up to, which sign, whether loud, whether the note before slides into it."""

    start: int
    end: int
    sign: str
    loud: bool
    slid: bool


def step_signs(grid: str) -> tuple[str, ...]:
    """Cut a bar of a grid into its steps, each with the marks before it that take no time: `!` and `/`."""
    return tuple(re.findall(r"[!/]*[^!/]", grid))


@lru_cache(maxsize=2048)
def _steps(grid: str, bar_ticks: int) -> tuple[_Step, ...]:
    """Read one bar of a grid; `!` makes the next step loud, `/` lets the one before slide into it; neither takes time."""
    signs = [(step[-1], step[:-1]) for step in step_signs(grid)]
    step = bar_ticks // len(signs)
    if bar_ticks % len(signs) or (TICKS % step and step % TICKS):
        raise ShorthandError(f"“{grid}” has {len(signs)} steps, which do not share out a bar.")
    found, place = [], 0
    while place < len(signs):
        sign, marks = signs[place]
        last = place + 1
        while last < len(signs) and signs[last][0] == "-" and sign != ".":
            last += 1
        if sign not in ".-":
            found.append(_Step(place * step, last * step, sign, "!" in marks, "/" in marks))
        place = last
    return tuple(found)


def _swung(tick: int, swing: tuple[float, int], quarter: int = 480) -> int:
    """Move the second of each pair of eighths (or sixteenths) later; the pair itself keeps its length."""
    part, unit = swing
    if part == 0.5:  # noqa: PLR2004 - halves: nothing swings
        return tick
    pair = 2 * (4 * quarter // unit)
    base, off = divmod(tick, pair)
    half = pair / 2
    moved = off * part / 0.5 if off <= half else pair - (pair - off) * (1 - part) / 0.5
    return base * pair + round(moved)


def play(used: Pattern, part: str, row: tuple[Sounding, ...], bar_ticks: int, *, from_bar: int = 0) -> tuple[Note, ...]:
    """Play one part of a pattern over a row of chords that starts on a barline; ticks count from the row's own first tick.

    `part` is `bass`, `chords`, `pad` or `drums` (all drum grids together).
    """
    if not row:
        return ()
    names = [name for name in used.grids if name in DRUMS] if part == "drums" else [part] if part in used.grids else []
    return tuple(note for name in names for note in _felt(used, name, _written(used, name, row, bar_ticks, from_bar)))


def _written(used: Pattern, name: str, row: tuple[Sounding, ...], bar_ticks: int, from_bar: int) -> list[Note]:
    """Read one grid over a row of chords, bar by bar: evenly, each bar as heavy as its places are."""
    voicings = _voicings(row, used.around.get(name, _AROUND.get(name, 57))) if name in _PARTS and name != "bass" else {}
    grids = used.grids[name]
    notes: list[Note] = []
    for bar, start in enumerate(range(row[0].start, row[-1].end, bar_ticks), from_bar):
        for written in _steps(grids[bar % len(grids)], bar_ticks):
            step = written._replace(start=start + written.start, end=start + written.end)
            struck = _drum(used, name, step) if name in DRUMS else _pitched(used, name, step, row, voicings)
            if step.slid and notes and notes[-1].end == step.start:
                last = notes[-1]
                notes[-1] = Note(last.start, last.length + min(SLIDE, step.end - step.start), last.pitch, last.velocity)
            for note in struck:
                more = round(used.breath * (_heavy(note.start - start) + bar % 2 * _ANSWER))
                notes.append(Note(note.start, note.length, note.pitch, _fit(note.velocity + more)))
    return notes


def _heavy(place: int) -> float:
    """How heavy a place of the bar is, 1 at its beginning: what falls there is played a little stronger."""
    return next(weight for ticks, weight in _BREATHES if place % ticks == 0) if place else 1.0


def _felt(used: Pattern, name: str, notes: list[Note]) -> Iterator[Note]:
    """Swing notes, and let those of a part that drags begin later; they end when they would have."""
    late = used.late.get(name, 0)
    for note in notes:
        start, end = _swung(note.start, used.swing), _swung(note.end, used.swing)
        start = min(start + late, max(start, end - 1))
        yield Note(start, max(1, end - start), note.pitch, note.velocity)


def _drum(used: Pattern, name: str, step: _Step) -> list[Note]:
    if step.sign not in _HIT:
        raise ShorthandError(f"“{step.sign}” is no stroke of a drum.")
    times = _MANY.get(step.sign, 1)
    each = (step.end - step.start) // times
    loud = used.levels.get(name, used.levels.get("drums", 84)) + _HIT[step.sign] + (16 if step.loud else 0)
    return [Note(step.start + n * each, max(1, each), DRUMS[name], _fit(loud)) for n in range(times)]


def _voicings(row: tuple[Sounding, ...], around: int) -> dict[int, tuple[int, ...]]:
    """Lay each chord of a row so that one leads to the next; by the tick where it starts."""
    laid: dict[int, tuple[int, ...]] = {}
    before: tuple[int, ...] = ()
    for sounding in row:
        before = voiced(sounding.chord, around, before)
        laid[sounding.start] = before
    return laid


def _pitched(
    used: Pattern, name: str, step: _Step, row: tuple[Sounding, ...], voicings: dict[int, tuple[int, ...]]
) -> list[Note]:
    """Play one step of a pitched part; a step held over a change of chord is struck anew with the new one."""
    level = used.levels.get(name, _LEVEL[name]) + (14 if step.loud or step.sign == "X" else 0)
    level += _SOFT_CHORD if step.sign == "o" else 0
    notes: list[Note] = []
    for place, sounding in enumerate(row):
        start, end = max(step.start, sounding.start), min(step.end, sounding.end)
        if start >= end:
            continue
        keys: tuple[int, ...]
        if name == "bass":
            following = row[(place + 1) % len(row)]
            keys = (_bass_key(step.sign, sounding, following, used.around.get("bass", _AROUND["bass"])),)
        else:
            keys = _chord_keys(step.sign, voicings[sounding.start])
        notes += [Note(start, end - start, key, _fit(level)) for key in keys]
    return notes


def _bass_key(sign: str, now: Sounding, following: Sounding, around: int) -> int:
    low = around - 7
    root = low + (now.chord.bass - low) % 12
    if sign == "<":
        below = root + (following.chord.bass - now.chord.bass + 5) % 12 - 5 - 1
        return below if below >= low else below + 12
    if sign == "L":
        return root + _bass_step(now, "5") - 12
    return root + _bass_step(now, sign)


def _bass_step(now: Sounding, sign: str) -> int:
    """Semitones from the bass note up to the asked note of the chord; over a slash bass only its own notes are used."""
    if sign in _BASS:
        return _BASS[sign]
    if sign not in _CHORD_STEP:
        raise ShorthandError(f"“{sign}” is no step of a bass.")
    steps = [step for step in now.chord.steps if step < 12]  # noqa: PLR2004 - an octave: ninths are not for the bass
    asked = steps[-1] if sign == "5" and len(steps) < 3 else steps[min(_CHORD_STEP[sign], len(steps) - 1)]  # noqa: PLR2004 - a bare fifth
    return (now.chord.root + asked - now.chord.bass) % 12


def _chord_keys(sign: str, layout: tuple[int, ...]) -> tuple[int, ...]:
    if sign in "xXo":
        return layout
    if not sign.isdigit() or sign == "0":
        raise ShorthandError(f"“{sign}” is no step of a chord.")
    octave, place = divmod(int(sign) - 1, len(layout))
    return (layout[place] + 12 * octave,)


def _fit(velocity: int) -> int:
    return min(127, max(1, velocity))
