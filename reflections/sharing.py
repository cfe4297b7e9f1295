"""The journal's room for what left this computer: what, to whom, and whose yes it was; never what was in it."""

from __future__ import annotations

from sqlalchemy import select

from reflections import records
from reflections.door import Door, add, the
from reflections.errors import NotAllowed
from reflections.tables import Pupil, ShareEvent
from reflections.wording import clean, one_of

_ROLE = 80


class Sharing(Door):
    """Calls about what was taken home, saved as a file or given out."""

    def shared(
        self, pupil_id: str, what: str, to_whom: str, basis: str = "pupil yes", *, pupil_saw_it: bool = True
    ) -> records.ShareEvent:
        """Keep that something of a pupil's left: one of `records.SHARED`, to an audience or a role.

        NotAllowed where the pupil has not seen it, unless somebody's safety needs it.
        """
        moment, _ = self._moment()
        if not pupil_saw_it and basis != "safeguarding":
            message = "The pupil has not seen this yet. Show it first, then it can go."
            raise NotAllowed(message)
        row = ShareEvent(
            pupil_id=pupil_id,
            what=one_of(what, records.SHARED, "What leaves"),
            to_whom=clean(to_whom, most=_ROLE, what="whom it is for", needed=True),
            basis=one_of(basis, records.SHARE_BASES, "Why it may go"),
            pupil_saw_it=pupil_saw_it,
            at=moment,
        )
        with self._writing() as session:
            the(session, Pupil, pupil_id)
            return _event(add(session, row))

    def shares(self, pupil_id: str) -> tuple[records.ShareEvent, ...]:
        """Return what of a pupil's left, oldest first; notes that were sent and takes on a case card too."""
        query = select(ShareEvent).where(ShareEvent.pupil_id == pupil_id).order_by(ShareEvent.at, ShareEvent.id)
        with self._reading() as session:
            return tuple(_event(row) for row in session.scalars(query))


def _event(row: ShareEvent) -> records.ShareEvent:
    return records.ShareEvent(row.id, row.pupil_id, row.what, row.to_whom, row.basis, row.pupil_saw_it, row.at)
