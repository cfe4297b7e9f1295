"""Makes small fonts for tests: nobody's letters, only boxes."""

from collections.abc import Iterable
from pathlib import Path

from fontTools.fontBuilder import FontBuilder
from fontTools.pens.ttGlyphPen import TTGlyphPen

EM = 1000


def box_font(path: Path, letters: Iterable[str], *, wide: int = EM, top: int = 860, bottom: int = -120) -> Path:
    """Write a TrueType font in which each of the letters is a box from `bottom` to `top`, in thousandths; no height: no shape."""
    names = {ord(letter): f"u{ord(letter):x}" for letter in letters}
    build = FontBuilder(EM, isTTF=True)
    build.setupGlyphOrder([".notdef", *names.values()])
    build.setupCharacterMap(names)
    pen = TTGlyphPen(None)
    if top > bottom:
        pen.moveTo((60, bottom))
        for point in ((60, top), (wide - 60, top), (wide - 60, bottom)):
            pen.lineTo(point)
        pen.closePath()
    drawn = pen.glyph()
    build.setupGlyf(dict.fromkeys([".notdef", *names.values()], drawn))
    build.setupHorizontalMetrics(dict.fromkeys([".notdef", *names.values()], (wide, 60)))
    build.setupHorizontalHeader(ascent=1160, descent=-290)
    build.setupNameTable({"familyName": "Boxes", "styleName": "Regular"})
    build.setupOS2(sTypoAscender=880, usWinAscent=1160, usWinDescent=290)
    build.setupPost()
    path.parent.mkdir(parents=True, exist_ok=True)
    build.save(path)
    return path
