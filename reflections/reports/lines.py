"""Statements that several reports make: facts, goals, words, what helps, what comes next, what adults think. Pure.

A fact is counted and has its rows; words are the pupil's and stand there only where they let them in; a view is an
adult's. Nothing is averaged, nothing is read out of words, and a line that is flat or falls has no remark.
"""

from __future__ import annotations

from itertools import chain
from typing import TYPE_CHECKING

from reflections import goals
from reflections.pages.charts import day
from reflections.pages.words import PROMPTS, plainly, state
from reflections.records import local
from reflections.reports.material import short
from reflections.reports.parts import Line
from reflections.reports.words import MEASURES, SET_BY, WE_DID

if TYPE_CHECKING:
    from collections.abc import Iterator

    from reflections.records import Fact, Goal, GoalEvidence, PieceEvidence, Rating, Reflection, SurePair
    from reflections.reports.material import Desk

WORDS, TITLE = 150, 60  # characters of a statement, of a title
OPEN_TO = frozenset({"school", "chosen"})  # who may read it besides the tutor and the group
# answers that say nothing by themselves, or are nobody's business: sure?, keep?, who may hear?, help
_NO_QUOTES = frozenset(
    {"T1", "T2", "T3", "T4", "T7", "T8", "T9", "B1", "G1", "G2", "G3", "G4", "G5", "G6", "P1", "P5", "E1", "E2", "H1"}
)
_KEPT_GOALS = ("active", "reached", "parked", "wish")


def facts(
    desk: Desk, *names: str, only: frozenset[str] = frozenset(), but: frozenset[str] = frozenset()
) -> Iterator[Line]:
    """Say what was counted for these measures; `only` keeps the kinds of facts that are named, `but` leaves some out."""
    for measure in desk.material.measures:
        if measure.measure in names:
            for fact in measure.facts:
                kind = fact.key.partition(":")[0]
                if kind not in but and (not only or kind in only):
                    yield from fact_line(desk, fact, MEASURES[measure.measure])


def fact_line(desk: Desk, fact: Fact, about: str = "") -> Iterator[Line]:
    """Say one fact, if it may stand there and something shows it; what was held back at a review is in no report."""
    if _may_stand(desk, fact, about):
        proofs = desk.shown_by(fact.evidence)
        if proofs:
            yield Line(f"fact:{fact.key}", short(plainly(fact.words, WORDS), WORDS), proofs=proofs)


def _may_stand(desk: Desk, fact: Fact, about: str) -> bool:
    offered = ", ".join(filter(None, (about, _one_of_several(desk, fact))))
    return fact.key not in desk.material.held_back and desk.may(f"fact:{fact.key}", plainly(fact.words, WORDS), offered)


def sure(desk: Desk) -> Iterator[Line]:
    """Say what was answered before and after each task; of one that came again the first time and the latest, in one line."""
    pairs = {pair.task.id: pair for pair in desk.evidence.sure}
    tasks: dict[str, list[tuple[SurePair, Fact]]] = {}
    for fact in (fact for one in desk.material.measures if one.measure == "confidence" for fact in one.facts):
        kind, _, task = fact.key.partition(":")
        if kind == "sure" and task in pairs and _may_stand(desk, fact, MEASURES["confidence"]):
            tasks.setdefault(pairs[task].task.words.casefold(), []).append((pairs[task], fact))
    for of in tasks.values():
        of.sort(key=lambda each: each[0].after.made_at)
        (pair, first), (_, latest) = of[0], of[-1]
        proofs = desk.shown_by(each for _, fact in of for each in fact.evidence)
        if proofs:
            said = _answered(pair, first) if len(of) == 1 else " ".join(_on_its_day(*each) for each in (of[0], of[-1]))
            often = f" Asked {len(of)} times." if of[2:] else ""
            yield Line(f"fact:{latest.key}", short(pair.task.words, WORDS), said + often, proofs=proofs)


def _answered(pair: SurePair, fact: Fact) -> str:
    return short(plainly(fact.words, WORDS).removeprefix(f"{pair.task.words}: "), WORDS)


def _on_its_day(pair: SurePair, fact: Fact) -> str:
    return f"{day(local(pair.after.made_at, pair.after.zone).date())}: {_answered(pair, fact)}."


