"""Measures, wraps and draws words; what was drawn once is kept, within bounds."""

from functools import lru_cache
from itertools import accumulate, pairwise

import pygame

from studio.ui import bidi, runs
from studio.ui.faces import face
from studio.ui.runs import FONTS, Ink, Run, lacks
from studio.ui.scripts import breaks, clusters
from studio.ui.theme import LINE_HEIGHT, WEIGHT, Colour, Theme

__all__ = ["FONTS", "Ink", "lacks"]
_WIDEST_WORD = 14  # ems: a word that is longer is broken where there is no room for it


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
    return _line(words, pen, colour, paragraph, FONTS.generation)[0]


def on_base_line(words: str, pen: Ink, colour: Colour) -> tuple[pygame.Surface, int]:
    """Return one line drawn, and how far under its top the base line lies: most letters stand on it, whatever their script."""
    return _line(words, pen, colour, None, FONTS.generation)


def edges(words: str, pen: Ink, paragraph: int | None = None) -> tuple[tuple[int, int], ...]:
    """Return for every letter of a drawn line where it begins and ends as it is read, in device pixels from the line's left."""
    return _edges(words, pen, paragraph, FONTS.generation)


def ascent(pen: Ink) -> int:
    """Return how far the baseline lies under the top of a drawn line."""
    return _own(pen, FONTS.generation).get_ascent()


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
    return sum(runs.face_of(run, pen, generation).wide(run.letters) for run in runs.split(words, pen))


@lru_cache(maxsize=512)
def _edges(words: str, pen: Ink, paragraph: int | None, generation: int) -> tuple[tuple[int, int], ...]:
    found: dict[int, tuple[int, int]] = {}
    x = 0
    for run in runs.split(words, pen, paragraph):
        begins, at = 0, 0
        steps = _steps(run, pen, generation)
        whole = max(steps, default=0)
        for cluster, ends in zip(clusters(run.letters), steps, strict=True):
            first, *more = run.places[at : at + len(cluster)]
            found[first] = (x + whole - begins, x + whole - ends) if run.rtl else (x + begins, x + ends)
            found.update(dict.fromkeys(more, (found[first][1],) * 2))  # no caret stands inside a cluster
            begins, at = ends, at + len(cluster)
        x += whole
    for at in range(len(words)):  # what is not drawn is where the letter before it ends
        if at not in found:
            found[at] = (found[at - 1][1],) * 2 if at else (0, 0)
    return tuple(found[at] for at in range(len(words)))


def _steps(run: Run, pen: Ink, generation: int) -> list[int]:
    """Return how wide a run is up to the end of each of its clusters, never less than up to the one before."""
    drawn_with, counts = runs.face_of(run, pen, generation), accumulate(map(len, clusters(run.letters)))
    whole = drawn_with.wide(run.letters)
    wide = (whole if count == len(run.letters) else drawn_with.wide(run.letters[:count]) for count in counts)
    return list(accumulate((min(whole, each) for each in wide), max))


@lru_cache(maxsize=4096)
def _longest_word(words: str, pen: Ink, generation: int) -> int:
    widest = max((_width(word, pen, generation) for line in words.split() for _, word in _pieces(line)), default=0)
    return min(widest, _WIDEST_WORD * pen[2])


@lru_cache(maxsize=2048)
def _wrap(words: str, pen: Ink, room: int, most: int | None, generation: int) -> tuple[str, ...]:
    lines: list[str] = []
    for paragraph in words.split("\n"):
        began, now = len(lines), ""
        for between, word in _pieces(paragraph):
            longer = f"{now}{between}{word}" if now else word
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
            last = last[: -len(clusters(last)[-1])]
        lines = [*lines[: most - 1], last.rstrip() + "…"]
    return tuple(lines)


def _pieces(paragraph: str) -> list[tuple[str, str]]:
    """Return what may stand on a line by itself, each with what stands before it on the same line: a space, or nothing."""
    found = []
    for word in paragraph.split(" "):
        places = (0, *sorted(breaks(word)), len(word))
        found += [(" " if not begins else "", word[begins:ends]) for begins, ends in pairwise(places)]
    return found


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
    """Break a word that is wider than the room between letters, never inside a cluster; the last resort."""
    pieces: list[str] = []
    now = ""
    for letter in clusters(word):
        if now and _width(now + letter, pen, generation) > room:
            pieces.append(now)
            now = ""
        now += letter
    return [*pieces, now]


@lru_cache(maxsize=1024)
def _line(words: str, pen: Ink, colour: Colour, paragraph: int | None, generation: int) -> tuple[pygame.Surface, int]:
    parts = [(run, runs.face_of(run, pen, generation)) for run in runs.split(words, pen, paragraph) if run.letters]
    parts = [(run, each) for run, each in parts if each.wide(run.letters)]  # a joiner alone has no picture
    if len(parts) == 1 and parts[0][0].own:
        return parts[0][1].font.render(parts[0][0].letters, True, colour), parts[0][1].font.get_ascent()
    own = _own(pen, generation)
    drawn = [each.drawn(run.letters, colour) for run, each in parts]
    above, below = max((top for _, top in drawn), default=0), max((p.get_height() - top for p, top in drawn), default=0)
    room = round(
        pen[2] * LINE_HEIGHT
    )  # the base line stays where ours is, as far as what reaches high or low leaves room
    below = max(below, min(own.get_height() - own.get_ascent(), room - above))
    above = max(above, min(own.get_ascent(), room - below))
    joined = pygame.Surface((sum(piece.get_width() for piece, _ in drawn), above + below), pygame.SRCALPHA)
    x = 0
    for piece, top in drawn:
        joined.blit(piece, (x, above - top))
        x += piece.get_width()
    return joined, above


def _own(pen: Ink, generation: int) -> pygame.font.Font:
    source, bolder = FONTS.source(pen[0], pen[1])
    return face(source, pen[2], "", False, bolder, generation).font


def forget() -> None:
    """Drop every word that was measured or drawn and is kept to be quick: somebody was erased."""
    for kept in (_width, _longest_word, _edges, _wrap, _line):
        kept.cache_clear()
    runs.FINDER.forget()
