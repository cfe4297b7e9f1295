"""A report as plain text, for the boxes of other people's forms: nothing in it but words and line ends."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reflections.reports.parts import Line
from reflections.sentences import Spoken

if TYPE_CHECKING:
    from collections.abc import Iterator

    from reflections.reports.parts import Report


def text(report: Report) -> str:
    """Return the report as lines of text: titles, statements with a dash, the limits last."""
    return "\n".join(_lines(report)).strip() + "\n"


def _lines(report: Report) -> Iterator[str]:
    spoken = Spoken(report.spoken)
    when = spoken.months(report.first, report.latest)
    yield " - ".join(filter(None, (report.title, report.alias, when)))
    for sheet in report.sheets:
        yield ""
        yield from filter(None, (sheet.title.upper(), sheet.lead))
        for part in sheet.parts:
            yield ""
            yield part.title
            yield from (f"- {_said(line, spoken)}" for line in part.lines or (Line("", spoken.say("report.nothing")),))
            if part.more:
                yield f"- {spoken.say('report.more in text', n=part.more)}"
    yield ""
    yield report.limits


def _said(line: Line, spoken: Spoken) -> str:
    words = _quoted(line.words, spoken) if line.quote else line.words
    about = f" ({line.by})" if line.by else f" ({line.about.rstrip('.')})" if line.about else ""
    return words + about + (f" {_quoted(line.said, spoken)}" if line.said else "")


def _quoted(words: str, spoken: Spoken) -> str:
    return spoken.say("frame.quote", words=words)
