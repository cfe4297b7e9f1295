"""The cover of a piece: a picture by its name, or strokes of a few pens as plain text, read strictly and drawn as SVG. Pure."""

from __future__ import annotations

import importlib.util
import re
from functools import lru_cache
from html import escape
from pathlib import Path
from typing import Final, NamedTuple

SIDE: Final = 200  # of the paper, in whole steps
PAPER: Final = "#fbf7ec"
PENS: Final = ("#23263b", "#d9404f", "#ee8a22", "#24915f", "#2f74cc", "#8a55d0")
"""The same in every theme and on paper; each told from the others without its colour by its name on the screen."""
WIDTHS: Final = (6, 14)
MOST_STROKES: Final = 400
MOST_CHARACTERS: Final = 36_000

_MARK: Final = "drawing 1"
_ICON: Final = re.compile(r"[a-z][a-z0-9-]{0,39}")
_STROKE: Final = re.compile(r"(\d),(\d)((?: \d{1,3},\d{1,3})+)")


class Stroke(NamedTuple):
    """One line of a pen: which of `PENS`, which of `WIDTHS`, and where it went, in steps from the top left."""

    pen: int
    width: int
    points: tuple[tuple[int, int], ...]


def written(strokes: tuple[Stroke, ...]) -> str:
    """Write a drawing down; "" for an empty one."""
    if not strokes:
        return ""
    lines = (f"{stroke.pen},{stroke.width} {' '.join(f'{x},{y}' for x, y in stroke.points)}" for stroke in strokes)
    return ";".join((_MARK, *lines))


def strokes(cover: str) -> tuple[Stroke, ...]:
    """Read a drawing; () where it is none, or holds anything but strokes."""
    mark, *lines = cover.split(";") if len(cover) <= MOST_CHARACTERS else ("",)
    if mark != _MARK or len(lines) > MOST_STROKES:
        return ()
    found = [_stroke(line) for line in lines]
    return tuple(stroke for stroke in found if stroke is not None) if all(found) else ()


def _stroke(line: str) -> Stroke | None:
    known = _STROKE.fullmatch(line)
    if known is None:
        return None
    pen, width = int(known[1]), int(known[2])
    pairs = (pair.split(",") for pair in known[3].split())
    points = tuple((int(x), int(y)) for x, y in pairs)
    inside = all(0 <= x <= SIDE and 0 <= y <= SIDE for x, y in points)
    return Stroke(pen, width, points) if pen < len(PENS) and width < len(WIDTHS) and inside else None


def has_room(cover: str) -> bool:
    """Whether another stroke fits."""
    return len(cover) < MOST_CHARACTERS - 4_000 and cover.count(";") < MOST_STROKES


def svg(cover: str, name: str = "") -> str:
    """Draw a cover as an SVG text, called `name` for those who hear it; "" where there is none."""
    drawn = strokes(cover)
    if drawn:
        inside = "".join(_line(stroke) for stroke in drawn)
    elif cover and _ICON.fullmatch(cover) and (icon := _icon(cover)):
        inside = f'<g transform="translate(40 40) scale(5)" fill="none" stroke="{PENS[0]}" stroke-width="1.6" stroke-linecap="round" stroke-linejoin="round">{icon}</g>'
    else:
        return ""
    heard = f' role="img" aria-label="{escape(name)}"' if name else ' aria-hidden="true" focusable="false"'
    paper = f'<rect width="{SIDE}" height="{SIDE}" rx="16" fill="{PAPER}"/>'
    return f'<svg viewBox="0 0 {SIDE} {SIDE}"{heard}>{paper}{inside}</svg>'


def _line(stroke: Stroke) -> str:
    first = stroke.points[0]
    points = stroke.points if len(stroke.points) > 1 else (first, (first[0] + 1, first[1]))  # a dot is a short line
    path = " ".join(f"{x},{y}" for x, y in points)
    return (
        f'<polyline points="{path}" fill="none" stroke="{PENS[stroke.pen]}" stroke-width="{WIDTHS[stroke.width]}" '
        'stroke-linecap="round" stroke-linejoin="round"/>'
    )


@lru_cache(maxsize=64)
def _icon(name: str) -> str:
    """Read what lies inside one of Lucide's pictures; "" where it has none of this name."""
    import sqlite3  # at the first picture, not at the start

    spec = importlib.util.find_spec("lucide")
    path = Path(spec.origin).parent / "data" / "lucide-icons.db" if spec and spec.origin else None
    if path is None or not path.exists():
        return ""
    book = sqlite3.connect(f"{path.as_uri()}?mode=ro&immutable=1", uri=True)
    try:
        row = book.execute("SELECT svg FROM icons WHERE name = ?", (name,)).fetchone()
    finally:
        book.close()
    whole = re.search(r"<svg[^>]*>(.*)</svg>", str(row[0]), re.DOTALL) if row else None
    return " ".join(whole[1].split()) if whole else ""
