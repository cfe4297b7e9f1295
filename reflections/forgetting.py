"""The journal's room for letting go: what a pupil takes back, a hold, and erasing a pupil."""

from __future__ import annotations

from collections import Counter
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from reflections import backups, erasing, lying, operations, records
from reflections.door import Door, add, note, the
from reflections.errors import NotAllowed, NotFound
from reflections.tables import (
    Audit,
    Erasure,
    EvidenceTag,
    Interest,
    Marker,
    Piece,
    Pupil,
    Rating,
    Reflection,
    Said,
    ShareEvent,
    Take,
    TakenBack,
    ToolPick,
    TryNext,
)
from reflections.wording import clean

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence
    from datetime import datetime
    from pathlib import Path

    from sqlalchemy.orm import Session

COPIES_STAY_DAYS = 30
ALL_GIVEN, COPIED, PACKED = "all that is held given", "copied to a folder", "packed"  # as the audit log calls it
_NO_STICK = ("", "everything", "handing over")  # what the log said before it named the stick
_HELD = "We have to keep a copy for now. Ask us why."
Sayable = Reflection | Rating | TryNext | ToolPick | Marker | Interest
_SAYABLE: tuple[Any, ...] = (Reflection, Rating, TryNext, ToolPick, Marker, Interest)


class Forgetting(Door):
    """Calls that let something go for good."""

    def take_back(self, item_id: str) -> records.TakenBackNote:
        """Let a pupil take back what they said (records.TAKES_BACK): it is erased, only that something was is kept.

        Under a hold a copy stays for now, out of every view ("We have to keep a copy for now. Ask us why.").
        """
        moment, _ = self._moment()
        with self._writing() as session:
            row = _said_row(session, item_id)
            if row is None or session.get(TakenBack, item_id) is not None:
                message = "That is not here any more."
                raise NotFound(message)
            marks = session.scalars(select(Said).where(Said.of == item_id)).all()
            pupil = _whose(session, row, marks)
            held = the(session, Pupil, pupil).hold
            trace = TakenBack(
                id=row.id,
                pupil_id=pupil,
                session_id=getattr(row, "session_id", None) or next((mark.session_id for mark in marks), None),
                entity=row.__tablename__,
                at=moment,
                was_seen=row.seen_at is not None if isinstance(row, Reflection) else all(m.seen_at for m in marks),
                kept=held,
            )
            if not held:
                _erase_said(session, row)
            add(session, trace)
            note(session, moment, "taken back", item_id, actor="pupil")
        if not held:
            self._opened.forget_traces()
        return records.TakenBackNote(item_id, trace.was_seen, held)

    def refuse_held(self, pupil_id: str) -> None:
        """NotAllowed where a pupil's things are held."""
        with self._reading() as session:
            if the(session, Pupil, pupil_id).hold:
                raise NotAllowed(_HELD)

    def beyond_reach(self, pupil_id: str) -> tuple[records.CopyLeft, ...]:
        """Return where a pupil's things are that erasing them today would leave: copies with their last day, what left by hand."""
        with self._reading() as session:
            added = the(session, Pupil, pupil_id).added_at
            by_hand = [records.CopyLeft(what, on, None) for what, on in _left_by_hand(session, pupil_id)]
        goes_on = self._now().date() + timedelta(days=COPIES_STAY_DAYS)
        there = [one for one in self._copies() if one.holds(pupil_id, since=added)]
        return (*(one.left(goes_on) for one in there), *by_hand)

    def _copies(self) -> list[lying.Copy]:
        """Every copy beside the journal."""
        return lying.beside(self._opened.path.parent, self._opened.key, self._now())

    def erase_pupil(self, pupil_id: str, by_role: str) -> records.Erased:
        """Erase a pupil: their words, sounds, parts and all that is about them; what others play in still plays.

        NotAllowed under a hold. Copies made before are kept `COPIES_STAY_DAYS` and then deleted; what left by hand is named.
        """
        moment, _ = self._moment()
        who = clean(by_role, most=80, what="who decides", needed=True)
        with self._writing() as session:
            pupil = the(session, Pupil, pupil_id)
            if pupil.hold:
                raise NotAllowed(_HELD)
            row = erase_and_tell(session, pupil, who, moment, self._now().date())
        self._opened.forget_traces()
        return _erased(row, self._copies())

    def erasures(self) -> tuple[records.Erased, ...]:
        """Return who was erased (by id) and where copies still are, oldest first."""
        with self._reading() as session:
            rows = list(session.scalars(select(Erasure).order_by(Erasure.at)))
        copies = self._copies() if rows else []
        return tuple(_erased(row, copies) for row in rows)

    def let_copies_go(self) -> tuple[Path, ...]:
        """Delete the copies whose time is over since a pupil in them was erased; the latest one always stays."""
        self._date_anew()
        today = self._now().date()
        with self._reading() as session:
            over = session.scalars(select(Erasure).where(Erasure.copies_go_on <= today)).all()
        there = self._copies() if over else []
        made = [one for one in there if not one.aside]
        gone = [one for one in there if one not in made[-1:] and any(one.holds(row.of, until=row.at) for row in over)]
        for one in gone:
            one.drop()
        return tuple(one.path for one in gone)

    def _date_anew(self) -> None:
        """Give today's date to what was erased while the clock stood ahead: else its copies would stay until then."""
        moment, _ = self._moment()
        with self._reading() as session:
            odd = [row.of for row in session.scalars(select(Erasure)) if backups.is_ahead(row.at, moment)]
        if odd:
            with self._writing() as session:
                for of in odd:
                    row = session.get_one(Erasure, of)
                    row.at, row.copies_go_on = moment, self._now().date() + timedelta(days=COPIES_STAY_DAYS)

    def hold(self, pupil_id: str, on: bool, by: str) -> None:
        """Put a hold on a pupil's things, or lift it; what was taken back meanwhile is erased as it is lifted."""
        moment, _ = self._moment()
        kept = select(TakenBack).where(TakenBack.pupil_id == pupil_id, TakenBack.kept)
        with self._writing() as session:
            the(session, Pupil, pupil_id).hold = on
            for trace in session.scalars(kept) if not on else ():
                row = _said_row(session, trace.id)
                if row is not None:
                    _erase_said(session, row)
                trace.kept = False
            who = clean(by, most=80, what="who decides", needed=True)
            note(session, moment, "hold" if on else "hold lifted", pupil_id, actor=who)
        self._opened.forget_traces()


