"""Who was erased stays erased when a copy takes the journal's place: what is known of it is told to the copy before it is opened.

So is the log, which only ever grows: it says on which sticks copies and sealed files are. So are holds, a yes that was taken
back and calls for help (reflections/standing.py).
"""

from __future__ import annotations

from dataclasses import asdict, replace
from datetime import UTC, timedelta
from typing import TYPE_CHECKING

from sqlalchemy import select

from reflections import erasing, standing
from reflections.forgetting import COPIES_STAY_DAYS, erase_and_tell
from reflections.knowing import Decided, Told, together
from reflections.moving.changes import Change
from reflections.moving.joining import join
from reflections.operations import ERASED, clock_of
from reflections.tables import Audit, Erasure, JournalRow, Pupil

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from reflections.store import Store

_NOBODY_SAID = "whoever decided"
_NO_NODE = "0" * 16  # that of a mark which was made again


def remembered(told: Told, known: Told) -> Told:
    """Return who was erased by what is left of a journal, whose list may be torn: by its log too, and by what copies know."""
    lines = sorted((line for line in told.log if line.action == "erased" and line.subject), key=lambda line: line.at)
    listed, marked = {one.of for one in told.decided}, {mark.row for mark in told.marks}
    logged = {line.subject: line for line in lines if line.subject}
    goes_on = timedelta(days=COPIES_STAY_DAYS)
    decided = tuple(
        Decided(of, line.at, line.actor, (line.at + goes_on).date(), ())
        for of, line in logged.items()
        if of not in listed
    )
    marks = frozenset(
        Change(f"{int(line.at.timestamp() * 1000):012x}-{n:06x}-{_NO_NODE}", Pupil.__tablename__, of, ERASED, "null")
        for n, (of, line) in enumerate(logged.items())
        if of not in marked
    )
    own = Told(marks, told.decided)
    return replace(
        together([own, Told(known.marks, known.decided, log=known.log), Told(decided=decided)]), living=told.living
    )


def tell(store: Store, told: Told, now: Callable[[], datetime]) -> None:
    """Erase in a journal that stands at today's tables what it is told went for good; keep who decided, and what was logged."""
    if not (told.marks or told.decided or told.log or told.stands):
        return
    with store.reading() as session:
        clock = clock_of(session, session.scalars(select(JournalRow.node)).one(), now)
    moment = now()
    decided = {one.of: one for one in told.decided}
    with store.writing(clock) as session:
        known = set(session.scalars(select(Audit.id)))
        session.add_all(Audit(**asdict(line)) for line in told.log if line.id not in known)
        for of in sorted(told.pupils):
            pupil, decision, called = session.get(Pupil, of), decided.get(of), told.names.get(of, ())
            if pupil is not None and decision is None:
                erase_and_tell(session, pupil, _NOBODY_SAID, moment.astimezone(UTC), moment.date(), called)
            elif pupil is not None:
                erasing.erase(session, pupil, called)
            if decision is not None:
                session.merge(Erasure(**asdict(decision) | {"elsewhere": list(decision.elsewhere)}))
        join(session, sorted(told.marks), {}, erase=lambda _pupil: None)
        standing.tell(session, told.stands)
