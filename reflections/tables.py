"""The journal's tables, one class each: shared ones (people, evidence) and those that stay on this computer.

Keys are UUIDv7. A CHECK states a fact of one row; rules across rows are the journal's. There is no UNIQUE but keys, so that
two journals can always be joined. The step in migrations/ that makes each table is frozen text; a test compares the two.
"""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any, ClassVar

from sqlalchemy import (
    JSON,
    CheckConstraint,
    Date,
    DateTime,
    Dialect,
    Float,
    ForeignKey,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Text,
    Uuid,
)
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column
from sqlalchemy.types import TypeDecorator
from uuid6 import uuid7

from reflections import records

_NAMES = {
    "ix": "ix_%(column_0_label)s",
    "uq": "uq_%(table_name)s_%(column_0_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}


class Moment(TypeDecorator[datetime]):
    """An aware datetime, kept in UTC on every engine (SQLite would hand it back without its zone)."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Turn an aware datetime into UTC."""
        if value is None:
            return None
        assert value.tzinfo is not None, "a moment without a zone could be any"
        moment = value.astimezone(UTC)
        return moment if dialect.name == "postgresql" else moment.replace(tzinfo=None)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:  # noqa: ARG002  # given by SQLAlchemy
        """Return the moment, aware, in UTC."""
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


class Base(DeclarativeBase):
    """Root of all tables; every constraint has a name, else a later step could not change it."""

    metadata = MetaData(naming_convention=_NAMES)
    type_annotation_map: ClassVar[dict[Any, Any]] = {
        datetime: Moment(),
        date: Date(),
        str: Text(),
        int: Integer(),
        float: Float(),
        bytes: LargeBinary(),
        list[Any]: JSON(),
        dict[str, Any]: JSON(),
    }


def new_id() -> str:
    """Make a UUIDv7: sorts by when it was made."""
    return str(uuid7())


_ID = Uuid(as_uuid=False)


class Row(Base):
    """A row with a UUIDv7 key."""

    __abstract__ = True
    id: Mapped[str] = mapped_column(_ID, primary_key=True, default=new_id)


class Shared(Row):
    """A row that journals share: each of its changes is also an operation."""

    __abstract__ = True
    frozen: ClassVar[frozenset[str] | None] = frozenset()  # columns that never change; None is all of them

    @classmethod
    def frozen_columns(cls) -> frozenset[str]:
        """Return the names of the columns that stay as first given."""
        return frozenset(cls.__table__.columns.keys()) if cls.frozen is None else cls.frozen


def _one_of(column: str, allowed: tuple[str, ...]) -> CheckConstraint:
    listed = ", ".join("'" + value.replace("'", "''") + "'" for value in allowed)
    return CheckConstraint(f"{column} in ({listed})", name=column)


def _check(name: str, rule: str) -> CheckConstraint:
    return CheckConstraint(rule, name=name)


def _to(table: str, *, needed: bool = True) -> Any:
    return mapped_column(_ID, ForeignKey(f"{table}.id"), index=True, nullable=not needed)


# ---- this computer only -------------------------------------------------------------------------------------------


class JournalRow(Row):
    """Who this journal is: its id (also in vault.json), this computer's node and the tutor it was made by."""

    __tablename__ = "journal"
    node: Mapped[str] = mapped_column(String(16))
    tutor: Mapped[str]
    made_at: Mapped[datetime]


class Operation(Base):
    """One change of one field of a shared row; `id` is its stamp."""

    __tablename__ = "operation"
    id: Mapped[str] = mapped_column(String(36), primary_key=True)
    entity: Mapped[str] = mapped_column(String(40))
    row: Mapped[str] = mapped_column(_ID, index=True)
    field: Mapped[str] = mapped_column(String(40))
    value: Mapped[str]


class Setting(Base):
    """One setting of this computer."""

    __tablename__ = "setting"
    key: Mapped[str] = mapped_column(String(80), primary_key=True)
    value: Mapped[dict[str, Any]]


class Draft(Base):
    """Words not yet handed in, found again after a crash."""

    __tablename__ = "draft"
    key: Mapped[str] = mapped_column(String(160), primary_key=True)
    words: Mapped[str]
    at: Mapped[datetime]


class Recording(Row):
    """A recording under way, or ended and not yet a take."""

    __tablename__ = "recording"
    pupil_id: Mapped[str | None] = mapped_column(_ID)
    session_id: Mapped[str | None] = mapped_column(_ID)
    piece_id: Mapped[str | None] = mapped_column(_ID)
    context: Mapped[dict[str, Any]]
    began: Mapped[datetime]


class TakeChunk(Base):
    """About a second of a recording, durable as soon as it is here."""

    __tablename__ = "take_chunk"
    recording_id: Mapped[str] = mapped_column(_ID, ForeignKey("recording.id"), primary_key=True)
    seq: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    events: Mapped[bytes]
    seconds: Mapped[float]


class Drawing(Base):
    """The notes of a part or version as drawn: a summary that can always be made anew from its bytes."""

    __tablename__ = "drawing"
    of: Mapped[str] = mapped_column(_ID, primary_key=True)
    roll: Mapped[bytes]


class AskedRow(Row):
    """A question that was put, answered or not: what the rules of asking look back at."""

    __tablename__ = "asked"
    pupil_id: Mapped[str] = mapped_column(_ID, index=True)
    session_id: Mapped[str | None] = mapped_column(_ID)
    piece_id: Mapped[str | None] = mapped_column(_ID)
    prompt: Mapped[str] = mapped_column(String(8))
    at: Mapped[datetime]


class Audit(Row):
    """Who did what to what, and when; never any content."""

    __tablename__ = "audit"
    at: Mapped[datetime]
    actor: Mapped[str]
    action: Mapped[str]
    subject: Mapped[str | None] = mapped_column(_ID)
    purpose: Mapped[str] = mapped_column(default="")


# ---- people -------------------------------------------------------------------------------------------------------


class Place(Shared):
    """Where sessions are held, by the tutor's own label, and whom to call there."""

    __tablename__ = "place"
    label: Mapped[str]
    help_person: Mapped[str]
    deputy: Mapped[str] = mapped_column(default="")
    out_of_hours: Mapped[str] = mapped_column(default="")


class Pupil(Shared):
    """A pupil: an alias and an age band, nothing that says who they are outside."""

    __tablename__ = "pupil"
    alias: Mapped[str]
    avatar: Mapped[str]
    age_band: Mapped[str]
    sign_in_kind: Mapped[str] = mapped_column(default="")
    sign_in: Mapped[list[Any]] = mapped_column(default=list)
    hold: Mapped[bool] = mapped_column(default=False)
    preferences: Mapped[dict[str, Any]] = mapped_column(default=dict)
    added_at: Mapped[datetime]
    __table_args__ = (
        _one_of("age_band", records.AGE_BANDS),
        _one_of("sign_in_kind", ("", *records.SIGN_INS)),
        _check("alias", f"length(alias) between 1 and {records.ALIAS_LENGTH}"),
    )


class Interest(Shared):
    """One thing on the "Music I like" board."""

    __tablename__ = "interest"
    pupil_id: Mapped[str] = _to("pupil")
    kind: Mapped[str]
    what: Mapped[str]
    why: Mapped[str] = mapped_column(default="")
    piece_id: Mapped[str | None] = _to("piece", needed=False)
    __table_args__ = (_one_of("kind", ("song", "artist", "style", "sound")),)


class Programme(Shared):
    """The time-bound run of sessions of one pupil, or of a group (its members are rows of their own)."""

    __tablename__ = "programme"
    pupil_id: Mapped[str | None] = _to("pupil", needed=False)
    group_name: Mapped[str] = mapped_column(default="")
    starts: Mapped[date]
    ends: Mapped[date]
    planned_sessions: Mapped[int]
    status: Mapped[str]
    keep_until: Mapped[date | None]
    review_every: Mapped[int]
    __table_args__ = (
        _one_of("status", records.PROGRAMME_STATES),
        _check("planned", "planned_sessions between 1 and 60"),
        _check("order", "ends >= starts"),
        _check("review", "review_every between 1 and 60"),
    )


class ProgrammeMember(Shared):
    """One pupil of a group's programme."""

    __tablename__ = "programme_member"
    programme_id: Mapped[str] = _to("programme")
    pupil_id: Mapped[str] = _to("pupil")


class Plan(Shared):
    """The plan on one card, the pupil's line first."""

    __tablename__ = "plan"
    programme_id: Mapped[str] = _to("programme")
    pupil_line: Mapped[str] = mapped_column(default="")
    school_line: Mapped[str] = mapped_column(default="")
    home_line: Mapped[str] = mapped_column(default="")
    tutor_line: Mapped[str] = mapped_column(default="")


class NextStep(Shared):
    """What comes next, who helps, by when."""

    __tablename__ = "next_step"
    programme_id: Mapped[str] = _to("programme")
    what: Mapped[str]
    who_helps: Mapped[str] = mapped_column(default="")
    by_when: Mapped[date | None]
    done_on: Mapped[date | None]


class BriefLine(Shared):
    """What one side said the tutor should know; it never leaves."""

    __tablename__ = "brief_line"
    programme_id: Mapped[str] = _to("programme")
    side: Mapped[str]
    kind: Mapped[str]
    words: Mapped[str]
    by_role: Mapped[str] = mapped_column(default="")
    said_on: Mapped[date]
    expires: Mapped[date | None]
    ask_first: Mapped[bool] = mapped_column(default=False)
    __table_args__ = (
        _one_of("side", ("school", "social care", "home", "pupil")),
        _one_of("kind", ("interest", "helps", "avoid", "communication", "target")),
    )


# ---- meeting ------------------------------------------------------------------------------------------------------


class Session(Shared):
    """One meeting."""

    __tablename__ = "session"
    place_id: Mapped[str | None] = _to("place", needed=False)
    held_on: Mapped[date] = mapped_column(index=True)
    mode: Mapped[str]
    planned_minutes: Mapped[int] = mapped_column(default=60)
    opened_at: Mapped[datetime]
    zone: Mapped[str]
    closed_at: Mapped[datetime | None]
    just_music: Mapped[bool] = mapped_column(default=False)
    __table_args__ = (_one_of("mode", records.SESSION_MODES), _check("minutes", "planned_minutes between 1 and 720"))


class Attendance(Shared):
    """How one pupil took part; a guest is a row without a pupil."""

    __tablename__ = "attendance"
    session_id: Mapped[str] = _to("session")
    pupil_id: Mapped[str | None] = _to("pupil", needed=False)
    state: Mapped[str] = mapped_column(default="came")
    role: Mapped[str] = mapped_column(default="player")
    __table_args__ = (_one_of("state", records.ATTENDANCES), _one_of("role", records.ROLES))


class TutorNote(Shared):
    """What the tutor keeps of a session: "next time I will" and five more lines; it never leaves."""

    __tablename__ = "tutor_note"
    session_id: Mapped[str] = _to("session")
    next_time: Mapped[str] = mapped_column(default="")
    lit_up: Mapped[str] = mapped_column(default="")
    was_hard: Mapped[str] = mapped_column(default="")
    in_the_music: Mapped[str] = mapped_column(default="")
    in_them: Mapped[str] = mapped_column(default="")
    they_said: Mapped[str] = mapped_column(default="")
    spoken: Mapped[bytes | None]


class HelpFlag(Shared):
    """Someone wants to talk: never any content."""

    __tablename__ = "help_flag"
    pupil_id: Mapped[str | None] = _to("pupil", needed=False)
    session_id: Mapped[str | None] = _to("session", needed=False)
    place_id: Mapped[str | None] = _to("place", needed=False)
    raised_by: Mapped[str]
    raised_at: Mapped[datetime]
    passed_to: Mapped[str] = mapped_column(default="")
    passed_at: Mapped[datetime | None]
    reference: Mapped[str] = mapped_column(default="")
    __table_args__ = (
        _one_of("raised_by", records.RAISERS),
        _check("passed", "(passed_to = '') = (passed_at is null)"),
    )


# ---- music --------------------------------------------------------------------------------------------------------


class Piece(Shared):
    """Something a pupil plays or makes; `content` is Standard MIDI File bytes as it stands now."""

    __tablename__ = "piece"
    pupil_id: Mapped[str | None] = _to("pupil", needed=False)
    title: Mapped[str]
    kind: Mapped[str]
    source: Mapped[str] = mapped_column(default="")
    chosen_by: Mapped[str]
    about: Mapped[str] = mapped_column(default="")
    cover: Mapped[str] = mapped_column(default="")
    poem: Mapped[str] = mapped_column(default="")
    session_id: Mapped[str | None] = _to("session", needed=False)
    goal_id: Mapped[str | None] = _to("goal", needed=False)
    content: Mapped[bytes] = mapped_column(deferred=True)
    made_at: Mapped[datetime]
    zone: Mapped[str]
    removed_at: Mapped[datetime | None]
    __table_args__ = (_one_of("kind", records.PIECE_KINDS), _one_of("chosen_by", records.CHOOSERS))


class Version(Shared):
    """A piece as it stood at "I'm done"."""

    __tablename__ = "version"
    frozen = frozenset({"content", "sha256", "piece_id", "made_at", "n"})
    piece_id: Mapped[str] = _to("piece")
    n: Mapped[int]
    name: Mapped[str] = mapped_column(default="")
    session_id: Mapped[str | None] = _to("session", needed=False)
    content: Mapped[bytes] = mapped_column(deferred=True)
    sha256: Mapped[str] = mapped_column(String(64))
    seconds: Mapped[float]
    notes: Mapped[int]
    bar_starts: Mapped[list[Any]]
    made_at: Mapped[datetime]
    zone: Mapped[str]
    removed_at: Mapped[datetime | None]
    __table_args__ = (_check("n", "n >= 1"),)


class Take(Shared):
    """One recording, exactly as played."""

    __tablename__ = "take"
    frozen = frozenset({"seconds", "tempo", "origin", "made_at", "mode", "help", "hands", "speed", "key"})
    piece_id: Mapped[str] = _to("piece")
    session_id: Mapped[str | None] = _to("session", needed=False)
    task_id: Mapped[str | None] = _to("task", needed=False)
    seconds: Mapped[float]
    tempo: Mapped[float]
    origin: Mapped[str]
    mode: Mapped[str]
    help: Mapped[str]
    hands: Mapped[str]
    speed: Mapped[float]
    first_bar: Mapped[int | None]
    last_bar: Mapped[int | None]
    key: Mapped[str]
    made_at: Mapped[datetime]
    zone: Mapped[str]
    removed_at: Mapped[datetime | None]
    __table_args__ = (
        _one_of("origin", records.ORIGINS),
        _one_of("mode", records.TAKE_MODES),
        _one_of("help", records.HELPS),
        _one_of("hands", records.HANDS),
        _check("seconds", "seconds >= 0"),
        _check("speed", "speed > 0"),
        _check("bars", "(first_bar is null) = (last_bar is null) and (first_bar is null or last_bar >= first_bar)"),
    )


class TakePart(Shared):
    """One part of a take with its own Standard MIDI File, so that one pupil's can go and the others still play."""

    __tablename__ = "take_part"
    frozen = frozenset({"take_id", "part", "midi", "sha256", "seconds", "notes", "bar_starts"})
    take_id: Mapped[str] = _to("take")
    part: Mapped[str]
    player: Mapped[str]
    pupil_id: Mapped[str | None] = _to("pupil", needed=False)
    keyboard: Mapped[str] = mapped_column(default="")
    midi: Mapped[bytes] = mapped_column(deferred=True)
    sha256: Mapped[str] = mapped_column(String(64))
    seconds: Mapped[float]
    notes: Mapped[int]
    bar_starts: Mapped[list[Any]]
    __table_args__ = (_one_of("player", records.PLAYERS), _check("notes", "notes >= 0"))


class VoiceLayer(Shared):
    """A voice sung or spoken over a version."""

    __tablename__ = "voice_layer"
    version_id: Mapped[str] = _to("version")
    pupil_id: Mapped[str | None] = _to("pupil", needed=False)
    sound: Mapped[bytes] = mapped_column(deferred=True)


class Marker(Shared):
    """Something dropped on the timeline of a take."""

    __tablename__ = "marker"
    take_id: Mapped[str] = _to("take")
    at_seconds: Mapped[float]
    by: Mapped[str]
    kind: Mapped[str]
    words: Mapped[str] = mapped_column(default="")
    made_at: Mapped[datetime]
    __table_args__ = (
        _one_of("by", records.MARKED_BY),
        _one_of("kind", records.MARKER_KINDS),
        _check("at", "at_seconds >= 0"),
    )


class HiddenTitle(Shared):
    """A title the tutor hid for good."""

    __tablename__ = "hidden_title"
    key: Mapped[str]


# ---- saying -------------------------------------------------------------------------------------------------------


class Task(Shared):
    """What a pupil is about to do, in words."""

    __tablename__ = "task"
    pupil_id: Mapped[str] = _to("pupil")
    session_id: Mapped[str | None] = _to("session", needed=False)
    piece_id: Mapped[str] = _to("piece")
    # no foreign key: a take names its task too, and two tables that point at each other can't be filled in order
    take_id: Mapped[str | None] = mapped_column(_ID, index=True)
    first_bar: Mapped[int | None]
    last_bar: Mapped[int | None]
    words: Mapped[str]
    goal_id: Mapped[str | None] = _to("goal", needed=False)
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
        _check("range", "maximum > minimum"),
        _one_of("construct", (*records.CONSTRUCTS, *records.MEASURES)),
    )


