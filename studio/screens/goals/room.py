"""My goals: a wish first, then a goal with the pupil's yes, how close it is today, its steps, its words, its end."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pygame

from reflections.goals import close_now
from studio import words
from studio.said import of_taking_back
from studio.screen import Back, Go, Screen
from studio.screens.by_keys import ByKeys
from studio.screens.goals.page import FIELDS, GoalPage
from studio.screens.goals.view import GoalsView
from studio.screens.hearing import Hearing
from studio.ui.nodes import Node, Scroll, climbed

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date

    from instruments.events import Played
    from reflections import records
    from reflections.journal import Journal
    from studio.screen import Tools


class Goals(Screen):
    """A list, and one thing at a time over it: a new wish, how close, a goal's own page."""

    name = "goals"
    titled = "goals.my goals"
    subtitled = "goals.what you want"

    def __init__(self, tools: Tools, *, goal: str | None = None) -> None:
        super().__init__(tools)
        self._drawn, self._page = GoalsView(self), GoalPage(self)
        self.keys, self.hearing = ByKeys(tools), Hearing(tools)
        self._view = "goal" if goal else "list"  # list, wish, goal, close, reword
        self._goal = goal
        self.evidence: records.Evidence | None = None
        self.close: dict[str, int] = {}  # how close each goal was said to be last, as it is meant now
        self.asked: records.Question | None = None  # of the goal that is open
        self.opened: frozenset[str] = frozenset()  # pieces of which everything is shown
        self.answer: int | None = None  # on the ladder just now
        self.words = ""
        self.step = ""
        self.whose, self.area = "pupil", "music"

    # -- coming and going ---------------------------------------------------------------------------------------------
    def enter(self) -> None:
        """Read the goals and what was said of them."""
        self._read()
        if self._view == "goal" and self._goal is not None:
            self._ask_due(self._goal)
        self.tools.focus("new-wish" if self.lesson.mine.goals else "wish")

    @property
    def asks(self) -> records.Question | None:
        """What is read aloud here."""
        return self.asked

    def leave(self) -> None:
        """Keep an answer that was given a moment ago; silence."""
        self._keep_answer()
        self.hearing.stop()

    def _read(self, then: Callable[[], None] | None = None) -> None:
        pupil = self.lesson.pupil
        if pupil is not None:
            self.lesson.refresh_mine(then)
            self.lesson.ask(lambda journal: journal.evidence(pupil.id), self._know)

    def _know(self, evidence: records.Evidence) -> None:
        self.evidence = evidence
        found = {one.goal.id: close_now(one.ratings, one.goal) for one in evidence.goals}
        self.close = {goal: value for goal, value in found.items() if value is not None}

    @property
    def today(self) -> date | None:
        """The day of this lesson."""
        return self.lesson.session.held_on if self.lesson.session else None

    def said(self, prompt: str) -> str:
        """Return the words of a prompt for this pupil."""
        return words.prompt(prompt)

    def having(self, *states: str) -> tuple[records.Goal, ...]:
        """Return this pupil's goals in any of these states."""
        return tuple(goal for goal in self.lesson.mine.goals if goal.state in states)

    @property
    def _open(self) -> records.Goal | None:
        return next((goal for goal in self.lesson.mine.goals if goal.id == self._goal), None)

    # -- what is shown ------------------------------------------------------------------------------------------------
    def build(self) -> Node:
        """The list, or the one thing that is open."""
        goal = self._open
        if self._view == "wish" or not self.lesson.mine.goals:
            inside = self._drawn.wish_view()
        elif goal is None or self._view == "list":
            inside = self._drawn.all()
        else:
            inside = {
                "goal": self._page.build,
                "close": self._drawn.close_view,
                "reword": self._drawn.reword_view,
            }[self._view](goal)
        return Scroll(inside, key=f"goals-{self._view}")

    # -- moving about -------------------------------------------------------------------------------------------------
    def to(self, view: str, goal: str | None = None) -> None:
        """Open the list, a wish, a goal's page, its ladder or its words; what was typed elsewhere is let go."""
        self._view = view
        self._goal = goal or self._goal
        self.words = self.step = ""
        self.answer = self.asked = None
        self.keys.afresh()
        if view == "goal" and self._goal is not None:
            self._ask_due(self._goal)
        self.tools.focus({"wish": "wish", "close": "ladder", "reword": "words", "goal": "list"}.get(view, "new-wish"))
        self.tools.changed()

    def not_now(self) -> None:
        """Go back without a wish."""
        if self.lesson.mine.goals:
            self.to("list")
        else:
            self.tools.move(Back())

    def handle(self, event: pygame.event.Event) -> bool:
        """Esc closes what is open before it leaves the screen."""
        if event.type != pygame.KEYDOWN or event.key != pygame.K_ESCAPE or self._view == "list":
            return False
        self._keep_answer()
        self.to("goal" if self._view == "reword" else "list")
        return True

    # -- what is said -------------------------------------------------------------------------------------------------
    def set_words(self, words: str) -> None:
        """Take in what is typed."""
        self.words = words

    def set_step(self, words: str) -> None:
        """Take in a step as it is typed."""
        self.step = words

    def set_whose(self, whose: str) -> None:
        """Say whose wish it is."""
        self.whose = whose
        self.tools.changed()

    def set_area(self, area: str) -> None:
        """Say what the wish is about."""
        self.area = area
        self.tools.changed()

    def keep_wish(self) -> None:
        """Keep what was typed as a wish."""
        words = self.words.strip()
        if words:
            self._wish(words, self.area, "typed")
        else:
            self.tools.focus("wish")

    def tap_wish(self, words: str, area: str) -> None:
        """Keep these words as a wish: tapped is as good as typed."""
        self._wish(words, area, "tap")

    def _wish(self, words: str, area: str, said_by: str) -> None:
        pupil, whose = self.lesson.pupil, self.whose
        if pupil is not None:
            first = not self.lesson.mine.goals  # until it is kept there is no list to stand in
            at = (lambda: self.tools.focus("new-wish")) if first else None
            self._change(lambda journal: journal.wish(pupil.id, words, area, whose, said_by=said_by), at)
        self.to("list")

    def agree(self, goal: records.Goal) -> None:
        """The pupil's own press is the yes."""
        self._change(lambda journal: journal.agree(goal.id, by="pupil"))
        self.to("goal", goal.id)

    def work_on(self, goal: records.Goal) -> None:
        """Pick something for this goal."""
        self.lesson.work_on(goal.id)
        self.tools.move(Go("pick"))

    def keep_field(self, goal: records.Goal, field: str) -> None:
        """Keep the answer to why, first step or know-by."""
        words = self.words.strip()
        if not words:
            self.tools.focus("answer")
            return
        fields: dict[str, Any] = {field: words}
        self._change(lambda journal: journal.tell(goal.id, **fields))
        self.skip()

    def take_back_field(self, goal: records.Goal, field: str) -> None:
        """What was said of it is gone: nobody sees it again."""

        def taken(note: records.TakenBackNote) -> None:
            self.tools.say(of_taking_back((note,)))
            self._read()

        self.lesson.errand(lambda journal: journal.take_back_answer(goal.id, field), taken, "take back")
        self.skip()

    def add_step(self, goal: records.Goal) -> None:
        """Add what was typed as a small step."""
        words, self.step = self.step.strip(), ""
        if words:
            self._change(lambda journal: journal.step(goal.id, words))
        self.tools.focus("step")

    def step_done(self, step: str, done: bool) -> None:
        """Tick a step, or take the tick back."""
        self._change(lambda journal: journal.step_done(step, done))

    def set_state(self, goal: records.Goal, state: str) -> None:
        """Reach a goal, park it or let it go."""
        self._change(lambda journal: journal.goal_state(goal.id, state))
        self.to("list")

    def reword(self, goal: records.Goal, *, same_goal: bool) -> None:
        """Put the goal into the typed words; another goal starts a new line."""
        words = self.words.strip()
        if not words:
            self.tools.focus("words")
            return
        self._change(lambda journal: journal.reword(goal.id, words, same_goal=same_goal, said_by="typed"))
        self.to("goal", goal.id)

    def _change(self, work: Callable[[Journal], object], then: Callable[[], None] | None = None) -> None:
        """Have the journal do it, then read again."""
        self.lesson.errand(work, lambda _done: self._read(then), "a goal")

    # -- what is asked of a goal --------------------------------------------------------------------------------------
    def _ask_due(self, goal: str) -> None:
        """Ask what the rules ask of it today, if anything, and note that it was put; words that were begun come first."""
        begun = self.tools.drafts.begun(self.draft(goal, "G"))
        if begun:
            self._put(begun[0].rpartition("/")[2], goal)
            return

        def put(asked: records.Question | None) -> None:
            if asked is None or self._view != "goal" or self._goal != goal or self.asked is not None:
                return
            self.asked = asked
            self.lesson.note_asked(asked)
            self.tools.changed()

        self.lesson.about_goal(goal, put)

    def say_more(self, goal: records.Goal, prompt: str) -> None:
        """The pupil wants to say more of it, or what they said otherwise, though nothing was asked."""
        self._put(prompt, goal.id)
        self.words = getattr(goal, FIELDS[prompt])

    def _put(self, prompt: str, goal: str) -> None:
        about = next((one.words for one in self.lesson.mine.goals if one.id == goal), "")
        self.asked = replace(words.question(prompt), about=about, goal=goal)
        self.tools.focus("answer")
        self.tools.changed()

    def skip(self) -> None:
        """On, with or without an answer; the page is the same."""
        self.asked, self.words = None, ""
        self.tools.focus("list")
        self.tools.changed()

    def still(self, goal: records.Goal, answer: str) -> None:
        """Whether it is still wanted: yes, in other words, or another goal."""
        self.skip()
        if answer != "yes":
            self.to("reword" if answer == "words" else "wish", goal.id)

    def look_again(self, goal: records.Goal, weeks: int) -> None:
        """The day on which pupil and tutor look at it again."""
        if self.today is not None:
            day = self.today + timedelta(weeks=weeks)
            self._change(lambda journal: journal.agree(goal.id, by="pupil", review_on=day))

    def open_all(self, piece: str) -> None:
        """Show everything that was kept of a piece."""
        self.opened |= {piece}
        self.tools.changed()

    # -- the keyboard answers -----------------------------------------------------------------------------------------
    def hear(self, event: Played) -> bool:
        """A single key held in the quiet goes on, back, or presses; the ladder it climbs."""
        return self.keys.hear(event)

    def told(self, event: object) -> None:
        """What was being heard may have ended."""
        self.hearing.told(event)

    def update(self, now: float) -> None:
        """A held key is meant."""
        meant = self.keys.meant(now)
        if meant is None:
            return
        if self._view == "close" and meant in {"C", "D", "G", "A"}:
            self._climb(meant)
        elif meant == "A":
            self._out()
        else:
            self.keys.walk(meant, self.build())

    def _climb(self, meant: str) -> None:
        if meant == "A":
            self.leave_ladder(keep=False)
        elif meant == "G":
            self.leave_ladder(keep=self.answer is not None)
        else:
            self.answer_close(climbed(self.answer, 1 if meant == "D" else -1))

    def _out(self) -> None:
        """Out of a question first, then of what is open."""
        if self.asked is not None:
            self.skip()
        elif self._view != "list":
            self.to("goal" if self._view == "reword" else "list")

    # -- how close ----------------------------------------------------------------------------------------------------
    def answer_close(self, value: int) -> None:
        """Stand on a step of the ladder; it is kept when the ladder is left."""
        self.answer = value
        self.tools.changed()

    def leave_ladder(self, *, keep: bool) -> None:
        """Leave the ladder with the answer, or skip."""
        if keep:
            self._keep_answer()
        self.to("list")

    def _keep_answer(self) -> None:
        value, self.answer = self.answer, None
        goal, pupil, session = self._goal, self.lesson.pupil, self.lesson.session
        if value is None or goal is None or pupil is None:
            return
        self.close = self.close | {goal: value}
        here = session.id if session else None
        self._change(lambda journal: journal.rate(pupil.id, "close", "review", "given", value, session=here, goal=goal))
