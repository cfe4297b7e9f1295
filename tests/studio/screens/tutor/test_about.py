"""Who a pupil is here can be put right: another name, picture and age band, and all that is theirs stays theirs."""

from collections.abc import Callable

import pygame
import pytest

from reflections.wording import may_name_somebody
from studio.screen import Push
from tests.studio.fakes import Pilot
from tests.studio.screens.at_work import C, D, put, record, stand, takes
from tests.studio.screens.looked_over import lint

Start = Callable[..., Pilot]
ASKED = "That may be a whole name, or name a school. A first name or a nickname is enough."


@pytest.fixture
def page(unlocked: Start) -> Pilot:
    """The name of Jo, who has one take."""
    pilot = unlocked(1)
    pilot.press("That is me")
    put(pilot, stand())
    record(pilot, C, D)
    pilot.studio.move(Push("tutor"))
    pilot.settle()
    pilot.studio.move(Push("tutor_pupil", {"pupil": pilot.lesson.pupil.id, "part": "about"}))
    pilot.settle()
    return pilot


def rename(pilot: Pilot, name: str) -> None:
    pilot.ui.click("alias")
    pilot.type_key(pygame.K_a, pygame.KMOD_CTRL)
    pilot.write(name)


def test_a_rude_name_is_put_right_everywhere_and_nothing_is_lost(page: Pilot) -> None:
    rename(page, "Mira")
    page.click("avatar-cat")
    page.press("How old they are: 13 to 15")
    page.click("save-about")

    (pupil,) = page.lesson.journal.pupils()
    assert (pupil.shown, pupil.avatar, pupil.age_band) == ("Mira", "cat", "13-15")
    assert page.studio.screen.title == "Mira"
    assert len(takes(page)) == 1
    assert [one.shown for one in page.lesson.house.pupils] == ["Mira"]


def test_a_part_that_was_open_before_has_the_new_name_too(page: Pilot) -> None:
    page.press("Notes")
    assert "Jo sees them first." in page.words()
    page.press("Name")
    rename(page, "Mira")
    page.click("save-about")
    page.press("Notes")
    assert "Mira sees them first." in page.words()


def test_a_whole_name_is_said_and_may_stay(page: Pilot) -> None:
    assert ASKED not in page.words()
    rename(page, "Jo Smith")

    assert ASKED in page.words()


@pytest.mark.parametrize("name", ["Jo", "Jo B.", "little star", "J", "DJ Ż", "🦊 Fox", 'the "Fox"'])
def test_one_name_or_a_nickname_is_never_asked_about(name: str) -> None:
    assert not may_name_somebody(name)


@pytest.mark.parametrize("name", ["Jo Smith", "Amira O'Neill", "Jo of Hill School", "Łucja Żak"])
def test_what_may_be_a_whole_name_or_a_school_is(name: str) -> None:
    assert may_name_somebody(name)


def test_it_is_laid_out_in_every_size(page: Pilot) -> None:
    lint(page)
