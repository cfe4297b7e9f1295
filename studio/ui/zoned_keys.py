"""A keyboard that several share: each one's keys in their colour, and above them a flag with their name and part."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from studio.ui import shape, text
from studio.ui.keys import Zone, draw_keys, is_black, key_spans, keys_rect, pitch_at
from studio.ui.nodes import Canvas
from studio.ui.theme import mix, readable_on

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    import pygame

    from studio.ui.theme import Colour, Theme

KEYS_TALL = 66
_FLAG_PAD = 10
_NAMED_FROM = 24  # wide white keys have the names of their Cs


@dataclass(frozen=True, slots=True)
class Flag:
    """Whose keys `low`..`high` are: their name, their part in a word, their layer's colour; `lit` while they play."""

    low: int
    high: int
    layer: int
    name: str
    part: str = ""
    lit: bool = True


def flag_px(theme: Theme) -> int:
    """How tall the flags are, in design pixels."""
    return round(theme.line_px("lead") / theme.scale) + 6


def zoned(
    key: str,
    name: str,
    span: tuple[int, int],
    flags: tuple[Flag, ...],
    theme: Theme,
    *,
    lit: Callable[[], Mapping[int, str | Colour]] = dict,
    labels: Callable[[], Mapping[int, str]] = dict,
    press: Callable[[int], None] | None = None,
    tall: int = KEYS_TALL,
    label_style: str = "caption",
) -> Canvas:
    """Return the keys with the flags above them. `press(pitch)` is a press on a key, where that means something."""
    above = flag_px(theme) if flags else 0
    zones = tuple(Zone(flag.low, flag.high, flag.layer) for flag in flags)

    def keys_of(rect: pygame.Rect, look: Theme) -> pygame.Rect:
        high = look.px(above)
        return rect.__class__(rect.left, rect.top + high, rect.width, rect.height - high)

    def draw(surface: pygame.Surface, rect: pygame.Rect, look: Theme) -> None:
        surface.fill(look.colour("bg"), rect)
        inner = keys_of(rect, look)
        wide = keys_rect(inner, look).width / max(1, sum(not is_black(pitch) for pitch in range(span[0], span[1] + 1)))
        named = wide >= look.px(_NAMED_FROM)
        words, names = (
            labels(),
            named and label_style == "caption",
        )  # large words are signs, and names among them would be too
        draw_keys(
            surface, inner, look, span, lit=lit(), labels=words, zones=zones, name_cs=names, label_style=label_style
        )
        for flag in flags:
            _flag(surface, _place(inner, look, span, flag, rect.top, look.px(above)), look, flag)

    def handle(event: pygame.event.Event, rect: pygame.Rect) -> bool:
        import pygame

        if press is None or event.type != pygame.MOUSEBUTTONDOWN or getattr(event, "button", 1) != 1:
            return False
        found = pitch_at(keys_of(rect, theme), theme, *span, event.pos)
        if found is not None:
            press(found[0])
        return found is not None

    return Canvas(
        key,
        draw,
        "piano" if press is not None else "picture",
        name,
        min_size=(240, tall + above),
        grow=1,
        live=True,
        handle=handle if press is not None else None,
        version=lambda: (span, flags, press is None, frozenset(lit().items()), frozenset(labels().items())),
    )


def _place(keys: pygame.Rect, theme: Theme, span: tuple[int, int], flag: Flag, top: int, tall: int) -> pygame.Rect:
    """Where a flag stands: from its first key's left edge to its last one's right, a hair apart from the next."""
    inner = keys_rect(keys, theme)
    spans = key_spans(inner.width, *span)
    low, high = max(flag.low, min(spans)), min(flag.high, max(spans))
    left = spans[low][0]
    right = spans[high + 1][0] if is_black(high) and high + 1 in spans else sum(spans[high])
    return keys.__class__(inner.left + left + 1, top, max(1, right - left - 2), tall - 2)


def _flag(surface: pygame.Surface, rect: pygame.Rect, theme: Theme, flag: Flag) -> None:
    colour = theme.layer(flag.layer)
    fill = colour if flag.lit else mix(theme.colour("s1"), colour, 0.08)
    shape.box(surface, rect, theme.px(8), fill, colour, line=max(2, theme.px(2)))
    ink = readable_on(fill) if flag.lit else theme.colour("text")
    room = rect.width - 2 * theme.px(_FLAG_PAD)
    pen = text.ink(theme, "lead", 600)
    part_pen = text.ink(theme, "caption", 600)
    part_wide = text.width(flag.part, part_pen) if flag.part else 0
    name_wide = text.width(flag.name, pen)
    with_part = bool(part_wide) and name_wide + part_wide + theme.px(12) <= room
    shown = text.cut(flag.name, pen, max(1, room))
    text.draw(
        surface, theme, shown, (rect.left + theme.px(_FLAG_PAD), rect.centery), style="lead", weight=600, tone=ink,
        anchor="midleft",
    )  # fmt: skip
    if with_part:
        where = (rect.right - theme.px(_FLAG_PAD), rect.centery)
        text.draw(surface, theme, flag.part, where, style="caption", weight=600, tone=ink, anchor="midright")
