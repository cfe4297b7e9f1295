"""How much finds room on a sheet of A4: what would not is left out by whole statements, and it is said how many. Pure.

Rows are counted from the widths of letters, a little too many rather than too few; a browser then measures the worst case
in a test. Nothing is made smaller to fit, and nothing is cut off by the edge of the paper.
"""

from __future__ import annotations

import unicodedata
from dataclasses import replace
from math import ceil
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from reflections.reports.parts import Line, Part, Sheet

SHEET_ROWS = 47.0  # of statements, under the head of a sheet
_WORDS, _SMALL = 38, 46  # letters of usual width in a row of a column: of a statement, of what stands beneath
_SMALL_ROW, _GAP = 0.88, 0.3
_FRAME = 2.6  # title, edges and distance of a part, in rows
_ABREAST = 3  # statements of a wide part
_STRIP = 3.0
_WIDE = frozenset("WMmw@%—…")


def width(text: str) -> float:
    """Return how wide a text is, in letters of usual width."""
    return sum(map(_letter, text))


def _letter(one: str) -> float:
    if unicodedata.east_asian_width(one) in "WF":
        return 1.9
    return 1.7 if one in _WIDE else 1.25 if one.isupper() else 1.0


def fitted(sheet: Sheet, rows: float = SHEET_ROWS) -> Sheet:
    """Return the sheet with as many statements as find room: the fullest part gives way first, and keeps its first ones."""
    parts = list(sheet.parts)
    while _height(parts) > rows:
        full = [part for part in parts if len(part.lines) > _least(part)]
        if not full:
            break
        part = max(full, key=_part)
        kept = (len(part.lines) - 1) // _least(part) * _least(part)
        parts[parts.index(part)] = replace(part, lines=part.lines[:kept], more=part.more + len(part.lines) - kept)
    return replace(sheet, parts=tuple(parts))


def _least(part: Part) -> int:
    """How many stay whatever happens, and go together: those side by side take no more room than one."""
    return _ABREAST if part.wide else 1


def _height(parts: list[Part]) -> float:
    """Wide parts one under the other, then two columns, which are never quite even: a part stays whole."""
    wide = sum(_part(part) for part in parts if part.wide)
    rest = [_part(part) for part in parts if not part.wide]
    left, right = 0.0, 0.0
    half = sum(rest) / 2
    for n, each in enumerate(rest):
        if left + each / 2 <= half or n == 0:
            left += each
        else:
            right += each
    return wide + max(left, right)


def _part(part: Part) -> float:
    more = _SMALL_ROW if part.more else 0.0
    if not part.wide:
        return _FRAME + more + sum(_line(one, _WORDS, _SMALL) + _GAP for one in part.lines)
    heights = [_line(one, _WORDS * 2 / _ABREAST, _SMALL * 2 / _ABREAST) for one in part.lines]
    abreast = [max(heights[n : n + _ABREAST]) + _GAP for n in range(0, len(heights), _ABREAST)]
    return _FRAME + more + sum(abreast)


def _line(line: Line, words: float, small: float) -> float:
    beneath = ". ".join(filter(None, (line.about, line.by)))
    rows = ceil(width(line.words) * 1.05 / words) + _SMALL_ROW * ceil(width(beneath) * 1.05 / small)
    rows += _SMALL_ROW * ceil(width(line.said) * 1.05 / small)
    return rows + (_STRIP if line.key.startswith("piece:") else 0.0)
