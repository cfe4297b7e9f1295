"""What every room of the journal stands on: the open store, the clock, one transaction a call, rows found or said missing."""

from __future__ import annotations

import contextlib
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, TypeVar

from sqlalchemy import ColumnElement, and_, exists, select

from reflections.errors import JournalError, NotFound
from reflections.tables import Attendance, Audit, EvidenceTag, Row, Said, Shared, Take, TakenBack, Version
from reflections.tables import Session as Meeting
from reflections.wording import clean

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from sqlalchemy.orm import Session

    from reflections.operations import Clock
    from reflections.store import Store

SomeRow = TypeVar("SomeRow", bound=Row)
TUTOR = "tutor"


class Door:
    """Reads and writes for the rooms; a call is one transaction, and no row leaves it."""

    def __init__(self, store: Store, clock: Clock, now: Callable[[], datetime]) -> None:
        self._store: Store | None = store
        self._clock = clock
        self._now = now
        self._changed = False

    @contextlib.contextmanager
    def _reading(self) -> Iterator[Session]:
        with self._opened.reading() as session:
            yield session

    @contextlib.contextmanager
    def _writing(self) -> Iterator[Session]:
        store = self._opened
        with store.writing(self._clock) as session:
            before = store.rows_written(session)
            yield session
            session.flush()
            wrote = store.rows_written(session) != before
        self._changed |= wrote  # who only might have written is no reason to copy the whole journal

    @property
    def _opened(self) -> Store:
        if self._store is None:
            message = "The journal is closed. Open it again to go on."
            raise JournalError(message)
        return self._store

    def _moment(self) -> tuple[datetime, str]:
        """Return now in UTC and the zone it is lived in."""
        here = self._now()
        return here.astimezone(UTC), zone_of(here)


def zone_of(moment: datetime) -> str:
    """Name the zone of an aware datetime: its IANA name where it has one, else its offset ("+01:00")."""
    name = getattr(moment.tzinfo, "key", None)
    if isinstance(name, str):
        return name
    return moment.isoformat()[-6:] if moment.utcoffset() else "UTC"


def the(session: Session, kind: type[SomeRow], row_id: str) -> SomeRow:
    """Return the row of that id, or NotFound with a sentence."""
    found = session.get(kind, row_id)
    if found is None:
        message = f"This {kind.__tablename__.replace('_', ' ')} is not in the journal any more."
        raise NotFound(message)
    return found


def add(session: Session, row: SomeRow) -> SomeRow:
    """Add a row and write it at once, so that rows that name it find it there."""
    session.add(row)
    session.flush()
    return row


def note(
    session: Session, at: datetime, action: str, subject: str | None, *, actor: str = TUTOR, purpose: str = ""
) -> None:
    """Write one line of the audit log; it never holds content."""
    session.add(Audit(at=at, actor=actor, action=action, subject=subject, purpose=purpose))


def to_be_seen(session: Session, row: Shared, *fields: str, pupil: str, at: datetime, seen_by: str = "") -> None:
    """Note that a pupil put words into these fields of a row, so that an adult sees them; empty fields are none.

    Words changed before anyone saw them wait once. The session is the one the pupil sits in just now, if any. An adult who
    wrote them down as they were said is named by `seen_by`: those are seen already.
    """
    here = _open_session_of(session, pupil)
    adult = clean(seen_by, most=80, what="who was there")
    for field in fields:
        if not getattr(row, field):
            continue
        query = select(Said).where(Said.of == row.id, Said.field == field, Said.seen_at.is_(None))
        waits = session.scalars(query).first()
        if waits is not None:
            waits.said_at = at
            if adult:
                waits.seen_at, waits.seen_by = at, adult
        else:
            fresh = Said(
                pupil_id=pupil,
                session_id=here,
                entity=row.__tablename__,
                of=row.id,
                field=field,
                said_at=at,
                seen_at=at if adult else None,
                seen_by=adult,
            )
            add(session, fresh)


def _open_session_of(session: Session, pupil: str) -> str | None:
    query = (
        select(Meeting.id)
        .join(Attendance, Attendance.session_id == Meeting.id)
        .where(Attendance.pupil_id == pupil, Meeting.closed_at.is_(None))
    )
    return session.scalar(query.order_by(Meeting.opened_at.desc()).limit(1))


def shown_tags() -> ColumnElement[bool]:
    """Say in SQL that what a tag is on can still be seen: not put aside and not taken back."""
    return and_(  # each looked up by its key: a list of all that was ever put aside would be read for each question
        ~exists().where(Take.id == EvidenceTag.take_id, Take.removed_at.is_not(None)),
        ~exists().where(Version.id == EvidenceTag.version_id, Version.removed_at.is_not(None)),
        ~exists().where(TakenBack.id == EvidenceTag.reflection_id),
    )


def not_taken_back(item: Any) -> ColumnElement[bool]:
    """Say in SQL that a row was not taken back: every read of what was said asks this."""
    return item.not_in(select(TakenBack.id))  # type: ignore[no-any-return]  # SQLAlchemy types a column of any kind as anything
