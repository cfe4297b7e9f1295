"""Pieces, versions and takes with their parts; big columns are loaded only when named."""

from __future__ import annotations

from datetime import datetime  # noqa: TC003  # SQLAlchemy reads them
from typing import Any

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from reflections import records
from reflections.tables.base import Shared, check, one_of, to


class Piece(Shared):
    """Something a pupil plays or makes; `content` is Standard MIDI File bytes as it stands now."""

    __tablename__ = "piece"
    pupil_id: Mapped[str | None] = to("pupil", needed=False)
    title: Mapped[str]
    kind: Mapped[str]
    source: Mapped[str] = mapped_column(default="")
    chosen_by: Mapped[str]
    about: Mapped[str] = mapped_column(default="")
    cover: Mapped[str] = mapped_column(default="")
    poem: Mapped[str] = mapped_column(default="")
    session_id: Mapped[str | None] = to("session", needed=False)
    goal_id: Mapped[str | None] = to("goal", needed=False)
    content: Mapped[bytes] = mapped_column(deferred=True)
    made_at: Mapped[datetime]
    zone: Mapped[str]
    removed_at: Mapped[datetime | None]
    __table_args__ = (one_of("kind", records.PIECE_KINDS), one_of("chosen_by", records.CHOOSERS))


class Version(Shared):
    """A piece as it stood at "I'm done"."""

    __tablename__ = "version"
    frozen = frozenset({"content", "sha256", "piece_id", "made_at", "n", "players"})
    piece_id: Mapped[str] = to("piece")
    n: Mapped[int]
    name: Mapped[str] = mapped_column(default="")
    session_id: Mapped[str | None] = to("session", needed=False)
    content: Mapped[bytes] = mapped_column(deferred=True)
    sha256: Mapped[str] = mapped_column(String(64))
    seconds: Mapped[float]
    notes: Mapped[int]
    bar_starts: Mapped[list[Any]]
    players: Mapped[str] = mapped_column(default="")  # of what is heard: "", or "pupil", "tutor" or both, as words
    made_at: Mapped[datetime]
    zone: Mapped[str]
    removed_at: Mapped[datetime | None]
    __table_args__ = (check("n", "n >= 1"),)


class Take(Shared):
    """One recording, exactly as played."""

    __tablename__ = "take"
    frozen = frozenset(
        {"seconds", "tempo", "origin", "made_at", "mode", "help", "hands", "speed", "key", "beat", "ladder"}
    )
    piece_id: Mapped[str] = to("piece")
    session_id: Mapped[str | None] = to("session", needed=False)
    task_id: Mapped[str | None] = to("task", needed=False)
    seconds: Mapped[float]
    tempo: Mapped[float]
    origin: Mapped[str]
    mode: Mapped[str]
    help: Mapped[str]
    hands: Mapped[str]
    speed: Mapped[float]
    first_bar: Mapped[int | None]
    last_bar: Mapped[int | None]
    key: Mapped[str]
    made_at: Mapped[datetime]
    zone: Mapped[str]
    removed_at: Mapped[datetime | None]
    reading: Mapped[str] = mapped_column(default="")  # JSON: what was said of how it is read as music
    beat: Mapped[str] = mapped_column(default="")  # what kept time beside the backing: "", "click", "drums" and which
    ladder: Mapped[str] = mapped_column(default="")  # how it went faster by itself: "", or "start step target"
    __table_args__ = (
        one_of("origin", records.ORIGINS),
        one_of("mode", records.TAKE_MODES),
        one_of("help", records.HELPS),
        one_of("hands", records.HANDS),
        check("seconds", "seconds >= 0"),
        check("speed", "speed > 0"),
        check("bars", "(first_bar is null) = (last_bar is null) and (first_bar is null or last_bar >= first_bar)"),
    )


class TakePart(Shared):
    """One part of a take with its own Standard MIDI File, so that one pupil's can go and the others still play."""

    __tablename__ = "take_part"
    frozen = frozenset({"take_id", "part", "midi", "sha256", "seconds", "notes", "bar_starts"})
    take_id: Mapped[str] = to("take")
    part: Mapped[str]
    player: Mapped[str]
    pupil_id: Mapped[str | None] = to("pupil", needed=False)
    keyboard: Mapped[str] = mapped_column(default="")
    midi: Mapped[bytes] = mapped_column(deferred=True)
    sha256: Mapped[str] = mapped_column(String(64))
    seconds: Mapped[float]
    notes: Mapped[int]
    bar_starts: Mapped[list[Any]]
    removed_at: Mapped[datetime | None]  # undone, or played again: kept as history
    goes_along_at: Mapped[datetime | None]  # since when it may sound in what the others take home; None is a no
    __table_args__ = (one_of("player", records.PLAYERS), check("notes", "notes >= 0"))


class VoiceLayer(Shared):
    """A voice sung or spoken over a version."""

    __tablename__ = "voice_layer"
    version_id: Mapped[str] = to("version")
    pupil_id: Mapped[str | None] = to("pupil", needed=False)
    sound: Mapped[bytes] = mapped_column(deferred=True)
    who_hears: Mapped[str] = mapped_column(default="tutor")
    __table_args__ = (one_of("who_hears", records.AUDIENCES),)


class Marker(Shared):
    """Something dropped on the timeline of a take."""

    __tablename__ = "marker"
    take_id: Mapped[str] = to("take")
    at_seconds: Mapped[float]
    by: Mapped[str]
    kind: Mapped[str]
    words: Mapped[str] = mapped_column(default="")
    made_at: Mapped[datetime]
    __table_args__ = (
        one_of("by", records.MARKED_BY),
        one_of("kind", records.MARKER_KINDS),
        check("at", "at_seconds >= 0"),
    )


class HiddenTitle(Shared):
    """A title the tutor hid for good."""

    __tablename__ = "hidden_title"
    key: Mapped[str]
