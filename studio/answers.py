"""Answering on the piano: five keys are five steps, one skips, one hears it again; playing music is never an answer."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from instruments.events import RATE, SUSTAIN, Gone, NoteOff, NoteOn, Pedal

if TYPE_CHECKING:
    from collections.abc import Container

QUIET_SECONDS = 0.7  # after the last key came up: the tail of a take is not an answer
HOLD_SECONDS = 0.5  # a key held so long confirms; the picture fills meanwhile
ASIDE_SECONDS = 2.0  # after music was heard, the question waits for so much silence
RUN_KEYS, RUN_SECONDS = 3, 1.2  # so many keys within so long are a run, not a choice
WHITE = {0: "C", 2: "D", 4: "E", 5: "F", 7: "G", 9: "A", 11: "B"}
SUSTAIN_DOWN = 64

BACK: Literal["back"] = "back"  # a black key takes the last answer back
Meaning = Literal["C", "D", "E", "F", "G", "A", "B", "back"]


@dataclass(frozen=True, slots=True)
class Filling:
    """A key on its way to being an answer: which, and how far, 0 to 1."""

    key: str
    share: float


class AnswerPad:
    """Listens to the keyboards of whoever answers and says when a key was meant. Times in seconds of any steady clock.

    Whose `keyboards` are is asked at each key, for the first key may be what claims one; None means any keyboard answers.

    Only a single key, after quiet, held for half a second, is an answer; a black one takes the last answer back. Two keys
    together, a run or the pedal mean music: the pad steps aside until it is quiet again. Nothing here ever times out.
    """

    def __init__(self, now: float, *, keyboards: Container[int] | None = None) -> None:
        self._keyboards = keyboards
        self._down: dict[tuple[int, int], float] = {}
        self._presses: list[float] = []
        self._quiet_from = now + QUIET_SECONDS
        self._candidate: tuple[int, int] | None = None
        self._since = 0.0
        self._frame = 0  # of the last key that went down
        self.span = (0, 0)  # frames of the key that was last meant: it was an answer, and no music
        self.aside = False

    def hear(self, event: object, now: float) -> bool:
        """Listen to what was played; whether it was anything that an answer is made of, or that ends one."""
        match event:
            case NoteOn():
                self._frame = event.frame
                self.press(event.keyboard, event.pitch, now)
            case NoteOff():
                self.release(event.keyboard, event.pitch, now)
            case Pedal(number=number) if number == SUSTAIN:
                self.pedal(event.keyboard, event.value, now)
            case Gone():
                self.gone(event.keyboard, now)
            case _:
                return False
        return True

    def press(self, keyboard: int, pitch: int, now: float) -> None:
        """A key went down."""
        if not self._mine(keyboard):
            return
        was_quiet = not self._down and now >= self._quiet_from
        self._down[keyboard, pitch] = now
        self._presses = [t for t in self._presses if now - t < RUN_SECONDS] + [now]
        if len(self._down) > 1 or len(self._presses) >= RUN_KEYS:
            self._step_aside(now)
        elif was_quiet:
            self._candidate, self._since, self.aside = (keyboard, pitch), now, False
        else:
            self._wait(now, QUIET_SECONDS)

    def release(self, keyboard: int, pitch: int, now: float) -> None:
        """A key came up; before it was held long enough, nothing was meant."""
        if self._down.pop((keyboard, pitch), None) is None and not self._mine(keyboard):
            return
        if self._candidate == (keyboard, pitch):
            self._candidate = None
        self._wait(now, ASIDE_SECONDS if self.aside else QUIET_SECONDS)

    def pedal(self, keyboard: int, value: int, now: float) -> None:
        """The pedal means music."""
        if self._mine(keyboard) and value >= SUSTAIN_DOWN:
            self._step_aside(now)

    def gone(self, keyboard: int, now: float) -> None:
        """A keyboard was unplugged in the middle of an answer: nothing was meant by it."""
        for key in [key for key in self._down if key[0] == keyboard]:
            self.release(*key, now)

    def filling(self, now: float) -> Filling | None:
        """The key being held and how full its picture is."""
        if self._candidate is None:
            return None
        return Filling(WHITE.get(self._candidate[1] % 12, BACK), min(1.0, (now - self._since) / HOLD_SECONDS))

    def meant(self, now: float) -> Meaning | None:
        """The key that was just confirmed, once; call it every frame."""
        if self.aside and not self._down and now >= self._quiet_from:
            self.aside = False
        if self._candidate is None or now - self._since < HOLD_SECONDS:
            return None
        key = WHITE.get(self._candidate[1] % 12, BACK)
        self._candidate = None
        self.span = (self._frame, self._frame + round(HOLD_SECONDS * RATE))
        self._presses.clear()
        self._wait(now, QUIET_SECONDS)
        return key  # type: ignore[return-value]  # WHITE and BACK hold the names of answers only

    def _mine(self, keyboard: int) -> bool:
        return self._keyboards is None or keyboard in self._keyboards

    def _step_aside(self, now: float) -> None:
        self._candidate, self.aside = None, True
        self._wait(now, ASIDE_SECONDS)

    def _wait(self, now: float, seconds: float) -> None:
        self._quiet_from = max(self._quiet_from, now + seconds)
