"""Draws the seven large keys that answer a question, filling while one is held."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

import pygame

from studio.ui import shape, text
from studio.ui.icon import icon
from studio.ui.nodes import Canvas
from studio.ui.theme import Theme, mix
from studio.words import say


@dataclass(frozen=True, slots=True)
class Answer:
    """One large key: its letter, what it means where it does something else, and how far it is filled (0..1)."""

    letter: str
    words: str = ""
    icon: str = ""
    fill: float = 0.0


def answers(key: str, given: tuple[Answer, ...], choose: Callable[[int], None], *, tall: int = 200) -> Canvas:
    """Return the large keys C, D, E... as a node; `choose(i)` is called by mouse or finger."""

    def handle(event: pygame.Event, rect: pygame.Rect) -> bool:
        if event.type == pygame.MOUSEBUTTONDOWN and event.button == 1:
            found = answer_at(rect, len(given), event.pos)
            if found is not None:
                choose(found)
            return found is not None
        return False

    said = ", ".join(f"{answer.letter} {answer.words}".strip() for answer in given)
    return Canvas(
        key,
        partial(_draw_answers, given),
        "piano",
        say("frame.answer on the keys", said=said),
        min_size=(420, tall),
        grow=1,
        handle=handle,
        version=lambda: given,
    )


def answer_at(rect: pygame.Rect, count: int, at: tuple[int, int]) -> int | None:
    """Return which of the large keys is at a point."""
    return min(count - 1, (at[0] - rect.left) * count // rect.width) if rect.collidepoint(at) else None


def _draw_answers(given: tuple[Answer, ...], surface: pygame.Surface, rect: pygame.Rect, theme: Theme) -> None:
    each, gap = rect.width / len(given), theme.px(2)
    white = theme.colour("white")
    for at, answer in enumerate(given):
        left, right = rect.left + round(at * each), rect.left + round((at + 1) * each)
        key = pygame.Rect(left + (gap if at else 0), rect.top, right - left - gap - (gap if at else 0), rect.height)
        fill = mix(white, theme.colour("black"), 0.14) if answer.words else white
        edge = None if theme.dark else theme.colour("edge")
        shape.box(surface, key, theme.px(10), fill, edge)
        if answer.fill > 0:
            _fill_from_below(surface, key, theme, answer.fill)
        _answer_words(surface, key, theme, answer)
    wide = round(each * 0.46)
    for at, answer in enumerate(given[1:], start=1):
        if answer.letter not in {"C", "F"}:
            middle = rect.left + round(at * each)
            black = pygame.Rect(middle - wide // 2, rect.top - 1, wide, round(rect.height * 0.46))
            shape.box(
                surface, black, theme.px(6), theme.colour("black"), mix(theme.colour("black"), (255, 255, 255), 0.18)
            )


def _fill_from_below(surface: pygame.Surface, key: pygame.Rect, theme: Theme, share: float) -> None:
    before = surface.get_clip()
    level = key.copy()
    level.height = round(key.height * min(share, 1.0))
    level.bottom = key.bottom
    surface.set_clip(before.clip(level))
    shape.box(surface, key, theme.px(10), theme.colour("accent"))
    surface.set_clip(before)


def _answer_words(surface: pygame.Surface, key: pygame.Rect, theme: Theme, answer: Answer) -> None:
    ink = theme.colour("on") if answer.fill > 0.3 else theme.colour("black")  # noqa: PLR2004 - from a third on the words lie on the fill
    at = (key.centerx, key.bottom - theme.px(12))
    y = text.draw(surface, theme, answer.letter, at, style="h1", tone=ink, anchor="midbottom").top
    pen = text.ink(theme, "label", 600)
    for words in reversed(text.wrap(answer.words, pen, key.width - theme.px(8)) if answer.words else ()):
        y = text.draw(surface, theme, words, (key.centerx, y), weight=600, tone=ink, anchor="midbottom").top
    if answer.icon and y - theme.icon_px(26) > key.top + key.height * 0.46:
        drawn = icon(answer.icon, theme.icon_px(22), ink)
        surface.blit(drawn, drawn.get_rect(midbottom=(key.centerx, y - theme.px(2))))
