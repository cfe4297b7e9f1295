"""A take beside its piece: one play bar, The piece and Me, changed over at once and on the bar by a press or one key."""

from collections.abc import Callable
from dataclasses import replace

import pygame
import pytest

from instruments.events import RATE
from studio.lesson import Stand
from studio.music.piece import Note, Part, Piece, Tempo
from tests.studio import fakes
from tests.studio.fakes import Pilot
from tests.studio.music.practised import STEPS
from tests.studio.playing_engine import PlayingEngine
from tests.studio.screens.at_work import put
from tests.studio.screens.looked_over import lint

Start = Callable[..., Pilot]
BASS = 30


def tune() -> Stand:
    """Four bars of quarters at 120 a minute, over a bass that the pupil does not play."""
    right = tuple(Note(n * 480, 480, pitch) for n, pitch in enumerate(STEPS[:16]))
    low = tuple(Note(bar * 1920, 1920, BASS + bar) for bar in range(4))
    parts = (Part("Tune", "melody", "piano", right), Part("Bass", "bass", "bass", low))
    return Stand(Piece("Walk", parts, (Tempo(0, 120.0),)), "Walk", "song", "own:walk")


@pytest.fixture
def taken(at_home: Start, monkeypatch: pytest.MonkeyPatch) -> Pilot:
    """A take of all four bars, played twice as slowly as they are written, a key a second; and its play bar."""
    monkeypatch.setattr(fakes, "FakeEngine", PlayingEngine)
    pilot = at_home()
    put(pilot, tune())
    pilot.lesson.practice = replace(pilot.lesson.practice, count_in=False, mode="with", speed=0.5, breathes=False)
    pilot.press("Record")
    for pitch in STEPS[:16]:
        pilot.engine.down(pitch)
        pilot.turn(seconds=0.5)
        pilot.engine.up(pitch)
        pilot.turn(seconds=0.5)
    pilot.settle()  # the piece has come to its end, and the take with it
    pilot.engine.downs.clear()
    return pilot


def heard(pilot: Pilot, seconds: float, press: Callable[[], None] = lambda: None) -> list[int]:
    """The pitches that sound in the next seconds, from a press on."""
    first = len(pilot.engine.downs)
    press()
    for _ in range(round(seconds / 0.1)):
        pilot.turn(seconds=0.1)
    return [pitch for _, pitch in pilot.engine.downs[first:]]


def keys(pilot: Pilot) -> set[str]:
    return {widget.key for widget in pilot.ui.tree() if widget.key}


def test_the_take_is_heard_first_and_the_piece_is_one_press_away(taken: Pilot) -> None:
    taken.click("hear-take")
    assert BASS not in heard(taken, 1.4)
    assert "by-turns" in keys(taken)
    assert BASS in heard(taken, 0.5, lambda: taken.press("What is heard: The piece"))


def test_it_changes_over_at_once_and_on_the_bar_there_and_back(taken: Pilot) -> None:
    taken.click("hear-take")
    heard(taken, 5.9)  # in the middle of bar 2
    assert "Bar 2" in taken.words()
    frame = taken.engine.frame
    piece = heard(taken, 0.8, lambda: taken.type_key(pygame.K_x))
    assert set(piece) == {BASS + 1, STEPS[4]}  # bar 2 from its first note, as slowly as it was played
    assert taken.engine.downs[-1][0] - frame < 0.1 * RATE
    assert "Bar 2" in taken.words()
    heard(taken, 4.0)
    assert "Bar 3" in taken.words()
    assert heard(taken, 0.8, lambda: taken.type_key(pygame.K_x)) == [STEPS[8]]


def test_it_ends_with_the_bars_that_were_played_and_the_take_is_there_again(taken: Pilot) -> None:
    taken.click("hear-take")
    heard(taken, 0.5)
    taken.type_key(pygame.K_x)
    heard(taken, 17.0)
    assert "hear-take" in keys(taken)
    assert "by-turns" not in keys(taken)
    assert not taken.engine.sounding


def test_stop_is_silence_and_the_key_does_nothing_then(taken: Pilot) -> None:
    taken.click("hear-take")
    heard(taken, 0.5)
    taken.press("Stop the music")
    assert "hear-take" in keys(taken)
    log = len(taken.engine.log)
    taken.type_key(pygame.K_x)
    assert len(taken.engine.log) == log


def test_whatever_else_is_played_ends_it(taken: Pilot) -> None:
    taken.click("hear-take")
    heard(taken, 0.5)
    taken.type_key(pygame.K_SPACE)
    assert "by-turns" not in keys(taken)
    taken.type_key(pygame.K_x)
    assert not taken.engine.sounding


def test_what_has_no_piece_is_heard_alone(at_home: Start) -> None:
    pilot = at_home()
    put(pilot, tune())
    pilot.play(60, 62, 64)
    pilot.type_key(pygame.K_BACKSPACE)
    pilot.click("hear-take")
    assert pilot.engine.log[-1] == "preview"
    assert "by-turns" not in keys(pilot)


def test_it_fits_every_size(taken: Pilot) -> None:
    taken.click("hear-take")
    heard(taken, 0.5)
    lint(taken)
