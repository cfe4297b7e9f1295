"""A colour and a shape for each letter of the keys, the same in every piece; a black key has those of its left neighbour, hollow.

The hues were searched for in Oklab: as far apart as seven can be that stand out from the roll, also in three kinds of simulated
colour blindness (Machado 2009), and none of them red, which is for recording alone. Seven cannot be told apart by everybody, so
none is ever without its shape.
"""

import io
from functools import lru_cache

import pygame

from studio.ui.theme import Colour, Theme

_HUES = {  # C D E F G A B
    "night": "C58955 FCE758 7BCE42 31FDD5 5897F9 D2B8FF EA5DA6",
    "day": "703502 988134 3D7016 15959A 0058C9 7C6BEE 921581",
    "cream": "6C2D0A 9B7B2E 376A0D 189083 055BCC 8778B8 951A84",
    "contrast": "EE9813 F5E050 7AC376 21F6CE 7DCCF8 AA8FFF F96AB3",
}
_COLOURS: dict[str, tuple[Colour, ...]] = {
    name: tuple((int(hue[:2], 16), int(hue[2:4], 16), int(hue[4:], 16)) for hue in hues.split())
    for name, hues in _HUES.items()
}
_LETTER = (0, 0, 1, 1, 2, 3, 3, 4, 4, 5, 5, 6)
_BLACK = frozenset({1, 3, 6, 8, 10})
_OUTLINES = (  # within 24 by 24, and where the dot of a black key lies
    ('<circle cx="12" cy="12" r="9.5"/>', 12),
    ('<path d="M12 2.5 L22.5 21 L1.5 21 Z"/>', 15),
    ('<path d="M3.5 3.5 H20.5 V20.5 H3.5 Z"/>', 12),
    ('<path d="M12 1 L23 12 L12 23 L1 12 Z"/>', 12),
    ('<path d="M8 2 H16 V8 H22 V16 H16 V22 H8 V16 H2 V8 H8 Z"/>', 12),
    ('<path d="M1.5 3 L22.5 3 L12 21.5 Z"/>', 9),
    (
        '<path d="M12 0.8 L15.4 8.3 L23.5 9.2 L17.5 14.8 L19.1 22.8 L12 18.8 L4.9 22.8 L6.5 14.8 L0.5 9.2 L8.6 8.3 Z"/>',
        13,
    ),
)


def hue(theme: Theme, pitch: int) -> Colour:
    """Return the colour of a key's letter."""
    return _COLOURS[theme.name][_LETTER[pitch % 12]]


def shape_of(pitch: int, size: int, colour: Colour) -> pygame.Surface:
    """Return a key's shape, `size` pixels wide and high: filled, or hollow with a dot for a black key. Only blit it."""
    return _shape(pitch % 12, max(4, size), colour)


@lru_cache(maxsize=256)
def _shape(pitch_class: int, size: int, colour: Colour) -> pygame.Surface:
    outline, middle = _OUTLINES[_LETTER[pitch_class]]
    paint = "#{:02x}{:02x}{:02x}".format(*colour)
    if pitch_class in _BLACK:
        drawn = (
            f'<g transform="translate(2 2) scale(0.8333)" fill="none" stroke="{paint}" stroke-width="3.4" '
            f'stroke-linejoin="round">{outline}</g><circle cx="12" cy="{middle}" r="2.6" fill="{paint}"/>'
        )
    else:
        drawn = f'<g fill="{paint}">{outline}</g>'
    source = f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 24 24">{drawn}</svg>'
    return pygame.image.load_sized_svg(io.BytesIO(source.encode()), (size, size))
