"""The journal's room for markers: dropped on a take's timeline, with words now or later."""

from __future__ import annotations

from sqlalchemy import select

from reflections import records
from reflections.door import Door, add, not_taken_back, the, to_be_seen
from reflections.errors import NotFound
from reflections.tables import Marker, Piece, Take
from reflections.wording import clean, one_of


class Marking(Door):
    """Calls about what was dropped on a take."""

    def mark(
        self,
        take_id: str,
        at_seconds: float,
        by: str = "pupil",
        kind: str = "that bit",
        words: str = "",
        *,
        pupil: str | None = None,
    ) -> records.Marker:
        """Drop a marker on a take; `pupil` is who did, where it isn't whose piece it is."""
        moment, _ = self._moment()
        row = Marker(
            take_id=take_id,
            at_seconds=at_seconds,
            by=one_of(by, records.MARKED_BY, "Who marked it"),
            kind=one_of(kind, records.MARKER_KINDS, "The marker"),
            words=clean(words, most=280, what="the words"),
            made_at=moment,
        )
        with self._writing() as session:
            piece = the(session, Piece, the(session, Take, take_id).piece_id)
            add(session, row)
            if by == "pupil" and (who := pupil or piece.pupil_id):
                to_be_seen(session, row, "words", pupil=who, at=moment)
            return marker_record(row)

    def say_of_mark(self, marker_id: str, words: str, *, pupil: str | None = None) -> records.Marker:
        """Give a marker of a pupil's words, later than it was dropped; `pupil` as in `mark`. NotFound when it was taken back."""
        moment, _ = self._moment()
        said = clean(words, most=280, what="the words", needed=True)
        with self._writing() as session:
            query = select(Marker).where(Marker.id == marker_id, Marker.by == "pupil", not_taken_back(Marker.id))
            row = session.scalars(query).first()
            if row is None:
                message = "This is not in the journal any more."
                raise NotFound(message)
            if row.words != said:
                row.kind, row.words = "words", said
                piece = the(session, Piece, the(session, Take, row.take_id).piece_id)
                if who := pupil or piece.pupil_id:
                    to_be_seen(session, row, "words", pupil=who, at=moment)
            return marker_record(row)

    def markers(self, take_id: str) -> tuple[records.Marker, ...]:
        """Return the markers of a take, in the order they are met."""
        with self._reading() as session:
            query = select(Marker).where(Marker.take_id == take_id, not_taken_back(Marker.id))
            rows = session.scalars(query.order_by(Marker.at_seconds))
            return tuple(marker_record(row) for row in rows)


def marker_record(row: Marker) -> records.Marker:
    """Return a marker as a record."""
    return records.Marker(row.id, row.take_id, row.at_seconds, row.by, row.kind, row.words, row.made_at)
