"""The count-in as it is seen wherever something is counted in: the big number, and what comes after it."""

from __future__ import annotations

from studio.ui.nodes import Canvas
from studio.ui.roll import draw_count_in
from studio.words import say


def counted_in(number: int, of: int, *, recording: bool) -> Canvas:
    """Beat `number` of so many; `recording` says that it is recorded from the next bar on."""
    words = say("play.recording starts after", of=of) if recording else say("play.get ready")
    return Canvas(
        "count-in",
        lambda surface, rect, theme: draw_count_in(surface, rect, theme, number=number, of=of, words=words),
        "status",
        say("play.count in number", number=number, of=of),
        grow=1,
    )
