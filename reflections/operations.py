"""The one path of change: whatever a flush does to a shared row is written beside it as operations, in one transaction.

An operation says which field of which row became what, stamped with a hybrid logical clock and the node that did it, so
that journals which parted can be joined again field by field. It can't be forgotten, because it is made from what
SQLAlchemy is about to write; statements that would go round it (bulk UPDATE and the like) are refused. A new row is one
operation with all its fields; a frozen column never changes again; bytes stand as their sha256.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import re
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Any

from sqlalchemy import delete, event, func, insert, inspect, select
from sqlalchemy.orm import ORMExecuteState, Session

from reflections.errors import NotAllowed
from reflections.tables import Operation, Row, Shared

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from sqlalchemy.orm import UOWTransaction

ALL_FIELDS = "*"  # the operation of a new row
DELETED = "-"  # the row went, its earlier operations stay as history
ERASED = "!"  # the row went and its operations with it; a merge never brings it back
_AHEAD_MS = 86_400_000
_AT_ONCE = 500  # SQLite takes no more names than so many in one question
STAMP = re.compile(r"([0-9a-f]{12})-([0-9a-f]{6})-([0-9a-f]{16})")  # matched whole


class Clock:
    """A hybrid logical clock: stamps that always rise, near wall time, unlike any other node's.

    A stamp is 12 hex digits of milliseconds, 6 of a counter, 16 of the node: its text sorts as it happened.
    """

    def __init__(self, node: str, now: Callable[[], datetime], last: str | None = None) -> None:
        self.node = node
        self._now = now
        self._ms = self._count = 0
        if last is not None:
            self.saw(last)

    @property
    def saw_any(self) -> bool:
        """Whether it has moved past any stamp yet."""
        return (self._ms, self._count) != (0, 0)

    def stamp(self) -> str:
        """Return the next stamp, later than every one given or seen before, whatever the wall clock does."""
        ms = int(self._now().timestamp() * 1000)
        if ms > self._ms:
            self._ms, self._count = ms, 0
        else:
            self._count += 1
        return f"{self._ms:012x}-{self._count:06x}-{self.node}"

    def saw(self, stamp: str) -> None:
        """Move on past a stamp from elsewhere; one more than a day ahead is a wrong clock and isn't followed."""
        if (found := STAMP.fullmatch(stamp)) is None:
            message = "A change carries a stamp that no Soundfolio writes."
            raise NotAllowed(message)
        ms, count = int(found[1], 16), int(found[2], 16)
        if found[3] != self.node and ms > self._now().timestamp() * 1000 + _AHEAD_MS:
            return
        self._ms, self._count = max((self._ms, self._count), (ms, count))

    def past(self, stamp: str) -> None:
        """Move on past a stamp, however far ahead: what changes the same row next has to come after it."""
        if (found := STAMP.fullmatch(stamp)) is not None:
            self._ms, self._count = max((self._ms, self._count), (int(found[1], 16), int(found[2], 16)))


def at(stamp: str) -> datetime:
    """Return the moment (UTC) at which a stamp was made, as its laptop's clock had it."""
    return datetime.fromtimestamp(int(stamp[:12], 16) / 1000, UTC)


def clock_of(session: Session, node: str, now: Callable[[], datetime]) -> Clock:
    """Return a clock later than all that this node did, and than all it knows of but what a wrong clock stamped."""
    clock = Clock(node, now, session.scalar(select(func.max(Operation.id))))
    if not clock.saw_any:  # the latest is from a clock far ahead, and hides what we did ourselves
        own = select(func.max(Operation.id)).where(Operation.id.endswith(f"-{node}"))
        clock.past(session.scalar(own) or "")
    return clock


class RecordedSession(Session):
    """A session that writes an operation for each change of a shared row."""


def erase(session: Session, row: Shared) -> None:
    """Delete a row and every operation that holds something of it; one without content says that it was erased."""
    session.flush()
    session.execute(delete(Operation).where(Operation.entity == row.__tablename__, Operation.row == row.id))
    session.info.setdefault("erased", set()).add(row.id)
    session.delete(row)
    session.flush()


def erase_all(session: Session, rows: Iterable[Shared]) -> None:
    """Delete rows of one table as `erase` does one."""
    session.flush()
    gone = list(rows)
    for row in gone:
        session.execute(delete(Operation).where(Operation.entity == row.__tablename__, Operation.row == row.id))
        session.info.setdefault("erased", set()).add(row.id)
        session.delete(row)
    session.flush()


