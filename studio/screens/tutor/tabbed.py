"""A page of the tutor's about one pupil or one group, in parts: each is made when it is first looked at, and keeps what was typed."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any, ClassVar

from studio.screen import Back, Screen
from studio.screens.tutor.tab import asks_back
from studio.ui.nodes import Choice, Column, Icon, Node, Row, Scroll, Space

if TYPE_CHECKING:
    import pygame

    from reflections import records
    from studio.screen import Tools
    from studio.screens.tutor.tab import Tab


class Tabbed(Screen):
    """Behind the curtain already: only the tutor's door leads here."""

    subtitled = "tutor.page subtitle"
    for_tutor = True
    keys_play = False
    parts: ClassVar[dict[str, tuple[str, str]]] = {}  # by name: its picture, and "module:class" of its tab

    def __init__(self, tools: Tools, part: str) -> None:
        super().__init__(tools)
        self._part = part
        self._made: dict[str, Tab[Any]] = {}

    @property
    def whose(self) -> records.Pupil | records.Group | None:
        """Whom it is about, as they are called now; None once they were erased."""
        raise NotImplementedError

    @property
    def picture(self) -> str:
        """The icon beside the parts."""
        raise NotImplementedError

    def called(self, part: str) -> str:
        """What a part is called."""
        raise NotImplementedError

    @property
    def title(self) -> str:
        """Whose it is."""
        return self.whose.shown if self.whose is not None else ""

    # -- coming and going ---------------------------------------------------------------------------------------------
    def enter(self) -> None:
        """Read the part that is shown."""
        if self.tab is None:
            self.tools.move(Back())
            return
        self.tab.read()
        self.tools.focus("part")

    def leave(self) -> None:
        """Whatever sounds, is made or was begun in a part stops."""
        if self.tab is not None:
            self.tab.leave()

    @property
    def tab(self) -> Tab[Any] | None:
        """The part in front."""
        whose = self.whose
        if whose is None:
            return None
        if self._part not in self._made:
            module, _, name = self.parts[self._part][1].partition(":")
            self._made[self._part] = getattr(import_module(f"studio.screens.tutor.{module}"), name)(self.tools, whose)
        tab = self._made[self._part]
        tab.whose = whose
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
        if self.tab is None:
            return Space()
        folds = self.tools.theme().folds  # large words stand in one row without their pictures
        parts = tuple((key, self.called(key), None if folds else icon) for key, (icon, _) in self.parts.items())
        return Column(
            Row(Icon(self.picture, 32, "accent"), Choice("part", parts, self._part, self._to, grow=1)),
            Scroll(self.tab.node(), key=f"{self.name}-{self._part}"),
            gap=12,
            grow=1,
        )

    def _to(self, part: str) -> None:
        self.leave()
        self._part = part
        if self.tab is not None:
            self.tab.read()
        self.tools.changed()
