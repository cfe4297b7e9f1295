"""Gives every node its place: rows, columns, grids, views that scroll, dialogs in the middle."""

from collections.abc import Callable
from typing import NamedTuple

import pygame

from studio.ui import mirror
from studio.ui import nodes as n
from studio.ui.core import Drawn, Field, Frame, Modal, Placed
from studio.ui.sharing import grow_of, grown, is_label, is_words
from studio.ui.sizes import BAR, Sizes
from studio.ui.theme import Theme

_ROUND = frozenset({"round", "pill", "chip", "who"})  # these keep their own height
_NEARLY = 1.4  # a control this much lower than its row is drawn as high as the row
_LOWEST_VIEW = 96  # a view is not cut below this, in design pixels
RING = 7  # room for the focus ring outside what has it, in design pixels


class View(NamedTuple):
    """What a place is seen through: a clip, its layer, and the view that scrolls it."""

    clip: pygame.Rect
    layer: int = 0
    scroll: str | None = None


class Layout(Sizes):
    """One laying out of one tree: `placed` in reading order, `scrolls` with how far each view can go."""

    def __init__(self, theme: Theme, size: tuple[int, int], offset: Callable[[str], int]) -> None:
        super().__init__(theme)
        self.window = pygame.Rect((0, 0), size)
        self.placed: list[Placed] = []
        self.scrolls: dict[str, tuple[pygame.Rect, int]] = {}  # key -> (view, height of what is in it)
        self.outer: dict[str, str | None] = {}  # a view's key -> the key of the view around it
        self.modals: list[tuple[int, Modal]] = []
        self.front: list[pygame.Rect] = []  # where the dialogs themselves are
        self._offset = offset
        self._music: list[tuple[int, int, pygame.Rect]] = []  # what is not turned round: from, up to, in which place

    def run(self, root: n.Node) -> "Layout":
        """Place the whole tree in the window."""
        self._place(root, self.window, View(self.window))
        if self.theme.rtl:
            self._turn_round()
        return self

    def _turn_round(self) -> None:
        """Make it a screen that is read from the right: everything, but not the order of what is music."""
        mirror.turn(self.placed, self.window)
        for first, last, rect in self._music:
            mirror.turn_back(self.placed[first:last], mirror.reflected(rect, self.window))
        self.scrolls = {key: (mirror.reflected(view, self.window), tall) for key, (view, tall) in self.scrolls.items()}
        self.front = [mirror.reflected(rect, self.window) for rect in self.front]

    def _put(self, node: n.Node, rect: pygame.Rect, view: View, lines: tuple[str, ...] = ()) -> None:
        self.placed.append(Placed(node, rect, view.clip, view.layer, _look(node), view.scroll, lines))

    def _place(self, node: n.Node, rect: pygame.Rect, view: View) -> None:
        node = self.core(node)
        match node:
            case n.Text():
                pen = self.pen(node)
                self._put(node, rect, view, self.text_lines(node, pen, rect.width))
            case n.Column():
                self._place_column(node, rect, view)
            case n.Row():
                first = len(self.placed)
                self._place_row(node, rect, view)
                if node.music:
                    self._music.append((first, len(self.placed), rect))
            case n.Grid():
                self._place_grid(node, rect, view)
            case n.Scroll():
                self._place_scroll(node, rect, view)
            case n.Overlay():
                self._place_overlay(node, rect, view)
            case Modal():
                self._place_modal(node, view.layer + 1)
            case Frame():
                self._put(node, rect, view)
                if node.child is not None:
                    self._place(node.child, self._inside(node, rect), view)
            case n.Icon() | Drawn() | Field():
                self._put(node, rect, view)
            case _:
                pass  # a space

    def _place_overlay(self, node: n.Overlay, rect: pygame.Rect, view: View) -> None:
        self._place(node.base, rect, view)
        if node.over is None:
            return
        over = rect.copy()
        if node.align == "center":
            wide = min(self.widths(node.over)[1], rect.width)
            over.size = (wide, self.height(node.over, wide))
            over.center = rect.center
        self._place(node.over, over, view)

    def _inside(self, node: Frame, rect: pygame.Rect) -> pygame.Rect:
        assert node.child is not None
        inner = rect.inflate(-2 * self.theme.px(node.pad[0]), -2 * self.theme.px(node.pad[1]))
        if node.align == "stretch":
            return inner
        wide = self.inner_width(node, rect.width)
        child = pygame.Rect(0, 0, wide, min(self.height(node.child, wide), inner.height))
        child.center = inner.center
        if node.align == "start":
            child.top = inner.top
        return child

    def _place_column(self, node: n.Column, rect: pygame.Rect, view: View) -> None:
        inner = rect.inflate(-2 * self.theme.px(node.pad), -2 * self.theme.px(node.pad))
        gap = self.theme.px(node.gap)
        wide = [self.across(node, child, inner.width) for child in node.children]
        tall = [self.height(child, w) for child, w in zip(node.children, wide, strict=True)]
        grows = [grow_of(self.core(child)) for child in node.children]
        room = inner.height - gap * max(0, len(tall) - 1)
        if any(grows) and sum(tall) < room:
            tall = grown(tall, grows, room)
        elif sum(tall) > room:
            tall = self._with_views_lower(node, tall, room)
        y = inner.top
        for child, w, h in zip(node.children, wide, tall, strict=True):
            x = inner.left
            if node.align in {"center", "end"}:
                x += (inner.width - w) // (2 if node.align == "center" else 1)
            self._place(child, pygame.Rect(x, y, w, h), view)
            y += h + gap

    def _with_views_lower(self, node: n.Column, tall: list[int], room: int) -> list[int]:
        """Return the heights with those of views cut, for what is in a view can be scrolled to."""
        lower = list(tall)
        for at, child in enumerate(node.children):
            over = sum(lower) - room
            if over > 0 and isinstance(self.core(child), n.Scroll):
                lower[at] = max(self.theme.px(_LOWEST_VIEW), lower[at] - over)
        return lower

    def _place_row(self, node: n.Row, rect: pygame.Rect, view: View) -> None:
        inner = rect.inflate(-2 * self.theme.px(node.pad), -2 * self.theme.px(node.pad))
        lines = self.flow(node, inner.width)
        y = inner.top
        for line in lines:
            natural = max(self.height(child, w) for child, w in line)
            tall = max(natural, inner.height) if len(lines) == 1 else natural
            x = inner.left
            free = inner.width - sum(w for _, w in line) - self.theme.px(node.gap) * (len(line) - 1)
            if len(lines) > 1 and (node.align == "end" or is_label(node)):
                x += max(0, free) // (1 if node.align == "end" else 2)
            for child, w in line:
                self._place(child, self._in_line(node, child, pygame.Rect(x, y, w, tall)), view)
                x += w + self.theme.px(node.gap)
            y += tall + self.theme.px(min(node.gap, 12))

    def _in_line(self, node: n.Row, child: n.Node, cell: pygame.Rect) -> pygame.Rect:
        """Return where in its cell of a row a child stands: panels stretch, words and controls stay in the middle."""
        core = self.core(child)
        own = self.height(child, cell.width)
        panel = not isinstance(core, (n.Text, n.Icon)) and not (isinstance(core, Frame) and core.control)
        panel = panel and not is_words(core)
        nearly = isinstance(core, Frame) and own * _NEARLY >= cell.height and core.skin not in _ROUND
        if node.align == "stretch" and (panel or nearly):
            return cell
        down = {"start": 0, "end": cell.height - own}.get(node.align, (cell.height - own) // 2)
        return pygame.Rect(cell.left, cell.top + down, cell.width, min(own, cell.height))

    def _place_grid(self, node: n.Grid, rect: pygame.Rect, view: View) -> None:
        rows, each = self.grid_rows(node, rect.width)
        gap = self.theme.px(node.gap)
        tall = [max(self.height(child, each) for child in row) for row in rows]
        if node.grow and rows:
            tall = grown(tall, [1] * len(tall), rect.height - gap * (len(rows) - 1))
        y = rect.top
        for row, h in zip(rows, tall, strict=True):
            for at, child in enumerate(row):
                self._place(child, pygame.Rect(rect.left + at * (each + gap), y, each, h), view)
            y += h + gap

    def _place_scroll(self, node: n.Scroll, rect: pygame.Rect, view: View) -> None:
        tall = self.height(node.child, rect.width)
        wide = rect.width
        if tall > rect.height:
            wide -= self.theme.px(BAR)
            tall = self.height(node.child, wide)
        tall = max(tall, rect.height)
        down = max(0, min(self._offset(node.key), tall - rect.height))
        self.scrolls[node.key] = (rect.copy(), tall)
        self.outer[node.key] = view.scroll
        self._put(node, rect, view._replace(scroll=node.key))
        inside = View(self._with_ring(rect, tall, down).clip(view.clip), view.layer, node.key)
        self._place(node.child, pygame.Rect(rect.left, rect.top - down, wide, tall), inside)

    def _with_ring(self, rect: pygame.Rect, tall: int, down: int) -> pygame.Rect:
        """Return a view with room for the focus ring at its sides, and above and below where nothing is scrolled off."""
        ring = self.theme.px(RING)
        above, below = ring if down == 0 else 0, ring if down >= tall - rect.height else 0
        return pygame.Rect(rect.left - ring, rect.top - above, rect.width + 2 * ring, rect.height + above + below)

    def _place_modal(self, node: Modal, layer: int) -> None:
        self.modals.append((layer, node))
        margin = self.theme.px(24)
        wide = min(round(self.theme.px(node.width) * min(self.theme.text_scale, 1.6)), self.window.width - 2 * margin)
        needs = self.height(node.child, wide)
        room = self._above_what_stays()
        if needs > room.height - margin:
            room = self.window  # too tall for that: then what stays is dimmed, and still there beside the dialog
        rect = pygame.Rect(0, 0, wide, min(needs, room.height - (margin if room != self.window else 2 * margin)))
        rect.center = room.center
        self.front.append(rect)
        scrim = Frame(None, "scrim")
        self._expanded[id(scrim)] = (scrim, scrim)
        self._put(scrim, room, View(self.window, layer))
        self._place(node.child, rect, View(self.window, layer))

    def _above_what_stays(self) -> pygame.Rect:
        """The window without the strip at its foot whose buttons stay in use."""
        tops = [item.rect.top for item in self.placed if item.target is not None and item.target.stays]
        room = self.window.copy()
        if tops and min(tops) > self.window.height // 2:
            room.height = min(tops) - self.theme.px(8)
        return room


def _look(node: n.Node) -> object:
    """Return what says whether two placed nodes look the same."""
    match node:
        case Frame():
            enabled = node.target.enabled if node.target else True
            return ("frame", node.skin, node.selected, enabled, node.detail)
        case Drawn():
            return ("drawn", node.look)
        case Field():
            return ("field", node.key, node.box.text, node.box.placeholder)
        case n.Scroll():
            return ("scroll", node.key)
        case _:
            return node
