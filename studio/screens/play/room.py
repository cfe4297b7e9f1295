"""Play: the piece comes towards the keys; it waits, plays along or just plays; one button records, nothing is lost."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pygame

from instruments.events import Finished, NoteOff, NoteOn, Played, Position
from studio.playing.jam import Jam
from studio.playing.keyrange import KeyRange, keyboard_of
from studio.playing.piano import ComputerKeys
from studio.playing.playhead import Playhead
from studio.screen import Screen
from studio.screens.play.along import PlayAlong
from studio.screens.play.beat import PlayBeat
from studio.screens.play.count import PLAIN, Counting
from studio.screens.play.drag import PlayDrag
from studio.screens.play.how import PlayHow
from studio.screens.play.ladder import PlayLadder
from studio.screens.play.last_time import LastTime
from studio.screens.play.loop import PlayLoop
from studio.screens.play.mark import PlayMark
from studio.screens.play.more import PlayMore
from studio.screens.play.score import PlayScore
from studio.screens.play.stave import PlayStave
from studio.screens.play.take import PlayTake
from studio.screens.play.today import PlayToday
from studio.screens.play.trail import PlayTrail
from studio.screens.play.view import PlayView
from studio.screens.play.waiting import PlayWaits
from studio.screens.reflect.before import Before
from studio.words import say

if TYPE_CHECKING:
    from instruments.events import Keyboard, Score
    from reflections.records import Question
    from studio.lesson import Practice
    from studio.playing.keyrange import Span
    from studio.ui.nodes import Dialog, Node

SLOWEST, FASTEST, SPEED_STEP = 0.3, 1.5, 0.1


class Play(Screen):
    """Practise and record the piece on the stand; without one, a groove waits behind the first key."""

    name = "play"
    room = "play"
    private = False

    def __init__(self, tools: Any) -> None:
        super().__init__(tools)
        self.head = Playhead()
        self.down: dict[int, int] = {}
        self.counting = Counting(PLAIN)  # how what plays now was counted in
        self.listening = False  # what sounds is something that was played, and not the piece
        self.before = Before(tools)
        self.last_time = LastTime(tools)
        self.mark = PlayMark(self)
        self.key_range = KeyRange()
        self.score = PlayScore(tools.lesson, self._drawn)
        self.jam = Jam(tools)
        self.fitting: frozenset[int] = frozenset()
        self.take = PlayTake(self)
        self.waits = PlayWaits(self)
        self.along = PlayAlong(self)
        self.trail = PlayTrail(self)
        self.how = PlayHow(self)
        self.drag = PlayDrag(self)
        self.loop = PlayLoop(self)
        self.ladder = PlayLadder(self)
        self.beat = PlayBeat(self)
        self.more = PlayMore(self)
        self.today = PlayToday(self)
        self.stave = PlayStave(self)
        self.view = PlayView(self)

    # -- coming and going ---------------------------------------------------------------------------------------------
    def enter(self) -> None:
        """Nothing sounds until the pupil wants it to; with nothing open a groove waits behind the first key."""
        self.down.clear()
        self.trail.clear()
        self.last_time.look()
        self.loop.read()
        stand = self.lesson.stand
        if stand is None:
            self.jam.ready()
            return
        if stand.kind == "groove":
            self.fitting = _fitting(stand.source, self.score.span)
        mine = [note for n in self.score.mine for note in stand.music.parts[n].notes]
        if mine:
            self.tools.fit_keys(*ComputerKeys.stretch([n.pitch for n in sorted(mine, key=lambda note: note.start)]))
        self.tools.focus("play")
        if self.practice.bars is not None:
            self.drag.look_at(self.score.first_tick)
        self.lesson.before_question(self.before.ask)

    @property
    def asks(self) -> Question | None:
        """What is read aloud here."""
        return self.before.question

    def leave(self) -> None:
        """A take that is rolling is kept; the music stops."""
        self.jam.stop()
        self.last_time.hush()
        self.today.phrases.stop()
        self.how.forget()
        self.stave.leave()
        if self.take.rolling:
            self.take.stop()
        elif self.head.state != "stopped":
            self.engine.stop()
        self.head = Playhead()

    @property
    def title(self) -> str:
        """The piece's name."""
        return self.lesson.stand.title if self.lesson.stand else say("play.just play")

    @property
    def subtitle(self) -> str:
        """What of it is being played."""
        return self.view.subtitle()

    def build(self) -> Node:
        """Drawn by the view from this screen's state."""
        return self.view.build()

    def dialog(self) -> Dialog | None:
        """What is changed less often."""
        return self.how.dialog() or self.today.dialog() or self.mark.dialog() or self.more.dialog()

    # -- playing ------------------------------------------------------------------------------------------------------
    @property
    def practice(self) -> Practice:
        """How the pupil plays now."""
        return self.lesson.practice

    @property
    def is_playing(self) -> bool:
        """True from the count-in on."""
        return self.head.state != "stopped"

    def toggle_play(self) -> None:
        """Play from the start or the loop; pressed again it stops."""
        if self.take.rolling:
            self.take.stop()
        elif self.is_playing:
            self.stop()
        else:
            self.start()

    def start(self, *, whole: bool = False) -> None:
        """`whole` lets the pupil hear the piece with every part, as a preview of what it is."""
        if self.lesson.stand is None:
            return
        practice = self.practice
        self.listening = False
        waits = practice.mode == "waits" and not whole and bool(self.score.mine)  # in a groove is no tune to wait for
        score = self.score.for_engine(whole=whole)
        breathes = self.score.breathes and not whole
        self.counting = Counting(score, self.score.first_tick, practice.speed)
        self.along.begin(whole=whole)
        self.beat.begin(whole=whole)
        self.engine.play(
            score,
            from_tick=self.score.first_tick,
            speed=practice.speed,
            count_in=self.counting.beats if practice.count_in and not whole else 0,
            click=practice.beat == "click" and not whole,
            muted=frozenset() if whole else self.score.silent,
            wait=waits,
            one_will_do=waits and practice.help == "chord note",
            one_key=self.score.one_key and not whole,
            breathes=breathes,
        )
        self.tools.changed()

    def stop(self) -> None:
        """Silence, at once."""
        self.engine.stop()
        self.along.end()
        self.listening = False
        self.tools.changed()

    def try_out(self, score: Score) -> None:
        """Something short to listen to, unless something plays already."""
        if not self.take.on and (self.listening or not self.is_playing):
            self.listening = True
            self.engine.play(score, preview=True)

    def hear_whole(self) -> None:
        """The piece with every part, as it is."""
        self.more.close()
        self.start(whole=True)

    def update(self, now: float) -> None:
        """A held key may be an answer; the keep button lights when there is something to keep."""
        if not self.is_playing and not self.take.on:
            self.before.update(now)
        self.take.update()
        self.last_time.update(now)
        self.waits.update()
        self.ladder.update()
        self.drag.update(now)

    # -- how it is played ---------------------------------------------------------------------------------------------
    def change(self, **changes: Any) -> None:
        """Another mode, hand, help or loop; playing goes on with it from the same place."""
        self.lesson.practice = replace(self.practice, **changes)
        if "speed" in changes:
            self.engine.speed(self.practice.speed)
            if "ladder" in changes and self.along.is_on:
                self.along.go_on()
        elif "bars" in changes and self.along.is_on and not self.take.on:
            self.along.go_round()
        elif self.is_playing and not self.take.rolling:
            self.stop()
        self.tools.changed()

    def faster(self, step: int) -> None:
        """One step of a tenth; the ends are where music stops making sense."""
        speed = round(min(FASTEST, max(SLOWEST, self.practice.speed + step * SPEED_STEP)), 2)
        self.change(speed=speed)

    # -- the pupil's keyboard -----------------------------------------------------------------------------------------
    @property
    def keyboard(self) -> Keyboard | None:
        """The pupil's keyboard, where there is one."""
        return keyboard_of(self.lesson.keys)

    def _drawn(self, needed: Span) -> Span:
        return self.key_range.drawn(self.keyboard, needed, self.tools.settings.keys_there)

    # -- what comes in ------------------------------------------------------------------------------------------------
    def told(self, event: object) -> None:
        """Positions move the picture; the count-in's first beat starts the take; the end of the piece stops it."""
        self.jam.told(event)
        self.today.phrases.told(event)
        match event:
            case Position():
                before = self.head.state
                self.waits.told(event)
                away = self.listening or self.today.phrases.hearing  # its ticks are not those of the piece
                self.head.told(replace(event, tick=self.score.first_tick) if away else event, self.tools.clock())
                self.take.told(event)
                if not away:
                    self.ladder.told(event)
                if event.state != before or event.state == "counting":
                    self.tools.changed()
            case Finished():
                if self.take.rolling and not self.take.without_music:
                    self.take.stop()
                if not self.listening:
                    self.ladder.finished()
                self.listening = False
                self.tools.changed()

    def hear(self, event: Played) -> bool:
        """Keys light while they are down; with nothing open the first one starts the beat."""
        self.before.hear(event)
        self.mark.hear(event)
        self.trail.hear(event)
        self.along.hear(event)
        if self.lesson.stand is None and not self.take.on:  # in a take no beat begins by itself
            self.jam.hear(event)
        match event:
            case NoteOn():
                self.down[event.pitch] = event.keyboard
                if not self.is_playing:  # what is waited for lies where it lay when it began
                    self.key_range.hear(event.keyboard, event.pitch)
            case NoteOff():
                self.down.pop(event.pitch, None)
            case _:
                pass
        return False

    def handle(self, event: pygame.event.Event) -> bool:
        """Space plays and stops, M is what keeps time, Backspace keeps what was just played, Ctrl+R records; Page Up and Down turn bars.

        The wheel looks along the piece; brackets, Ctrl+L and Shift with the arrows are of the bars that go round (`PlayLoop`).
        F3 marks *that bit!*, F4 skips what is waited for, F6 turns falling notes into a stave and back. Not R alone: it lies between two keys of the piano, and a slip must not begin a take or end one.
        """
        if event.type == pygame.MOUSEWHEEL:
            self.drag.look(event.y)
        if event.type != pygame.KEYDOWN or event.mod & pygame.KMOD_ALT:
            return False
        if self.loop.handle(event):
            return True
        if event.mod & (pygame.KMOD_CTRL | pygame.KMOD_META):
            act = self.take.toggle if event.key == pygame.K_r else None
        else:
            act = {
                pygame.K_SPACE: self.toggle_play,
                pygame.K_m: self.beat.turn,
                pygame.K_x: self.take.beside.switch,
                pygame.K_BACKSPACE: self.take.keep_latest,
                pygame.K_F3: self.mark.drop,
                pygame.K_F4: self.waits.skip,
                pygame.K_F6: self.stave.change,
                pygame.K_PAGEUP: lambda: self.drag.turn(1),
                pygame.K_PAGEDOWN: lambda: self.drag.turn(-1),
            }.get(event.key)
        if act is None:
            return False
        act()
        return True

    def undo(self) -> str | None:
        """After stop: the take goes aside, and comes back."""
        return self.take.undo()

    def do_undo(self) -> None:
        """One press aside, one press back."""
        self.take.do_undo()


def _fitting(source: str, span: tuple[int, int]) -> frozenset[int]:
    """The keys that fit a groove of the library."""
    from studio.music import grooves

    name = source.removeprefix("groove:")
    return grooves.fitting(grooves.groove(name), *span) if name in grooves.names() else frozenset()
