"""The practice diary as a page tells it: days, minutes and ways in words, made of what the page may show."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reflections.diary import diary, minutes
from reflections.pages import words
from reflections.pages.parts import Time

if TYPE_CHECKING:
    from reflections.diary import Way
    from reflections.records import Evidence

_WAYS_SHOWN = 3


def times(evidence: Evidence) -> tuple[Time, ...]:
    """Return the sittings, the latest first; in a copy they are counted from what that copy holds."""
    return tuple(
        Time(
            one.day,
            _spent(one.seconds),
            tuple(
                (went.title, _spent(went.seconds), "; ".join(_way(way) for way in went.ways[:_WAYS_SHOWN]))
                for went in one.went
            ),
        )
        for one in reversed(diary(evidence))
    )


def _spent(seconds: float) -> str:
    n = minutes(seconds)
    return "under a minute" if n == 0 else "1 minute" if n == 1 else f"{n} minutes"


def _way(way: Way) -> str:
    bars = words.bars(f"{way.bars[0]}-{way.bars[1]}") if way.bars else "all of it" if way.mode != "free" else ""
    how = (words.MODES.get(way.mode, ""), words.HELPS.get(way.help, ""), words.HANDS.get(way.hands, ""), way.pace)
    return ", ".join(filter(None, (bars, *how)))
