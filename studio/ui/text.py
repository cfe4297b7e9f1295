"""Measures, wraps and draws words; what was drawn once is kept, within bounds."""

from functools import lru_cache
from itertools import pairwise
from typing import NamedTuple

import pygame

from studio.ui import bidi
from studio.ui.fonts import Fonts, covers, fall_back, heavier, is_bold
from studio.ui.theme import WEIGHT, Colour, Theme

FONTS = Fonts()  # the window's one set; `FONTS.keep_in(folder)` gives it its place on disk
_SURE = 0x250  # below this every Lexend letter is there, and so is common punctuation
_PUNCTUATION = frozenset("\u2013\u2014\u2018\u2019\u201c\u201d\u2026\u2022")  # dashes, quotes, ellipsis, bullet
_WIDEST_WORD = 14  # ems: a word that is longer is broken where there is no room for it
_BOLD = 600  # from this weight on
Ink = tuple[str, int, int, bool]  # family, weight, size in device pixels, and whether the screen reads from the right


class Run(NamedTuple):
    """Letters of a line that one font draws in one direction; `places` says which letters of the line they are."""

    letters: str
    source: str | None
    level: int
    places: tuple[int, ...]

    @property
    def rtl(self) -> bool:
        """Whether it is read from the right."""
        return self.level % 2 == 1


def ink(theme: Theme, style: str, weight: int | None = None) -> Ink:
    """Return what a style is drawn with."""
    return theme.font, weight or WEIGHT[style], theme.type_px(style), theme.rtl


def width(words: str, pen: Ink) -> int:
    """Return the width of one line in device pixels."""
    return _width(words, pen, FONTS.generation)


def wrap(words: str, pen: Ink, room: int, most: int | None = None) -> tuple[str, ...]:
    """Return the lines that fit `room` device pixels; more than `most` lines end in an ellipsis."""
    return _wrap(words, pen, room, most, FONTS.generation)


def cut(words: str, pen: Ink, room: int) -> str:
    """Return one line that fits `room` device pixels; what does not fit ends in an ellipsis."""
    return wrap(words, pen, room, 1)[0]


def longest_word(words: str, pen: Ink) -> int:
    """Return the width of the widest word, which no column of text should be narrower than; of one that no language has, a part."""
    return _longest_word(words, pen, FONTS.generation)


def line(words: str, pen: Ink, colour: Colour, paragraph: int | None = None) -> pygame.Surface:
    """Return one line drawn; the surface is shared, only blit it. `paragraph` is 1 for a line of one that reads from the right."""
    return _line(words, pen, colour, paragraph, FONTS.generation)


def edges(words: str, pen: Ink, paragraph: int | None = None) -> tuple[tuple[int, int], ...]:
    """Return for every letter of a drawn line where it begins and ends as it is read, in device pixels from the line's left."""
    return _edges(words, pen, paragraph, FONTS.generation)


def ascent(pen: Ink) -> int:
    """Return how far the baseline lies under the top of a drawn line."""
    return _type(_source(pen), pen, False, FONTS.generation).get_ascent()


def fitting(words: str, pens: tuple[Ink, ...], room: tuple[int, int]) -> Ink | None:
    """Return the first pen whose one line fits (width, height) in device pixels; None where none does.

    For letters that are a mark on something drawn, as on a key. Sentences are never made smaller: they wrap.
    """
    for pen in pens:
        if width(words, pen) <= room[0] and line(words, pen, (0, 0, 0)).get_height() <= room[1]:
            return pen
    return None


def draw(
    surface: pygame.Surface,
    theme: Theme,
    words: str,
    at: tuple[int, int],
    *,
    style: str = "label",
    tone: str | Colour = "text",
    weight: int | None = None,
    anchor: str = "topleft",
) -> pygame.Rect:
    """Draw one line with a point of its rectangle (`topleft`, `center`, ...) at `at`; return where it stands."""
    colour = theme.colour(tone) if isinstance(tone, str) else tone
    drawn = line(words, ink(theme, style, weight), colour)
    where = drawn.get_rect(**{anchor: at})
    surface.blit(drawn, where)
    return where


@lru_cache(maxsize=8192)
def _width(words: str, pen: Ink, generation: int) -> int:
    return sum(_wide(run, run.letters, pen, generation) for run in _runs(words, pen))


def _wide(run: Run, letters: str, pen: Ink, generation: int) -> int:
    return _type(run.source, pen, run.rtl, generation).size(letters)[0]


@lru_cache(maxsize=512)
def _edges(words: str, pen: Ink, paragraph: int | None, generation: int) -> tuple[tuple[int, int], ...]:
    found = [(0, 0)] * len(words)
    x = 0
    for run in _runs(words, pen, paragraph):
        wide = [_wide(run, run.letters[:count], pen, generation) for count in range(len(run.letters) + 1)]
        if run.rtl:
            wide = [wide[-1] - each for each in wide]
        for place, (begins, ends) in zip(run.places, pairwise(wide), strict=True):
            found[place] = x + begins, x + ends
        x += max(wide)
    for at, letter in enumerate(words):  # what is never drawn is where the letter before it ends
        if letter in bidi.UNSEEN and at:
            found[at] = (found[at - 1][1],) * 2
    return tuple(found)


@lru_cache(maxsize=4096)
def _longest_word(words: str, pen: Ink, generation: int) -> int:
    widest = max((_width(word, pen, generation) for word in words.split()), default=0)
    return min(widest, _WIDEST_WORD * pen[2])


