"""The commands for the field, in the JACK graph: the engine on its own, the list of devices that lights up, and the sixteen taps."""

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from instruments import RATE
from tests.e2e.conftest import ROOT, Jack
from tests.e2e.graph import PLUGGED_SECONDS, Ears, plugged

pytest.importorskip("jack", reason="JACK-Client is not installed (pip install JACK-Client)")
pytest.importorskip("rtmidi", reason="python-rtmidi is not installed")

pytestmark = pytest.mark.jack
PATIENCE = 40.0  # seconds for a program to start on a busy computer
BEAT_SECONDS = 0.6  # of the click of the self-test
NOT_TOLD, REFUSED = "too far from each other to tell", 3


@pytest.fixture
def ears(jack: Jack) -> Iterator[Ears]:
    found = Ears()
    yield found
    found.close()


class Told:
    """A program's words as they come."""

    def __init__(self, program: "subprocess.Popen[str]", words: Path) -> None:
        self.program, self._words = program, words

    def text(self) -> str:
        return self._words.read_text(encoding="utf-8")

    def until(self, words: str, seconds: float = PATIENCE) -> None:
        end = time.monotonic() + seconds
        while words not in self.text():
            assert time.monotonic() < end, f"{words!r} was not said: {self.text()}"
            assert self.program.poll() is None, f"it ended: {self.text()}"
            time.sleep(0.05)

    def ended(self, number: int) -> int:
        """Tell it to end, and return what it ended with."""
        self.program.send_signal(number)
        return self.program.wait(15)


@contextmanager
def program(words: Path, *command: str, **environment: str) -> Iterator[Told]:
    with words.open("w") as out:
        started = subprocess.Popen(
            [sys.executable, "-m", *command],
            cwd=ROOT,
            env={**os.environ, "PYTHONUNBUFFERED": "1", **environment},
            stdin=subprocess.DEVNULL,
            stdout=out,
            stderr=subprocess.STDOUT,
            text=True,
        )
    try:
        yield Told(started, words)
    finally:
        if started.poll() is None:
            started.kill()
        started.wait()


@pytest.mark.parametrize("backend", ["jack", "sounddevice"])
def test_the_engine_on_its_own_plays_the_kit_on_channel_ten_and_the_chosen_sound_on_the_others(
    backend: str, ears: Ears, tmp_path: Path
) -> None:
    live = ("instruments", "live", "--backend", backend, "--period", "256", "--busy-ui", "--sound", "organ")
    with program(tmp_path / "words.txt", *live) as told, plugged("pads") as (pads,):
        told.until("pads")
        told.until("jack")
        ears.connect()

        def held(down: str, up: str) -> tuple[float, float]:
            """How loud a key is at first, and while it is still held a second later."""
            ears.clear()
            began = ears.now()
            pads.send(down)
            time.sleep(1.4)
            pads.send(up)
            return ears.level(began, began + RATE // 2), ears.level(began + RATE, began + RATE * 5 // 4)

        def play() -> None:
            organ, organ_later = held("90 3c 70", "80 3c 00")
            time.sleep(0.7)
            stick, stick_later = held("99 25 70", "89 25 00")
            assert min(organ, stick) > 0.02
            assert organ_later > organ / 2  # an organ stands as long as its key is down
            assert stick_later < stick / 10  # a side stick is a short stroke

        ears.in_a_calm_moment(play)
        assert told.ended(signal.SIGTERM) == 0
        assert "\nxruns " in told.text()
    end = time.monotonic() + PLUGGED_SECONDS
    while ears.ports() and time.monotonic() < end:
        time.sleep(0.05)
    assert ears.ports() == []


def test_soundfolio_devices_lists_what_there_is_and_lights_up_what_is_played(ears: Ears, tmp_path: Path) -> None:
    data = {"SOUNDFOLIO_DATA": str(tmp_path)}
    with plugged("organ") as (organ,), program(tmp_path / "words.txt", "studio", "devices", **data) as told:
        told.until("Press keys to see them light up")
        told.until("organ")  # in the list, or found a little later where the computer is busy
        told.until("Sound: the JACK graph (jack)")
        assert "Outputs (* is the usual one):\n  * " in told.text()

        def press() -> None:
            organ.send("90 3c 70", "b0 40 7f", "b0 40 00", "80 3c 00")
            told.until("organ:out: C 4 down", 2)
            told.until("organ:out: sustain pedal down", 1)
            told.until("organ:out: C 4 up", 1)

        ears.in_a_calm_moment(press)
        with plugged("late") as (late,):
            told.until("late:out", 10)
            late.send("90 40 70", "80 40 00")
            told.until("late:out: E 4 down", 5)
        told.until("late:out was unplugged.", 10)
        assert told.ended(signal.SIGINT) in (0, 130)


def test_sixteen_taps_measure_how_late_sound_is_and_keep_it_for_this_output(ears: Ears, tmp_path: Path) -> None:
    """Somebody who taps 40 ms after each click that is heard."""
    late = 0.04
    refused: list[int] = []

    def measure() -> None:
        data = {"SOUNDFOLIO_DATA": str(tmp_path)}
        command = ("studio", "devices", "--latency")
        with plugged("organ") as (organ,), program(tmp_path / "words.txt", *command, **data) as told:
            told.until("sixteen times")
            ears.connect()
            while told.program.poll() is None and "16 of 16" not in told.text():
                wait = (latest_click(ears) - ears.now()) / RATE + BEAT_SECONDS + late
                time.sleep(max(0.0, wait))
                organ.send("90 3c 70")
                time.sleep(0.1)
                organ.send("80 3c 00")
            code = told.program.wait(10)
            assert "16 of 16" in told.text()
        if code and NOT_TOLD in told.text():
            refused.append(code)
            assert not (tmp_path / "latency.json").exists(), "what could not be told was kept"
            assert len(refused) == REFUSED, "tapped again"
            return  # this computer stands still too often: that it says so, and keeps nothing, is what can be seen here
        assert code == 0, told.text()
        (kept,) = json.loads((tmp_path / "latency.json").read_text()).items()
        assert "jack" in kept[0]
        assert abs(kept[1][0] / RATE - late) < 0.03

    ears.in_a_calm_moment(measure)


def latest_click(ears: Ears) -> int:
    """The frame of the last click that was heard: what sounds louder than a click is the key that was tapped."""
    end = time.monotonic() + PATIENCE
    while not (heard := ears.onsets(least=0.02)):
        assert time.monotonic() < end, "no click was heard"
        time.sleep(0.05)
    return heard[-1]
