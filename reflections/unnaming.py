"""The names that an erased pupil had go out of what stays: notes, groups, and the log's words for whom a copy was.

Their names are today's and every earlier one, as long as nobody else here has it by now: then it says nothing of them.
"""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any, Final

from sqlalchemy import String, select

from reflections import operations
from reflections.tables import (
    AdultView,
    Audit,
    BriefLine,
    Ending,
    Erasure,
    Goal,
    GoalWording,
    NextStep,
    NoteOut,
    Operation,
    Plan,
    Programme,
    Pupil,
    Step,
    TutorNote,
    YouSaidWeDid,
)

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator

    from sqlalchemy import orm

NAMELESS: Final = "a pupil"
GIVE_A_NAME: Final = (operations.ALL_FIELDS, "alias")  # the fields of operations on a pupil that do
_OF_A_PROGRAMME: tuple[Any, ...] = (Plan, NextStep, BriefLine, Ending, Goal, AdultView, NoteOut, YouSaidWeDid)
_TYPED: Final = frozenset({"hold", "hold lifted", "erased"})  # in the log, who decided these is what somebody typed
_SHORT: Final = 3  # letters: with an s behind it, a shorter name is a word of its own (as, is, his)


def names(session: orm.Session, pupil: Pupil, also: Collection[str] = ()) -> tuple[str, ...]:
    """Return every name a pupil has or had here, and those that are known from elsewhere; read it before they are erased."""
    told = select(Operation).where(Operation.entity == Pupil.__tablename__, Operation.row == pupil.id)
    had = {name.strip() for name in (*also, *(name for one in session.scalars(told) for name in _told(one)))}
    of_others = {name.casefold() for name in session.scalars(select(Pupil.alias).where(Pupil.id != pupil.id))}
    return (pupil.alias, *sorted(name for name in had if len(name) > 1 and name.casefold() not in of_others))


def unname(session: orm.Session, pupil_id: str, gone_by: Collection[str], groups: Collection[str]) -> None:
    """Take names out of what the tutor noted of sessions that others were at, of groups that go on, and of the log."""
    found = _finder(gone_by)
    goals = select(Goal.id).where(Goal.programme_id.in_(groups))
    theirs = (
        select(Programme).where(Programme.id.in_(groups)),
        *(select(kind).where(kind.programme_id.in_(groups)) for kind in _OF_A_PROGRAMME),
        *(select(kind).where(kind.goal_id.in_(goals)) for kind in (GoalWording, Step)),
    )
    _in_rows(session, found, (each for query in (select(TutorNote), *theirs) for each in session.scalars(query).all()))
    _in_the_log(session, found, pupil_id)
    session.flush()


def _told(one: Operation) -> Iterator[str]:
    """The name that an operation on a pupil gave them, if it gave any."""
    if one.value and one.field in GIVE_A_NAME:
        yield from named_by(one.value)


def named_by(value: str) -> Iterator[str]:
    """The name in what such an operation says."""
    said = json.loads(value)
    name = said.get("alias") if isinstance(said, dict) else said
    if isinstance(name, str):
        yield name


def _finder(gone_by: Iterable[str]) -> re.Pattern[str]:
    """Find a name as a word, also as one's own (Jo's, Annas) and joined to more by a sign (Jo_2)."""
    longest_first = sorted(gone_by, key=len, reverse=True)
    forms = (re.escape(name) + ("(s)?" if len(name) >= _SHORT else "") for name in longest_first)
    return re.compile(rf"(?<![^\W_])(?:{'|'.join(forms)})(?![^\W_])", re.IGNORECASE)


def _without(found: re.Pattern[str], words: str) -> str:
    return found.sub(lambda match: NAMELESS + ("'s" if any(match.groups()) else ""), words)


def _in_rows(session: orm.Session, found: re.Pattern[str], rows: Iterable[Any]) -> None:
    for row in rows:
        columns = [c.key for c in row.__table__.columns if isinstance(getattr(row, c.key), str) and _in_words(c)]
        said = {c: getattr(row, c) for c in columns}
        bare = {c: _without(found, words) for c, words in said.items() if found.search(words)}
        if bare and row.frozen_columns() & set(bare):  # what is kept as given gives way to another row
            fields = {c.key: getattr(row, c.key) for c in row.__table__.columns if c.key != "id"}
            operations.erase(session, row)
            session.add(type(row)(**fields | bare))
            continue
        for column, words in bare.items():
            setattr(row, column, words)
        if bare or _said_before(session, found, row):
            operations.rewrite(session, row)


def _said_before(session: orm.Session, found: re.Pattern[str], row: Any) -> bool:
    """Whether the name stood in a row once, and its operations still say so."""
    told = select(Operation.value).where(Operation.entity == row.__tablename__, Operation.row == row.id)
    return any(found.search(words) for value in session.scalars(told) for words in _texts(value))


def _texts(value: str) -> Iterator[str]:
    read = json.loads(value) if value else None
    yield from (one for one in (read.values() if isinstance(read, dict) else (read,)) if isinstance(one, str))


def _in_the_log(session: orm.Session, found: re.Pattern[str], pupil_id: str) -> None:
    """A role stays (a pupil's mum), whoever it was for; of what no person typed nothing changes."""
    for line in session.scalars(select(Audit).where(Audit.purpose != "")):
        line.purpose = _without(found, line.purpose)
    for line in session.scalars(select(Audit).where(Audit.subject == pupil_id, Audit.action.in_(_TYPED))):
        line.actor = _without(found, line.actor)
    for row in session.scalars(select(Erasure)):
        row.elsewhere = [[_without(found, what), day] for what, day in row.elsewhere]
        row.by_role = _without(found, row.by_role) if row.of == pupil_id else row.by_role


def _in_words(column: Any) -> bool:
    """Whether a column holds what somebody wrote: text that names no row."""
    return isinstance(column.type, String) and not column.foreign_keys and not column.primary_key
