"""When "Waits for me" goes on: every pitch of a chord needs one key-down of its own; whoever plays on regardless is met there."""

from bisect import bisect_left
from collections.abc import Iterable
from typing import Final, NamedTuple

from instruments.events import RATE, Score
from instruments.tempo import TempoMap

EARLY_SECONDS: Final = 0.4  # a key pressed so much before its time still counts
_SLIP_SECONDS: Final = 0.1  # a wrong key beside the right one is a slip while that follows within this time
_AHEAD: Final = 2  # gates: whoever leaves out more is looking for a key, and further off lies another part of the music
_AHEAD_QUARTERS: Final = 8
_CHORD_BEATS, _CHORD_LEAST_SECONDS, _CHORD_MOST_SECONDS = 1 / 16, 0.040, 0.120


def chord_groups(score: Score) -> tuple[tuple[int, frozenset[int]], ...]:
    """Join gates that are one chord to a player: onsets closer than 1/16 quarter, at least 40 ms and at most 120 ms.

    A pitch that returns begins a new group; a group spans at most twice that window.
    """
    tempo = TempoMap(score)
    groups: list[tuple[int, frozenset[int]]] = []
    latest = 0.0
    for tick, pitches in sorted(score.gates, key=lambda gate: gate[0]):
        now = tempo.seconds(tick)
        quarter = tempo.frames_a_tick(tick) / RATE * score.ticks_per_quarter
        window = min(_CHORD_MOST_SECONDS, max(_CHORD_LEAST_SECONDS, quarter * _CHORD_BEATS))
        if (
            groups
            and now - latest < window
            and now - tempo.seconds(groups[-1][0]) < 2 * window
            and not pitches & groups[-1][1]
        ):
            groups[-1] = (groups[-1][0], groups[-1][1] | pitches)
        elif pitches:
            groups.append((tick, pitches))
        latest = now
    return tuple(groups)


class Played(NamedTuple):
    """A gate that was played while the music waited at one before it, and the frame of its last key-down."""

    gate: int
    frame: int


class Gates:
    """The gates of one score, and the fresh key-downs that may open them; where `one` will do, any key of a chord opens it."""

    def __init__(self, score: Score, rate: int = RATE, *, one: bool = False) -> None:
        self._one, self._rate = one, rate
        self._reach = _AHEAD_QUARTERS * score.ticks_per_quarter
        groups = chord_groups(score)
        self.ticks = [tick for tick, _ in groups]
        self._pitches = [pitches for _, pitches in groups]
        self._early = _early_windows(groups, TempoMap(score), rate)
        self._fresh: dict[int, int] = {}  # pitch -> frame of a key-down that has opened nothing yet
        self.needed: frozenset[int] = frozenset()

    def after(self, tick: float) -> int:
        """Return the index of the first gate at or after a tick."""
        return bisect_left(self.ticks, tick)

    def hear(self, pitch: int, frame: int) -> None:
        """Take in a key-down: it opens its part of the gate we wait at, or is remembered for one to come."""
        if pitch in self.needed:
            self.needed = frozenset() if self._one else self.needed - {pitch}
        else:
            self._fresh[pitch] = frame

    def skip(self, frame: int) -> None:
        """Go on without what is waited for, at `frame`."""
        del frame
        self.needed = frozenset()

    def pitches(self, index: int) -> frozenset[int]:
        """Return the pitches of a gate."""
        return self._pitches[index]

    def ahead(self, index: int, since: int, now: int, end: float) -> Played | None:
        """Find the next gate but this, or the next but one, that was played whole after `since`; none from the tick `end` on.

        Its keys count only once they are a moment old: until then the right one may still follow a slip.
        """
        for gate in range(index + 1, min(index + 1 + _AHEAD, len(self.ticks))):
            if self.ticks[gate] >= end or self.ticks[gate] - self.ticks[index] > self._reach:
                return None
            struck = {pitch: self._fresh[pitch] for pitch in self._pitches[gate] if self._fresh.get(pitch, -1) >= since}
            whole = bool(struck) if self._one else len(struck) == len(self._pitches[gate])
            if whole and max(struck.values()) <= now - _SLIP_SECONDS * self._rate:
                for pitch in struck:
                    del self._fresh[pitch]
                self.needed = frozenset()
                return Played(gate, max(struck.values()))
        return None

    def reach(self, index: int, frame: int, speed: float) -> bool:
        """Come to a gate at `frame`; return whether early key-downs have opened it already."""
        needed = set()
        for pitch in self._pitches[index]:
            pressed = self._fresh.get(pitch)
            if pressed is not None and pressed >= frame - self._window(index, pitch, speed):
                del self._fresh[pitch]
            else:
                needed.add(pitch)
        opened = not needed or (self._one and len(needed) < len(self._pitches[index]))
        self.needed = frozenset() if opened else frozenset(needed)
        return opened

    def _window(self, index: int, pitch: int, speed: float) -> float:
        """Frames before the gate from which a key-down counts; half the gap to the same pitch before, as it sounds at this speed."""
        most, half_gap = self._early[index].get(pitch, (0.0, 0.0))
        return min(most, half_gap / speed)

    def leave(self) -> None:
        """Stop waiting (the music was stopped or moved elsewhere): nothing pressed before counts any more."""
        self.needed = frozenset()
        self._fresh.clear()


def _early_windows(
    groups: Iterable[tuple[int, frozenset[int]]], tempo: TempoMap, rate: int
) -> list[dict[int, tuple[float, float]]]:
    windows = []
    before: dict[int, float] = {}
    for tick, pitches in groups:
        now = tempo.seconds(tick)
        windows.append(
            {pitch: (EARLY_SECONDS * rate, (now - before.get(pitch, float("-inf"))) / 2 * rate) for pitch in pitches}
        )
        before.update(dict.fromkeys(pitches, now))
    return windows
