"""One keyboard that several share: the keys of each zone come as those of a keyboard of their own."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Final, Literal

from instruments.events import Back, Bend, Control, Gone, NoteOff, NoteOn, Pedal, Played

Side = Literal["left", "right"]
OTHER_SIDE: Final = 128
"""From this id on nothing is a keyboard that is plugged in: a zone comes as it, or the side of a shared keyboard (its own id more)."""
FIRST_HEARD_AS: Final = 192
"""From here on numbers are players', wherever they sit. There are 63 keyboards at most, and sides shared with a tutor are 128 more."""
MOST_ZONES: Final = 6

_Moved = Pedal | Control | Bend
_Which = tuple[int, int, int]  # the keyboard, a controller's number (-1 the wheel), and as which keyboard it was heard


@dataclass(frozen=True, slots=True)
class Zone:
    """The keys from the pitch `first` up to the next zone; they come as the keyboard `heard_as`, 0..255.

    `sound` is the id of what they sound like (`SOUNDS`); "" as their keyboard does.
    """

    first: int
    heard_as: int
    sound: str = ""


@dataclass(frozen=True, slots=True)
class Split:
    """A keyboard in one to six zones, left to right; the first one has all keys up to the second, wherever it begins."""

    keyboard: int
    zones: tuple[Zone, ...]

    def __post_init__(self) -> None:
        if not 1 <= len(self.zones) <= MOST_ZONES or any(a.first >= b.first for a, b in pairwise(self.zones)):
            raise ValueError("A keyboard has one to six zones, and each begins above the one before.")

    def heard_as(self, pitch: int) -> int:
        """As which keyboard a key comes."""
        return next((zone for zone in reversed(self.zones) if pitch >= zone.first), self.zones[0]).heard_as

    @property
    def everybody(self) -> tuple[int, ...]:
        """The keyboards that its zones come as, each once."""
        return tuple(sorted({zone.heard_as for zone in self.zones}))


@dataclass(frozen=True, slots=True)
class Border:
    """Where pupil and tutor share: `first` is the lowest pitch of the right side, `other` the side that comes as another keyboard.

    `sound` is what the other side sounds like; "" as the keyboard does.
    """

    keyboard: int
    first: int
    other: Side
    sound: str = ""

    @property
    def split(self) -> Split:
        """The same as two zones: one is the keyboard itself, the other one comes as the id `OTHER_SIDE` more."""
        own, other = self.keyboard, self.keyboard + OTHER_SIDE
        mine, theirs = (own, ""), (other, self.sound)
        left, right = (theirs, mine) if self.other == "left" else (mine, theirs)
        return Split(self.keyboard, (Zone(0, *left), Zone(self.first, *right)))


class Zones:
    """Tells the zones apart. A key comes up in the zone it went down in, be the border moved or gone by then.

    `splits` may be set on any thread; `apart` is called by one.
    """

    def __init__(self) -> None:
        self.splits: tuple[Split, ...] = ()
        self._down: dict[tuple[int, int], int] = {}  # held keys, and as which keyboard's
        self._over: dict[_Which, _Moved] = {}  # pedals and wheels off their rest, as they were heard

    def apart(self, played: Iterable[Played]) -> list[Played]:
        """Give each event the keyboard it belongs to; what a pedal or wheel does, it does for every zone."""
        splits = {split.keyboard: split for split in self.splits}
        told: list[Played] = []
        for event in played:
            told += self._left_over(event.frame, splits)
            told += self._zoned(event, splits.get(event.keyboard))
        return told

    def _zoned(self, event: Played, split: Split | None) -> Iterator[Played]:
        match event:
            case NoteOn(frame, keyboard, pitch, _):
                now = keyboard if split is None else split.heard_as(pitch)
                before = self._down.get((keyboard, pitch), now)
                self._down[keyboard, pitch] = now
                if before != now:  # it never came up, and its zone has become another's
                    yield NoteOff(frame, before, pitch, 0)
                yield replace(event, keyboard=now)
            case NoteOff(_, keyboard, pitch, _):
                otherwise = keyboard if split is None else split.heard_as(pitch)
                yield replace(event, keyboard=self._down.pop((keyboard, pitch), otherwise))
            case Pedal() | Control() | Bend():
                yield from self._for_all(event, (event.keyboard,) if split is None else split.everybody)
            case Gone(frame, keyboard) | Back(frame, keyboard):
                yield from self._let_go(frame, keyboard)
                yield event
            case _:
                yield event

    def _for_all(self, event: _Moved, everybody: Iterable[int]) -> Iterator[_Moved]:
        number = -1 if isinstance(event, Bend) else event.number
        for heard_as in everybody:
            heard = replace(event, keyboard=heard_as)
            if heard.value:
                self._over[event.keyboard, number, heard_as] = heard
            else:
                self._over.pop((event.keyboard, number, heard_as), None)
            yield heard

    def _left_over(self, frame: int, splits: dict[int, Split]) -> Iterator[Played]:
        """What a zone had down or turned comes to rest once there is no such zone."""
        for which in [each for each in self._over if each[2] not in _everybody(splits.get(each[0]), each[0])]:
            yield replace(self._over.pop(which), frame=frame, value=0)

    def _let_go(self, frame: int, keyboard: int) -> Iterator[Played]:
        """A keyboard was unplugged, and what its zones held has ended; what came as its own ends with it."""
        for held in [each for each in self._down if each[0] == keyboard]:
            heard_as = self._down.pop(held)
            if heard_as != keyboard:
                yield NoteOff(frame, heard_as, held[1], 0)
        for which in [each for each in self._over if each[0] == keyboard]:
            moved = self._over.pop(which)
            if moved.keyboard != keyboard:
                yield replace(moved, frame=frame, value=0)


def _everybody(split: Split | None, keyboard: int) -> tuple[int, ...]:
    return (keyboard,) if split is None else split.everybody
