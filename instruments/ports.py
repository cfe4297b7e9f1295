"""Lists the MIDI ports of every system of MIDI there is, each asked apart; one that fails never hides another."""

import re
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from typing import Any, Final

CLIENT: Final = "Soundfolio"
_BACK_OFF_SECONDS: Final = 8.0  # asking for a JACK that is not there holds Python up for 4 ms
_ATTEMPTS: Final = 4  # to read a list whose ports go while it is read

# ALSA ends a name with client:port, which changes at every plugging; WinMM ends it with its index.
_TRAILING: Final = {"alsa": re.compile(r"\s+\d+:\d+$"), "winmm": re.compile(r"\s+\d+$")}
_NOT_KEYBOARDS: Final = re.compile(rf"^({CLIENT}|Midi Through|Microsoft GS|rtmidi|system:midi_playback)", re.IGNORECASE)
# ALSA's keyboards appear a second time under JACK through these bridges: heard twice, every note would double.
_BRIDGES: Final = re.compile(r"^(a2j|alsa_midi|alsa_pcm|Midi-Bridge|system:midi_capture)", re.IGNORECASE)

Listed = tuple[int, str, str]  # (index, full name, name without its address)


class Ports:
    """The ports there are, asked for by long-lived probes: a new client holds Python up for 30 ms under JACK."""

    def __init__(self, midi: Any = None, now_ns: Callable[[], int] = time.perf_counter_ns) -> None:
        self._given, self._now_ns = midi, now_ns
        self._probes: dict[int, tuple[Any, ...]] = {}
        self._failed_at: dict[int, float] = {}

    @property
    def midi(self) -> Any:
        """The rtmidi module, imported when it is first needed."""
        if self._given is None:
            import rtmidi

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
            for index, port in enumerate(self._names(api)):
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
                names = self._read(self._probes[api][0])
            except OSError:
                self._drop_probe(api)
                continue
            if not names and len(self._probes[api]) > 1:
                self._drop_probe(api)  # our own sign is gone, so the server is: only new clients find the next
                break
            return names
        self._failed_at[api] = self._now_ns() / 1e9
        return []

    def _read(self, probe: Any) -> list[str]:
        """Read a list; rtmidi asks for the names one by one, and stumbles (ValueError) where a port goes meanwhile."""
        for _ in range(_ATTEMPTS - 1):
            with suppress(ValueError):
                return list(probe.get_ports())
        return list(probe.get_ports())

    def is_at(self, api: int, index: int, address: str) -> bool:
        """Whether the port of this full name still stands there in the list: the one before it may have gone."""
        names = self._names(api)
        return index < len(names) and names[index] == address

    def _has_probe(self, api: int) -> bool:
        """Whether there is a probe now; where none could be made, some seconds pass before the next attempt."""
        now = self._now_ns() / 1e9
        if api not in self._probes and now - self._failed_at.get(api, float("-inf")) >= _BACK_OFF_SECONDS:
            try:
                self._probes[api] = self._new_probe(api)
            except OSError:  # rtmidi's SystemError is one
                self._failed_at[api] = now
        return api in self._probes

    def _drop_probe(self, api: int) -> None:
        for each in self._probes.pop(api):
            each.delete()

    def _new_probe(self, api: int) -> tuple[Any, ...]:
        """Return the client that looks and, under JACK, a port of our own that it sees as long as the server lives."""
        probe = self.midi.MidiIn(api, name=f"{CLIENT} looking")
        if self.midi.get_api_name(api) != "jack":
            return (probe,)
        sign = self.midi.MidiOut(api, name=f"{CLIENT} alive")
        sign.open_virtual_port("sign")
        return probe, sign

    def close(self) -> None:
        """Close every probe."""
        for api in list(self._probes):
            self._drop_probe(api)
