"""The piano roll of Make on a real song: each thing it does, by mouse and by keys, can be undone by its name."""

from collections.abc import Callable
from dataclasses import replace

import pygame
import pytest

from studio.music.piece import Key
from studio.music.song import notes
from studio.music.song.labels import label
from studio.screen import Go
from studio.ui.pianoroll import picture
from tests.studio.fakes import Pilot
from tests.studio.screens.at_work import position

Start = Callable[..., Pilot]
CTRL, SHIFT, ALT = pygame.KMOD_CTRL, pygame.KMOD_SHIFT, pygame.KMOD_ALT


@pytest.fixture
def roll(at_home: Start) -> Pilot:
    """An empty layer of four bars, its notes on a roll that has the focus."""
    pilot = at_home()
    pilot.studio.move(Go("make"))
    pilot.settle()
    pilot.click("empty-loop")
    pilot.press("Add a part")
    pilot.press("Edit")
    pilot.press("Shown as: Notes")
    return pilot


def place(pilot: Pilot, tick: float, pitch: int) -> tuple[int, int]:
    """Where a note is on the screen, in the middle of its row."""
    rect = pilot.ui.find("Notes of My part 1", role="grid").rect
    well, seen = picture.well(rect, pilot.ui.theme), pilot.studio.screen.edit_page.notes.roll.view
    return well.left + seen.x(tick), well.top + seen.y(pitch) + seen.row_px // 2


def drag(pilot: Pilot, *places: tuple[float, int], mod: int = 0) -> None:
    """Press at the first place, go over the others, and let go."""
    pygame.key.set_mods(mod)
    first, *rest = [place(pilot, *one) for one in places]
    pilot.turn(pygame.event.Event(pygame.MOUSEBUTTONDOWN, pos=first, button=1, touch=False))
    for pos in rest:
        pilot.turn(pygame.event.Event(pygame.MOUSEMOTION, pos=pos, rel=(1, 1), buttons=(1, 0, 0), touch=False))
    pilot.turn(pygame.event.Event(pygame.MOUSEBUTTONUP, pos=(rest or [first])[-1], button=1, touch=False))
    pygame.key.set_mods(0)
    pilot.turn()


def there(pilot: Pilot) -> list[tuple[float, float, int]]:
    """The notes of the layer: start, length, pitch."""
    room = pilot.studio.screen
    return [(note.start, note.length, note.pitch) for note in notes.shown(room.song, room.chosen)]


def hard(pilot: Pilot) -> list[int]:
    room = pilot.studio.screen
    return [note.velocity for note in notes.shown(room.song, room.chosen)]


def undone(pilot: Pilot, what: str) -> None:
    pilot.press(f"Undo: {what}")
    pilot.ui.focus.go("roll")


def test_notes_are_added_carried_stretched_and_chosen_by_a_box_with_the_mouse(roll: Pilot) -> None:
    drag(roll, (490, 64))
    drag(roll, (960, 67), (1430, 67))
    assert there(roll) == [(480, 120, 64), (960, 480, 67)]
    drag(roll, (1200, 67), (1440, 65))
    assert there(roll)[1] == (1200, 480, 65)
    drag(roll, (1675, 65), (1800, 65), (1920, 65))
    drag(roll, (1204, 65), (1300, 65), (1440, 65))
    assert there(roll)[1] == (1440, 480, 65)
    roll.press("Choose")
    drag(roll, (240, 62), (900, 64), (1700, 66))
    drag(roll, (1600, 65), (1660, 68), (1840, 68))
    assert there(roll) == [(720, 120, 67), (1680, 480, 68)]
    for what in ("move 2 notes", "stretch a note", "stretch a note", "move a note", "add a note", "add a note"):
        undone(roll, what)
    assert there(roll) == []


