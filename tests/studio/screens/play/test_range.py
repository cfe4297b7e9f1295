"""The keys that are drawn and waited for are those of the pupil's keyboard; the music is moved onto them."""

from collections.abc import Callable

import pytest

from instruments.events import Keyboard, Keyboards
from studio.lesson import Stand
from studio.music.piece import Note, Part, Piece
from studio.playing.keyrange import size_of
from studio.settings import Settings
from tests.studio.fakes import Pilot
from tests.studio.screens.at_work import put, stand

Start = Callable[..., Pilot]


def plug(pilot: Pilot, name: str) -> None:
    pilot.engine._inbox.append(Keyboards(pilot.engine.frame, (Keyboard(1, name, "test", True),)))
    pilot.turn()


def open_high(pilot: Pilot, *pitches: int) -> None:
    notes = tuple(Note(n * 480, 480, pitch) for n, pitch in enumerate(pitches))
    put(pilot, Stand(Piece("High", (Part("Melody", "melody", "piano", notes),)), "High", "song", "own:high"))


def gates(pilot: Pilot) -> list[int]:
    assert pilot.engine.score is not None
    return [pitch for _, pitches in pilot.engine.score.gates for pitch in pitches]


@pytest.mark.parametrize(
    ("name", "keys"),
    [
        ("Launchkey 25 MK3", 25),
        ("Oxygen49", 49),
        ("nanoKEY2", 25),
        ("P-125", 0),
        ("KeyLab 61 essential", 61),
        ("MIDI in", 0),
    ],
)
def test_a_name_says_how_many_keys_there_are_or_nothing(name: str, keys: int) -> None:
    assert size_of(name) == keys


def test_on_25_keys_roll_and_gates_lie_on_the_25_keys_and_a_tune_that_fits_keeps_its_shape(at_home: Start) -> None:
    pilot = at_home()
    plug(pilot, "Keystation Mini 25")
    open_high(pilot, 72, 76, 84)
    pilot.click("play")

    assert pilot.studio.screen.score.span == (48, 72)
    assert gates(pilot) == [60, 64, 72]
    roll = pilot.studio.screen.view._roll._now()
    assert [note.pitch for note in roll.notes] == [60, 64, 72]
    assert (roll.low, roll.high) == (48, 72)


def test_what_no_octave_brings_onto_the_keys_as_a_whole_is_moved_note_by_note(at_home: Start) -> None:
    pilot = at_home()
    plug(pilot, "Keystation Mini 25")
    open_high(pilot, 50, 90)
    pilot.click("play")

    assert gates(pilot) == [50, 66]


def test_what_the_app_plays_is_as_it_is_written(at_home: Start) -> None:
    pilot = at_home()
    plug(pilot, "Keystation Mini 25")
    open_high(pilot, 84, 88)
    pilot.press("Just plays")
    pilot.click("play")

    assert pilot.engine.score is not None
    assert [message[1] for _, _, message in pilot.engine.score.events if message[0] == 0x90] == [84, 88]


def test_the_octave_button_moves_the_keys_once_one_of_them_is_heard(at_home: Start) -> None:
    pilot = at_home()
    plug(pilot, "Keystation Mini 25")
    open_high(pilot, 72, 76, 84)
    pilot.play(80)

    assert pilot.studio.screen.score.span == (60, 84)
    pilot.click("play")
    assert gates(pilot) == [72, 76, 84]


def test_while_it_plays_the_keys_stay_where_they_are(at_home: Start) -> None:
    pilot = at_home()
    plug(pilot, "Keystation Mini 25")
    open_high(pilot, 60)
    pilot.click("play")
    pilot.play(80)

    assert pilot.studio.screen.score.span == (48, 72)


def test_on_many_keys_only_those_are_drawn_that_are_needed(at_home: Start) -> None:
    pilot = at_home()
    plug(pilot, "Stage piano 88")
    put(pilot, stand())

    assert pilot.studio.screen.score.span == (36, 84)


def test_of_a_keyboard_nobody_knows_all_that_it_played_is_drawn(at_home: Start) -> None:
    pilot = at_home()
    plug(pilot, "USB MIDI")
    put(pilot, stand())
    pilot.play(97)

    assert pilot.studio.screen.score.span == (36, 108)


def test_a_person_says_how_many_keys_there_are_and_it_stays_so(at_home: Start) -> None:
    pilot = at_home()
    plug(pilot, "USB MIDI")
    open_high(pilot, 72, 76, 84)
    pilot.press("How to play")
    pilot.press("Keys on my keyboard: 25")
    pilot.press("Done")

    assert pilot.studio.screen.score.span == (48, 72)
    assert Settings.from_file(pilot.studio.folder).keys_there == 25


def test_the_computers_keys_have_no_size(at_home: Start) -> None:
    pilot = at_home()
    put(pilot, stand())
    pilot.press("How to play")

    assert "Keys on my keyboard" not in pilot.words()
    pilot.press("Done")
    assert pilot.studio.screen.score.span == (36, 84)
