"""A song from my phone: tapped along to, its home note and chords found by ear, a beat near it; then it is a piece to play."""

from __future__ import annotations

import uuid
from dataclasses import replace
from typing import TYPE_CHECKING

import pygame

from studio.answers import BACK
from studio.lesson import sentence
from studio.music import by_ear
from studio.music.by_ear import Song
from studio.music.history import History
from studio.screen import Back, Go, Screen
from studio.screens.by_keys import ByKeys
from studio.screens.pick import phone_keep
from studio.screens.pick.phone_find import Finding
from studio.screens.pick.phone_sound import SongSound
from studio.screens.pick.phone_view import STEPS, PhoneView
from studio.words import say

if TYPE_CHECKING:
    from instruments.events import Played
    from studio.music.by_ear import Level
    from studio.music.grooves import Groove
    from studio.screen import Tools
    from studio.ui.nodes import Node


class Phone(Screen):
    """One step at a time, any of them again at any time; what was found is kept until it is a piece."""

    name = "phone"
    room = "pick"
    titled = "phone.a song from my phone"
    subtitled = "phone.nothing of it is copied"

    def __init__(self, tools: Tools, *, song: str = "", interest: str | None = None, piece: str | None = None) -> None:
        super().__init__(tools)
        self._named = song
        self.interest = interest
        self._piece = piece
        self.history: History[Song] = History(Song())
        self.step = "name"
        self.keys = ByKeys(tools)
        self.sound = SongSound(tools)
        self.find = Finding(self)
        self.grooves: tuple[Groove, ...] | None = None
        self._view = PhoneView(self)

    # -- coming and going ---------------------------------------------------------------------------------------------
    def enter(self) -> None:
        """Go on where it was left; a song that was named begins with its taps."""
        self.tools.background.worker.put(phone_keep.every_groove, self._know_grooves, self._failed, "read the beats")
        left = by_ear.read(self.tools.drafts.at(self._place)) if self._place else None
        if self._piece is not None:
            self.lesson.ask(phone_keep.reader(self._piece), self._know, "the song")
        elif self._named and (left is None or left.title != self._named):
            self.history = History(left or Song())  # Undo goes on with the one that was left
            self.edit("again" if left else "name", Song(title=self._named))
            self.to("tap")
        elif left is not None:
            self.history = History(left)
            self.to(self.first_open)
        else:
            self.to("name")

    def _know(self, found: Song | None) -> None:
        if found is not None:
            self.history = History(found)
            self.to(self.first_open)

    def _know_grooves(self, grooves: tuple[Groove, ...]) -> None:
        self.grooves = grooves
        self.tools.changed()

    def _failed(self, error: Exception) -> None:
        self.tools.say(sentence(error))

    def leave(self) -> None:
        """Silence; taps were no music."""
        self.sound.stop()
        self.find.let_go()
        self._view.let_go()

    @property
    def part(self) -> str:
        """Which step is in front."""
        return self.step

    @property
    def _place(self) -> str:
        return self.draft("song")

    # -- what is known ------------------------------------------------------------------------------------------------
    @property
    def song(self) -> Song:
        """What was found so far."""
        return self.history.value

    def is_done(self, step: str) -> bool:
        """Whether what this step looks for was found; a name may come later."""
        song = self.song
        found = {"tap": song.bpm > 0, "home": song.home is not None, "chords": bool(song.chords)}
        return found.get(step, bool(song.groove) if step == "groove" else step == "name")

    @property
    def first_open(self) -> str:
        """The first step that still looks for something."""
        return next((step for step in STEPS if not self.is_done(step)), STEPS[-1])

    def can_go_to(self, step: str) -> bool:
        """Whether all before this step was found."""
        return STEPS.index(step) <= STEPS.index(self.first_open)

    @property
    def liked_words(self) -> str:
        """What the board says of this song, and of styles: a beat is looked for by it."""
        likes = self.lesson.mine.likes
        said = [f"{one.what} {one.why}" for one in likes if one.id == self.interest]
        return " ".join((*said, self.song.title))

    def edit(self, label: str, song: Song, merge: str | None = None) -> None:
        """Take in something that was found. It can be undone, and is there again after the window was closed."""
        if not song.token:
            song = replace(song, token=uuid.uuid4().hex)
        self.history.edit(label, song, merge)
        self._keep()
        self.tools.changed()

    def _keep(self) -> None:
        if self._place and self._piece is None:
            self.tools.drafts.put(self._place, self.song.words() if self.song != Song(token=self.song.token) else "")

    # -- from step to step --------------------------------------------------------------------------------------------
    def to(self, step: str) -> None:
        """Show another step; one may always go back."""
        if not self.can_go_to(step):
            return
        self.sound.stop()
        self.find.afresh()
        self.step = step
        self.keys.afresh()
        if first := self._view.first(step):
            self.tools.focus(first)
        self.tools.changed()

    def go_on(self) -> None:
        """To the next step, where this one has what it needs."""
        at = STEPS.index(self.step)
        if self.step == "name" and self.refuses(self.song.title):
            return
        if at + 1 < len(STEPS) and self.is_done(self.step):
            self.to(STEPS[at + 1])

    def step_back(self) -> None:
        """To the step before; from the first one out."""
        at = STEPS.index(self.step)
        if at:
            self.to(STEPS[at - 1])
        else:
            self.tools.move(Back())

    def refuses(self, title: str) -> bool:
        """A rude or hateful name stands nowhere; what was typed stays in the box, to be put right."""
        from studio.music import screening

        if not screening.rude(title):
            return False
        self.tools.say(say("phone.that name does not go"))
        self.tools.focus("title")
        return True

    def again(self) -> None:
        """Begin with another song; Undo brings this one back."""
        self.edit("again", Song())
        self.interest = None
        self.to("name")

    def finish(self, level: Level) -> None:
        """It is a piece now, and on the stand."""
        if self.refuses(self.song.title):
            self.to("name")
            return
        made = replace(self.song, level=level, groove=self.song.groove or phone_keep.first_groove())
        title = made.title.strip() or phone_keep.next_title(self.lesson.mine.pieces)
        self.sound.stop()
        phone_keep.finish(self.lesson, replace(made, title=title), self.interest, again=self._piece is not None)
        if self._place and self._piece is None:
            self.tools.drafts.put(self._place, "")
        self.tools.move(Go("play"))

    # -- what is shown and played -------------------------------------------------------------------------------------
    def build(self) -> Node:
        """Drawn by the view from this screen's state."""
        return self._view.build()

    def hear(self, event: Played) -> bool:
        """A key is a tap, a try, or walks through the screen; it always sounds."""
        self.keys.hear(event)
        self.find.hear(event)
        return False

    def told(self, event: object) -> None:
        """What was being heard may have ended."""
        self.sound.told(event)

    def update(self, now: float) -> None:
        """A key that was held answers, while nobody taps or tries keys."""
        meant = self.keys.meant(now)
        if self.find.listens:
            self.find.look()
            return
        if self.find.has_just_tapped() and self.song.bpm:
            self.tools.focus("go-on")
        if meant is not None and self.step == "tap":
            self.find.taps.untap()
        if meant == "A":
            self.step_back()
        elif meant == "G":
            self.go_on()
        elif meant is not None and not self.keys.walk(meant, self.build()) and meant == BACK and self.undo():
            self.do_undo()

    def undo(self) -> str | None:
        """The last thing that was found."""
        label = self.history.undo_label
        return say(f"phone.undo {label}") if label else None

    def do_undo(self) -> None:
        """Let the last thing go that was found, and show where it was looked for."""
        label = self.history.undo_label
        self.history.undo()
        self._keep()
        self.to({"bar": "tap", "again": self.first_open}.get(label, label))

    def handle(self, event: pygame.event.Event) -> bool:
        """Esc goes back a step before it leaves."""
        if event.type != pygame.KEYDOWN or event.key != pygame.K_ESCAPE or self.step == STEPS[0]:
            return False
        self.step_back()
        return True
