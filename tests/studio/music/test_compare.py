import pytest

from studio.music.compare import (
    BarTries,
    Comparison,
    Conditions,
    Try,
    beside_piece,
    differences,
    stretches,
    timing_words,
)
from tests.studio.music.practised import PITCHES, TUNE, play, taken

# ---------------------------------------------------------------- in words


def test_a_clean_take_against_its_backing_is_together_and_every_bar_held() -> None:
    compared = beside_piece(taken(play(list(range(64)))), TUNE, [0], backing_seconds=1.0)

    assert compared.sure
    assert compared.timing == "together"
    assert compared.held == tuple(range(1, 17))
    assert compared.to_go_back_to == ()


def test_a_take_without_a_backing_is_neither_early_nor_late() -> None:
    assert beside_piece(taken(play(list(range(16)))), TUNE, [0]).timing == ""


def test_playing_behind_a_slower_backing_is_a_touch_late_at_that_speed() -> None:
    late = [(second + 0.15, pitch) for second, pitch in play(list(range(32)), step=1.0)]

    assert beside_piece(taken(late), TUNE, [0], backing_seconds=1.0, speed=0.5).timing == "a touch late"


def test_the_first_and_last_try_of_a_bar_are_told_apart() -> None:
    faltering = [*range(6), *range(4, 12)]
    compared = beside_piece(taken(play(faltering, pauses={6: 1.5})), TUNE, [0])

    second = next(each for each in compared.bars if each.bar == 2)
    assert len(second.tries) == 2
    assert (second.first.held, second.last.held) == (False, True)
    assert 2 in compared.held


def test_a_bar_with_missing_notes_is_one_to_go_back_to() -> None:
    order = [n for n in range(24) if n not in (9, 10)]
    played = [(1.0 + n * 0.5, PITCHES[n]) for n in order]

    assert beside_piece(taken(played), TUNE, [0]).to_go_back_to == (3,)


def test_of_another_tune_nothing_is_said() -> None:
    compared = beside_piece(taken([(1 + n * 0.4, 40 + n * 5 % 17) for n in range(30)]), TUNE, [0], backing_seconds=1.0)

    assert not compared.sure
    assert (compared.held, compared.to_go_back_to, compared.timing) == ((), (), "")


@pytest.mark.parametrize(
    ("off", "beat", "said"),
    [
        (0.059, 0.3, "together"),
        (-0.059, 0.3, "together"),
        (0.07, 1.0, "together"),
        (0.07, 0.5, "a touch late"),
        (-0.12, 0.5, "a touch early"),
        (0.13, 0.5, ""),
    ],
)
def test_timing_words_grow_with_the_beat_and_are_never_harsh(off: float, beat: float, said: str) -> None:
    assert timing_words(off, beat) == said


def test_of_a_single_note_nothing_is_said_and_of_where_the_pupil_stopped_neither() -> None:
    one_missing = [n for n in range(22) if n != 9]  # and it stops in the middle of a bar
    compared = beside_piece(taken([(1.0 + n * 0.5, PITCHES[n]) for n in one_missing]), TUNE, [0])

    assert compared.sure
    assert compared.to_go_back_to == ()


def test_whoever_starts_again_in_the_middle_of_a_bar_need_not_play_its_beginning_again() -> None:
    compared = beside_piece(taken(play([*range(12), *range(6, 16)], pauses={12: 1.5})), TUNE, [0])

    assert len(next(each for each in compared.bars if each.bar == 2).tries) == 2
    assert compared.to_go_back_to == ()


# ---------------------------------------------------------------- then and now


def test_where_a_bar_lies_in_a_take_can_be_heard() -> None:
    bars = tuple(BarTries(bar, (Try(1.0, bar * 2.0, bar * 2.0 + 2, ""),)) for bar in (5, 6, 7))
    compared = Comparison(bars, sure=True)

    assert compared.span(5, 6) == (10.0, 14.0)
    assert compared.span(1, 2) is None


def test_bars_that_follow_each_other_are_one_stretch() -> None:
    assert stretches([7, 1, 2, 3, 5]) == ((1, 3), (5, 5), (7, 7))
    assert stretches([]) == ()


def test_what_made_two_takes_unlike_is_told_most_telling_first() -> None:
    then, now = Conditions("waits", "melody", "right", 0.7, "C"), Conditions("with", "melody", "right", 1.0, "C")

    assert differences(then, now) == ("slower", "mode")
    assert differences(now, then) == ("faster", "mode")
    assert differences(then, then) == ()
