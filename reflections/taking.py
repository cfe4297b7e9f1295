"""The journal's room for takes: kept with their parts as they were played, put aside and back."""

from __future__ import annotations

import hashlib
from datetime import UTC
from typing import TYPE_CHECKING

from sqlalchemy import func, select
from sqlalchemy.orm import undefer

from reflections import records
from reflections.door import Door, add, the
from reflections.errors import NotAllowed, NotFound
from reflections.tables import (
    EvidenceTag,
    Goal,
    Piece,
    Recording,
    Take,
    TakeChunk,
    TakePart,
    Task,
    Version,
)
from reflections.tables import Session as Meeting
from reflections.wording import clean, one_of

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence
    from datetime import datetime

    from sqlalchemy import Select
    from sqlalchemy.orm import Session
from reflections.making import draw, pieces_of, rolls, tagged_goals
from reflections.readings import reading_of


class Takes(Door):
    """Calls about what was played."""

    def keep_take(
        self,
        piece_id: str,
        parts: Sequence[records.TakePartIn],
        *,
        session: str | None = None,
        seconds: float,
        tempo: float,
        origin: str = "recorded",
        mode: str = "free",
        help: str = "",  # noqa: A002  # the product's word
        hands: str = "",
        speed: float = 1.0,
        bars: tuple[int, int] | None = None,
        key: str = "",
        task: str | None = None,
        goal: str | None = None,
        recording: str | Sequence[str] | None = None,
        made_at: datetime | None = None,
        heard: Sequence[str] = (),
        span: tuple[int, int] | None = None,
        beat: str = "",
        ladder: str = "",
    ) -> records.Take:
        """Keep a take with its parts as they were played; the recordings it grew from are let go in the same breath.

        `made_at` is when it was played, if that was before now. `heard` are the recordings that went on beside it: that the
        frames of `span` are a take now is written into them in the same breath too.
        """
        moment, zone = self._moment()
        if not parts or not all(part.midi for part in parts):
            message = "There was nothing played to keep."
            raise NotAllowed(message)
        row = Take(
            piece_id=piece_id,
            session_id=session,
            task_id=task,
            seconds=seconds,
            tempo=tempo,
            origin=one_of(origin, records.ORIGINS, "Where a take came from"),
            mode=one_of(mode, records.TAKE_MODES, "The way of playing"),
            help=one_of(help, records.HELPS, "Help"),
            hands=one_of(hands, records.HANDS, "Hands"),
            speed=speed,
            first_bar=bars[0] if bars else None,
            last_bar=bars[1] if bars else None,
            key=clean(key, most=40, what="the key"),
            beat=clean(beat, most=40, what="what kept time"),
            ladder=clean(ladder, most=40, what="the ladder"),
            made_at=made_at.astimezone(UTC) if made_at else moment,
            zone=zone,
        )
        with self._writing() as open_session:
            piece = the(open_session, Piece, piece_id)
            add(open_session, row)
            for part in parts:
                keep_part(open_session, row.id, part)
            for_task = the(open_session, Task, task).goal_id if task else None
            if for_goal := goal or for_task or piece.goal_id:
                add(
                    open_session,
                    EvidenceTag(take_id=row.id, goal_id=the(open_session, Goal, for_goal).id, made_at=moment),
                )
            for grown_from in (recording,) if isinstance(recording, str) else recording or ():
                let_go(open_session, grown_from)
            if span is not None:
                decide(open_session, heard, span)
            return take_records(open_session, [row])[0]

    def put_aside(self, item_id: str) -> None:
        """Hide a take, version or piece from every view; it is not destroyed (see `put_back`)."""
        moment, _ = self._moment()
        self._hide(item_id, moment)

    def put_back(self, item_id: str) -> None:
        """Bring back what was put aside."""
        self._hide(item_id, None)

    def takes(self, piece_id: str, *, with_hidden: bool = False) -> tuple[records.Take, ...]:
        """Return the takes of a piece, oldest first, without their music."""
        query = select(Take).where(Take.piece_id == piece_id).order_by(Take.made_at, Take.id)
        if not with_hidden:
            query = query.where(Take.removed_at.is_(None))
        with self._reading() as session:
            return take_records(session, list(session.scalars(query)))

    def latest_take(self, piece_id: str) -> records.Take | None:
        """Return the latest take of a piece, without its music; however many there are, one is read."""
        query = select(Take).where(Take.piece_id == piece_id, Take.removed_at.is_(None))
        with self._reading() as session:
            rows = list(session.scalars(query.order_by(Take.made_at.desc(), Take.id.desc()).limit(1)))
            return next(iter(take_records(session, rows)), None)

    def latest_takes(self, pupil_id: str, most: int) -> tuple[records.Take, ...]:
        """Return the latest takes the pupil plays in, the latest first, without their music."""
        query = _played_by(pupil_id)
        with self._reading() as session:
            rows = session.scalars(query.order_by(Take.made_at.desc(), Take.id.desc()).limit(most))
            return take_records(session, list(rows))

    def latest_together(self, group_id: str, most: int) -> tuple[records.Take, ...]:
        """Return the latest takes recorded in a group's sessions, the latest first, without their music."""
        query = (
            select(Take)
            .join(Meeting, Meeting.id == Take.session_id)
            .join(Piece, Piece.id == Take.piece_id)
            .where(Meeting.group_id == group_id, Take.removed_at.is_(None), Piece.removed_at.is_(None))
        )
        with self._reading() as session:
            rows = session.scalars(query.order_by(Take.made_at.desc(), Take.id.desc()).limit(most))
            return take_records(session, list(rows))

    def first_take(self, pupil_id: str) -> records.Take | None:
        """Return the first take the pupil plays in that was kept, without its music: what they hear of week one."""
        query = _played_by(pupil_id)
        with self._reading() as session:
            rows = list(session.scalars(query.order_by(Take.made_at, Take.id).limit(1)))
            return next(iter(take_records(session, rows)), None)

    def some_takes(self, ids: Collection[str]) -> tuple[records.Take, ...]:
        """Return the takes among these ids, oldest first, without their music; an id of something else is passed over."""
        query = select(Take).where(Take.id.in_(ids)).order_by(Take.made_at, Take.id)
        with self._reading() as session:
            return take_records(session, list(session.scalars(query)))

    def count_takes(self, piece_id: str) -> int:
        """Return how many takes of a piece were kept, those put aside too."""
        with self._reading() as session:
            return session.scalar(select(func.count(Take.id)).where(Take.piece_id == piece_id)) or 0

    def kept_in(self, session_id: str) -> dict[str, int]:
        """Return how many takes of each piece were kept in a session."""
        query = select(Take.piece_id, func.count(Take.id)).where(
            Take.session_id == session_id, Take.removed_at.is_(None)
        )
        with self._reading() as session:
            return {row[0]: row[1] for row in session.execute(query.group_by(Take.piece_id))}

    def take(self, take_id: str) -> records.Take:
        """Return one take with the music of its parts; NotFound."""
        with self._reading() as session:
            return take_records(session, [the(session, Take, take_id)], with_midi=True)[0]

    def take_midi(self, take_id: str) -> tuple[tuple[str, bytes], ...]:
        """Return (part, Standard MIDI File) of each part of a take: playing a take plays its parts."""
        return tuple((part.part, part.midi or b"") for part in self.take(take_id).parts)

    def _hide(self, item_id: str, at: datetime | None) -> None:
        with self._writing() as session:
            row = session.get(Take, item_id) or session.get(Version, item_id) or session.get(Piece, item_id)
            if row is None:
                message = "This is not in the journal any more."
                raise NotFound(message)
            row.removed_at = at


