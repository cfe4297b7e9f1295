""" "Waits for me": what opens a gate, what does not, and that whoever plays on is met where they are."""

import pytest

from instruments.events import Score
from instruments.places import loop
from instruments.schedule import Player
from tests.instruments.listening import BEAT, RATE, Hearing, off, on, score


def waiting_player(*gates: tuple[int, set[int]], **fields: object) -> Player:
    return Player(score(gates=tuple((tick, frozenset(pitches)) for tick, pitches in gates), **fields), wait=True)


def test_the_music_stands_at_a_gate_until_its_key_goes_down() -> None:
    hearing = Hearing(waiting_player((480, {72}))).go(3 * BEAT)
    assert hearing.player.position(0).state == "waiting"
    assert hearing.player.position(0).waiting == {72}
    assert hearing.player.position(0).tick == 480
    hearing.player.hear(72)
    assert hearing.go(2 * BEAT).downs() == [0, 3 * BEAT, 4 * BEAT]  # what falls on the gate sounds with the key


def test_the_window_may_say_that_a_key_was_pressed_and_nothing_sounds_by_it() -> None:
    from types import SimpleNamespace

    from instruments.machine import Machine

    hearing = Hearing(waiting_player((480, {0}))).go(2 * BEAT)
    machine = SimpleNamespace(_with_player=lambda change: change(hearing.player))
    Machine._do_skip(machine, pitch=1)  # type: ignore[arg-type]  # its one call is enough
    assert hearing.go(1000).player.position(0).state == "waiting", "another than it waits for"
    Machine._do_skip(machine, pitch=0)  # type: ignore[arg-type]  # its one call is enough
    assert hearing.go(1000).player.position(0).state == "playing"
    assert hearing.player.rounds.left_out == 0, "nothing was left out"


def test_wrong_keys_never_block_and_never_open() -> None:
    hearing = Hearing(waiting_player((480, {72}))).go(2 * BEAT)
    for wrong in (71, 73, 60):
        hearing.player.hear(wrong)
    assert hearing.go(1000).player.position(0).waiting == {72}
    hearing.player.hear(72)
    assert hearing.go(1000).player.position(0).state == "playing"


def test_a_chord_needs_each_of_its_keys_in_any_order_and_none_held() -> None:
    hearing = Hearing(waiting_player((480, {60, 64, 67}))).go(2 * BEAT)
    hearing.player.hear(67)
    hearing.player.hear(60)
    assert hearing.player.position(0).waiting == {64}
    hearing.player.hear(64)
    assert hearing.go(1000).player.position(0).state == "playing"


@pytest.mark.parametrize(("early_ms", "opens"), [(390, True), (410, False)])
def test_a_key_up_to_400_ms_early_counts(early_ms: int, opens: bool) -> None:
    hearing = Hearing(waiting_player((480, {72})), block=48).go(BEAT - early_ms * 48)
    hearing.player.hear(72)
    hearing.go(early_ms * 48 + 480)
    assert (hearing.player.position(0).state == "playing") == opens


@pytest.mark.parametrize(("early_ms", "opens"), [(200, True), (300, False)])
def test_a_repeated_note_counts_early_only_from_half_the_gap(early_ms: int, opens: bool) -> None:
    hearing = Hearing(waiting_player((0, {72}), (480, {72})), block=48)
    hearing.player.hear(72)
    hearing.go(BEAT - early_ms * 48)
    hearing.player.hear(72)
    hearing.go(early_ms * 48 + 480)
    assert (hearing.player.position(0).state == "playing") == opens


def test_one_key_down_opens_one_gate() -> None:
    hearing = Hearing(waiting_player((480, {72}), (720, {72}))).go(2 * BEAT)
    hearing.player.hear(72)
    assert hearing.go(2 * BEAT).player.position(0).tick == 720