def _erased(row: Erasure, copies: Sequence[lying.Copy]) -> records.Erased:
    held = [one.left(row.copies_go_on) for one in copies if one.holds(row.of, until=row.at)]
    by_hand = [records.CopyLeft(what, date.fromisoformat(day), None) for what, day in row.elsewhere]
    return records.Erased(row.of, row.at, row.by_role, (*held, *by_hand))


def erase_and_tell(
    session: Session, pupil: Pupil, who: str, at: datetime, today: date, also_called: Collection[str] = ()
) -> Erasure:
    """Erase a pupil and keep where copies of theirs may still be, until when, and who decided."""
    row = Erasure(
        of=pupil.id,
        at=at,
        by_role=who,
        copies_go_on=today + timedelta(days=COPIES_STAY_DAYS),
        elsewhere=[[what, day.isoformat()] for what, day in _left_by_hand(session, pupil.id)],
    )
    session.add(row)  # first: their names go out of it too
    erasing.erase(session, pupil, also_called)
    note(session, at, "erased", row.of, actor=row.by_role)
    return row


def _left_by_hand(session: Session, pupil_id: str) -> list[tuple[str, date]]:
    """Name what went out of the app's reach: what was shared, and copies of which nobody knows whether they left."""
    query = select(ShareEvent).where(ShareEvent.pupil_id == pupil_id).order_by(ShareEvent.at)
    shared = [(row.what, row.to_whom, row.at.date()) for row in session.scalars(query)]
    known = {(to_whom, on) for what, to_whom, on in shared if what in records.SHARED}
    made = select(Audit).where(Audit.subject == pupil_id, Audit.action == "copy made").order_by(Audit.at)
    copies = [(row.purpose, row.at.date()) for row in session.scalars(made)]
    found = [(f"a copy for: {purpose}", on) for purpose, on in copies if (purpose, on) not in known]
    given = select(Audit).where(Audit.subject == pupil_id, Audit.action == ALL_GIVEN).order_by(Audit.at)
    found += [(f"all that is held, to: {row.purpose}", row.at.date()) for row in session.scalars(given)]
    found += _whole_copies(session, pupil_id)
    return [*found, *((f"{what}, to: {to_whom}", on) for what, to_whom, on in shared)]


def _whole_copies(session: Session, pupil_id: str) -> list[tuple[str, date]]:
    """Name the copies of the journal and the sealed files that a pupil is in, with the stick where the log has its name."""
    added = the(session, Pupil, pupil_id).added_at
    query = select(Audit).where(Audit.action.in_((COPIED, PACKED)), Audit.at >= added).order_by(Audit.at)
    rows = list(session.scalars(query))
    together = Counter((row.at, row.action, row.purpose) for row in rows)
    found = []
    for row in rows:
        where = f", {row.purpose}" if row.purpose not in _NO_STICK else ""
        others = together[row.at, row.action, row.purpose] - 1
        if row.action == COPIED:
            found.append((f"a copy of everything, for safe-keeping{where}", row.at.date()))
        elif row.subject is None:
            found.append((f"a sealed file of everything, for another laptop{where}", row.at.date()))
        elif row.subject == pupil_id:
            with_them = {0: "with nobody else in it", 1: "with one other pupil in it"}
            whose = with_them.get(others, f"with {others} other pupils in it")
            found.append((f"a sealed file for another tutor, {whose}{where}", row.at.date()))
    return found


def _said_row(session: Session, item_id: str) -> Sayable | None:
    for kind in _SAYABLE:
        row: Sayable | None = session.get(kind, item_id)
        if row is not None:
            return row
    return None


def _whose(session: Session, row: Sayable, marks: Sequence[Said]) -> str:
    """Name the pupil who said it; a marker without words is of whoever's piece it is on."""
    if not isinstance(row, Marker):
        return row.pupil_id
    owner = the(session, Piece, the(session, Take, row.take_id).piece_id).pupil_id
    whose = next((mark.pupil_id for mark in marks), owner)
    if row.by != "pupil" or whose is None:
        message = "Only the one who said it can take it back."
        raise NotAllowed(message)
    return whose


def _erase_said(session: Session, row: Sayable) -> None:
    """Erase what was said, what ties it to a goal, that it was to be seen, and their operations."""
    ties = session.scalars(select(EvidenceTag).where(EvidenceTag.reflection_id == row.id)).all()
    marks = session.scalars(select(Said).where(Said.of == row.id)).all()
    for each in (*ties, *marks, row):
        operations.erase(session, each)
