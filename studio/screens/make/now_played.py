"""What is being recorded in this round, as it shows while it is played: it is gone from here once the round is in the song."""

from __future__ import annotations

from typing import TYPE_CHECKING

from instruments.events import NoteOff, NoteOn
from studio.music.piece import TICKS

if TYPE_CHECKING:
    from instruments.events import Played
    from studio.screens.make.room import Make

_SHORTEST = 0.1  # quarters that a note is long at least, to be seen


class NowPlayed:
    """Only for the eye: what is kept is cut from what the engine captured."""

    def __init__(self, screen: Make) -> None:
        self._screen = screen
        self._held: dict[int, float] = {}
        self._over: list[tuple[float, float, int]] = []
        self._latest = 0.0

    def hear(self, event: Played) -> None:
        """A key went down or came up while it records."""
        now = self._now()
        if now is None:
            return
        match event:
            case NoteOn(pitch=pitch):
                self._held[pitch] = now
            case NoteOff(pitch=pitch) if pitch in self._held:
                start = self._held.pop(pitch)
                self._over.append((start, max(_SHORTEST, now - start), pitch))

    def notes(self) -> tuple[tuple[float, float, int], ...]:
        """Start and length in quarters of the loop, and pitch."""
        now = self._now()
        if now is None:
            return ()
        held = [(start, max(_SHORTEST, now - start), pitch) for pitch, start in self._held.items()]
        return (*self._over, *held)

    def _now(self) -> float | None:
        """The quarter of the loop; a new round begins with nothing, what is held goes on at its start."""
        tick = self._screen.playing.loop_tick() if self._screen.recording.rolling else None
        if tick is None:
            self._held, self._over, self._latest = {}, [], 0.0
            return None
        now = tick / TICKS
        if now < self._latest - 1:
            self._over, self._held = [], dict.fromkeys(self._held, 0.0)
        self._latest = now
        return now
