"""Real MIDI in, real sound out: keyboards that come and go in the JACK graph, heard in the JACK graph."""

import json
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from itertools import pairwise
from typing import Any

import numpy as np
import pytest

from instruments import RATE, Back, Engine, Finished, Gone, Keyboards, NoteOff, NoteOn, Output, Score, Trouble
from instruments.events import Event
from tests.e2e.conftest import ROOT, Pulse

jackclient = pytest.importorskip("jack", reason="JACK-Client is not installed (pip install JACK-Client)")
rtmidi = pytest.importorskip("rtmidi", reason="python-rtmidi is not installed")

pytestmark = pytest.mark.jack
LOUD = 0.03  # of full scale; above the reverb
CALM_TRIES = 20


class Hearing:
    """A client that hears what the engine plays into the graph, in frames of the JACK server."""

    def __init__(self) -> None:
        self._client = jackclient.Client("ears", no_start_server=True)
        self._ports = [self._client.inports.register(f"in_{side}") for side in (1, 2)]
        self._blocks: list[tuple[int, np.ndarray]] = []
        self.xruns = self.moved = 0
        self._pulse = Pulse()
        self._cycle = (self._client.last_frame_time, time.monotonic())
        self._client.set_process_callback(self._take)
        self._client.set_xrun_callback(self._late)
        self._client.activate()

    def _take(self, _frames: int) -> None:
        self._cycle = (self._client.last_frame_time, time.monotonic())
        self._blocks.append(
            (self._client.last_frame_time, np.maximum(*(np.abs(port.get_array()) for port in self._ports)))
        )

    def _late(self, _delay: float) -> None:
        self.xruns += 1

    def late(self) -> int:
        """How often the server or this process missed its time, and how often the engine had to open its output anew."""
        with suppress(AssertionError):
            self.turn_to_the_engine()
        return self.xruns + self.moved + self._pulse.missed

    def turn_to_the_engine(self, seconds: float = 10) -> None:
        """Connect to the engine's outputs, which it opened by itself."""
        end = time.monotonic() + seconds
        while len(outs := self._client.get_ports("Soundfolio.*", is_audio=True, is_output=True)) < 2:
            assert time.monotonic() < end, "the engine opened no output in the graph"
            time.sleep(0.05)
        assert self._client.get_all_connections(outs[0]), "the engine did not connect itself to the system's output"
        for out, port in zip(outs, self._ports, strict=False):
            if not port.is_connected_to(out):
                self._client.connect(out, port)
                self.moved += 1

    def now(self) -> int:
        """The frame now, from the latest cycle: JACK's own estimate is off for seconds after the server stood still."""
        frame, at = self._cycle
        return frame + int((time.monotonic() - at) * RATE)

    def clear(self) -> None:
        self._blocks.clear()

    def onsets(self, *, apart: float = 0.05, least: float = LOUD) -> list[int]:
        """Frames where sound begins after at least `apart` seconds of quiet."""
        blocks = list(self._blocks)
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
    """The same in a process of its own: rtmidi holds Python up for 30 ms at each plugging, and a client must never be late."""

    def __init__(self) -> None:
        self._pulse = Pulse()
        self._process = subprocess.Popen(
            [sys.executable, "-m", "tests.e2e.test_jack_live"],
            cwd=ROOT,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
        )

    def _ask(self, what: str, **fields: float) -> Any:
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        print(json.dumps([what, fields]), file=self._process.stdin, flush=True)
        return json.loads(self._process.stdout.readline())

    def turn_to_the_engine(self) -> None:
        self._ask("turn_to_the_engine")

    def now(self) -> int:
        return int(self._ask("now"))

    def clear(self) -> None:
        self._ask("clear")

    def onsets(self, **how: float) -> list[int]:
        return list(self._ask("onsets", **how))

    def in_a_calm_moment(self, attempt: Callable[[], None]) -> None:
        """Judge an attempt in which nobody missed their time: the server drops MIDI and stops the clock where it does."""
        for _ in range(CALM_TRIES):
            self.clear()
            before = self._late()
            try:
                attempt()
            except AssertionError:
                if self._late() == before:
                    raise
                time.sleep(0.5)
            else:
                return
        pytest.fail(f"this computer was too busy {CALM_TRIES} times for the JACK server to keep its pace")

    def _late(self) -> int:
        return int(self._ask("late")) + self._pulse.missed

    def close(self) -> None:
        self._pulse.close()
        self._process.communicate(timeout=5)


