"""The journal's room for words: reflections, what to try next, what helped, and which questions were put."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from sqlalchemy import select
from sqlalchemy.orm import undefer

from reflections import records
from reflections.door import Door, SomeRow, add, not_taken_back, the, to_be_seen
from reflections.errors import NotAllowed, NotFound
from reflections.tables import (
    AskedRow,
    Pupil,
    Reflection,
    Take,
    TakenBack,
    ToolPick,
    TryNext,
    Version,
)
from reflections.wording import LONGEST_TEXT, clean, one_of

if TYPE_CHECKING:
    from datetime import date

    from sqlalchemy.orm import Session

_GONE = "That is not here any more."
_SOUND_MOST = 8 * 1024 * 1024  # twenty seconds, whatever the coding


class Saying(Door):
    """Calls about what a pupil says, in any way."""

    def reflect(
        self,
        pupil_id: str,
        prompt: str,
        *,
        said_by: str,
        body: str = "",
        sound: bytes = b"",
        voice: str = "music",
        session: str | None = None,
        take: str | None = None,
        version: str | None = None,
        piece: str | None = None,
        who_reads: str = "tutor",
        who_hears: str = "tutor",
        newer_of: str | None = None,
        seen_by: str = "",
    ) -> records.Reflection:
        """Keep what a pupil said; only the tutor may read and hear it unless they chose otherwise.

        `seen_by` names an adult who was there; who pressed *My tutor writes it* nobody can know, so what was scribed waits to
        be seen like all else. `newer_of` is the thought it follows.
        """
        at, zone = self._moment()
        words = clean(body, most=LONGEST_TEXT, what="the words", lines=True)
        if not words and not sound:
            message = "There is nothing to keep yet. You can say something, or skip."
            raise NotAllowed(message)
        if len(sound) > _SOUND_MOST:
            message = "That sound is too long to keep. Twenty seconds is the most."
            raise NotAllowed(message)
        adult = clean(seen_by, most=80, what="who was there")
        row = Reflection(
            pupil_id=pupil_id,
            session_id=session,
            take_id=take,
            version_id=version,
            voice=one_of(voice, records.VOICES, "The voice"),
            said_by=one_of(said_by, records.SAID_BY, "The way of saying it"),
            prompt=clean(prompt, most=8, what="the prompt"),
            body=words,
            sound=sound or None,
            has_sound=bool(sound),
            who_reads=one_of(who_reads, records.AUDIENCES, "Who may read"),
            who_hears=one_of(who_hears, records.AUDIENCES, "Who may hear"),
            newer_of=newer_of,
            made_at=at,
            zone=zone,
            seen_at=at if adult else None,
            seen_by=adult,
        )
        with self._writing() as open_session:
            the(open_session, Pupil, pupil_id)
            row.piece_id = piece or _piece_of(open_session, take, version)
            return reflection_record(add(open_session, row))

    def reflections(self, pupil_id: str) -> tuple[records.Reflection, ...]:
        """Return what the pupil said and did not take back, oldest first, without the sounds."""
        with self._reading() as session:
            return reflection_records(session, pupil_id)

    def reflection(self, reflection_id: str) -> records.Reflection:
        """Return one reflection with its sound; NotFound when it was taken back."""
        query = select(Reflection).where(Reflection.id == reflection_id, not_taken_back(Reflection.id))
        with self._reading() as session:
            row = session.scalars(query.options(undefer(Reflection.sound))).first()
            if row is None:
                raise NotFound(_GONE)
            return reflection_record(row, sound=row.sound or b"")

    def let_read(self, reflection_id: str, *, who_reads: str, who_hears: str) -> records.Reflection:
        """Change who may read the words and hear the music."""
        with self._writing() as session:
            row = _standing(session, Reflection, reflection_id)
            row.who_reads = one_of(who_reads, records.AUDIENCES, "Who may read")
            row.who_hears = one_of(who_hears, records.AUDIENCES, "Who may hear")
            session.flush()
            return reflection_record(row)

    def try_next(
        self,
        pupil_id: str,
        words: str,
        from_take: str | None = None,
        *,
        from_version: str | None = None,
        spoken: str | None = None,
    ) -> records.TryNext:
        """Keep what the pupil will try next, and the take or version it grew from.

        `spoken` is the reflection that holds their voice, where they said it and there are no words: both go by one id, so
        what is taken back of the one is gone of the other.
        """
        moment, _ = self._moment()
        if spoken is not None:
            with self._writing() as session:
                said = _standing(session, Reflection, spoken)
                return try_record(
                    add(
                        session,
                        TryNext(
                            id=said.id,
                            pupil_id=pupil_id,
                            words="",
                            from_take_id=from_take,
                            from_version_id=from_version,
                            made_at=moment,
                        ),
                    )
                )
        row = TryNext(
            pupil_id=pupil_id,
            words=clean(words, most=280, what="what to try", needed=True),
            from_take_id=from_take,
            from_version_id=from_version,
            made_at=moment,
        )
        with self._writing() as session:
            to_be_seen(session, add(session, row), "words", pupil=pupil_id, at=moment)
            return try_record(row)

    def tried(self, try_id: str, in_take: str) -> records.TryNext:
        """Say in which take it was tried."""
        with self._writing() as session:
            row = _standing(session, TryNext, try_id)
            row.tried_in_id = the(session, Take, in_take).id
            session.flush()
            return try_record(row)

    def last_try_next(self, pupil_id: str) -> records.TryNext | None:
        """Return the latest thing to try that no take has tried: "Last time you said: ... Try it?"."""
        query = select(TryNext).where(TryNext.pupil_id == pupil_id, not_taken_back(TryNext.id))
        query = query.order_by(TryNext.id.desc()).limit(1)
        with self._reading() as session:
            row = session.scalars(query).first()
            return try_record(row) if row is not None and row.tried_in_id is None else None

    def helped(self, pupil_id: str, words: str, *, seen_by: str = "") -> None:
        """Count one pick of something that helped; only the pupil's own picks fill the toolkit.

        `seen_by` names an adult who was there when it was picked.
        """
        moment, _ = self._moment()
        picked = clean(words, most=140, what="what helped", needed=True)
        with self._writing() as session:
            known = {tool.words.casefold() for tool in tool_records(session, pupil_id)}
            row = add(session, ToolPick(pupil_id=pupil_id, words=picked, made_at=moment))
            if picked.casefold() not in known:  # a pick of the same words again says nothing new
                to_be_seen(session, row, "words", pupil=pupil_id, at=moment, seen_by=seen_by)

    def toolkit(self, pupil_id: str) -> tuple[records.Tool, ...]:
        """Return what the pupil said helped, most picked first."""
        with self._reading() as session:
            return tool_records(session, pupil_id)

    def asked(self, pupil_id: str) -> tuple[records.Asked, ...]:
        """Return the questions that were put to the pupil, answered or skipped alike, oldest first."""
        query = select(AskedRow).where(AskedRow.pupil_id == pupil_id).order_by(AskedRow.id)
        with self._reading() as session:
            return tuple(
                records.Asked(r.prompt, r.piece_id, r.session_id, r.pupil_id, r.at) for r in session.scalars(query)
            )

    def note_asked(self, pupil_id: str, prompt: str, *, piece: str | None, session: str | None) -> None:
        """Note that a question was put; whether it was answered is not noted, so that skipping costs nothing."""
        moment, _ = self._moment()
        with self._writing() as open_session:
            add(
                open_session,
                AskedRow(pupil_id=pupil_id, session_id=session, piece_id=piece, prompt=prompt, at=moment),
            )


def _standing(session: Session, kind: type[SomeRow], row_id: str) -> SomeRow:
    """Return the row, or NotFound where it was taken back: a hold may keep it, nobody changes or sees it."""
    row = the(session, kind, row_id)
    if session.get(TakenBack, row.id) is not None:
        raise NotFound(_GONE)
    return row


def reflection_records(session: Session, pupil_id: str) -> tuple[records.Reflection, ...]:
    """Return what a pupil said and did not take back, oldest first."""
    query = select(Reflection).where(Reflection.pupil_id == pupil_id, not_taken_back(Reflection.id))
    return tuple(reflection_record(row) for row in session.scalars(query.order_by(Reflection.made_at, Reflection.id)))


def tool_records(session: Session, pupil_id: str) -> tuple[records.Tool, ...]:
    """Return the pupil's toolkit, most picked first; the words as last said."""
    query = select(ToolPick).where(ToolPick.pupil_id == pupil_id, not_taken_back(ToolPick.id))
    picks = session.scalars(query.order_by(ToolPick.id)).all()
    spelling = {pick.words.casefold(): pick.words for pick in picks}
    days: dict[str, list[tuple[str, date]]] = {}
    for pick in picks:
        days.setdefault(pick.words.casefold(), []).append(
            (pick.id, pick.made_at.astimezone().date())
        )  # the day it was here
    counted = Counter(pick.words.casefold() for pick in picks).most_common()
    return tuple(records.Tool(spelling[key], n, tuple(days[key])) for key, n in counted)


def try_record(row: TryNext) -> records.TryNext:
    """Return what to try next as a record."""
    return records.TryNext(
        row.id, row.pupil_id, row.words, row.from_take_id, row.tried_in_id, row.made_at, row.from_version_id
    )


def reflection_record(row: Reflection, *, sound: bytes | None = None) -> records.Reflection:
    """Return a reflection as a record, with its sound where it was asked for."""
    return records.Reflection(
        id=row.id,
        pupil=row.pupil_id,
        session=row.session_id,
        piece=row.piece_id,
        take=row.take_id,
        version=row.version_id,
        voice=row.voice,
        said_by=row.said_by,
        prompt=row.prompt,
        body=row.body,
        has_sound=row.has_sound,
        who_reads=row.who_reads,
        who_hears=row.who_hears,
        made_at=row.made_at,
        zone=row.zone,
        seen_at=row.seen_at,
        seen_by=row.seen_by,
        newer_of=row.newer_of,
        sound=sound,
    )


def _piece_of(session: Session, take: str | None, version: str | None) -> str | None:
    if take is not None:
        return the(session, Take, take).piece_id
    return the(session, Version, version).piece_id if version is not None else None
