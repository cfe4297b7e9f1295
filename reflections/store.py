"""The locked database file itself: opening it with the key, one transaction at a time, and every fault in plain words.

SQLCipher through SQLAlchemy's plain SQLite dialect (its cipher dialect derives the key anew for every connection).
WAL with synchronous=FULL: NORMAL lost acknowledged rows in simulated power cuts. BEGIN IMMEDIATE: a read that turns
into a write can't meet a lock half-way. A deleted or replaced file raises nothing by itself on POSIX, commits go to a
ghost, so device and inode are compared before each transaction.
"""

from __future__ import annotations

import contextlib
from typing import TYPE_CHECKING, Any

import sqlcipher3
from sqlalchemy import create_engine, event, exc
from sqlalchemy.orm import sessionmaker
from sqlalchemy.pool import QueuePool

from reflections import operations
from reflections.disk import has_room
from reflections.errors import (
    Busy,
    Damaged,
    DiskFull,
    DiskTrouble,
    Gone,
    JournalError,
    Missing,
    NotAllowed,
    NotFound,
    NotOurs,
    Plain,
)

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from sqlalchemy.engine import Connection, Engine
    from sqlalchemy.orm import Session

FILE = "journal.db"
APPLICATION_ID = 0x53464F4C  # "SFOL"
COMPANIONS = ("-wal", "-shm", "-journal")  # what SQLite keeps beside a file while it is open
_PLAIN_HEADER = b"SQLite format 3\0"
_PRAGMAS = (
    "journal_mode=wal",
    "synchronous=full",
    "foreign_keys=on",
    "secure_delete=on",
    "temp_store=memory",
    "trusted_schema=off",
    "cell_size_check=on",
)
_SENTENCES: dict[str, tuple[type[JournalError], str]] = {
    "FULL": (DiskFull, "The disk is full. What was saved is safe; free some space to go on."),
    "BUSY": (Busy, "Another program is using the journal. Close it; we keep trying."),
    "LOCKED": (Busy, "Another program is using the journal. Close it; we keep trying."),
    "IOERR": (
        DiskTrouble,
        "The disk with the journal does not answer. Put the stick back in, or check the disk; what was saved is safe.",
    ),
    "CANTOPEN": (
        DiskTrouble,
        "The journal can't be opened just now. Check that its disk is in and its folder not locked.",
    ),
    "READONLY": (DiskTrouble, "The journal's folder can't be written. Unlock the folder or the stick, then try again."),
    "PERM": (DiskTrouble, "The journal's folder can't be written. Unlock the folder or the stick, then try again."),
    "CONSTRAINT_FOREIGNKEY": (NotFound, "What this belongs to is not in the journal any more, so nothing was changed."),
    "CONSTRAINT": (NotAllowed, "That does not fit what is kept already, so nothing was changed."),
    "CORRUPT": (Damaged, "A part of the journal can't be read. Close Soundfolio and open the latest backup."),
    "NOTADB": (Damaged, "The passphrase is right but the journal's file is damaged. Open the latest backup."),
}


class Store:
    """An open journal file: `reading` and `writing` each give one session, one transaction."""

    def __init__(self, path: Path, key: bytes, *, wait_seconds: float = 5.0) -> None:
        self.path = path
        self.key = key
        self.engine = _engine(path, key, wait_seconds)
        self._sessions = sessionmaker(self.engine, class_=operations.RecordedSession, expire_on_commit=False)
        self._here = _identity(path)

    @classmethod
    def new(cls, path: Path, key: bytes) -> Store:
        """Make an empty locked file where there is none yet."""
        path.touch(mode=0o600, exist_ok=False)
        return cls(path, key)

    @contextlib.contextmanager
    def reading(self) -> Iterator[Session]:
        """Give a session for looking only; whatever it tries to write is refused by the database."""
        with self._watched(), self._sessions() as session:
            session.connection(execution_options={"reading": True})
            yield session

    @contextlib.contextmanager
    def writing(self, clock: operations.Clock) -> Iterator[Session]:
        """Give a session whose changes, with an operation for each, are durable at the end or never were."""
        with self._watched(), self._sessions(info={"clock": clock}) as session, session.begin():
            yield session

    def rows_written(self, session: Session) -> int:
        """Return how many rows the session's connection has written since it was opened; each that changes counts."""
        raw: Any = session.connection().connection.driver_connection
        return int(raw.total_changes)

    @contextlib.contextmanager
    def _watched(self) -> Iterator[None]:
        self.still_here()
        try:
            yield
        except exc.DBAPIError as error:
            found = self._said(error)
            if isinstance(found, DiskTrouble):
                self.engine.dispose()  # a connection that met a dead disk speaks of corruption for ever after
            raise found from error

    def still_here(self) -> None:
        """Gone if the file under this name is no longer the one that was opened."""
        if _identity(self.path) != self._here:
            message = (
                "The journal was moved or deleted while it was open, so nothing can be saved there. "
                "Put it back or open a backup; what is on screen can be saved as a file."
            )
            raise Gone(message)

    @contextlib.contextmanager
    def looking(self) -> Iterator[Any]:
        """Give the bare database connection, outside any transaction: for pragmas, checks and VACUUM INTO."""
        self.still_here()
        try:
            with contextlib.closing(self.engine.raw_connection()) as pooled:
                raw: Any = pooled.driver_connection
                raw.execute("pragma query_only=off")
                yield raw
        except (exc.DBAPIError, sqlcipher3.Error) as error:
            raise self._said(error) from error

    def _said(self, error: Exception) -> JournalError:
        """Put a fault in plain words; a disk that takes no more is called full, whatever SQLite met first on it."""
        found = plain_words(error)
        if isinstance(found, DiskTrouble) and not has_room(self.path):
            return disk_full()
        return found

    def forget_traces(self) -> None:
        """Empty the write-ahead file, so that what was erased from the pages is not still lying there."""
        with self.looking() as raw:
            raw.execute("pragma wal_checkpoint(truncate)").fetchall()

    def close(self) -> None:
        """Close every connection; SQLite then folds the write-ahead file in."""
        self.engine.dispose()


