"""The journal's room for who may open it: passphrase, recovery code, the service's lead, and another key altogether."""

from __future__ import annotations

import contextlib
from datetime import datetime
from typing import TYPE_CHECKING

from reflections import rekeying, vault
from reflections.door import Door, note
from reflections.errors import DiskTrouble, JournalError
from reflections.tables import Setting

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

LEAD = "lead"  # the kind of slot that the service's lead has
_BY_LEAD = "opened by the lead"
_NOT_CHANGED = "key not changed"  # what the line before says did not come about


class Locking(Door):
    """Calls about the key file; each is written twice over before it returns.

    What is done is logged first: once a new secret opens the journal nothing may fail any more that keeps it from being shown.
    """

    folder: Path
    _vault: vault.Vault

    def change_passphrase(self, passphrase: str) -> None:
        """Lock the journal with a new passphrase; the old one opens it no more, the recovery code still does."""
        self._change(vault.with_passphrase(self._vault, self._opened.key, passphrase), "passphrase changed")

    def new_recovery_code(self) -> str:
        """Return a new recovery code to print; the old sheet opens the journal no more."""
        changed, code = vault.with_new_code(self._vault, self._opened.key)
        self._change(changed, "recovery code changed")
        return code

    def new_lead_code(self) -> str:
        """Return a code for the service's lead to keep sealed; an earlier one opens the journal no more.

        With it the journal opens when its tutor is gone; that it was used is logged and told to the tutor.
        """
        changed, code = vault.with_new_code(self._vault, self._opened.key, LEAD)
        self._change(changed, "lead's code made")
        return code

    def drop_lead_code(self) -> None:
        """Let the lead's code open the journal no more."""
        self._change(vault.without(self._vault, LEAD), "lead's code taken away")

    @property
    def has_lead_code(self) -> bool:
        """Whether the service's lead holds a code."""
        return vault.has(self._vault, LEAD)

    def was_opened_by_the_lead(self) -> None:
        """Write down, for the tutor to be told, that the lead's code was used."""
        moment, _ = self._moment()
        with self._writing() as session:
            note(session, moment, "opened by the lead", None, actor="lead")
            row = session.get(Setting, _BY_LEAD) or Setting(key=_BY_LEAD, value={"at": []})
            row.value = {"at": [*row.value["at"], moment.isoformat()]}
            session.add(row)

    def lead_was_here(self) -> tuple[datetime, ...]:
        """Return when the lead's code was used since the tutor was last told."""
        with self._reading() as session:
            row = session.get(Setting, _BY_LEAD)
            return tuple(datetime.fromisoformat(at) for at in row.value["at"]) if row is not None else ()

    def told_of_the_lead(self) -> None:
        """Say that the tutor has been told; the audit log keeps it."""
        with self._writing() as session:
            if (row := session.get(Setting, _BY_LEAD)) is not None:
                session.delete(row)

    def lock_anew(self, passphrase: str, *, progress: Callable[[float], None] = lambda _done: None) -> str:
        """Lock the journal with another key and passphrase, as after a laptop was lost; return the new recovery code.

        Old passphrase, recovery code and the lead's code open it no more. Copies made before still open with what was theirs.
        NotAllowed for a short passphrase; DiskFull, DiskTrouble or Damaged leave it as it was.
        """
        vault.checked_passphrase(passphrase)
        self._log("locked anew")
        store, self._store = self._opened, None  # whoever else calls meanwhile is told that it is closed
        try:
            new = rekeying.lock_anew(store, self.folder, self._vault, passphrase, progress)
        except BaseException:
            self._store = store
            self._log_failure()
            raise
        self._store, self._vault = new.store, new.vault
        return new.code

    def _change(self, changed: vault.Vault, action: str) -> None:
        """Log it, then have the key file be another; DiskFull or DiskTrouble leave it as it was."""
        self._log(action)
        try:
            vault.write(self.folder, changed)
        except DiskTrouble:
            if not vault.stands(self.folder, changed):
                self._log_failure()
                raise
        self._vault = changed

    def _log(self, action: str) -> None:
        with self._writing() as session:
            note(session, self._moment()[0], action, None)

    def _log_failure(self) -> None:
        with contextlib.suppress(JournalError):  # the disk that refused the one may refuse the other
            self._log(_NOT_CHANGED)
