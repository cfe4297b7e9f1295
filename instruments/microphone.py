"""A voice from the microphone into a WAV file; that there is no microphone is a value, not a failure."""

import sys
import wave
from collections import deque
from collections.abc import Callable, Generator
from pathlib import Path
from typing import Final

from instruments.errors import NoMicrophone
from instruments.events import RATE

_MILLISECONDS: Final = 20
_BACKENDS: Final = {
    "linux": ("JACK", "PULSEAUDIO", "ALSA"),
    "darwin": ("COREAUDIO",),
    "win32": ("WASAPI", "DSOUND", "WINMM"),
}


class Microphone:
    """Records 16-bit mono at 48 kHz from now until `close`; NoMicrophone with a sentence where none opens."""

    def __init__(self, path: str, frame: Callable[[], int]) -> None:
        import miniaudio

        self._blocks: deque[bytearray] = deque()  # appended by the device's thread, emptied by `write`
        self.path, self.began, self._frames = path, frame(), 0
        taking = self._taking()
        next(taking)
        for backend in _BACKENDS.get(sys.platform, ("ALSA",)):
            try:
                self._device = miniaudio.CaptureDevice(
                    miniaudio.SampleFormat.SIGNED16,
                    1,
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
            self._file = wave.open(path, "wb")  # noqa: SIM115  open as long as someone speaks
        except OSError as error:
            self._device.close()
            raise NoMicrophone(f"The voice cannot be kept in {path}: {error.strerror}.") from error
        self._file.setparams((1, 2, RATE, 0, "NONE", "not compressed"))

    def _taking(self) -> Generator[None, bytearray, None]:
        while True:
            self._blocks.append((yield))

    def write(self) -> None:
        """Write what was heard so far."""
        while self._blocks:
            block = self._blocks.popleft()
            self._file.writeframesraw(bytes(block))
            self._frames += len(block) // 2

    def close(self) -> float:
        """Stop listening and return how many seconds were heard."""
        self._device.close()
        self.write()
        self._file.close()
        return self._frames / RATE
