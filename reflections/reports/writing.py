"""A report as plain text, for the boxes of other people's forms: nothing in it but words and line ends."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reflections.reports.parts import Line
from reflections.reports.words import ADULTS, NOTHING
from reflections.sentences import months

if TYPE_CHECKING:
    from collections.abc import Iterator

    from reflections.reports.parts import Report

_NOTHING = Line("", NOTHING)


def text(report: Report) -> str:
    """Return the report as lines of text: titles, statements with a dash, the limits last."""
    return "\n".join(_lines(report)).strip() + "\n"


def _lines(report: Report) -> Iterator[str]:
    when = months(report.first, report.latest)
    yield " - ".join(filter(None, (report.title, report.alias, when)))
    for sheet in report.sheets:
        yield ""
        yield from filter(None, (sheet.title.upper(), sheet.lead))
        for part in sheet.parts:
            yield ""
            yield ADULTS if part.adults else part.title
            yield from (f"- {_said(line)}" for line in part.lines or (_NOTHING,))
            if part.more:
                yield f"- and {part.more} more"
    yield ""
    yield report.limits


def _said(line: Line) -> str:
    words = _quoted(line.words) if line.quote else line.words
    about = f" ({line.by})" if line.by else f" ({line.about.rstrip('.')})" if line.about else ""
    return words + about + (f" {_quoted(line.said)}" if line.said else "")


def _quoted(words: str) -> str:
    return f"\N{LEFT DOUBLE QUOTATION MARK}{words}\N{RIGHT DOUBLE QUOTATION MARK}"
