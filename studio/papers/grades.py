"""How large the sound in a page may be: a page with much music holds it smaller, so that it can travel and a phone opens it."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, Final, TypeVar

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from instruments.synth import Audio

Named = TypeVar("Named")

WHOLE: Final = ""
MOST_BYTES: Final = 4_800_000  # of sound in a page; a third more as text
# by how many seconds of music a page holds: up to so many it has the sound as it is, in one channel, and in one without
# the highest tones, which no small loudspeaker has; measured: 85, 43 and 27 kbit a second
_GRADES: Final = ((300.0, WHOLE), (800.0, "one"), (float("inf"), "low"))
_QUALITY: Final = {"one": 0.75, "low": 0.95}


def grade_for(seconds: float) -> str:
    """Return the grade for so much music."""
    return next(grade for most, grade in _GRADES if seconds <= most)


def smaller(mp3: bytes, grade: str, cancelled: Callable[[], bool] | None = None) -> bytes:
    """Return an MP3 in a smaller grade: one channel, and half the rate for the smallest. Raises Cancelled."""
    import soundfile

    from instruments.render import to_mp3_bytes

    sound, rate = soundfile.read(io.BytesIO(mp3), dtype="float32", always_2d=True)
    alone = sound.mean(axis=1, dtype=np.float32)
    if grade == "low":
        alone, rate = _halved(alone), rate // 2
    return to_mp3_bytes(alone[:, None], rate, cancelled, _QUALITY[grade])


def fitting(sounds: Mapping[Named, bytes], first: Sequence[Named], most: int = MOST_BYTES) -> dict[Named, bytes]:
    """Return those that find room, in the order of `first`; where one does not fit, smaller ones behind it still may."""
    found: dict[Named, bytes] = {}
    for name in (*first, *(name for name in sounds if name not in first)):
        if name in sounds and sum(map(len, found.values())) + len(sounds[name]) <= most:
            found[name] = sounds[name]
    return found


def _halved(sound: Audio) -> Audio:
    """Every second sample, once nothing is left above a quarter of the rate: windowed sinc, 63 taps."""
    n = np.arange(63) - 31
    taps = 0.46 * np.sinc(0.46 * n) * np.hamming(63)
    low: Audio = np.convolve(sound, (taps / taps.sum()).astype(np.float32), mode="same")[::2]
    return low
