"""Finds, opens and watches MIDI keyboards, and knows them again when they come back; the software keyboard joins here."""

import time
from collections import Counter
from collections.abc import Callable, Iterable
from contextlib import suppress
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any, Final

from instruments.clock import EarliestAnchor, FrameClock
from instruments.events import (
    SOFTWARE,
    Back,
    Bend,
    Cleared,
    Control,
    Gone,
    Keyboard,
    Keyboards,
    NoteOff,
    NoteOn,
    Pedal,
    Played,
    Told,
    Trouble,
    played_from,
)
from instruments.held import Held
from instruments.ports import Listed, Ports

if TYPE_CHECKING:
    from instruments.graph import Graph

Hear = Callable[[Played, bytes], None]  # an event and the short message it came as

_DRUM_CHANNEL: Final = 9  # channel 10: what a keyboard's pads send on
_BACK_OFF_SECONDS: Final = 8.0  # until a port that was refused is tried again
_MOST_KEYBOARDS: Final = 63  # ids are synth channels too; 0 is the software keyboard

# Where a port's full name is its address and stays with it; elsewhere two keyboards of one name cannot be told apart in the list.
_ADDRESSED: Final = ("alsa", "jack")

PortKey = tuple[str, str, int]  # (api, name, which of that name, from 1)


@dataclass(slots=True)
class _Port:
    """One keyboard known since the start, plugged in or not."""

    key: PortKey
    keyboard: Keyboard
    device: Any = None  # rtmidi.MidiIn while it is open
    address: str = ""  # the full name it had when it was last seen
    pads: Keyboard | None = None
    sum_ns: float = 0.0
    anchor: EarliestAnchor = field(default_factory=EarliestAnchor)
    latest: int = 0
    held: Held = field(default_factory=Held)


