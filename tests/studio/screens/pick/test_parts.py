"""A part that fits is chosen before the piece is; a tune is found by its first notes."""

from pathlib import Path

import pygame
import pytest

from studio.music.piece import Note, Part, Piece
from tests.studio.fakes import Pilot
from tests.studio.screens.looked_over import lint

RIGHT = tuple(Note(n * 480, 480, 72 + n % 5) for n in range(16))
LEFT = tuple(Note(n * 960, 960, pitch) for n in range(8) for pitch in (48, 52, 55))


@pytest.fixture
def fitting(picking: Pilot, tmp_path: Path) -> Pilot:
    """A piano piece on one stave was dropped on the window, and its parts are open."""
    file = tmp_path / "piano.mid"
    file.write_bytes(Piece("", (Part("Piano", notes=(*RIGHT, *LEFT)),)).to_midi())
    picking.turn(pygame.event.Event(pygame.DROPFILE, file=str(file)))
    picking.settle()
    picking.click("fit-the-file")
    picking.settle()
    assert "A part that fits" in picking.words()
    return picking


def mine(pilot: Pilot) -> list[Part]:
    return [part for part in pilot.lesson.stand.music.parts if part.role == "melody"]


@pytest.mark.whole
def test_a_part_is_heard_and_chosen_and_the_rest_plays_along(fitting: Pilot) -> None:
    fitting.press("Rhythm")
    fitting.click("hear-part")
    assert fitting.engine.log[-1] == "preview"
    fitting.click("take-part")

    assert fitting.screen == "play"
    assert fitting.lesson.stand.title == "piano (Rhythm)"
    assert {note.pitch for part in mine(fitting) for note in part.notes} == {60}
    assert fitting.lesson.journal.pieces(fitting.lesson.pupil.id)[0].source.endswith("#rhythm")


@pytest.mark.whole
def test_hands_are_swapped_by_one_press_and_parted_by_a_line_that_moves(fitting: Pilot) -> None:
    fitting.press("Right hand")
    fitting.press("Swap hands")
    fitting.press("Swap hands")
    line = next(widget for widget in fitting.ui.tree() if widget.key == "hand-line")
    before = line.value
    fitting.tab_to("The line between the hands")
    fitting.type_key(pygame.K_UP)
    assert next(widget for widget in fitting.ui.tree() if widget.key == "hand-line").value != before
    fitting.click("take-part")

    assert [part.hand for part in mine(fitting)] == ["right"]
    assert all(note.pitch >= 56 for part in mine(fitting) for note in part.notes)


@pytest.mark.whole
def test_nothing_is_chosen_where_it_is_closed_and_all_of_it_is_in_reach(fitting: Pilot) -> None:
    fitting.press("Two hands, easy")
    lint(fitting, in_sight=("Take this part", "Not now"))
    fitting.type_key(pygame.K_ESCAPE)

    assert fitting.screen == "pick"
    assert "A part that fits" not in fitting.words()
    assert fitting.lesson.stand is None


def test_a_tune_is_found_by_its_first_notes_in_another_key(picking: Pilot) -> None:
    picking.press("Play it")
    assert "Play the first notes" in picking.words()
    picking.play(*[pitch + 4 for pitch in (64, 64, 65, 67, 67, 65, 64, 62, 60)])
    picking.settle()

    assert "Ode to Joy" in picking.words()
    lint(picking)
    picking.press("Start again")
    assert "Ode to Joy" not in picking.words()
    picking.press("Play it")
    assert "Play the first notes" not in picking.words()


@pytest.mark.whole
def test_the_line_is_dragged_by_mouse_and_the_hands_are_the_same_when_the_piece_is_opened_again(fitting: Pilot) -> None:
    fitting.press("Right hand")
    widget = next(widget for widget in fitting.ui.tree() if widget.key == "hand-line")
    top, middle = widget.rect.centery - 18, widget.rect.centery
    fitting.turn(_mouse(pygame.MOUSEBUTTONDOWN, (widget.rect.centerx, middle)))
    fitting.turn(_mouse(pygame.MOUSEMOTION, (widget.rect.centerx, widget.rect.top)))
    assert next(one for one in fitting.ui.tree() if one.key == "hand-line").value == "Right hand from E5 up"
    fitting.turn(_mouse(pygame.MOUSEMOTION, (widget.rect.centerx, top)))
    fitting.turn(_mouse(pygame.MOUSEBUTTONUP, (widget.rect.centerx, top)))
    dragged = next(widget for widget in fitting.ui.tree() if widget.key == "hand-line").value
    assert dragged != widget.value
    fitting.press("All of it")
    fitting.click("take-part")
    taken = {part.hand: part.notes for part in fitting.lesson.stand.music.parts}

    fitting.press("Pick")
    fitting.press("My pieces")
    fitting.settle()
    kept = fitting.lesson.journal.pieces(fitting.lesson.pupil.id)[0]
    fitting.click(f"fit-{kept.id}")
    fitting.settle()
    fitting.press("Right hand")
    fitting.click("take-part")

    assert [part.notes for part in fitting.lesson.stand.music.parts if part.role == "melody"] == [taken["right"]]


def _mouse(kind: int, at: tuple[int, int]) -> pygame.Event:
    if kind == pygame.MOUSEMOTION:
        return pygame.event.Event(kind, pos=at, rel=(0, 0), buttons=(1, 0, 0), touch=False)
    return pygame.event.Event(kind, pos=at, button=1, touch=False)
