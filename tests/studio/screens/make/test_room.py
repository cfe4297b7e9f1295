"""Make: squares set by mouse and arrow keys, undone by name, kept as a version; and one whole lesson without a mouse."""

from collections.abc import Callable

import pygame
import pytest

from studio.screen import Go
from tests.studio.fakes import Pilot
from tests.studio.screens.at_work import A, C, D, E, count_in, evidence, hold, takes

Start = Callable[..., Pilot]


@pytest.fixture
def making(at_home: Start) -> Pilot:
    pilot = at_home()
    pilot.studio.move(Go("make"))
    pilot.settle()
    pilot.press("Start here")
    pilot.press("Edit")
    pilot.tab_to("The beat")
    return pilot


def hits(pilot: Pilot) -> int:
    """How many squares are set."""
    return sum(cell.velocity > 0 for row in pilot.studio.screen.edit_page.steps.cells() for cell in row)


def test_a_square_is_set_and_cleared_by_arrow_keys_and_enter(making: Pilot) -> None:
    assert making.ui.focused == "grid"
    before = hits(making)
    making.type_key(pygame.K_UP)
    making.type_key(pygame.K_UP)
    making.enter()
    assert hits(making) == before + 1
    assert making.ui.find("The beat", role="grid").value == "Rim, step 1, on"
    making.enter()

    assert hits(making) == before


def test_a_square_is_pressed_with_the_mouse_and_undo_names_it(making: Pilot) -> None:
    before = hits(making)
    grid = making.ui.find("The beat", role="grid").rect
    at = (grid.right - 10, grid.centery - grid.height // 8)
    making.turn(pygame.event.Event(pygame.MOUSEBUTTONDOWN, pos=at, button=1, touch=False))
    assert hits(making) == before + 1

    making.press("Undo: set a step")

    assert hits(making) == before


def test_im_done_keeps_a_version_of_what_was_made(making: Pilot) -> None:
    making.press("Empty the grid")
    making.type_key(pygame.K_RETURN, pygame.KMOD_CTRL)

    assert making.screen == "reflect"
    (made,) = evidence(making).pieces
    assert [version.n for version in made.versions] == [1]
    assert made.takes == ()


def test_a_whole_lesson_without_the_mouse(at_home: Start) -> None:
    """Pick, play, record, say how it went, and see it in My music: by computer keys, and piano keys where they answer."""
    pilot = at_home()
    pilot.tab_to("Something new")
    pilot.enter()
    pilot.tab_to("Hear it")
    pilot.enter()
    pilot.type_key(pygame.K_TAB)
    pilot.enter()
    assert pilot.screen == "play"
    pilot.tab_to("Record")
    pilot.enter()
    count_in(pilot)
    pilot.play(C, D, E)
    pilot.enter()
    assert len(takes(pilot)) == 1
    pilot.tab_to("My music")
    pilot.enter()
    assert "Keep this one?" in pilot.words()
    hold(pilot, C)
    hold(pilot, A)

    assert pilot.screen == "music"
    assert pilot.ui.find(f"Show {takes(pilot) and pilot.lesson.mine.pieces[0].title}")
