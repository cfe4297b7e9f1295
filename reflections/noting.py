"""The journal's room for what adults write: notes that never leave, two lines to a role, a case card, the claim sheet."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from sqlalchemy import func, or_, select
from sqlalchemy.orm import undefer

from reflections import records
from reflections.door import Door, add, note, the
from reflections.errors import NotAllowed
from reflections.meeting import session_record
from reflections.people import all_pupils, programme_row
from reflections.tables import (
    Attendance,
    CaseCard,
    Claim,
    NoteOut,
    Programme,
    Pupil,
    Session,
    ShareEvent,
    Take,
    TutorAnswer,
    TutorNote,
)
from reflections.wording import clean, one_of

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date, datetime

    from sqlalchemy import orm

NOTE_LINES = ("lit_up", "was_hard", "in_the_music", "in_them", "they_said")
_LINE, _SOUND_MOST = 500, 8 * 1024 * 1024
_OUT_LINES, _OUT_WORDS = 2, 280


class Noting(Door):
    """Calls about what the tutor writes down."""

    def tutor_note(self, session_id: str) -> records.TutorNote:
        """Return what the tutor kept of a session, with what was spoken; all of it is "" where nothing was."""
        query = select(TutorNote).where(TutorNote.session_id == session_id).options(undefer(TutorNote.spoken))
        with self._reading() as session:
            the(session, Session, session_id)
            row = session.scalars(query.order_by(TutorNote.id)).first()
            return _note(row) if row else records.TutorNote(session_id)

    def write_note(self, session_id: str, **lines: str) -> records.TutorNote:
        """Write some of the five lines (`NOTE_LINES`) or next_time; what is not named stays as it was.

        Not for worries about a colleague: those have a way of their own.
        """
        for name in lines:
            one_of(name, ("next_time", *NOTE_LINES), "A line")
        kept = {name: clean(words, most=_LINE, what="each line", lines=True) for name, words in lines.items()}
        with self._writing() as session:
            row = _note_row(session, session_id)
            for name, words in kept.items():
                setattr(row, name, words)
        return self.tutor_note(session_id)

    def speak_note(self, session_id: str, sound: bytes) -> records.TutorNote:
        """Keep a spoken note (b"" lets it go): twenty seconds, never transcribed."""
        if len(sound) > _SOUND_MOST:
            message = "That sound is too long to keep. Twenty seconds is the most."
            raise NotAllowed(message)
        with self._writing() as session:
            _note_row(session, session_id).spoken = sound or None
        return self.tutor_note(session_id)

    def left_for_later(self, since: date) -> tuple[records.Session, ...]:
        """Return the sessions closed since that day of which none of the five lines is written or spoken yet."""
        said = or_(TutorNote.spoken.is_not(None), *[getattr(TutorNote, name) != "" for name in NOTE_LINES])
        query = (
            select(Session)
            .where(Session.held_on >= since, Session.closed_at.is_not(None), Session.solo.is_(False))
            .where(Session.id.not_in(select(TutorNote.session_id).where(said)))
        )
        with self._reading() as session:
            rows = session.scalars(query.order_by(Session.opened_at, Session.id))
            return tuple(session_record(session, row) for row in rows)

    def answer_too(
        self,
        pupil_id: str,
        prompt: str,
        body: str,
        *,
        session: str | None = None,
        piece: str | None = None,
        take: str | None = None,
        version: str | None = None,
    ) -> records.TutorAnswer:
        """Keep what the tutor answered to the question the pupil is asked; it stays the tutor's, in no copy."""
        at, _ = self._moment()
        row = TutorAnswer(
            pupil_id=pupil_id,
            session_id=session,
            piece_id=piece,
            take_id=take,
            version_id=version,
            prompt=clean(prompt, most=8, what="the prompt", needed=True),
            body=clean(body, most=1000, what="your answer", needed=True, lines=True),
            made_at=at,
        )
        with self._writing() as open_session:
            the(open_session, Pupil, pupil_id)
            return _tutor_answer(add(open_session, row))

    def tutor_answers(self, pupil_id: str) -> tuple[records.TutorAnswer, ...]:
        """Return what the tutor answered beside the pupil, oldest first."""
        query = select(TutorAnswer).where(TutorAnswer.pupil_id == pupil_id).order_by(TutorAnswer.id)
        with self._reading() as session:
            return tuple(_tutor_answer(row) for row in session.scalars(query))

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

    # -- the claim sheet ----------------------------------------------------------------------------------------------
    def claims(self, from_day: date, to_day: date) -> tuple[records.ClaimLine, ...]:
        """Return one line a session of these days, the last included: figures and codes, no word and no name."""
        query = select(Session).where(Session.held_on.between(from_day, to_day), Session.solo.is_(False))
        with self._reading() as session:
            held = list(session.scalars(query.order_by(Session.opened_at, Session.id)))
            claimed = {row.session_id: row for row in session.scalars(select(Claim))}
            came = _came(session, [row.id for row in held])
        return tuple(_claim(row, claimed.get(row.id), came.get(row.id, 0)) for row in held)

    def set_claim(self, session_id: str, funder_code: str, minutes: int) -> None:
        """Write the funder's code and the minutes of a session on the tutor's own sheet; it never travels."""
        code = clean(funder_code, most=20, what="the code")
        if not 0 <= minutes <= 24 * 60 or " " in code:
            message = "A code is one word, and a session has 0 to 1440 minutes."
            raise NotAllowed(message)
        with self._writing() as session:
            the(session, Session, session_id)
            row = session.get(Claim, session_id) or Claim(session_id=session_id)
            row.funder_code, row.minutes = code, minutes
            session.add(row)


def _share(pupil_id: str, what: str, to_whom: str, basis: str, at: datetime) -> ShareEvent:
    return ShareEvent(pupil_id=pupil_id, what=what, to_whom=to_whom, basis=basis, pupil_saw_it=True, at=at)


def _note_row(session: orm.Session, session_id: str) -> TutorNote:
    the(session, Session, session_id)
    query = select(TutorNote).where(TutorNote.session_id == session_id).order_by(TutorNote.id)
    return session.scalars(query).first() or add(session, TutorNote(session_id=session_id))


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


def _came(session: orm.Session, ids: list[str]) -> dict[str, int]:
    query = select(Attendance.session_id, func.count(Attendance.id)).where(
        Attendance.session_id.in_(ids), Attendance.state.in_(records.ATTENDANCES[:2])
    )
    return {row[0]: row[1] for row in session.execute(query.group_by(Attendance.session_id))}


def _note(row: TutorNote) -> records.TutorNote:
    lines = {name: getattr(row, name) for name in ("next_time", *NOTE_LINES)}
    return records.TutorNote(row.session_id, **lines, has_sound=row.spoken is not None, spoken=row.spoken)


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


def _claim(row: Session, claim: Claim | None, came: int) -> records.ClaimLine:
    return records.ClaimLine(
        session=row.id,
        held_on=row.held_on,
        mode=row.mode,
        came=came,
        planned_minutes=row.planned_minutes,
        minutes=claim.minutes if claim else row.planned_minutes,
        funder_code=claim.funder_code if claim else "",
    )


def _tutor_answer(row: TutorAnswer) -> records.TutorAnswer:
    return records.TutorAnswer(
        id=row.id,
        pupil=row.pupil_id,
        session=row.session_id,
        piece=row.piece_id,
        take=row.take_id,
        version=row.version_id,
        prompt=row.prompt,
        body=row.body,
        made_at=row.made_at,
    )