@contextlib.contextmanager
def only_looking(path: Path, key: bytes) -> Iterator[Any]:
    """Give a connection to a locked file that leaves not a byte of it changed and nothing beside it; faults in plain words."""
    address = f"{path.resolve().as_uri()}?mode=ro&immutable=1"
    try:
        with contextlib.closing(sqlcipher3.connect(address, uri=True, isolation_level=None)) as raw:
            raw.execute("pragma cipher_log_level=none").fetchall()
            raw.execute(f"pragma key=\"x'{key.hex()}'\"")
            raw.execute("pragma temp_store=memory")
            raw.execute("select count(*) from sqlite_master").fetchone()  # the key is only tried here
            yield raw
    except sqlcipher3.Error as error:
        raise plain_words(error) from error


def remove_file(path: Path) -> None:
    """Remove a database file that nobody has open, with whatever lies beside it under its name; what is not there is no fault."""
    for end in ("", *COMPANIONS):
        path.with_name(path.name + end).unlink(missing_ok=True)


def is_whole(raw: Any) -> bool:
    """Say whether every page of an open file hangs together."""
    return bool(raw.execute("pragma integrity_check").fetchall() == [("ok",)])


def is_sealed(raw: Any) -> bool:
    """Say whether every page of an open file carries its seal; what its write-ahead file holds is not looked at."""
    return not raw.execute("pragma cipher_integrity_check").fetchall()


def is_plain(path: Path) -> bool:
    """Say whether a file lies there that is a database anybody can read."""
    try:
        with path.open("rb") as file:
            return file.read(len(_PLAIN_HEADER)) == _PLAIN_HEADER
    except OSError:
        return False


def inspect_file(path: Path) -> None:
    """Look at the file before the key touches it: Missing, Plain or Damaged, each told apart."""
    try:
        with path.open("rb") as file:
            head = file.read(len(_PLAIN_HEADER))
    except FileNotFoundError as error:
        message = "The journal's file has gone, its key is still here. Put journal.db back, or open a backup."
        raise Missing(message) from error
    except OSError as error:
        message = "The journal's file can't be read. Check that its disk is in and that it belongs to you."
        raise DiskTrouble(message) from error
    if head == _PLAIN_HEADER:
        message = (
            "The file journal.db is not locked, so it is not one of ours as it should be. Open a backup instead; "
            "one that an early Soundfolio left like that is locked by `soundfolio take-over`."
        )
        raise Plain(message)
    if not head:
        message = "The journal's file is empty. Open the latest backup."
        raise Damaged(message)


def prove_ours(store: Store, journal: str) -> None:
    """NotOurs unless the file carries our mark and the journal id its key file names."""
    with store.looking() as raw:
        (mark,) = raw.execute("pragma application_id").fetchone()
        (there,) = raw.execute("select count(*) from sqlite_master where name = 'journal'").fetchone()
        found = [row[0] for row in raw.execute("select id from journal")] if there else []
    if mark != APPLICATION_ID or found != [journal.replace("-", "")]:
        message = (
            "This file is not the journal its key belongs to. Put back the journal.db and vault.json that go together."
        )
        raise NotOurs(message)


def disk_full() -> DiskFull:
    """Return what is said of a full disk."""
    return DiskFull(_SENTENCES["FULL"][1])


def plain_words(error: Exception) -> JournalError:
    """Turn a database error into its kind and sentence; a broken rule of a row becomes NotAllowed."""
    raw = getattr(error, "orig", error)
    name = str(getattr(raw, "sqlite_errorname", ""))
    if str(raw).startswith("FOREIGN KEY"):  # the driver tells the kinds of broken constraint apart by words alone
        name = "SQLITE_CONSTRAINT_FOREIGNKEY"
    for part, (kind, sentence) in _SENTENCES.items():
        if name.startswith(f"SQLITE_{part}"):
            return kind(sentence)
    return JournalError("The journal could not do that; nothing was changed.")


def _engine(path: Path, key: bytes, wait_seconds: float) -> Engine:
    def connect() -> Any:
        raw = sqlcipher3.connect(str(path), timeout=wait_seconds, check_same_thread=False, isolation_level=None)
        try:
            raw.execute("pragma cipher_log_level=none").fetchall()  # it would write to stderr what we say in a sentence
            raw.execute(f"pragma key=\"x'{key.hex()}'\"")
            raw.execute("select count(*) from sqlite_master").fetchone()  # the key is only tried here
            for pragma in _PRAGMAS:
                raw.execute(f"pragma {pragma}").fetchall()
        except BaseException:
            raw.close()
            raise
        return raw

    engine = create_engine(
        "sqlite://",
        creator=connect,
        module=sqlcipher3,
        poolclass=QueuePool,
        pool_size=4,
        hide_parameters=True,  # an error must never carry what a child said into a log
    )

    @event.listens_for(engine, "begin")
    def begin(connection: Connection) -> None:
        reading = connection.get_execution_options().get("reading")
        connection.exec_driver_sql(f"pragma query_only={'on' if reading else 'off'}")
        connection.exec_driver_sql("BEGIN" if reading else "BEGIN IMMEDIATE")

    return engine


def _identity(path: Path) -> tuple[int, int] | None:
    try:
        found = path.stat()
    except OSError:
        return None
    return found.st_dev, found.st_ino
