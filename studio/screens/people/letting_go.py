"""Letting the rest of what was heard go: never by one press, and the way back is where the focus lands."""

from __future__ import annotations

from typing import TYPE_CHECKING

from studio.ui.nodes import Button, Column, Row, Text
from studio.words import say

if TYPE_CHECKING:
    from collections.abc import Callable

    from studio.screen import Tools
    from studio.ui.nodes import Node


class LettingGo:
    """Asks once more before `go` is done; `back` is the key of the button that a change of mind leads to."""

    def __init__(self, tools: Tools, go: Callable[[], None], back: str) -> None:
        self._tools = tools
        self._go = go
        self._back = back
        self.asked = False

    def first(self) -> Button:
        """The press that only asks."""
        return Button("rest-goes", say("people.let the rest go"), lambda: self._ask(True))

    def surely(self) -> Node:
        """What it means, a way back, and the deed."""
        return Row(
            Column(Text(say("people.what is not kept"), weight=600), grow=1),
            Button("not-sure", say("people.wait"), lambda: self._ask(False)),
            Button("let-go", say("people.let it go"), self._surely, icon="check", kind="primary"),
            align="center",
        )

    def _ask(self, asked: bool) -> None:
        self.asked = asked
        self._tools.focus("not-sure" if asked else self._back)
        self._tools.changed()

    def _surely(self) -> None:
        self.asked = False
        self._go()
