"""Makes rendered music equally loud over the bars that are compared, so that what is heard as better is not just louder."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np

from instruments.events import RATE

if TYPE_CHECKING:
    import numpy.typing as npt

    from instruments.synth import Audio

WANTED: Final = -20.0  # LUFS: as loud as quiet music on a phone, with room above for a hard stroke
MOST_GAIN: Final = 24.0  # dB: what was hardly touched is not blown up into noise
CEILING: Final = 0.89  # -1 dBFS
KNEE: Final = 0.7  # of full scale: below it nothing is touched, above it waves are rounded
_BLOCK, _HOP = RATE * 2 // 5, RATE // 10  # 400 ms, four blocks over each moment (ITU-R BS.1770)
_SILENCE, _QUIETER = -70.0, 10.0  # LUFS; LU below the mean of what is no silence
_AT_ONCE: Final = 64  # blocks weighed together, so that minutes of music take little memory


def levelled(sound: Audio, stretch: tuple[float, float] | None = None) -> Audio:
    """Return float32 (frames, 2) turned up or down until `stretch` (seconds from, to; all of it for None) is as loud as WANTED.

    Silence stays as it is. Peaks are rounded below -1 dBFS.
    """
    heard = sound
    if stretch is not None:
        heard = sound[max(0, round(stretch[0] * RATE)) : round(stretch[1] * RATE)]
    level = loudness(heard)
    if level is None:
        return sound
    gain = 10 ** (min(WANTED - level, MOST_GAIN) / 20)
    return _rounded(sound * np.float32(gain))


def loudness(sound: Audio) -> float | None:
    """Return the integrated loudness of float32 (frames, 2) in LUFS; None for silence, or less than a block of sound."""
    if len(sound) < _BLOCK:
        sound = np.pad(sound, ((0, _BLOCK - len(sound)), (0, 0)))
    power = _powers(sound)
    with np.errstate(divide="ignore"):
        blocks = -0.691 + 10 * np.log10(power)
    sounding = power[blocks > _SILENCE]
    if not len(sounding):
        return None
    gate = -0.691 + 10 * np.log10(sounding.mean()) - _QUIETER
    return float(-0.691 + 10 * np.log10(power[blocks > gate].mean()))


def _powers(sound: Audio) -> npt.NDArray[np.float64]:
    """Mean square of each block, weighted as ears hear it, both channels together."""
    blocks = np.lib.stride_tricks.sliding_window_view(sound, _BLOCK, axis=0)[::_HOP]  # (blocks, channels, frames)
    weights = _weights()
    found = []
    for start in range(0, len(blocks), _AT_ONCE):
        spectrum = np.fft.rfft(blocks[start : start + _AT_ONCE], axis=-1)
        found.append((np.abs(spectrum) ** 2 * weights).sum(axis=(1, 2)) / _BLOCK**2)
    return np.concatenate(found)


def _weights() -> npt.NDArray[np.float64]:
    """The two filters of BS.1770 at 48 kHz as a weight on each line of the spectrum; twice for the half that is mirrored."""
    z = np.exp(-2j * np.pi * np.fft.rfftfreq(_BLOCK))
    shelf = (1.53512485958697 - 2.69169618940638 * z + 1.19839281085285 * z**2) / (
        1 - 1.69065929318241 * z + 0.73248077421585 * z**2
    )
    low_cut = (1 - 2 * z + z**2) / (1 - 1.99004745483398 * z + 0.99007225036621 * z**2)
    weights: npt.NDArray[np.float64] = 2 * np.abs(shelf * low_cut) ** 2
    return weights


def _rounded(sound: Audio) -> Audio:
    """Keep below the ceiling what would go beyond it, without an edge."""
    over = np.abs(sound) > KNEE
    if over.any():
        beyond = np.abs(sound[over]) - KNEE
        room = CEILING - KNEE
        sound[over] = np.sign(sound[over]) * (KNEE + room * np.tanh(beyond / room))
    return sound
