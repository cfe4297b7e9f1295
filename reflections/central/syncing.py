"""A laptop's journal and its tutor's rows at the service meet: each takes in what it had not heard of; nothing is lost or doubled.

The laptop's goes first, so that what was erased or taken back on it is gone there before anything comes back. Cut short
between the two, or at any other place, nothing is half done: the next meeting goes on.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from reflections.errors import Damaged
from reflections.moving.door import within

if TYPE_CHECKING:
    from collections.abc import Callable, Collection

    from reflections.central.journal import ServiceJournal
    from reflections.journal import Journal
    from reflections.records import Arrival

_TWO_WAYS = (
    "This laptop and the service tell one change in two ways, as copied laptops do. Nothing was taken in. "
    "Open a backup here, which makes this laptop its own, and try again."
)


@dataclass(frozen=True, slots=True)
class Met:
    """What a meeting moved: changes that went to the service, changes that came, what those that came did here."""

    went: int
    came: int
    here: Arrival | None
    there: Arrival | None


def meet(
    here: Journal,
    there: ServiceJournal,
    *,
    progress: Callable[[float], None] = lambda _done: None,
) -> Met:
    """Push, then pull. Damaged, NotAllowed (a hold), ServiceTrouble: that half changed nothing.

    `progress` gets 0 to 1; what it raises (Stopped) undoes the half that goes on. It is not called any more once all is kept.
    """
    ours, theirs = here.heard_of(), there.heard_of()
    if any(ours[stamp] != theirs[stamp] for stamp in ours.keys() & theirs.keys()):
        raise Damaged(_TWO_WAYS)
    progress(0.1)
    pushed, went = _take(here, there, ours.keys(), theirs.keys(), within(progress, 0.1, 0.6))
    if pushed is not None:
        theirs = there.heard_of()
    if theirs.keys() - ours.keys():
        here.backup("before-taking-in")  # the way back
        progress(0.65)
    pulled, came = _take(there, here, theirs.keys(), ours.keys(), within(progress, 0.65, 1.0))
    return Met(went, came, pulled, pushed)


def _take(
    source: Journal, into: Journal, has: Collection[str], knows: Collection[str], progress: Callable[[float], None]
) -> tuple[Arrival | None, int]:
    """Let `into` take in what it has not heard of; None where there is no such thing."""
    if not set(has).difference(knows):
        return None, 0
    history = source.history_beyond(knows)
    return into.take_history(history, has, datetime.now(UTC), progress), len(history.changes)
