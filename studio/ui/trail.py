"""Draws what is played as it goes up from the keys: nothing is open, and still the hands see what they did."""

from collections.abc import Callable
from dataclasses import dataclass

import pygame

from studio.ui import art, noteface, pitches, shape
from studio.ui.keys import key_spans, keys_rect, note_name
from studio.ui.nodes import Canvas
from studio.ui.roll import ground
from studio.ui.theme import Colour, Theme

SECONDS = 6.0  # in sight
LAYER = 2  # the layer whose colour a pupil's own line has everywhere


@dataclass(frozen=True, slots=True)
class Trail:
    """Notes as (pitch, start, end or None while it is down) in seconds of any clock that `now` is of."""

    notes: tuple[tuple[int, float, float | None], ...]
    low: int
    high: int
    now: float
    names: bool = True
    recording: bool = False
    by_letter: bool = False  # a colour and a shape for each letter

    @property
    def moves(self) -> bool:
        """Whether any of it is in sight."""
        return any(end is None or end > self.now - SECONDS for _, _, end in self.notes)


def draw_trail(surface: pygame.Surface, rect: pygame.Rect, theme: Theme, what: Trail) -> None:
    """Draw every note above its key, the newest at the line; before anybody plays, a tune that waits."""
    surface.blit(ground(rect.size, theme, what.low, what.high), rect)
    inner = keys_rect(rect, theme)
    floor = rect.bottom - theme.px(10)
    before = surface.get_clip()
    surface.set_clip(before.clip(rect.inflate(-2, -2)))
    if not what.moves and not what.recording:
        art.paint_notes(surface, inner.inflate(-theme.px(32), -theme.px(32)), theme, quiet=True)
    spans = key_spans(inner.width, what.low, what.high)
    scale = (floor - rect.top) / SECONDS
    for pitch, start, end in what.notes:
        if pitch in spans:
            left, wide = spans[pitch]
            top, bottom = (round(floor - (what.now - at) * scale) for at in (start, what.now if end is None else end))
            tall = max(bottom - top, theme.px(6))
            box = pygame.Rect(inner.left + left + 1, bottom - tall, wide - 2, tall)
            face = noteface.Face(note_name(pitch) if what.names else "", pitch if what.by_letter else None)
            _note(surface, box, theme, pitches.hue(theme, pitch) if what.by_letter else theme.layer(LAYER), face)
    line = max(3, theme.px(4))
    colour = theme.colour("rec" if what.recording else "accent")
    surface.fill(colour, (rect.left + 3, floor - line // 2, rect.width - 6, line))
    surface.set_clip(before)


def _note(surface: pygame.Surface, box: pygame.Rect, theme: Theme, colour: Colour, face: noteface.Face) -> None:
    shape.box(surface, box, min(theme.px(6), box.height // 2, box.width // 2), colour)
    drawn = (
        None if face.empty else noteface.drawn(theme, face, colour, (box.width + 2, box.height), ("label", "caption"))
    )
    if drawn is not None:
        surface.blit(drawn, drawn.get_rect(midtop=(box.centerx, box.top + theme.px(2))))


def rising(key: str, what: Callable[[], Trail], *, name: str, tall: int = 120, grow: int = 1) -> Canvas:
    """Return it as a node that follows `what()`; while nothing moves nothing is drawn."""

    def draw(surface: pygame.Surface, rect: pygame.Rect, theme: Theme) -> None:
        draw_trail(surface, rect, theme, what())

    def version() -> object:
        seen = what()
        return (seen.now if seen.moves else 0, seen.low, seen.high, seen.recording, seen.by_letter)

    return Canvas(key, draw, "picture", name, min_size=(300, tall), grow=grow, live=True, version=version)
