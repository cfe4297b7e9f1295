"""The metronome: bar one, groups and beats are told apart, and beats that are far apart are shared out."""

import numpy as np
import pytest

from instruments.events import Score
from instruments.mixer import Clicks
from instruments.schedule import Player
from instruments.tempo import Stress
from tests.instruments.listening import BEAT, Hearing, score

BAR, GROUP, ON, BETWEEN = Stress.BAR, Stress.GROUP, Stress.BEAT, Stress.BETWEEN
EIGHTH = BEAT // 2


def stresses(hearing: Hearing) -> list[Stress]:
    return [Stress(stress) for _, stress in hearing.clicks]


def test_bar_one_and_the_groups_of_a_bar_are_stressed() -> None:
    seven = Score(events=(), end=2 * 1680, metre=((0, 7, 8),), groups=((2, 2, 3),))
    hearing = Hearing(Player(seven, click=True)).go(14 * EIGHTH)
    assert stresses(hearing) == [BAR, ON, GROUP, ON, GROUP, ON, ON] * 2
    assert [frame for frame, _ in hearing.clicks] == [n * EIGHTH for n in range(14)]


def test_the_count_in_is_stressed_as_the_bars_after_it() -> None:
    five = Score(events=(), end=1200, metre=((0, 5, 8),), groups=((3, 2),))
    assert stresses(Hearing(Player(five, count_in=5)).go(5 * EIGHTH)) == [BAR, ON, ON, GROUP, ON]
    assert stresses(Hearing(Player(score(), count_in=4)).go(4 * BEAT)) == [BAR, ON, ON, ON]


@pytest.mark.parametrize("groups", [((2, 2),), ((),), ()])
def test_groups_that_do_not_fill_a_bar_are_none(groups: tuple[tuple[int, ...], ...]) -> None:
    seven = Score(events=(), end=1680, metre=((0, 7, 8),), groups=groups)
    assert stresses(Hearing(Player(seven, click=True)).go(7 * EIGHTH)) == [BAR, *[ON] * 6]


def test_a_pickup_is_stressed_as_the_end_of_a_bar() -> None:
    seven = Score(events=(), end=720 + 1680, metre=((0, 3, 8), (720, 7, 8)), groups=((), (2, 2, 3)))
    assert stresses(Hearing(Player(seven, click=True)).go(5 * EIGHTH)) == [GROUP, ON, ON, BAR, ON]


def test_slow_beats_are_shared_out_and_quick_ones_are_not() -> None:
    assert stresses(Hearing(Player(score(), click=True)).go(4 * BEAT)) == [BAR, ON, ON, ON]
    slow = Hearing(Player(score(), click=True, speed=0.4)).go(10 * BEAT)
    assert stresses(slow) == [BAR, BETWEEN, ON, BETWEEN, ON, BETWEEN, ON, BETWEEN]
    assert [frame for frame, _ in slow.clicks][:3] == [0, round(1.25 * BEAT), round(2.5 * BEAT)]


def test_what_is_felt_in_three_is_shared_out_in_three() -> None:
    slow = Score(events=(), end=1440, tempos=((0, 1_000_000),), metre=((0, 6, 8),))
    hearing = Hearing(Player(slow, click=True)).go(6 * BEAT)
    assert stresses(hearing) == [BAR, BETWEEN, BETWEEN, ON, BETWEEN, BETWEEN]
    assert [frame for frame, _ in hearing.clicks] == [n * BEAT for n in range(6)]


def test_a_change_of_speed_shares_out_from_the_next_beat_on() -> None:
    hearing = Hearing(Player(score(8), click=True)).go(BEAT + 1)
    hearing.player.set_speed(0.4)
    assert stresses(hearing.go(5 * BEAT)) == [BAR, ON, BETWEEN, ON, BETWEEN, ON]


def test_the_kinds_of_click_do_not_sound_alike_and_what_shares_out_is_softest() -> None:
    heard = {}
    for stress in Stress:
        clicks, out = Clicks(), np.zeros((4800, 2), np.float32)
        clicks.start(0, stress=stress)
        clicks.mix(out, 1.0, 1.0)
        heard[stress] = out
    peaks = {stress: float(np.abs(out).max()) for stress, out in heard.items()}
    assert len({out.tobytes() for out in heard.values()}) == len(Stress)
    assert peaks[BETWEEN] < 0.5 * min(peak for stress, peak in peaks.items() if stress is not BETWEEN)
