"""The journal's room for measures: what is counted, what adults saw, totals from elsewhere, figures about a group."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select

from reflections import records
from reflections.door import Door, add, the
from reflections.errors import NotAllowed
from reflections.evidence import everything
from reflections.measures import Standing, group_counts
from reflections.measures import measures as counted
from reflections.meeting import session_records
from reflections.people import programme_row
from reflections.planning import gaps_between
from reflections.rating import rating_records
from reflections.tables import AdultView, ExternalMeasure, NextStep, PeerStem, Pupil
from reflections.wording import clean, one_of

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from sqlalchemy.orm import Session

_LINE, _ROLE = 280, 80


class Counting(Door):
    """Calls about the eight measures."""

    def measures(self, pupil_id: str, since: date | None = None) -> tuple[records.MeasureFacts, ...]:
        """Return the eight measures, each as facts with their proof, the pupil's own answers and adults' views, apart."""
        today = self._now().date()
        with self._reading() as session:
            return measures_of(session, pupil_id, today, since)

    def group_figures(self, pupil_ids: Sequence[str], measure: str) -> records.GroupFigure:
        """Count for how many of these pupils each kind of fact is there; NotAllowed for fewer than five of them."""
        one_of(measure, records.MEASURES, "A measure")
        today, nth = self._now().date(), records.MEASURES.index(measure)
        with self._reading() as session:
            pupils = tuple(
                dict.fromkeys(the(session, Pupil, each).id for each in pupil_ids)
            )  # however an id is written
            if len(pupils) < records.FEWEST_IN_A_GROUP:
                message = "A figure about a group needs at least five pupils, so that it tells of nobody."
                raise NotAllowed(message)
            facts = [measures_of(session, each, today, None)[nth].facts for each in pupils]
        return records.GroupFigure(measure, len(pupils), group_counts(facts))

    def add_adult_view(
        self, pupil_id: str, measure: str, words: str, by_role: str, *, area: str = ""
    ) -> records.AdultView:
        """Keep what an adult saw of one measure, as they put it; `area` only for engagement."""
        one_of(measure, records.MEASURES, "A measure")
        if area and measure != "engagement":
            message = "Only engagement is looked at in areas."
            raise NotAllowed(message)
        row = AdultView(
            measure=measure,
            area=one_of(area, ("", *records.ENGAGEMENT_AREAS), "An area"),
            by_role=clean(by_role, most=_ROLE, what="who saw it", needed=True),
            words=clean(words, most=_LINE, what="what you saw", needed=True),
            said_on=self._now().date(),
        )
        with self._writing() as session:
            row.programme_id = programme_row(session, pupil_id).id
            return _view(add(session, row))

    def adult_views(self, pupil_id: str) -> tuple[records.AdultView, ...]:
        """Return what adults saw of the pupil, oldest first."""
        with self._reading() as session:
            return view_records(session, programme_row(session, pupil_id).id)

    def add_external(
        self, pupil_id: str, name: str, held_on: date, total: float, minimum: float, maximum: float, typed_by: str
    ) -> records.ExternalMeasure:
        """Keep a total from a licensed questionnaire; its items are never kept."""
        if not minimum <= total <= maximum:
            message = f"The total lies between {minimum:g} and {maximum:g}."
            raise NotAllowed(message)
        row = ExternalMeasure(
            name=clean(name, most=_ROLE, what="the name", needed=True),
            held_on=held_on,
            total=total,
            minimum=minimum,
            maximum=maximum,
            typed_by=clean(typed_by, most=_ROLE, what="who typed it", needed=True),
        )
        with self._writing() as session:
            row.programme_id = programme_row(session, pupil_id).id
            return _external(add(session, row))

    def externals(self, pupil_id: str) -> tuple[records.ExternalMeasure, ...]:
        """Return the totals kept, oldest first."""
        with self._reading() as session:
            query = select(ExternalMeasure).where(ExternalMeasure.programme_id == programme_row(session, pupil_id).id)
            return tuple(_external(row) for row in session.scalars(query.order_by(ExternalMeasure.id)))


def measures_of(
    session: Session,
    pupil_id: str,
    today: date,
    since: date | None = None,
    evidence: records.Evidence | None = None,
) -> tuple[records.MeasureFacts, ...]:
    """Gather what is counted, and count it; `evidence` is what the caller has read already."""
    programme = programme_row(session, pupil_id)
    stems = select(PeerStem.id).where(PeerStem.from_pupil_id == pupil_id, PeerStem.ok_by_tutor)
    steps = select(NextStep.id, NextStep.what).where(NextStep.programme_id == programme.id)
    standing = Standing(
        gaps=gaps_between(session_records(session, pupil_id), pupil_id, today),
        next_steps=tuple((row[0], row[1]) for row in session.execute(steps.order_by(NextStep.id))),
        stems_given=tuple(session.scalars(stems.order_by(PeerStem.id))),
        ratings=rating_records(session, pupil_id),
        views=view_records(session, programme.id),
    )
    return counted(evidence or everything(session, pupil_id, drawn=False), standing, since)


def view_records(session: Session, programme_id: str) -> tuple[records.AdultView, ...]:
    """Return what adults saw in one programme."""
    rows = session.scalars(select(AdultView).where(AdultView.programme_id == programme_id).order_by(AdultView.id))
    return tuple(_view(row) for row in rows)


def _view(row: AdultView) -> records.AdultView:
    return records.AdultView(row.id, row.programme_id, row.measure, row.area, row.by_role, row.words, row.said_on)


def _external(row: ExternalMeasure) -> records.ExternalMeasure:
    return records.ExternalMeasure(
        id=row.id,
        programme=row.programme_id,
        name=row.name,
        held_on=row.held_on,
        total=row.total,
        minimum=row.minimum,
        maximum=row.maximum,
        typed_by=row.typed_by,
    )
