"""The journal's room for sessions: opening and closing one, what was meant for next time, what waits to be seen, help."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select

from reflections import records
from reflections.door import Door, add, not_taken_back, note, the
from reflections.errors import NotAllowed, Unheard
from reflections.people import place_row
from reflections.saying import reflection_record
from reflections.tables import Attendance, HelpFlag, Place, Pupil, Reflection, Session, TakenBack, TutorNote
from reflections.wording import clean, one_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import date

    from sqlalchemy import orm


class Meeting(Door):
    """Calls about one session and about what adults have still to see."""

    def open_session(
        self, pupil_ids: Sequence[str], *, mode: str = "one-to-one", place: str | None = None, minutes: int = 60
    ) -> records.Session:
        """Open a session with these pupils, or return today's open one of theirs; `minutes` is how long is planned.

        A group's open session of today takes in those who come later. NotAllowed before a place is set up.
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
            row = _open_today(session, today, mode, pupil_ids, where.id) or add(
                session,
                Session(
                    place_id=where.id, held_on=today, mode=mode, planned_minutes=minutes, opened_at=moment, zone=zone
                ),
            )
            here = set(session.scalars(select(Attendance.pupil_id).where(Attendance.session_id == row.id)))
            for pupil_id in pupil_ids:
                if pupil_id not in here:
                    add(session, Attendance(session_id=row.id, pupil_id=pupil_id, state="came", role="player"))
            return session_record(session, row)

    def session(self, session_id: str) -> records.Session:
        """Return one session; NotFound."""
        with self._reading() as session:
            return session_record(session, the(session, Session, session_id))

    def sessions(self, pupil_id: str | None = None) -> tuple[records.Session, ...]:
        """Return the pupil's sessions (or all), oldest first."""
        with self._reading() as session:
            return session_records(session, pupil_id)

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

    def just_music_today(self, session_id: str) -> None:
        """Ask nothing more in this session; nothing shows that it was pressed."""
        with self._writing() as session:
            the(session, Session, session_id).just_music = True

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

    def last_next_time(self, pupil_id: str) -> str:
        """Return what the tutor last meant to do with this pupil; it opens the next session."""
        query = (
            select(TutorNote.next_time)
            .join(Session, Session.id == TutorNote.session_id)
            .join(Attendance, Attendance.session_id == Session.id)
            .where(Attendance.pupil_id == pupil_id, TutorNote.next_time != "")
            .order_by(Session.opened_at.desc())
            .limit(1)
        )
        with self._reading() as session:
            return session.scalar(query) or ""

    def unseen(self, session_id: str | None = None) -> records.Unseen:
        """Return what an adult has still to see (of one session, or of all): solo words first, then the oldest."""
        with self._reading() as session:
            return unseen_record(session, session_id=session_id)

    def seen(self, reflection_ids: Iterable[str], by: str) -> None:
        """Say that an adult has read or heard these."""
        moment, _ = self._moment()
        who = clean(by, most=80, what="who saw it", needed=True)
        with self._writing() as session:
            for reflection_id in reflection_ids:
                row = the(session, Reflection, reflection_id)
                if row.seen_at is None:
                    row.seen_at, row.seen_by = moment, who

    def told_of_taking_back(self, session_id: str | None = None) -> None:
        """Say that the tutor has been told that something was taken back before anyone saw it."""
        moment, _ = self._moment()
        query = select(TakenBack).where(TakenBack.told_at.is_(None), TakenBack.was_seen.is_(False))
        with self._writing() as session:
            for row in session.scalars(
                query if session_id is None else query.where(TakenBack.session_id == session_id)
            ):
                row.told_at = moment

    def end_day(self) -> None:
        """Close what is still open; Unheard while words are unseen or a call for help is not passed on."""
        moment, _ = self._moment()
        with self._writing() as session:
            refuse_unheard(session)
            for row in session.scalars(select(Session).where(Session.closed_at.is_(None))):
                row.closed_at = moment

    def raise_help(self, pupil_id: str | None, session_id: str | None, raised_by: str = "pupil") -> records.HelpFlag:
        """Someone wants to talk: kept at once, with who, where and when, and never what about."""
        moment, _ = self._moment()
        with self._writing() as session:
            held_at = the(session, Session, session_id).place_id if session_id else None
            where = held_at or getattr(place_row(session), "id", None)
            row = HelpFlag(
                pupil_id=pupil_id,
                session_id=session_id,
                place_id=where,
                raised_by=one_of(raised_by, records.RAISERS, "Who asked"),
                raised_at=moment,
            )
            note(session, moment, "help asked for", add(session, row).id, actor=raised_by)
            return _flag(session, row)

    def pass_on(self, flag_id: str, to: str, reference: str = "") -> records.HelpFlag:
        """Say who was told; the reference is the place's own, never a description."""
        moment, _ = self._moment()
        with self._writing() as session:
            row = the(session, HelpFlag, flag_id)
            row.passed_to = clean(to, most=120, what="who was told", needed=True)
            row.passed_at = moment
            row.reference = clean(reference, most=40, what="the reference")
            note(session, moment, "help passed on", row.id)
            session.flush()
            return _flag(session, row)

    def open_flags(self) -> tuple[records.HelpFlag, ...]:
        """Return the calls for help that nobody has passed on yet, oldest first."""
        with self._reading() as session:
            return _open_flags(session)


