"""What one step of a conversation shows, as values: an answer that was given earlier is never there while one is asked for."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from reflections import portfolio, prompts
from reflections.conversation import values
from reflections.goals import sure_pairs
from reflections.naming import Where, marked_in
from reflections.pages.facts import in_words
from reflections.pages.marks import where
from reflections.records import MEASURES, Evidence, GoalEvidence, PieceEvidence, Preferences, local
from reflections.sentences import Spoken

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import date

    from reflections import records
    from reflections.conversation.agenda import Step
    from reflections.conversation.bringing import Brought
    from reflections.journal import Journal
    from reflections.pages.parts import Page

    Counted = tuple[dict[str, records.MeasureFacts], date | None]

TOOLS_SHOWN = 9
_OF_A_PIECE = ("came back:", "then:")  # facts that name a piece; those of a task name it too
_OF_A_TASK = "sure:"
_OF_A_RATING = "back:"


def shown(journal: Journal, found: Brought, step: Step) -> values.Shown:
    """Read and lay out one step."""
    match step.kind:
        case "room":
            return values.Room(found.review.room, found.review.copies)
        case "shown":
            return opened(found, step.of)
        case "then_now":
            return then_and_now(found)
        case "words":
            return values.PairOfWords(*(_said(found, take.id) for take in found.pair))
        case "sure":
            return _sure(journal, found)
        case "close":
            return close(found, next(goal for goal in found.goals if goal.id == step.of))
        case "measures":
            return values.Measures(MEASURES, found.review.measures)
        case "measure":
            return measure(journal, found, step.of, _counted(journal, found))
        case "helped":
            return _helped(journal, found)
        case "next":
            return _next(journal, found)
        case "did":
            every = journal.we_dids(found.pupil.id)
            before = tuple(one for one in every if one.outcome or one.review != found.review.id)  # not of today
            return values.Did(asked(found, "P7"), tuple(one for one in before if one.outcome), _unanswered(before))
        case _:
            return agreed(journal, found)


def asked(found: Brought, prompt: str) -> str:
    """Return a fixed prompt as this pupil is spoken to."""
    return prompts.words(prompt, found.pupil.register, found.preferences.language)


# -- what was picked ---------------------------------------------------------------------------------------------------


def opened(found: Brought, picked: str) -> values.Opened:
    """Lay out one thing the pupil picked: music as it was played or made, or words of theirs. Nothing that is tied to it."""
    if picked in found.words:
        said = found.words[picked]
        page = _page(found, reflections=(said,))
        title = found.pieces[said.piece].title if said.piece in found.pieces else ""
        return values.Opened(picked, "words", title, None, next(iter(page.said), None), said.has_sound)
    take, version = found.takes.get(picked), found.versions.get(picked)
    of = take or version
    assert of is not None, "what was picked is one of the three"
    one = _piece(found, of.piece, (take,) if take else (), (version,) if version else ())
    part = _page(found, pieces=(one,)).pieces[0]
    return values.Opened(picked, "take" if take else "version", part.title, part.shown, None, True)


def then_and_now(found: Brought) -> values.Pair:
    """Lay out then and now on the bars they share, and what the pupil hears in it that is new."""
    one = _piece(found, found.pair[0].piece, found.pair, ())
    part = _page(found, pieces=(one,)).pieces[0]
    assert part.then_now is not None, "two takes of one piece"
    ids = tuple(sorted((take.id for take in found.pair), key=lambda each: found.takes[each].made_at))
    return values.Pair(part.title, asked(found, "P1"), part.then_now, ids[0], ids[1], _answer(found, "P2"))


def _said(found: Brought, take: str) -> values.Sayings:
    said = tuple(one for one in found.pair_words if one.take == take)
    when = local(found.takes[take].made_at, found.takes[take].zone).date()
    return values.Sayings(when, _page(found, reflections=said).said, tuple(one.id for one in said))


# -- how sure, how close -----------------------------------------------------------------------------------------------


def _sure(journal: Journal, found: Brought) -> values.Sure:
    """Before and after of what was picked; and their first day as they see it now, apart."""
    scale = prompts.in_language(journal.scale("sure"), found.preferences.language)
    answer = found.answer("sure", "looking back", measure="confidence")
    tasks = [task for task in journal.tasks(found.pupil.id) if _is_of(found, task)]
    pairs = sure_pairs(found.ratings, tasks, sorted(found.takes.values(), key=lambda take: take.made_at))
    return values.Sure(
        values.Ask(asked(found, "P5"), scale.anchors, scale.minimum, scale.id, _given(found, answer)),
        _page(found, sure=pairs).sure if answer is not None else (),
    )


def _is_of(found: Brought, task: records.Task) -> bool:
    return task.take in found.takes or any(take.task == task.id for take in found.takes.values())


def close(found: Brought, goal: records.Goal, *, after: bool = False) -> values.Close:
    """One goal: the ladder is there once they said how close they are today, or would rather not (`after`: in any case)."""
    answer = found.answer("close", goal=goal.id)
    ladder = None
    if answer is not None or after:
        own = tuple(one for one in found.ratings if one.goal == goal.id)
        of = GoalEvidence(goal, own, (), (), (), ())
        ladder = _page(found, goals=(of,)).goals[0]
    scale = prompts.in_language(found.closeness, found.preferences.language)
    ask = values.Ask(asked(found, "G5"), scale.anchors, scale.minimum, scale.id, _given(found, answer))
    return values.Close(goal, ask, ladder)


def _given(found: Brought, answer: records.Rating | None) -> values.Given | None:
    return None if answer is None else values.Given(answer.value, _chosen(found, answer), answer.answer)


# -- measures ----------------------------------------------------------------------------------------------------------


def _counted(journal: Journal, found: Brought) -> Counted:
    """All eight since the last review that was held, and the day of that."""
    last = max((one.held_on for one in journal.reviews(found.pupil.id) if one.held_on is not None), default=None)
    return {one.measure: one for one in journal.measures(found.pupil.id, last)}, last


def measure(journal: Journal, found: Brought, which: str, counted: Counted) -> values.Measure:
    """One measure: what was counted since the last review, what the pupil says, what adults saw; three sides, never one."""
    every, last = counted
    facts, reader = every[which], Spoken(found.preferences.language)
    scale = prompts.in_language(journal.scale(which), found.preferences.language)
    answer = found.answer(which, measure=which)
    return values.Measure(
        which,
        tuple(values.Told(fact.key, in_words(fact, reader)) for fact in facts.facts if _may_open(found, fact)),
        frozenset(found.review.held_back),
        values.Ask(scale.wording, scale.anchors, scale.minimum, scale.id, _given(found, answer)),
        tuple(_earlier(found, one) for one in facts.said if one not in found.here) if answer is not None else (),
        tuple(one for one in facts.adults if last is None or one.said_on >= last),
        tuple(one for one in found.here if one.measure == which and one.rater != "pupil" and one.answer == "given"),
    )


def _earlier(found: Brought, one: records.Rating) -> values.Earlier:
    return values.Earlier(local(one.made_at, one.zone).date(), _chosen(found, one))


def _chosen(found: Brought, one: records.Rating) -> str:
    return prompts.chosen(one, found.preferences.language)


def _may_open(found: Brought, fact: records.Fact) -> bool:
    """Say whether a fact names nothing the pupil did not pick: counts do, a piece or a task that stayed closed does not."""
    kind, _, of = fact.key.partition(":")
    if fact.key.startswith(_OF_A_PIECE):
        return of in found.pieces
    if fact.key.startswith(_OF_A_TASK):
        return any(take.task == of for take in found.takes.values())
    if kind in {"future", "reached"}:
        return any(goal.id == of for goal in found.goals)
    return not fact.key.startswith(_OF_A_RATING) or of in {one.id for one in found.here}


# -- what helped, what next, what came of it ---------------------------------------------------------------------------


def _helped(journal: Journal, found: Brought) -> values.Helped:
    """Their own tools first, ours to fill up; what got in the way is there only once they wanted to say it."""
    tools = journal.toolkit(found.pupil.id)
    ours = prompts.question("P3", found.pupil.register, found.preferences.language).choices
    picked = {tool.words for tool in tools if any(on >= found.review.opened_on for _, on in tool.picks)}
    offered = dict.fromkeys((*(t.words for t in tools), *(choice.words for choice in ours)))
    wanted = [words for words in offered if words in picked]
    rest = [words for words in offered if words not in picked]
    first = sorted((*wanted, *rest[: max(0, TOOLS_SHOWN - len(wanted))]), key=list(offered).index)
    return values.Helped(
        asked(found, "P3"),
        tuple((words, words in picked) for words in first),
        _answer(found, "P4"),
        _answer(found, "P4b"),
    )


def _answer(found: Brought, prompt: str) -> values.Answer:
    latest = found.latest(prompt)
    return values.Answer(prompt, asked(found, prompt), latest.body if latest else "", latest.id if latest else "")


def _next(journal: Journal, found: Brought) -> values.Next:
    """What they want of the adults, next steps, and goals: those talked about, and wishes from today on."""
    wishes = tuple(
        goal
        for goal in journal.goals(found.pupil.id)
        if goal.state == "wish" and goal.wordings[0].said_on >= found.review.opened_on
    )
    return values.Next(
        asked(found, "P6"),
        asked(found, "G1"),
        tuple(one for one in journal.we_dids(found.pupil.id) if one.review == found.review.id),
        tuple(one for one in journal.next_steps(found.pupil.id) if one.done_on is None),
        (*found.goals, *wishes),
    )


def _unanswered(every: Iterable[records.WeDid]) -> tuple[records.WeDid, ...]:
    return tuple(one for one in every if not one.outcome)


def agreed(journal: Journal, found: Brought) -> values.Agreed:
    """All that was kept in this conversation: for the end of it, and for paper. Facts that are held back are not in it."""
    every = journal.we_dids(found.pupil.id)
    counted = _counted(journal, found) if found.review.measures else ({}, None)
    measures = tuple(measure(journal, found, each, counted) for each in found.review.measures)
    helped = () if found.together else tuple(words for words, on in _helped(journal, found).tools if on)
    gone = (event for each in found.members or (found.pupil.id,) for event in journal.shares(each))
    given = {event.to_whom for event in gone if event.at.date() >= found.review.opened_on}
    whole = values.Agreed(
        found.review,
        tuple(dict.fromkeys(title for each in found.picked if (title := opened(found, each).title))),
        tuple(answer for prompt in ("P2", "P4", "P4b") if (answer := _answer(found, prompt)).words),
        helped,
        tuple(close(found, goal, after=True) for goal in found.goals),
        tuple(one.without_held() for one in measures),
        _next(journal, found),
        tuple(one for one in every if one.outcome and one.review != found.review.id),
        frozenset(given),
    )
    others = [one.alias for one in journal.pupils() if one.id != found.pupil.id]
    known = (found.pupil.alias, *(piece.title for piece in found.pieces.values()))
    reader = Spoken(found.preferences.language)
    marked = marked_in(_texts(whole), others, known)
    return replace(whole, marked=tuple(dict.fromkeys((where(one, reader), one.text) for one in marked)))


def _texts(whole: values.Agreed) -> Iterator[tuple[Where, str, bool]]:
    """Every free text of a copy: where it stands, what it says, and that it is a sentence."""
    for role in (*whole.review.room, *whole.review.copies):
        yield Where("here"), role, True
    for answer in whole.said:
        yield Where("", answer.asked), answer.words, True
    for words in whole.helped:
        yield Where("helped"), words, True
    for goal in whole.goals:
        yield Where("goal"), goal.goal.words, True
    for one in whole.measures:
        yield from ((Where("view"), f"{view.by_role}: {view.words}", True) for view in one.views)
    for step in whole.next.steps:
        yield Where("next"), f"{step.what} {step.who_helps}", True
    for want in (*whole.next.wants, *whole.did):
        yield Where("asked"), f"{want.said} {want.did} {want.because} {want.by_role}", True


# -- through the portfolio ---------------------------------------------------------------------------------------------


def _piece(
    found: Brought, piece: str, takes: tuple[records.Take, ...], versions: tuple[records.Version, ...]
) -> PieceEvidence:
    bare = replace(found.pieces[piece], about="", poem="", cover="", goals=(), hidden=False)  # a story was not picked
    in_order = tuple(sorted(takes, key=lambda take: take.made_at))
    return PieceEvidence(bare, in_order, versions, (), (), ())


def _page(
    found: Brought,
    *,
    pieces: tuple[PieceEvidence, ...] = (),
    reflections: tuple[records.Reflection, ...] = (),
    sure: tuple[records.SurePair, ...] = (),
    goals: tuple[GoalEvidence, ...] = (),
) -> Page:
    """Lay out just this, as the portfolio does: the pupil's words for how it was played, bars, lines and their breaks."""
    evidence = Evidence(
        pupil=found.pupil,
        programme=found.programme,
        sessions=(),
        pieces=pieces,
        reflections=reflections,
        sure=sure,
        goals=goals,
        try_next=(),
        toolkit=(),
        interests=(),
        taken_back=0,
    )
    wanted = Preferences(language=found.preferences.language)  # no more: a piece they hid at home was picked for here
    return portfolio.page(evidence, {}, wanted)
