"""A piece as small notes in two colours, and the line between its hands, which is dragged or moved by arrow keys."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pygame

from studio.ui import shape, text
from studio.ui.keys import note_name
from studio.ui.nodes import Canvas
from studio.words import say

if TYPE_CHECKING:
    from collections.abc import Callable

    from studio.music.piece import Piece
    from studio.ui.theme import Theme

TALL = 136
_LEGEND = 4  # the lowest fourth says whose colour is whose
LAYERS = {"right": 2, "left": 0, "": 4}
_STEP, _PAGE = 1, 12


def hand_line(key: str, piece: Piece, line: int, move: Callable[[int], None]) -> Canvas:
    """Return the picture; `line` is the lowest key of the right hand, `move` is told where it shall be."""
    notes = [
        (note.start, note.length, note.pitch, part.hand) for part in piece.parts if part.hand for note in part.notes
    ]
    lowest, highest = min([note[2] for note in notes], default=48), max([note[2] for note in notes], default=72)
    low, high = lowest - 3, highest + 3
    drawn = hash((tuple(notes), piece.end))  # after a swap the line may stand where it was

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
            to = _pitch(event.pos[1], _music(rect), low, high)
        if to is None:
            return False
        to = max(min(to, highest), min(lowest + 1, highest))  # either hand keeps a note
        if to != line:
            move(to)
        return True

    def draw(surface: pygame.Surface, rect: pygame.Rect, theme: Theme) -> None:
        _name_hands(surface, rect, theme)
        rect = _music(rect)
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
        version=lambda: (line, drawn),
    )


def _music(rect: pygame.Rect) -> pygame.Rect:
    """Where the notes are, above the line that says whose colour is whose."""
    return pygame.Rect(rect.left, rect.top, rect.width, rect.height - rect.height // _LEGEND)


def _name_hands(surface: pygame.Surface, rect: pygame.Rect, theme: Theme) -> None:
    """Say whose notes have which colour."""
    x, y = rect.left + theme.px(4), rect.bottom - rect.height // _LEGEND // 2
    for hand in ("left", "right"):
        dot = pygame.Rect(x, y - theme.px(5), theme.px(10), theme.px(10))
        shape.box(surface, dot, theme.px(5), theme.layer(LAYERS[hand]))
        words = text.draw(
            surface, theme, say(f"pick.{hand} hand"), (dot.right + theme.px(6), y), style="caption", anchor="midleft"
        )
        x = words.right + theme.px(20)


def _y(pitch: float, rect: pygame.Rect, low: int, high: int) -> int:
    return round(rect.bottom - (pitch - low + 0.5) * rect.height / (high - low + 1))


def _pitch(y: float, rect: pygame.Rect, low: int, high: int) -> int:
    return round((rect.bottom - y) * (high - low + 1) / max(rect.height, 1) + low)
