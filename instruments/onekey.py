"""Any key plays the pupil's part: which notes a key-down is heard as, and what ends with which key."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Final, Protocol

from instruments.events import RATE, NoteOff, NoteOn, Played, Pressed, Score
from instruments.gates import EARLY_SECONDS, Gates
from instruments.tempo import TempoMap

_HAND_SECONDS: Final = (0.040, 0.120)  # a hand that comes down on several keys presses once
_FIRST_EARLY_SECONDS: Final = 0.2  # no gate lies before the first that a key could be nearer to


class OneKeyGates(Gates):
    """Gates that any key plays, one after the other; where it `waits` they are waited at.

    A key-down plays the gate that is waited at, or the next one where that is nearer than the one before and near enough
    for an early key, or else the one that the music stands on: late, if nothing has played it yet, or once more. So no key is
    ever dead, and none is wrong.
    """

    def __init__(self, score: Score, rate: int = RATE, *, waits: bool) -> None:
        super().__init__(score, rate)
        self._waits = waits
        tempo = TempoMap(score)
        at = [tempo.seconds(tick) * rate for tick in self.ticks]
        self._until_next = [*(after - here for here, after in pairwise(at)), float("inf")]
        self._here: int | None = None  # the gate that the music stands on
        self._passed: int | None = None  # the frame at which it went on from there
        self._early_for: int | None = None  # the gate to come that was played already

    def hear(self, pitch: int, frame: int) -> None:
        """Take in nothing: `strike` hears the keys."""

    def reach(self, index: int, frame: int, speed: float) -> bool:
        """Come to a gate at `frame`; return whether it is open, for it was played early or is not waited at."""
        del speed
        self._here, early, self._early_for = index, self._early_for == index, None
        self.needed = self._pitches[index] if self._waits and not early else frozenset()
        if not self.needed:
            self._passed = frame
        return not self.needed

    def skip(self, frame: int) -> None:
        """Go on without what is waited for; a key may still play it, late."""
        super().skip(frame)
        self._passed = frame

    def strike(self, coming: tuple[int, float] | None, now: int, speed: float) -> tuple[int, float] | None:
        """Take in a key-down at the frame `now`. `coming` is the next gate and the frames until it, None while one is waited at.

        Return the gate that it plays and the frames in which more keys are the same press; None where there is nothing to play.
        """
        if self.needed:
            self.needed, self._passed = frozenset(), now
        elif coming is not None and coming[1] <= self._near(now):
            self._here = self._early_for = coming[0]
        gate = coming[0] if self._here is None and coming is not None else self._here
        return None if gate is None else (gate, self._together(gate, speed))

    def _near(self, now: int) -> float:
        """Frames within which a gate to come is near: nearer than the one before, and not too early."""
        since = _FIRST_EARLY_SECONDS * self._rate if self._passed is None else now - self._passed
        return min(EARLY_SECONDS * self._rate, since)

    def _together(self, gate: int, speed: float) -> float:
        least, most = (seconds * self._rate for seconds in _HAND_SECONDS)
        return max(least, min(most, self._until_next[gate] / speed / 2))

    def leave(self) -> None:
        """Stop waiting (the music was stopped or moved elsewhere): nothing played before counts any more."""
        super().leave()
        self._here = self._passed = self._early_for = None


class Led:
    """Tells keys that play the pupil's part from those that play themselves, as they come from their drivers' threads."""

    def __init__(self) -> None:
        self._down: set[tuple[int, int]] = set()  # (keyboard, pitch)

    def key(self, played: Played, *, one_key: bool) -> NoteOn | NoteOff | None:
        """Return a key that plays the part; it comes up as what it went down as, whatever plays by then."""
        match played:
            case NoteOn(_, keyboard, pitch, _) if one_key:
                self._down.add((keyboard, pitch))
                return played
            case NoteOff(_, keyboard, pitch, _) if (keyboard, pitch) in self._down:
                self._down.discard((keyboard, pitch))
                return played
            case _:
                return None


class Striking(Protocol):
    """Music that says what a key-down plays."""

    def strike(self) -> tuple[frozenset[int], float] | None:
        """Take in a key-down; return its pitches and the frames in which more keys are the same press. None: it plays itself."""


@dataclass(slots=True, eq=False)
class _Press:
    """One press of a hand, from its first key down to its last key up; `together` are the frames in which a key belongs to it."""

    frame: int
    voice: int
    pitches: frozenset[int]
    together: float = 0.0
    itself: bool = False  # there was nothing to play but the key
    keys: set[tuple[int, int]] = field(default_factory=set)  # (keyboard, pitch) of those that are down

    def takes(self, key: NoteOn) -> bool:
        """Whether a key that goes down is one more of it."""
        return not self.itself and 0 <= key.frame - self.frame <= self.together


class OneKey:
    """Turns keys into what they are heard as. All of it runs where the sound is made, so it is as quick as a key that plays itself."""

    def __init__(self) -> None:
        self._presses: dict[tuple[int, int], _Press] = {}  # by the key that is down: (keyboard, pitch)
        self._sounding: dict[tuple[int, int], _Press] = {}  # by the note: (voice, pitch)
        self._latest: dict[int, _Press] = {}  # by voice

    def play(self, key: NoteOn | NoteOff, voice: int, music: Striking | None) -> Iterator[Played]:
        """Yield what a key is heard as on the keyboard `voice`, and the key beside it, all at the key's own frame."""
        if isinstance(key, NoteOff):
            yield from self._up(key, key.velocity)
            return
        yield from self._up(key, 0)  # some keyboards send a key twice
        press = self._latest.get(voice)
        begins = press is None or not press.takes(key)
        if press is None or begins:
            press = self._latest[voice] = _new_press(key, voice, music)
        press.keys.add((key.keyboard, key.pitch))
        self._presses[key.keyboard, key.pitch] = press
        if not press.itself:
            yield Pressed(key.frame, press.voice, key.pitch, key.velocity)
        for pitch in sorted(press.pitches) if begins else ():
            if (press.voice, pitch) in self._sounding:  # another key holds it: it is struck anew, and ends with this
                yield NoteOff(key.frame, press.voice, pitch, 0)
            self._sounding[press.voice, pitch] = press
            yield NoteOn(key.frame, press.voice, pitch, key.velocity)

    def _up(self, key: NoteOn | NoteOff, velocity: int) -> Iterator[Played]:
        press = self._presses.pop((key.keyboard, key.pitch), None)
        if press is None:
            return
        press.keys.discard((key.keyboard, key.pitch))
        if not press.itself:
            yield Pressed(key.frame, press.voice, key.pitch, 0)
        for pitch in sorted(press.pitches) if not press.keys else ():
            if self._sounding.get((press.voice, pitch)) is press:
                del self._sounding[press.voice, pitch]
                yield NoteOff(key.frame, press.voice, pitch, velocity)


def _new_press(key: NoteOn, voice: int, music: Striking | None) -> _Press:
    struck = music.strike() if music is not None else None
    if struck is None:
        return _Press(key.frame, key.keyboard, frozenset({key.pitch}), itself=True)
    return _Press(key.frame, voice, *struck)
