"""Lists the MIDI ports of every system of MIDI there is, each asked apart; one that fails never hides another."""

import os
import re
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from instruments.graph import Graph

CLIENT: Final = "Soundfolio"
_BACK_OFF_SECONDS: Final = 8.0  # asking for a JACK that is not there holds Python up for 4 ms
_ATTEMPTS: Final = 4  # to read a list whose ports go while it is read
_UNHEARD: Final = 3  # of our own calls in a row, before a server is doubted: a busy one loses some
_CALL: Final = (0xFE,)  # active sensing, which means nothing to anybody

# ALSA ends a name with client:port, which changes at every plugging; WinMM ends it with its index.
_TRAILING: Final = {"alsa": re.compile(r"\s+\d+:\d+$"), "winmm": re.compile(r"\s+\d+$")}
_NOT_KEYBOARDS: Final = re.compile(rf"^({CLIENT}|Midi Through|Microsoft GS|rtmidi|system:midi_playback)", re.IGNORECASE)
# ALSA's keyboards appear a second time under JACK through these bridges: heard twice, every note would double.
_BRIDGES: Final = re.compile(r"^(a2j|alsa_midi|alsa_pcm|Midi-Bridge|system:midi_capture)", re.IGNORECASE)

Listed = tuple[int, str, str]  # (index, full name, name without its address)


class _GraphProbe:
    """Looks through the ports of the JACK graph that our sound goes to: its server says itself when it ends."""

    def __init__(self, graph: "Graph") -> None:
        self.graph: Graph | None = graph
        self.names = graph.names
        self.new_in = graph.new_in

    def has_ended(self) -> bool:
        """Whether its server has; then its list is empty, and another output takes its place."""
        return False

    def delete(self) -> None:
        """Nothing of it is held here."""


class _Probe:
    """Looks through the ports of one API. Under JACK it calls to itself too: a server that ended leaves its last list to be read for ever."""

    graph: "Graph | None" = None

    def __init__(self, midi: Any, api: int, number: int) -> None:
        self._midi, self._api = midi, api
        self._looking = midi.MidiIn(api, name=f"{CLIENT} looking")
        self._sign: Any = None
        self._port = f":sign {os.getpid()} {number}"  # nobody else's, whichever server it stands in
        self._unheard = 0
        if midi.get_api_name(api) == "jack":
            try:
                self._raise_sign(midi, api)
            except (OSError, ValueError):
                self.delete()
                raise

    def _raise_sign(self, midi: Any, api: int) -> None:
        self._sign = midi.MidiOut(api, name=f"{CLIENT} alive")
        self._sign.open_virtual_port(self._port[1:])
        self._looking.ignore_types(sysex=True, timing=False, active_sense=False)
        index = self._index()
        self._looking.open_port(index, name="hears")
        if self._index() != index:
            raise ValueError("a port went meanwhile, and it may be a neighbour that was opened")

    def _index(self) -> int:
        """Where our sign stands in the list; ValueError where it does not."""
        return [port.endswith(self._port) for port in self.names()].index(True)

    def names(self) -> list[str]:
        """Read a list; rtmidi asks for the names one by one, and stumbles (ValueError) where a port goes meanwhile."""
        for _ in range(_ATTEMPTS - 1):
            with suppress(ValueError):
                return list(self._looking.get_ports())
        return list(self._looking.get_ports())

    def has_ended(self) -> bool:
        """Whether our server has, and perhaps another begun.

        A new client is asked only where this one has not heard itself some times in a row: it holds Python up for 30 ms.
        """
        if not self._is_doubted():
            return False
        try:
            asking = self._midi.MidiIn(self._api, name=f"{CLIENT} asking")
        except OSError:
            return True
        stands = False
        with suppress(OSError, ValueError):
            stands = any(port.endswith(self._port) for port in asking.get_ports())
        asking.delete()
        return not stands

    def _is_doubted(self) -> bool:
        """Hear what was called last time and call again; whether that was in vain too often."""
        if self._sign is None:
            return False
        heard = False
        while self._looking.get_message() is not None:
            heard = True
        self._unheard = 0 if heard else self._unheard + 1
        self._sign.send_message(_CALL)
        return self._unheard > 0 and self._unheard % _UNHEARD == 0

    def new_in(self) -> Any:
        """Return an input that is not open yet."""
        return self._midi.MidiIn(self._api, name=CLIENT)

    def delete(self) -> None:
        """Give back what it holds."""
        for each in (self._looking, self._sign):
            if each is not None:
                with suppress(OSError, ValueError, RuntimeError):  # a server that is gone may complain
                    each.delete()


