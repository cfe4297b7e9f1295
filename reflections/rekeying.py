"""Locking a journal with another data key: after a laptop was lost, what its finder may learn opens nothing made later.

The file under the new key is made and read beside the old one. For the moment of the change-over vault.json opens both, so
wherever it is cut short the journal opens with one of the two; what is left over goes at the next opening.
"""

from __future__ import annotations

import contextlib
from typing import TYPE_CHECKING, NamedTuple

from sqlalchemy import text

from reflections import backups, vault
from reflections.disk import sync_file, sync_folder
from reflections.errors import Damaged, DiskTrouble, WrongSecret
from reflections.store import COMPANIONS, FILE, Store, is_sealed, is_whole, only_looking, remove_file

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from reflections.vault import Opened, Vault

_PART = f"{FILE}.anew"
_NOT_YET = (
    "Locking the journal anew was cut short before it was done, so it is locked as before. "
    "Use the passphrase from before, then lock it anew once more."
)
_ANEW = "The journal was locked anew, so that passphrase is from before. Use the new one; if that does not open it, open a backup."
_NEITHER = (
    "Locking the journal anew was cut short. Try the passphrase from before as well; "
    "if that does not open it either, its file is damaged: open the latest backup."
)


class Anew(NamedTuple):
    """The journal under its new key."""

    store: Store
    vault: Vault
    code: str


def open_store(path: Path, locked: Vault, secret: str, wait_seconds: float) -> tuple[Store, Opened]:
    """Open the file with the key that fits.

    WrongSecret where `secret` opens no slot, or where locking it anew was cut short and the other passphrase is the one;
    Damaged where none is left that would open it.
    """
    openings = vault.openings(locked, secret)
    for opened in openings[:-1]:
        with contextlib.suppress(Damaged):
            return _opened(path, opened.key, wait_seconds), opened
    try:
        return _opened(path, openings[-1].key, wait_seconds), openings[-1]
    except Damaged as error:
        new, before = vault.halves(locked)
        if before is None or len(openings) > 1:
            raise
        not_done = path.with_name(_PART).exists()  # it goes with the very step that puts the new key in force
        match vault.holds(new, openings[0].key), not_done:
            case True, True:
                raise WrongSecret(_NOT_YET) from error
            case True, False:
                raise Damaged(_NEITHER) from error
            case False, False:
                raise WrongSecret(_ANEW) from error
        raise


def _opened(path: Path, key: bytes, wait_seconds: float) -> Store:
    """Open the file and try its key; Damaged where it does not fit."""
    store = Store(path, key, wait_seconds=wait_seconds)
    try:
        with store.looking():
            return store
    except BaseException:
        store.close()
        raise


def lock_anew(store: Store, folder: Path, locked: Vault, passphrase: str, progress: Callable[[float], None]) -> Anew:
    """Make the file anew under another key and put it in the journal's place; the store that was open is closed.

    Nobody else may write meanwhile: what came between the copy and the change-over would be lost.
    """
    part = folder / _PART
    remove_file(part)
    new, key, code = vault.anew(locked, passphrase)
    done = False
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
        for end in COMPANIONS:
            store.path.with_name(store.path.name + end).unlink(missing_ok=True)
        part.replace(store.path)
        done = True
    except OSError as error:
        message = "The journal could not be locked anew: its disk does not answer. It is locked as it was."
        raise DiskTrouble(message) from error
    finally:
        if not done:
            remove_file(part)
            if not vault.stands(folder, locked):
                with contextlib.suppress(DiskTrouble):  # then it opens both, and the next opening clears that away
                    vault.write(folder, locked)
    with contextlib.suppress(OSError, DiskTrouble):  # both open it until then, and the next opening clears that away
        sync_folder(folder)
        vault.write(folder, new)
    return Anew(Store(store.path, key), new, code)


def finish(folder: Path, locked: Vault, key: bytes) -> Vault:
    """Clear away what a change-over left that was cut short, once the journal has opened with `key`; return its vault.

    The key file first: as long as it opens two, whether the new file lies there still says which of them is in force.
    """
    here = vault.of_key(locked, key)
    if here != locked:
        vault.write(folder, here)
    remove_file(folder / _PART)
    return here


def _copy_under(store: Store, part: Path, key: bytes) -> None:
    part.touch(mode=0o600)
    with store.looking() as raw:
        raw.execute("vacuum into ?", (str(part),))
    copy = Store(part, store.key)
    try:
        with copy.looking() as raw:
            raw.execute("pragma journal_mode=delete").fetchall()
            raw.execute(f"pragma rekey=\"x'{key.hex()}'\"")
    finally:
        copy.close()
    sync_file(part)


def _verify(store: Store, part: Path, key: bytes) -> None:
    """Damaged unless the new file opens with the new key alone, is whole, and holds as many rows of everything."""
    with store.looking() as raw:
        there = backups.counts(raw)
    with only_looking(part, key) as raw:
        if not is_whole(raw) or not is_sealed(raw) or backups.counts(raw) != there:
            message = "The journal could not be locked anew and is locked as it was. Run `soundfolio check`."
            raise Damaged(message)
