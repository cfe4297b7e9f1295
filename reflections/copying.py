"""A copy as a file: what is in it, another just like it, and making that ready to be the journal. The copy itself is only read."""

from __future__ import annotations

import os
import secrets
from typing import TYPE_CHECKING, Any
from uuid import UUID

from reflections import carrying, migrations, upgrade
from reflections.disk import sync_file
from reflections.errors import Damaged, DiskTrouble, JournalError, NotOurs, Stopped, TooNew
from reflections.store import APPLICATION_ID, Store, is_sealed, is_whole, only_looking

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime
    from pathlib import Path

    from reflections.knowing import Told

_AT_ONCE = 1 << 20  # bytes
_STEPS = 100  # of the database between two looks whether to stop: some milliseconds in a large file


def holds(path: Path, key: bytes, journal: str, cancelled: Callable[[], bool]) -> tuple[frozenset[str], int]:
    """Read a copy from end to end, as it lies there: its pupils' ids and how many takes; Stopped once `cancelled` says so."""
    try:
        with only_looking(path, key) as raw:
            raw.set_progress_handler(cancelled, _STEPS)
            return _held(raw, journal, cancelled)
    except JournalError:
        _stop_if(cancelled)  # a read that was broken off says only that it was
        raise


def _held(raw: Any, journal: str, cancelled: Callable[[], bool]) -> tuple[frozenset[str], int]:
    (mark,) = raw.execute("pragma application_id").fetchone()
    if mark != APPLICATION_ID:
        message = "The backup is not whole."
        raise Damaged(message)
    if raw.execute("select id from journal").fetchall() != [(journal.replace("-", ""),)]:
        raise another()
    (stands,) = raw.execute("select version_num from alembic_version").fetchone()
    if stands not in migrations.KNOWN:
        message = "This backup was made by a newer Soundfolio. Update Soundfolio to open it."
        raise TooNew(message)
    whole = is_whole(raw)
    _stop_if(cancelled)  # the seals of all pages are looked at in one go, which nothing breaks off
    if not whole or not is_sealed(raw):
        message = "Some pages of the backup are not as they were made."
        raise Damaged(message)
    pupils = frozenset(str(UUID(of)) for (of,) in raw.execute("select id from pupil"))
    (takes,) = raw.execute("select count(*) from take where removed_at is null").fetchone()
    return pupils, takes


def _stop_if(cancelled: Callable[[], bool]) -> None:
    if cancelled():
        message = "Stopped. Nothing was changed."
        raise Stopped(message)


def copy_file(path: Path, part: Path, progress: Callable[[float], None], cancelled: Callable[[], bool]) -> None:
    """Copy a file so that it is on the disk, a piece at a time; Stopped half-way once `cancelled` says so. `progress` gets 0 to 1."""
    whole, done = max(path.stat().st_size, 1), 0
    part.unlink(missing_ok=True)
    part.touch(mode=0o600)
    with path.open("rb") as source, part.open("wb") as target:
        while piece := source.read(_AT_ONCE):
            _stop_if(cancelled)
            target.write(piece)
            done += len(piece)
            progress(done / whole)
        target.flush()
        os.fsync(target.fileno())


def make_ready(part: Path, key: bytes, told: Told, now: datetime) -> None:
    """Bring the new file up to today, read it once more, and give it a node of its own: its changes are not the lost one's.

    Whoever it is told was erased is erased in it.
    """
    store = Store(part, key)
    try:
        upgrade.bring_up(store.engine, before=lambda: None)  # the copy it was made of is the way back
        with store.looking() as raw:
            raw.execute("update journal set node = ?", (secrets.token_hex(8),))
        carrying.tell(store, told, lambda: now)
        store.close()
        with store.looking() as raw:
            raw.execute("pragma journal_mode=delete").fetchall()  # one file, no companions to rename
            if not is_whole(raw):
                message = "The backup could not be read again where it was put. Check the disk; nothing was changed."
                raise DiskTrouble(message)
    finally:
        store.close()
    sync_file(part)


def another() -> NotOurs:
    """The sentence for a copy that is of another journal."""
    return NotOurs("This backup belongs to another journal.")