_ABOUT = ("coalesce(task_id, take_id)", "version_id", "goal_id", "measure")  # a task may name the take that tried it


class Rating(Shared):
    """One answer on a scale, kept as given; a newer one about the same thing supersedes it."""

    __tablename__ = "rating"
    frozen = None
    pupil_id: Mapped[str] = _to("pupil")
    session_id: Mapped[str | None] = _to("session", needed=False)
    scale_version_id: Mapped[str] = _to("scale_version")
    rater: Mapped[str]
    moment: Mapped[str]
    take_id: Mapped[str | None] = _to("take", needed=False)
    version_id: Mapped[str | None] = _to("version", needed=False)
    task_id: Mapped[str | None] = _to("task", needed=False)
    goal_id: Mapped[str | None] = _to("goal", needed=False)
    wording: Mapped[int | None]
    measure: Mapped[str | None]
    value: Mapped[int | None]
    answer: Mapped[str]
    made_at: Mapped[datetime]
    zone: Mapped[str]
    __table_args__ = (
        _one_of("rater", records.RATERS),
        _one_of("moment", records.MOMENTS),
        _one_of("answer", records.ANSWERS),
        _one_of("measure", records.MEASURES),
        _check("given", "(answer = 'given') = (value is not null)"),
        _check("about", " + ".join(f"(case when {c} is null then 0 else 1 end)" for c in _ABOUT) + " = 1"),
    )


