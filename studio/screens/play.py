"""Play: the piece comes towards the keys; it waits, plays along or just plays; one button records, nothing is lost."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pygame

from instruments.events import RATE, Finished, NoteOff, NoteOn, Played, Position
from studio.jam import Jam
from studio.playhead import Playhead
from studio.screen import Go, Screen
from studio.screens.before import Before
from studio.screens.play_more import more
from studio.screens.play_score import PlayScore
from studio.screens.play_view import PlayView

if TYPE_CHECKING:
    from studio.lesson import Practice
    from studio.ui.nodes import Dialog, Node

SLOWEST, FASTEST, SPEED_STEP = 0.3, 1.5, 0.1
TAIL_SECONDS = 0.3  # a last note is still falling when stop is pressed


class Play(Screen):
    """Practise and record the piece on the stand; without one, a groove waits behind the first key."""

    name = "play"
    room = "play"
    private = False

    def __init__(self, tools: Any) -> None:
        super().__init__(tools)
        self.head = Playhead()
        self.down: dict[int, int] = {}
        self.recording_asked = False
        self.listening = False
        self.more = False
        self.before = Before(tools)
        self.score = PlayScore(tools.lesson)
        self.jam = Jam(tools)
        self.fitting: frozenset[int] = frozenset()
        self._could_keep = False
        self.view = PlayView(self)

    # -- coming and going ---------------------------------------------------------------------------------------------
    def enter(self) -> None:
        """Nothing sounds until the pupil wants it to; with nothing open a groove waits behind the first key."""
        self.down.clear()
        stand = self.lesson.stand
        if stand is None:
            self.jam.ready()
            return
        if stand.kind == "groove":
            self.fitting = _fitting(stand.source, self.score.span)
        mine = [note.pitch for n in self.score.mine for note in stand.music.parts[n].notes]
        if mine:
            self.tools.fit_keys(min(mine), max(mine))
        self.tools.focus("play")
        self.lesson.before_question(self.before.ask)

    def leave(self) -> None:
        """A take that is rolling is kept; the music stops."""
        self.jam.stop()
        if self.lesson.recorder.is_rolling:
            self.stop_recording()
        elif self.head.state != "stopped":
            self.engine.stop()
        self.head = Playhead()

    @property
    def title(self) -> str:  # type: ignore[override]
        """The piece's name."""
        return self.lesson.stand.title if self.lesson.stand else "Just play"

    @property
    def subtitle(self) -> str:  # type: ignore[override]
        """What of it is being played."""
        return self.view.subtitle()

    def build(self) -> Node:
        """Drawn by the view from this screen's state."""
        return self.view.build()

    def dialog(self) -> Dialog | None:
        """What is changed less often."""
        return more(self) if self.more else None

    # -- playing ------------------------------------------------------------------------------------------------------
    @property
    def practice(self) -> Practice:
        """How the pupil plays now."""
        return self.lesson.practice

    @property
    def is_playing(self) -> bool:
        """True from the count-in on."""
        return self.head.state != "stopped"

    @property
    def is_recording(self) -> bool:
        """True from the press of the button on, the count-in included."""
        return self.lesson.recorder.is_rolling or self.recording_asked

    def toggle_play(self) -> None:
        """Play from the start or the loop; pressed again it stops."""
        if self.lesson.recorder.is_rolling:
            self.stop_recording()
        elif self.is_playing:
            self.stop()
        else:
            self.start()

    def start(self, *, whole: bool = False) -> None:
        """`whole` lets the pupil hear the piece with every part, as a preview of what it is."""
        stand = self.lesson.stand
        if stand is None:
            return
        practice, metre = self.practice, stand.music.metres[-1]
        mine = frozenset() if whole or practice.mode == "just" else self.score.mine
        self.listening = whole
        self.engine.play(
            self.score.for_engine(whole=whole),
            from_tick=self.score.first_tick,
            speed=practice.speed,
            count_in=metre.beats if practice.count_in and not whole else 0,
            click=practice.click and not whole,
            muted=mine,
            wait=practice.mode == "waits" and not whole and not self.recording_free,
        )
        self.tools.changed()

    @property
    def recording_free(self) -> bool:
        """A groove never waits: there is no tune in it to wait for."""
        return not self.score.mine

    def stop(self) -> None:
        """Silence, at once."""
        self.engine.stop()
        self.listening = False
        self.tools.changed()

    # -- recording ----------------------------------------------------------------------------------------------------
    def toggle_record(self) -> None:
        """One button: the count-in is heard and seen, then it rolls; pressed again the take is kept."""
        if self.is_recording:
            self.stop_recording()
            return
        if self.is_playing:
            self.engine.stop()
        if self.lesson.stand is None:
            self.lesson.start_take(self.engine.frame_now())
            return
        self.recording_asked = True
        self.start()

    def stop_recording(self) -> None:
        """Stop and keep what was played; nothing played, nothing kept."""
        self.recording_asked = False
        if not self.lesson.recorder.is_rolling:
            self.stop()
            return
        last = self.lesson.stop_take(self.engine.frame_now() + int(TAIL_SECONDS * RATE))
        if self.is_playing:
            self.engine.stop()
        if last is None:
            self.tools.say("No key was pressed, so there is no take. Try again when you like.")
        self.tools.changed()

    def keep_latest(self) -> None:
        """What was just played becomes a take."""
        if self.lesson.keep_latest() is not None:
            self.tools.say("Kept. It is with your music.")

    def hear_take(self) -> None:
        """The last take again, exactly as it was played."""
        last = self.lesson.last
        if last is not None:
            from studio.music.score import take_score

            self.listening = True
            self.engine.play(take_score(last.made.take), preview=True)

    def say_something(self) -> None:
        """The pupil wants to talk about it now."""
        self.tools.move(Go("reflect", {"wanted": True}))

    @property
    def can_keep(self) -> bool:
        """Whether there is something to keep: the button is lit, recording or not."""
        return self.lesson.recorder.something_to_keep and not self.lesson.recorder.is_rolling

    def hear_whole(self) -> None:
        """The piece with every part, as it is."""
        self.more = False
        self.start(whole=True)

    def open_more(self) -> None:
        """What is changed less often."""
        self.more = True
        self.tools.focus("hear-all")
        self.tools.changed()

    def close_more(self) -> None:
        """Back to the music."""
        self.more = False
        self.tools.focus("more")
        self.tools.changed()

    def update(self, now: float) -> None:
        """A held key may be an answer; the keep button lights when there is something to keep."""
        if not self.is_playing and not self.is_recording:
            self.before.update(now)
        if self.can_keep != self._could_keep:
            self._could_keep = self.can_keep
            self.tools.changed()

    # -- how it is played ---------------------------------------------------------------------------------------------
    def change(self, **changes: Any) -> None:
        """Another mode, hand, help or loop; playing goes on with it from the same place."""
        self.lesson.practice = replace(self.practice, **changes)
        if "speed" in changes:
            self.engine.speed(self.practice.speed)
        elif "click" in changes:
            self.engine.click(self.practice.click)
        elif self.is_playing and not self.lesson.recorder.is_rolling:
            self.stop()
        self.tools.changed()

    def faster(self, step: int) -> None:
        """One step of a tenth; the ends are where music stops making sense."""
        speed = round(min(FASTEST, max(SLOWEST, self.practice.speed + step * SPEED_STEP)), 2)
        self.change(speed=speed)

    def loop_bar(self, bar: int) -> None:
        """The first press starts a loop at a bar, the next widens it to another, a press on a lone bar ends it."""
        match self.practice.bars:
            case None:
                self.change(bars=(bar, bar))
            case (first, last) if first == last == bar:
                self.change(bars=None)
            case (first, last) if first == last:
                self.change(bars=(min(first, bar), max(last, bar)))
            case _:
                self.change(bars=(bar, bar))

    # -- what comes in ------------------------------------------------------------------------------------------------
    def told(self, event: object) -> None:
        """Positions move the picture; the count-in's first beat starts the take; the end of the piece stops it."""
        self.jam.told(event)
        match event:
            case Position():
                before = self.head.state
                self.head.told(event, self.tools.clock())
                if self.recording_asked and event.state != "stopped":
                    self.recording_asked = False
                    self.lesson.start_take(event.frame, self._bar_one(event))
                if event.state != before or event.state == "counting":
                    self.tools.changed()
            case Finished():
                self.listening = False
                if self.lesson.recorder.is_rolling:
                    self.stop_recording()
                self.tools.changed()

    def _bar_one(self, position: Position) -> int:
        """The frame at which the count-in will be over."""
        stand = self.lesson.stand
        if stand is None:
            return position.frame
        frames_a_tick = 60 / stand.music.tempos[0].bpm / self.practice.speed / 480 * RATE
        return position.frame + round((self.score.first_tick - position.tick) * frames_a_tick)

    def hear(self, event: Played) -> bool:
        """Keys light while they are down; with nothing open the first one starts the beat."""
        self.before.hear(event)
        if self.lesson.stand is None:
            self.jam.hear(event)
        match event:
            case NoteOn():
                self.down[event.pitch] = event.keyboard
            case NoteOff():
                self.down.pop(event.pitch, None)
            case _:
                pass
        return False

    def handle(self, event: pygame.event.Event) -> bool:
        """Space plays and stops, M is the click, Backspace keeps what was just played, Ctrl+R records.

        Not R alone: it lies between two keys of the piano, and a slip must not begin a take or end one.
        """
        if event.type != pygame.KEYDOWN or event.mod & pygame.KMOD_ALT:
            return False
        if event.mod & (pygame.KMOD_CTRL | pygame.KMOD_META):
            act = self.toggle_record if event.key == pygame.K_r else None
        else:
            act = {
                pygame.K_SPACE: self.toggle_play,
                pygame.K_m: lambda: self.change(click=not self.practice.click),
                pygame.K_BACKSPACE: self.keep_latest,
            }.get(event.key)
        if act is None:
            return False
        act()
        return True

    def undo(self) -> str | None:
        """After stop: the take goes aside, and comes back."""
        last = self.lesson.last
        if last is None or self.lesson.recorder.is_rolling:
            return None
        return "Put the take back" if last.aside else "Undo the take"

    def do_undo(self) -> None:
        """One press aside, one press back."""
        last = self.lesson.last
        if last is not None:
            (self.lesson.put_back_take if last.aside else self.lesson.undo_take)()


def _fitting(source: str, span: tuple[int, int]) -> frozenset[int]:
    """The keys that fit a groove of the library."""
    from studio.music import grooves

    name = source.removeprefix("groove:")
    return grooves.fitting(grooves.groove(name), *span) if name in grooves.names() else frozenset()
