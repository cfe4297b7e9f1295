"""Real MIDI in, real sound out: keyboards that come and go in the JACK graph, heard in the JACK graph."""

import threading
import time
from collections.abc import Iterator
from itertools import pairwise

import numpy as np
import pytest

from instruments import RATE, Back, Engine, Finished, Gone, NoteOff, NoteOn, Output, Score, Trouble
from tests.e2e.graph import PLUGGED_SECONDS, Ears, Hall, Piano, concert, plugged

pytest.importorskip("jack", reason="JACK-Client is not installed (pip install JACK-Client)")
pytest.importorskip("rtmidi", reason="python-rtmidi is not installed")

pytestmark = pytest.mark.jack


@pytest.fixture(scope="module", params=["jack", "sounddevice"])
def playing(request: pytest.FixtureRequest, jack: object) -> Iterator[tuple[Hall, Ears, int | None]]:
    """One engine for all tests of this file, and the process that it was when it started."""
    with concert(request.param) as (hall, ears):
        yield hall, ears, hall.engine.process_id


@pytest.fixture
def stage(playing: tuple[Hall, Ears, int | None], request: pytest.FixtureRequest) -> Iterator[tuple[Hall, Ears]]:
    """That engine, quiet; where its process died in a test before, one for this test alone."""
    hall, ears, process_id = playing
    if hall.engine.process_id != process_id:
        with concert(request.node.callspec.params["playing"]) as found:
            yield found
        return
    ears.turn_to(hall.engine)
    hall.engine.hush()
    time.sleep(0.3)
    hall.told.clear()
    ears.clear()
    yield hall, ears
    if hall.engine.process_id != process_id:
        hall.engine.close()  # a new process belongs to nobody: the next test makes its own


def test_every_note_of_a_keyboard_is_heard_soon_and_captured_where_it_was_played(stage: tuple[Hall, Ears]) -> None:
    hall, ears = stage

    def play_and_listen(pads: Piano) -> None:
        hall.until_plugged("pads")
        hall.told.clear()
        ears.clear()
        sent = []
        for _ in range(10):
            sent.append(ears.now())
            pads.send("99 25 70", "89 25 00")
            time.sleep(0.15)
        hall.until(lambda: len(hall.of(NoteOn)) >= 10, seconds=1)
        heard = ears.onsets()
        assert len(heard) == len(hall.of(NoteOn)) == 10
        assert max(sound - press for press, sound in zip(sent, heard, strict=True)) < 0.05 * RATE
        captured = [each.frame for each in hall.of(NoteOn)]
        off = [(b - a) - (d - c) for (a, b), (c, d) in zip(pairwise(sent), pairwise(captured), strict=True)]
        assert np.std(off) < 0.006 * RATE  # the period of the graph is 5.3 ms

    with plugged("pads") as (pads,):
        ears.in_a_calm_moment(lambda: play_and_listen(pads))


def test_a_keyboard_pulled_out_with_a_key_down_leaves_nothing_hanging_and_comes_back_as_itself(
    stage: tuple[Hall, Ears],
) -> None:
    hall, ears = stage
    ids = set()

    def come_and_go() -> None:
        hall.until(lambda: "organ" not in hall.present)  # it may still be there where the moment was not calm
        hall.told.clear()
        with plugged("organ") as (board,):
            hall.until_plugged("organ")
            board.send("90 3c 70")
            hall.until(lambda: hall.of(NoteOn))
            ids.add(hall.of(NoteOn)[0].keyboard)
        hall.until(lambda: any(each.keyboard in ids for each in hall.of(Gone)), PLUGGED_SECONDS)
        assert [(each.pitch, each.keyboard) for each in hall.of(NoteOff)] == [(60, hall.of(NoteOn)[0].keyboard)]

    def nothing_sounds() -> None:
        time.sleep(1.5)
        ears.clear()
        time.sleep(0.3)
        assert ears.onsets(least=0.01) == []

    for _ in range(3):
        ears.in_a_calm_moment(come_and_go)
    assert len(ids) == 1
    assert hall.of(Back)
    ears.in_a_calm_moment(nothing_sounds)


