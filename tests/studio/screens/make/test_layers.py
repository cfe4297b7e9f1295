"""Layers: each round that is played is a pass, kept at once, undone alone."""

import pygame
import pytest

from studio.music.song import layers, whole
from studio.music.song.labels import label
from studio.screen import Go
from tests.studio.fakes import Pilot
from tests.studio.screens.at_work import position, takes
from tests.studio.screens.make.rounds import C, E, G, Start, at, chosen, count_in, loop_seconds, making, play_a_round

__all__ = ["making"]  # a fixture


def test_every_round_is_a_pass_heard_from_the_next_one_on(making: Pilot) -> None:
    making.click("make-record")
    count_in(making)
    play_a_round(making, 0, C, E)
    assert making.engine.log[-1] == "next bar"
    assert [len(one.notes) for one in chosen(making).passes] == [2]
    play_a_round(making, 1, G)
    making.click("make-record")

    assert [len(one.notes) for one in chosen(making).passes] == [2, 1]
    assert all(one.on for one in chosen(making).passes)
    assert chosen(making).player == making.lesson.pupil.id
    assert chosen(making).name == "My part 1"


def test_what_is_recorded_over_a_part_of_the_groove_in_hand_sounds_as_the_keys_did(making: Pilot) -> None:
    bass = next(one for one in making.studio.screen.song.layers if one.name == "Bass")
    making.click(f"layer-{bass.id}")
    assert making.lesson.practice.sound == bass.sound
    making.click("make-record")

    assert (chosen(making).sound, chosen(making).kind) == (bass.sound, "notes")
    assert making.lesson.practice.sound == bass.sound


def test_layers_that_are_added_have_names_that_tell_them_apart(making: Pilot) -> None:
    screen = making.studio.screen
    for drums in (False, False, True, True):
        screen.add_layer(drums=drums)
    first = next(one.id for one in screen.song.layers if one.name == "My part 1")
    screen.edit("take out", layers.remove(screen.song, first))
    screen.add_layer(drums=False)

    mine = [one.name for one in screen.song.layers if one.kind != "groove"]
    assert mine == ["My part 2", "My beat", "My beat 2", "My part 3"]


def test_what_is_being_recorded_shows_in_its_lane_until_the_round_is_over(making: Pilot) -> None:
    making.click("make-record")
    count_in(making)
    page = making.studio.screen.layers_page
    making.play(C, pause=0.1)
    making.engine.down(E)
    making.turn(seconds=0.1)
    (first, second) = page._played.notes()
    assert (first[2], second[2]) == (C, E)
    making.engine.up(E)
    making.turn()
    at(making, 0, loop_seconds(making) - 0.05)
    at(making, 1, 0.02)
    assert page._played.notes() == ()


def test_a_press_on_a_lane_takes_its_layer_in_hand_and_a_press_on_the_ruler_plays_from_that_beat(making: Pilot) -> None:
    ruler, lanes = (next(one.rect for one in making.ui.tree() if one.key == key) for key in ("ruler", "lanes"))
    for pos in ((lanes.centerx, lanes.bottom - 4), ruler.center):
        making.turn(pygame.event.Event(pygame.MOUSEBUTTONDOWN, pos=pos, button=1, touch=False))
    making.turn()
    assert making.studio.screen.chosen == making.studio.screen.song.layers[-1].id
    assert making.studio.screen.playing.last.tick == making.studio.screen.song.loop_ticks / 2


def test_it_is_counted_in_with_a_large_number_that_goes_when_bar_one_comes(making: Pilot) -> None:
    making.click("make-record")
    position(making, -960.0, "counting", beat=3)
    (count,) = [widget for widget in making.ui.tree() if widget.key == "count-in"]
    assert "3" in count.name
    assert count.rect.height > 200
    position(making, 0.0, "playing")
    assert all(widget.key != "count-in" for widget in making.ui.tree())


def test_a_layer_that_is_added_is_in_sight_however_many_there_are(making: Pilot) -> None:
    for n in range(6):
        making.press("Add a part")
        added = making.studio.screen.song.layers[-1]
        (head,) = [widget for widget in making.ui.tree() if widget.key == f"layer-{added.id}"]
        assert head.seen.height == head.rect.height, n


def test_what_is_played_again_instead_silences_the_round_before_and_keeps_it(making: Pilot) -> None:
    making.press("What recording does: Replace it")
    making.click("make-record")
    count_in(making)
    play_a_round(making, 0, C, E)
    play_a_round(making, 1, G)
    making.click("make-record")

    assert [one.on for one in chosen(making).passes] == [False, True]
    making.press("Round 1")
    assert [one.on for one in chosen(making).passes] == [True, True]


def test_undo_takes_out_one_round_at_a_time_by_name_and_control_y_brings_it_back(making: Pilot) -> None:
    making.click("make-record")
    count_in(making)
    play_a_round(making, 0, C)
    play_a_round(making, 1, G)
    making.click("make-record")
    making.press("Undo: what you played")
    assert [len(one.notes) for one in chosen(making).passes] == [1]
    making.type_key(pygame.K_y, pygame.KMOD_CTRL)
    assert [len(one.notes) for one in chosen(making).passes] == [1, 1]


