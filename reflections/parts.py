"""The journal's room for the parts of a take that several play: one undone or played again, the others as they were."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select
from sqlalchemy.orm import undefer

from reflections.door import note, the
from reflections.errors import NotAllowed, NotFound
from reflections.tables import Take, TakePart
from reflections.taking import Takes, keep_part, let_go, part_record, take_records

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence
    from datetime import datetime

    from sqlalchemy import Select
    from sqlalchemy.orm import Session

    from reflections import records

_NOBODY = ("app", "tutor")


class Parts(Takes):
    """Calls about one pupil's part of a take. What was put aside is history: it sounds nowhere and is never changed."""

    def retake_part(self, take_id: str, part: records.TakePartIn, *, recordings: Sequence[str] = ()) -> records.Take:
        """Let a part stand that its pupil played anew beside the others of a take; what they had played there is put aside.

        `recordings` are those it grew from; they go in the same breath. NotFound; NotAllowed where nothing was played.
        """
        if not part.midi or part.pupil is None:
            message = "There was nothing played to keep."
            raise NotAllowed(message)
        moment, _ = self._moment()
        with self._writing() as session:
            take = the(session, Take, take_id)
            _aside(session, take_id, part.pupil, moment)
            keep_part(session, take_id, part)
            take.removed_at = None
            for recording in recordings:
                let_go(session, recording)
            session.flush()
            return take_records(session, [take])[0]

    def not_wanted(self, item_id: str, pupil_id: str) -> None:
        """Put aside what a pupil does not want to keep; of a take in which others play, their own part alone, if it stands."""
        part = self._own_beside_others(item_id, pupil_id, standing=True)
        if part is None:
            self.put_aside(item_id)
        elif part:
            self.put_part_aside(part)

    def wanted_after_all(self, item_id: str, pupil_id: str) -> None:
        """Bring back what `not_wanted` put aside."""
        part = self._own_beside_others(item_id, pupil_id, standing=False)
        if part is None:
            self.put_back(item_id)
        elif part:
            self.put_part_back(part)

    def _own_beside_others(self, take_id: str, pupil_id: str, *, standing: bool) -> str | None:
        """Return the pupil's part that stands, or stood last, of a take in which another pupil's stands; None of any other.

        "" where they have none such: what others play in is not theirs to put aside.
        """
        query = select(TakePart).where(TakePart.take_id == take_id, TakePart.pupil_id.is_not(None))
        with self._reading() as session:
            rows = session.scalars(query.order_by(TakePart.removed_at.desc(), TakePart.id.desc())).all()
            if all(row.removed_at is not None or row.pupil_id == pupil_id for row in rows):
                return None
            own = (row.id for row in rows if row.pupil_id == pupil_id and (row.removed_at is None) == standing)
            return next(own, "")

    def put_part_aside(self, part_id: str) -> records.Take:
        """Undo one pupil's part of a take; the others sound on. A take of which no part stands is put aside with it."""
        moment, _ = self._moment()
        with self._writing() as session:
            row = the(session, TakePart, part_id)
            row.removed_at = moment
            session.flush()
            take = the(session, Take, row.take_id)
            if not take_records(session, [take])[0].parts:
                take.removed_at = moment
                session.flush()
            return take_records(session, [take])[0]

    def put_part_back(self, part_id: str) -> records.Take:
        """Let a part stand again, be it the one before the last: what else that pupil had standing there is put aside.

        It goes along only where the one that stood did too: a yes to what they had played before never comes back by itself.
        """
        moment, _ = self._moment()
        with self._writing() as session:
            row = the(session, TakePart, part_id)
            if row.pupil_id is not None:
                if _stood(session, row).goes_along_at is None:
                    row.goes_along_at = None
                _aside(session, row.take_id, row.pupil_id, moment)
            row.removed_at = None
            take = the(session, Take, row.take_id)
            take.removed_at = None
            session.flush()
            return take_records(session, [take])[0]

    def part_history(self, take_id: str, pupil_id: str) -> tuple[records.TakePart, ...]:
        """Return every part a pupil ever played in a take, oldest first, without music: `aside` are those that do not stand."""
        query = select(TakePart).where(TakePart.take_id == take_id, TakePart.pupil_id == pupil_id)
        with self._reading() as session:
            return tuple(part_record(row) for row in session.scalars(query.order_by(TakePart.id)))

    # -- what the others take home --------------------------------------------------------------------------------------
    def let_go_along(self, pupil_id: str, take_id: str, *, yes: bool) -> None:
        """Keep whether a pupil's part of a take may sound in what the others in it take home; nobody is asked for them.

        A yes holds for the part that stands: of one played anew they are asked again. A no is of every part they ever played
        in it, also of those that lie aside. NotFound where they have none.
        """
        moment, _ = self._moment()
        with self._writing() as session:
            theirs = _standing(pupil_id) if yes else select(TakePart).where(TakePart.pupil_id == pupil_id)
            rows = session.scalars(theirs.where(TakePart.take_id == take_id)).all()
            if not rows:
                message = "This part is not in the journal any more."
                raise NotFound(message)
            for row in rows:
                row.goes_along_at = (row.goes_along_at or moment) if yes else None
            note(session, moment, "part goes along" if yes else "part stays", pupil_id, actor="pupil")

    def goes_along(self, pupil_id: str) -> Mapping[str, bool]:
        """Return the takes that a pupil played with other pupils, and whether their own part goes along with the others'."""
        with self._reading() as session:
            own = {row.take_id: row.goes_along_at is not None for row in session.scalars(_standing(pupil_id))}
            with_others = _standing().where(TakePart.take_id.in_(own), TakePart.pupil_id != pupil_id)
            shared = {row.take_id for row in session.scalars(with_others)}
        return {take: yes for take, yes in own.items() if take in shared}

    def with_others(self, pupil_id: str, take_ids: Collection[str]) -> Mapping[str, tuple[bytes, ...]]:
        """Return the music of what a pupil may take home of these takes with others in them, as Standard MIDI Files.

        It is their own part, the tutor's, and those whose pupils said yes; a take in which nobody did is left out.
        """
        found: dict[str, tuple[bytes, ...]] = {}
        with self._reading() as session:
            query = select(TakePart).where(TakePart.take_id.in_(take_ids), TakePart.removed_at.is_(None))
            rows = session.scalars(query.order_by(TakePart.id).options(undefer(TakePart.midi))).all()
            for take in dict.fromkeys(row.take_id for row in rows):
                may = [row for row in rows if row.take_id == take and _goes_with(row, pupil_id)]
                whose = {row.pupil_id for row in may if row.player == "pupil"}
                if pupil_id in whose and len(whose) > 1:
                    found[take] = tuple(row.midi for row in may)
        return found

    def played_with(self, pupil_id: str) -> tuple[str, ...]:
        """Return the pupils who have a part in any take that this one has a part in, be it put aside."""
        own = select(TakePart.take_id).where(TakePart.pupil_id == pupil_id)
        query = select(TakePart.pupil_id).where(TakePart.take_id.in_(own), TakePart.pupil_id != pupil_id).distinct()
        with self._reading() as session:
            return tuple(sorted(filter(None, session.scalars(query))))


def _standing(pupil_id: str | None = None) -> Select[TakePart]:
    query = select(TakePart).where(TakePart.removed_at.is_(None), TakePart.pupil_id.is_not(None))
    return query if pupil_id is None else query.where(TakePart.pupil_id == pupil_id)


def _stood(session: Session, row: TakePart) -> TakePart:
    """Which of that pupil's parts of that take stands, or stood last."""
    query = select(TakePart).where(TakePart.take_id == row.take_id, TakePart.pupil_id == row.pupil_id)
    return max(session.scalars(query), key=lambda each: (each.removed_at is None, each.removed_at or 0, each.id))


def _goes_with(row: TakePart, pupil_id: str) -> bool:
    return row.player in _NOBODY or row.pupil_id == pupil_id or row.goes_along_at is not None


def _aside(session: Session, take_id: str, pupil_id: str, moment: datetime) -> None:
    query = select(TakePart).where(
        TakePart.take_id == take_id, TakePart.pupil_id == pupil_id, TakePart.removed_at.is_(None)
    )
    for row in session.scalars(query):
        row.removed_at = moment
    session.flush()
