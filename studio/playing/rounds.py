"""What is heard of one round of the music: the places it waited at, or the notes that came where it went on with the pupil."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from studio.music.ladder import Along, Waited

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

    from instruments.events import Position
    from studio.music.follow import Place
    from studio.music.piece import Note, Piece


class WaitedRound:
    """A round with gates at these ticks, in order."""

    def __init__(self, gates: Collection[int]) -> None:
        self._gates = sorted(gates)
        self._stuck: set[float] = set()
        self._left_out = 0
        self.is_through = False

    def told(self, position: Position) -> None:
        """Hear where the music is; it is through once the last gate is open."""
        self._left_out = position.left_out
        self.is_through = bool(self._gates) and position.state == "playing" and position.tick > self._gates[-1]

    def stuck(self, tick: float) -> None:
        """It stood at this tick for so long that the keys were named."""
        self._stuck.add(tick)

    def heard(self, place: Place | None, pitch: int) -> None:
        """Take in a key: what opens a gate is the engine's to say."""

    @property
    def so_far(self) -> Waited:
        """What came of it until now."""
        return Waited(len(self._gates), self._left_out, len(self._stuck))


class AlongRound:
    """A round of these notes of a piece; a note counts once, however often it is struck."""

    def __init__(self, piece: Piece, notes: Iterable[Note]) -> None:
        wanted = {(note.start, note.pitch) for note in notes}
        self._bar_of = {tick: piece.bar_at(tick).n for tick, _ in wanted}
        self._wanted = Counter(self._bar_of[tick] for tick, _ in wanted)
        self._notes = wanted
        self._there: set[tuple[int, int]] = set()
        self._pressed = self._belong = 0
        self._last = max((tick for tick, _ in wanted), default=0)
        self.is_through = False

    def told(self, position: Position) -> None:
        """Hear where the music is; it is through once the last note is due."""
        self.is_through = position.state == "playing" and position.tick >= self._last

    def stuck(self, tick: float) -> None:
        """Nothing waits here."""

    def heard(self, place: Place | None, pitch: int) -> None:
        """Take in a key and where in the piece it was taken to be; None while nobody can tell."""
        self._pressed += 1
        if place is not None and place.belongs:
            self._belong += 1
            if (place.tick, pitch) in self._notes:
                self._there.add((place.tick, pitch))

    @property
    def so_far(self) -> Along:
        """What came of it until now."""
        there = Counter(self._bar_of[tick] for tick, _ in self._there)
        bars = tuple((wanted, there[bar]) for bar, wanted in sorted(self._wanted.items()))
        return Along(bars, self._pressed, self._belong)
