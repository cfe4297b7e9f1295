"""The journal's room for goals: a wish, the pupil's yes, at most three live, rewording, steps, and what shows them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import and_, func, or_, select

from reflections import records
from reflections.door import Door, add, the, to_be_seen
from reflections.errors import NotAllowed
from reflections.people import programme_row
from reflections.tables import EvidenceTag, Goal, GoalWording, Piece, Shared, Step, Take, Version
from reflections.wording import clean, one_of

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date, datetime

    from sqlalchemy.orm import Session

_WORDS = 140
_NEEDS_YES = "A goal is live only when the pupil says yes. It can wait as a wish."


class Aims(Door):
    """Calls about goals."""

    def wish(
        self, whose: str, words: str, area: str = "music", set_by: str = "pupil", *, said_by: str = ""
    ) -> records.Goal:
        """Keep a wish of a pupil or a group (by its id): one tap or one sentence, no promise yet.

        `said_by` is how it was said (records.SAID_BY): one of a few that was tapped is less their own than a sentence.
        """
        moment, _ = self._moment()
        said = clean(words, most=_WORDS, what="the goal", needed=True)
        with self._writing() as session:
            programme = programme_row(session, whose)
            row = Goal(
                programme_id=programme.id,
                pupil_id=programme.pupil_id,
                area=one_of(area, records.AREAS, "What a goal is about"),
                set_by=one_of(set_by, records.SET_BY, "Who set it"),
                state="wish",
                made_at=moment,
            )
            add(session, row)
            wording = GoalWording(
                goal_id=row.id,
                n=1,
                words=said,
                same_goal=True,
                said_on=self._now().date(),
                said_by=_way(said_by),
            )
            add(session, wording)
            if set_by == "pupil":
                _said(session, row, wording, "words", moment)
            return goal_records(session, [row])[0]

    def agree(
        self,
        goal_id: str,
        *,
        by: str = "pupil",
        why: str | None = None,
        first_step: str | None = None,
        know_by: str | None = None,
        review_on: date | None = None,
    ) -> records.Goal:
        """Keep the pupil's yes and make the goal live; NotAllowed when the yes is anyone else's, or while three are live.

        What is None stays as it was, so that why, first step and know-by may come one a session.
        """
        moment, _ = self._moment()
        with self._writing() as session:
            row = the(session, Goal, goal_id)
            if by != "pupil":
                raise NotAllowed(_NEEDS_YES)
            for name, words in (("why", why), ("first_step", first_step), ("know_by", know_by)):
                if words is not None and (said := clean(words, most=_WORDS, what="each answer")) != getattr(row, name):
                    setattr(row, name, said)
                    _said(session, row, row, name, moment)
            row.review_on = review_on or row.review_on
            row.pupil_agreed = True
            _go_live(session, row)
            session.flush()
            return goal_records(session, [row])[0]

    def tell(self, goal_id: str, *, why: str = "", first_step: str = "", know_by: str = "") -> records.Goal:
        """Keep what the pupil says of a goal without making it live: a wish may have its why. What is "" stays."""
        moment, _ = self._moment()
        with self._writing() as session:
            row = the(session, Goal, goal_id)
            for name, words in (("why", why), ("first_step", first_step), ("know_by", know_by)):
                if (said := clean(words, most=_WORDS, what="each answer")) and said != getattr(row, name):
                    setattr(row, name, said)
                    _said(session, row, row, name, moment)
            session.flush()
            return goal_records(session, [row])[0]

    def goals(self, whose: str) -> tuple[records.Goal, ...]:
        """Return all goals of a pupil, or of a group, oldest first, with every wording and step."""
        with self._reading() as session:
            return goals_of(session, whose)

    def reword(
        self, goal_id: str, words: str, *, same_goal: bool, by: str = "pupil", said_by: str = ""
    ) -> records.Goal:
        """Put a goal into other words; `same_goal` False says that it means something else now, so its line breaks.

        NotAllowed where anyone but the pupil would make another goal of one that is live.
        """
        moment, _ = self._moment()
        said = clean(words, most=_WORDS, what="the goal", needed=True)
        with self._writing() as session:
            row = the(session, Goal, goal_id)
            if by != "pupil" and not same_goal and row.state == "active":
                raise NotAllowed(_NEEDS_YES)
            n = session.scalar(select(func.max(GoalWording.n)).where(GoalWording.goal_id == goal_id)) or 0
            today = self._now().date()
            wording = GoalWording(
                goal_id=goal_id, n=n + 1, words=said, same_goal=same_goal, said_on=today, said_by=_way(said_by)
            )
            add(session, wording)
            if by == "pupil":
                _said(session, row, wording, "words", moment)
            return goal_records(session, [row])[0]

    def goal_state(self, goal_id: str, state: str) -> records.Goal:
        """Reach, park, let go or take up a goal again; live again only if agreed and while fewer than three are."""
        one_of(state, records.GOAL_STATES, "A goal")
        with self._writing() as session:
            row = the(session, Goal, goal_id)
            if state == "active":
                _go_live(session, row)
            else:
                row.state, row.slot = state, None
            session.flush()
            return goal_records(session, [row])[0]

    def step(self, goal_id: str, words: str, *, by: str = "pupil") -> records.Step:
        """Add a small step."""
        moment, _ = self._moment()
        with self._writing() as session:
            goal = the(session, Goal, goal_id)
            row = add(session, Step(goal_id=goal_id, words=clean(words, most=_WORDS, what="the step", needed=True)))
            if by == "pupil":
                _said(session, goal, row, "words", moment)
            return records.Step(row.id, row.goal_id, row.words, row.done_on)

    def step_done(self, step_id: str, done: bool = True) -> records.Step:
        """Say that a step is done, or not after all."""
        today = self._now().date()
        with self._writing() as session:
            row = the(session, Step, step_id)
            row.done_on = (row.done_on or today) if done else None
            return records.Step(row.id, row.goal_id, row.words, row.done_on)

    def link(
        self,
        *,
        take: str | None = None,
        version: str | None = None,
        reflection: str | None = None,
        goal: str | None = None,
        measure: str = "",
        outcome: str = "",
        purpose: str = "",
        brief: str | None = None,
        by: str = "",
    ) -> None:
        """Tie a take, version or reflection to the one thing it shows, and say whose tap it was; twice is once.

        That is a goal, a measure, an outcome (records.OUTCOMES), a purpose (records.PURPOSES) or a target of the brief.
        A piece that was for no goal is for that one from now on: what is kept of it next needs no asking.
        """
        if sum(x is not None for x in (take, version, reflection)) != 1 or not (
            goal or measure or outcome or purpose or brief
        ):
            message = "Choose one thing that was kept, and what it shows."
            raise NotAllowed(message)
        moment, _ = self._moment()
        fields = {
            "take_id": take,
            "version_id": version,
            "reflection_id": reflection,
            "goal_id": goal,
            "measure": one_of(measure, ("", *records.MEASURES), "A measure"),
            "outcome": one_of(outcome, ("", *records.OUTCOMES), "An outcome"),
            "purpose": one_of(purpose, ("", *records.PURPOSES), "A purpose"),
            "brief_line_id": brief,
        }
        whose = one_of(by, ("", *records.MARKED_BY), "Whose tap it was")
        with self._writing() as session:
            if session.scalars(select(EvidenceTag.id).filter_by(**fields)).first() is None:
                add(session, EvidenceTag(**fields, by=whose, made_at=moment))
            piece = _piece_of(session, take, version)
            if goal is not None and piece is not None and piece.goal_id is None:
                piece.goal_id = the(session, Goal, goal).id

    def take_on(self, piece_id: str, goal_id: str) -> None:
        """Go on with a piece for this goal: what is kept of it from now on is tied to it, what was kept stays as it was."""
        with self._writing() as session:
            the(session, Piece, piece_id).goal_id = the(session, Goal, goal_id).id

    def was_for(self, piece_id: str, goal_id: str | None) -> None:
        """Say which goal a piece and all that was kept of it is for; None is "just for fun": no tie to a goal is left."""
        moment, _ = self._moment()
        with self._writing() as session:
            the(session, Piece, piece_id).goal_id = the(session, Goal, goal_id).id if goal_id else None
            for kind, column in ((Take, EvidenceTag.take_id), (Version, EvidenceTag.version_id)):
                for item in session.scalars(select(kind.id).where(kind.piece_id == piece_id)).all():
                    tags = session.scalars(select(EvidenceTag).where(column == item, EvidenceTag.goal_id.is_not(None)))
                    for tag in tags.all():
                        session.delete(tag)
                    if goal_id:
                        add(session, EvidenceTag(**{column.key: item}, goal_id=goal_id, by="pupil", made_at=moment))

    def unlink(self, *, goal: str, take: str | None = None, version: str | None = None) -> None:
        """Undo a tie to a goal ("just for fun" after all)."""
        query = select(EvidenceTag).filter_by(goal_id=goal, take_id=take, version_id=version)
        with self._writing() as session:
            for tag in session.scalars(query).all():
                session.delete(tag)
            session.flush()
            piece = _piece_of(session, take, version)
            if piece is not None and piece.goal_id == goal and not _anything_for(session, piece.id, goal):
                piece.goal_id = None


def _way(said_by: str) -> str:
    return one_of(said_by, ("", *records.SAID_BY), "The way of saying it")


def _piece_of(session: Session, take: str | None, version: str | None) -> Piece | None:
    if take is not None:
        return session.get(Piece, the(session, Take, take).piece_id)
    return session.get(Piece, the(session, Version, version).piece_id) if version is not None else None


def _anything_for(session: Session, piece_id: str, goal_id: str) -> bool:
    """Whether a take or version of the piece is still tied to the goal."""
    for kind, column in ((Take, EvidenceTag.take_id), (Version, EvidenceTag.version_id)):
        tied = select(EvidenceTag.id).join(kind, kind.id == column)
        if session.scalars(tied.where(kind.piece_id == piece_id, EvidenceTag.goal_id == goal_id)).first() is not None:
            return True
    return False


def goals_of(session: Session, whose: str) -> tuple[records.Goal, ...]:
    """Return all goals of a pupil, or of a group, as records, oldest first."""
    a_group = and_(Goal.pupil_id.is_(None), Goal.programme_id == whose)
    query = select(Goal).where(or_(Goal.pupil_id == whose, a_group)).order_by(Goal.id)
    return goal_records(session, list(session.scalars(query)))


def _said(session: Session, goal: Goal, row: Shared, field: str, at: datetime) -> None:
    """What a pupil said of their goal waits to be seen; a group's is written down by the tutor, with them there."""
    if goal.pupil_id is not None:
        to_be_seen(session, row, field, pupil=goal.pupil_id, at=at)


