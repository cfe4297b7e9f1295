"""The journal's room for what the law gives whoever is written about: a copy of all that is held on one pupil.

Here a new column is in the copy unless it is named below: left out would be hidden. What adults wrote for themselves and calls
for help are not in it. They never leave by themselves: other people stand in them, and a child's call for help in the wrong
hands does harm, so that somebody has to weigh each of them. They are counted for whoever does, and nowhere in the copy.
"""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

from sqlalchemy import Boolean, CheckConstraint, inspect, or_, select

from reflections import naming, operations
from reflections.door import Door, note, the
from reflections.forgetting import ALL_GIVEN
from reflections.moving import gathering
from reflections.moving.changes import IN_ORDER
from reflections.people import preferences_of
from reflections.records.held import Held, HeldField, HeldTable
from reflections.seeing import refuse_unheard
from reflections.tables import (
    AskedRow,
    Attendance,
    Audit,
    BriefLine,
    CaseCard,
    HelpFlag,
    Operation,
    Programme,
    ProgrammeMember,
    Pupil,
    Recording,
    Row,
    TakeChunk,
    TakenBack,
    TutorNote,
)
from reflections.wording import clean

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from sqlalchemy.orm import Session

_ROLE = 80
# what opens the pupil's own place is no fact about them, and whom to call is one about others
_LEFT_OUT = {("pupil", "sign_in"), ("place", "help_person"), ("place", "deputy"), ("place", "out_of_hours")}
_NO_CALLS = "help"  # lines of the log about calls for help begin so
_ALLOWED = re.compile(r"(\w+) in \((.*)\)")


class Access(Door):
    """Calls about the copy of everything that is held on one pupil."""

    def held_about(self, pupil_id: str) -> Held:
        """Return all that is held on a pupil and may be handed out; Unheard while words of theirs wait to be seen.

        Nothing of another pupil is in it but what stands in free text, which is marked. What was taken back and a hold keeps
        is in no view, so not in this one either.
        """
        moment, _ = self._moment()
        with self._reading() as session:
            pupil = the(session, Pupil, pupil_id)
            refuse_unheard(session, pupil_id)
            others = session.scalars(select(Pupil.alias).where(Pupil.id != pupil_id)).all()
            gone = set(session.scalars(select(TakenBack.id).where(TakenBack.pupil_id == pupil_id)))
            rows = gathering.about(session, pupil_id, gone)
            tables = [_table(kind, rows[kind].values()) for kind in IN_ORDER if rows.get(kind)]
            tables += [_table(kind, found) for kind, found in _kept_here(session, pupil_id) if found]
            marked = naming.marked_in(_texts(tables), others, (pupil.alias, *_titles(tables)))
            return Held(
                pupil=pupil_id,
                alias=pupil.alias,
                at=moment,
                tables=tuple(tables),
                history=tuple(_history(session, rows)),
                recordings=tuple(_recordings(session, pupil_id)),
                marked=marked,
                kept_back=_kept_back(session, pupil_id),
                language=preferences_of(session, pupil_id).language,
            )

    def held_was_given(self, pupil_id: str, to_whom: str) -> None:
        """Write down that a copy of all that is held was made, and for which role; it is named when the pupil is erased."""
        moment, _ = self._moment()
        with self._writing() as session:
            the(session, Pupil, pupil_id)
            note(
                session,
                moment,
                ALL_GIVEN,
                pupil_id,
                purpose=clean(to_whom, most=_ROLE, what="whom it is for", needed=True),
            )


# -- rows as values, with what each field is --------------------------------------------------------------------------
def _table(kind: type[Row], rows: Iterable[Any]) -> HeldTable:
    columns = [column for column in inspect(kind).columns if (kind.__tablename__, column.key) not in _LEFT_OUT]
    found = [
        {column.key: getattr(row, column.key) for column in columns} for row in sorted(rows, key=lambda row: row.id)
    ]
    what = (kind.__doc__ or "").strip().partition("\n")[0]
    return HeldTable(kind.__tablename__, what, tuple(_field(kind, column) for column in columns), tuple(found))


