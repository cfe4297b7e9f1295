"""Draws what the layout placed: skins of frames, lines of text, icons, fields, scrollbars, the focus ring."""

from dataclasses import dataclass
from functools import lru_cache

import pygame

from studio.ui import mirror, shape, text
from studio.ui import nodes as n
from studio.ui.core import Drawn, Field, Frame, Placed, State
from studio.ui.editing import Editing
from studio.ui.gauges import paint_step
from studio.ui.icon import icon
from studio.ui.theme import Colour, Theme, mix

PILL = 999
_SHADE = 18  # how deep the shade is where a view goes on, in design pixels


@dataclass(frozen=True, slots=True)
class Skin:
    """How a frame is drawn: tokens of its fill and edge, radius in design pixels."""

    fill: str | None
    edge: str | None
    radius: int
    line: int = 1
    shadow: bool = False


_SKINS = {
    "plain": Skin("s2", "edge", 12),
    "primary": Skin("accent", None, 12, shadow=True),
    "quiet": Skin(None, None, 12),
    "record": Skin("rec", None, PILL, shadow=True),
    "big": Skin("s2", "edge", 14),
    "pill": Skin(None, None, PILL),
    "tile": Skin("s1", "edge", 14),
    "round": Skin("s2", "edge", PILL),
    "under": Skin("s2", "edge", 12),
    "chip": Skin("s2", "edge", PILL),
    "bar": Skin("s2", "s3", 12),
    "who": Skin("s2", "edge", PILL),
    "off": Skin(None, "s3", 12),
    "trough": Skin("s1", "edge", 12),
    "segment": Skin(None, None, 12),
    "card-s1": Skin("s1", "s3", 18),
    "card-s2": Skin("s2", "s3", 14),
    "card-soft": Skin("soft", "accent", 18, 2),
    "card-well": Skin("roll", "s3", 12),
    "notice": Skin("soft", "accent", 12, 2),
    "card-bar": Skin("s1", None, 0),
    "field": Skin("roll", "edge", 12),
    "dialog": Skin("s1", "edge", 18, shadow=True),
}
_SELECTED = {
    "round": Skin("accent", None, PILL),
    "pill": Skin("soft", "accent", PILL, 2),
    "chip": Skin("soft", "accent", PILL, 2),
}


def paint(surface: pygame.Surface, item: Placed, theme: Theme, state: State) -> None:
    """Draw one placed node; the surface's clip is already set."""
    if item.music and theme.rtl:
        theme = mirror.from_the_left(theme)
    match item.node:
        case n.Text():
            _text(surface, item, item.node, theme)
        case n.Icon():
            drawn = icon(item.node.name, theme.icon_px(item.node.size), theme.colour(item.node.tone))
            if theme.rtl and item.node.name in mirror.POINTING:
                drawn = pygame.transform.flip(drawn, flip_x=True, flip_y=False)
            surface.blit(drawn, drawn.get_rect(center=item.rect.center))
        case Frame():
            _frame(surface, item.rect, item.node, theme, state)
        case Drawn():
            item.node.paint(surface, item.rect, theme, state)
        case Field():
            _field(surface, item.rect, item.node, theme, state.editing)
        case _:
            pass


def ring(surface: pygame.Surface, rect: pygame.Rect, theme: Theme, radius: int) -> None:
    """Draw the focus ring: 3 pixels wide, 4 pixels outside."""
    line, out = max(2, theme.px(3)), theme.px(4) + theme.px(3)
    shape.box(surface, rect.inflate(2 * out, 2 * out), radius + out, None, theme.colour("focus"), line=line)


