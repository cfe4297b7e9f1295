"""The journal's room for its copies: going back to one, another on a stick, the proof that one is sound; and the audit log."""

from __future__ import annotations

import contextlib
from datetime import datetime
from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from reflections import backups, records, restoring, sticks, vault
from reflections.backups import nobody_stops
from reflections.desk import keep_setting
from reflections.door import Door, note
from reflections.errors import JournalError, NotAllowed
from reflections.operations import clock_of
from reflections.store import FILE, Store
from reflections.tables import Audit, JournalRow, Setting

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path


SENT = "sent to a service"  # as the audit log calls it
_COUNTS, _PROVED = "backups/counts", "backups/proved"


class Keeping(Door):
    """Calls about copies of the journal that is open."""

    folder: Path
    _vault: vault.Vault

    def backups(self) -> tuple[tuple[datetime, Path], ...]:
        """Return the copies there are with when each was made, oldest first; those dated after now before all others."""
        return tuple(backups.in_order(backups.every(self.folder), self._now()))

    def copy_to(self, folder: Path, *, cancelled: Callable[[], bool] = nobody_stops) -> Path:
        """Make a verified copy in a folder that is there, as on a stick, with its key file beside it; return its path.

        NotAllowed inside the journal's own folder, which a copy is to outlive; DiskFull, DiskTrouble, Damaged, or Stopped once
        `cancelled` says so, leave nothing.
        """
        if self.folder.resolve() in (folder.resolve(), *folder.resolve().parents):
            message = (
                "That folder is the journal's own. Choose a stick or another disk, so that a copy outlives this one."
            )
            raise NotAllowed(message)
        made = backups.make(self._opened, self._vault, why="copy", now=self._now(), into=folder, cancelled=cancelled)
        with self._writing() as session:
            note(session, self._moment()[0], "copied to a folder", None, purpose=sticks.called(folder))
        return made

    # -- is a copy sound? ---------------------------------------------------------------------------------------------
    def to_prove(self) -> records.Proof | None:
        """Return the latest copy under today's key and what it must hold, for `proving.prove` on any thread; None without one."""
        copies = restoring.Copies(self.folder, "", known=self._opened.key, now=self._now())
        for _, path in copies.dated:
            with contextlib.suppress(JournalError):  # it is from before the journal was locked anew
                key = copies.key(copies.locked_by(path))
                return records.Proof(path, key, self._setting(_COUNTS).get(path.name, {}))
        return None

    def keep_proof(self, proved: records.Proved) -> None:
        """Write down how a proof went."""
        kept = {
            "at": proved.at.isoformat(),
            "made_at": proved.made_at.isoformat(),
            "sound": proved.sound,
            "pupils": proved.pupils,
            "takes": proved.takes,
        }
        with self._opened.writing(self._clock) as session:  # no reason to make another copy
            keep_setting(session, _PROVED, kept)

    def last_proof(self) -> records.Proved | None:
        """Return how the last proof went; None if there was none."""
        kept = self._setting(_PROVED)
        if not kept:
            return None
        at, made_at = (datetime.fromisoformat(kept[name]) for name in ("at", "made_at"))
        return records.Proved(at, made_at, kept["sound"], kept["pupils"], kept["takes"])

    def _count(self, made: Path) -> None:
        """Keep how many rows a copy holds that was made just now; where that can't be kept it is proved without."""
        with contextlib.suppress(JournalError):
            with self._opened.looking() as raw:
                counts = backups.counts(raw)
            there = {path.name for _, path in backups.every(self.folder)}
            kept = {name: held for name, held in self._setting(_COUNTS).items() if name in there}
            with self._opened.writing(self._clock) as session:
                keep_setting(session, _COUNTS, kept | {made.name: counts})

    def _setting(self, key: str) -> dict[str, Any]:
        with self._reading() as session:
            row = session.get(Setting, key)
            return dict(row.value["value"]) if row is not None else {}

    # -- the audit log ------------------------------------------------------------------------------------------------
    def audit(self, most: int = 500) -> tuple[records.AuditLine, ...]:
        """Return who did what to what and when, the latest first; it never holds content."""
        with self._reading() as session:
            rows = session.scalars(select(Audit).order_by(Audit.at.desc(), Audit.id.desc()).limit(most))
            return tuple(
                records.AuditLine(row.id, row.at, row.actor, row.action, row.subject, row.purpose) for row in rows
            )

    def went_to_services(self) -> frozenset[str]:
        """Return the servers that something of this journal went to, as the log has them: it outlasts settings and old copies."""
        with self._reading() as session:
            return frozenset(session.scalars(select(Audit.purpose).where(Audit.action == SENT)))

    def log_service(self, server: str) -> None:
        """Keep in the log, once for each server, that something of this journal goes there."""
        moment, _ = self._moment()
        if server not in self.went_to_services():
            with self._writing() as session:
                note(session, moment, SENT, None, purpose=server)

    # -- going back ---------------------------------------------------------------------------------------------------
    def go_back(
        self,
        copy: Path,
        *,
        progress: Callable[[float], None] = lambda _done: None,
        cancelled: Callable[[], bool] = lambda: False,
    ) -> Path | None:
        """Put a copy in this journal's place, which stays open; return the folder that holds now what lay there.

        Whoever was erased since the copy was made stays erased.

        `progress` gets 0 to 1. Damaged, WrongSecret (it is from before the journal was locked anew), Stopped, DiskFull or
        DiskTrouble leave it as it was.
        """
        key = self._opened.key
        copies = restoring.Copies(self.folder, "", known=key, now=self._now())
        store, self._store = self._opened, None  # whoever else calls meanwhile is told that it is closed
        store.close()
        try:
            aside = copies.put_in_place(copy, now=self._now(), progress=progress, cancelled=cancelled)
        finally:
            self._store = Store(self.folder / FILE, key)
            with self._reading() as session:
                self._clock = clock_of(session, session.scalars(select(JournalRow.node)).one(), self._now)
        self.was_restored(backups.dated(copy)[0])
        return aside

    def was_restored(self, made_at: datetime) -> None:
        """Write down that this journal was put back from the copy of that moment."""
        with self._writing() as session:
            note(session, self._moment()[0], f"backup of {made_at.isoformat()} opened", None)
