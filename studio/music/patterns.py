"""Backing patterns: grids of steps a bar long that turn a row of chords into bass, chord and drum notes.

A grid is one character a step, the bar shared out evenly; bars are parted by `|` and repeat. Drums: `x` hit, `X` accent, `o` soft,
`d` two, `t` three in one step. Bass: `1 3 5 7` that note of the chord, `8` the root above, `6` and `2` those steps of the scale, `5`
below is `L`, `<` a semitone below the next root. Chords: `x` the whole chord, `1`..`5` one of its notes counted from below. `-` goes on,
`.` is silence; capitals (`X`) and `!` before a step are loud.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from studio.music.harmony import Sounding, voiced
from studio.music.piece import Note
from studio.music.shorthand import Block, ShorthandError

if TYPE_CHECKING:
    from collections.abc import Iterator

DRUMS: Final = {
    "kick": 36, "rim": 37, "snare": 38, "clap": 39, "tom-low": 41, "hat": 42, "hat-pedal": 44, "hat-open": 46,
    "tom-mid": 47, "crash": 49, "tom-high": 50, "ride": 51, "tambourine": 54, "cowbell": 56, "bongo-high": 60,
    "bongo-low": 61, "conga-mute": 62, "conga-high": 63, "conga-low": 64, "timbale": 65, "cabasa": 69, "shaker": 70,
    "clave": 75, "block-high": 76, "block-low": 77, "triangle": 81,
}  # fmt: skip
"""Names of drums and their General MIDI keys."""
_HIT: Final = {"o": -26, "x": 0, "X": 16, "d": -8, "t": -12}
_MANY: Final = {"d": 2, "t": 3}
_BASS: Final = {"1": 0, "8": 12, "2": 2, "6": 9}
_CHORD_STEP: Final = {"3": 1, "5": 2, "7": 3}


@dataclass(frozen=True, slots=True)
class Pattern:
    """One backing: grids by part (`bass`, `chords`, `pad`, or a drum), how loud and where each lies, and the swing."""

    name: str
    grids: dict[str, tuple[str, ...]] = field(default_factory=dict)
    levels: dict[str, int] = field(default_factory=dict)
    around: dict[str, int] = field(default_factory=dict)
    swing: tuple[float, int] = (0.5, 8)

    @property
    def bars(self) -> int:
        """How many bars pass before all grids have come round."""
        return max((len(bars) for bars in self.grids.values()), default=1)


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
    )


def _numbers(text: str) -> dict[str, int]:
    """Read `bass 90, chords 60`."""
    pairs = (one.split() for one in text.split(",") if one.strip())
    return {name: int(number) for name, number in pairs}


@dataclass(frozen=True, slots=True)
class _Step:
    """One thing a grid asks for: from, up to, which sign, whether loud."""

    start: int
    end: int
    sign: str
    loud: bool


def _steps(grid: str, start: int, bar_ticks: int) -> Iterator[_Step]:
    """Read one bar of a grid; `!` makes the next step loud and takes no time."""
    signs: list[tuple[str, bool]] = []
    loud = False
    for sign in grid:
        if sign == "!":
            loud = True
            continue
        signs.append((sign, loud))
        loud = False
    if bar_ticks % len(signs):
        raise ShorthandError(f"“{grid}” has {len(signs)} steps, which do not share out a bar.")
    step = bar_ticks // len(signs)
    place = 0
    while place < len(signs):
        sign, loud = signs[place]
        last = place + 1
        while last < len(signs) and signs[last][0] == "-" and sign != ".":
            last += 1
        if sign not in ".-":
            yield _Step(start + place * step, start + last * step, sign, loud)
        place = last


def _swung(tick: int, swing: tuple[float, int], quarter: int = 480) -> int:
    """Move the second of each pair of eighths (or sixteenths) later; the pair itself keeps its length."""
    part, unit = swing
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
    first, last = row[0].start, row[-1].end
    names = [name for name in used.grids if name in DRUMS] if part == "drums" else [part] if part in used.grids else []
    notes: list[Note] = []
    for name in names:
        grids = used.grids[name]
        voicings = (
            _voicings(row, used.around.get(name, _AROUND.get(name, 57))) if name in _PARTS and name != "bass" else {}
        )
        for bar, start in enumerate(range(first, last, bar_ticks)):
            for step in _steps(grids[(bar + from_bar) % len(grids)], start, bar_ticks):
                if name in DRUMS:
                    notes += _drum(used, name, step)
                else:
                    notes += _pitched(used, name, step, row, voicings)
    return tuple(
        Note(at := _swung(note.start, used.swing), max(1, _swung(note.end, used.swing) - at), note.pitch, note.velocity)
        for note in notes
    )


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
        return root + (following.chord.bass - now.chord.bass + 5) % 12 - 5 - 1
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
