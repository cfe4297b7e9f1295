"""What stands as it is today whatever copy takes the journal's place: holds, a yes that was taken back, and calls for help.

A hold is on or off as it is today. A yes stands only where both say so: one that was taken back since the copy was made stays
taken back, one that was given since is asked for again. A call for help, and that something was taken back, is there as it is.
"""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any
from uuid import UUID

from sqlalchemy import JSON, Boolean, Uuid, inspect, select

from reflections import records
from reflections.tables import (
    CaseCard,
    HelpFlag,
    NoteOut,
    Pupil,
    Reflection,
    Report,
    Review,
    Shared,
    TakenBack,
    TakePart,
    Version,
    VoiceLayer,
)
from reflections.tables.base import Moment

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from sqlalchemy.orm import Session

Fields = dict[str, Any]
Standing = dict[type[Shared], dict[str, Fields]]  # a table's rows by their id, with what is asked of each
_ONLY = records.AUDIENCES[0]
_ASKED_TO_HEAR = "T9"
_WHOLE: tuple[type[Shared], ...] = (HelpFlag, TakenBack)  # they are put there as they are


def read(raw: Any) -> Standing:
    """Read it out of a locked file of any release; what a release did not keep is left out."""
    return {kind: dict(_rows(raw, kind)) for kind in (*_ASKED, *_WHOLE)}


def _rows(raw: Any, kind: type[Shared]) -> Iterator[tuple[str, Fields]]:
    there = {column[1] for column in raw.execute(f"pragma table_info({kind.__tablename__})")}
    wanted = [
        c for c in kind.__table__.columns if c.key in there and (kind in _WHOLE or c.key in ("id", *_ASKED[kind]))
    ]
    names = ", ".join(c.key for c in wanted)
    for row in raw.execute(f"select {names} from {kind.__tablename__}") if wanted else ():  # noqa: S608  names of our own tables
        fields = {c.key: _value(c.type, value) for c, value in zip(wanted, row, strict=True)}
        yield fields.pop("id"), fields


def _value(kind: Any, value: Any) -> Any:
    """Return what a column of the file holds as the journal's tables have it."""
    if value is None:
        return None
    if isinstance(kind, Uuid):
        return str(UUID(value))
    if isinstance(kind, Moment):
        return datetime.fromisoformat(value).replace(tzinfo=UTC)
    if isinstance(kind, JSON):
        return json.loads(value)
    return bool(value) if isinstance(kind, Boolean) else value


def tell(session: Session, today: Standing) -> None:
    """Have a journal that stands at today's tables hold to it; what it has not is left out of it, but for calls for help."""
    for kind, rule in _RULES.items():
        known = today.get(kind, {})
        for row in session.scalars(select(kind)).all() if known else ():
            if row.id in known:
                rule(row, known[row.id])
    _not_heard_any_more(session, today)
    session.flush()
    for kind in _WHOLE:
        for of, fields in today.get(kind, {}).items():
            _put(session, kind, of, fields)
    session.flush()


# -- holds and yeses --------------------------------------------------------------------------------------------------
def _held(row: Any, today: Fields) -> None:
    row.hold = today["hold"]
    told, still = _told(row.preferences), _told(today["preferences"])
    both = [one for one in told if one in still]
    if both != told:
        row.preferences = row.preferences | {"ribbon": row.preferences["ribbon"] | {"told": both}}


def _told(preferences: Fields) -> list[str]:
    """The keys of what a pupil has in their story."""
    return (preferences.get("ribbon") or {}).get("told") or []


def _for_the_same(*names: str) -> Callable[[Any, Fields], None]:
    def rule(row: Any, today: Fields) -> None:
        for name in names:
            if name in today and getattr(row, name) not in {_ONLY, today[name]}:
                setattr(row, name, _ONLY)

    return rule


def _along(row: Any, today: Fields) -> None:
    if "goes_along_at" in today and today["goes_along_at"] is None:
        row.goes_along_at = None


