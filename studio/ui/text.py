"""Measures, wraps and draws words; what was drawn once is kept, within bounds."""

from functools import lru_cache

import pygame

from studio.ui.fonts import Fonts, covers, fall_back
from studio.ui.theme import WEIGHT, Colour, Theme

FONTS = Fonts()  # the window's one set; `FONTS.keep_in(folder)` gives it its place on disk
_SURE = 0x250  # below this every Lexend letter is there, and so is common punctuation
_PUNCTUATION = frozenset("\u2013\u2014\u2018\u2019\u201c\u201d\u2026\u2022")  # dashes, quotes, ellipsis, bullet
_RIGHT_TO_LEFT = ((0x0590, 0x08FF), (0xFB1D, 0xFEFF))
_WIDEST_WORD = 14  # ems: a word that is longer is broken where there is no room for it
Ink = tuple[str, int, int]  # family, weight, size in device pixels


def ink(theme: Theme, style: str, weight: int | None = None) -> Ink:
    """Return what a style is drawn with."""
    return theme.font, weight or WEIGHT[style], theme.type_px(style)


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


def line(words: str, pen: Ink, colour: Colour) -> pygame.Surface:
    """Return one line drawn; the surface is shared, only blit it."""
    return _line(words, pen, colour, FONTS.generation)


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
    return sum(_type(source, pen, rtl, generation).size(run)[0] for run, source, rtl in _runs(words, pen, generation))


@lru_cache(maxsize=4096)
def _longest_word(words: str, pen: Ink, generation: int) -> int:
    widest = max((_width(word, pen, generation) for word in words.split()), default=0)
    return min(widest, _WIDEST_WORD * pen[2])


@lru_cache(maxsize=2048)
def _wrap(words: str, pen: Ink, room: int, most: int | None, generation: int) -> tuple[str, ...]:
    lines: list[str] = []
    for paragraph in words.split("\n"):
        now = ""
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
    if most is not None and len(lines) > most:
        last = lines[most - 1]
        while last and _width(last.rstrip() + "…", pen, generation) > room:
            last = last[:-1]
        lines = [*lines[: most - 1], last.rstrip() + "…"]
    return tuple(lines)


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
def _line(words: str, pen: Ink, colour: Colour, generation: int) -> pygame.Surface:
    drawn = [(_type(source, pen, rtl, generation), run) for run, source, rtl in _runs(words, pen, generation) if run]
    surfaces = [font.render(run, True, colour) for font, run in drawn]
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


def _runs(words: str, pen: Ink, _generation: int) -> list[tuple[str, str | None, bool]]:
    """Split words into runs of (letters, font file, right to left) so that every letter has a font."""
    own = _source(pen)
    if words.isascii():
        return [(words, own, False)]
    runs: list[tuple[str, str | None, bool]] = []
    for letter in words:
        source = own if _has(own, letter) else fall_back(letter) or own
        rtl = any(low <= ord(letter) <= high for low, high in _RIGHT_TO_LEFT)
        if letter == " " and runs:
            source, rtl = runs[-1][1:]
        if runs and runs[-1][1:] == (source, rtl):
            runs[-1] = (runs[-1][0] + letter, source, rtl)
        else:
            runs.append((letter, source, rtl))
    return runs


def _has(source: str | None, letter: str) -> bool:
    return ord(letter) < _SURE or letter in _PUNCTUATION or covers(source, letter)


def _source(pen: Ink) -> str | None:
    return FONTS.source(pen[0], pen[1])[0]


def _type(source: str | None, pen: Ink, rtl: bool, generation: int) -> pygame.font.Font:
    own, bolder = FONTS.source(pen[0], pen[1])
    return _font(source, pen[2], rtl, bolder if source == own else pen[1] >= 600, generation)  # noqa: PLR2004 - from 600 on a weight is bold


@lru_cache(maxsize=256)
def _font(source: str | None, size: int, rtl: bool, bolder: bool, generation: int) -> pygame.font.Font:  # noqa: ARG001 - another generation is another font to the cache
    if not pygame.font.get_init():
        pygame.font.init()
    font = pygame.font.Font(source, size)
    font.set_bold(bolder)
    if rtl:
        font.set_direction(pygame.DIRECTION_RTL)
    return font


def forget() -> None:
    """Drop every word that was measured or drawn and is kept to be quick: somebody was erased."""
    for kept in (_width, _wrap, _line):
        kept.cache_clear()
