"""The stage of the live bench: a realtime JACK server, ears in their own process, a window that may be busy, rows of a table."""

import contextlib
import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from typing import Any, Generic, TypeVar

from instruments import RATE, Engine, Output
from instruments.sounds import soundfonts
from tests.bench.live_host import QUIET, Host
from tests.e2e.conftest import one_at_a_time, running

PERIOD = 128
SERVER = "soundfolio-tests"
HOST = Host()
OURS = {
    "Soundfolio, jack": "jack",
    "Soundfolio, sounddevice": "sounddevice",
    "Soundfolio, miniaudio": "miniaudio",
}
TRIES = 3  # of each measurement, until the host leaves it alone
MOST_FALLS = 4  # of the stage under one measurement, until nobody waits for a better hour


T = TypeVar("T")


class Fell(RuntimeError):  # noqa: N818 - it says what became of the stage, not who erred
    """Something of the stage died under a measurement, which therefore says nothing of what was measured."""


@dataclass(frozen=True, slots=True)
class Seen(Generic[T]):
    """What came of a measurement, and under what conditions."""

    found: T
    stolen: float
    words: str


def standing(measure: Callable[[], T]) -> tuple[T, str]:
    """Measure on a stage that stands to the end; one that falls is set up anew. Return what was found, and how often it fell."""
    for falls in range(MOST_FALLS):
        HOST.wait_for_calm()
        try:
            return measure(), f", begun anew {falls} times" if falls else ""
        except (Fell, OSError, subprocess.SubprocessError, AssertionError) as why:  # the last: others hold the server
            print(f"  ({why or type(why).__name__}: begun anew; {HOST.words()})", flush=True)
    raise Fell(f"the stage fell {MOST_FALLS} times: this computer is too busy")


def calmest(measure: Callable[[], T]) -> Seen[T]:
    """Measure until the host leaves it alone, a few times at most; what it took least from counts."""
    seen: list[Seen[T]] = []
    while len(seen) < TRIES and (not seen or seen[-1].stolen > QUIET):
        found, anew = standing(measure)
        seen.append(Seen(found, HOST.stolen() or 0.0, HOST.words() + anew))
    best = min(seen, key=lambda each: each.stolen)
    return replace(best, words=f"{best.words}, best of {len(seen)}") if len(seen) > 1 else best


@contextlib.contextmanager
def server() -> Iterator[None]:
    """A realtime JACK server without a sound card, when it is our turn."""
    os.environ.update(JACK_DEFAULT_SERVER=SERVER, JACK_NO_START_SERVER="1", JACK_NO_AUDIO_RESERVATION="1")
    command = ["jackd", "-R", "-P", "60", "--name", SERVER, "-d", "dummy", "-r", str(RATE), "-p", str(PERIOD)]
    with one_at_a_time("soundfolio-jack.lock"), running(command, subprocess.DEVNULL) as jackd:
        subprocess.run(["jack_wait", "--wait", "--timeout", "10", "--server", SERVER], check=True, capture_output=True)
        HOST.mark()
        yield
        if jackd.poll() is not None:
            raise Fell("the JACK server died")
    time.sleep(0.5)


def peer(period: int, *, pianos: bool = False) -> list[str]:
    """FluidSynth with its own drivers for sound and MIDI and a period of so many frames; with our own pianos where `pianos` are played.

    For single keys it has the small font alone, whose kit our keys play too: a stroke of a larger font begins 2 ms later in itself.
    """
    options = {"audio.period-size": period, "audio.jack.autoconnect": 0, "synth.reverb.active": 0}
    options |= {"synth.chorus.active": 0, "midi.jack.id": "fspeer", "audio.jack.id": "fspeer"}
    said = [word for name, value in options.items() for word in ("-o", f"{name}={value}")]
    fonts = [str(each.path) for each in reversed(soundfonts()) if not each.own]  # of two the later goes first
    return [
        "fluidsynth",
        "-q",
        "-s",
        "-i",
        "-a",
        "jack",
        "-m",
        "jack",
        "-r",
        str(RATE),
        "-g",
        "0.6",
        *said,
        *fonts[: None if pianos else 1],
    ]


