"""What a pupil said: tasks, ratings on frozen scales, reflections, what was taken back, what to try, what helped."""

from __future__ import annotations

from datetime import datetime  # noqa: TC003  # SQLAlchemy reads them
from typing import Any

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from reflections import records
from reflections.tables.base import ID, Shared, check, one_of, to


class Task(Shared):
    """What a pupil is about to do, in words."""

    __tablename__ = "task"
    pupil_id: Mapped[str] = to("pupil")
    session_id: Mapped[str | None] = to("session", needed=False)
    piece_id: Mapped[str] = to("piece")
    # no foreign key: a take names its task too, and two tables that point at each other can't be filled in order
    take_id: Mapped[str | None] = mapped_column(ID, index=True)
    first_bar: Mapped[int | None]
    last_bar: Mapped[int | None]
    words: Mapped[str]
    goal_id: Mapped[str | None] = to("goal", needed=False)
    made_at: Mapped[datetime]


class ScaleVersion(Shared):
    """One wording of a scale; a new wording is a new row."""

    __tablename__ = "scale_version"
    frozen = None
    construct: Mapped[str] = mapped_column(String(20), index=True)
    version: Mapped[int]
    minimum: Mapped[int]
    maximum: Mapped[int]
    wording: Mapped[str]
    anchors: Mapped[list[Any]]
    __table_args__ = (
        check("range", "maximum > minimum"),
        one_of("construct", (*records.CONSTRUCTS, *records.MEASURES)),
    )


_ABOUT = ("coalesce(task_id, take_id)", "version_id", "goal_id", "measure")  # a task may name the take that tried it


class Rating(Shared):
    """One answer on a scale, kept as given; a newer one about the same thing supersedes it."""

    __tablename__ = "rating"
    frozen = None
    pupil_id: Mapped[str] = to("pupil")
    session_id: Mapped[str | None] = to("session", needed=False)
    scale_version_id: Mapped[str] = to("scale_version")
    rater: Mapped[str]
    moment: Mapped[str]
    take_id: Mapped[str | None] = to("take", needed=False)
    version_id: Mapped[str | None] = to("version", needed=False)
    task_id: Mapped[str | None] = to("task", needed=False)
    goal_id: Mapped[str | None] = to("goal", needed=False)
    wording: Mapped[int | None]
    measure: Mapped[str | None]
    value: Mapped[int | None]
    answer: Mapped[str]
    made_at: Mapped[datetime]
    zone: Mapped[str]
    __table_args__ = (
        one_of("rater", records.RATERS),
        one_of("moment", records.MOMENTS),
        one_of("answer", records.ANSWERS),
        one_of("measure", records.MEASURES),
        check("given", "(answer = 'given') = (value is not null)"),
        check("about", " + ".join(f"(case when {c} is null then 0 else 1 end)" for c in _ABOUT) + " = 1"),
    )


class Reflection(Shared):
    """What a pupil said, in any way."""

    __tablename__ = "reflection"
    frozen = frozenset({"pupil_id", "body", "sound", "prompt", "voice", "said_by", "made_at"})
    pupil_id: Mapped[str] = to("pupil")
    session_id: Mapped[str | None] = to("session", needed=False)
    piece_id: Mapped[str | None] = to("piece", needed=False)
    take_id: Mapped[str | None] = to("take", needed=False)
    version_id: Mapped[str | None] = to("version", needed=False)
    voice: Mapped[str]
    said_by: Mapped[str]
    prompt: Mapped[str] = mapped_column(String(8))
    body: Mapped[str] = mapped_column(default="")
    sound: Mapped[bytes | None] = mapped_column(deferred=True)
    has_sound: Mapped[bool] = mapped_column(default=False)
    who_reads: Mapped[str] = mapped_column(default="tutor")
    who_hears: Mapped[str] = mapped_column(default="tutor")
    newer_of: Mapped[str | None] = mapped_column(ID)
    made_at: Mapped[datetime]
    zone: Mapped[str]
    seen_at: Mapped[datetime | None] = mapped_column(index=True)
    seen_by: Mapped[str] = mapped_column(default="")
    __table_args__ = (
        one_of("voice", records.VOICES),
        one_of("said_by", records.SAID_BY),
        one_of("who_reads", records.AUDIENCES),
        one_of("who_hears", records.AUDIENCES),
        check("seen", "(seen_at is null) = (seen_by = '')"),
    )


