"""The journal's room for looking together: all that a portfolio may show of one pupil, and what may leave with whom."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, TypeVar

from sqlalchemy import func, select

from reflections import records
from reflections.aims import goals_of
from reflections.beside import beside_records
from reflections.door import Door, not_taken_back, note
from reflections.errors import NotAllowed
from reflections.goals import sure_pairs
from reflections.liking import interest_records
from reflections.making import piece_records, tagged_goals, version_records
from reflections.marking import marker_record
from reflections.meeting import session_records
from reflections.people import preferences_of, programme_record, pupil_record
from reflections.rating import rating_records, task_record
from reflections.saying import reflection_records, tool_records, try_record
from reflections.seeing import refuse_unheard
from reflections.tables import EvidenceTag, Marker, Said, Take, TakenBack, Task, TryNext, Version
from reflections.taking import take_records

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from sqlalchemy.orm import Session

MadeRow = TypeVar("MadeRow", Take, Version)
Made = TypeVar("Made", records.Take, records.Version, records.Reflection)
_NOBODY = ("app", "tutor")
_COPIES = ("", "pupil", *records.AUDIENCES[1:])


class Portfolios(Door):
    """Calls for the portfolio."""

    def evidence(self, pupil_id: str, *, copy_for: str = "", drawn: bool = True) -> records.Evidence:
        """Return what was kept of and said by one pupil; nothing put aside or taken back is in it.

        Without `drawn` the takes come without their notes, in a third of the time.

        "" is for looking together on this computer. A copy that leaves (`copy_for` "pupil", "group", "school" or
        "chosen") is Unheard while an adult has words or a call for help to see, holds no other pupil's part, and
        beyond the pupil's own copy only what they let that audience read and hear.
        """
        if copy_for not in _COPIES:
            message = f"A copy is for one of: {', '.join(filter(None, _COPIES))}."
            raise NotAllowed(message)
        with self._reading() as session:
            if copy_for:
                refuse_unheard(session, pupil_id)
            found = everything(session, pupil_id, drawn=drawn)
        if copy_for:
            moment, _ = self._moment()
            with self._writing() as session:
                note(session, moment, "copy made", pupil_id, purpose=copy_for)
        return _for_copy(found, copy_for) if copy_for else found


@dataclass(frozen=True, slots=True)
class _Kept:
    """What of one pupil stands: oldest first, nothing put aside, taken back or superseded."""

    takes: tuple[records.Take, ...]
    versions: tuple[records.Version, ...]
    said: tuple[records.Reflection, ...]
    ratings: tuple[records.Rating, ...]


def everything(session: Session, pupil_id: str, *, drawn: bool = True) -> records.Evidence:
    """Return all that may be shown of one pupil on this computer; `drawn` is with the notes of each take, to be looked at."""
    pieces = tuple(_theirs(piece, pupil_id) for piece in reversed(piece_records(session, pupil_id)))
    own = {piece.id for piece in pieces if piece.pupil == pupil_id}
    takes = tuple(
        t for t in take_records(session, _kept(session, Take, pieces), drawn=drawn) if _plays(t, pupil_id, own)
    )
    versions = version_records(session, _kept(session, Version, [piece for piece in pieces if piece.id in own]))
    said = reflection_records(session, pupil_id)
    ratings = tuple(rating for rating in rating_records(session, pupil_id) if not rating.superseded)
    query = select(Task).where(Task.pupil_id == pupil_id).order_by(Task.id)
    tasks = tuple(task_record(row) for row in session.scalars(query))
    nexts = select(TryNext).where(TryNext.pupil_id == pupil_id, not_taken_back(TryNext.id)).order_by(TryNext.id)
    shown = {piece.id for piece in pieces}
    kept = _Kept(takes, versions, said, ratings)
    return records.Evidence(
        pupil=pupil_record(session, pupil_id),
        programme=programme_record(session, pupil_id),
        sessions=session_records(session, pupil_id),
        pieces=_pieces(session, pupil_id, pieces, kept, tasks),
        reflections=tuple(r for r in said if r.piece not in shown),
        sure=sure_pairs(ratings, tasks, takes),
        goals=_goals(session, goals_of(session, pupil_id), pieces, kept),
        try_next=tuple(try_record(row) for row in session.scalars(nexts)),
        toolkit=tool_records(session, pupil_id),
        interests=interest_records(session, pupil_id),
        taken_back=session.scalar(select(func.count(TakenBack.id)).where(TakenBack.pupil_id == pupil_id)) or 0,
        preferences=preferences_of(session, pupil_id),
        beside=beside_records(session, pupil_id, takes),
    )


def _theirs(piece: records.Piece, pupil_id: str) -> records.Piece:
    """Leave of somebody else's piece that a pupil plays in what they know it by: its story is not theirs."""
    if piece.pupil == pupil_id:
        return piece
    return replace(piece, pupil=None, about="", poem="", cover="", goals=())


def _plays(take: records.Take, pupil_id: str, own: Collection[str]) -> bool:
    """Say whether it is a take of this pupil's; what only the tutor played in a piece of theirs is."""
    players = {part.pupil for part in take.parts if part.player == "pupil"}
    return pupil_id in players or (not players and take.piece in own)


def _dropped_by(session: Session, rows: list[Marker], pieces: dict[str, records.Piece], pupil_id: str) -> list[Marker]:
    """Keep the markers that are the tutor's or this pupil's: who said a marker's words is known, a bare one is the owner's."""
    words = select(Said.of, Said.pupil_id).where(Said.of.in_([row.id for row in rows]))
    said = {row[0]: row[1] for row in session.execute(words)}
    return [row for row in rows if row.by != "pupil" or said.get(row.id, pieces[row.take_id].pupil or "") == pupil_id]


