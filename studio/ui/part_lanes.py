"""Everybody's part on a lane of its own, one line through all of them: what was played goes left, what comes comes from the right."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from studio.ui import shape, text
from studio.ui.icon import icon
from studio.ui.nodes import Canvas
from studio.ui.theme import mix, readable_on

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable

    import pygame

    from studio.ui.theme import Colour, Theme

LANE, LOW_LANE = 44, 33  # the least of a lane, in design pixels; of each where there are many
MANY = 4
_RULER = 24
_PAST = 0.7  # of what was, for each four of what is to come
_THICKEST, _THINNEST = 12, 5
_ROUND = 18

LaneNote = tuple[float, float, int]
"""Start and length in beats from the line on (what was is below 0), and pitch."""


@dataclass(frozen=True, slots=True)
class PartLane:
    """One player's part: who and what, `notes` in order of start, lowest and highest pitch of all of it.

    `flag` is a moment with words: where they come in. `words` stand in a lane where nothing is to be played. `sung` are
    words to be said or sung, each with the beats until then.
    """

    name: str
    part: str
    symbol: str
    layer: int
    notes: tuple[LaneNote, ...] = ()
    low: int = 60
    high: int = 67
    flag: tuple[float, str] | None = None
    words: str = ""
    sung: tuple[tuple[float, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Moment:
    """All that the lanes show at one moment: `span` beats are to come, `bars` have a name and the beats until they begin.

    `end` are the beats until the music ends, where somebody said so, with its words. `banner` is called out over all lanes.
    """

    lanes: tuple[PartLane, ...]
    bars: tuple[tuple[float, str], ...]
    span: float = 14.0
    end: tuple[float, str] | None = None
    banner: str = ""
    banner_layer: int = 0


def lanes(
    key: str,
    name: str,
    now: Callable[[], Moment],
    version: Callable[[], Hashable],
    *,
    count: int,
    theme: Theme,
    heads: bool = True,
) -> Canvas:
    """Return the picture; `version` changes whenever `now` would. Without `heads` names stand beside it, in rows as high as a lane."""
    words = "body" if theme.folds or not heads else "lead"
    each = max(LANE if count <= MANY else LOW_LANE, round(theme.line_px(words) / theme.scale) + (2 if heads else 0))

    def draw(surface: pygame.Surface, rect: pygame.Rect, theme: Theme) -> None:
        draw_lanes(surface, rect, theme, now(), heads=heads)

    return Canvas(
        key,
        draw,
        "picture",
        name,
        min_size=(420, ruler(theme, count) + each * max(1, count)),
        grow=1,
        live=True,
        version=version,
    )


def ruler(theme: Theme, count: int) -> int:
    """How tall the row of bar names above so many lanes is, in design pixels."""
    return max(_RULER, round(_ruler(theme, count) / theme.scale))


def draw_lanes(surface: pygame.Surface, rect: pygame.Rect, theme: Theme, what: Moment, *, heads: bool = True) -> None:
    """Draw the lanes, their notes, the line, and what is called out; with `heads` the names before them."""
    surface.fill(theme.colour("bg"), rect)
    edge = theme.colour("edge" if theme.flat else "s3")
    shape.box(surface, rect, theme.px(14), theme.colour("roll"), edge)
    before = surface.get_clip()
    surface.set_clip(before.clip(rect.inflate(-2, -2)))
    wide = _heads_wide(rect, theme, what) if heads else theme.px(4)
    music = rect.__class__(rect.left + wide, rect.top, rect.width - wide - theme.px(8), rect.height)
    low = (rect.height - _ruler(theme, len(what.lanes))) // max(
        1, len(what.lanes)
    )  # the least of them, so that all look alike
    line = music.left + round(music.width * _PAST / (_PAST + 4))
    beat = (music.right - line) / max(1.0, what.span)
    _bars(surface, music, theme, what, line, beat)
    for n, lane in enumerate(what.lanes):
        box = _box(rect, theme, n, len(what.lanes))
        if n:
            surface.fill(edge, (rect.left + theme.px(8), box.top, rect.width - theme.px(16), 1))
        surface.set_clip(before.clip(rect.__class__(music.left, box.top, music.width, box.height)))
        _notes(surface, box, theme, lane, line, beat)
        _sung(surface, box, theme, lane, line, beat)
        surface.set_clip(before.clip(rect.inflate(-2, -2)))
        if heads:
            _head(surface, box, theme, lane, wide, low)
        _said(surface, box, theme, lane, line, beat)
    surface.fill(
        theme.colour("text"), (line - 1, rect.top + theme.px(4), max(3, theme.px(3)), rect.height - theme.px(8))
    )
    if what.banner:
        _banner(surface, music, theme, what)
    surface.set_clip(before)


# -- where things are -------------------------------------------------------------------------------------------------


def _ruler(theme: Theme, count: int) -> int:
    """How tall the row of bar names is; above many thin lanes whoever is called in stands there, and covers no notes."""
    if theme.folds:
        return theme.line_px("body")  # words stand beside it, in a row as high
    return theme.line_px("caption") + theme.px(4) if count <= MANY else theme.line_px("h2") + theme.px(12)


def _box(rect: pygame.Rect, theme: Theme, n: int, count: int) -> pygame.Rect:
    above = _ruler(theme, count)
    top, below = (above + k * (rect.height - above) // max(1, count) for k in (n, n + 1))
    return rect.__class__(rect.left, rect.top + top, rect.width, below - top)


def _heads_wide(rect: pygame.Rect, theme: Theme, what: Moment) -> int:
    pen = text.ink(theme, "lead", 600)
    widest = max((text.width(lane.name, pen) for lane in what.lanes), default=0)
    return min(rect.width // 3, widest + theme.icon_px(22) + theme.px(36))


# -- drawing ----------------------------------------------------------------------------------------------------------


def _bars(surface: pygame.Surface, music: pygame.Rect, theme: Theme, what: Moment, line: int, beat: float) -> None:
    pen, right = text.ink(theme, "caption", 600), music.right
    if what.banner and len(what.lanes) > MANY:  # it stands in the same row
        right = _banner_tag(music, theme, what)[0].left - theme.px(8)
    for at, words in what.bars:
        x = line + round(at * beat)
        if not music.left <= x <= music.right:
            continue
        surface.fill(theme.colour("edge"), (x, music.top + theme.px(4), 1, music.height - theme.px(8)))
        if x + text.width(words, pen) + theme.px(6) < right:
            where = (x + theme.px(6), music.top + _ruler(theme, len(what.lanes)) // 2 + theme.px(2))
            text.draw(surface, theme, words, where, style="caption", weight=600, tone="text2", anchor="midleft")
    if what.end is not None:
        x = line + round(what.end[0] * beat)
        if line <= x <= music.right:
            wide = max(4, theme.px(5))
            surface.fill(
                theme.colour("text"), (x - wide, music.top + _ruler(theme, len(what.lanes)), wide, music.height)
            )
            where = (x + theme.px(10), music.top + _ruler(theme, len(what.lanes)) + theme.px(20))
            _tag(surface, theme, what.end[1], where, theme.colour("text"), "midleft")


def _notes(surface: pygame.Surface, box: pygame.Rect, theme: Theme, lane: PartLane, line: int, beat: float) -> None:
    room = box.height - theme.px(12)
    steps = max(7, lane.high - lane.low)
    thick = min(theme.px(_THICKEST), max(theme.px(_THINNEST), room // (steps + 1)))
    colour, ground = theme.layer(lane.layer), theme.colour("roll")
    for start, length, pitch in lane.notes:
        left, right = line + round(start * beat), line + round((start + length) * beat)
        down = round((lane.high - pitch + (steps - lane.high + lane.low) / 2) / steps * (room - thick))
        bar = box.__class__(left, box.top + theme.px(6) + down, max(thick, right - left - theme.px(2)), thick)
        if start <= 0 < start + length:
            shape.box(surface, bar.inflate(4, 4), theme.px(5), colour, theme.colour("text"), line=2)
            continue
        _bar(surface, bar, theme, mix(ground, colour, 0.5) if start + length <= 0 else colour)


def _sung(surface: pygame.Surface, box: pygame.Rect, theme: Theme, lane: PartLane, line: int, beat: float) -> None:
    """Words where they are sung; syllables that are close push the next one on."""
    style, free = _fits(theme, box), box.left - box.width
    pen = text.ink(theme, style, 600)
    for at, words in lane.sung:
        left = max(line + round(at * beat), free)
        tone = "text2" if at < 0 else "text"
        text.draw(surface, theme, words, (left, box.centery), style=style, weight=600, tone=tone, anchor="midleft")
        free = left + text.width(words, pen) + theme.px(4)


def _bar(surface: pygame.Surface, bar: pygame.Rect, theme: Theme, colour: Colour) -> None:
    if bar.height < theme.px(5):
        surface.fill(colour, bar)
    else:
        shape.box(surface, bar, theme.px(4), colour)


def _head(surface: pygame.Surface, box: pygame.Rect, theme: Theme, lane: PartLane, wide: int, low: int) -> None:
    ground = box.__class__(box.left + theme.px(4), box.top + 2, wide - theme.px(4), box.height - 4)
    surface.fill(theme.colour("roll"), ground)
    size = theme.icon_px(22)
    drawn = icon(lane.symbol, size, theme.layer(lane.layer))
    surface.blit(drawn, drawn.get_rect(midleft=(box.left + theme.px(12), box.centery)))
    left = box.left + theme.px(20) + size
    style = "lead" if low >= theme.line_px("lead") else "body"
    pen = text.ink(theme, style, 600)
    shown = text.cut(lane.name, pen, max(1, box.left + wide - left - theme.px(4)))
    both = low >= theme.line_px("lead") + theme.line_px("label") and bool(lane.part)
    at = box.centery - (theme.line_px("label") // 2 if both else 0)
    text.draw(surface, theme, shown, (left, at), style=style, weight=600, anchor="midleft")
    if both:
        below = box.centery + theme.line_px("lead") // 2
        pen = text.ink(theme, "label", None)
        part = text.cut(lane.part, pen, max(1, box.left + wide - left - theme.px(4)))
        text.draw(surface, theme, part, (left, below), style="label", tone="text2", anchor="midleft")


def _said(surface: pygame.Surface, box: pygame.Rect, theme: Theme, lane: PartLane, line: int, beat: float) -> None:
    """Where they come in, or that they rest."""
    if lane.flag is not None:
        at, words = lane.flag
        x = line + round(at * beat)
        if x < box.right:
            colour = theme.layer(lane.layer)
            surface.fill(
                colour, (x - theme.px(2), box.top + theme.px(3), max(3, theme.px(4)), box.height - theme.px(6))
            )
            wide = text.width(words, text.ink(theme, "body", 700)) + 4 * theme.px(12)
            if x - wide > line:  # else it would lie on what is played now
                _tag(surface, theme, words, (x - theme.px(10), box.centery), colour, "midright")
    elif lane.words:
        where, style = (line + theme.px(16), box.centery), _fits(theme, box)
        words = text.cut(lane.words, text.ink(theme, style, None), max(1, box.right - where[0]))
        text.draw(surface, theme, words, where, style=style, tone="text2", anchor="midleft")


def _tag(surface: pygame.Surface, theme: Theme, words: str, at: tuple[int, int], colour: Colour, anchor: str) -> None:
    pen = text.ink(theme, "body", 700)
    tag = surface.get_rect().__class__(
        0, 0, text.width(words, pen) + 2 * theme.px(12), theme.line_px("body") + theme.px(8)
    )
    setattr(tag, anchor, at)
    shape.box(surface, tag, theme.px(_ROUND), colour)
    text.draw(surface, theme, words, tag.center, style="body", weight=700, tone=readable_on(colour), anchor="center")


def _fits(theme: Theme, box: pygame.Rect) -> str:
    """How large words in a lane are."""
    return "lead" if box.height >= theme.line_px("lead") else "body"


def _banner(surface: pygame.Surface, music: pygame.Rect, theme: Theme, what: Moment) -> None:
    """Who is called in, so large that nobody has to stand near."""
    tag, words, style = _banner_tag(music, theme, what)
    colour = theme.layer(what.banner_layer)
    shape.box(surface, tag.inflate(theme.px(8), theme.px(8)), theme.px(24), theme.colour("roll"))
    shape.box(surface, tag, theme.px(20), colour)
    text.draw(surface, theme, words, tag.center, style=style, tone=readable_on(colour), anchor="center")


def _banner_tag(music: pygame.Rect, theme: Theme, what: Moment) -> tuple[pygame.Rect, str, str]:
    """Where it stands, its words as far as there is room, and how large they are."""
    many = len(what.lanes) > MANY
    large = () if many else ("display", "h1")
    least = "body" if many and theme.folds else "h2"
    style = next((each for each in large if text.width(what.banner, text.ink(theme, each)) < music.width * 0.8), least)
    words = text.cut(what.banner, text.ink(theme, style), round(music.width * 0.9))
    wide = text.width(words, text.ink(theme, style)) + 2 * theme.px(28)
    above = _ruler(theme, len(what.lanes))
    tag = music.__class__(0, 0, wide, above - theme.px(8) if many else theme.line_px(style) + theme.px(20))
    down = music.top + above // 2 if many else music.centery + above // 2
    tag.midright = (music.right - theme.px(16), down)
    return tag, words, style
