"""The journal's room for music: pieces, versions, takes with their parts, markers on them; bytes come only when asked for."""

from __future__ import annotations

import hashlib
import struct
from typing import TYPE_CHECKING

from sqlalchemy import func, or_, select
from sqlalchemy.orm import undefer

from reflections import records
from reflections.door import Door, add, the
from reflections.errors import NotAllowed, NotFound
from reflections.tables import (
    Drawing,
    EvidenceTag,
    Goal,
    Marker,
    Piece,
    Recording,
    Take,
    TakeChunk,
    TakePart,
    Task,
    Version,
)
from reflections.wording import LONGEST_TEXT, clean, one_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import datetime

    from sqlalchemy.orm import InstrumentedAttribute, Session

_NOTE = struct.Struct("<ffBB")  # start and length in seconds, pitch, velocity
_TITLE = 200


class Making(Door):
    """Calls about what was played and made."""

    def keep_piece(
        self,
        pupil_id: str | None,
        title: str,
        *,
        kind: str,
        source: str = "",
        chosen_by: str = "pupil",
        content: bytes = b"",
        session: str | None = None,
        goal: str | None = None,
    ) -> records.Piece:
        """Keep a piece; `goal` is the one it was started from: what is kept of it is tied to that without asking.

        `pupil_id` None is somebody who has not said who they are yet (see `give_piece`).
        """
        moment, zone = self._moment()
        row = Piece(
            pupil_id=pupil_id,
            title=clean(title, most=_TITLE, what="the title", needed=True),
            kind=one_of(kind, records.PIECE_KINDS, "The kind of piece"),
            source=clean(source, most=_TITLE, what="the source"),
            chosen_by=one_of(chosen_by, records.CHOOSERS, "Who chose"),
            content=content,
            session_id=session,
            goal_id=goal,
            made_at=moment,
            zone=zone,
        )
        with self._writing() as open_session:
            return _piece(add(open_session, row))

    def give_piece(self, piece_id: str, pupil_id: str) -> records.Piece:
        """Say whose a piece is, and that the parts nobody owned yet were theirs: who they are may come after the take."""
        with self._writing() as session:
            row = the(session, Piece, piece_id)
            if row.pupil_id not in {None, pupil_id}:
                message = "This piece belongs to someone already."
                raise NotAllowed(message)
            row.pupil_id = pupil_id
            parts = select(TakePart).join(Take, Take.id == TakePart.take_id).where(Take.piece_id == piece_id)
            for part in session.scalars(parts.where(TakePart.pupil_id.is_(None), TakePart.player == "pupil")):
                part.pupil_id = pupil_id
            session.flush()
            return _piece(row)

    def pieces(self, pupil_id: str, *, with_hidden: bool = False) -> tuple[records.Piece, ...]:
        """Return the pieces that are the pupil's or that they play in, newest first, without their content."""
        with self._reading() as session:
            return piece_records(session, pupil_id, with_hidden=with_hidden)

    def piece(self, piece_id: str) -> records.Piece:
        """Return one piece with its content; NotFound."""
        with self._reading() as session:
            row = the(session, Piece, piece_id)
            return _piece(row, content=row.content)

    def rename_piece(self, piece_id: str, title: str) -> records.Piece:
        """Give a piece another title."""
        with self._writing() as session:
            row = the(session, Piece, piece_id)
            row.title = clean(title, most=_TITLE, what="the title", needed=True)
            session.flush()
            return _piece(row)

    def rework_piece(self, piece_id: str, content: bytes) -> None:
        """Keep a piece as it stands now; takes and versions stay as they were."""
        with self._writing() as session:
            the(session, Piece, piece_id).content = content

    def story(self, piece_id: str, about: str, poem: str, cover: str = "") -> records.Piece:
        """Keep whom a song is about, its poem and its cover."""
        with self._writing() as session:
            row = the(session, Piece, piece_id)
            row.about = clean(about, most=280, what="whom it is about")
            row.poem = clean(poem, most=LONGEST_TEXT, what="the poem", lines=True)
            row.cover = clean(cover, most=LONGEST_TEXT, what="the cover", lines=True)
            session.flush()
            return _piece(row)

    def keep_version(
        self,
        piece_id: str,
        content: bytes,
        name: str = "",
        *,
        session: str | None = None,
        facts: records.TakeFacts | None = None,
        goal: str | None = None,
    ) -> records.Version:
        """Freeze a piece as it stands at "I'm done": heard, rated and reflected on like a take."""
        moment, zone = self._moment()
        counted = facts or records.TakeFacts(0.0, 0)
        with self._writing() as open_session:
            piece = the(open_session, Piece, piece_id)
            earlier = open_session.scalar(select(func.max(Version.n)).where(Version.piece_id == piece_id))
            row = Version(
                piece_id=piece_id,
                n=(earlier or 0) + 1,
                name=clean(name, most=_TITLE, what="the name"),
                session_id=session,
                content=content,
                sha256=hashlib.sha256(content).hexdigest(),
                seconds=counted.seconds,
                notes=counted.notes,
                bar_starts=list(counted.bar_starts),
                made_at=moment,
                zone=zone,
            )
            add(open_session, row)
            _draw(open_session, row.id, counted)
            if for_goal := goal or piece.goal_id:
                add(
                    open_session,
                    EvidenceTag(version_id=row.id, goal_id=the(open_session, Goal, for_goal).id, made_at=moment),
                )
            return version_records(open_session, [row])[0]

    def versions(self, piece_id: str) -> tuple[records.Version, ...]:
        """Return the versions of a piece, oldest first, without their content."""
        with self._reading() as session:
            query = select(Version).where(Version.piece_id == piece_id, Version.removed_at.is_(None))
            return version_records(session, session.scalars(query.order_by(Version.n, Version.id)))

    def version(self, version_id: str) -> records.Version:
        """Return one version with its content; NotFound."""
        with self._reading() as session:
            row = the(session, Version, version_id)
            return version_records(session, [row], with_content=True)[0]

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
        recording: str | None = None,
    ) -> records.Take:
        """Keep a take with its parts as they were played; the recording it grew from is let go in the same breath."""
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
            made_at=moment,
            zone=zone,
        )
        with self._writing() as open_session:
            piece = the(open_session, Piece, piece_id)
            add(open_session, row)
            for part in parts:
                _keep_part(open_session, row.id, part)
            for_task = the(open_session, Task, task).goal_id if task else None
            if for_goal := goal or for_task or piece.goal_id:
                add(
                    open_session,
                    EvidenceTag(take_id=row.id, goal_id=the(open_session, Goal, for_goal).id, made_at=moment),
                )
            if recording is not None:
                let_go(open_session, recording)
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

    def take(self, take_id: str) -> records.Take:
        """Return one take with the music of its parts; NotFound."""
        with self._reading() as session:
            return take_records(session, [the(session, Take, take_id)], with_midi=True)[0]

    def take_midi(self, take_id: str) -> tuple[tuple[str, bytes], ...]:
        """Return (part, Standard MIDI File) of each part of a take: playing a take plays its parts."""
        return tuple((part.part, part.midi or b"") for part in self.take(take_id).parts)

    def mark(
        self, take_id: str, at_seconds: float, by: str = "pupil", kind: str = "that bit", words: str = ""
    ) -> records.Marker:
        """Drop a marker on a take."""
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
            the(session, Take, take_id)
            return marker_record(add(session, row))

    def markers(self, take_id: str) -> tuple[records.Marker, ...]:
        """Return the markers of a take, in the order they are met."""
        with self._reading() as session:
            rows = session.scalars(select(Marker).where(Marker.take_id == take_id).order_by(Marker.at_seconds))
            return tuple(marker_record(row) for row in rows)

    def _hide(self, item_id: str, at: datetime | None) -> None:
        with self._writing() as session:
            row = session.get(Take, item_id) or session.get(Version, item_id) or session.get(Piece, item_id)
            if row is None:
                message = "This is not in the journal any more."
                raise NotFound(message)
            row.removed_at = at


