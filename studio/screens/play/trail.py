"""What was played in the last seconds, as it goes up from the keys while nothing is open."""

from __future__ import annotations

from collections import deque
from typing import TYPE_CHECKING

from instruments.events import NoteOff, NoteOn
from studio.ui.trail import SECONDS, Trail, rising
from studio.words import say

if TYPE_CHECKING:
    from studio.screens.play.room import Play
    from studio.ui.nodes import Node

MOST = 256  # notes; more can not be seen in so few seconds


class PlayTrail:
    """Hears every key; what has gone out of sight is forgotten."""

    def __init__(self, screen: Play) -> None:
        self._screen = screen
        self._down: dict[tuple[int, int], float] = {}
        self._gone: deque[tuple[int, float, float]] = deque(maxlen=MOST)

    def clear(self) -> None:
        """Nothing was played here yet."""
        self._down.clear()
        self._gone.clear()

    def hear(self, event: object) -> None:
        """A key goes down or comes up."""
        now = self._screen.tools.clock()
        if isinstance(event, NoteOn):
            self._down[event.keyboard, event.pitch] = now
        elif isinstance(event, NoteOff) and (began := self._down.pop((event.keyboard, event.pitch), None)) is not None:
            self._gone.append((event.pitch, began, now))
        while self._gone and self._gone[0][2] < now - SECONDS:
            self._gone.popleft()

    def node(self, *, tall: int) -> Node:
        """The picture of it."""
        return rising("trail", self._now, name=say("play.the keys work now"), tall=tall)

    def _now(self) -> Trail:
        screen = self._screen
        held = ((pitch, began, None) for (_, pitch), began in self._down.items())
        return Trail(
            (*self._gone, *held),
            *screen.score.span,
            screen.tools.clock(),
            names=screen.tools.settings.note_names,
            recording=screen.take.on,
            by_letter=screen.tools.settings.note_colours == "pitch",
        )
