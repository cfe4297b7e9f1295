"""A pupil who reads from the right finds every screen so, with music as it is; whoever does not finds it as it was."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pygame
import pytest

from instruments.events import NoteOn
from reflections import prompts
from studio.screen import Go
from tests.studio.fakes import Pilot
from tests.studio.right_to_left import ARABIC, tables
from tests.studio.screens.at_work import put, stand
from tests.studio.screens.conftest import let_in

Start = Callable[..., Pilot]


@pytest.fixture
def from_the_right(fourth_lesson: Start) -> Iterator[Pilot]:
    """Jo speaks a language that is read from the right; the laptop speaks English."""
    with tables():
        pilot = fourth_lesson()
        journal, jo = pilot.lesson.journal, pilot.lesson.pupil
        journal.set_preferences(jo.id, replace(journal.preferences(jo.id), language=ARABIC))
        pilot.lesson.refresh_mine()
        pilot.settle()
        pilot.studio.change()
        pilot.settle()
        yield pilot


def stands(pilot: Pilot, key: str) -> pygame.Rect:
    return next(widget.rect for widget in pilot.ui.tree() if widget.key == key)


def talk(pilot: Pilot) -> str:
    return next(widget.name for widget in pilot.ui.tree() if widget.key == "shell/talk")


def to_play(pilot: Pilot) -> None:
    put(pilot, stand())
    pilot.studio.move(Go("play"))
    pilot.settle()


def test_it_turns_with_whoever_is_here(from_the_right: Pilot) -> None:
    pilot = from_the_right
    right = pilot.ui.size[0]
    assert stands(pilot, "shell/who").left < 100
    assert stands(pilot, "shell/come-in").right < right // 2
    pilot.studio.move(Go("leaving"))
    pilot.settle()
    pilot.click("bye")
    assert not pilot.ui.theme.rtl
    assert stands(pilot, "shell/come-in").left > right // 2


def test_the_tutor_beside_them_has_it_as_it_was(from_the_right: Pilot) -> None:
    pilot = from_the_right
    pilot.studio.move(Go("tutor", {"tab": "today"}))
    pilot.settle()
    assert not pilot.ui.theme.rtl
    pilot.studio.move(Go("home"))
    pilot.settle()
    assert pilot.ui.theme.rtl


def test_keys_play_what_lies_under_the_pointer(from_the_right: Pilot) -> None:
    pilot = from_the_right
    to_play(pilot)
    keys = stands(pilot, "keys")
    for x in (keys.left + 12, keys.right - 12):
        for kind in (pygame.MOUSEBUTTONDOWN, pygame.MOUSEBUTTONUP):
            pilot.turn(pygame.Event(kind, pos=(x, keys.bottom - 8), button=1, buttons=(1, 0, 0), touch=False))
    low, high = [played.pitch for played in pilot.engine.capture.take_since(0)[0] if isinstance(played, NoteOn)]
    assert high > low + 12


def test_the_lights_of_how_sure_stand_as_their_keys_do(from_the_right: Pilot) -> None:
    """The first is C, at the left, whichever side words begin at."""
    pilot = from_the_right
    to_play(pilot)
    lights = [widget.rect.left for widget in pilot.ui.tree() if widget.key == "before"]
    assert len(lights) == 5
    assert lights == sorted(lights)


def test_whoever_wants_to_talk_reads_it_as_all_else_there_with_the_english_behind(
    folder: Path, pilot_at: Start
) -> None:
    """Before the passphrase and before anybody has said who they are the laptop's language counts; at the door the tutor's."""
    pilot = pilot_at(folder, language=ARABIC)
    pilot.settle()
    arabic = prompts.words("H1", language=ARABIC).rstrip(".")
    both = f"{arabic} (\u2068I want to talk to someone\u2069)"
    assert (pilot.screen, talk(pilot)) == ("lock", both)
    let_in(pilot)
    assert (pilot.screen, talk(pilot)) == ("who", both)


def test_at_the_tutors_door_it_is_said_as_the_tutor_reads(from_the_right: Pilot) -> None:
    pilot = from_the_right
    assert talk(pilot) != "I want to talk to someone"
    pilot.studio.move(Go("tutor", {"tab": "today"}))
    pilot.settle()
    assert talk(pilot) == "I want to talk to someone"
