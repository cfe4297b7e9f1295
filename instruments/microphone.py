"""A voice from the microphone into a WAV file, and that file small and back; that there is no microphone is a value, not a failure."""

import io
import sys
import wave
from collections import deque
from collections.abc import Callable, Generator
from itertools import product
from pathlib import Path
from typing import Final

from instruments.errors import BadRecord, NoMicrophone
from instruments.events import RATE

LONGEST_SECONDS: Final = 20.0  # of a voice note; whatever becomes of the window, no more is written
_MILLISECONDS: Final = 20
_WHOLE: Final = 32767
_FINDING_SECONDS: Final = 10  # in which it is found when it began; later the clocks of two devices drift apart
_LATELY: Final = 25  # blocks, about half a second: one that is held up is followed by others that come in time
_LOST_SECONDS: Final = 0.01
_BACKENDS: Final = {
    "linux": ("JACK", "PULSEAUDIO", "ALSA"),
    "darwin": ("COREAUDIO",),
    "win32": ("WASAPI", "DSOUND", "WINMM"),
}


class Microphone:
    """Records 16-bit mono at 48 kHz from now until `close`, `most_seconds` at the most; NoMicrophone with a sentence where none opens."""

    def __init__(self, path: str, frame: Callable[[], int], most_seconds: float = LONGEST_SECONDS) -> None:
        import miniaudio

        self._most = round(most_seconds * RATE)

        self._blocks: deque[bytearray] = deque()  # appended by the device's thread, emptied by `write`
        self._frame = frame
        self.path, self.began, self._frames = path, frame(), 0
        taking = self._taking()
        next(taking)
        for backend, self._channels in product(_BACKENDS.get(sys.platform, ("ALSA",)), (1, 2)):
            try:
                self._device = miniaudio.CaptureDevice(
                    miniaudio.SampleFormat.SIGNED16,
                    self._channels,  # JACK gives all that the computer has, or none
                    RATE,
                    _MILLISECONDS,
                    backends=[miniaudio.Backend[backend]],
                    app_name="Soundfolio",
                )
                self._device.start(taking)
                break
            except miniaudio.MiniaudioError:
                continue
        else:
            raise NoMicrophone(
                "No microphone answers. Plug one in, or allow this program to use it in the computer's settings; words can be typed instead."
            )
        try:
            Path(path).parent.mkdir(parents=True, exist_ok=True)
            self._disk = Path(path).open("wb")  # noqa: SIM115  open as long as someone speaks
        except OSError as error:
            self._device.close()
            raise NoMicrophone(f"The voice cannot be kept in {path}: {error.strerror}.") from error
        self._file = wave.open(self._disk, "wb")  # noqa: SIM115  as long
        self._file.setparams((1, 2, RATE, 0, "NONE", "not compressed"))

    def _taking(self) -> Generator[None, bytearray, None]:
        """Take blocks on the device's thread. `began` becomes the frame of the first sample: no block comes before it is over.

        Where blocks come later for good, what was between them is lost: silence stands in, so that what follows lies where it was said.
        """
        heard, earliest = 0, sys.maxsize
        lately: deque[int] = deque(maxlen=_LATELY)
        while True:
            block = yield
            heard += len(block) // 2 // self._channels
            came = self._frame() - heard
            lately.append(came)
            if heard <= _FINDING_SECONDS * RATE and came < earliest:
                earliest = self.began = came
            lost = min(lately) - earliest
            if len(lately) == _LATELY and lost > _LOST_SECONDS * RATE:
                self._blocks.append(bytearray(2 * self._channels * lost))
                heard += lost
                lately.clear()
            self._blocks.append(block)

    def write(self) -> None:
        """Write what was heard so far."""
        while self._blocks:
            block = self._mono(self._blocks.popleft())[: 2 * (self._most - self._frames)]
            self._file.writeframesraw(block)
            self._frames += len(block) // 2
        self._disk.flush()  # the window shows how loud it is, from here

    def _mono(self, block: bytearray) -> bytes:
        """Lay two channels into one: it may be either that somebody speaks into."""
        if self._channels == 1:
            return bytes(block)
        import numpy as np

        both = np.frombuffer(block, "<i2").reshape(-1, self._channels).astype(np.int32).sum(axis=1)
        return bytes(np.clip(both, -_WHOLE, _WHOLE).astype("<i2").tobytes())

    def close(self) -> float:
        """Stop listening and return how many seconds were heard."""
        self._device.close()
        self.write()
        self._file.close()
        self._disk.close()
        return self._frames / RATE


def small_voice(wav: bytes) -> bytes:
    """Return a recorded WAV as an MP3 of half its rate, a tenth as long or less; BadRecord where it is none."""
    import soundfile

    try:
        samples, rate = soundfile.read(io.BytesIO(wav), dtype="float32", always_2d=True)
    except soundfile.LibsndfileError as error:
        raise BadRecord("What the microphone recorded can not be read.") from error
    half = (
        samples[: len(samples) // 2 * 2, 0].reshape(-1, 2).mean(axis=1)
    )  # speech needs no more, and it is twice as quick
    small = io.BytesIO()
    with soundfile.SoundFile(small, "w", rate // 2, 1, format="MP3", subtype="MPEG_LAYER_III") as file:
        file.write(half)
    return small.getvalue()


def voice_samples(small: bytes) -> bytes:
    """Return a voice as `Engine.speak` takes it: 16-bit PCM, 48 kHz, mono. BadRecord where it is no sound."""
    import numpy as np
    import soundfile

    try:
        samples, rate = soundfile.read(io.BytesIO(small), dtype="float32", always_2d=True)
    except soundfile.LibsndfileError as error:
        raise BadRecord("This voice can not be played.") from error
    mono = samples.mean(axis=1)
    if rate != RATE:
        at = np.arange(round(len(mono) * RATE / rate)) * rate / RATE
        mono = np.interp(at, np.arange(len(mono)), mono)
    return bytes((np.clip(mono, -1, 1) * _WHOLE).astype("<i2").tobytes())
