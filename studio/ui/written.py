"""Draws written music at one moment: lines in their places, the notes that sound or are waited for, and where it is."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import lru_cache

import pygame

from studio.ui import line_picture, lines, shape, text
from studio.ui.lines import Shown, Size, StaveLine, StaveNote
from studio.ui.nodes import Canvas
from studio.ui.theme import Theme

_PAD = 10  # inside the well, in design pixels
_NEAR = 0.06  # of a beat: a head may be written a little beside the moment it sounds at
_MOST_PLACES = 4
_MOST_TRIED = 400
_LARGE_ENOUGH = 0.84  # of the usual space: smaller staves rather go without letters


@dataclass(frozen=True, slots=True)
class Written:
    """All that written music shows at one moment; times in beats.

    `places` are the numbers of the lines that are seen, from the top down. `turning` is a line that already stands to the left
    of a bar's edge (a beat) of the only place there is: where one line fills it, the next is turned to before it ends.
    """

    lines: tuple[StaveLine, ...]
    places: tuple[int, ...]
    now: float
    shown: Shown = Shown()  # noqa: RUF009 - a frozen value
    sounds: bool = False  # else only what is waited for is lit
    turn: frozenset[int] = frozenset()  # pitches that are waited for
    turn_words: str = ""
    loop: tuple[float, float] | None = None
    recording: bool = False
    marks: tuple[float, ...] = ()
    turning: tuple[int, float] | None = None


def wanted_spaces(theme: Theme, rect: tuple[int, int], like: tuple[StaveLine, ...], shown: Shown) -> float:
    """Return how many spaces wide lines have to be to fill a well of this size, if they are about as high as those of `like`.

    At the usual size of the staves, unless a line would not fit whole; with nothing to go by, at that size.
    """
    wide, usual = rect[0] - 2 * theme.px(_PAD), lines.space_px(theme)
    if like:
        tried = [_at_size(theme, rect, like, each, wide / usual)[0].space for each in shown.ever_less()]
        usual = next((space for space in tried if space >= usual * _LARGE_ENOUGH), max(tried))
    return max(1.0, wide / usual)


@lru_cache(maxsize=16)
def fitted(theme: Theme, rect: tuple[int, int], what: tuple[StaveLine, ...], shown: Shown) -> tuple[Size, int, Shown]:
    """Return how large lines are drawn in a well of this size, how many are seen at once (at least one, whole), and with what.

    Where letters and fingers would make the staves small, there are fewer of them, and then none: the notes come first.
    """
    wide = max(line.width for line in what)
    tried = [_at_size(theme, rect, what, each, wide) for each in shown.ever_less()]
    large = lines.space_px(theme) * _LARGE_ENOUGH
    return next((each for each in tried if each[0].space >= large), max(tried, key=lambda each: each[0].space))


def _at_size(
    theme: Theme, rect: tuple[int, int], what: tuple[StaveLine, ...], shown: Shown, wide: float
) -> tuple[Size, int, Shown]:
    """Return the same for lines that are `wide` spaces long, with just this beside the notes."""
    room = (rect[0] - 2 * theme.px(_PAD), rect[1] - 2 * theme.px(_PAD))
    high = max(line.bottom - line.top for line in what)
    bands = lines.size_of(theme, what, shown, 1.0)
    space = max(1.0, min(room[0] / wide, (room[1] - bands.above - bands.below) / high))
    size = Size(space, bands.above, bands.below)
    tall = max(size.tall(line) for line in what)
    return size, max(1, min(room[1] // max(1, tall), _MOST_PLACES, len(what))), shown


def draw_written(surface: pygame.Surface, rect: pygame.Rect, theme: Theme, what: Written) -> None:
    """Draw the lines in their places, what is lit under its ink, and the line that shows where the music is."""
    surface.blit(_well(rect.size, theme), rect)
    if not what.places:
        return
    before = surface.get_clip()
    surface.set_clip(before.clip(rect.inflate(-4, -4)))
    size, places, shown = fitted(theme, rect.size, what.lines, what.shown)
    what = replace(what, shown=shown)
    placed = _placed(rect.size, theme, what, size, places)
    due: list[pygame.Rect] = []
    for line, (left, top) in placed:
        at = (rect.left + left, rect.top + top)
        due += _line(surface, at, theme, what, line, size)
        if what.turning is not None:
            _turned(surface, at, theme, what, line, size)
    if due and what.turn_words:
        _turn(surface, rect, theme, what, due, placed, size)
    surface.set_clip(before)


def bar_at(rect: pygame.Rect, theme: Theme, what: Written, at: tuple[int, int]) -> int | None:
    """Return the number of the bar under a point; None where there is none."""
    if not what.places or not rect.collidepoint(at):
        return None
    size, places, _ = fitted(theme, rect.size, what.lines, what.shown)
    for line, (left, top) in _placed(rect.size, theme, what, size, places):
        x = (at[0] - rect.left - left) / size.space
        inside = top <= at[1] - rect.top < top + size.tall(line)
        found = next((bar.n for bar in line.bars if bar.left <= x < bar.right), None) if inside else None
        if found is not None:
            return found
    return None


def _placed(
    well: tuple[int, int], theme: Theme, what: Written, size: Size, places: int
) -> tuple[tuple[StaveLine, tuple[int, int]], ...]:
    """Return the lines in sight with where the left upper corner of each lies in the well."""
    tall = (well[1] - 2 * theme.px(_PAD)) // places
    shown = [what.lines[number] for number in what.places[:places]]
    return tuple(
        (
            line,
            (
                (well[0] - round(line.width * size.space)) // 2,
                theme.px(_PAD) + place * tall + (tall - size.tall(line)) // 2,
            ),
        )
        for place, line in enumerate(shown)
    )


def _line(
    surface: pygame.Surface, at: tuple[int, int], theme: Theme, what: Written, line: StaveLine, size: Size
) -> list[pygame.Rect]:
    """Draw one line; returns where the notes are that are waited for."""
    surface.blit(line_picture.picture(line, size, theme, what.shown, what.loop), at)
    if line.start <= what.now < line.end or (what.now >= line.end and line is what.lines[-1]):
        _where(surface, at, theme, what, line, size)
    inked = line_picture.ink(line, size.space, theme, what.shown.by_letter)
    due: list[pygame.Rect] = []
    for note in line.notes:
        if note.start > what.now + _NEAR or note.end <= what.now + _NEAR / 4:
            continue
        waits = note.pitch in what.turn
        if not waits and not what.sounds:
            continue
        box = _plate_box(line, note, at, size, theme)
        line_picture.draw_plate(surface, box, theme, line_picture.plate(theme, note, what.shown))
        if waits:
            thick = max(2, theme.px(2))
            ring = box.inflate(3 * thick, 3 * thick)
            shape.box(surface, ring, min(ring.size) // 2, None, theme.colour("text"), line=thick)
            due.append(ring)
        surface.blit(inked, box, box.move(-at[0], -at[1] - size.y(line, 0.0)))
    for mark in what.marks:
        if line.start <= mark < line.end:
            _flag(surface, at, theme, line, size, mark)
    return due


def _plate_box(line: StaveLine, note: StaveNote, at: tuple[int, int], size: Size, theme: Theme) -> pygame.Rect:
    wide, tall = max(theme.px(18), round(2.2 * size.space)), max(theme.px(15), round(1.9 * size.space))
    box = pygame.Rect(0, 0, wide, tall)
    box.center = (at[0] + round(note.x * size.space), at[1] + size.y(line, note.y))
    return box


def _where(
    surface: pygame.Surface, at: tuple[int, int], theme: Theme, what: Written, line: StaveLine, size: Size
) -> None:
    """Draw the moment as an upright line through the staves."""
    thick = max(2, theme.px(3))
    x = at[0] + round(lines.x_at(line, what.now) * size.space) - thick // 2
    top, bottom = at[1] + size.y(line, line.staves[0][0] - 1.6), at[1] + size.y(line, line.staves[-1][1] + 1.6)
    surface.fill(theme.colour("rec" if what.recording else "accent"), (x, top, thick, bottom - top))


def _flag(surface: pygame.Surface, at: tuple[int, int], theme: Theme, line: StaveLine, size: Size, mark: float) -> None:
    """A pennant over the moment that was marked."""
    x = at[0] + round(lines.x_at(line, mark) * size.space)
    top, bottom = at[1] + size.y(line, line.staves[0][0] - 2.2), at[1] + size.y(line, line.staves[0][1])
    colour, wide, tall = theme.colour("accent"), theme.px(18), theme.px(14)
    surface.fill(colour, (x, top, max(2, theme.px(2)), bottom - top))
    pygame.draw.polygon(surface, colour, [(x, top), (x + wide, top + tall // 2), (x, top + tall)])


def _turn(
    surface: pygame.Surface,
    rect: pygame.Rect,
    theme: Theme,
    what: Written,
    due: list[pygame.Rect],
    placed: tuple[tuple[StaveLine, tuple[int, int]], ...],
    size: Size,
) -> None:
    """Draw whose turn it is where nothing is written, as near as can be to what is waited for."""
    wide = text.width(what.turn_words, text.ink(theme, "body", 600)) + theme.px(26)
    near = due[0].unionall(due[1:]).move(-rect.left, -rect.top)
    pill = pygame.Rect(0, 0, wide, theme.line_px("body") + theme.px(6))
    pill.topleft = _free(rect.size, pill.size, tuple(near), theme, what.shown, placed, size)
    pill.move_ip(rect.topleft)
    shape.box(surface, pill, pill.height // 2, theme.colour("s2"), theme.colour("accent"), line=max(2, theme.px(2)))
    text.draw(surface, theme, what.turn_words, pill.center, style="body", weight=600, anchor="center")


@lru_cache(maxsize=32)
def _free(
    well: tuple[int, int],
    size: tuple[int, int],
    near: tuple[int, int, int, int],
    theme: Theme,
    shown: Shown,
    placed: tuple[tuple[StaveLine, tuple[int, int]], ...],
    drawn: Size,
) -> tuple[int, int]:
    """Return where in the well something of this size covers nothing; where there is no such place, beside `near`."""
    whole = pygame.Surface(well)
    whole.fill(theme.colour("roll"))
    for line, at in placed:
        whole.blit(line_picture.picture(line, drawn, theme, shown), at)
    step, ground, belongs = theme.px(8), (*theme.colour("roll"), 255), pygame.Rect(near)
    inside = whole.get_rect().inflate(-2 * theme.px(_PAD), -theme.px(_PAD))
    tops, lefts = range(inside.top, inside.bottom - size[1], step), range(inside.left, inside.right - size[0], 2 * step)
    places = [pygame.Rect((left, top), size) for top in tops for left in lefts]
    places.sort(key=lambda p: abs(p.centerx - belongs.centerx) + 2 * abs(p.centery - belongs.centery))
    for place in places[:_MOST_TRIED]:
        covered = place.inflate(step, 0).clip(whole.get_rect())
        part = whole.subsurface(covered)
        free = pygame.mask.from_threshold(part, ground, (1, 1, 1, 255)).count() == covered.width * covered.height
        if free and not place.colliderect(belongs):
            return place.left, place.top
    left = belongs.left - size[0] - step
    return left if left > inside.left else min(belongs.right + step, inside.right - size[0]), inside.top


def _turned(
    surface: pygame.Surface, at: tuple[int, int], theme: Theme, what: Written, line: StaveLine, size: Size
) -> None:
    """Draw the next line over the part of this one that is over, up to where the last bar of it begins."""
    assert what.turning is not None
    number, beat = what.turning
    following = what.lines[number]
    edge = next((bar.left for bar in line.bars if bar.start >= beat), 0.0)
    wide = round(edge * size.space)
    clip = surface.get_clip()
    over = pygame.Rect(at[0] - theme.px(_PAD), at[1], wide + theme.px(_PAD), size.tall(line))
    surface.set_clip(clip.clip(over))
    surface.fill(theme.colour("roll"), over)
    surface.blit(line_picture.picture(following, size, theme, what.shown, what.loop), at)
    surface.set_clip(clip)
    thick = max(3, theme.px(4))
    surface.fill(theme.colour("edge"), (over.right - thick, over.top, thick, over.height))


@lru_cache(maxsize=6)
def _well(size: tuple[int, int], theme: Theme) -> pygame.Surface:
    whole = pygame.Surface(size)  # without an alpha channel: it is drawn on every frame
    whole.fill(theme.colour("bg"))
    edge = theme.colour("edge" if theme.flat else "s3")
    shape.box(whole, whole.get_rect(), theme.px(12), theme.colour("roll"), edge)
    return whole


def written(
    key: str,
    what: Callable[[], Written],
    *,
    name: str,
    tall: int = 150,
    grow: int = 1,
    handle: Callable[[pygame.Event, pygame.Rect], bool | None] | None = None,
) -> Canvas:
    """Return written music as a node that follows `what()`; while that stays the same nothing is drawn."""

    def draw(surface: pygame.Surface, rect: pygame.Rect, theme: Theme) -> None:
        draw_written(surface, rect, theme, what())

    def version() -> object:
        seen = what()
        lit = (seen.sounds, seen.turn, seen.turn_words, seen.loop, seen.recording, seen.marks)
        return (id(seen.lines), seen.places, seen.turning, seen.now, seen.shown, *lit)

    return Canvas(
        key, draw, "picture", name, min_size=(300, tall), grow=grow, live=True, handle=handle, version=version
    )


class Places:
    """Which lines are seen: a line stays where it stands until it is over, and what follows comes where one is over."""

    def __init__(self) -> None:
        self._shown: list[int] = []

    def at(self, current: int, count: int, following: Callable[[int], int | None]) -> tuple[int, ...]:
        """Return the lines of `count` places, with `current` and those that come after it; `following` says which that is."""
        coming = [current]
        while len(coming) < count and (after := following(coming[-1])) is not None and after not in coming:
            coming.append(after)
        if current not in self._shown or len(self._shown) != count:
            self._shown = coming + [line for line in self._shown if line not in coming][: count - len(coming)]
        free = [n for n, line in enumerate(self._shown) if line not in coming]
        for line in coming:
            if line not in self._shown and free:
                self._shown[free.pop(0)] = line
        return tuple(self._shown)
