"""Where the music is between two reports of the engine: a straight line on from the last one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from instruments.events import Position

if TYPE_CHECKING:
    from studio.music.piece import Piece

STOPPED = Position(0, 0.0, "stopped")


class Playhead:
    """The tick that is sounding now, for drawing; the engine's own reports stay the truth."""

    def __init__(self) -> None:
        self.last = STOPPED
        self._at = 0.0

    def told(self, position: Position, now: float) -> None:
        """A new report, heard at `now` seconds."""
        self.last, self._at = position, now

    @property
    def state(self) -> str:
        """stopped, counting, playing or waiting."""
        return self.last.state

    def tick(self, now: float, music: Piece, speed: float, first: int = 0) -> float:
        """Tick at `now`, counted in to the tick `first`; it stands still while the music is stopped or waits, and never runs on for over a quarter second."""
        if self.last.state in {"stopped", "waiting"}:
            return self.last.tick
        at = max(first, self.last.tick) if self.state == "counting" else self.last.tick
        passed = min(0.25, max(0.0, now - self._at))
        return self.last.tick + passed * speed * music.tempo_at(at).bpm / 60 * 480
