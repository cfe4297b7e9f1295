"""What is played and made: pieces, versions, takes with their parts, markers, recordings never ended."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime


@dataclass(frozen=True, slots=True)
class Piece:
    """Something a pupil plays or makes; `content` is Standard MIDI File bytes, None in lists."""

    id: str
    pupil: str | None  # None until they say who they are
    title: str
    kind: str
    source: str
    chosen_by: str
    about: str  # the story: whom the song is about
    cover: str
    poem: str
    session: str | None
    made_at: datetime
    zone: str
    goals: tuple[str, ...] = ()
    hidden: bool = False
    content: bytes | None = None


@dataclass(frozen=True, slots=True)
class TakeFacts:
    """What the studio counted in one part; roll is (start seconds, length seconds, pitch, velocity) a note.

    The journal keeps the roll as it is drawn, to a tenth of a millisecond; the bytes of the part are exact.
    """

    seconds: float
    notes: int
    bar_starts: tuple[float, ...] = ()
    roll: tuple[tuple[float, float, int, int], ...] = ()


@dataclass(frozen=True, slots=True)
class Version:
    """A piece as it stood at "I'm done"; n counts from 1 within the piece; `content` is None in lists.

    `players` are those who are heard: "pupil", "tutor" or both; none where it is not known.
    """

    id: str
    piece: str
    n: int
    name: str
    session: str | None
    made_at: datetime
    zone: str
    facts: TakeFacts
    sha256: str
    goals: tuple[str, ...] = ()
    content: bytes | None = None
    players: tuple[str, ...] = ()

    def own_name(self, title: str) -> str:
        """Return what its pupil called it; "" where it has no name but the title of its piece, under which some were kept."""
        return "" if self.name == title else self.name


@dataclass(frozen=True, slots=True)
class TakePartIn:
    """One part handed in with a take: its own Standard MIDI File and what was counted in it."""

    part: str
    player: str
    pupil: str | None
    keyboard: str
    midi: bytes
    facts: TakeFacts


@dataclass(frozen=True, slots=True)
class TakePart:
    """One part of a kept take; `midi` is None in lists. `aside`: it was undone or played again, and is only history."""

    id: str
    part: str
    player: str
    pupil: str | None
    keyboard: str
    facts: TakeFacts
    sha256: str
    midi: bytes | None = None
    aside: bool = False


@dataclass(frozen=True, slots=True)
class Take:
    """One recording, exactly as played; bars are (first, last) from 1, speed is a factor, tempo in beats a minute.

    `beat` is what kept time beside the backing: "", "click", or "drums" and which.
    `ladder` is how it went faster as it went on: "", or its start, step and target as shares of the written tempo, like
    "0.6 0.05 1"; then `speed` is the one at its end, and `tempo` the one at its start, in which its music is written.
    `reading` is what was said of how it is read as music (`studio.music.reading`), beside what was played.
    """

    id: str
    piece: str
    session: str | None
    made_at: datetime
    zone: str
    seconds: float
    tempo: float
    origin: str
    mode: str
    help: str
    hands: str
    speed: float
    bars: tuple[int, int] | None
    key: str
    task: str | None
    hidden: bool
    parts: tuple[TakePart, ...]
    goals: tuple[str, ...] = ()
    reading: Mapping[str, object] = field(default_factory=dict, hash=False)
    beat: str = ""
    ladder: str = ""


@dataclass(frozen=True, slots=True)
class Marker:
    """Something dropped on the timeline of a take, in seconds from its start."""

    id: str
    take: str
    at_seconds: float
    by: str
    kind: str
    words: str
    made_at: datetime


@dataclass(frozen=True, slots=True)
class Unfinished:
    """A recording that was never ended, found at the next start: the chunks joined in order."""

    id: str
    pupil: str | None
    session: str | None
    piece: str | None
    context: Mapping[str, object]
    chunks: bytes
    seconds: float
    began: datetime
