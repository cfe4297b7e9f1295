"""Where something of somebody who was erased may still be: backups with the day on which they go, and what left by hand."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from studio.screens.tutor.left_by_hand import named
from studio.ui.nodes import Card, Column, Icon, Node, Row, Text
from studio.words import counted, day, say

if TYPE_CHECKING:
    from collections.abc import Iterable

    from reflections import records
    from studio.screen import Tools


class Erased:
    """The list of all that is left of anybody; nobody is named. Nothing is shown where nothing is left."""

    def __init__(self, tools: Tools) -> None:
        self._tools = tools
        self._left: tuple[records.CopyLeft, ...] = ()

    def read(self) -> None:
        """Read it again: a backup whose day has come is gone."""
        self._tools.lesson.ask(lambda journal: journal.erasures(), self._know, "what is left", whoever=True)

    def _know(self, found: tuple[records.Erased, ...]) -> None:
        by_path = {left.path: left for one in reversed(found) for left in one.left if left.path is not None}
        by_hand = tuple(left for one in found for left in one.left if left.path is None)
        self._left = (*by_path.values(), *by_hand)  # a backup that holds several goes on the day of the first of them

    def node(self) -> Node | None:
        """The list, if there is one."""
        if not self._left:
            return None
        return Card(Column(Text(say("tutor_erasing.left over"), style="h2"), *lines(self._left), gap=8), pad=16)


def lines(copies: Iterable[records.CopyLeft]) -> list[Node]:
    """Each with its date, and when it goes where that is known; those of one day together."""
    days = Counter((one.what, one.on, one.goes_on, "odd" if one.odd else "copy") for one in copies)
    return [
        line(
            counted(f"tutor_erasing.beyond {kind}", n, day=day(on), goes=day(goes_on))
            if goes_on is not None
            else say("tutor_erasing.beyond left", what=named(what), day=day(on))
        )
        for (what, on, goes_on, kind), n in days.items()
    ]


def line(words: str) -> Node:
    """One of them."""
    return Row(Icon("minus", 20, "text2"), Text(words, grow=1), gap=8, align="start")
