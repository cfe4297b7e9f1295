"""A ring for a player, to be read from far: full while they play, filling while they come next, empty while they rest."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from studio.ui import shape
from studio.ui.icon import icon
from studio.ui.nodes import Canvas
from studio.ui.theme import mix, readable_on

if TYPE_CHECKING:
    import pygame

    from studio.ui.theme import Theme

Standing = Literal["in", "next", "resting"]
_BAND = 7  # of the ring, in design pixels


def ring(
    key: str,
    name: str,
    symbol: str,
    layer: int,
    standing: Standing,
    *,
    share: float = 0.0,
    loud: int = 0,
    size: int = 84,
) -> Canvas:
    """Return the ring; `share` (0..1) is how much of the wait is over, `loud` -2..2 widens or narrows its middle."""

    def draw(surface: pygame.Surface, rect: pygame.Rect, theme: Theme) -> None:
        radius = min(rect.width, rect.height) // 2 - 1
        band = theme.px(_BAND)
        colour, track = theme.layer(layer), theme.colour("s3" if not theme.flat else "edge")
        centre = rect.center
        thin = theme.px(2) if theme.flat else band  # where all edges are white a full ring is only theirs who play
        shape.disc(
            surface,
            centre,
            radius,
            None,
            colour if standing == "in" else track,
            line=band if standing == "in" else thin,
        )
        if standing == "next" and share > 0:
            shape.arc(surface, centre, radius, max(0.04, min(1.0, share)), colour, line=band)
        inner = radius - band - theme.px(5) + theme.px(loud)
        fill = colour if standing == "in" else mix(theme.colour("s2"), colour, 0.12)
        shape.disc(surface, centre, max(theme.px(10), inner), fill)
        ink = readable_on(fill) if standing == "in" else colour if standing == "next" else theme.colour("text2")
        drawn = icon(symbol, round(radius * 0.72), ink)
        surface.blit(drawn, drawn.get_rect(center=centre))

    look = (symbol, layer, standing, round(share * 60), loud)
    return Canvas(key, draw, "picture", name, min_size=(size, size), version=lambda: look)
