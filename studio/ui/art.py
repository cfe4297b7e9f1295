"""Draws music that nobody has to read: where a screen has room to spare, it shows what this place is for."""

from functools import lru_cache, partial

import pygame

from studio.ui import shape
from studio.ui.core import Drawn, State
from studio.ui.theme import Colour, Theme, mix

STEPS = 32
_LEAST_TALL = 40  # below this there is nothing to see, in design pixels
_TALLEST = 260
_SOFT = 0.62  # how far a quiet picture goes back into what is behind it
_PARTS = {  # layer: (start, length, height 0..14) in steps; written for this
    0: "0:7:5 0:7:7 0:7:9 8:7:4 8:7:6 8:7:8 16:7:6 16:7:8 16:7:10 24:7:5 24:7:7 24:7:9",
    1: "0:3:1 4:2:1 8:3:0 12:2:0 16:3:2 20:2:2 24:3:1 28:1:1 30:2:2",
    2: "0:2:9 2:1:10 3:1:11 4:3:12 8:2:11 10:1:10 11:1:9 12:3:10 16:2:12 18:1:13 19:1:12 20:3:11 24:2:12 26:2:13 28:4:11",
    3: "6:1:14 7:1:13 14:1:13 15:1:14 22:1:14 23:1:13",
}
_BEAT = ("x.x.x.x.x.x.x.xx", "....x.......x...", "..x..x....x..x..", "x..x..x.x..x..x.")
_HEIGHTS = 15


def notes(*, quiet: bool = False, grow: int = 1) -> Drawn:
    """Return four layers of a tune, as long and as high as there is room; `quiet` keeps it behind the words."""
    return Drawn(partial(_paint, "notes", quiet), ("art", "notes", quiet), (80, 0), grow)


def beat(*, quiet: bool = False, grow: int = 1) -> Drawn:
    """Return a beat as a grid of lights, a colour a row."""
    return Drawn(partial(_paint, "beat", quiet), ("art", "beat", quiet), (80, 0), grow)


def paint_notes(surface: pygame.Surface, rect: pygame.Rect, theme: Theme, *, quiet: bool) -> None:
    """Draw the tune into a place of a picture that is drawn otherwise."""
    _paint("notes", quiet, surface, rect, theme, State())


def _paint(what: str, quiet: bool, surface: pygame.Surface, rect: pygame.Rect, theme: Theme, _state: State) -> None:
    tall = min(rect.height, theme.px(_TALLEST))
    if tall >= theme.px(_LEAST_TALL) and not theme.calm:
        drawn = (_notes if what == "notes" else _beat)((rect.width, tall), theme, quiet=quiet)
        surface.blit(drawn, drawn.get_rect(center=rect.center))


@lru_cache(maxsize=16)
def _notes(size: tuple[int, int], theme: Theme, *, quiet: bool) -> pygame.Surface:
    whole = pygame.Surface(size, pygame.SRCALPHA)
    step, each = size[0] / STEPS, size[1] / _HEIGHTS
    thick = max(theme.px(4), min(theme.px(14), round(each * 0.8)))
    for layer, written in _PARTS.items():
        for token in written.split():
            start, length, height = map(int, token.split(":"))
            left, right = round(start * step), round((start + length) * step) - theme.px(4)
            bar = pygame.Rect(left, 0, max(thick, right - left), thick)
            bar.centery = round(size[1] - (height + 0.5) * each)
            shape.box(whole, bar, thick // 2, _tone(theme, layer, quiet=quiet))
    return whole


@lru_cache(maxsize=16)
def _beat(size: tuple[int, int], theme: Theme, *, quiet: bool) -> pygame.Surface:
    whole = pygame.Surface(size, pygame.SRCALPHA)
    across, down = size[0] / len(_BEAT[0]), size[1] / len(_BEAT)
    side = max(theme.px(6), round(min(across, down) - theme.px(6)))
    for y, row in enumerate(_BEAT):
        for x, lit in enumerate(row):
            light = pygame.Rect(0, 0, side, side)
            light.center = (round((x + 0.5) * across), round((y + 0.5) * down))
            colour = _tone(theme, (1, 3, 2, 0)[y], quiet=quiet) if lit == "x" else theme.colour("s3")
            shape.box(whole, light, max(2, side // 5), colour)
    return whole


def _tone(theme: Theme, layer: int, *, quiet: bool) -> Colour:
    return mix(theme.layer(layer), theme.colour("s1"), _SOFT) if quiet else theme.layer(layer)
