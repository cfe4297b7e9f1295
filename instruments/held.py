"""What a keyboard holds down or has turned: what would hang if it vanished now, and how to let it go."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Final

from instruments.events import Bend, Control, NoteOff, NoteOn, Pedal, Played

_HANGING: Final = (1, 64, 66, 67)  # controllers that go on sounding: modulation and the three pedals
_BEND: Final = -1


class Held:
    """Follows what is played on the keyboards of one port."""

    def __init__(self) -> None:
        self._keys: set[tuple[int, int]] = set()  # (keyboard id, pitch)
        self._turned: dict[tuple[int, int], Played] = {}  # off their rest, by (keyboard id, controller)

    def follow(self, played: Played) -> None:
        """Take in one event."""
        match played:
            case NoteOn(_, keyboard, pitch, _):
                self._keys.add((keyboard, pitch))
            case NoteOff(_, keyboard, pitch, _):
                self._keys.discard((keyboard, pitch))
            case Pedal(_, keyboard, number, value) | Control(_, keyboard, number, value) if number in _HANGING:
                self._turn((keyboard, number), played, value)
            case Bend(_, keyboard, value):
                self._turn((keyboard, _BEND), played, value)

    def _turn(self, which: tuple[int, int], played: Played, value: int) -> None:
        if value:
            self._turned[which] = played
        else:
            self._turned.pop(which, None)

    def let_go(self, frame: int) -> Iterator[tuple[Played, bytes]]:
        """Yield what ends all of it at `frame`, each with its short message; nothing is held then."""
        keys, self._keys = sorted(self._keys), set()
        turned, self._turned = list(self._turned.values()), {}
        for keyboard, pitch in keys:
            yield NoteOff(frame, keyboard, pitch, 0), bytes((0x80, pitch, 0))
        for played in turned:
            yield _at_rest(played, frame)


def _at_rest(played: Played, frame: int) -> tuple[Played, bytes]:
    match played:
        case Pedal(_, _, number, _) | Control(_, _, number, _):
            return replace(played, frame=frame, value=0), bytes((0xB0, number, 0))
        case Bend():
            return replace(played, frame=frame, value=0), bytes((0xE0, 0, 0x40))
    raise AssertionError(played)
