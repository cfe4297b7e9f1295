"""The tokens of the design: colours of four themes, type, spacing, and the scale that makes them device pixels."""

from dataclasses import dataclass
from functools import lru_cache

Colour = tuple[int, int, int]

_TOKENS = "bg s1 s2 s3 text text2 accent on soft rec good focus edge roll white black layer1 layer2 layer3 layer4 layer5 layer6"
_VALUES = {
    "night": (
        "11131B 191C27 222635 2E3347 F3F5FB B9C0D6 A99BFF 14112B 302B52 FF6B70 5FE0A8 FFD166 7C85A6 0C0D12 E9EBF5 171A24"
        " 62C4F5 FFB84D 5FE0A8 F58AC2 FF8C69 B8A6FF"
    ),
    "day": (
        "EEF0F6 FFFFFF F3F4F9 E3E6F0 171A26 4A5168 5140C9 FFFFFF E6E2FB C4232F 0B7A4B B25000 6B7391 FBFCFF FFFFFF 171A26"
        " 0B6FA8 A85B00 0B7A4B B32874 B83A14 5A45C4"
    ),
    "cream": (
        "F4EAD5 FFF8E8 F8EED8 EBDDBF 2B2418 5A4C34 1F5F73 FFF8E8 D5E5E4 A32A22 2E6A35 8A3E00 7B6A48 FFFBF0 FFFFFF 171A26"
        " 1B648A 8F4E00 2E6A35 97276A 9C3715 5B45A5"
    ),
    "contrast": (
        "000000 000000 000000 1C1C1C FFFFFF FFFFFF FFE600 000000 333000 FF8A8A 7CFFB2 00E5FF FFFFFF 000000 FFFFFF 000000"
        " 6FD3FF FFC04D 7CFFB2 FF9FD6 FF9C7A D0C2FF"
    ),
}


def _colours(name: str) -> dict[str, Colour]:
    return {
        token: (int(value[:2], 16), int(value[2:4], 16), int(value[4:], 16))
        for token, value in zip(_TOKENS.split(), _VALUES[name].split(), strict=True)
    }


THEMES: dict[str, dict[str, Colour]] = {name: _colours(name) for name in _VALUES}
TYPE = {"caption": 14, "label": 15, "body": 17, "lead": 20, "h2": 24, "h1": 32, "display": 44, "count": 84}
WEIGHT = {"caption": 400, "label": 400, "body": 400, "lead": 400, "h2": 700, "h1": 700, "display": 700, "count": 700}
GROWTH = {
    "h2": 0.85,
    "h1": 0.7,
    "display": 0.5,
    "count": 0.4,
}  # what is large already grows less, so that it still fits
FONT_FACTOR = {"lexend": 1.0, "atkinson": 1.06, "opendyslexic": 0.82}  # other fonts look larger or smaller at one size
FOLD_FROM = 1.5  # from this text size on, secondary controls fold away
LINE_HEIGHT = 1.35
LAYERS = 6


@dataclass(frozen=True, slots=True)
class Theme:
    """How things look now: `name` one of THEMES, `scale` device pixels a design pixel, `text_scale` 1 to 2, `spacing` of lines 1 to 1.5.

    With `rtl` the screen is read from the right.
    """

    name: str = "night"
    scale: float = 1.0
    text_scale: float = 1.0
    font: str = "lexend"
    less_motion: bool = False
    spacing: float = 1.0
    calm: bool = False
    rtl: bool = False

    def colour(self, token: str) -> Colour:
        """Return the colour of a token, or of layer1 to layer6."""
        return THEMES[self.name][token]

    def layer(self, index: int) -> Colour:
        """Return the colour of music layer `index`, counted from 0; after six they come round again."""
        return THEMES[self.name][f"layer{index % LAYERS + 1}"]

    def px(self, design: float) -> int:
        """Return design pixels as device pixels."""
        return round(design * self.scale)

    def icon_px(self, design: float) -> int:
        """Return an icon's size in device pixels: it grows with the text, but less."""
        return round(design * self.scale * (1 + (self.text_scale - 1) * 0.6))

    def type_px(self, style: str) -> int:
        """Return the size of a type style in device pixels."""
        grown = 1 + (self.text_scale - 1) * GROWTH.get(style, 1.0)
        return round(TYPE[style] * self.scale * grown * FONT_FACTOR.get(self.font, 1.0))

    def line_px(self, style: str) -> int:
        """Return the height of one line of a style in device pixels."""
        return round(self.type_px(style) * LINE_HEIGHT * self.spacing)

    @property
    def folds(self) -> bool:
        """Whether secondary controls go into one More: text is large, or the screen is to be calm."""
        return self.text_scale >= FOLD_FROM or self.calm

    @property
    def dark(self) -> bool:
        """Whether light text stands on dark."""
        return luminance(self.colour("bg")) < luminance(self.colour("text"))

    @property
    def flat(self) -> bool:
        """Whether there are no shadows: in high contrast."""
        return self.name == "contrast"


def mix(first: Colour, second: Colour, share: float) -> Colour:
    """Return the colour that is `share` (0..1) of the second and else the first."""
    red, green, blue = (round(a + (b - a) * share) for a, b in zip(first, second, strict=True))
    return red, green, blue


@lru_cache(maxsize=256)
def luminance(colour: Colour) -> float:
    """Return the relative luminance of WCAG 2, 0 to 1."""

    def linear(channel: int) -> float:
        part = channel / 255
        return part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4  # noqa: PLR2004 - the curve of sRGB

    red, green, blue = (linear(channel) for channel in colour)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(first: Colour, second: Colour) -> float:
    """Return the contrast ratio of WCAG 2, 1 to 21."""
    light, dark = sorted((luminance(first), luminance(second)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def readable_on(fill: Colour, *choices: Colour) -> Colour:
    """Return the choice that reads best on a fill; black and white where none is given."""
    return max(choices or ((17, 19, 27), (255, 255, 255)), key=lambda colour: contrast(colour, fill))
