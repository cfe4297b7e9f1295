"""How goals look: the list with its ladders, an empty ladder, a wish, other words."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from reflections.records import LIVE_GOALS
from studio.screens.goals.page import SET_BY
from studio.ui.nodes import (
    Button,
    Card,
    Choice,
    Column,
    Grid,
    Icon,
    Ladder,
    Node,
    Row,
    Space,
    Text,
    TextBox,
)

if TYPE_CHECKING:
    from reflections import records
    from studio.screens.goals.room import Goals

WORDS = 140
FORM_WIDTH = 820
WHOSE = (("pupil", "It is mine"), ("together", "We both want it"), ("tutor", "My tutor's idea"))
AREAS = (("music", "Music"), ("me", "Me"), ("with others", "With others"), ("future", "Later in life"))
STATES = {"reached": "Reached", "parked": "Waiting", "let go": "Let go"}


class GoalsView:
    """Builds the nodes of the Goals screen from its state."""

    def __init__(self, goals: Goals) -> None:
        self.goals = goals

    def all(self) -> Node:
        """Live goals with their ladders, then wishes, then what is over."""
        live, wishes, before = self.goals.having("active"), self.goals.having("wish"), self.goals.having(*STATES)
        return Column(
            Row(
                Column(Text(self.goals.said("G1"), style="h2"), grow=1),
                Button("new-wish", "Say a wish", lambda: self.goals.to("wish"), icon="plus"),
            ),
            Grid(*[self._live_card(goal) for goal in live], min_width=320, gap=16) if live else None,
            *self._wish_rows(wishes, len(live)),
            *self._before_rows(before),
            self.goals.keys.legend(("C", "back"), ("D", "next"), ("E", "press")),
            gap=16,
        )

    def _live_card(self, goal: records.Goal) -> Node:
        words = Column(
            Text(goal.words, style="lead", weight=600),
            Text(SET_BY[goal.set_by], style="label", tone="text2"),
            Space(),
            Button(
                f"work-{goal.id}",
                "Work on this",
                partial(self.goals.work_on, goal),
                icon="music",
                kind="primary",
                hint=goal.words,
            ),
            Row(
                Button(
                    f"rate-{goal.id}",
                    "How close?",
                    partial(self.goals.to, "close", goal.id),
                    icon="trending-up",
                    hint=goal.words,
                    grow=1,
                ),
                Button(
                    f"open-{goal.id}",
                    "Open",
                    partial(self.goals.to, "goal", goal.id),
                    icon="arrow-right",
                    hint=goal.words,
                    grow=1,
                ),
                gap=8,
                wrap=True,
            ),
            gap=8,
            grow=1,
        )
        close = self.goals.close.get(goal.id)
        said = "How close: not said yet" if close is None else f"How close: {close}"
        ladder = Ladder(f"close-{goal.id}", close, None, said)
        return Card(Row(ladder, words, gap=16, align="stretch"), grow=1)

    def _wish_rows(self, wishes: tuple[records.Goal, ...], live: int) -> list[Node]:
        if not wishes:
            return []
        full = live >= LIVE_GOALS
        rows: list[Node] = [Text("Wishes", style="h2")]
        if full:
            rows.append(Text("Three goals are enough for now. Finish one, or let one wait.", tone="text2"))
        return rows + [
            Card(
                Row(
                    Column(
                        Text(goal.words, weight=600),
                        Text(SET_BY[goal.set_by], style="label", tone="text2"),
                        gap=2,
                        grow=1,
                    ),
                    Button(
                        f"open-{goal.id}",
                        "Open",
                        partial(self.goals.to, "goal", goal.id),
                        icon="pencil",
                        hint=goal.words,
                    ),
                    Button(
                        f"yes-{goal.id}",
                        "Yes, I want this",
                        partial(self.goals.agree, goal),
                        icon="check",
                        kind="primary",
                        enabled=not full,
                        hint=goal.words,
                    ),
                ),
                pad=12,
            )
            for goal in wishes
        ]

    def _before_rows(self, before: tuple[records.Goal, ...]) -> list[Node]:
        if not before:
            return []
        return [
            Text("Before", style="h2"),
            *[
                Card(
                    Row(
                        Icon("flag" if goal.state == "reached" else "bookmark", 22, "accent"),
                        Column(
                            Text(goal.words, weight=600),
                            Text(f"{STATES[goal.state]}. {SET_BY[goal.set_by]}.", style="label", tone="text2"),
                            gap=2,
                            grow=1,
                        ),
                        Button(
                            f"open-{goal.id}",
                            "Open",
                            partial(self.goals.to, "goal", goal.id),
                            icon="pencil",
                            hint=goal.words,
                        ),
                    ),
                    pad=12,
                )
                for goal in before
            ],
        ]

    def wish_view(self) -> Node:
        """Offer one box and no example; before the first wish it is all there is here."""
        inside = Column(
            Text(self.goals.said("G1"), style="h1"),
            Text("A wish is a start. You can change it at any time.", tone="text2"),
            TextBox(
                "wish",
                self.goals.words,
                self.goals.set_words,
                lambda _words: self.goals.keep_wish(),
                label="My wish",
                most=WORDS,
                draft=self.goals.draft("wish"),
            ),
            Text("Your tutor can write it for you.", style="label", tone="text2"),
            Column(
                Text("Whose wish is it?", style="label", weight=600),
                Choice("whose", WHOSE, self.goals.whose, self.goals.set_whose),
                gap=6,
            ),
            Column(
                Text("What is it about?", style="label", weight=600),
                Choice("area", AREAS, self.goals.area, self.goals.set_area),
                gap=6,
            ),
            Row(
                Button("not-now", "Not now", self.goals.not_now, kind="quiet"),
                Space(),
                Button("keep-wish", "Keep it", self.goals.keep_wish, icon="check", kind="primary"),
            ),
            gap=16,
        )
        return self._narrow(inside)

    def _narrow(self, inside: Node) -> Node:
        """Keep a form as wide as a line can be read; all there is where the text is large."""
        return (
            inside if self.goals.tools.theme().folds else Row(Column(inside, width=FORM_WIDTH), Space(), align="start")
        )

    def close_view(self, goal: records.Goal) -> Node:
        """The ladder stands empty: what was said before must not lead."""
        return Row(
            Ladder("ladder", self.goals.answer, self.goals.answer_close, "How close"),
            Column(
                Text(self.goals.said("G5"), style="h1"),
                Text(goal.words, style="lead"),
                Text("Press a step. You can move it until it is right.", tone="text2"),
                self.goals.keys.legend(("C", "down"), ("D", "up"), ("G", "done"), ("A", "skip")),
                Row(
                    Button(
                        "skip",
                        self.goals.said("skip"),
                        lambda: self.goals.leave_ladder(keep=False),
                        icon="skip-forward",
                        kind="quiet",
                    ),
                    Space(),
                    Button(
                        "done",
                        "Done",
                        lambda: self.goals.leave_ladder(keep=True),
                        icon="check",
                        kind="primary",
                        enabled=self.goals.answer is not None,
                    ),
                ),
                gap=16,
                grow=3,
            ),
            gap=32,
            align="stretch",
        )

    def reword_view(self, goal: records.Goal) -> Node:
        """New words, and whether they still mean the same."""
        inside = Column(
            Text("Change the words", style="h1"),
            Text(f"Now: {goal.words}", tone="text2"),
            TextBox(
                "words",
                self.goals.words,
                self.goals.set_words,
                label="The new words",
                most=WORDS,
                draft=self.goals.draft(goal.id, "reword"),
            ),
            Text("Does it still mean the same?", style="lead", weight=600),
            Row(
                Button("same", "Yes, only other words", lambda: self.goals.reword(goal, same_goal=True), icon="check"),
                Button(
                    "other",
                    "No, it is another goal now",
                    lambda: self.goals.reword(goal, same_goal=False),
                    icon="shuffle",
                ),
                wrap=True,
            ),
            Row(
                Button("back-to-goal", "Leave it as it was", lambda: self.goals.to("goal", goal.id), kind="quiet"),
                Space(),
            ),
            gap=16,
        )
        return self._narrow(inside)