class Piano:
    """A MIDI keyboard in the JACK graph, plugged in while it lives."""

    def __init__(self, name: str) -> None:
        self._out = rtmidi.MidiOut(rtmidi.API_UNIX_JACK, name=name)
        self._out.open_virtual_port("out")

    def send(self, *messages: str) -> None:
        for message in messages:
            self._out.send_message(list(bytes.fromhex(message)))

    def unplug(self) -> None:
        if not self._out.is_deleted:
            self._out.close_port()
            self._out.delete()


class Hall:
    """An engine and everything it has told."""

    def __init__(self, engine: Engine) -> None:
        self.engine = engine
        self.told: list[Event] = []
        self.present: set[str] = set()  # names of the keyboards that are plugged in

    def until(self, reached: Callable[[list[Event]], Any], seconds: float = 8.0) -> None:
        end = time.monotonic() + seconds
        while not reached(self.told):
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

    def until_plugged(self, *names: str) -> None:
        self.until(lambda _told: set(names) <= self.present, seconds=3.5)  # within three seconds of plugging
        time.sleep(0.05)  # the graph changes at the end of a period: what is sent before may be lost in it


@pytest.fixture(scope="module", params=["jack", "sounddevice"])
def playing(request: pytest.FixtureRequest, jack: object) -> Iterator[tuple[Hall, Ears]]:
    hall, ears = Hall(Engine(request.param)), Ears()
    hall.engine.start()
    try:
        hall.until(lambda _told: any("jack" in each.backend for each in hall.of(Output)), seconds=15)
        ears.turn_to_the_engine()
        yield hall, ears
    finally:
        hall.engine.close()
        ears.close()


@pytest.fixture
def stage(playing: tuple[Hall, Ears]) -> tuple[Hall, Ears]:
    hall, ears = playing
    ears.turn_to_the_engine()
    hall.engine.hush()
    time.sleep(0.3)
    hall.told.clear()
    ears.clear()
    return hall, ears


def test_every_note_of_a_keyboard_is_heard_soon_and_captured_where_it_was_played(stage: tuple[Hall, Ears]) -> None:
    hall, ears = stage
    pads = Piano("pads")

    def play_and_listen() -> None:
        hall.until_plugged("pads")
        hall.told.clear()
        sent = []
        for _ in range(10):
            sent.append(ears.now())
            pads.send("99 25 70", "89 25 00")
            time.sleep(0.15)
        hall.until(lambda _told: len(hall.of(NoteOn)) >= 10, seconds=1)
        heard = ears.onsets()
        assert len(heard) == len(hall.of(NoteOn)) == 10
        assert max(sound - press for press, sound in zip(sent, heard, strict=True)) < 0.05 * RATE
        captured = [each.frame for each in hall.of(NoteOn)]
        off = [(b - a) - (d - c) for (a, b), (c, d) in zip(pairwise(sent), pairwise(captured), strict=True)]
        assert np.std(off) < 0.006 * RATE  # the period of the graph is 5.3 ms

    try:
        ears.in_a_calm_moment(play_and_listen)
    finally:
        pads.unplug()