class Devices:
    """Every keyboard there is. `poll` is called about once a second by one thread; events come from the drivers' own threads."""

    def __init__(
        self,
        hear: Hear,
        tell: Callable[[Told], None],
        clock: FrameClock,
        *,
        known: Iterable[Keyboard] = (),
        midi: Any = None,
        now_ns: Callable[[], int] = time.perf_counter_ns,
    ) -> None:
        self._hear, self._tell, self._clock, self._now_ns = hear, tell, clock, now_ns
        self._all = Ports(midi, now_ns)
        self._ports: dict[PortKey, _Port] = {}
        self._next_id = 1
        self._refused: dict[PortKey, float] = {}
        self._addresses: dict[PortKey, str] = {}
        self._doubtful: set[PortKey] = set()
        self._trouble = ""
        self._remember(known)

    def _remember(self, known: Iterable[Keyboard]) -> None:
        """Take over ids from an engine that died: keyboards keep them."""
        nth: Counter[tuple[str, str]] = Counter()
        for each in known:
            self._next_id = max(self._next_id, each.id + 1)
            if each.pads:
                owner = next(
                    port
                    for port in self._ports.values()
                    if port.pads is None and _pads_name(port.keyboard) == each.name
                )
                owner.pads = each
            else:
                nth[each.api, each.name] += 1
                key = (each.api, each.name, nth[each.api, each.name])
                self._ports[key] = _Port(key, replace(each, present=False), latest=1)

    # -- the software keyboard -----------------------------------------------------------------------------------------

    def press(self, played: Played, message: bytes) -> None:
        """Play on keyboard 0: drawn keys, computer keys, the tour."""
        self._hear(replace(played, frame=self._clock.at(self._now_ns()), keyboard=SOFTWARE), message)

    # -- finding ---------------------------------------------------------------------------------------------------------

    def poll(self) -> None:
        """Open what is new, let go what is gone; one failing system of MIDI never hides another.

        What breaks in the middle of a question (rtmidi's errors are these four) is asked again at the next poll.
        """
        with suppress(OSError, ValueError, RuntimeError, MemoryError):
            self._look()

    def hear_in(self, graph: "Graph | None") -> None:
        """Hear JACK's keyboards in the graph that our sound goes to from the next look on; by rtmidi where it goes elsewhere."""
        self._all.graph = graph

    def _look(self) -> None:
        self._all.moved = False
        found = self._look_once()
        if self._all.moved:  # what was heard in one graph is heard in the other at once
            found = self._look_once()
        self._say_trouble(found)

    def _look_once(self) -> dict[PortKey, tuple[int, int]]:
        """Let go what is gone and open what is new; return every port there is."""
        found = self._found()
        is_open = [(key, port) for key, port in self._ports.items() if port.device is not None]
        gone = [port for key, port in is_open if key not in found or key in self._doubtful]
        for port in gone:
            self._lose(port)
        if gone:
            self._tell_known()
        for key, (api, index) in found.items():
            if not self._is_open(key) and self._open(key, api, index):
                self._tell_known()  # at once: on a busy computer the next one may take a second
        return found

    def _is_open(self, key: PortKey) -> bool:
        port = self._ports.get(key)
        return port is not None and port.device is not None

    def _found(self) -> dict[PortKey, tuple[int, int]]:
        """Return every port there is now: key -> (api, index)."""
        found: dict[PortKey, tuple[int, int]] = {}
        self._doubtful.clear()
        for api, name, listed in self._all.listed():
            keys = self._by_address(name, listed) if name in _ADDRESSED else self._by_order(name, listed)
            found.update({key: (api, index) for key, index in keys.items()})
        return found

    def _by_address(self, api: str, listed: list[Listed]) -> dict[PortKey, int]:
        """Tell ports by their full names: what is open stays itself, what returns takes the place it left, or a twin's."""
        open_at = {p.address: key for key, p in self._ports.items() if p.device is not None and key[0] == api}
        found = {open_at[address]: index for index, address, _ in listed if address in open_at}
        for index, address, plain in listed:
            if address not in open_at:
                left = [key for key in self._ports if key[:2] == (api, plain) and not self._is_open(key)]
                free = sorted(key for key in left if key not in found)
                nth = 1 + sum(key[:2] == (api, plain) for key in self._ports | found)
                own = (key for key in free if self._ports[key].address == address)
                key = next(own, free[0] if free else (api, plain, nth))
                found[key] = index
                self._addresses[key] = address
        return found

    def _by_order(self, api: str, listed: list[Listed]) -> dict[PortKey, int]:
        """Number the ports of one name; where one of them went, nobody knows which, so all of them are opened anew."""
        nth: Counter[str] = Counter()
        found: dict[PortKey, int] = {}
        for index, address, plain in listed:
            nth[plain] += 1
            found[api, plain, nth[plain]] = index
            self._addresses[api, plain, nth[plain]] = address
        before = Counter(key[1] for key in self._ports if key[0] == api and self._is_open(key))
        self._doubtful.update(key for key in found if nth[key[1]] < before[key[1]])
        return found

    def _open(self, key: PortKey, api: int, index: int) -> bool:
        now = self._now_ns() / 1e9
        if now - self._refused.get(key, float("-inf")) < _BACK_OFF_SECONDS or self._next_id > _MOST_KEYBOARDS:
            return False
        port = self._ports.get(key)
        if port is None:
            port = self._ports[key] = _Port(key, Keyboard(self._next_id, key[1], key[0], present=False))
            self._next_id += 1
        port.address = self._addresses.get(key, "")
        back = port.latest > 0 or port.anchor.known
        device = None
        try:
            device = self._all.new_in(api)  # new at each return: a reopened one stays silent under JACK
            device.ignore_types(
                sysex=True, timing=False, active_sense=False
            )  # what is ignored would take its delta with it
            port.sum_ns, port.anchor = 0.0, EarliestAnchor()
            device.set_callback(self._arrived, port)
            device.open_port(index, name=f"in {port.keyboard.id}")
            stands = self._all.is_at(api, index, port.address)
        except ValueError:  # it was pulled out since it was listed: no port stands there any more
            stands = False
        except OSError:
            if device is not None:
                _delete(device)
            self._refused[key] = now
            return False
        if not stands:  # a list that has moved up since may have led to the neighbour
            _delete(device)
            return False
        self._refused.pop(key, None)
        port.device = device
        port.keyboard = replace(port.keyboard, present=True)
        if back:
            self._hear(Back(self._clock.at(self._now_ns()), port.keyboard.id), b"")
        return True

    def _lose(self, port: _Port) -> None:
        """End what a vanished keyboard held, and say that it is gone."""
        device, port.device = port.device, None
        _delete(device)
        frame = max(port.latest, self._clock.at(self._now_ns()))
        for played, message in port.held.let_go(frame):
            self._hear(played, message)
        port.latest = max(1, frame)
        port.keyboard = replace(port.keyboard, present=False)
        for each in filter(None, (port.keyboard, port.pads)):
            self._hear(Gone(frame, each.id), b"")

    def _tell_known(self) -> None:
        known = [each for port in self._ports.values() for each in (port.keyboard, port.pads) if each is not None]
        present = {port.keyboard.id: port.keyboard.present for port in self._ports.values()}
        known = [replace(each, present=present.get(each.id, each.present)) for each in known]
        self._tell(Keyboards(self._clock.at(self._now_ns()), tuple(sorted(known, key=lambda each: each.id))))

    def _say_trouble(self, found: dict[PortKey, tuple[int, int]]) -> None:
        refused = next((key for key in found if key in self._refused), None)
        if refused is not None:
            sentence = f"{refused[1]} cannot be opened: another program may be using it. Close that program, or unplug the keyboard and plug it in again."
        elif self._all.silent:
            sentence = "This computer's MIDI does not answer, so no MIDI keyboard can be found yet; it is asked again every few seconds. The keys of the computer and on the screen play."
        else:
            sentence = ""
        if sentence != self._trouble:
            self._trouble = sentence
            frame = self._clock.at(self._now_ns())
            self._tell(Trouble(frame, "keyboard", sentence) if sentence else Cleared(frame, "keyboard"))

    # -- what is played --------------------------------------------------------------------------------------------------

    def _arrived(self, event: tuple[list[int], float], port: _Port) -> None:
        """Take one message from a driver's thread. Its delta was stamped before Python ran, so the sum of deltas is the time."""
        now_ns = self._now_ns()
        message, delta_seconds = event
        port.sum_ns += delta_seconds * 1e9
        happened_ns = port.anchor.arrived(now_ns, port.sum_ns)
        if not message or message[0] >= 0xF0:  # noqa: PLR2004  clock, active sensing
            return
        keyboard = self._pads(port) if message[0] & 0x0F == _DRUM_CHANNEL else port.keyboard
        frame = max(port.latest, self._clock.at(happened_ns))
        played = played_from(message, frame, keyboard.id)
        if played is not None:
            port.latest = frame
            port.held.follow(played)
            self._hear(played, bytes(message))

    def voice(self, keyboard: int) -> int:
        """Return the keyboard that plays notes where this one does not: of whose pads these are; any other is its own."""
        owners = (port.keyboard.id for port in tuple(self._ports.values()) if port.pads and port.pads.id == keyboard)
        return next(owners, keyboard)

    def _pads(self, port: _Port) -> Keyboard:
        """Return the keyboard for pads. The pads of a keyboard are a keyboard of their own: a take keeps them apart, and they play the kit."""
        if port.pads is None:
            port.pads = Keyboard(self._next_id, _pads_name(port.keyboard), port.keyboard.api, present=True, pads=True)
            self._next_id += 1
            self._tell_known()
        return port.pads

    def close(self) -> None:
        """Close every port."""
        for port in self._ports.values():
            if port.device is not None:
                _delete(port.device)
                port.device = None
        self._all.close()


def _delete(device: Any) -> None:
    """Give a port back; a server that is gone may complain, and nothing is to be done about it."""
    with suppress(OSError, ValueError, RuntimeError):
        device.delete()


def _pads_name(keyboard: Keyboard) -> str:
    return f"{keyboard.name} (pads)"


def message_from(played: Played) -> bytes:
    """Return the short MIDI message of an event of the software keyboard; empty for what has none."""
    match played:
        case NoteOn(_, _, pitch, velocity):
            return bytes((0x90, pitch, velocity))
        case NoteOff(_, _, pitch, velocity):
            return bytes((0x80, pitch, velocity))
        case Pedal(_, _, number, value) | Control(_, _, number, value):
            return bytes((0xB0, number, value))
        case Bend(_, _, value):
            return bytes((0xE0, value + 8192 & 0x7F, value + 8192 >> 7))
        case _:
            return b""
