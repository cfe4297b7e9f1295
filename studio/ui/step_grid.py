"""A grid of steps as one stop of the Tab key: mouse and touch set steps and paint along a row, keys do all of it too."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, Protocol

import pygame

from studio.ui import shape, text
from studio.ui.nodes import Canvas, Node
from studio.ui.theme import mix
from studio.words import say

if TYPE_CHECKING:
    from collections.abc import Callable

    from studio.ui.theme import Theme

HIT, SOFT_HIT, HARD_HIT = 100, 72, 120
LEVELS: Final = (SOFT_HIT, HIT, HARD_HIT)
MOST_TIMES: Final = 4
_ROW, _STEP = 31, 40  # the least of a row and a step, in design pixels
_TALLEST = 96  # of a row: a few rows fill what is there, and nothing below them is empty
_LEAST_ROWS = 3  # in sight however little room there is
_LABEL = 76
_BAR = 10  # of what says that there are rows above or below
_MOVES: Final = {pygame.K_LEFT: (0, -1), pygame.K_RIGHT: (0, 1), pygame.K_UP: (-1, 0), pygame.K_DOWN: (1, 0)}
_HARDER: Final = frozenset({pygame.K_PLUS, pygame.K_EQUALS, pygame.K_KP_PLUS})
_SOFTER: Final = frozenset({pygame.K_MINUS, pygame.K_KP_MINUS})
_SET: Final = frozenset({pygame.K_RETURN, pygame.K_KP_ENTER, pygame.K_SPACE})
_CHORD: Final = pygame.KMOD_CTRL | pygame.KMOD_META


class Step(Protocol):
    """One step of a row."""

    @property
    def velocity(self) -> int:
        """How hard it is struck, 0 for silence."""

    @property
    def times(self) -> int:
        """How often it is struck in its length."""


class StepGrid:
    """Rows of steps. `cells()` is what they hold, `put(row, step, velocity, times)` changes one, `now()` is the step that sounds.

    Enter or a press sets a step or clears it, a drag paints along; + and - strike harder and softer, 1 to 4 strike it so often.
    `usual()` is how hard (0: by the beat) and how often a step is struck that is set. Where there are more rows than fit, those
    around the cursor are shown, and the wheel shows others. `turn(by)` is asked for where an arrow leads over an end.
    """

    def __init__(
        self,
        labels: Callable[[], tuple[str, ...]],
        cells: Callable[[], tuple[tuple[Step, ...], ...]],
        put: Callable[[int, int, int, int], None],
        now: Callable[[], int | None],
        *,
        usual: Callable[[], tuple[int, int]] = lambda: (0, 1),
        turn: Callable[[int], None] = lambda _by: None,
        moved: Callable[[], None] = lambda: None,
        a_beat: int = 4,
        layer: int = 1,
    ) -> None:
        self._labels, self._cells, self._put, self._now = labels, cells, put, now
        self._usual, self._turn, self._moved = usual, turn, moved
        self._a_beat, self._layer = a_beat, layer
        self._at = (len(labels()) - 1, 0)
        self._first = len(labels())  # the row that stands on top: at first as far down as may be
        self._shown = 0  # how many rows were in sight
        self._theme: Theme | None = None
        self._painting: int | None = None  # the velocity that a drag puts in, 0 to clear

    @property
    def a_beat(self) -> int:
        """How many steps a beat has."""
        return self._a_beat

    @property
    def by_the_beat(self) -> int:
        """How hard a step at the cursor is struck where nobody says how hard."""
        return HIT if self.cursor[1] % self._a_beat == 0 else SOFT_HIT

    @property
    def cursor(self) -> tuple[int, int]:
        """The row and step it stands on; rows may have come and gone since."""
        return min(self._at[0], len(self._labels()) - 1), min(self._at[1], self._steps - 1)

    @cursor.setter
    def cursor(self, place: tuple[int, int]) -> None:
        self._at = place
        self._moved()

    def node(self, key: str, name: str, *, focused: Callable[[], bool]) -> Node:
        """The grid, called by where the cursor is."""
        return Canvas(
            key,
            lambda surface, rect, theme: self._draw(surface, rect, theme, focused=focused()),
            "grid",
            name,
            value=self._value(),
            min_size=(_LABEL + self._steps * _STEP, _ROW * min(len(self._labels()), _LEAST_ROWS)),
            grow=1,
            live=True,
            handle=self.handle,
            focusable=True,
            version=lambda: (self._cells(), self._labels(), self._now(), self.cursor, self._first, focused()),
        )

    def _value(self) -> str:
        row, step = self.cursor
        cell = self._cells()[row][step]
        on = "off" if not cell.velocity else "on" if cell.times == 1 else say("make.times n", n=cell.times)
        return say("make.n step n2 on", n=self._labels()[row], n2=step + 1, on=on)

    @property
    def _steps(self) -> int:
        return len(self._cells()[0])

    # -- events ------------------------------------------------------------------------------------------------------
    def handle(self, event: Any, rect: pygame.Rect) -> bool:
        """True if the event was for the grid."""
        match event.type:
            case pygame.MOUSEBUTTONDOWN if event.button == 1:
                return self._press(event.pos, rect)
            case pygame.MOUSEMOTION if event.buttons[0] and self._painting is not None:
                return self._paint(event.pos, rect)
            case pygame.MOUSEBUTTONUP:
                painted, self._painting = self._painting is not None, None
                self._show_cursor(rect)
                return painted
            case pygame.MOUSEWHEEL if self._in_sight(rect) < len(self._labels()):
                self._first -= event.y
                return True
            case pygame.KEYDOWN if not event.mod & _CHORD:  # Ctrl+Enter is I'm done
                used = self._key(event.key)
                self._show_cursor(rect)
                return used
            case _:
                return False

    def _press(self, at: tuple[int, int], rect: pygame.Rect) -> bool:
        place = self._place(at, rect)
        if place is None:
            return False
        self.cursor = place
        if not self._struck_otherwise():
            self._toggle()
        self._painting = self._cell.velocity
        return True

    def _struck_otherwise(self) -> bool:
        """A set step is struck as hard and often as is said, where that is said, and cleared by a press only when it is so already."""
        velocity, times = self._usual()
        cell = self._cell
        wanted = (velocity or cell.velocity, times if times > 1 else cell.times)
        if not cell.velocity or (not velocity and times == 1) or wanted == (cell.velocity, cell.times):
            return False
        self._set(*wanted)
        return True

    def _paint(self, at: tuple[int, int], rect: pygame.Rect) -> bool:
        place = self._place(at, rect)
        if place is not None and place != self.cursor and place[0] == self.cursor[0]:
            self.cursor = place
            if bool(self._cell.velocity) != bool(self._painting):
                self._toggle()
        return True

    def _key(self, key: int) -> bool:
        cell = self._cell
        if key in _MOVES:
            self._go(*_MOVES[key])
        elif key in _SET:
            self._toggle()
        elif key in {pygame.K_DELETE, pygame.K_BACKSPACE}:
            if cell.velocity:
                self._toggle()
        elif cell.velocity and key in _HARDER | _SOFTER:
            self._set(_level(cell.velocity, 1 if key in _HARDER else -1), cell.times)
        elif cell.velocity and pygame.K_1 <= key <= pygame.K_0 + MOST_TIMES:
            self._set(cell.velocity, key - pygame.K_0)
        else:
            return False
        return True

    def _go(self, down: int, right: int) -> None:
        row, step = self.cursor
        over = (step + right) // self._steps
        if over:
            self._turn(over)
        self.cursor = ((row + down) % len(self._labels()), (step + right) % self._steps)

    def go_on(self) -> None:
        """To the next step, over the end of a bar too."""
        self._go(0, 1)

    @property
    def _cell(self) -> Step:
        row, step = self.cursor
        return self._cells()[row][step]

    def _toggle(self) -> None:
        velocity, times = self._usual()
        self._set(0 if self._cell.velocity else velocity or self.by_the_beat, times)

    def _set(self, velocity: int, times: int) -> None:
        self._put(*self.cursor, velocity, times)

    # -- where things are --------------------------------------------------------------------------------------------
    def _row_px(self) -> int:
        if self._theme is None:
            return _ROW
        return max(self._theme.px(_ROW), self._theme.line_px("label") + self._theme.px(6))

    def _in_sight(self, rect: pygame.Rect) -> int:
        return max(1, min(len(self._labels()), rect.height // self._row_px()))

    def _rows(self, rect: pygame.Rect) -> tuple[int, int, int]:
        """The row on top, the one after the last in sight, and how tall each is."""
        count = self._in_sight(rect)
        if count != self._shown:  # the text has grown, or the window
            self._shown = count
            self._show_cursor(rect)
        first = self._first = min(max(self._first, 0), len(self._labels()) - count)
        tallest = self._theme.icon_px(_TALLEST) if self._theme is not None else _TALLEST
        return first, first + count, min(rect.height // count, tallest)

    def _show_cursor(self, rect: pygame.Rect) -> None:
        """Bring the cursor into sight, with a row more above and below it."""
        count, row = self._in_sight(rect), self.cursor[0]
        around = 1 if count > 2 else 0  # noqa: PLR2004 - a row above and one below it
        self._first = min(max(self._first, row + around - count + 1), row - around)

    def _place(self, at: tuple[int, int], rect: pygame.Rect) -> tuple[int, int] | None:
        first, after, tall = self._rows(rect)
        left, right = rect.left + self._label_px(), self._right(rect)
        if not (left <= at[0] < right and rect.top <= at[1] < rect.top + (after - first) * tall):
            return None
        return first + (at[1] - rect.top) // tall, (at[0] - left) * self._steps // (right - left)

    def _right(self, rect: pygame.Rect) -> int:
        more = self._theme is not None and self._in_sight(rect) < len(self._labels())
        return rect.right - (self._theme.px(_BAR) if self._theme is not None and more else 0)

    # -- drawing -----------------------------------------------------------------------------------------------------
    def _label_px(self) -> int:
        if self._theme is None:
            return _LABEL
        ink = text.ink(self._theme, "label", 600)
        return max(text.width(label, ink) for label in self._labels()) + self._theme.px(16)

    def _draw(self, surface: pygame.Surface, rect: pygame.Rect, theme: Theme, *, focused: bool) -> None:
        self._theme = theme
        cells, now, labels = self._cells(), self._now(), self._labels()
        first, after, tall = self._rows(rect)
        left, right = rect.left + self._label_px(), self._right(rect)
        for row in range(first, after):
            top = rect.top + (row - first) * tall
            text.draw(surface, theme, labels[row], (rect.left, top + tall // 2), weight=600, anchor="midleft")
            for step, cell in enumerate(cells[row]):
                x, beyond = (left + n * (right - left) // len(cells[row]) for n in (step, step + 1))
                box = pygame.Rect(x + 2, top + 2, beyond - x - 4, tall - 4)
                self._draw_cell(surface, theme, box, cell, beat=step % self._a_beat == 0, now=step == now)
                if focused and self.cursor == (row, step):
                    shape.box(surface, box.inflate(4, 4), theme.px(10), None, theme.colour("focus"), line=theme.px(3))
        if after - first < len(labels):
            whole, wide = (after - first) * tall, theme.px(_BAR) // 2
            shown = pygame.Rect(rect.right - wide, 0, wide, whole * (after - first) // len(labels))
            shown.top = rect.top + whole * first // len(labels)
            shape.box(surface, shown, wide // 2, theme.colour("edge"))

    def _draw_cell(
        self, surface: pygame.Surface, theme: Theme, box: pygame.Rect, cell: Step, *, beat: bool, now: bool
    ) -> None:
        """A step that sounds is filled, and has a dot for each stroke, so that it is not told by colour alone: larger where harder."""
        fill = theme.colour("s3" if beat else "s2")
        if cell.velocity:
            fill = mix(fill, theme.layer(self._layer), 0.55 + 0.45 * min(cell.velocity, 127) / 127)
        edge = theme.colour("text" if now else "edge")
        shape.box(surface, box, theme.px(8), fill, edge, line=max(1, theme.px(2 if now else 1)))
        if not cell.velocity:
            return
        radius = theme.px(4 if cell.velocity <= SOFT_HIT else 6 if cell.velocity <= HIT + 8 else 8)
        radius = min(radius, box.width // (2 * cell.times + 1))
        for n in range(cell.times):
            at = (box.left + box.width * (2 * n + 1) // (2 * cell.times), box.centery)
            shape.disc(surface, at, max(2, radius), theme.colour("bg"))


def step_level(velocity: int) -> int:
    """Which of LEVELS a velocity is nearest to."""
    return min(LEVELS, key=lambda level: abs(level - velocity))


def _level(velocity: int, by: int) -> int:
    """The next level up or down."""
    return LEVELS[min(max(LEVELS.index(step_level(velocity)) + by, 0), len(LEVELS) - 1)]
