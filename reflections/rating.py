"""The journal's room for "sure" and "close": tasks, and answers on frozen scales that are only ever added."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING
from uuid import UUID, uuid5

from sqlalchemy import func, select

from reflections import prompts, records
from reflections.door import Door, add, not_taken_back, the, to_be_seen
from reflections.errors import NotAllowed
from reflections.goals import standing
from reflections.tables import (
    Goal,
    GoalWording,
    Pupil,
    Rating,
    ScaleVersion,
    Task,
)
from reflections.wording import clean, one_of

if TYPE_CHECKING:
    from sqlalchemy.orm import Session


_SCALES = (*records.CONSTRUCTS, *records.MEASURES)

_SCALES_ARE = UUID("b5f3f0f2-6d0e-5b64-9d1c-0d5a3f6f6c11")  # any name, once and for all


class Ratings(Door):
    """Calls about tasks and how they were rated."""

    def task(
        self,
        pupil_id: str,
        words: str,
        *,
        piece: str,
        take: str | None = None,
        bars: tuple[int, int] | None = None,
        goal: str | None = None,
        session: str | None = None,
        own: bool = False,
    ) -> records.Task:
        """Name what the pupil is about to do; "sure" is about this. `own` says that the words are the pupil's."""
        moment, _ = self._moment()
        row = Task(
            pupil_id=pupil_id,
            session_id=session,
            piece_id=piece,
            take_id=take,
            first_bar=bars[0] if bars else None,
            last_bar=bars[1] if bars else None,
            words=clean(words, most=140, what="the task", needed=True),
            goal_id=goal,
            made_at=moment,
        )
        with self._writing() as open_session:
            add(open_session, row)
            if own:
                to_be_seen(open_session, row, "words", pupil=pupil_id, at=moment)
            return task_record(row)

    def tasks(self, pupil_id: str) -> tuple[records.Task, ...]:
        """Return the pupil's tasks, oldest first."""
        with self._reading() as session:
            rows = session.scalars(select(Task).where(Task.pupil_id == pupil_id).order_by(Task.id))
            return tuple(task_record(row) for row in rows)

    def rate(
        self,
        pupil_id: str,
        construct: str,
        moment: str,
        answer: str = "given",
        value: int | None = None,
        *,
        rater: str = "pupil",
        session: str | None = None,
        take: str | None = None,
        version: str | None = None,
        task: str | None = None,
        goal: str | None = None,
        measure: str | None = None,
        scale: str | None = None,
    ) -> records.Rating:
        """Keep one answer on the scale of `construct` about one thing; it is never changed, a newer one follows.

        That thing is a take, version, task, goal or measure; with a task, `take` says in which take it was tried. `scale` is
        the id of the one that was asked with (see `scale`), which is the one it is kept on; without it the one in use is.

        `value` is given exactly when `answer` is "given", and lies on the scale's own steps; zero is an answer.
        """
        at, zone = self._moment()
        about = {"take_id": take, "version_id": version, "task_id": task, "goal_id": goal, "measure": measure}
        if sum(thing is not None for thing in (take or task, version, goal, measure)) != 1:
            message = "A rating is about one take, version, task, goal or measure."
            raise NotAllowed(message)
        one_of(answer, records.ANSWERS, "The answer")
        with self._writing() as open_session:
            on = (
                current_scale(open_session, construct) if scale is None else _asked_with(open_session, scale, construct)
            )
            _fits(on, answer, value)
            row = Rating(
                pupil_id=the(open_session, Pupil, pupil_id).id,
                session_id=session,
                scale_version_id=on.id,
                rater=one_of(rater, records.RATERS, "Who rates"),
                moment=one_of(moment, records.MOMENTS, "When"),
                wording=_wording(open_session, goal) if goal else None,
                value=value,
                answer=answer,
                made_at=at,
                zone=zone,
                **about,
            )
            return rating_record(add(open_session, row), on)

    def ratings(self, pupil_id: str) -> tuple[records.Rating, ...]:
        """Return every rating of the pupil, oldest first; those that a newer one followed are marked superseded."""
        with self._reading() as session:
            return rating_records(session, pupil_id)

    def new_scale(
        self, construct: str, minimum: int, maximum: int, wording: str, anchors: tuple[str, ...]
    ) -> records.Scale:
        """Put a scale into other words: always a new version, what was rated stays with the words it was given on."""
        given = records.Scale("", construct, 0, minimum, maximum, clean(wording, most=280, what="the words"), anchors)
        with self._writing() as session:
            current_scale(session, one_of(construct, _SCALES, "A scale"))  # ours are known to have been there before
            return scale_record(_next_scale(session, given))

    def scale(self, construct: str) -> records.Scale:
        """Return the scale to ask with now; its words are the ones to show, its id is what the answer is kept on."""
        with self._reading() as session:
            row = _in_use(session, construct)
            if row is not None:
                return scale_record(row)
        with self._writing() as session:
            return scale_record(current_scale(session, construct))


