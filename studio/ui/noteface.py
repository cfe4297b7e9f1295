"""What stands on a drawn note: its letter, its shape where letters have colours, and the finger that plays it."""

from dataclasses import dataclass
from functools import lru_cache

import pygame

from studio.ui import pitches, shape, text
from studio.ui.theme import Colour, Theme, readable_on

_STYLES = ("lead", "body", "label", "caption")
_GAP = 3  # between what stands beside or over each other, in design pixels
_LEAST = 8  # of a shape that stands alone, in design pixels


@dataclass(frozen=True, slots=True)
class Face:
    """What is to be seen on a note: words or "", the pitch whose shape it has or None, a finger 1 to 5 or 0."""

    name: str = ""
    shape: int | None = None
    finger: int = 0

    @property
    def empty(self) -> bool:
        """Whether there is nothing."""
        return not self.name and self.shape is None and not self.finger


def tall(theme: Theme, face: Face) -> int:
    """Return how high a note has to be for its face in a row."""
    if face.empty:
        return theme.px(14)
    pen = text.ink(theme, "label", 700)
    return text.line(face.name or "C", pen, (0, 0, 0)).get_height() - theme.px(1)


def wide(theme: Theme, face: Face) -> int:
    """Return how wide it is in a row, with a little air."""
    row = _row(theme, face, "label", (0, 0, 0))
    return sum(part.get_width() for part in row) + theme.px(_GAP) * (len(row) - 1) + theme.px(8)


@lru_cache(maxsize=1024)
def drawn(
    theme: Theme, face: Face, fill: Colour, room: tuple[int, int], styles: tuple[str, ...] = _STYLES
) -> pygame.Surface | None:
    """Return the face as large as `room` (width, height) allows, to be blitted on `fill`; None where nothing fits.

    What has no place is left out, the finger first and the letter next: the shape goes with the colour always.
    """
    ink = readable_on(fill)
    for less in _ever_less(face):
        for style in styles:
            parts = _row(theme, less, style, ink)
            gap = theme.px(_GAP)
            row = (sum(p.get_width() for p in parts) + gap * (len(parts) - 1), max(p.get_height() for p in parts))
            if _fits(row, room):
                return _beside(parts, row, gap)
            column = (max(p.get_width() for p in parts), sum(p.get_height() for p in parts))
            if len(parts) > 1 and _fits(column, room):
                return _over(parts, column)
    least = min(*room, theme.px(_LEAST))
    return pitches.shape_of(face.shape, least, ink) if face.shape is not None and least >= theme.px(5) else None


def _ever_less(face: Face) -> list[Face]:
    found = [face, Face(face.name, face.shape), Face("", face.shape)]
    return [each for n, each in enumerate(found) if not each.empty and each not in found[:n]]


def _fits(size: tuple[int, int], room: tuple[int, int]) -> bool:
    return size[0] <= room[0] and size[1] <= room[1]


def _row(theme: Theme, face: Face, style: str, ink: Colour) -> list[pygame.Surface]:
    pen = text.ink(theme, style, 700)
    size = round(theme.type_px(style) * 0.8)
    return [
        *([pitches.shape_of(face.shape, size, ink)] if face.shape is not None else []),
        *([text.line(face.name, pen, ink)] if face.name else []),
        *([finger(theme, face.finger, ink, style)] if face.finger else []),
    ]


@lru_cache(maxsize=128)
def finger(theme: Theme, number: int, ink: Colour, style: str = "label") -> pygame.Surface:
    """Return a finger's number in a ring."""
    figure = text.line(str(number), text.ink(theme, style, 700), ink)
    radius = round(theme.type_px(style) * 0.62)
    whole = pygame.Surface((2 * radius + 1, 2 * radius + 1), pygame.SRCALPHA)
    shape.disc(whole, (radius, radius), radius, None, ink, line=max(1, theme.px(1.5)))
    whole.blit(figure, figure.get_rect(center=(radius, radius)))
    return whole


def _beside(parts: list[pygame.Surface], size: tuple[int, int], gap: int) -> pygame.Surface:
    if len(parts) == 1:
        return parts[0]
    whole = pygame.Surface(size, pygame.SRCALPHA)
    x = 0
    for part in parts:
        whole.blit(part, part.get_rect(midleft=(x, size[1] // 2)))
        x += part.get_width() + gap
    return whole


def _over(parts: list[pygame.Surface], size: tuple[int, int]) -> pygame.Surface:
    whole = pygame.Surface(size, pygame.SRCALPHA)
    y = 0
    for part in parts:
        whole.blit(part, part.get_rect(midtop=(size[0] // 2, y)))
        y += part.get_height()
    return whole
