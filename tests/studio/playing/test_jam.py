"""The groove that waits behind the first key: its states, and that it never starts or stops what it should not."""

from typing import Any

import pytest

from instruments.events import Finished, NoteOff, NoteOn, Position, Score
from studio.playing.jam import HIGH, LOW, Beat, Jam, first_beat
from studio.screen import Tools
from studio.ui.theme import Theme
from tests.studio.fakes import FakeEngine

SCORE = Score(events=((0, 0, b"\x90\x24\x50"), (480, 0, b"\x80\x24\x40")), end=480, loop=(0, 480))
ON, OFF = NoteOn(0, 1, 60, 80), NoteOff(10, 1, 60, 0)


class AtOnce:
    """A worker that has done it when asked."""

    def __init__(self) -> None:
        self.asked = 0
        self.held: list[Any] | None = None

    def put(self, work: Any, then: Any, failed: Any, label: str) -> Any:
        del work, failed, label
        self.asked += 1
        answer = lambda: then(Beat("A beat", SCORE, frozenset({60, 62})))  # noqa: E731 - short enough to stand here
        if self.held is None:
            answer()
        else:
            self.held.append(answer)
        return type("Job", (), {"cancel": lambda _self: None})()


@pytest.fixture
def engine() -> FakeEngine:
    return FakeEngine()


@pytest.fixture
def worker() -> AtOnce:
    return AtOnce()


@pytest.fixture
def jam(engine: FakeEngine, worker: AtOnce) -> Jam:
    nothing: Any = None
    background: Any = type("Background", (), {"worker": worker})()
    return Jam(
        Tools(
            folder=nothing,
            engine=engine,
            lesson=nothing,
            background=background,
            settings=nothing,
            clock=lambda: 0.0,
            move=lambda _move: None,
            say=lambda _words: None,
            changed=lambda: None,
            focus=lambda _key: None,
            focused=lambda: None,
            theme=Theme,
            fit_keys=lambda _low, _high: None,
            restyle=nothing,
            sounding=nothing,
        )
    )


def test_the_first_key_starts_it_and_the_next_ones_do_not(jam: Jam, engine: FakeEngine) -> None:
    jam.ready()
    for event in (ON, OFF, ON, OFF):
        assert not jam.hear(event)  # a key is music, never an answer
    assert engine.log == ["play"]
    assert engine.score == SCORE


def test_a_key_pressed_before_it_is_there_only_sounds(jam: Jam, engine: FakeEngine, worker: AtOnce) -> None:
    worker.held = []
    jam.ready()
    jam.hear(ON)
    assert engine.log == []
    worker.held[0]()
    assert jam.state == "waiting"
    assert engine.log == []


def test_stopped_by_hand_it_rests_until_asked_for(jam: Jam, engine: FakeEngine) -> None:
    jam.ready()
    jam.hear(ON)
    jam.rest()
    jam.hear(OFF)
    jam.hear(ON)
    assert engine.log == ["play", "stop"]
    jam.start()
    assert engine.log == ["play", "stop", "play"]


def test_another_screen_silences_it_and_it_waits_again(jam: Jam, engine: FakeEngine) -> None:
    jam.ready()
    jam.hear(ON)
    jam.stop()
    assert jam.state == "waiting"
    assert not engine.sounding
    assert not jam.down


def test_leaving_without_having_played_stops_nothing(jam: Jam, engine: FakeEngine) -> None:
    jam.ready()
    jam.stop()
    assert engine.log == []


@pytest.mark.parametrize("end", [Finished(9), Position(9, 0.0, "stopped")])
def test_it_knows_when_something_else_ended_it(jam: Jam, end: object) -> None:
    jam.ready()
    jam.hear(ON)
    jam.told(Position(1, 0.0, "playing"))
    jam.told(end)
    assert jam.state == "rested"


def test_a_stop_from_before_does_not_end_it(jam: Jam) -> None:
    jam.ready()
    jam.hear(ON)
    jam.told(Position(1, 0.0, "stopped"))
    assert jam.state == "going"


def test_it_is_fetched_once(jam: Jam, worker: AtOnce) -> None:
    jam.ready()
    jam.ready()
    assert worker.asked == 1


def test_keys_that_fit_are_lit_softly_and_those_that_are_down_strongly(jam: Jam) -> None:
    jam.ready()
    jam.hear(ON)
    lit = jam._lit()
    assert lit[60] == "accent"
    assert lit[62] != "accent"
    assert 61 not in lit


def test_the_beat_that_waits_loops_and_some_of_the_keys_drawn_fit_it() -> None:
    beat = first_beat()
    assert beat.score.loop is not None
    assert beat.score.loop[0] == 0
    assert all(LOW <= pitch <= HIGH for pitch in beat.fitting)
    assert 12 <= len(beat.fitting) < HIGH - LOW
