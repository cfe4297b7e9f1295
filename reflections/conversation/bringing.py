"""What the pupil brings to a conversation, read out of the journal: what was not picked is not read at all."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from reflections.errors import NotFound
from reflections.goals import live
from reflections.records import local

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

    from reflections import records
    from reflections.journal import Journal

_PAIR = 2
_WITH = frozenset({"tutor", "app"})  # who may be heard beside the pupil
PLACE = "conversation {review}"  # the setting that knows where it stands: of this computer, erased with the review
NOT_OPEN = "There is no conversation open for this pupil. Open one first, with the pupil."


@dataclass(frozen=True, slots=True)
class Brought:
    """One review that is open, and of the pupil's things just those they picked, by id, in their order.

    `pair` is then and now, or (); `pair_words` what was said of those two and let out with them. `goals` are those that are live,
    or were talked about here. `ratings` and `said` are of this review alone.
    """

    pupil: records.Pupil
    programme: records.Programme
    preferences: records.Preferences
    review: records.Review
    takes: dict[str, records.Take]
    versions: dict[str, records.Version]
    words: dict[str, records.Reflection]
    pieces: dict[str, records.Piece]
    picked: tuple[str, ...]
    pair: tuple[records.Take, ...]
    pair_words: tuple[records.Reflection, ...]
    goals: tuple[records.Goal, ...]
    ratings: tuple[records.Rating, ...]  # all that stand, of every time
    here: tuple[records.Rating, ...]
    said: tuple[records.Reflection, ...]
    closeness: records.Scale

    @property
    def sounds(self) -> tuple[str, ...]:
        """Return what can be heard, in the order in which it comes."""
        ids = (*self.picked, *(take.id for take in self.pair))
        return tuple(dict.fromkeys(each for each in ids if each in self.takes or each in self.versions))

    def answer(self, construct: str, moment: str = "review", **about: str) -> records.Rating | None:
        """Return what the pupil answered here, skips too; None while it was not asked."""
        found = (
            one
            for one in reversed(self.here)
            if (one.construct, one.moment, one.rater) == (construct, moment, "pupil")
            and all(getattr(one, name) == value for name, value in about.items())
        )
        return next(found, None)

    def latest(self, prompt: str) -> records.Reflection | None:
        """Return what the pupil says now to one of the questions of this conversation."""
        return next((one for one in reversed(self.said) if one.prompt == prompt), None)


def brought(journal: Journal, pupil_id: str) -> Brought:
    """Read it; NotFound while no review of the pupil's is open."""
    pupil = journal.pupil(pupil_id)
    review = next((one for one in journal.reviews(pupil_id) if one.held_on is None), None)
    if review is None:
        raise NotFound(NOT_OPEN)
    wanted = {*review.picked, *review.then_now}
    said = journal.reflections(pupil_id)
    takes = {take.id: own for take in journal.some_takes(wanted) if (own := _own(journal, take, pupil_id)) is not None}
    words = {one.id: one for one in said if one.id in wanted}
    versions = _versions(journal, wanted - set(takes) - set(words), pupil_id)
    pair = tuple(takes[each] for each in review.then_now[:_PAIR] if each in takes)
    pair = pair if len(pair) == _PAIR else ()
    ratings = tuple(one for one in journal.ratings(pupil_id) if not one.superseded)
    here = tuple(one for one in ratings if since(one, review))
    kept: dict[str, records.Take | records.Version] = {**takes, **versions}
    return Brought(
        pupil=pupil,
        programme=journal.programme(pupil_id),
        preferences=journal.preferences(pupil_id),
        review=review,
        takes=takes,
        versions=versions,
        words=words,
        pieces=_pieces(
            journal, {one.piece for one in kept.values()} | {one.piece for one in words.values() if one.piece}
        ),
        picked=tuple(each for each in review.picked if each in kept or each in words),
        pair=pair,
        pair_words=tuple(words[each] for each in review.then_now[_PAIR:] if each in words) if pair else (),
        goals=_goals(journal.goals(pupil_id), here),
        ratings=ratings,
        here=here,
        said=tuple(one for one in said if one.prompt.startswith("P") and since(one, review)),
        closeness=journal.scale("close"),
    )


def since(one: records.Rating | records.Reflection, review: records.Review) -> bool:
    """Say whether it was said in this review: from the day on which it was opened."""
    return local(one.made_at, one.zone).date() >= review.opened_on


def _own(journal: Journal, take: records.Take, pupil_id: str) -> records.Take | None:
    """Leave the pupil's own parts, the tutor's and the app's; None where it is put aside, or not theirs at all."""
    players = {part.pupil for part in take.parts if part.player == "pupil"}
    if take.hidden or (players and pupil_id not in players):
        return None
    piece = journal.piece(take.piece)
    if piece.hidden or (not players and piece.pupil != pupil_id):
        return None
    return replace(take, parts=tuple(p for p in take.parts if p.pupil == pupil_id or p.player in _WITH))


def _versions(journal: Journal, wanted: Collection[str], pupil_id: str) -> dict[str, records.Version]:
    """Find the versions among these ids; what was put aside is none."""
    if not wanted:
        return {}
    pieces = [piece.id for piece in journal.pieces(pupil_id) if piece.pupil == pupil_id]
    found = (version for piece in pieces for version in journal.versions(piece))
    return {version.id: version for version in found if version.id in wanted}


def _pieces(journal: Journal, ids: Iterable[str]) -> dict[str, records.Piece]:
    return {each: journal.piece(each) for each in ids}


def _goals(goals: tuple[records.Goal, ...], here: tuple[records.Rating, ...]) -> tuple[records.Goal, ...]:
    """Those that are live, then those that were until somebody said otherwise here."""
    talked = {one.goal for one in here if one.moment == "review"}
    rest = tuple(goal for goal in goals if goal.id in talked and goal.state in {"reached", "parked"})
    return (*live(goals), *rest)
