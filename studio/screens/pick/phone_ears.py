"""What is heard while a song is found by ear: taps on any key, and the one key that is held because it fits."""

from __future__ import annotations

from typing import TYPE_CHECKING

from instruments.events import RATE, NoteOff, NoteOn
from studio.music import tapping

if TYPE_CHECKING:
    from instruments.events import Played
    from studio.music.tapping import Pulse
    from studio.playing.recording import Recorder

HOLD_SECONDS = 1.3  # a key that fits is held so long; trying keys is shorter
TAIL_FRAMES = RATE // 2
ONES = 3  # taps on each *one* that say how long a bar is


class Taps:
    """Taps on all beats, or on each *one* alone. Times in seconds of the engine's frames."""

    def __init__(self, recorder: Recorder) -> None:
        self._recorder = recorder
        self.on_one = False
        self._beats: tuple[float, ...] = ()
        self._ones: tuple[float, ...] = ()
        self._known: Pulse | None = None
        self._first: int | None = None
        self._before: tuple[tuple[float, ...], tuple[float, ...], Pulse | None] | None = None

    @property
    def count(self) -> int:
        """How many taps there are of what is tapped now."""
        return len(self._ones if self.on_one else self._beats)

    @property
    def pulse(self) -> Pulse | None:
        """The pulse so far."""
        return self._known

    def know(self, bpm: float) -> None:
        """The tempo is known from before."""
        self._known = tapping.Pulse(60.0 / bpm, 0.0, 0) if bpm else None

    def tap(self, frame: int) -> None:
        """Somebody tapped."""
        at = frame / RATE
        self._before = self._beats, self._ones, self._known
        self._first = frame if self._first is None else self._first
        if self.on_one:
            self._ones = _since_the_last_pause(self._ones, at, self._bar_at_most)
            return
        self._beats = tapping.latest((*self._beats, at))
        self._known = tapping.pulse(self._beats) or self._known

    def untap(self) -> None:
        """The last one was no tap: its key was held, and answered."""
        if self._before is not None:
            (self._beats, self._ones, self._known), self._before = self._before, None

    @property
    def _bar_at_most(self) -> float:
        return 10 * self._known.seconds if self._known else tapping.PAUSE_SECONDS

    @property
    def beats(self) -> int | None:
        """How many beats a bar has by the taps on each *one*; None while they do not say."""
        if self._known is None or len(self._ones) < ONES:
            return None
        return tapping.beats_in_bar(self._known, self._ones)

    def is_going_on(self, frame: int) -> bool:
        """Whether somebody is in the middle of it: more than one tap, the last a moment ago."""
        taps = self._ones if self.on_one else self._beats
        bars = 5 * self._known.seconds if self.on_one and self._known else 0.0
        quiet = max(tapping.PAUSE_SECONDS, bars)
        return len(taps) > 1 and frame / RATE - taps[-1] < quiet

    def afresh(self) -> None:
        """The next tap is a first one."""
        self._beats = self._ones = ()

    def turn(self, *, on_one: bool) -> None:
        """From now on only each *one* is tapped, or all beats."""
        self.on_one, self._ones = on_one, ()

    def over(self, frame: int) -> None:
        """Nobody taps any more: what was tapped was no music."""
        first, self._first = self._first, None
        if first is not None:
            self._recorder.set_aside(first, frame + TAIL_FRAMES)


def _since_the_last_pause(taps: tuple[float, ...], at: float, pause: float) -> tuple[float, ...]:
    return (*taps, at) if taps and at - taps[-1] < pause else (at,)


class Held:
    """The key that is held just now, and how long it still takes until it is meant."""

    def __init__(self, recorder: Recorder) -> None:
        self._recorder = recorder
        self._down: dict[tuple[int, int], int] = {}
        self.tried: int | None = None  # the pitch that went down last

    def hear(self, event: Played) -> bool:
        """Take in a key; whether one went down."""
        match event:
            case NoteOn():
                self._down[event.keyboard, event.pitch] = event.frame
                self.tried = event.pitch
                return True
            case NoteOff():
                self._down.pop((event.keyboard, event.pitch), None)
        return False

    def share(self, frame: int) -> float:
        """How full its picture is, 0 to 1; nothing while two keys are down."""
        if len(self._down) != 1:
            return 0.0
        (since,) = self._down.values()
        return min(1.0, max(0.0, (frame - since) / RATE / HOLD_SECONDS))

    def meant(self, frame: int) -> int | None:
        """Return the pitch that was held long enough, once."""
        if self.share(frame) < 1.0:
            return None
        ((key, since),) = self._down.items()
        self._down.clear()
        self._recorder.set_aside(since, frame)
        return key[1]

    def afresh(self) -> None:
        """Nothing is held, nothing was tried."""
        self._down.clear()
        self.tried = None