def let_go(session: Session, recording_id: str) -> None:
    """Delete a recording and its chunks."""
    for chunk in session.scalars(select(TakeChunk).where(TakeChunk.recording_id == recording_id)):
        session.delete(chunk)
    session.flush()
    session.delete(the(session, Recording, recording_id))


def piece_records(session: Session, pupil_id: str, *, with_hidden: bool = False) -> tuple[records.Piece, ...]:
    """Return the pieces that are the pupil's or that they play in, newest first."""
    plays = select(Take.piece_id).join(TakePart, TakePart.take_id == Take.id).where(TakePart.pupil_id == pupil_id)
    query = select(Piece).where(or_(Piece.pupil_id == pupil_id, Piece.id.in_(plays))).order_by(Piece.id.desc())
    if not with_hidden:
        query = query.where(Piece.removed_at.is_(None))
    rows = list(session.scalars(query))
    return tuple(_piece(row) for row in rows)


def take_records(session: Session, rows: Sequence[Take], *, with_midi: bool = False) -> tuple[records.Take, ...]:
    """Return takes as records with their parts, in three queries however many there are."""
    ids = [row.id for row in rows]
    query = select(TakePart).where(TakePart.take_id.in_(ids)).order_by(TakePart.id)
    found = list(session.scalars(query.options(undefer(TakePart.midi)) if with_midi else query))
    rolls = _rolls(session, [part.id for part in found])
    parts: dict[str, list[records.TakePart]] = {}
    for part in found:
        midi = part.midi if with_midi else None
        parts.setdefault(part.take_id, []).append(_part(part, rolls.get(part.id, ()), midi))
    goals = tagged_goals(session, EvidenceTag.take_id, ids)
    return tuple(_take(row, tuple(parts.get(row.id, ())), goals.get(row.id, ())) for row in rows)


