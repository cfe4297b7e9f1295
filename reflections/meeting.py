"""The journal's room for sessions: opening and closing one, who came, what was meant for next time."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from sqlalchemy import func, or_, select

from reflections import records
from reflections.door import Door, add, the
from reflections.errors import NotAllowed
from reflections.grouping import group_row, groups_in
from reflections.people import place_row
from reflections.tables import Attendance, Place, Pupil, Session, TutorNote
from reflections.wording import clean, one_of

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date, datetime

    from sqlalchemy import orm

_GUESTS = range(31)
AGAIN = timedelta(minutes=30)  # whoever sits down again so soon after the close is still in the same lesson


class Meeting(Door):
    """Calls about one session."""

    def open_session(
        self,
        pupil_ids: Sequence[str],
        *,
        mode: str = "one-to-one",
        place: str | None = None,
        minutes: int = 60,
        solo: bool = False,
        group: str | None = None,
        guests: int = 0,
        resume: bool = False,
    ) -> records.Session:
        """Open a session with these pupils, or return today's open one of theirs; `minutes` is how long is planned.

        Several meet for their group (its id) where it is named, where its session is open, or where all of it is here; an
        open session takes in those who come later, and at least so many guests are counted. `solo` is a pupil alone, no
        tutor near: it counts as no lesson of the programme. With `resume` a lesson that was closed a moment ago goes on, and
        one that began with one of several is that of all of them: nobody comes twice by sitting down again. NotAllowed
        before a place is set up.
        """
        one_of(mode, records.SESSION_MODES, "A session")
        if mode == "one-to-one" and len(pupil_ids) > 1:
            message = "One-to-one is for one pupil. Choose a group session for several."
            raise NotAllowed(message)
        moment, zone = self._moment()
        today = self._now().date()
        with self._writing() as session:
            for pupil_id in pupil_ids:
                the(session, Pupil, pupil_id)
            where = place_row(session) if place is None else the(session, Place, place)
            if where is None:
                message = "Please set up the place first: its label and the person to call."
                raise NotAllowed(message)
            ours = _of_group(session, group, pupil_ids, today) if mode == "group" else None
            row = _open_today(session, today, mode, pupil_ids, where.id, solo, ours)
            if row is None and resume and not solo and not ours:
                row = _gone_on_with(session, today, moment, mode, pupil_ids, where.id)
            row = row or add(
                session,
                Session(
                    place_id=where.id,
                    held_on=today,
                    mode=mode,
                    planned_minutes=minutes,
                    opened_at=moment,
                    zone=zone,
                    solo=solo,
                    group_id=ours,
                ),
            )
            _take_in(session, row.id, pupil_ids)
            _count_guests(session, row.id, guests, at_least=True)
            return session_record(session, row)

    def group_today(self, pupil_id: str) -> records.Session | None:
        """Return today's open session of a group this pupil is in; None too while one of theirs alone is open."""
        today = self._now().date()
        with self._reading() as session:
            open_now = select(Session).where(Session.held_on == today, Session.closed_at.is_(None), ~Session.solo)
            theirs = open_now.where(Session.group_id.in_([one.id for one in groups_in(session, pupil_id)]))
            mine = select(Attendance.session_id).where(Attendance.pupil_id == pupil_id)
            alone = open_now.where(Session.mode == "one-to-one", Session.id.in_(mine))
            row = session.scalars(theirs.order_by(Session.opened_at.desc())).first()
            return None if row is None or session.scalars(alone).first() else session_record(session, row)

    def count_guests(self, session_id: str, guests: int) -> records.Session:
        """Say how many guests were there: that number is all that is kept of them."""
        if guests not in _GUESTS:
            message = f"Guests are counted from 0 to {_GUESTS[-1]}."
            raise NotAllowed(message)
        with self._writing() as session:
            row = the(session, Session, session_id)
            _count_guests(session, session_id, guests)
            return session_record(session, row)

    def session(self, session_id: str) -> records.Session:
        """Return one session; NotFound."""
        with self._reading() as session:
            return session_record(session, the(session, Session, session_id))

    def sessions(self, pupil_id: str | None = None) -> tuple[records.Session, ...]:
        """Return the pupil's sessions (or all), oldest first."""
        with self._reading() as session:
            return session_records(session, pupil_id)

    def open_sessions(self) -> tuple[records.Session, ...]:
        """Return the sessions that nobody has closed yet, oldest first; how many there were before does not matter."""
        query = select(Session).where(Session.closed_at.is_(None)).order_by(Session.opened_at, Session.id)
        with self._reading() as session:
            return _session_records(session, list(session.scalars(query)))

    def attend(self, session_id: str, pupil_id: str | None, *, state: str = "came", role: str = "player") -> None:
        """Say how a pupil (None is a guest) took part."""
        one_of(state, records.ATTENDANCES, "Coming")
        one_of(role, records.ROLES, "A role")
        query = select(Attendance).where(Attendance.session_id == session_id, Attendance.pupil_id == pupil_id)
        with self._writing() as session:
            the(session, Session, session_id)
            row = session.scalars(query).first() if pupil_id else None
            if row is None:
                add(session, Attendance(session_id=session_id, pupil_id=pupil_id, state=state, role=role))
            else:
                row.state, row.role = state, role

    def just_music_today(self, session_id: str, on: bool = True) -> None:
        """Ask nothing more in this session, nothing shows that it was pressed; or (not `on`) it was pressed by accident."""
        with self._writing() as session:
            the(session, Session, session_id).just_music = on

    def close_session(self, session_id: str, next_time: str = "") -> records.Session:
        """Close a session, with what the tutor will do next time; words still unseen don't stop it (see `end_day`)."""
        moment, _ = self._moment()
        words = clean(next_time, most=500, what="next time", lines=True)
        with self._writing() as session:
            row = the(session, Session, session_id)
            row.closed_at = row.closed_at or moment
            if words:
                kept = session.scalars(select(TutorNote).where(TutorNote.session_id == session_id)).first()
                (kept or add(session, TutorNote(session_id=session_id))).next_time = words
            session.flush()
            return session_record(session, row)

    def last_next_time(self, whose: str) -> str:
        """Return what the tutor last meant to do with this pupil, or this group; it opens their next session."""
        mine = select(Attendance.session_id).where(Attendance.pupil_id == whose)
        own = Session.group_id.is_(None) & Session.id.in_(mine)
        query = (
            select(TutorNote.next_time)
            .join(Session, Session.id == TutorNote.session_id)
            .where(or_(own, Session.group_id == whose), TutorNote.next_time != "")
            .order_by(Session.opened_at.desc())
            .limit(1)
        )
        with self._reading() as session:
            return session.scalar(query) or ""

    def last_next_times(self) -> dict[str, str]:
        """Return for each pupil what the tutor last meant to do with them alone; whoever has none is left out."""
        with self._reading() as session:
            return next_times(session)


