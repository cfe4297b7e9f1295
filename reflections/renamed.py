"""Backups that somebody renamed: which files of a folder they are, and how old what is in them is.

Neither their name nor their file's date says when one was made, since a file that is copied to a stick is new there; the last
change in it does. It was renamed to be kept, so none is thinned; but whoever was erased goes with it when its time is over.
"""

from __future__ import annotations

import contextlib
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from reflections import backups
from reflections.errors import JournalError
from reflections.operations import at
from reflections.store import APPLICATION_ID, FILE, only_looking

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

EARLIEST = datetime.min.replace(tzinfo=UTC)


def lying_in(folder: Path, key_of: Callable[[Path], bytes]) -> list[tuple[datetime, Path]]:
    """Return the backups in a folder whose name says no time, with when each was last changed, oldest first.

    A stick holds files of other programs that end in .db: one is a backup that opens with its key, or that has a key file
    beside it, whatever is to be said of it when it is looked at. `key_of` is `restoring.Copies`' way to a file's key.
    """
    found = []
    with contextlib.suppress(OSError):
        for path in folder.glob("*.db"):
            if path.name != FILE and not path.name.startswith(backups.TRIED) and not backups.dated(path)[1]:
                made = last_change(path, key_of)
                if made is not None or path.with_name(f"{path.name}.vault.json").is_file():
                    found.append((made or EARLIEST, path))
    return sorted(found)


def last_change(path: Path, key_of: Callable[[Path], bytes]) -> datetime | None:
    """Return when what is in a file was last changed; None where it opens with no key that is known or is none of ours."""
    with contextlib.suppress(JournalError, OSError):
        with only_looking(path, key_of(path)) as raw:
            (mark,) = raw.execute("pragma application_id").fetchone()
            (stamp,) = raw.execute("select max(id) from operation").fetchone()
        if mark == APPLICATION_ID:
            return at(stamp) if stamp else EARLIEST
    return None