class Reflection(Shared):
    """What a pupil said, in any way."""

    __tablename__ = "reflection"
    frozen = frozenset({"pupil_id", "body", "sound", "prompt", "voice", "said_by", "made_at"})
    pupil_id: Mapped[str] = _to("pupil")
    session_id: Mapped[str | None] = _to("session", needed=False)
    piece_id: Mapped[str | None] = _to("piece", needed=False)
    take_id: Mapped[str | None] = _to("take", needed=False)
    version_id: Mapped[str | None] = _to("version", needed=False)
    voice: Mapped[str]
    said_by: Mapped[str]
    prompt: Mapped[str] = mapped_column(String(8))
    body: Mapped[str] = mapped_column(default="")
    sound: Mapped[bytes | None] = mapped_column(deferred=True)
    has_sound: Mapped[bool] = mapped_column(default=False)
    who_reads: Mapped[str] = mapped_column(default="tutor")
    who_hears: Mapped[str] = mapped_column(default="tutor")
    newer_of: Mapped[str | None] = mapped_column(_ID)
    made_at: Mapped[datetime]
    zone: Mapped[str]
    seen_at: Mapped[datetime | None]
    seen_by: Mapped[str] = mapped_column(default="")
    __table_args__ = (
        _one_of("voice", records.VOICES),
        _one_of("said_by", records.SAID_BY),
        _one_of("who_reads", records.AUDIENCES),
        _one_of("who_hears", records.AUDIENCES),
        _check("seen", "(seen_at is null) = (seen_by = '')"),
    )


