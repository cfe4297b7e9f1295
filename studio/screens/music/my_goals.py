"""Goals beside the music: each live one as a ladder, wishes below, and the way to change them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reflections.goals import close_now
from studio.ui.nodes import Button, Card, Column, Grid, Icon, Ladder, Line, Node, Row, Text
from studio.words import say

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from reflections import records


def my_goals(goals: Sequence[records.GoalEvidence], change: Callable[[], None]) -> Node:
    """Return the card of a pupil's goals; `change` opens them."""
    live = [goal for goal in goals if goal.goal.state in {"active", "wish"}]
    words, icon = ("music.change", "pencil") if live else ("music.add a wish", "plus")
    ladders = [_ladder(goal) for goal in live if goal.goal.state == "active"]
    wishes = [goal.goal.words for goal in live if goal.goal.state == "wish"]
    return Card(
        Column(
            Row(
                Text(say("music.my goals"), style="h2", grow=1),
                Button("goals", say(words), change, icon=icon, kind="quiet"),
            ),
            Grid(*ladders, columns=len(ladders), gap=12) if ladders else None,
            Text(say("music.what do you want"), tone="text2") if not live else None,
            Line() if ladders and wishes else None,
            *[_wish(words) for words in wishes],
            gap=8,
        ),
        pad=12,
        grow=5,
    )


def _ladder(goal: records.GoalEvidence) -> Node:
    close = close_now(goal.ratings, goal.goal)
    by = say(f"goals.set by {goal.goal.set_by}")
    return Column(
        Ladder(f"ladder-{goal.goal.id}", close, None, goal.goal.words),
        Text(by, style="label", tone="text2"),
        gap=2,
        grow=1,
    )


def _wish(words: str) -> Node:
    return Row(Icon("sparkles", tone="accent"), Text(words, style="label", grow=1), gap=8)
