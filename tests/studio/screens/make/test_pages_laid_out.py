"""The Layers and Edit pages of Make and their dialogs lie well in every window and text size, and all of them are read aloud."""

from collections.abc import Callable
from dataclasses import replace
from itertools import pairwise

import pytest

from studio.screen import Go
from tests.studio.fakes import Pilot
from tests.studio.screens.looked_over import lint

Start = Callable[..., Pilot]
UNDO, REDO = ("shell/undo", "make-undo"), ("shell/redo", "make-redo")


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


def test_a_notice_leaves_the_pages_and_the_way_on_in_sight(made: Pilot) -> None:
    always, notice = (
        ("Layers", "I'm done"),
        "We looked for a note at that place, and there is none to be seen here.",
    )
    made.press("Edit")
    lint(made, in_sight=always, notice=notice)
    made.press("Shown as: Notes")
    made.studio.screen.edit_page.notes.add(0, 240, 61)
    made.studio.screen.edit_page.notes.roll.choose(frozenset({0}))
    made.settle()
    lint(made, in_sight=always, notice=notice)
    made.press("Layers")
    lint(made, in_sight=always, notice=notice)


def test_names_of_layers_are_whole_in_edit_however_many_there_are_and_each_can_be_come_to(made: Pilot) -> None:
    room = made.studio.screen
    while len(room.song.layers) < 8:
        made.press("Add a part")
    made.press("Edit")
    for text in (100, 200):
        made.studio.restyle(replace(made.studio.settings, text_size=text))
        made.settle()
        assert not [one.name for one in made.ui.tree() if "…" in one.name], text
        room.choose(room.song.layers[-1].id)
        made.settle()
        assert [one for one in made.ui.tree() if room.chosen_layer.name in one.name], text
    lint(made)
    seen = [room.chosen]
    for _ in range(7):
        made.click("which-after")
        seen.append(room.chosen)
    assert set(seen) == {layer.id for layer in room.song.layers}
    made.click("which-before")
    assert room.chosen == seen[-2]


def test_the_only_layer_is_named_in_edit_and_no_choice(at_home: Start) -> None:
    pilot = at_home()
    pilot.studio.move(Go("make"))
    pilot.settle()
    pilot.click("empty-loop")
    pilot.press("Add a beat")
    pilot.press("Edit")
    assert not [one for one in pilot.ui.tree() if one.key == "which"]
    lint(pilot, in_sight=(pilot.studio.screen.chosen_layer.name,))


def test_what_stands_before_a_lane_touches_nothing_of_the_next(made: Pilot) -> None:
    while len(made.studio.screen.song.layers) < 6:
        made.press("Add a part")
    for kind in ("layer", "mute", "solo"):
        rows = sorted(
            (one.rect for one in made.ui.tree() if (one.key or "").startswith(f"{kind}-")), key=lambda rect: rect.top
        )
        assert len(rows) == 6
        assert all(below.top - above.bottom >= 2 for above, below in pairwise(rows)), kind


def test_the_ring_of_the_roll_touches_neither_what_is_above_nor_its_tools_and_few_drums_fill_their_grid(
    made: Pilot,
) -> None:
    made.press("Edit")
    made.press("Shown as: Notes")
    for text in (100, 200):
        made.studio.restyle(replace(made.studio.settings, text_size=text))
        made.settle()
        roll = next(one for one in made.ui.tree() if one.key == "roll").rect
        for key in ("way-of", "tool"):
            other = next(one for one in made.ui.tree() if one.key == key).rect
            assert not roll.inflate(18, 18).colliderect(other), (text, key)  # the ring is 7 wide
    made.studio.screen.choose(next(one.id for one in made.studio.screen.song.layers if one.name == "My beat"))
    made.studio.restyle(replace(made.studio.settings, text_size=100))
    made.settle()
    made.turn()
    grid = made.studio.screen.edit_page.steps.grid
    rect = next(one for one in made.ui.tree() if one.key == "grid").rect
    first, after, tall = grid._rows(rect)
    assert rect.height - (after - first) * tall < after - first, "nothing is empty below the drums"


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


def test_undo_and_redo_are_in_sight_at_every_text_size_and_away_from_im_done(made: Pilot) -> None:
    def both() -> tuple[bool, bool]:
        """Whether undo and redo can be pressed, wherever they stand at this text size."""
        found = {one.key: one for one in made.ui.tree() if one.key in UNDO + REDO}
        undo, redo = (next(found[key] for key in keys if key in found) for keys in (UNDO, REDO))
        done = made.ui.find("I'm done")
        for one in (undo, redo):
            assert one.seen.height == one.rect.height
            assert not one.rect.inflate(48, 48).colliderect(done.rect)
        return undo.enabled, redo.enabled

    for text in (100, 125, 150, 200):
        made.studio.restyle(replace(made.studio.settings, text_size=text))
        made.settle()
        assert both() == (True, False)
        made.studio.screen.do_undo()
        made.settle()
        assert both() == (True, True)
        made.click(next(key for key in REDO if any(one.key == key for one in made.ui.tree())))
        made.settle()
        assert both() == (True, False)


def test_the_bars_stay_above_the_lanes_however_far_they_are_scrolled_and_the_sixth_layer_can_be_seen(
    made: Pilot,
) -> None:
    while len(made.studio.screen.song.layers) < 6:
        made.press("Add a part")
    for text in (100, 200):
        made.studio.restyle(replace(made.studio.settings, text_size=text))
        made.settle()
        last = made.studio.screen.song.layers[5]
        made.studio.tools.focus(f"layer-{last.id}")
        made.settle()
        found = {one.key: one for one in made.ui.tree() if one.key in {"ruler", f"layer-{last.id}"}}
        assert all(one.seen.size == one.rect.size for one in found.values()), text
        assert len(found) == 2


def test_it_is_said_that_keys_walk_here_while_nothing_sounds(made: Pilot) -> None:
    for page in ("Layers", "Edit", "Song", "Words"):
        made.press(page)
        assert made.ui.find("Hold a key:", role="words"), page
    made.click("make-play")
    assert not [one for one in made.ui.tree() if one.name == "Hold a key:"]
