"""A colour and a shape for each letter: told apart by everybody, readable in every theme, in falling notes and keys alike."""

from itertools import combinations

import numpy as np
import pygame
import pytest

from studio.ui import keys, noteface, pitches, roll
from studio.ui.theme import THEMES, Theme, contrast, readable_on

EVERY = sorted(THEMES)
WHITE = (60, 62, 64, 65, 67, 69, 71)
# Machado, Oliveira and Fernandes 2009, severity 1, on linear light.
BLINDNESS = {
    "protan": [[0.152286, 1.052583, -0.204868], [0.114503, 0.786281, 0.099216], [-0.003882, -0.048116, 1.051998]],
    "deutan": [[0.367322, 0.860646, -0.227968], [0.280085, 0.672501, 0.047413], [-0.011820, 0.042940, 0.968881]],
    "tritan": [[1.255528, -0.076749, -0.178779], [-0.078411, 0.930809, 0.147602], [0.004733, 0.691367, 0.303900]],
}
TO_CONES = [
    [0.41222147, 0.53633254, 0.05144599],
    [0.2119035, 0.68069955, 0.10739696],
    [0.08830246, 0.28171884, 0.6299787],
]
TO_LAB = [
    [0.21045426, 0.7936178, -0.00407205],
    [1.97799849, -2.42859221, 0.45059371],
    [0.02590404, 0.78277177, -0.80867577],
]


def oklab(colour: tuple[int, int, int], blindness: str = "") -> np.ndarray:
    """Where a colour lies in Oklab, as it is seen."""
    part = np.array(colour) / 255
    light = np.where(part <= 0.04045, part / 12.92, ((part + 0.055) / 1.055) ** 2.4)
    if blindness:
        light = np.clip(np.array(BLINDNESS[blindness]) @ light, 0, 1)
    return np.array(TO_LAB) @ np.cbrt(np.array(TO_CONES) @ light)


def nearest(theme: str, blindness: str = "") -> float:
    seen = [oklab(pitches.hue(Theme(theme), pitch), blindness) for pitch in WHITE]
    return min(float(np.linalg.norm(one - other)) for one, other in combinations(seen, 2))


@pytest.mark.parametrize("theme", EVERY)
def test_seven_hues_are_told_apart_and_as_far_as_can_be_by_the_colour_blind(theme: str) -> None:
    assert nearest(theme) >= 0.14
    for blindness in BLINDNESS:
        assert nearest(theme, blindness) >= 0.06, blindness


@pytest.mark.parametrize("theme", EVERY)
def test_every_hue_stands_out_from_the_roll_and_what_is_written_on_it_can_be_read(theme: str) -> None:
    look = Theme(theme)
    for pitch in WHITE:
        hue = pitches.hue(look, pitch)
        assert contrast(hue, look.colour("roll")) >= 3
        assert contrast(readable_on(hue), hue) >= 4.5


@pytest.mark.parametrize("theme", EVERY)
def test_none_looks_like_the_red_of_recording(theme: str) -> None:
    red = oklab(THEMES[theme]["rec"])
    assert all(np.linalg.norm(oklab(pitches.hue(Theme(theme), pitch)) - red) >= 0.07 for pitch in WHITE)


@pytest.mark.parametrize("theme", EVERY)
def test_shapes_stand_out_from_their_keys(theme: str) -> None:
    look = Theme(theme)
    for pitch in range(60, 72):
        colour, behind = keys.mark_colours(look, pitch)
        key = look.colour("black" if keys.is_black(pitch) else "white")
        assert contrast(behind or colour, key) >= 3
        assert behind is None or contrast(behind, colour) >= 3


def ink(pitch: int) -> bytes:
    return pygame.image.tobytes(pitches.shape_of(pitch, 24, (255, 255, 255)), "RGBA")


