"""After how long with nobody at the keys the studio asks again who is here: the tutor says so once."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from reflections.journal import Journal

NEVER = 0
LENGTHS = (5, 10, 20, 30, NEVER)
USUAL_IDLE = 10
_KEY = "idle minutes"


def idle_minutes(journal: Journal) -> int:
    """Read how many minutes nobody may be there, in the writer; 0 is for ever."""
    kept = journal.setting(_KEY)
    return kept if kept in LENGTHS else USUAL_IDLE


def keep_idle_minutes(journal: Journal, minutes: int) -> None:
    """Keep it, in the writer."""
    journal.set_setting(_KEY, minutes)
