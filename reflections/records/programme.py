"""What lies around the lessons of one pupil: the plan, what each side said, next steps, gaps, endings, what adults keep."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date, datetime


@dataclass(frozen=True, slots=True)
class PlanCard:
    """The plan of a programme on one card: the pupil's line stands first, and is written first."""

    programme: str
    pupil_line: str = ""
    school_line: str = ""
    home_line: str = ""
    tutor_line: str = ""


@dataclass(frozen=True, slots=True)
class BriefLine:
    """What one side said the tutor should know; `became` is the setting it was turned into."""

    id: str
    programme: str
    side: str
    kind: str
    words: str
    by_role: str
    said_on: date
    expires: date | None
    ask_first: bool
    became: str
    expired: bool


@dataclass(frozen=True, slots=True)
class Target:
    """A side's target beside what shows it (ids of takes, versions and reflections) and the pupil's own words there."""

    line: BriefLine
    evidence: tuple[str, ...]
    words: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class NextStep:
    """What comes next, who helps, by when."""

    id: str
    programme: str
    what: str
    who_helps: str
    by_when: date | None
    done_on: date | None


@dataclass(frozen=True, slots=True)
class Gap:
    """A time without lessons; `until` is None while it goes on."""

    since: date
    until: date | None
    days: int


@dataclass(frozen=True, slots=True)
class Ending:
    """How a programme ended: `handed_to` a role, `give_to` in the pupil's words; it may have gone on later."""

    id: str
    programme: str
    kind: str
    ended_on: date
    handed_to: str
    give_to: str
    reopened_on: date | None


@dataclass(frozen=True, slots=True)
class TutorNote:
    """What the tutor keeps of a session; it never leaves. `spoken` is None unless asked for (see `has_sound`)."""

    session: str
    next_time: str = ""
    lit_up: str = ""
    was_hard: str = ""
    in_the_music: str = ""
    in_them: str = ""
    they_said: str = ""
    has_sound: bool = False
    spoken: bytes | None = None


@dataclass(frozen=True, slots=True)
class NoteOut:
    """Two lines to a role: a draft until the pupil has seen them, then sent or not."""

    id: str
    programme: str
    to_role: str
    words: str
    pupil_saw_at: datetime | None
    sent_at: datetime | None


@dataclass(frozen=True, slots=True)
class ShareEvent:
    """That something of a pupil's left this computer: what (`SHARED`, or a note), to an audience or role, and whose yes it was."""

    id: str
    pupil: str
    what: str
    to_whom: str
    basis: str
    pupil_saw_it: bool
    at: datetime


@dataclass(frozen=True, slots=True)
class ReportDraft:
    """Where a report stands: what the pupil let in or held back (by key), when they saw it, and to what they said yes.

    `mark` is of the report as it was then ("" without a yes): what has another mark by now is seen anew.
    """

    pupil: str
    kind: str
    choices: Mapping[str, bool] = field(default_factory=dict, hash=False)
    saw_at: datetime | None = None
    yes_at: datetime | None = None
    mark: str = ""


@dataclass(frozen=True, slots=True)
class CaseCard:
    """What the tutor asks peers about, without a name; `take` only where the pupil said yes to that."""

    id: str
    pupil: str
    session: str | None
    take: str | None
    happened: str
    stood_out: str
    would_try: str
    will_take: str
    made_at: datetime


@dataclass(frozen=True, slots=True)
class ClaimLine:
    """One session on the tutor's own claim sheet: figures and a code, never a word or a name."""

    session: str
    held_on: date
    mode: str
    came: int
    planned_minutes: int
    minutes: int
    funder_code: str


@dataclass(frozen=True, slots=True)
class TutorAnswer:
    """What the tutor answered to a question the pupil was asked too; shown first, and never the pupil's."""

    id: str
    pupil: str
    session: str | None
    piece: str | None
    take: str | None
    version: str | None
    prompt: str
    body: str
    made_at: datetime


@dataclass(frozen=True, slots=True)
class PromptVoice:
    """A prompt spoken by an adult the pupils trust; `sound` is None in lists."""

    id: str
    prompt: str
    register: str
    language: str
    by_role: str
    made_at: datetime
    sound: bytes | None = None
