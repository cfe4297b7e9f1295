"""Play: the way of playing, one button that records, what was just played, undo and back."""

from collections.abc import Callable

import pygame
import pytest

from instruments.events import NoteOff, NoteOn
from studio.lesson import Stand
from studio.music.piece import Note, Part, Piece
from studio.music.take import Take
from tests.studio.fakes import Pilot
from tests.studio.screens.at_work import count_in, open_page, piece, position, put, record, takes

Start = Callable[..., Pilot]


@pytest.fixture
def playing(at_home: Start) -> Pilot:
    pilot = at_home()
    put(pilot, Stand(piece(), "Steps", "song", "own:steps"))
    return pilot


def test_it_waits_for_the_pupil_at_first_and_at_the_notes_of_the_melody(playing: Pilot) -> None:
    playing.click("play")

    score = playing.engine.score
    assert score is not None
    assert [pitches for _, pitches in score.gates] == [frozenset({60 + n}) for n in range(8)]


@pytest.mark.parametrize(
    ("choice", "mode"), [("Waits for me", "waits"), ("Plays with me", "with"), ("Just plays", "just")]
)
def test_the_three_ways_are_always_in_sight(playing: Pilot, choice: str, mode: str) -> None:
    playing.press(choice)

    assert playing.lesson.practice.mode == mode


def test_recording_begins_with_the_count_in_and_keeps_what_was_played(playing: Pilot) -> None:
    record(playing, 60, 61, 62)

    (take,) = takes(playing)
    assert (take.mode, take.help, take.origin, take.parts[0].facts.notes) == ("waits", "melody", "recorded", 3)
    assert "Take 1 is kept." in playing.words()


def test_the_take_has_its_bars_where_the_music_had_them(playing: Pilot) -> None:
    playing.press("Record")
    count_in(playing)
    playing.play(60)
    playing.press("Stop and keep")

    midi = playing.lesson.journal.take_midi(takes(playing)[0].id)[0][1]
    take = Take.from_midi(midi)
    first = next(event.frame for event in take.events if isinstance(event, NoteOn))
    assert take.lead_bars == 0
    assert take.seconds_at(first) == pytest.approx(0.05, abs=0.06)  # within the turns of the loop since bar 1


def test_what_is_played_in_the_count_in_is_kept_before_bar_one(playing: Pilot) -> None:
    playing.press("Record")
    playing.turn(seconds=1.5)
    playing.engine.down(59)
    playing.turn(seconds=0.5)
    playing.engine.up(59)
    position(playing, 0.0, "playing")
    playing.play(60)
    playing.press("Stop and keep")

    take = Take.from_midi(playing.lesson.journal.take_midi(takes(playing)[0].id)[0][1])
    assert take.lead_bars == 1
    assert [event.pitch for event in take.events if isinstance(event, NoteOn)] == [59, 60]


def test_a_key_held_at_stop_ends_there(playing: Pilot) -> None:
    playing.press("Record")
    count_in(playing)
    playing.engine.down(64)
    playing.turn(seconds=1.0)
    playing.press("Stop and keep")
    playing.engine.up(64)

    take = Take.from_midi(playing.lesson.journal.take_midi(takes(playing)[0].id)[0][1])
    assert [type(event) for event in take.events] == [NoteOn, NoteOff]


def test_no_key_no_take_and_it_is_said_kindly(playing: Pilot) -> None:
    playing.press("Record")
    count_in(playing)
    playing.press("Stop and keep")

    assert takes(playing, with_hidden=True) == []
    assert "No key was pressed" in playing.studio.notice


def test_stopping_in_the_count_in_keeps_what_was_played_until_then(playing: Pilot) -> None:
    playing.press("Record")
    playing.turn(seconds=0.5)
    playing.play(60)
    playing.press("Stop and keep")

    (take,) = takes(playing)
    assert take.seconds > 0
    assert take.parts[0].facts.notes == 1


def test_undo_puts_the_take_aside_and_brings_it_back(playing: Pilot) -> None:
    record(playing, 60)
    playing.press("Undo the take")
    assert takes(playing) == []
    assert len(takes(playing, with_hidden=True)) == 1

    playing.press("Put the take back")

    assert len(takes(playing)) == 1


def test_keep_what_i_just_played_is_lit_only_while_there_is_something(playing: Pilot) -> None:
    assert not playing.ui.find("Keep what I just played").enabled
    playing.play(60, 62)
    playing.settle()
    assert playing.ui.find("Keep what I just played").enabled

    playing.press("Keep what I just played")

    assert [take.origin for take in takes(playing)] == ["kept from capture"]
    assert not playing.ui.find("Keep what I just played").enabled


def test_a_take_is_not_offered_again_as_something_just_played(playing: Pilot) -> None:
    record(playing, 60, 62)

    assert not playing.ui.find("Keep what I just played").enabled


def test_leaving_while_it_rolls_keeps_the_take(playing: Pilot) -> None:
    playing.press("Record")
    count_in(playing)
    playing.play(60)
    playing.press("My music")

    assert len(takes(playing)) == 1


