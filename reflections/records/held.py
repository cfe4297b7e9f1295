"""All that is held on one pupil, as plain values with what each of them is."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from reflections.naming import Marked

# headings in the order in which a person would ask; what has none here comes after them under its own name
HEADINGS: Final = {
    "pupil": "Who you are here",
    "programme": "Your programmes",
    "session": "Sessions",
    "attendance": "When you came",
    "piece": "Your pieces",
    "version": "Versions of your pieces",
    "take": "What you played",
    "take_part": "The music of what you played",
    "voice_layer": "Your voice over a song",
    "marker": "Places you marked",
    "reflection": "What you said",
    "tutor_answer": "What your tutor answered",
    "rating": "How sure you were",
    "task": "What you set out to do",
    "try_next": "What you want to try next",
    "tool_pick": "What helps you",
    "interest": "Music you like",
    "goal": "Your goals",
    "goal_wording": "The words of your goals",
    "step": "Small steps",
    "plan": "The plan",
    "next_step": "What comes next",
    "review": "Reviews",
    "adult_view": "What adults said about how it goes",
    "you_said_we_did": "What you asked for and what came of it",
    "external_measure": "Measures from elsewhere",
    "report": "Reports",
    "note_out": "Notes that were sent",
    "share_event": "What left this laptop",
    "ending": "Endings",
    "recording": "Recordings nobody has decided on",
    "asked": "Questions that were put",
    "audit": "Who looked or changed something",
}


def heading(table: str) -> str:
    """Return what the rows of a table are called to whom they are about."""
    return HEADINGS.get(table, table.replace("_", " ").capitalize())


@dataclass(frozen=True, slots=True)
class HeldField:
    """One field: `kind` is words, number, yes or no, moment (UTC), day, list or file; `points_at` the table of a row's id."""

    name: str
    kind: str
    points_at: str
    allowed: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class HeldTable:
    """One table: what a row of it is, its fields, and the rows as they stand, oldest first; a file's value is its bytes."""

    name: str
    what: str
    fields: tuple[HeldField, ...]
    rows: tuple[Mapping[str, Any], ...] = field(repr=False)


@dataclass(frozen=True, slots=True)
class Held:
    """Everything on one pupil that may be handed out.

    `history` is every change of these rows; `recordings` are packed events by id, that nobody has made takes of yet; `marked`
    is what may name somebody else; `kept_back` counts by table what is weighed by a person and never leaves by itself.
    """

    pupil: str
    alias: str
    at: datetime
    tables: tuple[HeldTable, ...]
    history: tuple[Mapping[str, Any], ...] = field(repr=False)
    recordings: tuple[tuple[str, bytes], ...] = field(repr=False)
    marked: tuple[Marked, ...]
    kept_back: Mapping[str, int]
    language: str = "en"  # the pupil's: a page of it is in that one
