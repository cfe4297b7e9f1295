"""Speed up as I go: a step up with the next round after one that held together, or when the pupil asks; a step back is offered."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from instruments.events import NoteOn, Position
from studio.music.ladder import Ladder
from studio.playing.rounds import AlongRound, WaitedRound
from studio.ui.nodes import Button, Node, Row, Text
from studio.words import say

if TYPE_CHECKING:
    from collections.abc import Callable

    from instruments.events import Played
    from studio.music.follow import Place
    from studio.screens.play.room import Play


class PlayLadder:
    """Listens round by round. A speed that was earned stands in the way of practising from the seam on, where it is heard."""

    def __init__(self, screen: Play) -> None:
        self._screen = screen
        self._usual = Ladder()
        self._round: WaitedRound | AlongRound | None = None
        self._number = 0
        self._earned: tuple[float, float] | None = None  # the speed now, and the one from the seam on
        self._said = ""
        self._offers_back = False

    @property
    def now(self) -> Ladder | None:
        """The ladder that the pupil is on."""
        return self._screen.practice.ladder

    @property
    def may(self) -> bool:
        """Whether there is something of the pupil's own to go faster with."""
        return bool(self._screen.score.mine) and self._screen.practice.mode != "just"

    @property
    def listens(self) -> bool:
        """Whether it has to be known where in the piece the pupil is."""
        return self.now is not None and self.may and self._screen.practice.mode == "with"

    # -- on and off, and how it goes ----------------------------------------------------------------------------------
    def turn(self, *, on: bool) -> None:
        """It begins at its first speed; off, the speed stays as it is."""
        self._screen.change(
            ladder=self._usual if on else None, speed=self._usual.start if on else self._screen.practice.speed
        )

    def set(self, ladder: Ladder) -> None:
        """Another start, step or end; where it had not gone up yet it begins at the new start."""
        fresh = self.now is not None and self._screen.practice.speed == self.now.start
        self._usual = ladder
        self._screen.change(ladder=ladder, speed=ladder.start if fresh else self._screen.practice.speed)

    def faster(self) -> None:
        """A step up because the pupil says so, at once."""
        self._step(self.now.up(self._screen.practice.speed) if self.now else None)

    def back(self) -> None:
        """A step back because the pupil says so, at once."""
        self._step(self.now.back(self._screen.practice.speed) if self.now else None)

    def _step(self, speed: float | None) -> None:
        if speed is not None:
            self._said, self._offers_back, self._earned = "", False, None
            self._screen.change(speed=speed)

    # -- round by round -----------------------------------------------------------------------------------------------
    def begin(self, number: int = 0) -> None:
        """It is about to be played, or goes on in the round of this number with other bars or another ladder."""
        self.end()
        self._number, self._round = number, self._new()

    def end(self) -> None:
        """Nothing is listened to any more: it was stopped, or what is heard is not played with."""
        self._round, self._earned, self._said, self._offers_back = None, None, "", False

    def _new(self) -> WaitedRound | AlongRound | None:
        from studio.music.follow import written

        screen, score = self._screen, self._screen.score
        start, end = score.loop
        if self.now is None or not self.may or score.fitted is None:
            return None
        if screen.practice.mode == "waits":
            return WaitedRound([tick for tick, _ in screen.counting.score.gates if start <= tick < end])
        if score.one_key:  # any key is right: how it held together is the pupil's to say
            return None
        notes = [note for note in written(score.fitted, score.mine, score.hand) if start <= note.start < end]
        return AlongRound(score.fitted, notes) if notes else None

    def hear(self, event: Played, place: Place | None) -> None:
        """Take in a key, and where in the piece it was."""
        if self._round is not None and isinstance(event, NoteOn):
            self._round.heard(place, event.pitch)

    def told(self, position: Position) -> None:
        """Hear where the music is: at the seam a round is over, and the next may go faster."""
        if self._round is None or position.state not in {"playing", "waiting"}:
            return
        if position.round != self._number:
            self._number = position.round
            self._over(self._round)
            self._round = self._new()
        if self._round is not None:
            self._round.told(position)
            if self._round.is_through and self._earned is None:
                self._earn(self._round)

    def update(self) -> None:
        """Where the music stands for so long that the keys are named, that place did not come by itself."""
        if self._round is not None and self._screen.waits.stuck:
            self._round.stuck(self._screen.head.last.tick)

    def finished(self) -> None:
        """The piece came to its end: what was earned is the speed of the next time."""
        if self._round is not None:
            self._over(self._round)
            self._take_over()
            if self._said:
                self._screen.tools.say(self._said)
        self.end()

    def _earn(self, played: WaitedRound | AlongRound) -> None:
        """A step up from the seam on, where this round held together."""
        ladder, speed = self.now, self._screen.practice.speed
        if ladder is None or not played.so_far.held:
            return
        then = ladder.up(speed)
        self._earned, self._offers_back = (speed, then), False
        self._said = say("play.held faster") if then > speed else say("play.held at the top")
        if then > speed and self._screen.practice.bars is not None:
            self._screen.engine.speed(then, next_round=True)
        self._screen.tools.changed()

    def _take_over(self) -> bool:
        """What was earned is the speed now, unless the pupil has chosen another meanwhile; False where nothing was."""
        earned, self._earned = self._earned, None
        if earned is not None and self._screen.practice.speed == earned[0]:
            self._screen.lesson.practice = replace(self._screen.practice, speed=earned[1])
        return earned is not None

    def _over(self, played: WaitedRound | AlongRound) -> None:
        """At the seam; a last note that came just then still counts, for the seam after."""
        if not self._take_over():
            self._offers_back = played.so_far.hard
            self._said = say("play.a step slower") if self._offers_back else ""
            self._earn(played)
        self._screen.tools.changed()

    # -- on the screen ------------------------------------------------------------------------------------------------
    def node(self) -> Node | None:
        """While it plays: one quiet line, and the two ways to ask."""
        if self.now is None or not self.may:
            return None
        top = self._screen.practice.speed >= self.now.target
        return Row(
            Text(self._said or say("play.speeding up"), tone="text" if self._said else "text2", grow=1),
            Button("step-back", say("play.slower again"), self.back, icon="minus") if self._offers_back else None,
            Button("faster-now", say("play.faster now"), self.faster, icon="plus", enabled=not top),
            gap=8,
        )

    def rows(self, ladder: Ladder, back: Callable[[], None]) -> tuple[Node | None, ...]:
        """Where it begins, by how much it goes up, and where that ends."""
        return (
            self._stepper("start", ladder.start, ladder.moved(start=-1), ladder.moved(start=1)),
            self._stepper("step", ladder.step, ladder.moved(step=-1), ladder.moved(step=1)),
            self._stepper("target", ladder.target, ladder.moved(target=-1), ladder.moved(target=1)),
            Row(Button("ladder-back", say("play.back"), back, icon="chevron-left")),
        )

    def _stepper(self, what: str, value: float, less: Ladder, more: Ladder) -> Node:
        words = say(f"play.speed up {what}", n=percent(value))
        return Row(
            Text(words, weight=600, grow=1),
            Button(f"ladder-{what}-less", "", partial(self.set, less), icon="minus", name=say("play.less", what=words)),
            Button(f"ladder-{what}-more", "", partial(self.set, more), icon="plus", name=say("play.more", what=words)),
            gap=8,
        )


def percent(share: float) -> int:
    """A share of the written tempo, in hundredths."""
    return round(share * 100)
