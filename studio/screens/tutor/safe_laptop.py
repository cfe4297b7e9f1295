"""Another laptop: a sealed file is made here to be carried there, or one that came from there is taken in."""

from __future__ import annotations

from typing import TYPE_CHECKING

from studio.screen import Screen
from studio.screens.tutor.safe_pack import PackFile
from studio.screens.tutor.safe_take import TakeIn
from studio.ui.nodes import Choice, Column, Node, Scroll
from studio.words import options, say

if TYPE_CHECKING:
    from studio.screen import Tools

PACK, TAKE = "pack", "take"


class SafeLaptop(Screen):
    """Two ways, one in front; which it is can be changed until something has begun."""

    name = "safe_laptop"
    titled = "tutor_safe.safe_laptop"
    subtitled = "tutor_safe.safe_laptop subtitle"
    for_tutor = True
    keys_play = False

    def __init__(self, tools: Tools) -> None:
        super().__init__(tools)
        self._way = PACK
        self._ways: dict[str, PackFile | TakeIn] = {PACK: PackFile(tools), TAKE: TakeIn(tools)}

    @property
    def _front(self) -> PackFile | TakeIn:
        return self._ways[self._way]

    @property
    def holds(self) -> bool:  # type: ignore[override]  # a property here, a plain value in Screen
        """A passphrase that is shown once, and what can't be stopped any more, are not left by Esc."""
        return self._front.holds

    def enter(self) -> None:
        """Which way it is."""
        self.tools.focus("laptop-way")

    def leave(self) -> None:
        """What is being made is given up; nothing half-made lies anywhere."""
        for way in self._ways.values():
            way.leave()

    def update(self, now: float) -> None:
        """How far it is."""
        del now
        self._front.update()

    def build(self) -> Node:
        """The choice, then the way that is in front; what leads on stays in sight beneath."""
        asked = say("tutor_safe.safe_laptop")
        choice = Choice("laptop-way", options("tutor_safe.way", (PACK, TAKE)), self._way, self._turn, asked)
        begun = self._front.begun
        inside = Scroll(self._front.node(), key=f"laptop-{self._way}-{self._front.name}")
        return Column(None if begun else choice, inside, self._front.on(), gap=16, grow=1)

    def _turn(self, way: str) -> None:
        self._way = way
        self.tools.changed()
