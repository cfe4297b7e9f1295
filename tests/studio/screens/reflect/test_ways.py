"""Each question is answered by mouse, computer keys and piano keys, and music on the keys is no answer."""

from collections.abc import Callable

import pygame
import pytest

from tests.studio.fakes import Pilot
from tests.studio.screens.at_work import (
    A,
    B,
    C,
    D,
    E,
    F,
    G,
    evidence,
    hold,
    put,
    record,
    stand,
    takes,
)
from tests.studio.screens.reflect.conftest import Start, prompt

Way = Callable[[Pilot], None]


def by_mouse(pilot: Pilot) -> None:
    """Press the fourth light, or the first tile and Done, as somebody with a mouse or a finger does."""
    scale = prompt(pilot) == "T1"
    pilot.ui.click("scale" if scale else "chips", part=3 if scale else 0)
    pilot.settle()
    if prompt(pilot) == "T2" and pilot.studio.screen.picked:
        pilot.press("Done")


def by_computer_keys(pilot: Pilot) -> None:
    """The focus stands on the answers already: arrows move, Enter acts."""
    scale = prompt(pilot) == "T1"
    assert pilot.ui.focused == ("scale" if scale else "chips")
    for _ in range(3 if scale else 0):
        pilot.type_key(pygame.K_RIGHT)
    pilot.enter()
    if prompt(pilot) == "T2" and pilot.studio.screen.picked:
        pilot.tab_to("Done")
        pilot.enter()


def by_piano_keys(pilot: Pilot) -> None:
    """F is the fourth step, C is yes, E picks what the ring is on, G is done."""
    hold(pilot, {"T1": F, "T8": C}.get(prompt(pilot) or "", E))
    if prompt(pilot) == "T2" and pilot.studio.screen.picked:
        hold(pilot, G)


@pytest.mark.parametrize("way", [by_mouse, by_computer_keys, by_piano_keys])
def test_each_kind_of_question_is_answered_in_each_way(fourth_lesson: Start, way: Way) -> None:
    """Before, a take, then: keep it? how sure now? what next? - the whole of it without any other way."""
    pilot = fourth_lesson()
    put(pilot, stand())
    assert "How sure are you that you can do this now?" in pilot.words()
    {
        by_mouse: lambda: pilot.press("A bit sure"),
        by_computer_keys: lambda: (pilot.type_key(pygame.K_RIGHT), pilot.enter()),
        by_piano_keys: lambda: hold(pilot, D),
    }[way]()
    assert "How sure" not in pilot.words()
    record(pilot, C, D, E)
    pilot.press("My music")
    order = []
    for _ in range(4):
        order.append(prompt(pilot))
        way(pilot)

    assert order == ["T8", "T1", "T2", "T7"]
    assert pilot.screen == "music"
    (pair,) = evidence(pilot).sure
    assert (pair.before.value, pair.after.value, pair.task.words) == (1, 3, "Play Steps, the melody")
    assert pair.after.take == takes(pilot)[0].id
    assert [tool.words for tool in evidence(pilot).toolkit] == ["Slow it down"]
    assert evidence(pilot).goals[0].takes == (takes(pilot)[0].id,)  # started from the goal: linked without asking


def test_tiles_are_walked_and_picked_on_the_piano_and_the_ring_shows_where(asked: Pilot) -> None:
    hold(asked, C)
    assert prompt(asked) == "T2"
    hold(asked, D)
    hold(asked, D)
    assert asked.ui.focus.part == 2
    hold(asked, E)
    hold(asked, C)
    hold(asked, E)
    hold(asked, G)

    assert [said.body for said in evidence(asked).pieces[0].reflections] == ["wild, sunny"]


@pytest.mark.parametrize(("button", "how"), [("Type it", "typed"), ("My tutor writes it", "scribed")])
def test_words_are_typed_by_the_pupil_or_written_by_the_tutor(kept: Pilot, button: str, how: str) -> None:
    kept.press("Say something")
    kept.press("Yes")
    kept.press(button)
    assert kept.ui.focused == "words"
    kept.write("like rain on a bus")
    kept.press("Done")
    (said,) = evidence(kept).pieces[0].reflections

    assert (said.body, said.said_by, said.prompt) == ("like rain on a bus", how, "T2")
    assert "That is kept." in kept.words()


def test_the_tail_of_a_take_is_no_answer(kept: Pilot) -> None:
    kept.engine.down(C)
    kept.press("My music")
    kept.turn(seconds=2.0)
    kept.engine.up(C)
    kept.settle()

    assert prompt(kept) == "T8"


def test_noodling_is_music_and_the_question_waits_for_quiet(asked: Pilot) -> None:
    asked.turn(seconds=1.0)
    asked.play(C, E, G, E, pause=0.1)
    asked.turn(seconds=1.0)  # quiet enough for an answer, not after music
    asked.engine.down(C)
    asked.turn()
    asked.turn(seconds=0.8)
    asked.engine.up(C)
    asked.settle()
    assert prompt(asked) == "T8"

    asked.turn(seconds=2.0)
    hold(asked, C)

    assert prompt(asked) == "T2"


def test_b_hears_it_again_and_a_skips_on_the_piano(asked: Pilot) -> None:
    hold(asked, B)
    assert asked.engine.log[-1] == "preview"
    assert prompt(asked) == "T8"
    hold(asked, A)

    assert prompt(asked) == "T2"


def test_answering_on_the_keys_can_be_switched_off(at_home: Start) -> None:
    from dataclasses import replace

    pilot = at_home()
    journal, pupil = pilot.lesson.journal, pilot.lesson.pupil
    journal.set_preferences(pupil.id, replace(journal.preferences(pupil.id), answer_by_keys=False))
    pilot.lesson.refresh_mine()
    pilot.settle()
    put(pilot, stand())
    record(pilot, C)
    pilot.press("My music")
    hold(pilot, C)

    assert prompt(pilot) == "T8"
    assert "Hold a key" not in pilot.words()
