"""Nobody at the keys for too long is noticed once, never while something sounds, and waking up is no rescue."""

import pygame
import pytest

from studio.autolock import AutoLock

MINUTE = 60.0


def lock(minutes: int = 10) -> AutoLock:
    return AutoLock(0.0, lambda: minutes)


def test_it_is_due_once_after_so_many_minutes() -> None:
    one = lock()
    assert not one.due(10 * MINUTE - 1, going_on=False)
    assert one.due(10 * MINUTE, going_on=False)
    assert not one.due(10 * MINUTE + 1, going_on=False)
    assert one.due(20 * MINUTE, going_on=False)


def test_whatever_hands_do_begins_it_anew() -> None:
    one = lock()
    one.touched(9 * MINUTE)
    assert not one.due(18 * MINUTE, going_on=False)
    assert one.due(19 * MINUTE, going_on=False)


@pytest.mark.parametrize(
    ("kind", "hands"),
    [
        (pygame.KEYDOWN, True),
        (pygame.MOUSEMOTION, True),
        (pygame.MOUSEWHEEL, True),
        (pygame.FINGERDOWN, True),
        (pygame.WINDOWEXPOSED, False),
        (pygame.WINDOWFOCUSLOST, False),
        (pygame.AUDIODEVICEADDED, False),
    ],
)
def test_hands_count_and_the_windows_own_events_do_not(kind: int, hands: bool) -> None:
    one = lock()
    one.handled([pygame.event.Event(kind)], 9 * MINUTE)
    assert one.due(11 * MINUTE, going_on=False) != hands


def test_never_while_something_is_recorded_or_played_and_then_from_its_end() -> None:
    one = lock()
    for minute in (5, 25, 59):  # the loop may have stood still meanwhile
        assert not one.due(minute * MINUTE, going_on=True)
    assert not one.due(68 * MINUTE, going_on=False)
    assert one.due(69 * MINUTE, going_on=False)


def test_the_key_that_wakes_a_laptop_after_an_hour_opens_nothing() -> None:
    one = lock()
    one.touched(60 * MINUTE)
    assert one.due(60 * MINUTE, going_on=False)


def test_never_means_never() -> None:
    assert not lock(0).due(1e9, going_on=False)
