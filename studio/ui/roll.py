"""Draws notes in time: falling onto the keys, small on a card, and as the dots of a groove."""

from bisect import bisect_left
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import lru_cache

import pygame

from studio.ui import band, noteface, pitches, shape, text
from studio.ui.keys import is_black, key_spans, keys_rect, note_name
from studio.ui.nodes import Canvas
from studio.ui.theme import Colour, Theme, mix
from studio.words import say

_BEAT_TALL = 42  # of a beat at the least, in design pixels at the usual text size
_FEWEST_BEATS = 4.0
_BAR_NAMES = 64
NO_LAYER = -1  # of a row of the legend: its colour would say nothing
_LONGEST_LOOK_BACK = 64.0  # a note that began this many beats ago is no longer looked for


@dataclass(frozen=True, slots=True)
class RollNote:
    """A note to draw: `start` and `length` in any one unit (beats, say), its layer 0..5, and who plays it."""

    start: float
    length: float
    pitch: int
    layer: int = 0
    mine: bool = True
    label: str | None = None
    finger: int = 0  # 1 the thumb to 5, 0 where nobody says


@dataclass(frozen=True, slots=True)
class Falling:
    """All that a falling roll shows at one moment. `span` is how much time is in sight; notes are sorted by start."""

    notes: tuple[RollNote, ...]
    low: int
    high: int
    now: float
    span: float = 8.0
    bars: tuple[tuple[int, float], ...] = ()  # number, where it begins
    beats: tuple[float, ...] = ()
    turn: frozenset[int] = frozenset()  # pitches that are waited for
    turn_words: str = ""
    legend: tuple[tuple[str, int, bool], ...] = ()  # words, layer, mine
    loop: tuple[float, float] | None = None
    goes_on: bool = False  # what comes after the loop is its next round
    names: bool = True
    recording: bool = False
    marks: tuple[float, ...] = ()  # moments that were marked
    by_letter: bool = False  # a colour and a shape for each letter, and not for each layer
    fingers: bool = False


