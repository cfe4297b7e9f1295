"""Statements that several reports make: facts, goals, words, what helps, what comes next, what adults think. Pure.

A fact is counted and has its rows; words are the pupil's and stand there only where they let them in; a view is an
adult's. Nothing is averaged, nothing is read out of words, and a line that is flat or falls has no remark.
"""

from __future__ import annotations

from itertools import chain
from typing import TYPE_CHECKING

from reflections import goals
from reflections.pages.facts import answered, in_words
from reflections.pages.words import asked
from reflections.records import local
from reflections.reports.material import OF, short
from reflections.reports.parts import Line

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
                    yield from fact_line(desk, fact, desk.say(f"measure {measure.measure}"))


def fact_line(desk: Desk, fact: Fact, about: str = "") -> Iterator[Line]:
    """Say one fact, if it may stand there and something shows it; what was held back at a review is in no report."""
    if _may_stand(desk, fact, about):
        proofs = desk.shown_by(fact.evidence)
        if proofs:
            yield Line(f"fact:{fact.key}", short(in_words(fact, desk.spoken, WORDS), WORDS), proofs=proofs)


def _may_stand(desk: Desk, fact: Fact, about: str) -> bool:
    offered, words = desk.spoken.listed((about, _one_of_several(desk, fact))), in_words(fact, desk.spoken, WORDS)
    return fact.key not in desk.material.held_back and desk.may(f"fact:{fact.key}", words, offered)


def sure(desk: Desk) -> Iterator[Line]:
    """Say what was answered before and after each task; of one that came again the first time and the latest, in one line."""
    pairs = {pair.task.id: pair for pair in desk.evidence.sure}
    tasks: dict[str, list[tuple[SurePair, Fact]]] = {}
    measure = desk.say("measure confidence")
    for fact in (fact for one in desk.material.measures if one.measure == "confidence" for fact in one.facts):
        kind, _, task = fact.key.partition(":")
        if kind == "sure" and task in pairs and _may_stand(desk, fact, measure):
            tasks.setdefault(pairs[task].task.words.casefold(), []).append((pairs[task], fact))
    for of in tasks.values():
        of.sort(key=lambda each: each[0].after.made_at)
        (pair, first), (_, latest) = of[0], of[-1]
        proofs = desk.shown_by(each for _, fact in of for each in fact.evidence)
        if proofs:
            said = [_on_its_day(desk, *each) for each in (of[0], of[-1])] if of[1:] else [_answered(desk, pair, first)]
            if of[2:]:
                said.append(desk.spoken.counted("report.asked again", len(of)))
            yield Line(f"fact:{latest.key}", short(pair.task.words, WORDS), " ".join(said), proofs=proofs)


def _answered(desk: Desk, pair: SurePair, fact: Fact) -> str:
    """As much of how it was asked as beside the task, so that both say the same."""
    return short(answered(fact, desk.spoken, WORDS - len(pair.task.words) - len(OF)), WORDS)


def _on_its_day(desk: Desk, pair: SurePair, fact: Fact) -> str:
    return f"{_day(desk, pair.after)}: {_answered(desk, pair, fact)}."


def _day(desk: Desk, made: Rating | Reflection) -> str:
    return desk.spoken.day(local(made.made_at, made.zone).date())


def _one_of_several(desk: Desk, fact: Fact) -> str:
    """The day of a before and after, where the same task was asked about more than once; "" for any other fact."""
    kind, _, task = fact.key.partition(":")
    asked = [(pair.task.words, pair) for pair in desk.evidence.sure]
    pair = next((one for _, one in asked if kind == "sure" and one.task.id == task), None)
    if pair is None or sum(words == pair.task.words for words, _ in asked) == 1:
        return ""
    return _day(desk, pair.after)


def quotes(desk: Desk) -> Iterator[Line]:
    """Say what the pupil said in their own words and let in, the latest first: words picked from a few are no quote."""
    said = chain(desk.evidence.reflections, *(one.reflections for one in desk.evidence.pieces))
    for one in sorted(said, key=lambda r: r.made_at, reverse=True):
        if one.prompt not in _NO_QUOTES and one.body.strip() and quoted(desk, one):
            yield quote_line(desk, one)


