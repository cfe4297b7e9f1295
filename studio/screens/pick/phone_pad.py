"""The pad that is tapped by mouse, finger or space bar, whose ring shows each tap, and the ring of a key that is held."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pygame

from studio.ui import shape, text
from studio.ui.nodes import Canvas
from studio.ui.theme import mix
from studio.words import say

if TYPE_CHECKING:
    from collections.abc import Callable

    from studio.ui.theme import Theme

TALL = 190
HELD = 56
DOTS = 8  # taps that are shown one by one: as many as do


def pad(key: str, taps: int, said: str, tap: Callable[[], None]) -> Canvas:
    """Return the pad; `taps` were heard so far, `said` is what stands in it, `tap` is called the moment it is touched."""

    def handle(event: pygame.Event, rect: pygame.Rect) -> bool:
        del rect
        if event.type == pygame.KEYDOWN:
            if event.key not in {pygame.K_SPACE, pygame.K_RETURN, pygame.K_KP_ENTER}:
                return False
            tap()
            return True
        if getattr(event, "touch", False) or event.type not in {pygame.MOUSEBUTTONDOWN, pygame.FINGERDOWN}:
            return False
        if event.type == pygame.FINGERDOWN or event.button == 1:
            tap()
            return True
        return False

    def draw(surface: pygame.Surface, rect: pygame.Rect, theme: Theme) -> None:
        _draw(surface, rect, theme, taps, said)

    return Canvas(
        key,
        draw,
        "button",
        say("phone.tap here"),
        said,
        min_size=(260, TALL),
        grow=1,
        handle=handle,
        focusable=True,
        version=lambda: (taps, said),
    )


def _draw(surface: pygame.Surface, rect: pygame.Rect, theme: Theme, taps: int, said: str) -> None:
    shape.box(surface, rect, theme.px(18), theme.colour("soft"), theme.colour("accent"), line=max(2, theme.px(2)))
    large = "display" if said[:1].isdigit() else "h1"
    tall, pen = theme.line_px(large), text.ink(theme, large, 700)
    dots = rect.bottom - theme.px(26)
    radius = min(theme.px(64), (dots - theme.px(20) - tall - rect.top - theme.px(20)) // 2)
    top = rect.top + max(0, (dots - theme.px(20) - tall - 2 * max(radius, 0) - rect.top) // 2)
    if radius > theme.px(16):
        _ring(surface, theme, (rect.centerx, top + radius), radius, taps)
        top += 2 * radius + theme.px(6)
    if text.fitting(said, (pen,), (rect.width - theme.px(24), tall)) is not None:
        text.draw(surface, theme, said, (rect.centerx, top), style=large, weight=700, anchor="midtop")
    _dots(surface, theme, (rect.centerx, dots), taps)


def _ring(surface: pygame.Surface, theme: Theme, at: tuple[int, int], radius: int, taps: int) -> None:
    """Full at every other tap, so that each one is seen to be heard and nothing blinks by itself."""
    accent = theme.colour("accent")
    on = taps % 2 == 1
    shape.disc(
        surface, at, radius, mix(theme.colour("soft"), accent, 0.85 if on else 0.15), accent, line=max(2, theme.px(3))
    )
    inner = theme.colour("on") if on else accent
    shape.disc(surface, at, max(4, radius // 3), inner)


def _dots(surface: pygame.Surface, theme: Theme, at: tuple[int, int], taps: int) -> None:
    each = theme.px(26)
    left = at[0] - each * (DOTS - 1) // 2
    for n in range(DOTS):
        lit = n < taps
        fill, edge = theme.colour("accent" if lit else "s2"), theme.colour("accent" if lit else "edge")
        shape.disc(surface, (left + n * each, at[1]), theme.px(7), fill, edge, line=max(1, theme.px(1.5)))


def filling(key: str, share: float, words: str) -> Canvas:
    """Return a ring that fills while a key is held; it says no number."""

    def draw(surface: pygame.Surface, rect: pygame.Rect, theme: Theme) -> None:
        radius = rect.height // 2 - theme.px(4)
        shape.disc(surface, rect.center, radius, theme.colour("s2"), theme.colour("edge"), line=max(1, theme.px(2)))
        if share:
            shape.arc(surface, rect.center, radius, share, theme.colour("accent"), line=max(4, theme.px(7)))

    return Canvas(key, draw, "picture", words, min_size=(HELD, HELD), version=lambda: share)
