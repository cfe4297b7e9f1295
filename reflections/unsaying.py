"""The journal's room for taking back words that stand in something else: in a goal, a small step, a wish, a task."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select

from reflections import operations, records
from reflections.door import Door, add, note, the
from reflections.errors import NotAllowed, NotFound
from reflections.tables import (
    EvidenceTag,
    Goal,
    GoalWording,
    Piece,
    Programme,
    Pupil,
    Rating,
    Reflection,
    Said,
    Step,
    TakenBack,
    Task,
    YouSaidWeDid,
)
from reflections.wording import one_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from sqlalchemy.orm import Session

_GONE = "That is not here any more."
_NOT_THEIRS = "Only the one who said it can take it back."
_THEIRS = ("pupil", "together")  # a wish of theirs
_WISH, _STEP, _TASK, _WANTED = "G1", "G3", "B1", "P6"


class Unsaying(Door):
    """Calls that take words out of a goal or a task for good, as `take_back` does what stands by itself (I4, I10)."""

    def take_back_answer(self, goal_id: str, field: str) -> records.TakenBackNote:
        """Let a pupil take back what they said of a goal (records.GOAL_ANSWERS); the goal stays. NotFound where nothing is said."""
        one_of(field, tuple(records.GOAL_ANSWERS), "What is said of a goal")
        with self._writing() as session:
            goal = the(session, Goal, goal_id)
            words = getattr(goal, field)
            if not words:
                raise NotFound(_GONE)
            marks = _marks(session, [goal.id], field)
            left = self._leave_trace(session, goal.pupil_id, records.GOAL_ANSWERS[field], [words], marks)
            setattr(goal, field, "")
            operations.rewrite(session, goal)
            done = _done(left)
        return self._forgotten(done)

    def take_back_step(self, step_id: str) -> records.TakenBackNote:
        """Let a pupil take back a small step."""
        with self._writing() as session:
            step = session.get(Step, step_id)
            if step is None:
                raise NotFound(_GONE)
            marks = _marks(session, [step.id])
            if not marks:
                raise NotAllowed(_NOT_THEIRS)
            left = self._leave_trace(session, the(session, Goal, step.goal_id).pupil_id, _STEP, [step.words], marks)
            operations.erase(session, step)
            done = _done(left)
        return self._forgotten(done)

    def own_tasks(self, pupil_id: str) -> frozenset[str]:
        """Return the tasks that a pupil named in their own words, by their ids."""
        mine = select(Said.of).where(Said.pupil_id == pupil_id, Said.entity == Task.__tablename__)
        with self._reading() as session:
            return frozenset(session.scalars(mine))

    def take_back_task(self, task_id: str) -> records.TakenBackNote:
        """Let a pupil take back their own words for what they would do: it is called as its piece is, and its answers stay."""
        with self._writing() as session:
            task = session.get(Task, task_id)
            marks = _marks(session, [task_id])
            if task is None or not marks:
                raise NotFound(_GONE)
            left = self._leave_trace(session, task.pupil_id, _TASK, [task.words], marks)
            task.words = the(session, Piece, task.piece_id).title
            operations.rewrite(session, task)
            done = _done(left)
        return self._forgotten(done)

    def take_back_wish(self, goal_id: str) -> records.TakenBackNote:
        """Let a pupil take back a wish with all that was said of it; NotAllowed once they said yes to it, or made music for it."""
        with self._writing() as session:
            goal = session.get(Goal, goal_id)
            if goal is None:
                raise NotFound(_GONE)
            if goal.set_by not in _THEIRS:
                raise NotAllowed(_NOT_THEIRS)
            if goal.pupil_agreed or session.scalars(select(Task.id).where(Task.goal_id == goal_id)).first() is not None:
                message = "You said yes to this one. You can let it go, or change its words."
                raise NotAllowed(message)
            wordings = session.scalars(select(GoalWording).where(GoalWording.goal_id == goal_id)).all()
            steps = session.scalars(select(Step).where(Step.goal_id == goal_id)).all()
            said = [row.words for row in wordings] + [row.words for row in steps]
            said += [getattr(goal, field) for field in records.GOAL_ANSWERS]
            marks = _marks(session, [goal.id, *(row.id for row in (*wordings, *steps))])
            left = self._leave_trace(session, goal.pupil_id, _WISH, said, marks)
            for piece in session.scalars(select(Piece).where(Piece.goal_id == goal_id)).all():
                piece.goal_id = None
            tied = [
                *session.scalars(select(EvidenceTag).where(EvidenceTag.goal_id == goal_id)),
                *session.scalars(select(Rating).where(Rating.goal_id == goal_id)),
            ]
            for row in (*tied, *wordings, *steps, goal):
                operations.erase(session, row)
            done = _done(left)
        return self._forgotten(done)

    def take_back_asked(self, said_id: str) -> records.TakenBackNote:
        """Let a pupil take back what they asked the adults for at a review, with what came of it."""
        with self._writing() as session:
            row = session.get(YouSaidWeDid, said_id)
            if row is None:
                raise NotFound(_GONE)
            marks = _marks(session, [row.id])
            if not marks:
                raise NotAllowed(_NOT_THEIRS)
            left = self._leave_trace(
                session, the(session, Programme, row.programme_id).pupil_id, _WANTED, [row.said], marks
            )
            operations.erase(session, row)
            done = _done(left)
        return self._forgotten(done)

    def _leave_trace(
        self, session: Session, pupil_id: str | None, prompt: str, said: Iterable[str], marks: Sequence[Said]
    ) -> TakenBack:
        """Keep that something was taken back, never what; under a hold the words, out of every view, until it is lifted."""
        if pupil_id is None:  # a group's
            raise NotAllowed(_NOT_THEIRS)
        moment, zone = self._moment()
        pupil = the(session, Pupil, pupil_id)
        trace = TakenBack(
            pupil_id=pupil.id,
            session_id=next((mark.session_id for mark in marks), None),
            entity="reflection",
            at=moment,
            was_seen=all(mark.seen_at for mark in marks),
            kept=pupil.hold,
        )
        if pupil.hold:
            copy = Reflection(
                pupil_id=pupil.id,
                session_id=trace.session_id,
                voice="me",
                said_by="typed",
                prompt=prompt,
                body="\n".join(filter(None, said)),
                made_at=moment,
                zone=zone,
            )
            trace.id = add(session, copy).id
        for mark in marks:
            operations.erase(session, mark)
        note(session, moment, "taken back", add(session, trace).id, actor="pupil")
        return trace

    def _forgotten(self, done: records.TakenBackNote) -> records.TakenBackNote:
        if not done.kept_for_now:
            self._opened.forget_traces()
        return done


def _done(trace: TakenBack) -> records.TakenBackNote:
    return records.TakenBackNote(trace.id, trace.was_seen, trace.kept)


def _marks(session: Session, of: Sequence[str], field: str | None = None) -> Sequence[Said]:
    query = select(Said).where(Said.of.in_(of))
    return session.scalars(query if field is None else query.where(Said.field == field)).all()
