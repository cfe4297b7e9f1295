"""One window a journal: a lock on a file beside it, held by the system and freed even if we die."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING

from reflections.errors import DiskTrouble, InUse

if TYPE_CHECKING:
    from pathlib import Path

_NAME = "journal.lock"


class InstanceLock:
    """Held from construction to `release`; InUse if somebody else holds it.

    `only_looking` writes nothing: DiskTrouble where no window ever left a file to lock.
    """

    def __init__(self, folder: Path, name: str = _NAME, *, only_looking: bool = False) -> None:
        how = os.O_RDONLY if only_looking else os.O_RDWR | os.O_CREAT
        try:
            self._file: int | None = os.open(folder / name, how, 0o600)
        except OSError as error:
            message = "The data folder can't be written. Check that the disk is in and not locked."
            raise DiskTrouble(message) from error
        try:
            _take(self._file)
        except OSError as error:
            os.close(self._file)
            self._file = None
            message = "Soundfolio is already open with this journal. Use the window that is open, or close it first."
            raise InUse(message) from error

    def release(self) -> None:
        """Let the next window in; harmless when done twice. The file stays, so that nobody locks a deleted one."""
        if self._file is not None:
            os.close(self._file)  # closing frees the lock on every system
            self._file = None


if sys.platform == "win32":
    import msvcrt

    def _take(file: int) -> None:
        os.lseek(file, 0, os.SEEK_SET)
        msvcrt.locking(file, msvcrt.LK_NBLCK, 1)

else:
    import fcntl

    def _take(file: int) -> None:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
