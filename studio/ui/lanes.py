"""The layers of a loop as lanes of one picture: a ruler of bars above, one playhead through all of them, each in its colour."""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import pygame

from studio.ui import shape, text
from studio.ui.nodes import Canvas
from studio.ui.theme import mix, readable_on

if TYPE_CHECKING:
    from collections.abc import Callable

    from studio.ui.roll import RollNote
    from studio.ui.theme import Colour, Theme

LANE, RULER = 51, 26  # design pixels at the usual text size
_PAD = 12
_TALLEST = 84
_FEWEST_PX = 18  # between two faint lines
_THICKEST, _THINNEST = 10, 4
_FLAG = 0.2  # how much of its lane a colour tints


@dataclass(frozen=True, slots=True)
class Lane:
    """One layer: its notes in beats from bar 1, in order of start; whether it is heard, in hand, or recorded on."""

    notes: tuple[RollNote, ...]
    colour: int
    lit: bool = True
    chosen: bool = False
    recorded: bool = False


@dataclass(frozen=True, slots=True)
class Loop:
    """How long all of it is: bars, and quarters a bar and a beat."""

    bars: int
    bar: float
    beat: float

    @property
    def end(self) -> float:
        """Quarters."""
        return self.bars * self.bar


def ruler_px(theme: Theme) -> int:
    """How tall the ruler is, in design pixels."""
    return max(RULER, round(RULER * theme.text_scale * 0.9))


