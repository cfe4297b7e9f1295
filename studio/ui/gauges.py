"""Draws the ladder from 0 to 10, the progress bar and the five lights of the scale."""

import pygame

from studio.ui import shape, text
from studio.ui.core import State
from studio.ui.theme import Theme, mix

RUNGS = 11
RUNG = 44  # the least that a finger can be asked to hit


def ladder_tall(theme: Theme, *, pressed: bool) -> int:
    """Return the height of a ladder in design pixels: its numbers never touch, and a finger hits each rung it can press."""
    return max(RUNGS * RUNG if pressed else 230, round(RUNGS * 16 * theme.text_scale * 0.8))


def paint_ladder(value: int | None, surface: pygame.Surface, rect: pygame.Rect, theme: Theme, _state: State) -> None:
    """Draw rungs with 0, 5 and 10 named, and the pupil's number as a disc on its rung."""
    numbers = text.width("10", text.ink(theme, "caption"))
    left = rect.left + numbers + theme.px(14)
    right = left + theme.px(50)
    tall = rect.height / RUNGS
    rail, line = theme.colour("edge"), max(2, theme.px(2))

    def y(step: int) -> int:
        return round(rect.bottom - (step + 0.5) * tall)

    for step in range(RUNGS):
        surface.fill(rail, (left, y(step) - line // 2, right - left, line))
        if step % 5 == 0:
            at = (left - theme.px(10), y(step))
            text.draw(surface, theme, str(step), at, style="caption", tone="text2", anchor="midright")
    for x in (left, right):
        surface.fill(rail, (x - line, rect.top, line + 1, rect.height))
    if value is None:
        return
    accent, middle = theme.colour("accent"), ((left + right) // 2, y(value))
    surface.fill(accent, (left, y(value) - line, right - left, 2 * line))
    radius = max(theme.px(17), round(theme.type_px("body") * 0.9))
    shape.disc(surface, middle, radius, accent)
    text.draw(surface, theme, str(value), middle, style="body", weight=700, tone="on", anchor="center")


def paint_bar(done: float | None, surface: pygame.Surface, rect: pygame.Rect, theme: Theme, _state: State) -> None:
    """Draw how far something is; half lit throughout where nobody knows."""
    radius = rect.height // 2
    shape.box(surface, rect, radius, theme.colour("s3"), theme.colour("edge"))
    if done is None:
        shape.box(surface, rect, radius, mix(theme.colour("s3"), theme.colour("accent"), 0.5))
    elif done > 0:
        lit = rect.copy()
        lit.width = max(rect.height, round(rect.width * min(done, 1.0)))
        if theme.rtl:
            lit.right = rect.right
        shape.box(surface, lit, radius, theme.colour("accent"))


def paint_step(
    surface: pygame.Surface,
    rect: pygame.Rect,
    theme: Theme,
    detail: tuple[bool, bool, bool, float, bool, bool, int],
    state: State,
) -> None:
    """Draw one light of the scale with its piece of the fader's track; the chosen one has the fader's cap."""
    lit, chosen, past, held, first, last, size = detail
    tall = theme.px(size)
    middle = (rect.centerx, rect.top + theme.px(4) + tall // 2)
    accent, track = theme.colour("accent"), theme.colour("s3")
    half = max(4, theme.px(10)) // 2
    if not first:
        surface.fill(accent if lit else track, (rect.left, middle[1] - half, rect.width // 2, 2 * half))
    if not last:
        surface.fill(
            accent if past else track, (rect.centerx, middle[1] - half, rect.width - rect.width // 2, 2 * half)
        )
    radius = theme.px(30)
    off = theme.colour("s2")
    if state.hover or state.pressed:
        off = mix(off, theme.colour("text"), 0.1)
    if chosen:
        cap = pygame.Rect(0, 0, theme.px(80), tall)
        cap.center = middle
        shape.box(surface, cap, theme.px(14), theme.colour("s3"), theme.colour("text"), line=max(2, theme.px(2)))
        for edge in (cap.top + theme.px(8), cap.bottom - theme.px(11)):
            surface.fill(theme.colour("text"), (cap.centerx - theme.px(14), edge, theme.px(28), theme.px(3)))
        shape.disc(surface, middle, radius, off, theme.colour("edge"), line=2)
        shape.disc(surface, middle, radius - theme.px(6), accent)
    else:
        shape.disc(surface, middle, radius, accent if lit else off, None if lit else theme.colour("edge"), line=2)
    if held and not chosen:
        shape.arc(surface, middle, radius + theme.px(7), held, accent, line=max(3, theme.px(5)))
