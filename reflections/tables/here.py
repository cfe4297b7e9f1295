"""What stays on this computer: the operations, settings, drafts, a recording under way, who looked at what."""

from __future__ import annotations

import struct
from datetime import date, datetime  # noqa: TC003  # SQLAlchemy reads them
from typing import Any

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from reflections.tables.base import ID, Base, Row


class JournalRow(Row):
    """Who this journal is: its id (also in vault.json), this computer's node and the tutor it was made by."""

    __tablename__ = "journal"
    node: Mapped[str] = mapped_column(String(16))
    tutor: Mapped[str]
    made_at: Mapped[datetime]


class Operation(Base):
    """One change of one field of a shared row; `id` is its stamp."""

    __tablename__ = "operation"
    id: Mapped[str] = mapped_column(String(36), primary_key=True)
    entity: Mapped[str] = mapped_column(String(40))
    row: Mapped[str] = mapped_column(ID, index=True)
    field: Mapped[str] = mapped_column(String(40))
    value: Mapped[str]


class Setting(Base):
    """One setting of this computer."""

    __tablename__ = "setting"
    key: Mapped[str] = mapped_column(String(80), primary_key=True)
    value: Mapped[dict[str, Any]]


class Draft(Base):
    """Words not yet handed in, found again after a crash."""

    __tablename__ = "draft"
    key: Mapped[str] = mapped_column(String(160), primary_key=True)
    words: Mapped[str]
    at: Mapped[datetime]


class Recording(Row):
    """A recording under way, or ended and not yet a take."""

    __tablename__ = "recording"
    pupil_id: Mapped[str | None] = mapped_column(ID)
    session_id: Mapped[str | None] = mapped_column(ID)
    piece_id: Mapped[str | None] = mapped_column(ID)
    context: Mapped[dict[str, Any]]
    began: Mapped[datetime]


class TakeChunk(Base):
    """About a second of a recording, durable as soon as it is here."""

    __tablename__ = "take_chunk"
    recording_id: Mapped[str] = mapped_column(ID, ForeignKey("recording.id"), primary_key=True)
    seq: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    events: Mapped[bytes]
    seconds: Mapped[float]


DRAWN = struct.Struct("<ffBB")  # a note of a drawing: start and length in seconds, pitch, velocity


class Drawing(Base):
    """The notes of a part or version as drawn, one `DRAWN` each: a summary that can always be made anew from its bytes."""

    __tablename__ = "drawing"
    of: Mapped[str] = mapped_column(ID, primary_key=True)
    roll: Mapped[bytes]


class AskedRow(Row):
    """A question that was put, answered or not: what the rules of asking look back at."""

    __tablename__ = "asked"
    pupil_id: Mapped[str] = mapped_column(ID, index=True)
    session_id: Mapped[str | None] = mapped_column(ID)
    piece_id: Mapped[str | None] = mapped_column(ID)
    prompt: Mapped[str] = mapped_column(String(8))
    at: Mapped[datetime]


class Claim(Base):
    """One line of the tutor's own claim sheet: a session, a funder's code, minutes; no words, and it never travels."""

    __tablename__ = "claim"
    session_id: Mapped[str] = mapped_column(ID, ForeignKey("session.id"), primary_key=True)
    funder_code: Mapped[str] = mapped_column(default="")
    minutes: Mapped[int]


class Erasure(Base):
    """That a pupil was erased, and where copies may still be: until when backups hold them, and what left by hand."""

    __tablename__ = "erasure"
    of: Mapped[str] = mapped_column(ID, primary_key=True)
    at: Mapped[datetime]
    by_role: Mapped[str]
    copies_go_on: Mapped[date]
    elsewhere: Mapped[list[Any]]


class Audit(Row):
    """Who did what to what, and when; never any content."""

    __tablename__ = "audit"
    at: Mapped[datetime]
    actor: Mapped[str]
    action: Mapped[str]
    subject: Mapped[str | None] = mapped_column(ID)
    purpose: Mapped[str] = mapped_column(default="")
