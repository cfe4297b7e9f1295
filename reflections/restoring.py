"""The way back when the journal can't be read: which copies are whole, and putting one of them in its place.

Nothing is deleted: what lay there goes aside, into a folder with the date. The copy takes its name in one step, at the end.
"""

from __future__ import annotations

import contextlib
import errno
import os
import secrets
import shutil
from datetime import datetime
from typing import TYPE_CHECKING, Any

from reflections import backups, migrations, records, vault
from reflections.errors import (
    Damaged,
    DiskFull,
    DiskTrouble,
    JournalError,
    Missing,
    NotOurs,
    Stopped,
    TooNew,
    WrongSecret,
)
from reflections.store import APPLICATION_ID, FILE, Store, only_looking

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

ASIDE, _STAMP = "set-aside-", "%Y-%m-%d-%H%M%S"  # as the tutor reads the time; it stands in a folder's name
_PART = f"{FILE}.restoring"  # never FILE.part, which says that a set-up was cut short
_WITH_IT = (FILE, f"{FILE}-wal", f"{FILE}-shm")
_AT_ONCE = 1 << 20  # bytes
_STEPS = 100  # of the database between two looks whether to stop: some milliseconds in a large file
_NO_ROOM = "There is no room to put the backup in its place. Nothing was changed; free some space, then try again."


