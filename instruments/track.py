"""A recorded voice that goes with a score: the same frame of it always with the same tick, wherever the score is entered."""

from collections import deque
from typing import Final

import numpy as np
import numpy.typing as npt

from instruments.events import RATE
from instruments.schedule import Player
from instruments.synth import Audio
from instruments.tempo import TempoMap

_NEAR: Final = 4  # frames by which two ways of counting may differ: then it just goes on
_RAMP: Final = RATE // 200  # frames in which it comes and goes, so that no edge is heard
_WHOLE: Final = np.float32(1 / 32768)

Samples = npt.NDArray[np.int16]


class Incoming:
    """A voice that comes in pieces; nothing of it is copied twice, so that no block waits for it."""

    def __init__(self) -> None:
        self._samples: Samples = np.zeros(0, np.int16)
        self._filled = 0

    def begin(self, frames: int) -> None:
        """Make room for so many frames."""
        self._samples, self._filled = np.zeros(frames, np.int16), 0

    def take(self, body: bytes) -> None:
        """Take the next piece: 16-bit PCM, 48 kHz, mono; what there is no room for is dropped."""
        piece = np.frombuffer(body, "<i2")[: len(self._samples) - self._filled]
        self._samples[self._filled : self._filled + len(piece)] = piece
        self._filled += len(piece)

    def whole(self) -> Samples | None:
        """Return what has come, and let go of it; None where nothing has."""
        samples, self._samples, self._filled = self._samples, np.zeros(0, np.int16), 0
        return samples if len(samples) else None


class Track:
    """Frame 0 of it sounds with tick 0 of each score that it goes with. All of it runs in the audio callback."""

    def __init__(self) -> None:
        self._samples: Samples | None = None
        self._scores: deque[tuple[Player, TempoMap]] = deque(maxlen=4)
        self._next: int | None = None  # the frame of it that is due, while it goes

    def use(self, samples: Samples | None) -> None:
        """Let this be the voice from now on, None for none."""
        self._samples = samples

    def goes_with(self, player: Player, tempo: TempoMap) -> None:
        """It is heard while this one plays, at its written speed; it does not know how to go faster or slower."""
        self._scores.append((player, tempo))

    def mix(self, out: Audio, player: Player | None, level: float) -> None:
        """Add what is due in the block that was just advanced through, float32 (frames, 2)."""
        start, going = self._start(player, len(out)), self._next
        if going is not None and (start is None or abs(start - going) > _NEAR):
            self._add(out[:_RAMP], going, level, np.linspace(1, 0, min(_RAMP, len(out)), dtype=np.float32))
            going = None
        if start is None:
            self._next = None
            return
        first = start if going is None else going
        rising = np.ones(len(out), np.float32)
        if going is None:
            rising[:_RAMP] = np.linspace(0, 1, _RAMP, dtype=np.float32)[: len(out)]
        self._add(out, first, level, rising)
        self._next = first + len(out)

    def _start(self, player: Player | None, frames: int) -> int | None:
        """Return which frame of the voice falls on the first one of the block; None where it is not to be heard."""
        if self._samples is None or player is None or player.state != "playing":
            return None
        tempo = next((known for one, known in self._scores if one is player), None)
        return None if tempo is None else round(tempo.seconds(player.tick) * RATE) - frames

    def _add(self, out: Audio, first: int, level: float, loud: npt.NDArray[np.float32]) -> None:
        if self._samples is None or not level:
            return
        skipped = max(0, -first)
        piece = self._samples[first + skipped : max(0, first + len(out))]
        heard = piece * (_WHOLE * np.float32(level)) * loud[skipped : skipped + len(piece)]
        out[skipped : skipped + len(piece)] += heard[:, None]
