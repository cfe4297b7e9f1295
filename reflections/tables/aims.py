"""Goals with their wordings and steps, what shows them, and what left or came of a review."""

from __future__ import annotations

from datetime import date, datetime  # noqa: TC003  # SQLAlchemy reads them
from typing import Any

from sqlalchemy.orm import Mapped, mapped_column

from reflections import records
from reflections.tables.base import Shared, check, one_of, to


class Goal(Shared):
    """The pupil's own goal, or a group's (it has no pupil): a wish until it is agreed."""

    __tablename__ = "goal"
    programme_id: Mapped[str] = to("programme")
    pupil_id: Mapped[str | None] = to("pupil", needed=False)
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
        one_of("area", records.AREAS),
        one_of("set_by", records.SET_BY),
        one_of("state", records.GOAL_STATES),
        check("slot", "(state = 'active') = (slot is not null) and (slot is null or slot between 1 and 3)"),
        check("yes", "state <> 'active' or pupil_agreed"),
    )


class GoalWording(Shared):
    """One wording of a goal, kept as said."""

    __tablename__ = "goal_wording"
    frozen = None
    goal_id: Mapped[str] = to("goal")
    n: Mapped[int]
    words: Mapped[str]
    same_goal: Mapped[bool]
    said_on: Mapped[date]
    said_by: Mapped[str] = mapped_column(default="")  # "" of those from before it was kept
    __table_args__ = (one_of("said_by", ("", *records.SAID_BY)),)


class Step(Shared):
    """One small step towards a goal."""

    __tablename__ = "step"
    goal_id: Mapped[str] = to("goal")
    words: Mapped[str]
    done_on: Mapped[date | None]


class EvidenceTag(Shared):
    """What was kept or said, tied to what it shows."""

    __tablename__ = "evidence_tag"
    take_id: Mapped[str | None] = to("take", needed=False)
    version_id: Mapped[str | None] = to("version", needed=False)
    reflection_id: Mapped[str | None] = to("reflection", needed=False)
    goal_id: Mapped[str | None] = to("goal", needed=False)
    measure: Mapped[str] = mapped_column(default="")
    outcome: Mapped[str] = mapped_column(default="")
    brief_line_id: Mapped[str | None] = to("brief_line", needed=False)
    award_part: Mapped[str] = mapped_column(default="")
    purpose: Mapped[str] = mapped_column(default="")
    by: Mapped[str] = mapped_column(default="")  # "" follows from what was done; nobody tapped
    made_at: Mapped[datetime]
    __table_args__ = (
        check(
            "what",
            " + ".join(f"(case when {c} is null then 0 else 1 end)" for c in ("take_id", "version_id", "reflection_id"))
            + " = 1",
        ),
        one_of("measure", ("", *records.MEASURES)),
        one_of("purpose", ("", *records.PURPOSES)),
        one_of("by", ("", *records.MARKED_BY)),
    )


class Review(Shared):
    """One progress review: what the pupil picked to show and to talk about, who is there, what is held back."""

    __tablename__ = "review"
    programme_id: Mapped[str] = to("programme")
    number: Mapped[int]
    opened_on: Mapped[date]
    held_on: Mapped[date | None]
    picked: Mapped[list[Any]] = mapped_column(default=list)
    measures: Mapped[list[Any]] = mapped_column(default=list)
    room: Mapped[list[Any]] = mapped_column(default=list)
    copies: Mapped[list[Any]] = mapped_column(default=list)
    held_back: Mapped[list[Any]] = mapped_column(default=list)
    then_now: Mapped[str] = mapped_column(default="")  # ids with a space between: then, now, and words about them
    __table_args__ = (check("number", "number >= 1"),)


class AdultView(Shared):
    """What an adult saw of one measure, as they put it."""

    __tablename__ = "adult_view"
    frozen = None
    programme_id: Mapped[str] = to("programme")
    measure: Mapped[str]
    area: Mapped[str] = mapped_column(default="")
    by_role: Mapped[str]
    words: Mapped[str]
    said_on: Mapped[date]
    __table_args__ = (one_of("measure", records.MEASURES), one_of("area", ("", *records.ENGAGEMENT_AREAS)))


class NoteOut(Shared):
    """Two lines to a role, a draft until the pupil has seen them."""

    __tablename__ = "note_out"
    programme_id: Mapped[str] = to("programme")
    to_role: Mapped[str]
    words: Mapped[str]
    pupil_saw_at: Mapped[datetime | None]
    sent_at: Mapped[datetime | None]
    __table_args__ = (check("shown_first", "sent_at is null or pupil_saw_at is not null"),)


class YouSaidWeDid(Shared):
    """What a pupil said at a review and what adults did about it, or why not."""

    __tablename__ = "you_said_we_did"
    programme_id: Mapped[str] = to("programme")
    review_id: Mapped[str | None] = to("review", needed=False)
    review_on: Mapped[date]
    said: Mapped[str]
    did: Mapped[str] = mapped_column(default="")
    outcome: Mapped[str] = mapped_column(default="")
    because: Mapped[str] = mapped_column(default="")
    by_role: Mapped[str] = mapped_column(default="")
    done_on: Mapped[date | None]
    __table_args__ = (one_of("outcome", ("", *records.WE_DID)),)


class ShareEvent(Shared):
    """What left, to whom, on what basis."""

    __tablename__ = "share_event"
    pupil_id: Mapped[str] = to("pupil")
    what: Mapped[str]
    to_whom: Mapped[str]
    basis: Mapped[str]
    pupil_saw_it: Mapped[bool]
    at: Mapped[datetime]
    __table_args__ = (
        one_of("basis", records.SHARE_BASES),
        check("seen", "basis = 'safeguarding' or pupil_saw_it"),
    )


class Report(Shared):
    """A report of one kind about a pupil: a draft until they have seen it and said yes; `mark` is of what that was."""

    __tablename__ = "report"
    pupil_id: Mapped[str] = to("pupil")
    kind: Mapped[str]
    choices: Mapped[dict[str, Any]] = mapped_column(default=dict)  # what may stand in it, by its key: true or false
    mark: Mapped[str] = mapped_column(default="")
    saw_at: Mapped[datetime | None]
    yes_at: Mapped[datetime | None]
    __table_args__ = (
        one_of("kind", records.REPORTS),
        check("shown_first", "yes_at is null or saw_at is not null"),
        check("yes", "(yes_at is null) = (mark = '')"),
    )


class ExternalMeasure(Shared):
    """A total from a licensed questionnaire; never its items."""

    __tablename__ = "external_measure"
    programme_id: Mapped[str] = to("programme")
    name: Mapped[str]
    held_on: Mapped[date]
    total: Mapped[float]
    minimum: Mapped[float]
    maximum: Mapped[float]
    typed_by: Mapped[str]
    __table_args__ = (check("total", "total between minimum and maximum"),)
