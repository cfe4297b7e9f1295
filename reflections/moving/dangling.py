"""What a row points at that has not come along (yet): kept beside, and pointed at again once it is there."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reflections import operations
from reflections.moving.changes import KINDS
from reflections.tables import Setting, Shared

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

KEY = "not yet come along"


def note(session: Session, kind: type[Shared], row: str, field: str, target: str) -> None:
    """Remember that a field of a row would point at `target`."""
    kept = session.get(Setting, KEY) or Setting(key=KEY, value={"rows": []})
    entry = [kind.__tablename__, row, field, target]
    rows = [each for each in kept.value["rows"] if each[:3] != entry[:3]]
    kept.value = {"rows": [*rows, entry]}
    session.add(kept)


def mend(session: Session) -> None:
    """Let rows point at what has come since; those that were pointed elsewhere meanwhile stay as they are."""
    kept = session.get(Setting, KEY)
    if kept is None:
        return
    waits = []
    for entity, row_id, field, target in kept.value["rows"]:
        kind = KINDS[entity]
        row = session.get(kind, row_id)
        if row is None or getattr(row, field) is not None:
            continue
        (key,) = kind.__table__.columns[field].foreign_keys
        if session.get(KINDS[key.column.table.name], target) is None:
            waits.append([entity, row_id, field, target])
            continue
        with operations.joining(session):
            setattr(row, field, target)
            session.flush()
    kept.value = {"rows": waits}
