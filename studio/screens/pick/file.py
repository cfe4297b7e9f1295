"""A file from this computer: where it is, reading it beside the loop, and its card, to be heard before it is chosen."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from studio import files
from studio.ui.nodes import Button, Column, Dialog, Row, Space, Text, TextBox
from studio.words import say

if TYPE_CHECKING:
    from collections.abc import Callable

    from reflections.records import TakeFacts
    from studio.music.intake import TakenIn
    from studio.music.piece import Piece
    from studio.screen import Tools
    from studio.screens.pick.opening import Opening


@dataclass(frozen=True, slots=True)
class FileCard:
    """A file that was read, as it stands on its card; made like the other cards, so that it is heard and chosen like them."""

    title: str
    what: Piece
    facts: TakeFacts
    kind: str = "file"
    about: str = ""
    hiding: str = "the-file"
    source: str = ""


class PickFile:
    """States: nothing, asking where, reading (which `Opening` shows); `card` is the last file that was read."""

    def __init__(self, tools: Tools, opening: Opening, failed: Callable[[], None]) -> None:
        self._tools = tools
        self._opening = opening
        self._failed = failed
        self._asking = False
        self._path = ""
        self.card: FileCard | None = None

    def ask(self) -> None:
        """Ask where it is."""
        self._asking = True
        self._tools.focus("path")
        self._tools.changed()

    def dialog(self) -> Dialog | None:
        """Where the file is."""
        if not self._asking:
            return None
        return Dialog(
            say("pick.a music file from"),
            Column(
                Text(say("pick.drop a midi file"), tone="text2"),
                TextBox("path", self._path, self._type, self.read, label=say("pick.where is it"), most=400),
                Row(
                    Space(),
                    Button("no-file", say("pick.not now"), self._not_now, kind="quiet"),
                    Button("read-file", say("pick.open"), lambda: self.read(self._path), kind="primary", icon="check"),
                ),
            ),
            key="file",
            escape=self._not_now,
        )

    def _type(self, path: str) -> None:
        self._path = path

    def _not_now(self) -> None:
        self._asking = False
        self._tools.changed()

    def read(self, path: str) -> None:
        """Read it; then it has a card of its own, in front of the others."""
        from studio.music.intake import read_file

        self._asking, self._path = False, ""
        where = files.typed(path)

        def known(taken: TakenIn) -> None:
            from studio.lesson.handover import piece_facts

            music, source = taken.piece, taken.source
            had = any(mine.source == source for mine in self._tools.lesson.mine.pieces)
            about = taken.missing or (say("pick.you have this piece") if had else say("pick.from this computer"))
            self.card = FileCard(music.title or where.stem, music, piece_facts(music), about=about, source=source)
            self._tools.focus(f"hear-{self.card.hiding}")
            if taken.missing:
                self._tools.say(taken.missing)

        self._opening.begin(say("pick.reading the file"), lambda: read_file(where), known, self._failed)
