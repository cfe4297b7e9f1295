"""Another laptop: a sealed file is made here to be carried there, or taken in here; where there is a service, both meet it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from studio.screen import Screen
from studio.screens.tutor.safe_meeting import MeetService
from studio.screens.tutor.safe_pack import PackFile
from studio.screens.tutor.safe_take import TakeIn
from studio.ui.nodes import Choice, Column, Dialog, Node, Scroll
from studio.words import options, say

if TYPE_CHECKING:
    from studio.screen import Tools

PACK, TAKE, SERVICE = "pack", "take", "service"


class SafeLaptop(Screen):
    """Two ways, and a third where a service can be met; one in front, which can be changed until something has begun."""

    name = "safe_laptop"
    titled = "tutor_safe.safe_laptop"
    subtitled = "tutor_safe.safe_laptop subtitle"
    for_tutor = True
    keys_play = False

    def __init__(self, tools: Tools) -> None:
        super().__init__(tools)
        self._way = PACK
        self._ways: dict[str, PackFile | TakeIn | MeetService] = {PACK: PackFile(tools), TAKE: TakeIn(tools)}
        if can_meet():
            self._ways[SERVICE] = MeetService(tools)

    @property
    def _front(self) -> PackFile | TakeIn | MeetService:
        return self._ways[self._way]

    @property
    def subtitle(self) -> str:
        """What goes how: a file is carried, the service is met over a line."""
        return say("tutor_safe.service subtitle" if self._way == SERVICE else self.subtitled)

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
        choice = Choice("laptop-way", options("tutor_safe.way", self._ways), self._way, self._turn, asked)
        begun = self._front.begun
        inside = Scroll(self._front.node(), key=f"laptop-{self._way}-{self._front.name}")
        return Column(None if begun else choice, inside, self._front.on(), gap=16, grow=1)

    def dialog(self) -> Dialog | None:
        """The service asks whose it is."""
        front = self._front
        return front.dialog() if isinstance(front, MeetService) else None

    def _turn(self, way: str) -> None:
        self._way = way
        front = self._front
        if not isinstance(front, PackFile):
            front.look_around()
        self.tools.changed()


def can_meet() -> bool:
    """Whether this computer can speak with a service at all; a laptop that belongs to none is not asked about it."""
    from reflections.central import address

    return address.can_be_met()
