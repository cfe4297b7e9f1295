"""Which goal something is for: a line on the screens where music is chosen, and one optional row for what is kept."""

from __future__ import annotations

from typing import TYPE_CHECKING

from studio import words
from studio.ui.nodes import Button, Card, Chips, Column, Icon, Node, Row, Text
from studio.words import say

if TYPE_CHECKING:
    from collections.abc import Callable

    from studio.screen import Tools

JUST_FOR_FUN = ""  # the choice that is no goal


def line(tools: Tools) -> Node | None:
    """The goal that what is picked now is for, with the way out of it; nothing where nothing is worked on."""
    goal = tools.lesson.working_on
    if goal is None:
        return None
    return Card(
        Row(
            Icon("flag", 22, "accent"),
            Text(say("goals.for words", words=goal.words), weight=600, grow=1),
            Button("just-for-fun", _said("K3"), lambda: tools.lesson.work_on(None), kind="quiet"),
            gap=12,
        ),
        tone="soft",
        pad=8,
    )


def row(tools: Tools, chosen: str | None, choose: Callable[[str | None], None]) -> Node | None:
    """Offer *This was for:* with the live goals and just for fun; nothing where there is no goal to choose."""
    live = tools.lesson.live_goals
    past = tools.lesson.goal_for(chosen)
    goals = live if past is None or past in live else (past, *live)
    if not goals:
        return None
    options = (*((goal.id, goal.words, None) for goal in goals), (JUST_FOR_FUN, _said("K3"), None))
    now = frozenset({chosen or JUST_FOR_FUN})
    return Row(
        Column(Text(_said("K2"), style="label", tone="text2"), width=100),
        Chips("for-goal", options, now, lambda goal: choose(goal or None), 1, grow=1),
        gap=12,
        align="center",
    )


def _said(prompt: str) -> str:
    said = words.prompt(prompt)
    return said[:1].upper() + said[1:]
