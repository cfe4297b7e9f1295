"""My part of what we played: whether it may sound in what the others take home. Nothing is asked; it can be said and changed here."""

from __future__ import annotations

from typing import TYPE_CHECKING

from studio.ui.nodes import Node, Row, Text, Toggle
from studio.words import say

if TYPE_CHECKING:
    from collections.abc import Mapping

    from reflections import records
    from studio.screens.music.room import MyMusic


class GoingAlong:
    """Knows of each take that others play in too what this pupil has said."""

    def __init__(self, screen: MyMusic) -> None:
        self._screen = screen
        self._said: Mapping[str, bool] = {}

    def read(self) -> None:
        """What there is now."""
        pupil = self._screen.lesson.pupil
        if pupil is not None:
            self._screen.lesson.ask(lambda journal: journal.goes_along(pupil.id), self._know, "what goes along")

    def _know(self, said: Mapping[str, bool]) -> None:
        self._said = said
        self._screen.tools.changed()

    def row(self, piece: records.PieceEvidence) -> Node | None:
        """Of the latest take, which is what goes home; nothing where nobody else plays in it."""
        take = piece.takes[-1].id if piece.takes else ""
        if take not in self._said:
            return None
        on = self._said[take]
        told = Text(say("music.along told"), style="label", tone="text2", grow=1)
        words = say("music.along")
        return Row(
            Toggle("along", words, on, lambda yes: self._say(take, yes=yes), icon="users"), told, gap=12, wrap=True
        )

    def _say(self, take: str, *, yes: bool) -> None:
        pupil = self._screen.lesson.pupil
        if pupil is None:
            return
        self._said = {**self._said, take: yes}
        self._screen.lesson.errand(
            lambda journal: journal.let_go_along(pupil.id, take, yes=yes), label="what goes along"
        )
        self._screen.tools.changed()
