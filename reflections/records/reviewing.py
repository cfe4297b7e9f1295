"""Reviews: what is talked about, what each measure's facts and views are, what was asked of adults, what was erased."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date, datetime
    from pathlib import Path

    from reflections.records.said import Rating


@dataclass(frozen=True, slots=True)
class Review:
    """One review: `picked` are ids of what the pupil shows, `measures` the two they talk about, `held_back` facts' keys.

    `then_now` are the ids of two takes of one piece, and of those words about them that the pupil lets out with them.
    """

    id: str
    programme: str
    number: int
    opened_on: date
    held_on: date | None
    picked: tuple[str, ...] = ()
    measures: tuple[str, ...] = ()
    room: tuple[str, ...] = ()
    copies: tuple[str, ...] = ()
    held_back: tuple[str, ...] = ()
    then_now: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ReviewDue:
    """Where the rhythm of reviews stands: the next one's number, after how many more sessions, what adults still owe."""

    number: int
    after_sessions: int
    unanswered: tuple[WeDid, ...]

    @property
    def now(self) -> bool:
        """Whether it is time."""
        return self.after_sessions == 0


@dataclass(frozen=True, slots=True)
class WeDid:
    """What the pupil said at a review and what adults did about it, did not yet, or can't; `outcome` "" is not answered."""

    id: str
    programme: str
    review: str | None
    review_on: date
    said: str
    outcome: str
    did: str
    because: str
    by_role: str
    done_on: date | None


@dataclass(frozen=True, slots=True)
class Fact:
    """One counted fact: its key for holding it back, and the ids of the rows that prove it.

    `said` is its sentence in the table "facts", which pages.facts says in any language: `filled` stands in it by name, `n` is
    how many there are where things are counted, `unlike` what was not alike between takes, as goals.changed names it.
    """

    key: str
    said: str
    evidence: tuple[str, ...]
    n: int | None = None
    filled: Mapping[str, str] = field(default_factory=dict)
    unlike: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class AdultView:
    """What an adult saw of one measure, as they put it; `area` only for engagement."""

    id: str
    programme: str
    measure: str
    area: str
    by_role: str
    words: str
    said_on: date


@dataclass(frozen=True, slots=True)
class MeasureFacts:
    """One measure as three things side by side that are never merged: facts, what the pupil says, what adults saw."""

    measure: str
    facts: tuple[Fact, ...]
    said: tuple[Rating, ...]
    adults: tuple[AdultView, ...]


@dataclass(frozen=True, slots=True)
class Tag:
    """One tap that says what a take, version or reflection (`of`, an id) shows; exactly one of the rest is given."""

    id: str
    of: str
    by: str
    goal: str | None
    measure: str
    outcome: str
    purpose: str
    brief_line: str | None
    made_at: datetime


@dataclass(frozen=True, slots=True)
class ExternalMeasure:
    """A total from a licensed questionnaire; never its items."""

    id: str
    programme: str
    name: str
    held_on: date
    total: float
    minimum: float
    maximum: float
    typed_by: str


@dataclass(frozen=True, slots=True)
class GroupFigure:
    """Counts about a group of at least five pupils, never a mean of their answers: key -> how many of them.

    What would tell of fewer than five is left out: those who have it, and those who alone have not.
    """

    measure: str
    pupils: int
    counts: tuple[tuple[str, int], ...]


@dataclass(frozen=True, slots=True)
class Figures:
    """Counts about everyone (`group` is None) or a group, by kind; None is held back, and () where all of it is."""

    group: str | None
    shown: str
    pupils: int
    counts: tuple[tuple[str, int | None], ...]


@dataclass(frozen=True, slots=True)
class CopyLeft:
    """Something of an erased pupil that the app can't reach or keeps for a while: what it is, from when, gone when.

    `odd` is a copy whose date is after today's, as a clock that stood ahead made it.
    """

    what: str
    on: date
    goes_on: date | None
    path: Path | None = None
    odd: bool = False


@dataclass(frozen=True, slots=True)
class Erased:
    """That a pupil was erased, by whose decision, and where copies may still be."""

    pupil: str
    at: datetime
    by_role: str
    left: tuple[CopyLeft, ...]
