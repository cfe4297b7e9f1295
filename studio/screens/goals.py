"""My goals: a wish first, then a goal with the pupil's yes, how close it is today, its steps, its words, its end."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

import pygame

from reflections.prompts import words as said
from reflections.records import LIVE_GOALS
from studio.screen import Back, Screen
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
    Scroll,
    Space,
    Text,
    TextBox,
    Toggle,
)

if TYPE_CHECKING:
    from collections.abc import Callable

    from reflections import records
    from reflections.journal import Journal
    from studio.screen import Tools

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


class Goals(Screen):
    """A list, and one thing at a time over it: a new wish, how close, a goal's own page."""

    name = "goals"
    title = "My goals"
    subtitle = "What you want to be able to do"
    needs_pupil = True

    def __init__(self, tools: Tools, *, goal: str | None = None) -> None:
        super().__init__(tools)
        self._view = "goal" if goal else "list"  # list, wish, goal, close, reword
        self._goal = goal
        self._close: dict[str, int] = {}  # how close each goal was said to be last
        self._answer: int | None = None  # on the ladder just now
        self._words = ""
        self._step = ""
        self._whose, self._area = "pupil", "music"
        self._skipped: frozenset[str] = frozenset()  # questions stepped over this time

    # -- coming and going ---------------------------------------------------------------------------------------------
    def enter(self) -> None:
        """Read the goals and what was said of them."""
        self._read()
        self.tools.focus("new-wish" if self.lesson.mine.goals else "wish")

    def leave(self) -> None:
        """Keep an answer that was given a moment ago."""
        self._keep_answer()

    def _read(self) -> None:
        pupil = self.lesson.pupil
        if pupil is not None:
            self.lesson.refresh_mine()
            self.lesson.ask(lambda journal: how_close(journal, pupil.id), self._know_close)

    def _know_close(self, close: dict[str, int]) -> None:
        self._close = close

    @property
    def _register(self) -> str:
        return self.lesson.pupil.register if self.lesson.pupil else "7-12"

    def _said(self, prompt: str) -> str:
        return said(prompt, self._register)

    def _in(self, *states: str) -> tuple[records.Goal, ...]:
        return tuple(goal for goal in self.lesson.mine.goals if goal.state in states)

    @property
    def _open(self) -> records.Goal | None:
        return next((goal for goal in self.lesson.mine.goals if goal.id == self._goal), None)

    # -- what is shown ------------------------------------------------------------------------------------------------
    def build(self) -> Node:
        """The list, or the one thing that is open."""
        goal = self._open
        if self._view == "wish" or not self.lesson.mine.goals:
            inside = self._wish_view()
        elif goal is None or self._view == "list":
            inside = self._list()
        else:
            inside = {"goal": self._goal_view, "close": self._close_view, "reword": self._reword_view}[self._view](goal)
        return Scroll(inside, key=f"goals-{self._view}")

    def _list(self) -> Node:
        live, wishes, before = self._in("active"), self._in("wish"), self._in(*STATES)
        return Column(
            Row(
                Column(Text(self._said("G1"), style="h2"), grow=1),
                Button("new-wish", "Say a wish", lambda: self._to("wish"), icon="plus", kind="primary"),
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
                f"rate-{goal.id}",
                "How close?",
                partial(self._to, "close", goal.id),
                icon="trending-up",
                hint=goal.words,
            ),
            Button(f"open-{goal.id}", "Open", partial(self._to, "goal", goal.id), icon="pencil", hint=goal.words),
            gap=8,
            grow=1,
        )
        ladder = Ladder(f"close-{goal.id}", self._close.get(goal.id), None, "How close")
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
                        partial(self._to, "goal", goal.id),
                        icon="pencil",
                        hint=goal.words,
                    ),
                    Button(
                        f"yes-{goal.id}",
                        "Yes, I want this",
                        partial(self._agree, goal),
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
                            partial(self._to, "goal", goal.id),
                            icon="pencil",
                            hint=goal.words,
                        ),
                    ),
                    pad=12,
                )
                for goal in before
            ],
        ]

    def _wish_view(self) -> Node:
        """Offer one box and no example; before the first wish it is all there is here."""
        inside = Column(
            Text(self._said("G1"), style="h1"),
            Text("A wish is a start. You can change it at any time.", tone="text2"),
            TextBox(
                "wish", self._words, self._set_words, lambda _words: self._keep_wish(), label="My wish", most=WORDS
            ),
            Text("Your tutor can write it for you.", style="label", tone="text2"),
            Column(
                Text("Whose wish is it?", style="label", weight=600),
                Choice("whose", WHOSE, self._whose, self._set_whose),
                gap=6,
            ),
            Column(
                Text("What is it about?", style="label", weight=600),
                Choice("area", AREAS, self._area, self._set_area),
                gap=6,
            ),
            Row(
                Button("not-now", "Not now", self._not_now, kind="quiet"),
                Space(),
                Button("keep-wish", "Keep it", self._keep_wish, icon="check", kind="primary"),
            ),
            gap=16,
        )
        return self._narrow(inside)

    def _narrow(self, inside: Node) -> Node:
        """Keep a form as wide as a line can be read; all there is where the text is large."""
        return inside if self.tools.theme().folds else Row(Column(inside, width=FORM_WIDTH), Space(), align="start")

    def _not_now(self) -> None:
        if self.lesson.mine.goals:
            self._to("list")
        else:
            self.tools.move(Back())

    def _close_view(self, goal: records.Goal) -> Node:
        """The ladder stands empty: what was said before must not lead."""
        return Row(
            Ladder("ladder", self._answer, self._answer_close, "How close"),
            Column(
                Text(self._said("G5"), style="h1"),
                Text(goal.words, style="lead"),
                Text("Press a step. You can move it until it is right.", tone="text2"),
                Space(),
                Row(
                    Button("skip", "Skip", lambda: self._leave_ladder(keep=False), kind="quiet"),
                    Space(),
                    Button(
                        "done",
                        "Done",
                        lambda: self._leave_ladder(keep=True),
                        icon="check",
                        kind="primary",
                        enabled=self._answer is not None,
                    ),
                ),
                gap=16,
                grow=3,
            ),
            gap=32,
            align="stretch",
        )

    def _goal_view(self, goal: records.Goal) -> Node:
        return Column(
            Row(
                Column(Text(goal.words, style="h1"), Text(SET_BY[goal.set_by], tone="text2"), gap=2, grow=1),
                Button("list", "All goals", lambda: self._to("list"), icon="arrow-left"),
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
        asks = [(field, prompt) for field, prompt in ASKS if not getattr(goal, field) and field not in self._skipped]
        if not asks or goal.state != "active":
            return None
        field, prompt = asks[0]
        return Card(
            Column(
                Text(self._said(prompt), style="lead", weight=600),
                TextBox(
                    "answer",
                    self._words,
                    self._set_words,
                    lambda _words: self._keep_field(goal, field),
                    most=WORDS,
                    label="In your words",
                ),
                Row(
                    Button("skip", "Skip", lambda: self._skip(field), kind="quiet"),
                    Space(),
                    Button("keep-answer", "Keep it", lambda: self._keep_field(goal, field), icon="check"),
                ),
                gap=12,
            ),
            tone="s2",
        )

    def _known(self, goal: records.Goal) -> list[Node]:
        return [
            Column(Text(self._said(prompt), style="label", tone="text2"), Text(getattr(goal, field)), gap=2)
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
                    partial(self._step_done, step.id),
                )
                for step in goal.steps
            ],
            Row(
                TextBox(
                    "step",
                    self._step,
                    self._set_step,
                    lambda _words: self._add_step(goal),
                    label="A next small step",
                    most=WORDS,
                    grow=1,
                ),
                Button("add-step", "Add", lambda: self._add_step(goal), icon="plus"),
                align="end",
            ),
        ]

    def _ends(self, goal: records.Goal) -> Node:
        live = goal.state in {"active", "wish"}
        buttons: list[Node] = [Button("reword", "Change the words", lambda: self._to("reword", goal.id), icon="pencil")]
        if goal.state == "wish" and len(self._in("active")) < LIVE_GOALS:
            buttons.append(Button("yes", "Yes, I want this", lambda: self._agree(goal), icon="check", kind="primary"))
        if goal.state == "active":
            buttons.append(Button("reached", "I did it", lambda: self._state(goal, "reached"), icon="flag"))
        if live:
            buttons.append(Button("park", "Let it wait", lambda: self._state(goal, "parked"), icon="bookmark"))
            buttons.append(Button("let-go", "Let it go", lambda: self._state(goal, "let go"), icon="wind"))
        if not live and len(self._in("active")) < LIVE_GOALS:
            buttons.append(Button("again", "Take it up again", lambda: self._agree(goal), icon="repeat"))
        return Row(*buttons, wrap=True)

    def _reword_view(self, goal: records.Goal) -> Node:
        inside = Column(
            Text("Change the words", style="h1"),
            Text(f"Now: {goal.words}", tone="text2"),
            TextBox("words", self._words, self._set_words, label="The new words", most=WORDS),
            Text("Does it still mean the same?", style="lead", weight=600),
            Row(
                Button("same", "Yes, only other words", lambda: self._reword(goal, same_goal=True), icon="check"),
                Button(
                    "other", "No, it is another goal now", lambda: self._reword(goal, same_goal=False), icon="shuffle"
                ),
                wrap=True,
            ),
            Row(Button("back-to-goal", "Leave it as it was", lambda: self._to("goal", goal.id), kind="quiet"), Space()),
            gap=16,
        )
        return self._narrow(inside)

    # -- moving about -------------------------------------------------------------------------------------------------
    def _to(self, view: str, goal: str | None = None) -> None:
        self._view = view
        self._goal = goal or self._goal
        self._words = self._step = ""
        self._answer = None
        self.tools.focus({"wish": "wish", "close": "ladder", "reword": "words", "goal": "list"}.get(view, "new-wish"))
        self.tools.changed()

    def handle(self, event: pygame.event.Event) -> bool:
        """Esc closes what is open before it leaves the screen."""
        if event.type != pygame.KEYDOWN or event.key != pygame.K_ESCAPE or self._view == "list":
            return False
        self._keep_answer()
        self._to("goal" if self._view == "reword" else "list")
        return True

    # -- what is said -------------------------------------------------------------------------------------------------
    def _set_words(self, words: str) -> None:
        self._words = words

    def _set_step(self, words: str) -> None:
        self._step = words

    def _set_whose(self, whose: str) -> None:
        self._whose = whose
        self.tools.changed()

    def _set_area(self, area: str) -> None:
        self._area = area
        self.tools.changed()

    def _keep_wish(self) -> None:
        pupil, words, area, whose = self.lesson.pupil, self._words.strip(), self._area, self._whose
        if pupil is None or not words:
            self.tools.focus("wish")
            return
        self._change(lambda journal: journal.wish(pupil.id, words, area, whose))
        self._to("list")

    def _agree(self, goal: records.Goal) -> None:
        """The pupil's own press is the yes."""
        self._change(lambda journal: journal.agree(goal.id, by="pupil"))
        self._to("goal", goal.id)

    def _keep_field(self, goal: records.Goal, field: str) -> None:
        words = self._words.strip()
        if not words:
            self.tools.focus("answer")
            return
        fields: dict[str, Any] = {field: words}
        self._change(lambda journal: journal.agree(goal.id, by="pupil", **fields))
        self._words = ""

    def _skip(self, field: str) -> None:
        self._skipped |= {field}
        self._words = ""
        self.tools.changed()

    def _add_step(self, goal: records.Goal) -> None:
        words, self._step = self._step.strip(), ""
        if words:
            self._change(lambda journal: journal.step(goal.id, words))
        self.tools.focus("step")

    def _step_done(self, step: str, done: bool) -> None:
        self._change(lambda journal: journal.step_done(step, done))

    def _state(self, goal: records.Goal, state: str) -> None:
        self._change(lambda journal: journal.goal_state(goal.id, state))
        self._to("list")

    def _reword(self, goal: records.Goal, *, same_goal: bool) -> None:
        words = self._words.strip()
        if not words:
            self.tools.focus("words")
            return
        self._change(lambda journal: journal.reword(goal.id, words, same_goal=same_goal))
        self._to("goal", goal.id)

    def _change(self, work: Callable[[Journal], object]) -> None:
        """Have the journal do it, then read again."""
        self.lesson.ask(work, lambda _done: self._read(), "a goal")

    # -- how close ----------------------------------------------------------------------------------------------------
    def _answer_close(self, value: int) -> None:
        self._answer = value
        self.tools.changed()

    def _leave_ladder(self, *, keep: bool) -> None:
        if keep:
            self._keep_answer()
        self._to("list")

    def _keep_answer(self) -> None:
        value, self._answer = self._answer, None
        goal, pupil, session = self._goal, self.lesson.pupil, self.lesson.session
        if value is None or goal is None or pupil is None:
            return
        self._close = self._close | {goal: value}
        here = session.id if session else None
        self._change(lambda journal: journal.rate(pupil.id, "close", "review", "given", value, session=here, goal=goal))


def how_close(journal: Journal, pupil: str) -> dict[str, int]:
    """Return what was said last of each goal. Zero is an answer; a goal nobody rated is not in it. On the writer."""
    return {
        rating.goal: rating.value
        for rating in journal.ratings(pupil)
        if rating.goal is not None and rating.value is not None and rating.rater == "pupil" and not rating.superseded
    }
