"""The last way: a journal with damaged pages and no backup is read row by row, and what can be read becomes a journal again.

Its pages are opened one by one (reflections/unsealing.py), so that a torn one takes nothing with it but what lies on it. Rows are
asked for by number, in stretches that are halved until what can't be read stands alone. A row that is lost is made again from
its operations, if its bytes are not among what was lost. What pointed at a lost row lets go of it where it can, else it is lost too.
The damaged file is set aside, never deleted; a backup is always the better way.
"""

from __future__ import annotations

import contextlib
import secrets
import sqlite3
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import sqlcipher3
from sqlalchemy import exc, func, insert, inspect, select, text

from reflections import migrations, unsealing, upgrade, vault
from reflections.disk import is_full, sync_file
from reflections.errors import Damaged, DiskFull, DiskTrouble, JournalError
from reflections.moving.changes import IN_ORDER, Change, to_column
from reflections.operations import ALL_FIELDS, DELETED, ERASED
from reflections.store import APPLICATION_ID, FILE, Store, is_whole, plain_words, remove_file
from reflections.tables import Audit, Base, JournalRow, Operation, Piece

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from sqlalchemy.engine import Connection

    from reflections.tables import Shared

PART = f"{FILE}.salvaged"
_PAST_THE_LAST = 4096  # rows looked for beyond the last that was read, where even the count can't be
_AT_ONCE = 2048
_OPENING = 0.3  # of the time
NOBODY = "Tutor"  # where the page with their name is torn
_NO_ROOM = "There is no room for what can be read. Nothing was changed; free some space, then try again."
_NOTHING = "Nothing of this journal can be read. Open a backup: soundfolio restore lists those there are."


@dataclass(slots=True)
class Salvaged:
    """How many rows of each table were read, and how many are known to be lost or were let go since they hung on one.

    Where any were lost, who was erased is known for certain only until `known_until`, as the copies have it; None without one.
    """

    read: dict[str, int] = field(default_factory=dict)
    lost: dict[str, int] = field(default_factory=dict)
    known_until: datetime | None = None


def salvage(path: Path, key: bytes, progress: Callable[[float], None] = lambda _done: None) -> tuple[Path, Salvaged]:
    """Read what can be read of a damaged file into a new one beside it, under the same key; return that and what became of it.

    The key file beside it knows whose journal it is. Damaged where nothing can be read at all, or not even of which release it
    is. The damaged file is only looked at.
    """
    part = path.with_name(PART)
    remove_file(part)
    told = Salvaged()
    try:
        with contextlib.closing(_reading(path, key, lambda done: progress(done * _OPENING))) as source:
            _lay_out(source, part, key)
            with _bare(part, key) as target:
                _copy(source, target, told, lambda done: progress(_OPENING + done * (1 - _OPENING)))
        _make_again(part, vault.read(path.parent).journal, key, told)
        with _bare(part, key) as target:
            _let_go(target, told)
        _prove(part, key)
    except BaseException as error:
        remove_file(part)
        if isinstance(error, DiskFull | DiskTrouble | sqlcipher3.Error | exc.DBAPIError | OSError):
            raise _not_written(part, error) from error
        raise
    return part, told


def _not_written(part: Path, error: Exception) -> JournalError:
    """Say why what was read could not be put beside the damaged file."""
    if is_full(part, error):
        return DiskFull(_NO_ROOM)
    return error if isinstance(error, JournalError) else plain_words(error)


class _Source:
    """What can be read of the damaged file, in memory; where pages are torn twice over, with other bytes in their place.

    A long row goes on over further pages, whose bytes SQLite takes as they are: what differs between the two is no row's own.
    """

    def __init__(self, found: unsealing.Unsealed) -> None:
        fillers = (0xFF, 0xFE) if found.torn else (0xFF,)
        self._images = [_opened(found.image(filler)) for filler in fillers]

    def rows(self, query: str, numbers: tuple[int, ...] = ()) -> list[Any]:
        """Return what a query finds; sqlite3.Error where a part of it is torn."""
        first, *others = [image.execute(query, numbers).fetchall() for image in self._images]
        if any(other != first for other in others):
            message = "torn"
            raise sqlite3.DatabaseError(message)
        return first

    def close(self) -> None:
        for image in self._images:
            image.close()


def _opened(image: bytes) -> sqlite3.Connection:
    raw = sqlite3.connect(":memory:", isolation_level=None)
    raw.deserialize(image)
    raw.execute("pragma temp_store=memory")
    raw.execute("pragma writable_schema=on")  # what is torn of the list of tables does not hide the rest of it
    with contextlib.suppress(sqlite3.Error):
        raw.execute("select count(*) from sqlite_master").fetchone()
    return raw


def _reading(path: Path, key: bytes, progress: Callable[[float], None]) -> _Source:
    """The damaged file with its write-ahead file; Damaged where not even its list of tables can be read."""
    try:
        return _Source(unsealing.unseal(path, key, progress))
    except (Damaged, sqlite3.Error) as error:
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


def _lay_out(source: _Source, part: Path, key: bytes) -> None:
    """Make the same tables in a new file, with the marks of a journal."""
    part.touch(mode=0o600)
    made = source.rows(
        "select sql from sqlite_master where sql is not null and type <> 'view' order by type = 'table' desc, rowid"
    )
    with _bare(part, key) as raw:
        for (statement,) in made:
            with contextlib.suppress(sqlcipher3.OperationalError):  # an index whose table is not known any more
                raw.execute(statement)
        raw.execute(f"pragma application_id={APPLICATION_ID}")


