"""A voice over a song as sound: what was recorded cut and made small, and what of all recordings is heard laid into one track."""

from __future__ import annotations

import io
import wave
from typing import TYPE_CHECKING, Final

from instruments.errors import BadRecord
from instruments.events import RATE
from instruments.microphone import small_voice, voice_samples
from studio.voices.voice import HEADER, SAMPLE_BYTES, wipe
from studio.words import say

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from studio.music.song.voice import Stretch

LEAST_SECONDS: Final = 0.3  # what is shorter is a press by accident
_EDGE_SECONDS: Final = 0.005  # in which a recording comes and goes, so that no edge is heard


def taken(path: Path, skip_seconds: float, most_seconds: float) -> tuple[bytes, float]:
    """Read what is in a file that was being recorded, whole or not, wipe it, and return it cut and small, with its seconds."""
    try:
        samples = path.read_bytes()[HEADER:]
    finally:
        wipe(path)
    return cut(samples, skip_seconds, most_seconds)


def cut(samples: bytes, skip_seconds: float, most_seconds: float) -> tuple[bytes, float]:
    """Return what lies between two moments small (MP3), and how many seconds it lasts; BadRecord where next to nothing is left."""
    first = SAMPLE_BYTES * max(0, round(skip_seconds * RATE))
    last = min(len(samples) // SAMPLE_BYTES * SAMPLE_BYTES, first + SAMPLE_BYTES * round(most_seconds * RATE))
    if last - first < SAMPLE_BYTES * LEAST_SECONDS * RATE:
        raise BadRecord(say("make.voice too short"))
    return small(samples[first:last]), (last - first) / SAMPLE_BYTES / RATE


def small(samples: bytes) -> bytes:
    """Return 16-bit PCM, 48 kHz, mono as an MP3; it lies on the same frames when it is opened again."""
    whole = io.BytesIO()
    with wave.open(whole, "wb") as file:
        file.setparams((1, SAMPLE_BYTES, RATE, 0, "NONE", "not compressed"))
        file.writeframes(samples)
    return small_voice(whole.getvalue())


def track(stretches: Sequence[Stretch], sounds: Mapping[str, bytes], seconds: float) -> bytes:
    """Lay recordings into one track as long as a song: 16-bit PCM, 48 kHz, mono. What has no sound is silent; b"" where all is."""
    import numpy as np

    laid = np.zeros(round(seconds * RATE), np.int16)
    opened: dict[str, np.ndarray] = {}
    for one in stretches:
        if one.id not in sounds:
            continue
        if one.id not in opened:
            opened[one.id] = np.frombuffer(voice_samples(sounds[one.id]), "<i2")
        at, skips = round(one.begins * RATE), round(one.skips * RATE)
        piece = opened[one.id][skips : skips + round((one.ends - one.begins) * RATE)][: len(laid) - at].copy()
        edge = min(len(piece) // 2, round(_EDGE_SECONDS * RATE))
        if edge:
            rising = np.linspace(0, 1, edge)
            piece[:edge] = piece[:edge] * rising
            piece[-edge:] = piece[-edge:] * rising[::-1]
        laid[at : at + len(piece)] = piece
    return laid.tobytes() if opened else b""


def together(sounds: Sequence[bytes], seconds: float) -> bytes:
    """Lay the voices of a version, which all begin with its first tick, into one such track."""
    import numpy as np

    laid = np.zeros(round(seconds * RATE), np.int32)
    for sound in sounds:
        piece = np.frombuffer(voice_samples(sound), "<i2")[: len(laid)]
        laid[: len(piece)] += piece
    return np.clip(laid, -32768, 32767).astype("<i2").tobytes()
