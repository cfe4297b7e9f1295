"""The journal's room for reviews: when one is due, what the pupil picks, what was asked of adults, what evidence shows."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from sqlalchemy import or_, select

from reflections import records
from reflections.door import Door, add, not_taken_back, note, shown_tags, the, to_be_seen
from reflections.errors import NotAllowed
from reflections.meeting import session_records
from reflections.people import programme_row
from reflections.tables import (
    EvidenceTag,
    NextStep,
    Piece,
    Programme,
    Reflection,
    Review,
    Take,
    TakenBack,
    TakePart,
    Version,
    YouSaidWeDid,
)
from reflections.wording import clean, one_of

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from sqlalchemy.orm import Session

_LINE, _ROLE = 280, 80
_TWO = 2  # then and now


class Reviewing(Door):
    """Calls about the reviews of one pupil, or of a group: `whose` is the id of either."""

    def review_due(self, whose: str) -> records.ReviewDue:
        """Say where the rhythm stands: how many more lessons until the next review, and what adults have still to answer."""
        with self._reading() as session:
            programme = programme_row(session, whose)
            done = [row for row in _reviews(session, programme.id) if row.held_on is not None]
            since = done[-1].held_on if done else None
            lessons = [s for s in session_records(session, whose) if s.held_for(whose)]
            held = sum(1 for s in lessons if since is None or s.held_on > since)
            return records.ReviewDue(
                number=len(done) + 1,
                after_sessions=max(0, programme.review_every - held),
                unanswered=_unanswered(session, programme.id),
            )

    def open_review(self, whose: str) -> records.Review:
        """Open their next review, or return the one that is open.

        NotAllowed while something they asked for at the last one has no answer: "not yet, because" is one.
        """
        today = self._now().date()
        with self._writing() as session:
            programme = programme_row(session, whose)
            rows = _reviews(session, programme.id)
            if rows and rows[-1].held_on is None:
                return _review(rows[-1])
            if _unanswered(session, programme.id):
                message = "The pupil asked for something last time. Say first what came of it: done, not yet, or can't."
                raise NotAllowed(message)
            number = rows[-1].number + 1 if rows else 1
            return _review(add(session, Review(programme_id=programme.id, number=number, opened_on=today)))

    def set_review(
        self,
        review_id: str,
        *,
        measures: Sequence[str] | None = None,
        picked: Sequence[str] | None = None,
        room: Sequence[str] | None = None,
        copies: Sequence[str] | None = None,
        then_now: Sequence[str] | None = None,
    ) -> records.Review:
        """Keep what the pupil talks about (at most two measures), shows (at most three ids), who is there, who gets a copy.

        `then_now` are two takes of one piece and any words said of them, by their ids; () is none of it. NotAllowed where they are
        anything else, and once the review was held.
        """
        with self._writing() as session:
            row = the(session, Review, review_id)
            _still_open(row)
            if measures is not None:
                for measure in measures:
                    one_of(measure, records.MEASURES, "A measure")
                row.measures = _at_most(measures, records.TALKED_ABOUT, "things to talk about")
            if picked is not None:
                row.picked = _at_most(picked, records.PICKED, "things to show")
            if then_now is not None:
                row.then_now = " ".join(_pair(session, then_now))
            if room is not None:
                row.room = [clean(each, most=_ROLE, what="who is there", needed=True) for each in room]
            if copies is not None:
                row.copies = [clean(each, most=_ROLE, what="who gets a copy", needed=True) for each in copies]
            return _review(row)

    def hold_back(self, review_id: str, fact: str, on: bool = True) -> records.Review:
        """Let the pupil keep a fact (by its key) out of every copy, or let it in again."""
        with self._writing() as session:
            row = the(session, Review, review_id)
            kept = [each for each in row.held_back if each != fact]
            row.held_back = [*kept, clean(fact, most=80, what="the fact", needed=True)] if on else kept
            return _review(row)

    def close_review(self, review_id: str) -> records.Review:
        """Say that the review was held today; NotAllowed a second time."""
        moment, _ = self._moment()
        with self._writing() as session:
            row = the(session, Review, review_id)
            _still_open(row)
            row.held_on = self._now().date()
            note(session, moment, "review held", row.id)
            return _review(row)

    def reviews(self, pupil_id: str) -> tuple[records.Review, ...]:
        """Return the reviews of the pupil's programme, oldest first; what was taken back is picked in none."""
        with self._reading() as session:
            return review_records(session, pupil_id)

    # -- you said, we did ---------------------------------------------------------------------------------------------
    def you_said(self, review_id: str, words: str, *, seen_by: str = "") -> records.WeDid:
        """Keep what the pupil wants the adults to do next (P6); somebody answers it before the next review.

        `seen_by` names the adult who wrote it down as it was said.
        """
        moment, _ = self._moment()
        with self._writing() as session:
            review = the(session, Review, review_id)
            row = YouSaidWeDid(
                programme_id=review.programme_id,
                review_id=review_id,
                review_on=self._now().date(),
                said=clean(words, most=_LINE, what="what you want", needed=True),
            )
            add(session, row)
            if whose := the(session, Programme, review.programme_id).pupil_id:
                to_be_seen(session, row, "said", pupil=whose, at=moment, seen_by=seen_by)
            return we_did_record(row)

    def we_did(self, said_id: str, outcome: str, *, did: str = "", because: str = "", by_role: str) -> records.WeDid:
        """Answer what a pupil asked for: did, and what; or not yet, or can't, and because of what."""
        one_of(outcome, records.WE_DID, "An answer")
        answer = {
            "did": clean(did, most=_LINE, what="what was done", needed=outcome == "did"),
            "because": clean(because, most=_LINE, what="because of what", needed=outcome != "did"),
            "by_role": clean(by_role, most=_ROLE, what="who answers", needed=True),
        }
        with self._writing() as session:
            row = the(session, YouSaidWeDid, said_id)
            for name, words in answer.items():
                setattr(row, name, words)
            row.outcome, row.done_on = outcome, self._now().date()
            return we_did_record(row)

    def we_dids(self, whose: str) -> tuple[records.WeDid, ...]:
        """Return what they asked adults for, with what came of it, oldest first."""
        with self._reading() as session:
            return asked_for(session, programme_row(session, whose).id)

    def drop_next_step(self, step_id: str) -> None:
        """Let a next step go that was agreed and is not meant after all."""
        with self._writing() as session:
            session.delete(the(session, NextStep, step_id))

    # -- what evidence shows ---------------------------------------------------------------------
    def tags(self, pupil_id: str) -> tuple[records.Tag, ...]:
        """Return what was said to show what (see `link`), of what was kept of this pupil, oldest first."""
        with self._reading() as session:
            return tag_records(session, pupil_id)

    def untag(self, tag_id: str) -> None:
        """Undo one tap."""
        with self._writing() as session:
            session.delete(the(session, EvidenceTag, tag_id))


