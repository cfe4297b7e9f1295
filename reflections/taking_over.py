"""Locks a journal that an early version left unlocked, once: copied under a key, read again and counted before the open file goes.

Until the very last step the file that was there is the journal, whatever fails; that step puts the locked one in its place.
"""

from __future__ import annotations

import contextlib
from typing import TYPE_CHECKING, Any, NamedTuple
from uuid import UUID

import sqlcipher3

from reflections import backups, migrations, vault
from reflections.disk import is_full, sync_file, sync_folder
from reflections.errors import Damaged, DiskFull, DiskTrouble, JournalError, NotAllowed, NotOurs, Plain, TooNew
from reflections.lock import InstanceLock
from reflections.store import (
    APPLICATION_ID,
    FILE,
    inspect_file,
    is_plain,
    is_sealed,
    is_whole,
    only_looking,
    plain_words,
    remove_file,
)

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

_PART = f"{FILE}.locked"
_STRANGE = "This file is no journal of Soundfolio's, so it was not touched."
_BESIDE_A_KEY = (
    "The key file of a locked journal lies beside this unlocked file, so which of the two is yours is for you to say. Is it the "
    "locked one: open a backup with `soundfolio restore`. Is it this one: put vault.json and vault.copy.json into another folder, "
    "then say `soundfolio take-over` again. Nothing was changed."
)
_KEPT = "It is as it was, and still unlocked."


class TakenOver(NamedTuple):
    """The recovery code, to be shown once, and the copies that lie there unlocked still."""

    code: str
    unlocked: tuple[Path, ...]


def take_over(folder: Path, passphrase: str, *, progress: Callable[[float], None] = lambda _done: None) -> TakenOver:
    """Lock the journal in `folder` with a passphrase.

    NotAllowed where it is locked already or the passphrase too short; Plain where a key file says that the locked one was put
    away; Missing, NotOurs, TooNew, Damaged, InUse, DiskTrouble: nothing was changed.
    """
    secret, path = vault.checked_passphrase(passphrase), folder / FILE
    lock = InstanceLock(folder)
    try:
        if not is_plain(path):
            inspect_file(path)
            message = "This journal is locked already. Nothing was changed."
            raise NotAllowed(message)
        if vault.exists(folder) and not (folder / _PART).exists():  # else the key is of a try that was cut short
            raise Plain(_BESIDE_A_KEY)
        remove_file(folder / _PART)
        code = _lock(path, secret, progress)
    except (JournalError, OSError, sqlcipher3.Error) as error:
        with contextlib.suppress(OSError):
            if not vault.exists(folder):  # else it says that the key is of a try that was cut short
                remove_file(folder / _PART)
        if isinstance(error, JournalError):
            raise
        raise _not_locked(path, error) from error
    finally:
        lock.release()
    found = sorted((folder / backups.FOLDER).glob("*.db")) if (folder / backups.FOLDER).is_dir() else []
    return TakenOver(code, tuple(one for one in found if is_plain(one)))


def _not_locked(path: Path, error: Exception) -> JournalError:
    """Say why the locked file could not be made."""
    if is_full(path, error):
        message = f"The disk is full, so the journal could not be locked. {_KEPT} Free some space, then try again."
        return DiskFull(message)
    met = plain_words(error)
    if isinstance(error, OSError) or isinstance(met, DiskTrouble):
        message = f"The journal could not be locked: its disk does not answer. {_KEPT}"
        return DiskTrouble(message)
    return met


def _lock(path: Path, passphrase: str, progress: Callable[[float], None]) -> str:
    folder, part = path.parent, path.with_name(_PART)
    with contextlib.closing(sqlcipher3.connect(str(path), isolation_level=None)) as raw:
        journal = _ours(raw)
        raw.execute("pragma journal_mode=delete").fetchall()  # what lies in a write-ahead file is folded in
        progress(0.1)
        locked, key, code = vault.make(journal, passphrase)
        counted = _copy(raw, part, key)
    progress(0.6)
    _prove(part, key, counted)
    vault.write(folder, locked)
    if vault.unlock(vault.read(folder), passphrase) != key:
        message = f"The key file could not be read again. {_KEPT}"
        raise Damaged(message)
    progress(0.9)
    part.replace(path)  # here the open file goes
    with contextlib.suppress(OSError):  # it is locked now: nothing may keep the code from being read
        sync_folder(folder)
    progress(1.0)
    return code


def _ours(raw: Any) -> str:
    """Return the journal's id; NotOurs, TooNew or Damaged where it can't be taken over."""
    (mark,) = raw.execute("pragma application_id").fetchone()
    there = raw.execute("select count(*) from sqlite_master where name = 'journal'").fetchone() != (0,)
    found = raw.execute("select id from journal").fetchall() if there else []
    if mark != APPLICATION_ID or len(found) != 1:
        raise NotOurs(_STRANGE)
    if raw.execute("select version_num from alembic_version").fetchone()[0] not in migrations.KNOWN:
        message = f"This journal was made by a newer Soundfolio. Update Soundfolio first. {_KEPT}"
        raise TooNew(message)
    if not is_whole(raw):
        message = f"A part of the journal can't be read. {_KEPT} Open a backup."
        raise Damaged(message)
    return str(UUID(found[0][0]))


def _copy(raw: Any, part: Path, key: bytes) -> dict[str, int]:
    """Write the locked file, and return how many rows of everything there were to write."""
    part.touch(mode=0o600)
    (version,) = raw.execute("pragma user_version").fetchone()
    raw.execute(f"attach database ? as locked key \"x'{key.hex()}'\"", (str(part),))
    raw.execute("begin immediate")  # nobody writes meanwhile
    try:
        counted = _counts(raw)
        raw.execute("select sqlcipher_export('locked')").fetchall()
        raw.execute(f"pragma locked.application_id={APPLICATION_ID}")
        raw.execute(f"pragma locked.user_version={version}")
        raw.execute("commit")
    finally:
        if raw.in_transaction:
            raw.execute("rollback")
        raw.execute("detach database locked")
    sync_file(part)
    return counted


def _prove(part: Path, key: bytes, counted: dict[str, int]) -> None:
    with only_looking(part, key) as raw:
        if not is_whole(raw) or not is_sealed(raw) or _counts(raw) != counted:
            message = f"The locked copy is not whole. {_KEPT}"
            raise Damaged(message)


def _counts(raw: Any) -> dict[str, int]:
    names = [name for (name,) in raw.execute("select name from sqlite_master where type = 'table'")]
    return {name: raw.execute(f'select count(*) from "{name}"').fetchone()[0] for name in names}  # noqa: S608  # names of the file's own tables
