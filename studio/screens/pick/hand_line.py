"""A piece as small notes in two colours, and the line between its hands, which is dragged or moved by arrow keys."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pygame

from studio.ui import shape
from studio.ui.keys import note_name
from studio.ui.nodes import Canvas
from studio.words import say

if TYPE_CHECKING:
    from collections.abc import Callable

    from studio.music.piece import Piece
    from studio.ui.theme import Theme

TALL = 104
LAYERS = {"right": 2, "left": 0, "": 4}
_STEP, _PAGE = 1, 12


def hand_line(key: str, piece: Piece, line: int, move: Callable[[int], None]) -> Canvas:
    """Return the picture; `line` is the lowest key of the right hand, `move` is told where it shall be."""
    notes = [
        (note.start, note.length, note.pitch, part.hand) for part in piece.parts if part.hand for note in part.notes
    ]
    low = min([note[2] for note in notes], default=48) - 3
    high = max([note[2] for note in notes], default=72) + 3

    def handle(event: pygame.Event, rect: pygame.Rect) -> bool:
        to: int | None = None
        if event.type == pygame.KEYDOWN:
            steps = {pygame.K_UP: _STEP, pygame.K_DOWN: -_STEP, pygame.K_PAGEUP: _PAGE, pygame.K_PAGEDOWN: -_PAGE}
            if event.key not in steps:
                return False
            to = line + steps[event.key]
        elif (event.type == pygame.MOUSEBUTTONDOWN and event.button == 1) or (
            event.type == pygame.MOUSEMOTION and event.buttons[0]
        ):
            to = _pitch(event.pos[1], rect, low, high)
        if to is None:
            return False
        to = min(max(to, low), high)
        if to != line:
            move(to)
        return True

    def draw(surface: pygame.Surface, rect: pygame.Rect, theme: Theme) -> None:
        shape.box(surface, rect, theme.px(10), theme.colour("s1"))
        end = max(piece.end, 1)
        tall = max(2, rect.height // (high - low + 1))
        for start, length, pitch, hand in notes:
            x, wide = rect.left + rect.width * start // end, max(2, rect.width * length // end - 1)
            surface.fill(theme.layer(LAYERS[hand]), (x, _y(pitch, rect, low, high) - tall // 2, wide, tall))
        y = _y(line - 0.5, rect, low, high)
        surface.fill(theme.colour("accent"), (rect.left, y - theme.px(1), rect.width, max(2, theme.px(3))))
        grip = pygame.Rect(0, 0, theme.px(44), theme.px(16))
        grip.midright = (rect.right - theme.px(8), y)
        shape.box(surface, grip, theme.px(8), theme.colour("accent"))

    named = say("pick.the line between the hands")
    return Canvas(
        key,
        draw,
        "slider",
        named,
        say("pick.right hand from", note=note_name(line, octave=True)),
        min_size=(240, TALL),
        handle=handle,
        focusable=True,
        version=lambda: (line, len(notes), piece.end),
    )


def _y(pitch: float, rect: pygame.Rect, low: int, high: int) -> int:
    return round(rect.bottom - (pitch - low + 0.5) * rect.height / (high - low + 1))


def _pitch(y: float, rect: pygame.Rect, low: int, high: int) -> int:
    return round((rect.bottom - y) * (high - low + 1) / max(rect.height, 1) + low)
