"""A copy is proved: put back beside the journal, opened, read to its end, and counted against what went into it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reflections import backups, checking, copying, records
from reflections.errors import Damaged, DiskTrouble, JournalError
from reflections.store import Store

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime
    from pathlib import Path


def prove(proof: records.Proof, *, now: datetime, cancelled: Callable[[], bool] = lambda: False) -> records.Proved:
    """Say whether a copy is sound; the copy itself is only read. On any thread: the open journal is not touched.

    Stopped once `cancelled` says so; DiskTrouble where the copy or room for another can't be had, which proves nothing.
    """
    folder = proof.path.parent
    tried = folder / f"{backups.TRIED}{proof.path.name}"
    try:
        _clear(folder)
        copying.copy_file(proof.path, tried, lambda _done: None, cancelled)
        sound, counts = _read(tried, proof)
    except OSError as error:
        message = "The backup could not be tried. Check that the disk is in and has room."
        raise DiskTrouble(message) from error
    finally:
        _clear(folder)
    made_at = backups.made_at(proof.path)
    return records.Proved(now, made_at, sound, counts.get("pupil", 0), counts.get("take", 0))


def _read(tried: Path, proof: records.Proof) -> tuple[bool, dict[str, int]]:
    """Whether all of it can be read and is as many as went into it; and how many of each."""
    try:
        store = Store(tried, proof.key)
    except Damaged:
        return False, {}
    try:
        found = checking.check(store)
    except DiskTrouble:
        raise
    except JournalError:
        return False, {}
    finally:
        store.close()
    counts = dict(found.counts)
    return not found.problems and all(counts.get(table) == n for table, n in proof.counts.items()), counts


def _clear(folder: Path) -> None:
    """Remove what was tried, now or by a proof that was cut short."""
    for left in folder.glob(f"{backups.TRIED}*"):
        left.unlink(missing_ok=True)