class _NoMidi:
    """Stands where rtmidi can't be loaded: nothing was compiled in."""

    def get_compiled_api(self) -> list[int]:
        """No system of MIDI."""
        return []


class Ports:
    """The ports there are, asked for by long-lived probes: a new client holds Python up for 30 ms under JACK."""

    def __init__(self, midi: Any = None, now_ns: Callable[[], int] = time.perf_counter_ns) -> None:
        self._given, self._now_ns = midi, now_ns
        self._probes: dict[int, _Probe | _GraphProbe] = {}
        self._made = 0
        self.graph: Graph | None = None  # which our sound goes to; it hears JACK's keyboards better than rtmidi
        self.moved = False  # whether the graph was found to be another since this was last made False
        self._failed_at: dict[int, float] = {}

    @property
    def midi(self) -> Any:
        """The rtmidi module, imported when it is first needed; where it can't be, no system of MIDI answers."""
        if self._given is None:
            try:
                import rtmidi
            except ImportError:  # Linux without ALSA's library
                rtmidi = _NoMidi()
            self._given = rtmidi
        return self._given

    @property
    def silent(self) -> bool:
        """Whether no system of MIDI answers."""
        return not self._probes

    def listed(self) -> Iterator[tuple[int, str, list[Listed]]]:
        """Yield (api, its name, the ports that may be keyboards) of every system of MIDI that was compiled in."""
        bridged = False
        # Each apart: the unspecified one does not fall back from ALSA to JACK.
        for api in self.midi.get_compiled_api():
            name = str(self.midi.get_api_name(api))
            listed: list[Listed] = []
            for index, port in enumerate([] if self._ended(api) else self._names(api)):
                plain = _TRAILING[name].sub("", port) if name in _TRAILING else port
                if not _NOT_KEYBOARDS.match(plain) and not (bridged and name == "jack" and _BRIDGES.match(plain)):
                    listed.append((index, port, plain))
            bridged = bridged or (name == "alsa" and api in self._probes)
            yield api, name, listed

    def _names(self, api: int) -> list[str]:
        """Return the port names of one API, by its probe; a list that breaks is asked for once more, by a new one."""
        for _ in range(2):
            if not self._has_probe(api):
                return []
            try:
                return self._probes[api].names()
            except OSError:
                self._drop_probe(api)
        self._failed_at[api] = self._now_ns() / 1e9
        return []

    def _ended(self, api: int) -> bool:
        """Whether what was listed is of a server that has ended, or of another graph: then nothing of it is listed this time."""
        probe = self._probes.get(api)
        if probe is None:
            return False
        moved = probe.graph is not self._graph_of(api)
        if not moved and not probe.has_ended():
            return False
        self._drop_probe(api)
        if moved:
            self.moved = True
            self._failed_at.pop(api, None)  # what failed before says nothing of where sound goes now
        return True

    def is_at(self, api: int, index: int, address: str) -> bool:
        """Whether the port of this full name still stands there in the list: the one before it may have gone."""
        names = self._names(api)
        return index < len(names) and names[index] == address

    def _has_probe(self, api: int) -> bool:
        """Whether there is a probe now; where none could be made, some seconds pass before the next attempt."""
        now = self._now_ns() / 1e9
        if api not in self._probes and (graph := self._graph_of(api)) is not None:
            self._probes[api] = _GraphProbe(graph)
        if api not in self._probes and now - self._failed_at.get(api, float("-inf")) >= _BACK_OFF_SECONDS:
            self._made += 1
            try:
                self._probes[api] = _Probe(self.midi, api, self._made)
            except OSError:  # rtmidi's SystemError is one
                self._failed_at[api] = now
            except ValueError:  # the list changed meanwhile: it is looked at again the next time
                pass
        return api in self._probes

    def _graph_of(self, api: int) -> "Graph | None":
        return self.graph if self.midi.get_api_name(api) == "jack" else None

    def new_in(self, api: int) -> Any:
        """Return an input as rtmidi.MidiIn is one; OSError where the system gives none."""
        if not self._has_probe(api):
            raise OSError("this system of MIDI has gone")
        return self._probes[api].new_in()

    def _drop_probe(self, api: int) -> None:
        self._probes.pop(api).delete()

    def close(self) -> None:
        """Close every probe."""
        for api in list(self._probes):
            self._drop_probe(api)
