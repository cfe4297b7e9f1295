"""One value between two ends, with places on the way that have a name: dragged, or moved by keys; one stop of the Tab key."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pygame

from studio.ui import shape, text
from studio.ui.nodes import Canvas

if TYPE_CHECKING:
    from collections.abc import Callable

    from studio.ui.theme import Theme

TALL = 58
_KNOB, _TRACK = 13, 6  # radius of the knob, height of the track, in design pixels
_NEAR = 2  # a drag that ends so near a place means that place


def slider(
    key: str,
    value: int,
    move: Callable[[int], None],
    *,
    name: str,
    said: str,
    ends: tuple[str, str],
    places: tuple[int, ...],
    step: int = 5,
) -> Canvas:
    """Return it; `places` are rising, the first and last are its ends. `said` is the value in words, `move` is told another one."""
    low, high = places[0], places[-1]

    def handle(event: pygame.Event, rect: pygame.Rect) -> bool:
        if event.type == pygame.KEYDOWN:
            to = _by_key(event.key, value, places, step)
        elif (event.type == pygame.MOUSEBUTTONDOWN and event.button == 1) or (
            event.type == pygame.MOUSEMOTION and event.buttons[0]
        ):
            to = _at(event.pos[0], rect, places)
        else:
            return False
        if to is None:
            return False
        to = min(max(to, low), high)
        if to != value:
            move(to)
        return True

    def draw(surface: pygame.Surface, rect: pygame.Rect, theme: Theme) -> None:
        _draw(surface, rect, theme, value, ends, places)

    return Canvas(
        key,
        draw,
        "slider",
        name,
        said,
        min_size=(260, TALL),
        handle=handle,
        focusable=True,
        version=lambda: (value, ends, places),
        mirrors=True,
    )


def _by_key(pressed: int, value: int, places: tuple[int, ...], step: int) -> int | None:
    """Arrows go a little way, the page keys to the next place, Home and End to the ends."""
    match pressed:
        case pygame.K_RIGHT | pygame.K_UP:
            return value + step
        case pygame.K_LEFT | pygame.K_DOWN:
            return value - step
        case pygame.K_PAGEUP:
            return next((place for place in places if place > value), places[-1])
        case pygame.K_PAGEDOWN:
            return next((place for place in reversed(places) if place < value), places[0])
        case pygame.K_HOME:
            return places[0]
        case pygame.K_END:
            return places[-1]
        case _:
            return None


def _track(rect: pygame.Rect) -> tuple[int, int]:
    """Where the track begins and how long it is; the knob stands inside of the whole at either end."""
    inset = rect.height // 3
    return rect.left + inset, max(1, rect.width - 2 * inset)


def _at(x: int, rect: pygame.Rect, places: tuple[int, ...]) -> int:
    left, wide = _track(rect)
    to = round(places[0] + (x - left) * (places[-1] - places[0]) / wide)
    return next((place for place in places if abs(place - to) <= _NEAR), to)


def _draw(
    surface: pygame.Surface, rect: pygame.Rect, theme: Theme, value: int, ends: tuple[str, str], places: tuple[int, ...]
) -> None:
    left, wide = _track(rect)
    y, tall = rect.top + theme.px(_KNOB + 4), theme.px(_TRACK)

    def x(at: int) -> int:
        along = round((at - places[0]) * wide / (places[-1] - places[0]))
        return left + (wide - along if theme.rtl else along)

    bar = pygame.Rect(left, y - tall // 2, wide, tall)
    shape.box(surface, bar, tall // 2, theme.colour("s3"), theme.colour("edge"))
    first, bar.width = x(places[0]), max(tall, abs(x(value) - x(places[0])))
    bar.left = first - bar.width if theme.rtl else first
    shape.box(surface, bar, tall // 2, theme.colour("accent"))
    for place in places:
        shape.disc(surface, (x(place), y), theme.px(5), theme.colour("accent" if place <= value else "edge"))
    shape.disc(surface, (x(value), y), theme.px(_KNOB), theme.colour("accent"), theme.colour("s1"), line=theme.px(2))
    said = ends[::-1] if theme.rtl else ends
    for words, at, anchor in ((said[0], rect.left, "bottomleft"), (said[1], rect.right, "bottomright")):
        text.draw(surface, theme, words, (at, rect.bottom), tone="text2", anchor=anchor)
