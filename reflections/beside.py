"""What a pupil did where others played: they led by keys alone, helped, had the words or recorded, and no note of theirs was kept.

It is found anew from who did what in a session and the takes of several that were kept there, so it goes with either.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select

from reflections import records
from reflections.tables import Attendance, Piece, Take, TakePart

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sqlalchemy import orm

_OF_SEVERAL = "%-%"  # a part of several says from which key to which it was played; what one plays alone does not
_ROLES = ("leader", "helper", "words", "recordist")
_CAME = records.ATTENDANCES[:2]


def beside_records(session: orm.Session, pupil_id: str, takes: Iterable[records.Take]) -> tuple[records.Beside, ...]:
    """Return what a pupil did besides playing, a piece and a session each, oldest first; `takes` are those they play in.

    Nothing of anybody else is in it but what the music is called. A take in which they have a part, be it put aside, is no
    reason for one; nor is what others played each alone that day.
    """
    of_it = select(TakePart.id).where(TakePart.take_id == Take.id)
    several = of_it.where(
        TakePart.player.in_(("pupil", "guest")), TakePart.removed_at.is_(None), TakePart.keyboard.like(_OF_SEVERAL)
    )
    own = of_it.where(TakePart.pupil_id == pupil_id)
    query = (
        select(Take, Piece.title, Attendance.role)
        .join(Piece, Piece.id == Take.piece_id)
        .join(Attendance, Attendance.session_id == Take.session_id)
        .where(Attendance.pupil_id == pupil_id, Attendance.role.in_(_ROLES), Attendance.state.in_(_CAME))
        .where(Take.removed_at.is_(None), Piece.removed_at.is_(None), several.exists(), ~own.exists())
        .order_by(Take.made_at, Take.id)
    )
    played = {(take.session, take.piece) for take in takes}
    found: dict[tuple[str | None, str], records.Beside] = {}
    for take, title, role in session.execute(query):
        key = (take.session_id, take.piece_id)
        if key not in played and key not in found:
            found[key] = records.Beside(take.id, take.piece_id, title, role, take.made_at, take.zone)
    return tuple(found.values())
