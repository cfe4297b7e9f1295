"""Draws rounded boxes and soft shadows without jagged edges: corners come from SVG and are kept, sides are filled."""

import io
from functools import lru_cache

import pygame

from studio.ui.theme import Colour

SHADOW_REACH = 22  # how far a soft shadow goes past its box, in design pixels
_BLUR = 12
_DROP = 5
_DASH = 5  # how long a dash of an edge is, and the gap after it, in widths of its line


def box(
    surface: pygame.Surface,
    rect: pygame.Rect,
    radius: int,
    fill: Colour | None,
    edge: Colour | None = None,
    *,
    line: int = 1,
    dashed: bool = False,
) -> None:
    """Draw a rounded box with an optional edge `line` pixels wide inside it; `dashed` leaves gaps in its straight sides."""
    radius = max(0, min(radius, rect.width // 2, rect.height // 2))
    if not rect.colliderect(surface.get_clip()) or (fill is None and edge is None):
        return
    if radius == 0:
        if fill is not None:
            surface.fill(fill, rect)
        if edge is not None:
            pygame.draw.rect(surface, edge, rect, line)
        return
    corner = _corners(radius, fill, edge, line)
    right, bottom = rect.right - radius, rect.bottom - radius
    surface.blit(corner, rect.topleft, (0, 0, radius, radius))
    surface.blit(corner, (right, rect.top), (radius, 0, radius, radius))
    surface.blit(corner, (rect.left, bottom), (0, radius, radius, radius))
    surface.blit(corner, (right, bottom), (radius, radius, radius, radius))
    inner = rect.inflate(-2 * radius, 0)
    sides = rect.inflate(0, -2 * radius)
    if fill is not None:
        surface.fill(fill, inner)
        surface.fill(fill, (rect.left, sides.top, radius, sides.height))
        surface.fill(fill, (right, sides.top, radius, sides.height))
    if edge is not None:
        dash = _DASH * line if dashed else max(inner.width, sides.height, 1)
        for x in range(inner.left, inner.right, 2 * dash):
            wide = min(dash, inner.right - x)
            surface.fill(edge, (x, rect.top, wide, line))
            surface.fill(edge, (x, rect.bottom - line, wide, line))
        for y in range(sides.top, sides.bottom, 2 * dash):
            tall = min(dash, sides.bottom - y)
            surface.fill(edge, (rect.left, y, line, tall))
            surface.fill(edge, (rect.right - line, y, line, tall))


def disc(
    surface: pygame.Surface,
    centre: tuple[int, int],
    radius: int,
    fill: Colour | None,
    edge: Colour | None = None,
    *,
    line: int = 1,
) -> None:
    """Draw a disc or a ring."""
    corner = _corners(radius, fill, edge, line)
    surface.blit(corner, (centre[0] - radius, centre[1] - radius))


def shadow(surface: pygame.Surface, rect: pygame.Rect, radius: int, scale: float, strength: int = 90) -> None:
    """Draw a soft shadow under a box that will be drawn at `rect`."""
    blurred = _shadow(rect.width, rect.height, radius, scale, strength)
    reach = (blurred.get_width() - rect.width) // 2
    surface.blit(blurred, (rect.left - reach, rect.top - reach + round(_DROP * scale)))


def arc(
    surface: pygame.Surface, centre: tuple[int, int], radius: int, share: float, colour: Colour, *, line: int
) -> None:
    """Draw the part `share` (0..1) of a ring, clockwise from the top."""
    drawn = _arc(radius, round(share * 120), colour, line)
    surface.blit(drawn, drawn.get_rect(center=centre))


@lru_cache(maxsize=512)
def _corners(radius: int, fill: Colour | None, edge: Colour | None, line: int) -> pygame.Surface:
    """Return a disc of the radius: its quarters are the corners of a box."""
    size = 2 * radius
    inset = line / 2 if edge is not None else 0
    paint = f'fill="{_hex(fill)}"' if fill is not None else 'fill="none"'
    stroke = f'stroke="{_hex(edge)}" stroke-width="{line}"' if edge is not None else ""
    return _svg(f'<circle cx="{radius}" cy="{radius}" r="{radius - inset}" {paint} {stroke}/>', size)


@lru_cache(maxsize=64)
def _arc(radius: int, part: int, colour: Colour, line: int) -> pygame.Surface:
    around = 2 * 3.14159265 * (radius - line / 2)
    dash = f'stroke-dasharray="{around * part / 120:.2f} {around:.2f}" stroke-linecap="round"' if part < 120 else ""  # noqa: PLR2004 - a ring of 120 parts is whole
    ring = (
        f'<circle cx="{radius}" cy="{radius}" r="{radius - line / 2}" fill="none" stroke="{_hex(colour)}" '
        f'stroke-width="{line}" {dash} transform="rotate(-90 {radius} {radius})"/>'
    )
    return _svg(ring if part else "", 2 * radius)


@lru_cache(maxsize=48)
def _shadow(width: int, height: int, radius: int, scale: float, strength: int) -> pygame.Surface:
    """Blur a small box once and stretch its middle: the cost does not grow with the size."""
    blur = max(2, round(_BLUR * scale))
    reach = round(SHADOW_REACH * scale)
    corner = radius + reach
    small = pygame.Surface((2 * corner + 2, 2 * corner + 2), pygame.SRCALPHA)
    small.blit(_corners(radius, (0, 0, 0), None, 1), (reach, reach))
    box(small, small.get_rect().inflate(-2 * reach, -2 * reach), radius, (0, 0, 0))
    small = pygame.transform.gaussian_blur(small, blur)
    small.set_alpha(strength)
    wide, high = max(width + 2 * reach, 2 * corner + 1), max(height + 2 * reach, 2 * corner + 1)
    whole = pygame.Surface((wide, high), pygame.SRCALPHA)
    return _stretched(small, whole, corner)


def _stretched(small: pygame.Surface, whole: pygame.Surface, corner: int) -> pygame.Surface:
    """Fill `whole` with the nine parts of `small`, whose middle is two pixels wide."""
    (sw, sh), (ww, wh) = small.get_size(), whole.get_size()
    for sy, ay, ty, th in (
        (0, corner, 0, corner),
        (corner, 1, corner, wh - 2 * corner),
        (sh - corner, corner, wh - corner, corner),
    ):
        for sx, ax, tx, tw in (
            (0, corner, 0, corner),
            (corner, 1, corner, ww - 2 * corner),
            (sw - corner, corner, ww - corner, corner),
        ):
            part = small.subsurface((sx, sy, ax, ay))
            piece = part if (ax, ay) == (tw, th) else pygame.transform.scale(part, (max(tw, 1), max(th, 1)))
            piece.set_alpha(small.get_alpha())
            whole.blit(piece, (tx, ty))
    return whole


def _svg(inner: str, size: int) -> pygame.Surface:
    source = f'<svg xmlns="http://www.w3.org/2000/svg" width="{size}" height="{size}" viewBox="0 0 {size} {size}">{inner}</svg>'
    return pygame.image.load_sized_svg(io.BytesIO(source.encode()), (max(size, 1), max(size, 1)))


def _hex(colour: Colour) -> str:
    return "#{:02x}{:02x}{:02x}".format(*colour)