def test_the_piece_coming_to_its_end_stops_and_keeps(playing: Pilot) -> None:
    playing.press("Record")
    count_in(playing)
    playing.play(60)
    playing.engine.finish()
    playing.settle()

    assert len(takes(playing)) == 1


def test_speed_moves_in_steps_and_stops_at_its_ends(playing: Pilot) -> None:
    for _ in range(12):
        playing.press("Slower")
    assert playing.lesson.practice.speed == pytest.approx(0.3)

    record(playing, 60)

    assert takes(playing)[0].speed == pytest.approx(0.3)


def test_a_loop_of_bars_goes_round_and_is_kept_with_the_take(playing: Pilot) -> None:
    open_page(playing, "Speed and bars")
    playing.press("2")
    playing.press("Done")
    playing.press("Record")
    score = playing.engine.score

    assert score is not None
    assert score.loop == (1920, 3840)
    count_in(playing)
    playing.play(64)
    playing.press("Stop and keep")
    assert takes(playing)[0].bars == (2, 2)


def test_control_and_r_records_and_r_alone_does_not(playing: Pilot) -> None:
    playing.turn(pygame.event.Event(pygame.KEYDOWN, key=pygame.K_r, mod=0, scancode=pygame.KSCAN_R, unicode="r"))
    assert not playing.studio.screen.take.asked
    playing.turn(
        pygame.event.Event(pygame.KEYDOWN, key=pygame.K_r, mod=pygame.KMOD_CTRL, scancode=pygame.KSCAN_R, unicode="r")
    )
    count_in(playing)

    assert playing.lesson.recorder.is_rolling


def test_a_slip_of_an_octave_key_is_said_and_is_mended_by_the_next_piece(playing: Pilot) -> None:
    comma = pygame.event.Event(pygame.KEYDOWN, key=pygame.K_PERIOD, mod=0, scancode=pygame.KSCAN_PERIOD, unicode=".")
    playing.turn(comma)
    assert "C5" in playing.studio.notice

    put(playing, Stand(piece(), "Steps", "song", "own:steps"))

    assert playing.studio.keys.lowest == 60


def test_a_groove_goes_round_without_waiting_and_lights_the_keys_that_fit(at_home: Start) -> None:
    from studio.music import library

    pilot = at_home()
    groove = library.grooves()[0]
    put(pilot, Stand(library.groove_piece(groove), groove.title, "groove", f"groove:{groove.id}"))
    pilot.click("play")

    assert pilot.engine.score is not None
    assert pilot.engine.score.loop is not None
    assert pilot.engine.score.gates == ()
    assert pilot.studio.screen.fitting


def test_a_guest_plays_and_nothing_stays(unlocked: Start) -> None:
    pilot = unlocked(1)
    pilot.press("Just visiting")
    put(pilot, Stand(piece(), "Steps", "song", "own:steps"))
    pilot.press("Record")
    count_in(pilot)
    pilot.play(60)
    pilot.press("Stop and keep")
    pilot.lesson.goodbye()
    pilot.settle()

    journal = pilot.lesson.journal
    assert journal.check().takes == ()
    assert journal.unfinished() == ()


# -- bars of a long piece -----------------------------------------------------------------------------------------------
@pytest.fixture
def long(at_home: Start) -> Pilot:
    pilot = at_home()
    notes = tuple(Note(n * 1920, 480, 60) for n in range(33))
    put(pilot, Stand(Piece("Long", (Part("Melody", "melody", "piano", notes),)), "Long", "song", "own:long"))
    open_page(pilot, "Speed and bars")
    return pilot


def test_every_bar_of_a_long_piece_can_go_round_and_a_loop_may_reach_from_page_to_page(long: Pilot) -> None:
    long.press("15")
    long.press("Later bars")
    assert "Bars 17 to 32 of 33" in long.words()
    long.press("20")
    assert long.lesson.practice.bars == (15, 20)
    long.press("Later bars")
    long.press("33")
    assert not long.ui.find("Later bars").enabled
    long.press("Done")
    long.click("play")

    assert long.engine.score is not None
    assert long.engine.score.loop == (32 * 1920, 33 * 1920)


def test_the_bars_can_be_turned_and_chosen_with_the_keyboard_alone(long: Pilot) -> None:
    long.type_key(pygame.K_PAGEDOWN)
    long.tab_to("20")
    long.enter()
    assert long.lesson.practice.bars == (20, 20)
    long.type_key(pygame.K_PAGEUP)

    assert "Bars 1 to 16 of 33" in long.words()


def test_the_page_with_the_loop_is_the_one_that_is_shown(long: Pilot) -> None:
    long.press("Later bars")
    long.press("20")
    long.press("Done")
    long.press("How to play")  # it opens at the page that was looked at last

    assert long.ui.find("20").key == "bar-20"


def test_how_fast_it_goes_is_said_in_words(playing: Pilot) -> None:
    assert "120 beats a minute, full speed" in playing.words().splitlines()
    playing.press("Slower")

    assert "108 beats a minute, full speed is 120" in playing.words().splitlines()
