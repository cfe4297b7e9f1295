"""The eight measures: counted facts with the rows that prove them, what the pupil says, what adults saw. Pure.

Facts are counted from what was done, never from what words mean: no answer to T2, T3 or T10 is read here, nothing is
averaged, and the three sides stay apart. Every fact has the ids of its evidence; one without any isn't there at all.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from reflections.goals import changed
from reflections.records import ATTENDANCES, FEWEST_IN_A_GROUP, MEASURES, Fact, MeasureFacts, local

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import date

    from reflections.records import AdultView, Evidence, Gap, Rating, Session, Take

_LEADS = ("leader", "helper")
_TO_COME = ("wish", "active", "parked")


@dataclass(frozen=True, slots=True)
class Standing:
    """What is counted besides the evidence: gaps, next steps (id, words), peer stems given (ids), steps of all ratings."""

    gaps: tuple[Gap, ...] = ()
    next_steps: tuple[tuple[str, str], ...] = ()
    stems_given: tuple[str, ...] = ()
    ratings: tuple[Rating, ...] = ()
    views: tuple[AdultView, ...] = ()


def measures(evidence: Evidence, standing: Standing, since: date | None = None) -> tuple[MeasureFacts, ...]:
    """Return all eight in their order, of what happened on or after `since` (None: the whole programme)."""
    seen = _Seen(evidence, standing, since)
    return tuple(
        MeasureFacts(
            measure,
            tuple(fact for fact in _FACTS[measure](seen) if fact.evidence),
            tuple(
                r
                for r in standing.ratings
                if r.construct == r.measure == measure and r.rater == "pupil" and not r.superseded
            ),
            tuple(view for view in standing.views if view.measure == measure),
        )
        for measure in MEASURES
    )


class _Seen:
    """The evidence from a day on, sorted for counting."""

    def __init__(self, evidence: Evidence, standing: Standing, since: date | None) -> None:
        self.me = evidence.pupil.id
        self.evidence = evidence
        self.standing = standing
        self.since = since
        self.sessions = tuple(s for s in evidence.sessions if not s.solo and self.in_time(s.held_on))
        self.takes = tuple(t for one in evidence.pieces for t in one.takes if self.own(t) and self.day(t))
        self.versions = tuple(v for one in evidence.pieces for v in one.versions if self.day(v))
        self.pieces = tuple(one for one in evidence.pieces if one.piece.pupil == self.me)

    def in_time(self, day: date) -> bool:
        return self.since is None or day >= self.since

    def day(self, made: object) -> bool:
        return self.in_time(local(made.made_at, made.zone).date())  # type: ignore[attr-defined]  # takes, versions, pieces

    def own(self, take: Take) -> bool:
        return any(part.pupil == self.me for part in take.parts)

    def state(self, session: Session) -> str:
        return next((a.state for a in session.attendance if a.pupil == self.me), "")


def _participation(seen: _Seen) -> Iterable[Fact]:
    for state in ATTENDANCES:
        if state != "chose not to":  # why somebody stayed away is the tutor's to know
            yield _many(state, _ids(s for s in seen.sessions if seen.state(s) == state))
    for gap in seen.standing.gaps:
        if seen.in_time(gap.until or gap.since):
            around = [s.id for s in seen.sessions if s.held_on in {gap.since, gap.until}]
            yield Fact(f"gap:{gap.since}", "away", tuple(around), gap.days // 7)
    minutes = sum(_own_seconds(t, seen.me) for t in seen.takes) / 60
    # how long takes last, thinking and waiting with them; the diary has how long keys were down
    under = minutes < 1
    yield Fact(
        "minutes playing", "minutes none" if under else "minutes", _ids(seen.takes), None if under else round(minutes)
    )
    parts = tuple(part.id for take in seen.takes for part in take.parts if part.pupil == seen.me)
    yield _many("parts recorded", parts)


def _engagement(seen: _Seen) -> Iterable[Fact]:
    for one in seen.pieces:
        mine = [t for t in seen.takes if t.piece == one.piece.id]
        days = {local(t.made_at, t.zone).date() for t in mine}
        if len(days) > 1:
            yield Fact(f"came back:{one.piece.id}", "came back", _ids(mine), len(days), {"title": one.piece.title})
    again = [take for one in seen.pieces for take in _retakes([t for t in seen.takes if t.piece == one.piece.id])]
    yield _many("retakes", _ids(again))


def _confidence(seen: _Seen) -> Iterable[Fact]:
    """Before and after on one task, in the words that were chosen ("" for no answer); what was not alike. Looking back is apart."""
    for pair in seen.evidence.sure:
        if seen.day(pair.after):
            said = {"task": pair.task.words, "before": pair.before.words, "after": pair.after.words}
            rows = (pair.before.id, pair.after.id)
            yield Fact(f"sure:{pair.task.id}", "sure", rows, None, said, pair.what_changed)
    for rating in seen.standing.ratings:
        if rating.construct == "sure" and rating.moment == "looking back" and rating.answer == "given":
            yield Fact(f"back:{rating.id}", "looking back", (rating.id,), None, {"words": rating.words})


def _communication(seen: _Seen) -> Iterable[Fact]:
    """How often something was said and made; what was said stays in the pupil's own words, in its own place."""
    said = [r for one in seen.evidence.pieces for r in one.reflections if seen.day(r)]
    said += [r for r in seen.evidence.reflections if seen.day(r)]
    yield _many("said", _ids(said))
    made = [one.piece for one in seen.pieces if one.piece.kind in {"song", "own"} and seen.day(one.piece)]
    yield _many("made", _ids(made))


