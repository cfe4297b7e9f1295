"""What is kept with a take of how it was played: mode, help, hands, speed, bars, key, what kept time, and how it sped up."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from studio.lesson import Stand
from studio.music.arrange import transposed
from studio.music.ladder import Ladder
from studio.music.piece import Note, Part, Piece, Tempo
from tests.studio import fakes
from tests.studio.fakes import Pilot
from tests.studio.playing_engine import PlayingEngine
from tests.studio.screens.at_work import put, takes

Start = Callable[..., Pilot]
UP_A_TONE = 2


@pytest.fixture
def pilot(at_home: Start, monkeypatch: pytest.MonkeyPatch) -> Pilot:
    """Two bars for two hands in C, moved up to D."""
    monkeypatch.setattr(fakes, "FakeEngine", PlayingEngine)
    pilot = at_home()
    right = Part("Tune", "melody", "piano", tuple(Note(n * 480, 480, 60 + n) for n in range(8)), "right")
    left = Part("Chords", "chords", "piano", tuple(Note(n * 1920, 1920, 48) for n in range(2)), "left")
    music = transposed(Piece("Steps", (right, left), (Tempo(0, 120.0),)), UP_A_TONE)
    put(pilot, Stand(music, "Steps", "song", "own:steps"))
    return pilot


def take(pilot: Pilot, **how: Any) -> Any:
    """Record with this way of playing: the first bar, each note as it is waited for, and on into the next round."""
    pilot.lesson.practice = replace(pilot.lesson.practice, count_in=False, **how)
    pilot.press("Record")
    for n in (0, 1, 2, 3, 0):
        for _ in range(40):
            if 60 + UP_A_TONE + n in pilot.studio.screen.head.last.waiting:
                break
            pilot.turn(seconds=0.1)
        pilot.engine.down(60 + UP_A_TONE + n)
        pilot.turn(seconds=0.1)
        pilot.engine.up(60 + UP_A_TONE + n)
    pilot.press("Stop and keep")
    (kept,) = takes(pilot)
    return kept


def test_all_of_how_it_was_played_is_in_the_journal(pilot: Pilot) -> None:
    pilot.studio.screen.beat.choose("click")
    kept = take(pilot, mode="waits", help="all", hands="right", speed=0.8, bars=(1, 1))

    assert (kept.mode, kept.help, kept.hands, kept.speed, kept.bars) == ("waits", "all", "right", 0.8, (1, 1))
    assert (kept.key, kept.beat, kept.ladder) == ("D major", "click", "")
    assert kept.tempo == pytest.approx(96.0)


def test_a_take_that_sped_up_keeps_the_speed_at_its_end_and_the_ladder(pilot: Pilot) -> None:
    kept = take(pilot, speed=0.6, bars=(1, 1), ladder=Ladder())

    assert kept.speed == pytest.approx(0.65)
    assert kept.ladder == "0.6 0.05 1"
    assert kept.tempo == pytest.approx(72.0)  # of its music, which is written in the tempo of its first bar
    assert kept.parts[0].facts.bar_starts[1] == pytest.approx(kept.parts[0].facts.bar_starts[0] + 4 / 1.2, abs=0.7)