def current_scale(session: Session, construct: str) -> ScaleVersion:
    """Return the scale in use; one that ships in words that were never used is a new version from then on."""
    return _in_use(session, construct) or _next_scale(session, prompts.scale(one_of(construct, _SCALES, "A scale")))


def _in_use(session: Session, construct: str) -> ScaleVersion | None:
    """Find the latest version, unless this release says it in words that no version has."""
    query = select(ScaleVersion).where(ScaleVersion.construct == construct)
    rows = session.scalars(query.order_by(ScaleVersion.version.desc(), ScaleVersion.id.desc())).all()
    shipped = _words(prompts.scale(construct)) if rows else None
    return rows[0] if any(_words(scale_record(row)) == shipped for row in rows) else None


def _words(scale: records.Scale) -> tuple[object, ...]:
    return scale.minimum, scale.maximum, scale.wording, scale.anchors


def _asked_with(session: Session, scale_id: str, construct: str) -> ScaleVersion:
    row = the(session, ScaleVersion, scale_id)
    if row.construct != construct:
        message = "This answer belongs on another scale."
        raise NotAllowed(message)
    return row


def rating_records(session: Session, pupil_id: str) -> tuple[records.Rating, ...]:
    """Return every rating of a pupil that was not taken back, oldest first, superseded ones marked."""
    rows = session.execute(
        select(Rating, ScaleVersion)
        .join(ScaleVersion, ScaleVersion.id == Rating.scale_version_id)
        .where(Rating.pupil_id == pupil_id, not_taken_back(Rating.id))
        .order_by(Rating.made_at, Rating.id)
    )
    turned = session.execute(
        select(GoalWording.goal_id, GoalWording.n)
        .join(Goal, Goal.id == GoalWording.goal_id)
        .where(Goal.pupil_id == pupil_id, GoalWording.same_goal.is_(False))
    )
    return standing(tuple(rating_record(row, scale) for row, scale in rows), [(goal, n) for goal, n in turned])


def task_record(row: Task) -> records.Task:
    """Return a task as a record."""
    bars = (row.first_bar, row.last_bar) if row.first_bar is not None and row.last_bar is not None else None
    return records.Task(
        row.id, row.pupil_id, row.session_id, row.piece_id, row.take_id, bars, row.words, row.goal_id, row.made_at
    )


def scale_record(row: ScaleVersion) -> records.Scale:
    """Return a scale as a record."""
    return records.Scale(row.id, row.construct, row.version, row.minimum, row.maximum, row.wording, tuple(row.anchors))


def rating_record(row: Rating, scale: ScaleVersion) -> records.Rating:
    """Return a rating with the scale it was given on."""
    return records.Rating(
        id=row.id,
        pupil=row.pupil_id,
        construct=scale.construct,
        scale=scale.id,
        scale_version=scale.version,
        minimum=scale.minimum,
        maximum=scale.maximum,
        rater=row.rater,
        moment=row.moment,
        session=row.session_id,
        take=row.take_id,
        version=row.version_id,
        task=row.task_id,
        goal=row.goal_id,
        measure=row.measure,
        value=row.value,
        answer=row.answer,
        made_at=row.made_at,
        zone=row.zone,
        wording=row.wording,
        anchors=tuple(scale.anchors),
    )


def _fits(scale: ScaleVersion, answer: str, value: int | None) -> None:
    if (answer == "given") != (value is not None):
        message = "An answer that is given has a value; one that is skipped has none."
        raise NotAllowed(message)
    if value is not None and not scale.minimum <= value <= scale.maximum:
        message = f"This scale goes from {scale.minimum} to {scale.maximum}."
        raise NotAllowed(message)


def _next_scale(session: Session, given: records.Scale) -> ScaleVersion:
    one_of(given.construct, _SCALES, "A scale")
    if given.maximum <= given.minimum:
        message = "A scale has at least two steps."
        raise NotAllowed(message)
    latest = select(func.max(ScaleVersion.version)).where(ScaleVersion.construct == given.construct)
    said = json.dumps([given.construct, given.minimum, given.maximum, given.wording, given.anchors])
    row = ScaleVersion(
        id=str(uuid5(_SCALES_ARE, said)),  # the same words are the same scale in every journal
        construct=given.construct,
        version=(session.scalar(latest) or 0) + 1,
        minimum=given.minimum,
        maximum=given.maximum,
        wording=given.wording,
        anchors=list(given.anchors),
    )
    return add(session, row)


def _wording(session: Session, goal_id: str) -> int:
    the(session, Goal, goal_id)
    return session.scalar(select(func.max(GoalWording.n)).where(GoalWording.goal_id == goal_id)) or 1
