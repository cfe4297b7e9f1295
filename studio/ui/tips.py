"""What a button that is only a picture does, in words beside it, while somebody points at it or went to it with the keys."""

from __future__ import annotations

from typing import TYPE_CHECKING

from studio.ui import nodes as n
from studio.ui import shape, text
from studio.ui.core import Frame

if TYPE_CHECKING:
    import pygame

    from studio.ui.core import Placed
    from studio.ui.runtime import Ui
    from studio.ui.theme import Theme

_STYLE, _WEIGHT = "label", 600
_PAD, _AWAY, _RADIUS = (12, 6), 8, 10  # design pixels
_MARGIN = 4


class Tips:
    """One at a time; it covers nothing that can be pressed for longer than the pointer stands still."""

    def __init__(self, ui: Ui) -> None:
        self._ui = ui
        self._shown: tuple[str, tuple[int, int, int, int]] | None = None

    def changed(self) -> list[pygame.Rect]:
        """Look who is pointed at now; what has to be drawn anew for it."""
        import pygame

        before, self._shown = self._shown, self._now()
        if before == self._shown:
            return []
        return [pygame.Rect(one[1]) for one in (before, self._shown) if one is not None]

    def draw(self, surface: pygame.Surface, part: pygame.Rect) -> None:
        """Draw it over everything."""
        import pygame

        if self._shown is None or not part.colliderect(self._shown[1]):
            return
        words, theme, box = self._shown[0], self._ui.theme, pygame.Rect(self._shown[1])
        surface.set_clip(part)
        shape.box(surface, box, theme.px(_RADIUS), theme.colour("s3"), theme.colour("edge"))
        text.draw(surface, theme, words, box.center, style=_STYLE, weight=_WEIGHT, anchor="center")

    def _now(self) -> tuple[str, tuple[int, int, int, int]] | None:
        focus = self._ui.focus
        item = self._pointed_at() or (None if focus.put else focus.shown())
        if item is None or not is_picture(item.node) or item.target is None or not item.seen.height:
            return None
        words = item.target.name
        return (words, _place(words, item, self._ui.theme, self._ui.size)) if words else None

    def _pointed_at(self) -> Placed | None:
        pointer = self._ui.pointer
        over = (one for one in self._ui.layout.placed if one.target is not None and pointer.hovers(one.target))
        return next(over, None)


def is_picture(node: n.Node) -> bool:
    """Whether it is a button that has a picture and no word."""
    if not isinstance(node, Frame) or node.target is None or node.target.role != "button":
        return False
    inside = node.child
    return isinstance(inside, n.Row | n.Column) and all(isinstance(child, n.Icon) for child in inside.children)


def _place(words: str, item: Placed, theme: Theme, size: tuple[int, int]) -> tuple[int, int, int, int]:
    """Above it, else below it, and inside the window."""
    wide = text.width(words, text.ink(theme, _STYLE, _WEIGHT)) + 2 * theme.px(_PAD[0])
    tall = theme.line_px(_STYLE) + 2 * theme.px(_PAD[1])
    away = theme.px(_AWAY)
    left = max(_MARGIN, min(item.rect.centerx - wide // 2, size[0] - wide - _MARGIN))
    above = item.rect.top - away - tall
    return left, above if above >= _MARGIN else item.rect.bottom + away, wide, tall
