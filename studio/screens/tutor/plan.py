"""The plan of one pupil or group: the card whose first line is theirs, how many sessions there are, and what comes next."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from functools import partial
from typing import TYPE_CHECKING

from studio.screens.tutor.tab import Tab, captioned, today, words
from studio.ui.nodes import Button, Card, Choice, Column, Icon, Node, Row, Space, Text, Toggle
from studio.words import beside, day, say

if TYPE_CHECKING:
    from reflections import records
    from reflections.journal import Journal

OTHERS = ("school_line", "home_line", "tutor_line")
WEEKS = ((0, "plan no day"), (2, "plan in 2 weeks"), (4, "plan in 4 weeks"), (8, "plan in 8 weeks"))
RHYTHMS = ((4, "4"), (6, "6"), (8, "8"), (10, "10"))
HALF_DONE_SHOWN = 4


@dataclass(frozen=True, slots=True)
class Planned:
    """What the tab shows."""

    plan: records.PlanCard
    programme: records.Programme
    steps: tuple[records.NextStep, ...]
    gaps: tuple[records.Gap, ...]
    half_done: tuple[records.Piece, ...]


class PlanTab(Tab[Planned]):
    """The pupil's line first: no other can be written before it."""

    about = "the plan"
    _weeks = 0
    _rhythm: int | None = None
    _later = 0  # by so many weeks the first day is moved, and not saved yet

    def gather(self, journal: Journal) -> Planned:
        """Read it. On the writer."""
        pupil = self.whose.id
        return Planned(
            journal.plan(pupil),
            journal.programme(pupil),
            journal.next_steps(pupil),
            journal.gaps(pupil),
            journal.half_done(pupil),
        )

    def shown(self, found: Planned) -> Node:
        """The card on the left; sessions and next steps on the right."""
        return Row(
            Column(self._card(found.plan), *self._away(found.gaps), gap=16, grow=1),
            Column(self._steps(found.steps), self._sessions(found), gap=16, grow=1),
            gap=16,
            align="start",
        )

    # -- the card -----------------------------------------------------------------------------------------------------
    def _card(self, plan: records.PlanCard) -> Node:
        first = self.box("plan-pupil_line", words("plan pupil_line", name=self.whose.shown), plan.pupil_line, lines=2)
        rest = [self.box(f"plan-{line}", words(f"plan {line}"), getattr(plan, line), lines=2) for line in OTHERS]
        return Card(
            Column(
                Text(words("plan title"), style="h2"),
                first,
                *(rest if plan.pupil_line else [Text(words("plan first"), tone="text2")]),
                Row(Space(), Button("save-plan", words("save"), self._save, icon="check", kind="primary")),
            )
        )

    def _save(self) -> None:
        lines = ("pupil_line", *OTHERS)
        given = {line: self._typed[f"plan-{line}"] for line in lines if f"plan-{line}" in self._typed}
        pupil, adult = self.whose.id, self.adult
        self.change(
            lambda journal: journal.set_plan(pupil, seen_by=adult, **given),
            *[f"plan-{line}" for line in given],
            said=words("plan saved"),
        )

    def _away(self, gaps: tuple[records.Gap, ...]) -> list[Node]:
        """Times away are a part of it, and said as plainly as the rest."""
        return [
            Row(Icon("calendar", 20, "text2"), Text(gap_words(gap), tone="text2", grow=1), align="start")
            for gap in gaps[-2:]
        ]

    # -- how many sessions --------------------------------------------------------------------------------------------
    def _sessions(self, found: Planned) -> Node:
        programme = found.programme
        rhythm = self._rhythm or programme.review_every
        weeks = max(1, (programme.ends - programme.starts).days // 7 + 1)
        return Card(
            Column(
                Text(words("sessions title"), style="h2"),
                Text(standing(programme), weight=600),
                *self._left(found),
                self._first_day(programme),
                Row(
                    self.box("planned", words("sessions planned"), str(programme.planned_sessions), most=2, grow=1),
                    self.box("weeks", words("sessions weeks"), str(weeks), most=3, grow=1),
                ),
                captioned(
                    words("sessions rhythm"),
                    Choice("rhythm", RHYTHMS, rhythm, self._set_rhythm, words("sessions rhythm")),
                ),
                Row(
                    Space(),
                    Button("save-sessions", words("save"), lambda: self._agree(programme, weeks), icon="check"),
                ),
            )
        )

    def _first_day(self, programme: records.Programme) -> Node:
        """When it begins, a week earlier or later by each press: it is often set up before, or taken over."""
        starts = programme.starts + timedelta(weeks=self._later)
        weeks = ((-1, "minus", "week earlier"), (1, "plus", "week later"))
        row = Row(
            *[
                Button(f"start-{icon}", "", partial(self._move, by), icon=icon, name=say(f"tutor_evidence.{name}"))
                for by, icon, name in weeks
            ],
            Text(say("tutor_evidence.starts", first=day(starts), last=day(programme.ends)), tone="text2", grow=1)
            if not self._later
            else Text(say("tutor_evidence.starts then", first=day(starts)), tone="text2", grow=1),
            gap=8,
        )
        return captioned(say("tutor_evidence.runs"), row)

    def _move(self, weeks: int) -> None:
        self._later += weeks
        self.tools.changed()

    def _left(self, found: Planned) -> list[Node]:
        """In the last third: what is half done, for the pupil to choose from."""
        if not found.programme.in_last_third or not found.half_done:
            return []
        titles = beside(*(piece.title for piece in found.half_done[:HALF_DONE_SHOWN]))
        return [Text(words("sessions half done", titles=titles), tone="text2")]

    def _set_rhythm(self, every: int) -> None:
        self._rhythm = every
        self.tools.changed()

    def _agree(self, programme: records.Programme, usual_weeks: int) -> None:
        planned, weeks = self.number("planned", programme.planned_sessions), self.number("weeks", usual_weeks)
        if planned is None or not weeks:
            self.tools.say(words("sessions numbers"))
            return
        pupil, every = self.whose.id, self._rhythm or programme.review_every
        later = timedelta(weeks=self._later)
        starts, ends = programme.starts + later, programme.ends + later
        if weeks != usual_weeks:  # else the last day stays on its weekday
            ends = starts + timedelta(weeks=weeks) - timedelta(days=1)
        self.change(
            lambda journal: journal.set_programme(
                pupil, starts=starts, ends=ends, planned_sessions=planned, review_every=every
            ),
            "planned",
            "weeks",
            said=words("sessions saved"),
            then=self._moved,
        )

    def _moved(self) -> None:
        self._later = 0

    # -- what comes next ----------------------------------------------------------------------------------------------
    def _steps(self, steps: tuple[records.NextStep, ...]) -> Node:
        options = tuple((weeks, words(key)) for weeks, key in WEEKS)
        return Card(
            Column(
                Text(words("steps title"), style="h2"),
                *[self._step(step) for step in steps],
                self.box("step-what", words("steps what"), submit=lambda _said: self._add_step()),
                self.box("step-who", words("steps who"), most=80, submit=lambda _said: self._add_step()),
                captioned(
                    words("steps when"),
                    Choice("step-when", options, self._weeks, self._set_weeks, words("steps when")),
                ),
                Row(Space(), Button("add-step", words("steps add"), self._add_step, icon="plus")),
            )
        )

    def _step(self, step: records.NextStep) -> Node:
        more = [step.who_helps and words("steps helps", who=step.who_helps)]
        more += [words("steps by", day=day(step.by_when)) if step.by_when else ""]
        more += [words("steps taken on", day=day(step.done_on)) if step.done_on else ""]
        return Row(
            Column(
                Text(step.what, weight=600),
                Text(" ".join(filter(None, more)), style="label", tone="text2") if any(more) else None,
                gap=2,
                grow=1,
            ),
            Toggle(f"taken-{step.id}", words("steps taken"), step.done_on is not None, partial(self._taken, step)),
        )

    def _set_weeks(self, weeks: int) -> None:
        self._weeks = weeks
        self.tools.changed()

    def _add_step(self) -> None:
        what, who, pupil = self.typed("step-what").strip(), self.typed("step-who"), self.whose.id
        if not what:
            self.tools.focus("step-what")
            return
        by_when = today() + timedelta(weeks=self._weeks) if self._weeks else None
        self._weeks = 0
        self.change(lambda journal: journal.add_next_step(pupil, what, who, by_when), "step-what", "step-who")

    def _taken(self, step: records.NextStep, taken: bool) -> None:
        self.change(lambda journal: journal.step_taken(step.id, taken))


def gap_words(gap: records.Gap) -> str:
    """A time away, in words."""
    weeks = gap.days // 7
    if gap.until is None:
        return words("gap now", weeks=weeks, since=day(gap.since))
    return words("gap over", weeks=weeks, since=day(gap.since), until=day(gap.until))


def standing(programme: records.Programme) -> str:
    """How far it is, in sessions; once it has ended, that."""
    if programme.status in {"ended", "moved"}:
        return words("sessions ended")
    if programme.in_last_third:
        return words("sessions left", left=programme.left, planned=programme.planned_sessions)
    return words("sessions held", held=programme.held, planned=programme.planned_sessions)
