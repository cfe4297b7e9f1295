"""Keys of the keyboard as the pads of a grid: in the quiet where its cursor stands, while it plays at the step that sounds."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from instruments.events import SUSTAIN, Control, NoteOff, NoteOn, Pedal

if TYPE_CHECKING:
    from collections.abc import Mapping

    from instruments.events import Played

WHEEL = 1  # the number of the controller that says how often
_DOWN = 64


class Grid(Protocol):
    """What the strokes are for."""

    @property
    def plays(self) -> bool:
        """Whether the music sounds."""

    def strike(self, pitch: int, velocity: int) -> None:
        """Set the step that sounds."""

    def enter(self, struck: Mapping[int, int]) -> None:
        """Set pitches, struck so hard, where the cursor stands, and go on to the next step."""

    def go_on(self) -> None:
        """Leave a step as it is."""

    def wheel(self, value: int) -> None:
        """The wheel was turned, 0..127."""


class Pads:
    """In the quiet a stroke counts when its key comes up: what was held to walk about the screen sets nothing."""

    def __init__(self, grid: Grid) -> None:
        self._grid = grid
        self._struck: dict[int, int] = {}
        self._down: set[int] = set()

    def hear(self, event: Played) -> None:
        """Something was played."""
        match event:
            case NoteOn(pitch=pitch, velocity=velocity) if self._grid.plays:
                self.drop()
                self._grid.strike(pitch, velocity)
            case NoteOn(pitch=pitch, velocity=velocity):
                self._struck[pitch] = velocity
                self._down.add(pitch)
            case NoteOff(pitch=pitch):
                self._down.discard(pitch)
                if self._struck and not self._down:
                    struck, self._struck = self._struck, {}
                    self._grid.enter(struck)
            case Pedal(number=number, value=value) if number == SUSTAIN and value >= _DOWN:
                if not self._grid.plays:
                    self._grid.go_on()
            case Control(number=number, value=value) if number == WHEEL:
                self._grid.wheel(value)

    def drop(self) -> None:
        """What is held was meant otherwise."""
        self._struck, self._down = {}, set()
