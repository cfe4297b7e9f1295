"""What the engine plays into the JACK graph: a score on its grid, levels, the hearing-safe maximum, silence at once, the pedal."""

import time
from collections.abc import Iterator

import numpy as np
import pytest

from instruments import RATE, Finished, Score
from tests.e2e.graph import Ears, Hall, Piano, concert, plugged

pytest.importorskip("jack", reason="JACK-Client is not installed (pip install JACK-Client)")
pytest.importorskip("rtmidi", reason="python-rtmidi is not installed")

pytestmark = pytest.mark.jack
GRID_SECONDS = 0.0014  # FluidSynth takes notes up every 64 frames
STEP, STROKES = 7_200, 8  # frames between strokes of the kit
SIDE_STICK = 37
SILENT_SECONDS = 2.0


@pytest.fixture
def stage(jack: object) -> Iterator[tuple[Hall, Ears]]:
    with concert("jack") as (hall, ears):
        yield hall, ears


def held(hall: Hall, ears: Ears, pitches: tuple[int, ...] = (48, 60, 64, 67)) -> float:
    """How loud these keys are while they are down, as loud as they go."""
    ears.clear()
    began = ears.now()
    for pitch in pitches:
        hall.engine.press(pitch, 127)
    time.sleep(0.4)
    found = ears.level(began, ears.now())
    for pitch in pitches:
        hall.engine.release(pitch)
    hall.engine.hush()
    time.sleep(0.3)
    return found


def test_the_notes_of_a_score_are_heard_within_the_synths_grid(stage: tuple[Hall, Ears]) -> None:
    hall, ears = stage
    strokes = tuple((480 * number, 0, bytes((0x99, SIDE_STICK, 110))) for number in range(STROKES))
    score = Score(events=strokes, end=480 * STROKES, tempos=((0, STEP * 1_000_000 // RATE),), sounds=("kit",))

    def listen() -> None:
        hall.told.clear()
        hall.engine.play(score)
        hall.until(lambda: hall.of(Finished), seconds=10)
        time.sleep(0.1)
        heard = np.array(ears.onsets(least=0.02))
        assert len(heard) == STROKES
        assert np.abs(heard - heard[0] - STEP * np.arange(STROKES)).max() <= GRID_SECONDS * RATE

    ears.in_a_calm_moment(listen)


def test_a_level_and_the_safe_maximum_hold_whatever_is_played_and_panic_silences_all(stage: tuple[Hall, Ears]) -> None:
    hall, ears = stage

    def play() -> None:
        hall.engine.level("keyboard", 1.0)
        hall.engine.level("most", 1.0)
        loud = held(hall, ears)
        assert 0.1 < loud <= 1.0
        hall.engine.level("keyboard", 0.25)
        assert 0.1 * loud < held(hall, ears) < 0.5 * loud
        hall.engine.level("keyboard", 1.0)
        hall.engine.level("most", 0.1)
        assert 0.03 < held(hall, ears, tuple(range(36, 84))) <= 0.101

    def panic() -> None:
        hall.engine.level("most", 1.0)
        hall.engine.pedal(True)
        for pitch in range(40, 80):
            hall.engine.press(pitch, 127)
        time.sleep(0.3)
        assert ears.level(ears.now() - RATE // 10, ears.now()) > 0.05
        hall.engine.hush()
        end = time.monotonic() + SILENT_SECONDS  # under the pedal they would sound for much longer
        while ears.level(ears.now() - RATE // 10, ears.now()) >= 0.001:
            assert time.monotonic() < end, "it still sounds"
            time.sleep(0.05)

    ears.in_a_calm_moment(play)
    ears.in_a_calm_moment(panic)


def test_a_keyboards_pedal_holds_its_notes_until_it_comes_up(stage: tuple[Hall, Ears]) -> None:
    hall, ears = stage

    def pedal(organ: Piano) -> None:
        organ.send("b0 40 7f", "90 3c 70", "80 3c 00")
        time.sleep(1.0)
        under = ears.level(ears.now() - RATE // 10, ears.now())
        organ.send("b0 40 00")
        time.sleep(0.7)
        assert under > 0.02
        assert ears.level(ears.now() - RATE // 10, ears.now()) < under / 5

    with plugged("organ") as (organ,):
        hall.until_plugged("organ", seconds=12)
        hall.engine.sound("organ")
        ears.in_a_calm_moment(lambda: pedal(organ))
