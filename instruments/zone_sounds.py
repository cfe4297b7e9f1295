"""What each zone of a shared keyboard sounds like, and how hard its keys are struck: one with a sound of its own has its own channel."""

from collections import deque
from collections.abc import Callable, Iterable, Sequence
from typing import Final

from instruments.events import NoteOff, NoteOn, Played
from instruments.force import Forces, struck
from instruments.synth import AT_REST, CHANNELS

Live = tuple[int, bytes]  # a channel, and a short message for it
_Place = tuple[int, int, int]  # a zone's first pitch, its channel, and what its keys come as
_STRAIGHT: Final = bytes((0xE0, 0, 64))


class ZoneSounds:
    """In the engine's process: which channels a key, a pedal or a wheel reaches. Keyboards have channels from 0 up, zones from the last down.

    `share` is called by one thread and `places` by those of the keyboards: each takes what stands at that moment.
    """

    def __init__(self) -> None:
        self.channels: frozenset[int] = frozenset()
        self.forces: Forces = {}  # by what a zone's keys come as
        self._zones: dict[int, tuple[_Place, ...]] = {}  # by keyboard, left to right
        self._down: dict[tuple[int, int], int] = {}  # held keys, and on which channel they sound

    def share(
        self,
        splits: Iterable[tuple[int, Sequence[tuple[int, str, int]]]],
        live: deque[Live],
        choose: Callable[[int, str], None],
    ) -> None:
        """Take keyboards with the first pitch and the sound of each of their zones, and what its keys come as.

        `choose(channel, sound)` is called for each sound.

        Pedals and wheels of the channels before come to rest by `live`; keys that are down end where they began.
        """
        before, zones, free = self.channels, {}, CHANNELS
        for keyboard, laid in splits:
            places = []
            for first, name, heard_as in laid:
                free -= bool(name)
                places.append((first, free if name else keyboard, heard_as))
                if name:
                    choose(free, name)
            zones[keyboard] = tuple(places)
        self._zones, self.channels = zones, frozenset(range(free, CHANNELS))
        for channel in before:
            live.extend([(channel, _STRAIGHT), *((channel, bytes((0xB0, *rest))) for rest in AT_REST)])

    def places(self, played: Played, message: bytes) -> tuple[Live, ...]:
        """Give a message the channels it is for: a key that of its zone, a pedal or wheel those of all zones of its keyboard."""
        keyboard = played.keyboard
        zones = self._zones.get(keyboard, ())
        match played:
            case NoteOn(pitch=pitch):
                before = self._down.get((keyboard, pitch))
                _, now, heard_as = _zone(zones, pitch, keyboard)
                self._down[keyboard, pitch] = now
                ended = () if before is None or before == now else ((before, bytes((0x80, pitch, 0))),)
                return (*ended, (now, struck(message, self.forces.get(heard_as, 1.0))))
            case NoteOff(pitch=pitch):
                return ((self._down.pop((keyboard, pitch), _zone(zones, pitch, keyboard)[1]), message),)
            case _:
                everybody = {channel for _, channel, _ in zones} or {keyboard}
                return tuple((channel, message) for channel in sorted(everybody))


def _zone(zones: tuple[_Place, ...], pitch: int, keyboard: int) -> _Place:
    first = zones[0] if zones else (0, keyboard, keyboard)
    return next((zone for zone in reversed(zones) if pitch >= zone[0]), first)
