"""Behind the tutor's door: after how long with nobody at the keys it is asked again who is here."""

from __future__ import annotations

from typing import TYPE_CHECKING

from studio.lesson.idle import LENGTHS, NEVER, keep_idle_minutes
from studio.ui.nodes import Choice, Column, Node, Text
from studio.words import say

if TYPE_CHECKING:
    from studio.screen import Tools


class IdleMinutes:
    """One choice, kept at once."""

    def __init__(self, tools: Tools) -> None:
        self._tools = tools
        self._lesson = tools.lesson

    def node(self) -> Node:
        """The question and its answers."""
        asked = say("who.idle asked")
        options = tuple(
            (minutes, say("who.idle never") if minutes == NEVER else say("who.idle minutes", n=minutes), None)
            for minutes in LENGTHS
        )
        return Column(
            Text(asked, style="h2"),
            Text(say("who.idle what"), tone="text2"),
            Choice("idle-minutes", options, self._lesson.house.idle_minutes, self._keep, asked),
            gap=12,
        )

    def _keep(self, minutes: int) -> None:
        self._lesson.house.idle_minutes = minutes
        self._lesson.ask(lambda journal: keep_idle_minutes(journal, minutes), label="how long nobody may be there")
        self._tools.changed()