@lru_cache(maxsize=2048)
def _wrap(words: str, pen: Ink, room: int, most: int | None, generation: int) -> tuple[str, ...]:
    lines: list[str] = []
    for paragraph in words.split("\n"):
        began, now = len(lines), ""
        for word in paragraph.split(" "):
            longer = f"{now} {word}" if now else word
            if _width(longer, pen, generation) <= room:
                now = longer
                continue
            if now:
                lines.append(now)
            *whole, now = _broken(word, pen, room, generation)
            lines.extend(whole)
        lines.append(now)
        if lines[began:] != [paragraph]:
            lines[began:] = _as_before(paragraph, lines[began:], pen)
    if most is not None and len(lines) > most:
        last = lines[most - 1]
        while last and _width(last.rstrip() + "…", pen, generation) > room:
            last = last[:-1]
        lines = [*lines[: most - 1], last.rstrip() + "…"]
    return tuple(lines)


def _as_before(paragraph: str, lines: list[str], pen: Ink) -> list[str]:
    """Give each line the direction of the paragraph that it is of, by a mark nobody sees, where it would read otherwise."""
    if not bidi.reads_right(paragraph):
        return lines
    lines = _opened_again(lines)
    level = bidi.base(paragraph, rtl=pen[3])
    mark = bidi.RIGHT_MARK if level else bidi.LEFT_MARK
    return [each if bidi.base(each, rtl=pen[3]) == level else mark + each for each in lines]


def _opened_again(lines: list[str]) -> list[str]:
    """Open on each line what was isolated on the line before and is not closed yet: a title that goes on reads as it began."""
    opened: list[str] = []
    found = []
    for each in lines:
        found.append("".join(opened) + each)
        for letter in each:
            if letter in bidi.OPENS:
                opened.append(letter)
            elif letter == bidi.POP and opened:
                opened.pop()
    return found


def _broken(word: str, pen: Ink, room: int, generation: int) -> list[str]:
    """Break a word that is wider than the room between letters; the last resort."""
    pieces: list[str] = []
    now = ""
    for letter in word:
        if now and _width(now + letter, pen, generation) > room:
            pieces.append(now)
            now = ""
        now += letter
    return [*pieces, now]


@lru_cache(maxsize=1024)
def _line(words: str, pen: Ink, colour: Colour, paragraph: int | None, generation: int) -> pygame.Surface:
    runs = _runs(words, pen, paragraph)
    drawn = [(_type(run.source, pen, run.rtl, generation), run.letters) for run in runs if run.letters]
    drawn = [(font, letters) for font, letters in drawn if font.size(letters)[0]]  # a joiner alone has no picture
    surfaces = [font.render(letters, True, colour) for font, letters in drawn]
    if len(surfaces) == 1:
        return surfaces[0]
    base = max((font.get_ascent() for font, _ in drawn), default=0)
    tops = [base - font.get_ascent() for font, _ in drawn]
    size = (
        sum(piece.get_width() for piece in surfaces),
        max((top + piece.get_height() for top, piece in zip(tops, surfaces, strict=True)), default=1),
    )
    joined = pygame.Surface(size, pygame.SRCALPHA)
    x = 0
    for top, piece in zip(tops, surfaces, strict=True):
        joined.blit(piece, (x, top))
        x += piece.get_width()
    return joined


# what stays in the font of the letter before: a space, and what joins two letters or picks one's shape
_CARRIED = frozenset(" \u200c\u200d\ufe0e\ufe0f")


def _runs(words: str, pen: Ink, paragraph: int | None = None) -> list[Run]:
    """Split a line into runs, from left to right as they are seen, so that every letter has a font."""
    own = _source(pen)
    level = bidi.base(words, rtl=pen[3]) if paragraph is None else paragraph
    if words.isascii() and not level:
        return [Run(words, own, 0, tuple(range(len(words))))]
    levels = bidi.levels(words, level) if level or bidi.reads_right(words) else [0] * len(words)
    runs: list[Run] = []
    for at, letter in enumerate(words):
        if letter in bidi.UNSEEN:
            continue
        before = runs[-1] if runs and runs[-1].level == levels[at] else None
        source = own if _has(own, letter) else _other(letter, pen) or own
        if letter in _CARRIED and before is not None:
            source = before.source
        if before is not None and before.source == source:
            runs[-1] = before._replace(letters=before.letters + letter, places=(*before.places, at))
        else:
            runs.append(Run(letter, source, levels[at], (at,)))
    return bidi.in_order(runs, lambda run: run.level)


def _other(letter: str, pen: Ink) -> str | None:
    """Return another font that has a letter, its bold face where the pen is bold."""
    found = fall_back(letter)
    return (heavier(found, letter) or found) if found and pen[1] >= _BOLD else found


def _has(source: str | None, letter: str) -> bool:
    return ord(letter) < _SURE or letter in _PUNCTUATION or covers(source, letter)


def _source(pen: Ink) -> str | None:
    return FONTS.source(pen[0], pen[1])[0]


def _type(source: str | None, pen: Ink, rtl: bool, generation: int) -> pygame.font.Font:
    own, bolder = FONTS.source(pen[0], pen[1])
    if source != own:
        bolder = pen[1] >= _BOLD and not is_bold(source)
    return _font(source, pen[2], rtl, bolder, generation)


@lru_cache(maxsize=256)
def _font(source: str | None, size: int, rtl: bool, bolder: bool, generation: int) -> pygame.font.Font:  # noqa: ARG001 - another generation is another font to the cache
    if not pygame.font.get_init():
        pygame.font.init()
    font = pygame.font.Font(source, size)
    font.set_bold(bolder)
    if rtl:
        font.set_direction(pygame.DIRECTION_RTL)
        font.set_script("Arab")  # its letters join; those of other scripts do not, whatever is said here
    return font


def forget() -> None:
    """Drop every word that was measured or drawn and is kept to be quick: somebody was erased."""
    for kept in (_width, _longest_word, _edges, _wrap, _line):
        kept.cache_clear()
