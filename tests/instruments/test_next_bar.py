"""Other music takes over at the next barline of what plays, frame for frame, in the same bar of its own."""

import numpy as np
import pytest

from instruments.events import Score
from instruments.next_bar import Next, meeting
from instruments.schedule import Player
from instruments.sounds import sound
from tests.instruments.test_mixer import Stage

BAR = 96_000  # frames of four quarters at 120 a minute
ON, OFF = b"\x90\x3c\x50", b"\x80\x3c\x00"


def going_round(bars: int, *, metre: int = 4, quarter_us: int = 500_000, part: int = 0, length: int = 240) -> Score:
    """A note on each first beat."""
    bar = metre * 480
    events = tuple((bar * n + after, part, message) for n in range(bars) for after, message in ((0, ON), (length, OFF)))
    return Score(events, bars * bar, ((0, quarter_us),), ((0, metre, 4),), ("piano", "piano"), (0, bars * bar))


def played(score: Score, frames: int) -> Player:
    player = Player(score)
    player.advance(frames)
    return player


@pytest.mark.parametrize(
    ("frames", "left", "entered"),
    [
        (0, 0 + 1920, 1920),  # the barline where it stands is past when the order comes
        (BAR // 2, 1920, 1920),
        (BAR - 2_000, 3840, 3840),  # too near: the one after
        (BAR + 10, 3840, 3840),
        (3 * BAR + 10, 4 * 1920, 0),  # the end of the round is the beginning of the next
        (4 * BAR + BAR // 2, 1920, 1920),  # the second time round
    ],
)
def test_it_is_entered_at_the_barline_that_can_be_met(frames: int, left: int, entered: int) -> None:
    assert meeting(played(going_round(4), frames), going_round(8)) == (left, entered)


def test_bars_are_counted_whatever_their_metre_and_number() -> None:
    assert meeting(played(going_round(4), BAR + 10), going_round(4, metre=3)) == (3840, 2 * 1440)
    assert meeting(played(going_round(8), 4 * BAR + 10), going_round(4)) == (5 * 1920, 1920)
    assert meeting(played(going_round(4, metre=3), 10), going_round(4)) == (1440, 1920)


@pytest.mark.parametrize("block", [64, 441, 8192])
def test_the_first_note_of_the_other_falls_on_the_frame_of_the_barline(block: int) -> None:
    stage, before = Stage(), Player(going_round(4))
    stage.mixer.orders.append(lambda: stage.mixer.play(before, (sound("piano"),)))
    first = stage.hear(BAR // 2, block)
    other = Player(going_round(4, quarter_us=1_000_000), from_tick=1920)
    stage.mixer.orders.append(lambda: stage.mixer.follow_with(Next(other, (sound("organ"),), before, 1920)))
    heard = np.concatenate((first, stage.hear(2 * BAR, block)))[:, 0]
    onsets = np.flatnonzero(np.diff(heard, prepend=0.0) > 0.05)
    assert onsets.tolist() == [0, BAR]  # and from there twice as slow
    assert stage.backing.sounds[0].id == "organ"
    assert np.flatnonzero(np.diff(heard, prepend=0.0) < -0.05).tolist() == [12_000, BAR + 24_000]


def test_what_sounds_over_the_barline_ends_there_and_no_part_stays_bent() -> None:
    stage, before = Stage(), Player(going_round(4, length=1919))
    messages: list[bytes] = []
    stage.backing.message = lambda channel, message: messages.append(message)  # type: ignore[method-assign]  # all of it is to be seen
    stage.mixer.orders.append(lambda: stage.mixer.play(before, (sound("piano"),)))
    stage.hear(1000)
    silent = Player(Score((), 7680, loop=(0, 7680)), from_tick=1920)
    stage.mixer.orders.append(lambda: stage.mixer.follow_with(Next(silent, (sound("organ"),), before, 960)))
    stage.hear(BAR)
    assert messages[:2] == [ON, OFF]
    assert b"\xe0\x00\x40" in messages


def test_where_nothing_plays_any_more_it_begins_at_once_and_stop_leaves_it_out() -> None:
    stage, before = Stage(), Player(going_round(4))
    other = Player(going_round(4))
    stage.mixer.orders.append(lambda: stage.mixer.follow_with(Next(other, (sound("piano"),), before, 1920)))
    assert stage.hear(128).any()

    stage.mixer.orders.append(
        lambda: stage.mixer.follow_with(Next(Player(going_round(4)), (sound("piano"),), other, 1920))
    )
    stage.hear(128)
    stage.mixer.orders.append(stage.mixer.stop)
    assert not stage.hear(2 * BAR).any()


def test_the_latest_choice_is_the_one_that_comes() -> None:
    stage, before = Stage(), Player(going_round(4))
    stage.mixer.orders.append(lambda: stage.mixer.play(before, (sound("piano"),)))
    stage.hear(1000)
    for name in ("organ", "flute"):
        other = Player(going_round(4), from_tick=1920)
        stage.mixer.orders.append(
            lambda other=other, name=name: stage.mixer.follow_with(Next(other, (sound(name),), before, 1920))
        )
    stage.hear(BAR)
    assert stage.mixer.player is other
    assert stage.backing.sounds[0].id == "flute"
