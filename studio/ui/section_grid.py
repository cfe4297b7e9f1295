"""The sections of a song as columns and its layers as rows: a heading and a line for each layer, each one stop of the Tab key."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import pygame

from studio.ui import shape, text
from studio.ui.nodes import Canvas
from studio.words import say

if TYPE_CHECKING:
    from collections.abc import Callable

    from studio.ui.theme import Theme

_NARROWEST = 84  # of a column, in design pixels at the usual text size
_HEAD, _LINE = 54, 44
_LONGEST = 8  # so many times the shortest a column counts at most
_GAP = 3
_CHORD: Final = pygame.KMOD_CTRL | pygame.KMOD_META


@dataclass(frozen=True, slots=True)
class Column:
    """A section: its name, a line beneath it, whether it is in hand, sounds, or waits for its bar; how long it is, in bars."""

    name: str
    line: str
    chosen: bool = False
    now: bool = False
    waits: bool = False
    bars: int = 1


@dataclass(frozen=True, slots=True)
class Line:
    """A layer: its name and colour, and in which sections it plays."""

    name: str
    colour: int
    plays: tuple[bool, ...]


class SectionGrid:
    """All lines share their columns; `choose(n)` takes a section in hand. Where there are more than fit, those around it are shown."""

    def __init__(self, columns: Callable[[], tuple[Column, ...]], choose: Callable[[int], None]) -> None:
        self._columns, self._choose = columns, choose
        self._labels: tuple[str, ...] = ()

    def heading(self, press: Callable[[int], None], *, name: str, value: str, theme: Theme) -> Canvas:
        """The sections in a row. The arrow keys take one in hand; Enter and a press are for `press(n)`."""

        def draw(surface: pygame.Surface, rect: pygame.Rect, look: Theme) -> None:
            for n, cell in self._cells(rect, look):
                _draw_head(surface, cell, look, self._columns()[n])
            room = pygame.Rect(rect.left, rect.top, self._label_px(rect, look) - look.px(8), rect.height // 2)
            for down, words in enumerate(self.out_of_sight(rect, look)):
                _inside(surface, room.move(0, down * room.height), look, words, style="caption", tone="text2")

        return self._canvas("sections", draw, press, name, value, round(_HEAD * theme.text_scale), theme)

    def line(
        self, key: str, line: Line, press: Callable[[int], None], *, name: str, value: str, theme: Theme
    ) -> Canvas:
        """One layer. Enter and a press are for `press(n)`, which lets it play in a section or rest."""

        def draw(surface: pygame.Surface, rect: pygame.Rect, look: Theme) -> None:
            label = pygame.Rect(rect.left, rect.top, self._label_px(rect, look) - look.px(8), rect.height)
            _inside(surface, label, look, line.name, weight=600)
            for n, cell in self._cells(rect, look):
                _draw_cell(surface, cell, look, line.colour, plays=line.plays[n], chosen=self._columns()[n].chosen)

        tall = max(_LINE, round(32 * theme.text_scale))
        return self._canvas(key, draw, press, name, value, tall, theme, line)

    def named(self, labels: tuple[str, ...]) -> None:
        """Say what all lines are called: the columns begin behind the longest."""
        self._labels = labels

    def _canvas(
        self,
        key: str,
        draw: Callable[[pygame.Surface, pygame.Rect, Theme], None],
        press: Callable[[int], None],
        name: str,
        value: str,
        tall: int,
        theme: Theme,
        *more: object,
    ) -> Canvas:
        def handle(event: pygame.event.Event, rect: pygame.Rect) -> bool:
            if event.type == pygame.KEYDOWN and not event.mod & _CHORD:
                return self._key(event.key, press)
            if event.type == pygame.MOUSEBUTTONDOWN and event.button == 1:
                for n, cell in self._cells(rect, theme):
                    if cell.collidepoint(event.pos):
                        self._choose(n)
                        press(n)
                        return True
            return False

        return Canvas(
            key,
            draw,
            "grid",
            name,
            value,
            min_size=(300, tall),
            live=True,
            handle=handle,
            focusable=True,
            version=lambda: (self._columns(), self._labels, *more),
        )

    def out_of_sight(self, rect: pygame.Rect, theme: Theme) -> tuple[str, str]:
        """How many sections lie before and after those that are shown, in words; "" where none do."""
        shown, count = [n for n, _ in self._cells(rect, theme)], len(self._columns())
        before, after = shown[0], count - 1 - shown[-1]
        return (
            say("make.sections before", n=before) if before else "",
            say("make.sections after", n=after) if after else "",
        )

    @property
    def _at(self) -> int:
        return next((n for n, column in enumerate(self._columns()) if column.chosen), 0)

    def _key(self, pressed: int, press: Callable[[int], None]) -> bool:
        last = len(self._columns()) - 1
        match pressed:
            case pygame.K_LEFT | pygame.K_RIGHT:
                self._choose(min(max(self._at + (1 if pressed == pygame.K_RIGHT else -1), 0), last))
            case pygame.K_HOME | pygame.K_END:
                self._choose(0 if pressed == pygame.K_HOME else last)
            case pygame.K_RETURN | pygame.K_KP_ENTER | pygame.K_SPACE:
                press(self._at)
            case _:
                return False
        return True

    def _label_px(self, rect: pygame.Rect, theme: Theme) -> int:
        ink = text.ink(theme, "label", 600)
        longest = max((text.width(label, ink) for label in self._labels), default=0)
        return min(longest + theme.px(20), rect.width // (4 if theme.folds else 6))

    def _cells(self, rect: pygame.Rect, theme: Theme) -> list[tuple[int, pygame.Rect]]:
        """The columns that are in sight, and where each stands in this line."""
        columns = self._columns()
        count, left = len(columns), self._label_px(rect, theme)
        room, least = rect.width - left, round(theme.px(_NARROWEST) * theme.text_scale)
        most = max(1, min(count, room // least))
        first = min(max(self._at - most // 2, 0), count - most)
        ends = shared([column.bars for column in columns[first : first + most]], room, least)
        starts = (0, *ends[:-1])
        return [
            (first + n, pygame.Rect(rect.left + left + a, rect.top, b - a, rect.height).inflate(-2 * _GAP, -2))
            for n, (a, b) in enumerate(zip(starts, ends, strict=True))
        ]


def shared(bars: list[int], room: int, least: int) -> list[int]:
    """Where each column ends: all are as wide as their names need, and what is left of the room goes by their length.

    A part that is played for twice as long is seen to be longer; one of forty bars still leaves the others their names.
    """
    least = min(least, room // max(1, len(bars)))
    weights = [min(one, _LONGEST * max(1, min(bars))) for one in bars]
    over, whole = room - least * len(bars), max(1, sum(weights))
    return [least * (n + 1) + over * sum(weights[: n + 1]) // whole for n in range(len(bars))]


def _inside(
    surface: pygame.Surface,
    rect: pygame.Rect,
    theme: Theme,
    words: str,
    *,
    weight: int | None = None,
    style: str = "label",
    tone: str = "text",
) -> None:
    """Draw words that begin in a box; what does not fit it ends in an ellipsis."""
    clip = surface.get_clip()
    surface.set_clip(clip.clip(rect))
    shown = text.cut(words, text.ink(theme, style, weight), rect.width)
    text.draw(surface, theme, shown, rect.midleft, style=style, weight=weight, tone=tone, anchor="midleft")
    surface.set_clip(clip)


def _draw_head(surface: pygame.Surface, cell: pygame.Rect, theme: Theme, column: Column) -> None:
    fill = "accent" if column.now else "soft" if column.chosen else "s2"
    edge = "text" if column.waits else "accent" if column.chosen or column.now else "edge"
    line = theme.px(3 if column.waits else 2 if column.chosen else 1)
    shape.box(surface, cell, theme.px(10), theme.colour(fill), theme.colour(edge), line=max(1, line))
    inner = cell.inflate(-theme.px(20), -theme.px(10))
    above = pygame.Rect(inner.left, inner.top, inner.width, inner.height // 2)
    below = pygame.Rect(inner.left, above.bottom, inner.width, inner.height - above.height)
    _inside(surface, above, theme, column.name, weight=600, tone="on" if column.now else "text")
    _inside(surface, below, theme, column.line, style="caption", tone="on" if column.now else "text2")


def _draw_cell(
    surface: pygame.Surface, cell: pygame.Rect, theme: Theme, colour: int, *, plays: bool, chosen: bool
) -> None:
    """A layer that plays is a full bar, one that rests an empty box: told by shape as well as by colour."""
    shape.box(
        surface, cell, theme.px(8), theme.colour("s2" if chosen else "s1"), theme.colour("edge" if theme.flat else "s3")
    )
    if plays:
        bar = cell.inflate(-theme.px(16), 0)
        bar.height = theme.px(14)
        bar.centery = cell.centery
        shape.box(surface, bar, theme.px(7), theme.layer(colour))
