"""Draws Lucide's line icons: SVG out of the python-lucide package, kept by name, size and colour."""

import importlib.util
import io
from functools import cache, lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

import pygame

from studio.ui.theme import Colour

if TYPE_CHECKING:
    import sqlite3

_UNKNOWN = '<svg xmlns="http://www.w3.org/2000/svg" width="24" height="24" viewBox="0 0 24 24" fill="none" stroke="currentColor" stroke-width="2"><circle cx="12" cy="12" r="9"/></svg>'

_FIND = """SELECT svg FROM icons WHERE name = ?
    UNION ALL SELECT svg FROM icons JOIN icon_aliases USING (name) WHERE alias = ?"""


def known(name: str) -> bool:
    """Return whether there is an icon of this name."""
    return _svg(name) is not None


def drawing(name: str) -> str:
    """Return an icon as SVG in the colour of the words around it; a ring for a name nobody knows."""
    return _svg(name) or _UNKNOWN


@lru_cache(maxsize=512)
def icon(name: str, size: int, colour: Colour) -> pygame.Surface:
    """Return an icon `size` device pixels square; a ring for a name nobody knows. Only blit it, it is shared."""
    red, green, blue = colour
    svg = (_svg(name) or _UNKNOWN).replace(
        "currentColor", f"#{red:02x}{green:02x}{blue:02x}"
    )  # nanosvg knows no currentColor
    return pygame.image.load_sized_svg(io.BytesIO(svg.encode()), (size, size))


@lru_cache(maxsize=256)
def _svg(name: str) -> str | None:
    book = _book()
    row = book.execute(_FIND, (name, name)).fetchone() if book else None
    return str(row[0]) if row else None


@cache
def _book() -> "sqlite3.Connection | None":
    """Open the package's icons, read only; found by path, since importing the package costs a start its time."""
    import sqlite3  # at the first icon, not at the start

    spec = importlib.util.find_spec("lucide")
    path = Path(spec.origin).parent / "data" / "lucide-icons.db" if spec and spec.origin else None
    if path is None or not path.exists():
        return None
    return sqlite3.connect(f"{path.as_uri()}?mode=ro&immutable=1", uri=True, check_same_thread=False)
