"""The cover of a song: drawn by mouse, finger or keys, undone a line at a time, and shown wherever its piece is."""

from collections.abc import Callable
from typing import Any

import pygame
import pytest

from reflections import covers
from studio.screen import Go
from tests.studio.fakes import Pilot

Start = Callable[..., Pilot]


@pytest.fixture
def sheet(at_home: Start) -> Pilot:
    """The sheet of a song's cover, empty."""
    pilot = at_home()
    pilot.studio.move(Go("make"))
    pilot.settle()
    pilot.click("from-ballad")
    pilot.press("Words")
    pilot.press("Which words: Its story")
    pilot.press("Draw it, or pick one")
    return pilot


def drawn(pilot: Pilot) -> tuple[covers.Stroke, ...]:
    return covers.strokes(pilot.studio.screen.song.story.cover)


def places(pilot: Pilot, *points: tuple[int, int]) -> list[tuple[int, int]]:
    """Where these steps of the sheet are in the window."""
    rect = next(widget.rect for widget in pilot.ui.tree() if widget.key == "sheet")
    return [(rect.left + x * rect.width // covers.SIDE, rect.top + y * rect.height // covers.SIDE) for x, y in points]


def mouse(pilot: Pilot, *points: tuple[int, int]) -> None:
    first, *others = places(pilot, *points)
    pilot.turn(pygame.Event(pygame.MOUSEBUTTONDOWN, pos=first, button=1))
    for pos in others:
        pilot.turn(pygame.Event(pygame.MOUSEMOTION, pos=pos, rel=(1, 1), buttons=(1, 0, 0)))
    pilot.turn(pygame.Event(pygame.MOUSEBUTTONUP, pos=(others or [first])[-1], button=1))


def finger(pilot: Pilot, *points: tuple[int, int]) -> None:
    width, height = pygame.display.get_surface().get_size()

    def touch(kind: int, at: tuple[int, int]) -> Any:
        return pygame.Event(kind, x=at[0] / width, y=at[1] / height, dx=0, dy=0, finger_id=3, touch_id=1)

    first, *others = places(pilot, *points)
    pilot.turn(touch(pygame.FINGERDOWN, first))
    for at in others:
        pilot.turn(touch(pygame.FINGERMOTION, at))
    pilot.turn(touch(pygame.FINGERUP, others[-1]))


def test_lines_are_drawn_by_mouse_finger_and_keys_and_undone_one_by_one(sheet: Pilot) -> None:
    sheet.press("Pen: red")
    mouse(sheet, (20, 20), (60, 20), (60, 90))
    sheet.press("How thick the line is: Thin")
    finger(sheet, (100, 100), (150, 150))
    sheet.tab_to("The sheet you draw on")
    for key in (pygame.K_RIGHT, pygame.K_SPACE, pygame.K_DOWN, pygame.K_LEFT, pygame.K_SPACE, pygame.K_UP):
        sheet.type_key(key)

    by_mouse, by_finger, by_keys = drawn(sheet)
    assert (by_mouse.pen, by_mouse.width) == (1, 1)
    assert [tuple(round(n, -1) for n in point) for point in by_mouse.points] == [(20, 20), (60, 20), (60, 90)]
    assert (by_finger.width, len(by_finger.points)) == (0, 2)
    (x, y), down, left = by_keys.points
    assert (down, left) == ((x, y + 10), (x - 10, y + 10))

    sheet.press("Undo a line")
    assert len(drawn(sheet)) == 2
    sheet.press("New sheet")
    assert drawn(sheet) == ()
    sheet.press("Done")
    sheet.press("Undo: change the cover")
    assert len(drawn(sheet)) == 2
    sheet.press("Undo: change the cover")
    assert sheet.studio.screen.song.story.cover == ""


def test_it_is_with_its_piece_wherever_that_is_shown_and_an_adult_has_it_to_see(sheet: Pilot) -> None:
    mouse(sheet, (20, 20), (180, 180))
    cover = sheet.studio.screen.song.story.cover
    sheet.press("Done")
    sheet.press("I'm done")
    sheet.studio.move(Go("music"))
    sheet.settle()

    journal = sheet.lesson.journal
    (piece,) = journal.pieces(sheet.lesson.pupil.id)
    assert piece.cover == cover
    assert [item.field for item in journal.unseen().items] == ["cover"]
    surface = pygame.display.get_surface()
    ink, paper = (pygame.Color(colour) for colour in (covers.PENS[0], covers.PAPER))
    card = next(widget.rect for widget in sheet.ui.tree() if widget.key == f"show-{piece.id}")
    seen = {
        tuple(surface.get_at((x, y)))[:3] for x in range(card.left, card.right) for y in range(card.top, card.bottom)
    }
    assert {tuple(ink)[:3], tuple(paper)[:3]} <= seen

    sheet.studio.move(Go("make"))
    sheet.settle()
    sheet.press("Words")
    sheet.press("Which words: Its story")
    sheet.press("Draw it, or pick one")
    sheet.press("New sheet")
    sheet.press("Done")
    sheet.press("My music")
    sheet.settle()
    assert journal.piece(piece.id).cover == ""
    assert journal.unseen().items == ()


def test_a_full_sheet_says_so_and_what_is_on_it_stays(sheet: Pilot) -> None:
    page = sheet.studio.screen.words_page.cover
    for _ in range(covers.MOST_STROKES):
        page._stroke(((1, 1),))
    sheet.turn()
    assert len(drawn(sheet)) == covers.MOST_STROKES
    page._stroke(((1, 1),))
    sheet.turn()
    assert len(drawn(sheet)) == covers.MOST_STROKES
    assert "The sheet is full." in sheet.words()