def version_records(
    session: Session, rows: Iterable[Version], *, with_content: bool = False
) -> tuple[records.Version, ...]:
    """Return versions as records."""
    rows = list(rows)
    ids = [row.id for row in rows]
    rolls, goals = _rolls(session, ids), tagged_goals(session, EvidenceTag.version_id, ids)
    return tuple(
        records.Version(
            id=row.id,
            piece=row.piece_id,
            n=row.n,
            name=row.name,
            session=row.session_id,
            made_at=row.made_at,
            zone=row.zone,
            facts=records.TakeFacts(row.seconds, row.notes, tuple(row.bar_starts), rolls.get(row.id, ())),
            sha256=row.sha256,
            goals=goals.get(row.id, ()),
            content=row.content if with_content else None,
        )
        for row in rows
    )


def marker_record(row: Marker) -> records.Marker:
    """Return a marker as a record."""
    return records.Marker(row.id, row.take_id, row.at_seconds, row.by, row.kind, row.words, row.made_at)


def tagged_goals(
    session: Session, column: InstrumentedAttribute[str | None], ids: list[str]
) -> dict[str, tuple[str, ...]]:
    """Return the goals that each of these takes, versions or reflections was tied to."""
    found: dict[str, tuple[str, ...]] = {}
    query = select(column, EvidenceTag.goal_id).where(column.in_(ids), EvidenceTag.goal_id.is_not(None))
    for item, goal in session.execute(query.order_by(EvidenceTag.id)):
        if item is not None and goal is not None and goal not in found.get(item, ()):
            found[item] = (*found.get(item, ()), goal)
    return found


def _keep_part(session: Session, take_id: str, part: records.TakePartIn) -> None:
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
    _draw(session, add(session, row).id, part.facts)


def _draw(session: Session, item_id: str, facts: records.TakeFacts) -> None:
    session.add(Drawing(of=item_id, roll=b"".join(_NOTE.pack(*note) for note in facts.roll)))


def _rolls(session: Session, ids: list[str]) -> dict[str, tuple[tuple[float, float, int, int], ...]]:
    rows = session.execute(select(Drawing.of, Drawing.roll).where(Drawing.of.in_(ids)))
    return {of: tuple(_NOTE.iter_unpack(roll)) for of, roll in rows}


def _piece(row: Piece, *, content: bytes | None = None) -> records.Piece:
    return records.Piece(
        id=row.id,
        pupil=row.pupil_id,
        title=row.title,
        kind=row.kind,
        source=row.source,
        chosen_by=row.chosen_by,
        about=row.about,
        cover=row.cover,
        poem=row.poem,
        session=row.session_id,
        made_at=row.made_at,
        zone=row.zone,
        goals=(row.goal_id,) if row.goal_id else (),
        hidden=row.removed_at is not None,
        content=content,
    )


def _part(row: TakePart, roll: tuple[tuple[float, float, int, int], ...], midi: bytes | None) -> records.TakePart:
    return records.TakePart(
        id=row.id,
        part=row.part,
        player=row.player,
        pupil=row.pupil_id,
        keyboard=row.keyboard,
        facts=records.TakeFacts(row.seconds, row.notes, tuple(row.bar_starts), roll),
        sha256=row.sha256,
        midi=midi,
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
    )
