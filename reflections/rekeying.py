"""Locking a journal with another data key: after a laptop was lost, what its finder may learn opens nothing made later.

The file under the new key is made and read beside the old one. For the moment of the change-over vault.json opens both, so
wherever it is cut short the journal opens with one of the two; what is left over goes at the next opening.
"""

from __future__ import annotations

import contextlib
import os
from typing import TYPE_CHECKING, NamedTuple

from sqlalchemy import text

from reflections import backups, vault
from reflections.errors import Damaged, DiskTrouble, WrongSecret
from reflections.store import FILE, Store, only_looking

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from reflections.vault import Opened, Vault

_PART = f"{FILE}.anew"
_COMPANIONS = ("-wal", "-shm", "-journal")


class Anew(NamedTuple):
    """The journal under its new key."""

    store: Store
    vault: Vault
    code: str


def open_store(path: Path, openings: tuple[Opened, ...], wait_seconds: float) -> tuple[Store, Opened]:
    """Open the file with the key that fits; Damaged where the only one does not, WrongSecret where another secret's would."""
    for opened in openings:
        try:
            return Store(path, opened.key, wait_seconds=wait_seconds), opened
        except Damaged:
            if opened is openings[-1]:
                raise
    raise WrongSecret


def lock_anew(store: Store, folder: Path, locked: Vault, passphrase: str, progress: Callable[[float], None]) -> Anew:
    """Make the file anew under another key and put it in the journal's place; the store that was open is closed.

    Nobody else may write meanwhile: what came between the copy and the change-over would be lost.
    """
    part = folder / _PART
    _remove(part)
    new, key, code = vault.anew(locked, passphrase)
    try:
        with store.engine.connect() as held, held.begin():
            held.execute(text("select count(*) from journal"))  # nothing is written from here on, and read as before
            _copy_under(store, part, key)
            progress(0.7)
            _verify(store, part, key)
            progress(0.9)
            vault.write(folder, vault.both(locked, new))
        store.forget_traces()
        store.close()
        for end in _COMPANIONS:
            store.path.with_name(store.path.name + end).unlink(missing_ok=True)
        part.replace(store.path)
        vault.sync_folder(folder)
    except OSError as error:
        message = "The journal could not be locked anew: its disk does not answer. It is locked as it was."
        raise DiskTrouble(message) from error
    finally:
        _remove(part)
    with contextlib.suppress(DiskTrouble):  # both open it until then, and the next opening clears that away
        vault.write(folder, new)
    return Anew(Store(store.path, key), new, code)


def finish(folder: Path, locked: Vault, key: bytes) -> Vault:
    """Clear away what a change-over left that was cut short, once the journal has opened with `key`; return its vault."""
    _remove(folder / _PART)
    here = vault.of_key(locked, key)
    if here != locked:
        vault.write(folder, here)
    return here


def _copy_under(store: Store, part: Path, key: bytes) -> None:
    with store.looking() as raw:
        raw.execute("vacuum into ?", (str(part),))
    copy = Store(part, store.key)
    try:
        with copy.looking() as raw:
            raw.execute("pragma journal_mode=delete").fetchall()
            raw.execute(f"pragma rekey=\"x'{key.hex()}'\"")
    finally:
        copy.close()
    with part.open("rb+") as file:
        os.fsync(file.fileno())


def _verify(store: Store, part: Path, key: bytes) -> None:
    """Damaged unless the new file opens with the new key alone, is whole, and holds as many rows of everything."""
    with store.looking() as raw:
        there = backups.counts(raw)
    with only_looking(part, key) as raw:
        whole = raw.execute("pragma integrity_check").fetchall() == [("ok",)]
        sealed = not raw.execute("pragma cipher_integrity_check").fetchall()
        if not whole or not sealed or backups.counts(raw) != there:
            message = "The journal could not be locked anew and is locked as it was. Run `soundfolio check`."
            raise Damaged(message)


def _remove(part: Path) -> None:
    for end in ("", *_COMPANIONS):
        part.with_name(part.name + end).unlink(missing_ok=True)
