"""Two questions to ask a pupil, each out of something they did or said, with what it comes from beside it. Pure.

In this order, and never two of one kind or about one thing: what they said they would try and have not; their own words about a
piece; a piece they came back to on other days; what they play in another way now; a piece that waits to be finished; a goal that
no music was kept for; something they picked. None asks how they feel, and none asks why they did not.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from reflections import goals
from reflections.caseload import LONGEST_TITLE, Line, day_of, short

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import date

    from reflections.records import Evidence, PieceEvidence, Reflection

HOW_MANY: Final = 2
DAYS_BACK: Final = 3  # days on which a piece was kept: then it is one they come back to
_OWN_WORDS = frozenset({"T2", "T3", "T4", "T6", "T10"})  # answers about the music, or about what was done


@dataclass(frozen=True, slots=True)
class Question:
    """What to ask, as it is said to the pupil, and the fact it comes from; `about` is the id of a piece, goal or wish."""

    ask: Line
    because: Line
    about: str


def questions(evidence: Evidence, since: date | None) -> tuple[Question, ...]:
    """Return two questions; where too little is kept, open ones that need no fact."""
    found: list[Question] = []
    for kind in (_to_try, _own_words, _came_back, _another_way, _to_finish, _goal_without, _picked):
        about = {one.about for one in found}
        fresh = next((one for one in kind(evidence, since) if one.about not in about), None)
        if fresh is not None:
            found.append(fresh)
    opened = [Question(Line(f"ask open {n}"), Line("because open"), f"open {n}") for n in range(1, HOW_MANY + 1)]
    return tuple((found + opened)[:HOW_MANY])


def _to_try(evidence: Evidence, since: date | None) -> Iterator[Question]:
    del since  # a wish that waits is as good as a new one
    for one in reversed(evidence.try_next):
        if one.tried_in is None and one.words:
            yield Question(Line("ask try", {"words": short(one.words)}), Line("because try"), one.id)
            return  # only the newest: older ones may have been let go of


def _own_words(evidence: Evidence, since: date | None) -> Iterator[Question]:
    spoken = [(said, one) for one in evidence.pieces for said in one.reflections if _counts(said, since)]
    for said, one in sorted(spoken, key=lambda each: each[0].made_at, reverse=True):
        filled = {"words": short(said.body), "title": short(one.piece.title, LONGEST_TITLE), "day": day_of(said)}
        yield Question(Line("ask words", filled), Line("because words", filled), one.piece.id)


def _counts(said: Reflection, since: date | None) -> bool:
    return said.prompt in _OWN_WORDS and bool(said.body) and (since is None or day_of(said) > since)


def _newest(evidence: Evidence) -> Iterable[PieceEvidence]:
    return sorted((one for one in evidence.pieces if one.takes), key=lambda one: one.takes[-1].made_at, reverse=True)


def _new(one: PieceEvidence, since: date | None) -> bool:
    return since is None or day_of(one.takes[-1]) > since


def _came_back(evidence: Evidence, since: date | None) -> Iterator[Question]:
    for one in _newest(evidence):
        days = sorted({day_of(take) for take in one.takes})
        if len(days) >= DAYS_BACK and _new(one, since):
            filled = {"title": short(one.piece.title, LONGEST_TITLE), "first": days[0], "latest": days[-1]}
            yield Question(Line("ask back", filled), Line("because back", filled), one.piece.id)


def _another_way(evidence: Evidence, since: date | None) -> Iterator[Question]:
    for one in _newest(evidence):
        if len(one.takes) > 1 and _new(one, since) and goals.changed(one.takes):
            filled = {
                "title": short(one.piece.title, LONGEST_TITLE),
                "first": day_of(one.takes[0]),
                "latest": day_of(one.takes[-1]),
            }
            yield Question(Line("ask way", filled), Line("because way", filled), one.piece.id)


def _to_finish(evidence: Evidence, since: date | None) -> Iterator[Question]:
    del since
    for one in _newest(evidence):
        if not one.versions and one.piece.pupil == evidence.pupil.id:
            filled = {"title": short(one.piece.title, LONGEST_TITLE), "day": day_of(one.takes[-1])}
            yield Question(Line("ask finish", filled), Line("because finish", filled), one.piece.id)


def _goal_without(evidence: Evidence, since: date | None) -> Iterator[Question]:
    del since
    live = {goal.id for goal in goals.live(one.goal for one in evidence.goals)}
    for one in evidence.goals:
        if one.goal.id in live and not (one.takes or one.versions or one.pieces):
            yield Question(Line("ask goal", {"goal": short(one.goal.words)}), Line("because goal"), one.goal.id)


def _picked(evidence: Evidence, since: date | None) -> Iterator[Question]:
    for one in sorted(evidence.pieces, key=lambda each: each.piece.made_at, reverse=True):
        if one.piece.chosen_by == "pupil" and (since is None or day_of(one.piece) > since):
            filled = {"title": short(one.piece.title, LONGEST_TITLE), "day": day_of(one.piece)}
            yield Question(Line("ask picked", filled), Line("because picked", filled), one.piece.id)
