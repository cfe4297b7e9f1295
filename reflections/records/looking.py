"""What is looked at together, and what waits to be seen."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime
    from pathlib import Path

    from reflections.records.music import Marker, Piece, Take, Version
    from reflections.records.people import HelpFlag, Interest, Preferences, Programme, Pupil, Session
    from reflections.records.said import Goal, Rating, Reflection, Task, Tool, TryNext


@dataclass(frozen=True, slots=True)
class SeenItem:
    """One thing a pupil said anywhere: `entity` and `field` say where, `prompt` which question it answers ("" for none)."""

    id: str
    entity: str
    field: str
    of: str  # the row that holds the words: for a reflection the same as `id`
    pupil: str
    session: str | None
    prompt: str
    words: str
    has_sound: bool
    solo: bool  # said with no tutor near
    at: datetime


@dataclass(frozen=True, slots=True)
class Unseen:
    """What an adult has still to see before the end of the day; `taken_back` counts what was withdrawn unseen.

    `items` is everything a pupil said, solo first; `reflections` are those among them that answer a question.
    """

    items: tuple[SeenItem, ...]
    reflections: tuple[Reflection, ...]
    taken_back: int
    flags: tuple[HelpFlag, ...]


@dataclass(frozen=True, slots=True)
class SurePair:
    """Before and after on one task and one scale version; `what_changed` names what was not alike ("speed: 0.5 to 1")."""

    before: Rating
    after: Rating
    task: Task
    what_changed: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class PieceEvidence:
    """One piece with what was kept of it and said about it, oldest first.

    `lyrics` are the words of its latest version, a line each: they lie in the music, so whoever can read that puts them in.
    """

    piece: Piece
    takes: tuple[Take, ...]
    versions: tuple[Version, ...]
    reflections: tuple[Reflection, ...]
    ratings: tuple[Rating, ...]
    markers: tuple[Marker, ...]
    lyrics: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class GoalEvidence:
    """One goal with every rating that stands and what was kept for it (ids); lines: see goals.lines."""

    goal: Goal
    ratings: tuple[Rating, ...]
    pieces: tuple[str, ...]
    takes: tuple[str, ...]
    versions: tuple[str, ...]
    reflections: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Beside:
    """What a pupil did (one of ROLES) where others played a piece and no note of theirs was kept; `take` is the first of them."""

    take: str
    piece: str
    title: str
    role: str
    made_at: datetime
    zone: str


@dataclass(frozen=True, slots=True)
class Evidence:
    """All that a portfolio or a review may show of one pupil; nothing hidden or taken back is in it."""

    pupil: Pupil
    programme: Programme
    sessions: tuple[Session, ...]
    pieces: tuple[PieceEvidence, ...]
    reflections: tuple[Reflection, ...]  # those about no piece
    sure: tuple[SurePair, ...]
    goals: tuple[GoalEvidence, ...]
    try_next: tuple[TryNext, ...]
    toolkit: tuple[Tool, ...]
    interests: tuple[Interest, ...]
    taken_back: int
    preferences: Preferences | None = None
    beside: tuple[Beside, ...] = ()  # what they did where others played, oldest first


@dataclass(frozen=True, slots=True)
class Illustration:
    """A take or version drawn and rendered by the studio; mp3 may be b"".

    `note_seconds` maps SVG note ids to seconds; `again_seconds` those of notes in a repeat to when they sound again.
    Of one that is `clean`, the svg is what `pages.cleaned` made of it, with these times in it.
    """

    svg: str
    note_seconds: Mapping[str, float]
    mp3: bytes
    again_seconds: Mapping[str, tuple[float, ...]] = field(default_factory=dict)
    clean: bool = False
    source: str = ""  # where the sound is to be had, on a page that does not hold it
    mix: bytes = b""  # MP3 of the same with others in it, who let their part sound there


@dataclass(frozen=True, slots=True)
class Backup:
    """A copy of the journal that was read from end to end: when it was made, and how much is in it.

    `erased` of its pupils were erased since and stay erased when it is opened; whoever was erased after `known_until` nobody
    here knows, None where today's journal itself could be read. `odd` is a date after today's. Where it was `renamed`, `at` is
    the last change in it.
    """

    path: Path
    at: datetime
    pupils: int
    takes: int
    erased: int = 0
    known_until: datetime | None = None
    odd: bool = False
    renamed: bool = False


@dataclass(frozen=True, slots=True)
class Check:
    """What a look through the whole journal found; problems are sentences, none means all is well."""

    takes: tuple[str, ...]
    counts: Mapping[str, int]
    problems: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Proof:
    """A copy that is to be proved: its data key, and how many rows it must hold by table (none known for older ones)."""

    path: Path
    key: bytes = field(repr=False)
    counts: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Proved:
    """How the last proof of a copy went: put back beside the journal, read to its end and counted; `sound` or not."""

    at: datetime
    made_at: datetime
    sound: bool
    pupils: int
    takes: int


@dataclass(frozen=True, slots=True)
class AuditLine:
    """One line of the audit log, which only ever grows: never any content. `subject` is the id of whom or what it was about, if anything."""

    id: str
    at: datetime
    actor: str
    action: str
    subject: str | None
    purpose: str


@dataclass(frozen=True, slots=True)
class TwoTexts:
    """A text that was changed on two laptops: which stands now, and the other, which is in the history."""

    entity: str
    row: str
    field: str
    stands: str
    beside: str


@dataclass(frozen=True, slots=True)
class Arrival:
    """What taking in a file does, or would do: rows by table, and what an adult is to look at.

    `parked` are goals (their words) that were a fourth live one and wait now; `doubled` titles of pieces that were changed on
    both sides and stand there twice; `left_out` counts rows that were erased here before.
    """

    made_at: datetime
    added: Mapping[str, int]
    changed: Mapping[str, int]
    removed: Mapping[str, int]
    erased: int  # pupils
    left_out: int
    both: tuple[TwoTexts, ...]
    parked: tuple[str, ...]
    doubled: tuple[str, ...]

    @property
    def nothing(self) -> bool:
        """Whether all of it was there already."""
        return not (self.added or self.changed or self.removed or self.erased)
