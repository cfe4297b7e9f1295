"""Keeps what the output produced, sample for sample and each on its frame, in a WAV file."""

import wave
from collections import deque
from pathlib import Path
from typing import Final

import numpy as np
import numpy.typing as npt

from instruments.events import RATE

_SECONDS: Final = 12  # between two visits of the writing thread; it comes every quarter of a second
_PIECE: Final = RATE  # frames of silence written at once
_MOST_SILENCE: Final = 600 * RATE  # frames of one gap that are filled: a computer that slept must not fill its disk


class Keeper:
    """A ring that the audio callback fills and another thread empties into a file; neither waits for the other.

    Where the clock goes on while nothing is asked for (an overload, another output) the file is silent for as long: what sounds
    later is found where the frames of a take say.
    """

    def __init__(self, frames: int = _SECONDS * RATE) -> None:
        self._ring = np.zeros((frames, 2), np.int16)
        self._taken = self._written = 0  # frames since the file was opened; each is moved by one thread only
        self._next = 0  # the frame that the next block begins with, if the clock has not gone on
        self._gaps: deque[tuple[int, int]] = deque()  # (frames taken before it, frames that are silent)
        self._silent = 0  # frames of silence written
        self._on = False
        self._file: wave.Wave_write | None = None
        self.path = ""
        self.began = 0  # the frame of the file's first sample

    def open(self, path: str) -> None:
        """Keep what comes from now on, 16-bit PCM, 48 kHz, stereo; OSError where no file can be made."""
        self.close()
        Path(path).parent.mkdir(parents=True, exist_ok=True)
        self._file = wave.open(path, "wb")  # noqa: SIM115  open as long as something is kept
        self._file.setparams((2, 2, RATE, 0, "NONE", "not compressed"))
        self.path, self._taken, self._written, self._silent = path, 0, 0, 0
        self._gaps.clear()
        self._on = True

    def take(self, out: npt.NDArray[np.float32], frame: int) -> None:
        """Take one block of the output, whose first frame is `frame`; called by the audio callback."""
        if not self._on:
            return
        if not self._taken:
            self.began = frame
        elif frame > self._next:
            self._gaps.append((self._taken, min(frame - self._next, _MOST_SILENCE)))
        self._next = frame + len(out)
        at, size = self._taken % len(self._ring), len(out)
        fits = min(size, len(self._ring) - at)
        np.multiply(out[:fits], 32767.0, out=self._ring[at : at + fits], casting="unsafe")
        if fits < size:
            np.multiply(out[fits:], 32767.0, out=self._ring[: size - fits], casting="unsafe")
        self._taken += size

    def write(self) -> None:
        """Write what has come; called by another thread, often enough."""
        while self._file is not None and self._written < (until := self._taken):
            if self._gaps and self._gaps[0][0] == self._written:
                self._write_silence(self._gaps.popleft()[1])
            until = self._gaps[0][0] if self._gaps else until  # a gap is noted before what comes after it
            at = self._written % len(self._ring)
            count = min(until - self._written, len(self._ring) - at)
            self._file.writeframesraw(self._ring[at : at + count].tobytes())
            self._written += count

    def _write_silence(self, frames: int) -> None:
        assert self._file is not None
        for done in range(0, frames, _PIECE):
            self._file.writeframesraw(bytes(4 * min(_PIECE, frames - done)))
        self._silent += frames

    def close(self) -> float:
        """Finish the file and return its seconds; 0 where none was open."""
        self._on = False
        file, seconds = self._file, 0.0
        if file is not None:
            self.write()
            seconds = (self._written + self._silent) / RATE
            self._file = None
            file.close()
        return seconds
