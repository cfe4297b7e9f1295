"""A sheet to draw on with a pen: by mouse, by a finger, and by arrow keys; and a picture given as SVG."""

from __future__ import annotations

import io
from functools import lru_cache
from typing import TYPE_CHECKING

import pygame

from studio.ui import shape
from studio.ui.nodes import Canvas

if TYPE_CHECKING:
    from collections.abc import Callable

    from studio.ui.theme import Colour, Theme

Point = tuple[int, int]

STEP, SMALL_STEP = 10, 2  # of an arrow key, and with Shift
NEAR = 2  # steps that a pen goes before it leaves another point
MOST_POINTS = 400  # of one stroke: a longer one goes on as the next
_ARROWS = {pygame.K_LEFT: (-1, 0), pygame.K_RIGHT: (1, 0), pygame.K_UP: (0, -1), pygame.K_DOWN: (0, 1)}


@lru_cache(maxsize=64)
def picture(svg: str, side: int) -> pygame.Surface:
    """Return an SVG as a square surface, `side` device pixels wide. Only blit it, it is shared."""
    return pygame.image.load_sized_svg(io.BytesIO(svg.encode()), (side, side))


def _square(rect: pygame.Rect) -> pygame.Rect:
    side = min(rect.width, rect.height)
    found = pygame.Rect(0, 0, side, side)
    found.center = rect.center
    return found


def paint(svg: str, empty: Colour, surface: pygame.Surface, rect: pygame.Rect, theme: Theme) -> None:
    """Draw a picture into the square in the middle of a place; without one a sheet of paper."""
    square = _square(rect)
    round_by = max(2, square.width // 12)
    if svg:
        surface.blit(picture(svg, square.width), square)
        pygame.draw.rect(surface, theme.colour("edge"), square, max(1, theme.px(1)), border_radius=round_by)
    else:
        shape.box(surface, square, round_by, empty, theme.colour("edge"))


class Sketch:
    """Its strokes are given: `svg` of those that are done, the pen's colour and width in steps of a sheet `side` wide.

    `done` gets the points of each new stroke, in steps. With the keys the pen goes by arrows, and Space sets it down and lifts it.
    """

    def __init__(
        self,
        side: int,
        *,
        svg: Callable[[], str],
        pen: Callable[[], tuple[Colour, int]],
        done: Callable[[tuple[Point, ...]], None],
        paper: Colour,
    ) -> None:
        self._side, self._svg, self._pen, self._done, self._paper = side, svg, pen, done, paper
        self._points: list[Point] = []
        self._at: Point = (side // 2, side // 2)
        self._down = False  # by key
        self._finger: int | None = None

    def node(self, key: str, name: str, value: str, *, size: int, focused: Callable[[], bool]) -> Canvas:
        """Return the sheet as a widget; while it has the focus the pen of the keys is to be seen."""

        def draw(surface: pygame.Surface, rect: pygame.Rect, theme: Theme) -> None:
            self._draw(surface, rect, theme, pen_seen=focused())

        def version() -> tuple[object, ...]:
            return self._svg(), tuple(self._points), self._at, self._down, focused(), self._pen()

        return Canvas(
            key,
            draw,
            "drawing",
            name,
            value,
            min_size=(size, size),
            live=True,
            handle=self.handle,
            focusable=True,
            version=version,
        )

    def lift(self) -> None:
        """The pen leaves the sheet: what it drew is a stroke."""
        points, self._points, self._down, self._finger = tuple(self._points), [], False, None
        if points:
            self._done(points)

    # -- what happens -------------------------------------------------------------------------------------------------
    def handle(self, event: pygame.Event, rect: pygame.Rect) -> bool:
        """Take an event of the mouse, a finger or a key; True where it was for the pen."""
        match event.type:
            case pygame.MOUSEBUTTONDOWN | pygame.MOUSEMOTION | pygame.MOUSEBUTTONUP if getattr(event, "touch", False):
                return False  # the finger itself is heard
            case pygame.MOUSEBUTTONDOWN if event.button == 1:
                return self._begin(event.pos, rect)
            case pygame.MOUSEMOTION if event.buttons[0] and self._points and not self._down:
                return self._go(self._place(event.pos, rect))
            case pygame.FINGERDOWN if self._finger is None:
                self._finger = event.finger_id
                return self._begin(event.pos, rect)
            case pygame.FINGERMOTION if event.finger_id == self._finger:
                return self._go(self._place(event.pos, rect))
            case pygame.MOUSEBUTTONUP | pygame.FINGERUP:
                self.lift()
                return True
            case pygame.KEYDOWN:
                return self._key(event)
        return False

    def _begin(self, pos: Point, rect: pygame.Rect) -> bool:
        self.lift_keys()
        self._at = self._place(pos, rect)
        self._points = [self._at]
        return True

    def lift_keys(self) -> None:
        """What was begun by key is done where a finger or the mouse comes."""
        if self._down:
            self.lift()

    def _place(self, pos: Point, rect: pygame.Rect) -> Point:
        square = _square(rect)
        x = (pos[0] - square.left) * self._side / max(1, square.width)
        y = (pos[1] - square.top) * self._side / max(1, square.height)
        return min(max(round(x), 0), self._side), min(max(round(y), 0), self._side)

    def _go(self, to: Point) -> bool:
        self._at = to
        last = self._points[-1]
        if max(abs(to[0] - last[0]), abs(to[1] - last[1])) >= NEAR:
            self._points.append(to)
        if len(self._points) >= MOST_POINTS:
            down, finger = self._down, self._finger
            self.lift()
            self._points, self._down, self._finger = [to], down, finger
        return True

    def _key(self, event: pygame.Event) -> bool:
        if event.key in {pygame.K_SPACE, pygame.K_RETURN, pygame.K_KP_ENTER}:
            if self._down:
                self.lift()
            else:
                self._down, self._points = True, [self._at]
            return True
        way = _ARROWS.get(event.key)
        if way is None:
            return False
        step = SMALL_STEP if event.mod & pygame.KMOD_SHIFT else STEP
        x, y = (min(max(self._at[n] + step * way[n], 0), self._side) for n in (0, 1))
        if self._down:
            return self._go((x, y))
        self._at = (x, y)
        return True

    # -- how it looks -------------------------------------------------------------------------------------------------
    def _draw(self, surface: pygame.Surface, rect: pygame.Rect, theme: Theme, *, pen_seen: bool) -> None:
        paint(self._svg(), self._paper, surface, rect, theme)
        square = _square(rect)
        scale = square.width / self._side
        ink, width = self._pen()
        thick = max(2, round(width * scale))
        places = [(round(square.left + x * scale), round(square.top + y * scale)) for x, y in self._points]
        if len(places) > 1:
            pygame.draw.lines(surface, ink, False, places, thick)
        for place in places:
            pygame.draw.circle(surface, ink, place, thick // 2)
        if pen_seen:
            at = (round(square.left + self._at[0] * scale), round(square.top + self._at[1] * scale))
            ring = max(theme.px(9), thick // 2 + theme.px(3))
            pygame.draw.circle(surface, theme.colour("bg"), at, ring + theme.px(2), theme.px(3))
            pygame.draw.circle(surface, theme.colour("focus"), at, ring, max(2, theme.px(3)))
            if self._down:
                pygame.draw.circle(surface, ink, at, max(2, thick // 2))
