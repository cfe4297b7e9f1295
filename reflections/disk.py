"""What is asked of the disk under a journal: that what was written is on it, and whether there is room left."""

from __future__ import annotations

import contextlib
import errno
import os
import shutil
from typing import TYPE_CHECKING

from reflections.errors import DiskFull

if TYPE_CHECKING:
    from pathlib import Path

_BESIDE = 64 * 1024  # bytes: an index of the write-ahead file and a few of its pages
_FULL = frozenset({errno.ENOSPC, errno.EDQUOT})


def sync_file(path: Path) -> None:
    """Have what was written to a file be on the disk when this returns. Raises OSError."""
    with path.open("rb+") as file:
        os.fsync(file.fileno())


def sync_folder(folder: Path) -> None:
    """Make a rename in `folder` durable where the system can (Windows has no such call). Raises OSError."""
    if os.name == "posix":
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def has_room(path: Path) -> bool:
    """Say whether the disk of this file has room for what SQLite lays beside a journal that is open; True where nobody knows."""
    with contextlib.suppress(OSError):
        return shutil.disk_usage(path.parent).free > _BESIDE
    return True


def is_full(path: Path, error: Exception) -> bool:
    """Say whether a file could not be written since its disk is full: the fault says so, or there is no room left on it."""
    raw = getattr(error, "orig", error)  # SQLAlchemy wraps what SQLite said
    said = getattr(raw, "errno", None) in _FULL or getattr(raw, "sqlite_errorname", "") == "SQLITE_FULL"
    return said or isinstance(error, DiskFull) or not has_room(path)
