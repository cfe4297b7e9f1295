"""The tutor's page of a group: who is in it and how it stands, the plan, its goals, and how it ends."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

from studio.screen import Back, Push, Screen
from studio.screens.tutor.groups import ICON, words
from studio.screens.tutor.tab import asks_back
from studio.ui.nodes import Button, Choice, Column, Icon, Node, Row, Scroll, Space

if TYPE_CHECKING:
    import pygame

    from reflections import records
    from studio.screen import Tools
    from studio.screens.tutor.tab import Tab

PARTS = {
    "people": ("users", "members:MembersTab"),
    "plan": ("list-checks", "plan:PlanTab"),
    "goals": ("flag", "group_goals:GroupGoalsTab"),
    "review": ("message-circle", "group_review:GroupReviewTab"),
    "ending": ("package", "group_ending:GroupEndingTab"),
}


class TutorGroup(Screen):
    """Behind the curtain already: only the tutor's door leads here."""

    name = "tutor_group"
    subtitled = "tutor.page subtitle"
    for_tutor = True
    keys_play = False

    def __init__(self, tools: Tools, *, group: str, part: str = "people") -> None:
        super().__init__(tools)
        self._id = group
        self._part = part
        self._made: dict[str, Tab[Any]] = {}

    @property
    def group(self) -> records.Group | None:
        """Which one it is, as it stands now."""
        return next((one for one in self.lesson.house.groups if one.id == self._id), None)

    @property
    def title(self) -> str:
        """What it is called."""
        return self.group.shown if self.group else ""

    # -- coming and going ---------------------------------------------------------------------------------------------
    def enter(self) -> None:
        """Read the part that is shown."""
        if self.tab is None:
            self.tools.move(Back())
            return
        self.tab.read()
        self.tools.focus("part")

    def leave(self) -> None:
        """Whatever was begun in a part is left."""
        if self.tab is not None:
            self.tab.leave()

    @property
    def tab(self) -> Tab[Any] | None:
        """The part in front."""
        group = self.group
        if group is None:
            return None
        if self._part not in self._made:
            module, _, name = PARTS[self._part][1].partition(":")
            self._made[self._part] = getattr(import_module(f"studio.screens.tutor.{module}"), name)(self.tools, group)
        tab = self._made[self._part]
        tab.whose = group  # as it is called now
        return tab

    def told(self, event: object) -> None:
        """What the engine says."""
        if self.tab is not None:
            self.tab.told(event)

    def handle(self, event: pygame.event.Event) -> bool:
        """Esc closes what is open in the part first; from there it leads out."""
        return asks_back(event) and self.tab is not None and self.tab.fold()

    # -- what is shown ------------------------------------------------------------------------------------------------
    def build(self) -> Node:
        """The parts, and the one that is open."""
        if self.tab is None:
            return Space()
        parts = tuple((key, words(f"part {key}"), icon) for key, (icon, _) in PARTS.items())
        return Column(
            Row(Icon(ICON, 32, "accent"), Choice("part", parts, self._part, self._to, grow=1)),
            Scroll(self.tab.node(), key=f"group-{self._part}"),
            gap=12,
            grow=1,
        )

    def extra(self) -> Node | None:
        """The start of a session with them, from anywhere on this page."""
        from studio.words import say

        group = self.group
        if group is None or not group.runs:
            return None
        return Button(
            "to-session",
            say("tutor.open session"),
            lambda: self.tools.move(Push("group_session", {"group": group.id})),
            icon="play",
        )

    def _to(self, part: str) -> None:
        self.leave()
        self._part = part
        if self.tab is not None:
            self.tab.read()
        self.tools.changed()
