"""Home: carry on with what was played last, and something new."""

from collections.abc import Callable
from typing import Any

from studio.music import library
from studio.screen import Go
from tests.studio.fakes import Pilot

Start = Callable[..., Pilot]


def keep_piece(pilot: Pilot, title: str) -> Any:
    tune = library.shelf()[0]
    music = library.piece(tune)
    return pilot.lesson.journal.keep_piece(
        pilot.lesson.pupil.id, title, kind="tune", source=title, content=music.to_midi()
    )


def again(pilot: Pilot) -> None:
    """Come home anew."""
    pilot.lesson.refresh_mine()
    pilot.settle()
    pilot.studio.move(Go("home"))
    pilot.settle()


def test_the_first_time_there_is_only_something_new(at_home: Start) -> None:
    pilot = at_home()
    assert "Hello Jo" in pilot.words()
    assert "Carry on" not in pilot.words()
    assert pilot.ui.focused == "something-new"
    pilot.enter()
    assert pilot.screen == "pick"


def test_carry_on_names_the_piece_and_opens_it(at_home: Start) -> None:
    pilot = at_home()
    keep_piece(pilot, "Midnight Bus")
    again(pilot)
    assert "Welcome back. Your music is here." in pilot.words()
    assert pilot.ui.find("Carry on: Midnight Bus").key == pilot.ui.focused
    pilot.enter()
    assert pilot.screen == "play"
    assert pilot.lesson.stand.title == "Midnight Bus"


def test_carry_on_is_the_piece_played_last_not_the_newest(at_home: Start) -> None:
    pilot = at_home()
    old = keep_piece(pilot, "Played last")
    keep_piece(pilot, "Never played")
    pilot.lesson.refresh_mine()
    pilot.settle()
    pilot.lesson.carry_on(old, lambda: None)
    pilot.settle()
    pilot.play(60, 62)
    pilot.lesson.keep_latest()
    again(pilot)
    assert pilot.ui.find("Carry on: Played last")


def test_just_music_today_is_one_press_and_nothing_shows_it(at_home: Start) -> None:
    pilot = at_home()
    pilot.press("Just music today")
    session = pilot.lesson.session.id
    assert pilot.lesson.journal.session(session).just_music
    pilot.studio.notice = ""
    again(pilot)
    assert "Just music" not in pilot.words()


def test_what_was_found_after_a_crash_comes_first(at_home: Start, folder: Any, pilot_at: Start) -> None:
    pilot = at_home()
    pilot.play(60, 62, 64)
    for _ in range(3):
        pilot.turn(seconds=1.1)
        pilot.settle()
    journal = pilot.lesson.journal
    pilot.lesson.journal = pilot.lesson.recorder.journal = (
        None  # the window dies: nothing is said to the journal any more
    )
    journal.close()
    after = pilot_at(folder)
    after.settle()
    after.write("four quiet green tubas")
    after.enter()
    after.press("That is me")
    assert after.screen == "found"


def test_goals_are_one_press_away_and_back_comes_home(at_home: Start) -> None:
    pilot = at_home()
    pilot.press("My goals")
    assert pilot.screen == "goals"
    pilot.press("Back")
    assert pilot.screen == "home"
