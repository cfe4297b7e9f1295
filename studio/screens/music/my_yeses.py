"""What I said yes to: the pupil's own side of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from studio.screen import Screen
from studio.screens.yeses import Yeses
from studio.ui.nodes import Column, Node, Scroll

if TYPE_CHECKING:
    from studio.screen import Tools


class MyYeses(Screen):
    """Each can be taken back as it was given: by one who sits here alone with it."""

    name = "my_yeses"
    room = "music"
    titled = "yeses.mine"
    subtitled = "yeses.mine subtitle"

    def __init__(self, tools: Tools) -> None:
        super().__init__(tools)
        self._yeses: Yeses | None = None

    def enter(self) -> None:
        """Read what there is."""
        pupil = self.lesson.pupil
        if pupil is not None:
            self._yeses = Yeses(self.tools, pupil.id, "pupil")
            self._yeses.read()

    def build(self) -> Node:
        """The lines."""
        return Scroll(Column(*(self._yeses.nodes() if self._yeses else ()), gap=12), key="my-yeses")
