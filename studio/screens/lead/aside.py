"""At the side: one of several says a bit more about what all played, while the others' music goes on. Nobody's turn changes."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from studio.asking import Asking
from studio.lesson.values import Mine
from studio.screen import Back
from studio.screens.reflect import begun
from studio.screens.reflect.room import Reflect
from studio.ui.nodes import Column, Text
from studio.words import say

if TYPE_CHECKING:
    from collections.abc import Container

    from reflections import records
    from studio.lesson import Lesson, Sayable
    from studio.screen import Tools
    from studio.ui.nodes import Node


class AtTheSide:
    """The lesson as it is for one who is not at the keys just now: who they are and what they talk about is theirs, all else the lesson's."""

    def __init__(
        self,
        lesson: Lesson,
        pupil: records.Pupil,
        about: Sayable,
        preferences: records.Preferences,
        keys: Container[int],
    ) -> None:
        self._lesson = lesson
        self.pupil = pupil
        self.sayable = about
        self.mine = Mine(preferences=preferences)
        self.keys = keys

    def __getattr__(self, name: str) -> Any:
        return getattr(self._lesson, name)

    @property
    def register(self) -> str:
        """The words to speak in to them."""
        return self.pupil.register

    @property
    def language(self) -> str:
        """Their language."""
        assert self.mine.preferences is not None
        return self.mine.preferences.language

    def moved_on(self, about: Sayable | None = None) -> None:
        """The questions about it have been put to them."""
        del about
        self.sayable.due = False


class WordsAlone(Asking):
    """The same questions, but for the first: whether what all played is kept is not one pupil's to say."""

    def _may_be_asked(self, found: tuple[tuple[records.Question, ...], str]) -> None:
        questions, character = found
        super()._may_be_asked((tuple(one for one in questions if one.prompt != "T8"), character))


class Aside(Reflect):
    """Reflect for whoever it is, opened over the stage. Others play on: nothing is heard again here, and no voice is recorded."""

    name = "aside"
    room = "lead"
    beside_music = True

    def __init__(
        self,
        tools: Tools,
        *,
        pupil: records.Pupil,
        about: Sayable,
        preferences: records.Preferences,
        keys: Container[int],
    ) -> None:
        theirs: Any = AtTheSide(tools.lesson, pupil, about, preferences, keys)
        super().__init__(replace(tools, lesson=theirs), wanted=True)
        self.asking = WordsAlone(theirs, wanted=True, changed=self._new_question, begun=begun.prompt_of(self))

    @property
    def title(self) -> str:
        """Who is at the side."""
        return self.lesson.pupil.shown if self.lesson.pupil is not None else ""

    def build(self) -> Node:
        """What all were looking at is one's own page now, and it says so."""
        turn = Text(say("lead_after.turn the screen"), style="lead", weight=600)
        return Column(turn, super().build(), gap=8, grow=1)

    def listen(self) -> None:
        """The others' music goes on."""

    def speak(self) -> None:
        """A microphone would hear the others too."""

    def leave_it(self) -> None:
        """Back to the stage."""
        self.tools.move(Back())