def _kept(session: Session, kind: type[MadeRow], pieces: Sequence[records.Piece]) -> list[MadeRow]:
    query = select(kind).where(kind.piece_id.in_([p.id for p in pieces]), kind.removed_at.is_(None))
    return list(session.scalars(query.order_by(kind.made_at, kind.id)))


def _pieces(
    session: Session,
    pupil_id: str,
    pieces: tuple[records.Piece, ...],
    kept: _Kept,
    tasks: tuple[records.Task, ...],
) -> tuple[records.PieceEvidence, ...]:
    """Sort what was kept and said by piece, each in the order it happened."""
    piece_of = (
        {t.id: t.piece for t in kept.takes} | {v.id: v.piece for v in kept.versions} | {t.id: t.piece for t in tasks}
    )
    query = select(Marker).where(Marker.take_id.in_([t.id for t in kept.takes]), not_taken_back(Marker.id))
    rows = list(session.scalars(query.order_by(Marker.take_id, Marker.at_seconds)))
    piece_of_take = {take.id: piece for piece in pieces for take in kept.takes if take.piece == piece.id}
    markers = [marker_record(row) for row in _dropped_by(session, rows, piece_of_take, pupil_id)]
    of_take, of_version, of_said = _grouped(kept.takes), _grouped(kept.versions), _grouped(kept.said)
    of_rating: dict[str | None, list[records.Rating]] = {}
    for rating in kept.ratings:
        about = rating.take or rating.version or rating.task
        of_rating.setdefault(piece_of.get(about) if about else None, []).append(rating)
    of_marker: dict[str, list[records.Marker]] = {}
    for marker in markers:
        of_marker.setdefault(piece_of[marker.take], []).append(marker)
    return tuple(
        records.PieceEvidence(
            piece=piece,
            takes=tuple(of_take.get(piece.id, ())),
            versions=tuple(of_version.get(piece.id, ())),
            reflections=tuple(of_said.get(piece.id, ())),
            ratings=tuple(of_rating.get(piece.id, ())),
            markers=tuple(of_marker.get(piece.id, ())),
        )
        for piece in pieces
    )


def _goals(
    session: Session,
    goals: tuple[records.Goal, ...],
    pieces: tuple[records.Piece, ...],
    kept: _Kept,
) -> tuple[records.GoalEvidence, ...]:
    """Show with each goal what was kept for it; a piece belongs when it, a take or a version of it does."""
    said_for = tagged_goals(session, EvidenceTag.reflection_id, [r.id for r in kept.said])
    found = []
    for goal in goals:
        own_takes = [t for t in kept.takes if goal.id in t.goals]
        own_versions = [v for v in kept.versions if goal.id in v.goals]
        of_pieces = {t.piece for t in own_takes} | {v.piece for v in own_versions}
        found.append(
            records.GoalEvidence(
                goal=goal,
                ratings=tuple(r for r in kept.ratings if r.goal == goal.id),
                pieces=tuple(p.id for p in pieces if goal.id in p.goals or p.id in of_pieces),
                takes=tuple(t.id for t in own_takes),
                versions=tuple(v.id for v in own_versions),
                reflections=tuple(r.id for r in kept.said if goal.id in said_for.get(r.id, ())),
            )
        )
    return tuple(found)


def _grouped(items: Sequence[Made]) -> dict[str | None, list[Made]]:
    found: dict[str | None, list[Made]] = {}
    for item in items:
        found.setdefault(item.piece, []).append(item)
    return found


def _for_copy(evidence: records.Evidence, audience: str) -> records.Evidence:
    """Leave out what must not travel: others' parts always; for others than the pupil all that was not opened to them."""
    me = evidence.pupil.id
    sessions = tuple(
        replace(s, attendance=tuple(a for a in s.attendance if a.pupil == me), next_time="") for s in evidence.sessions
    )
    pieces = tuple(replace(one, takes=_own_parts(one.takes, me)) for one in evidence.pieces)
    if audience == "pupil":
        return replace(evidence, sessions=sessions, pieces=pieces)
    opened = tuple(_opened_to(one, audience) for one in pieces)
    return replace(
        evidence,
        sessions=sessions,
        pieces=tuple(one for one in opened if one.takes or one.versions or one.reflections),
        reflections=tuple(r for r in evidence.reflections if r.who_reads == audience),
        sure=(),
        goals=(),
        try_next=(),
        toolkit=(),
        interests=(),
        taken_back=0,
        beside=(),  # who else may know of it was never asked
    )


def _own_parts(takes: tuple[records.Take, ...], pupil_id: str) -> tuple[records.Take, ...]:
    own = (replace(t, parts=tuple(p for p in t.parts if p.pupil == pupil_id or p.player in _NOBODY)) for t in takes)
    return tuple(take for take in own if take.parts)


def _opened_to(one: records.PieceEvidence, audience: str) -> records.PieceEvidence:
    """Keep the words this audience may read, and the music if the latest word on sharing it lets them hear it."""
    word = who_hears(one.reflections)
    hear = word is not None and word.who_hears == audience
    return replace(
        one,
        piece=replace(one.piece, about="", poem=""),  # who else may read these was never asked
        takes=one.takes if hear else (),
        versions=one.versions if hear else (),
        markers=(),
        ratings=(),
        reflections=tuple(r for r in one.reflections if r.who_reads == audience),
    )


def who_hears(said: Sequence[records.Reflection]) -> records.Reflection | None:
    """Return the word on a piece that says who may hear its music: the last that was asked for it, else the last at all."""
    asked = [one for one in said if one.prompt == "T9"] or said
    return asked[-1] if asked else None