def _played_by(pupil_id: str) -> Select[Take]:
    plays = select(TakePart.take_id).where(TakePart.pupil_id == pupil_id, TakePart.removed_at.is_(None))
    return select(Take).where(Take.id.in_(plays), Take.removed_at.is_(None), Take.piece_id.in_(pieces_of(pupil_id)))


def let_go(session: Session, recording_id: str) -> None:
    """Delete a recording and its chunks."""
    for chunk in session.scalars(select(TakeChunk).where(TakeChunk.recording_id == recording_id)):
        session.delete(chunk)
    session.flush()
    session.delete(the(session, Recording, recording_id))


def decide(session: Session, recording_ids: Sequence[str], span: tuple[int, int]) -> None:
    """Write into recordings which of their frames are decided; those that are gone need it no more."""
    for recording_id in recording_ids:
        row = session.get(Recording, recording_id)
        if row is not None:
            row.context = {**row.context, "decided": [*row.context.get("decided", ()), list(span)]}


def take_records(
    session: Session, rows: Sequence[Take], *, with_midi: bool = False, drawn: bool = True
) -> tuple[records.Take, ...]:
    """Return takes as records with their parts, in three queries however many there are; `drawn` is with their notes."""
    ids = [row.id for row in rows]
    query = select(TakePart).where(TakePart.take_id.in_(ids), TakePart.removed_at.is_(None)).order_by(TakePart.id)
    found = list(session.scalars(query.options(undefer(TakePart.midi)) if with_midi else query))
    notes = rolls(session, [part.id for part in found]) if drawn else {}
    parts: dict[str, list[records.TakePart]] = {}
    for part in found:
        midi = part.midi if with_midi else None
        parts.setdefault(part.take_id, []).append(part_record(part, notes.get(part.id, ()), midi))
    goals = tagged_goals(session, EvidenceTag.take_id, ids)
    return tuple(_take(row, tuple(parts.get(row.id, ())), goals.get(row.id, ())) for row in rows)


