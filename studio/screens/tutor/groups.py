"""The groups, among the pupils behind the tutor's door: who is in each, its page, and a way to make one more."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from studio.screen import Push
from studio.ui.nodes import Button, Card, Column, Icon, Node, Row, Text
from studio.words import beside, say

if TYPE_CHECKING:
    from collections.abc import Callable

    from reflections import records
    from studio.lesson import Lesson
    from studio.screen import Tools

ICON = "users"


def words(key: str, **filled: Any) -> str:
    """A sentence of the table about groups."""
    return say(f"tutor_group.{key}", **filled)


def group_cards(tools: Tools) -> list[Node]:
    """One card a group, in the order they were made; nothing as long as there is none."""
    groups = tools.lesson.house.groups
    if not groups:
        return []
    heading = Row(Text(words("title"), style="h2", grow=1), make_button(tools))
    return [heading, *[_card(tools, one) for one in groups]]


def make_button(tools: Tools) -> Node:
    """The way to a new one."""
    return Button("make-group", words("make"), lambda: tools.move(Push("new_group")), icon="users")


def names(lesson: Lesson, group: records.Group) -> str:
    """Who is in it now."""
    shown = {one.id: one.shown for one in lesson.house.pupils}
    return beside(*(shown[one] for one in group.pupils if one in shown)) or words("nobody in it")


def guest_row(guests: int, change: Callable[[int], None], most: int = 30) -> Node:
    """How many visit: a number is all that is kept of them."""
    told = words("guests none") if not guests else words("guests one" if guests == 1 else "guests many", n=guests)
    return Row(
        Button(
            "guest-less",
            "",
            lambda: change(guests - 1),
            icon="minus",
            name=words("guests less"),
            enabled=guests > 0,
        ),
        Button(
            "guest-more",
            "",
            lambda: change(guests + 1),
            icon="plus",
            name=words("guests more"),
            enabled=guests < most,
        ),
        Text(told, tone="text2", grow=1),
        gap=8,
    )


def _card(tools: Tools, group: records.Group) -> Node:
    return Card(
        Row(
            Icon(ICON, 32, "accent"),
            Column(
                Text(group.shown, style="lead", weight=600),
                Text(names(tools.lesson, group), style="label", tone="text2"),
                None if group.runs else Text(words("ended"), style="label", tone="text2"),
                gap=2,
                grow=1,
            ),
            Button(
                f"open-{group.id}",
                say("tutor.pupil open"),
                lambda: tools.move(Push("tutor_group", {"group": group.id})),
                icon="folder-open",
                kind="primary",
                hint=group.shown,
            ),
            gap=12,
        ),
        pad=12,
    )
