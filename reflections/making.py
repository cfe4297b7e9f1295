"""The journal's room for pieces and their versions; their music comes only when asked for."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

from sqlalchemy import func, or_, select

from reflections import covers, records
from reflections.door import Door, add, the, to_be_seen
from reflections.tables import (
    DRAWN,
    Drawing,
    EvidenceTag,
    Goal,
    Piece,
    Take,
    TakePart,
    Version,
)
from reflections.tables import Session as Meeting
from reflections.wording import LONGEST_TEXT, clean, one_of

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sqlalchemy import Select
    from sqlalchemy.orm import InstrumentedAttribute, Session

_TITLE = 200


class Making(Door):
    """Calls about what was chosen and made."""

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

        `pupil_id` None is nobody's alone: what several play together.
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

    def pieces(self, pupil_id: str, *, with_hidden: bool = False) -> tuple[records.Piece, ...]:
        """Return the pieces that are the pupil's or that they play in, newest first, without their content."""
        with self._reading() as session:
            return piece_records(session, pupil_id, with_hidden=with_hidden)

    def piece(self, piece_id: str) -> records.Piece:
        """Return one piece with its content; NotFound."""
        with self._reading() as session:
            row = the(session, Piece, piece_id)
            return _piece(row, content=row.content)

    def rename_piece(self, piece_id: str, title: str, *, by: str = "pupil") -> records.Piece:
        """Give a piece another title."""
        moment, _ = self._moment()
        with self._writing() as session:
            row = the(session, Piece, piece_id)
            row.title = clean(title, most=_TITLE, what="the title", needed=True)
            session.flush()
            if by == "pupil" and row.pupil_id:
                to_be_seen(session, row, "title", pupil=row.pupil_id, at=moment)
            return _piece(row)

    def rework_piece(self, piece_id: str, content: bytes) -> None:
        """Keep a piece as it stands now; takes and versions stay as they were."""
        with self._writing() as session:
            the(session, Piece, piece_id).content = content

    def story(self, piece_id: str, about: str, poem: str, cover: str = "") -> records.Piece:
        """Keep whom a song is about, its poem and its cover."""
        moment, _ = self._moment()
        with self._writing() as session:
            row = the(session, Piece, piece_id)
            told = {"about": row.about, "poem": row.poem, "cover": row.cover}
            row.about = clean(about, most=280, what="whom it is about")
            row.poem = clean(poem, most=LONGEST_TEXT, what="the poem", lines=True)
            row.cover = clean(cover, most=LONGEST_TEXT, what="the cover", lines=True)
            session.flush()
            if row.pupil_id:
                new = [name for name, before in told.items() if getattr(row, name) != before]
                if not covers.strokes(row.cover):  # a picture of ours says nothing that an adult has to see
                    new = [name for name in new if name != "cover"]
                to_be_seen(session, row, *new, pupil=row.pupil_id, at=moment)
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
        players: Iterable[str] = (),
    ) -> records.Version:
        """Freeze a piece as it stands at "I'm done": heard, rated and reflected on like a take.

        `players` are those who are heard in it, of `records.PLAYERS`.
        """
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
                players=" ".join(one_of(who, records.PLAYERS, "Who plays") for who in players),
                made_at=moment,
                zone=zone,
            )
            add(open_session, row)
            draw(open_session, row.id, counted)
            if for_goal := goal or piece.goal_id:
                add(
                    open_session,
                    EvidenceTag(version_id=row.id, goal_id=the(open_session, Goal, for_goal).id, made_at=moment),
                )
            return version_records(open_session, [row])[0]

    def name_version(self, version_id: str, name: str, *, by: str = "pupil") -> records.Version:
        """Give a version a name, or another one; without words it has none again. What it holds stays as it was frozen."""
        moment, _ = self._moment()
        with self._writing() as session:
            row = the(session, Version, version_id)
            called = clean(name, most=_TITLE, what="the name")
            if called != row.name:
                row.name = called
                session.flush()
                owner = the(session, Piece, row.piece_id).pupil_id
                if by == "pupil" and owner:
                    to_be_seen(session, row, "name", pupil=owner, at=moment)
            return version_records(session, [row])[0]

    def versions(self, piece_id: str) -> tuple[records.Version, ...]:
        """Return the versions of a piece, oldest first, without their content."""
        with self._reading() as session:
            query = select(Version).where(Version.piece_id == piece_id, Version.removed_at.is_(None))
            return version_records(session, session.scalars(query.order_by(Version.n, Version.id)))

    def latest_versions(self, pupil_id: str, most: int) -> tuple[records.Version, ...]:
        """Return the latest versions of the pupil's own pieces, the latest first, without their content."""
        own = select(Piece.id).where(Piece.pupil_id == pupil_id, Piece.removed_at.is_(None))
        query = select(Version).where(Version.piece_id.in_(own), Version.removed_at.is_(None))
        with self._reading() as session:
            rows = session.scalars(query.order_by(Version.made_at.desc(), Version.id.desc()).limit(most))
            return version_records(session, rows)

    def version(self, version_id: str) -> records.Version:
        """Return one version with its content; NotFound."""
        with self._reading() as session:
            row = the(session, Version, version_id)
            return version_records(session, [row], with_content=True)[0]


