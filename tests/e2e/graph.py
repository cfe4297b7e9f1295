"""The JACK graph as the tests meet it: keyboards, ears, what an engine tells, and moments calm enough to be judged.

Where a host takes the processor away, JACK drops MIDI and stops its clock, and nobody can say whose fault a lost note was. So an
attempt that failed counts only where nobody stood still in it, nor in the seconds before; one that passed counts always.
"""

import json
import select
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from typing import Any

import pytest

from instruments import Engine, Keyboards, Output
from instruments.events import Event  # noqa: TC001  named in a signature
from tests.e2e.conftest import ROOT
from tests.e2e.hearing import Pulse

CALM_WITHIN = 240.0  # seconds in which a calm moment must come: a busy host has been seen to stay so for minutes
CALM_SECONDS = 2.0  # before an attempt
ANSWER_SECONDS = 30.0  # a client may wait for a server's word for ever
PLUGGED_SECONDS = 3.0  # until a keyboard is there


class Ears:
    """What hears the graph, in a process of its own: a client must never be late, and Python here is held up for 30 ms now and then."""

    def __init__(self) -> None:
        self._pulse = Pulse()
        self._engine: Engine | None = None
        self._turned = False
        self._deaf_at = 0.0  # when they last had to be made anew
        self._process = _in_its_own_process("ears", stdout=subprocess.PIPE)

    def _ask(self, what: str, **fields: Any) -> Any:
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        line = ""
        with suppress(BrokenPipeError):
            print(json.dumps([what, fields]), file=self._process.stdin, flush=True)
            if select.select([self._process.stdout], [], [], ANSWER_SECONDS)[0]:
                line = self._process.stdout.readline()
        if not line:
            self._begin_anew()
            raise AssertionError(f"the ears died when they were asked: {what}")
        answer, fault = json.loads(line)
        assert not fault, fault
        return answer

    def _begin_anew(self) -> None:
        """What a held-up server threw out, or lets wait for its word for ever, hears no more; nor was that a calm moment."""
        self._process.kill()
        self._process.communicate()
        self._deaf_at, self._turned = time.monotonic(), False
        self._process = _in_its_own_process("ears", stdout=subprocess.PIPE)

    def turn_to(self, engine: Engine) -> None:
        """Hear this engine; where it dies, or opens its output anew, the moment was not calm."""
        self._engine = engine
        self.connect()

    def connect(self) -> None:
        """Hear the engine that there is, if another process has started it."""
        self._ask("turn_to_the_engine")
        self._turned = True

    def now(self) -> int:
        return int(self._ask("now"))

    def clear(self) -> None:
        self._ask("clear")

    def onsets(self, **how: float) -> list[int]:
        return list(self._ask("onsets", **how))

    def level(self, first: int, last: int) -> float:
        """The largest sample between two frames."""
        return float(self._ask("level", first=first, last=last))

    def ports(self) -> list[str]:
        return list(self._ask("ours"))

    def in_a_calm_moment(self, attempt: Callable[[], None], *, dies: bool = False) -> None:
        """Let an attempt pass, or fail for a reason of its own; where the engine `dies` in it, that is no disturbance."""
        end, last = time.monotonic() + CALM_WITHIN, AssertionError()
        while time.monotonic() < end:
            began, process_id = time.monotonic() - CALM_SECONDS, self._process_id()
            try:
                if self._engine is not None and not self._turned:
                    self.connect()
                self.clear()
                attempt()
            except AssertionError as failed:
                last = failed
                died = self._process_id() != process_id and not dies
                if not died and not self.disturbed_since(began, moves=not dies):
                    raise
                time.sleep(0.5)
            else:
                return
        pytest.fail(
            f"for {CALM_WITHIN:.0f} s this computer was too busy for the JACK server to keep its pace; last: {last}"
        )

    def _process_id(self) -> int | None:
        return self._engine.process_id if self._engine is not None else None

    def disturbed_since(self, moment: float, *, xruns: bool = True, moves: bool = True) -> bool:
        """Whether the server or one of us missed their time since that moment of time.monotonic."""
        with suppress(AssertionError):  # then they died just now
            theirs = float(self._ask("last_disturbed", xruns=xruns, moves=moves))
            return max([theirs, self._deaf_at, *self._pulse.moments]) > moment
        return True

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
    command = [sys.executable, "-m", "tests.e2e.hearing", part]
    return subprocess.Popen(
        command, cwd=ROOT, stdin=subprocess.PIPE, stdout=stdout, stderr=subprocess.DEVNULL, text=True
    )