def rewrite(session: Session, row: Shared) -> None:
    """Forget what a row held before: its earlier operations go, and one with all its fields as they stand now follows."""
    session.flush()
    latest = session.scalar(select(func.max(Operation.id)).where(Operation.row == row.id)) or ""
    session.execute(delete(Operation).where(Operation.entity == row.__tablename__, Operation.row == row.id))
    fields = {c: _plain(getattr(row, c)) for c in _columns(row) if c != "id"}
    clock: Clock = session.info["clock"]
    clock.past(latest)
    operation = {"entity": row.__tablename__, "row": row.id, "field": ALL_FIELDS, "value": _json(fields)}
    session.connection().execute(insert(Operation), [{"id": clock.stamp(), **operation}])


@contextlib.contextmanager
def joining(session: Session) -> Iterator[None]:
    """Let rows be written as operations from elsewhere say, which are kept as they came: no new ones, nothing frozen."""
    before = session.info.get("joining", False)
    session.info["joining"] = True
    try:
        yield
    finally:
        session.info["joining"] = before


def say(session: Session, row: Shared, fields: Iterable[str]) -> None:
    """Write operations for fields of a row that were set while joining."""
    clock: Clock = session.info["clock"]
    told = [
        {"entity": row.__tablename__, "row": row.id, "field": name, "value": _json(_plain(getattr(row, name)))}
        for name in sorted(fields)
    ]
    _stamp_and_keep(session, clock, told)


def portions(items: Sequence[str]) -> Iterator[Sequence[str]]:
    """Give the items in as many at a time as one question to the database takes."""
    for start in range(0, len(items), _AT_ONCE):
        yield items[start : start + _AT_ONCE]


@event.listens_for(RecordedSession, "before_flush")
def _keep_frozen(session: Session, _context: UOWTransaction, _instances: Any) -> None:
    """Refuse a change to what is kept as given."""
    if session.info.get("joining"):
        return
    for row in session.dirty:
        if isinstance(row, Shared) and (touched := _touched(row) & row.frozen_columns()):
            message = (
                f"{row.__tablename__.replace('_', ' ').capitalize()}: {', '.join(sorted(touched))} stays as given."
            )
            raise NotAllowed(message)


@event.listens_for(RecordedSession, "after_flush")
def _record(session: Session, _context: UOWTransaction) -> None:
    """Write the operations of one flush; it runs before the state of the rows is tidied away."""
    if not session.info.get("joining"):
        _stamp_and_keep(session, session.info["clock"], list(_changes(session)))


def _stamp_and_keep(session: Session, clock: Clock, changes: list[dict[str, Any]]) -> None:
    """Give each change a stamp later than any of its row, which may have come from a laptop whose clock is ahead."""
    if not changes:
        return
    again = sorted({change["row"] for change in changes if change["field"] not in (ALL_FIELDS, ERASED)})
    for some in portions(again):
        query = select(func.max(Operation.id)).where(Operation.row.in_(some))
        clock.past(session.connection().scalar(query) or "")
    session.connection().execute(insert(Operation), [{"id": clock.stamp(), **change} for change in changes])


@event.listens_for(RecordedSession, "do_orm_execute")
def _refuse_detours(state: ORMExecuteState) -> None:
    """Refuse statements that would change shared rows without an operation."""
    if (state.is_update or state.is_delete or state.is_insert) and state.bind_mapper is not None:
        assert not issubclass(state.bind_mapper.class_, Shared), "shared rows change through the session, row by row"


def _changes(session: Session) -> Iterator[dict[str, Any]]:
    for row in session.new:
        if isinstance(row, Shared):
            fields = {c: _plain(getattr(row, c)) for c in _columns(row) if c != "id"}
            yield {"entity": row.__tablename__, "row": row.id, "field": ALL_FIELDS, "value": _json(fields)}
    for row in session.dirty:
        if isinstance(row, Shared):
            for column in sorted(_touched(row)):
                value = _json(_plain(getattr(row, column)))
                yield {"entity": row.__tablename__, "row": row.id, "field": column, "value": value}
    erased = session.info.get("erased", set())
    for row in session.deleted:
        if isinstance(row, Shared):
            how = ERASED if row.id in erased else DELETED
            yield {"entity": row.__tablename__, "row": row.id, "field": how, "value": "null"}


def _columns(row: Row) -> list[str]:
    return [attribute.key for attribute in inspect(row).mapper.column_attrs]


def _touched(row: Row) -> set[str]:
    state = inspect(row)
    return {c for c in _columns(row) if state.attrs[c].history.has_changes()}


def _plain(value: Any) -> Any:
    match value:
        case bytes():
            return {"sha256": hashlib.sha256(value).hexdigest()}
        case datetime() | date():
            return value.isoformat()
        case _:
            return value


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"), sort_keys=True)
