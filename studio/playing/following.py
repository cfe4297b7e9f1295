"""Tells the engine where the pupil is in the piece, note by note, so that a backing can breathe with them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from instruments.events import RATE, NoteOn

if TYPE_CHECKING:
    from collections.abc import Collection

    from instruments import Engine
    from instruments.events import Played
    from studio.music.follow import Follower, Place
    from studio.music.piece import Hand, Piece

SURE = 3  # notes in a row that agree: before that nobody is said to be elsewhere
_ON = 2  # groups: the next, or the next but one where one was missed


class Following:
    """Follows while a piece plays; what becomes of it on the note is the engine's."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._follower: Follower | None = None
        self._last: Place | None = None
        self._agreeing = 0
        self._tells = True

    def begin(
        self, piece: Piece, parts: Collection[int], hand: Hand, between: tuple[int, int], *, tells: bool = True
    ) -> None:
        """Follow some parts of a piece, or one hand of them, between two ticks; the engine is told only where it `tells`."""
        from studio.music.follow import Follower, written

        notes = [note for note in written(piece, parts, hand) if between[0] <= note.start < between[1]]
        bars = {bar.start for bar in piece.bars()}
        self._follower = Follower([note.start for note in notes], [note.pitch for note in notes], bars)
        self._last, self._agreeing, self._tells = None, 0, tells

    def end(self) -> None:
        """Nothing is followed any more."""
        self._follower = None

    def hear(self, event: Played) -> Place | None:
        """Place a key that went down, and say where that is; a key that is not written there says nothing to the engine."""
        if self._follower is None or not isinstance(event, NoteOn):
            return None
        place = self._follower.hear(event.frame / RATE, event.pitch)
        if place is None or not place.belongs or not self._tells:
            return place
        goes_on = self._last is not None and 0 <= place.group - self._last.group <= _ON
        self._agreeing = self._agreeing + 1 if goes_on else 1
        self._last = place
        self._engine.follow(place.tick, event.frame, sure=self._agreeing >= SURE)
        return place