def lane_px(theme: Theme, count: int) -> int:
    """How tall each of so many lanes is, in design pixels: a few of them have the room of six."""
    least = max(LANE, round(34 * theme.text_scale))
    return max(least, min(_TALLEST, 6 * LANE // max(1, count)))


class Lanes:
    """Draws them; what does not move is kept as a picture. `head()` is where the music is, in quarters, or None.

    `played()` are notes that are being recorded just now: start, length in quarters, and pitch. `press(n)` is a press on a lane,
    `seek(quarter)` one on the ruler.
    """

    def __init__(
        self,
        head: Callable[[], float | None],
        played: Callable[[], tuple[tuple[float, float, int], ...]],
        press: Callable[[int], None],
        seek: Callable[[float], None],
    ) -> None:
        self._head, self._played, self._press, self._seek = head, played, press, seek
        self._of: tuple[Any, ...] = ()
        self._kept: tuple[Lane, ...] = ()  # holds what `_of` tells apart by its id
        self._drawn: pygame.Surface | None = None
        self._wide = 0  # of the lanes as they stand, without the bar of what scrolls them: the ruler is as wide

    def ruler(self, key: str, lanes: tuple[Lane, ...], loop: Loop, *, name: str, theme: Theme) -> Canvas:
        """The bars above the lanes, with the head on them: it stays while the lanes are scrolled."""
        tall = len(lanes) * lane_px(theme, len(lanes))

        def draw(surface: pygame.Surface, rect: pygame.Rect, look: Theme) -> None:
            whole = pygame.Rect(rect.left, rect.top, self._wide or rect.width, rect.height + look.px(tall))
            self._draw(surface, whole, look, lanes, loop, seen=rect)

        def handle(event: pygame.event.Event, rect: pygame.Rect) -> bool:
            if event.type != pygame.MOUSEBUTTONDOWN or event.button != 1:
                return False
            across = _quarter(event.pos[0] - rect.left, self._wide or rect.width, theme, loop)
            self._seek(max(0.0, min(loop.end, across)))
            return True

        return Canvas(
            key,
            draw,
            "picture",
            name,
            min_size=(240, ruler_px(theme)),
            grow=1,
            live=True,
            handle=handle,
            version=lambda: (_which(lanes), loop, self._head(), self._wide),
        )

    def node(self, key: str, lanes: tuple[Lane, ...], loop: Loop, *, name: str, theme: Theme) -> Canvas:
        """The picture of all lanes, as tall as the heads beside it; its ruler stands above it."""
        tall = len(lanes) * lane_px(theme, len(lanes))

        def draw(surface: pygame.Surface, rect: pygame.Rect, look: Theme) -> None:
            self._wide, above = rect.width, look.px(ruler_px(look))
            whole = pygame.Rect(rect.left, rect.top - above, rect.width, rect.height + above)
            self._draw(surface, whole, look, lanes, loop, seen=rect)

        def handle(event: pygame.event.Event, rect: pygame.Rect) -> bool:
            if event.type != pygame.MOUSEBUTTONDOWN or event.button != 1 or not lanes:
                return False
            down = event.pos[1] - rect.top
            self._press(max(0, min(len(lanes) - 1, down * len(lanes) // max(1, rect.height))))
            return True

        return Canvas(
            key,
            draw,
            "picture",
            name,
            min_size=(240, tall),
            grow=1,
            live=True,
            handle=handle,
            version=lambda: (_which(lanes), loop, self._head(), self._played()),
        )

    def _draw(
        self,
        surface: pygame.Surface,
        rect: pygame.Rect,
        theme: Theme,
        lanes: tuple[Lane, ...],
        loop: Loop,
        *,
        seen: pygame.Rect,
    ) -> None:
        """Draw what is `seen` of all of it: ruler and lanes are one picture, shown in two places."""
        of = (_which(lanes), loop, rect.size, theme)
        if self._drawn is None or self._of != of:
            self._of, self._kept, self._drawn = of, lanes, _whole(rect.size, theme, lanes, loop)
        clip = surface.get_clip()
        surface.set_clip(clip.clip(seen))
        surface.blit(self._drawn, rect)
        head = self._head()
        for n, lane in enumerate(lanes):
            box = _lane(rect, theme, n, len(lanes))
            for note, bar in _sounding(lane, box, theme, loop, head):
                _bar(surface, bar, theme, theme.layer(note.layer), edge=theme.colour("text"))
            if lane.recorded:
                self._draw_played(surface, box, theme, lane, loop)
        if head is not None:
            _playhead(surface, rect, theme, loop, head, recorded=any(lane.recorded for lane in lanes))
        surface.set_clip(clip)

    def _draw_played(self, surface: pygame.Surface, box: pygame.Rect, theme: Theme, lane: Lane, loop: Loop) -> None:
        now = self._played()
        low, high = _range((*(n.pitch for n in lane.notes), *(pitch for _, _, pitch in now)))
        for start, length, pitch in now:
            bar = _place(box, theme, loop, start, length, pitch, low, high)
            _bar(surface, bar, theme, theme.colour("rec"), edge=theme.colour("text"))


def _which(lanes: tuple[Lane, ...]) -> tuple[Any, ...]:
    """Tell lanes apart by which notes they hold, not note by note."""
    return tuple((id(lane.notes), lane.colour, lane.lit, lane.chosen, lane.recorded) for lane in lanes)


# -- where things are ------------------------------------------------------------------------------------------------


def _across(width: int, theme: Theme, loop: Loop, quarter: float) -> int:
    pad = theme.px(_PAD)
    return pad + round(quarter / loop.end * (width - 2 * pad))


def _quarter(x: int, width: int, theme: Theme, loop: Loop) -> float:
    pad = theme.px(_PAD)
    return (x - pad) / max(1, width - 2 * pad) * loop.end


def _lane(rect: pygame.Rect, theme: Theme, n: int, count: int) -> pygame.Rect:
    above = theme.px(ruler_px(theme))
    top, below = (above + k * (rect.height - above) // max(1, count) for k in (n, n + 1))
    return pygame.Rect(rect.left, rect.top + top, rect.width, below - top)


def _range(pitches: tuple[int, ...]) -> tuple[int, int]:
    low, high = min(pitches, default=60), max(pitches, default=67)
    return (low, high) if high - low >= 7 else (low - (7 - high + low) // 2, high + (8 - high + low) // 2)  # noqa: PLR2004 - a fifth: a single pitch lies in the middle


def _place(
    box: pygame.Rect, theme: Theme, loop: Loop, start: float, length: float, pitch: int, low: int, high: int
) -> pygame.Rect:
    room = box.height - theme.px(14)
    thick = min(theme.px(_THICKEST), max(theme.px(_THINNEST), room // (high - low + 1)))
    left, right = (box.left + _across(box.width, theme, loop, at) for at in (start, min(start + length, loop.end)))
    down = round((high - pitch) / (high - low) * (room - thick))
    return pygame.Rect(left, box.top + theme.px(7) + down, max(thick, right - left - theme.px(2)), thick)


def _sounding(
    lane: Lane, box: pygame.Rect, theme: Theme, loop: Loop, head: float | None
) -> list[tuple[RollNote, pygame.Rect]]:
    """The notes that sound now, of those that began in this bar or the one before."""
    if head is None or not lane.lit:
        return []
    first = bisect_left(lane.notes, head - 2 * loop.bar, key=lambda note: note.start)
    last = bisect_left(lane.notes, head + 1e-6, key=lambda note: note.start)
    now = [note for note in lane.notes[first:last] if note.start + note.length > head]
    if not now:
        return []
    low, high = _range(tuple(note.pitch for note in lane.notes))
    return [(note, _place(box, theme, loop, note.start, note.length, note.pitch, low, high)) for note in now]


# -- drawing -----------------------------------------------------------------------------------------------------------


def _whole(size: tuple[int, int], theme: Theme, lanes: tuple[Lane, ...], loop: Loop) -> pygame.Surface:
    whole = pygame.Surface(size)
    whole.fill(theme.colour("bg"))
    rect = whole.get_rect()
    shape.box(whole, rect, theme.px(14), theme.colour("roll"))
    for n, lane in enumerate(lanes):
        box = _lane(rect, theme, n, len(lanes))
        if lane.recorded or lane.chosen:
            tint = theme.colour("rec") if lane.recorded else theme.layer(lane.colour)
            whole.fill(mix(theme.colour("roll"), tint, _FLAG if lane.recorded else _FLAG / 2), box)
    _lines(whole, rect, theme, loop, len(lanes))
    for n, lane in enumerate(lanes):
        box = _lane(rect, theme, n, len(lanes))
        low, high = _range(tuple(note.pitch for note in lane.notes))
        colour = theme.layer(lane.colour) if lane.lit else mix(theme.colour("roll"), theme.colour("text2"), 0.45)
        for note in lane.notes:
            _bar(whole, _place(box, theme, loop, note.start, note.length, note.pitch, low, high), theme, colour)
    shape.box(whole, rect, theme.px(14), None, theme.colour("edge" if theme.flat else "s3"))
    return whole


def _numbers(rect: pygame.Rect, theme: Theme, loop: Loop) -> dict[int, pygame.Rect]:
    """Where the numbers of the bars stand on the ruler; some are left out where there are many."""
    pen = text.ink(theme, "caption", 600)
    bar_px = _across(rect.width, theme, loop, loop.bar) - _across(rect.width, theme, loop, 0)
    skip = max(1, -(-(text.width(str(loop.bars), pen) + theme.px(14)) // max(1, bar_px)))
    tall = theme.px(ruler_px(theme)) - 4
    lefts = {bar: rect.left + _across(rect.width, theme, loop, bar * loop.bar) for bar in range(0, loop.bars, skip)}
    return {
        bar: pygame.Rect(left + theme.px(6), rect.top + 2, text.width(str(bar + 1), pen), tall)
        for bar, left in lefts.items()
    }


def _lines(whole: pygame.Surface, rect: pygame.Rect, theme: Theme, loop: Loop, count: int) -> None:
    above = theme.px(ruler_px(theme))
    for n in range(1 if count else 0, count):
        whole.fill(theme.colour("s2"), (0, _lane(rect, theme, n, count).top, rect.width, 1))
    beats = round(loop.bar / loop.beat)
    each = _across(rect.width, theme, loop, loop.beat) - _across(rect.width, theme, loop, 0)
    numbers = _numbers(rect, theme, loop)
    for bar in range(loop.bars):
        x = _across(rect.width, theme, loop, bar * loop.bar)
        for beat in range(beats if each >= _FEWEST_PX else 1):
            at = _across(rect.width, theme, loop, bar * loop.bar + beat * loop.beat)
            tone = theme.colour("edge") if not beat else theme.colour("s3")
            top = above if beat else theme.px(4)
            whole.fill(tone, (at, top, 1, rect.height - top - theme.px(4)))
        if bar in numbers:
            where = (x + theme.px(6), above // 2)
            text.draw(whole, theme, str(bar + 1), where, style="caption", weight=600, tone="text2", anchor="midleft")


def _bar(
    surface: pygame.Surface, bar: pygame.Rect, theme: Theme, colour: Colour, *, edge: Colour | None = None
) -> None:
    if edge is not None:
        shape.box(surface, bar.inflate(2, 2), theme.px(4), colour, edge, line=1)
    elif bar.height < theme.px(5):
        surface.fill(colour, bar)
    else:
        shape.box(surface, bar, theme.px(3), colour)


def _playhead(
    surface: pygame.Surface, rect: pygame.Rect, theme: Theme, loop: Loop, head: float, *, recorded: bool
) -> None:
    """A line through all lanes, with the bar and beat on it."""
    tone = theme.colour("rec" if recorded else "accent")
    x = rect.left + _across(rect.width, theme, loop, head % loop.end)
    surface.fill(tone, (x - 1, rect.top + 2, 3, rect.height - 4))
    said = f"{int(head % loop.end // loop.bar) + 1}.{int(head % loop.bar // loop.beat) + 1}"
    pen = text.ink(theme, "caption", 700)
    flag = pygame.Rect(0, 0, text.width(said, pen) + theme.px(14), theme.px(ruler_px(theme)) - 4)
    flag.midtop = (min(max(x, rect.left + flag.width // 2 + 2), rect.right - flag.width // 2 - 2), rect.top + 2)
    for number in _numbers(rect, theme, loop).values():
        if flag.colliderect(number):
            surface.fill(theme.colour("roll"), number)  # half of a number reads as another one
    shape.box(surface, flag, flag.height // 2, tone)
    text.draw(surface, theme, said, flag.center, style="caption", weight=700, tone=readable_on(tone), anchor="center")
