"""Draws one line of written music: its ink, letters, fingers, bar numbers, the bars that go round, and what lies under a lit note."""

import io
import re
from functools import lru_cache
from itertools import pairwise

import pygame

from studio.ui import noteface, pitches, shape, text
from studio.ui.lines import (
    Shown,
    Size,
    StaveLine,
    StaveNote,
    chords_of,
    finger_tall,
    fingers_above,
    letter_tall,
    letters_above,
    shape_px,
)
from studio.ui.theme import Colour, Theme, mix

_ENDING_WIDE = 1.8  # the number of an ending, in spaces
_LEAST_LETTER = 10  # in design pixels
_HEAD = re.compile(r'<g class="note" id="([^"]+)"><g class="notehead"')


@lru_cache(maxsize=24)
def ink(line: StaveLine, space: float, theme: Theme, by_letter: bool) -> pygame.Surface:
    """Return the engraved line, ink on nothing; with `by_letter` each head in its colour."""
    plain = "#{:02x}{:02x}{:02x}".format(*theme.colour("text"))
    hues = {note.id: pitches.hue(theme, note.pitch) for note in line.notes} if by_letter else {}

    def painted(found: re.Match[str]) -> str:
        hue = hues.get(found[1])
        return found[0] + (' fill="#{:02x}{:02x}{:02x}"'.format(*hue) if hue else "")

    svg = _HEAD.sub(painted, line.svg).replace("currentColor", plain)
    size = (max(1, round(line.width * space)), max(1, round(line.height * space)))
    return pygame.image.load_sized_svg(io.BytesIO(svg.encode()), size)


@lru_cache(maxsize=24)
def picture(
    line: StaveLine, size: Size, theme: Theme, shown: Shown, loop: tuple[float, float] | None = None
) -> pygame.Surface:
    """Return the line with all that stands on it, on the colour of the roll; without an alpha channel, for it is drawn often."""
    whole = pygame.Surface((max(1, round(line.width * size.space)), size.tall(line)))
    whole.fill(theme.colour("roll"))
    if loop is not None:
        _loop(whole, line, size, theme, loop)
    whole.blit(ink(line, size.space, theme, shown.by_letter), (0, size.y(line, 0.0)))
    _numbers(whole, line, size, theme)
    pen = (theme.font, 400, max(theme.px(_LEAST_LETTER), round(2.1 * size.space)), False)
    for x, y, said in line.words:
        drawn = text.line(said, pen, theme.colour("text"))
        whole.blit(drawn, (round(x * size.space), size.y(line, y) - text.ascent(pen)))
    for stave in range(len(line.staves)):
        _beside(whole, line, size, theme, shown, stave)
    return whole


def _small(theme: Theme, size: Size) -> text.Ink:
    """Return what letters and numbers are written with: as large as a caption, and never larger than goes with the staves."""
    family, weight, usual, _ = text.ink(theme, "caption", 600)
    return family, weight, min(usual, max(theme.px(_LEAST_LETTER), round(1.6 * size.space))), False


def _loop(whole: pygame.Surface, line: StaveLine, size: Size, theme: Theme, loop: tuple[float, float]) -> None:
    """Draw a band behind the bars that go round, with a thick end where it begins and where it ends."""
    bars = [bar for bar in line.bars if loop[0] <= bar.start < loop[1]]
    if not bars or not line.staves:
        return
    left, right = round(bars[0].left * size.space), round(bars[-1].right * size.space)
    top, bottom = size.y(line, line.staves[0][0] - 1.2), size.y(line, line.staves[-1][1] + 1.2)
    whole.fill(mix(theme.colour("roll"), theme.colour("accent"), 0.16), (left, top, right - left, bottom - top))
    thick = max(3, theme.px(4))
    if bars[0].start == loop[0]:
        whole.fill(theme.colour("accent"), (left, top, thick, bottom - top))
    if bars[-1].end >= loop[1]:
        whole.fill(theme.colour("accent"), (right - thick, top, thick, bottom - top))


def _numbers(whole: pygame.Surface, line: StaveLine, size: Size, theme: Theme) -> None:
    """Draw each bar's number above its left edge; the first of a line beside its clef, and where an ending begins beside its number."""
    for n, bar in enumerate(line.bars):
        if bar.n:
            right = 0.3 if n else 3.2
            above = [x - bar.left for x, y, _ in line.words if y < line.staves[0][0]]
            right = max([right, *(x + _ENDING_WIDE for x in above if -1 < x - right < _ENDING_WIDE)])
            at = (round((bar.left + right) * size.space), size.y(line, line.staves[0][0] - 0.7))
            drawn = text.line(str(bar.n), _small(theme, size), theme.colour("text2"))
            whole.blit(drawn, drawn.get_rect(bottomleft=at))


