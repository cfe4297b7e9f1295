"""Finds where on the page each onset belongs once the beat is known: the likeliest row of places, learnt from the playing itself.

A note is placed by when it was struck, by how long it was held, and by where notes usually fall: in music at large first,
then in this playing, since a rhythm that was played once is likely to come again. Forward and backward sums over all rows of
places (Baum and Welch's way of learning) weigh what was learnt by how sure it is, so that a first wrong guess does not stay.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from studio.music.usual import GridName, bar_of, beat_of, steps, struck

if TYPE_CHECKING:
    from studio.music.onsets import Gathered

__all__ = ["GridName", "Placed", "place"]

_ROUNDS: Final = 6
_NEAR: Final = 0.62  # beats to either side of an onset in which its place is looked for
_FIRST_SPREAD_SECONDS: Final = 0.035
_USUAL_SPREAD_SECONDS: Final = 0.030
_USUAL_WEIGHT: Final = 12  # the usual spread counts as this many onsets
_USUAL_STEPS: Final = 6.0  # what is usual counts as this many notes played from a place in the beat
_BEAT_STEPS: Final = 4.0  # and what was found for the beat as this many from a place in the bar
_CHORD_LOG: Final = -3.9  # two onsets that were one chord after all
_CHORD_SECONDS: Final = 0.09
_CROSSED_LOG: Final = -25.0
_HELD_SHARE: Final = 0.8  # of the way to the next onset, until the playing says otherwise
_HELD_SPREAD: Final = 0.25  # of its logarithm
_HELD_WEIGHT: Final = 4
_STEADY: Final = 0.88  # notes held as usual; the others are cut short for a rest or held over
_OTHERS: Final = 0.12 * 0.4
_SHORT_ONES: Final = 0.3  # a note held over is rarer than one cut short
_LAG_REACH: Final = 6  # onsets to either side over which playing ahead or behind is steady
_LAG_AGREES: Final = 0.15  # of neighbouring errors, from which they are a habit and no chance
_LAG_ONSETS: Final = 20  # fewer show less of a habit


class Placed(NamedTuple):
    """Places in twelfths of a quarter from the barline at second 0, one an onset, and how far off them the playing was."""

    twelfths: tuple[int, ...]
    spread_seconds: float


def place(played: Gathered, quarter_seconds: float, metre: tuple[int, int], *, grid: GridName | None = None) -> Placed:
    """Place onsets, whose seconds are counted from a barline, in bars of a metre; with `grid` only on its places.

    Chords keep together, later onsets never lie before earlier ones, and a steady lead or lag is followed.
    """
    if not played.onsets:
        return Placed((), 0.0)
    rows = _Rows.of(played, quarter_seconds / 12, metre, grid)
    for _ in range(_ROUNDS):
        rows.learn()
    return Placed(rows.likeliest(), rows.spread)


@dataclass(slots=True)
class _Rows:
    """All rows of places that the onsets may have, and what has been learnt of the player so far."""

    seconds: Any  # of each onset
    held: Any  # seconds, of each onset
    unit: float  # seconds of a twelfth
    bar: int
    beat: int
    usual: Any
    first: Any  # log chance of each place of the bar to begin at
    near: list[Any]  # the places that each onset may have
    chords: bool
    learnt_beat: Any
    learnt_bar: Any
    spread: float = _FIRST_SPREAD_SECONDS
    held_log: float = field(default=0.0)
    held_spread: float = _HELD_SPREAD
    lag: Any = 0.0
    legato: bool = False  # keys go up when the next goes down: how long they were held says nothing of its own
    fits: list[Any] = field(default_factory=list)
    ways: list[Any] = field(default_factory=list)

    @classmethod
    def of(cls, played: Gathered, unit: float, metre: tuple[int, int], grid: GridName | None) -> _Rows:
        import numpy as np

        likely, usual = np.array(struck(*metre, grid)), steps(*metre, grid)
        bar, beat = bar_of(*metre), beat_of(*metre)
        seconds = np.array([onset.seconds for onset in played.onsets])
        reach = max(_NEAR * beat, 7)
        open_places = likely > 1e-3  # noqa: PLR2004 - below it a place is never struck
        near = []
        for at in seconds / unit:
            around = np.arange(int(np.floor(at - reach)), int(np.ceil(at + reach)) + 1)
            near.append(around[open_places[around % bar]] if open_places[around % bar].any() else around)
        rows = cls(
            seconds, np.array([onset.held_seconds for onset in played.onsets]), unit, bar, beat, usual,
            np.log(likely / likely.sum()), near, played.chords, np.zeros((beat, usual.shape[1])), np.zeros_like(usual),
        )  # fmt: skip
        rows.held_log = float(np.log(_HELD_SHARE))
        rows.lag = np.zeros(len(seconds))
        return rows

    def learn(self) -> None:
        """Weigh every row of places as the player is known by now, and learn how they play from all of them."""
        import numpy as np

        self._weigh()
        forth, back = self._sums()
        errors = np.zeros(len(self.near))
        off = 0.0
        for n, places in enumerate(self.near):
            chance = _shares(forth[n] + back[n])
            late = self.seconds[n] - places * self.unit
            errors[n] = (chance * late).sum()
            off += (chance * (late - self.lag[n]) ** 2).sum()
        self._learn_steps(forth, back)
        usual = _USUAL_WEIGHT * _USUAL_SPREAD_SECONDS**2
        self.spread = float(np.sqrt((off + usual) / (len(errors) + _USUAL_WEIGHT)))
        self.lag = _habit(errors)
        self.legato = _spread_of_holds(self.seconds, self.held) < self.held_spread

    def likeliest(self) -> tuple[int, ...]:
        """Find the one likeliest row (Viterbi)."""
        best, came = self.fits[0] + self.first[self.near[0] % self.bar], []
        for n, ways in enumerate(self.ways):
            along = best[:, None] + ways
            came.append(along.argmax(axis=0))
            best = along.max(axis=0) + self.fits[n + 1]
        at = int(best.argmax())
        row = [at]
        for back in reversed(came):
            at = int(back[at])
            row.append(at)
        return tuple(int(places[at]) for places, at in zip(self.near, reversed(row), strict=True))

    def _weigh(self) -> None:
        """Log chances: of each place of an onset, and of each step from one place to the next."""
        import numpy as np

        known = self.learnt_beat[np.arange(self.bar) % self.beat]
        beat = (_USUAL_STEPS * self.usual + known) / (_USUAL_STEPS + known.sum(axis=1, keepdims=True))
        bar = self.learnt_bar.sum(axis=1, keepdims=True)
        table = np.log((_BEAT_STEPS * beat + self.learnt_bar) / (_BEAT_STEPS + bar) + 1e-9)
        self.fits = [
            -0.5 * ((at - late - places * self.unit) / self.spread) ** 2 - np.log(self.spread)
            for at, late, places in zip(self.seconds, self.lag, self.near, strict=True)
        ]
        self.ways = [self._step(n, table) for n in range(len(self.near) - 1)]

    def _step(self, n: int, table: Any) -> Any:
        import numpy as np

        here, far = self._far(n)
        one = self.chords and self.seconds[n + 1] - self.seconds[n] < _CHORD_SECONDS
        likely = table[here % self.bar, np.clip(far, 0, table.shape[1] - 1)]
        if not self.legato:
            likely = likely + np.log(self._held(n, far)[0])
        return np.where(far > 0, likely, np.where((far == 0) & one, _CHORD_LOG, _CROSSED_LOG))

    def _far(self, n: int) -> tuple[Any, Any]:
        here = self.near[n][:, None]
        return here, self.near[n + 1][None, :] - here

    def _held(self, n: int, far: Any) -> tuple[Any, Any, Any]:
        """How likely a note was held so long for the way it has: all in all, as this player holds notes, and its logarithm."""
        import numpy as np

        share = np.log(max(self.held[n], 1e-3)) - np.log(np.maximum(far, 0.5) * self.unit)
        off = share - self.held_log
        steady = _STEADY * np.exp(-0.5 * (off / self.held_spread) ** 2) / self.held_spread
        return steady + _OTHERS * np.where(off < 0, 1.0, _SHORT_ONES), steady, share

    def _sums(self) -> tuple[list[Any], list[Any]]:
        """Log of the summed chances of all rows up to each place, and of all from it on."""
        forth = [self.fits[0] + self.first[self.near[0] % self.bar]]
        for n, ways in enumerate(self.ways):
            forth.append(self.fits[n + 1] + _log_sum(forth[-1][:, None] + ways, 0))
        back = [0.0 * self.fits[-1]]
        for n in range(len(self.ways) - 1, -1, -1):
            back.append(_log_sum(self.ways[n] + (self.fits[n + 1] + back[-1])[None, :], 1))
        return forth, back[::-1]

    def _learn_steps(self, forth: list[Any], back: list[Any]) -> None:
        import numpy as np

        self.learnt_beat[:], self.learnt_bar[:] = 0, 0
        weight, held, off = _HELD_WEIGHT * 1.0, _HELD_WEIGHT * float(np.log(_HELD_SHARE)), 0.0
        seen = []
        for n, ways in enumerate(self.ways):
            chance = _shares(forth[n][:, None] + ways + (self.fits[n + 1] + back[n + 1])[None, :])
            here, far = self._far(n)
            kept = (chance > 1e-4) & (far > 0) & (far < self.usual.shape[1])  # noqa: PLR2004 - less teaches nothing
            rows, steps_on = np.broadcast_to(here, far.shape)[kept] % self.bar, far[kept]
            np.add.at(self.learnt_bar, (rows, steps_on), chance[kept])
            np.add.at(self.learnt_beat, (rows % self.beat, steps_on), chance[kept])
            likely, steady, share = self._held(n, far)
            seen.append((share[kept], (chance * steady / likely)[kept]))
        for share, chance in seen:
            weight, held = weight + chance.sum(), held + (chance * share).sum()
        self.held_log = held / weight
        for share, chance in seen:
            off += (chance * (share - self.held_log) ** 2).sum()
        self.held_spread = max(0.08, float(np.sqrt((off + _HELD_WEIGHT * _HELD_SPREAD**2) / weight)))


def _spread_of_holds(seconds: Any, held: Any) -> float:
    """How unlike notes are held for the time to the next one as it was played, of its logarithm; the middle of all."""
    import numpy as np

    gaps = np.diff(seconds)
    shares = np.log(np.maximum(held[:-1], 1e-3) / np.maximum(gaps, 1e-3))[gaps > _CHORD_SECONDS]
    return float(1.48 * np.median(np.abs(shares - np.median(shares)))) if len(shares) else float("inf")


def _log_sum(values: Any, axis: int) -> Any:
    import numpy as np

    most = values.max(axis=axis)
    return most + np.log(np.exp(values - np.expand_dims(most, axis)).sum(axis=axis))


def _shares(logs: Any) -> Any:
    import numpy as np

    chance = np.exp(logs - logs.max())
    return chance / chance.sum()


def _habit(errors: Any) -> Any:
    """How far ahead or behind the playing steadily is; beyond its median only where neighbouring errors agree."""
    import numpy as np

    usual = float(np.median(errors)) * min(1.0, len(errors) / _LAG_ONSETS)
    if len(errors) <= 2 * _LAG_REACH:
        return np.full(len(errors), usual)
    off = errors - np.median(errors)
    agree = np.mean([(off[apart:] * off[:-apart]).mean() for apart in (2, 3, 4)])
    if agree < _LAG_AGREES * (off**2).mean():
        return np.full(len(errors), usual)
    padded = np.pad(off, _LAG_REACH, mode="reflect")
    return usual + np.median(np.lib.stride_tricks.sliding_window_view(padded, 2 * _LAG_REACH + 1), axis=1)