def test_the_same_by_keys_alone(roll: Pilot) -> None:
    for key in (pygame.K_RIGHT, pygame.K_UP, pygame.K_RETURN, pygame.K_COMMA):
        roll.type_key(key)
    assert there(roll) == [(120, 120, 61)]
    roll.type_key(pygame.K_RIGHT)
    roll.type_key(pygame.K_UP, SHIFT)
    roll.type_key(pygame.K_RIGHT, SHIFT)
    roll.type_key(pygame.K_LEFT, ALT)
    roll.type_key(pygame.K_RIGHT, CTRL)
    assert there(roll) == [(135, 360, 73)]
    for what in ("nudge a note", "stretch a note", "stretch a note", "move a note up or down", "move a note"):
        undone(roll, what)
    assert there(roll) == [(120, 120, 61)]


def test_notes_are_cut_joined_copied_made_louder_and_taken_out_by_buttons_and_by_keys(roll: Pilot) -> None:
    drag(roll, (480, 64), (1440, 64))
    roll.press("Cut in two")
    assert there(roll) == [(480, 480, 64), (960, 480, 64)]
    roll.ui.focus.go("roll")
    roll.type_key(pygame.K_a, CTRL)
    roll.press("Join what is chosen")
    assert there(roll) == [(480, 960, 64)]
    roll.ui.focus.go("roll")
    roll.type_key(pygame.K_k, CTRL)
    roll.type_key(pygame.K_a, CTRL)
    roll.type_key(pygame.K_j, CTRL)
    assert there(roll) == [(480, 960, 64)]
    roll.press("Copy what is chosen")
    roll.press("Put in what was copied")
    assert there(roll) == [(480, 960, 64), (1440, 960, 64)]
    roll.press("Louder")
    roll.ui.focus.go("roll")
    roll.type_key(pygame.K_MINUS)
    roll.type_key(pygame.K_MINUS)
    assert hard(roll) == [80, 72]
    roll.press("Take out what is chosen")
    assert there(roll) == [(480, 960, 64)]


def test_what_sticks_to_nothing_lies_where_it_was_put(roll: Pilot) -> None:
    roll.press("Notes stick to: free")
    drag(roll, (497, 64), (1000, 64), (1111, 64))
    ((start, length, _),) = there(roll)
    assert start % 60
    assert (start + length) % 60


def test_it_follows_the_playhead_and_a_press_on_the_bars_plays_from_there(roll: Pilot) -> None:
    drag(roll, (10, 64))
    page = roll.studio.screen.edit_page.notes
    for _ in range(6):
        roll.press("Closer")
    x, _ = place(roll, page.roll.view.left + 300, 64)
    rect = roll.ui.find("Notes of My part 1", role="grid").rect
    roll.turn(pygame.event.Event(pygame.MOUSEBUTTONDOWN, pos=(x, rect.top + 6), button=1, touch=False))
    roll.turn()
    assert roll.engine.sounding
    before = page.roll.view.left
    position(roll, page.roll.view.right - 30, "playing")
    roll.turn()
    assert page.roll.view.left > before


def test_what_was_copied_goes_into_another_layer(roll: Pilot) -> None:
    drag(roll, (480, 64), (960, 64))
    roll.press("Copy what is chosen")
    roll.press("Layers")
    roll.press("Add a part")
    roll.press("Edit")
    roll.press("Shown as: Notes")
    roll.press("Put in what was copied")
    assert there(roll) == [(0, 480, 64)]


def test_black_keys_are_called_alike_by_the_key_of_the_song_on_the_roll_and_in_the_dialog_of_the_loop(
    roll: Pilot,
) -> None:
    room = roll.studio.screen
    room.edit(label("key"), replace(room.song, key=Key(-3, "minor")))
    roll.settle()
    assert room.edit_page.notes.sheet().flats
    room.edit_page.show("grid")
    assert "Eb4" in room.edit_page.steps.labels()
    room.about_loop.show()
    roll.settle()
    assert "Home note, in minor" in roll.words()
    assert {"Home note: Eb", "Home note: F#"} <= {widget.name for widget in roll.ui.tree()}
