"""Sessions, who came, what the tutor keeps of one, and calls for help."""

from __future__ import annotations

from datetime import date, datetime  # noqa: TC003  # SQLAlchemy reads them

from sqlalchemy.orm import Mapped, mapped_column

from reflections import records
from reflections.tables.base import Shared, check, one_of, to


class Session(Shared):
    """One meeting."""

    __tablename__ = "session"
    place_id: Mapped[str | None] = to("place", needed=False)
    held_on: Mapped[date] = mapped_column(index=True)
    mode: Mapped[str]
    planned_minutes: Mapped[int] = mapped_column(default=60)
    opened_at: Mapped[datetime]
    zone: Mapped[str]
    closed_at: Mapped[datetime | None] = mapped_column(index=True)
    just_music: Mapped[bool] = mapped_column(default=False)
    solo: Mapped[bool] = mapped_column(default=False)  # the pupil alone, no tutor near
    group_id: Mapped[str | None] = to("programme", needed=False)  # the group whose session it is
    __table_args__ = (one_of("mode", records.SESSION_MODES), check("minutes", "planned_minutes between 1 and 720"))


class Attendance(Shared):
    """How one pupil took part; a guest is a row without a pupil."""

    __tablename__ = "attendance"
    session_id: Mapped[str] = to("session")
    pupil_id: Mapped[str | None] = to("pupil", needed=False)
    state: Mapped[str] = mapped_column(default="came")
    role: Mapped[str] = mapped_column(default="player")
    __table_args__ = (one_of("state", records.ATTENDANCES), one_of("role", records.ROLES))


class TutorNote(Shared):
    """What the tutor keeps of a session: "next time I will" and five more lines; it never leaves."""

    __tablename__ = "tutor_note"
    session_id: Mapped[str] = to("session")
    next_time: Mapped[str] = mapped_column(default="")
    lit_up: Mapped[str] = mapped_column(default="")
    was_hard: Mapped[str] = mapped_column(default="")
    in_the_music: Mapped[str] = mapped_column(default="")
    in_them: Mapped[str] = mapped_column(default="")
    they_said: Mapped[str] = mapped_column(default="")
    spoken: Mapped[bytes | None] = mapped_column(deferred=True)


class CaseCard(Shared):
    """What the tutor asks peers about: lines without names, and one take only with its own yes; it never leaves."""

    __tablename__ = "case_card"
    pupil_id: Mapped[str] = to("pupil")
    session_id: Mapped[str | None] = to("session", needed=False)
    take_id: Mapped[str | None] = to("take", needed=False)
    happened: Mapped[str] = mapped_column(default="")
    stood_out: Mapped[str] = mapped_column(default="")
    would_try: Mapped[str] = mapped_column(default="")
    will_take: Mapped[str] = mapped_column(default="")
    made_at: Mapped[datetime]


class HelpFlag(Shared):
    """Someone wants to talk: never any content."""

    __tablename__ = "help_flag"
    pupil_id: Mapped[str | None] = to("pupil", needed=False)
    session_id: Mapped[str | None] = to("session", needed=False)
    place_id: Mapped[str | None] = to("place", needed=False)
    raised_by: Mapped[str]
    raised_at: Mapped[datetime]
    passed_to: Mapped[str] = mapped_column(default="")
    passed_at: Mapped[datetime | None]
    reference: Mapped[str] = mapped_column(default="")
    __table_args__ = (
        one_of("raised_by", records.RAISERS),
        check("passed", "(passed_to = '') = (passed_at is null)"),
    )
