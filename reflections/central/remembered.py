"""What a laptop remembers of its service: where it is, when they met, and how much was made here since; none of it travels.

The address is kept without its password. That is kept beside it only where the tutor wants so, in the journal, which is locked.
Where something went to is remembered for good: what lies there lies there, whatever address is forgotten.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from reflections.central import address

if TYPE_CHECKING:
    from collections.abc import Mapping

    from reflections.journal import Journal

KEY = "the service"
MET = "services that something went to"


@dataclass(frozen=True, slots=True)
class Remembered:
    """Where the service is, and how things stand since this laptop and it last met."""

    where: str  # without the password
    password: str  # "" where the tutor types it each time
    met: datetime | None
    since: Mapping[str, int]  # rows of each table that are new here since, and under "operation" any change at all


def remembered(journal: Journal) -> Remembered | None:
    """Read it; None where no service was ever named."""
    kept: dict[str, Any] | None = journal.setting(KEY)
    if not kept:
        return None
    met = datetime.fromisoformat(kept["met"]) if kept["met"] else None
    return Remembered(kept["where"], kept["password"], met, _since(journal, kept["rows"]))


def remember(journal: Journal, where: str, *, keep_password: bool) -> None:
    """Keep where the service is; at another address they have not met yet."""
    bare, password = address.parted(where)
    kept = journal.setting(KEY) or {}
    before = kept if kept.get("where") == bare else {"met": "", "rows": {}}
    journal.set_setting(KEY, {**before, "where": bare, "password": password if keep_password else ""})


def goes_there(journal: Journal, where: str) -> None:
    """Keep that something goes there, before it does; nothing takes this back, not even a backup from before."""
    bare, _password = address.parted(where)
    before: list[str] = journal.setting(MET) or []
    if bare not in before:
        journal.set_setting(MET, [*before, bare])
    journal.log_service(address.named(bare)[1])


def knows(journal: Journal, where: str) -> bool:
    """Whether anything of this laptop ever went to that address."""
    bare, _password = address.parted(where)
    kept = journal.setting(KEY) or {}
    return bare in (journal.setting(MET) or []) or (kept.get("where") == bare and bool(kept["met"]))


def sends(journal: Journal) -> bool:
    """Whether anything of this laptop ever went to any service."""
    # the log goes along whatever copy takes the journal's place; the settings are those of the copy
    return bool(journal.went_to_services() or journal.setting(MET) or (journal.setting(KEY) or {}).get("met"))


def forget(journal: Journal) -> None:
    """Let the address go; that something went there is not forgotten."""
    kept = journal.setting(KEY) or {}
    if kept.get("met"):
        goes_there(journal, kept["where"])
    journal.set_setting(KEY, None)


def they_met(journal: Journal, at: datetime) -> None:
    """Keep that they met just now; what is made from here on waits."""
    kept = journal.setting(KEY)
    if kept:
        journal.set_setting(KEY, {**kept, "met": at.isoformat(), "rows": journal.rows_that_leave()})


def _since(journal: Journal, before: Mapping[str, int]) -> dict[str, int]:
    now = journal.rows_that_leave()
    more = {table: count - before.get(table, 0) for table, count in now.items()}
    found = {table: count for table, count in more.items() if count > 0}
    changes = "operation"  # fewer than before are a change too: something was erased
    return found | ({changes: abs(more[changes])} if more[changes] else {})
