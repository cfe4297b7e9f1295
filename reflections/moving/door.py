"""The journal's room for moving: what goes to another laptop, and taking in what comes from one."""

from __future__ import annotations

import hashlib
import json
from dataclasses import replace
from typing import TYPE_CHECKING

from sqlalchemy import func, select

from reflections import records, sticks
from reflections.door import Door, note, the
from reflections.forgetting import erase_and_tell
from reflections.moving import bundle, changes, gathering, unfinished
from reflections.moving.changes import IN_ORDER
from reflections.moving.joining import Both, Joined, join
from reflections.seeing import refuse_unheard
from reflections.tables import Drawing, GoalWording, JournalRow, Operation, Piece, Pupil, TakePart, Version

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Sequence
    from datetime import datetime
    from pathlib import Path

    from sqlalchemy.orm import Session

    from reflections.moving.gathering import Gathered

    Far = Callable[[float], None]

MET = "met a laptop"  # how the log calls it where two sides of one journal met
_ELSEWHERE = "whoever decided on the other laptop"
_STAYING = [kind.__tablename__ for kind in gathering.NEVER_LEAVES]
_AT_ONCE = 2_000


def nobody_asks(done: float) -> None:
    """What is told how far it is where nobody waits for it."""
    del done


def within(progress: Far, begin: float, end: float) -> Far:
    """Return what tells `progress` of a part of the way, which goes from `begin` to `end`."""
    return lambda done: progress(begin + (end - begin) * done)


