"""The journal's room for what adults tell adults: two lines to a role, and the card for peers."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from sqlalchemy import select

from reflections import records
from reflections.door import Door, add, note, the
from reflections.errors import NotAllowed
from reflections.people import all_pupils, programme_row
from reflections.tables import (
    CaseCard,
    NoteOut,
    Programme,
    Pupil,
    ShareEvent,
    Take,
)
from reflections.wording import clean, one_of

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from sqlalchemy import orm

_LINE = 500
_OUT_LINES, _OUT_WORDS = 2, 280


class Telling(Door):
    """Calls about words that go to others about a pupil."""

    # -- two lines to a role ------------------------------------------------------------------------------------------
    def draft_note_out(self, pupil_id: str, to_role: str, words: str) -> records.NoteOut:
        """Keep two lines to a role as a draft; they go nowhere before the pupil has seen them."""
        row = NoteOut(
            to_role=clean(to_role, most=80, what="whom it is for", needed=True),
            words=_two_lines(words),
        )
        with self._writing() as session:
            row.programme_id = programme_row(session, pupil_id).id
            return _note_out(add(session, row))

    def reword_note_out(self, note_id: str, words: str) -> records.NoteOut:
        """Change a draft; the pupil sees it anew. NotAllowed once it was sent."""
        said = _two_lines(words)
        with self._writing() as session:
            row = _unsent(session, note_id)
            if row.words != said:
                row.words, row.pupil_saw_at = said, None
            return _note_out(row)

    def drop_note_out(self, note_id: str) -> None:
        """Let a draft go; NotAllowed once it was sent."""
        with self._writing() as session:
            session.delete(_unsent(session, note_id))

    def shown_to_pupil(self, note_id: str) -> records.NoteOut:
        """Say that the pupil has seen these words."""
        moment, _ = self._moment()
        with self._writing() as session:
            row = the(session, NoteOut, note_id)
            row.pupil_saw_at = row.pupil_saw_at or moment
            return _note_out(row)

    def send_note_out(self, note_id: str, basis: str = "pupil yes") -> records.NoteOut:
        """Say that it went to its role, and keep that it did; NotAllowed before the pupil has seen it."""
        moment, _ = self._moment()
        one_of(basis, records.SHARE_BASES, "Why it may go")
        with self._writing() as session:
            row = _unsent(session, note_id)
            if row.pupil_saw_at is None:
                message = "The pupil has not seen this yet. Show it first, then it can go."
                raise NotAllowed(message)
            row.sent_at = moment
            whose = the(session, Programme, row.programme_id).pupil_id
            if whose is not None:
                add(session, _share(whose, "a note", row.to_role, basis, moment))
            note(session, moment, "note sent", row.id, purpose=basis)
            return _note_out(row)

    def note_outs(self, pupil_id: str) -> tuple[records.NoteOut, ...]:
        """Return the notes to others about the pupil, drafts too, oldest first."""
        query = select(NoteOut).join(Programme, Programme.id == NoteOut.programme_id)
        with self._reading() as session:
            rows = session.scalars(query.where(Programme.pupil_id == pupil_id).order_by(NoteOut.id))
            return tuple(_note_out(row) for row in rows)

    # -- the card for peers -------------------------------------------------------------------------------------------
    def keep_case_card(
        self,
        pupil_id: str,
        *,
        happened: str = "",
        stood_out: str = "",
        would_try: str = "",
        will_take: str = "",
        session: str | None = None,
        take: str | None = None,
        take_yes: bool = False,
    ) -> records.CaseCard:
        """Keep a card to think about with peers: aliases are taken out of its lines, and a take needs its own yes."""
        if take is not None and not take_yes:
            message = "A take goes on the card only if the pupil says yes to that."
            raise NotAllowed(message)
        moment, _ = self._moment()
        lines = {"happened": happened, "stood_out": stood_out, "would_try": would_try, "will_take": will_take}
        with self._writing() as open_session:
            the(open_session, Pupil, pupil_id)
            hide = _without_names(open_session)
            row = CaseCard(
                pupil_id=pupil_id,
                session_id=session,
                take_id=the(open_session, Take, take).id if take else None,
                made_at=moment,
                **{name: hide(clean(words, most=_LINE, what="each line", lines=True)) for name, words in lines.items()},
            )
            add(open_session, row)
            if take is not None:
                add(open_session, _share(pupil_id, "a take on a case card", "peers of the tutor", "pupil yes", moment))
            return _card(row)

    def case_cards(self) -> tuple[records.CaseCard, ...]:
        """Return the cards, newest first."""
        with self._reading() as session:
            return tuple(_card(row) for row in session.scalars(select(CaseCard).order_by(CaseCard.id.desc())))


def _share(pupil_id: str, what: str, to_whom: str, basis: str, at: datetime) -> ShareEvent:
    return ShareEvent(pupil_id=pupil_id, what=what, to_whom=to_whom, basis=basis, pupil_saw_it=True, at=at)


def _two_lines(words: str) -> str:
    said = clean(words, most=_OUT_WORDS, what="the note", needed=True, lines=True)
    if len(said.splitlines()) > _OUT_LINES:
        message = "A note to others has two lines. Say the rest in person."
        raise NotAllowed(message)
    return said


def _unsent(session: orm.Session, note_id: str) -> NoteOut:
    row = the(session, NoteOut, note_id)
    if row.sent_at is not None:
        message = "This note has gone already, so it stays as it was."
        raise NotAllowed(message)
    return row


def _without_names(session: orm.Session) -> Callable[[str], str]:
    """Return what puts "a pupil" in the place of every alias here, longest first."""
    aliases = sorted({pupil.alias for pupil in all_pupils(session)}, key=len, reverse=True)
    found = re.compile("|".join(rf"(?<!\w){re.escape(alias)}(?!\w)" for alias in aliases), re.IGNORECASE)
    return lambda words: found.sub("a pupil", words) if aliases else words


def _note_out(row: NoteOut) -> records.NoteOut:
    return records.NoteOut(row.id, row.programme_id, row.to_role, row.words, row.pupil_saw_at, row.sent_at)


def _card(row: CaseCard) -> records.CaseCard:
    return records.CaseCard(
        id=row.id,
        pupil=row.pupil_id,
        session=row.session_id,
        take=row.take_id,
        happened=row.happened,
        stood_out=row.stood_out,
        would_try=row.would_try,
        will_take=row.will_take,
        made_at=row.made_at,
    )