class TakenBack(Shared):
    """That a pupil took something back, by its id: never what. `kept` while a hold keeps the row out of every view."""

    __tablename__ = "taken_back"
    pupil_id: Mapped[str] = _to("pupil")
    session_id: Mapped[str | None] = _to("session", needed=False)
    entity: Mapped[str]
    at: Mapped[datetime]
    was_seen: Mapped[bool]
    told_at: Mapped[datetime | None]
    kept: Mapped[bool] = mapped_column(default=False)
    __table_args__ = (_one_of("entity", ("reflection", "rating")),)


class TryNext(Shared):
    """What the pupil will try next, and the take that tried it."""

    __tablename__ = "try_next"
    pupil_id: Mapped[str] = _to("pupil")
    words: Mapped[str]
    from_take_id: Mapped[str | None] = _to("take", needed=False)
    tried_in_id: Mapped[str | None] = _to("take", needed=False)
    made_at: Mapped[datetime]


class ToolPick(Shared):
    """One pick by the pupil of something that helped; the toolkit counts these."""

    __tablename__ = "tool_pick"
    pupil_id: Mapped[str] = _to("pupil")
    words: Mapped[str]
    made_at: Mapped[datetime]


class PeerStem(Shared):
    """What one pupil liked in another's playing and would try next time, once the tutor said yes."""

    __tablename__ = "peer_stem"
    from_pupil_id: Mapped[str] = _to("pupil")
    to_pupil_id: Mapped[str] = _to("pupil")
    liked: Mapped[str] = mapped_column(default="")
    try_this: Mapped[str] = mapped_column(default="")
    ok_by_tutor: Mapped[bool] = mapped_column(default=False)
    made_at: Mapped[datetime]


