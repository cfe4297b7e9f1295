"""What is turned round on a screen that is read from the right: places, a few icons, and what a mirrored canvas is told.

Music never is: keys, roll, stave and timeline go from left to right in every country.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import lru_cache, partial
from typing import TYPE_CHECKING, Any, Final

import pygame

if TYPE_CHECKING:
    from studio.ui.core import Placed
    from studio.ui.theme import Theme

Handle = Callable[[Any, Any], bool | None]
_OTHER: Final = {pygame.K_LEFT: pygame.K_RIGHT, pygame.K_RIGHT: pygame.K_LEFT}
POINTING: Final = frozenset(
    ["arrow-left", "arrow-right", "chevron-left", "chevron-right", "log-in", "log-out", "redo-2", "undo-2"]
)
"""Icons of going on, back, in and out: they point along the line that is read. What stands for music is not among them."""


def reflected(rect: pygame.Rect, within: pygame.Rect) -> pygame.Rect:
    """Return a rectangle as far from the other side of `within`."""
    return pygame.Rect(within.left + within.right - rect.right, rect.top, rect.width, rect.height)


def turn(placed: list[Placed], within: pygame.Rect) -> None:
    """Turn places round about the middle of `within`, with what they are seen through."""
    for item in placed:
        item.rect, item.clip = reflected(item.rect, within), reflected(item.clip, within)


def turn_back(placed: list[Placed], within: pygame.Rect) -> None:
    """Put what stands in `within`, which was turned round, back in the order of music; views keep their place."""
    for item in placed:
        item.rect, item.music = reflected(item.rect, within), True


@lru_cache(maxsize=8)
def from_the_left(theme: Theme) -> Theme:
    """Return the same look as it is where music stands."""
    return replace(theme, rtl=False)


def handled(handle: Handle) -> Handle:
    """Return a handler that is told of what is mirrored as if it were not: places from the other side, arrows swapped."""
    return partial(_handle, handle)


def _handle(handle: Handle, event: pygame.Event, rect: pygame.Rect) -> bool | None:
    told = dict(event.dict)
    if "pos" in told:
        told["pos"] = (rect.left + rect.right - told["pos"][0], told["pos"][1])
    if event.type in {pygame.KEYDOWN, pygame.KEYUP}:
        told["key"] = _OTHER.get(told["key"], told["key"])
    return handle(pygame.Event(event.type, told), rect)
