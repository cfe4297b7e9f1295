"""Where in a bar notes usually fall, and how far it usually is from one to the next: what a reader expects before hearing."""

from __future__ import annotations

from functools import lru_cache
from typing import Any, Final, Literal

GridName = Literal["beat", "eighth", "sixteenth", "triplet", "mixed"]
GRIDS: Final[tuple[GridName, ...]] = ("beat", "eighth", "sixteenth", "triplet", "mixed")

TWELFTHS: Final = 12
"""Places in a quarter: sixteenths are 3 apart, triplet eighths 4."""

_DOTTED: Final = 18  # a dotted quarter
_EIGHTH: Final = 6
_WHOLE: Final = 48
# How likely a place is struck in music for beginners. Only their order and rough size matter: what the playing itself shows
# soon outweighs them. Triplets are a rare guest among halves of a beat, so that loose playing does not become triplets.
_SIMPLE: Final = {0: 0.80, 6: 0.42, 3: 0.05, 9: 0.10, 4: 0.02, 8: 0.025}
_COMPOUND: Final = {0: 0.85, 6: 0.60, 12: 0.66, 3: 0.06, 9: 0.10, 15: 0.14}
_BARLINE: Final = 0.90
_NEVER: Final = 1e-4
_WITHIN: Final[dict[GridName, tuple[int, ...]]] = {
    "beat": (0,),
    "eighth": (0, 6, 12),
    "sixteenth": (0, 3, 6, 9, 12, 15),
    "triplet": (0, 4, 8),
    "mixed": (0, 3, 4, 6, 8, 9, 12, 15),
}


def is_compound(beats: int, unit: int) -> bool:
    """Tell whether beats come in threes, as in six-eight."""
    return unit >= 8 and beats % 3 == 0  # noqa: PLR2004 - an eighth or shorter


def beat_of(beats: int, unit: int) -> int:
    """Length of the beat that is felt, in twelfths of a quarter; in seven-eight the eighth, in two-two the quarter."""
    if is_compound(beats, unit):
        return _DOTTED
    return min(TWELFTHS, _WHOLE // unit)


def bar_of(beats: int, unit: int) -> int:
    """Length of a bar in twelfths of a quarter."""
    return beats * _WHOLE // unit


@lru_cache(maxsize=64)
def struck(beats: int, unit: int, grid: GridName | None = None) -> tuple[float, ...]:
    """How likely each twelfth of a quarter of a bar is struck; with a grid asked for only its own places are."""
    beat, compound = beat_of(beats, unit), is_compound(beats, unit)
    usual = _COMPOUND if compound else _SIMPLE
    wanted = _WITHIN["sixteenth" if compound and grid in ("triplet", "mixed") else grid or "mixed"]
    likely = [
        usual.get(place % beat, _NEVER) if place % beat in wanted else _NEVER for place in range(bar_of(beats, unit))
    ]
    return (_BARLINE, *likely[1:])


@lru_cache(maxsize=64)
def steps(beats: int, unit: int, grid: GridName | None = None, bars: int = 4) -> Any:
    """How likely the next note is so many twelfths on, by the place of this one in the bar: an array (place, distance).

    Each place passed over was not struck, the one reached was. Halves and thirds of one beat do not mix, and the two that a
    triplet or a pair of sixteenths begins are usually finished.
    """
    import numpy as np

    likely, beat = struck(beats, unit, grid), beat_of(beats, unit)
    places = len(likely)
    table = np.zeros((places, bars * places + 1))
    for here in range(places):
        silent = 1.0
        for far in range(1, bars * places + 1):
            chance = likely[(here + far) % places]
            if beat == TWELFTHS and here % beat + far < beat:
                chance = _in_one_beat(here % beat, here % beat + far, chance)
            table[here, far] = silent * chance
            silent *= 1 - chance
    out: Any = table / table.sum(axis=1, keepdims=True)
    out.setflags(write=False)
    return out


def _in_one_beat(here: int, there: int, chance: float) -> float:
    """Weigh a place of a beat by the place that was struck before it in the same beat."""
    thirds = (4, 8)
    if chance <= _NEVER:
        return chance
    if here and (here in thirds) != (there in thirds):
        return 2 * _NEVER
    match here, there:
        case 4, 8:
            return 0.85
        case 3, 6:
            return max(chance, 0.75)
        case _:
            return chance
