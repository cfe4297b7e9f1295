"""How much is asked and how long it takes: a whole short lesson, and the questions answered in each way, by the pilot's clock."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pygame
import pytest

from instruments.events import Gone
from studio.lesson.minutes import keep_usual_minutes
from studio.screen import Go, Push
from tests.studio.fakes import Pilot
from tests.studio.screens.at_work import (
    PASSPHRASE,
    A,
    C,
    D,
    E,
    F,
    G,
    hold,
    put,
    record,
    stand,
    takes,
    three_lessons,
    weeks_ago,
)

Start = Callable[..., Pilot]
READING = 4.0  # seconds for a question of at most twelve words and its answers
REACHING = 1.5  # for the mouse, or a finger
MOST = 60.0
BEFORE = "How sure are you that you can do this now?"


@pytest.fixture
def short_lesson(folder: Path, pilot_at: Start) -> Pilot:
    """Jo is here for the fourth time, for 25 minutes, with a goal of which nothing is known yet, and a piece for it."""
    three_lessons(folder)
    with weeks_ago(folder, 1) as journal:
        keep_usual_minutes(journal, 25)
    pilot = pilot_at(folder)
    pilot.settle()
    pilot.write(PASSPHRASE)
    pilot.enter()
    pilot.press("That is me")
    assert pilot.lesson.session.planned_minutes == 25
    return pilot


def put_today(pilot: Pilot) -> list[str]:
    """Every question that was put in this lesson, of any kind."""
    asked = pilot.lesson.journal.asked(pilot.lesson.pupil.id)
    return [one.prompt for one in asked if one.session == pilot.lesson.session.id]


def to_goals(pilot: Pilot) -> None:
    """Look at my goals, and at the one there is."""
    pilot.studio.move(Push("goals"))
    pilot.settle()


@pytest.mark.parametrize("first", ["Steps", "goals", "Two"])
def test_a_25_minute_lesson_with_8_takes_asks_at_most_4_questions(short_lesson: Pilot, first: str) -> None:
    pilot, began, seen = short_lesson, short_lesson.now, 0
    if first == "goals":
        to_goals(pilot)
    for title in sorted(("Steps", "Two", "Three", "Four"), key=lambda title: title != first):
        put(pilot, stand(title))
        if BEFORE in pilot.words():
            seen += 1
            pilot.press("Quite sure")
        for tune in ((C, D, E), (C, D, E, F)):
            record(pilot, *tune)
            pilot.turn(seconds=100.0)
        pilot.press("My music")
        while pilot.screen == "reflect":
            seen += 1
            pilot.press("Skip")
        assert pilot.screen == "music"
        to_goals(pilot)

    assert len(takes(pilot)) == 8
    assert pilot.now - began < 25 * 60
    assert 0 < seen <= len(put_today(pilot)) <= 4, put_today(pilot)


def by_piano(pilot: Pilot) -> Iterator[None]:
    """Only the keys of the MIDI keyboard."""
    for keys in ((C,), (F,), (E, D, E, G), (E,)):
        for key in keys:
            hold(pilot, key)
        yield


def by_computer_keys(pilot: Pilot) -> Iterator[None]:
    """Only the keys of the computer."""
    right, enter, tab = pygame.K_RIGHT, pygame.K_RETURN, pygame.K_TAB
    for keys in ((enter,), (right, right, right, enter), (enter, right, enter, tab), (enter,)):
        for key in keys:
            pilot.turn(seconds=0.4)
            pilot.type_key(key)
            while key == tab and pilot.ui.focused != "done":
                pilot.turn(seconds=0.4)
                pilot.type_key(tab)
        if tab in keys:
            pilot.type_key(enter)
        yield


def by_mouse(pilot: Pilot) -> Iterator[None]:
    """Only the mouse, or a finger."""
    for names in (("Yes",), ("Very sure",), ("Calm", "Wild", "Done"), ("Slow it down",)):
        for name in names:
            pilot.turn(seconds=REACHING)
            pilot.press(name)
        yield


@pytest.mark.parametrize("way", [by_piano, by_computer_keys, by_mouse])
def test_the_questions_are_answered_within_a_minute(
    fourth_lesson: Start, way: Callable[[Pilot], Iterator[None]]
) -> None:
    pilot = fourth_lesson()
    put(pilot, stand())
    pilot.press("A bit sure")
    record(pilot, C, D, E)
    pilot.press("My music")
    began, answered = pilot.now, 0
    pilot.turn(seconds=READING)
    for _ in way(pilot):
        answered += 1
        if pilot.screen == "reflect":
            pilot.turn(seconds=READING)

    assert (pilot.screen, answered) == ("music", 4)
    assert pilot.now - began < MOST
    journal, jo = pilot.lesson.journal, pilot.lesson.pupil.id
    assert [(one.prompt, one.body) for one in journal.reflections(jo)] == [("T2", "calm, wild")]
    assert journal.evidence(jo).sure[0].after.value == 3
    assert journal.last_try_next(jo) is not None


def test_ten_seconds_of_voice_on_the_piano_fit_into_the_minute_too(fourth_lesson: Start) -> None:
    pilot = fourth_lesson()
    journal, jo = pilot.lesson.journal, pilot.lesson.pupil.id
    journal.note_asked(jo, "T2", piece=None, session=None)
    put(pilot, stand("Another"))
    record(pilot, C, D, E)
    pilot.press("My music")
    began = pilot.now
    pilot.turn(seconds=READING)
    hold(pilot, C)
    pilot.turn(seconds=READING)
    hold(pilot, F)
    for _ in range(40):
        pilot.engine.says(0.25)
        pilot.turn(seconds=0.25)
    hold(pilot, G)
    hold(pilot, G)
    pilot.turn(seconds=READING)
    hold(pilot, A)

    assert pilot.screen == "music"
    assert pilot.now - began < MOST
    assert [(one.prompt, one.said_by) for one in journal.reflections(jo)] == [("T6", "voice")]


def test_a_keyboard_unplugged_in_the_middle_of_an_answer_gave_none_and_the_mouse_goes_on(fourth_lesson: Start) -> None:
    pilot = fourth_lesson()
    put(pilot, stand())
    pilot.press("A bit sure")
    record(pilot, C, D, E)
    pilot.press("My music")
    hold(pilot, C)
    assert "How sure are you now?" in pilot.words()
    pilot.turn(seconds=1.0)
    pilot.engine.down(F)
    pilot.turn(seconds=0.3)
    pilot.engine._down.clear()
    pilot.engine._inbox.append(Gone(pilot.engine.frame, 1))
    pilot.turn(seconds=1.0)
    assert "How sure are you now?" in pilot.words()
    pilot.press("Very sure")
    pilot.studio.move(Go("music"))
    pilot.settle()

    assert [pair.after.value for pair in pilot.lesson.journal.evidence(pilot.lesson.pupil.id).sure] == [3]
