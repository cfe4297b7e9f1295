"""What a pupil said yes to, as their tutor sees it behind the tutor's door."""

from __future__ import annotations

from typing import TYPE_CHECKING

from studio.screen import Back, Screen
from studio.screens.yeses import Yeses, words
from studio.ui.nodes import Column, Node, Scroll

if TYPE_CHECKING:
    from reflections import records
    from studio.screen import Tools


class SaidYes(Screen):
    """A tutor takes one back where the pupil, or somebody who may say so, asks for it; the log has that it was the tutor."""

    name = "said_yes"
    subtitled = "yeses.theirs subtitle"
    for_tutor = True
    keys_play = False

    def __init__(self, tools: Tools, *, pupil: str) -> None:
        super().__init__(tools)
        self.pupil: records.Pupil | None = next((one for one in self.lesson.house.pupils if one.id == pupil), None)
        self._yeses = Yeses(tools, pupil, "tutor")

    @property
    def title(self) -> str:
        """Whose it is."""
        return words("theirs", name=self.pupil.shown) if self.pupil else words("mine")

    def enter(self) -> None:
        """Read what there is."""
        if self.pupil is None:
            self.tools.move(Back())
        else:
            self._yeses.read()

    def build(self) -> Node:
        """The lines."""
        return Scroll(Column(*self._yeses.nodes(), gap=12), key="said-yes")