def test_a_keyboard_pulled_out_with_a_key_down_leaves_nothing_hanging_and_comes_back_as_itself(
    stage: tuple[Hall, Ears],
) -> None:
    hall, ears = stage
    ids = set()

    def come_and_go() -> None:
        hall.until(lambda _told: "organ" not in hall.present)  # it may still be there where the moment was not calm
        hall.told.clear()
        board = Piano("organ")
        try:
            hall.until_plugged("organ")
            board.send("90 3c 70")
            hall.until(lambda _told: hall.of(NoteOn))
            ids.add(hall.of(NoteOn)[0].keyboard)
            board.unplug()
            hall.until(lambda _told: any(each.keyboard in ids for each in hall.of(Gone)), seconds=3.5)
        finally:
            board.unplug()
        assert [(each.pitch, each.keyboard) for each in hall.of(NoteOff)] == [(60, hall.of(NoteOn)[0].keyboard)]

    for _ in range(3):
        ears.in_a_calm_moment(come_and_go)
    assert len(ids) == 1
    assert hall.of(Back)
    time.sleep(1.5)
    ears.clear()
    time.sleep(0.3)
    assert ears.onsets(least=0.01) == []


def test_two_keyboards_play_at_once_and_keep_apart(stage: tuple[Hall, Ears]) -> None:
    hall, ears = stage
    boards = [Piano("left"), Piano("right")]

    def play_both() -> None:
        hall.until_plugged("left", "right")
        hall.told.clear()
        for pitch in range(40, 60):
            boards[0].send(f"90 {pitch:02x} 40", f"80 {pitch:02x} 00")
            boards[1].send(f"90 {pitch + 30:02x} 40", f"80 {pitch + 30:02x} 00")
            time.sleep(0.01)
        hall.until(lambda _told: len(hall.of(NoteOn)) == len(hall.of(NoteOff)) == 40, seconds=1)
        low = {each.keyboard for each in hall.of(NoteOn) if each.pitch < 60}
        high = {each.keyboard for each in hall.of(NoteOn) if each.pitch >= 70}
        assert len(low) == len(high) == 1
        assert low != high

    try:
        ears.in_a_calm_moment(play_both)
    finally:
        for board in boards:
            board.unplug()


def test_the_metronome_is_on_its_grid_in_the_graph(stage: tuple[Hall, Ears]) -> None:
    hall, ears = stage

    def listen() -> None:
        hall.told.clear()
        hall.engine.play(Score(events=(), end=480 * 8, tempos=((0, 150_000),)), click=True)
        hall.until(lambda _told: hall.of(Finished), seconds=10)
        time.sleep(0.1)
        heard = ears.onsets(apart=0.05, least=0.05)
        assert len(heard) == 8
        from_first = np.array(heard) - heard[0] - 7_200 * np.arange(8)
        assert np.abs(from_first).max() < 0.0002 * RATE

    ears.in_a_calm_moment(listen)


def test_the_software_keyboard_sounds_in_the_graph(stage: tuple[Hall, Ears]) -> None:
    hall, ears = stage

    def press() -> None:
        began = ears.now()
        hall.engine.press(60, 110)
        time.sleep(0.3)
        hall.engine.release(60)
        assert 0 < ears.onsets(least=0.01)[0] - began < 0.1 * RATE

    ears.in_a_calm_moment(press)


def test_an_engine_without_jack_says_so_and_plays_nowhere(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("JACK_DEFAULT_SERVER", "soundfolio-nobody")
    monkeypatch.setenv("JACK_NO_START_SERVER", "1")
    hall = Hall(Engine("jack"))
    hall.engine.start()
    try:
        hall.until(lambda _told: hall.of(Output) and hall.of(Trouble))
        assert any("JACK does not answer" in each.sentence for each in hall.of(Trouble))
        assert hall.of(Output)[-1].backend == "null"
        hall.engine.press(60)
        hall.until(lambda _told: hall.of(NoteOn))
    finally:
        hall.engine.close()
    assert threading.active_count() < 10


def main() -> None:
    """Be the ears: answer one question a line."""
    hearing = Hearing()
    for line in sys.stdin:
        what, fields = json.loads(line)
        print(json.dumps(getattr(hearing, what)(**fields)), flush=True)
    hearing.close()


if __name__ == "__main__":
    main()