class Moving(Door):
    """Calls about files that take a history from one journal to another."""

    def pack(
        self,
        passphrase: str,
        pupils: Sequence[str] | None = None,
        *,
        alone: Callable[[bytes], bytes] | None = None,
        to: Path | None = None,
        progress: Far = nobody_asks,
    ) -> bytes:
        """Return a sealed file of the whole journal, for the tutor's own other laptop, or of some pupils for another tutor.

        What is handed to another tutor holds nobody else and nothing of the tutor's own notes; songs that are not finished are in
        it as `alone` writes each without the steps that led to it. Unheard while words of one of them wait to be seen; NotAllowed
        where the passphrase is too short. `to` is the folder it is meant for, whose name the log keeps.
        """
        moment, _ = self._moment()
        with self._writing() as session:
            here = session.scalars(select(JournalRow.id)).one()
            if pupils is None:
                history = gathering.everything(session)
                note(session, moment, "packed", None, purpose=sticks.called(to) if to else "")
            else:
                for pupil in pupils:
                    refuse_unheard(session, the(session, Pupil, pupil).id)
                    note(session, moment, "packed", pupil, purpose=sticks.called(to) if to else "")
                history = gathering.of_pupils(session, pupils, alone)
        return bundle.seal(history, passphrase, journal=here, made_at=moment, progress=progress)

    def look_into(self, raw: bytes, passphrase: str, *, progress: Far = nobody_asks) -> records.Arrival:
        """Say what taking a file in would do; nothing is changed. NotOurs, WrongSecret, Damaged, TooNew, NotAllowed.

        `progress` gets 0 to 1; what it raises (Stopped) stops it.
        """
        opened = bundle.unseal(raw, passphrase, progress=within(progress, 0.0, 0.5))
        return self.look_at(opened, progress=within(progress, 0.5, 1.0))

    def look_at(self, opened: bundle.Opened, *, progress: Far = nobody_asks) -> records.Arrival:
        """Say the same of a file that is unsealed."""
        with self._opened.writing(self._clock) as session:
            arrival = self._join(session, opened.history, opened.made_at, progress=progress)
            session.rollback()
        return arrival

    def take_in(self, raw: bytes, passphrase: str, *, progress: Far = nobody_asks) -> records.Arrival:
        """Take a file in, all of it or nothing; what `look_into` raises changes nothing.

        `progress` gets 0 to 1; what it raises (Stopped) undoes all of it. It is not called any more once all is kept.
        """
        opened = bundle.unseal(raw, passphrase, progress=within(progress, 0.0, 0.3))
        return self.take_what_is(opened, progress=within(progress, 0.3, 1.0))

    def take_what_is(self, opened: bundle.Opened, *, progress: Far = nobody_asks) -> records.Arrival:
        """Take in what is in a file that is unsealed, all of it or nothing."""
        with self._writing() as session:
            arrival = self._join(session, opened.history, opened.made_at, progress=within(progress, 0.0, 0.95))
            note(session, self._moment()[0], "taken in", None, purpose=opened.made_at.isoformat())
            session.flush()
            progress(1.0)  # the last word before all of it is kept
        if arrival.erased or arrival.removed:
            self._opened.forget_traces()
        return arrival

    def choose_text(self, text: records.TwoTexts) -> records.TwoTexts:
        """Let the other of two texts stand, and return them with their places changed; either can be chosen again.

        NotFound where the row is not there any more; NotAllowed where it stays as given.
        """
        kind = changes.KINDS[text.entity]
        with self._writing() as session:
            setattr(the(session, kind, text.row), text.field, text.beside)
        return replace(text, stands=text.beside, beside=text.stands)

    def heard_of(self) -> dict[str, str]:
        """Return every change this journal knows of that may leave, by its stamp: the MD5 of what it says.

        Two sides that tell one change in two ways are found by it; it guards nothing.
        """
        found = {}
        with self._reading() as session:
            told = select(Operation).where(Operation.entity.not_in(_STAYING))
            for row in session.scalars(told.execution_options(yield_per=_AT_ONCE)):
                said = f"{row.entity}\n{row.row}\n{row.field}\n{row.value}"
                found[row.id] = hashlib.md5(said.encode(), usedforsecurity=False).hexdigest()
        return found

    def rows_that_leave(self) -> dict[str, int]:
        """Return how many rows of each table may leave, and under "operation" how many changes tell of them."""
        kinds = [kind for kind in IN_ORDER if kind not in gathering.NEVER_LEAVES]
        with self._reading() as session:
            found = {kind.__tablename__: session.scalar(select(func.count(kind.id))) or 0 for kind in kinds}
            told = select(func.count(Operation.id)).where(Operation.entity.not_in(_STAYING))
            return found | {Operation.__tablename__: session.scalar(told) or 0}

    def history_beyond(self, known: Collection[str]) -> Gathered:
        """Return what a service, or a laptop of the tutor's own, has not heard of; what never leaves is not in it."""
        with self._reading() as session:
            return gathering.beyond(session, known)

    def take_history(
        self, history: Gathered, knows: Collection[str], made_at: datetime, progress: Far = nobody_asks
    ) -> records.Arrival:
        """Take in what another side of this journal knows more, all of it or nothing; `knows` is all that side has heard of.

        `progress` gets 0 to 1; what it raises (Stopped) undoes all of it. It is not called any more once all is kept.
        """
        with self._writing() as session:
            arrival = self._join(session, history, made_at, knows, within(progress, 0.0, 0.95))
            note(session, self._moment()[0], MET, None)
            session.flush()
            progress(1.0)  # the last word before all of it is kept
        if arrival.erased or arrival.removed:
            self._opened.forget_traces()
        return arrival

    def _join(
        self,
        session: Session,
        history: Gathered,
        made_at: datetime,
        knows: Collection[str] = (),
        progress: Far = nobody_asks,
    ) -> records.Arrival:
        moment, _ = self._moment()
        today = self._now().date()

        def erase(pupil: Pupil) -> None:
            erase_and_tell(session, pupil, _ELSEWHERE, moment, today)

        joined = join(session, history.changes, history.blobs, erase=erase, knows=knows, progress=progress)
        for row, roll in history.drawings.items():
            drawn = session.get(TakePart, row) or session.get(Version, row)
            if drawn is not None and session.get(Drawing, row) is None:
                session.add(Drawing(of=row, roll=roll))
        changed, doubled = unfinished.take(session, history.unfinished)
        joined.changed["piece"] += [piece for piece in changed if piece not in joined.added["piece"]]
        joined.doubled += doubled
        session.flush()
        return _arrival(session, made_at, joined)


def _arrival(session: Session, made_at: datetime, joined: Joined) -> records.Arrival:
    def counted(rows: dict[str, list[str]]) -> dict[str, int]:
        return {table: len(set(found)) for table, found in rows.items() if found}

    titles = [session.get(Piece, piece) for piece in joined.doubled]
    return records.Arrival(
        made_at=made_at,
        added=counted(joined.added),
        changed=counted(joined.changed),
        removed=counted(joined.removed),
        erased=len(joined.erased),
        left_out=joined.left_out,
        both=tuple(_texts(session, both) for both in joined.both),
        parked=tuple(_words_of(session, goal) for _, goal in joined.parked),
        doubled=tuple(piece.title for piece in titles if piece is not None),
    )


def _texts(session: Session, both: Both) -> records.TwoTexts:
    stands, beside = (_value(session, stamp, both.field) for stamp in (both.stands, both.beside))
    return records.TwoTexts(both.entity, both.row, both.field, stands, beside)


def _value(session: Session, stamp: str, field: str) -> str:
    row = session.get(Operation, stamp)
    value = json.loads(row.value) if row is not None else ""
    return str(value.get(field, "") if isinstance(value, dict) else value)


def _words_of(session: Session, goal: str) -> str:
    query = select(GoalWording.words).where(GoalWording.goal_id == goal).order_by(GoalWording.n.desc())
    return session.scalar(query.limit(1)) or ""
