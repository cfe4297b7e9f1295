"""The tutor's own claim sheet: one line a session with its hours and the funder's code; no word of it, and no name."""

from __future__ import annotations

import csv
import html
import io
import unicodedata
from typing import TYPE_CHECKING

from studio.papers import printed
from studio.words import say

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from reflections import records

HEADS = ("date", "mode", "came", "minutes", "code")
_SIGNS = frozenset(
    "=+-@\N{FULLWIDTH EQUALS SIGN}\N{FULLWIDTH PLUS SIGN}\N{FULLWIDTH HYPHEN-MINUS}\N{FULLWIDTH COMMERCIAL AT}"
)
_UNSEEN = frozenset({"Cc", "Cf"})  # a program that drops them is left with what stands behind
NUMBERS = frozenset({"came", "minutes"})


def rows(lines: Sequence[records.ClaimLine]) -> list[tuple[str, ...]]:
    """Return a line a session: day, one-to-one or group, how many came, minutes, code."""
    return [(str(one.held_on), mode(one), str(one.came), str(one.minutes), one.funder_code) for one in lines]


def mode(one: records.ClaimLine) -> str:
    """Return how they met, in words."""
    return say(f"tutor.claim in {one.mode}")


def hours(lines: Sequence[records.ClaimLine]) -> tuple[tuple[str, str], ...]:
    """Return the hours by funder's code ("" where none is written yet), in the order the codes come up."""
    found: dict[str, int] = {}
    for one in lines:
        found[one.funder_code] = found.get(one.funder_code, 0) + one.minutes
    return tuple((code, in_hours(minutes)) for code, minutes in found.items())


def in_hours(minutes: int) -> str:
    """Return minutes as hours to the minute: 90 is "1:30"."""
    return f"{minutes // 60}:{minutes % 60:02d}"


def table(lines: Sequence[records.ClaimLine]) -> str:
    """Return the sheet as CSV, for a spreadsheet: a code that looks like a formula stays a code."""
    file = io.StringIO()
    writer = csv.writer(file, lineterminator="\r\n")
    writer.writerow([say(f"tutor.claim {head}") for head in HEADS])
    writer.writerows([_harmless(cell) for cell in row] for row in rows(lines))
    return file.getvalue()


def page(lines: Sequence[records.ClaimLine], first: date, last: date) -> str:
    """Return the sheet as a page to print, with the hours of each code beneath."""
    heads = "".join(f"<th{_side(head)}>{html.escape(say(f'tutor.claim {head}'))}</th>" for head in HEADS)
    body = "\n".join(
        "<tr>" + "".join(f"<td{_side(h)}>{html.escape(c)}</td>" for h, c in zip(HEADS, row, strict=True)) + "</tr>"
        for row in rows(lines)
    )
    sums = "".join(
        f"<p>{html.escape(say('tutor.claim sum', code=code or say('tutor.claim no code'), hours=total))}</p>"
        for code, total in hours(lines)
    )
    when = html.escape(say("tutor.claim days", first=first, last=last))
    return printed.page(
        say("tutor.claim title"), f'<p class="quiet">{when}</p><table><tr>{heads}</tr>\n{body}\n</table>\n{sums}'
    )


def _side(head: str) -> str:
    return ' class="n"' if head in NUMBERS else ""


def _harmless(cell: str) -> str:
    """A cell that no spreadsheet reckons with, whatever blank, line end or sign without a shape stands before it."""
    seen = "".join(c for c in cell if unicodedata.category(c) not in _UNSEEN).lstrip()
    starts = seen[:1] in _SIGNS or cell[:1] in {"\t", "\r", "\n"}
    return f"'{cell}" if starts else cell
