"""The Layers and Edit pages of Make and their dialogs lie well in every window and text size, and all of them are read aloud."""

from collections.abc import Callable

import pytest

from studio.screen import Go
from tests.studio.fakes import Pilot
from tests.studio.screens.looked_over import lint

Start = Callable[..., Pilot]


@pytest.fixture
def made(at_home: Start) -> Pilot:
    """A groove with a part and a beat of one's own."""
    pilot = at_home()
    pilot.studio.move(Go("make"))
    pilot.settle()
    pilot.click("from-ballad")
    pilot.press("Add a beat")
    pilot.press("Add a part")
    return pilot


def test_layers_and_what_is_said_of_one_and_of_the_loop(made: Pilot) -> None:
    lint(made)
    made.studio.screen.about_layer.show(made.studio.screen.chosen)
    made.settle()
    lint(made, in_sight=("Done",))
    made.press("Done")
    made.click("loop")
    lint(made, in_sight=("Done",))


def test_squares_of_a_beat_and_of_a_tune_and_notes_with_some_chosen(made: Pilot) -> None:
    room = made.studio.screen
    made.press("Edit")
    lint(made)
    made.press("Which layer: My beat")
    lint(made)
    made.press("Which layer: My part 1")
    made.press("Shown as: Notes")
    room.edit_page.notes.add(0, 240, 61)
    room.edit_page.notes.roll.choose(frozenset({0}))
    made.settle()
    lint(made)


def test_an_empty_loop(at_home: Start) -> None:
    pilot = at_home()
    pilot.studio.move(Go("make"))
    pilot.settle()
    pilot.click("empty-loop")
    lint(pilot)
    pilot.press("Edit")
    lint(pilot)


def test_the_lane_that_is_recorded_is_in_sight(made: Pilot) -> None:
    for _ in range(4):
        made.press("Add a part")
    made.click("make-record")
    lint(made, in_sight=(made.studio.screen.chosen_layer.name, "I'm done"))


def test_an_empty_song_has_the_ways_to_a_first_layer_in_edit_as_well(at_home: Start) -> None:
    pilot = at_home()
    pilot.studio.move(Go("make"))
    pilot.settle()
    pilot.click("empty-loop")
    pilot.press("Edit")
    pilot.press("Add a beat")
    assert pilot.studio.screen.edit_page.on_grid
