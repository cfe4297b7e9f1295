"""The practice diary as a page tells it: days, minutes and ways in words, made of what the page may show."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reflections.diary import diary, minutes
from reflections.pages import words
from reflections.pages.parts import Time
from reflections.sentences import Spoken

if TYPE_CHECKING:
    from reflections.diary import Way
    from reflections.records import Evidence

_ENGLISH = Spoken()
_WAYS_SHOWN = 3


def times(evidence: Evidence, to: Spoken = _ENGLISH) -> tuple[Time, ...]:
    """Return the sittings, the latest first; in a copy they are counted from what that copy holds."""
    return tuple(
        Time(
            one.day,
            _spent(one.seconds, to),
            tuple(
                (went.title, _spent(went.seconds, to), to.joined(_way(way, to) for way in went.ways[:_WAYS_SHOWN]))
                for went in one.went
            ),
        )
        for one in reversed(diary(evidence))
    )


def _spent(seconds: float, to: Spoken) -> str:
    n = minutes(seconds)
    return to.counted("diary.minutes", n) if n else to.say("diary.under a minute")


def _way(way: Way, to: Spoken) -> str:
    tell = to.of("changed")
    if way.bars:
        bars = words.bars(f"{way.bars[0]}-{way.bars[1]}", tell)
    else:
        bars = to.say("story.all of it") if way.mode != "free" else ""
    how = [words.way(name, getattr(way, name), to) for name in ("mode", "help", "hands")]
    return to.listed((bars, *how, tell(f"pace {way.pace}") if way.pace else ""))
