"""The goals of a group, as they say them: wishes, at most three they are on, and what became of the others."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from studio.screens.tutor.groups import words
from studio.screens.tutor.tab import Tab
from studio.screens.tutor.tab import words as tutors
from studio.ui.nodes import Button, Card, Column, Node, Row, Space, Text

if TYPE_CHECKING:
    from collections.abc import Callable

    from reflections import records
    from reflections.journal import Journal

Goals = tuple["records.Goal", ...]


class GroupGoalsTab(Tab[Goals]):
    """Nothing is rated here: how close it is, each of them says of their own goals."""

    about = "the goals of a group"

    def gather(self, journal: Journal) -> Goals:
        """Read them. On the writer."""
        return journal.goals(self.whose.id)

    def shown(self, found: Goals) -> Node:
        """What they are on first."""
        order = ("active", "wish", "parked", "reached", "let go")
        rows = [self._goal(one) for state in order for one in found if one.state == state]
        return Column(
            Text(words("goals title"), style="h2"),
            Text(words("goals told"), tone="text2"),
            *(rows or [Text(words("goals none"), tone="text2")]),
            Card(
                Column(
                    self.box("goal-words", words("goals add"), most=140, submit=lambda _said: self._add()),
                    Row(Space(), Button("add-goal", tutors("steps add"), self._add, icon="plus", kind="primary")),
                )
            ),
            gap=12,
        )

    def _goal(self, goal: records.Goal) -> Node:
        ways: list[Node]
        match goal.state:
            case "wish":
                ways = [self._way(goal, "yes", "goal yes", lambda j: j.agree(goal.id), primary=True)]
                ways.append(self._to(goal, "let go"))
            case "active":
                ways = [self._to(goal, "reached"), self._to(goal, "parked"), self._to(goal, "let go")]
            case _:
                ways = [self._way(goal, "again", "goal again", lambda j: j.goal_state(goal.id, "active"))]
        return Card(
            Row(
                Column(
                    Text(goal.words, weight=600),
                    Text(words(f"goal {goal.state}"), style="label", tone="text2"),
                    gap=2,
                    grow=1,
                ),
                Row(*ways, gap=8, wrap=True),
                gap=12,
            ),
            pad=12,
        )

    def _to(self, goal: records.Goal, state: str) -> Node:
        return self._way(goal, state, f"goal is {state}", lambda j: j.goal_state(goal.id, state))

    def _way(
        self, goal: records.Goal, key: str, label: str, work: Callable[[Journal], object], *, primary: bool = False
    ) -> Node:
        return Button(
            f"{key}-{goal.id}",
            words(label),
            partial(self.change, work),
            kind="primary" if primary else "plain",
            hint=goal.words,
        )

    def _add(self) -> None:
        """The tutor writes it down as they say it; it is theirs only once they say yes."""
        group, said = self.whose.id, self.typed("goal-words").strip()
        if not said:
            self.tools.focus("goal-words")
            return
        self.change(lambda journal: journal.wish(group, said, "with others", set_by="together"), "goal-words")
