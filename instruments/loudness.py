"""How loud a sound is to the ear (ITU-R BS.1770-5), and by how much each sound is turned so that all are alike and in tune."""

import json
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Final

from instruments.events import RATE
from instruments.sounds import Sound, Soundfont

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

# The two filters of BS.1770 at 48 kHz: the head's shelf, then the high pass; (b0, b1, b2), (a0, a1, a2).
_SHELF: Final = ((1.53512485958697, -2.69169618940638, 1.19839281085285), (1.0, -1.69065929318241, 0.73248077421585))
_HIGH_PASS: Final = ((1.0, -2.0, 1.0), (1.0, -1.99004745483398, 0.99007225036621))
_OFFSET_DB: Final = -0.691
_BLOCK_SECONDS, _STEP_SECONDS = 0.4, 0.1
_ABSOLUTE_GATE, _RELATIVE_GATE = -70.0, -10.0
_TABLE: Final = "loudness.json"
_REST_VOLUME: Final = 100  # controller 7 as General MIDI sets it
_MOST: Final = 127


def loudness(audio: "npt.NDArray[np.float32]") -> float:
    """Return the gated loudness of float (frames, channels) at 48 kHz in LUFS; minus infinity for silence."""
    import numpy as np

    weighted = _weighted(audio)
    block, step = round(_BLOCK_SECONDS * RATE), round(_STEP_SECONDS * RATE)
    starts = range(0, max(1, len(weighted) - block + 1), step)
    powers = np.array([np.square(weighted[start : start + block]).mean(axis=0).sum() for start in starts])
    for gate in (_ABSOLUTE_GATE, None):
        floor = _power(gate) if gate is not None else float(powers.mean()) * 10 ** (_RELATIVE_GATE / 10)
        powers = powers[powers > floor]
        if not len(powers):
            return float("-inf")
    return _OFFSET_DB + 10 * float(np.log10(powers.mean()))


def _power(lufs: float) -> float:
    return float(10 ** ((lufs - _OFFSET_DB) / 10))


def _weighted(audio: "npt.NDArray[np.float32]") -> "npt.NDArray[np.float64]":
    """Filter in the spectrum: with silence behind it the filters' ringing does not come round."""
    import numpy as np

    size = len(audio) + RATE // 2
    z = np.exp(-2j * np.pi * np.fft.rfftfreq(size))
    response = np.ones(len(z), complex)
    for above, below in (_SHELF, _HIGH_PASS):
        response *= np.polyval(above[::-1], z) / np.polyval(below[::-1], z)
    filtered = np.fft.irfft(np.fft.rfft(audio, size, axis=0) * response[:, None], size, axis=0)
    return np.asarray(filtered[: len(audio)], np.float64)


@dataclass(frozen=True, slots=True)
class Trim:
    """What makes one sound of one font as loud and as well tuned as the others."""

    gain_db: float = 0.0
    cents: float = 0.0

    def volume(self, value: int, db_a_decade: float) -> int:
        """Return what controller 7 at `value` is to be; a synth's law says by how many decibels ten times the value is louder."""
        return max(0, min(_MOST, round(value * 10 ** (self.gain_db / db_a_decade))))

    def messages(self, db_a_decade: float) -> tuple[bytes, ...]:
        """Return the short messages that set a channel up: its volume, and its fine tuning (registered parameter 1)."""
        tuning = max(0, min(16_383, 8192 + round(self.cents * 81.92)))
        pairs = (101, 0), (100, 1), (6, tuning >> 7), (38, tuning & 127), (101, 127), (100, 127)
        controls = ((7, self.volume(_REST_VOLUME, db_a_decade)), *pairs)
        return tuple(bytes((0xB0, number, value)) for number, value in controls)


def trim(synth: str, font: Soundfont, sound: Sound) -> Trim:
    """Return what was measured for a sound of a font under a synth ("fluidsynth", "tinysoundfont"); nothing for a font never met."""
    row = _table().get(f"{synth} {table_name(font)}", {}).get(sound.id)
    return Trim() if row is None else Trim(*row)


def table_name(font: Soundfont) -> str:
    """Return what a font is called in the table."""
    return "own" if font.own else font.path.name


@cache
def _table() -> dict[str, dict[str, list[float]]]:
    try:
        table: dict[str, dict[str, list[float]]] = json.loads(files("instruments").joinpath(_TABLE).read_text("utf-8"))
    except FileNotFoundError:
        return {}
    return table