def keep_part(session: Session, take_id: str, part: records.TakePartIn) -> None:
    """Keep one part of a take as it was played."""
    row = TakePart(
        take_id=take_id,
        part=clean(part.part, most=80, what="the part"),
        player=one_of(part.player, records.PLAYERS, "Who played"),
        pupil_id=part.pupil,
        keyboard=clean(part.keyboard, most=120, what="the keyboard"),
        midi=part.midi,
        sha256=hashlib.sha256(part.midi).hexdigest(),
        seconds=part.facts.seconds,
        notes=part.facts.notes,
        bar_starts=list(part.facts.bar_starts),
    )
    draw(session, add(session, row).id, part.facts)


def part_record(
    row: TakePart, roll: tuple[tuple[float, float, int, int], ...] = (), midi: bytes | None = None
) -> records.TakePart:
    """Return a part as a record."""
    return records.TakePart(
        id=row.id,
        part=row.part,
        player=row.player,
        pupil=row.pupil_id,
        keyboard=row.keyboard,
        facts=records.TakeFacts(row.seconds, row.notes, tuple(row.bar_starts), roll),
        sha256=row.sha256,
        midi=midi,
        aside=row.removed_at is not None,
    )


def _take(row: Take, parts: tuple[records.TakePart, ...], goals: tuple[str, ...]) -> records.Take:
    return records.Take(
        id=row.id,
        piece=row.piece_id,
        session=row.session_id,
        made_at=row.made_at,
        zone=row.zone,
        seconds=row.seconds,
        tempo=row.tempo,
        origin=row.origin,
        mode=row.mode,
        help=row.help,
        hands=row.hands,
        speed=row.speed,
        bars=(row.first_bar, row.last_bar) if row.first_bar is not None and row.last_bar is not None else None,
        key=row.key,
        task=row.task_id,
        hidden=row.removed_at is not None,
        parts=parts,
        goals=goals,
        reading=reading_of(row),
        beat=row.beat,
        ladder=row.ladder,
    )
