"""The practice diary of one pupil as the tutor sees it: the same counted minutes, and what they do not say."""

from __future__ import annotations

from typing import TYPE_CHECKING

from studio.screens import diary
from studio.screens.music.diary import AT_ONCE, read
from studio.screens.tutor.tab import Tab
from studio.ui.nodes import Column, Node, Text
from studio.words import say

if TYPE_CHECKING:
    from reflections import records
    from reflections.diary import Sitting
    from reflections.journal import Journal
    from studio.screen import Tools


class DiaryTab(Tab["tuple[Sitting, ...]"]):
    """Nothing can be changed here: it is made of the takes that were kept."""

    about = "the diary"

    def __init__(self, tools: Tools, whose: records.Pupil) -> None:
        super().__init__(tools, whose)
        self._most = AT_ONCE

    def gather(self, journal: Journal) -> tuple[Sitting, ...]:
        """Read it. On the writer."""
        return read(journal, self.pupil.id)

    def shown(self, found: tuple[Sitting, ...]) -> Node:
        """The latest first."""
        if not found:
            return Text(say("diary.theirs nothing"), tone="text2")
        folded = self.tools.theme().folds
        return Column(*diary.rows(found, "theirs", folded=folded, most=self._most, more=self._more), gap=12)

    def _more(self) -> None:
        self._most += AT_ONCE
        self.tools.changed()
