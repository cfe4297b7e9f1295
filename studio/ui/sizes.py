"""How large every node wants to be, from the size of its words; nothing has a fixed rectangle."""

from collections.abc import Sequence

from studio.ui import nodes as n
from studio.ui import text
from studio.ui.compose import expand
from studio.ui.core import Drawn, Field, Frame
from studio.ui.sharing import grow_of, grown, is_label, is_spring
from studio.ui.theme import Theme

BAR = 14  # room for a scrollbar, in design pixels
_COLUMN = 7  # a column of words is not narrower than so many times their height: a row flows sooner
_WIDER = 0.5  # by how much of the text's growth a column of a grid grows
_TIGHT = 8  # a control gives up its padding down to this before its words wrap


class Sizes:
    """Widths and heights of the nodes of one tree, each worked out once."""

    def __init__(self, theme: Theme) -> None:
        self.theme = theme
        self._expanded: dict[int, tuple[n.Node, n.Node]] = {}
        self._widths: dict[int, tuple[int, int]] = {}
        self._heights: dict[tuple[int, int], int] = {}
        self._lines: dict[tuple[int, int], list[list[tuple[n.Node, int]]]] = {}
        self._pens: dict[tuple[str, int | None], text.Ink] = {}

    def widths(self, node: n.Node) -> tuple[int, int]:
        """Return the least width that still reads well, and the width that needs no wrapping."""
        found = self._widths.get(id(node))
        if found is None:
            found = self._widths[id(node)] = self._find_widths(self.core(node))
        return found

    def height(self, node: n.Node, width: int) -> int:
        """Return the height a node needs at a width."""
        key = (id(node), width)
        found = self._heights.get(key)
        if found is None:
            found = self._heights[key] = self._find_height(self.core(node), width)
        return found

    def core(self, node: n.Node) -> n.Node:
        """Return what a node comes down to."""
        found = self._expanded.get(id(node))
        if found is None:
            core = expand(node, self.theme)
            self._expanded[id(node)] = (node, core)  # the node is kept so that its id stays its own
            self._expanded[id(core)] = (core, core)
            return core
        return found[1]

    def _find_widths(self, node: n.Node) -> tuple[int, int]:
        px = self.theme.px
        match node:
            case n.Text():  # the most of them are words
                pen = self.pen(node)
                whole = max(text.width(line, pen) for line in node.words.split("\n"))
                least = max(text.longest_word(node.words, pen), min(whole, _COLUMN * pen[2]))
                return (min(least, whole) if node.wrap else whole), whole
            case n.Column() | n.Row() | Frame() if node.width is not None:
                return px(node.width), px(node.width)
            case n.Column() | n.Row():
                return self._stack_widths(node)
            case Frame():
                return self._frame_widths(node)
            case n.Grid():
                least, natural = self._widest(node.children)
                columns = node.columns or 1
                return least, natural * columns + px(node.gap) * (columns - 1)
            case n.Scroll():
                least, natural = self.widths(node.child)
                return least + px(BAR), natural + px(BAR)
            case n.Overlay():
                return self._widest([node.base])
            case _:
                return self._leaf_widths(node)

    def _leaf_widths(self, node: n.Node) -> tuple[int, int]:
        px = self.theme.px
        match node:
            case n.Icon():
                size = self.theme.icon_px(node.size)
                return size, size
            case n.Space():
                return px(node.size or 0), px(node.size or 0)
            case Drawn():
                return px(node.least[0]), px(node.least[0])
            case Field():
                return px(60), px(240)
            case _:
                return 0, 0

    def _frame_widths(self, node: Frame) -> tuple[int, int]:
        least, natural = self.widths(node.child) if node.child else (0, 0)
        pad, floor = self.theme.px(node.pad[0]), self.theme.px(node.least[0])
        tight = min(pad, self.theme.px(_TIGHT)) if node.control else pad
        if node.squeezes:
            return floor, max(natural + 2 * pad, floor)
        return max(least + 2 * tight, floor), max(natural + 2 * pad, floor)

    def _widest(self, children: Sequence[n.Node]) -> tuple[int, int]:
        sizes = [self.widths(child) for child in children] or [(0, 0)]
        return max(least for least, _ in sizes), max(natural for _, natural in sizes)

    def _stack_widths(self, node: n.Column | n.Row) -> tuple[int, int]:
        around = 2 * self.theme.px(node.pad)
        sizes = [self.widths(child) for child in node.children] or [(0, 0)]
        least = max(least for least, _ in sizes)
        if isinstance(node, n.Row):  # a row that cannot fit flows, so its least width is that of one child
            natural = sum(natural for _, natural in sizes) + self.theme.px(node.gap) * (len(sizes) - 1)
        else:
            natural = max(natural for _, natural in sizes)
        return least + around, natural + around

    def _find_height(self, node: n.Node, width: int) -> int:
        px = self.theme.px
        match node:
            case n.Text():
                return len(self.text_lines(node, self.pen(node), width)) * self.theme.line_px(node.style)
            case n.Column() | n.Row() | Frame() if node.height is not None:
                return px(node.height)
            case n.Column():
                inner = width - 2 * px(node.pad)
                tall = sum(self.height(child, self.across(node, child, inner)) for child in node.children)
                return tall + px(node.gap) * max(0, len(node.children) - 1) + 2 * px(node.pad)
            case n.Row():
                lines = self.flow(node, width - 2 * px(node.pad))
                tall = sum(max(self.height(child, w) for child, w in line) for line in lines)
                return tall + px(min(node.gap, 12)) * max(0, len(lines) - 1) + 2 * px(node.pad)
            case n.Grid():
                rows, each = self.grid_rows(node, width)
                tall = sum(max(self.height(child, each) for child in row) for row in rows)
                return tall + px(node.gap) * max(0, len(rows) - 1)
            case n.Scroll():
                return min(self.height(node.child, width - px(BAR)), px(node.min_height))
            case n.Overlay():
                over = 0 if node.over is None or isinstance(node.over, n.Dialog) else self.height(node.over, width)
                return max(self.height(node.base, width), over)
            case Frame():
                tall = self.height(node.child, self.inner_width(node, width)) if node.child else 0
                return max(tall + 2 * px(node.pad[1]), px(node.least[1]))
            case _:
                return self._leaf_height(node)

    def _leaf_height(self, node: n.Node) -> int:
        match node:
            case n.Icon():
                return self.theme.icon_px(node.size)
            case n.Space():
                return self.theme.px(node.size or 0)
            case Drawn():
                return self.theme.px(node.least[1])
            case Field():
                return self.theme.line_px(node.style) * node.box.lines
            case _:
                return 0

    def text_lines(self, node: n.Text, pen: text.Ink, width: int) -> tuple[str, ...]:
        """Return the lines of a text at a width."""
        if not node.wrap and node.most_lines is None:
            return tuple(node.words.split("\n"))
        return text.wrap(node.words, pen, max(width, 1), node.most_lines)

    def inner_width(self, node: Frame, width: int) -> int:
        """Return how wide a frame makes its child."""
        inner = width - 2 * self.theme.px(node.pad[0])
        if node.child is None:
            return inner
        natural = self.widths(node.child)[1]
        if node.control and natural > inner:
            inner = max(inner, min(natural, width - 2 * self.theme.px(_TIGHT)))
        if node.align == "stretch":
            return inner
        child = self.core(node.child)
        wraps = node.control and natural > inner and isinstance(child, n.Row) and is_label(child)
        return self._around_lines(child, inner) if wraps and isinstance(child, n.Row) else min(inner, natural)

    def _around_lines(self, label: n.Row, room: int) -> int:
        """Return the width of a label whose words wrap: no wider than its longest line, so that its icon stays with it."""
        lines = self.flow(label, room)
        if len(lines) != 1:
            return room
        return sum(self._inked(child, w) for child, w in lines[0]) + self.theme.px(label.gap) * (len(lines[0]) - 1)

    def _inked(self, child: n.Node, width: int) -> int:
        if not isinstance(child, n.Text):
            return width
        pen = self.pen(child)
        return max(text.width(line, pen) for line in self.text_lines(child, pen, width))

    def across(self, node: n.Column, child: n.Node, inner: int) -> int:
        """Return how wide a column makes a child."""
        core = self.core(child)
        own = core.width if isinstance(core, (n.Column, n.Row, Frame)) else None
        if own is not None:
            return min(self.theme.px(own), inner)
        if isinstance(core, n.Icon) or node.align != "stretch":
            return min(self.widths(child)[1], inner)
        return inner

    def pen(self, node: n.Text) -> text.Ink:
        """Return what a text is written with."""
        key = (node.style, node.weight)
        found = self._pens.get(key)
        if found is None:
            found = self._pens[key] = text.ink(self.theme, *key)
        return found

    def flow(self, node: n.Row, room: int) -> list[list[tuple[n.Node, int]]]:
        """Return the lines of a row as (child, width); one line wherever every word still fits."""
        key = (id(node), room)
        found = self._lines.get(key)
        if found is None:
            found = self._lines[key] = self._find_flow(node, room)
        return found

    def _find_flow(self, node: n.Row, room: int) -> list[list[tuple[n.Node, int]]]:
        gap = self.theme.px(node.gap)
        children = [child for child in node.children if not is_spring(child)] if node.wrap else list(node.children)
        if not children:
            return []
        sizes = self._in_row(node, children)
        gaps = gap * (len(children) - 1)
        natural = sum(natural for _, natural in sizes)
        if natural + gaps <= room or (not node.wrap and sum(least for least, _ in sizes) + gaps <= room):
            return [self._share(children, sizes, room - gaps)]
        lines: list[list[int]] = [[]]
        used = 0
        for at, child in enumerate(children):
            if is_spring(child):
                continue
            wide = min(sizes[at][1], room)
            if lines[-1] and used + gap + wide > room:
                lines.append([])
                used = 0
            used += wide + (gap if lines[-1] else 0)
            lines[-1].append(at)
        return [
            self._share([children[at] for at in line], [sizes[at] for at in line], room - gap * (len(line) - 1))
            for line in lines
            if line
        ]

    def _in_row(self, row: n.Row, children: list[n.Node]) -> list[tuple[int, int]]:
        """Return the widths of a row's children; in a label (an icon and words) words wrap before the icon leaves them."""
        if not is_label(row):
            return [self.widths(child) for child in children]
        return [
            (text.longest_word(child.words, self.pen(child)), self.widths(child)[1])
            if isinstance(child, n.Text) and child.wrap
            else self.widths(child)
            for child in children
        ]

    def _share(self, children: list[n.Node], sizes: list[tuple[int, int]], room: int) -> list[tuple[n.Node, int]]:
        """Share a line's room: fixed children get what they want, growing ones the rest, none less than its least."""
        grows = [grow_of(self.core(child)) for child in children]
        roomy = sum(natural for _, natural in sizes) <= room
        wide = [least if grow and not roomy else natural for (least, natural), grow in zip(sizes, grows, strict=True)]
        over = sum(wide) - room
        slack = [natural - least if not grow else 0 for (least, natural), grow in zip(sizes, grows, strict=True)]
        if over > 0 and sum(slack) > 0:
            take = min(1.0, over / sum(slack))
            wide = [w - round(s * take) for w, s in zip(wide, slack, strict=True)]
            wide[max(range(len(wide)), key=lambda i: slack[i])] -= max(0, sum(wide) - room) if take < 1 else 0
        elif over < 0 and any(grows):
            wide = grown(wide, grows, room)
        return [(child, min(w, max(room, 0))) for child, w in zip(children, wide, strict=True)]

    def grid_rows(self, node: n.Grid, width: int) -> tuple[list[list[n.Node]], int]:
        """Return a grid's children row by row, and the width of each."""
        gap = self.theme.px(node.gap)
        least = max((self.widths(child)[0] for child in node.children), default=1)
        wanted = round(self.theme.px(node.min_width) * (1 + (self.theme.text_scale - 1) * _WIDER))
        columns = node.columns or max(1, (width + gap) // (wanted + gap))
        columns = max(1, min(columns, (width + gap) // (max(least, 1) + gap)))
        if not node.columns:
            columns = min(columns, max(1, len(node.children)))
        each = (width - gap * (columns - 1)) // columns
        children = list(node.children)
        return [children[at : at + columns] for at in range(0, len(children), columns)], each
