"""How to play it: four named pages, each of which fits the window at any size of text without scrolling."""

from collections.abc import Callable, Iterator

import pygame
import pytest

from instruments.events import Keyboard, Keyboards
from studio.lesson import Stand
from studio.music.piece import Note, Part, Piece
from studio.screen import Go
from tests.studio.fakes import Pilot
from tests.studio.screens.at_work import open_page, put, stand
from tests.studio.screens.looked_over import lint

Start = Callable[..., Pilot]
PAGES = ("My part", "Speed and bars", "Beat", "Look")


@pytest.fixture
def much(shared: Pilot) -> Iterator[Pilot]:
    """Two hands, chords, many bars and a keyboard: every row there is."""
    pilot = shared
    plugged = Keyboards(pilot.engine.frame, (Keyboard(1, "USB MIDI", "test", True),))
    pilot.engine._inbox.append(plugged)
    right = tuple(Note(n * 480, 480, 60 + n % 12) for n in range(160))
    left = tuple(Note(n * 1920, 1920, pitch) for n in range(40) for pitch in (43, 48))
    parts = (Part("Tune", "melody", "piano", right, "right"), Part("Chords", "chords", "piano", left, "left"))
    put(pilot, Stand(Piece("Much", parts), "Much", "song", "own:much"))
    pilot.press("Plays with me")
    yield pilot
    pilot.engine._inbox.append(Keyboards(pilot.engine.frame, ()))
    pilot.turn()


@pytest.mark.parametrize("page", PAGES)
def test_a_page_fits_every_size_without_scrolling(much: Pilot, page: str) -> None:
    open_page(much, page)

    lint(much, in_sight=("Done",))


def test_the_pages_are_one_stop_of_tab_and_turned_by_arrows(much: Pilot) -> None:
    much.press("How to play")
    assert much.ui.focused == "more-page"
    much.type_key(pygame.K_RIGHT)
    much.enter()
    assert "Pick a bar to loop it." in much.words()
    much.type_key(pygame.K_TAB)
    assert much.ui.focused != "more-page"


def test_it_opens_at_the_page_that_was_looked_at_last(much: Pilot) -> None:
    open_page(much, "Beat")
    much.press("Done")
    much.press("How to play")

    assert much.ui.find("Count me in")


def test_a_page_with_nothing_to_choose_is_not_shown(at_home: Start) -> None:
    pilot = at_home()
    pilot.studio.move(Go("play"))
    pilot.settle()
    pilot.press("How to play")
    assert [page for page in PAGES if _there(pilot, page)] == ["My part", "Beat", "Look"]
    pilot.press("What to change: Beat")
    pilot.press("Done")
    put(pilot, stand())
    open_page(pilot, "Speed and bars")
    assert pilot.ui.find("2").key == "bar-2"


def _there(pilot: Pilot, page: str) -> bool:
    return any(widget.name == f"What to change: {page}" for widget in pilot.ui.tree())