def _field(kind: type[Row], column: Any) -> HeldField:
    points_at = next((key.column.table.name for key in column.foreign_keys), "")
    checks = (one for one in kind.__table__.constraints if isinstance(one, CheckConstraint))  # type: ignore[attr-defined]  # a mapped class's table has them
    found = (_ALLOWED.fullmatch(str(one.sqltext)) for one in checks)
    allowed = next((match[2] for match in found if match and match[1] == column.key), "")
    type_ = "yes or no" if isinstance(column.type, Boolean) else _KINDS.get(column.type.python_type.__name__, "words")
    return HeldField(column.key, type_, points_at, tuple(one.strip(" '") for one in allowed.split(",") if one))


_KINDS = {
    "int": "number",
    "float": "number",
    "bytes": "file",
    "datetime": "moment",
    "date": "day",
    "list": "list",
    "dict": "list",
}


def _kept_here(session: Session, pupil: str) -> Iterator[tuple[type[Row], Sequence[Any]]]:
    """What is on this computer alone: questions that were put, recordings nobody has decided on, and who looked when."""
    yield AskedRow, session.scalars(select(AskedRow).where(AskedRow.pupil_id == pupil)).all()
    yield Recording, session.scalars(select(Recording).where(Recording.pupil_id == pupil)).all()
    lines = select(Audit).where(Audit.subject == pupil, Audit.action.not_like(f"{_NO_CALLS}%"))
    yield Audit, session.scalars(lines).all()


def _recordings(session: Session, pupil: str) -> Iterator[tuple[str, bytes]]:
    mine = select(Recording.id).where(Recording.pupil_id == pupil).order_by(Recording.id)
    for recording in session.scalars(mine):
        chunks = select(TakeChunk.events).where(TakeChunk.recording_id == recording).order_by(TakeChunk.seq)
        yield recording, b"".join(session.scalars(chunks))


def _history(session: Session, rows: gathering.Rows) -> Iterator[Mapping[str, Any]]:
    """What these rows said before: every change, oldest first; a new row is its first one."""
    secret = {f"{table}/{field}" for table, field in _LEFT_OUT}
    whose = [each for found in rows.values() for each in found]
    told: list[Operation] = []
    for some in operations.portions(whose):
        told += session.scalars(select(Operation).where(Operation.row.in_(some)))
    for one in sorted(told, key=lambda one: one.id):
        if f"{one.entity}/{one.field}" in secret:
            continue
        value = json.loads(one.value) if one.value else None
        if isinstance(value, dict):
            value = {name: each for name, each in value.items() if f"{one.entity}/{name}" not in secret}
        yield {"at": operations.at(one.id), "table": one.entity, "row": one.row, "field": one.field, "value": value}


# -- what stands in words ---------------------------------------------------------------------------------------------
def _texts(tables: Iterable[HeldTable]) -> Iterator[tuple[naming.Where, str, bool]]:
    for table in tables:
        free = [one.name for one in table.fields if one.kind == "words" and not (one.points_at or one.allowed)]
        for row in table.rows if table.name not in _OURS else ():
            for name in free:
                if name not in _NO_WORDS and isinstance(row[name], str) and row[name]:
                    where = naming.Where("held", table.name, name.replace("_", " "))
                    yield where, row[name], name not in {"title", "alias", "name"}


_OURS = frozenset({"scale_version", "asked", "audit", "recording", "said", "place"})  # nobody's own sentences
_NO_WORDS = frozenset(
    {"id", "zone", "sha256", "prompt", "entity", "field", "source", "key", "reading", "ladder", "cover", "roll"}
)


def _titles(tables: Iterable[HeldTable]) -> Iterator[str]:
    return (str(row["title"]) for table in tables if table.name == "piece" for row in table.rows)


# -- what stays ---------------------------------------------------------------------------------------------------------
def _kept_back(session: Session, pupil: str) -> Mapping[str, int]:
    """Count what has to be weighed by somebody, by table; of sessions, the notes of those the pupil came to."""
    came = select(Attendance.session_id).where(Attendance.pupil_id == pupil)
    groups = select(ProgrammeMember.programme_id).where(ProgrammeMember.pupil_id == pupil)
    run = select(Programme.id).where(or_(Programme.pupil_id == pupil, Programme.id.in_(groups)))
    asked = {
        TutorNote: TutorNote.session_id.in_(came),
        BriefLine: BriefLine.programme_id.in_(run),
        CaseCard: CaseCard.pupil_id == pupil,
        HelpFlag: HelpFlag.pupil_id == pupil,
    }
    found = {
        kind.__tablename__: len(session.scalars(select(kind.id).where(rule)).all()) for kind, rule in asked.items()
    }
    return {table: count for table, count in found.items() if count}