def next_times(session: orm.Session) -> dict[str, str]:
    """Return for each pupil what the tutor last meant to do with them alone; whoever has none is left out."""
    nth = func.row_number().over(partition_by=Attendance.pupil_id, order_by=Session.opened_at.desc())
    latest = (
        select(Attendance.pupil_id, TutorNote.next_time, nth.label("nth"))
        .join(Session, Session.id == Attendance.session_id)
        .join(TutorNote, TutorNote.session_id == Session.id)
        .where(TutorNote.next_time != "", Attendance.pupil_id.is_not(None), Session.group_id.is_(None))
        .subquery()
    )
    rows = session.execute(select(latest.c.pupil_id, latest.c.next_time).where(latest.c.nth == 1))
    return {row[0]: row[1] for row in rows}


def group_next_times(session: orm.Session) -> dict[str, str]:
    """Return for each group what the tutor last meant to do with it; one that has none is left out."""
    nth = func.row_number().over(partition_by=Session.group_id, order_by=Session.opened_at.desc())
    latest = (
        select(Session.group_id, TutorNote.next_time, nth.label("nth"))
        .join(TutorNote, TutorNote.session_id == Session.id)
        .where(TutorNote.next_time != "", Session.group_id.is_not(None))
        .subquery()
    )
    rows = session.execute(select(latest.c.group_id, latest.c.next_time).where(latest.c.nth == 1))
    return {row[0]: row[1] for row in rows}


def session_record(session: orm.Session, row: Session) -> records.Session:
    """Return one session as a record."""
    return _session_records(session, [row])[0]


def session_records(session: orm.Session, whose: str | None) -> tuple[records.Session, ...]:
    """Return the sessions of a pupil or a group (None: all) as records, oldest first."""
    query = select(Session).order_by(Session.opened_at, Session.id)
    if whose is not None:
        mine = select(Attendance.session_id).where(Attendance.pupil_id == whose)
        query = query.where(or_(Session.id.in_(mine), Session.group_id == whose))
    return _session_records(session, list(session.scalars(query)))


def _of_group(session: orm.Session, group: str | None, pupil_ids: Sequence[str], today: date) -> str | None:
    """Return the group these pupils meet for: the one that is named, whose session is open, or that is wholly here."""
    if group is not None:
        if group_row(session, group).status not in records.PROGRAMME_STATES[:2]:
            message = "This group has come to its end. Let it go on first."
            raise NotAllowed(message)
        return group
    theirs = [one for one in groups_in(session, *pupil_ids) if set(pupil_ids) <= set(one.pupils)] if pupil_ids else []
    query = select(Session.group_id).where(
        Session.held_on == today, Session.closed_at.is_(None), Session.group_id.in_([one.id for one in theirs])
    )
    opened = set(session.scalars(query))
    whole = [one.id for one in theirs if set(one.pupils) == set(pupil_ids)]
    found = [one.id for one in theirs if one.id in opened] or whole
    return found[0] if len(found) == 1 else None


