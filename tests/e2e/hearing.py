"""The processes of a test in the JACK graph: ears that hear every frame, and keyboards; each does as the lines of its input say."""

import json
import sys
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from typing import Any

import numpy as np

from instruments import RATE

LOUD = 0.03  # of full scale; above the reverb


class Pulse:
    """Keeps the moments in which this process stood still: a host that takes the processor away loses MIDI and time for all."""

    _TICK_SECONDS = 0.005

    def __init__(self, still: float = 0.08) -> None:
        self._still = still  # seconds; rtmidi holds Python up for 0.03
        self.moments: list[float] = []  # seconds of time.monotonic, which all processes share
        self._ending = threading.Event()
        self._thread = threading.Thread(target=self._beat, name="pulse")
        self._thread.start()

    def _beat(self) -> None:
        before = time.monotonic()
        while not self._ending.wait(self._TICK_SECONDS):
            now = time.monotonic()
            if now - before > self._still:
                self.moments.append(now)
            before = now

    def close(self) -> None:
        self._ending.set()
        self._thread.join()


class Hearing:
    """A client that hears what the engine plays into the graph, in frames of the JACK server."""

    def __init__(self) -> None:
        import jack

        self._client = jack.Client("ears", no_start_server=True)
        self._ports = [self._client.inports.register(f"in_{side}") for side in (1, 2)]
        self._blocks: list[tuple[int, np.ndarray]] = []
        self._pulse = Pulse()
        self._xruns: list[float] = []
        self._moves: list[float] = []
        self._follows = False
        self._cycle = (self._client.last_frame_time, time.monotonic())
        self._client.set_process_callback(self._take)
        self._client.set_xrun_callback(lambda _delay: self._xruns.append(time.monotonic()))
        self._client.activate()

    def _take(self, _frames: int) -> None:
        self._cycle = (self._client.last_frame_time, time.monotonic())
        self._blocks.append(
            (self._client.last_frame_time, np.maximum(*(np.abs(port.get_array()) for port in self._ports)))
        )

    def last_disturbed(self, *, xruns: bool, moves: bool) -> float:
        """When this process last stood still, or the server missed its time, or the engine had to open its output anew (a move)."""
        if self._follows and moves:
            with suppress(AssertionError):
                self.turn_to_the_engine()
        moments = [self._pulse.moments, self._xruns if xruns else [], self._moves if moves else []]
        return max((each[-1] for each in moments if each), default=0.0)

    def turn_to_the_engine(self, seconds: float = 10) -> None:
        """Connect to the engine's outputs, which it opened by itself."""
        end = time.monotonic() + seconds
        while len(outs := self.outputs()) < 2 or not self._client.get_all_connections(outs[0]):
            assert time.monotonic() < end, "the engine did not connect an output of its own to the system's"
            time.sleep(0.05)
        for out, port in zip(outs, self._ports, strict=False):
            if not port.is_connected_to(out):
                self._client.connect(out, port)
                if self._follows:
                    self._moves.append(time.monotonic())
        self._follows = True

    def outputs(self) -> list[Any]:
        """The outputs for sound that the engine has in the graph; their names, to who asks from another process."""
        return self._client.get_ports("Soundfolio.*", is_audio=True, is_output=True)

    def ours(self) -> list[str]:
        """The names of all ports of the engine's."""
        return [port.name for port in self._client.get_ports("Soundfolio.*")]

    def now(self) -> int:
        """The frame now, from the latest cycle: JACK's own estimate is off for seconds after the server stood still."""
        frame, at = self._cycle
        return frame + int((time.monotonic() - at) * RATE)

    def clear(self) -> None:
        self._blocks.clear()

    def onsets(self, *, apart: float = 0.05, least: float = LOUD) -> list[int]:
        """Frames where sound begins after at least `apart` seconds of quiet."""
        blocks = list(self._blocks)
        if not blocks:
            return []
        first = blocks[0][0]
        whole = np.zeros(blocks[-1][0] - first + len(blocks[-1][1]), np.float32)
        for frame, block in blocks:
            whole[frame - first : frame - first + len(block)] = block
        loud = np.flatnonzero(whole > least)
        return [first + int(frame) for frame in loud[np.diff(loud, prepend=-RATE) > apart * RATE]]

    def level(self, first: int, last: int) -> float:
        """The largest sample between two frames."""
        within = [block for frame, block in list(self._blocks) if first <= frame < last]
        return max((float(block.max()) for block in within), default=0.0)

    def close(self) -> None:
        self._pulse.close()
        self._client.deactivate()
        self._client.close()


def be_the_ears() -> None:
    """Answer one question a line."""
    hearing = _until_it_works(Hearing)
    for line in sys.stdin:
        what, fields = json.loads(line)
        answer, fault = None, ""
        try:
            answer = getattr(hearing, what)(**fields)
        except AssertionError as error:
            fault = str(error) or what
        print(json.dumps([answer, fault], default=str), flush=True)
    hearing.close()


def be_a_keyboard(name: str) -> None:
    """Wait to be plugged in, send each line of hex, and be pulled out where they end."""
    import rtmidi

    out = None
    for line in sys.stdin:
        if out is None:
            out = _until_it_works(lambda: rtmidi.MidiOut(rtmidi.API_UNIX_JACK, name=name))
            out.open_virtual_port("out")
        else:
            out.send_message(list(bytes.fromhex(line)))
    if out is not None:
        out.close_port()


def _until_it_works(make: Callable[[], Any], seconds: float = 20) -> Any:
    """A server that stands still for a moment takes no clients: ask again."""
    end = time.monotonic() + seconds
    while True:
        try:
            return make()
        except Exception:
            if time.monotonic() > end:
                raise
            time.sleep(0.1)


if __name__ == "__main__":
    be_the_ears() if sys.argv[1] == "ears" else be_a_keyboard(sys.argv[1])
