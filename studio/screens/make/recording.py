"""Recording over a loop: every round that is played in is a pass of its own, heard from the next round on, undone alone.

Where two play at once, each has a pass in a layer of their own.
"""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING, Final

from instruments.events import RATE
from instruments.sounds import sound
from studio.lesson import sentence
from studio.music.piece import TICKS
from studio.music.song import layers, looping
from studio.music.song.labels import label
from studio.music.song.model import SongError
from studio.screens.make.layers_page import RECORDED_AMONG
from studio.screens.make.with_tutor import pupils_layer, told_apart, tutors_layer
from studio.words import say

if TYPE_CHECKING:
    from instruments.events import Played, Position
    from studio.music.history import Step
    from studio.music.song.model import Pass, Song
    from studio.screens.make.room import Make
    from studio.screens.make.with_tutor import Whose

    Round = dict[Whose, Pass]  # what each player played in it

BEFORE_SEAM: Final = (
    0.14  # seconds before a round ends in which it is handed on: what follows is meant for the next one
)
COUNTS: Final = ("first", "every", "off")
WAYS: Final = layers.WAYS
LEAST_REST_SECONDS: Final = 8.0  # of silence, a whole round at least, after which a recording is over by itself


class Recording:
    """States: nothing, asked for (the engine has not begun to count), rolling."""

    def __init__(self, screen: Make) -> None:
        self._screen = screen
        self.way: layers.Way = "layer"
        self.counts = "first"
        self._asked = False
        self._loop: looping.Loop | None = None
        self._begun = 0  # the frame at which recording was asked for
        self._layer = ""
        self._silent = 0.0  # frames of rounds in a row, each counted in, without a note
        self._before, self._made = "", False  # the layer in hand until then, and whether one was made to record on
        self._floor: Step[Song] | None = None  # the step before the first round: so far back goes undo while it records
        self._taken: set[int] = set()
        self._refused = False  # a round found no room in the song: then the whole of it becomes a take
        self._handed = -1  # the round whose notes were handed to the engine before its end

    @property
    def rolling(self) -> bool:
        """True from the count-in on."""
        return self._loop is not None

    @property
    def on(self) -> bool:
        """True from the press of the button on."""
        return self.rolling or self._asked

    @property
    def layer(self) -> str:
        """The id of the layer that is recorded on, "" while nothing is."""
        return self._layer if self.on else ""

    @property
    def undoes(self) -> bool:
        """Whether the latest step was made while it records, as a round that is over was: that can be taken out."""
        latest = self._screen.song_history.latest
        return self.on and latest is not None and latest is not self._floor and latest.label != label("add layer")

    def toggle(self) -> None:
        """Record on the chosen layer, or on a new one where that plays a groove; or stop."""
        screen = self._screen
        if self.on:
            self.stop()
            return
        self._before, layers_before = screen.chosen, screen.song.layers
        try:
            self._layer = self._target()
        except SongError as error:
            screen.tools.say(sentence(error))
            return
        screen.pick_sound(self._layer)
        self._floor, self._made = screen.song_history.latest, screen.song.layers != layers_before
        self._asked, self._silent = True, 0.0
        if screen.playing.on and not screen.playing.whole and self.counts != "every":
            self._begin(screen.playing.last)
        else:
            screen.playing.whole = False
            beats = 0 if self.counts == "off" else screen.beats_a_bar
            screen.playing.start(count_in=beats, once=self.counts == "every")
        screen.tools.changed()

    def _target(self) -> str:
        screen = self._screen
        own = pupils_layer(screen)
        if own is not None:
            return own.id
        keys = screen.lesson.practice.sound  # as they sound just now, be it like a part of the groove
        return screen.add_layer(drums=sound(keys).kit, sound_id=keys)

    # -- as it goes ------------------------------------------------------------------------------------------------
    def told(self, position: Position) -> None:
        """Where the music is: the first word of it begins the recording, the end of a round makes a pass."""
        if self._asked:
            if position.state != "stopped":
                self._begin(position)
            return
        loop = self._loop
        if loop is None:
            return
        if position.state == "stopped":
            at_the_end = position.frame > loop.start + loop.frames - TICKS * loop.frames_a_tick
            self._once_more(loop) if self.counts == "every" and at_the_end else self.stop()
            return
        if self._rested(position.frame, loop):
            self.stop()
            screen = self._screen
            screen.playing.stop()
            screen.tools.changed()
            return
        n = loop.round_at(position.frame)
        left = (loop.start + (n + 1) * loop.frames - position.frame) / RATE
        if n >= 0 and left < BEFORE_SEAM and self._handed < n and self.counts != "every":
            self._handed = n
            self._take(n, early=True)
        elif n - 1 > max(self._taken, default=-1) and n > 0 and n - 1 not in self._taken:
            self._take(n - 1, early=False)

    def _rested(self, frame: int, loop: looping.Loop) -> bool:
        """Whether nobody has played for a whole round: whoever plays by the piano alone stops so, and nobody is waited for."""
        latest = self._screen.engine.capture.latest()
        since = max(loop.start, self._begun, latest.end if latest is not None else 0)
        return frame - since > max(loop.frames, LEAST_REST_SECONDS * RATE)

    def _begin(self, position: Position) -> None:
        """From this frame on it is recorded; the first barline is where the engine says it is, as it is heard."""
        screen, song = self._screen, self._screen.song
        self._asked = False
        recorder = screen.lesson.recorder
        plain = looping.Loop(0, song.bpm, song.metre, song.bars)
        start = round(position.frame - position.tick * plain.frames_a_tick) + recorder.offset
        self._loop = looping.Loop(start, song.bpm, song.metre, song.bars)
        self._begun = screen.engine.frame_now() if position.state == "playing" else start
        self._taken, self._handed, self._refused = set(), -1, False
        screen.lesson.begin_part(position.frame, start)
        screen.tools.changed()

    def _events(self) -> dict[Whose, tuple[Played, ...]]:
        """What was played so far, by its players."""
        running = self._screen.lesson.recorder.running
        since = running.start_frame if running is not None else self._begun
        if self._loop is not None:  # whoever pressed record a little late has what was played since the bar
            since = min(since, round(looping.snapped(self._begun, self._loop) - looping.EARLY_SECONDS * RATE))
        mine = running.mine(since) if running is not None else None
        return told_apart(self._screen.engine.capture.cut(since, self._screen.engine.frame_now()), mine)

    def _take(self, n: int, *, early: bool) -> None:
        """A round is over, or nearly: what was played in it sounds from its next one on. The early one is heard, and not kept yet."""
        assert self._loop is not None
        made: Round = {}
        for whose, events in self._events().items():
            one = looping.round_played(events, self._loop, n, start=self._begun)
            if one is not None:
                made[whose] = one
        if early:
            if made:
                self._hand_on(made)
            return
        self._taken.add(n)
        if made:
            self._keep(made)

    def _taken_in(self, made: Round) -> Song:
        """The song with a round of each player in a layer of theirs; SongError where there is no room."""
        song = self._screen.song
        for whose, one in made.items():
            song, layer = (song, self._layer) if whose == "pupil" else tutors_layer(self._screen, song)
            song = layers.passes(song, layer, (one,), self.way)
        return song

    def _hand_on(self, made: Round) -> None:
        """Let the engine have it in time for the seam; a song that is full is said when it is kept."""
        with suppress(SongError):
            self._screen.playing.next_bar(self._taken_in(made))

    def _keep(self, made: Round) -> None:
        screen = self._screen
        try:
            song = self._taken_in(made)
        except SongError as error:
            screen.tools.say(sentence(error))
            self._refused = True
            return
        screen.edit(label("record") if self.way == "layer" else label("replace"), song, next_bar=True)

    def stop(self) -> None:
        """What was played is kept; nothing played, nothing kept."""
        screen, loop = self._screen, self._loop
        self._asked = screen.playing.once = False
        if loop is None:
            self._nothing_on_it()
            screen.playing.stop()
            screen.tools.changed()
            return
        kept = self._over(loop)
        if not self._refused:
            self._nothing_on_it()
        self._put_down()
        if not kept:
            screen.playing.next_bar(screen.song)  # it goes round, if it was to be played once
            screen.tools.say(say("make.no key was pressed"))
        elif len(screen.song.layers) > RECORDED_AMONG:  # all lanes are there again: this one stays in sight
            screen.tools.focus(f"layer-{screen.chosen}")
        screen.tools.changed()

    def _once_more(self, loop: looping.Loop) -> None:
        """A round that was counted in is over: it is kept, and another is counted in, unless nobody plays any more."""
        screen = self._screen
        self._silent = 0.0 if self._over(loop) else self._silent + loop.frames
        self._put_down()
        if self._refused or self._silent > LEAST_REST_SECONDS * RATE:
            self.stop()
            return
        self._asked = True
        screen.playing.start(count_in=screen.beats_a_bar, once=True)
        screen.tools.changed()

    def _put_down(self) -> None:
        """What was kept since the last count-in is on the disk; what found no room is a take."""
        lesson = self._screen.lesson
        self._screen.keep_now()
        (lesson.stop_take if self._refused else lesson.end_part)(self._screen.engine.frame_now())

    def _over(self, loop: looping.Loop) -> bool:
        """Keep what was played since the last count-in; whether anything was."""
        stop = self._screen.engine.frame_now()
        left: dict[int, Round] = {}
        for whose, events in self._events().items():
            for n, one in looping.rounds(events, loop, stop, start=self._begun).items():
                left.setdefault(n, {})[whose] = one
        kept = bool(self._taken)
        self._loop = None
        for n, made in sorted(left.items()):
            if n not in self._taken:
                self._keep(made)
                kept = True
        return kept

    def _nothing_on_it(self) -> None:
        """A layer that was made to be recorded on, and on which nothing is, is not there: nor is the step that made it."""
        screen = self._screen
        latest = screen.song_history.latest
        if self._made and latest is not None and latest is self._floor:
            screen.song_history.take_back()
            screen.choose(self._before)
            screen.stepped()
            self._made = False
