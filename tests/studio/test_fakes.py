"""The stand-in for the engine offers what the engine offers, and notices what must not happen."""

import inspect
from collections.abc import Callable

import pytest

from instruments import Engine
from instruments.clock import FrameClock
from instruments.events import RATE, Score
from instruments.mixer import Mixer
from studio.settings import CHOICES
from tests.studio.fakes import LEVELS, OUTPUTS, FakeEngine

OURS = {"down", "up", "key", "let", "finish", "says"}
UNASKED = {"process_id", "bend", "control", "keep_output"}  # nothing in the window asks for these
SCORE = Score(events=((0, 0, b"\x90\x3c\x50"), (480, 0, b"\x80\x3c\x40")), end=480)


def words_of(method: Callable[..., object]) -> list[tuple[str, object, object]]:
    """The parameters of a method: name, kind and default."""
    return [(each.name, each.kind, each.default) for each in inspect.signature(method).parameters.values()]


@pytest.mark.parametrize("name", [name for name in vars(Engine) if not name.startswith("_")])
def test_every_order_of_the_engine_is_one_of_the_stand_in_with_the_same_words(name: str) -> None:
    if name in UNASKED:
        assert not hasattr(FakeEngine, name)
        return
    ours, theirs = getattr(FakeEngine, name), getattr(Engine, name)
    assert isinstance(ours, property) == isinstance(theirs, property)
    if callable(theirs):
        assert words_of(ours) == words_of(theirs)


def test_the_stand_in_has_no_order_that_the_engine_has_not() -> None:
    orders = {name for name, _ in inspect.getmembers(FakeEngine, inspect.isfunction) if not name.startswith("_")}
    assert orders - OURS <= set(vars(Engine))


def test_the_stand_in_knows_the_levels_and_outputs_that_the_engine_knows() -> None:
    assert set(Mixer(FrameClock(RATE), lambda told: None).levels) == LEVELS
    assert set(CHOICES["output"]) == OUTPUTS


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
