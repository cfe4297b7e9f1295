"""What becomes of the rounds of a recording: undone while it goes on, counted in, and nothing left of one without a key."""

import pygame
import pytest

from instruments.events import RATE
from tests.studio.fakes import Pilot
from tests.studio.screens.at_work import position
from tests.studio.screens.make.rounds import A, C, E, G, chosen, count_in, loop_seconds, making, play_a_round

__all__ = ["making"]  # the fixture


def test_a_round_that_went_wrong_is_undone_while_recording_goes_on_and_undo_says_when_there_is_none(
    making: Pilot,
) -> None:
    making.click("make-record")
    count_in(making)
    assert making.ui.find("Undo: when a round is over").enabled is False
    making.type_key(pygame.K_z, pygame.KMOD_CTRL)
    assert making.studio.notice == "Undo: when a round is over"
    play_a_round(making, 0, C)
    play_a_round(making, 1, G, A)
    making.press("Undo: what you played")
    assert making.studio.screen.recording.rolling
    assert making.engine.log[-1] == "next bar"
    making.type_key(pygame.K_z, pygame.KMOD_CTRL)
    assert chosen(making).passes == ()
    assert making.studio.screen.undo() is None
    play_a_round(making, 2, E)
    making.click("make-record")

    assert [[note.pitch for note in one.notes] for one in chosen(making).passes] == [[E]]


@pytest.mark.parametrize("counted", [True, False])
def test_stopped_with_no_key_pressed_the_layer_that_was_for_it_is_not_there(making: Pilot, counted: bool) -> None:
    before, in_hand = making.studio.screen.song, making.studio.screen.chosen
    making.click("make-record")
    if counted:
        count_in(making)
        making.turn(seconds=1.0)
    making.click("make-record")

    assert making.studio.screen.song == before
    assert making.studio.screen.chosen == in_hand
    assert making.studio.screen.undo() is None


def test_what_was_recorded_on_a_grid_whose_bars_were_alike_is_changed_in_one_bar_only(making: Pilot) -> None:
    making.press("Add a part")
    making.press("Edit")
    steps = making.studio.screen.edit_page.steps
    assert steps.every_bar
    making.click("make-record")
    count_in(making)
    play_a_round(making, 0, C)
    making.click("make-record")

    assert not steps.every_bar
    making.press("Every bar")
    assert steps.every_bar


def test_where_each_round_is_counted_in_it_is_kept_at_its_end_and_the_next_is_counted_in(making: Pilot) -> None:
    room = making.studio.screen
    room.recording.counts = "every"
    making.click("make-record")
    for pitch in (C, G):
        count_in(making)
        assert making.engine.score.loop is None
        begun = making.engine.frame
        making.play(pitch)
        making.turn(seconds=loop_seconds(making) - (making.engine.frame - begun) / RATE)
        position(making, float(room.song.loop_ticks), "stopped")
        assert room.recording.on
        position(making, -960.0, "counting", beat=2)
        assert room.playing.counting == 2
    making.click("make-record")

    assert [[note.pitch for note in one.notes] for one in chosen(making).passes] == [[C], [G]]
    assert not room.recording.on