def radius_of(item: Placed, theme: Theme) -> int:
    """Return the corner radius of what is placed, in device pixels."""
    skin = _SKINS.get(item.node.skin) if isinstance(item.node, Frame) else None
    return min(theme.px(skin.radius if skin else 8), item.rect.width // 2, item.rect.height // 2)


def reach_of(item: Placed, theme: Theme) -> int:
    """Return how far outside its rectangle a node draws, in device pixels."""
    return reach_of_look(item.look, theme)


def reach_of_look(look: object, theme: Theme) -> int:
    """Return how far outside its rectangle something of this look draws: its shadow, else nothing."""
    skin = _SKINS.get(look[1]) if isinstance(look, tuple) and look[0] == "frame" else None
    return theme.px(shape.SHADOW_REACH + 6) if skin is not None and skin.shadow and not theme.flat else 0


def scrollbar(surface: pygame.Surface, view: pygame.Rect, tall: int, down: int, theme: Theme) -> None:
    """Draw the slim bar of a view that shows `view.height` of `tall`, `down` from its top."""
    if tall <= view.height:
        return
    thumb = thumb_of(view, tall, down, theme)
    track = pygame.Rect(thumb.left, view.top, thumb.width, view.height)
    shape.box(surface, track, thumb.width // 2, theme.colour("s2"))
    shape.box(surface, thumb, thumb.width // 2, theme.colour("edge"))


def edges(surface: pygame.Surface, view: pygame.Rect, tall: int, down: int, theme: Theme) -> None:
    """Draw a shade where a view goes on above or below: what is cut there is seen to be more, and not broken."""
    deep = theme.px(_SHADE)
    for more, top in ((down > 0, view.top), (down < tall - view.height, view.bottom - deep)):
        if not more:
            continue
        if theme.flat:
            line = max(2, theme.px(2))
            at = view.top if top == view.top else view.bottom - line
            surface.fill(theme.colour("edge"), (view.left, at, view.width, line))
        else:
            surface.blit(_shade(view.width, deep, 150 if theme.dark else 46, up=top != view.top), (view.left, top))


@lru_cache(maxsize=16)
def _shade(wide: int, deep: int, most: int, *, up: bool) -> pygame.Surface:
    drawn = pygame.Surface((wide, deep), pygame.SRCALPHA)
    for row in range(deep):
        near = row if up else deep - 1 - row
        drawn.fill((0, 0, 0, round(most * (near / deep) ** 2)), (0, row, wide, 1))
    return drawn


def thumb_of(view: pygame.Rect, tall: int, down: int, theme: Theme) -> pygame.Rect:
    """Return the rectangle of a scrollbar's thumb."""
    wide = theme.px(6)
    height = max(theme.px(32), round(view.height * view.height / tall))
    top = view.top + round((view.height - height) * down / max(1, tall - view.height))
    return pygame.Rect(view.left if theme.rtl else view.right - wide, top, wide, height)


def _text(surface: pygame.Surface, item: Placed, node: n.Text, theme: Theme) -> None:
    pen = text.ink(theme, node.style, node.weight)
    colour = theme.colour(node.tone)
    tall = theme.line_px(node.style)
    clip = surface.get_clip()
    y = item.rect.top
    for words in item.lines:
        if words and y < clip.bottom and y + tall > clip.top:
            drawn = text.line(words, pen, colour)
            x, free = item.rect.left, item.rect.width - drawn.get_width()
            if node.align == "center":
                x += free // 2
            elif (node.align == "end") != theme.rtl:
                x += free
            surface.blit(drawn, (x, y + (tall - drawn.get_height()) // 2))
        y += tall


def _frame(surface: pygame.Surface, rect: pygame.Rect, node: Frame, theme: Theme, state: State) -> None:
    if node.skin == "scrim":
        _scrim(surface, rect, theme)
        return
    if node.skin == "step":
        paint_step(surface, rect, theme, node.detail, state)  # type: ignore[arg-type]  # what a step's skin carries is a step
        return
    skin = _SKINS[node.skin]
    if node.selected:
        skin = _SELECTED.get(node.skin, Skin("soft", "accent", skin.radius, 2))
        if node.skin in {"card-s1", "card-s2"}:
            skin = Skin("s2", "accent", skin.radius, 2)
    fill, edge = _colours(skin, node, theme, state)
    radius = min(theme.px(skin.radius), rect.width // 2, rect.height // 2)
    if skin.shadow and not theme.flat:
        shape.shadow(surface, rect, radius, theme.scale, 150 if theme.dark else 60)
    target = node.target
    off = node.control and target is not None and not target.enabled
    # in high contrast nothing is paler than the rest: what cannot be pressed has gaps in its edge
    shape.box(surface, rect, radius, fill, edge, line=max(1, theme.px(skin.line)), dashed=off and theme.flat)
    if node.skin == "segment" and node.detail is True:
        tall = rect.height // 4
        line = max(1, theme.px(1))
        left = rect.right - line if theme.rtl else rect.left
        surface.fill(theme.colour("edge"), (left, rect.top + tall, line, rect.height - 2 * tall))
    if node.detail == "ticked" and node.selected:
        _tick(surface, rect, theme)


def _colours(skin: Skin, node: Frame, theme: Theme, state: State) -> tuple[Colour | None, Colour | None]:
    fill = theme.colour(skin.fill) if skin.fill else None
    edge = theme.colour(skin.edge) if skin.edge else None
    if theme.flat and skin.edge == "s3":
        edge = theme.colour("edge")
    if theme.flat and skin.fill in {"accent", "rec"}:
        edge = theme.colour("edge")
    if isinstance(node.detail, str) and node.skin.startswith("card") and not node.selected:
        edge = theme.colour(node.detail)
    if node.target is not None and node.target.enabled and node.skin != "field" and (state.hover or state.pressed):
        base = fill or (theme.colour("s1"))
        fill = mix(base, theme.colour("text"), 0.14 if state.pressed else 0.07)
    if node.skin == "field" and state.focus:
        edge = theme.colour("accent")
    return fill, edge


def _scrim(surface: pygame.Surface, rect: pygame.Rect, theme: Theme) -> None:
    clip = surface.get_clip().clip(rect)
    veil = pygame.Surface(clip.size)
    veil.fill((0, 0, 0))
    veil.set_alpha(165 if theme.dark else 110)
    surface.blit(veil, clip.topleft)


def _tick(surface: pygame.Surface, rect: pygame.Rect, theme: Theme) -> None:
    small = rect.height < theme.px(84)  # beside a picture alone: nearer to the corner
    radius, inset = (theme.px(10), theme.px(4)) if small else (theme.px(13), theme.px(8))
    across = radius + inset
    middle = (rect.left + across if theme.rtl else rect.right - across, rect.top + across)
    shape.disc(surface, middle, radius, theme.colour("accent"))
    drawn = icon("check", round(radius * 1.4), theme.colour("on"))
    surface.blit(drawn, drawn.get_rect(center=middle))


def _field(surface: pygame.Surface, rect: pygame.Rect, node: Field, theme: Theme, editing: Editing | None) -> None:
    before, box = surface.get_clip(), node.box
    surface.set_clip(before.clip(rect.inflate(4, 4)))
    pen, tall = text.ink(theme, node.style), theme.line_px(node.style)
    shown = editing if editing is not None else Editing(box.text)
    shown.layout(pen, rect.width, tall, box.lines, secret=box.secret)
    if shown.empty and not shown.preedit:
        begins, anchor = (rect.right, "midright") if theme.rtl else (rect.left, "midleft")
        middle = (begins, rect.top + tall // 2 if box.lines > 1 else rect.centery)
        text.draw(surface, theme, box.placeholder, middle, style=node.style, tone="text2", anchor=anchor)
    accent = theme.colour("accent")
    for band in shown.selection_bands(rect):
        surface.fill(mix(theme.colour("roll"), accent, 0.4), band)
    for words, x, y, paragraph in shown.drawn_lines(rect):
        if words:
            drawn = text.line(words, pen, theme.colour("text"), paragraph)
            surface.blit(drawn, (x, y + (tall - drawn.get_height()) // 2))
    if shown.active:
        for under in shown.preedit_bands(rect):
            surface.fill(accent, under)
        surface.fill(accent, shown.caret_rect(rect, max(2, theme.px(2))))
    surface.set_clip(before)
