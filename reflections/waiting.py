"""The journal's room for the caseload: what may wait of everybody at once, in as many questions however many there are."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from sqlalchemy import func, select

from reflections import records
from reflections.caseload import Band, Facts
from reflections.door import Door
from reflections.meeting import group_next_times, next_times
from reflections.people import all_pupils
from reflections.planning import next_step_record
from reflections.reviewing import we_did_record
from reflections.tables import Attendance, NextStep, Programme, Review, YouSaidWeDid
from reflections.tables import Session as Held

if TYPE_CHECKING:
    from datetime import date

    from sqlalchemy.orm import Session


class Waiting(Door):
    """The call for the tutor's first page."""

    def caseload(self) -> tuple[Facts, ...]:
        """Return of every pupil, then of every group, what may wait: where their reviews stand, what is owed and promised."""
        with self._reading() as session:
            held, owed, steps = _reviews_held(session), _owed(session), _steps(session)

            def facts(whose: records.Pupil | Band, programme: Programme, lessons: list[date], meant: str) -> Facts:
                number, last = held.get(programme.id, (0, None))
                since = sum(1 for day in lessons if last is None or day > last)
                due = records.ReviewDue(
                    number=number + 1,
                    after_sessions=max(0, programme.review_every - since),
                    unanswered=tuple(we_did_record(row) for row in owed[programme.id]),
                )
                promised = tuple(next_step_record(row) for row in steps[programme.id])
                return Facts(whose, programme.status, due, promised, meant)

            every = list(session.scalars(select(Programme).order_by(Programme.id)))
            latest = {row.pupil_id: row for row in every}
            lessons, meant = _lessons(session), next_times(session)
            alone = [facts(one, latest[one.id], lessons[one.id], meant.get(one.id, "")) for one in all_pupils(session)]
            met, ours = _met(session), group_next_times(session)
            groups = [(Band(row.id, row.group_name), row) for row in every if row.pupil_id is None]
            together = [facts(one, row, met[one.id], ours.get(one.id, "")) for one, row in groups]
            return (*alone, *together)


def _owed(session: Session) -> dict[str, list[YouSaidWeDid]]:
    """What was asked of adults and has no answer, by programme."""
    found: dict[str, list[YouSaidWeDid]] = defaultdict(list)
    query = select(YouSaidWeDid).where(YouSaidWeDid.outcome == "").order_by(YouSaidWeDid.id)
    for asked in session.scalars(query):
        found[asked.programme_id].append(asked)
    return found


def _steps(session: Session) -> dict[str, list[NextStep]]:
    """Next steps that were not taken, by programme."""
    found: dict[str, list[NextStep]] = defaultdict(list)
    for step in session.scalars(select(NextStep).where(NextStep.done_on.is_(None)).order_by(NextStep.id)):
        found[step.programme_id].append(step)
    return found


def _reviews_held(session: Session) -> dict[str, tuple[int, date | None]]:
    """How many reviews of a programme were held, and the day of the last."""
    query = select(Review.programme_id, func.count(), func.max(Review.held_on)).where(Review.held_on.is_not(None))
    return {row[0]: (row[1], row[2]) for row in session.execute(query.group_by(Review.programme_id))}


def _lessons(session: Session) -> dict[str | None, list[date]]:
    """The days of the lessons each pupil came to, wholly or for a part, with a tutor near."""
    query = (
        select(Attendance.pupil_id, Held.held_on, Held.id)
        .join(Held, Held.id == Attendance.session_id)
        .where(Attendance.state.in_(records.ATTENDANCES[:2]), Held.solo.is_(False))
        .distinct()
    )
    found: dict[str | None, list[date]] = defaultdict(list)
    for pupil, day, _ in session.execute(query):
        found[pupil].append(day)
    return found


def _met(session: Session) -> dict[str | None, list[date]]:
    """The days of the sessions of each group that anybody came to."""
    query = (
        select(Held.group_id, Held.held_on, Held.id)
        .join(Attendance, Attendance.session_id == Held.id)
        .where(
            Held.group_id.is_not(None),
            Attendance.pupil_id.is_not(None),
            Attendance.state.in_(records.ATTENDANCES[:2]),
            Held.solo.is_(False),
        )
        .distinct()
    )
    found: dict[str | None, list[date]] = defaultdict(list)
    for group, day, _ in session.execute(query):
        found[group].append(day)
    return found
