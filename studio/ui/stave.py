"""Draws an engraved page that was made elsewhere, with marks laid over its notes."""

import io
from dataclasses import dataclass
from functools import lru_cache

import pygame

from studio.ui import shape, stave_words
from studio.ui.theme import Theme, mix


@dataclass(frozen=True, slots=True)
class Mark:
    """A note to mark: where it stands as shares (0..1) of the page, and the colour's token."""

    left: float
    top: float
    width: float
    height: float
    tone: str = "accent"


def fitted(svg_size: tuple[float, float], rect: pygame.Rect) -> pygame.Rect:
    """Return where in `rect` a page of this shape stands: as wide as it can, at the top."""
    share = min(rect.width / svg_size[0], rect.height / svg_size[1])
    page = pygame.Rect(0, 0, max(1, round(svg_size[0] * share)), max(1, round(svg_size[1] * share)))
    page.midtop = rect.midtop
    return page


def draw_page(
    surface: pygame.Surface,
    rect: pygame.Rect,
    theme: Theme,
    svg: str,
    svg_size: tuple[float, float],
    *,
    marks: tuple[Mark, ...] = (),
) -> None:
    """Draw a page of plain SVG (no `use`, no styles; black ink on nothing), its marks under the ink.

    A page is always dark on light, as printed music is; where the theme is dark it lies on a sheet.
    """
    paper = (255, 255, 255) if theme.name != "cream" else theme.colour("s1")
    shape.box(surface, rect, theme.px(12), paper, theme.colour("s3"))
    page = fitted(svg_size, rect.inflate(-2 * theme.px(12), -2 * theme.px(12)))
    for mark in marks:
        place = pygame.Rect(
            page.left + round(mark.left * page.width),
            page.top + round(mark.top * page.height),
            round(mark.width * page.width),
            round(mark.height * page.height),
        ).inflate(theme.px(8), theme.px(8))
        shape.box(surface, place, theme.px(6), mix(paper, theme.colour(mark.tone), 0.35), theme.colour(mark.tone))
    surface.blit(_page(svg, page.size), page)
    for words in stave_words.of(svg):  # a drawer of plain shapes knows no letters
        stave_words.draw(surface, page, theme, words, page.width / svg_size[0])


@lru_cache(maxsize=8)
def _page(svg: str, size: tuple[int, int]) -> pygame.Surface:
    return pygame.image.load_sized_svg(io.BytesIO(svg.encode()), size)
