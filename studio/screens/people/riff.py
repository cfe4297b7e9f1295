"""My riff: played to come in, or chosen and played again so that it is remembered; dots say that it is heard, nothing else."""

from __future__ import annotations

from typing import TYPE_CHECKING

from studio.playing import riff
from studio.screen import Back, Go, Push, Screen
from studio.ui.nodes import Button, Column, Icon, Node, Row, Scroll, Space, Text, nothing
from studio.words import say

if TYPE_CHECKING:
    from collections.abc import Callable

    from instruments.events import Played
    from reflections import records
    from studio.screen import Tools


class Listening(Screen):
    """What both have in common: keys are heard and never drawn, lit or named, since somebody may be watching."""

    private = True

    def __init__(self, tools: Tools) -> None:
        super().__init__(tools)
        self.ear = riff.Ear(self.lesson.recorder)
        self.trouble = ""

    def leave(self) -> None:
        """What was played here was a riff, not music to keep."""
        self.ear.over(self.engine.frame_now())

    def said(self, key: str) -> str:
        """The words of a key, as whoever is here is spoken to."""
        return say(f"riff.{key}", self.lesson.register, self.lesson.language)

    def page(self, heading: str, words: str, *buttons: Node | None) -> Node:
        """Heading, words, dots, ways on; nothing that grows with a key but the dots."""
        dots = [Icon("circle-dot", 26, "accent") for _ in self.ear.heard] or [Icon("circle", 26, "text2")]
        return Scroll(
            Column(
                Space(),
                Icon("music-2", 56, "accent"),
                Text(heading, style="h1", align="center"),
                Text(self.trouble or words, "lead", "text" if self.trouble else "text2", align="center"),
                Row(*dots, gap=8),
                Space(size=8),
                Row(*buttons, gap=12, wrap=True),
                Space(),
                gap=16,
                align="center",
                grow=1,
            ),
            key="riff",
        )

    def hear(self, event: Played) -> bool:
        """A key that went down is a note of it."""
        if not self.ear.hear(event):
            return False
        self.trouble = ""
        self.heard()
        self.tools.changed()
        return True

    def heard(self) -> None:
        """One more note."""
        raise NotImplementedError

    def start_over(self) -> None:
        """The next note is the first."""
        self.ear.afresh()
        self.trouble = ""
        self.tools.changed()


class ComeIn(Listening):
    """Whoever plays their riff is in, as fast or slow and as high or low as they like."""

    name = "riff"

    def __init__(self, tools: Tools) -> None:
        super().__init__(tools)
        self._going_in = False

    @property
    def title(self) -> str:
        """My riff."""
        return self.said("title")

    def enter(self) -> None:
        """Somebody may have been helped meanwhile."""
        if self.lesson.pupil is not None:
            self.tools.move(Go("home"))
        self.tools.focus("start-over")

    def build(self) -> Node:
        """Play it, start over, or let the tutor help."""
        return self.page(
            self.said("play"),
            self.said("anywhere"),
            Button("start-over", self.said("start over"), self.start_over, icon="undo-2"),
            Button("tutor-helps", self.said("tutor helps"), self._help, icon="key-round") if self.trouble else None,
        )

    def heard(self) -> None:
        """It is somebody's, may be yet, or is nobody's: then the next note is a first one again."""
        pupils = self.lesson.house.pupils
        found = riff.players(self.ear.heard, pupils)
        if found and not self._going_in:
            self._going_in = True
            self.ear.over(self.engine.frame_now())
            self.lesson.choose(found[0], lambda: self.tools.move(Go("home")))
        elif len(self.ear.heard) >= riff.longest(pupils):
            self.ear.afresh()
            self.trouble = self.said("not found")

    def update(self, now: float) -> None:
        """If the journal said no (it has said why), playing it again works."""
        del now
        if self._going_in and not self.tools.background.busy:
            self._going_in = False

    def _help(self) -> None:
        self.tools.move(Push("tutor", {"tab": "pupils"}))


class ChooseRiff(Listening):
    """The pupil chooses their own, with the tutor beside; played a second time it is kept."""

    name = "choose_riff"

    def __init__(self, tools: Tools, *, pupil: records.Pupil | None = None, done: Callable[[], None] = nothing) -> None:
        super().__init__(tools)
        self._pupil = pupil or self.lesson.pupil
        self._done = done
        self._first: tuple[int, ...] = ()

    @property
    def title(self) -> str:
        """My riff."""
        return self.said("title")

    def enter(self) -> None:
        """Ready for the first note."""
        self.tools.focus("that-is-it")

    def build(self) -> Node:
        """First chosen, then played once more."""
        enough = len(self.ear.heard) >= riff.SHORTEST
        return self.page(
            self.said("once more" if self._first else "make one up"),
            self.said("same way" if self._first else "four or more"),
            Button("start-over", self.said("start over"), self._from_the_start, icon="undo-2"),
            None
            if self._first
            else Button(
                "that-is-it", self.said("that is it"), self._chosen, icon="check", kind="primary", enabled=enough
            ),
        )

    def heard(self) -> None:
        """The longest there can be is complete; the second time, when there are as many notes as the first."""
        if not self._first and len(self.ear.heard) == riff.LONGEST:
            self._chosen()
        elif self._first and len(self.ear.heard) == len(self._first):
            self._compare()

    def _chosen(self) -> None:
        pitches = self.ear.heard
        others = [one for one in self.lesson.house.pupils if self._pupil is None or one.id != self._pupil.id]
        self.ear.afresh()
        if len(pitches) < riff.SHORTEST:
            return
        if riff.is_plain(pitches):
            self.trouble = self.said("plain")
        elif riff.is_like(pitches, others):
            self.trouble = self.said("another")
        else:
            self._first = pitches
        self.tools.changed()

    def _compare(self) -> None:
        again, kept, pupil = self.ear.heard, self._first, self._pupil
        self.ear.afresh()
        if riff.steps(again) != riff.steps(kept):
            self.trouble = self.said("not the same")
        elif pupil is not None:
            self.lesson.ask(
                lambda journal: journal.set_sign_in(pupil.id, riff.KIND, riff.signs(kept)),
                lambda _pupil: self._kept(),
                "keep the riff",
            )

    def _kept(self) -> None:
        self.lesson.refresh_house()
        self.tools.say(self.said("kept"))
        self._done()
        self.tools.move(Back())

    def _from_the_start(self) -> None:
        self._first = ()
        self.start_over()
