"""A tone as a WAV file, where a test needs a sound that somebody might have recorded."""

import io
import wave
from array import array

from instruments.events import RATE


def tone(seconds: float) -> bytes:
    """So many seconds of a buzz: 16-bit PCM, 48 kHz, mono."""
    made = io.BytesIO()
    with wave.open(made, "wb") as file:
        file.setparams((1, 2, RATE, 0, "NONE", ""))
        file.writeframes(array("h", ([6000] * 100 + [-6000] * 100) * round(seconds * RATE / 200)).tobytes())
    return made.getvalue()