def _beside(whole: pygame.Surface, line: StaveLine, size: Size, theme: Theme, shown: Shown, stave: int) -> None:
    """Draw letters and fingers of a stave, each chord in a column that begins nearest to its notes."""
    chords = list(chords_of(line, stave))
    tone = theme.colour("text")
    outward = {True: size.above, False: whole.get_height() - size.below}
    if shown.names or shown.by_letter:
        above = letters_above(line, stave)
        pen = _letter_pen(theme, chords, size, shown) if shown.names else None
        columns = [
            (c[0].x, [_letter(theme, n, pen, shown) for n in _stacked(c, shown.stacked, above=above)]) for c in chords
        ]
        outward[above] = _columns(whole, columns, size, outward[above], letter_tall(theme, shown), above=above)
    if shown.fingers:
        above = fingers_above(line, stave)
        columns = [
            (
                c[0].x,
                [
                    noteface.finger(theme, n.finger, tone, "caption")
                    for n in _stacked(c, shown.stacked, above=above)
                    if n.finger
                ],
            )
            for c in chords
        ]
        _columns(whole, columns, size, outward[above], finger_tall(theme), above=above)


def _stacked(chord: list[StaveNote], most: int, *, above: bool) -> list[StaveNote]:
    """Return a chord's notes outwards from the stave: its highest one stays the highest; of many those at the edges."""
    inward = chord if above else chord[::-1]
    return inward[-most:] if most > 1 else inward[-1:]


def _letter(theme: Theme, note: StaveNote, pen: text.Ink | None, shown: Shown) -> pygame.Surface:
    """Return a letter, before it its shape in its colour."""
    parts = [pitches.shape_of(note.pitch, shape_px(theme), pitches.hue(theme, note.pitch))] if shown.by_letter else []
    parts += [text.line(note.name, pen, theme.colour("text"))] if pen else []
    size = (sum(p.get_width() for p in parts), max(p.get_height() for p in parts))
    whole = pygame.Surface(size, pygame.SRCALPHA)
    x = 0
    for part in parts:
        whole.blit(part, part.get_rect(midleft=(x, size[1] // 2)))
        x += part.get_width()
    return whole


def _letter_pen(theme: Theme, chords: list[list[StaveNote]], size: Size, shown: Shown) -> text.Ink:
    """Return the largest pen with which letters of neighbours do not touch; the smallest there is where none does."""
    family, weight, usual, _ = _small(theme, size)
    middles = [chord[0].x * size.space for chord in chords]
    nearest = min((b - a for a, b in pairwise(sorted(middles))), default=1e9)
    widest = max((note.name for chord in chords for note in chord), key=len, default="C")
    nearest -= shape_px(theme) if shown.by_letter else 0
    pens = ((family, weight, smaller, False) for smaller in range(usual, theme.px(_LEAST_LETTER), -1))
    least = (family, weight, theme.px(_LEAST_LETTER), False)
    return next((pen for pen in pens if text.width(widest, pen) + theme.px(2) <= nearest), least)


def _columns(
    whole: pygame.Surface,
    columns: list[tuple[float, list[pygame.Surface]]],
    size: Size,
    edge: int,
    step: int,
    *,
    above: bool,
) -> int:
    """Draw columns outwards from `edge`; one that would touch the one before it is left out. Returns the edge beyond them."""
    last, most = -1, 0
    for x, column in columns:
        if not column:
            continue
        wide = max(each.get_width() for each in column)
        left = round(x * size.space) - wide // 2
        if left < last:
            continue
        last = left + wide
        most = max(most, len(column))
        for n, each in enumerate(column):
            top = edge - (n + 1) * step if above else edge + n * step
            whole.blit(each, each.get_rect(midtop=(round(x * size.space), top)))
    return edge - most * step if above else edge + most * step


def plate(theme: Theme, note: StaveNote, shown: Shown) -> tuple[Colour, Colour]:
    """Return what lies under a head that is lit: its fill, on which the ink still reads, and its edge."""
    colour = pitches.hue(theme, note.pitch) if shown.by_letter else theme.layer(note.layer)
    return mix(theme.colour("roll"), colour, 0.34), colour


def draw_plate(surface: pygame.Surface, rect: pygame.Rect, theme: Theme, fill: tuple[Colour, Colour]) -> None:
    """Draw what lies under a head that is lit."""
    shape.box(surface, rect, min(rect.size) // 2, *fill, line=max(2, theme.px(3)))


def forget() -> None:
    """Drop every picture that is kept to be quick: somebody was erased."""
    for kept in (ink, picture):
        kept.cache_clear()
