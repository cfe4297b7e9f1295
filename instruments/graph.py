"""Our place in the JACK graph: one client for the keyboards and for the sound, so that a key sounds in the very period it is pressed in.

With one client for each, JACK runs both at once, and what a keyboard's client hears waits for the next period of the sound's.
"""

import ctypes
import sys
import time
import traceback
from collections.abc import Callable
from contextlib import suppress
from typing import Any, Final

import numpy as np

from instruments.errors import NoOutput
from instruments.events import RATE
from instruments.synth import Audio

Heard = Callable[
    [tuple[list[int], float], Any], None
]  # ((a short message, seconds since the last one), data), as rtmidi calls

NAME: Final = "Soundfolio"
_LIBRARY: Final = "libjack.so.0"
_LET_GO_SECONDS: Final = 0.2


class Graph:
    """An output stream whose block is one JACK period, and the MIDI inputs that are heard at its start.

    NoOutput where no server answers or its rate is not ours. The server sets the period: 1 to some thousand frames.
    """

    def __init__(self, fill: Callable[[Audio], None]) -> None:
        self.backend, self.device = "jack", "the JACK graph"
        self._jack = _library()
        try:
            self._client = self._jack.Client(NAME, no_start_server=True)
        except self._jack.JackError as error:
            raise NoOutput("JACK does not answer.") from error
        self.ended = False
        self._fill = fill
        self._ears: tuple[GraphIn, ...] = ()
        self._opened = self._blocks = 0
        self._block = np.zeros((self._client.blocksize, 2), np.float32)
        if self._client.samplerate != RATE:  # who converts rates stands in
            self._client.close(ignore_errors=True)
            raise NoOutput(f"The JACK server runs at {self._client.samplerate} frames a second.")
        self._outs = [self._client.outports.register(f"out_{side}") for side in (1, 2)]
        self._client.set_process_callback(self._process)
        self._client.set_shutdown_callback(self._shut_down)
        self._client.activate()
        self._connect()

    def _connect(self) -> None:
        speakers = self._client.get_ports(is_audio=True, is_input=True, is_physical=True)
        for out, speaker in zip(self._outs, speakers, strict=False):
            with suppress(self._jack.JackError):  # one that went meanwhile
                self._client.connect(out, speaker)

    def _process(self, frames: int) -> None:
        """Hear every keyboard, then fill the block; runs on JACK's thread."""
        self._blocks += 1
        for ear in self._ears:
            ear.hear(self._client.last_frame_time)
        if len(self._block) != frames:
            self._block = np.zeros((frames, 2), np.float32)
        self._fill(self._block)
        for side, out in enumerate(self._outs):
            out.get_array()[:] = self._block[:, side]

    def _shut_down(self, _status: object, _why: str) -> None:
        self.ended = True

    def names(self) -> list[str]:
        """The MIDI ports of the graph that send, by full name; none once the server has ended."""
        if self.ended:
            return []
        return [port.name for port in self._client.get_ports(is_midi=True, is_output=True)]

    def new_in(self) -> "GraphIn":
        """Return an input that hears nothing yet; OSError where the server gives none."""
        self._opened += 1
        return GraphIn(self, self._opened)

    def hear(self, ear: "GraphIn", source: str, name: str) -> Any:
        """Open a port for an input and connect it; OSError where that is refused."""
        try:
            port = self._client.midi_inports.register(f"{name} {self._opened}")
            ear.port = port
            self._ears = (*self._ears, ear)
            self._client.connect(source, port)
        except self._jack.JackError as error:
            raise OSError(str(error)) from error
        return port

    def leave(self, ear: "GraphIn") -> None:
        """Hear an input no more."""
        self._ears = tuple(each for each in self._ears if each is not ear)
        if ear.port is not None and not self.ended:
            self._wait_for_the_next_block()
            with suppress(self._jack.JackError):
                ear.port.unregister()

    def _wait_for_the_next_block(self) -> None:
        """Wait until no block is under way that may still hear an input: what it reads must not be taken from under it."""
        begun, end = self._blocks, time.monotonic() + _LET_GO_SECONDS
        while self._blocks < begun + 2 and time.monotonic() < end:
            time.sleep(0.002)

    def close(self) -> None:
        """Leave the graph; the call may never return where the server hangs."""
        self.ended = True
        self._ears = ()
        self._client.deactivate(ignore_errors=True)
        self._client.close(ignore_errors=True)


class GraphIn:
    """One keyboard's input, with the calls of rtmidi.MidiIn that are made of it."""

    def __init__(self, graph: Graph, number: int) -> None:
        self._graph, self._number = graph, number
        self._callback: tuple[Heard, Any] | None = None
        self._frame: int | None = None
        self.port: Any = None

    def ignore_types(self, *, sysex: bool, timing: bool, active_sense: bool) -> None:
        """Nothing is ignored here: whoever hears it does that."""

    def set_callback(self, callback: Heard, data: Any) -> None:
        """Let everything that arrives be heard by `callback`, on JACK's thread."""
        self._callback = callback, data

    def open_port(self, index: int, name: str) -> None:
        """Connect the port that stands there in the list; ValueError where none does."""
        names = self._graph.names()
        if index >= len(names):
            raise ValueError(f"no port stands at {index}")
        self._graph.hear(self, names[index], name)

    def hear(self, first: int) -> None:
        """Hand on what this period brought; `first` is the frame at which it begins."""
        if self._callback is None or self.port is None:
            return
        callback, data = self._callback
        try:
            for offset, message in self.port.incoming_midi_events():
                frame = first + offset
                since = (
                    0 if self._frame is None else (frame - self._frame) % 2**32
                )  # the server's count begins anew after a day
                self._frame = frame
                callback((list(bytes(message)), since / RATE), data)
        except Exception:  # noqa: BLE001  whatever one message does, JACK must not throw us out
            traceback.print_exc()

    def delete(self) -> None:
        """Give the port back."""
        self._graph.leave(self)


def _library() -> Any:
    """Import JACK-Client, which looks for its C library with programs that take long: where that is not there, not at all."""
    try:
        if sys.platform.startswith("linux"):
            ctypes.CDLL(_LIBRARY)
        import jack
    except (ImportError, OSError) as error:
        raise NoOutput("JACK is not on this computer.") from error
    return jack