# ---- goals --------------------------------------------------------------------------------------------------------


class Goal(Shared):
    """The pupil's own goal: a wish until it is agreed."""

    __tablename__ = "goal"
    programme_id: Mapped[str] = _to("programme")
    pupil_id: Mapped[str] = _to("pupil")
    slot: Mapped[int | None]
    area: Mapped[str]
    set_by: Mapped[str]
    pupil_agreed: Mapped[bool] = mapped_column(default=False)
    why: Mapped[str] = mapped_column(default="")
    first_step: Mapped[str] = mapped_column(default="")
    know_by: Mapped[str] = mapped_column(default="")
    review_on: Mapped[date | None]
    state: Mapped[str]
    made_at: Mapped[datetime]
    __table_args__ = (
        _one_of("area", records.AREAS),
        _one_of("set_by", records.SET_BY),
        _one_of("state", records.GOAL_STATES),
        _check("slot", "(state = 'active') = (slot is not null) and (slot is null or slot between 1 and 3)"),
        _check("yes", "state <> 'active' or pupil_agreed"),
    )


class GoalWording(Shared):
    """One wording of a goal, kept as said."""

    __tablename__ = "goal_wording"
    frozen = None
    goal_id: Mapped[str] = _to("goal")
    n: Mapped[int]
    words: Mapped[str]
    same_goal: Mapped[bool]
    said_on: Mapped[date]


