"""How goals look: the list with its ladders, one goal's page, an empty ladder, a wish, other words."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from reflections.records import LIVE_GOALS
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
    Toggle,
)

if TYPE_CHECKING:
    from reflections import records
    from studio.screens.goals import Goals

WORDS = 140
FORM_WIDTH = 820
WHOSE = (("pupil", "It is mine"), ("together", "We both want it"), ("tutor", "My tutor's idea"))
AREAS = (("music", "Music"), ("me", "Me"), ("with others", "With others"), ("future", "Later in life"))
SET_BY = {
    "pupil": "Set by me",
    "together": "Set with my tutor",
    "tutor": "Set by my tutor",
    "school": "Set by school",
    "carer": "Set by my carer",
    "social worker": "Set by my social worker",
}
STATES = {"reached": "Reached", "parked": "Waiting", "let go": "Let go"}
ASKS = (("why", "G2"), ("first_step", "G3"), ("know_by", "G4"))


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
                Button("new-wish", "Say a wish", lambda: self.goals.to("wish"), icon="plus", kind="primary"),
            ),
            Grid(*[self._live_card(goal) for goal in live], min_width=320, gap=16) if live else None,
            *self._wish_rows(wishes, len(live)),
            *self._before_rows(before),
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
            Button(
                f"rate-{goal.id}",
                "How close?",
                partial(self.goals.to, "close", goal.id),
                icon="trending-up",
                hint=goal.words,
            ),
            Button(f"open-{goal.id}", "Open", partial(self.goals.to, "goal", goal.id), icon="pencil", hint=goal.words),
            gap=8,
            grow=1,
        )
        ladder = Ladder(f"close-{goal.id}", self.goals.close.get(goal.id), None, "How close")
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
                Row(
                    Button("skip", "Skip", lambda: self.goals.leave_ladder(keep=False), kind="quiet"),
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

    def goal_view(self, goal: records.Goal) -> Node:
        """One goal with its next question, its steps and its ends."""
        return Column(
            Row(
                Column(Text(goal.words, style="h1"), Text(SET_BY[goal.set_by], tone="text2"), gap=2, grow=1),
                Button("list", "All goals", lambda: self.goals.to("list"), icon="arrow-left"),
            ),
            Row(
                Column(self._question(goal), *self._known(goal), gap=12, grow=1),
                Column(*self._steps(goal), gap=8, grow=1),
                gap=24,
                align="start",
            ),
            self._ends(goal),
            gap=16,
        )

    def _question(self, goal: records.Goal) -> Node | None:
        """The next thing nobody knows yet; one at a time, and skipping it leaves it for another day."""
        asks = [
            (field, prompt) for field, prompt in ASKS if not getattr(goal, field) and field not in self.goals.skipped
        ]
        if not asks or goal.state != "active":
            return None
        field, prompt = asks[0]
        return Card(
            Column(
                Text(self.goals.said(prompt), style="lead", weight=600),
                TextBox(
                    "answer",
                    self.goals.words,
                    self.goals.set_words,
                    lambda _words: self.goals.keep_field(goal, field),
                    most=WORDS,
                    label="In your words",
                ),
                Row(
                    Button("skip", "Skip", lambda: self.goals.skip(field), kind="quiet"),
                    Space(),
                    Button("keep-answer", "Keep it", lambda: self.goals.keep_field(goal, field), icon="check"),
                ),
                gap=12,
            ),
            tone="s2",
        )

    def _known(self, goal: records.Goal) -> list[Node]:
        return [
            Column(Text(self.goals.said(prompt), style="label", tone="text2"), Text(getattr(goal, field)), gap=2)
            for field, prompt in ASKS
            if getattr(goal, field)
        ]

    def _steps(self, goal: records.Goal) -> list[Node]:
        return [
            Text("Small steps", style="h2"),
            *[
                Toggle(
                    f"step-{step.id}",
                    step.words,
                    step.done_on is not None,
                    partial(self.goals.step_done, step.id),
                )
                for step in goal.steps
            ],
            Row(
                TextBox(
                    "step",
                    self.goals.step,
                    self.goals.set_step,
                    lambda _words: self.goals.add_step(goal),
                    label="A next small step",
                    most=WORDS,
                    grow=1,
                ),
                Button("add-step", "Add", lambda: self.goals.add_step(goal), icon="plus"),
                align="end",
            ),
        ]

    def _ends(self, goal: records.Goal) -> Node:
        live = goal.state in {"active", "wish"}
        buttons: list[Node] = [
            Button("reword", "Change the words", lambda: self.goals.to("reword", goal.id), icon="pencil")
        ]
        if goal.state == "wish" and len(self.goals.having("active")) < LIVE_GOALS:
            buttons.append(
                Button("yes", "Yes, I want this", lambda: self.goals.agree(goal), icon="check", kind="primary")
            )
        if goal.state == "active":
            buttons.append(Button("reached", "I did it", lambda: self.goals.set_state(goal, "reached"), icon="flag"))
        if live:
            buttons.append(Button("park", "Let it wait", lambda: self.goals.set_state(goal, "parked"), icon="bookmark"))
            buttons.append(Button("let-go", "Let it go", lambda: self.goals.set_state(goal, "let go"), icon="wind"))
        if not live and len(self.goals.having("active")) < LIVE_GOALS:
            buttons.append(Button("again", "Take it up again", lambda: self.goals.agree(goal), icon="repeat"))
        return Row(*buttons, wrap=True)

    def reword_view(self, goal: records.Goal) -> Node:
        """New words, and whether they still mean the same."""
        inside = Column(
            Text("Change the words", style="h1"),
            Text(f"Now: {goal.words}", tone="text2"),
            TextBox("words", self.goals.words, self.goals.set_words, label="The new words", most=WORDS),
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