def _motivation(seen: _Seen) -> Iterable[Fact]:
    chosen = [one.piece for one in seen.pieces if one.piece.chosen_by == "pupil" and seen.day(one.piece)]
    yield _many("chosen", _ids(chosen))
    tried = {t.id for t in seen.takes}
    nexts = [one for one in seen.evidence.try_next if one.tried_in in tried]
    ids = tuple(each for one in nexts for each in (one.id, one.tried_in or ""))
    yield Fact("tried", "tried", ids, len(nexts))


def _achievement(seen: _Seen) -> Iterable[Fact]:
    done = _first_versions(seen)
    yield _many("finished", tuple(done.values()))
    for one in seen.evidence.goals:
        if one.goal.state == "reached":
            yield Fact(f"reached:{one.goal.id}", "reached", (one.goal.id,), None, {"words": one.goal.words})
    for each in seen.pieces:
        then_now = _then_now([t for t in seen.takes if t.piece == each.piece.id])
        if then_now is not None:
            unlike, title = changed(then_now), {"title": each.piece.title}
            said = "then" if unlike else "then alike"
            yield Fact(f"then:{each.piece.id}", said, _ids(then_now), None, title, unlike)


def _leadership(seen: _Seen) -> Iterable[Fact]:
    for role in _LEADS:
        roles = [s for s in seen.sessions if any(a.pupil == seen.me and a.role == role for a in s.attendance)]
        yield _many(role, _ids(roles))
    yield _many("stems", seen.standing.stems_given)


def _ambition(seen: _Seen) -> Iterable[Fact]:
    for one in seen.evidence.goals:
        if one.goal.area == "future" and one.goal.state in _TO_COME:
            yield Fact(f"future:{one.goal.id}", "future", (one.goal.id,), None, {"words": one.goal.words})
    for step, words in seen.standing.next_steps:
        yield Fact(f"step:{step}", "step", (step,), None, {"words": words})


_FACTS = {
    "participation": _participation,
    "engagement": _engagement,
    "confidence": _confidence,
    "communication": _communication,
    "motivation": _motivation,
    "achievement": _achievement,
    "leadership": _leadership,
    "ambition": _ambition,
}


def _many(key: str, ids: tuple[str, ...]) -> Fact:
    """Count the rows themselves; the sentence is called as the fact is."""
    return Fact(key, key, ids, len(ids))


def _ids(rows: Iterable[object]) -> tuple[str, ...]:
    return tuple(row.id for row in rows)  # type: ignore[attr-defined]  # every record has one


def _own_seconds(take: Take, pupil: str) -> float:
    return max((part.facts.seconds for part in take.parts if part.pupil == pupil), default=0.0)


def _retakes(takes: Sequence[Take]) -> list[Take]:
    """Name the takes that tried again what an earlier take of the same day and bars had tried."""
    before: set[tuple[object, ...]] = set()
    found = []
    for take in takes:
        what = (local(take.made_at, take.zone).date(), take.bars, take.hands)
        if what in before:
            found.append(take)
        before.add(what)
    return found


def _first_versions(seen: _Seen) -> dict[str, str]:
    """Name for each finished piece the version that finished it."""
    found: dict[str, str] = {}
    for one in seen.pieces:
        for version in one.versions:
            if version in seen.versions:
                found.setdefault(one.piece.id, version.id)
    return found


def _then_now(takes: Sequence[Take]) -> tuple[Take, Take] | None:
    """Return the first take and the latest of the same bars; None where there are not two."""
    if not takes:
        return None
    like = [take for take in takes if take.bars == takes[0].bars]
    return (like[0], like[-1]) if len(like) > 1 else None


def group_counts(each: Iterable[Iterable[Fact]]) -> tuple[tuple[str, int], ...]:
    """Count, for each kind of fact, how many pupils have it; what it says of one thing (after ":") doesn't matter.

    Left out is what tells of fewer than five: of those who have it, or, taken from all of them, of those who have not.
    """
    found: dict[str, int] = {}
    pupils = list(each)
    for facts in pupils:
        for kind in {fact.key.partition(":")[0] for fact in facts}:
            found[kind] = found.get(kind, 0) + 1
    few = range(1, FEWEST_IN_A_GROUP)
    return tuple(sorted((k, n) for k, n in found.items() if n not in few and len(pupils) - n not in few))
