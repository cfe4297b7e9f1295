"""Backups: when the latest was proved, and how; another copy on a stick; a warning where a cloud client takes the folder along."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from studio import files
from studio.lesson import sentence
from studio.proving import Proving
from studio.screen import Screen
from studio.screens.tutor.safe import cloudy, noted, words
from studio.ui.nodes import Button, Card, Column, Node, Progress, Row, Scroll, Space, Text, TextBox
from studio.words import counted, day

if TYPE_CHECKING:
    from datetime import datetime
    from pathlib import Path

    from reflections import records
    from reflections.journal import Journal
    from studio.screen import Tools


class Known(NamedTuple):
    """What there is: how many backups, when the latest was made, and how the last proof went."""

    many: int
    latest: datetime | None
    proof: records.Proved | None


def known(journal: Journal) -> Known:
    """Read it. On the writer."""
    there = journal.backups()
    return Known(len(there), there[-1][0] if there else None, journal.last_proof())


class SafeCopies(Screen):
    """What is said of a backup was found by putting it back: a damaged one is never called good."""

    name = "safe_copies"
    titled = "tutor_safe.safe_copies"
    subtitled = "tutor_safe.safe_copies subtitle"
    for_tutor = True
    keys_play = False

    def __init__(self, tools: Tools) -> None:
        super().__init__(tools)
        self._known: Known | None = None
        self._proving = Proving(self.lesson, tools.background)
        self._folder = ""
        self._says, self._well = "", False
        self._copying = self._given_up = False

    @property
    def holds(self) -> bool:  # type: ignore[override]  # a property here, a plain value in Screen
        """A stick is not pulled while it is written to."""
        return self._copying

    # -- coming and going ---------------------------------------------------------------------------------------------
    def enter(self) -> None:
        """What there is."""
        self._read()

    def leave(self) -> None:
        """A proof that goes on is given up."""
        self._proving.stop()

    def _read(self) -> None:
        self.lesson.ask(known, self._know, "the backups", whoever=True)

    def _know(self, found: Known) -> None:
        self._known = found
        self.tools.changed()

    # -- what is shown ------------------------------------------------------------------------------------------------
    def build(self) -> Node:
        """The backups here, then the one that goes elsewhere; what went well or not stays in sight."""
        says = noted(self._says, "check", "good") if self._well else noted(self._says)
        inside = Column(cloudy(self.tools), self._here(), self._elsewhere(), gap=16)
        return Column(Scroll(inside, key="copies"), says if self._says else None, gap=12, grow=1)

    def _here(self) -> Node:
        found = self._known
        if found is None:
            return Text(words("copies looking"), tone="text2")
        if found.latest is None:
            lines: list[Node] = [Text(words("copies none"))]
        else:
            when = day(found.latest.astimezone(), "moment and year")
            lines = [Text(counted("tutor_safe.copies", found.many, when=when)), self._proof(found.proof)]
        go = (
            Progress("proving", words("proving"), None, self._stop)
            if self._proving.going_on
            else Row(Button("prove", words("prove now"), self._prove, icon="shield-check"), Space())
        )
        return Card(
            Column(Text(words("copies here"), style="h2"), *lines, go if found.latest is not None else None, gap=12),
            pad=16,
        )

    @staticmethod
    def _proof(proof: records.Proved | None) -> Node:
        if proof is None:
            return Text(words("not proved"), tone="text2")
        at = day(proof.at.astimezone(), "moment and year")
        made = day(proof.made_at.astimezone(), "moment and year")
        if not proof.sound:
            return noted(words("proof bad", at=at, made=made))
        held = {
            "pupils": counted("tutor_safe.n pupil", proof.pupils),
            "takes": counted("tutor_safe.n take", proof.takes),
        }
        return noted(words("proof good", at=at, made=made, **held), "check", "good")

    def _elsewhere(self) -> Node:
        box = TextBox(
            "copy-folder",
            self._folder,
            self._set_folder,
            lambda _words: self._copy(),
            label=words("to folder"),
            most=400,
        )
        go = (
            Progress("copying", words("copying"), None, self._stop_copying)
            if self._copying
            else Row(Space(), Button("copy-to", words("copy there"), self._copy, icon="hard-drive-download"))
        )
        return Card(
            Column(Text(words("copy elsewhere"), style="h2"), Text(words("copy told"), tone="text2"), box, go, gap=12),
            pad=16,
        )

    # -- what is done -------------------------------------------------------------------------------------------------
    def _set_folder(self, said: str) -> None:
        self._folder = said

    def _prove(self) -> None:
        self._says = ""
        self._proving.begin(done=self._proved)
        self.tools.focus("proving")
        self.tools.changed()

    def _proved(self) -> None:
        self._tell(self._proving.why_not, "prove")
        self._read()

    def _stop(self) -> None:
        self._proving.stop()
        self._tell(words("proof stopped"), "prove")

    def _copy(self) -> None:
        """The writer makes it: a copy is never taken of a file that is written to."""
        journal, folder = self.lesson.journal, files.typed(self._folder)
        if journal is None or self._copying:
            return
        if not self._folder.strip() or not folder.is_dir():
            self._tell(words("no folder"), "copy-folder")
            return
        self._copying, self._given_up, self._says = True, False, ""
        self.tools.background.writer.put(
            lambda: journal.copy_to(folder, cancelled=lambda: self._given_up),
            self._copied,
            self._not_copied,
            "a copy on a stick",
        )
        self.tools.focus("copying")
        self.tools.changed()

    def _stop_copying(self) -> None:
        """The writer sees it in a moment; until it has let go of the stick, that stays in."""
        self._given_up = True

    def _copied(self, path: Path) -> None:
        self._copying = False
        self._tell(words("copied", folder=path.parent), "copy-to", well=True)

    def _not_copied(self, error: Exception) -> None:
        from reflections.errors import Stopped

        self._copying = False
        stopped = isinstance(error, Stopped)
        self._tell(words("copy stopped") if stopped else sentence(error), "copy-to" if stopped else "copy-folder")

    def _tell(self, what: str, at: str, *, well: bool = False) -> None:
        self._says, self._well = what, well
        self.tools.focus(at)
        self.tools.changed()
