"""How long a lesson usually lasts where the tutor is: asked once, and less is asked of pupils in a short one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from studio.words import say

if TYPE_CHECKING:
    from reflections.journal import Journal

LENGTHS = (20, 25, 30, 45, 60)
USUAL = 30


def asked() -> str:
    """What is asked about it."""
    return say("tutor.minutes asked")


def options() -> tuple[tuple[int, str, None], ...]:
    """The lengths to choose from, in words."""
    return tuple(
        (minutes, str(minutes) if minutes < LENGTHS[-1] else say("tutor.minutes more", n=minutes), None)
        for minutes in LENGTHS
    )


def usual_minutes(journal: Journal) -> int:
    """Read how long a lesson lasts at the place where sessions open now, in the writer."""
    place = journal.place()
    kept = journal.setting(_key(place.id)) if place is not None else None
    return kept if kept in LENGTHS else USUAL


def keep_usual_minutes(journal: Journal, minutes: int) -> None:
    """Keep it for that place, in the writer; sessions that are open already stay as they are."""
    place = journal.place()
    if place is not None:
        journal.set_setting(_key(place.id), minutes)


def _key(place: str) -> str:
    return f"minutes/{place}"
