"""The stage of the live bench: a realtime JACK server, ears in their own process, a window that may be busy, rows of a table."""

import contextlib
import json
import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from typing import Any

from instruments import RATE, Engine, Output
from tests.bench.live_host import Host
from tests.e2e.conftest import one_at_a_time, running

PERIOD = 128
SERVER = "soundfolio-tests"
HOST = Host()


@contextlib.contextmanager
def server() -> Iterator[None]:
    """A realtime JACK server without a sound card, when it is our turn."""
    os.environ.update(JACK_DEFAULT_SERVER=SERVER, JACK_NO_START_SERVER="1", JACK_NO_AUDIO_RESERVATION="1")
    command = ["jackd", "-R", "-P", "60", "--name", SERVER, "-d", "dummy", "-r", str(RATE), "-p", str(PERIOD)]
    with one_at_a_time("soundfolio-jack.lock"), running(command, subprocess.DEVNULL):
        subprocess.run(["jack_wait", "--wait", "--timeout", "10", "--server", SERVER], check=True, capture_output=True)
        HOST.mark()
        yield
    time.sleep(0.5)


class Ears:
    """The ears in their own process; `ask` waits for the answer and lets a window's work go on meanwhile."""

    def __init__(self) -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-m", "tests.bench.live_ears"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
        )

    def send(self, what: str, **fields: object) -> None:
        assert self._process.stdin is not None
        print(json.dumps([what, fields]), file=self._process.stdin, flush=True)

    def answer(self) -> Any:
        assert self._process.stdout is not None
        line = self._process.stdout.readline()
        if not line:
            raise RuntimeError("the ears died: is JACK-Client installed, is the server up?")
        return json.loads(line)

    def ask(self, what: str, **fields: object) -> Any:
        self.send(what, **fields)
        return self.answer()

    def close(self) -> None:
        try:
            self._process.communicate(timeout=5)
        except subprocess.TimeoutExpired:
            self._process.kill()


@contextlib.contextmanager
def ears() -> Iterator[Ears]:
    found = Ears()
    try:
        yield found
    finally:
        found.close()


def row(name: str, *cells: object) -> None:
    print(f"{name:56}" + "".join(f"{cell:>10}" for cell in cells), flush=True)


def milliseconds(frames: float) -> str:
    return f"{frames / RATE * 1e3:.2f}"


class Window:
    """An engine and a window at 60 frames a second, which works 8 ms a frame where `busy`."""

    def __init__(self, backend: str, *, busy: bool, keyboards: bool = True) -> None:
        self.engine, self.busy, self.told = Engine(backend, PERIOD, keyboards=keyboards), busy, list[Any]()
        self.engine.start()
        self.until(lambda: any("jack" in each.backend for each in self.of(Output)), 20)

    def of(self, kind: type) -> list[Any]:
        return [each for each in self.told if isinstance(each, kind)]

    def until(self, reached: Callable[[], object], seconds: float) -> bool:
        """Run the window until something is reached; whether it was."""
        end = time.monotonic() + seconds
        while not reached():
            if time.monotonic() > end:
                return False
            began = time.perf_counter()
            self.told += self.engine.pending()
            while self.busy and time.perf_counter() - began < 0.008:
                sum(number * number for number in range(50))
            time.sleep(max(0.001, 1 / 60 - (time.perf_counter() - began)))
        return True


@contextlib.contextmanager
def window(backend: str, *, busy: bool, keyboards: bool = True) -> Iterator[Window]:
    found = Window(backend, busy=busy, keyboards=keyboards)
    try:
        yield found
    finally:
        found.engine.close()
