"""One tab about one pupil or group, behind the tutor's door: what is read for it, what was typed in it, what changes and is read again."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any, Generic, TypeVar

import pygame

from reflections.records import Group
from studio.ui.nodes import Column, Node, Text, TextBox, ignored
from studio.words import say

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date

    from reflections import records
    from reflections.journal import Journal
    from studio.screen import Tools

T = TypeVar("T")


def words(key: str, **filled: Any) -> str:
    """A sentence of the tutor's own table."""
    return say(f"tutor.{key}", **filled)


def today() -> date:
    """The day it is here."""
    return datetime.now().astimezone().date()


def asks_back(event: pygame.event.Event) -> bool:
    """Whether it is the key that leads one step back."""
    return event.type == pygame.KEYDOWN and event.key == pygame.K_ESCAPE


def captioned(label: str, control: Node, *, grow: int = 0) -> Node:
    """A control under the question it answers; its own label is only spoken."""
    return Column(Text(label, style="label", tone="text2", weight=600), control, gap=8, grow=grow)


class Tab(Generic[T]):
    """What was typed stays until it is handed in; `gather` runs on the writer, `shown` on the main loop."""

    about = ""  # what is asked of the journal, for its log

    def __init__(self, tools: Tools, whose: records.Pupil | records.Group) -> None:
        self.tools = tools
        self.lesson = tools.lesson
        self.whose = whose
        self.found: T | None = None
        self._typed: dict[str, str] = {}

    @property
    def pupil(self) -> records.Pupil:
        """Whose tab it is, where it is one pupil's."""
        assert not isinstance(self.whose, Group)
        return self.whose

    @property
    def adult(self) -> str:
        """Who types behind this door: what a pupil says and the tutor writes down here is seen as it is said."""
        return self.lesson.house.tutor or "tutor"

    def gather(self, journal: Journal) -> T:
        """Read what the tab shows."""
        raise NotImplementedError

    def shown(self, found: T) -> Node:
        """Draw what was read."""
        raise NotImplementedError

    def read(self) -> None:
        """Read it again."""
        self.lesson.ask(self.gather, self._know, self.about, whoever=True)

    def leave(self) -> None:
        """Another tab or screen follows."""

    def fold(self) -> bool:
        """Close what is open in it, a form or a row, as Esc asks; False where nothing is."""
        return False

    def told(self, event: object) -> None:
        """The engine said something."""

    def update(self, now: float) -> None:
        """Once a frame."""
        del now

    def _know(self, found: T) -> None:
        self.found = found
        self.tools.changed()

    def node(self) -> Node:
        """What was read, or that it is being read."""
        return Text(words("reading"), tone="text2") if self.found is None else self.shown(self.found)

    # -- what is typed ------------------------------------------------------------------------------------------------
    def box(
        self,
        key: str,
        label: str,
        value: str = "",
        *,
        most: int = 280,
        lines: int = 1,
        submit: Callable[[str], None] = ignored,
        grow: int = 0,
        placeholder: str = "",
        drafted: bool = True,
    ) -> Node:
        """A text box that shows what is kept (`value`) until something else is typed."""
        return TextBox(
            key,
            self.typed(key, value),
            lambda said: self._type(key, said),
            submit,
            label=label,
            most=most,
            lines=lines,
            grow=grow,
            placeholder=placeholder,
            draft=f"{self.whose.id}/{self.about}/{key}" if drafted else "",
            known=value,
        )

    def typed(self, key: str, value: str = "") -> str:
        """What stands in a box."""
        return self._typed.get(key, value)

    def _type(self, key: str, said: str) -> None:
        self._typed[key] = said

    def put(self, key: str, said: str) -> None:
        """Something was picked that stands for what would be typed; it is drawn at once."""
        self._type(key, said)
        self.tools.changed()

    def number(self, key: str, usual: int) -> int | None:
        """The number that stands in a box; None where it is none."""
        said = self.typed(key, str(usual)).strip()
        return int(said) if said.isdecimal() else None

    def empty(self, *keys: str) -> None:
        """What was typed there is handed in."""
        for key in keys:
            self._typed.pop(key, None)

    # -- what changes -------------------------------------------------------------------------------------------------
    def change(
        self,
        work: Callable[[Journal], Any],
        *emptied: str,
        said: str = "",
        then: Callable[[], None] | None = None,
    ) -> None:
        """Have the writer do it; what was typed goes only once it went well, and everything is read again.

        `then` follows only if it went well.
        """

        def done(result: object) -> None:
            del result
            self.empty(*emptied)
            if said:
                self.tools.say(said)
            self.read()
            if then:
                then()

        self.lesson.ask(work, done, self.about, whoever=True)
