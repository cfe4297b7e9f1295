"""Everything of a score falls on its frame: notes, clicks, count-in, loops and tempo changes."""

from itertools import pairwise

import pytest

from instruments.events import Score
from instruments.places import loop
from instruments.schedule import Player
from instruments.tempo import Beats
from tests.instruments.listening import BEAT, RATE, Hearing, off, on, quarters, score


@pytest.mark.parametrize("block", [13, 64, 128, 441, 4096, 200_000])
def test_notes_fall_on_their_frame_whatever_the_size_of_a_block(block: int) -> None:
    hearing = Hearing(Player(score()), block).go(5 * BEAT)
    assert hearing.downs() == [0, BEAT, 2 * BEAT, 3 * BEAT]
    assert hearing.hanging() == set()
    assert hearing.player.finished


def test_the_end_is_told_once_and_leaves_nothing_sounding() -> None:
    hearing = Hearing(Player(Score(events=((0, 0, on(60)), (0, 0, b"\xb0\x40\x7f")), end=480))).go(2 * BEAT)
    assert hearing.messages[-2:] == [(BEAT, 0, off(60)), (BEAT, 0, b"\xb0\x40\x00")]
    assert hearing.player.state == "stopped"


def test_the_score_begins_in_the_middle_with_controllers_as_they_stood() -> None:
    events = ((0, 0, b"\xb0\x07\x40"), (10, 0, b"\xb0\x07\x50"), (20, 0, b"\xe0\x00\x60"), *quarters(4))
    player = Player(Score(events=tuple(sorted(events)), end=1920), from_tick=960)
    hearing = Hearing(player).go(3 * BEAT)
    assert [message for frame, _, message in hearing.messages[:2]] == [b"\xb0\x07\x50", b"\xe0\x00\x60"]
    assert hearing.downs() == [0, BEAT]


def test_a_program_change_in_the_score_does_not_change_the_chosen_sound() -> None:
    events = ((0, 0, b"\xc0\x05"), (0, 0, b"\xb0\x00\x01"), (0, 0, on(60)))
    assert Hearing(Player(Score(events=events, end=480))).go(100).messages == [(0, 0, on(60))]


def test_a_tempo_change_falls_between_its_notes() -> None:
    hearing = Hearing(Player(score(tempos=((0, 500_000), (720, 250_000))))).go(4 * BEAT)
    assert hearing.downs() == [0, BEAT, round(1.75 * BEAT), round(2.25 * BEAT)]


