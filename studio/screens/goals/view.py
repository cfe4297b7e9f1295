"""How goals look: the list with its ladders, an empty ladder, a wish, other words."""

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
)
from studio.words import options, say

if TYPE_CHECKING:
    from collections.abc import Callable

    from reflections import records
    from studio.screens.goals.room import Goals
    from studio.ui.nodes import Kind

WORDS = 140
FORM_WIDTH = 820
WHOSE = ("pupil", "together", "tutor")
AREAS = ("music", "me", "with others", "future")
STATES = ("reached", "parked", "let go")
TAPPED = (  # wishes to tap: the name of their words, what they are about, a picture
    ("a tune", "music", "music"),
    ("my own", "music", "sparkles"),
    ("sure", "me", "trending-up"),
    ("going on", "me", "rotate-ccw"),
    ("together", "with others", "users"),
    ("for long", "future", "flag"),
)


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
                Button("new-wish", say("goals.say a wish"), lambda: self.goals.to("wish"), icon="plus"),
            ),
            Grid(*[self._live_card(goal) for goal in live], min_width=320, gap=16, grow=1) if live else None,
            *self._wish_rows(wishes, len(live)),
            *self._before_rows(before),
            self.goals.keys.legend(("C", "back"), ("D", "next"), ("E", "choose")),
            gap=16,
            grow=1,
        )

    def _live_card(self, goal: records.Goal) -> Node:
        close = self.goals.close.get(goal.id)
        said = say("goals.how close not said") if close is None else say("goals.how close close", close=close)
        words = Column(
            Text(goal.words, style="lead", weight=600),
            Text(say(f"goals.set by {goal.set_by}"), style="label", tone="text2"),
            Space(),
            self._about(goal, "work", "work on this", partial(self.goals.work_on, goal), "music", kind="primary"),
            Row(
                self._about(goal, "rate", "how close", partial(self.goals.to, "close", goal.id), "trending-up", grow=1),
                self._open(goal, "arrow-right", grow=1),
                gap=8,
                wrap=True,
            ),
            gap=8,
            grow=1,
        )
        return Card(Row(Ladder(f"close-{goal.id}", close, None, said), words, gap=16, align="stretch"), grow=1)

    def _wish_rows(self, wishes: tuple[records.Goal, ...], live: int) -> list[Node]:
        if not wishes:
            return []
        full = live >= LIVE_GOALS
        enough = Text(say("goals.three goals are enough"), tone="text2")
        rows = [
            self._row(
                goal,
                say(f"goals.set by {goal.set_by}"),
                self._about(
                    goal,
                    "yes",
                    "yes i want this",
                    partial(self.goals.agree, goal),
                    "check",
                    kind="primary",
                    enabled=not full,
                ),
            )
            for goal in wishes
        ]
        return [Text(say("goals.wishes"), style="h2"), *([enough] if full else []), *rows]

    def _before_rows(self, before: tuple[records.Goal, ...]) -> list[Node]:
        if not before:
            return []
        rows = []
        for goal in before:
            state, by = say(f"goals.state {goal.state}"), say(f"goals.set by {goal.set_by}")
            icon = Icon("flag" if goal.state == "reached" else "bookmark", 22, "accent")
            rows.append(self._row(goal, say("goals.before row", state=state, by=by), first=icon))
        return [Text(say("goals.before"), style="h2"), *rows]

    def _row(self, goal: records.Goal, beneath: str, last: Node | None = None, *, first: Node | None = None) -> Node:
        """One line of the list: the words, what stands beneath them, and the way to its page."""
        words = Column(Text(goal.words, weight=600), Text(beneath, style="label", tone="text2"), gap=2, grow=1)
        return Card(Row(first, words, self._open(goal, "pencil"), last), pad=12)

    def _open(self, goal: records.Goal, icon: str, *, grow: int = 0) -> Button:
        return self._about(goal, "open", "open", partial(self.goals.to, "goal", goal.id), icon, grow=grow)

    @staticmethod
    def _about(
        goal: records.Goal,
        key: str,
        words: str,
        do: Callable[[], None],
        icon: str,
        *,
        kind: Kind = "plain",
        enabled: bool = True,
        grow: int = 0,
    ) -> Button:
        """A button about one goal, whose words are read with it."""
        return Button(
            f"{key}-{goal.id}",
            say(f"goals.{words}"),
            do,
            icon=icon,
            kind=kind,
            enabled=enabled,
            hint=goal.words,
            grow=grow,
        )

    def wish_view(self) -> Node:
        """Offer one box, and a few wishes to tap; before the first wish it is all there is here."""
        inside = Column(
            Column(
                Text(self.goals.said("G1"), style="h1"),
                Text(say("goals.a wish"), tone="text2"),
                gap=4,
            ),
            Row(
                TextBox(
                    "wish",
                    self.goals.words,
                    self.goals.set_words,
                    lambda _words: self.goals.keep_wish(),
                    label=say("goals.my wish"),
                    most=WORDS,
                    draft=self.goals.draft("wish"),
                    grow=1,
                ),
                Button("keep-wish", say("goals.keep it"), self.goals.keep_wish, icon="check", kind="primary"),
                align="end",
            ),
            Text(say("goals.your tutor can write"), style="label", tone="text2"),
            *self._wish_tiles(),
            Column(
                Text(say("goals.whose wish is it"), style="label", weight=600),
                Choice("whose", options("goals.whose", WHOSE), self.goals.whose, self.goals.set_whose),
                gap=6,
            ),
            Column(
                Text(say("goals.what is it about"), style="label", weight=600),
                Choice("area", options("goals.area", AREAS), self.goals.area, self.goals.set_area),
                gap=6,
            ),
            Row(
                Button("not-now", say("goals.not now"), self.goals.not_now, kind="quiet"),
                Space(),
                self.goals.keys.legend(("C", "back"), ("D", "next"), ("E", "choose")),
            ),
            gap=12,
        )
        return self._narrow(inside)

    def _wish_tiles(self) -> tuple[Node, ...]:
        """Wishes to tap: one tap says it. What is there already is not offered again."""
        there = {goal.words for goal in self.goals.lesson.mine.goals}
        tiles = [
            Button(f"tap-{name}", words, partial(self.goals.tap_wish, words, area), icon=icon, kind="tile")
            for name, area, icon in TAPPED
            if (words := say(f"goals.tap {name}")) not in there
        ]
        columns = 2 if self.goals.tools.theme().folds else 3
        return (Text(say("goals.or tap one"), weight=600), Grid(*tiles, columns=columns, gap=8)) if tiles else ()

    def _narrow(self, inside: Node) -> Node:
        """Keep a form as wide as a line can be read; all there is where the text is large."""
        return (
            inside if self.goals.tools.theme().folds else Row(Column(inside, width=FORM_WIDTH), Space(), align="start")
        )

    def close_view(self, goal: records.Goal) -> Node:
        """The ladder stands empty: what was said before must not lead."""
        return Row(
            Ladder("ladder", self.goals.answer, self.goals.answer_close, say("goals.how close 2")),
            Column(
                Text(self.goals.said("G5"), style="h1"),
                Text(goal.words, style="lead"),
                Text(say("goals.press a step"), tone="text2"),
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
                        say("goals.done"),
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
            Text(say("goals.change the words"), style="h1"),
            Text(say("goals.now words", words=goal.words), tone="text2"),
            TextBox(
                "words",
                self.goals.words,
                self.goals.set_words,
                label=say("goals.the new words"),
                most=WORDS,
                draft=self.goals.draft(goal.id, "reword"),
            ),
            Text(say("goals.does it still mean"), style="lead", weight=600),
            Row(
                Button(
                    "same",
                    say("goals.yes only other words"),
                    lambda: self.goals.reword(goal, same_goal=True),
                    icon="check",
                ),
                Button(
                    "other",
                    say("goals.no it is another"),
                    lambda: self.goals.reword(goal, same_goal=False),
                    icon="shuffle",
                ),
                wrap=True,
            ),
            Row(
                Button("back-to-goal", say("goals.leave it as"), lambda: self.goals.to("goal", goal.id), kind="quiet"),
                Space(),
            ),
            gap=16,
        )
        return self._narrow(inside)
