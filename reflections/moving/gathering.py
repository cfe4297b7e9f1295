"""Which rows go along: everything to the tutor's own other laptop, or some pupils to another tutor.

What goes to another tutor holds no other pupil and nothing that never leaves: the tutor's notes, what each side told the
tutor, cards for peers, calls for help.
"""

from __future__ import annotations

import hashlib
from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from sqlalchemy import LargeBinary, inspect, or_, select

from reflections import erasing, operations
from reflections.moving import changes, unfinished
from reflections.moving.changes import IN_ORDER, KINDS, Change
from reflections.moving.unfinished import Unfinished
from reflections.tables import (
    BriefLine,
    CaseCard,
    Drawing,
    Goal,
    HelpFlag,
    HiddenTitle,
    Operation,
    Piece,
    Programme,
    Pupil,
    Reflection,
    Review,
    Shared,
    Take,
    Task,
    TutorNote,
    Version,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable

    from sqlalchemy.orm import Session

NEVER_LEAVES: tuple[type[Shared], ...] = (TutorNote, BriefLine, CaseCard, HelpFlag, HiddenTitle)
# what belongs to these goes with them; a session or a place is shared by many
_OWNERS: tuple[type[Shared], ...] = (Programme, Goal, Piece, Version, Take, Task, Reflection, Review)

Rows = dict[type[Shared], dict[str, Any]]


@dataclass(frozen=True, slots=True)
class Gathered:
    """A history that can be taken in elsewhere: its operations, the bytes they speak of by SHA-256, drawn notes by row.

    Beside it go the songs that nobody has finished.
    """

    changes: tuple[Change, ...]
    blobs: dict[str, bytes] = field(repr=False)
    drawings: dict[str, bytes] = field(repr=False)
    unfinished: Unfinished = field(default_factory=Unfinished)


def everything(session: Session) -> Gathered:
    """Gather the whole journal: what is there, and that something was deleted or erased."""
    rows: Rows = {kind: {row.id: row for row in session.scalars(select(kind))} for kind in IN_ORDER}
    told = tuple(changes.of(row) for row in session.scalars(select(Operation).order_by(Operation.id)))
    return Gathered(told, _blobs(rows), _drawings(session, rows), unfinished.everything(session))


def beyond(session: Session, known: Collection[str]) -> Gathered:
    """Gather what a service does not know: all but the stamps it named, and all but what never leaves."""
    staying = [kind.__tablename__ for kind in NEVER_LEAVES]
    stamps = session.scalars(select(Operation.id).where(Operation.entity.not_in(staying)))
    fresh = sorted(set(stamps).difference(known))
    told: list[Change] = []
    for some in operations.portions(fresh):
        told += [changes.of(row) for row in session.scalars(select(Operation).where(Operation.id.in_(some)))]
    named = {kind: {c.row for c in told if c.entity == kind.__tablename__} for kind in IN_ORDER}
    rows = {kind: _by_id(session, kind, ids) for kind, ids in named.items() if ids}
    spoken_of = set(changes.shas(told))
    blobs = {sha: raw for sha, raw in _blobs(rows).items() if sha in spoken_of}
    return Gathered(tuple(sorted(told)), blobs, _drawings(session, rows))


def _by_id(session: Session, kind: type[Shared], ids: set[str]) -> dict[str, Any]:
    found = (session.scalars(select(kind).where(kind.id.in_(some))) for some in operations.portions(sorted(ids)))
    return {row.id: row for some in found for row in some}


def of_pupils(session: Session, pupils: Iterable[str], alone: Callable[[bytes], bytes] | None = None) -> Gathered:
    """Gather what belongs to these pupils and may be handed to another tutor.

    `alone` writes a song that is not finished without the steps that led to it; without it such songs stay.
    """
    rows = _Gathering(session, frozenset(pupils)).run()
    told: list[Change] = []
    ids = [row for found in rows.values() for row in found]
    for some in operations.portions(ids):
        query = select(Operation).where(Operation.row.in_(some))
        told += [changes.of(row) for row in session.scalars(query)]
    left = unfinished.of_pieces(session, rows.get(Piece, ()), alone) if alone is not None else Unfinished()
    return Gathered(tuple(sorted(told)), _blobs(rows), _drawings(session, rows), left)


def about(session: Session, pupil: str, without: Collection[str] = ()) -> Rows:
    """Gather the rows of one pupil that may be handed out, by table and id, without some and what can't be without them."""
    return _Gathering(session, frozenset({pupil}), frozenset(without)).run()


class _Gathering:
    def __init__(self, session: Session, pupils: frozenset[str], without: frozenset[str] = frozenset()) -> None:
        self.session, self.pupils, self.without = session, pupils, without
        self.rows: Rows = defaultdict(dict)

    def run(self) -> Rows:
        for kind in IN_ORDER:
            named = [c for c in kind.__table__.columns if _parent(c) is Pupil]
            if kind is Pupil:
                self._add(self.session.scalars(select(Pupil).where(Pupil.id.in_(self.pupils))))
            elif named:
                self._add(self.session.scalars(select(kind).where(or_(*(c.in_(self.pupils) for c in named)))))
        self._children()
        self._parents()
        self._without_orphans()
        return {kind: found for kind, found in self.rows.items() if found}

    def _add(self, rows: Iterable[Any]) -> bool:
        fresh = [row for row in rows if self._may_go(row) and row.id not in self.rows[type(row)]]
        for row in fresh:
            self.rows[type(row)][row.id] = row
        return bool(fresh)

    def _may_go(self, row: Shared) -> bool:
        """Whether a row may leave at all, and names no pupil but those who go; nor a guest, who keeps nothing."""
        if isinstance(row, NEVER_LEAVES) or row.id in self.without:
            return False
        named = [getattr(row, c.key) for c in row.__table__.columns if _parent(c) is Pupil]
        if getattr(row, "player", "") == "guest" or (isinstance(row, Piece) and row.pupil_id is None):
            return False
        return all(pupil is None or pupil in self.pupils for pupil in named)

    def _children(self) -> None:
        """Take along what belongs to what goes, and what belongs to that."""
        fresh = True
        while fresh:
            fresh = False
            for kind in IN_ORDER:
                for column in kind.__table__.columns:
                    owner = _parent(column)
                    if owner in _OWNERS and self.rows[owner]:
                        ids = sorted(self.rows[owner])
                        for some in operations.portions(ids):
                            query = select(kind).where(column.in_(some))
                            fresh = self._add(self.session.scalars(query).all()) or fresh

    def _parents(self) -> None:
        """Take along what the rows can't be without, and the sessions and places they were made in."""
        for kind in reversed(IN_ORDER):
            for row in list(self.rows[kind].values()):
                for column in kind.__table__.columns:
                    parent, target = _parent(column), getattr(row, column.key)
                    if parent is None or target is None or parent in (*_OWNERS, Pupil):
                        continue
                    found = self.session.get(parent, target)
                    if found is not None:
                        self._add([found])

    def _without_orphans(self) -> None:
        """Leave out what can't be without something that stays."""
        for kind in IN_ORDER:
            for row in list(self.rows[kind].values()):
                needed = [c for c in kind.__table__.columns if _parent(c) is not None and erasing.goes_along(kind, c)]
                targets = [(_parent(c), getattr(row, c.key)) for c in needed]
                if any(target is not None and target not in self.rows[parent] for parent, target in targets):  # type: ignore[index]  # those without a parent are left out above
                    del self.rows[kind][row.id]


def _parent(column: Any) -> type[Shared] | None:
    return next((KINDS.get(key.column.table.name) for key in column.foreign_keys), None)


def _blobs(rows: Rows) -> dict[str, bytes]:
    found: dict[str, bytes] = {}
    for kind, there in rows.items():
        names = [c.key for c in inspect(kind).columns if isinstance(c.type, LargeBinary)]
        for row in there.values():
            for held in (getattr(row, name) for name in names):
                if held is not None:
                    found[hashlib.sha256(held).hexdigest()] = bytes(held)
    return found


def _drawings(session: Session, rows: Rows) -> dict[str, bytes]:
    ids = {row for found in rows.values() for row in found}
    there = session.scalars(select(Drawing.of)).all()
    wanted = sorted(ids.intersection(there))
    parts = (session.scalars(select(Drawing).where(Drawing.of.in_(some))) for some in operations.portions(wanted))
    return {d.of: bytes(d.roll) for some in parts for d in some}
