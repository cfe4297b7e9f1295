"""Plays with me: the backing goes at the pupil's pace and to where they start again, or keeps its own; they choose."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from studio.lesson import Stand
from studio.music.piece import Note, Part, Piece, Tempo
from tests.studio import fakes
from tests.studio.fakes import Pilot
from tests.studio.music.practised import STEPS
from tests.studio.playing_engine import PlayingEngine
from tests.studio.screens.at_work import put
from tests.studio.screens.looked_over import lint

Start = Callable[..., Pilot]


@pytest.fixture
def together(at_home: Start, monkeypatch: pytest.MonkeyPatch) -> Pilot:
    """Eight bars of a tune over a bass, at 120 a minute, with no count-in."""
    monkeypatch.setattr(fakes, "FakeEngine", PlayingEngine)
    pilot = at_home()
    tune = Part("Tune", "melody", "piano", tuple(Note(n * 480, 480, pitch) for n, pitch in enumerate(STEPS[:32])))
    bass = Part("Bass", "bass", "bass", tuple(Note(n * 480, 480, 40) for n in range(32)))
    chords = Part("Chords", "chords", "piano", tuple(Note(n * 1920, 1920, 52) for n in range(8)))
    put(pilot, Stand(Piece("Walk", (tune, bass, chords), (Tempo(0, 120.0),)), "Walk", "song", "own:walk"))
    pilot.lesson.practice = replace(pilot.lesson.practice, count_in=False, mode="with")
    pilot.studio.screen.tools.changed()
    pilot.turn()
    return pilot


def play(pilot: Pilot, first: int, last: int, step: float) -> float:
    """Play the notes of the tune one by one; return how many quarters the music is ahead at the last."""
    engine: Any = pilot.engine
    for n in range(first, last):
        engine.down(STEPS[n])
        off = (engine.player.tick - n * 480) / 480
        pilot.turn(seconds=0.02)
        engine.up(STEPS[n])
        for _ in range(4):
            pilot.turn(seconds=(step - 0.02) / 4)
    return float(off)


def test_it_goes_at_the_pace_of_whoever_is_slower(together: Pilot) -> None:
    together.click("play")

    assert abs(play(together, 0, 16, 0.62)) < 0.25


def test_it_starts_again_with_whoever_starts_again(together: Pilot) -> None:
    together.click("play")
    play(together, 0, 14, 0.5)
    for _ in range(10):
        together.turn(seconds=0.15)

    assert abs(play(together, 4, 10, 0.5)) < 0.3


def test_it_stays_steady_for_whoever_wants_that(together: Pilot) -> None:
    together.press("Stays steady")
    together.click("play")

    assert play(together, 0, 12, 0.6) > 2
    assert together.engine.followed == []


def test_there_is_a_choice_of_pace_only_where_something_plays_with_the_pupil(together: Pilot) -> None:
    assert together.ui.find("Follows me")
    lint(together)
    together.press("Waits for me")
    assert not any(widget.name == "Follows me" for widget in together.ui.tree())