def _reported(row: Any, today: Fields) -> None:
    """What may not stand in it today may not; with that, or where it is not the same yes, none stands."""
    less = {key: False for key, may in row.choices.items() if may and today["choices"].get(key) is False}
    if less:
        row.choices = row.choices | less
    if row.mark and (less or today["mark"] != row.mark):
        row.mark, row.yes_at = "", None


def _noted(row: Any, today: Fields) -> None:
    if today["pupil_saw_at"] is None and row.sent_at is None:
        row.pupil_saw_at = None


def _copied(row: Any, today: Fields) -> None:
    both = [each for each in row.copies if each in today["copies"]]
    if both != row.copies:
        row.copies = both


def _carded(row: Any, today: Fields) -> None:
    if today["take_id"] != row.take_id:
        row.take_id = None


def _not_heard_any_more(session: Session, today: Standing) -> None:
    """A newer word on the music of a piece, or on a voice over it, may have taken the yes of an older row back."""
    words = _last_words(today)
    for row in session.scalars(select(Reflection)).all() if words else ():
        if row.who_hears not in {_ONLY, words.get((row.pupil_id, row.piece_id), row.who_hears)}:
            row.who_hears = _ONLY
    pieces = {of: fields["piece_id"] for of, fields in today.get(Version, {}).items()}
    sung = {
        (fields["pupil_id"], pieces.get(fields["version_id"])): fields["who_hears"]
        for _, fields in sorted(today.get(VoiceLayer, {}).items())
    }
    for layer in session.scalars(select(VoiceLayer)).all() if sung else ():
        piece = pieces.get(layer.version_id)
        if layer.who_hears not in {_ONLY, sung.get((layer.pupil_id, piece), layer.who_hears)}:
            layer.who_hears = _ONLY


def _last_words(today: Standing) -> dict[tuple[str, str | None], str]:
    """Whoever hears the music of a piece today, by the pupil and the piece: the last that was asked for it, else the last at all."""
    gone = today.get(TakenBack, {})
    said = [(fields["made_at"], of, fields) for of, fields in today.get(Reflection, {}).items() if of not in gone]
    found: dict[tuple[str, str | None], str] = {}
    for asked in (False, True):
        for _, _, fields in sorted(said, key=lambda one: one[:2]):
            if not asked or fields["prompt"] == _ASKED_TO_HEAR:
                found[fields["pupil_id"], fields["piece_id"]] = fields["who_hears"]
    return found


# -- rows as they are -------------------------------------------------------------------------------------------------
def _put(session: Session, kind: type[Shared], of: str, fields: Fields) -> None:
    """Put a row there as it is today; what it names that is not there it lets go of, and is left out where it can't be without."""
    fields = dict(fields)
    for column in kind.__table__.columns:
        for key in column.foreign_keys:
            parent = _kind_of(key.column.table.name)
            if fields.get(column.key) is not None and session.get(parent, fields[column.key]) is None:
                if not column.nullable:
                    return
                fields[column.key] = None
    row = session.get(kind, of)
    if row is None:
        session.add(kind(id=of, **fields))
        return
    for name, value in fields.items():
        if getattr(row, name) != value:
            setattr(row, name, value)


def _kind_of(table: str) -> Any:
    return next(m.class_ for m in inspect(Pupil).registry.mappers if m.class_.__tablename__ == table)


_RULES: dict[Any, Callable[[Any, Fields], None]] = {
    Pupil: _held, Reflection: _for_the_same("who_reads", "who_hears"), VoiceLayer: _for_the_same("who_hears"),
    TakePart: _along, Report: _reported, NoteOut: _noted, Review: _copied, CaseCard: _carded,
}  # fmt: skip
_ASKED: dict[type[Shared], tuple[str, ...]] = {
    Pupil: ("hold", "preferences"),
    Reflection: ("pupil_id", "piece_id", "prompt", "who_reads", "who_hears", "made_at"),
    Version: ("piece_id",),
    VoiceLayer: ("version_id", "pupil_id", "who_hears"),
    TakePart: ("goes_along_at",),
    Report: ("choices", "mark"),
    NoteOut: ("pupil_saw_at",),
    Review: ("copies",),
    CaseCard: ("take_id",),
}
