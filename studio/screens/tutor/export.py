"""A page to take home, made by the tutor for one pupil from behind the tutor's door."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from studio.screen import Back, Screen
from studio.screens.music.take_home import TakeHome
from studio.ui.nodes import Button, Column, Dialog, Node, Row, Space, Text
from studio.words import say

if TYPE_CHECKING:
    from reflections import records


class Export(Screen):
    """Asks where the page is to lie, and stays until it is made or given up."""

    name = "export"
    titled = "tutor.a page to take"
    subtitled = "tutor.only what an adult"
    for_tutor = True

    def __init__(self, tools: Any, *, pupil: str) -> None:
        super().__init__(tools)
        self._pupil: records.Pupil | None = next((p for p in self.lesson.house.pupils if p.id == pupil), None)
        self._home = TakeHome(tools, self._pupil)

    def enter(self) -> None:
        """The question is there at once."""
        if self._pupil is not None:
            self._home.ask_where()

    def leave(self) -> None:
        """A page being made is given up, and nothing of it is written."""
        self._home.stop()

    def build(self) -> Node:
        """What stands behind the question, and after it."""
        name = self._pupil.shown if self._pupil else say("tutor.nobody")
        return Column(
            Space(),
            Text(say("tutor.name s page", name=name), style="h1", align="center"),
            Row(
                Space(),
                Button("again", say("tutor.make it"), self._home.ask_where, icon="house", kind="primary"),
                Button("back", say("tutor.back"), lambda: self.tools.move(Back()), icon="arrow-left"),
                Space(),
            ),
            Space(),
            gap=16,
            grow=1,
        )

    def dialog(self) -> Dialog | None:
        """Where to put it, or how far it is."""
        return self._home.dialog()

    def update(self, now: float) -> None:
        """The bar moves while the page is made."""
        del now
        if self._home.making:
            self.tools.changed()
