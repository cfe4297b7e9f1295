"""A grid of steps to press, as one stop of the Tab key: mouse and touch set one, arrow keys move, Enter or Space sets."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pygame

from studio.ui import shape
from studio.ui.nodes import Canvas, Node
from studio.words import say

if TYPE_CHECKING:
    from collections.abc import Callable

    from studio.ui.theme import Theme


class StepGrid:
    """A grid of steps to press: mouse and touch set one, arrow keys move, Enter or Space sets.

    `hits()` gives rows of velocities, 0 for silence; `now()` the step that sounds, or None.
    """

    LABEL_WIDTH = 76

    def __init__(
        self,
        labels: tuple[str, ...],
        hits: Callable[[], tuple[tuple[int, ...], ...]],
        toggle: Callable[[int, int], None],
        now: Callable[[], int | None],
    ) -> None:
        self._labels = labels
        self._hits = hits
        self._toggle = toggle
        self._now = now
        self.cursor = (len(labels) - 1, 0)
        self._theme: Theme | None = None

    def node(self, key: str, *, focused: Callable[[], bool]) -> Node:
        """The grid as one stop of the Tab key, called by where the cursor is."""
        row, step = self.cursor
        on = "on" if self._hits()[row][step] else "off"
        return Canvas(
            key,
            self._draw_if(focused),
            "grid",
            say("make.the beat"),
            value=say("make.n step n2 on", n=self._labels[row], n2=step + 1, on=on),
            min_size=(self.LABEL_WIDTH + 16 * 48, 52 * len(self._labels)),
            grow=1,
            live=True,
            handle=self.handle,
            focusable=True,
            version=lambda: (self._hits(), self._now(), self.cursor, focused()),
        )

    def handle(self, event: Any, rect: pygame.Rect) -> bool:
        """True if the event was for the grid."""
        rows, steps = len(self._labels), len(self._hits()[0])
        if event.type == pygame.MOUSEBUTTONDOWN and event.button == 1:
            place = self._place(event.pos, rect, steps)
            if place is not None:
                self.cursor = place
                self._toggle(*place)
            return place is not None
        if event.type != pygame.KEYDOWN:
            return False
        row, step = self.cursor
        moves = {pygame.K_LEFT: (0, -1), pygame.K_RIGHT: (0, 1), pygame.K_UP: (-1, 0), pygame.K_DOWN: (1, 0)}
        if event.key in moves:
            down, right = moves[event.key]
            self.cursor = ((row + down) % rows, (step + right) % steps)
            return True
        chord = event.mod & (pygame.KMOD_CTRL | pygame.KMOD_META)  # Ctrl+Enter is I'm done
        if event.key in {pygame.K_RETURN, pygame.K_SPACE} and not chord:
            self._toggle(row, step)
            return True
        return False

    def _place(self, at: tuple[int, int], rect: pygame.Rect, steps: int) -> tuple[int, int] | None:
        left = rect.left + self._label_px()
        if not (left <= at[0] < rect.right and rect.top <= at[1] < rect.bottom):
            return None
        return (
            (at[1] - rect.top) * len(self._labels) // rect.height,
            (at[0] - left) * steps // (rect.right - left),
        )

    def _label_px(self) -> int:
        from studio.ui import text

        if self._theme is None:
            return self.LABEL_WIDTH
        ink = text.ink(self._theme, "label", 600)
        return max(text.width(label, ink) for label in self._labels) + self._theme.px(16)

    def _draw_if(self, focused: Callable[[], bool]) -> Callable[[Any, Any, Any], None]:
        def draw(surface: pygame.Surface, rect: pygame.Rect, theme: Theme) -> None:
            from studio.ui import text

            self._theme = theme
            hits, now = self._hits(), self._now()
            left = rect.left + self._label_px()
            for row, label in enumerate(self._labels):
                top = rect.top + row * rect.height // len(self._labels)
                tall = rect.height // len(self._labels)
                text.draw(surface, theme, label, (rect.left, top + tall // 2), weight=600, anchor="midleft")
                for step, velocity in enumerate(hits[row]):
                    x = left + step * (rect.right - left) // len(hits[row])
                    wide = (rect.right - left) // len(hits[row])
                    cell = pygame.Rect(x + 2, top + 3, wide - 4, tall - 6)
                    self._cell(surface, theme, cell, step, velocity, now)
                    if focused() and self.cursor == (row, step):
                        shape.box(
                            surface, cell.inflate(4, 4), theme.px(10), None, theme.colour("focus"), line=theme.px(3)
                        )

        return draw

    @staticmethod
    def _cell(
        surface: pygame.Surface, theme: Theme, cell: pygame.Rect, step: int, velocity: int, now: int | None
    ) -> None:
        fill = theme.colour("s2" if step % 4 else "s3")
        edge = theme.colour("text" if step == now else "edge")
        if velocity:
            fill = theme.layer(1)
        shape.box(surface, cell, theme.px(8), fill, edge, line=max(1, theme.px(2 if step == now else 1)))
        if velocity:  # a filled square has a dot as well, so that it is not told by colour alone
            shape.disc(surface, cell.center, theme.px(6), theme.colour("bg"))
