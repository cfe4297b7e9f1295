"""Draws the words of an engraved page: endings, where to go on, fingers, numbers of bars, what is sung."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple
from xml.etree import ElementTree as ET

from studio.ui import text

if TYPE_CHECKING:
    from collections.abc import Iterator

    import pygame

    from studio.ui.theme import Theme

_MOVE = re.compile(r"(translate|scale)\(\s*(-?[\d.]+)[ ,]*(-?[\d.]+)?\s*\)")
_INK = (0, 0, 0)
_SMALLEST = 7  # pixels: letters smaller than that are a smudge


class Words(NamedTuple):
    """Words on a page, in its own units: where their base line begins, ends or has its middle, their size, and which of these."""

    x: float
    y: float
    size: float
    anchor: str
    said: str


class _Place(NamedTuple):
    """How units inside a group become units of the page."""

    scale: float = 1.0
    x: float = 0.0
    y: float = 0.0

    def within(self, transform: str) -> _Place:
        here = self
        for kind, first, second in _MOVE.findall(transform):
            if kind == "scale":
                here = here._replace(scale=here.scale * float(first))
            else:
                here = here._replace(x=here.x + here.scale * float(first), y=here.y + here.scale * float(second or 0))
        return here


@lru_cache(maxsize=16)
def of(svg: str) -> tuple[Words, ...]:
    """Find the words of a page; none where it cannot be read."""
    if "<text" not in svg:
        return ()
    try:
        root = ET.fromstring(svg)  # noqa: S314 - the studio's own engraving
    except ET.ParseError:
        return ()
    return tuple(_words(root, _Place()))


def _words(element: ET.Element, place: _Place) -> Iterator[Words]:
    here = place.within(element.get("transform", ""))
    if element.tag.endswith("text"):
        said = " ".join("".join(element.itertext()).split())
        size = max((_number(one.get("font-size")) for one in element.iter()), default=0.0)
        if said and size:
            x, y = _number(element.get("x")), _number(element.get("y"))
            anchor = element.get("text-anchor", "start")
            yield Words(here.x + here.scale * x, here.y + here.scale * y, here.scale * size, anchor, said)
        return
    for child in element:
        yield from _words(child, here)


def _number(said: str | None) -> float:
    found = re.match(r"-?[\d.]+", said or "")
    return float(found[0]) if found else 0.0


def draw(surface: pygame.Surface, page: pygame.Rect, theme: Theme, words: Words, share: float) -> None:
    """Draw words on a page that stands in `page`, `share` pixels for each of its units."""
    pen = theme.font, 400, max(_SMALLEST, round(words.size * share)), False
    drawn, base = text.on_base_line(words.said, pen, _INK)
    x, y = page.left + round(words.x * share), page.top + round(words.y * share) - base
    x -= {"middle": drawn.get_width() // 2, "end": drawn.get_width()}.get(words.anchor, 0)
    surface.blit(drawn, (x, y))
