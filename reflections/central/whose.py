"""Whose service an address is: before anything goes to one for the first time, whoever sends it is told what, and asked."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from reflections.central import address, remembered

if TYPE_CHECKING:
    from collections.abc import Mapping

    from reflections.journal import Journal


@dataclass(frozen=True, slots=True)
class First:
    """A service that nothing of this laptop has gone to yet."""

    name: str
    server: str
    where: str  # the whole address, without its password
    rows: Mapping[str, int]  # of each table that would go, and under "operation" the changes that tell of them


def first(journal: Journal, where: str) -> First | None:
    """Return what is to be asked before a meeting there; None where they have met before.

    NotAllowed where it is no service's address, ServiceTrouble without the driver. Nothing is connected to.
    """
    if remembered.knows(journal, where):
        return None
    bare, _password = address.parted(where)
    name, server = address.named(bare)
    return First(name, server, bare, journal.rows_that_leave())
