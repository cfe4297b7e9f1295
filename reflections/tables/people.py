"""Pupils, their place and programme, and what each side said the tutor should know."""

from __future__ import annotations

from datetime import date, datetime  # noqa: TC003  # SQLAlchemy reads them
from typing import Any

from sqlalchemy.orm import Mapped, mapped_column

from reflections import records
from reflections.tables.base import Shared, check, one_of, to


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
        one_of("age_band", records.AGE_BANDS),
        one_of("sign_in_kind", ("", *records.SIGN_INS)),
        check("alias", f"length(alias) between 1 and {records.ALIAS_LENGTH}"),
    )


class Interest(Shared):
    """One thing on the "Music I like" board."""

    __tablename__ = "interest"
    pupil_id: Mapped[str] = to("pupil")
    kind: Mapped[str]
    what: Mapped[str]
    why: Mapped[str] = mapped_column(default="")
    piece_id: Mapped[str | None] = to("piece", needed=False)
    __table_args__ = (one_of("kind", records.INTERESTS),)


class Programme(Shared):
    """The time-bound run of sessions of one pupil, or of a group (its members are rows of their own)."""

    __tablename__ = "programme"
    pupil_id: Mapped[str | None] = to("pupil", needed=False)
    group_name: Mapped[str] = mapped_column(default="")
    starts: Mapped[date]
    ends: Mapped[date]
    planned_sessions: Mapped[int]
    status: Mapped[str]
    keep_until: Mapped[date | None]
    review_every: Mapped[int]
    __table_args__ = (
        one_of("status", records.PROGRAMME_STATES),
        check("planned", "planned_sessions between 1 and 60"),
        check("order", "ends >= starts"),
        check("review", "review_every between 1 and 60"),
    )


class ProgrammeMember(Shared):
    """One pupil of a group's programme, from when to when, and how it ended for them; whoever comes back is a new row."""

    __tablename__ = "programme_member"
    programme_id: Mapped[str] = to("programme")
    pupil_id: Mapped[str] = to("pupil")
    joined_on: Mapped[date | None]
    left_on: Mapped[date | None]
    how: Mapped[str] = mapped_column(default="")
    handed_to: Mapped[str] = mapped_column(default="")
    __table_args__ = (
        one_of("how", ("", *records.ENDINGS)),
        check("left", "(left_on is null) = (how = '')"),
    )


class Plan(Shared):
    """The plan on one card, the pupil's line first."""

    __tablename__ = "plan"
    programme_id: Mapped[str] = to("programme")
    pupil_line: Mapped[str] = mapped_column(default="")
    school_line: Mapped[str] = mapped_column(default="")
    home_line: Mapped[str] = mapped_column(default="")
    tutor_line: Mapped[str] = mapped_column(default="")


class NextStep(Shared):
    """What comes next, who helps, by when."""

    __tablename__ = "next_step"
    programme_id: Mapped[str] = to("programme")
    what: Mapped[str]
    who_helps: Mapped[str] = mapped_column(default="")
    by_when: Mapped[date | None]
    done_on: Mapped[date | None]


class BriefLine(Shared):
    """What one side said the tutor should know; it never leaves."""

    __tablename__ = "brief_line"
    programme_id: Mapped[str] = to("programme")
    side: Mapped[str]
    kind: Mapped[str]
    words: Mapped[str]
    by_role: Mapped[str] = mapped_column(default="")
    said_on: Mapped[date]
    expires: Mapped[date | None]
    ask_first: Mapped[bool] = mapped_column(default=False)
    became: Mapped[str] = mapped_column(default="")  # the setting of the pupil's that it was turned into
    __table_args__ = (
        one_of("side", records.SIDES),
        one_of("kind", records.BRIEF_KINDS),
    )


class Ending(Shared):
    """How a programme came to an end, in whose hands the pack was put, and when it went on after all."""

    __tablename__ = "ending"
    programme_id: Mapped[str] = to("programme")
    kind: Mapped[str]
    ended_on: Mapped[date]
    handed_to: Mapped[str] = mapped_column(default="")
    give_to: Mapped[str] = mapped_column(default="")
    reopened_on: Mapped[date | None]
    __table_args__ = (one_of("kind", records.ENDINGS),)
