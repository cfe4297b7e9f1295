"""One clock: audio frames, and where a moment told by another clock falls on it."""

import threading
from typing import Final

_CREEP: Final = 200e-6  # two quartz clocks differ by less than this
_WINDOW_NS: Final = 500_000_000
_JUMP_NS: Final = 3_000_000  # a difference that lasts a whole window and is larger than this is a jump, not lateness
_STALE_NS: Final = 5_000_000_000
_STILL_NS: Final = 1_000_000_000


class EarliestAnchor:
    """Where another clock's zero lies on ours, in nanoseconds, learned from the arrivals that were least late.

    An arrival can only be late, so the smallest difference is the true one; it may creep as quartz does, and it moves at once
    when every arrival of half a second says that the other clock stood still (a stream that stopped, a cable pulled).
    """

    def __init__(self) -> None:
        self._zero_ns: float | None = None
        self._seen_ns = 0
        self._window_began_ns = 0
        self._window_least_ns = float("inf")
        self.jumped_ns = 0.0  # by how much the last arrival showed that the other clock had stood still

    @property
    def known(self) -> bool:
        """Whether anything has arrived yet."""
        return self._zero_ns is not None

    def arrived(self, our_ns: int, their_ns: float) -> float:
        """Take in that `their_ns` reached us at `our_ns`; return when it truly happened, on our clock."""
        zero = our_ns - their_ns
        self.jumped_ns = 0.0
        if self._zero_ns is None:
            self._zero_ns, self._seen_ns = zero, our_ns
            self._open_window(our_ns)
        elapsed = our_ns - self._seen_ns
        self._seen_ns = our_ns
        self._zero_ns = min(zero, self._zero_ns + elapsed * _CREEP)
        self._watch_for_jump(our_ns, zero)
        return self._zero_ns + their_ns

    def _watch_for_jump(self, our_ns: int, zero: float) -> None:
        if our_ns - self._window_began_ns > _STALE_NS:
            self._open_window(our_ns)
        self._window_least_ns = min(self._window_least_ns, zero)
        if our_ns - self._window_began_ns >= _WINDOW_NS:
            if self._zero_ns is not None and self._window_least_ns - self._zero_ns > _JUMP_NS:
                self.jumped_ns = self._window_least_ns - self._zero_ns
                self._zero_ns = self._window_least_ns
            self._open_window(our_ns)

    def _open_window(self, our_ns: int) -> None:
        self._window_began_ns, self._window_least_ns = our_ns, float("inf")

    def theirs(self, our_ns: int) -> float:
        """Return what the other clock shows at `our_ns`; 0 before anything arrived."""
        return 0.0 if self._zero_ns is None else our_ns - self._zero_ns


class FrameClock:
    """Counts the frames of the output and says at which frame a moment of `time.perf_counter_ns` falls.

    Frames that an overloaded machine could not play are counted too, so that what is played meanwhile keeps its time.
    """

    def __init__(self, rate: int) -> None:
        self._ns_a_frame = 1e9 / rate
        self._anchor = EarliestAnchor()
        self._restarted = False
        self.frame = 0

    def start(self, now_ns: int) -> None:
        """Let frames run from 0 at `now_ns`, before any output runs."""
        self._anchor.arrived(now_ns, 0.0)

    def restart(self) -> None:
        """Say that the next block comes from a newly opened output: silence between counts as frames too."""
        self._restarted = True

    def block(self, now_ns: int, frames: int) -> int:
        """Count one block entered at `now_ns`; return the frame of its first sample."""
        if self._restarted:
            self._restarted = False
            self.frame = max(self.frame, self.at(now_ns))
            self._anchor = EarliestAnchor()
        self._anchor.arrived(now_ns, self.frame * self._ns_a_frame)
        if self._anchor.jumped_ns:
            self.frame += round(self._anchor.jumped_ns / self._ns_a_frame)
            self._anchor = EarliestAnchor()
            self._anchor.arrived(now_ns, self.frame * self._ns_a_frame)
        first = self.frame
        self.frame = first + frames
        return first

    def at(self, moment_ns: float) -> int:
        """Return the frame at which a moment falls, never below 0."""
        return max(0, round(self._anchor.theirs(int(moment_ns)) / self._ns_a_frame))


class FarClock:
    """The engine's frame as another process sees it by its beacons: it goes on over the death of an engine process."""

    def __init__(self, rate: int) -> None:
        self._ns_a_frame = 1e9 / rate
        self.offset = 0  # added to every frame of the process that runs now
        self._anchor = EarliestAnchor()
        self._fresh = True
        self._latest = 0
        self._heard_ns: int | None = None
        self._asked_ns = 0
        self._lock = threading.Lock()

    def new_process(self) -> None:
        """Say that the next beacon comes from a process whose frames begin at 0 again."""
        self._fresh = True

    def beacon(self, now_ns: int, frame: int) -> None:
        """Take in that the engine was at `frame` a moment before `now_ns`."""
        with self._lock:
            if self._fresh:
                self._fresh = False
                if self._anchor.known:
                    self.offset = max(self._latest, round(self._anchor.theirs(now_ns) / self._ns_a_frame)) - frame
                self._anchor = EarliestAnchor()
            self._anchor.arrived(now_ns, (frame + self.offset) * self._ns_a_frame)
            self._heard_ns = now_ns

    def silent_seconds(self, now_ns: int) -> float:
        """Return for how long no beacon came although somebody asked; 0 while a new process has sent none yet.

        Who has not asked for a second stood still, as a computer does that sleeps: the other may have stood still as well.
        """
        stood_still, self._asked_ns = now_ns - self._asked_ns > _STILL_NS, now_ns
        if self._heard_ns is None or self._fresh:
            return 0.0
        if stood_still:
            self._heard_ns = now_ns
        return (now_ns - self._heard_ns) / 1e9

    def now(self, now_ns: int) -> int:
        """Return the engine's frame at `now_ns`; it never goes back."""
        with self._lock:
            self._latest = max(self._latest, round(self._anchor.theirs(now_ns) / self._ns_a_frame))
            return self._latest
