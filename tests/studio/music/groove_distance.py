"""How far two grooves are apart: what the drums strike, how it feels, and what the bass does; each from 0, the same, to 1."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass, replace
from math import log2
from statistics import fmean
from typing import TYPE_CHECKING, NamedTuple

from studio.music import grooves
from studio.music.patterns import DRUMS, step_signs

if TYPE_CHECKING:
    from collections.abc import Mapping

    from studio.music.grooves import Groove
    from studio.music.patterns import Pattern
    from studio.music.piece import Note

FAMILIES = {
    "low": ({"kick", "tom-low", "dhol-low"}, 0.4),
    "back": ({"snare", "clap", "rim", "tom-mid", "tom-high"}, 0.35),
    "fine": ({"hat", "hat-open", "hat-pedal", "ride", "shaker", "tambourine", "cabasa", "triangle"}, 0.15),
    "other": (set(), 0.1),
}
FAMILY = {DRUMS[name]: family for family, (names, _) in FAMILIES.items() for name in names}
Places = dict[int, float]  # tick -> how strongly something begins there


class Apart(NamedTuple):
    """Distances of two grooves."""

    drums: float
    feel: float
    bass: float

    @property
    def total(self) -> float:
        """All three, the drums first."""
        return 0.45 * self.drums + 0.25 * self.feel + 0.3 * self.bass


@dataclass(frozen=True)
class Character:
    """What a groove is told by."""

    drums: Mapping[str, Places]  # of two bars of each pattern, as the grids have them: neither swung nor late
    bass: tuple[
        tuple[int, float, int], ...
    ]  # likewise over one chord: tick, length in quarters, semitones above the root
    bpm: float
    swing: float  # how much later than straight the second of a pair comes; below 0 for pairs of eighths
    metre: str
    touch: float  # by how much velocity its strokes differ


def character(groove: Groove) -> Character:
    """Take down what a groove is told by."""
    share, unit = groove.loop[0].swing
    steps = len(step_signs(next(iter(groove.loop[0].grids.values()))[0]))
    threes = " in threes" if steps // groove.metre.beats % 3 == 0 else ""
    struck = [note.velocity for note in _part(groove, "drums", bars=groove.bars)]
    middle = fmean(struck)
    return Character(
        _drums(groove),
        _line(groove),
        groove.bpm,
        (share - 0.5) * (1 if unit == 16 else -1),
        f"{groove.metre.beats}/{groove.metre.unit}{threes}",
        fmean(abs(each - middle) for each in struck),
    )


def apart(one: Character, other: Character) -> Apart:
    """Measure how far two grooves are apart."""
    weights = {family: weight for family, (_, weight) in FAMILIES.items() if one.drums[family] or other.drums[family]}
    drums = sum(weight * _unlike(one.drums[family], other.drums[family]) for family, weight in weights.items())
    return Apart(drums / sum(weights.values()), _feel(one, other), _bass(one, other))


def _feel(one: Character, other: Character) -> float:
    tempo = min(1.0, abs(log2(one.bpm / other.bpm)))
    swing = min(1.0, abs(one.swing - other.swing) / 0.12)
    touch = min(1.0, abs(one.touch - other.touch) / 12)
    return min(1.0, 0.5 * tempo + 0.3 * swing + 0.2 * touch + 0.6 * (one.metre != other.metre))


def _bass(one: Character, other: Character) -> float:
    """By where its notes begin, how long they are, and which steps above the root they take there."""
    rhythm = _unlike(dict.fromkeys((n for n, _, _ in one.bass), 1.0), dict.fromkeys((n for n, _, _ in other.bass), 1.0))
    steps, others = {(n, step) for n, _, step in one.bass}, {(n, step) for n, _, step in other.bass}
    length = abs(fmean(long for _, long, _ in one.bass) - fmean(long for _, long, _ in other.bass))
    return 0.4 * rhythm + 0.4 * (1 - len(steps & others) / len(steps | others)) + 0.2 * min(1.0, length)


def _unlike(mine: Places, yours: Places) -> float:
    """1 where nothing falls on the same places, 0 where all does, equally strongly."""
    both = {*mine, *yours}
    least, most = (sum(pick(mine.get(n, 0.0), yours.get(n, 0.0)) for n in both) for pick in (min, max))
    return 1 - least / most if most else 0.0


def _drums(groove: Groove) -> Mapping[str, Places]:
    found: dict[str, Counter[int]] = defaultdict(Counter)
    for number, shape in enumerate(groove.loop):
        for note in _part(_only(groove, shape), "drums"):
            found[FAMILY.get(note.pitch, "other")][note.start + number * 10_000] += note.velocity
    return {family: dict(found[family]) for family in FAMILIES}


def _line(groove: Groove) -> tuple[tuple[int, float, int], ...]:
    return tuple(
        (note.start + number * 10_000, note.length / 480, note.pitch % 12)
        for number, shape in enumerate(groove.loop)
        for note in _part(_only(groove, shape), "bass")
    )


def _part(groove: Groove, role: str, bars: int = 2) -> tuple[Note, ...]:
    """The notes of a part over one chord that stays; two bars have no fill."""
    written = grooves.groove_piece(groove, bars=bars, chords=("C",) * (bars + 1))
    return next(part.notes for part in written.parts if part.role == role)


def _only(groove: Groove, shape: Pattern) -> Groove:
    return replace(groove, loop=(replace(shape, swing=(0.5, 16), late={}),))
