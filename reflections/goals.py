"""How goals and ratings are read: which ratings stand, lines that break, when a change may be called bigger; pure.

A skip is never a dot, zero is. A line breaks where the scale's version changes or the goal was reworded into another.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from reflections.records import local

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Sequence

    from reflections.records import Evidence, Goal, GoalWording, PieceEvidence, Rating, SurePair, Take, Task

FEWEST_FOR_A_LINE = 3
BIGGER_BY, BIGGER_RATINGS = 3, 3
_CONDITIONS = ("mode", "help", "hands", "speed", "bars", "key", "tempo")


@dataclass(frozen=True, slots=True)
class Line:
    """Ratings that mean the same, oldest first; they may be joined only if there are three or more."""

    dots: tuple[Rating, ...]

    @property
    def joined(self) -> bool:
        """Whether a line may be drawn through the dots."""
        return len(self.dots) >= FEWEST_FOR_A_LINE


def standing(ratings: Sequence[Rating], turned: Collection[tuple[str, int]] = ()) -> tuple[Rating, ...]:
    """Mark those superseded that a newer rating follows: same rater, scale, moment and thing, in the same session or day.

    `turned` are the wordings (goal, n) with which a goal became another: what was said before one is about another thing.
    """
    slots = [
        _slot(rating, sum(goal == rating.goal and n <= (rating.wording or 1) for goal, n in turned))
        for rating in ratings
    ]
    latest = {slot: rating.id for slot, rating in zip(slots, ratings, strict=True)}
    return tuple(
        replace(rating, superseded=latest[slot] != rating.id) for slot, rating in zip(slots, ratings, strict=True)
    )


def lines(ratings: Iterable[Rating], wordings: Sequence[GoalWording] = ()) -> tuple[Line, ...]:
    """Cut the pupil's ratings of one thing into lines that compare like with like; looking back is never among them."""
    found: list[list[Rating]] = []
    meaning: tuple[object, ...] | None = None
    for rating in ratings:
        if rating.answer != "given" or rating.superseded or rating.moment == "looking back":
            continue
        here = (rating.rater, rating.scale, _era(rating.wording or 1, wordings))
        if here != meaning:
            found.append([])
            meaning = here
        found[-1].append(rating)
    return tuple(Line(tuple(dots)) for dots in found)


def close_now(ratings: Iterable[Rating], goal: Goal) -> int | None:
    """Return how close the pupil said they are to the goal as it is meant now; None where nobody said yet.

    What was said before the goal was reworded into another is not about this one (I3). Zero is an answer.
    """
    mine = [rating for rating in ratings if rating.goal == goal.id and rating.rater == "pupil"]
    lines_so_far = lines(mine, goal.wordings)
    latest = lines_so_far[-1].dots[-1] if lines_so_far else None
    return None if latest is None or of_another(latest, goal.wordings) else latest.value


def of_another(rating: Rating, wordings: Sequence[GoalWording]) -> bool:
    """Whether it was said of a goal that was reworded into another since."""
    return _era(rating.wording or 1, wordings) != _era(len(wordings), wordings)


def kept_for(evidence: Evidence, goal_id: str) -> tuple[PieceEvidence, ...]:
    """Return what was kept for a goal, newest piece first: of each piece only its takes, versions and words for it.

    Words belong to the take or version they are about; words about a piece as a whole belong to its goal.
    """
    of = next((one for one in evidence.goals if one.goal.id == goal_id), None)
    if of is None:
        return ()
    kept = {*of.takes, *of.versions}
    found = [
        replace(
            one,
            takes=tuple(take for take in one.takes if take.id in kept),
            versions=tuple(version for version in one.versions if version.id in kept),
            reflections=tuple(
                said
                for said in one.reflections
                if said.id in of.reflections or (said.take or said.version or "") in kept | _whole(one, goal_id)
            ),
        )
        for one in evidence.pieces
        if one.piece.id in of.pieces
    ]
    return tuple(reversed(found))


def is_bigger(line: Line) -> bool:
    """Say whether a change may be called bigger: three points and three ratings on; less may be chance."""
    first, last = line.dots[0].value, line.dots[-1].value
    assert first is not None
    assert last is not None, "a line holds only answers that were given"
    return len(line.dots) >= BIGGER_RATINGS and last - first >= BIGGER_BY


def live(goals: Iterable[Goal]) -> tuple[Goal, ...]:
    """Return the goals that are live, by their slot."""
    return tuple(sorted((g for g in goals if g.state == "active"), key=lambda g: g.slot or 0))


def sure_pairs(ratings: Iterable[Rating], tasks: Sequence[Task], takes: Sequence[Take]) -> tuple[SurePair, ...]:
    """Pair "sure" before and after on one task and one scale version, saying what was not alike between its takes."""
    from reflections.records import SurePair

    task_of = {take.id: take.task for take in takes}
    before: dict[str, Rating] = {}
    after: dict[str, Rating] = {}
    for rating in ratings:
        if rating.construct != "sure" or rating.rater != "pupil" or rating.superseded or rating.answer != "given":
            continue
        task = rating.task or task_of.get(rating.take or "")
        if task is not None and rating.moment == "before":
            before.setdefault(task, rating)
        elif task is not None and rating.moment == "after":
            after[task] = rating
    return tuple(
        SurePair(before[t.id], after[t.id], t, changed([take for take in takes if take.task == t.id]))
        for t in tasks
        if t.id in before and t.id in after and before[t.id].scale == after[t.id].scale
    )


def changed(takes: Sequence[Take]) -> tuple[str, ...]:
    """Name what differs between the first and the latest of these takes, as "hands: right to both"."""
    if not takes:
        return ()
    then, now = takes[0], takes[-1]
    pairs = ((name, getattr(then, name), getattr(now, name)) for name in _CONDITIONS)
    return tuple(f"{name}: {_shown(old)} to {_shown(new)}" for name, old, new in pairs if old != new)


def _era(wording: int, wordings: Sequence[GoalWording]) -> int:
    """Count how often the goal had become another by that wording."""
    return sum(w.n <= wording for w in wordings if not w.same_goal)


def _whole(one: PieceEvidence, goal_id: str) -> set[str]:
    """Words that name neither a take nor a version go with the piece itself."""
    return {""} if goal_id in one.piece.goals else set()


def _slot(rating: Rating, era: int) -> tuple[object, ...]:
    about = (rating.task or rating.take, rating.version, rating.goal, rating.measure)
    when = rating.session or local(rating.made_at, rating.zone).date()
    return (rating.rater, rating.construct, rating.moment, about, era, when)


def _shown(value: object) -> str:
    match value:
        case None | "":
            return "none"
        case float():
            return f"{value:g}"
        case (first, last):
            return f"{first}-{last}"
        case _:
            return str(value)
