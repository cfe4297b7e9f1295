"""Everything played since the start, so that nothing worth keeping is ever lost."""

import threading
from array import array
from bisect import bisect_left, bisect_right
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Final

from instruments.events import RATE, Bend, Control, Gone, NoteOff, NoteOn, Pedal, Played

SILENCE_FRAMES: Final = 2 * RATE  # a phrase ends where nothing was played for so long
MOST_EVENTS: Final = 2_000_000  # about 100 hours of play; then the oldest goes
STRIDE: Final = (
    256  # so many events apart, what is down or turned is noted: a cut walks no further than that to know it
)

State = dict[tuple[int, int], Pedal | Control | Bend]


@dataclass(frozen=True, slots=True)
class Phrase:
    """What was played between two silences, in frames; `end` is when its last key came up."""

    start: int
    end: int
    notes: int


class Capture:
    """Keeps what is played; appended by the reader's thread, read by the window's."""

    def __init__(self, most: int = MOST_EVENTS) -> None:
        self._events: list[Played] = []  # in order of arrival
        self._numbers = array("q")  # beside each event, how many arrived before it: what a cursor counts
        self._arrived = 0
        self._ordered: list[Played] = []  # by frame: two keyboards' events may arrive a little out of that order
        self._states: list[State] = [{}]  # the nth is what was down or turned before the ordered event n * STRIDE
        self._most = most
        self._phrases = _Phrases()
        self._lock = threading.Lock()

    def append(self, events: Iterable[Played]) -> None:
        """Keep events as they arrive."""
        with self._lock:
            for event in events:
                self._events.append(event)
                self._numbers.append(self._arrived)
                self._arrived += 1
                self._phrases.add(event)
                self._put_in_order(event)
            surplus = len(self._events) - self._most
            if surplus > 0:
                surplus = max(surplus, self._most // 16)  # in portions, so that a full list is not moved at every event
                del self._events[:surplus]
                del self._numbers[:surplus]
                self._states = [self._state_before(surplus)]
                del self._ordered[:surplus]

    def take_since(self, cursor: int) -> tuple[tuple[Played, ...], int]:
        """Return what came since `cursor` (0 at first) and the next cursor."""
        with self._lock:
            return tuple(self._events[bisect_left(self._numbers, cursor) :]), self._arrived

    def phrases(self) -> tuple[Phrase, ...]:
        """Return what was played, cut at two seconds of silence; a key held counts as sound."""
        with self._lock:
            return tuple(self._phrases.found)

    def latest(self) -> Phrase | None:
        """Return the last phrase, or None when nothing was played."""
        with self._lock:
            return self._phrases.found[-1] if self._phrases.found else None

    def cut(self, from_frame: int, to_frame: int) -> tuple[Played, ...]:
        """Return the events of [from_frame, to_frame) as a whole of its own.

        Notes already sounding at `from_frame` are left out, notes held at `to_frame` end there, and pedals, controllers and bends
        stand at the start as they were. Takes as long as what it returns, however much was played before.
        """
        with self._lock:
            first, last = (bisect_left(self._ordered, frame, key=_frame) for frame in (from_frame, to_frame))
            carried, within = self._state_before(first), self._ordered[first:last]
        restated = (replace(event, frame=from_frame) for event in carried.values() if event.value)
        return (*restated, *_closed(within, to_frame))

    def pressed(self, from_frame: int, to_frame: int) -> bool:
        """Whether a key went down in [from_frame, to_frame); asked each frame, so it goes no further than to the first."""
        with self._lock:
            first, last = (bisect_left(self._ordered, frame, key=_frame) for frame in (from_frame, to_frame))
            return any(isinstance(self._ordered[at], NoteOn) for at in range(first, last))

    def forget(self, from_frame: int, to_frame: int) -> None:
        """Forget what was played in [from_frame, to_frame); a cursor never reads an event twice."""
        with self._lock:
            kept = [index for index, event in enumerate(self._events) if not from_frame <= event.frame < to_frame]
            self._events = [self._events[index] for index in kept]
            self._numbers = array("q", (self._numbers[index] for index in kept))
            self._ordered = sorted(self._events, key=_frame)
            self._states = self._states[:1]
            self._phrases = _Phrases()
            for event in self._events:
                self._phrases.add(event)

    def _put_in_order(self, event: Played) -> None:
        at = bisect_right(self._ordered, event.frame, key=_frame) if self._is_late(event) else len(self._ordered)
        self._ordered.insert(at, event)
        del self._states[at // STRIDE + 1 :]
        if len(self._ordered) % STRIDE == 0:
            self._state_before(len(self._ordered))

    def _is_late(self, event: Played) -> bool:
        return bool(self._ordered) and event.frame < self._ordered[-1].frame

    def _state_before(self, index: int) -> State:
        """Return what was down or turned before the ordered event of that index; not to be changed."""
        while len(self._states) <= index // STRIDE:
            begin = (len(self._states) - 1) * STRIDE
            self._states.append(_after(self._states[-1], self._ordered[begin : begin + STRIDE]))
        return _after(self._states[index // STRIDE], self._ordered[index // STRIDE * STRIDE : index])


class _Phrases:
    """Cuts what is played into phrases as it comes."""

    def __init__(self) -> None:
        self.found: list[Phrase] = []
        self._held: set[tuple[int, int]] = set()

    def add(self, event: Played) -> None:
        match event:
            case NoteOn(frame, keyboard, pitch, _):
                self._begin_or_go_on(frame)
                self._held.add((keyboard, pitch))
            case NoteOff(frame, keyboard, pitch, _) if (keyboard, pitch) in self._held:
                self._held.discard((keyboard, pitch))
                self.found[-1] = replace(self.found[-1], end=max(frame, self.found[-1].end))
            case Gone(_, keyboard):
                self._held = {key for key in self._held if key[0] != keyboard}

    def _begin_or_go_on(self, frame: int) -> None:
        if self.found and (self._held or frame - self.found[-1].end < SILENCE_FRAMES):
            last = self.found[-1]
            self.found[-1] = Phrase(last.start, max(last.end, frame), last.notes + 1)
        else:
            self.found.append(Phrase(frame, frame, 1))


def _frame(event: Played) -> int:
    return event.frame


def _after(state: State, events: list[Played]) -> State:
    """Return what is down or turned after some events, of what was before them."""
    state = dict(state)
    for event in events:
        match event:
            case Pedal() | Control():
                state[event.keyboard, event.number] = event
            case Bend():
                state[event.keyboard, -1] = event
            case Gone(_, keyboard):
                state = {key: kept for key, kept in state.items() if key[0] != keyboard}
    return state


def _closed(within: list[Played], to_frame: int) -> list[Played]:
    """Return the events of the cut with every key-down ended and no key-up without its key-down."""
    kept: list[Played] = []
    held: set[tuple[int, int]] = set()
    for event in within:
        match event:
            case NoteOn(_, keyboard, pitch, _):
                held.add((keyboard, pitch))
            case NoteOff(_, keyboard, pitch, _):
                if (keyboard, pitch) not in held:
                    continue
                held.discard((keyboard, pitch))
            case Gone(frame, keyboard):
                kept.extend(NoteOff(frame, keyboard, pitch, 0) for of, pitch in sorted(held) if of == keyboard)
                held = {key for key in held if key[0] != keyboard}
        kept.append(event)
    kept.extend(NoteOff(to_frame, keyboard, pitch, 0) for keyboard, pitch in sorted(held))
    return kept
