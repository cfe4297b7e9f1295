"""Keeps what leaves the computer from being too loud: at once for a stroke, slowly for what goes on; no look-ahead, no allocation."""

from typing import Final

import numpy as np
import numpy.typing as npt

from instruments.events import RATE

CEILING: Final = 0.89  # -1 dBFS: what leaves is never louder
KNEE: Final = 0.7  # of the ceiling: below it the limiter touches nothing, above it waves are rounded
SUSTAINED: Final = 0.25  # -12 dBFS root mean square over some seconds: loud music; more only tires ears
_RECOVER: Final = 0.25  # of full gain a second, after something too loud
_SLOW_SECONDS: Final = 1.5
_RELIEF: Final = 0.4  # nepers a second by which sustained loudness is turned down at most

_Audio = npt.NDArray[np.float32]


class Limiter:
    """Turns blocks down in place. `most`, 0 to 1, is the tutor's hearing-safe maximum: a part of the ceiling nothing goes beyond."""

    def __init__(self, largest: int, rate: int = RATE) -> None:
        self._rate = rate
        self._gain = self._relief = 1.0
        self._power = 0.0
        self._scratch = np.zeros((2, largest, 2), np.float32)
        self._ramp = np.arange(1, largest + 1, dtype=np.float32)[:, None]
        self._slope = np.zeros((largest, 1), np.float32)

    def limit(self, out: _Audio, master: float, most: float = 1.0) -> None:
        """Bring one block of float32 (frames, 2), at most `largest` frames, below the ceiling; `master` is its level."""
        ceiling = CEILING * most
        before = self._gain * self._relief
        self._relieve(out, master, SUSTAINED * most)
        self._turn(out, master, before, ceiling)
        self._round(out, ceiling)

    def _relieve(self, out: _Audio, master: float, sustained: float) -> None:
        """Follow the power that leaves, and ease off while it is more than ears should have for long."""
        seconds = len(out) / self._rate
        squares = self._scratch[0, : len(out)]
        np.multiply(out, out, out=squares)
        power = min(CEILING**2, float(squares.mean()) * (master * self._gain) ** 2)
        self._power += (power - self._power) * min(1.0, seconds / _SLOW_SECONDS)
        wanted = min(1.0, sustained / max(1e-9, self._power) ** 0.5)
        if wanted < self._relief:
            self._relief = max(wanted, self._relief * (1 - _RELIEF * seconds))
        else:
            self._relief = min(wanted, self._relief + _RECOVER * seconds)

    def _turn(self, out: _Audio, master: float, before: float, ceiling: float) -> None:
        """Glide from the gain of the block before to what this block needs, so that no step is heard."""
        magnitude = self._scratch[0, : len(out)]
        np.abs(out, out=magnitude)
        peak = float(magnitude.max(initial=0.0)) * master
        self._gain = min(1.0, self._gain + _RECOVER * len(out) / self._rate)
        if peak * self._gain > ceiling:
            self._gain = ceiling / peak
        after = self._gain * self._relief
        slope = self._slope[: len(out)]
        np.multiply(self._ramp[: len(out)], np.float32((after - before) * master / len(out)), out=slope)
        slope += np.float32(before * master)
        np.multiply(out, slope, out=out)

    def _round(self, out: _Audio, ceiling: float) -> None:
        """Bend what the glide left above the knee towards the ceiling; what lies below passes bit for bit."""
        knee, room = np.float32(KNEE * ceiling), np.float32((1 - KNEE) * ceiling)
        magnitude, over = self._scratch[0, : len(out)], self._scratch[1, : len(out)]
        np.abs(out, out=magnitude)
        if float(magnitude.max(initial=0.0)) <= knee:
            return
        np.subtract(magnitude, knee, out=over)
        np.maximum(over, 0.0, out=over)
        np.divide(over, room, out=over)
        np.tanh(over, out=over)
        np.multiply(over, room, out=over)
        np.minimum(magnitude, knee, out=magnitude)
        np.add(magnitude, over, out=magnitude)
        np.copysign(magnitude, out, out=out)