def test_what_was_recorded_is_there_with_all_its_steps_when_the_piece_is_opened_again(making: Pilot) -> None:
    making.click("make-record")
    count_in(making)
    play_a_round(making, 0, C, E)
    making.click("make-record")
    song = making.studio.screen.song
    making.studio.move(Go("who"))
    making.settle()
    making.lesson.goodbye()
    making.lesson.choose(making.lesson.house.pupils[0])
    making.settle()
    (piece,) = making.lesson.mine.pieces
    making.lesson.carry_on(piece, lambda: making.studio.move(Go("make")))
    making.settle()

    assert making.studio.screen.song == song
    making.press("Undo: what you played")
    making.press("Undo: add a layer")
    assert len(making.studio.screen.song.layers) == len(song.layers) - 1


def test_a_kill_in_the_middle_of_a_recording_offers_what_was_played(making: Pilot) -> None:
    making.click("make-record")
    count_in(making)
    making.play(C, E, G)
    making.turn(seconds=1.1)
    making.settle()

    def left_by_a_kill() -> list[str]:
        making.lesson.journal._under_way.clear()
        return [item.piece for item in making.lesson.journal.unfinished() if item.piece]

    assert left_by_a_kill() == [making.lesson.stand.row]
    making.click("make-record")
    assert left_by_a_kill() == []  # it is in the song now


def test_what_finds_no_room_in_the_song_is_kept_as_a_take(making: Pilot, monkeypatch: pytest.MonkeyPatch) -> None:
    making.click("make-record")
    count_in(making)
    making.play(C, E)
    monkeypatch.setattr("studio.music.song.layers.MOST_PASSES", 0)
    making.click("make-record")

    assert chosen(making).passes == ()
    assert "is full" in making.studio.notice
    (take,) = takes(making)
    assert take.piece == making.lesson.stand.row


def test_stopped_with_no_key_pressed_nothing_is_new(making: Pilot) -> None:
    making.click("make-record")
    count_in(making)
    making.turn(seconds=1.0)
    making.click("make-record")
    assert chosen(making).passes == ()
    assert "No key was pressed" in making.studio.notice


def test_a_recording_that_keeps_nothing_leaves_redo_as_it_was(making: Pilot) -> None:
    room = making.studio.screen
    room.edit(label("tempo"), whole.tempo(room.song, 77))
    room.do_undo()
    making.click("make-record")  # on a layer that is made for it
    count_in(making)
    making.turn(seconds=1.0)
    making.click("make-record")
    assert room.song_history.redo_label == label("tempo")
    room.redo()
    assert room.song.bpm == 77


def test_a_late_start_and_stop_snap_to_the_bar(making: Pilot) -> None:
    making.click("make-play")
    position(making, 0.0, "playing")
    making.turn(seconds=0.2)
    making.click("make-record")
    at(making, 0, 0.25)
    making.play(C)
    making.turn(seconds=loop_seconds(making) - 1.0)
    making.click("make-record")
    (made,) = chosen(making).passes
    assert len(made.notes) == 1
    assert made.notes[0].start > 0


def test_leaving_while_it_records_keeps_what_was_played(making: Pilot) -> None:
    making.click("make-record")
    count_in(making)
    making.play(C, E)
    making.studio.move(Go("home"))
    making.settle()
    assert [len(one.notes) for layer in making.lesson.song.history.value.layers for one in layer.passes] == [2]


def test_keys_chords_and_tempo_come_in_at_the_next_bar(making: Pilot) -> None:
    making.click("make-play")
    position(making, 480.0, "playing")
    making.click("loop")
    for press in ("Faster", "Home note: D", "Chords: Warm"):
        making.press(press)
        assert making.engine.log[-1] == "next bar"
    song = making.studio.screen.song
    assert song.key.tonic == 2
    assert song.chords


def test_a_quiet_layer_is_silent_at_once_and_one_alone_silences_the_others(making: Pilot) -> None:
    making.click("make-play")
    position(making, 480.0, "playing")
    first, second, *_ = making.studio.screen.song.layers
    making.click(f"mute-{first.id}")
    assert making.engine.muted == {0}
    making.click(f"solo-{second.id}")
    assert making.engine.muted == set(range(len(making.studio.screen.song.layers))) - {1}


def test_at_large_text_all_that_is_left_out_of_the_rows_stands_in_the_dialogs(at_home: Start) -> None:
    pilot = at_home(text=200)
    pilot.studio.move(Go("make"))
    pilot.settle()
    pilot.click("from-ballad")
    pilot.click("about-1")
    pilot.click("solo-1")
    assert pilot.studio.screen.song.layer("1").solo
    pilot.click("colour-4")
    assert pilot.studio.screen.song.layer("1").colour == 4
    pilot.type_key(pygame.K_ESCAPE)
    pilot.click("loop")
    pilot.press("What recording does: Replace it")
    assert pilot.studio.screen.recording.way == "replace"
