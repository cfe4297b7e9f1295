"""The tutor's page of one pupil: the plan, what each side said, what was kept, the diary, reviews, notes to others, and how it ends."""

from __future__ import annotations

from typing import TYPE_CHECKING

from studio.screen import Push
from studio.screens.tutor.tab import words
from studio.screens.tutor.tabbed import Tabbed
from studio.ui.nodes import Button, Node, Row

if TYPE_CHECKING:
    from reflections import records
    from studio.screen import Tools


class TutorPupil(Tabbed):
    """One pupil, as they are called now."""

    name = "tutor_pupil"
    parts = {  # noqa: RUF012  # Tabbed says that it is the class's
        "plan": ("list-checks", "plan:PlanTab"),
        "brief": ("message-square", "brief:BriefTab"),
        "kept": ("music", "kept:KeptTab"),
        "diary": ("clock", "diary:DiaryTab"),
        "review": ("users", "review:ReviewTab"),
        "notes": ("pencil", "notes:NotesTab"),
        "ending": ("package", "ending:EndingTab"),
        "about": ("user", "about:AboutTab"),
    }

    def __init__(self, tools: Tools, *, pupil: str, part: str = "plan") -> None:
        super().__init__(tools, part)
        self._pupil = pupil

    @property
    def whose(self) -> records.Pupil | None:
        """Whose page it is; None once they were erased."""
        return next((one for one in self.lesson.house.pupils if one.id == self._pupil), None)

    @property
    def picture(self) -> str:
        """Their own."""
        return self.whose.avatar if self.whose is not None else ""

    def called(self, part: str) -> str:
        """What a part is called where it is one pupil's."""
        return words(f"part {part}")

    def extra(self) -> Node | None:
        """The start of a session with them, and their pages in the browser, from anywhere here."""
        pupil = self.whose
        if pupil is None:
            return None
        return Row(
            Button("browse", words("browse"), lambda: self.tools.browse(f"/pupil/{pupil.id}"), icon="external-link"),
            Button(
                "to-session",
                words("open session"),
                lambda: self.tools.move(Push("session", {"pupil": pupil.id})),
                icon="play",
            ),
        )
