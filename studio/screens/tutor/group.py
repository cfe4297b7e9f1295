"""The tutor's page of a group: who is in it and how it stands, the plan, its goals, and how it ends."""

from __future__ import annotations

from typing import TYPE_CHECKING

from studio.screen import Push
from studio.screens.tutor.groups import ICON, words
from studio.screens.tutor.tabbed import Tabbed
from studio.ui.nodes import Button, Node
from studio.words import say

if TYPE_CHECKING:
    from reflections import records
    from studio.screen import Tools


class TutorGroup(Tabbed):
    """One group, whoever is in it now."""

    name = "tutor_group"
    picture = ICON
    parts = {  # noqa: RUF012  # Tabbed says that it is the class's
        "people": ("users", "members:MembersTab"),
        "plan": ("list-checks", "plan:PlanTab"),
        "goals": ("flag", "group_goals:GroupGoalsTab"),
        "review": ("message-circle", "group_review:GroupReviewTab"),
        "ending": ("package", "group_ending:GroupEndingTab"),
    }

    def __init__(self, tools: Tools, *, group: str, part: str = "people") -> None:
        super().__init__(tools, part)
        self._id = group

    @property
    def whose(self) -> records.Group | None:
        """Which one it is, as it stands now."""
        return next((one for one in self.lesson.house.groups if one.id == self._id), None)

    def called(self, part: str) -> str:
        """What a part is called where it is a group's."""
        return words(f"part {part}")

    def extra(self) -> Node | None:
        """The start of a session with them, from anywhere on this page."""
        group = self.whose
        if group is None or not group.runs:
            return None
        return Button(
            "to-session",
            say("tutor.open session"),
            lambda: self.tools.move(Push("group_session", {"group": group.id})),
            icon="play",
        )
