"""The journal's room for what pupils say to each other: said aloud, and kept where the tutor says so."""

from __future__ import annotations

from reflections.door import Door, add, the
from reflections.errors import NotAllowed
from reflections.tables import PeerStem, Pupil
from reflections.wording import clean

_WORDS = 280


class Peers(Door):
    """Calls about peer stems (L2)."""

    def tell_peer(self, pupil_id: str, to: str, *, liked: str = "", try_this: str = "") -> str:
        """Keep that a pupil told another what they liked or would try, once the tutor has said yes; returns its id.

        Words may be left out: what was said aloud is heard by whoever was there. NotAllowed to oneself.
        """
        if pupil_id == to:
            message = "This is for someone else who played."
            raise NotAllowed(message)
        moment, _ = self._moment()
        with self._writing() as session:
            row = PeerStem(
                from_pupil_id=the(session, Pupil, pupil_id).id,
                to_pupil_id=the(session, Pupil, to).id,
                liked=clean(liked, most=_WORDS, what="the words"),
                try_this=clean(try_this, most=_WORDS, what="the words"),
                ok_by_tutor=True,
                made_at=moment,
            )
            return add(session, row).id

    def untell_peer(self, stem_id: str) -> None:
        """It was not said after all; what is gone already stays so."""
        with self._writing() as session:
            row = session.get(PeerStem, stem_id)
            if row is not None:
                session.delete(row)
