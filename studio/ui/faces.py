"""Draws letters with one font, whatever that font is: sized to stand beside ours, and cut to what is seen of it."""

from functools import lru_cache, partial
from typing import NamedTuple
from unicodedata import category

import pygame

from studio.ui.system_fonts import covers
from studio.ui.theme import LINE_HEIGHT, Colour

_AT = 100  # pixels: the size at which a font's letters are measured
_NEARLY_ALL = 0.95  # of a script's letters: a rare one may reach further
_STACKED = 0.9  # where letters reach far, those that are written into each other reach a little further
_FIXED_EM = 1.17  # the height of a font of pictures, in ems
_NO_HIGHER = 0x2E80  # from here on letters fill an em and no more


class Face(NamedTuple):
    """A font at one size; `share` is what is drawn of each of its pixels: less than 1 where it has pictures of one size only."""

    font: pygame.font.Font
    share: float = 1.0

    def wide(self, letters: str) -> int:
        """Return how wide letters are, in device pixels."""
        try:
            return round(self.font.size(letters)[0] * self.share)
        except pygame.error:  # a shape in the file is broken: what it makes of these letters together is not seen
            return 0

    def drawn(self, letters: str, colour: Colour) -> tuple[pygame.Surface, int]:
        """Return what is seen of letters, as wide as `wide` says, and how far its top lies above the baseline."""
        try:
            whole = self.font.render(letters, True, colour)
        except pygame.error:
            return pygame.Surface((self.wide(letters), 0), pygame.SRCALPHA), 0
        base = self._baseline(letters, whole)
        if self.share != 1:
            size = max(1, self.wide(letters)), max(1, round(whole.get_height() * self.share))
            whole, base = pygame.transform.smoothscale(whole, size), round(base * self.share)
        ink = whole.get_bounding_rect()
        if not ink.height:  # a space
            return pygame.Surface((whole.get_width(), 0), pygame.SRCALPHA), 0
        return whole.subsurface((0, ink.top, whole.get_width(), ink.height)), base - ink.top

    def _baseline(self, letters: str, whole: pygame.Surface) -> int:
        """Return how far the baseline lies under the top: lower than a font says where letters reach higher than it says."""
        over = whole.get_height() - self.font.get_height()
        if over <= 0 or whole.get_bounding_rect().top > 0:
            return self.font.get_ascent()
        highest = max((each[3] for each in self.font.metrics(letters) if each), default=0)
        return self.font.get_ascent() + max(0, min(over, highest - self.font.get_ascent()))


@lru_cache(maxsize=256)
def face(source: str | None, size: int, script: str, rtl: bool, bolder: bool, generation: int) -> Face:  # noqa: ARG001 - another generation is another font to the cache
    """Return our own font, or another that our letters come from, at a size in device pixels."""
    font = _opened(source, size)
    font.set_bold(bolder)
    if rtl:
        font.set_direction(pygame.DIRECTION_RTL)
    if script or rtl:
        font.set_script(script or "Arab")  # so that its letters join, stand in their order and lie on each other
    return Face(font)


@lru_cache(maxsize=128)
def other_face(source: str, size: int, letter: str, script: str, rtl: bool, bolder: bool) -> Face:
    """Return a font of the computer as it stands beside ours of `size`: lower where the script of `letter` reaches further."""
    fixed = _fixed(source)
    if fixed:
        return Face(_opened(source, size), _FIXED_EM * size / fixed)
    return face(source, max(1, int(size * _room(source, ord(letter) >> 7))), script, rtl, bolder, 0)


@lru_cache(maxsize=256)
def _room(source: str, block: int) -> float:
    """Return how large, of its size, a font is drawn so that the letters of a block of 128 fit a line of ours."""
    if block << 7 >= _NO_HIGHER:
        return 1.0
    letters = [letter for letter in map(chr, range(block << 7, block + 1 << 7)) if category(letter)[0] in "LM"]
    known = [each for each in _opened(source, _AT).metrics("".join(filter(partial(covers, source), letters))) if each]
    if not known:
        return 1.0
    place = int(len(known) * _NEARLY_ALL)
    above, below = sorted(each[3] for each in known)[place], sorted(-each[2] for each in known)[place]
    room = LINE_HEIGHT * _AT / max(1, above + below)
    return 1.0 if room >= 1 else room * _STACKED


@lru_cache(maxsize=64)
def _fixed(source: str) -> int:
    """Return how high a font is that has pictures of one size and nothing else; 0 for any other."""
    small, large = (_opened(source, size).get_height() for size in (_AT // 4, _AT))
    return small if small == large else 0


def _opened(source: str | None, size: int) -> pygame.font.Font:
    if not pygame.font.get_init():
        pygame.font.init()
    return pygame.font.Font(source, size)
