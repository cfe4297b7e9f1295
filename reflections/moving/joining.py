"""Two histories of one journal become one: the union of their operations, and every row as that union says.

The latest change of a field wins and each earlier one stays in the history. A row's second "all fields" is a rewrite: what
came before it is forgotten on both sides. What was erased on either side is erased on both and never comes back. All of it
runs in the caller's one transaction: a file that is not whole changes nothing.
"""

from __future__ import annotations

import hashlib
from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from sqlalchemy import LargeBinary, delete, insert, inspect, select

from reflections import erasing, operations
from reflections.errors import Damaged, NotAllowed
from reflections.moving import changes, dangling, repairs
from reflections.moving.changes import IN_ORDER, KINDS, NOT_WHOLE, Change
from reflections.moving.doubles import keep_beside
from reflections.operations import ALL_FIELDS, DELETED, ERASED
from reflections.tables import Operation, Piece, Pupil, Shared

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from sqlalchemy.orm import Session

_HELD = (
    "A pupil who was erased on the other laptop is held here, so nothing was taken in. "
    "Ask your safeguarding lead; lift the hold or leave the file."
)


@dataclass(frozen=True, slots=True)
class Both:
    """A text that was changed on both sides: the stamps of what stands now and of what stands in the history."""

    entity: str
    row: str
    field: str
    stands: str
    beside: str


@dataclass(slots=True)
class Joined:
    """What taking in a history did: ids of rows by table, and what an adult is to look at."""

    added: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))
    changed: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))
    removed: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))
    erased: list[str] = field(default_factory=list)  # pupils
    left_out: int = 0  # rows that were erased here, or hang on one that was
    both: list[Both] = field(default_factory=list)
    parked: list[tuple[str, str]] = field(default_factory=list)  # (programme, goal) that was a fourth
    doubled: list[str] = field(default_factory=list)  # pieces whose other state was kept as a piece of its own
    operations: int = 0


def join(
    session: Session,
    incoming: Sequence[Change],
    blobs: Mapping[str, bytes],
    *,
    erase: Callable[[Pupil], object],
    knows: Iterable[str] = (),
    progress: Callable[[float], None] = lambda _done: None,
) -> Joined:
    """Take a history in; `erase` lets a pupil go who was erased there, `knows` are stamps it leaves out but has heard of.

    `progress` gets 0 to 1, row by row; what it raises stops it, and the caller's transaction takes nothing of it. Damaged where it is not whole, or says of one change what this journal does not; NotAllowed under a hold.
    """
    return _Joining(session, blobs, erase, progress).run(incoming, knows)


