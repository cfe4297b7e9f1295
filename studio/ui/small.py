"""Draws music small: a whole piece as a line of notes, a groove as its dots."""

from collections.abc import Callable
from functools import lru_cache

import pygame

from studio.ui import shape, text
from studio.ui.nodes import Canvas
from studio.ui.roll import RollNote
from studio.ui.theme import Colour, Theme


def preview(
    key: str,
    notes: tuple[RollNote, ...],
    *,
    name: str,
    head: Callable[[], float | None] | None = None,
    lit: bool = True,
    bars: tuple[tuple[int, float], ...] = (),
    end: float | None = None,
    tall: int = 58,
    grow: int = 0,
) -> Canvas:
    """Return a whole piece as a small picture; `head()` is where the playhead is, in the notes' unit, or None."""

    def draw(surface: pygame.Surface, rect: pygame.Rect, theme: Theme) -> None:
        surface.blit(_preview(notes, rect.size, theme, lit=lit, bars=bars, end=end), rect)
        at = head() if head is not None else None
        if at is not None:
            x = rect.left + _across(rect.width, theme, _end(notes, end), at)
            surface.fill(
                theme.colour("text"), (x, rect.top + theme.px(4), max(2, theme.px(2)), rect.height - theme.px(8))
            )

    version = (lambda: (notes, lit, bars, head())) if head is not None else (lambda: (notes, lit, bars, None))
    return Canvas(key, draw, "picture", name, min_size=(80, tall), grow=grow, live=head is not None, version=version)


def groove(
    key: str, rows: tuple[str, ...], *, name: str, tall: int = 34, head: Callable[[], int | None] | None = None
) -> Canvas:
    """Return a groove's dots: a row a sound, a letter a step, anything but `.` sounds; `head()` is the step now."""

    def draw(surface: pygame.Surface, rect: pygame.Rect, theme: Theme) -> None:
        surface.blit(_dots(rows, rect.size, theme, head() if head is not None else None), rect)

    version = (lambda: (rows, head())) if head is not None else (lambda: (rows, None))
    return Canvas(key, draw, "picture", name, min_size=(100, tall), live=head is not None, version=version)


@lru_cache(maxsize=96)
def _dots(rows: tuple[str, ...], size: tuple[int, int], theme: Theme, now: int | None) -> pygame.Surface:
    whole = pygame.Surface(size, pygame.SRCALPHA)
    steps = max((len(row) for row in rows), default=1)
    each, down = size[0] / steps, size[1] / max(len(rows), 1)
    wide = min(max(4, round(min(each, down) - theme.px(3))), theme.px(12))
    for y, row in enumerate(rows):
        for x, step in enumerate(row):
            dot = pygame.Rect(0, 0, wide, wide)
            dot.center = (round((x + 0.5) * each), round((y + 0.5) * down))
            colour = theme.layer(1) if step != "." else theme.colour("s3")
            if x == now:
                colour = theme.colour("text") if step != "." else theme.colour("edge")
            shape.box(whole, dot, max(2, theme.px(2)), colour)
    return whole


def _end(notes: tuple[RollNote, ...], end: float | None) -> float:
    return end if end is not None else max((note.start + note.length for note in notes), default=1.0)


def _across(width: int, theme: Theme, end: float, at: float) -> int:
    pad = theme.px(10)
    return pad + round(at / max(end, 1e-9) * (width - 2 * pad))


@lru_cache(maxsize=96)
def _preview(
    notes: tuple[RollNote, ...],
    size: tuple[int, int],
    theme: Theme,
    *,
    lit: bool,
    bars: tuple[tuple[int, float], ...],
    end: float | None,
) -> pygame.Surface:
    whole = pygame.Surface(size, pygame.SRCALPHA)
    rect = whole.get_rect()
    shape.box(whole, rect, theme.px(10), theme.colour("roll"), theme.colour("edge" if theme.flat else "s3"))
    last = _end(notes, end)
    head = theme.line_px("caption") if bars else 0
    for number, at in bars:
        x = _across(rect.width, theme, last, at)
        if at:
            whole.fill(theme.colour("s3"), (x, theme.px(5), 1, rect.height - theme.px(10)))
        text.draw(whole, theme, str(number), (x + theme.px(4), theme.px(4)), style="caption", weight=600, tone="text2")
    low, high = min((n.pitch for n in notes), default=60), max((n.pitch for n in notes), default=72)
    room = rect.height - head - theme.px(20)
    thick = max(theme.px(3), min(theme.px(5), round(room / max(high - low + 1, 1))))
    for note in notes:
        x, right = (_across(rect.width, theme, last, at) for at in (note.start, note.start + note.length))
        y = rect.bottom - theme.px(10) - round((note.pitch - low + 0.5) / max(high - low + 1, 1) * room)
        bar = pygame.Rect(x, y - thick // 2, max(thick, right - x - theme.px(2)), thick)
        shape.box(whole, bar, thick // 2, _tone(theme, note, lit=lit))
    return whole


def _tone(theme: Theme, note: RollNote, *, lit: bool) -> Colour:
    return theme.layer(note.layer) if lit else theme.colour("edge")
