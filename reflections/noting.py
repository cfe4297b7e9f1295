"""The journal's room for what the tutor writes: of a session, spoken or typed, and beside what a pupil answered; it never leaves."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import or_, select
from sqlalchemy.orm import undefer

from reflections import records
from reflections.door import Door, add, the
from reflections.errors import NotAllowed
from reflections.meeting import session_record
from reflections.tables import (
    Pupil,
    Session,
    TutorAnswer,
    TutorNote,
)
from reflections.wording import clean, one_of

if TYPE_CHECKING:
    from datetime import date

    from sqlalchemy import orm

NOTE_LINES = ("lit_up", "was_hard", "in_the_music", "in_them", "they_said")
_LINE, _SOUND_MOST = 500, 8 * 1024 * 1024


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


def _note_row(session: orm.Session, session_id: str) -> TutorNote:
    the(session, Session, session_id)
    query = select(TutorNote).where(TutorNote.session_id == session_id).order_by(TutorNote.id)
    return session.scalars(query).first() or add(session, TutorNote(session_id=session_id))


def _note(row: TutorNote) -> records.TutorNote:
    lines = {name: getattr(row, name) for name in ("next_time", *NOTE_LINES)}
    return records.TutorNote(row.session_id, **lines, has_sound=row.spoken is not None, spoken=row.spoken)


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