def quoted(desk: Desk, one: Reflection) -> bool:
    """Whether the pupil let these words in; offered to them where not."""
    about = desk.spoken.listed((asked(one.prompt, desk.spoken), _day(desk, one)))
    return desk.may(f"said:{one.id}", one.body, about, usual=one.who_reads in OPEN_TO, asked=True)


def quote_line(desk: Desk, one: Reflection, most: int = WORDS) -> Line:
    """One quote with the day it was said."""
    title = next((p.piece.title for p in desk.evidence.pieces if p.piece.id == one.piece), "")
    about = desk.spoken.listed((short(title, TITLE), _day(desk, one)))
    return Line(f"said:{one.id}", short(one.body, most), about, quote=True, proofs=desk.shown_by([one.id], one.body))


def quote_of(desk: Desk, one: PieceEvidence) -> str:
    """The latest of the words about a piece that the pupil let in."""
    own = [r for r in reversed(one.reflections) if r.prompt not in _NO_QUOTES and r.body.strip()]
    return next((r.body for r in own if quoted(desk, r)), "")


def has_music(one: PieceEvidence) -> bool:
    """Whether anything of a piece was kept that can be heard."""
    return bool(one.takes or one.versions)


def when(desk: Desk, one: PieceEvidence) -> str:
    """Say from which day to which a piece was played and made."""
    made = [(t.made_at, t.zone) for t in one.takes] + [(v.made_at, v.zone) for v in one.versions]
    days = sorted({local(at, zone).date() for at, zone in made})
    return desk.spoken.span(days[0], days[-1])


def own_goals(desk: Desk, *, whole: bool = False) -> Iterator[Line]:
    """Say each goal: its words, who set it, the first answer and the last with how many there are, looking back apart.

    `whole` is with its first step and how it is known to be reached.
    """
    order = {state: n for n, state in enumerate(_KEPT_GOALS)}
    for of in sorted((g for g in desk.evidence.goals if g.goal.state in order), key=lambda g: order[g.goal.state]):
        goal = of.goal
        if desk.may(f"goal:{goal.id}", goal.words, desk.say("offer goal")):
            ids = [goal.id, *(r.id for r in of.ratings if r.answer == "given"), *of.takes, *of.versions]
            about = " ".join(filter(None, (_how_close(desk, of), _how_known(desk, goal) if whole else "")))
            yield Line(f"goal:{goal.id}", short(goal.words, WORDS), about, proofs=desk.shown_by(ids))


def _how_close(desk: Desk, of: GoalEvidence) -> str:
    goal, found, say = of.goal, goals.lines(of.ratings, of.goal.wordings), desk.say
    said = [say(f"set by {goal.set_by}")]
    if goal.state != "active":
        said.append(say(f"state {goal.state}"))
    line = found[-1] if found and not goals.of_another(found[-1].dots[-1], goal.wordings) else None
    if line is not None:
        said.append(_answers_on(desk, line.dots))
        if len(found) > 1:
            said.append(say("changed before"))
        if goals.is_bigger(line):
            said.append(say("bigger"))
    elif found:
        said.append(say("not since"))
    back = [r for r in of.ratings if r.moment == "looking back" and r.answer == "given" and not r.superseded]
    if back:
        said.append(say("looking back", value=back[-1].value))
    return ". ".join(said) + "."


def _answers_on(desk: Desk, dots: tuple[Rating, ...]) -> str:
    """The first answer and the last with how many there are."""
    first, last = (
        desk.say("on a scale", value=one.value, most=one.maximum, day=_day(desk, one)) for one in (dots[0], dots[-1])
    )
    if len(dots) == 1:
        return desk.say("said once", answer=first)
    return desk.say("said often", first=first, last=last, answers=desk.spoken.counted("report.answers", len(dots)))


def _how_known(desk: Desk, goal: Goal) -> str:
    step = next((s.words for s in goal.steps if s.done_on is None), "" if goal.steps else goal.first_step)
    parts = (("small step", short(step, 90)), ("there when", short(goal.know_by, 90)))
    told = (desk.say(key, words=words) for key, words in parts if words)
    return " ".join(one if one.endswith("\N{HORIZONTAL ELLIPSIS}") else f"{one.rstrip('.')}." for one in told)