def test_half_speed_doubles_every_length_and_a_change_of_speed_counts_from_now() -> None:
    assert Hearing(Player(score(), speed=0.5)).go(8 * BEAT).downs() == [0, 2 * BEAT, 4 * BEAT, 6 * BEAT]
    hearing = Hearing(Player(score())).go(BEAT // 2)
    hearing.player.set_speed(0.5)
    assert hearing.go(8 * BEAT).downs() == [0, BEAT // 2 + BEAT, BEAT // 2 + 3 * BEAT, BEAT // 2 + 5 * BEAT]


def test_a_count_in_clicks_and_counts_and_then_the_music_begins() -> None:
    player = Player(score(), count_in=4)
    hearing = Hearing(player)
    beats = []
    for _ in range(4):
        hearing.go(BEAT)
        beats.append(player.position(0).beat)
    assert hearing.clicks == [(0, True), (BEAT, False), (2 * BEAT, False), (3 * BEAT, False)]
    assert beats == [1, 2, 3, 4]
    assert hearing.go(BEAT).downs() == [4 * BEAT]


def test_the_position_runs_up_to_the_first_tick_while_counting_in() -> None:
    player = Player(score(), from_tick=480, count_in=2)
    assert player.position(0).tick == -480
    Hearing(player).go(BEAT)
    assert player.position(0).tick == pytest.approx(0)
    assert player.position(0).state == "counting"


def test_clicks_stay_on_the_grid_through_tempo_changes_and_a_hundred_loops() -> None:
    third = 333_333  # a tempo whose beats are no whole number of frames
    played = score(8, tempos=((0, third), (960, third * 2)), loop=(480, 1920))
    hearing = Hearing(Player(played, click=True), 441).go(100 * 5 * round(third / 1e6 * RATE))
    beat = third / 1e6 * RATE
    expected, at = [], 0.0
    while at < hearing.now:
        expected += [at, at + beat, at + 3 * beat]
        at += 5 * beat
    found = [frame for frame, _ in hearing.clicks]
    assert max(abs(one - other) for one, other in zip(found, expected, strict=False)) <= 0.5
    assert len(found) > 250


def test_bars_open_with_an_accent_and_six_eight_has_two_beats() -> None:
    played = score(6, metre=((0, 6, 8),))
    hearing = Hearing(Player(played, click=True)).go(6 * BEAT)
    assert hearing.clicks == [(0, True), (round(1.5 * BEAT), False), (3 * BEAT, True), (round(4.5 * BEAT), False)]


def test_clicks_begin_on_the_next_beat_when_switched_on_in_the_middle() -> None:
    hearing = Hearing(Player(score())).go(BEAT + 100)
    hearing.player.set_click(on=True)
    assert hearing.go(2 * BEAT).clicks == [(2 * BEAT, False), (3 * BEAT, False)]


def test_a_loop_repeats_its_bars_and_ends_what_sounds_at_the_seam() -> None:
    played = Score(
        events=((0, 0, on(60)), (480, 0, on(62)), (1900, 0, off(60)), (1900, 0, off(62))), end=1920, loop=(480, 960)
    )
    hearing = Hearing(Player(played)).go(4 * BEAT)
    assert hearing.downs() == [0, BEAT, 2 * BEAT, 3 * BEAT]
    assert [(BEAT, 0, off(62)), (2 * BEAT, 0, off(62))] == [each for each in hearing.messages if each[2] == off(62)][:2]
    hearing.player.stop()
    hearing.go(1)
    assert hearing.hanging() == set()


def test_music_begun_outside_its_loop_begins_with_the_loop() -> None:
    assert Player(score(loop=(480, 960)), from_tick=1440).position(0).tick == 480


def test_a_loop_set_elsewhere_takes_the_music_there_at_once() -> None:
    hearing = Hearing(Player(score())).go(BEAT // 2)
    hearing.player.set_loop(loop(hearing.player.score, 960, 1440))
    hearing.go(BEAT + 128)
    assert hearing.downs() == [0, BEAT // 2, BEAT // 2 + BEAT]
    assert 960 <= hearing.player.position(0).tick < 970
    assert hearing.hanging() == {(0, 62)}


def test_a_muted_part_is_silent_and_its_sounding_notes_end_when_it_is_muted() -> None:
    played = Score(
        events=tuple(sorted(quarters(4) + quarters(4, part=1, first_pitch=40))), end=1920, sounds=("piano", "bass")
    )
    assert {part for _, part, _ in Hearing(Player(played, muted=frozenset({1}))).go(4 * BEAT).messages} == {0}
    hearing = Hearing(Player(played)).go(BEAT // 2)
    hearing.player.set_muted(frozenset({1}))
    hearing.go(BEAT)
    assert (BEAT // 2, 1, off(40)) in hearing.messages
    assert [part for frame, part, _ in hearing.messages if frame > BEAT // 2] == [0, 0]


def test_stopping_ends_what_sounds_and_keeps_the_place() -> None:
    hearing = Hearing(Player(score())).go(BEAT // 2)
    hearing.player.stop()
    hearing.go(BEAT)
    assert hearing.messages[-1] == (BEAT // 2, 0, off(60))
    assert hearing.player.position(0).tick == pytest.approx(240)


def test_intervals_between_notes_never_shrink_under_load() -> None:
    hearing = Hearing(Player(score(16)), block=4096).go(16 * BEAT)
    assert {later - earlier for earlier, later in pairwise(hearing.downs())} == {BEAT}


@pytest.mark.parametrize(
    ("metre", "from_tick", "count", "clicks"),
    [
        (((0, 4, 4),), 0, 4, "X..."),
        (((0, 6, 8),), 1440, 2, "X."),
        (((0, 1, 4), (480, 4, 4)), 0, 7, "X...X.."),
        (((0, 1, 8), (240, 6, 8)), 0, 4, "X.X."),
        (((0, 4, 4), (1920, 3, 4)), 1920, 3, "X.."),
        (((0, 4, 4),), 480, 2, ".X"),
    ],
    ids=["a whole bar", "six-eight in two", "a pickup", "half a beat of pickup", "another metre", "in a bar"],
)
def test_a_count_in_is_a_whole_bar_and_what_comes_before_in_the_bar_with_its_accents_on_the_barlines(
    metre: tuple[tuple[int, int, int], ...], from_tick: int, count: int, clicks: str
) -> None:
    played = score(8, metre=metre)
    assert from_tick == 480 or Beats(played).count_in(from_tick) == count
    hearing = Hearing(Player(played, from_tick=from_tick, count_in=count)).go(10 * BEAT)

    assert "".join("X" if accent else "." for _, accent in hearing.clicks) == clicks


def test_half_a_beat_of_pickup_comes_in_between_two_felt_beats() -> None:
    hearing = Hearing(Player(score(metre=((0, 1, 8), (240, 6, 8))), count_in=4)).go(10 * BEAT)

    last_click, first_note = hearing.clicks[-1][0], hearing.downs()[0]
    assert hearing.clicks[1][0] - hearing.clicks[0][0] == 1.5 * BEAT
    assert first_note - last_click == BEAT


def test_the_click_of_a_pickup_is_no_downbeat() -> None:
    hearing = Hearing(Player(score(8, metre=((0, 1, 4), (480, 4, 4))), click=True)).go(6 * BEAT)

    assert [accent for _, accent in hearing.clicks[:6]] == [False, True, False, False, False, True]


@pytest.mark.parametrize(("tick", "line"), [(0, 480), (480, 480), (481, 2400), (2400, 2400)])
def test_the_first_barline_after_a_pickup_is_where_bar_one_begins(tick: int, line: int) -> None:
    assert Beats(Score(events=(), end=4800, metre=((0, 1, 4), (480, 4, 4)))).barline(tick) == line
