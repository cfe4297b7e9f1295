"""One file takes the journal's place: what lay there goes aside, the new one gets its name; cut short anywhere it is finished or taken back.

From the moment the new file is called ready a start finishes what was begun; before that what lies half made is swept away.
Nothing is deleted but that.
"""

from __future__ import annotations

import contextlib
import shutil
from datetime import datetime
from typing import TYPE_CHECKING

from reflections import knowing, vault
from reflections.disk import sync_folder
from reflections.errors import DiskTrouble, JournalError
from reflections.store import FILE, remove_file

if TYPE_CHECKING:
    from pathlib import Path

ASIDE, _STAMP = "set-aside-", "%Y-%m-%d-%H%M%S"  # as the tutor reads the time; it stands in a folder's name
PART = f"{FILE}.restoring"  # never FILE.part, which says that a set-up was cut short
READY = f"{FILE}.ready"
_KEYS = f"{READY}.vault.json"  # the key file that goes with it, where that is another
_WITH_IT = (FILE, f"{FILE}-wal", f"{FILE}-shm")


def replace(folder: Path, part: Path, own: vault.Vault | None, new: vault.Vault | None, now: datetime) -> Path | None:
    """Set aside what is there and give `part` the journal's name; return where that lies now, None if nothing did.

    `own` is the key file of what is there, if it is sound; `new` is written in its place, where it is another. Whatever fails
    half-way is undone. The lock is the caller's.
    """
    there = [name for name in _WITH_IT if (folder / name).exists()]
    keys = {name: (folder / name).read_bytes() for name in vault.NAMES if new and (folder / name).exists()}
    aside = _free(folder / f"{ASIDE}{now:{_STAMP}}") if there or keys else None
    moved: list[str] = []
    try:
        if new is not None:
            vault.write_file(folder / _KEYS, vault.to_bytes(new))
        if aside is not None:
            aside.mkdir(mode=0o700)
            for name, raw in keys.items():
                vault.write_file(aside / name, raw)
            if own is not None:
                vault.write_file(aside / vault.NAMES[0], vault.to_bytes(own))
        part.rename(folder / READY)
        sync_folder(folder)
        for name in there:  # the journal before its write-ahead file, which must never lie beside another one
            (folder / name).rename(aside / name)  # type: ignore[operator]  # where something is there, there is one
            moved.append(name)
        if aside is not None:
            sync_folder(aside)
        _take_the_name(folder)
    except (OSError, JournalError):
        for name in reversed(moved):
            (aside / name).replace(folder / name)  # type: ignore[operator]  # nothing is moved without it
        if new is not None:
            _put_keys_back(folder, keys)
        if aside is not None:
            shutil.rmtree(aside, ignore_errors=True)  # holds nothing but copies of key files now
        raise
    finally:
        _sweep(folder)
    return aside


def settle(folder: Path) -> None:
    """Finish what was cut short once the new file was ready and the old one gone from its place; else sweep what was left.

    The lock is the caller's. DiskTrouble where it can't be finished.
    """
    if (folder / READY).exists() and not (folder / FILE).exists():
        try:
            left = [name for name in _WITH_IT if (folder / name).exists()]
            if left:
                found = [path for _, path in set_aside(folder)] or [folder / f"{ASIDE}{datetime.now():{_STAMP}}"]  # noqa: DTZ005  # the folder's name is local time
                found[-1].mkdir(mode=0o700, exist_ok=True)
                for name in left:
                    (folder / name).replace(_free(found[-1] / name))
            _take_the_name(folder)
        except OSError as error:
            message = "A backup was being put in the journal's place. Check that the disk is in and not locked, then open it again."
            raise DiskTrouble(message) from error
    _sweep(folder)


def is_under_way(folder: Path) -> bool:
    """Say whether a file lies ready that a start will give the journal's name."""
    return (folder / READY).exists() and not (folder / FILE).exists()


def set_aside(folder: Path) -> list[tuple[datetime, Path]]:
    """Return the folders with what was set aside beside a journal, and when, oldest first."""
    found = []
    for path in folder.glob(f"{ASIDE}*"):
        with contextlib.suppress(ValueError):
            found.append((datetime.strptime(path.name[len(ASIDE) :][:17], _STAMP).astimezone(), path))
    return sorted(found)


def _take_the_name(folder: Path) -> None:
    """The last steps, which can be done again from the first where they were cut short."""
    if (folder / _KEYS).exists():
        vault.write(folder, vault.parse((folder / _KEYS).read_bytes()))
    (folder / READY).rename(folder / FILE)
    sync_folder(folder)


def _put_keys_back(folder: Path, keys: dict[str, bytes]) -> None:
    for name in vault.NAMES:
        if name in keys:
            vault.write_file(folder / name, keys[name])
        else:
            (folder / name).unlink(missing_ok=True)


def _sweep(folder: Path) -> None:
    """Remove what is half made; what can't be removed now is removed another time."""
    with contextlib.suppress(OSError):
        for name in (PART, READY):
            remove_file(folder / name)
        for left in folder.glob(f"{_KEYS}*"):
            left.unlink(missing_ok=True)
        knowing.sweep(folder / FILE)


def _free(path: Path) -> Path:
    found, n = path, 1
    while found.exists():
        n += 1
        found = path.with_name(f"{path.name}-{n}")
    return found
