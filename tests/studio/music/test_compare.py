import pytest

from studio.music.compare import (
    BarTries,
    Comparison,
    Conditions,
    Try,
    beside_piece,
    common_bars,
    differences,
    then_now,
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
    faltering = [*range(7), *range(4, 12)]
    compared = beside_piece(taken(play(faltering, pauses={7: 1.5})), TUNE, [0])

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


# ---------------------------------------------------------------- then and now


def of_bars(*bars: int) -> Comparison:
    return Comparison(tuple(BarTries(bar, (Try(1.0, bar * 2.0, bar * 2.0 + 2, ""),)) for bar in bars), sure=True)


def test_then_and_now_are_heard_in_the_longest_row_of_bars_both_hold() -> None:
    assert common_bars(of_bars(1, 2, 5, 6, 7), of_bars(2, 5, 6, 7, 9)) == (5, 7)
    assert common_bars(of_bars(1), of_bars(2)) is None
    assert of_bars(5, 6, 7).span(5, 6) == (10.0, 14.0)
    assert of_bars(5).span(1, 2) is None


def test_what_made_two_takes_unlike_is_said() -> None:
    then, now = Conditions("waits", "keys lit", "right", 0.7, "C"), Conditions("plays", "keys lit", "right", 1.0, "C")

    assert differences(then, now) == (
        "The way of playing differs: waits then, plays now.",
        "The speed differs: 70% then, 100% now.",
    )
    assert then_now(of_bars(1, 2), of_bars(2), then, then).differs == ()
    assert then_now(of_bars(1, 2), of_bars(2), then, then).bars == (2, 2)
