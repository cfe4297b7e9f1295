"""Today: everything the pupil has played in this lesson that no take holds, phrase by phrase, to be heard and kept."""

from __future__ import annotations

from typing import TYPE_CHECKING

from studio.screens.people.phrases import Phrases
from studio.ui.nodes import Button, Column, Dialog, Row, Scroll, Space, Text
from studio.words import say

if TYPE_CHECKING:
    from studio.screens.play.room import Play

LIST_TALL = 360


class PlayToday:
    """Open or closed, in front of Play. What is kept here is an idea of the pupil's own, whatever piece is open."""

    def __init__(self, screen: Play) -> None:
        self._screen = screen
        self._open = False
        self.phrases = Phrases(screen.tools, self._looked, lambda: screen.tools.focus("today-done"))

    def show(self) -> None:
        """Open it, with what has been played until now."""
        self._open = True
        self.phrases.cut()
        self._screen.tools.changed()

    def _looked(self) -> None:
        heard = self.phrases.heard
        self._screen.tools.focus(f"hear-{heard[0].start}" if heard else "today-done")

    def close(self) -> None:
        """Back to the music."""
        self._open = False
        self.phrases.stop()
        self._screen.tools.focus("more")
        self._screen.tools.changed()

    def dialog(self) -> Dialog | None:
        """The phrases, the latest first."""
        if not self._open:
            return None
        told = say("play.you played these hear") if self.phrases.heard else ""
        nothing = say("play.nothing new yet play") if self.phrases.heard == () else ""
        cards = self.phrases.cards()
        return Dialog(
            say("play.played today"),
            Column(
                Text(told or nothing, tone="text2") if told or nothing else None,
                Column(Scroll(Column(*cards, gap=8), key="today"), height=LIST_TALL) if cards else None,
                Row(Space(), Button("today-done", say("play.done"), self.close, kind="primary", icon="check")),
                gap=12,
            ),
            key="today-dialog",
            escape=self.close,
            width=760,
        )
