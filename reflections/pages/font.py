"""Makes the letters of a page: Lexend, cut down to what Latin writing needs, as WOFF2."""

from __future__ import annotations

import io
from functools import cache
from importlib.util import find_spec
from pathlib import Path

# Latin with its accents and the marks of a page; other writing falls back to the reader's own fonts
_LETTERS = (
    *range(0x20, 0x7F), *range(0xA0, 0x180), 0x218, 0x219, 0x21A, 0x21B, 0x1E9E,
    *range(0x2013, 0x2015), *range(0x2018, 0x201F), 0x2022, 0x2026, 0x20AC, 0x2192,
)  # fmt: skip


@cache
def lexend() -> bytes:
    """WOFF2 bytes, weights 400 to 700 in one; about 22 KB. Takes a second or two once a process."""
    from fontTools.subset import Options, Subsetter
    from fontTools.ttLib import TTFont
    from fontTools.varLib.instancer import instantiateVariableFont

    spec = find_spec("fontpkg_lexend")
    assert spec is not None, "fontpkg-lexend comes with Soundfolio"
    assert spec.origin is not None
    font = TTFont(io.BytesIO((Path(spec.origin).parent / "files" / "Lexend[wght].ttf").read_bytes()))
    options = Options(layout_features=["ccmp", "kern", "liga", "locl", "mark", "mkmk", "tnum"], hinting=False)
    subsetter = Subsetter(options)
    subsetter.populate(unicodes=_LETTERS)
    subsetter.subset(font)
    instantiateVariableFont(font, {"wght": (400, 700)}, inplace=True)
    font.flavor = "woff2"
    out = io.BytesIO()
    font.save(out)
    return out.getvalue()