def tag_records(session: Session, pupil_id: str) -> tuple[records.Tag, ...]:
    """Return the taps on what was kept of and said by a pupil, oldest first."""
    played = select(TakePart.take_id).where(TakePart.pupil_id == pupil_id)
    made = select(Version.id).join(Piece, Piece.id == Version.piece_id).where(Piece.pupil_id == pupil_id)
    said = select(Reflection.id).where(Reflection.pupil_id == pupil_id, not_taken_back(Reflection.id))
    query = select(EvidenceTag).where(
        or_(
            EvidenceTag.take_id.in_(played),
            EvidenceTag.version_id.in_(made),
            EvidenceTag.reflection_id.in_(said),
        ),
        shown_tags(),
        EvidenceTag.award_part == "",  # where it stands in a folder is no word on what it shows
    )
    return tuple(_tag(row) for row in session.scalars(query.order_by(EvidenceTag.id)))


def _reviews(session: Session, programme_id: str) -> list[Review]:
    query = select(Review).where(Review.programme_id == programme_id).order_by(Review.number, Review.id)
    return list(session.scalars(query))


def review_records(session: Session, pupil_id: str) -> tuple[records.Review, ...]:
    """Return the reviews of a pupil's programme, oldest first, without what was taken back."""
    rows = _reviews(session, programme_row(session, pupil_id).id)
    gone = set(session.scalars(select(TakenBack.id).where(TakenBack.pupil_id == pupil_id))) if rows else set()
    return tuple(_without(_review(row), gone) for row in rows)


