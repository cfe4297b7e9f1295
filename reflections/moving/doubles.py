"""A piece of which two states were worked on: the one that does not stand is kept as a piece of its own, and never twice."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select

from reflections.moving.changes import other_id
from reflections.operations import ERASED
from reflections.tables import Operation, Piece

if TYPE_CHECKING:
    from sqlalchemy.orm import Session


def keep_beside(session: Session, piece: Piece, sha: str, content: bytes) -> tuple[str, bool]:
    """Keep the state of this SHA-256 beside a piece; its id, which both sides would give, and whether it is new here.

    What is there already stays as it is, and what was erased does not come back.
    """
    again = other_id(piece.id, sha)
    gone = select(Operation.id).where(Operation.row == again, Operation.field == ERASED).limit(1)
    if session.get(Piece, again) is not None or session.scalar(gone) is not None:
        return again, False
    fields = {c.key: getattr(piece, c.key) for c in Piece.__table__.columns if c.key != "id"}
    session.add(Piece(id=again, **fields | {"title": f"{piece.title} (2)", "content": content}))
    session.flush()
    return again, True
