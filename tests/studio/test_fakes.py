"""The stand-in for the engine offers what the engine offers, and notices what must not happen."""

import inspect

import pytest

from instruments import Engine
from instruments.events import Score
from tests.studio.fakes import FakeEngine

OURS = {"down", "up", "key", "let", "finish"}
SCORE = Score(events=((0, 0, b"\x90\x3c\x50"), (480, 0, b"\x80\x3c\x40")), end=480)


def test_every_order_of_the_stand_in_is_one_of_the_engine_with_the_same_words() -> None:
    for name, method in inspect.getmembers(FakeEngine, inspect.isfunction):
        if name.startswith("_") or name in OURS:
            continue
        theirs = inspect.signature(getattr(Engine, name)).parameters
        assert [*inspect.signature(method).parameters] == [*theirs], name


def test_a_key_that_is_down_can_not_go_down_again() -> None:
    engine = FakeEngine()
    engine.press(60)
    with pytest.raises(AssertionError, match="down already"):
        engine.press(60)


def test_a_key_that_is_up_can_not_come_up() -> None:
    with pytest.raises(AssertionError, match="not down"):
        FakeEngine().release(60)


def test_a_key_of_the_screen_that_never_came_up_is_noticed() -> None:
    engine = FakeEngine()
    engine.press(60)
    with pytest.raises(AssertionError, match="never came up"):
        engine.close()


def test_music_that_goes_on_after_the_window_is_noticed() -> None:
    engine = FakeEngine()
    engine.play(SCORE)
    with pytest.raises(AssertionError, match="goes on"):
        engine.close()


def test_nothing_can_be_asked_of_a_closed_engine() -> None:
    engine = FakeEngine()
    engine.close()
    with pytest.raises(AssertionError, match="closed"):
        engine.play(SCORE)
