"""The cover of a piece, small, as it stands beside its title."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from reflections import covers
from studio.ui import sketch
from studio.ui.core import Drawn, State

if TYPE_CHECKING:
    import pygame

    from reflections import records
    from studio.ui.theme import Theme

SIDE = 44


def cover_of(piece: records.Piece) -> Drawn | None:
    """Return the picture; None where the piece has none."""
    svg = covers.svg(piece.cover)
    return Drawn(partial(_paint, svg), ("cover", piece.cover), (SIDE, SIDE)) if svg else None


def _paint(svg: str, surface: pygame.Surface, rect: pygame.Rect, theme: Theme, _state: State) -> None:
    sketch.paint(svg, theme.colour("s2"), surface, rect, theme)
