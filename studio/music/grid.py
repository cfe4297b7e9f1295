"""Finds what playing to a known beat means: which grid it was on, and where on it each onset belongs."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, Literal, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Sequence

GridName = Literal["beat", "eighth", "sixteenth", "triplet", "mixed"]

_TWELFTHS: Final = 12  # places in a beat
_FIRST_SPREAD_SECONDS: Final = 0.035
_USUAL_SPREAD_SECONDS: Final = 0.030
_USUAL_WEIGHT: Final = 12  # the usual spread counts as this many onsets
_ROUNDS: Final = 4
_LAG_REACH: Final = 6  # onsets to either side over which playing ahead or behind is steady
_LAG_SHARE: Final = 0.7
_LAG_ONSETS: Final = 13  # fewer show less of a habit
_NEVER: Final = -1e9


class _Kind(NamedTuple):
    """A grid: how often each twelfth of the beat is played, and what it costs to suppose so fine a grid."""

    places: dict[int, float]
    cost: float


_SIMPLE: Final[dict[GridName, _Kind]] = {
    "beat": _Kind({0: 1.0}, 0.0),
    "eighth": _Kind({0: 0.62, 6: 0.38}, 1.0),
    "sixteenth": _Kind({0: 0.46, 3: 0.09, 6: 0.30, 9: 0.15}, 3.0),
    "triplet": _Kind({0: 0.46, 4: 0.22, 8: 0.32}, 2.0),
    "mixed": _Kind({0: 0.44, 3: 0.05, 4: 0.06, 6: 0.28, 8: 0.08, 9: 0.09}, 6.0),
}
_COMPOUND: Final[dict[GridName, _Kind]] = {  # the beat is a dotted quarter: its thirds are eighths
    "beat": _Kind({0: 1.0}, 0.0),
    "eighth": _Kind({0: 0.46, 4: 0.22, 8: 0.32}, -4.0),
    "sixteenth": _Kind({0: 0.36, 2: 0.08, 4: 0.17, 6: 0.08, 8: 0.21, 10: 0.10}, 3.0),
}


class OnGrid(NamedTuple):
    """Onsets on their grid, in twelfths of a beat, with the grid's name and how far off it the playing was."""

    twelfths: tuple[int, ...]
    grid: GridName
    spread_seconds: float


def find(
    beats: Sequence[float], beat_seconds: float, *, compound: bool = False, grid: GridName | None = None
) -> OnGrid:
    """Place onsets, given in beats and in order, on the finest grid that the playing supports, or on the one asked for.

    Chooses by description length; playing steadily ahead or behind is followed. Onsets keep their order, and stay apart where the grid has room.
    """
    kinds = _COMPOUND if compound else _SIMPLE
    if not beats:
        return OnGrid((), grid if grid in kinds else "beat", 0.0)
    wanted = [name for name in kinds if grid in (None, name)] or list(kinds)
    scored = [(*_try(beats, beat_seconds, kinds[name]), name) for name in wanted]
    score, placed, spread, name = max(scored, key=lambda each: each[0])
    del score
    return OnGrid(tuple(round(float(beat) * _TWELFTHS) for beat in placed), name, spread)


def _try(beats: Sequence[float], beat_seconds: float, kind: _Kind) -> tuple[float, Any, float]:
    """Fit one grid: its score, the beats it puts the onsets on, and the spread in seconds."""
    import numpy as np

    played = np.asarray(beats, float)
    usual = _USUAL_SPREAD_SECONDS / beat_seconds
    spread, lag = _FIRST_SPREAD_SECONDS / beat_seconds, np.zeros(len(played))
    for _ in range(_ROUNDS):
        placed, score = _likeliest(played - lag, kind, spread)
        off = played - placed
        lag = _LAG_SHARE * min(1.0, len(off) / _LAG_ONSETS) * _running_median(off)
        errors = off - lag
        spread = float(np.sqrt(((errors**2).sum() + _USUAL_WEIGHT * usual**2) / (len(errors) + _USUAL_WEIGHT)))
    unlikely = 0.5 * _USUAL_WEIGHT * (usual / spread) ** 2 + _USUAL_WEIGHT * float(np.log(spread / usual))
    return score - kind.cost - unlikely, placed, spread * beat_seconds


def _likeliest(beats: Any, kind: _Kind, spread: float) -> tuple[Any, float]:
    """Viterbi over the grid's places around each onset; later onsets lie later on the grid."""
    import numpy as np

    places = np.array(sorted(kind.places)) / _TWELFTHS
    usual = np.log([kind.places[place] for place in sorted(kind.places)])
    whole = np.floor(beats)[:, None]
    near = np.concatenate([whole - 1 + places, whole + places, whole + 1 + places], axis=1)
    fits = -0.5 * ((beats[:, None] - near) / spread) ** 2 - np.log(spread) + np.tile(usual, 3)
    best, came = fits[0], []
    for before, here, fit in zip(near, near[1:], fits[1:], strict=False):
        ways = np.where(here[None, :] > before[:, None] + 1e-6, best[:, None], _NEVER)
        came.append(ways.argmax(axis=0))
        best = ways.max(axis=0) + fit
    place = int(best.argmax())
    path = [place]
    for ways_back in reversed(came):
        place = int(ways_back[place])
        path.append(place)
    return near[np.arange(len(beats)), path[::-1]], float(best.max())


def _running_median(values: Any) -> Any:
    import numpy as np

    padded = np.pad(values, _LAG_REACH, mode="reflect" if len(values) > _LAG_REACH else "edge")
    return np.median(np.lib.stride_tricks.sliding_window_view(padded, 2 * _LAG_REACH + 1), axis=1)
