"""The journal's room for moving: what goes to another laptop, and taking in what comes from one."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import TYPE_CHECKING

from sqlalchemy import select

from reflections import records
from reflections.door import Door, note, the
from reflections.forgetting import erase_and_tell
from reflections.moving import bundle, changes, gathering
from reflections.moving.joining import Both, Joined, join
from reflections.seeing import refuse_unheard
from reflections.tables import Drawing, GoalWording, JournalRow, Operation, Piece, Pupil, TakePart, Version

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import datetime

    from sqlalchemy.orm import Session

_ELSEWHERE = "whoever decided on the other laptop"


class Moving(Door):
    """Calls about files that take a history from one journal to another."""

    def pack(
        self,
        passphrase: str,
        pupils: Sequence[str] | None = None,
        *,
        progress: Callable[[float], None] = lambda _done: None,
    ) -> bytes:
        """Return a sealed file of the whole journal, for the tutor's own other laptop, or of some pupils for another tutor.

        What is handed to another tutor holds nobody else and nothing of the tutor's own notes. Unheard while words of one
        of them wait to be seen; NotAllowed where the passphrase is too short.
        """
        moment, _ = self._moment()
        with self._writing() as session:
            here = session.scalars(select(JournalRow.id)).one()
            if pupils is None:
                history = gathering.everything(session)
                note(session, moment, "packed", None, purpose="everything")
            else:
                for pupil in pupils:
                    refuse_unheard(session, the(session, Pupil, pupil).id)
                    note(session, moment, "packed", pupil, purpose="handing over")
                history = gathering.of_pupils(session, pupils)
        return bundle.seal(history, passphrase, journal=here, made_at=moment, progress=progress)

    def look_into(self, raw: bytes, passphrase: str) -> records.Arrival:
        """Say what taking a file in would do; nothing is changed. NotOurs, WrongSecret, Damaged, TooNew, NotAllowed."""
        opened = bundle.unseal(raw, passphrase)
        with self._opened.writing(self._clock) as session:
            arrival = self._join(session, opened)
            session.rollback()
        return arrival

    def take_in(self, raw: bytes, passphrase: str) -> records.Arrival:
        """Take a file in, all of it or nothing; what `look_into` raises changes nothing."""
        opened = bundle.unseal(raw, passphrase)
        with self._writing() as session:
            arrival = self._join(session, opened)
            note(session, self._moment()[0], "taken in", None, purpose=opened.made_at.isoformat())
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

    def _join(self, session: Session, opened: bundle.Opened) -> records.Arrival:
        moment, _ = self._moment()
        today = self._now().date()

        def erase(pupil: Pupil) -> None:
            erase_and_tell(session, pupil, _ELSEWHERE, moment, today)

        joined = join(session, opened.history.changes, opened.history.blobs, erase=erase)
        for row, roll in opened.history.drawings.items():
            drawn = session.get(TakePart, row) or session.get(Version, row)
            if drawn is not None and session.get(Drawing, row) is None:
                session.add(Drawing(of=row, roll=roll))
        session.flush()
        return _arrival(session, opened.made_at, joined)


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