def asked_for(session: Session, programme_id: str) -> tuple[records.WeDid, ...]:
    """Return what was asked of adults in a programme, with what came of it, oldest first."""
    query = select(YouSaidWeDid).where(YouSaidWeDid.programme_id == programme_id).order_by(YouSaidWeDid.id)
    return tuple(we_did_record(row) for row in session.scalars(query))


def _unanswered(session: Session, programme_id: str) -> tuple[records.WeDid, ...]:
    return tuple(one for one in asked_for(session, programme_id) if not one.outcome)


def _still_open(review: Review) -> None:
    if review.held_on is not None:
        message = "This review has been held already."
        raise NotAllowed(message)


def _pair(session: Session, given: Sequence[str]) -> list[str]:
    """Then, now, and what was said of just these two; NotAllowed where it is anything else."""
    found = list(dict.fromkeys(given))
    takes = {row.id: row for row in session.scalars(select(Take).where(Take.id.in_(found)))}
    said = {row.id: row for row in session.scalars(select(Reflection).where(Reflection.id.in_(found)))}
    pair, words = found[:_TWO], found[_TWO:]
    of_one = len(pair) == _TWO and all(one in takes for one in pair) and len({takes[one].piece_id for one in pair}) == 1
    if found and not (of_one and all(one in said and said[one].take_id in pair for one in words)):
        message = "Then and now are two takes of one piece, with words that are about them."
        raise NotAllowed(message)
    return found


def _at_most(chosen: Sequence[str], most: int, what: str) -> list[str]:
    found = list(dict.fromkeys(chosen))
    if len(found) > most:
        message = f"Pick {most} {what}, not more."
        raise NotAllowed(message)
    return found


def _without(review: records.Review, gone: Collection[str]) -> records.Review:
    picked, then_now = (tuple(each for each in these if each not in gone) for these in (review.picked, review.then_now))
    return replace(review, picked=picked, then_now=then_now)


def _review(row: Review) -> records.Review:
    return records.Review(
        id=row.id,
        programme=row.programme_id,
        number=row.number,
        opened_on=row.opened_on,
        held_on=row.held_on,
        picked=tuple(row.picked),
        measures=tuple(each for each in row.measures if each in records.MEASURES),
        room=tuple(row.room),
        copies=tuple(row.copies),
        held_back=tuple(row.held_back),
        then_now=tuple(row.then_now.split()),
    )


def we_did_record(row: YouSaidWeDid) -> records.WeDid:
    """Return what they asked adults for, with what came of it, as a record."""
    return records.WeDid(
        id=row.id,
        programme=row.programme_id,
        review=row.review_id,
        review_on=row.review_on,
        said=row.said,
        outcome=row.outcome,
        did=row.did,
        because=row.because,
        by_role=row.by_role,
        done_on=row.done_on,
    )


def _tag(row: EvidenceTag) -> records.Tag:
    return records.Tag(
        id=row.id,
        of=row.take_id or row.version_id or row.reflection_id or "",
        by=row.by,
        goal=row.goal_id,
        measure=row.measure,
        outcome=row.outcome,
        purpose=row.purpose,
        brief_line=row.brief_line_id,
        made_at=row.made_at,
    )