def draw_falling(surface: pygame.Surface, rect: pygame.Rect, theme: Theme, what: Falling) -> None:
    """Draw the roll: every note falls onto its own key of a keyboard drawn below at the same width."""
    surface.blit(ground(rect.size, theme, what.low, what.high), rect)
    inner = keys_rect(rect, theme)
    floor = rect.bottom - theme.px(10)
    what = replace(what, span=_beats_in_sight(what.span, floor - rect.top, theme))
    scale = (floor - rect.top) / what.span

    def y(at: float) -> int:
        return round(floor - (at - what.now) * scale)

    before = surface.get_clip()
    surface.set_clip(before.clip(rect.inflate(-2, -2)))
    _time_lines(surface, rect, theme, what, y)
    spans = key_spans(inner.width, what.low, what.high)
    boxes: list[pygame.Rect] = []
    for note, until in _in_sight(what):
        if note.pitch in spans:
            left, wide = spans[note.pitch]
            place = pygame.Rect(inner.left + left + 1, y(until), wide - 2, 0)
            face = _face(what, note)
            box = _box(theme, note, place, (y(note.start), y(note.start + note.length)), face)
            due = note.mine and note.pitch in what.turn and note.start <= what.now + 1e-6 < note.start + note.length
            colour = pitches.hue(theme, note.pitch) if what.by_letter else theme.layer(note.layer)
            _note(surface, box, theme, colour, face if note.mine else None, due=due, floor=floor)
            boxes.append(box)
    if what.loop is not None:
        band.draw(surface, rect, theme, what, what.loop, y)
    line = max(3, theme.px(4))
    surface.fill(
        theme.colour("rec" if what.recording else "accent"), (rect.left + 3, floor - line // 2, rect.width - 6, line)
    )
    if what.turn and what.turn_words:
        _turn(surface, inner, theme, what, floor)
    if what.legend:
        _legend(surface, rect, theme, what.legend, boxes)
    surface.set_clip(before)


def beat_at(rect: pygame.Rect, theme: Theme, what: Falling, y: int) -> float:
    """Return the moment that is drawn at a height of the roll."""
    floor = rect.bottom - theme.px(10)
    return what.now + (floor - y) * _beats_in_sight(what.span, floor - rect.top, theme) / (floor - rect.top)


def falling(
    key: str,
    what: Callable[[], Falling],
    *,
    name: str,
    tall: int = 200,
    grow: int = 1,
    handle: Callable[[pygame.Event, pygame.Rect], bool] | None = None,
) -> Canvas:
    """Return the roll as a node that follows `what()`; while that stays the same nothing is drawn."""

    def draw(surface: pygame.Surface, rect: pygame.Rect, theme: Theme) -> None:
        draw_falling(surface, rect, theme, what())

    def version() -> object:
        seen = what()
        return (
            (id(seen.notes), seen.now, seen.span, seen.turn, seen.turn_words, seen.loop, seen.goes_on),
            (seen.recording, seen.low, seen.high, seen.marks),
        )

    return Canvas(
        key, draw, "picture", name, min_size=(300, tall), grow=grow, live=True, version=version, handle=handle
    )


def draw_count_in(
    surface: pygame.Surface,
    rect: pygame.Rect,
    theme: Theme,
    *,
    number: int,
    of: int,
    words: str = "",
    share: float = 1.0,
) -> None:
    """Draw the big number over a veil; `share` is how far through its beat the count is (with less motion: whole)."""
    veil = pygame.Surface(rect.size)
    veil.fill(theme.colour("bg"))
    veil.set_alpha(205)
    surface.blit(veil, rect)
    radius = min(theme.px(84), rect.height // 3)
    tall = 2 * radius + theme.line_px("lead") + theme.px(44)
    middle = (rect.centerx, rect.centery - tall // 2 + radius)
    disc = pygame.Rect(0, 0, 2 * radius, 2 * radius)
    disc.center = middle
    shape.disc(surface, middle, radius, theme.colour("s1"), theme.colour("s3"), line=max(3, theme.px(10)))
    whole = 1.0 if theme.less_motion else share
    shape.arc(surface, middle, radius, whole, theme.colour("rec"), line=max(3, theme.px(10)))
    text.draw(surface, theme, str(number), middle, style="count", anchor="center")
    y = disc.bottom + theme.px(14)
    if words:
        for line in text.wrap(words, text.ink(theme, "lead", 600), rect.width - theme.px(32)):
            text.draw(surface, theme, line, (rect.centerx, y), style="lead", weight=600, anchor="midtop")
            y += theme.line_px("lead")
    wide, gap = theme.px(24), theme.px(10)
    left = rect.centerx - (of * (wide + gap) - gap) // 2
    for beat in range(of):
        pip = pygame.Rect(left + beat * (wide + gap), y + theme.px(10), wide, theme.px(10))
        shape.box(surface, pip, theme.px(5), theme.colour("rec" if beat < number else "s3"))


def _beats_in_sight(most: float, tall: int, theme: Theme) -> float:
    """Return how many beats are seen: fewer where the roll is low or letters are large, so that short notes keep their names."""
    return min(most, max(_FEWEST_BEATS, tall / (theme.px(_BEAT_TALL) * theme.text_scale)))


# -- parts of the falling roll ------------------------------------------------------------------------------------


def _in_sight(what: Falling) -> list[tuple[RollNote, float]]:
    """Return the notes in sight, each with when its key is played next; the app's first, the pupil's lie on top."""
    first = bisect_left(what.notes, what.now - _LONGEST_LOOK_BACK, key=lambda note: note.start)
    last = bisect_left(what.notes, what.now + what.span, key=lambda note: note.start)
    following: dict[int, float] = {}
    found = []
    for note in reversed(what.notes[first:last]):
        if note.start + note.length > what.now - 0.1 * what.span:
            found.append((note, following.get(note.pitch, note.start + note.length + what.span)))
            following[note.pitch] = note.start
    return sorted(found, key=lambda pair: pair[0].mine)


def _box(theme: Theme, note: RollNote, place: pygame.Rect, ends: tuple[int, int], face: noteface.Face) -> pygame.Rect:
    """Return where a note is drawn: a short one is as tall as what stands on it, as long as its key is free (`place.top`)."""
    box = place.copy()
    bottom, top = ends
    tall = theme.px(14)
    if note.mine and not face.empty:
        tall = max(tall, noteface.tall(theme, face))
        if is_black(note.pitch):
            box.inflate_ip(max(0, min(noteface.wide(theme, face), box.width * 2) - box.width), 0)
    box.height = max(min(tall, bottom - place.top - 3), bottom - top - 2, 4)
    box.bottom = bottom - 1
    return box


def _face(what: Falling, note: RollNote) -> noteface.Face:
    """Return what stands on a note; a colour for each letter never goes without its shape."""
    name = note.label if note.label is not None else note_name(note.pitch)
    shown = note.pitch if what.by_letter else None
    return noteface.Face(name if what.names else "", shown, note.finger if what.fingers else 0)


@lru_cache(maxsize=8)
def ground(size: tuple[int, int], theme: Theme, low: int, high: int) -> pygame.Surface:
    """Draw the well with a faint line where two white keys meet: the eye follows a note down to its key."""
    whole = pygame.Surface(size)  # without an alpha channel: it is drawn on every frame
    whole.fill(theme.colour("bg"))
    rect = whole.get_rect()
    edge = theme.colour("edge" if theme.flat else "s3")
    shape.box(whole, rect, theme.px(12), theme.colour("roll"), edge)
    inner = keys_rect(rect, theme)
    for pitch, (left, _wide) in key_spans(inner.width, low, high).items():
        if pitch % 12 in {0, 5}:
            whole.fill(theme.colour("s3"), (inner.left + left, 2, 1, rect.height - 4))
    return whole


def _time_lines(
    surface: pygame.Surface, rect: pygame.Rect, theme: Theme, what: Falling, y: Callable[[float], int]
) -> None:
    faint, strong = theme.colour("s3"), theme.colour("edge")
    starts = {at for _, at in what.bars}
    for at in what.beats:
        if at not in starts and what.now <= at <= what.now + what.span:
            surface.fill(faint, (rect.left + 3, y(at), rect.width - 6, 1))
    for at in what.marks:
        if what.now - what.span <= at <= what.now + what.span:
            _flag(surface, rect, theme, y(at))
    for number, at in what.bars:
        if what.now - what.span <= at <= what.now + what.span:
            surface.fill(strong, (rect.left + 3, y(at), rect.width - 6, 1))
            where = (rect.right - theme.px(14), y(at) - theme.px(4))
            text.draw(
                surface,
                theme,
                say("frame.bar number", number=number),
                where,
                style="caption",
                weight=600,
                tone="text2",
                anchor="bottomright",
            )


def _flag(surface: pygame.Surface, rect: pygame.Rect, theme: Theme, y: int) -> None:
    """A pennant at the left edge, and a line across: what was marked stands at its own moment."""
    colour, wide, tall = theme.colour("accent"), theme.px(22), theme.px(18)
    surface.fill(colour, (rect.left + 3, y - theme.px(1), rect.width - 6, max(2, theme.px(2))))
    pole = rect.left + theme.px(12)
    pygame.draw.polygon(surface, colour, [(pole, y - tall), (pole + wide, y - tall // 2), (pole, y)])


def _note(
    surface: pygame.Surface,
    box: pygame.Rect,
    theme: Theme,
    colour: Colour,
    face: noteface.Face | None,
    *,
    due: bool,
    floor: int,
) -> None:
    """Draw a note; what the app plays has no face."""
    radius = min(theme.px(6), box.height // 2, box.width // 2)
    if face is None:  # the app's notes are outlines: no colour has to be told apart
        shape.box(surface, box, radius, mix(theme.colour("roll"), colour, 0.2), colour, line=max(2, theme.px(2)))
        return
    shape.box(surface, box, radius, colour)
    if due:
        line = max(2, theme.px(3))
        shape.box(surface, box.inflate(line, line), radius + line // 2, None, theme.colour("text"), line=line)
    drawn = None if face.empty else noteface.drawn(theme, face, colour, (box.width + 2, box.height + theme.px(3)))
    if drawn is not None:
        at = drawn.get_rect(center=box.center)
        if box.height > 2 * drawn.get_height():
            at.bottom = box.bottom - theme.px(4)
        above = min(at.bottom, floor - theme.px(3))  # a note that is being played keeps its name above the line
        at.bottom = above if above - at.height >= box.top else at.bottom
        surface.blit(drawn, at)


def _turn(
    surface: pygame.Surface,
    inner: pygame.Rect,
    theme: Theme,
    what: Falling,
    floor: int,
) -> None:
    """Draw the words that say whose turn it is, beside the first key that is waited for and never over it."""
    spans = key_spans(inner.width, what.low, what.high)
    first = min((pitch for pitch in what.turn if pitch in spans), default=None)
    if first is None:
        return
    left = inner.left + spans[first][0]
    wide = text.width(what.turn_words, text.ink(theme, "body", 600)) + theme.px(30)
    tall = theme.line_px("body") + theme.px(10)
    pill = pygame.Rect(left - wide - theme.px(16), floor - tall - theme.px(12), wide, tall)
    if pill.left < inner.left:
        pill.left = inner.left + spans[max(p for p in what.turn if p in spans)][0] + theme.px(60)
    shape.box(surface, pill, tall // 2, theme.colour("s2"), theme.colour("accent"), line=max(2, theme.px(2)))
    text.draw(surface, theme, what.turn_words, pill.center, style="body", weight=600, anchor="center")


def _free_place(rect: pygame.Rect, size: tuple[int, int], theme: Theme, taken: list[pygame.Rect]) -> pygame.Rect | None:
    """Return where in the roll something of this size lies on no note, nearest to the top left; None where nowhere."""
    gap, step = theme.px(12), theme.px(24)
    right = rect.right - size[0] - theme.px(_BAR_NAMES) * theme.text_scale  # the names of the bars stand there
    for top in range(rect.top + gap, rect.bottom - size[1] - 2 * gap, step):
        for left in range(rect.left + gap, round(right), step):
            place = pygame.Rect((left, top), size)
            if place.inflate(gap, gap).collidelist(taken) < 0:
                return place
    return None


def _legend(
    surface: pygame.Surface,
    rect: pygame.Rect,
    theme: Theme,
    rows: tuple[tuple[str, int, bool], ...],
    taken: list[pygame.Rect],
) -> None:
    """Draw who plays what, where no note is; where there are notes everywhere it would only be in their way."""
    tall = theme.line_px("label")
    wide = max(text.width(words, text.ink(theme, "label")) for words, _, _ in rows) + theme.px(52)
    panel = _free_place(rect, (wide, tall * len(rows) + theme.px(18)), theme, taken)
    if panel is None:
        return
    edge = theme.colour("edge" if theme.flat else "s3")
    shape.box(surface, panel, theme.px(10), theme.colour("s1"), edge)
    y = panel.top + theme.px(9)
    for words, layer, mine in rows:
        swatch = pygame.Rect(panel.left + theme.px(10), y + tall // 2 - theme.px(7), theme.px(22), theme.px(14))
        colour = theme.colour("text2") if layer == NO_LAYER else theme.layer(layer)
        fill = colour if mine else mix(theme.colour("roll"), colour, 0.2)
        shape.box(surface, swatch, theme.px(5), fill, colour, line=max(2, theme.px(2)))
        at = (panel.left + theme.px(41), y + tall // 2)
        text.draw(surface, theme, words, at, tone="text" if mine else "text2", anchor="midleft")
        y += tall