def test_every_letter_has_a_shape_of_its_own_and_a_black_key_that_of_its_left_neighbour_hollow() -> None:
    assert len({ink(pitch) for pitch in range(60, 72)}) == 12
    filled, hollow = (pitches.shape_of(pitch, 24, (255, 255, 255)) for pitch in (64, 66))  # E has no black key; F sharp
    assert filled.get_at((12, 8)).a == 255
    assert hollow.get_at((12, 8)).a == 0
    assert hollow.get_at((12, 12)).a == 255, "the dot"
    assert pitches.hue(Theme(), 66) == pitches.hue(Theme(), 65)
    assert ink(48) == ink(60)


@pytest.mark.parametrize("names", [True, False])
def test_a_falling_note_by_letter_never_has_its_colour_alone(names: bool) -> None:
    rect = pygame.Rect(0, 0, 1240, 300)
    what = roll.Falling((roll.RollNote(2.0, 3.0, 60),), 36, 84, 0.0, names=names, by_letter=True)
    surface = pygame.Surface(rect.size)
    roll.draw_falling(surface, rect, Theme(), what)
    hue = pitches.hue(Theme(), 60)
    colours = {tuple(surface.get_at((x, y))[:3]) for x in range(600, 660) for y in range(60, 200)}
    assert {hue, readable_on(hue)} <= colours


@pytest.mark.parametrize("room", [(60, 40), (40, 30), (26, 18), (14, 30), (12, 12)])
def test_however_small_a_note_is_its_face_stays_within_it_and_keeps_its_shape(room: tuple[int, int]) -> None:
    drawn = noteface.drawn(Theme(), noteface.Face("C#", 61, 3), (200, 200, 200), room)
    assert drawn is not None
    assert drawn.get_width() <= room[0]
    assert drawn.get_height() <= room[1]


def test_the_finger_goes_first_and_the_letter_next() -> None:
    whole = noteface.drawn(Theme(), noteface.Face("C", None, 3), (200, 200, 200), (60, 40))
    letter = noteface.drawn(Theme(), noteface.Face("C"), (200, 200, 200), (60, 40))
    narrow = noteface.drawn(Theme(), noteface.Face("C", None, 3), (200, 200, 200), (16, 22))
    assert whole is not None
    assert letter is not None
    assert narrow is not None
    assert whole.get_width() > letter.get_width() > narrow.get_width() / 2
    assert noteface.drawn(Theme(), noteface.Face("C"), (200, 200, 200), (3, 3)) is None


def test_keys_show_the_shapes_lit_or_not() -> None:
    rect = pygame.Rect(0, 0, 1240, 100)

    def picture(**how: object) -> bytes:
        surface = pygame.Surface(rect.size)
        keys.draw_keys(surface, rect, Theme(), (48, 84), name_cs=False, **how)  # type: ignore[arg-type]  # any of its options
        return pygame.image.tobytes(surface, "RGB")

    assert picture() != picture(by_letter=True)
    lit = {62: pitches.hue(Theme(), 62), 63: pitches.hue(Theme(), 63)}
    no_names = {62: "", 63: ""}
    assert picture(lit=lit, labels=no_names) != picture(lit=lit, labels=no_names, by_letter=True)


def test_a_shape_never_lies_on_the_name_of_its_key() -> None:
    rect, large = pygame.Rect(0, 0, 1240, 92), Theme(text_scale=2.0)
    left, wide = keys.key_spans(keys.keys_rect(rect, large).width, 48, 84)[60]
    named = pygame.Rect(keys.keys_rect(rect, large).left + left + 2, 62, wide - 4, 24)

    def bottom(by_letter: bool, place: pygame.Rect) -> bytes:
        surface = pygame.Surface(rect.size)
        keys.draw_keys(surface, rect, large, (48, 84), by_letter=by_letter)
        return pygame.image.tobytes(surface.subsurface(place), "RGB")

    assert bottom(True, named) == bottom(False, named)
    assert bottom(True, named.move(wide + 4, 0)) != bottom(False, named.move(wide + 4, 0)), (
        "D has no name and its shape"
    )
