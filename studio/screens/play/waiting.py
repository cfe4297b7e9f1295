"""While the music waits for the pupil: for how long it has, when it names the keys, and the way on without them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from studio.words import say

if TYPE_CHECKING:
    from collections.abc import Collection

    from instruments.events import Position
    from studio.screens.play.room import Play

STUCK_SECONDS = 5.0  # of waiting at one place: then its keys are named, whatever else is shown


class PlayWaits:
    """Knows since when the music stands where it stands."""

    def __init__(self, screen: Play) -> None:
        self._screen = screen
        self._since = 0.0
        self._was_stuck = False

    def told(self, position: Position) -> None:
        """Hear of a position before the playhead does."""
        last = self._screen.head.last
        if position.state == "waiting" and (last.state != "waiting" or last.tick != position.tick):
            self._since = self._screen.tools.clock()

    @property
    def can(self) -> bool:
        """Whether what plays now may wait for the pupil."""
        screen = self._screen
        mine = screen.practice.mode == "waits" and bool(screen.score.mine) and not screen.listening
        return mine and screen.is_playing and bool(screen.counting.score.gates)

    @property
    def stuck(self) -> bool:
        """Whether it has waited at this place for so long that its keys are named."""
        screen = self._screen
        waiting = screen.head.state == "waiting" and not screen.listening
        return waiting and screen.tools.clock() - self._since >= STUCK_SECONDS

    def words(self, waiting: Collection[int]) -> str:
        """What is said of the keys that are waited for; nothing where none is."""
        if not waiting:
            return ""
        if self._screen.score.one_key:
            return say("play.it is any key") if self.stuck else say("play.your turn any key")
        letters = self._screen.score.letters
        keys = " ".join(letters[pitch % 12] for pitch in sorted(waiting))
        return say("play.it is this key", keys=keys) if self.stuck else say("play.your turn") + keys

    def skip(self) -> None:
        """On without these keys, whenever the pupil likes."""
        if self.can:
            self._screen.engine.skip()

    def update(self) -> None:
        """Draw it anew once somebody is stuck, or no longer is."""
        if self.stuck != self._was_stuck:
            self._was_stuck = self.stuck
            self._screen.tools.changed()
