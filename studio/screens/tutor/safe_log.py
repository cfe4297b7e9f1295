"""Whose day has come, to keep longer or to erase; and the log of who did what and when, without any of what was said or played."""

from __future__ import annotations

from functools import partial
from itertools import groupby
from typing import TYPE_CHECKING, NamedTuple

from studio.screen import Push, Screen
from studio.screens.tutor.safe import point, words
from studio.ui import empty
from studio.ui.nodes import Button, Card, Column, Node, Row, Scroll, Space, Text
from studio.words import day, say

if TYPE_CHECKING:
    from datetime import date

    from reflections import records
    from reflections.journal import Journal
    from studio.screen import Tools

AT_ONCE = 40
BACKUP = "backup of "  # and its moment: that one was opened
# what the log calls it, and its sentence here
ACTIONS = {
    "passphrase changed": "passphrase",
    "recovery code changed": "sheet",
    "lead's code made": "lead made",
    "lead's code taken away": "lead gone",
    "opened by the lead": "lead here",
    "locked anew": "anew",
    "key not changed": "not changed",
    "packed": "packed",
    "taken in": "taken in",
    "copied to a folder": "copied",
    "taken back": "taken back",
    "yes taken back": "yes taken back",
    "part goes along": "part goes",
    "part stays": "part stays",
    "hold": "hold",
    "hold lifted": "hold lifted",
    "erased": "erased",
    "all that is held given": "all given",
    "copy made": "copy made",
    "review held": "review",
    "left a group": "left a group",
    "report: yes": "report yes",
    "report: not now": "report no",
    "report left": "report left",
    "figures left": "figures left",
    "note sent": "note sent",
    "help asked for": "help",
    "help passed on": "help on",
    "programme ended": "programme ended",
}
ACTORS = frozenset({"tutor", "pupil", "lead"})


class Found(NamedTuple):
    """Whose day has come, with that day; and the log, the latest first."""

    due: tuple[tuple[str, date], ...]
    log: tuple[records.AuditLine, ...]


class SafeLog(Screen):
    """Nothing goes by itself: each of these is somebody's decision."""

    name = "safe_log"
    titled = "tutor_safe.safe_log"
    subtitled = "tutor_safe.safe_log subtitle"
    for_tutor = True
    keys_play = False

    def __init__(self, tools: Tools) -> None:
        super().__init__(tools)
        self._found: Found | None = None
        self._most = AT_ONCE

    def enter(self) -> None:
        """Read it, again after somebody has decided."""
        self._read()

    def _read(self) -> None:
        most = self._most + 1  # one more says that there are older ones

        def read(journal: Journal) -> Found:
            return Found(journal.kept_long_enough(), journal.audit(most))

        self.lesson.ask(read, self._know, "dates and the log", whoever=True)

    def _know(self, found: Found) -> None:
        self._found = found
        self.tools.changed()

    # -- what is shown ------------------------------------------------------------------------------------------------
    def build(self) -> Node:
        """Whose day has come, then the log."""
        found = self._found
        if found is None:
            return Text(words("copies looking"), tone="text2")
        return Scroll(Column(self._dates(found.due), *self._log(found.log), gap=16), key="log")

    def _dates(self, due: tuple[tuple[str, date], ...]) -> Node:
        rows = [self._due(pupil, until) for pupil, until in due]
        held = [point(words("held", name=one.shown)) for one in self.lesson.house.pupils if one.hold]
        told = Text(words("dates told" if due else "dates none"), tone="text2")
        return Card(Column(Text(words("dates"), style="h2"), told, *rows, *held, gap=8), pad=16)

    def _due(self, pupil: str, until: date) -> Node:
        name = self._name(pupil) or words("somebody")
        go = partial(self.tools.move, Push("tutor_pupil", {"pupil": pupil, "part": "ending"}))
        told = Text(say("tutor_erasing.decide row", name=name, day=day(until)), grow=1)
        return Row(told, Button(f"due-{pupil}", words("decide"), go, hint=name), wrap=True)

    def _name(self, pupil: str | None) -> str:
        return next((one.shown for one in self.lesson.house.pupils if one.id == pupil), "")

    def _log(self, lines: tuple[records.AuditLine, ...]) -> list[Node]:
        shown = lines[: self._most]
        nodes: list[Node] = [Text(words("log"), style="h2"), Text(words("log told"), tone="text2")]
        if not shown:
            return [*nodes, empty.nothing("file-text", words("log none"))]
        for on, of_day in groupby(shown, lambda one: one.at.astimezone().date()):
            rows = [self._line(one) for one in of_day]
            nodes.append(Card(Column(Text(day(on), style="label", tone="text2", weight=600), *rows, gap=8), pad=16))
        if len(lines) > self._most:
            nodes.append(Row(Button("older", words("log older"), self._older, icon="history"), Space()))
        return nodes

    def _line(self, one: records.AuditLine) -> Node:
        """When, who, and what; of whom where that is a pupil who is still here. Never why."""
        who = words(f"log {one.actor}") if one.actor in ACTORS else one.actor[:1].upper() + one.actor[1:]
        name = self._name(one.subject)
        said = words("log line of" if name else "log line", who=who, what=_what(one.action), name=name)
        return Row(Text(f"{one.at.astimezone():%H:%M}", tone="text2"), Text(said, grow=1), gap=12, align="start")

    def _older(self) -> None:
        self._most += AT_ONCE
        self._read()


def _what(action: str) -> str:
    if action.startswith(BACKUP):
        return words("did backup")
    return words(f"did {ACTIONS[action]}") if action in ACTIONS else words("did other")
