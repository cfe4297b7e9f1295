"""When I played: the pupil's own diary, made of what was kept; nobody is asked, and there is nothing to reach."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from studio.screen import Screen
from studio.screens import diary
from studio.ui.nodes import Column, Icon, Node, Scroll, Space, Text
from studio.words import say

if TYPE_CHECKING:
    from reflections.diary import Sitting
    from reflections.journal import Journal

AT_ONCE = 12


class MyDiary(Screen):
    """The latest first."""

    name = "my_diary"
    room = "music"
    titled = "diary.title"
    subtitled = "diary.subtitle"

    def __init__(self, tools: Any) -> None:
        super().__init__(tools)
        self._sittings: tuple[Sitting, ...] | None = None
        self._most = AT_ONCE

    def enter(self) -> None:
        """Read what there is."""
        pupil = self.lesson.pupil
        if pupil is not None:
            self.lesson.ask(lambda journal: read(journal, pupil.id), self._know, "the diary")

    def _know(self, sittings: tuple[Sitting, ...]) -> None:
        self._sittings = sittings
        self.tools.changed()

    def _more(self) -> None:
        self._most += AT_ONCE
        self.tools.changed()

    def build(self) -> Node:
        """Days, and where the time went."""
        if self._sittings is None:
            return Column(Space(), Text(say("diary.getting it"), style="lead", tone="text2", align="center"), Space())
        if not self._sittings:
            return Column(
                Space(),
                Column(Icon("clock", 56, "accent"), align="center"),
                Text(say("diary.nothing yet"), style="h1", align="center"),
                Text(say("diary.nothing yet why"), style="lead", tone="text2", align="center"),
                Space(),
            )
        folded = self.tools.theme().folds
        rows = diary.rows(self._sittings, "mine", folded=folded, most=self._most, more=self._more)
        return Scroll(Column(*rows, gap=12), key="diary")


def read(journal: Journal, pupil: str) -> tuple[Sitting, ...]:
    """Read it, on the writer."""
    from reflections.diary import diary as sittings

    return sittings(journal.evidence(pupil))
