"""Draws the bars that go round over a falling roll: what is outside lies in shade, both ends are marked with their bars."""

from collections.abc import Callable
from dataclasses import replace
from math import ceil
from typing import TYPE_CHECKING

import pygame

from studio.ui import shape, text
from studio.ui.theme import Theme
from studio.words import say

if TYPE_CHECKING:
    from studio.ui.roll import Falling, RollNote

_SHADE = 150  # of 255: what is not played now can still be made out
_LINE = 3
_INSET = 10


def draw(
    surface: pygame.Surface,
    rect: pygame.Rect,
    theme: Theme,
    what: "Falling",
    loop: tuple[float, float],
    y: Callable[[float], int],
) -> None:
    """Draw it over a roll that shows `what`. `loop` is from and up to which moment, `y` is where a moment lies."""
    top, bottom = y(loop[1]), y(loop[0])
    for outside in (
        pygame.Rect(rect.left, rect.top, rect.width, 0 if what.goes_on else top - rect.top),
        pygame.Rect(rect.left, bottom, rect.width, rect.bottom - bottom),
    ):
        seen = outside.clip(rect)
        if seen.width > 0 and seen.height > 0:
            shade = pygame.Surface(seen.size)
            shade.fill(theme.colour("bg"))
            shade.set_alpha(_SHADE)
            surface.blit(shade, seen)
    accent, line = theme.colour("accent"), max(2, theme.px(_LINE))
    for edge in (top, bottom):
        surface.fill(accent, pygame.Rect(rect.left + 3, edge - line // 2, rect.width - 6, line).clip(rect))
    upper = rect.top if what.goes_on else top
    for side in (rect.left + 3, rect.right - 3 - line):
        surface.fill(accent, pygame.Rect(side, upper, line, bottom - upper).clip(rect))
    inside = [number for number, at in what.bars if loop[0] <= at < loop[1]]
    before = surface.get_clip()
    surface.set_clip(before.clip((*rect.topleft, rect.width, y(what.now) - rect.top)))  # a flag goes by as a note does
    if inside:
        left = rect.left + theme.px(_INSET)
        first = _flag(surface, theme, say("frame.from bar", number=inside[0]), (left, bottom - line), below=False)
        _flag(
            surface, theme, say("frame.to bar", number=inside[-1]), (first + theme.px(_INSET), top + line), below=True
        )
    surface.set_clip(before)


class Rounds:
    """Makes the notes of round after round; those of one piece and loop are made once."""

    def __init__(self) -> None:
        self._of: tuple[object, object, int] | None = None
        self._kept: tuple[RollNote, ...] = ()  # they stay, so that no others get their id
        self._notes: tuple[RollNote, ...] = ()

    def of(self, what: "Falling") -> "Falling":
        """Return what is seen of music that goes round: after the loop comes its next round, as it will be heard."""
        if what.loop is None:
            return what
        start, end = what.loop
        count = 1 + ceil(what.span / (end - start))
        wanted = (id(what.notes), what.loop, count)
        if self._of != wanted or not self._notes:
            one = [note for note in what.notes if start <= note.start < end]
            again = (replace(note, start=note.start + n * (end - start)) for n in range(count) for note in one)
            self._of, self._kept, self._notes = wanted, what.notes, tuple(again)
        shifts = [n * (end - start) for n in range(count)]
        bars = tuple((number, at + by) for by in shifts for number, at in what.bars if start <= at < end)
        beats = tuple(at + by for by in shifts for at in what.beats if start <= at < end)
        before = tuple((number, at) for number, at in what.bars if at < start)
        return replace(what, notes=self._notes, bars=before + bars, beats=beats, goes_on=True)


def _flag(surface: pygame.Surface, theme: Theme, words: str, at: tuple[int, int], *, below: bool) -> int:
    """Draw the name of an end at its line, inside; return where it ends. The two never lie on each other, however near the ends are."""
    wide = text.width(words, text.ink(theme, "caption", 700)) + theme.px(16)
    tall = theme.line_px("caption") + theme.px(4)
    box = pygame.Rect(at[0], at[1] if below else at[1] - tall, wide, tall)
    shape.box(surface, box, theme.px(6), theme.colour("s2"), theme.colour("accent"))
    text.draw(surface, theme, words, box.center, style="caption", weight=700, anchor="center")
    return box.right