def goal_records(session: Session, rows: Sequence[Goal]) -> tuple[records.Goal, ...]:
    """Return goals with their wordings and steps."""
    ids = [row.id for row in rows]
    wordings: dict[str, list[records.GoalWording]] = {}
    for w in session.scalars(select(GoalWording).where(GoalWording.goal_id.in_(ids)).order_by(GoalWording.n)):
        wordings.setdefault(w.goal_id, []).append(records.GoalWording(w.n, w.words, w.same_goal, w.said_on, w.said_by))
    steps: dict[str, list[records.Step]] = {}
    for s in session.scalars(select(Step).where(Step.goal_id.in_(ids)).order_by(Step.id)):
        steps.setdefault(s.goal_id, []).append(records.Step(s.id, s.goal_id, s.words, s.done_on))
    return tuple(_goal(row, tuple(wordings.get(row.id, ())), tuple(steps.get(row.id, ()))) for row in rows)


def _goal(row: Goal, wordings: tuple[records.GoalWording, ...], steps: tuple[records.Step, ...]) -> records.Goal:
    return records.Goal(
        id=row.id,
        programme=row.programme_id,
        pupil=row.pupil_id,
        slot=row.slot,
        area=row.area,
        set_by=row.set_by,
        agreed=row.pupil_agreed,
        why=row.why,
        first_step=row.first_step,
        know_by=row.know_by,
        review_on=row.review_on,
        state=row.state,
        made_at=row.made_at,
        wordings=wordings,
        steps=steps,
    )


def _go_live(session: Session, row: Goal) -> None:
    """Give the goal a free slot; NotAllowed without the pupil's yes or while three are live (I1)."""
    if row.state == "active":
        return
    if not row.pupil_agreed:
        raise NotAllowed(_NEEDS_YES)
    taken = set(session.scalars(select(Goal.slot).where(Goal.programme_id == row.programme_id, Goal.state == "active")))
    free = [slot for slot in range(1, records.LIVE_GOALS + 1) if slot not in taken]
    if not free:
        message = "Three goals are live already. Park one, or say it is reached, then this one can start."
        raise NotAllowed(message)
    row.state, row.slot = "active", free[0]
