"""The journal's room for what is being played just now: chunks of a second, safe at once, offered again after a crash."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from reflections import records
from reflections.door import Door, add, the
from reflections.errors import NotAllowed, NotFound
from reflections.tables import Recording, TakeChunk, new_id
from reflections.taking import decide, let_go

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import datetime

    from sqlalchemy.orm import Session

    from reflections.operations import Clock
    from reflections.store import Store


class Recordings(Door):
    """Calls of the recorder, about one a second while something is played."""

    def __init__(self, store: Store, clock: Clock, now: Callable[[], datetime]) -> None:
        super().__init__(store, clock, now)
        self._under_way: set[str] = set()

    def begin_recording(
        self,
        *,
        pupil: str | None = None,
        session: str | None = None,
        piece: str | None = None,
        context: dict[str, Any] | None = None,
    ) -> str:
        """Begin a recording and return its id; `context` is what is needed to make a take of it (plain JSON values)."""
        moment, _ = self._moment()
        row = Recording(
            id=new_id(), pupil_id=pupil, session_id=session, piece_id=piece, context=context or {}, began=moment
        )
        with self._writing() as open_session:
            add(open_session, row)
        self._under_way.add(row.id)
        return row.id

    def claim_recording(self, recording_id: str, pupil: str, session: str | None) -> None:
        """Somebody has said that this recording is theirs; nothing happens if it is gone or somebody's already."""
        with self._writing() as open_session:
            row = open_session.get(Recording, recording_id)
            if row is not None and row.pupil_id is None:
                row.pupil_id, row.session_id = pupil, session

    def decide_spans(self, recording_ids: Sequence[str], span: tuple[int, int]) -> None:
        """What lies between these frames of some recordings is decided: it is not offered again, the rest is."""
        with self._writing() as session:
            decide(session, recording_ids, span)

    def take_chunk(
        self, recording_id: str, seq: int, events: bytes, seconds_so_far: float, context: dict[str, Any] | None = None
    ) -> None:
        """Keep one chunk, and what has come to the context with it; durable when this returns.

        Handing the same chunk in again changes nothing.
        """
        with self._writing() as session:
            row = the(session, Recording, recording_id)
            if context:
                row.context = {**row.context, **context}
            kept = session.get(TakeChunk, (recording_id, seq))
            if kept is None:
                session.add(TakeChunk(recording_id=recording_id, seq=seq, events=events, seconds=seconds_so_far))
            elif kept.events != events:
                message = "That second of the recording was kept already and sounds different."
                raise NotAllowed(message)

    def end_recording(self, recording_id: str, keep: bool) -> None:
        """End a recording: kept ones wait for `keep_take(recording=...)`, the others are let go for good."""
        self._under_way.discard(recording_id)
        if not keep:
            with self._writing() as session:
                let_go(session, recording_id)

    def unfinished(self) -> tuple[records.Unfinished, ...]:
        """Return the recordings that never became a take and aren't under way now, oldest first; empty ones are dropped."""
        with self._writing() as session:
            rows = session.scalars(select(Recording).order_by(Recording.id))
            found = [_joined(session, row) for row in rows if row.id not in self._under_way]
            for one in found:
                if not one.chunks:
                    let_go(session, one.id)
        return tuple(one for one in found if one.chunks)

    def recording(self, recording_id: str) -> records.Unfinished:
        """Return one recording as far as it is kept; NotFound."""
        with self._reading() as session:
            row = session.get(Recording, recording_id)
            if row is None:
                message = "This recording is not in the journal any more."
                raise NotFound(message)
            return _joined(session, row)


def _joined(session: Session, row: Recording) -> records.Unfinished:
    chunks = session.scalars(select(TakeChunk).where(TakeChunk.recording_id == row.id).order_by(TakeChunk.seq)).all()
    return records.Unfinished(
        id=row.id,
        pupil=row.pupil_id,
        session=row.session_id,
        piece=row.piece_id,
        context=dict(row.context),
        chunks=b"".join(chunk.events for chunk in chunks),
        seconds=max((chunk.seconds for chunk in chunks), default=0.0),
        began=row.began,
    )
