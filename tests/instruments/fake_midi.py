"""A stand-in for python-rtmidi that keeps to its measured habits and fails the test when it is misused."""

from collections.abc import Callable, Sequence
from typing import Any

Callback = Callable[[tuple[list[int], float], Any], None]


class MidiError(OSError):
    """What rtmidi raises: its SystemError is an OSError."""


class InvalidPortError(ValueError):
    """What rtmidi raises where no port stands at an index: its InvalidPortError is no OSError."""


class FakeMidi:
    """The module. `ports` holds the names by API; an API in `silent` has no MIDI system behind it, a name in `busy` is held by another."""

    ALSA, JACK = 2, 3

    def __init__(self) -> None:
        self.ports: dict[int, list[str]] = {self.ALSA: []}
        self.silent: set[int] = {self.JACK}
        self.busy: set[str] = set()
        self.failing_lists = 0  # so many listings raise
        self.stumbling_lists = 0  # so many listings lose a port while they are read
        self.opening = "in "  # in the names of which openings it happens: those of keyboards
        self.before_opening: Callable[[], None] | None = None  # what happens between a listing and the next opening
        self.open: list[FakeMidiIn] = []
        self.api_names = {self.ALSA: "alsa", self.JACK: "jack"}
        self.made = 0
        self.server = 0  # which JACK server runs: clients of an older one see its last list for ever
        self.last_lists: list[list[str]] = []
        self.dropping = False  # whether JACK is too busy to carry messages

    def get_compiled_api(self) -> list[int]:
        return [self.ALSA, self.JACK]

    def get_api_name(self, api: int) -> str:
        return self.api_names[api]

    def MidiIn(self, api: int, name: str) -> "FakeMidiIn":  # noqa: N802  as rtmidi names it
        assert name.startswith("Soundfolio"), "our own ports are told by their name"
        if api in self.silent:
            raise MidiError("error creating sequencer client object")
        self.made += 1
        return FakeMidiIn(self, api)

    def MidiOut(self, api: int, name: str) -> "FakeMidiOut":  # noqa: N802  as rtmidi names it
        assert api == self.JACK, "only JACK needs a sign of life"
        assert name.startswith("Soundfolio"), "our own ports are told by their name"
        return FakeMidiOut(self)

    def restart_jack(self) -> None:
        """As JACK does: clients of the old server see its last list for ever, and nothing arrives from anywhere in it."""
        self.last_lists.append(self.ports.get(self.JACK, []))
        self.ports[self.JACK] = []
        self.server += 1

    def end_jack(self) -> None:
        """As JACK does: no new client is let in."""
        self.restart_jack()
        self.silent.add(self.JACK)

    def plug(self, *names: str, api: int = ALSA) -> None:
        self.ports.setdefault(api, []).extend(names)

    def unplug(self, name: str, api: int = ALSA) -> None:
        """As rtmidi does: no event, no error, the port only leaves the list."""
        self.ports[api].remove(name)
        for each in self.open:
            if each.port == name:
                each.cut_off = True

    def send(self, name: str, message: str, delta: float = 0.0) -> None:
        """Send a message, in hex, from the keyboard of this name."""
        for each in self.open:
            if each.port == name and not each.cut_off and not each.deleted:
                assert each.callback is not None, "a port was opened before it had a callback: its first notes are lost"
                each.callback((list(bytes.fromhex(message)), delta), each.data)


class FakeMidiIn:
    """One MidiIn: it may be opened once, and once deleted it is never touched again."""

    def __init__(self, system: FakeMidi, api: int) -> None:
        self.system, self.api = system, api
        self.port: str | None = None
        self.callback: Callback | None = None
        self.data: Any = None
        self.cut_off = self.deleted = False
        self.server = system.server
        self.waiting: list[tuple[list[int], float]] = []

    def get_ports(self) -> list[str]:
        assert not self.deleted
        if self.system.failing_lists:
            self.system.failing_lists -= 1
            raise MidiError("error looking for ports")
        if self.system.stumbling_lists:
            self.system.stumbling_lists -= 1
            raise InvalidPortError("the 'portNumber' argument (1) is invalid")
        if self.api == FakeMidi.JACK and self.server != self.system.server:
            return list(self.system.last_lists[self.server])
        return list(self.system.ports.get(self.api, []))

    def ignore_types(self, sysex: bool, timing: bool, active_sense: bool) -> None:
        assert not timing, "what is ignored takes its delta with it"
        assert not active_sense, "what is ignored takes its delta with it"

    def set_callback(self, callback: Callback, data: Any) -> None:
        self.callback, self.data = callback, data

    def get_message(self) -> tuple[list[int], float] | None:
        assert not self.deleted
        assert self.callback is None, "what has a callback has no queue"
        return self.waiting.pop(0) if self.waiting else None

    def open_port(self, index: int, name: str) -> None:
        assert self.port is None, "a MidiIn is opened once: reopened it stays silent for ever under JACK"
        assert not self.deleted
        if (happens := self.system.before_opening) and self.system.opening in name:
            self.system.before_opening = None
            happens()
        if index >= len(self.system.ports[self.api]):
            raise InvalidPortError(f"the 'portNumber' argument ({index}) is invalid")
        wanted = self.system.ports[self.api][index]
        if wanted in self.system.busy:
            raise MidiError("error creating port connection")
        self.port = wanted
        self.system.open.append(self)

    def delete(self) -> None:
        assert not self.deleted, "deleted twice"
        self.deleted = True
        if self in self.system.open:
            self.system.open.remove(self)


class FakeMidiOut:
    """A MidiOut with one virtual port, which the others see."""

    def __init__(self, system: FakeMidi) -> None:
        self.system, self.deleted, self.port, self.server = system, False, "", system.server

    def open_virtual_port(self, name: str) -> None:
        assert not self.port, "one virtual port is enough"
        self.port = f"Soundfolio alive:{name}"
        self.system.plug(self.port, api=FakeMidi.JACK)

    def send_message(self, message: Sequence[int]) -> None:
        """As JACK does: whoever is connected in a server that runs gets it, and the sender learns nothing."""
        assert not self.deleted
        if self.server == self.system.server and not self.system.dropping:
            for each in self.system.open:
                if each.port == self.port:
                    each.waiting.append((list(message), 0.0))

    def delete(self) -> None:
        assert not self.deleted, "deleted twice"
        self.deleted = True
        if self.server == self.system.server and self.port:
            self.system.unplug(self.port, api=FakeMidi.JACK)
