"""Draws a piano roll: rows, bars, notes and names once a view, kept; what moves is drawn over that on every frame."""

from __future__ import annotations

from bisect import bisect_left
from typing import TYPE_CHECKING, Any, NamedTuple

import pygame

from studio.ui import shape, text
from studio.ui.keys import is_black, note_name
from studio.ui.theme import Theme, mix, readable_on
from studio.words import say

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from studio.ui.pianoroll.sheet import Drawable, Sheet
    from studio.ui.pianoroll.view import View
    from studio.ui.theme import Colour

GUTTER, RULER = 52, 26  # where the names of the keys and of the bars stand, in design pixels at the usual text size
_LONGEST = 16  # bars: a note that began earlier is no longer looked for
_FEWEST_PX = 9  # between two faint lines
_NAMED_ROW = 13  # from this height on every row has its name
_SOFT = 0.62  # how much of its colour the softest note has
_ROUND_FROM = 8
_USUAL = 96  # how hard a note is struck whose colour the letters of all are chosen for


class Over(NamedTuple):
    """What is drawn over the notes: those that are being worked on where they would be, the box, the cursor, the playhead."""

    ghosts: tuple[tuple[float, float, int, int], ...] = ()  # start, length, pitch, velocity
    box: tuple[int, int, int, int] | None = None  # in pixels of the surface
    cursor: tuple[float, float, int] | None = None  # tick, length, pitch
    now: float | None = None


def well(rect: pygame.Rect, theme: Theme) -> pygame.Rect:
    """Where the notes are, inside the names of the keys and of the bars."""
    across, down = gutter(theme), ruler(theme)
    return pygame.Rect(rect.left + across, rect.top + down, max(1, rect.width - across), max(1, rect.height - down))


def gutter(theme: Theme) -> int:
    """How wide the names of the keys are."""
    return max(theme.px(GUTTER), text.width("C#4", text.ink(theme, "caption", 600)) + theme.px(14))


def ruler(theme: Theme) -> int:
    """How tall the names of the bars are."""
    return max(theme.px(RULER), theme.line_px("caption") + theme.px(4))


class Picture:
    """The notes of one view as a picture that is kept until something on it changes."""

    def __init__(self) -> None:
        self._of: tuple[Any, ...] = ()
        self._drawn: pygame.Surface | None = None

    def draw(
        self,
        surface: pygame.Surface,
        rect: pygame.Rect,
        theme: Theme,
        sheet: Sheet,
        view: View,
        chosen: Collection[int],
        lifted: Collection[int],
        over: Over,
    ) -> None:
        """Draw it all; the notes that are `lifted` are drawn as ghosts alone."""
        of = (sheet, view, rect.size, theme, frozenset(chosen), frozenset(lifted))
        if self._drawn is None or not _same(self._of, of):
            self._of, self._drawn = of, _whole(rect.size, theme, sheet, view, chosen, lifted)
        surface.blit(self._drawn, rect)
        clip = surface.get_clip()
        inside = well(rect, theme)
        surface.set_clip(clip.clip(inside))
        _draw_over(surface, inside, theme, sheet, view, over)
        surface.set_clip(clip)


def _same(one: tuple[Any, ...], other: tuple[Any, ...]) -> bool:
    """Whether a picture is still right; a sheet's notes are told apart by which they are, not one by one."""
    if not one or one[1:] != other[1:]:
        return False
    old, new = one[0], other[0]
    return old is new or (
        all(getattr(old, name) is getattr(new, name) for name in ("notes", "behind", "hidden"))
        and (old.bars, old.bar, old.beat, old.scale, old.chords, old.layer, old.names)
        == (new.bars, new.bar, new.beat, new.scale, new.chords, new.layer, new.names)
    )


