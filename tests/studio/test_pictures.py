"""The rooms look as they did when a person last looked at them; what differs is shown, and a letter's soft edge does not count."""

from pathlib import Path

import numpy as np
import pygame
import pytest

from tests.bench import kept_pictures as pictures

SIZE = (1280, 680)


def room(*boxes: tuple[pygame.Rect, tuple[int, int, int]]) -> pygame.Surface:
    """A window with so many things in it."""
    surface = pygame.Surface(SIZE)
    surface.fill((17, 19, 27))
    for rect, colour in boxes:
        surface.fill(colour, rect)
    return pictures.soft(surface)


BUTTON = pygame.Rect(100, 100, 160, 48)
VIOLET = (169, 155, 255)


@pytest.mark.whole
def test_every_room_looks_as_it_was_kept(tmp_path: Path) -> None:
    found = pictures.compare(tmp_path)
    shown = "\n".join(f"{one.name}: {one.share:.1%} of it differs, {one.picture or 'nothing kept'}" for one in found)
    assert not found, f"Look at these, then renew them: python -m tests.bench.kept_pictures\n{shown}"


def test_there_is_a_picture_of_every_room_in_every_look_and_they_are_small() -> None:
    kept = list(pictures.KEPT.glob("*.png"))
    wanted = {f"{room}_{theme}_{size}" for room in pictures.ROOMS for theme, size in pictures.LOOKS}
    assert {path.stem for path in kept} == wanted
    assert sum(path.stat().st_size for path in kept) < pictures.LARGEST


def test_a_thing_that_moved_changed_colour_or_went_is_found() -> None:
    before = room((BUTTON, VIOLET))
    for now in (room((BUTTON.move(12, 0), VIOLET)), room((BUTTON, (95, 224, 168))), room()):
        assert pictures.far_off(before, now) > pictures.MOST
    assert pictures.far_off(before, pygame.Surface((10, 10))) == 1.0


def test_noise_and_an_edge_between_two_pixels_do_not_count() -> None:
    before = room((BUTTON, VIOLET))
    noise = np.random.default_rng(1).integers(-6, 7, (*before.get_size(), 3))
    loud = pygame.surfarray.make_surface((pygame.surfarray.array3d(before) + noise).clip(0, 255).astype("uint8"))
    assert pictures.far_off(before, loud) == 0
    half = (BUTTON.move(0, BUTTON.height), (93, 87, 141))  # the button ends half a pixel lower
    half[0].height = 1
    assert pictures.far_off(before, room((BUTTON, VIOLET), half)) == 0


def test_what_differs_is_shown_beside_what_was_kept(tmp_path: Path) -> None:
    before, now = room((BUTTON, VIOLET)), room()
    sheet = pygame.image.load(pictures.beside(before, now, tmp_path / "new" / "room.png"))
    assert sheet.get_size() == (before.get_width() * 6, before.get_height() * 2)
    assert sheet.get_at((before.get_width() * 4 + 2 * BUTTON.centerx // 4, 2 * BUTTON.centery // 4))[:3] == (
        255,
        60,
        60,
    )
