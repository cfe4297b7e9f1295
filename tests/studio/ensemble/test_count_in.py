"""Counting in: four taps say how fast, bounces and second thoughts are taken for what they are."""

import pytest

from studio.ensemble.count_in import Taps, taps_for
from studio.music.piece import Metre, Note, Part, Piece, Tempo


def tune(beats: int = 4, unit: int = 4, bpm: float = 100.0) -> Piece:
    return Piece("Tune", (Part("", notes=(Note(0, 480, 60),)),), (Tempo(0, bpm),), (Metre(0, beats, unit),))


def tapped(*at: float, needed: int = 4) -> Taps:
    taps = Taps(needed)
    for seconds in at:
        taps = taps.tapped(seconds)
    return taps


def test_four_taps_say_how_fast() -> None:
    taps = tapped(1.0, 1.5, 2.02, 2.5)

    assert taps.is_whole
    assert taps.beats_a_minute == pytest.approx(120)
    assert taps.speed(tune(bpm=100)) == pytest.approx(1.2)
    assert not tapped(1.0, 1.5, 2.0).is_whole


def test_a_bounce_is_no_tap_and_after_a_pause_it_counts_from_anew() -> None:
    assert tapped(1.0, 1.05, 1.5, 1.52, 2.0).at == (1.0, 1.5, 2.0)
    assert tapped(1.0, 1.5, 9.0, 9.5).at == (9.0, 9.5)


def test_who_changes_their_mind_about_the_beat_begins_with_it() -> None:
    assert tapped(1.0, 2.0, 2.5, 3.0, 3.5).at == (2.0, 2.5, 3.0, 3.5)


def test_a_tap_after_the_last_one_counts_in_again() -> None:
    assert tapped(1.0, 1.5, 2.0, 2.5, 3.0).at == (3.0,)


def test_one_tap_says_no_tempo_yet() -> None:
    assert tapped(1.0).beats_a_minute is None
    assert tapped(1.0).speed(tune()) == 1.0


@pytest.mark.parametrize(
    ("beats", "unit", "needed"), [(4, 4, 4), (3, 4, 3), (2, 4, 4), (6, 8, 4), (12, 8, 4), (5, 4, 5)]
)
def test_there_are_as_many_taps_as_make_a_bar_and_four_where_bars_are_short(beats: int, unit: int, needed: int) -> None:
    assert taps_for(tune(beats, unit)).needed == needed


def test_in_six_eight_a_tap_is_three_quavers() -> None:
    taps = tapped(0.0, 0.5, 1.0, 1.5)

    assert taps.speed(tune(6, 8, bpm=180)) == pytest.approx(1.0)


def test_no_tempo_lies_beyond_what_music_has() -> None:
    assert tapped(0.0, 0.2, 0.4, 0.6).beats_a_minute == 220
    assert tapped(0.0, 2.0, 4.0, 6.0).beats_a_minute == 40