class Copies:
    """The copies there are of the journal in `folder`, newest first; each is looked at when asked, with one secret.

    `where` is another folder to look in (a stick), itself or in its backups/. WrongSecret if the journal's own key file
    is sound and `secret` does not open it; where that file is damaged, the one beside each copy is tried instead.
    `known` is the data key of a journal that is open, in the place of a secret.
    """

    def __init__(self, folder: Path, secret: str, *, where: Path | None = None, known: bytes | None = None) -> None:
        self.folder = folder
        self._secret = secret
        self._own = _sound(lambda: vault.read(folder)) if vault.exists(folder) else None
        self._keys: dict[vault.Vault, bytes | WrongSecret] = {}
        if known is not None and self._own is not None:
            self._keys[self._own] = known
        found = backups.every(folder) if where is None else [*backups.every(where), *backups.lying_in(where)]
        self.there: tuple[tuple[datetime, Path], ...] = tuple(sorted(found, reverse=True))
        if self._own is not None:
            self._try(self._own)

    def _try(self, own: vault.Vault) -> None:
        """WrongSecret unless it opens the journal, or a copy from before the journal was locked anew."""
        try:
            self.key(own)
        except WrongSecret:
            before = {locked for _, path in self.there if (locked := _beside(path)) and _other_key(own, locked)}
            if not any(_opens(self, locked) for locked in before):
                raise

    def look(self, path: Path, cancelled: Callable[[], bool] = lambda: False) -> records.Backup:
        """Return what a copy holds, once all of it was read; the copy itself is not touched.

        Damaged, WrongSecret (its own key file, another passphrase), NotOurs, TooNew or Missing: it is not to be offered.
        Stopped once `cancelled` says so.
        """
        locked = self.locked_by(path)
        key = self.key(locked)
        try:
            return _read(path, key, locked.journal, cancelled)
        except (NotOurs, TooNew, DiskTrouble, Stopped):
            raise
        except JournalError as error:
            message = "This backup is damaged. Open another one."
            raise Damaged(message) from error

    def locked_by(self, path: Path) -> vault.Vault:
        """Return the key file a copy is opened with: the journal's own if it is sound and has its key, else the one beside it."""
        locked = _beside(path)
        if self._own is None and locked is None:
            message = "The key file of this backup is missing or damaged, so it can't be unlocked."
            raise Missing(message)
        if self._own is not None and locked is not None and locked.journal != self._own.journal:
            raise _another()
        if self._own is not None and locked is not None and _other_key(self._own, locked):
            return locked  # it is from before the journal was locked anew
        return self._own or locked  # type: ignore[return-value]  # one of the two is there, as was just seen

    def key(self, locked: vault.Vault) -> bytes:
        """Return the data key of a key file; WrongSecret. Each key file is tried once only: a try is meant to be slow."""
        if locked not in self._keys:
            try:
                self._keys[locked] = vault.unlock(locked, self._secret)
            except WrongSecret as error:
                self._keys[locked] = error
        found = self._keys[locked]
        if isinstance(found, WrongSecret):
            raise found
        return found

    def put_in_place(
        self, path: Path, *, now: datetime, progress: Callable[[float], None], cancelled: Callable[[], bool]
    ) -> Path | None:
        """Make the copy the journal of the folder; return where what lay there is now, None if nothing did.

        DiskFull, DiskTrouble, Stopped or what `look` raises leave everything as it was. The lock is the caller's.
        """
        self.look(path, cancelled)
        locked = self.locked_by(path)
        key = self.key(locked)
        part = self.folder / _PART
        try:
            _remove(part)
            _copy(path, part, progress, cancelled)
            _ready(part, key)
            return self._change_over(part, None if locked is self._own else locked, now)
        except OSError as error:
            raise _no_room(error) from error
        except DiskFull as error:
            raise DiskFull(_NO_ROOM) from error
        finally:
            _remove(part)

    def take_the_place(self, made: Path, key: bytes, *, now: datetime) -> Path | None:
        """Give a file that was made beside the journal its name, as `put_in_place` does with a copy of a copy."""
        try:
            _ready(made, key)
            return self._change_over(made, None, now)
        except OSError as error:
            raise _no_room(error) from error

    def _change_over(self, part: Path, new_vault: vault.Vault | None, now: datetime) -> Path | None:
        """Set aside what is there and give `part` the journal's name; whatever fails half-way is undone."""
        names = [*_WITH_IT, *(vault.NAMES if new_vault else ())]
        there = [name for name in names if (self.folder / name).exists()]
        aside = _free(self.folder / f"{ASIDE}{now:{_STAMP}}") if there else None
        moved: list[str] = []
        try:
            if aside is not None:
                aside.mkdir(mode=0o700)
                if self._own is not None:
                    vault.write_file(aside / vault.NAMES[0], vault.to_bytes(self._own))
                for name in there:  # the journal before its write-ahead file, which must never lie beside another one
                    (self.folder / name).rename(aside / name)
                    moved.append(name)
                vault.sync_folder(aside)
            if new_vault is not None:
                vault.write(self.folder, new_vault)
            part.rename(self.folder / FILE)
        except (OSError, JournalError):
            for name in set(vault.NAMES) - set(there) if new_vault is not None else ():
                (self.folder / name).unlink(missing_ok=True)
            for name in reversed(moved):
                (aside / name).replace(self.folder / name)  # type: ignore[operator]  # nothing is moved without it
            if aside is not None:
                shutil.rmtree(aside, ignore_errors=True)  # holds nothing but a second key file now
            raise
        vault.sync_folder(self.folder)
        return aside


def aside(folder: Path) -> list[tuple[datetime, Path]]:
    """Return the folders with what was set aside beside a journal, and when, oldest first."""
    found = []
    for path in folder.glob(f"{ASIDE}*"):
        with contextlib.suppress(ValueError):
            found.append((datetime.strptime(path.name[len(ASIDE) :][:17], _STAMP).astimezone(), path))
    return sorted(found)


def _read(path: Path, key: bytes, journal: str, cancelled: Callable[[], bool]) -> records.Backup:
    """Read a copy from end to end, as it lies there; Stopped half-way once `cancelled` says so."""
    try:
        with only_looking(path, key) as raw:
            raw.set_progress_handler(cancelled, _STEPS)
            return _read_with(raw, path, journal, cancelled)
    except JournalError:
        _stop_if(cancelled)  # a read that was broken off says only that it was
        raise


