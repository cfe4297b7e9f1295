"""Places of a score to go to, with what must be restated there; made off the audio thread, for it reads the whole score."""

from bisect import bisect_left
from dataclasses import dataclass

from instruments.events import Score

Due = tuple[int, int, bytes]  # (frames into the block, part, short MIDI message)


@dataclass(frozen=True, slots=True)
class Place:
    """A tick to go to, with what must be restated there."""

    tick: int
    restated: tuple[Due, ...]


@dataclass(frozen=True, slots=True)
class Loop:
    """A stretch to repeat: from `start` up to the tick `end`."""

    start: Place
    end: int


def place(score: Score, tick: int) -> Place:
    """Work out what must be restated when the music goes to `tick`: the last of each controller, bend and pressure before it."""
    state: dict[tuple[int, int, int], Due] = {}
    for _, part, message in score.events[: bisect_left(score.events, tick, key=lambda event: event[0])]:
        kind = message[0] & 0xF0
        if kind in (0xB0, 0xD0, 0xE0):
            state[part, kind, message[1] if kind == 0xB0 else 0] = (0, part, message)  # noqa: PLR2004  control change
    return Place(tick, tuple(state.values()))


def loop(score: Score, start: int, end: int) -> Loop | None:
    """Work out a loop; None where it holds no music."""
    start, end = max(0, start), min(end, score.end)
    return Loop(place(score, start), end) if end > start else None