def session_record(session: orm.Session, row: Session) -> records.Session:
    """Return one session as a record."""
    return _session_records(session, [row])[0]


def session_records(session: orm.Session, pupil_id: str | None) -> tuple[records.Session, ...]:
    """Return the sessions of a pupil (None: all) as records, oldest first."""
    query = select(Session).order_by(Session.opened_at, Session.id)
    if pupil_id is not None:
        query = query.where(Session.id.in_(select(Attendance.session_id).where(Attendance.pupil_id == pupil_id)))
    return _session_records(session, list(session.scalars(query)))


def unseen_record(
    session: orm.Session, *, session_id: str | None = None, pupil_id: str | None = None
) -> records.Unseen:
    """Return what waits to be seen, of one session or pupil or of all."""
    words = select(Reflection).where(Reflection.seen_at.is_(None), not_taken_back(Reflection.id))
    gone = select(TakenBack).where(TakenBack.told_at.is_(None), TakenBack.was_seen.is_(False))
    if session_id is not None:
        words, gone = words.where(Reflection.session_id == session_id), gone.where(TakenBack.session_id == session_id)
    if pupil_id is not None:
        words, gone = words.where(Reflection.pupil_id == pupil_id), gone.where(TakenBack.pupil_id == pupil_id)
    found = session.scalars(words.order_by(Reflection.session_id.is_not(None), Reflection.id))
    return records.Unseen(
        reflections=tuple(reflection_record(row) for row in found),
        taken_back=len(session.scalars(gone).all()),
        flags=_open_flags(session),
    )


def refuse_unheard(session: orm.Session, pupil_id: str | None = None) -> None:
    """Unheard while words (of one pupil, or anyone's) are unseen or a call for help is not passed on."""
    waiting = unseen_record(session, pupil_id=pupil_id)
    flags = [flag for flag in waiting.flags if pupil_id is None or flag.pupil in {pupil_id, None}]
    if flags:
        message = "Someone asked to talk and it has not been passed on. Do that first."
        raise Unheard(message)
    if waiting.reflections or waiting.taken_back:
        message = "There are words nobody has seen yet. Please look at them first, then this can go on."
        raise Unheard(message)


def _open_today(
    session: orm.Session, today: date, mode: str, pupil_ids: Sequence[str], place_id: str
) -> Session | None:
    query = select(Session).where(
        Session.held_on == today, Session.closed_at.is_(None), Session.mode == mode, Session.place_id == place_id
    )
    if mode == "one-to-one":
        mine = select(Attendance.session_id).where(Attendance.pupil_id.in_(pupil_ids))
        anyone = select(Attendance.session_id)
        query = query.where(Session.id.in_(mine) if pupil_ids else Session.id.not_in(anyone))
    return session.scalars(query.order_by(Session.opened_at.desc()).limit(1)).first()


def _session_records(session: orm.Session, rows: list[Session]) -> tuple[records.Session, ...]:
    ids = [row.id for row in rows]
    came: dict[str, list[records.Attendance]] = {}
    for a in session.scalars(select(Attendance).where(Attendance.session_id.in_(ids)).order_by(Attendance.id)):
        if a.pupil_id is not None:
            came.setdefault(a.session_id, []).append(records.Attendance(a.pupil_id, a.state, a.role))
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
        )
        for row in rows
    )


def _open_flags(session: orm.Session) -> tuple[records.HelpFlag, ...]:
    rows = session.scalars(select(HelpFlag).where(HelpFlag.passed_at.is_(None)).order_by(HelpFlag.raised_at))
    return tuple(_flag(session, row) for row in rows)


def _flag(session: orm.Session, row: HelpFlag) -> records.HelpFlag:
    where = session.get(Place, row.place_id) if row.place_id else None
    return records.HelpFlag(
        id=row.id,
        pupil=row.pupil_id,
        session=row.session_id,
        place=row.place_id,
        raised_by=row.raised_by,
        raised_at=row.raised_at,
        passed_to=row.passed_to,
        passed_at=row.passed_at,
        reference=row.reference,
        help_person=where.help_person if where else "",
    )
