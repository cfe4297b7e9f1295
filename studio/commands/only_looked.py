"""A journal that is only looked at, though its own disk takes nothing: a copy of its locked files is opened elsewhere instead.

Opening a journal always writes a little beside it, and what was written last may not be in its file yet. So it is never read in
place: with nobody else in it, all its files go along, as locked as they are, and what is opened is the copy.
"""

from __future__ import annotations

import contextlib
import shutil
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Final, TypeVar

from studio import files
from studio.commands.given import opened, passphrase, refuse_no_journal

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from reflections.journal import Journal

FOLDER: Final = "soundfolio-looking-"  # how the folder begins in which the copy lies meanwhile
SURELY_OVER_SECONDS: Final = 6 * 3600.0
# the write-ahead file goes along, and what a change of keys that was cut short left
_FILES: Final = ("journal.db*", "vault*.json")

T = TypeVar("T")


def looked_at(folder: Path, look: Callable[[Journal], T]) -> T:
    """Return what `look` finds in the journal of a folder, which is left as it is; the disk's own fault where nothing helps."""
    from reflections import DiskFull, DiskTrouble

    refuse_no_journal(folder)
    secret = passphrase()
    try:
        with opened(folder, secret) as journal:
            return look(journal)
    except (DiskFull, DiskTrouble) as error:
        with _copied(folder, secret, error) as there, opened(there, secret) as journal:
            return look(journal)


def sweep() -> None:
    """Delete a copy that was left by a command that was ended by force: whom somebody erased since may be in it."""
    files.sweep(FOLDER, SURELY_OVER_SECONDS)


@contextlib.contextmanager
def _copied(folder: Path, secret: str, error: Exception) -> Iterator[Path]:
    """A copy on another disk; `error` again where nobody can tell that the journal stands still, or there is no room either."""
    from reflections import DiskTrouble
    from reflections.lock import InstanceLock

    sweep()
    with contextlib.ExitStack() as until:
        try:
            lock = InstanceLock(folder, only_looking=True)
            until.callback(lock.release)
            if _is_the_leads(folder, secret):
                raise error
            there = Path(until.enter_context(tempfile.TemporaryDirectory(prefix=FOLDER, ignore_cleanup_errors=True)))
            for path in (each for kind in _FILES for each in folder.glob(kind)):
                shutil.copyfile(path, there / path.name)
        except (OSError, DiskTrouble):
            raise error from None
        yield there


def _is_the_leads(folder: Path, secret: str) -> bool:
    """Whether it is the lead's code that opens it: that it was used is noted in the journal, or nothing is opened."""
    from reflections import vault
    from reflections.locking import LEAD

    return any(one.kind == LEAD for one in vault.openings(vault.read(folder), secret))
