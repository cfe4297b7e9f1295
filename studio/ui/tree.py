"""The screen as a list of widgets with role, name and value: for tests, for the lint, for reading aloud."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

import pygame

from studio.ui import nodes as n
from studio.ui import text
from studio.ui.core import Drawn, Field, Frame, Placed

if TYPE_CHECKING:
    from studio.ui.runtime import Ui


@dataclass(frozen=True, slots=True)
class Widget:
    """One thing on the screen. `rect` is where it stands, `seen` the part that shows; `scrolled` is inside a view."""

    role: str
    name: str
    value: str
    rect: pygame.Rect
    seen: pygame.Rect
    key: str | None = None
    part: int = 0
    focusable: bool = False
    enabled: bool = True
    hint: str = ""
    clipped: bool = False
    scroll: str | None = None
    layer: int = 0
    icon: str = ""

    @property
    def words_hidden(self) -> bool:
        """Whether a part of it does not show, though nothing scrolls here."""
        return self.seen.size != self.rect.size


def widgets(ui: "Ui") -> list[Widget]:
    """Return every widget of what the Ui shows, in reading order; only a dialog's where one is open."""
    found = (_widget(ui, item) for item in ui.layout.placed)
    return [widget for widget in found if widget is not None]


def _widget(ui: "Ui", item: Placed) -> Widget | None:
    scroll = item.scroll
    match item.node:
        case n.Text() as node:
            pen = text.ink(ui.theme, node.style, node.weight)
            wide = max((text.width(line, pen) for line in item.lines), default=0)
            tall = len(item.lines) * ui.theme.line_px(node.style)
            clipped = wide > item.rect.width + 1 or tall > item.rect.height + 1
            return Widget(
                "words", node.words, "", item.rect, item.seen, clipped=clipped, scroll=scroll, layer=item.layer
            )
        case Field() as node if not node.box.text:
            wide = text.width(node.box.placeholder, text.ink(ui.theme, node.style))
            return Widget(
                "words",
                node.box.placeholder,
                "",
                item.rect,
                item.seen,
                clipped=wide > item.rect.width + 1,
                scroll=scroll,
                layer=item.layer,
            )
        case n.Icon() as node:
            return Widget("icon", "", "", item.rect, item.seen, scroll=scroll, layer=item.layer, icon=node.name)
        case Frame(skin="dialog") as node:
            return Widget("dialog", str(node.detail), "", item.rect, item.seen, layer=item.layer)
        case Frame() | Drawn() as node if node.target is not None:
            target = node.target
            able = target.enabled and (target.part >= 0) and item.layer == ui.focus.layer
            return Widget(
                target.role,
                target.name,
                target.value,
                item.rect,
                item.seen,
                target.key,
                max(target.part, 0),
                able,
                target.enabled,
                target.hint,
                scroll=scroll,
                layer=item.layer,
            )
        case _:
            return None