class Said(Shared):
    """That a pupil put words somewhere else than in a reflection, by the row and field: an adult has them to see."""

    __tablename__ = "said"
    pupil_id: Mapped[str] = to("pupil")
    session_id: Mapped[str | None] = to("session", needed=False)
    entity: Mapped[str] = mapped_column(String(40))
    # no foreign key: it may be a row of any of these tables
    of: Mapped[str] = mapped_column(ID, index=True)
    field: Mapped[str] = mapped_column(String(40))
    said_at: Mapped[datetime]
    seen_at: Mapped[datetime | None] = mapped_column(index=True)
    seen_by: Mapped[str] = mapped_column(default="")
    __table_args__ = (check("seen", "(seen_at is null) = (seen_by = '')"),)


class TutorAnswer(Shared):
    """What the tutor answered to a question the pupil was asked too; it is the tutor's."""

    __tablename__ = "tutor_answer"
    pupil_id: Mapped[str] = to("pupil")
    session_id: Mapped[str | None] = to("session", needed=False)
    piece_id: Mapped[str | None] = to("piece", needed=False)
    take_id: Mapped[str | None] = to("take", needed=False)
    version_id: Mapped[str | None] = to("version", needed=False)
    prompt: Mapped[str] = mapped_column(String(8))
    body: Mapped[str]
    made_at: Mapped[datetime]


class PromptVoice(Shared):
    """A fixed prompt spoken by an adult the pupils trust; the latest of its words, register and language is heard."""

    __tablename__ = "prompt_voice"
    frozen = None
    prompt: Mapped[str] = mapped_column(String(40))
    register: Mapped[str]
    language: Mapped[str] = mapped_column(String(20))
    sound: Mapped[bytes] = mapped_column(deferred=True)
    by_role: Mapped[str]
    made_at: Mapped[datetime]
    __table_args__ = (one_of("register", records.REGISTERS),)


class TakenBack(Shared):
    """That a pupil took something back, by its id: never what. `kept` while a hold keeps the row out of every view."""

    __tablename__ = "taken_back"
    pupil_id: Mapped[str] = to("pupil")
    session_id: Mapped[str | None] = to("session", needed=False)
    entity: Mapped[str]
    at: Mapped[datetime]
    was_seen: Mapped[bool]
    told_at: Mapped[datetime | None]
    kept: Mapped[bool] = mapped_column(default=False)
    __table_args__ = (one_of("entity", records.TAKES_BACK),)


class TryNext(Shared):
    """What the pupil will try next, and the take that tried it."""

    __tablename__ = "try_next"
    pupil_id: Mapped[str] = to("pupil")
    words: Mapped[str]
    from_take_id: Mapped[str | None] = to("take", needed=False)
    from_version_id: Mapped[str | None] = to("version", needed=False)
    tried_in_id: Mapped[str | None] = to("take", needed=False)
    made_at: Mapped[datetime]


class ToolPick(Shared):
    """One pick by the pupil of something that helped; the toolkit counts these."""

    __tablename__ = "tool_pick"
    pupil_id: Mapped[str] = to("pupil")
    words: Mapped[str]
    made_at: Mapped[datetime]


class PeerStem(Shared):
    """What one pupil liked in another's playing and would try next time, once the tutor said yes."""

    __tablename__ = "peer_stem"
    from_pupil_id: Mapped[str] = to("pupil")
    to_pupil_id: Mapped[str] = to("pupil")
    liked: Mapped[str] = mapped_column(default="")
    try_this: Mapped[str] = mapped_column(default="")
    ok_by_tutor: Mapped[bool] = mapped_column(default=False)
    made_at: Mapped[datetime]
