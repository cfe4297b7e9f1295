"""Pupils and groups, behind the tutor's door: what was meant for next time, new sign-in pictures, a page to take home."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reflections.records import GROUP_SIZES
from studio.screen import Go, Push
from studio.screens.tutor.groups import group_cards, make_button
from studio.screens.tutor.tab import words
from studio.ui.nodes import Button, Card, Column, Icon, Node, Row, Text
from studio.words import say

if TYPE_CHECKING:
    from reflections import records
    from studio.screen import Tools


class Pupils:
    """One card a pupil, in the order they came; nothing is counted and nobody stands above another."""

    def __init__(self, tools: Tools) -> None:
        self.tools = tools
        self.lesson = tools.lesson
        self._next: dict[str, str] = {}

    def read(self) -> None:
        """Read who there is."""
        self.lesson.refresh_house()
        self.lesson.ask(lambda journal: journal.last_next_times(), self._know, "the pupils")

    def _know(self, found: dict[str, str]) -> None:
        self._next = found

    def node(self) -> Node:
        """The pupils, and a way for one more."""
        pupils, groups = self.lesson.house.pupils, self.lesson.house.groups
        return Column(
            *group_cards(self.tools),
            Row(
                Column(
                    Text(say("tutor.pupils"), style="h2")
                    if pupils
                    else Text(say("tutor.nobody is here yet"), style="h2"),
                    grow=1,
                ),
                make_button(self.tools) if len(pupils) >= GROUP_SIZES[0] and not groups else None,
                Button("add-pupil", say("tutor.add a pupil"), self._add, icon="user-plus", kind="primary"),
            ),
            *[self._pupil(pupil) for pupil in pupils],
            gap=12,
        )

    def _pupil(self, pupil: records.Pupil) -> Node:
        from studio.screens import SCREENS

        meant = self._next.get(pupil.id, "")
        return Card(
            Row(
                Icon(pupil.avatar, 32, "accent"),
                Column(
                    Text(pupil.shown, style="lead", weight=600),
                    Text(say("tutor.age age band", age_band=pupil.age_band), style="label", tone="text2"),
                    Text(say("tutor.next time i will", meant=meant)) if meant else None,
                    gap=2,
                    grow=1,
                ),
                Button(
                    f"open-{pupil.id}",
                    words("pupil open"),
                    lambda: self.tools.move(Push("tutor_pupil", {"pupil": pupil.id})),
                    icon="folder-open",
                    kind="primary",
                    hint=pupil.shown,
                ),
                None
                if self.lesson.pupil is not None or self.lesson.guest
                else Button(
                    f"let-in-{pupil.id}",
                    say("who.let in"),
                    lambda: self.lesson.choose(pupil, lambda: self.tools.move(Go("home"))),
                    icon="log-in",
                    hint=pupil.shown,
                ),
                Button(
                    f"pictures-{pupil.id}",
                    say("tutor.new pictures") if pupil.sign_in else say("tutor.pick pictures"),
                    lambda: self.tools.move(Push("signin", {"pupil": pupil})),
                    icon="image",
                    hint=pupil.shown,
                ),
                Button(
                    f"page-{pupil.id}",
                    say("tutor.page to take home"),
                    lambda: self.tools.move(Push("export", {"pupil": pupil.id})),
                    icon="house",
                    hint=pupil.shown,
                )
                if "export" in SCREENS
                else None,
                gap=12,
            ),
            pad=12,
        )

    def _add(self) -> None:
        """The pupil does it; a lesson that is going on is left properly first."""
        if self.lesson.pupil is not None or self.lesson.guest:
            self.tools.say(say("tutor.somebody is here let"))
            return
        self.tools.move(Push("newcomer"))
