"""What they play is recorded from the count-in to the end, each one's part apart; afterwards it is heard, and a part is taken out or put back."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from instruments.events import RATE, Finished, Position
from studio.screens.play.count import Counting
from studio.screens.play.take import TAIL_SECONDS
from studio.ui.nodes import Button, Node, Toggle
from studio.words import say

if TYPE_CHECKING:
    from instruments.events import Score
    from studio.lesson.together import LastTogether
    from studio.music.take import Take
    from studio.screens.lead.room import Lead


class LeadTake:
    """States: nothing, asked for (the engine has not begun to count), rolling. `wanted`: the next time through is recorded."""

    def __init__(self, screen: Lead) -> None:
        self._screen = screen
        self.wanted = True
        self.last: LastTogether | None = None  # of what was played just now
        self.hearing = False
        self._asked: Score | None = None
        self._rolling = False

    def want(self, on: bool) -> None:
        """Record the next time through, or only play."""
        self.wanted = on
        self._screen.tools.changed()

    def began(self, score: Score) -> None:
        """The music is about to be counted in."""
        self.last, self._asked = None, score if self.wanted else None

    def leave(self) -> None:
        """It stands in front no more."""
        self.hush()
        if self._screen.lesson.last_together is not None:
            self._screen.lesson.last_together.in_front = False

    def back(self) -> None:
        """What was kept last stands in front again, also on a screen that was made anew."""
        self.last = self._screen.lesson.last_together
        if self.last is not None:
            self.last.in_front = True

    @property
    def earlier(self) -> Node | None:
        """The way back to what was kept last, where something else is in front."""
        if self._screen.lesson.last_together is None:
            return None
        return Button("to-take", say("lead.last take"), self._screen.stage.to_take, icon="undo-2", kind="quiet")

    def told(self, event: object) -> None:
        """The engine's first word of the music is where the take begins; what was heard again may be over."""
        match event:
            case Position(state="counting" | "playing") if self._asked is not None:
                score, self._asked = self._asked, None
                speed = self._screen.stage.speed
                self._screen.lesson.start_together(event.frame, Counting(score, 0, speed).bar_one(event), speed)
                self._rolling = True
            case Finished() if self.hearing:
                self.hearing = False
                self._screen.tools.changed()
            case _:
                pass

    def ended(self) -> None:
        """The music is over, or was stopped: what was played is kept."""
        self._asked = None
        if self._rolling:
            self._rolling = False
            end = self._screen.engine.frame_now() + int(TAIL_SECONDS * RATE)
            self.last = self._screen.lesson.stop_together(end)
            if self.last is None:
                group = self._screen.lesson.recorder.group
                only = group is not None and group.only_guests
                self._screen.tools.say(say("lead.only visitors" if only else "play.no key was pressed"))

    # -- afterwards ---------------------------------------------------------------------------------------------------
    def hear(self) -> None:
        """All parts of it that are in; pressed again, silence."""
        if self.hearing:
            self.hush()
            return
        self._screen.round.stop()
        self.hearing = True
        undone = self.last.undone if self.last is not None else frozenset[str]()
        self._screen.lesson.read_together(self._sound, without=undone)
        self._screen.tools.changed()

    def _sound(self, take: Take | None) -> None:
        if take is None or not self.hearing:
            self.hearing = False
            return
        from studio.music.score import take_score

        self._screen.engine.play(take_score(take), preview=True)

    def hush(self) -> None:
        """It is heard no more."""
        if self.hearing:
            self.hearing = False
            self._screen.engine.stop()
            self._screen.tools.changed()

    def _turn(self, pupil: str, on: bool) -> None:
        """One part is out of it, or in again."""
        self.hush()
        self._screen.lesson.undo_part(pupil, undone=not on)

    # -- what is shown ------------------------------------------------------------------------------------------------
    def toggle(self) -> Node:
        """Whether it is recorded, before it begins."""
        return Toggle("record", say("lead.record it"), self.wanted, self.want, icon="circle")

    def kept(self) -> tuple[tuple[str, Node], ...]:
        """Whose parts were kept, and whether each is in it; nothing where nothing was."""
        last, band = self.last, self._screen.band
        if last is None or band is None:
            return ()
        return tuple(
            (pupil, Toggle(f"part-{pupil}", band.name(pupil), pupil not in last.undone, partial(self._turn, pupil)))
            for pupil in last.pupils
        )

    def hear_it(self) -> Node | None:
        """Everybody hears it together; None where nothing was kept."""
        last = self.last
        if last is None:
            return None
        heard = last.id is not None and not set(last.pupils) <= last.undone
        return Button(
            "hear",
            say("pick.stop" if self.hearing else "pick.hear it"),
            self.hear,
            icon="square" if self.hearing else "play",
            kind="primary",
            enabled=self.hearing or heard,
        )