def _whole(
    size: tuple[int, int], theme: Theme, sheet: Sheet, view: View, chosen: Collection[int], lifted: Collection[int]
) -> pygame.Surface:
    surface = pygame.Surface(size)  # without an alpha channel: it is drawn on every frame
    rect = surface.get_rect()
    surface.fill(theme.colour("bg"))
    inside = well(rect, theme)
    surface.fill(theme.colour("roll"), inside)
    surface.set_clip(inside)
    _rows(surface, inside, theme, sheet, view)
    _lines(surface, inside, theme, sheet, view)
    quiet = mix(theme.colour("roll"), theme.colour("text2"), 0.35)
    for note in _in_sight(sheet.behind, sheet, view):
        surface.fill(quiet, _box(inside, view, note).inflate(0, -view.row_px // 3))
    for note in _in_sight(sheet.hidden, sheet, view):
        shape.box(surface, _box(inside, view, note), 3, None, theme.colour("text2"))
    for note in _in_sight(sheet.notes, sheet, view):
        if note.id not in lifted:
            _note(surface, _box(inside, view, note), theme, sheet, note, chosen=note.id in chosen)
    surface.set_clip(None)
    _names(surface, inside, theme, sheet, view)
    return surface


def _in_sight(notes: tuple[Drawable, ...], sheet: Sheet, view: View) -> Iterator[Drawable]:
    first = bisect_left(notes, view.left - _LONGEST * sheet.bar, key=lambda note: note.start)
    last = bisect_left(notes, view.right, key=lambda note: note.start)
    low, high = view.bottom, view.top
    for note in notes[first:last]:
        if low <= note.pitch <= high and note.start + note.length > view.left:
            yield note


def _box(inside: pygame.Rect, view: View, note: Drawable) -> pygame.Rect:
    left = view.x(note.start)
    wide = max(4, view.x(note.start + note.length) - left - 1)
    return pygame.Rect(inside.left + left, inside.top + view.y(note.pitch) + 1, wide, view.row_px - 2)


# -- the ground ----------------------------------------------------------------------------------------------------


def _rows(surface: pygame.Surface, inside: pygame.Rect, theme: Theme, sheet: Sheet, view: View) -> None:
    """Rows that fit are lit, those outside the scale lie in the dark; what belongs to the chord is lit a little more."""
    lit, edge = mix(theme.colour("roll"), theme.colour("s2"), 0.8), theme.colour("s3")
    for pitch in range(view.bottom, view.top + 1):
        row = pygame.Rect(inside.left, inside.top + view.y(pitch), inside.width, view.row_px)
        if pitch % 12 in sheet.scale:
            surface.fill(lit, row.inflate(0, -2))
        if pitch % 12 in {0, 5}:
            surface.fill(edge, (row.left, row.bottom - 1, row.width, 1))
    chord = mix(lit, theme.layer(sheet.layer), 0.12)
    for start, end, classes in sheet.chords:
        left, right = max(0, view.x(start)), min(view.wide, view.x(end))
        if right > left:
            for pitch in range(view.bottom, view.top + 1):
                if pitch % 12 in classes:
                    surface.fill(
                        chord, (inside.left + left, inside.top + view.y(pitch) + 1, right - left, view.row_px - 2)
                    )


def _lines(surface: pygame.Surface, inside: pygame.Rect, theme: Theme, sheet: Sheet, view: View) -> None:
    faint, strong, fine = theme.colour("s3"), theme.colour("edge"), mix(theme.colour("roll"), theme.colour("s3"), 0.6)
    step = sheet.beat // 4 if sheet.beat // 4 * view.tick_px >= _FEWEST_PX else sheet.beat
    step = step if step * view.tick_px >= _FEWEST_PX else sheet.bar
    tick = int(view.left // step) * step
    while tick <= min(view.right, sheet.end):
        colour = strong if tick % sheet.bar == 0 else faint if tick % sheet.beat == 0 else fine
        wide = 2 if tick % sheet.bar == 0 else 1
        surface.fill(colour, (inside.left + view.x(tick), inside.top, wide, inside.height))
        tick += step
    end = view.x(sheet.end)
    if end < view.wide:
        surface.fill(theme.colour("bg"), (inside.left + end + 2, inside.top, view.wide - end, inside.height))
    if sheet.begin < 0 and view.x(0) > 0:
        veil = pygame.Surface((view.x(0), inside.height))
        veil.fill(theme.colour("bg"))
        veil.set_alpha(150)
        surface.blit(veil, inside.topleft)


def _names(surface: pygame.Surface, inside: pygame.Rect, theme: Theme, sheet: Sheet, view: View) -> None:
    """The keys of a piano on end at the left, and the numbers of the bars above."""
    across = inside.left
    for pitch in range(view.bottom, view.top + 1):
        row = pygame.Rect(0, inside.top + view.y(pitch), across - 3, view.row_px)
        black = is_black(pitch)
        surface.fill(theme.colour("black" if black else "white"), row.inflate(0, -1))
        if theme.dark and black:
            surface.fill(theme.colour("edge"), (row.right - 2, row.top, 2, row.height))
    pen = text.ink(theme, "caption", 600)
    tall = text.line("C", pen, (0, 0, 0)).get_height()
    every = sheet.names and view.row_px >= max(_NAMED_ROW, tall - 4)
    latest = None
    for pitch in range(view.top, view.bottom - 1, -1):
        middle = inside.top + view.y(pitch) + view.row_px // 2
        room = latest is None or middle - latest >= tall - 4
        if room and (pitch % 12 == 0 or every):
            tone = readable_on(theme.colour("black" if is_black(pitch) else "white"))
            name = note_name(pitch, octave=pitch % 12 == 0, flats=sheet.flats)
            text.draw(
                surface,
                theme,
                name,
                (across - theme.px(9), middle),
                style="caption",
                weight=600,
                tone=tone,
                anchor="midright",
            )
            latest = middle
    surface.fill(theme.colour("bg"), (0, 0, surface.get_width(), inside.top))
    bar_px = sheet.bar * view.tick_px
    widest = text.width(str(sheet.bars), pen) + theme.px(18)
    skip = max(1, -(-widest // max(1, round(bar_px))))
    for n in range(int(max(0, view.left) // sheet.bar), sheet.bars):
        x = view.x(n * sheet.bar)
        if x > view.wide:
            break
        if n % skip == 0 and x > -bar_px:
            at = (inside.left + max(0, x) + theme.px(5), inside.top // 2)
            text.draw(surface, theme, str(n + 1), at, style="caption", weight=600, tone="text2", anchor="midleft")
    if sheet.begin < 0 and view.x(0) > widest:
        at = (inside.left + theme.px(5), inside.top // 2)
        text.draw(surface, theme, say("make.count in"), at, style="caption", tone="text2", anchor="midleft")


# -- notes -----------------------------------------------------------------------------------------------------------


def _fill(theme: Theme, layer: int, velocity: int) -> Colour:
    return mix(theme.colour("roll"), theme.layer(layer), _SOFT + (1 - _SOFT) * min(velocity, 127) / 127)


def _note(
    surface: pygame.Surface, box: pygame.Rect, theme: Theme, sheet: Sheet, note: Drawable, *, chosen: bool
) -> None:
    """A note: the harder it is struck the fuller its colour, and the longer the bar at its foot."""
    fill = _fill(theme, sheet.layer, note.velocity)
    if box.width < _ROUND_FROM or box.height < _ROUND_FROM:
        surface.fill(fill, box)
    else:
        shape.box(surface, box, theme.px(4), fill)
    if note.times > 1:
        for n in range(1, note.times):
            surface.fill(theme.colour("roll"), (box.left + box.width * n // note.times, box.top, 2, box.height))
    if chosen:
        shape.box(surface, box.inflate(2, 2), theme.px(4), None, theme.colour("text"), line=max(2, theme.px(2)))
    if box.width > theme.px(22) and box.height > theme.px(12):
        foot = max(2, theme.px(3))
        wide = round((box.width - theme.px(8)) * min(note.velocity, 127) / 127)
        dark = readable_on(_fill(theme, sheet.layer, _USUAL))  # one ink for all of them, however hard they are struck
        surface.fill(mix(fill, dark, 0.55), (box.left + theme.px(4), box.bottom - foot - 2, wide, foot))
        name = note_name(note.pitch, flats=sheet.flats)
        pen = text.ink(theme, "caption", 600)
        high = text.line(name, pen, dark).get_height()
        if sheet.names and box.height >= high - 2 and box.width >= text.width(name, pen) + theme.px(10):
            text.draw(
                surface,
                theme,
                name,
                (box.left + theme.px(6), box.centery - 1),
                style="caption",
                weight=600,
                tone=dark,
                anchor="midleft",
            )


def _draw_over(
    surface: pygame.Surface, inside: pygame.Rect, theme: Theme, sheet: Sheet, view: View, over: Over
) -> None:
    for start, length, pitch, velocity in over.ghosts:
        left = view.x(start)
        box = pygame.Rect(
            inside.left + left,
            inside.top + view.y(pitch) + 1,
            max(4, view.x(start + length) - left - 1),
            view.row_px - 2,
        )
        shape.box(surface, box, theme.px(4), _fill(theme, sheet.layer, velocity), theme.colour("text"), line=2)
    if over.cursor is not None:
        tick, length, pitch = over.cursor
        left = view.x(tick)
        box = pygame.Rect(
            inside.left + left, inside.top + view.y(pitch), max(6, view.x(tick + length) - left), view.row_px
        )
        shape.box(surface, box, theme.px(4), None, theme.colour("focus"), line=max(2, theme.px(3)))
    if over.box is not None:
        box = pygame.Rect(over.box)
        shape.box(surface, box, 0, None, theme.colour("accent"), line=max(2, theme.px(2)))
    if over.now is not None and 0 <= view.x(over.now) <= view.wide:
        surface.fill(theme.colour("accent"), (inside.left + view.x(over.now) - 1, inside.top, 3, inside.height))
