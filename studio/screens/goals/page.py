"""One goal's own page: the next question about it, what is known, its steps, what was kept for it, and its ends."""

from __future__ import annotations

from datetime import timedelta
from functools import partial
from typing import TYPE_CHECKING

from reflections import choices, goals
from reflections.records import GOAL_ANSWERS, LIVE_GOALS
from studio.screens.music.then_now import day, told
from studio.ui.nodes import Button, Card, Chips, Choice, Column, Icon, Line, Node, Row, Space, Text, TextBox, Toggle
from studio.voices import aloud
from studio.words import day as in_words
from studio.words import options, say

if TYPE_CHECKING:
    from reflections import records
    from studio.screens.goals.room import Goals

WORDS = 140
FIELDS = {prompt: field for field, prompt in GOAL_ANSWERS.items()}
TAKES_SHOWN, WORDS_SHOWN, CHANGES_SHOWN = 3, 3, 2
AGAIN_WEEKS = (2, 4, 8)


class GoalPage:
    """Makes nodes of the screen's state; changes nothing."""

    def __init__(self, screen: Goals) -> None:
        self._screen = screen

    def build(self, goal: records.Goal) -> Node:
        """What it is on the left, what was kept for it on the right."""
        screen = self._screen
        work = Button("work", say("goals.work on this"), partial(screen.work_on, goal), icon="music", kind="primary")
        return Column(
            Row(
                Column(
                    Text(goal.words, style="h1"), Text(say(f"goals.set by {goal.set_by}"), tone="text2"), gap=2, grow=1
                ),
                work if goal.state == "active" else None,
                Button("list", say("goals.all goals"), lambda: screen.to("list"), icon="arrow-left"),
            ),
            Row(
                Column(
                    self._question(goal),
                    *self._known(goal),
                    self._more(goal),
                    *self._steps(goal),
                    self._again(goal),
                    gap=12,
                    grow=1,
                ),
                Column(*self._kept(goal), gap=8, grow=1),
                gap=24,
                align="start",
            ),
            Line(),
            self._ends(goal),
            screen.keys.legend(("C", "back"), ("D", "next"), ("E", "choose"), ("A", "skip, or all goals")),
            gap=16,
        )

    # -- what is asked and known --------------------------------------------------------------------------------------
    def _question(self, goal: records.Goal) -> Node | None:
        """What the rules ask of it today, or what the pupil wants to say of it; one at a time."""
        asked = self._screen.asked
        if asked is None or asked.goal != goal.id:
            return None
        answers = {"words": self._in_words, "ladder": self._how_close}.get(asked.kind, self._chips)
        words = Row(Text(asked.words, style="lead", weight=600, grow=1), aloud.button(self._screen.tools, asked))
        return Card(Column(words, *answers(goal, asked), gap=12), tone="s2")

    def _in_words(self, goal: records.Goal, asked: records.Question) -> list[Node]:
        screen = self._screen
        field = FIELDS[asked.prompt]
        keep, back = partial(screen.keep_field, goal, field), partial(screen.take_back_field, goal, field)
        return [
            TextBox(
                "answer",
                screen.words,
                screen.set_words,
                lambda _words: keep(),
                most=WORDS,
                label=say("goals.in your words"),
                draft=screen.draft(goal.id, asked.prompt),
                known=getattr(goal, field),
            ),
            Row(
                Button("skip", screen.said("skip"), screen.skip, icon="skip-forward", kind="quiet"),
                Button("take-back", say("music.take it back"), back, icon="undo-2", kind="quiet")
                if getattr(goal, field)
                else None,
                Space(),
                Button("keep-answer", say("goals.keep it"), keep, icon="check"),
            ),
        ]

    def _how_close(self, goal: records.Goal, asked: records.Question) -> list[Node]:
        del asked
        screen = self._screen
        return [
            Row(
                Button("skip", screen.said("skip"), screen.skip, icon="skip-forward", kind="quiet"),
                Space(),
                Button(
                    "say-close",
                    say("goals.show me the ladder"),
                    partial(screen.to, "close", goal.id),
                    icon="trending-up",
                ),
            )
        ]

    def _chips(self, goal: records.Goal, asked: records.Question) -> list[Node]:
        screen = self._screen
        options = tuple((choice.id, choice.words, None) for choice in asked.choices)
        answer = partial(screen.still, goal)
        return [
            Chips("still", options, frozenset(), answer, 1),
            Row(Button("skip", screen.said("skip"), screen.skip, icon="skip-forward", kind="quiet"), Space()),
        ]

    def _known(self, goal: records.Goal) -> list[Node]:
        """What was said of it; while one is put into other words it stands in the box alone."""
        asked = self._screen.asked.prompt if self._screen.asked is not None else ""
        return [
            self._answer(goal, prompt, field)
            for prompt, field in FIELDS.items()
            if getattr(goal, field) and prompt != asked
        ]

    def _answer(self, goal: records.Goal, prompt: str, field: str) -> Node:
        screen = self._screen
        words = self._screen.said(prompt)
        said = Column(Text(words, style="label", tone="text2"), Text(getattr(goal, field)), gap=2, grow=1)
        change = Button(
            f"change-{prompt}",
            "",
            partial(screen.say_more, goal, prompt),
            icon="pencil",
            kind="quiet",
            name=say("goals.say it otherwise"),
            hint=words,
        )
        return Row(said, change if screen.asked is None else None)

    def _more(self, goal: records.Goal) -> Node | None:
        """The pupil may say more at any time; nothing asks for it."""
        left = [prompt for prompt, field in FIELDS.items() if not getattr(goal, field)]
        if self._screen.asked is not None or not left or goal.state not in {"active", "wish"}:
            return None
        more = partial(self._screen.say_more, goal, left[0])
        return Row(
            Button("say-more", say("goals.say more about it"), more, icon="message-circle", kind="quiet"), Space()
        )

    # -- steps --------------------------------------------------------------------------------------------------------
    def _steps(self, goal: records.Goal) -> list[Node]:
        screen = self._screen
        add = partial(screen.add_step, goal)
        return [
            Text(say("goals.small steps"), style="h2"),
            *[
                Toggle(f"step-{step.id}", step.words, step.done_on is not None, partial(screen.step_done, step.id))
                for step in goal.steps
            ],
            Row(
                TextBox(
                    "step",
                    screen.step,
                    screen.set_step,
                    lambda _words: add(),
                    label=say("goals.a next small step"),
                    most=WORDS,
                    grow=1,
                    draft=screen.draft(goal.id, "step"),
                ),
                Button("add-step", say("goals.add"), add, icon="plus"),
                align="end",
            ),
        ]

    # -- its day ------------------------------------------------------------------------------------------------------
    def _again(self, goal: records.Goal) -> Node | None:
        """When pupil and tutor look at it again; a day nobody is reminded of or late for."""
        screen = self._screen
        if goal.state != "active" or screen.today is None:
            return None
        at = goal.review_on
        said = in_words(at, "in this year") if at is not None and at > screen.today else ""
        words = say("goals.we look at", said=said) if said else say("goals.look at it again")
        chosen = next((n for n in AGAIN_WEEKS if at == screen.today + timedelta(weeks=n)), None)
        return Row(
            Icon("calendar", 20, "accent"),
            Text(words, style="label", tone="text2", grow=1),
            Choice("again", options("goals.again", AGAIN_WEEKS), chosen, partial(screen.look_again, goal)),
            wrap=True,
        )

    # -- what was kept for it -----------------------------------------------------------------------------------------
    def _kept(self, goal: records.Goal) -> list[Node]:
        screen = self._screen
        if screen.evidence is None:
            return []
        kept = goals.kept_for(screen.evidence, goal.id)
        if not kept:
            return [
                Text(say("goals.kept for it"), style="h2"),
                Text(
                    say("goals.nothing yet work" if goal.state == "active" else "goals.nothing is kept"), tone="text2"
                ),
            ]
        return [Text(say("goals.kept for it"), style="h2"), *[self._piece(one) for one in kept]]

    def _piece(self, one: records.PieceEvidence) -> Node:
        """A piece with what of it was for the goal, the latest first; each can be heard."""
        screen, title = self._screen, one.piece.title
        items: list[records.Take | records.Version] = sorted(
            [*one.takes, *one.versions], key=lambda item: item.made_at, reverse=True
        )
        shown = items if one.piece.id in screen.opened else items[:TAKES_SHOWN]
        more = len(items) - len(shown)
        words = [said for said in one.reflections if said.body]
        return Card(
            Column(
                Text(title, weight=600),
                Text(_chosen(one), style="label", tone="text2"),
                Row(
                    *[screen.hearing.button(item, day(item), f"{title}, {day(item)}") for item in shown],
                    Button(
                        f"all-{one.piece.id}",
                        say("goals.more more", more=more),
                        partial(screen.open_all, one.piece.id),
                        kind="quiet",
                    )
                    if more
                    else None,
                    gap=8,
                    wrap=True,
                )
                if items
                else Text(say("goals.nothing is kept"), style="label", tone="text2"),
                screen.hearing.who(one.piece.id, items),
                *[
                    Text(say("frame.quote", words=said.body), style="label", tone="text2")
                    for said in words[-WORDS_SHOWN:]
                ],
                gap=6,
            ),
            pad=12,
        )

    # -- its ends -----------------------------------------------------------------------------------------------------
    def _ends(self, goal: records.Goal) -> Node:
        screen = self._screen
        room = len(screen.having("active")) < LIVE_GOALS
        live = goal.state in {"active", "wish"}
        buttons: list[Node] = []
        if goal.state == "wish" and room:
            yes = partial(screen.agree, goal)
            buttons.append(Button("yes", say("goals.yes i want this"), yes, icon="check", kind="primary"))
        if goal.state == "active":
            close = partial(screen.to, "close", goal.id)
            buttons.append(Button("rate", say("goals.how close"), close, icon="trending-up"))
            buttons.append(
                Button("reached", say("goals.i did it"), partial(screen.set_state, goal, "reached"), icon="flag")
            )
        buttons.append(
            Button("reword", say("goals.change the words"), partial(screen.to, "reword", goal.id), icon="pencil")
        )
        if live:
            buttons.append(
                Button("park", say("goals.let it wait"), partial(screen.set_state, goal, "parked"), icon="bookmark")
            )
        if live or goal.state == "parked":
            buttons.append(
                Button("let-go", say("goals.let it go"), partial(screen.set_state, goal, "let go"), icon="wind")
            )
        if not live and room:
            buttons.append(
                Button("again-live", say("goals.take it up again"), partial(screen.agree, goal), icon="repeat")
            )
        return Row(*buttons, wrap=True)


def _chosen(one: records.PieceEvidence) -> str:
    """What the pupil chose with a piece, as they did it: who picked it, and how their way of playing it changed."""
    made = choices.of_piece(one)
    changes = [f"{choice.what}: {choice.how}" for choice in made if " to " in choice.how and choice.what != "piece"]
    by = one.piece.chosen_by
    picked = say(f"changed.chosen {by}") if by in {"pupil", "together", "tutor"} else ""
    return " ".join(filter(None, (f"{picked}." if picked else "", told(changes[-CHANGES_SHOWN:]))))