def _one_of_several(desk: Desk, fact: Fact) -> str:
    """The day of a before and after, where the same task was asked about more than once; "" for any other fact."""
    kind, _, task = fact.key.partition(":")
    asked = [(pair.task.words, pair) for pair in desk.evidence.sure]
    pair = next((one for _, one in asked if kind == "sure" and one.task.id == task), None)
    if pair is None or sum(words == pair.task.words for words, _ in asked) == 1:
        return ""
    return day(local(pair.after.made_at, pair.after.zone).date())


def quotes(desk: Desk) -> Iterator[Line]:
    """Say what the pupil said in their own words and let in, the latest first: words picked from a few are no quote."""
    said = chain(desk.evidence.reflections, *(one.reflections for one in desk.evidence.pieces))
    for one in sorted(said, key=lambda r: r.made_at, reverse=True):
        if one.prompt not in _NO_QUOTES and one.body.strip() and quoted(desk, one):
            yield quote_line(desk, one)


def quoted(desk: Desk, one: Reflection) -> bool:
    """Whether the pupil let these words in; offered to them where not."""
    about = f"{PROMPTS.get(one.prompt, 'My words')}, {day(local(one.made_at, one.zone).date())}"
    return desk.may(f"said:{one.id}", one.body, about, usual=one.who_reads in OPEN_TO, asked=True)


def quote_line(desk: Desk, one: Reflection, most: int = WORDS) -> Line:
    """One quote with the day it was said."""
    when = day(local(one.made_at, one.zone).date())
    title = next((p.piece.title for p in desk.evidence.pieces if p.piece.id == one.piece), "")
    about = ", ".join(filter(None, (short(title, TITLE), when)))
    return Line(f"said:{one.id}", short(one.body, most), about, quote=True, proofs=desk.shown_by([one.id], one.body))


def quote_of(desk: Desk, one: PieceEvidence) -> str:
    """The latest of the words about a piece that the pupil let in."""
    own = [r for r in reversed(one.reflections) if r.prompt not in _NO_QUOTES and r.body.strip()]
    return next((r.body for r in own if quoted(desk, r)), "")


def has_music(one: PieceEvidence) -> bool:
    """Whether anything of a piece was kept that can be heard."""
    return bool(one.takes or one.versions)


def when(one: PieceEvidence) -> str:
    """Say from which day to which a piece was played and made."""
    made = [(t.made_at, t.zone) for t in one.takes] + [(v.made_at, v.zone) for v in one.versions]
    days = sorted({local(at, zone).date() for at, zone in made})
    return day(days[0]) if len(days) == 1 else f"{day(days[0])} to {day(days[-1])}"


def own_goals(desk: Desk, *, whole: bool = False) -> Iterator[Line]:
    """Say each goal: its words, who set it, the first answer and the last with how many there are, looking back apart.

    `whole` is with its first step and how it is known to be reached.
    """
    order = {state: n for n, state in enumerate(_KEPT_GOALS)}
    for of in sorted((g for g in desk.evidence.goals if g.goal.state in order), key=lambda g: order[g.goal.state]):
        goal = of.goal
        if desk.may(f"goal:{goal.id}", goal.words, "goal"):
            ids = [goal.id, *(r.id for r in of.ratings if r.answer == "given"), *of.takes, *of.versions]
            about = " ".join(filter(None, (_how_close(of), _how_known(goal) if whole else "")))
            yield Line(f"goal:{goal.id}", short(goal.words, WORDS), about, proofs=desk.shown_by(ids))


def _how_close(of: GoalEvidence) -> str:
    goal, found = of.goal, goals.lines(of.ratings, of.goal.wordings)
    said = [SET_BY.get(goal.set_by, f"Set by {goal.set_by}")]
    if state(goal.state):
        said.append({"reached": "Reached", "parked": "Resting for now", "wish": "A wish"}[goal.state])
    line = found[-1] if found and not goals.of_another(found[-1].dots[-1], goal.wordings) else None
    if line is not None:
        first, last, n = line.dots[0], line.dots[-1], len(line.dots)
        said.append(f"Said {_on(first)}, 1 answer" if n == 1 else f"First {_on(first)}, last {_on(last)}, {n} answers")
        if len(found) > 1:
            said.append("The goal or the question had changed before")
        if goals.is_bigger(line):
            said.append("A bigger change")
    elif found:
        said.append("Not said since the goal changed")
    back = [r for r in of.ratings if r.moment == "looking back" and r.answer == "given" and not r.superseded]
    if back:
        said.append(f"Looking back, they put the start at {back[-1].value}")
    return ". ".join(said) + "."


