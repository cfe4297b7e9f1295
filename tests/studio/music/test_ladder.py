"""The speed ladder goes up only after rounds that held together, never down by itself, and says of a silence nothing."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from studio.music.ladder import FASTEST, SLOWEST, Along, Ladder, Waited

SHARES = st.integers(30, 150).map(lambda n: n / 100)


@st.composite
def ladders(draw: st.DrawFn) -> Ladder:
    start = draw(st.integers(30, 100))
    return Ladder(start / 100, draw(st.integers(1, 20)) / 100, draw(st.integers(start, 150)) / 100)


@st.composite
def rounds_along(draw: st.DrawFn) -> Along:
    bars = draw(st.lists(st.integers(0, 12).flatmap(lambda n: st.tuples(st.just(n), st.integers(0, n))), max_size=8))
    belong = sum(there for _, there in bars)
    return Along(tuple(bars), belong + draw(st.integers(0, 10)), belong)


@given(ladders(), SHARES)
def test_a_step_up_goes_no_further_than_the_target_and_never_down(ladder: Ladder, speed: float) -> None:
    then = ladder.up(speed)
    assert speed <= then <= max(speed, ladder.target)
    assert then - speed <= ladder.step + 1e-4


@given(ladders())
def test_rounds_that_hold_lead_from_the_start_to_the_target(ladder: Ladder) -> None:
    speed = ladder.start
    for _ in range(200):
        speed = ladder.up(speed)
    assert speed == ladder.target


@given(ladders(), SHARES)
def test_a_step_back_is_slower_and_still_music(ladder: Ladder, speed: float) -> None:
    then = ladder.back(speed)
    assert then <= speed
    assert then >= SLOWEST


@given(ladders(), st.integers(1, 60))
def test_as_many_steps_back_as_up_end_where_they_began(ladder: Ladder, steps: int) -> None:
    speed = ladder.start
    taken = [speed := ladder.up(speed) for _ in range(steps)]
    whole = [one for one in taken if one < ladder.target]
    for _ in whole:
        speed = ladder.back(speed) if speed < ladder.target else speed
    if len(whole) == steps:
        assert speed == ladder.start


@given(ladders(), st.integers(-20, 20), st.integers(-20, 20), st.integers(-20, 20))
def test_however_its_ends_are_moved_it_goes_up_from_a_speed_that_is_music(
    ladder: Ladder, start: int, step: int, target: int
) -> None:
    for one in (ladder.moved(start=start), ladder.moved(step=step), ladder.moved(target=target)):
        assert SLOWEST <= one.start <= one.target <= FASTEST
        assert 0.05 <= one.step <= 0.2


@pytest.mark.parametrize(("start", "step", "target"), [(0.2, 0.05, 1.0), (0.9, 0.05, 0.8), (0.6, 0.0, 1.0)])
def test_a_ladder_that_leads_nowhere_is_none(start: float, step: float, target: float) -> None:
    with pytest.raises(ValueError, match="goes up"):
        Ladder(start, step, target)


@given(st.integers(0, 40), st.integers(0, 10), st.integers(0, 10))
def test_a_round_that_waited_held_where_nothing_was_left_out_and_no_key_had_to_be_named(
    gates: int, left_out: int, stuck: int
) -> None:
    waited = Waited(gates, left_out, stuck)
    assert waited.held == (gates > 0 and left_out == 0 and stuck == 0)
    assert not (waited.held and waited.hard)
    assert not Waited(gates, 1, 0).hard


@given(rounds_along())
def test_no_round_both_held_and_was_hard(along: Along) -> None:
    assert not (along.held and along.hard)


@given(rounds_along(), st.integers(0, 7))
def test_another_right_note_never_makes_a_round_worse(along: Along, bar: int) -> None:
    if bar < len(along.bars) and along.bars[bar][1] < along.bars[bar][0]:
        written, there = along.bars[bar]
        better = (*along.bars[:bar], (written, there + 1), *along.bars[bar + 1 :])
        more = Along(better, along.pressed + 1, along.belong + 1)
        assert more.held >= along.held
        if along.pressed:
            assert more.hard <= along.hard


@pytest.mark.parametrize("bars", [(), ((4, 0),), ((1, 0), (1, 0))])
def test_who_played_nothing_was_listening(bars: tuple[tuple[int, int], ...]) -> None:
    assert not Along(bars).held
    assert not Along(bars).hard


@pytest.mark.parametrize(
    ("bars", "wrong", "held", "hard"),
    [
        (((4, 4), (4, 4)), 0, True, False),
        (((4, 3), (4, 4)), 2, True, False),  # one missing may well be one that was not recognised
        (((4, 2), (4, 4)), 0, False, False),
        (((4, 4), (4, 4)), 8, False, False),  # so much beside it is another music
        (((4, 1), (4, 1)), 3, False, True),
        (((1, 0), (1, 0), (1, 1)), 0, False, True),
    ],
)
def test_a_round_along_is_judged_as_a_take_beside_its_piece_is(
    bars: tuple[tuple[int, int], ...], wrong: int, held: bool, hard: bool
) -> None:
    there = sum(each for _, each in bars)
    along = Along(bars, there + wrong, there)
    assert (along.held, along.hard) == (held, hard)
