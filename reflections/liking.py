"""The journal's room for the music a pupil likes: their board, in their words, each entry tied to a piece or to none."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select

from reflections import records
from reflections.door import Door, add, not_taken_back, the, to_be_seen
from reflections.errors import NotFound
from reflections.tables import Interest, Piece, Pupil, TakenBack
from reflections.wording import clean, one_of

if TYPE_CHECKING:
    from sqlalchemy.orm import Session


class Liking(Door):
    """Calls about the "Music I like" board; what is taken off it is taken back (`Forgetting.take_back`)."""

    def add_interest(
        self, pupil_id: str, kind: str, what: str, why: str = "", piece: str | None = None
    ) -> records.Interest:
        """Put something on the "Music I like" board: a song, artist, style or sound, even if we can't play it."""
        moment, _ = self._moment()
        row = Interest(
            pupil_id=pupil_id,
            kind=one_of(kind, records.INTERESTS, "It"),
            what=clean(what, most=140, what="what you like", needed=True),
            why=clean(why, most=280, what="why"),
            piece_id=piece,
        )
        with self._writing() as session:
            the(session, Pupil, pupil_id)
            add(session, row)
            to_be_seen(session, row, "what", "why", pupil=pupil_id, at=moment)
            return _interest(row)

    def change_interest(
        self, interest_id: str, *, kind: str = "", what: str = "", why: str | None = None, piece: str = ""
    ) -> records.Interest:
        """Put something on the board in other words, or tie it to a piece; "" (and None for why) stays as it is."""
        moment, _ = self._moment()
        with self._writing() as session:
            row = the(session, Interest, interest_id)
            if session.get(TakenBack, interest_id) is not None:
                message = "That is not here any more."
                raise NotFound(message)
            new = {"kind": one_of(kind or row.kind, records.INTERESTS, "It")}
            new["what"] = clean(what or row.what, most=140, what="what you like", needed=True)
            new["why"] = clean(row.why if why is None else why, most=280, what="why")
            said = [name for name in ("what", "why") if new[name] != getattr(row, name)]
            for name, value in new.items():
                setattr(row, name, value)
            if piece:
                row.piece_id = the(session, Piece, piece).id
            to_be_seen(session, row, *said, pupil=row.pupil_id, at=moment)
            session.flush()
            return _interest(row)

    def interests(self, pupil_id: str) -> tuple[records.Interest, ...]:
        """Return the pupil's board, in the order it grew."""
        with self._reading() as session:
            return interest_records(session, pupil_id)


def interest_records(session: Session, pupil_id: str) -> tuple[records.Interest, ...]:
    """Return the pupil's board as records."""
    query = select(Interest).where(Interest.pupil_id == pupil_id, not_taken_back(Interest.id))
    rows = session.scalars(query.order_by(Interest.id))
    return tuple(_interest(row) for row in rows)


def _interest(row: Interest) -> records.Interest:
    return records.Interest(
        id=row.id, pupil=row.pupil_id, kind=row.kind, what=row.what, why=row.why, piece=row.piece_id
    )
