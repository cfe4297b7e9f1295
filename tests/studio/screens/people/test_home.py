"""Home: carry on with what was played last, and something new."""

from collections.abc import Callable
from typing import Any

from studio.music import library
from studio.screen import Go
from tests.studio.fakes import Pilot
from tests.studio.screens.at_work import PASSPHRASE, piece, put, record, stand, weeks_ago

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


# -- words that stand once --------------------------------------------------------------------------------------------
def test_no_line_stands_twice_on_the_first_visit_or_later(at_home: Start) -> None:
    pilot = at_home()
    assert pilot.words().count("This is your place to make music.") == 1
    keep_piece(pilot, "Midnight Bus")
    again(pilot)
    assert pilot.words().count("Welcome back. Your music is here.") == 1


def test_after_six_weeks_the_words_are_those_of_any_other_day(folder: Any, pilot_at: Start) -> None:
    with weeks_ago(folder, 6) as journal:
        jo = journal.add_pupil("Jo", "bird", "10-12")
        journal.keep_piece(jo.id, "Midnight Bus", kind="song", content=piece().to_midi())
        journal.close_session(journal.open_session((jo.id,)).id)
    pilot = pilot_at(folder)
    pilot.settle()
    pilot.write(PASSPHRASE)
    pilot.enter()
    pilot.press("That is me")
    assert "Welcome back. Your music is here." in pilot.words()
    assert pilot.ui.find("Carry on: Midnight Bus")
    assert "week" not in pilot.words()


# -- the last third ---------------------------------------------------------------------------------------------------
def planned(pilot: Pilot, sessions: int) -> None:
    """A programme of so many lessons."""
    journal, pupil = pilot.lesson.journal, pilot.lesson.pupil.id
    now = journal.programme(pupil)
    journal.set_programme(pupil, starts=now.starts, ends=now.ends, planned_sessions=sessions)


def test_in_the_last_third_it_says_how_many_times_are_left_once_a_lesson_and_names_what_is_half_done(
    fourth_lesson: Start,
) -> None:
    pilot = fourth_lesson()
    put(pilot, stand("A whole song"))
    record(pilot, 60)
    pilot.lesson.journal.keep_version(pilot.lesson.stand.row, b"MThd")
    put(pilot, stand("Midnight Bus"))
    record(pilot, 60)
    journal, pupil = pilot.lesson.journal, pilot.lesson.pupil.id
    planned(pilot, 5)
    again(pilot)
    while pilot.screen == "reflect":
        pilot.press("Skip")
    assert "We have one time left. What do you want to finish?" in pilot.words()
    assert journal.programme(pupil).left == 1
    assert not [w for w in pilot.ui.tree() if w.name == "A whole song" and w.role == "button"]
    pilot.press("Midnight Bus")
    assert pilot.lesson.stand.title == "Midnight Bus"
    again(pilot)
    assert pilot.screen == "home"
    assert "What do you want to finish?" not in pilot.words()


def test_before_the_last_third_nothing_counts_down(at_home: Start) -> None:
    pilot = at_home()
    planned(pilot, 12)
    again(pilot)
    assert "left" not in pilot.words()
