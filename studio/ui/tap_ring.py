"""The taps that count in, as one thing to press: so many circles, and those that were tapped are full."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from studio.ui import shape, text
from studio.ui.nodes import Canvas
from studio.ui.theme import mix

if TYPE_CHECKING:
    from collections.abc import Callable

    import pygame

    from studio.ui.theme import Theme

_CIRCLE: Final = 52
_GAP: Final = 10


def taps(key: str, name: str, do: Callable[[], None], needed: int, at: int, *, value: str) -> Canvas:
    """Return the circles; a press anywhere on them, Enter or Space is a tap at the moment it goes down."""

    def draw(surface: pygame.Surface, rect: pygame.Rect, theme: Theme) -> None:
        each = rect.width / needed
        radius = min(theme.px(_CIRCLE), round(each) - theme.px(_GAP // 2), rect.height) // 2
        accent = theme.colour("accent")
        for n in range(needed):
            centre = (rect.left + round((n + 0.5) * each), rect.centery)
            full = n < at
            fill = accent if full else mix(theme.colour("s2"), accent, 0.18)
            shape.disc(surface, centre, radius, fill, accent, line=max(2, theme.px(3)))
            tone = "on" if full else "text"
            text.draw(surface, theme, str(n + 1), centre, style="lead", weight=700, tone=tone, anchor="center")

    def handle(event: pygame.event.Event, rect: pygame.Rect) -> bool:
        import pygame

        del rect
        mouse = event.type == pygame.MOUSEBUTTONDOWN and event.button == 1 and not getattr(event, "touch", False)
        key = event.type == pygame.KEYDOWN and event.key in {pygame.K_SPACE, pygame.K_RETURN}
        if not (mouse or key or event.type == pygame.FINGERDOWN):
            return False
        do()
        return True

    wide = needed * (_CIRCLE + _GAP)
    return Canvas(
        key,
        draw,
        "button",
        name,
        value,
        min_size=(wide, _CIRCLE + 4),
        handle=handle,
        focusable=True,
        version=lambda: (needed, at),
    )