class _Joining:
    def __init__(
        self,
        session: Session,
        blobs: Mapping[str, bytes],
        erase: Callable[[Pupil], object],
        progress: Callable[[float], None],
    ) -> None:
        self.session, self.blobs, self.erase_pupil, self.told = session, blobs, erase, Joined()
        self.progress = progress
        self.there: set[str] = set()  # stamps that the other side knows
        # rows that are erased, here or there, or hang on one that is; by table, since that something was taken back has its id
        self.gone: set[tuple[str, str]] = set()

    def run(self, incoming: Sequence[Change], knows: Iterable[str]) -> Joined:
        self.there = {c.stamp for c in incoming}.union(knows)
        fresh = self._unknown(incoming)
        self.gone = self._erased_among({c.row for c in fresh})
        fresh = self._erase(fresh)
        self._upsert(fresh)
        self._remove(fresh)
        dangling.mend(self.session)
        self.told.parked = repairs.park_fourth_goals(self.session, self.told.changed["goal"] + self.told.added["goal"])
        clock: operations.Clock = self.session.info["clock"]
        for change in fresh:
            clock.saw(change.stamp)
        return self.told

    def _unknown(self, incoming: Sequence[Change]) -> list[Change]:
        """Leave out what is known already; Damaged where one stamp stands for two changes (a laptop that was copied)."""
        known: dict[str, Change] = {}
        for some in operations.portions([c.stamp for c in incoming]):
            rows = self.session.scalars(select(Operation).where(Operation.id.in_(some)))
            known |= {row.id: changes.of(row) for row in rows}
        for change in incoming:
            if change.stamp in known and known[change.stamp] != change:
                message = (
                    "This file and this journal tell one change in two ways, as copied laptops do. Nothing was taken in. "
                    "Open a backup on one of the two, which makes it its own, and try again."
                )
                raise Damaged(message)
        return sorted(c for c in incoming if c.stamp not in known)

    def _erased_among(self, rows: Iterable[str]) -> set[tuple[str, str]]:
        found: set[tuple[str, str]] = set()
        for some in operations.portions(sorted(rows)):
            query = select(Operation.entity, Operation.row).where(Operation.row.in_(some), Operation.field == ERASED)
            found.update((entity, row) for entity, row in self.session.execute(query))
        return found

    # -- erased there --------------------------------------------------------------------------------------------------

    def _erase(self, fresh: list[Change]) -> list[Change]:
        """Erase here what was erased there, pupils first with all that is theirs; return what is left to do."""
        marks = [c for c in fresh if c.field == ERASED]
        for mark in marks:
            if KINDS[mark.entity] is Pupil and (pupil := self.session.get(Pupil, mark.row)) is not None:
                if pupil.hold:
                    raise NotAllowed(_HELD)
                self.erase_pupil(pupil)
                self.told.erased.append(mark.row)
        for kind in reversed(IN_ORDER):
            rows = [self.session.get(kind, mark.row) for mark in marks if KINDS[mark.entity] is kind]
            there = [row for row in rows if row is not None and not inspect(row).was_deleted]
            if there:
                self.told.removed[kind.__tablename__] += [row.id for row in there]
                erasing.erase_rows(self.session, there)
        self.gone |= {(mark.entity, mark.row) for mark in marks}
        self.gone |= self._erased_among({c.row for c in fresh})  # what went along with them
        self._keep(marks)
        left = [c for c in fresh if (c.entity, c.row) not in self.gone]
        self.told.left_out = len({c.row for c in fresh} - {mark.row for mark in marks} - {c.row for c in left})
        return left

    # -- new and changed rows ------------------------------------------------------------------------------------------

    def _upsert(self, fresh: list[Change]) -> None:
        by_row: dict[tuple[str, str], list[Change]] = defaultdict(list)
        for change in fresh:
            by_row[change.entity, change.row].append(change)
        here, done = self._history({row for _, row in by_row}), 0
        for kind in IN_ORDER:
            for entity, row in sorted(by_row):
                if entity == kind.__tablename__:
                    self._take_row(kind, row, by_row[entity, row], here.get((entity, row), []))
                    done += 1
                    self.progress(done / len(by_row))
            with operations.joining(self.session):
                self.session.flush()

    def _history(self, rows: set[str]) -> dict[tuple[str, str], list[Change]]:
        found: dict[tuple[str, str], list[Change]] = defaultdict(list)
        for some in operations.portions(sorted(rows)):
            for row in self.session.scalars(select(Operation).where(Operation.row.in_(some))):
                found[row.entity, row.row].append(changes.of(row))
        return found

    def _take_row(self, kind: type[Shared], row_id: str, fresh: list[Change], here: list[Change]) -> None:
        union = sorted({*here, *fresh})
        since = max((c.stamp for c in union if c.field == ALL_FIELDS), default="")
        if not since:
            raise Damaged(NOT_WHOLE)  # a row that nobody ever made
        old, here = [c for c in here if c.stamp < since], [c for c in here if c.stamp >= since]
        fresh = [c for c in fresh if c.stamp >= since]
        union = sorted({*here, *fresh})
        row = self.session.get(kind, row_id)
        if any(c.field == DELETED for c in union):
            self._forget(old)
            self._keep(fresh)
            return
        winners = {name: (c, value) for c in union for name, value in c.fields.items()}
        ours = {c.stamp for c in here}
        fields = self._fields(
            kind, row_id, {n: v for n, (c, v) in winners.items() if row is None or c.stamp not in ours}
        )
        if fields is None:
            self.gone.add((kind.__tablename__, row_id))
            self.told.left_out += 1
            return
        if row is not None:
            self._note_both(kind, row, fresh, here)
        self._forget(old)
        self._keep(fresh)
        self._write(kind, row_id, row, fields)

    def _fields(self, kind: type[Shared], row_id: str, wanted: Mapping[str, Any]) -> dict[str, Any] | None:
        """Return what a row's columns are to hold; None where it can't be without something that was erased or deleted."""
        found: dict[str, Any] = {}
        for name, plain in wanted.items():
            value = changes.to_column(kind, name, plain)
            column = kind.__table__.columns[name]
            if isinstance(column.type, LargeBinary) and value is not None:
                value = self._bytes(kind, row_id, name, value["sha256"])
            if value is not None and not self._is_there(column, value):
                if not erasing.goes_along(kind, column):
                    dangling.note(self.session, kind, row_id, name, value)
                    value = None
                elif any((table, value) in self.gone for table in _named_by(column)) or self._went(value):
                    return None
                else:
                    raise Damaged(NOT_WHOLE)
            found[name] = value
        return found

    def _is_there(self, column: Any, value: Any) -> bool:
        return all(self.session.get(KINDS[table], value) is not None for table in _named_by(column))

    def _went(self, row_id: str) -> bool:
        query = select(Operation.id).where(Operation.row == row_id, Operation.field.in_((DELETED, ERASED)))
        return self.session.scalar(query.limit(1)) is not None

    def _bytes(self, kind: type[Shared], row_id: str, name: str, sha: str) -> bytes:
        row = self.session.get(kind, row_id)
        held = getattr(row, name) if row is not None else None
        if held is not None and hashlib.sha256(held).hexdigest() == sha:
            return bytes(held)
        if sha not in self.blobs:
            raise Damaged(NOT_WHOLE)
        return self.blobs[sha]

    def _write(self, kind: type[Shared], row_id: str, row: Shared | None, fields: dict[str, Any]) -> None:
        name = kind.__tablename__
        with operations.joining(self.session):
            if row is None:
                row = kind(id=row_id, **_defaults(kind, fields), **fields)
            else:
                for key, value in fields.items():
                    setattr(row, key, value)
            mended = repairs.mend_row(row)
            if inspect(row).transient:
                self.session.add(row)
                self.told.added[name].append(row_id)
            elif self.session.is_modified(row):
                self.told.changed[name].append(row_id)
            self.session.flush()
        operations.say(self.session, row, mended)

    def _note_both(self, kind: type[Shared], row: Shared, fresh: list[Change], here: list[Change]) -> None:
        """Where each side wrote into one field without knowing of the other: name both. A piece's other state is kept."""
        for name in [column.key for column in kind.__table__.columns]:
            theirs, ours = _latest(fresh, name), _latest(here, name)
            if theirs is None or ours is None or ours.stamp in self.there or ALL_FIELDS in (theirs.field, ours.field):
                continue
            mine, other = ours.fields[name], theirs.fields[name]
            stands, beside = (theirs, ours) if theirs.stamp > ours.stamp else (ours, theirs)
            if mine == other:
                continue
            if kind is Piece and name == "content":
                self._keep_other_state(row, beside.fields[name])
            elif _is_text(kind, name) and mine and other:
                self.told.both.append(Both(kind.__tablename__, row.id, name, stands.stamp, beside.stamp))

    def _keep_other_state(self, piece: Any, loses: Any) -> None:
        """Keep what does not stand of a piece as a piece beside it."""
        if not isinstance(loses, dict):
            return
        held = bytes(piece.content)
        content = held if hashlib.sha256(held).hexdigest() == loses["sha256"] else self.blobs.get(loses["sha256"])
        again, is_new = keep_beside(self.session, piece, loses["sha256"], content) if content else ("", False)
        if is_new:
            self.told.doubled.append(again)

    # -- rows that were deleted ----------------------------------------------------------------------------------------

    def _remove(self, fresh: list[Change]) -> None:
        marks = {c.row: KINDS[c.entity] for c in fresh if c.field == DELETED}
        for kind in reversed(IN_ORDER):
            for row_id in sorted(r for r, k in marks.items() if k is kind):
                row = self.session.get(kind, row_id)
                if row is None:
                    continue
                self.told.removed[kind.__tablename__].append(row_id)
                erasing.remove_rows(self.session, [row])

    # -- operations ----------------------------------------------------------------------------------------------------

    def _keep(self, fresh: Sequence[Change]) -> None:
        rows = [{"id": c.stamp, "entity": c.entity, "row": c.row, "field": c.field, "value": c.value} for c in fresh]
        if rows:
            self.session.connection().execute(insert(Operation), rows)
            self.told.operations += len(rows)

    def _forget(self, old: Sequence[Change]) -> None:
        for some in operations.portions([c.stamp for c in old]):
            self.session.execute(delete(Operation).where(Operation.id.in_(some)))


def _named_by(column: Any) -> list[str]:
    """The tables that a column points at."""
    return [key.column.table.name for key in column.foreign_keys]


def _latest(some: Iterable[Change], name: str) -> Change | None:
    return max((c for c in some if name in c.fields), default=None)


def _is_text(kind: type[Shared], name: str) -> bool:
    """Whether a column holds what somebody wrote, not a choice, a key or a hash."""
    column = kind.__table__.columns[name]
    return str(column.type) == "TEXT" and name not in repairs.choices(kind)


def _defaults(kind: type[Shared], given: Mapping[str, Any]) -> dict[str, Any]:
    """What columns hold that an earlier release knew nothing of; Damaged where such a one must be given."""
    found: dict[str, Any] = {}
    for column in kind.__table__.columns:
        if column.key in given or column.key == "id":
            continue
        if column.default is not None:
            found[column.key] = column.default.arg(None) if column.default.is_callable else column.default.arg
        elif not column.nullable:
            raise Damaged(NOT_WHOLE)
    return found
