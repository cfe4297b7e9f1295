"""While the piece plays with the pupil in it: hear where they are, tell the engine and the ladder, and let other bars go round."""

from __future__ import annotations

from typing import TYPE_CHECKING

from studio.playing.following import Following

if TYPE_CHECKING:
    from instruments.events import Played
    from studio.screens.play.room import Play


class PlayAlong:
    """Who listens while it plays: what breathes with the pupil, and what goes faster with them."""

    def __init__(self, screen: Play) -> None:
        self._screen = screen
        self._following = Following(screen.engine)

    @property
    def is_on(self) -> bool:
        """Whether what sounds is the piece on the stand; else its ticks are not those of the piece."""
        screen = self._screen
        return screen.is_playing and not screen.listening and not screen.today.phrases.hearing

    def begin(self, *, whole: bool = False) -> None:
        """It is about to be played; `whole` is to be heard only."""
        self._begin(whole=whole, number=0)

    def go_on(self) -> None:
        """What is listened for has changed while it plays."""
        self._begin(whole=False, number=self._screen.head.last.round)

    def _begin(self, *, whole: bool, number: int) -> None:
        screen, score = self._screen, self._screen.score
        wanted = (score.breathes or screen.ladder.listens) and not whole
        if wanted and not score.one_key and score.fitted is not None:  # where any key plays, the engine follows
            self._following.begin(score.fitted, score.mine, score.hand, score.loop, tells=score.breathes)
        else:
            self._following.end()
        if whole:
            screen.ladder.end()
        else:
            screen.ladder.begin(number)

    def go_round(self) -> None:
        """Other bars go round from now on, while it plays; a groove always does."""
        screen = self._screen
        if screen.head.state == "counting":
            screen.start()  # it is counted in to where it begins now
            return
        endless = screen.practice.bars is not None or not screen.score.mine
        screen.engine.loop(*(screen.score.loop if endless else (None, None)))
        self.go_on()

    def end(self) -> None:
        """It was stopped."""
        self._following.end()
        self._screen.ladder.end()

    def hear(self, event: Played) -> None:
        """Take in a key."""
        if self.is_on and self._screen.head.state == "playing":
            self._screen.ladder.hear(event, self._following.hear(event))
