"""What is played goes up from its own key, and is gone after a while; before that a tune waits there."""

import pygame

from studio.ui import keys, pitches, trail
from studio.ui.theme import Theme, readable_on

RECT = pygame.Rect(0, 0, 1240, 300)
THEME = Theme()


def drawn(*notes: tuple[int, float, float | None], now: float = 10.0, **more: bool) -> pygame.Surface:
    surface = pygame.Surface(RECT.size)
    trail.draw_trail(surface, RECT, THEME, trail.Trail(notes, 48, 84, now, names=False, **more))
    return surface


def lit(surface: pygame.Surface, layer: int = trail.LAYER) -> list[tuple[int, int]]:
    colour = THEME.layer(layer)
    return [(x, y) for x in range(0, RECT.width, 2) for y in range(RECT.height) if surface.get_at((x, y))[:3] == colour]


def test_a_note_goes_up_from_its_own_key() -> None:
    inner = keys.keys_rect(RECT, THEME)
    left, wide = keys.key_spans(inner.width, 48, 84)[64]
    places = [lit(drawn((64, 9.0, 9.5), now=now)) for now in (9.6, 11.0, 13.0)]
    assert all(inner.left + left <= x < inner.left + left + wide for place in places for x, _ in place)
    lowest = [max(y for _, y in place) for place in places]
    assert lowest[0] > lowest[1] > lowest[2]


def test_a_key_that_is_held_stands_on_the_line() -> None:
    assert max(y for _, y in lit(drawn((60, 8.0, None)))) >= RECT.bottom - 14


def test_what_has_gone_out_of_sight_is_not_drawn_and_does_not_move() -> None:
    old = trail.Trail(((60, 1.0, 2.0),), 48, 84, 10.0)
    assert not old.moves
    assert trail.Trail(((60, 1.0, None),), 48, 84, 10.0).moves


def test_a_tune_waits_until_somebody_plays_or_records() -> None:
    quiet = pygame.image.tobytes(drawn(), "RGB")
    assert quiet != pygame.image.tobytes(drawn(recording=True), "RGB")
    assert quiet != pygame.image.tobytes(drawn((60, 9.0, None)), "RGB")


def test_by_letter_it_has_the_colour_and_the_shape_of_its_key() -> None:
    by_letter = drawn((64, 8.0, None), by_letter=True)
    hue = pitches.hue(THEME, 64)
    colours = {tuple(by_letter.get_at((x, y))[:3]) for x in range(0, RECT.width, 2) for y in range(0, RECT.height, 2)}
    assert {hue, readable_on(hue)} <= colours
    assert THEME.layer(trail.LAYER) not in colours
