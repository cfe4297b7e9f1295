"""The recovery code, shown once: to be written down, or saved as a sheet to print; nobody goes on without saying they have it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from studio import files
from studio.screen import Go
from studio.screens.door.sheet import save_sheet
from studio.ui.nodes import Button, Card, Column, Icon, Node, Row, Space, Text, TextBox, Toggle
from studio.words import say

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from studio.screen import Tools


class Recovery:
    """The last page of setting up, and of a new sheet later. The code is kept nowhere but here, until the page is left."""

    def __init__(self, tools: Tools, tutor: str, code: str, then: Callable[[], None] | None = None) -> None:
        """`then` follows once they have it; without one it is asked who is here."""
        self.tools = tools
        self._then = then or (lambda: tools.move(Go("who")))
        self.folder = str(files.documents())
        self._tutor = tutor
        self._code = code
        self._saved = ""
        self._trouble = ""
        self._have_it = False

    def node(self) -> Node:
        """The code, and where its sheet goes."""
        return Column(
            Text(say("door.your recovery code"), style="h1"),
            Text(say("door.it opens the journal")),
            Card(in_lines(self._code), tone="soft", pad=16),
            Row(
                TextBox(
                    "sheet-folder",
                    self.folder,
                    self._set_folder,
                    self._save,
                    label=say("door.folder for the sheet"),
                    most=400,
                    grow=1,
                ),
                Button("save-sheet", say("door.save the sheet"), lambda: self._save(self.folder), icon="download"),
                align="end",
                wrap=True,
            ),
            gap=12,
        )

    def says(self) -> Node | None:
        """Where the sheet is, or why it could not be saved: beside the way on, where it is in sight on any screen."""
        words, icon, tone = (self._trouble, "info", "accent") if self._trouble else (self._saved, "check", "good")
        if not words:
            return None
        return Row(Icon(icon, 20, tone), Column(Text(words, weight=600), grow=1), gap=8, align="start")

    def on(self) -> Node:
        """The tick without which there is no way on."""
        return Row(
            Toggle("have-it", say("door.i have it"), self._have_it, self._set_have_it),
            Space(),
            Button("done", say("door.go on"), self._finish, icon="arrow-right", kind="primary", enabled=self._have_it),
        )

    def _set_folder(self, words: str) -> None:
        self.folder = words

    def _set_have_it(self, have_it: bool) -> None:
        self._have_it = have_it
        self.tools.changed()

    def _save(self, folder: str) -> None:
        code, tutor = self._code, self._tutor
        self.tools.background.worker.put(
            lambda: save_sheet(folder, tutor, code), self._was_saved, self._not_saved, "save the sheet"
        )

    def _was_saved(self, path: Path) -> None:
        self._trouble, self._saved = "", say("door.saved path print", path=path)
        self.tools.changed()

    def _not_saved(self, error: Exception) -> None:
        del error
        self._saved = ""
        self._trouble = say("door.the sheet could not")
        self.tools.focus("sheet-folder")

    def _finish(self) -> None:
        if self._have_it:
            self._code = ""
            self._then()


def in_lines(code: str) -> Node:
    """Write the code in two lines of groups, so that it can be read out and copied by hand."""
    groups = code.split("-")
    half = (len(groups) + 1) // 2
    return Column(
        Text(" - ".join(groups[:half]), style="h1", align="center"),
        Text(" - ".join(groups[half:]), style="h1", align="center"),
        gap=8,
    )
