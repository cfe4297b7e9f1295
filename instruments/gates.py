"""When "Waits for me" goes on: every pitch of a chord needs one key-down of its own, and nothing else counts."""

from bisect import bisect_left
from collections.abc import Iterable
from typing import Final

from instruments.events import RATE, Score
from instruments.tempo import TempoMap

EARLY_SECONDS: Final = 0.4  # a key pressed so much before its time still counts
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


class Gates:
    """The gates of one score, and the fresh key-downs that may open them."""

    def __init__(self, score: Score, rate: int = RATE) -> None:
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
            self.needed -= {pitch}
        else:
            self._fresh[pitch] = frame

    def reach(self, index: int, frame: int, speed: float) -> bool:
        """Come to a gate at `frame`; return whether early key-downs have opened it already."""
        needed = set()
        for pitch in self._pitches[index]:
            pressed = self._fresh.get(pitch)
            if pressed is not None and pressed >= frame - self._window(index, pitch, speed):
                del self._fresh[pitch]
            else:
                needed.add(pitch)
        self.needed = frozenset(needed)
        return not needed

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