def pieces_of(pupil_id: str) -> Select[str]:
    """Return in SQL the ids of the pieces that are the pupil's or that they play in, but for those put aside."""
    plays = select(Take.piece_id).join(TakePart, TakePart.take_id == Take.id).where(TakePart.pupil_id == pupil_id)
    return select(Piece.id).where(or_(Piece.pupil_id == pupil_id, Piece.id.in_(plays)), Piece.removed_at.is_(None))


def piece_records(session: Session, pupil_id: str, *, with_hidden: bool = False) -> tuple[records.Piece, ...]:
    """Return the pieces that are the pupil's or that they play in, newest first."""
    plays = select(Take.piece_id).join(TakePart, TakePart.take_id == Take.id).where(TakePart.pupil_id == pupil_id)
    query = select(Piece).where(or_(Piece.pupil_id == pupil_id, Piece.id.in_(plays))).order_by(Piece.id.desc())
    if not with_hidden:
        query = query.where(Piece.removed_at.is_(None))
    rows = list(session.scalars(query))
    return tuple(_piece(row) for row in rows)


def pieces_together(session: Session, group_id: str) -> tuple[records.Piece, ...]:
    """Return the pieces that were played in a group's sessions, newest first, but for those put aside."""
    played = select(Take.piece_id).join(Meeting, Meeting.id == Take.session_id).where(Meeting.group_id == group_id)
    query = select(Piece).where(Piece.id.in_(played), Piece.removed_at.is_(None)).order_by(Piece.id.desc())
    return tuple(_piece(row) for row in session.scalars(query))


def version_records(
    session: Session, rows: Iterable[Version], *, with_content: bool = False
) -> tuple[records.Version, ...]:
    """Return versions as records."""
    rows = list(rows)
    ids = [row.id for row in rows]
    drawn, goals = rolls(session, ids), tagged_goals(session, EvidenceTag.version_id, ids)
    return tuple(
        records.Version(
            id=row.id,
            piece=row.piece_id,
            n=row.n,
            name=row.name,
            session=row.session_id,
            made_at=row.made_at,
            zone=row.zone,
            facts=records.TakeFacts(row.seconds, row.notes, tuple(row.bar_starts), drawn.get(row.id, ())),
            sha256=row.sha256,
            goals=goals.get(row.id, ()),
            content=row.content if with_content else None,
            players=tuple(row.players.split()),
        )
        for row in rows
    )


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


def draw(session: Session, item_id: str, facts: records.TakeFacts) -> None:
    """Keep the notes of a part or version as they are drawn."""
    session.add(Drawing(of=item_id, roll=b"".join(DRAWN.pack(*note) for note in facts.roll)))


def rolls(session: Session, ids: list[str]) -> dict[str, tuple[tuple[float, float, int, int], ...]]:
    """Return the drawn notes of these parts or versions: (start seconds, length seconds, pitch, velocity)."""
    rows = session.execute(select(Drawing.of, Drawing.roll).where(Drawing.of.in_(ids)))
    return {of: tuple(DRAWN.iter_unpack(roll)) for of, roll in rows}


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