class Ears:
    """The ears in their own process; `ask` waits for the answer and lets a window's work go on meanwhile."""

    def __init__(self, seconds: float | None = None) -> None:
        longest = [] if seconds is None else [str(seconds)]
        self._words = tempfile.TemporaryFile("w+", errors="replace")  # noqa: SIM115 - as long as the ears live
        self._process = subprocess.Popen(
            [sys.executable, "-m", "tests.bench.live_ears", *longest],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=self._words,
            text=True,
        )

    def send(self, what: str, **fields: object) -> None:
        assert self._process.stdin is not None
        try:
            print(json.dumps([what, fields]), file=self._process.stdin, flush=True)
        except BrokenPipeError as error:
            raise self._deaf() from error

    def answer(self) -> Any:
        assert self._process.stdout is not None
        line = self._process.stdout.readline()
        if not line:
            raise self._deaf()
        return json.loads(line)

    def _deaf(self) -> Fell:
        self._words.seek(0)
        last = [line.strip() for line in self._words if line.strip()][-1:] or ["the server threw them out"]
        return Fell(f"the ears died: {last[0]}")

    def ask(self, what: str, **fields: object) -> Any:
        self.send(what, **fields)
        return self.answer()

    def close(self) -> None:
        try:
            self._process.communicate(timeout=5)
        except (subprocess.TimeoutExpired, OSError):
            self._process.kill()
            self._process.wait()
        self._words.close()


@contextlib.contextmanager
def ears(seconds: float | None = None) -> Iterator[Ears]:
    """The ears, which remember at most so many seconds of what they hear."""
    found = Ears(seconds)
    try:
        yield found
    finally:
        found.close()


def heard_from(command: list[str], midi: str, audio: str, do: Callable[[Ears], Any]) -> Any:
    """Start a program in the graph, let the ears do something with it, and end it."""
    with ears() as listening, contextlib.ExitStack() as program:
        if not listening.ask("alone", audio=audio):
            raise Fell(f"the program before {command[0]} does not leave the graph")
        started = program.enter_context(running(command, subprocess.DEVNULL))
        if not listening.ask("connect", midi=midi, audio=audio):
            raise Fell(f"{command[0]} opened no ports in the graph")
        answer = do(listening)
        if started.poll() is not None or not listening.ask("connected"):
            raise Fell(f"{command[0]} died, or was thrown out of the graph")
        return answer


def ours(backend: str) -> list[str]:
    live = ["live", "--backend", backend, "--period", str(PERIOD), "--busy-ui"]
    return [sys.executable, "-m", "instruments", *live]


def programs(*, pianos: bool = False) -> Iterator[tuple[str, list[str], str, str]]:
    yield "FluidSynth's own driver", peer(PERIOD, pianos=pianos), "^fspeer", "^fspeer"
    for name, backend in OURS.items():
        yield name, ours(backend), "", "^Soundfolio"


def row(name: str, *cells: object) -> None:
    print(f"{name:56}" + "".join(f"{cell:>10}" for cell in cells), flush=True)


def milliseconds(frames: float) -> str:
    return f"{frames / RATE * 1e3:.2f}"


class Window:
    """An engine and a window at 60 frames a second, which works 8 ms a frame where `busy`."""

    def __init__(self, backend: str, *, busy: bool, keyboards: bool = True) -> None:
        self.engine, self.busy, self.told = Engine(backend, PERIOD, keyboards=keyboards), busy, list[Any]()
        self.opened = 0  # how often its output was opened
        self.engine.start()
        if not self.until(lambda: any("jack" in each.backend for each in self.of(Output)), 20):
            self.engine.close()
            raise Fell("the engine did not come into the graph")

    def of(self, kind: type) -> list[Any]:
        return [each for each in self.told if isinstance(each, kind)]

    def until(self, reached: Callable[[], object], seconds: float) -> bool:
        """Run the window until something is reached; whether it was."""
        end = time.monotonic() + seconds
        while not reached():
            if time.monotonic() > end:
                return False
            began = time.perf_counter()
            news = self.engine.pending()
            self.opened += sum(isinstance(each, Output) for each in news)
            self.told += news
            while self.busy and time.perf_counter() - began < 0.008:
                sum(number * number for number in range(50))
            time.sleep(max(0.001, 1 / 60 - (time.perf_counter() - began)))
        return True


@contextlib.contextmanager
def window(backend: str, *, busy: bool, keyboards: bool = True) -> Iterator[Window]:
    found = Window(backend, busy=busy, keyboards=keyboards)
    process = found.engine.process_id
    try:
        yield found
        if found.engine.process_id != process:
            raise Fell("the engine died")
        if found.opened > 1:
            raise Fell("the engine had to open its output anew")
    finally:
        found.engine.close()
