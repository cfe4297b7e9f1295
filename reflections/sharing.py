"""The journal's room for what the pupil let go: each yes that stands, taking it back, and what left; never what was in it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select

from reflections import records, yeses
from reflections.door import Door, add, note, the
from reflections.errors import NotAllowed, NotFound
from reflections.tables import Pupil, ShareEvent
from reflections.wording import clean, one_of

if TYPE_CHECKING:
    from reflections.records.yes import Yes

_ROLE = 80
_WHOSE = ("pupil", "tutor")


class Sharing(Door):
    """Calls about what the pupil said yes to, and what was taken home, saved as a file or given out."""

    def yeses(self, pupil_id: str) -> tuple[Yes, ...]:
        """Return what the pupil said yes to and has not taken back, an item and a purpose each; what left already is in `shares`."""
        with self._reading() as session:
            return yeses.standing(session, the(session, Pupil, pupil_id).id)

    def take_back_yes(self, pupil_id: str, key: str, *, actor: str = "pupil") -> None:
        """Take one yes back by its key: every copy that is made from now on goes without. NotFound where it does not stand.

        What has left stays where it is; the log has that it was taken back, by whom and of which purpose, not what it was.
        """
        moment, _ = self._moment()
        whose = one_of(actor, _WHOSE, "Who takes it back")
        with self._writing() as session:
            pupil = the(session, Pupil, pupil_id).id
            yes = next((one for one in yeses.standing(session, pupil) if one.key == key), None)
            if yes is None:
                message = "That yes does not stand any more."
                raise NotFound(message)
            yeses.undo(session, pupil, yes)
            note(session, moment, "yes taken back", pupil, actor=whose, purpose=yes.purpose)

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