def answers(desk: Desk, measure: str) -> Iterator[Line]:
    """Say what the pupil answered for one measure, the latest only, in the words they picked."""
    for one in desk.material.measures:
        given = [r for r in one.said if r.answer == "given" and not r.superseded]
        if one.measure == measure and given:
            last = given[-1]
            named = f"{desk.say(f'measure {measure}')}{OF}{last.words}"
            if desk.may(f"answer:{last.id}", named, desk.say("offer picked")):
                words = desk.say("they picked", words=last.words)
                yield Line(f"answer:{last.id}", short(words, WORDS), _day(desk, last), proofs=desk.shown_by([last.id]))


def helps(desk: Desk) -> Iterator[Line]:
    """Say what the pupil picked as what helped, the most picked first."""
    for tool in sorted(desk.evidence.toolkit, key=lambda t: -t.picked):
        key = f"tool:{tool.picks[0][0]}" if tool.picks else ""
        if key and desk.may(key, tool.words, desk.say("offer helps")):
            yield Line(key, short(tool.words, WORDS), proofs=desk.shown_by(pick for pick, _ in tool.picks))


def wants(desk: Desk) -> Iterator[Line]:
    """Say what the pupil wants to do: wishes and goals to come in their words, then what they would try next."""
    for of in desk.evidence.goals:
        goal = of.goal
        if goal.state in {"active", "wish"} and desk.may(f"goal:{goal.id}", goal.words, desk.say("offer goal")):
            yield Line(
                f"goal:{goal.id}",
                short(goal.words, WORDS),
                quote=goal.set_by == "pupil",
                proofs=desk.shown_by([goal.id]),
            )
    for nxt in reversed(desk.evidence.try_next):
        about = desk.say("offer try")
        open_ = not nxt.tried_in and not nxt.by_voice
        if open_ and desk.may(f"next:{nxt.id}", nxt.words, about, usual=False, asked=True):
            proofs = desk.shown_by([nxt.id], nxt.words)
            yield Line(f"next:{nxt.id}", short(nxt.words, WORDS), quote=True, proofs=proofs)


def next_steps(desk: Desk) -> Iterator[Line]:
    """Say what comes next, who helps and by when; what is done is over."""
    for step in desk.material.next_steps:
        if step.done_on is None and desk.may(f"step:{step.id}", step.what, desk.say("offer step")):
            by, who = step.by_when, short(step.who_helps, TITLE)
            helping = desk.say("helping", who=who) if who else ""
            about = desk.spoken.listed((helping, desk.say("by", day=desk.spoken.day(by), year=by.year) if by else ""))
            yield Line(f"step:{step.id}", short(step.what, WORDS), about, proofs=desk.shown_by([step.id]))


def we_did(desk: Desk) -> Iterator[Line]:
    """Say what adults did about what the pupil asked for, or why not; what has no answer yet stands there as that."""
    for one in desk.material.we_dids:
        if desk.may(f"asked:{one.id}", one.said, desk.say("offer asked")):
            came, key = short(one.did or one.because, 110), f"asked {one.outcome}" if one.outcome else "asked"
            about = desk.spoken.listed((desk.say(key, words=came), short(one.by_role, TITLE)))
            proofs = desk.shown_by([one.id], one.said)
            yield Line(f"asked:{one.id}", short(one.said, WORDS), f"{about}.", quote=True, proofs=proofs)


def views(desk: Desk) -> Iterator[Line]:
    """Say what adults saw, as they put it and by which role, the latest of each measure first."""
    found = [view for one in desk.material.measures for view in one.adults]
    for view in sorted(found, key=lambda v: v.said_on, reverse=True):
        by = desk.spoken.listed((short(view.by_role, TITLE), desk.spoken.day(view.said_on)))
        if desk.may(f"view:{view.id}", view.words, by):
            yield Line(f"view:{view.id}", short(view.words, WORDS), desk.say(f"measure {view.measure}"), by=by)
