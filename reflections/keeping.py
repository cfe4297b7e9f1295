"""The journal's room for its copies: going back to one while it is open, and the lines of the audit log."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select

from reflections import backups, restoring
from reflections.door import Door, note
from reflections.operations import clock_of
from reflections.store import FILE, Store
from reflections.tables import JournalRow

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path


class Keeping(Door):
    """Calls about copies of the journal that is open."""

    folder: Path

    def go_back(
        self,
        copy: Path,
        *,
        progress: Callable[[float], None] = lambda _done: None,
        cancelled: Callable[[], bool] = lambda: False,
    ) -> Path | None:
        """Put a copy in this journal's place, which stays open; return the folder that holds now what lay there.

        `progress` gets 0 to 1. Damaged, WrongSecret (it is from before the journal was locked anew), Stopped, DiskFull or
        DiskTrouble leave it as it was.
        """
        key = self._opened.key
        copies = restoring.Copies(self.folder, "", known=key)
        store, self._store = self._opened, None  # whoever else calls meanwhile is told that it is closed
        store.close()
        try:
            aside = copies.put_in_place(copy, now=self._now(), progress=progress, cancelled=cancelled)
        finally:
            self._store = Store(self.folder / FILE, key)
            with self._reading() as session:
                self._clock = clock_of(session, session.scalars(select(JournalRow.node)).one(), self._now)
        with self._writing() as session:
            note(session, self._moment()[0], f"backup of {backups.made_at(copy).isoformat()} opened", None)
        return aside
