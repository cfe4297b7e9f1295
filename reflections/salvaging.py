"""The last way: a journal with damaged pages and no backup is read row by row, and what can be read becomes a journal again.

A page whose seal does not hold gives an error for every row on it. So rows are asked for by number, in stretches that are
halved until what can't be read stands alone. A row that is lost is made again from its operations, if its bytes are not among
what was lost. What pointed at a lost row lets go of it where it can, else it is lost too.
The damaged file is set aside, never deleted; a backup is always the better way.
"""

from __future__ import annotations

import contextlib
import os
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import sqlcipher3
from sqlalchemy import exc, insert, select

from reflections import migrations, upgrade
from reflections.errors import Damaged
from reflections.moving.changes import IN_ORDER, Change, to_column
from reflections.operations import ALL_FIELDS, DELETED, ERASED
from reflections.store import APPLICATION_ID, FILE, Store
from reflections.tables import Operation

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from sqlalchemy.engine import Connection

    from reflections.tables import Shared

PART = f"{FILE}.salvaged"
_PAST_THE_LAST = 4096  # rows looked for beyond the last that was read, where even the count can't be
_AT_ONCE = 2048
_NOTHING = "Nothing of this journal can be read. Open a backup: soundfolio restore lists those there are."


@dataclass(slots=True)
class Salvaged:
    """How many rows of each table were read, and how many are known to be lost or were let go since they hung on one."""

    read: dict[str, int] = field(default_factory=dict)
    lost: dict[str, int] = field(default_factory=dict)


def salvage(path: Path, key: bytes, progress: Callable[[float], None] = lambda _done: None) -> tuple[Path, Salvaged]:
    """Read what can be read of a damaged file into a new one beside it, under the same key; return that and what became of it.

    Damaged where nothing can be read at all, or not even whose journal it is. The damaged file is only looked at.
    """
    part = path.with_name(PART)
    remove(part)
    told = Salvaged()
    try:
        with _reading(path, key) as source:
            _lay_out(source, part, key)
            with _bare(part, key) as target:
                _copy(source, target, told, progress)
        _make_again(part, key, told)
        with _bare(part, key) as target:
            _let_go(target, told)
        _prove(part, key)
    except BaseException:
        remove(part)
        raise
    return part, told


@contextlib.contextmanager
def _reading(path: Path, key: bytes) -> Iterator[Any]:
    """The damaged file with its write-ahead file, read-only; Damaged where not even its list of tables can be read."""
    try:
        with contextlib.closing(sqlcipher3.connect(f"{path.resolve().as_uri()}?mode=ro", uri=True)) as raw:
            raw.execute("pragma cipher_log_level=none").fetchall()
            raw.execute(f"pragma key=\"x'{key.hex()}'\"")
            raw.execute("pragma temp_store=memory")
            raw.execute("select count(*) from sqlite_master").fetchone()
            yield raw
    except sqlcipher3.Error as error:
        raise Damaged(_NOTHING) from error


@contextlib.contextmanager
def _bare(path: Path, key: bytes) -> Iterator[Any]:
    """A connection without any rule on: what does not fit together is sorted out afterwards."""
    with contextlib.closing(sqlcipher3.connect(str(path), isolation_level=None)) as raw:
        raw.execute(f"pragma key=\"x'{key.hex()}'\"")
        raw.execute("pragma foreign_keys=off")
        raw.execute("begin immediate")
        yield raw
        raw.execute("commit")


def _lay_out(source: Any, part: Path, key: bytes) -> None:
    """Make the same tables in a new file, with the marks of a journal."""
    part.touch(mode=0o600)
    made = source.execute("select sql from sqlite_master where sql is not null order by rowid").fetchall()
    with _bare(part, key) as raw:
        for (statement,) in made:
            raw.execute(statement)
        raw.execute(f"pragma application_id={APPLICATION_ID}")


def _copy(source: Any, target: Any, told: Salvaged, progress: Callable[[float], None]) -> None:
    tables = [name for (name,) in target.execute("select name from sqlite_master where type = 'table'").fetchall()]
    for n, table in enumerate(tables):
        marks = ", ".join("?" * len(target.execute(f"pragma table_info({table})").fetchall()))
        for rows in _rows(source, table, told):
            target.executemany(f"insert or ignore into {table} values ({marks})", rows)  # noqa: S608  names of our own tables
            told.read[table] = told.read.get(table, 0) + len(rows)
        progress((n + 1) / len(tables))


def _rows(source: Any, table: str, told: Salvaged) -> Iterator[list[Any]]:
    """Give the rows that can be read, in stretches."""
    try:
        (last,) = source.execute(f"select max(rowid) from {table}").fetchone()  # noqa: S608  a name of our own tables
        end = last or 0
    except sqlcipher3.Error:
        end = None
    at, missed = 1, 0
    while at <= end if end is not None else missed < _PAST_THE_LAST:
        before = told.lost.get(table, 0)
        rows = list(_stretch(source, table, at, at + _AT_ONCE - 1, told))
        missed = 0 if rows else missed + _AT_ONCE
        if end is None and not rows:
            told.lost[table] = before  # past the end nothing was there to lose
        if rows:
            yield rows
        at += _AT_ONCE


