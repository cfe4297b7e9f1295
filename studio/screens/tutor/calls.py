"""Calls for help, behind the tutor's door: the first stays in sight above today's list until it is passed on."""

from __future__ import annotations

from typing import TYPE_CHECKING

from studio.ui.nodes import Button, Card, Column, Icon, Node, Row, Text, TextBox
from studio.words import day, say

if TYPE_CHECKING:
    from collections.abc import Callable

    from reflections import records
    from studio.screen import Tools


class Calls:
    """Who wants to talk, and whom the tutor told; nothing of what it is about."""

    def __init__(self, tools: Tools, name: Callable[[str | None], str], read: Callable[[], None]) -> None:
        self._tools = tools
        self._name = name
        self._read = read  # today again: one call fewer
        self._flags: tuple[records.HelpFlag, ...] = ()
        self._passed_to: dict[str, str] = {}

    def know(self, flags: tuple[records.HelpFlag, ...]) -> None:
        """Show these; whom to tell is the place's person unless somebody else is typed."""
        self._flags = flags
        for flag in flags:
            self._passed_to.setdefault(flag.id, flag.help_person)

    @property
    def waiting(self) -> bool:
        """Whether one waits, as far as is known."""
        return bool(self._flags)

    def pinned(self) -> Node | None:
        """The one that stays above the list, wherever that is scrolled to."""
        return self._card(self._flags[0]) if self._pins else None

    def rest(self) -> list[Node]:
        """Those that stand at the top of the list."""
        return [self._card(flag) for flag in self._flags[1 if self._pins else 0 :]]

    @property
    def _pins(self) -> bool:
        """At large text a call above the list would leave it no room."""
        return self.waiting and not self._tools.theme().folds

    def _card(self, flag: records.HelpFlag) -> Node:
        at = day(flag.raised_at.astimezone(), "moment")
        folds = self._tools.theme().folds
        who = Row(
            Icon("hand", 24, "accent"),
            Column(
                Text(self._wants(flag), style="lead", weight=600),
                Text(say("tutor.asked on at write", at=at), style="label", tone="text2"),
                gap=2,
                grow=1,
            ),
            grow=0 if folds else 1,
        )
        told = Row(
            TextBox(
                f"to-{flag.id}",
                self._passed_to.get(flag.id, ""),
                lambda words: self._passed_to.update({flag.id: words}),
                lambda _words: self._pass_on(flag),
                label=say("tutor.whom did you tell"),
                most=120,
                grow=1,
            ),
            Button(
                f"pass-{flag.id}", say("tutor.notes send"), lambda: self._pass_on(flag), icon="check", kind="primary"
            ),
            align="end",
            grow=0 if folds else 1,
        )
        return Card(Column(who, told, gap=12) if folds else Row(who, told, gap=16), tone="soft", pad=16)

    def _wants(self, flag: records.HelpFlag) -> str:
        if flag.raised_by == "adult":
            return say("tutor_help.adult wants")
        return say("tutor.name wants to talk", name=self._name(flag.pupil))

    def _pass_on(self, flag: records.HelpFlag) -> None:
        to = self._passed_to.get(flag.id, "").strip()
        if not to:
            self._tools.focus(f"to-{flag.id}")
            return
        self._tools.lesson.ask(
            lambda journal: journal.pass_on(flag.id, to), lambda _done: self._read(), "the tutor's day"
        )