def test_two_keyboards_play_at_once_and_keep_apart(stage: tuple[Hall, Ears]) -> None:
    hall, ears = stage

    def play_both(boards: list[Piano]) -> None:
        hall.until_plugged("left", "right")
        hall.told.clear()
        for pitch in range(40, 60):
            boards[0].send(f"90 {pitch:02x} 40", f"80 {pitch:02x} 00")
            boards[1].send(f"90 {pitch + 30:02x} 40", f"80 {pitch + 30:02x} 00")
            time.sleep(0.01)
        hall.until(lambda: len(hall.of(NoteOn)) == len(hall.of(NoteOff)) == 40, seconds=1)
        low = {each.keyboard for each in hall.of(NoteOn) if each.pitch < 60}
        high = {each.keyboard for each in hall.of(NoteOn) if each.pitch >= 70}
        assert len(low) == len(high) == 1
        assert low != high

    with plugged("left", "right") as boards:
        ears.in_a_calm_moment(lambda: play_both(boards))


def test_the_metronome_is_on_its_grid_in_the_graph(stage: tuple[Hall, Ears]) -> None:
    hall, ears = stage

    def listen() -> None:
        hall.told.clear()
        hall.engine.play(Score(events=(), end=480 * 8, tempos=((0, 150_000),)), click=True)
        hall.until(lambda: hall.of(Finished), seconds=10)
        time.sleep(0.1)
        check_grid(ears.onsets(least=0.05), 7_200 * np.arange(8))

    ears.in_a_calm_moment(listen)


def test_the_metronome_keeps_its_grid_through_a_change_of_tempo_and_a_loop(stage: tuple[Hall, Ears]) -> None:
    hall, ears = stage
    beats = 480 * np.arange(5)
    score = Score(
        events=(), end=int(beats[4]), tempos=((0, 150_000), (int(beats[2]), 200_000)), loop=(0, int(beats[4]))
    )
    grid = np.cumsum([0, *np.tile([7_200, 7_200, 9_600, 9_600], 2)])[:-1]

    def listen() -> None:
        hall.engine.play(score, click=True)
        time.sleep((grid[-1] + 4_800) / RATE)
        hall.engine.stop()
        hall.engine.hush()
        time.sleep(0.2)
        heard = ears.onsets(least=0.05)
        check_grid(heard, grid[: len(heard)])
        assert len(heard) >= 7

    ears.in_a_calm_moment(listen)


def check_grid(heard: list[int], grid: np.ndarray) -> None:
    """Clicks lie on their grid, 0.2 ms at most away from it."""
    assert len(heard) == len(grid)
    assert np.abs(np.array(heard) - heard[0] - grid).max() < 0.0002 * RATE


def test_the_software_keyboard_sounds_in_the_graph(stage: tuple[Hall, Ears]) -> None:
    hall, ears = stage

    def press() -> None:
        began = ears.now()
        hall.engine.press(60, 110)
        time.sleep(0.3)
        hall.engine.release(60)
        heard = ears.onsets(least=0.01)
        assert heard
        assert 0 < heard[0] - began < 0.1 * RATE

    ears.in_a_calm_moment(press)


def test_an_engine_without_jack_says_so_and_plays_nowhere(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("JACK_DEFAULT_SERVER", "soundfolio-nobody")
    monkeypatch.setenv("JACK_NO_START_SERVER", "1")
    hall = Hall(Engine("jack"))
    hall.engine.start()
    try:
        hall.until(lambda: hall.of(Output) and hall.of(Trouble))
        assert any("JACK does not answer" in each.sentence for each in hall.of(Trouble))
        assert hall.of(Output)[-1].backend == "null"
        hall.engine.press(60)
        hall.until(lambda: hall.of(NoteOn))
    finally:
        hall.engine.close()
    assert threading.active_count() < 10