def _read_with(raw: Any, path: Path, journal: str, cancelled: Callable[[], bool]) -> records.Backup:
    (mark,) = raw.execute("pragma application_id").fetchone()
    if mark != APPLICATION_ID:
        message = "The backup is not whole."
        raise Damaged(message)
    if raw.execute("select id from journal").fetchall() != [(journal.replace("-", ""),)]:
        raise _another()
    (stands,) = raw.execute("select version_num from alembic_version").fetchone()
    if stands not in migrations.KNOWN:
        message = "This backup was made by a newer Soundfolio. Update Soundfolio to open it."
        raise TooNew(message)
    whole = raw.execute("pragma integrity_check").fetchall() == [("ok",)]
    _stop_if(cancelled)  # the seals of all pages are looked at in one go, which nothing breaks off
    if not whole or raw.execute("pragma cipher_integrity_check").fetchall():
        message = "Some pages of the backup are not as they were made."
        raise Damaged(message)
    (pupils,) = raw.execute("select count(*) from pupil").fetchone()
    (takes,) = raw.execute("select count(*) from take where removed_at is null").fetchone()
    return records.Backup(path, backups.made_at(path), pupils, takes)


def _stop_if(cancelled: Callable[[], bool]) -> None:
    if cancelled():
        message = "Stopped. Nothing was changed."
        raise Stopped(message)


def _copy(path: Path, part: Path, progress: Callable[[float], None], cancelled: Callable[[], bool]) -> None:
    whole, done = max(path.stat().st_size, 1), 0
    with path.open("rb") as source, part.open("wb") as target:
        part.chmod(0o600)
        while piece := source.read(_AT_ONCE):
            _stop_if(cancelled)
            target.write(piece)
            done += len(piece)
            progress(done / whole)
        target.flush()
        os.fsync(target.fileno())


def _ready(part: Path, key: bytes) -> None:
    """Read the new file once more, and give it a node of its own: what it changes next is not what the lost one changed."""
    store = Store(part, key)
    try:
        with store.looking() as raw:
            raw.execute("update journal set node = ?", (secrets.token_hex(8),))
            raw.execute("pragma journal_mode=delete").fetchall()  # one file, no companions to rename
            if raw.execute("pragma integrity_check").fetchall() != [("ok",)]:
                message = "The backup could not be read again where it was put. Check the disk; nothing was changed."
                raise DiskTrouble(message)
    finally:
        store.close()
    with part.open("rb+") as file:
        os.fsync(file.fileno())


def _beside(path: Path) -> vault.Vault | None:
    """Return the key file beside a copy, where it is sound."""
    beside = path.with_name(f"{path.name}.vault.json")
    return _sound(lambda: vault.parse(beside.read_bytes())) if beside.is_file() else None


def _other_key(own: vault.Vault, other: vault.Vault) -> bool:
    """Say whether two key files of one journal are known to hold different data keys."""
    here, there = ({slot.key for slot in locked.slots} - {""} for locked in (own, other))
    return own.journal == other.journal and bool(here and there) and not here & there


def _opens(copies: Copies, locked: vault.Vault) -> bool:
    try:
        copies.key(locked)
    except WrongSecret:
        return False
    return True


def _sound(read: Callable[[], vault.Vault]) -> vault.Vault | None:
    """Return the key file, or None where it is damaged or something else; TooNew is for the person to hear."""
    try:
        return read()
    except (Damaged, Missing, NotOurs, OSError):
        return None


def _no_room(error: OSError) -> JournalError:
    if error.errno in {errno.ENOSPC, errno.EDQUOT}:
        return DiskFull(_NO_ROOM)
    message = (
        "The backup could not be put in its place. Check that both disks are in and not locked; nothing was changed."
    )
    return DiskTrouble(message)


def _another() -> NotOurs:
    return NotOurs("This backup belongs to another journal.")


def _free(path: Path) -> Path:
    found, n = path, 1
    while found.exists():
        n += 1
        found = path.with_name(f"{path.name}-{n}")
    return found


def _remove(path: Path) -> None:
    for name in (path.name, f"{path.name}-wal", f"{path.name}-shm", f"{path.name}-journal"):
        path.with_name(name).unlink(missing_ok=True)
