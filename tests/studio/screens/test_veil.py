"""Someone's come in: of the pupil nothing stays in sight, whatever was open, and the lesson goes on."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

import pygame
import pytest

from reflections import Journal
from reflections.records import Preferences
from studio.lesson import Sayable
from studio.screen import Go
from studio.screens import SCREENS
from studio.ui.nodes import Dialog, Text
from tests.studio.fakes import Pilot

Start = Callable[..., Pilot]
PUBLIC = {"lock", "setup", "backup", "play", "make"}  # the passphrase, and the lesson itself
PRIVATE = sorted(set(SCREENS) - PUBLIC)
ALWAYS = {"I want to talk to someone", "Someone's come in", "How it looks and reads", "Aa", "Undo"}


def seen(pilot: Pilot) -> set[str]:
    return {widget.name for widget in pilot.ui.tree() if widget.name} | {
        widget.value for widget in pilot.ui.tree() if widget.value
    }


def a_group(journal: Journal, pupil: str) -> str:
    """A group of this pupil and another."""
    pupils = [pupil, journal.add_pupil("Amira", "cat", "10-12").id]
    today = datetime.now().astimezone().date()
    return journal.add_group(
        "The Tuesday band", pupils, starts=today, ends=today, planned_sessions=1, review_every=4
    ).id


def asked_for(pilot: Pilot, name: str) -> dict[str, Any]:
    """What a screen is opened with."""
    pupil, journal = pilot.lesson.pupil, pilot.lesson.journal
    match name:
        case "export":
            return {"pupil": pupil}
        case "session" | "tutor_pupil" | "erase" | "held" | "said_yes":
            return {"pupil": pupil.id}
        case "group_session" | "tutor_group":
            return {"group": a_group(journal, pupil.id)}
        case "closing":
            return {"session": pilot.lesson.session.id}
        case "note":
            return {"pupil": pupil.id, "note": journal.draft_note_out(pupil.id, "school", "It went well.").id}
        case "aside":
            about = Sayable(journal.keep_piece(pupil.id, "Ours", kind="own").id, "Ours")
            return {"pupil": pupil, "about": about, "preferences": Preferences(), "keys": frozenset({1})}
        case _:
            return {}


@pytest.mark.parametrize("name", PRIVATE)
def test_a_private_screen_shows_nothing_of_its_own(at_home: Start, name: str) -> None:
    pilot = at_home()
    if name == "who":
        pilot.lesson.goodbye()
    pilot.studio.move(Go(name, asked_for(pilot, name)))
    pilot.settle()
    screen = pilot.studio.screen
    assert screen.private, name
    screen.undo = lambda: "Take Jo's goal back"
    screen.extra = lambda: Text("Jo's page")
    screen.dialog = lambda: Dialog("Jo?", Text("About Jo"), "about", lambda: None)
    pilot.studio.say("Your page is in Jo - music.html")
    pilot.type_key(pygame.K_F2)

    told = {"Music in progress", "Press the same button to come back."}
    light = {pilot.studio.standing._keys.light(covered=True).words}
    assert seen(pilot) - ALWAYS - light == told | {"Soundfolio"}


def test_what_was_said_waits_behind_the_veil(at_home: Start) -> None:
    pilot = at_home()
    pilot.type_key(pygame.K_F2)
    pilot.studio.say("The disk is full.")
    pilot.turn(seconds=20)
    assert "The disk is full." not in pilot.words()
    pilot.type_key(pygame.K_F2)

    assert "The disk is full." in pilot.words()


def test_behind_the_veil_no_key_reaches_what_is_covered(at_home: Start) -> None:
    pilot = at_home()
    pilot.studio.move(Go("goals"))
    pilot.settle()
    pilot.type_key(pygame.K_F2)
    pilot.type_key(pygame.K_ESCAPE)

    assert pilot.screen == "goals"


def test_the_lesson_itself_stays_in_sight_and_its_name_does_not(at_home: Start) -> None:
    pilot = at_home()
    pilot.studio.move(Go("play"))
    pilot.settle()
    pilot.type_key(pygame.K_F2)

    assert "Music in progress" not in pilot.words()
    assert "Jo" not in seen(pilot)


def test_the_recording_goes_on_behind_it(at_home: Start) -> None:
    pilot = at_home()
    pilot.studio.move(Go("play"))
    pilot.settle()
    pilot.lesson.start_take(pilot.engine.frame)
    pilot.type_key(pygame.K_F2)
    pilot.play(60, 62)
    pilot.lesson.stop_take(pilot.engine.frame)
    pilot.settle()

    assert pilot.lesson.last.id is not None


def test_keys_played_behind_it_are_music_and_answer_nothing(at_home: Start) -> None:
    pilot = at_home()
    pilot.studio.move(Go("goals"))
    pilot.settle()
    heard: list[object] = []
    pilot.studio.screen.hear = heard.append
    pilot.engine.down(60)
    pilot.turn()
    pilot.type_key(pygame.K_F2)
    pilot.engine.up(60)
    pilot.play(62)

    assert [type(event).__name__ for event in heard] == ["NoteOn", "NoteOff", "NoteOff"]
