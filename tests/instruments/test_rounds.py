"""Music that goes round: each round is counted, what was left out in it too, and a new speed begins on the seam."""

import pytest

from instruments.schedule import Player
from tests.instruments.listening import BEAT, RATE, Hearing, score


def round_player(*gates: tuple[int, set[int]], **how: object) -> Player:
    """Two beats of four go round."""
    music = score(loop=(480, 1440), gates=tuple((tick, frozenset(pitches)) for tick, pitches in gates))
    return Player(music, from_tick=480, **how)


@pytest.mark.parametrize("block", [13, 128, 4096, 200_000])
def test_a_speed_for_the_next_round_begins_on_the_frame_of_the_seam(block: int) -> None:
    hearing = Hearing(round_player(speed=0.5), block)
    hearing.player.rounds.next_speed = 1.0

    assert hearing.go(8 * BEAT).downs() == [0, 2 * BEAT, 4 * BEAT, 5 * BEAT, 6 * BEAT, 7 * BEAT]


def test_a_speed_asked_for_meanwhile_is_the_speed_that_stays() -> None:
    hearing = Hearing(round_player(speed=0.5)).go(BEAT)
    hearing.player.rounds.next_speed = 0.6
    hearing.player.set_speed(1.0)

    assert hearing.go(5 * BEAT).downs() == [
        0,
        BEAT + BEAT // 2,
        2 * BEAT + BEAT // 2,
        3 * BEAT + BEAT // 2,
        4 * BEAT + BEAT // 2,
        5 * BEAT + BEAT // 2,
    ]


def test_a_speed_beyond_what_is_music_is_none() -> None:
    player = round_player()
    player.rounds.next_speed = 40.0
    hearing = Hearing(player).go(2 * BEAT + BEAT // 2)

    assert hearing.downs()[2:] == [2 * BEAT, 2 * BEAT + BEAT // 4]


def test_rounds_are_counted_from_the_first_return() -> None:
    hearing = Hearing(round_player())
    rounds = [hearing.go(BEAT).player.position(0).round for _ in range(6)]

    assert rounds == [0, 0, 1, 1, 2, 2]


def test_a_gate_that_was_skipped_is_told_until_the_round_ends() -> None:
    hearing = Hearing(round_player((480, {72}), (960, {74}), wait=True)).go(1000)
    hearing.player.skip()
    assert hearing.player.position(0).left_out == 1
    hearing.go(2 * BEAT).player.hear(74)
    assert hearing.player.position(0).left_out == 1
    hearing.go(2 * BEAT)

    where = hearing.player.position(0)
    assert (where.round, where.left_out) == (1, 0)


def test_a_gate_that_was_left_out_on_the_way_is_told_as_well() -> None:
    hearing = Hearing(round_player((480, {72}), (960, {74}), wait=True)).go(1000)
    hearing.player.hear(74)
    hearing.go(RATE // 4)

    assert hearing.player.position(0).left_out == 1


def test_of_two_gates_that_were_left_out_on_the_way_both_are_told() -> None:
    hearing = Hearing(round_player((480, {72}), (720, {74}), (960, {76}), wait=True)).go(1000)
    hearing.player.hear(76)
    hearing.go(RATE // 4)

    assert hearing.player.position(0).left_out == 2


@pytest.mark.parametrize("speed", [0.5, 0.6, 1.0])
def test_the_count_in_goes_at_the_speed_that_is_practised(speed: float) -> None:
    hearing = Hearing(round_player(speed=speed, count_in=4)).go(round(7.5 * BEAT / speed))

    clicks = [frame for frame, _ in hearing.clicks]
    assert clicks == [round(n * BEAT / speed) for n in range(4)]
    assert hearing.downs() == [round(n * BEAT / speed) for n in range(4, 8)]