def _take_in(session: orm.Session, session_id: str, pupil_ids: Sequence[str]) -> None:
    """Note that these came; whoever was thought not to come has come after all."""
    query = select(Attendance).where(Attendance.session_id == session_id, Attendance.pupil_id.is_not(None))
    here = {row.pupil_id: row for row in session.scalars(query)}
    for pupil_id in pupil_ids:
        if pupil_id not in here:
            add(session, Attendance(session_id=session_id, pupil_id=pupil_id, state="came", role="player"))
        elif here[pupil_id].state not in records.ATTENDANCES[:2]:
            here[pupil_id].state = "came"


def _count_guests(session: orm.Session, session_id: str, guests: int, *, at_least: bool = False) -> None:
    query = select(Attendance).where(Attendance.session_id == session_id, Attendance.pupil_id.is_(None))
    known = list(session.scalars(query.order_by(Attendance.id)))
    for _ in range(guests - len(known)):
        add(session, Attendance(session_id=session_id, pupil_id=None, state="came", role="player"))
    for row in [] if at_least else known[guests:]:
        session.delete(row)
    session.flush()


def _open_today(
    session: orm.Session,
    today: date,
    mode: str,
    pupil_ids: Sequence[str],
    place_id: str,
    solo: bool,
    group: str | None,
) -> Session | None:
    query = select(Session).where(
        Session.held_on == today,
        Session.closed_at.is_(None),
        Session.mode == mode,
        Session.place_id == place_id,
        Session.solo == solo,
    )
    mine = select(Attendance.session_id).where(Attendance.pupil_id.in_(pupil_ids))
    if mode == "one-to-one":
        anyone = select(Attendance.session_id)
        query = query.where(Session.id.in_(mine) if pupil_ids else Session.id.not_in(anyone))
    elif group is not None:
        query = query.where(Session.group_id == group)
    else:  # another group's is not theirs, unless one of them is there already
        query = query.where(or_(Session.group_id.is_(None), Session.id.in_(mine)))
    return session.scalars(query.order_by(Session.opened_at.desc()).limit(1)).first()


def _gone_on_with(
    session: orm.Session, today: date, moment: datetime, mode: str, pupil_ids: Sequence[str], place_id: str
) -> Session | None:
    """Open again what was closed a moment ago, or let a lesson of one of them become that of several."""
    mine = select(Attendance.session_id).where(Attendance.pupil_id.in_(pupil_ids))
    closed_just_now = Session.closed_at >= moment - AGAIN
    query = select(Session).where(
        Session.held_on == today, Session.place_id == place_id, ~Session.solo, Session.id.in_(mine)
    )
    if mode == "one-to-one":
        query = query.where(Session.mode == mode, closed_just_now)
    else:
        query = query.where(Session.group_id.is_(None), or_(Session.closed_at.is_(None), closed_just_now))
    row = session.scalars(query.order_by(Session.opened_at.desc()).limit(1)).first()
    if row is not None:
        row.closed_at, row.mode = None, mode
    return row


def _session_records(session: orm.Session, rows: list[Session]) -> tuple[records.Session, ...]:
    ids = [row.id for row in rows]
    came: dict[str, list[records.Attendance]] = {}
    guests: dict[str, int] = {}
    for a in session.scalars(select(Attendance).where(Attendance.session_id.in_(ids)).order_by(Attendance.id)):
        if a.pupil_id is not None:
            came.setdefault(a.session_id, []).append(records.Attendance(a.pupil_id, a.state, a.role))
        elif a.state in records.ATTENDANCES[:2]:
            guests[a.session_id] = guests.get(a.session_id, 0) + 1
    notes = {n.session_id: n.next_time for n in session.scalars(select(TutorNote).where(TutorNote.session_id.in_(ids)))}
    return tuple(
        records.Session(
            id=row.id,
            place=row.place_id,
            held_on=row.held_on,
            mode=row.mode,
            planned_minutes=row.planned_minutes,
            opened_at=row.opened_at,
            zone=row.zone,
            closed_at=row.closed_at,
            just_music=row.just_music,
            next_time=notes.get(row.id, ""),
            attendance=tuple(came.get(row.id, ())),
            solo=row.solo,
            group=row.group_id,
            guests=guests.get(row.id, 0),
        )
        for row in rows
    )
