"""Operations as they travel: one JSON line each, looked at before anything of them is believed."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from datetime import date, datetime
from math import isfinite
from typing import TYPE_CHECKING, Any
from uuid import UUID, uuid5

from sqlalchemy import JSON, Date, Float, LargeBinary, Uuid

from reflections.errors import Damaged, TooNew
from reflections.operations import ALL_FIELDS, DELETED, ERASED, STAMP
from reflections.tables import Base, Shared
from reflections.tables.base import Moment
from reflections.wording import LONGEST_TEXT

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from reflections.tables import Operation

KINDS: dict[str, type[Shared]] = {
    mapper.class_.__tablename__: mapper.class_
    for mapper in Base.registry.mappers
    if issubclass(mapper.class_, Shared) and not mapper.class_.__dict__.get("__abstract__")
}
IN_ORDER: tuple[type[Shared], ...] = tuple(
    KINDS[table.name] for table in Base.metadata.sorted_tables if table.name in KINDS
)  # whoever is named comes before whoever names
_SHA = re.compile(r"[0-9a-f]{64}\Z")
_MARKS = frozenset({DELETED, ERASED})
_OBJECTS: dict[str, type] = {
    "preferences": object,
    "choices": bool,
}  # columns, and what an object there says of each key
_OF_NUMBERS = "bar_starts"  # the lists of every other column are of words
NOT_WHOLE = "This file is damaged, so nothing was taken in. Ask for it again."


@dataclass(frozen=True, slots=True, order=True)
class Change:
    """One operation: its stamp, the row's table and id, the field (or a mark for all of it), the value as JSON."""

    stamp: str
    entity: str
    row: str
    field: str
    value: str

    @property
    def fields(self) -> dict[str, Any]:
        """The fields it sets, as plain JSON values; none where the row goes."""
        if self.field in _MARKS:
            return {}
        value = json.loads(self.value)
        return value if self.field == ALL_FIELDS else {self.field: value}


def of(row: Operation) -> Change:
    """Take a kept operation along."""
    return Change(row.id, row.entity, row.row, row.field, row.value)


def to_lines(changes: Iterable[Change]) -> bytes:
    """Write changes, oldest first, one a line."""
    lines = (
        json.dumps([c.stamp, c.entity, c.row, c.field, c.value], ensure_ascii=False, separators=(",", ":"))
        for c in sorted(changes)
    )
    return "".join(f"{line}\n" for line in lines).encode()


def from_lines(raw: bytes) -> list[Change]:
    """Read changes; Damaged where a line is none of ours, TooNew where it speaks of what we do not know."""
    found = [_line(line) for line in raw.split(b"\n") if line]
    if len({change.stamp for change in found}) != len(found):
        raise Damaged(NOT_WHOLE)
    return found


def _line(line: bytes) -> Change:
    try:
        parts = json.loads(line)
    except (ValueError, RecursionError) as error:
        raise Damaged(NOT_WHOLE) from error
    if not isinstance(parts, list) or len(parts) != 5 or not all(isinstance(part, str) for part in parts):  # noqa: PLR2004  the five of Change
        raise Damaged(NOT_WHOLE)
    change = Change(*parts)
    if not STAMP.fullmatch(change.stamp) or not is_id(change.row):
        raise Damaged(NOT_WHOLE)
    if change.entity not in KINDS:
        message = "This file was made by a newer Soundfolio. Update Soundfolio to take it in. Nothing was changed."
        raise TooNew(message)
    try:
        for name, value in change.fields.items():
            to_column(KINDS[change.entity], name, value)
    except (ValueError, TypeError, AttributeError, RecursionError) as error:
        raise Damaged(NOT_WHOLE) from error
    return change


def is_id(text: object) -> bool:
    """Say whether a text is a key as we write them."""
    try:
        return isinstance(text, str) and str(UUID(text)) == text
    except ValueError:
        return False


def other_id(row: str, sha: str) -> str:
    """Make the id of a row's other state, alike on every laptop."""
    return str(uuid5(UUID(row), sha))


def to_column(kind: type[Shared], name: str, value: Any) -> Any:
    """Turn a plain value into what the column holds; bytes stay {"sha256": ...}. ValueError where it can't be."""
    column = kind.__table__.columns.get(name)
    if column is None or name == "id":
        raise ValueError(name)
    if value is None:
        if not column.nullable:
            raise ValueError(name)
        return None
    return _typed(column, value)


def _typed(column: Any, value: Any) -> Any:
    if isinstance(column.type, Uuid):
        if not is_id(value):
            raise ValueError(column.name)
        return value
    if isinstance(column.type, LargeBinary):
        if not isinstance(value, dict) or set(value) != {"sha256"} or not _SHA.match(str(value["sha256"])):
            raise ValueError(column.name)
        return value
    if isinstance(column.type, Moment):
        moment = datetime.fromisoformat(value)
        if moment.tzinfo is None:
            raise ValueError(column.name)
        return moment
    if isinstance(column.type, Date):
        return date.fromisoformat(value)
    if isinstance(column.type, JSON):
        if _is_shaped(value, column.name):
            return value
        raise ValueError(column.name)
    if isinstance(column.type, Float) and type(value) in (int, float) and isfinite(value):
        return float(value)
    if type(value) is not column.type.python_type or (isinstance(value, str) and not _fits(value, column)):
        raise ValueError(column.name)
    return value


def _is_shaped(value: Any, column: str) -> bool:
    """Whether a list or an object is as we write it; what an object of likings says is looked at whenever it is read."""
    if column in _OBJECTS:
        return isinstance(value, dict) and all(isinstance(each, _OBJECTS[column]) for each in value.values())
    if not isinstance(value, list):
        return False
    if column == _OF_NUMBERS:
        return all(type(each) in (int, float) and isfinite(each) for each in value)
    return all(isinstance(each, str) and len(each) <= LONGEST_TEXT for each in value)


def _fits(text: str, column: Any) -> bool:
    longest = getattr(column.type, "length", None) or LONGEST_TEXT
    return "\0" not in text and len(text) <= longest


def shas(changes: Iterable[Change]) -> Iterator[str]:
    """Name the bytes that changes speak of."""
    for change in changes:
        for value in change.fields.values():
            if isinstance(value, dict) and set(value) == {"sha256"}:
                yield value["sha256"]
