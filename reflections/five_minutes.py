"""Five minutes before a conversation with one pupil: what was chosen, kept, said, what changed, and two questions to ask. Pure.

Everything is a fact that was kept, or words as they were said. Nothing is added up, and nothing guesses how anybody feels.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from reflections import goals, prompts
from reflections.caseload import LONGEST_TITLE, Line, day_of, short
from reflections.pages.words import changed as in_words
from reflections.questions import Question, questions
from reflections.sentences import Spoken

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence
    from datetime import date

    from reflections.records import Evidence, GoalEvidence, PieceEvidence, Rating, SurePair

_ENGLISH: Final = Spoken()
MOST_SAID: Final = 8  # the newest; the portfolio has them all
LONGEST_SAID: Final = 400  # letters


@dataclass(frozen=True, slots=True)
class Said:
    """Words of the pupil's, by the id of their row: `prompt` is the question they answered ("" for none), `about` a piece's title or ""."""

    id: str
    prompt: str
    about: str
    words: str
    when: date
    has_sound: bool


@dataclass(frozen=True, slots=True)
class FiveMinutes:
    """What there is since the day of the last review (`since`, None for the beginning)."""

    since: date | None
    chosen: tuple[Line, ...]
    kept: tuple[Line, ...]
    said: tuple[Said, ...]
    changed: tuple[Line, ...]
    questions: tuple[Question, ...]


def five_minutes(evidence: Evidence, since: date | None, to: Spoken = _ENGLISH) -> FiveMinutes:
    """Gather it; all of it newest first, but for what changed, which goes from then to now.

    How a way of playing changed, and what was chosen on a scale, is told in the language of `to`.
    """
    return FiveMinutes(
        since=since,
        chosen=tuple(_chosen(evidence, since)),
        kept=tuple(_kept(evidence, since)),
        said=tuple(_said(evidence, since))[:MOST_SAID],
        changed=(
            *_ways(evidence, since, to.of("changed")),
            *_goals(evidence, since),
            *_sure(evidence, since, to),
            *_tried(evidence),
        ),
        questions=questions(evidence, since),
    )


def _after(when: date, since: date | None) -> bool:
    return since is None or when > since


def _chosen(evidence: Evidence, since: date | None) -> Iterable[Line]:
    for one in sorted(evidence.pieces, key=lambda each: each.piece.made_at, reverse=True):
        when = day_of(one.piece)
        if _after(when, since) and one.piece.chosen_by in {"pupil", "together"}:
            yield Line(f"chosen {one.piece.chosen_by}", {"title": short(one.piece.title, LONGEST_TITLE), "day": when})


def _kept(evidence: Evidence, since: date | None) -> Iterable[Line]:
    for one in reversed(evidence.pieces):
        made = {day_of(take) for take in one.takes} | {day_of(version) for version in one.versions}
        days = sorted(when for when in made if _after(when, since))
        if days:
            key = "kept once" if len(days) == 1 else "kept on days"
            yield Line(key, {"title": short(one.piece.title, LONGEST_TITLE), "first": days[0], "latest": days[-1]})
        if any(_after(day_of(made), since) for made in one.versions):
            yield Line("kept finished", {"title": short(one.piece.title, LONGEST_TITLE)})


def _said(evidence: Evidence, since: date | None) -> Iterable[Said]:
    titles = {one.piece.id: one.piece.title for one in evidence.pieces}
    spoken = [said for one in evidence.pieces for said in one.reflections] + list(evidence.reflections)
    for said in sorted(spoken, key=lambda each: each.made_at, reverse=True):
        if _after(day_of(said), since) and (said.body or said.has_sound) and said.prompt not in {"T8", "T9"}:
            about = short(titles.get(said.piece or "", ""), LONGEST_TITLE)
            yield Said(said.id, said.prompt, about, short(said.body, LONGEST_SAID), day_of(said), said.has_sound)


def _ways(evidence: Evidence, since: date | None, tell: Callable[..., str]) -> Iterable[Line]:
    """How a piece was played then and now: only what the takes themselves say."""
    for one in evidence.pieces:
        ways = ways_of(one, since, tell)
        if ways:
            yield Line("changed way", {"title": short(one.piece.title, LONGEST_TITLE), "how": "; ".join(ways)})


def ways_of(one: PieceEvidence, since: date | None, tell: Callable[..., str]) -> tuple[str, ...]:
    """Say what was not alike between the first take of a piece and its latest, if that is new."""
    if len(one.takes) < 2 or not _after(day_of(one.takes[-1]), since):  # noqa: PLR2004 - then, and now
        return ()
    return tuple(words for each in goals.changed(one.takes) if (words := in_words(each, tell)))


def _goals(evidence: Evidence, since: date | None) -> Iterable[Line]:
    for one in evidence.goals:
        goal = short(one.goal.words)
        reworded = [each for each in one.goal.wordings[1:] if _after(each.said_on, since)]
        if reworded:
            key = "changed goal" if not all(each.same_goal for each in reworded) else "changed words"
            yield Line(key, {"goal": goal, "day": reworded[-1].said_on})
        if one.goal.state == "reached":
            yield Line("changed reached", {"goal": goal})
        yield from _close(one, since)


def _close(one: GoalEvidence, since: date | None) -> Iterable[Line]:
    """The pupil's own answers on the goal as it is now, as they were given: the first and the latest of one line."""
    own = [rating for rating in one.ratings if rating.rater == "pupil"]
    found = goals.lines(own, one.goal.wordings)
    given = found[-1].dots if found else ()
    if not given or goals.of_another(given[-1], one.goal.wordings) or not _after(day_of(given[-1]), since):
        return
    first, last = given[0], given[-1]
    filled = {"goal": short(one.goal.words), "first": first.value, "day": day_of(first)}
    if len(given) == 1:
        yield Line("close once", filled)
    else:
        yield Line("close", {**filled, "last": last.value, "latest": day_of(last), "n": len(given)})


def _sure(evidence: Evidence, since: date | None, to: Spoken) -> Iterable[Line]:
    """Before and after each task, as it was said; of one that came again the first time and the latest, in one line."""
    tasks: dict[str, list[SurePair]] = {}
    for pair in sorted(evidence.sure, key=lambda one: one.after.made_at):
        if _after(day_of(pair.after), since) and _both((pair.before, pair.after)):
            tasks.setdefault(pair.task.words.casefold(), []).append(pair)
    for first, *rest in tasks.values():
        same = first.before.value == first.after.value
        filled = {"task": short(first.task.words), "day": day_of(first.after)}
        filled |= {"before": _step(first.before, to), "after": _step(first.after, to)}
        if rest:
            now = rest[-1]
            filled |= {
                "latest": day_of(now.after),
                "before_it": _step(now.before, to),
                "after_it": _step(now.after, to),
            }
            yield Line("sure again", filled | {"n": len(rest) + 1})
        else:
            yield Line("sure same" if same else "sure", filled)


def _step(rating: Rating, to: Spoken) -> str:
    return prompts.chosen(rating, to.language)


def _both(ratings: Sequence[Rating]) -> bool:
    return all(each.value is not None for each in ratings)


def _tried(evidence: Evidence) -> Iterable[Line]:
    for one in evidence.try_next:
        if one.tried_in is not None and one.words:
            yield Line("tried", {"words": short(one.words)})