def _how_known(goal: Goal) -> str:
    step = next((s.words for s in goal.steps if s.done_on is None), "" if goal.steps else goal.first_step)
    parts = (f"Next small step: {short(step, 90)}" if step else "", f"It is there when: {short(goal.know_by, 90)}")
    told = (one for one in parts if one and not one.endswith(": "))
    return " ".join(one if one.endswith("\N{HORIZONTAL ELLIPSIS}") else f"{one.rstrip('.')}." for one in told)


def _on(rating: Rating) -> str:
    return f"{rating.value} of {rating.maximum} ({day(local(rating.made_at, rating.zone).date())})"


def answers(desk: Desk, measure: str) -> Iterator[Line]:
    """Say what the pupil answered for one measure, the latest only, in the words they picked."""
    for one in desk.material.measures:
        given = [r for r in one.said if r.answer == "given" and not r.superseded]
        if one.measure == measure and given:
            last = given[-1]
            if desk.may(f"answer:{last.id}", f"{MEASURES[measure]}: {last.words}", "what you picked"):
                when = day(local(last.made_at, last.zone).date())
                words = f"They picked: {last.words}"
                yield Line(f"answer:{last.id}", short(words, WORDS), when, proofs=desk.shown_by([last.id]))


def helps(desk: Desk) -> Iterator[Line]:
    """Say what the pupil picked as what helped, the most picked first."""
    for tool in sorted(desk.evidence.toolkit, key=lambda t: -t.picked):
        key = f"tool:{tool.picks[0][0]}" if tool.picks else ""
        if key and desk.may(key, tool.words, "what helps"):
            yield Line(key, short(tool.words, WORDS), proofs=desk.shown_by(pick for pick, _ in tool.picks))


def wants(desk: Desk) -> Iterator[Line]:
    """Say what the pupil wants to do: wishes and goals to come in their words, then what they would try next."""
    for of in desk.evidence.goals:
        goal = of.goal
        if goal.state in {"active", "wish"} and desk.may(f"goal:{goal.id}", goal.words, "goal"):
            yield Line(
                f"goal:{goal.id}",
                short(goal.words, WORDS),
                quote=goal.set_by == "pupil",
                proofs=desk.shown_by([goal.id]),
            )
    for nxt in reversed(desk.evidence.try_next):
        about = "what you want to try"
        open_ = not nxt.tried_in and not nxt.by_voice
        if open_ and desk.may(f"next:{nxt.id}", nxt.words, about, usual=False, asked=True):
            proofs = desk.shown_by([nxt.id], nxt.words)
            yield Line(f"next:{nxt.id}", short(nxt.words, WORDS), quote=True, proofs=proofs)


def next_steps(desk: Desk) -> Iterator[Line]:
    """Say what comes next, who helps and by when; what is done is over."""
    for step in desk.material.next_steps:
        if step.done_on is None and desk.may(f"step:{step.id}", step.what, "next step"):
            who = f"{short(step.who_helps, TITLE)} helps" if step.who_helps else ""
            when = f"by {day(step.by_when)} {step.by_when.year}" if step.by_when else ""
            about = ", ".join(filter(None, (who, when)))
            yield Line(f"step:{step.id}", short(step.what, WORDS), about, proofs=desk.shown_by([step.id]))


def we_did(desk: Desk) -> Iterator[Line]:
    """Say what adults did about what the pupil asked for, or why not; what has no answer yet stands there as that."""
    for one in desk.material.we_dids:
        if desk.may(f"asked:{one.id}", one.said, "what you asked for"):
            came = short(one.did or one.because, 110)
            answer = f"{WE_DID[one.outcome]}: {came}" if one.outcome else "No answer yet"
            about = f"{answer}, {short(one.by_role, TITLE)}" if one.by_role else answer
            proofs = desk.shown_by([one.id], one.said)
            yield Line(f"asked:{one.id}", short(one.said, WORDS), f"{about}.", quote=True, proofs=proofs)


def views(desk: Desk) -> Iterator[Line]:
    """Say what adults saw, as they put it and by which role, the latest of each measure first."""
    found = [view for one in desk.material.measures for view in one.adults]
    for view in sorted(found, key=lambda v: v.said_on, reverse=True):
        by = f"{short(view.by_role, TITLE)}, {day(view.said_on)}"
        if desk.may(f"view:{view.id}", view.words, by):
            yield Line(f"view:{view.id}", short(view.words, WORDS), MEASURES[view.measure], by=by)
