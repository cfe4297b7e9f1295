"""The one button that records, what of the count-in goes into the take, and what becomes of it after the stop."""

from __future__ import annotations

from typing import TYPE_CHECKING

from instruments.events import RATE, Position
from studio.screen import Go
from studio.screens.play.beside import PlayBeside
from studio.screens.play.count import PLAIN, Counting
from studio.words import say

if TYPE_CHECKING:
    from studio.screens.play.room import Play

TAIL_SECONDS = 0.3  # a last note is still falling when stop is pressed


class PlayTake:
    """States: nothing, asked for (the engine has not begun to count), rolling. Leaving the screen while it rolls keeps the take."""

    def __init__(self, screen: Play) -> None:
        self._screen = screen
        self._lesson = screen.lesson
        self._engine = screen.engine
        self.asked = False
        self.beside = PlayBeside(screen)
        self._could_keep = False

    @property
    def rolling(self) -> bool:
        """True from the first click of the count-in on."""
        return self._lesson.recorder.is_rolling

    @property
    def on(self) -> bool:
        """True from the press of the button on."""
        return self.rolling or self.asked

    @property
    def without_music(self) -> bool:
        """A take of the keys alone: the click has counted in, and nothing plays that could come to an end."""
        return self.rolling and self._screen.counting.score is PLAIN

    def toggle(self) -> None:
        """The count-in is heard and seen, then it rolls; pressed again the take is kept."""
        screen = self._screen
        if self.on:
            self.stop()
        elif self._lesson.stand is None:
            self._free()
        else:
            if screen.is_playing:
                self._engine.stop()
            self.asked = True
            screen.start()

    def _free(self) -> None:
        """Nothing is open: a bar is counted in, over the beat that goes if there is one, else on a plain click."""
        screen = self._screen
        beat = screen.jam.beat if screen.jam.state == "going" else None
        counting = screen.counting = Counting(beat.score if beat else PLAIN)
        if beat is None and not screen.practice.count_in:
            self._lesson.start_take(self._engine.frame_now())
            return
        self.asked = True
        self._engine.play(counting.score, count_in=counting.beats if screen.practice.count_in else 0)
        screen.tools.changed()

    def told(self, position: Position) -> None:
        """The engine's first word of this playing is where the take begins."""
        self.beside.told(position)
        if not self.asked or position.state == "stopped":
            return
        self.asked = False
        counting = self._screen.counting
        nothing_open = self._lesson.stand is None
        beat = (counting.bpm, counting.metre) if nothing_open else None
        along = counting.score is not PLAIN if nothing_open else self._screen.score.along
        self._lesson.start_take(position.frame, counting.bar_one(position), beat, along=along)

    def stop(self) -> None:
        """Stop and keep what was played; nothing played, nothing kept."""
        screen, self.asked = self._screen, False
        if not self.rolling:
            screen.stop()
            return
        last = self._lesson.stop_take(self._engine.frame_now() + int(TAIL_SECONDS * RATE))
        if screen.is_playing:
            self._engine.stop()
        if last is None:
            screen.tools.say(say("play.no key was pressed"))
        screen.tools.changed()

    # -- what was not recorded ----------------------------------------------------------------------------------------
    @property
    def can_keep(self) -> bool:
        """Whether there is something to keep: the button is lit, recording or not."""
        return not self.rolling and self._lesson.recorder.something_to_keep

    def keep_latest(self) -> None:
        """What was just played becomes a take."""
        if self._lesson.keep_latest() is not None:
            self._screen.tools.say(say("play.kept it is with"))

    def update(self) -> None:
        """The keep button lights when there is something to keep; what is heard beside the piece may be over."""
        self.beside.update(self._screen.tools.clock())
        if self.can_keep != self._could_keep:
            self._could_keep = self.can_keep
            self._screen.tools.changed()

    # -- after the stop -----------------------------------------------------------------------------------------------
    def hear(self) -> None:
        """The last take again, exactly as it was played."""
        last = self._lesson.last
        if last is not None:
            self.beside.hear(last)

    def talk(self) -> None:
        """The pupil wants to talk about it now."""
        self._screen.tools.move(Go("reflect", {"wanted": True}))

    def undo(self) -> str | None:
        """After stop: the take goes aside, and comes back."""
        last = self._lesson.last
        if last is None or self.rolling:
            return None
        return say("play.put the take back") if last.aside else say("play.undo the take")

    def do_undo(self) -> None:
        """One press aside, one press back."""
        last = self._lesson.last
        if last is not None:
            (self._lesson.put_back_take if last.aside else self._lesson.undo_take)()
