"""Beats: tapped, found, and the way between them and seconds."""

import pytest

from studio.music.beats import Beats, steady, tapped, through


def test_taps_that_bounce_are_one_and_those_left_out_are_filled_in() -> None:
    assert tapped((0.0, 0.5, 0.55, 1.0, 2.0, 2.5)) == (0.0, 0.5, 1.0, 1.5, 2.0, 2.5)


def test_a_rest_from_tapping_is_no_row_of_beats() -> None:
    assert tapped((0.0, 0.5, 1.0, 1.5, 9.0, 9.5)) == (0.0, 0.5, 1.0, 1.5, 9.0, 9.5)


def test_fewer_than_four_taps_say_nothing() -> None:
    assert tapped((0.0, 0.5, 0.52, 1.0)) == ()


def test_time_goes_on_before_the_first_beat_and_after_the_last() -> None:
    beats = Beats((1.0, 1.5, 2.5), first=4)

    assert [beats.at(second) for second in (0.5, 1.0, 1.25, 2.0, 2.5, 3.5)] == [3, 4, 4.5, 5.5, 6, 7]
    assert beats.moved(4).at(1.0) == 0
    assert steady(0.5).at(3.0) == 6


def test_beats_through_onsets_are_as_even_as_they_can_be() -> None:
    late = [0.0, 0.53, 1.0, 1.5, 2.0, 2.47, 3.0]

    found = through(late, range(7))

    assert found.first == 0
    assert found.seconds[:7] == pytest.approx([0, 0.5, 1.0, 1.5, 2.0, 2.5, 3.0], abs=0.03)
    assert abs(found.seconds[1] - 0.53) > 0.005, "a note a little late moves the beat less than it is late"


def test_a_tempo_that_changes_is_followed() -> None:
    moments = [0.0]
    for n in range(20):
        moments.append(moments[-1] + 0.5 * 1.02**n)

    assert through(moments, range(21)).seconds[:21] == pytest.approx(moments, abs=0.02)