def _stretch(source: Any, table: str, first: int, last: int, told: Salvaged) -> Iterator[Any]:
    """Read the rows of a stretch; one that can't be read is halved until what is lost stands alone."""
    try:
        query = f"select * from {table} where rowid between ? and ?"  # noqa: S608  a name of our own tables
        yield from source.execute(query, (first, last)).fetchall()
    except sqlcipher3.Error:
        if first == last:
            told.lost[table] = told.lost.get(table, 0) + 1
            return
        middle = (first + last) // 2
        yield from _stretch(source, table, first, middle, told)
        yield from _stretch(source, table, middle + 1, last, told)


def _make_again(part: Path, key: bytes, told: Salvaged) -> None:
    """Make rows that are lost again from their operations; those whose bytes are lost too are counted."""
    store = Store(part, key)
    try:
        if upgrade.stand(store.engine) != migrations.HEAD:
            return  # the tables of an earlier release are brought up to date afterwards
        with store.engine.connect() as held:
            held.connection.driver_connection.execute("pragma foreign_keys=off")  # type: ignore[union-attr]  # SQLAlchemy allows for a connection that is closed
            with held.begin():
                for kind in IN_ORDER:
                    made, lost = _again(held, kind)
                    name = kind.__tablename__
                    told.read[name] = told.read.get(name, 0) + made
                    told.lost[name] = lost
    finally:
        store.close()


def _again(held: Connection, kind: type[Shared]) -> tuple[int, int]:
    """Make what is lost of one table again; how many rows that were, and how many could not be."""
    told = select(Operation.__table__).where(Operation.entity == kind.__tablename__).order_by(Operation.id)
    rows: dict[str, dict[str, Any] | None] = {}
    for stamp, entity, row, name, value in held.execute(told):
        change = Change(stamp, entity, row, name, value)
        if name in {DELETED, ERASED}:
            rows[row] = None
        elif name == ALL_FIELDS or rows.get(row) is not None:
            rows[row] = (rows.get(row) or {}) | change.fields
    there = set(held.scalars(select(kind.__table__.c.id)))
    missing = {row: plain for row, plain in rows.items() if plain is not None and row not in there}
    made = sum(_insert(held, kind, row, plain) for row, plain in missing.items())
    return made, len(missing) - made


def _insert(held: Connection, kind: type[Shared], row: str, plain: dict[str, Any]) -> bool:
    try:
        fields = {name: to_column(kind, name, value) for name, value in plain.items()}
        if any(isinstance(value, dict) and set(value) == {"sha256"} for value in fields.values()):
            return False
        with held.begin_nested():
            held.execute(insert(kind.__table__).values(id=row, **fields))  # type: ignore[arg-type]  # the table of a mapped class
    except (ValueError, TypeError, exc.DBAPIError):
        return False
    return True


def _let_go(target: Any, told: Salvaged) -> None:
    """Have what points at a lost row let go of it; what can't be without it is lost as well, and so on."""
    while broken := target.execute("pragma foreign_key_check").fetchall():
        for table, row, _parent, which in broken:
            column = next(k[3] for k in target.execute(f"pragma foreign_key_list({table})").fetchall() if k[0] == which)
            with contextlib.suppress(sqlcipher3.IntegrityError):  # a rule of the row says that it needs it
                target.execute(f"update {table} set {column} = null where rowid = ?", (row,))  # noqa: S608  a name of our own tables
                continue
            gone = target.execute(f"delete from {table} where rowid = ?", (row,)).rowcount  # noqa: S608  as above
            told.read[table] -= gone
            told.lost[table] = told.lost.get(table, 0) + gone


def _prove(part: Path, key: bytes) -> None:
    """Bring the new file up to today's tables and look through it; Damaged where it does not say whose journal it is."""
    store = Store(part, key)
    try:
        with store.looking() as raw:
            if raw.execute("select count(*) from journal").fetchone() != (1,):
                raise Damaged(_NOTHING)
        upgrade.bring_up(store.engine, before=lambda: None)
        with store.looking() as raw:
            raw.execute("pragma journal_mode=delete").fetchall()
            if raw.execute("pragma integrity_check").fetchall() != [("ok",)]:
                raise Damaged(_NOTHING)
    finally:
        store.close()
    with part.open("rb+") as file:
        os.fsync(file.fileno())


def remove(part: Path) -> None:
    """Remove a half-made file and its companions."""
    for end in ("", "-wal", "-shm", "-journal"):
        part.with_name(part.name + end).unlink(missing_ok=True)