def _copy(source: _Source, target: Any, told: Salvaged, progress: Callable[[float], None]) -> None:
    tables = [name for (name,) in target.execute("select name from sqlite_master where type = 'table'").fetchall()]
    for n, table in enumerate(tables):
        marks = ", ".join("?" * len(target.execute(f"pragma table_info({table})").fetchall()))
        for rows in _rows(source, table, told):
            put = f"insert or ignore into {table} values ({marks})"  # noqa: S608  names of our own tables
            told.read[table] = told.read.get(table, 0) + target.executemany(put, rows).rowcount
        progress((n + 1) / len(tables))


def _rows(source: _Source, table: str, told: Salvaged) -> Iterator[list[Any]]:
    """Give the rows that can be read, in stretches."""
    try:
        end = source.rows(f"select max(rowid) from {table}")[0][0] or 0  # noqa: S608  a name of our own tables
    except sqlite3.Error:
        end = None
    last = 0
    at, missed, torn = 1, 0, list[int]()
    while at <= end if end is not None else missed < _PAST_THE_LAST:
        found = list(_stretch(source, table, at, at + _AT_ONCE - 1, torn))
        missed = 0 if found else missed + _AT_ONCE
        if found:
            yield [row for _, *row in found]
            last = found[-1][0]
        at += _AT_ONCE
    if torn:  # behind the last that was read nobody can say how many there were
        known = torn if end is not None else [number for number in torn if number < last]
        told.lost[table] = told.lost.get(table, 0) + max(len(known), 1)


def _stretch(source: _Source, table: str, first: int, last: int, gone: list[int]) -> Iterator[Any]:
    """Read the rows of a stretch; one that can't be read is halved until what is lost stands alone."""
    numbers = (first,) if first == last else (first, last)  # a stretch looks at the row after it as well
    which = "= ?" if first == last else "between ? and ?"
    query = f"select rowid, * from {table} where rowid {which} order by rowid"  # noqa: S608  a name of our own tables
    try:
        yield from source.rows(query, numbers)
    except sqlite3.Error:
        if first == last:
            gone.append(first)
            return
        middle = (first + last) // 2
        yield from _stretch(source, table, first, middle, gone)
        yield from _stretch(source, table, middle + 1, last, gone)


def _make_again(part: Path, journal: str, key: bytes, told: Salvaged) -> None:
    """Make rows that are lost again from their operations; those whose bytes are lost too are counted."""
    store = Store(part, key)
    try:
        _say_the_step(store)
        if upgrade.stand(store.engine) != migrations.HEAD:
            return  # the tables of an earlier release are brought up to date afterwards
        _lay_out_the_rest(store)
        _say_whose(store, journal)
        with store.engine.connect() as held:
            held.connection.driver_connection.execute("pragma foreign_keys=off")  # type: ignore[union-attr]  # SQLAlchemy allows for a connection that is closed
            with held.begin():
                for kind in IN_ORDER:
                    made, lost = _again(held, kind)
                    name = kind.__tablename__
                    told.read[name] = told.read.get(name, 0) + made
                    told.lost[name] = max(
                        lost, told.lost.get(name, 0) - made
                    )  # of some the operations are torn as well
    finally:
        store.close()


def _say_the_step(store: Store) -> None:
    """Write down that it stands at today's step, where the page that said so is torn and what there is fits today's tables."""
    there = inspect(store.engine)
    fit = [
        {one["name"] for one in there.get_columns(name)} == set(table.columns.keys())
        for name, table in Base.metadata.tables.items()
        if there.has_table(name)
    ]
    if upgrade.stand(store.engine) is None and fit and all(fit):
        with store.engine.begin() as held:
            held.execute(text("create table if not exists alembic_version (version_num varchar(32) primary key)"))
            held.execute(text("insert into alembic_version values (:head)"), {"head": migrations.HEAD})


def _say_whose(store: Store, journal: str) -> None:
    """Write again whose journal it is, where the page with that is torn."""
    with store.engine.begin() as held:
        if not held.scalar(select(func.count()).select_from(JournalRow)):
            made = held.scalar(select(func.min(Audit.at))) or datetime.now(UTC)
            row = {"id": journal, "node": secrets.token_hex(8), "tutor": NOBODY, "made_at": made}
            held.execute(insert(JournalRow).values(row))


def _lay_out_the_rest(store: Store) -> None:
    """Make the tables and indexes of today that the damaged file could not name any more."""
    with store.engine.begin() as held:
        Base.metadata.create_all(held)
        for table in Base.metadata.sorted_tables:
            for index in table.indexes:
                index.create(held, checkfirst=True)


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
    """Write a row again; False where its bytes are lost. A piece stands even so, with no music: its takes hang on it."""
    try:
        fields = {name: to_column(kind, name, value) for name, value in plain.items()}
        lost = {name for name, value in fields.items() if isinstance(value, dict) and set(value) == {"sha256"}}
        if lost and kind is not Piece:
            return False
        with held.begin_nested():
            held.execute(insert(kind.__table__).values(id=row, **fields | dict.fromkeys(lost, b"")))  # type: ignore[arg-type]  # the table of a mapped class
    except (ValueError, TypeError, exc.DBAPIError):
        return False
    return not lost


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
            if not is_whole(raw):
                raise Damaged(_NOTHING)
    except exc.DBAPIError as error:  # tables of an earlier release, of which some are torn
        raise Damaged(_NOTHING) from error
    finally:
        store.close()
    sync_file(part)
