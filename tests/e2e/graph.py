"""The JACK graph as the tests meet it: keyboards, ears, what an engine tells, and moments calm enough to be judged.

Where a host takes the processor away, JACK drops MIDI and stops its clock, and nobody can say whose fault a lost note was. So an
attempt that failed counts only where nobody stood still in it, nor in the seconds before; one that passed counts always.
"""

import json
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from typing import Any

import numpy as np
import pytest

from instruments import RATE, Engine, Keyboards, Output
from instruments.events import Event  # noqa: TC001  named in a signature
from tests.e2e.conftest import ROOT

LOUD = 0.03  # of full scale; above the reverb
CALM_WITHIN = 90.0  # seconds in which a calm moment must come
CALM_SECONDS = 2.0  # before an attempt
PLUGGED_SECONDS = 3.0  # until a keyboard is there


class Pulse:
    """Keeps the moments in which this process stood still: a host that takes the processor away loses MIDI and time for all."""

    _TICK_SECONDS = 0.005
    _STILL_SECONDS = 0.08  # rtmidi holds Python up for 30 ms

    def __init__(self) -> None:
        self.moments: list[float] = []  # seconds of time.monotonic, which all processes share
        self._ending = threading.Event()
        self._thread = threading.Thread(target=self._beat, name="pulse")
        self._thread.start()

    def _beat(self) -> None:
        before = time.monotonic()
        while not self._ending.wait(self._TICK_SECONDS):
            now = time.monotonic()
            if now - before > self._STILL_SECONDS:
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
        while len(outs := self.outputs()) < 2:
            assert time.monotonic() < end, "the engine opened no output in the graph"
            time.sleep(0.05)
        assert self._client.get_all_connections(outs[0]), "the engine did not connect itself to the system's output"
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

    def close(self) -> None:
        self._pulse.close()
        self._client.deactivate()
        self._client.close()


class Ears:
    """The same in a process of its own: a client must never be late, and Python here is held up for 30 ms now and then."""

    def __init__(self) -> None:
        self._pulse = Pulse()
        self._engine: Engine | None = None
        self._process = _in_its_own_process("ears", stdout=subprocess.PIPE)

    def _ask(self, what: str, **fields: Any) -> Any:
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        print(json.dumps([what, fields]), file=self._process.stdin, flush=True)
        return json.loads(self._process.stdout.readline())

    def turn_to(self, engine: Engine) -> None:
        """Hear this engine; where it dies, or opens its output anew, the moment was not calm."""
        self._engine = engine
        self._ask("turn_to_the_engine")

    def now(self) -> int:
        return int(self._ask("now"))

    def clear(self) -> None:
        self._ask("clear")

    def onsets(self, **how: float) -> list[int]:
        return list(self._ask("onsets", **how))

    def ports(self) -> list[str]:
        return list(self._ask("ours"))

    def in_a_calm_moment(self, attempt: Callable[[], None], *, dies: bool = False) -> None:
        """Let an attempt pass, or fail for a reason of its own; where the engine `dies` in it, that is no disturbance."""
        end = time.monotonic() + CALM_WITHIN
        while time.monotonic() < end:
            self.clear()
            began, process_id = time.monotonic() - CALM_SECONDS, self._process_id()
            try:
                attempt()
            except AssertionError:
                died = self._process_id() != process_id and not dies
                if not died and not self.disturbed_since(began, moves=not dies):
                    raise
                time.sleep(0.5)
            else:
                return
        pytest.fail(f"for {CALM_WITHIN:.0f} s this computer was too busy for the JACK server to keep its pace")

    def _process_id(self) -> int | None:
        return self._engine.process_id if self._engine is not None else None

    def disturbed_since(self, moment: float, *, xruns: bool = True, moves: bool = True) -> bool:
        """Whether the server or one of us missed their time since that moment of time.monotonic."""
        theirs = float(self._ask("last_disturbed", xruns=xruns, moves=moves))
        return max([theirs, *self._pulse.moments]) > moment

    def close(self) -> None:
        self._pulse.close()
        try:
            self._process.communicate(timeout=5)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.communicate()


class Piano:
    """A MIDI keyboard of the graph in a process of its own: rtmidi now and then crashes where it takes a port away."""

    def __init__(self, name: str, *, plug: bool = True) -> None:
        self._process = _in_its_own_process(name)
        if plug:
            self.plug()

    def plug(self) -> None:
        """Plug it in; one that has waited is there at once."""
        self._say("plug")

    def send(self, *messages: str) -> None:
        """Send short messages, in hex."""
        for message in messages:
            self._say(message)

    def _say(self, line: str) -> None:
        assert self._process.stdin is not None
        print(line, file=self._process.stdin, flush=True)

    def pull(self) -> None:
        """Pull it out, once or again."""
        if self._process.returncode is None:
            self._process.communicate(timeout=10)


@contextmanager
def plugged(*names: str) -> Iterator[list[Piano]]:
    """Keyboards that are pulled out in the end, whatever happens."""
    boards = [Piano(name) for name in names]
    try:
        yield boards
    finally:
        for board in boards:
            board.pull()


class Hall:
    """An engine and everything it has told."""

    def __init__(self, engine: Engine) -> None:
        self.engine = engine
        self.told: list[Event] = []
        self.present: set[str] = set()  # names of the keyboards that are plugged in

    def until(self, reached: Callable[[], Any], seconds: float = 8.0) -> None:
        end = time.monotonic() + seconds
        while not reached():
            assert time.monotonic() < end, f"waited in vain; told: {self.told[-12:]}"
            self.hear()
            time.sleep(0.005)

    def hear(self) -> None:
        news = self.engine.pending()
        self.told += news
        for each in news:
            if isinstance(each, Keyboards):
                self.present = {known.name.split(":")[0] for known in each.known if known.present}

    def of(self, kind: type) -> list[Any]:
        return [each for each in self.told if isinstance(each, kind)]

    def until_it_sounds(self, seconds: float = 15) -> None:
        self.until(lambda: any("jack" in each.backend for each in self.of(Output)), seconds)

    def until_plugged(self, *names: str, seconds: float = PLUGGED_SECONDS) -> None:
        self.until(lambda: set(names) <= self.present, seconds)
        time.sleep(0.05)  # the graph changes at the end of a period: what is sent before may be lost in it


@contextmanager
def concert(output: str) -> Iterator[tuple[Hall, Ears]]:
    """An engine that plays into the graph, and ears that hear it."""
    hall, ears = Hall(Engine(output)), Ears()
    try:
        hall.engine.start()
        hall.until_it_sounds()
        ears.turn_to(hall.engine)
        yield hall, ears
    finally:
        hall.engine.close()
        ears.close()


def _in_its_own_process(part: str, stdout: int | None = None) -> "subprocess.Popen[str]":
    command = [sys.executable, "-m", "tests.e2e.graph", part]
    return subprocess.Popen(
        command, cwd=ROOT, stdin=subprocess.PIPE, stdout=stdout, stderr=subprocess.DEVNULL, text=True
    )


def be_the_ears() -> None:
    """Answer one question a line."""
    hearing = _until_it_works(Hearing)
    for line in sys.stdin:
        what, fields = json.loads(line)
        print(json.dumps(getattr(hearing, what)(**fields), default=str), flush=True)
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
