"""What a pupil or a group brings to a conversation, read out of the journal: what was not picked is not read at all."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, datetime, time
from typing import TYPE_CHECKING

from reflections.errors import NotFound
from reflections.goals import live
from reflections.records import REGISTERS, Preferences, Pupil, local

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable
    from datetime import date

    from reflections import records
    from reflections.journal import Journal

_PAIR = 2
_TALKED_OF = frozenset({"active", "reached", "parked"})
_WITH = frozenset({"tutor", "app"})  # who may be heard beside the pupil
PLACE = "conversation {review}"  # the setting that knows where it stands: of this computer, erased with the review
NOT_OPEN = "There is no conversation open. Open one first, together."


@dataclass(frozen=True, slots=True)
class Brought:
    """One review that is open, and of the pupil's things just those they picked, by id, in their order.

    `pair` is then and now, or (); `pair_words` what was said of those two and let out with them. `goals` are those that are live,
    or were talked about here. `ratings` and `said` are of this review alone. Of a group, `together`, `pupil` is all of them as
    one, and nothing is there that one of them said, answered or is like; `members` are their ids.
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
    today: date
    together: bool = False
    members: tuple[str, ...] = ()

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


def brought(journal: Journal, whose: str) -> Brought:
    """Read what a pupil or a group, by its id, brings; NotFound while no review of theirs is open."""
    group = group_of(journal, whose)
    return _of_pupil(journal, whose) if group is None else _of_group(journal, group)


def group_of(journal: Journal, whose: str) -> records.Group | None:
    """Return the group of that id; None where it is a pupil's."""
    return next((group for group in journal.groups() if group.id == whose), None)


def as_one(journal: Journal, group: records.Group) -> records.Pupil:
    """Return a group as one who is spoken to, in words that the youngest of them can read."""
    registers = {journal.pupil(each).register for each in group.pupils}
    return Pupil(
        id=group.id,
        alias=group.shown,
        shown=group.shown,
        avatar="",
        age_band="",
        register=registers.pop() if len(registers) == 1 else REGISTERS[0],
        sign_in=(),
        sign_in_kind="",
        hold=False,
        added_at=datetime.combine(group.programme.starts, time(), UTC),
    )


def _open_review(journal: Journal, whose: str) -> records.Review:
    review = next((one for one in journal.reviews(whose) if one.held_on is None), None)
    if review is None:
        raise NotFound(NOT_OPEN)
    return review


def _of_group(journal: Journal, group: records.Group) -> Brought:
    """Just what they played together, with the parts of all of them."""
    review = _open_review(journal, group.id)
    wanted = {*review.picked, *review.then_now}
    takes = {
        one.id: own for one in journal.some_takes(wanted) if (own := played_as_one(journal, one, group)) is not None
    }
    pair = tuple(takes[each] for each in review.then_now[:_PAIR] if each in takes)
    spoken = {journal.preferences(each).language for each in group.pupils}
    return Brought(
        pupil=as_one(journal, group),
        programme=group.programme,
        preferences=Preferences(language=spoken.pop()) if len(spoken) == 1 else Preferences(),
        review=review,
        takes=takes,
        versions={},
        words={},
        pieces=_pieces(journal, {one.piece for one in takes.values()}),
        picked=tuple(each for each in review.picked if each in takes),
        pair=pair if len(pair) == _PAIR else (),
        pair_words=(),
        goals=tuple(one for one in journal.goals(group.id) if one.state in _TALKED_OF),
        ratings=(),
        here=(),
        said=(),
        closeness=journal.scale("close"),
        today=journal.today(),
        together=True,
        members=group.pupils,
    )


def played_as_one(journal: Journal, take: records.Take, group: records.Group) -> records.Take | None:
    """Leave what was played in a session of theirs, each pupil's part as the group's; None where it was not, or is put aside."""
    if take.hidden or take.session is None or journal.session(take.session).group != group.id:
        return None
    if journal.piece(take.piece).hidden:
        return None
    parts = (replace(part, pupil=group.id) if part.player == "pupil" else part for part in take.parts)
    return replace(take, parts=tuple(part for part in parts if part.player != "guest"))


def _of_pupil(journal: Journal, pupil_id: str) -> Brought:
    pupil = journal.pupil(pupil_id)
    review = _open_review(journal, pupil_id)
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
        today=journal.today(),
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
