"""The journal's room for what adults have to see: a pupil's words wherever they were put, and calls for help."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from reflections import records
from reflections.door import Door, add, not_taken_back, note, the
from reflections.errors import Unheard
from reflections.people import place_row
from reflections.saying import reflection_record
from reflections.tables import Base, HelpFlag, Place, Reflection, Said, Session, Shared, TakenBack
from reflections.wording import clean, one_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from sqlalchemy import orm


_DRAWN = "A picture they drew. It is with the piece in their music."


class Seeing(Door):
    """Calls about what waits for an adult's eyes and ears."""

    def unseen(self, session_id: str | None = None, *, pupil_id: str | None = None) -> records.Unseen:
        """Return what an adult has still to see (of one session, one pupil, or all): solo words first, then the oldest."""
        with self._reading() as session:
            return unseen_record(session, session_id=session_id, pupil_id=pupil_id)

    def seen(self, ids: Iterable[str], by: str) -> None:
        """Say that an adult has read or heard these: ids of what `unseen` returned."""
        moment, _ = self._moment()
        who = clean(by, most=80, what="who saw it", needed=True)
        with self._writing() as session:
            for each in ids:
                row = session.get(Said, each) or the(session, Reflection, each)
                if row.seen_at is None:
                    row.seen_at, row.seen_by = moment, who

    def was_there(self, session_id: str, by: str) -> None:
        """Say that an adult was there while it was said: all of this session that can be read is seen.

        A voice note is not: it waits until somebody has heard it.
        """
        with self._reading() as session:
            waiting = unseen_record(session, session_id=session_id).items
        self.seen([one.id for one in waiting if not one.has_sound or one.words], by)

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


def unseen_record(
    session: orm.Session, *, session_id: str | None = None, pupil_id: str | None = None
) -> records.Unseen:
    """Return what waits to be seen, of one session or pupil or of all."""
    gone = select(TakenBack).where(TakenBack.told_at.is_(None), TakenBack.was_seen.is_(False))
    if session_id is not None:
        gone = gone.where(TakenBack.session_id == session_id)
    if pupil_id is not None:
        gone = gone.where(TakenBack.pupil_id == pupil_id)
    answers = _waiting(session, Reflection, session_id, pupil_id)
    said = _waiting(session, Said, session_id, pupil_id)
    met = {row.session_id for row in (*answers, *said)}
    alone = set(session.scalars(select(Session.id).where(Session.id.in_(met), Session.solo)))
    held = _held(session, said)
    items = [_of_reflection(row, alone) for row in answers]
    items += [item for row in said for item in _of_said(held.get(row.of), row, alone)]
    items.sort(key=lambda item: (not item.solo, item.at, item.id))
    solo_first = {item.id: nth for nth, item in enumerate(items)}
    return records.Unseen(
        items=tuple(items),
        reflections=tuple(sorted((reflection_record(row) for row in answers), key=lambda said: solo_first[said.id])),
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
    if waiting.items or waiting.taken_back:
        message = "There are words nobody has seen yet. Please look at them first, then this can go on."
        raise Unheard(message)


def _waiting(session: orm.Session, kind: type[Any], session_id: str | None, pupil_id: str | None) -> list[Any]:
    """Return the rows nobody has seen; what was taken back is in no view."""
    item = kind.id if kind is Reflection else kind.of
    query = select(kind).where(kind.seen_at.is_(None), not_taken_back(item))
    if session_id is not None:
        query = query.where(kind.session_id == session_id)
    if pupil_id is not None:
        query = query.where(kind.pupil_id == pupil_id)
    return list(session.scalars(query.order_by(kind.id)))


def _of_reflection(row: Reflection, alone: set[str]) -> records.SeenItem:
    return records.SeenItem(
        id=row.id,
        entity=row.__tablename__,
        field="body",
        of=row.id,
        pupil=row.pupil_id,
        session=row.session_id,
        prompt=row.prompt,
        words=row.body,
        has_sound=row.has_sound,
        solo=row.session_id is None or row.session_id in alone,
        at=row.made_at,
    )


def _held(session: orm.Session, said: Iterable[Said]) -> dict[str, Shared]:
    """Return the rows that hold these words, by their ids: one question a table, however many wait."""
    ids: dict[str, list[str]] = {}
    for row in said:
        ids.setdefault(row.entity, []).append(row.of)
    return {
        held.id: held
        for entity, of in ids.items()
        for held in session.scalars(select(_KINDS[entity]).where(_KINDS[entity].id.in_(of)))
    }


def _of_said(held: Shared | None, row: Said, alone: set[str]) -> Iterator[records.SeenItem]:
    """Read the words where they lie now; a row that is gone has none to see."""
    if held is not None and (said := getattr(held, row.field)):
        spoken = isinstance(said, bytes)
        yield records.SeenItem(
            id=row.id,
            entity=row.entity,
            field=row.field,
            of=row.of,
            pupil=row.pupil_id,
            session=row.session_id,
            prompt="",
            words="" if spoken else _DRAWN if row.field == "cover" else said,
            has_sound=spoken,
            solo=row.session_id is None or row.session_id in alone,
            at=row.said_at,
        )


_KINDS: dict[str, type[Shared]] = {
    mapper.class_.__tablename__: mapper.class_ for mapper in Base.registry.mappers if issubclass(mapper.class_, Shared)
}


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
