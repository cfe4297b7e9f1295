"""What one locked file knows of who was erased: what went for good, the list of who it was, and which pupils it still holds.

Read as it lies there, with what its write-ahead file holds; not a byte of it is changed.
"""

from __future__ import annotations

import contextlib
import json
import shutil
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime
from functools import reduce
from typing import TYPE_CHECKING, Any
from uuid import UUID

from reflections import standing
from reflections.errors import NotOurs
from reflections.moving.changes import KINDS, Change
from reflections.operations import ERASED
from reflections.records import AuditLine
from reflections.store import Store, only_looking, remove_file
from reflections.tables import Pupil
from reflections.unnaming import GIVE_A_NAME, named_by

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping
    from pathlib import Path

    from reflections.standing import Standing

_BESIDE = ".reading"  # the end of the name under which a file is read that was not closed
_PUPIL = Pupil.__tablename__


@dataclass(frozen=True, slots=True)
class Decided:
    """One line of the list of who was erased."""

    of: str
    at: datetime
    by_role: str
    copies_go_on: date
    elsewhere: tuple[Any, ...]


@dataclass(frozen=True, slots=True)
class Told:
    """What one file knows: what went for good, who was erased, which pupils it holds, its log, which says where copies went to; ids with dashes.

    `stands` is what stands in it whatever copy takes its place. `names` is what those who were erased were called, as other files
    say that still hold them.
    """

    marks: frozenset[Change] = frozenset()
    decided: tuple[Decided, ...] = ()
    living: frozenset[str] = frozenset()
    log: frozenset[AuditLine] = frozenset()
    stands: Standing = field(default_factory=dict, hash=False)
    names: Mapping[str, frozenset[str]] = field(default_factory=dict, hash=False)

    @property
    def pupils(self) -> frozenset[str]:
        """Whoever was erased."""
        return frozenset({mark.row for mark in self.marks if mark.entity == _PUPIL} | {one.of for one in self.decided})

    def but(self, living: frozenset[str]) -> Told:
        """Return the same without those who live."""
        marks = frozenset(mark for mark in self.marks if mark.row not in living)
        decided = tuple(one for one in self.decided if one.of not in living)
        return replace(self, marks=marks, decided=decided)


NOTHING = Told()


def together(told: list[Told]) -> Told:
    """Return what several files know; where two speak of one pupil, or of one line of the log, the first counts."""

    def add(one: Told, other: Told) -> Told:
        known = {each.of for each in one.decided}
        decided = (*one.decided, *(each for each in other.decided if each.of not in known))
        logged = {line.id for line in one.log}  # a name went out of it where somebody was erased between the two
        log = one.log | {line for line in other.log if line.id not in logged}
        marks, living = one.marks | other.marks, one.living | other.living
        return Told(marks, decided, living, log, one.stands or other.stands)

    return reduce(add, told, NOTHING)


def read(path: Path, key: bytes, journal: str) -> Told:
    """Return what a locked file of this journal knows, with what its write-ahead file holds; nothing there is changed.

    A JournalError where it can't be read or is of another journal.
    """
    with _open_to_read(path, key) as raw:
        if raw.execute("select id from journal").fetchall() != [(journal.replace("-", ""),)]:
            message = "This file belongs to another journal."
            raise NotOurs(message)
        told = raw.execute("select id, entity, row from operation where field = ?", (ERASED,)).fetchall()
        marks = frozenset(
            Change(stamp, entity, str(UUID(row)), ERASED, "null") for stamp, entity, row in told if entity in KINDS
        )
        return Told(marks, tuple(_decided(raw)), _pupils(raw), frozenset(_log(raw)), standing.read(raw))


def pupils_in(path: Path, key: bytes) -> frozenset[str]:
    """Return the ids of the pupils in a locked file; a JournalError where it can't be read."""
    with _open_to_read(path, key) as raw:
        return _pupils(raw)


def names_in(path: Path, key: bytes, pupils: Collection[str]) -> dict[str, frozenset[str]]:
    """Return what each of these pupils is or was called in a locked file that holds them; a JournalError where it can't be read."""
    found: dict[str, set[str]] = {of: set() for of in pupils}
    with _open_to_read(path, key) as raw:
        for of, alias in raw.execute("select id, alias from pupil"):
            found.get(str(UUID(of)), set()).add(alias)
        for of, value in raw.execute(
            "select row, value from operation where entity = ? and field in (?, ?)", (_PUPIL, *GIVE_A_NAME)
        ):
            found.get(str(UUID(of)), set()).update(named_by(value) if value else ())
    return {of: frozenset(names) for of, names in found.items() if names}


def sweep(path: Path) -> None:
    """Remove what reading a file left that was cut short."""
    remove_file(path.with_name(f"{path.name}{_BESIDE}"))


@contextlib.contextmanager
def _open_to_read(path: Path, key: bytes) -> Iterator[Any]:
    """Look at a file as it lies there; one that was not closed is copied with its write-ahead file and read beside."""
    ahead = path.with_name(f"{path.name}-wal")
    if not (ahead.is_file() and ahead.stat().st_size):
        with only_looking(path, key) as raw:
            yield raw
        return
    beside = path.with_name(f"{path.name}{_BESIDE}")
    try:
        sweep(path)
        for end in ("", "-wal"):
            copy = beside.with_name(f"{beside.name}{end}")
            copy.touch(mode=0o600)
            shutil.copyfile(f"{path}{end}", copy)
        store = Store(beside, key)
        try:
            with store.looking() as raw:
                yield raw
        finally:
            store.close()
    finally:
        sweep(path)


def _pupils(raw: Any) -> frozenset[str]:
    return frozenset(str(UUID(of)) for (of,) in raw.execute("select id from pupil"))


def _decided(raw: Any) -> Iterator[Decided]:
    """Read the list, which the first release did not have."""
    if not raw.execute("select count(*) from sqlite_master where name = 'erasure'").fetchone()[0]:
        return
    for of, at, who, goes_on, elsewhere in raw.execute(
        "select of, at, by_role, copies_go_on, elsewhere from erasure order by at"
    ):
        yield Decided(str(UUID(of)), _moment(at), who, date.fromisoformat(goes_on), tuple(json.loads(elsewhere)))


def _log(raw: Any) -> Iterator[AuditLine]:
    for of, at, actor, action, subject, purpose in raw.execute(
        "select id, at, actor, action, subject, purpose from audit"
    ):
        about = str(UUID(subject)) if subject is not None else None
        yield AuditLine(str(UUID(of)), _moment(at), actor, action, about, purpose)


def _moment(at: str) -> datetime:
    return datetime.fromisoformat(at).replace(tzinfo=UTC)