class Step(Shared):
    """One small step towards a goal."""

    __tablename__ = "step"
    goal_id: Mapped[str] = _to("goal")
    words: Mapped[str]
    done_on: Mapped[date | None]


class EvidenceTag(Shared):
    """What was kept or said, tied to what it shows."""

    __tablename__ = "evidence_tag"
    take_id: Mapped[str | None] = _to("take", needed=False)
    version_id: Mapped[str | None] = _to("version", needed=False)
    reflection_id: Mapped[str | None] = _to("reflection", needed=False)
    goal_id: Mapped[str | None] = _to("goal", needed=False)
    measure: Mapped[str] = mapped_column(default="")
    outcome: Mapped[str] = mapped_column(default="")
    brief_line_id: Mapped[str | None] = _to("brief_line", needed=False)
    award_part: Mapped[str] = mapped_column(default="")
    made_at: Mapped[datetime]
    __table_args__ = (
        _check(
            "what",
            " + ".join(f"(case when {c} is null then 0 else 1 end)" for c in ("take_id", "version_id", "reflection_id"))
            + " = 1",
        ),
        _one_of("measure", ("", *records.MEASURES)),
    )


# ---- reviews and leaving ------------------------------------------------------------------------------------------


class NoteOut(Shared):
    """Two lines to a role, a draft until the pupil has seen them."""

    __tablename__ = "note_out"
    programme_id: Mapped[str] = _to("programme")
    to_role: Mapped[str]
    words: Mapped[str]
    pupil_saw_at: Mapped[datetime | None]
    sent_at: Mapped[datetime | None]
    __table_args__ = (_check("shown_first", "sent_at is null or pupil_saw_at is not null"),)


