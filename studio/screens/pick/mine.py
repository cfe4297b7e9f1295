"""The card of a piece that is the pupil's already: what it is for, to be heard or carried on with."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from studio.ui.nodes import Button, Card, Column, Node, Row, Space, Text
from studio.words import say

if TYPE_CHECKING:
    from collections.abc import Callable

    from studio.lesson import Lesson


class Mine(NamedTuple):
    """A piece of the pupil's own, for choosing a part of it."""

    title: str
    hiding: str


def my_card(
    lesson: Lesson, piece: Any, hear: Node, carry_on: Callable[[], None], fit: Callable[[], None], *, lit: bool
) -> Node:
    """Build the card; `hear` is its button to listen, `fit` finds a part of it, `lit` is whether it is being heard."""
    goals = {goal.id: goal.words for goal in lesson.mine.goals}
    purpose = next((goals[g] for g in piece.goals if g in goals), "")
    said = say("pick.for purpose", purpose=purpose) if purpose else say("pick.just for fun")
    go_on = Button(f"open-{piece.id}", say("pick.carry on"), carry_on, "arrow-right", "primary", grow=1)
    words = Column(
        Text(piece.title, style="lead", weight=600, most_lines=2),
        Text(said, style="label", tone="text2"),
        gap=8,
        grow=1,
    )
    part = Button(f"fit-{piece.id}", "", fit, icon="sliders-horizontal", name=say("pick.a part that fits"))
    return Card(
        Column(
            Row(words, part if piece.kind != "groove" else None, gap=8, align="start"),
            Space(),
            Row(hear, go_on, gap=8, wrap=True),
            gap=8,
            grow=1,
        ),
        selected=lit,
        pad=12,
    )