def test_a_key_struck_while_searching_opens_nothing_that_comes_much_later() -> None:
    hearing = Hearing(waiting_player((480, {72}), (600, {74}), (720, {76}), (840, {77}))).go(2 * BEAT)
    hearing.player.hear(77)
    hearing.go(5 * BEAT)
    assert hearing.player.position(0).waiting == {72}
    for pitch in (72, 74, 76):
        hearing.player.hear(pitch)
        hearing.go(BEAT // 2)
    assert hearing.go(2 * BEAT).player.position(0).waiting == {77}


def test_onsets_close_enough_for_one_hand_are_one_chord() -> None:
    player = waiting_player((480, {60}), (500, {64}), (519, {67}), (600, {72}))
    assert Hearing(player).go(2 * BEAT).player.position(0).waiting == {60, 64, 67}


def test_a_trill_is_no_chord() -> None:
    hearing = Hearing(waiting_player((480, {60}), (500, {62}), (520, {60}))).go(2 * BEAT)
    assert hearing.player.position(0).waiting == {60, 62}
    hearing.player.hear(60)
    hearing.player.hear(62)
    assert hearing.go(BEAT).player.position(0).waiting == {60}
    assert hearing.player.position(0).tick == 520


def test_a_key_struck_early_opens_its_gate_in_one_round_of_a_short_loop_only() -> None:
    hearing = Hearing(waiting_player((120, {72}), loop=(0, 240)))
    hearing.player.hear(72)
    assert hearing.go(BEAT).player.position(0).state == "waiting"
    assert hearing.player.position(0).waiting == {72}


def test_after_eight_seconds_of_waiting_the_backing_lets_go() -> None:
    played = Score(events=((0, 0, on(48)), (900, 0, off(48))), end=1920, gates=((480, frozenset({72})),))
    hearing = Hearing(Player(played, wait=True)).go(BEAT + 7 * RATE)
    assert hearing.hanging() == {(0, 48)}
    assert hearing.go(2 * RATE).hanging() == set()


def test_a_preview_neither_waits_nor_counts_nor_clicks() -> None:
    played = score(gates=((480, frozenset({72})),), loop=(0, 480))
    hearing = Hearing(Player(played, wait=True, click=True, count_in=4, preview=True)).go(5 * BEAT)
    assert hearing.downs() == [0, BEAT, 2 * BEAT, 3 * BEAT]
    assert hearing.clicks == []
    assert hearing.player.finished


def test_keys_played_in_the_count_in_open_the_first_gate_only_when_near() -> None:
    near = Hearing(waiting_player((0, {72})))
    near.player = Player(near.player.score, wait=True, count_in=2)
    near.go(2 * BEAT - 4800)
    near.player.hear(72)
    assert near.go(9600).player.position(0).state == "playing"


# -- whoever slips or plays on -------------------------------------------------------------------------------------------

SLIP = 4800 + 128  # frames after which a key is no slip beside the right one any more, and a block


@pytest.mark.parametrize(("played", "at"), [(74, 600), (76, 720)])
def test_whoever_plays_the_next_or_the_next_but_one_is_met_there(played: int, at: int) -> None:
    hearing = Hearing(waiting_player((480, {72}), (600, {74}), (720, {76}), (1440, {77}))).go(2 * BEAT)
    hearing.player.hear(played)
    hearing.go(SLIP)

    assert hearing.player.position(0).state == "playing"
    assert at <= hearing.player.position(0).tick < at + 120
    assert hearing.go(4 * BEAT).player.position(0).waiting == ({76} if played == 74 else {77})


def test_a_slip_beside_the_right_key_is_no_playing_on() -> None:
    hearing = Hearing(waiting_player((480, {72}), (960, {74}))).go(2 * BEAT)
    hearing.player.hear(74)
    hearing.go(SLIP // 2)
    hearing.player.hear(72)

    assert hearing.go(SLIP).player.position(0).tick < 600
    assert hearing.go(2 * BEAT).player.position(0).waiting == {74}  # and it was too early for the gate it belongs to


def test_of_a_chord_that_comes_next_every_key_is_needed_to_move_there() -> None:
    hearing = Hearing(waiting_player((480, {72}), (600, {60, 64}))).go(2 * BEAT)
    hearing.player.hear(60)
    assert hearing.go(BEAT).player.position(0).waiting == {72}
    hearing.player.hear(64)
    assert hearing.go(SLIP).player.position(0).tick >= 600


def test_a_note_that_comes_back_is_not_taken_for_the_next_event_by_a_key_that_bounced() -> None:
    hearing = Hearing(waiting_player((0, {72}), (240, {74}), (480, {72}))).go(128)
    hearing.player.hear(72)
    hearing.go(BEAT // 6)
    hearing.player.hear(72)  # it bounced

    assert hearing.go(3 * BEAT).player.position(0).waiting == {74}


def test_nobody_is_met_beyond_the_bars_that_go_round_nor_far_away() -> None:
    looped = Hearing(waiting_player((240, {72}), (600, {74}), loop=(0, 480))).go(2 * BEAT)
    far = Hearing(Player(score(16, gates=((480, frozenset({72})), (5760, frozenset({74})))), wait=True)).go(2 * BEAT)
    for hearing in (looped, far):
        hearing.player.hear(74)
        assert [hearing.go(SLIP // 8).player.position(0).waiting for _ in range(16)] == [{72}] * 16


def test_what_the_backing_would_have_begun_on_the_way_is_left_out_and_what_it_ends_is_ended() -> None:
    events = (
        (0, 0, on(40)),
        (540, 0, off(40)),
        (540, 0, on(41)),
        (580, 0, off(41)),
        (600, 0, on(43)),
        (900, 0, off(43)),
    )
    played = Score(events=events, end=1920, gates=((480, frozenset({72})), (600, frozenset({74}))))
    hearing = Hearing(Player(played, wait=True)).go(2 * BEAT)
    hearing.player.hear(74)
    hearing.go(2 * BEAT)

    assert [message[1] for _, _, message in hearing.messages if message[0] == 0x90] == [40, 43]
    assert hearing.hanging() == set()


def test_the_backing_never_runs_ahead_and_is_let_go_with_the_chord() -> None:
    played = score(gates=((480, frozenset({72})),))
    hearing = Hearing(Player(played, wait=True)).go(6 * BEAT)
    assert hearing.downs() == [0]
    hearing.player.hear(72)
    assert hearing.go(BEAT // 2).downs() == [0, 6 * BEAT]


def test_skipping_goes_on_without_the_keys_and_means_nothing_while_the_music_plays() -> None:
    hearing = Hearing(waiting_player((480, {72}), (960, {74})))
    hearing.player.skip()
    hearing.go(2 * BEAT)
    assert hearing.player.position(0).waiting == {72}
    hearing.player.skip()
    assert hearing.go(BEAT // 2).player.position(0).state == "playing"
    assert hearing.go(BEAT).player.position(0).waiting == {74}


def test_where_one_key_will_do_any_of_a_chord_opens_it_early_or_late() -> None:
    gates = ((480, frozenset({60, 64, 67})), (960, frozenset({62, 65})))
    hearing = Hearing(Player(score(gates=gates), wait=True, one_will_do=True), 48).go(2 * BEAT)
    hearing.player.hear(64)
    assert hearing.go(BEAT - 9600).player.position(0).state == "playing"
    hearing.player.hear(65)  # 200 ms early

    assert hearing.go(BEAT // 2).player.position(0).state == "playing"


def test_going_elsewhere_forgets_what_was_pressed_before() -> None:
    player = waiting_player((480, {72}), (1440, {72}))
    hearing = Hearing(player).go(BEAT // 2)
    player.hear(72)
    player.set_loop(loop(player.score, 1440, 1920))

    assert hearing.go(BEAT // 4).player.position(0).waiting == {72}


# -- tempo and speed -----------------------------------------------------------------------------------------------------


def test_after_a_wait_the_music_goes_on_as_its_tempos_are_written() -> None:
    tempos = ((0, 250_000), (480, 500_000), (720, 1_000_000))
    hearing = Hearing(waiting_player((480, {72}), (960, {74}), tempos=tempos)).go(3 * BEAT)
    hearing.player.hear(72)
    assert hearing.go(3 * BEAT // 2 - 1000).player.position(0).state == "playing"
    assert hearing.go(2000).player.position(0).waiting == {74}


def test_a_speed_that_is_set_while_it_waits_opens_nothing_and_holds_from_there() -> None:
    hearing = Hearing(waiting_player((480, {72}), (960, {74}))).go(2 * BEAT)
    hearing.player.set_speed(0.5)
    assert hearing.go(BEAT).player.position(0).waiting == {72}
    hearing.player.hear(72)
    assert hearing.go(2 * BEAT - 1000).player.position(0).state == "playing"
    assert hearing.go(2000).player.position(0).waiting == {74}


def test_how_early_counts_is_half_the_gap_as_it_sounds_at_the_speed_that_is_chosen() -> None:
    hearing = Hearing(Player(score(gates=((0, frozenset({72})), (480, frozenset({72})))), wait=True, speed=2.0), 48)
    hearing.player.hear(72)
    hearing.go(BEAT // 2 - 150 * 48)  # the gap is a quarter of a second now
    hearing.player.hear(72)
    assert hearing.go(200 * 48).player.position(0).waiting == {72}
