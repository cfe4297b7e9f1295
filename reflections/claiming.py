"""The journal's room for the claim sheet: figures and codes of the tutor's own; it never travels."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import func, select

from reflections import records
from reflections.door import Door, the
from reflections.errors import NotAllowed
from reflections.tables import (
    Attendance,
    Claim,
    Session,
)
from reflections.wording import clean

if TYPE_CHECKING:
    from datetime import date

    from sqlalchemy import orm


class Claiming(Door):
    """Calls about what is claimed for sessions."""

    def claims(self, from_day: date, to_day: date) -> tuple[records.ClaimLine, ...]:
        """Return one line a session of these days, the last included: figures and codes, no word and no name."""
        query = select(Session).where(Session.held_on.between(from_day, to_day), Session.solo.is_(False))
        with self._reading() as session:
            held = list(session.scalars(query.order_by(Session.opened_at, Session.id)))
            claimed = {row.session_id: row for row in session.scalars(select(Claim))}
            came = _came(session, [row.id for row in held])
        return tuple(_claim(row, claimed.get(row.id), came.get(row.id, 0)) for row in held)

    def set_claim(self, session_id: str, funder_code: str, minutes: int) -> None:
        """Write the funder's code and the minutes of a session on the tutor's own sheet; it never travels."""
        code = clean(funder_code, most=20, what="the code")
        if not 0 <= minutes <= 24 * 60 or " " in code:
            message = "A code is one word, and a session has 0 to 1440 minutes."
            raise NotAllowed(message)
        with self._writing() as session:
            the(session, Session, session_id)
            row = session.get(Claim, session_id) or Claim(session_id=session_id)
            row.funder_code, row.minutes = code, minutes
            session.add(row)


def _came(session: orm.Session, ids: list[str]) -> dict[str, int]:
    query = select(Attendance.session_id, func.count(Attendance.id)).where(
        Attendance.session_id.in_(ids), Attendance.state.in_(records.ATTENDANCES[:2])
    )
    return {row[0]: row[1] for row in session.execute(query.group_by(Attendance.session_id))}


def _claim(row: Session, claim: Claim | None, came: int) -> records.ClaimLine:
    return records.ClaimLine(
        session=row.id,
        held_on=row.held_on,
        mode=row.mode,
        came=came,
        planned_minutes=row.planned_minutes,
        minutes=claim.minutes if claim else row.planned_minutes,
        funder_code=claim.funder_code if claim else "",
    )
