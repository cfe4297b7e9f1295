"""When it has waited for long it names the keys, and where any key plays it says that; at another place the time begins anew."""

from types import SimpleNamespace
from typing import Any

import pytest

from instruments.events import Position
from studio.screens.play.score import PLAIN_LETTERS
from studio.screens.play.waiting import STUCK_SECONDS, PlayWaits


class Room:
    """What of the room is asked, and a clock that a test moves."""

    def __init__(self, *, one_key: bool = False) -> None:
        self.now, self.told = 0.0, 0
        self.head = SimpleNamespace(last=Position(0, 0.0, "stopped"), state="stopped")
        self.score = SimpleNamespace(one_key=one_key, letters=PLAIN_LETTERS)
        self.listening = False
        self.tools = SimpleNamespace(clock=lambda: self.now, changed=self._changed)
        room: Any = self
        self.waits = PlayWaits(room)

    def _changed(self) -> None:
        self.told += 1

    def at(self, tick: float, state: Any, waiting: frozenset[int] = frozenset()) -> None:
        position = Position(0, tick, state, waiting)
        self.waits.told(position)
        self.head = SimpleNamespace(last=position, state=state)

    def after(self, seconds: float) -> bool:
        self.now += seconds
        self.waits.update()
        return self.waits.stuck


def test_five_seconds_at_one_place_are_long_and_the_picture_is_drawn_anew_then_and_when_it_goes_on() -> None:
    room = Room()
    room.at(480, "waiting", frozenset({60}))
    assert not room.after(STUCK_SECONDS - 0.1)
    assert room.after(0.2)
    assert room.told == 1
    assert room.after(3.0)
    assert room.told == 1
    room.at(490, "playing")
    assert not room.after(0.1)
    assert room.told == 2


def test_at_the_next_place_and_after_one_key_of_a_chord_the_time_is_that_of_the_place() -> None:
    room = Room()
    room.at(480, "waiting", frozenset({60, 64}))
    room.after(4.0)
    room.at(480, "waiting", frozenset({64}))
    assert room.after(1.5)
    room.at(960, "waiting", frozenset({60}))
    assert not room.after(0.1)


def test_what_is_only_listened_to_has_nobody_stuck() -> None:
    room = Room()
    room.at(480, "waiting", frozenset({60}))
    room.listening = True
    assert not room.after(9.0)


@pytest.mark.parametrize(
    ("one_key", "first", "then"),
    [
        (False, "Your turn: C E", "This key: C E. Or skip it."),
        (True, "Your turn: any key", "Any key plays it. Or skip it."),
    ],
)
def test_it_says_whose_turn_it_is_and_then_which_key(one_key: bool, first: str, then: str) -> None:
    room = Room(one_key=one_key)
    keys = frozenset({60, 64})
    room.at(480, "waiting", keys)
    assert room.waits.words(keys) == first
    assert room.waits.words(()) == ""
    room.after(5.5)
    assert room.waits.words(keys) == then
