"""Everything of a score falls on its frame: notes, clicks, count-in, loops, tempo changes, and waiting by the rule."""

from itertools import pairwise

import pytest

from instruments.events import Score
from instruments.schedule import Player
from instruments.tempo import Beats

RATE = 48_000
BEAT = 24_000  # frames of a quarter at 120 a minute


def on(pitch: int, velocity: int = 80) -> bytes:
    return bytes((0x90, pitch, velocity))


def off(pitch: int) -> bytes:
    return bytes((0x80, pitch, 0))


def quarters(count: int, part: int = 0, first_pitch: int = 60) -> list[tuple[int, int, bytes]]:
    events = []
    for beat in range(count):
        events += [(beat * 480, part, on(first_pitch + beat)), (beat * 480 + 479, part, off(first_pitch + beat))]
    return events


def score(count: int = 4, **fields: object) -> Score:
    return Score(**{"events": tuple(quarters(count)), "end": count * 480, **fields})


class Hearing:
    """Plays a player in blocks of any size and keeps what fell where, in frames since it began."""

    def __init__(self, player: Player, block: int = 128) -> None:
        self.player, self.block, self.now = player, block, 0
        self.messages: list[tuple[int, int, bytes]] = []
        self.clicks: list[tuple[int, bool]] = []

    def go(self, frames: int) -> "Hearing":
        end = self.now + frames
        while self.now < end:
            size = min(self.block, end - self.now)
            due, clicks = self.player.advance(size)
            assert all(0 <= offset < size for offset, *_ in [*due, *clicks])
            self.messages += [(self.now + offset, part, message) for offset, part, message in due]
            self.clicks += [(self.now + offset, accent) for offset, accent, _ in clicks]
            self.now += size
        return self

    def downs(self) -> list[int]:
        return [frame for frame, _, message in self.messages if message[0] == 0x90]

    def hanging(self) -> set[tuple[int, int]]:
        held: set[tuple[int, int]] = set()
        for _, part, message in self.messages:
            (held.add if message[0] == 0x90 else held.discard)((part, message[1]))
        return held


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
    hearing.player.set_loop(hearing.player.loop_of(960, 1440))
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


# -- "Waits for me" ------------------------------------------------------------------------------------------------------


def waiting_player(*gates: tuple[int, set[int]], **fields: object) -> Player:
    return Player(score(gates=tuple((tick, frozenset(pitches)) for tick, pitches in gates), **fields), wait=True)


def test_the_music_stands_at_a_gate_until_its_key_goes_down() -> None:
    hearing = Hearing(waiting_player((480, {72}))).go(3 * BEAT)
    assert hearing.player.position(0).state == "waiting"
    assert hearing.player.position(0).waiting == {72}
    assert hearing.player.position(0).tick == 480
    hearing.player.hear(72)
    assert hearing.go(2 * BEAT).downs() == [0, 3 * BEAT, 4 * BEAT]  # what falls on the gate sounds with the key


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


def test_a_key_struck_while_searching_long_ago_opens_nothing_later() -> None:
    hearing = Hearing(waiting_player((480, {72}), (600, {74}))).go(2 * BEAT)
    hearing.player.hear(74)
    hearing.go(5 * BEAT)
    hearing.player.hear(72)
    assert hearing.go(2 * BEAT).player.position(0).waiting == {74}


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
