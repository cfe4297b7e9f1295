"""Nobody at the keys for too long is noticed once, never while something sounds, and waking up is no rescue."""

import pygame
import pytest

from instruments.events import Position
from studio.autolock import ASLEEP_SECONDS, FADE_SECONDS, AutoLock, asleep

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


def test_a_laptop_that_slept_opens_nothing_though_the_clock_stood_still_meanwhile() -> None:
    slept = [500.0]
    one = AutoLock(0.0, lambda: 10, asleep=lambda: slept[0])
    slept[0] += ASLEEP_SECONDS - 1
    assert not one.due(1.0, going_on=False)
    one.touched(1.0)
    slept[0] += ASLEEP_SECONDS - 1
    assert not one.due(2.0, going_on=False), "two short ones, with somebody there between them"
    one.touched(2.0)
    slept[0] += ASLEEP_SECONDS
    one.touched(3.0)  # the key that wakes it
    assert one.due(3.0, going_on=False)
    assert not one.due(4.0, going_on=False)


def test_a_laptop_that_slept_in_a_recording_goes_on_until_that_has_ended() -> None:
    slept = [0.0]
    one = AutoLock(0.0, lambda: 10, asleep=lambda: slept[0])
    slept[0] += 3600
    assert not one.due(1.0, going_on=True)
    one.touched(2.0)  # whoever woke it ends the take
    assert one.due(3.0, going_on=False)
    assert not one.due(4.0, going_on=False)


def test_where_never_was_chosen_sleep_changes_nothing() -> None:
    slept = [0.0]
    one = AutoLock(0.0, lambda: 0, asleep=lambda: slept[0])
    slept[0] += 3600
    assert not one.due(1.0, going_on=False)


@pytest.mark.parametrize("states", [["playing"], ["waiting"], ["playing", "waiting"]])
def test_a_lid_that_was_closed_on_music_opens_on_nobodys_work(states: list[str]) -> None:
    """Music that has an end is somebody while the laptop is awake; who opens it after an hour may be anybody."""
    slept, heard = [0.0], list[float]()
    one = AutoLock(0.0, lambda: 10, heard.append, asleep=lambda: slept[0])
    for n, state in enumerate(states):
        one.told(Position(0, 480.0 * n, state))
    assert not one.due(1.0, going_on=False)
    slept[0] += 3600
    one.told(Position(0, 2000.0, states[-1]))
    assert one.due(2.0, going_on=False), "at once: nothing of theirs is seen while it would fade"
    assert heard == []


def test_how_long_a_computer_slept_does_not_grow_while_it_is_awake() -> None:
    assert abs(asleep() - asleep()) < ASLEEP_SECONDS / 60


def test_never_means_never() -> None:
    assert not lock(0).due(1e9, going_on=False)


class Beat:
    """Something that plays, and what of it was heard."""

    def __init__(self) -> None:
        self.heard: list[float] = []
        self.lock = AutoLock(0.0, lambda: 10, self.heard.append)

    def at(self, tick: float, state: str = "playing") -> None:
        self.lock.told(Position(0, tick, state))

    def due(self, now: float, *, rolling: bool = False) -> bool:
        return self.lock.due(now, going_on=rolling)


@pytest.fixture
def beat() -> Beat:
    return Beat()


def test_music_that_ends_by_itself_is_waited_for(beat: Beat) -> None:
    for minute in range(1, 40):
        beat.at(minute * 480.0)
        assert not beat.due(minute * MINUTE)
    beat.at(0.0, "stopped")
    assert not beat.due(49 * MINUTE - 1)
    assert beat.due(49 * MINUTE)
    assert beat.heard == []


def test_a_beat_that_goes_round_by_itself_fades_and_then_it_is_due(beat: Beat) -> None:
    beat.at(0.0)
    beat.at(1900.0)
    assert not beat.due(MINUTE)
    beat.at(10.0)  # round again
    assert not beat.due(11 * MINUTE - 1)
    assert not beat.due(11 * MINUTE)
    assert not beat.due(11 * MINUTE + FADE_SECONDS / 2)
    assert beat.due(11 * MINUTE + FADE_SECONDS)
    assert beat.heard == [1.0, 0.5, 0.0, 1.0], "it is as loud as before for whoever comes next"
    assert not beat.due(11 * MINUTE + FADE_SECONDS + 1)


def test_what_waits_for_a_key_that_nobody_plays_is_over_as_well(beat: Beat) -> None:
    beat.at(480.0, "waiting")
    assert not beat.due(10 * MINUTE)
    assert beat.due(10 * MINUTE + FADE_SECONDS)


def test_hands_at_the_keys_of_an_endless_beat_begin_it_anew(beat: Beat) -> None:
    beat.at(480.0)
    beat.at(0.0)
    beat.lock.touched(9 * MINUTE)
    assert not beat.due(19 * MINUTE - 1)
    assert beat.heard == []


def test_a_recording_that_begins_while_it_fades_has_its_beat_and_is_never_due(beat: Beat) -> None:
    beat.at(480.0)
    beat.at(0.0)
    beat.due(10 * MINUTE)
    beat.due(10 * MINUTE + 1)
    for minute in range(11, 60):
        assert not beat.due(minute * MINUTE, rolling=True)
    assert beat.heard == [1.0, 0.75, 1.0]
