"""Taps along to a song: the tempo and the bar come out right however they shake."""

import random

import pytest

from studio.music import tapping
from studio.music.tapping import beats_in_bar, latest, offered, pulse

TEMPOS = (58, 76, 92, 120, 148, 174)
JITTER = 0.040  # seconds either way, evenly spread: worse than most people


def taps(bpm: float, count: int, seed: int, jitter: float = JITTER) -> list[float]:
    shake = random.Random(seed)
    return [5.0 + n * 60 / bpm + shake.uniform(-jitter, jitter) for n in range(count)]


def off(bpm: float, found: tapping.Pulse | None) -> float:
    assert found is not None
    return abs(found.bpm / bpm - 1)


def worst_of(bpm: float, change=lambda shaken, shake: shaken, count: int = 16) -> float:  # noqa: ANN001 - a list and a Random
    """How far off the tempo is in nine of ten of fifty tries."""
    found = [off(bpm, pulse(sorted(change(taps(bpm, count, n), random.Random(n))))) for n in range(50)]
    return sorted(found)[44]


@pytest.mark.parametrize("bpm", TEMPOS)
def test_taps_that_shake_by_forty_milliseconds_give_the_tempo_to_one_in_a_hundred(bpm: float) -> None:
    assert worst_of(bpm) < 0.01


@pytest.mark.parametrize("bpm", TEMPOS)
def test_eight_taps_are_enough_for_three_in_a_hundred(bpm: float) -> None:
    assert worst_of(bpm, count=8) < 0.03


@pytest.mark.parametrize("bpm", TEMPOS)
def test_beats_that_were_left_out_are_counted(bpm: float) -> None:
    def some_missed(shaken: list[float], shake: random.Random) -> list[float]:
        missed = set(shake.sample(range(1, len(shaken) - 1), 4))
        return [at for n, at in enumerate(shaken) if n not in missed]

    assert worst_of(bpm, some_missed) < 0.01


@pytest.mark.parametrize("bpm", [58, 76, 92, 120])
def test_taps_between_the_beats_and_keys_that_bounce_are_left_out(bpm: float) -> None:
    def more(shaken: list[float], shake: random.Random) -> list[float]:
        between = [shaken[n] + 30 / bpm for n in shake.sample(range(len(shaken) - 1), 3)]
        return [*shaken, *between, shaken[4] + 0.03, shaken[9] + 0.05]

    assert worst_of(bpm, more) < 0.012


@pytest.mark.parametrize("bpm", TEMPOS)
def test_who_loses_the_thread_goes_on_from_there(bpm: float) -> None:
    def hesitates(shaken: list[float], shake: random.Random) -> list[float]:
        del shake
        return [at + (27 / bpm if n > 8 else 0) for n, at in enumerate(shaken)]

    assert worst_of(bpm, hesitates) < 0.02


def test_too_few_taps_or_taps_at_random_sizes_are_no_pulse_yet() -> None:
    assert pulse([]) is None
    assert pulse(taps(100, 4, 1)) is None
    assert pulse([1.0, 1.02, 1.04, 1.06, 1.08, 1.1]) is None
    assert pulse([1.0, 1.4, 9.9, 21.0, 40.0]) is None


def test_the_beat_lies_where_the_taps_are() -> None:
    found = pulse(taps(100, 16, 3))
    assert found is not None
    away = (found.beat - 5.0) % 0.6
    assert min(away, 0.6 - away) < 0.02


def test_after_a_pause_only_the_new_taps_count() -> None:
    first, second = taps(90, 8, 1), [at + 20 for at in taps(140, 8, 2)]
    assert latest(first + second) == tuple(second)
    assert latest(first) == tuple(first)
    assert latest(()) == ()


@pytest.mark.parametrize(("bpm", "said"), [(100, 100), (30, 60), (250, 125), (12, 48), (40, 40), (220, 220)])
def test_a_tempo_nobody_plays_is_doubled_or_halved(bpm: float, said: float) -> None:
    assert offered(bpm) == said


@pytest.mark.parametrize(("step", "beats"), [(4, 4), (3, 3), (2, 4), (8, 4), (6, 3), (1, None), (5, None)])
def test_taps_on_one_alone_say_how_many_beats_a_bar_has(step: int, beats: int | None) -> None:
    found = pulse(taps(104, 12, 5))
    assert found is not None
    for seed in range(20):
        ones = taps(104 / step, 4, seed)
        assert beats_in_bar(found, ones) == beats


def test_a_single_one_says_nothing_of_the_bar() -> None:
    found = pulse(taps(104, 12, 5))
    assert found is not None
    assert beats_in_bar(found, [3.0]) is None
