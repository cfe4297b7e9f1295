"""One keyboard that two share: the keys on one side of a border come as those of a keyboard of their own."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Final, Literal

from instruments.events import Back, Bend, Control, Gone, NoteOff, NoteOn, Pedal, Played

Side = Literal["left", "right"]
OTHER_SIDE: Final = 128
"""What is added to a keyboard's id for the side that comes as another; MIDI keyboards have ids far below it."""


@dataclass(frozen=True, slots=True)
class Border:
    """Where a keyboard is shared: `first` is the lowest pitch of its right side, `other` the side that comes as another keyboard."""

    keyboard: int
    first: int
    other: Side

    def is_other(self, pitch: int) -> bool:
        """Whether a key lies on the side that comes as another keyboard."""
        return (pitch >= self.first) == (self.other == "right")


class Sides:
    """Tells the two sides apart. A key comes up on the side it went down on, be the border moved or gone by then.

    `border` may be set on any thread; `apart` is called by one.
    """

    def __init__(self) -> None:
        self.border: Border | None = None
        self._down: dict[tuple[int, int], int] = {}  # held keys of the other side, and as which keyboard's
        self._over: dict[
            tuple[int, int], Pedal | Control | Bend
        ] = {}  # pedals and wheels the other side has too, off their rest

    def apart(self, played: Iterable[Played]) -> list[Played]:
        """Give each event the keyboard it belongs to; what a pedal or wheel does, it does for both sides."""
        border = self.border
        told: list[Played] = []
        for event in played:
            told += self._left_over(event.frame, border)
            told += self._side(event, border)
        return told

    def _side(self, event: Played, border: Border | None) -> Iterator[Played]:
        shared = border is not None and event.keyboard == border.keyboard
        match event:
            case NoteOn(_, keyboard, pitch, _) if border is not None and shared and border.is_other(pitch):
                self._down[keyboard, pitch] = keyboard + OTHER_SIDE
                yield replace(event, keyboard=keyboard + OTHER_SIDE)
            case NoteOff(_, keyboard, pitch, _):
                yield replace(event, keyboard=self._down.pop((keyboard, pitch), keyboard))
            case Pedal() | Control() | Bend() if shared:
                yield event
                yield self._for_both(event)
            case Gone(frame, keyboard) | Back(frame, keyboard):
                yield from self._let_go(frame, keyboard)
                yield event
            case _:
                yield event

    def _for_both(self, event: Pedal | Control | Bend) -> Pedal | Control | Bend:
        twin = replace(event, keyboard=event.keyboard + OTHER_SIDE)
        which = (event.keyboard, -1 if isinstance(event, Bend) else event.number)
        if event.value:
            self._over[which] = twin
        else:
            self._over.pop(which, None)
        return twin

    def _left_over(self, frame: int, border: Border | None) -> Iterator[Played]:
        """What the other side had down or turned comes to rest once there is no other side."""
        for which in [each for each in self._over if border is None or each[0] != border.keyboard]:
            yield replace(self._over.pop(which), frame=frame, value=0)

    def _let_go(self, frame: int, keyboard: int) -> Iterator[Played]:
        """A keyboard was unplugged, and what its other side held has ended."""
        for which in [each for each in self._down if each[0] == keyboard]:
            yield NoteOff(frame, self._down.pop(which), which[1], 0)
        for which in [each for each in self._over if each[0] == keyboard]:
            yield replace(self._over.pop(which), frame=frame, value=0)
