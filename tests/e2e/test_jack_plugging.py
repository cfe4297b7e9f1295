"""Real keyboards of the JACK graph pulled out and plugged in again and again, and twelve of them at once."""

import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from instruments import Back, Engine, Gone, Keyboards, NoteOff, NoteOn
from instruments.events import Event  # noqa: TC001  named in a signature
from tests.e2e.conftest import ROOT, Pulse

jackclient = pytest.importorskip("jack", reason="JACK-Client is not installed (pip install JACK-Client)")
rtmidi = pytest.importorskip("rtmidi", reason="python-rtmidi is not installed")

pytestmark = pytest.mark.jack
TIMES = 20
CALM_TRIES = 20
BUSY_SECONDS = 20.0  # more patience where the computer is too busy for the server to keep its pace


class Desk:
    """An engine without sound and everything it has told."""

    def __init__(self, watch: "Watch") -> None:
        self.engine = Engine("null", synth="silence")
        self.engine.start()
        self.told: list[Event] = []
        self._watch = watch

    def of(self, kind: type) -> list[Any]:
        return [each for each in self.told if isinstance(each, kind)]

    def until(self, reached: Callable[[], object], seconds: float = 4.0, *, soft: bool = False) -> None:
        """Wait for it and fail where it does not come; a soft wait only ends. A server that is late has its own time."""
        end, late = time.monotonic() + seconds, self._watch.late
        while not reached():
            if soft and time.monotonic() >= end:
                return
            left = end + (BUSY_SECONDS if self._watch.late > late else 0) - time.monotonic()
            assert left > 0, f"waited in vain; told: {self.told[-12:]}"
            self.told += self.engine.pending()
            time.sleep(0.005)

    def present(self) -> set[str]:
        known = self.of(Keyboards)
        return {each.name.split(":")[0] for each in known[-1].known if each.present} if known else set()

    def note(self, out: "Piano", pitch: int) -> NoteOn:
        """Press a key and find it in what the engine tells; a graph that changes may lose the first ones."""
        for _ in range(100):
            out.send(0x90, pitch, 80)
            until = time.monotonic() + 0.1
            while time.monotonic() < until:
                self.told += self.engine.pending()
                for each in self.of(NoteOn):
                    if each.pitch == pitch:
                        return each
                time.sleep(0.005)
        pytest.fail(f"key {pitch} was never heard")


class Piano:
    """A keyboard of the graph in a process of its own: rtmidi now and then crashes where it takes a port away."""

    def __init__(self, name: str) -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-m", "tests.e2e.test_jack_plugging", name], cwd=ROOT, stdin=subprocess.PIPE, text=True
        )

    def send(self, *message: int) -> None:
        assert self._process.stdin is not None
        print(bytes(message).hex(), file=self._process.stdin, flush=True)

    def pull(self) -> None:
        self._process.communicate(timeout=10)


class Watch:
    """Counts the periods that the server missed, and the moments in which everything stood still."""

    def __init__(self) -> None:
        self._xruns = 0
        self._pulse = Pulse()
        self.client = jackclient.Client("watch", no_start_server=True)
        self.client.set_xrun_callback(self._count)
        self.client.activate()

    def _count(self, _delay: float) -> None:
        self._xruns += 1

    @property
    def late(self) -> int:
        return self._xruns + self._pulse.missed

    def close(self) -> None:
        self._pulse.close()
        self.client.deactivate()
        self.client.close()


@pytest.fixture
def watch(jack: object) -> Iterator[Watch]:
    found = Watch()
    yield found
    found.close()


@pytest.fixture
def desk(watch: Watch) -> Iterator[Desk]:
    found = Desk(watch)
    yield found
    found.engine.close()


def test_two_keyboards_of_one_name_are_themselves_again_twenty_times_in_a_row(desk: Desk) -> None:
    first, second = Piano("twin"), Piano("twin")  # JACK calls the second one twin-01
    try:
        desk.until(lambda: {"twin", "twin-01"} <= desk.present(), seconds=6)
        who = desk.note(first, 40).keyboard, desk.note(second, 41).keyboard
        assert who[0] != who[1]
        for turn in range(TIMES):
            desk.told.clear()
            held, stays = (first, second) if turn % 2 else (second, first)
            key = desk.note(held, 60)
            held.pull()
            desk.until(lambda: desk.of(Gone), seconds=3.5)
            assert [each.keyboard for each in desk.of(Gone)] == [key.keyboard]
            assert {each.keyboard for each in desk.of(NoteOff)} == {key.keyboard}
            assert 60 in {each.pitch for each in desk.of(NoteOff)}
            assert desk.note(stays, 61).keyboard == who[0] + who[1] - key.keyboard  # the other one plays on
            again = Piano("twin")
            first, second = (again, second) if turn % 2 else (first, again)
            desk.until(lambda: desk.of(Back), seconds=3.5)
            assert [each.keyboard for each in desk.of(Back)] == [key.keyboard]
            assert desk.note(again, 62).keyboard == key.keyboard
    finally:
        first.pull()
        second.pull()


def play(boards: list[Piano]) -> None:
    """Let every keyboard play sixty keys as fast as they go."""
    for pitch in range(30, 90):
        for out in boards:
            out.send(0x90, pitch, 70)
            out.send(0x80, pitch, 0)
        time.sleep(0.005)


def test_twelve_keyboards_at_once_lose_nothing(desk: Desk, watch: Watch) -> None:
    names = [f"board {letter}" for letter in "abcdefghijkl"]
    boards = [Piano(name) for name in names]
    try:
        desk.until(lambda: set(names) <= desk.present(), seconds=8)
        for number, out in enumerate(boards):
            desk.note(out, number)  # each is connected for certain
        for _ in range(CALM_TRIES):
            desk.told.clear()
            late_before = watch.late
            play(boards)
            desk.until(lambda: len({(e.keyboard, e.pitch) for e in desk.of(NoteOff)}) == 12 * 60, seconds=2, soft=True)
            if watch.late == late_before:
                break
            time.sleep(0.5)  # the server missed a period, and drops MIDI where it does: that was not our doing
        else:
            pytest.fail(f"this computer was too busy {CALM_TRIES} times for the JACK server to keep its pace")
        assert len({(each.keyboard, each.pitch) for each in desk.of(NoteOn)}) == 12 * 60
        assert len({(each.keyboard, each.pitch) for each in desk.of(NoteOff)}) == 12 * 60
        assert len({each.keyboard for each in desk.of(NoteOn)}) == 12
    finally:
        for out in boards:
            out.pull()


def main() -> None:
    """Be a keyboard: send each line of hex, and be pulled out where they end."""
    out = rtmidi.MidiOut(rtmidi.API_UNIX_JACK, name=sys.argv[1])
    out.open_virtual_port("out")
    for line in sys.stdin:
        out.send_message(list(bytes.fromhex(line)))
    out.close_port()


if __name__ == "__main__":
    main()
