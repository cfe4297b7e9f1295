"""The tutor's page of one pupil: the plan, what each side said, what was kept, the diary, reviews, notes to others, and how it ends."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

from studio.screen import Back, Push, Screen
from studio.screens.tutor.tab import asks_back, words
from studio.ui.nodes import Button, Choice, Column, Icon, Node, Row, Scroll, Space

if TYPE_CHECKING:
    import pygame

    from reflections import records
    from studio.screen import Tools
    from studio.screens.tutor.tab import Tab

PARTS = {
    "plan": ("list-checks", "plan:PlanTab"),
    "brief": ("message-square", "brief:BriefTab"),
    "kept": ("music", "kept:KeptTab"),
    "diary": ("clock", "diary:DiaryTab"),
    "review": ("users", "review:ReviewTab"),
    "notes": ("pencil", "notes:NotesTab"),
    "ending": ("package", "ending:EndingTab"),
    "about": ("user", "about:AboutTab"),
}


class TutorPupil(Screen):
    """Behind the curtain already: only the tutor's door leads here. A part is made when it is first looked at."""

    name = "tutor_pupil"
    subtitled = "tutor.page subtitle"
    for_tutor = True
    keys_play = False

    def __init__(self, tools: Tools, *, pupil: str, part: str = "plan") -> None:
        super().__init__(tools)
        self._pupil = pupil
        self._part = part
        self._made: dict[str, Tab[Any]] = {}

    @property
    def pupil(self) -> records.Pupil | None:
        """Whose page it is, as they are called now; None once they were erased."""
        return next((one for one in self.lesson.house.pupils if one.id == self._pupil), None)

    @property
    def title(self) -> str:
        """Whose it is."""
        return self.pupil.shown if self.pupil else ""

    # -- coming and going ---------------------------------------------------------------------------------------------
    def enter(self) -> None:
        """Read the part that is shown."""
        if self.pupil is None:
            self.tools.move(Back())
        elif self.tab is not None:
            self.tab.read()
            self.tools.focus("part")

    def leave(self) -> None:
        """Whatever sounds or is made stops."""
        if self.tab is not None:
            self.tab.leave()

    @property
    def tab(self) -> Tab[Any] | None:
        """The part in front."""
        pupil = self.pupil
        if pupil is None:
            return None
        if self._part not in self._made:
            module, _, name = PARTS[self._part][1].partition(":")
            self._made[self._part] = getattr(import_module(f"studio.screens.tutor.{module}"), name)(self.tools, pupil)
        tab = self._made[self._part]
        tab.whose = pupil  # as they are called now
        return tab

    @property
    def part(self) -> str:
        """Which of the parts is in front; the others keep what was typed in them."""
        return self._part

    def told(self, event: object) -> None:
        """What the engine says."""
        if self.tab is not None:
            self.tab.told(event)

    def handle(self, event: pygame.event.Event) -> bool:
        """Esc closes what is open in the part first; from there it leads out."""
        return asks_back(event) and self.tab is not None and self.tab.fold()

    def update(self, now: float) -> None:
        """Once a frame."""
        if self.tab is not None:
            self.tab.update(now)

    # -- what is shown ------------------------------------------------------------------------------------------------
    def build(self) -> Node:
        """Who it is, the parts, and the one that is open."""
        if self.pupil is None or self.tab is None:
            return Space()
        folds = self.tools.theme().folds  # large words stand in one row without their pictures
        parts = tuple((key, words(f"part {key}"), None if folds else icon) for key, (icon, _) in PARTS.items())
        return Column(
            Row(
                Icon(self.pupil.avatar, 32, "accent"),
                Choice("part", parts, self._part, self._to, grow=1),
            ),
            Scroll(self.tab.node(), key=f"pupil-{self._part}"),
            gap=12,
            grow=1,
        )

    def extra(self) -> Node | None:
        """The start of a session with them, and their pages in the browser, from anywhere here."""
        pupil = self.pupil
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

    def _to(self, part: str) -> None:
        self.leave()
        self._part = part
        if self.tab is not None:
            self.tab.read()
        self.tools.changed()
