"""The passphrase: typed at once, refused in a sentence, never in the way of the keys."""

from collections.abc import Callable
from pathlib import Path

import pytest

from reflections import Journal
from tests.studio.fakes import Pilot
from tests.studio.screens.conftest import PASSPHRASE

Start = Callable[..., Pilot]


def test_the_passphrase_can_be_typed_at_once_and_enter_opens(folder: Path, pilot_at: Start) -> None:
    pilot = pilot_at(folder)
    assert pilot.ui.focused == "secret"
    assert pilot.ui.text_focus
    pilot.write(PASSPHRASE)
    pilot.enter()
    assert pilot.screen == "who"
    assert pilot.lesson.house.tutor == "Sam"


def test_a_wrong_passphrase_is_said_in_a_sentence_and_can_be_typed_again(folder: Path, pilot_at: Start) -> None:
    pilot = pilot_at(folder)
    pilot.write("not this one")
    pilot.enter()
    assert pilot.screen == "lock"
    assert "That passphrase is not right." in pilot.words()
    assert pilot.ui.find("Passphrase").value == "hidden"
    assert pilot.ui.focused == "secret"
    pilot.write(PASSPHRASE)
    pilot.enter()
    assert pilot.screen == "who"


def test_while_it_unlocks_the_window_goes_on_and_says_so(folder: Path, pilot_at: Start) -> None:
    pilot = pilot_at(folder)
    pilot.settle()
    pilot.write(PASSPHRASE)
    pilot.ui.press(13)
    pilot.turn()
    assert "Unlocking" in pilot.words()
    pilot.settle()
    assert pilot.screen == "who"


def test_what_is_played_before_unlocking_becomes_the_pupils_who_says_so_after(
    folder: Path, unlocked: Start, pilot_at: Start
) -> None:
    journal = Journal.open(folder, PASSPHRASE)
    jo = journal.add_pupil("Jo", "bird", "10-12")
    journal.close()
    pilot = pilot_at(folder)
    pilot.settle()
    pilot.press("Play")
    assert pilot.screen == "play"
    pilot.play(60, 64, 67)
    assert pilot.lesson.keep_latest() is not None
    assert pilot.lesson.held
    pilot.press("Back")
    pilot.write(PASSPHRASE)
    pilot.enter()
    assert "What you played is safe." in pilot.words()
    pilot.press("That is me")
    pieces = pilot.lesson.journal.pieces(jo.id)
    takes = pilot.lesson.journal.takes(pieces[0].id)
    assert [len(pieces), len(takes), takes[0].parts[0].facts.notes] == [1, 1, 3]
    assert not pilot.lesson.held


def test_the_recovery_code_opens_and_a_new_passphrase_is_chosen(folder: Path, code: str, pilot_at: Start) -> None:
    pilot = pilot_at(folder)
    pilot.settle()
    pilot.press("I have the recovery code")
    pilot.write(code.lower().replace("-", " "))
    pilot.enter()
    assert "Choose a new passphrase" in pilot.words()
    pilot.write("eleven soft drums")
    pilot.enter()
    pilot.write("eleven soft drums")
    pilot.enter()
    assert pilot.screen == "who"
    pilot.close()
    Journal.open(folder, "eleven soft drums").close()


def test_two_new_passphrases_that_differ_are_not_taken(folder: Path, code: str, pilot_at: Start) -> None:
    pilot = pilot_at(folder)
    pilot.settle()
    pilot.press("I have the recovery code")
    pilot.write(code)
    pilot.enter()
    pilot.write("eleven soft drums")
    pilot.enter()
    pilot.write("eleven soft horns")
    pilot.enter()
    assert "not the same yet" in pilot.words()
    pilot.press("Keep the old one")
    assert pilot.screen == "who"
    pilot.close()
    Journal.open(folder, PASSPHRASE).close()


def test_an_enter_pressed_before_going_to_play_still_unlocks(folder: Path, pilot_at: Start) -> None:
    pilot = pilot_at(folder)
    pilot.write(PASSPHRASE)
    pilot.ui.press(13)
    pilot.ui.click("just-play")
    pilot.settle()
    assert pilot.screen == "play"
    assert pilot.lesson.journal is not None
    asks_at_the_tutors_door(pilot)


@pytest.mark.parametrize("label", ["Play", "I have the recovery code", "Unlock"])
def test_everything_is_reached_with_tab(folder: Path, pilot_at: Start, label: str) -> None:
    pilot = pilot_at(folder)
    pilot.settle()
    pilot.tab_to(label)


def test_going_to_play_in_the_middle_of_a_new_passphrase_leaves_the_journal_open(
    folder: Path, code: str, pilot_at: Start
) -> None:
    pilot = pilot_at(folder)
    pilot.settle()
    pilot.press("I have the recovery code")
    pilot.write(code)
    pilot.enter()
    pilot.press("Play")
    assert pilot.screen == "play"
    assert pilot.lesson.journal is not None
    asks_at_the_tutors_door(pilot)


def asks_at_the_tutors_door(pilot: Pilot) -> None:
    """Somebody plays while it opens: hours later they are not the tutor who unlocked."""
    pilot.press("Back")
    assert pilot.screen == "who"
    pilot.press("Tutor's door")
    assert "Is it you?" in pilot.words()
