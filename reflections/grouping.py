"""The journal's room for groups: who is in one, since when, until when, and the programme that is theirs together."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from sqlalchemy import select

from reflections import records
from reflections.door import Door, add, note, the
from reflections.errors import NotAllowed, NotFound
from reflections.people import agreed_dates, programme_record
from reflections.tables import Programme, ProgrammeMember, Pupil
from reflections.wording import clean, one_of

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from sqlalchemy.orm import Session

_NAME, _ROLE = 40, 80
_WEEKS, _REVIEW_EVERY = 12, 6
_RUNS = ("draft", "active")


class Grouping(Door):
    """Calls about groups. Plan, next steps, reviews, gaps and ending are asked for by the group's id, as by a pupil's."""

    def add_group(
        self,
        name: str,
        pupil_ids: Sequence[str],
        *,
        starts: date | None = None,
        ends: date | None = None,
        planned_sessions: int = _WEEKS,
        review_every: int = _REVIEW_EVERY,
    ) -> records.Group:
        """Make a group of two to six with a programme of its own; without dates it starts today, for twelve weeks."""
        called = clean(name, most=_NAME, what="the group's name", needed=True)
        members = tuple(dict.fromkeys(pupil_ids))
        if len(members) not in records.GROUP_SIZES:
            raise NotAllowed(_size())
        today = self._now().date()
        first = starts or today
        agreed = agreed_dates(first, ends or first + timedelta(weeks=_WEEKS - 1), planned_sessions, review_every)
        with self._writing() as session:
            row = add(session, Programme(pupil_id=None, group_name=called, status="active", **agreed))
            for pupil_id in members:
                _join(session, row, pupil_id, today)
            return group_record(session, row)

    def groups(self) -> tuple[records.Group, ...]:
        """Return every group in the order they were made, those that have ended too."""
        query = select(Programme).where(Programme.pupil_id.is_(None)).order_by(Programme.id)
        with self._reading() as session:
            return tuple(group_record(session, row) for row in session.scalars(query))

    def group(self, group_id: str) -> records.Group:
        """Return one group; NotFound."""
        with self._reading() as session:
            return group_record(session, group_row(session, group_id))

    def rename_group(self, group_id: str, name: str) -> records.Group:
        """Give a group another name."""
        with self._writing() as session:
            row = group_row(session, group_id)
            row.group_name = clean(name, most=_NAME, what="the group's name", needed=True)
            session.flush()
            return group_record(session, row)

    def join_group(self, group_id: str, pupil_id: str) -> records.Group:
        """Take a pupil in, or in again; NotAllowed when the group is full."""
        with self._writing() as session:
            row = group_row(session, group_id)
            here = group_record(session, row).pupils
            if pupil_id not in here:
                if len(here) + 1 not in records.GROUP_SIZES and here:
                    raise NotAllowed(_size())
                _join(session, row, pupil_id, self._now().date())
            return group_record(session, row)

    def leave_group(self, group_id: str, pupil_id: str, how: str = "planned", *, handed_to: str = "") -> records.Group:
        """Let a pupil go: planned, unplanned, or moved on without goodbye, then their pack is handed to a named role.

        The group's programme goes on for the others. NotAllowed when the pupil is not in it.
        """
        moment, _ = self._moment()
        with self._writing() as session:
            row = group_row(session, group_id)
            if pupil_id not in group_record(session, row).pupils:
                message = "This pupil is not in the group now."
                raise NotAllowed(message)
            leave(session, row.id, pupil_id, self._now().date(), how, handed_to)
            note(session, moment, "left a group", row.id, purpose=how)
            return group_record(session, row)


def group_row(session: Session, group_id: str) -> Programme:
    """Return the row of a group's programme; NotFound."""
    row = session.get(Programme, group_id)
    if row is None or row.pupil_id is not None:
        message = "This group is not in the journal any more."
        raise NotFound(message)
    return row


def group_record(session: Session, row: Programme) -> records.Group:
    """Return a group with all who were ever in it, each as they stand now."""
    query = select(ProgrammeMember).where(ProgrammeMember.programme_id == row.id).order_by(ProgrammeMember.id)
    latest: dict[str, records.Member] = {}
    for each in session.scalars(query):
        latest[each.pupil_id] = records.Member(each.pupil_id, each.joined_on, each.left_on, each.how, each.handed_to)
    return records.Group(programme_record(session, row.id), row.group_name, tuple(latest.values()))


def groups_in(session: Session, *pupil_ids: str) -> tuple[records.Group, ...]:
    """Return the groups that go on and that any of these pupils is in now, in the order they were made."""
    mine = select(ProgrammeMember.programme_id).where(
        ProgrammeMember.pupil_id.in_(pupil_ids), ProgrammeMember.left_on.is_(None)
    )
    query = select(Programme).where(Programme.pupil_id.is_(None), Programme.status.in_(_RUNS), Programme.id.in_(mine))
    return tuple(group_record(session, row) for row in session.scalars(query.order_by(Programme.id)))


def leave(session: Session, group_id: str, pupil_id: str, on: date, how: str, handed_to: str) -> None:
    """Write down that a pupil is in a group no more, and how it ended for them."""
    one_of(how, records.ENDINGS, "An ending")
    to_role = clean(handed_to, most=_ROLE, what="who gets the pack", needed=how == "moved")
    query = select(ProgrammeMember).where(
        ProgrammeMember.programme_id == group_id,
        ProgrammeMember.pupil_id == pupil_id,
        ProgrammeMember.left_on.is_(None),
    )
    for row in session.scalars(query):
        row.left_on, row.how, row.handed_to = on, how, to_role
    session.flush()


def _join(session: Session, row: Programme, pupil_id: str, on: date) -> None:
    if row.status not in _RUNS:
        message = "This group has come to its end. Let it go on first."
        raise NotAllowed(message)
    the(session, Pupil, pupil_id)
    add(session, ProgrammeMember(programme_id=row.id, pupil_id=pupil_id, joined_on=on))


def _size() -> str:
    sizes = records.GROUP_SIZES
    return f"A group is {sizes[0]} to {sizes[-1]} pupils."
