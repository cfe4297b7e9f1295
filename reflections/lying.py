"""Which copies lie beside a journal, and whom they hold: by what is in them where they open with its key, else by their date.

A date alone may lie: a copy that was made while the clock stood ahead looks younger than it is.
"""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from typing import TYPE_CHECKING

from reflections import backups, knowing, records, renamed, replacing
from reflections.errors import JournalError
from reflections.store import FILE

if TYPE_CHECKING:
    from datetime import date, datetime
    from pathlib import Path

_A_COPY = "a backup on this computer"
_SET_ASIDE = "files put aside when a backup was opened, on this computer"


@dataclass(frozen=True, slots=True)
class Copy:
    """A copy, or a folder that was set aside; `pupils` are the ids of those in it, None where it can't be opened."""

    path: Path
    at: datetime
    aside: bool
    odd: bool
    pupils: frozenset[str] | None

    def holds(self, pupil: str, *, since: datetime | None = None, until: datetime | None = None) -> bool:
        """Say whether a pupil is in it; where it can't be opened, whether they may be: they came `since`, and went at `until`."""
        if self.pupils is not None:
            return pupil in self.pupils
        return self.odd or ((since is None or self.at >= since) and (until is None or self.at <= until))

    def left(self, goes_on: date) -> records.CopyLeft:
        """Say of it what is said of copies that are left."""
        what = _SET_ASIDE if self.aside else _A_COPY
        return records.CopyLeft(what, self.at.date(), goes_on, self.path, self.odd)

    def drop(self) -> None:
        """Delete it."""
        if self.aside:
            shutil.rmtree(self.path, ignore_errors=True)
        else:
            backups.drop(self.path)


def beside(folder: Path, key: bytes, now: datetime) -> list[Copy]:
    """Return what lies beside the journal in `folder`: backups, those of an odd date first and the latest last, then what was set aside.

    Those that somebody renamed come before all others.
    """
    again = renamed.lying_in(folder / backups.FOLDER, lambda _path: key)
    # of one that opens with no key of today's only its file's date is left
    made = [(at if at > renamed.EARLIEST else backups.dated(path)[0], path, False) for at, path in again]
    made += [(at, path, False) for at, path in backups.in_order(backups.every(folder), now)]
    aside = [(at, path, True) for at, path in replacing.set_aside(folder)]
    return [Copy(path, at, put, backups.is_ahead(at, now), _pupils(path, key, put)) for at, path, put in made + aside]


def _pupils(path: Path, key: bytes, aside: bool) -> frozenset[str] | None:
    try:
        return knowing.pupils_in(path / FILE if aside else path, key)
    except (JournalError, OSError):
        return None