class YouSaidWeDid(Shared):
    """What a pupil said at a review and what adults did about it, or why not."""

    __tablename__ = "you_said_we_did"
    programme_id: Mapped[str] = _to("programme")
    review_on: Mapped[date]
    said: Mapped[str]
    did: Mapped[str] = mapped_column(default="")
    outcome: Mapped[str] = mapped_column(default="")
    because: Mapped[str] = mapped_column(default="")
    by_role: Mapped[str] = mapped_column(default="")
    done_on: Mapped[date | None]
    __table_args__ = (_one_of("outcome", ("", "did", "not yet", "can't")),)


class ShareEvent(Shared):
    """What left, to whom, on what basis."""

    __tablename__ = "share_event"
    pupil_id: Mapped[str] = _to("pupil")
    what: Mapped[str]
    to_whom: Mapped[str]
    basis: Mapped[str]
    pupil_saw_it: Mapped[bool]
    at: Mapped[datetime]
    __table_args__ = (
        _one_of("basis", ("pupil yes", "public task", "safeguarding")),
        _check("seen", "basis = 'safeguarding' or pupil_saw_it"),
    )


class ExternalMeasure(Shared):
    """A total from a licensed questionnaire; never its items."""

    __tablename__ = "external_measure"
    programme_id: Mapped[str] = _to("programme")
    name: Mapped[str]
    held_on: Mapped[date]
    total: Mapped[float]
    minimum: Mapped[float]
    maximum: Mapped[float]
    typed_by: Mapped[str]
    __table_args__ = (_check("total", "total between minimum and maximum"),)
