"""A review: when it is due, what the pupil picks, and that what they asked for last time was answered first."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest

from reflections import Journal, NotAllowed, records
from tests.reflections.conftest import part

if TYPE_CHECKING:
    from tests.reflections.conftest import Lesson, Wall


def lessons(journal: Journal, lesson: Lesson, wall: Wall, many: int) -> None:
    for _ in range(many):
        wall.on(days=7)
        journal.close_session(journal.open_session([lesson.pupil.id]).id)


def held(journal: Journal, lesson: Lesson) -> records.Review:
    return journal.close_review(journal.open_review(lesson.pupil.id).id)


# ---- when


def test_a_review_is_due_every_so_many_lessons_and_counts_anew_after_one(
    journal: Journal, lesson: Lesson, wall: Wall
) -> None:
    journal.close_session(lesson.session.id)
    assert (journal.review_due(lesson.pupil.id).number, journal.review_due(lesson.pupil.id).after_sessions) == (1, 5)
    lessons(journal, lesson, wall, 4)
    assert not journal.review_due(lesson.pupil.id).now
    lessons(journal, lesson, wall, 1)
    assert journal.review_due(lesson.pupil.id).now
    held(journal, lesson)
    due = journal.review_due(lesson.pupil.id)
    assert (due.number, due.after_sessions, due.now) == (2, 6, False)


def test_an_hour_alone_or_missed_brings_no_review_nearer(journal: Journal, lesson: Lesson) -> None:
    before = journal.review_due(lesson.pupil.id)
    journal.open_session([lesson.pupil.id], solo=True)
    journal.attend(lesson.session.id, lesson.pupil.id, state="could not come")
    assert journal.review_due(lesson.pupil.id).after_sessions == before.after_sessions + 1


def test_a_review_may_be_opened_early_and_is_one_until_it_was_held(journal: Journal, lesson: Lesson) -> None:
    first = journal.open_review(lesson.pupil.id)
    assert journal.open_review(lesson.pupil.id) == first
    assert journal.close_review(first.id).held_on == date(2026, 6, 3)
    with pytest.raises(NotAllowed, match="held already"):
        journal.close_review(first.id)
    assert journal.open_review(lesson.pupil.id).number == 2


# ---- what


def test_the_pupil_picks_two_to_talk_about_and_three_to_show(journal: Journal, lesson: Lesson) -> None:
    review = journal.open_review(lesson.pupil.id)
    kept = journal.set_review(
        review.id,
        measures=["confidence", "ambition"],
        picked=["a", "b", "c", "a"],
        room=["form tutor", "nan"],
        copies=["me"],
    )
    assert (kept.measures, kept.picked) == (("confidence", "ambition"), ("a", "b", "c"))
    assert (kept.room, kept.copies) == (("form tutor", "nan"), ("me",))
    with pytest.raises(NotAllowed, match="Pick 2"):
        journal.set_review(review.id, measures=records.MEASURES[:3])
    with pytest.raises(NotAllowed, match="Pick 3"):
        journal.set_review(review.id, picked=["a", "b", "c", "d"])
    with pytest.raises(NotAllowed, match="A measure is one of"):
        journal.set_review(review.id, measures=["happiness"])
    assert journal.reviews(lesson.pupil.id) == (kept,)


def test_a_fact_is_held_back_and_let_in_again(journal: Journal, lesson: Lesson) -> None:
    review = journal.open_review(lesson.pupil.id)
    journal.hold_back(review.id, "could not come")
    assert journal.hold_back(review.id, "could not come").held_back == ("could not come",)
    assert journal.hold_back(review.id, "could not come", on=False).held_back == ()


def test_the_pupil_brings_a_then_and_a_now_of_one_piece_with_the_words_they_let_out(
    journal: Journal, lesson: Lesson
) -> None:
    review = journal.open_review(lesson.pupil.id)
    now = journal.keep_take(lesson.piece.id, [part(lesson.pupil.id)], seconds=2.0, tempo=90.0)
    said, _ = (
        journal.reflect(lesson.pupil.id, "T6", said_by="typed", body=words, take=now.id)
        for words in ("that", "not that")
    )
    pair = (lesson.take.id, now.id, said.id)
    assert journal.set_review(review.id, then_now=pair).then_now == pair
    journal.set_review(review.id, measures=["ambition"])
    assert journal.reviews(lesson.pupil.id)[0].then_now == pair, "one choice leaves the others as they were"
    journal.take_back(said.id)
    assert journal.reviews(lesson.pupil.id)[0].then_now == pair[:2]
    assert journal.set_review(review.id, then_now=()).then_now == ()


@pytest.mark.parametrize("wrong", ["one take", "one twice", "two pieces", "other words"])
def test_nothing_but_two_takes_of_one_piece_and_words_about_them_are_then_and_now(
    journal: Journal, lesson: Lesson, wrong: str
) -> None:
    review, mine = journal.open_review(lesson.pupil.id), part(lesson.pupil.id)
    now = journal.keep_take(lesson.piece.id, [mine], seconds=2.0, tempo=90.0).id
    elsewhere = journal.keep_piece(lesson.pupil.id, "Steps", kind="tune")
    other = journal.keep_take(elsewhere.id, [mine], seconds=2.0, tempo=90.0).id
    said = journal.reflect(lesson.pupil.id, "T6", said_by="typed", body="of another", take=other).id
    then = lesson.take.id
    given = {
        "one take": (then,),
        "one twice": (then, then),
        "two pieces": (then, other),
        "other words": (then, now, said),
    }
    with pytest.raises(NotAllowed, match="two takes of one piece"):
        journal.set_review(review.id, then_now=given[wrong])


def test_what_a_review_was_about_stays_once_it_was_held(journal: Journal, lesson: Lesson) -> None:
    review = held(journal, lesson)
    with pytest.raises(NotAllowed, match="held already"):
        journal.set_review(review.id, picked=[lesson.take.id])


# ---- you said, we did


@pytest.mark.parametrize(
    ("outcome", "given"),
    [
        ("did", {"did": "a drum kit on Tuesdays"}),
        ("not yet", {"because": "it is broken"}),
        ("can't", {"because": "no room"}),
    ],
)
def test_what_was_asked_for_is_answered_before_the_next_review(
    journal: Journal, lesson: Lesson, outcome: str, given: dict[str, str]
) -> None:
    review = journal.open_review(lesson.pupil.id)
    asked = journal.you_said(review.id, "more drums")
    journal.close_review(review.id)
    assert journal.review_due(lesson.pupil.id).unanswered == (asked,)
    with pytest.raises(NotAllowed, match="Say first what came of it"):
        journal.open_review(lesson.pupil.id)
    answer = journal.we_did(asked.id, outcome, by_role="head of music", **given)
    assert journal.open_review(lesson.pupil.id).number == 2
    assert journal.we_dids(lesson.pupil.id) == (answer,)
    assert (answer.said, answer.outcome, answer.by_role) == ("more drums", outcome, "head of music")


@pytest.mark.parametrize(
    ("outcome", "given"),
    [("did", {"because": "x"}), ("not yet", {"did": "x"}), ("can't", {}), ("maybe", {"because": "x"}), ("", {})],
)
def test_an_answer_says_what_was_done_or_because_of_what_not(
    journal: Journal, lesson: Lesson, outcome: str, given: dict[str, str]
) -> None:
    asked = journal.you_said(journal.open_review(lesson.pupil.id).id, "more drums")
    with pytest.raises(NotAllowed):
        journal.we_did(asked.id, outcome, by_role="head of music", **given)
    assert journal.we_dids(lesson.pupil.id)[0].outcome == ""


def test_what_was_not_yet_can_be_done_later(journal: Journal, lesson: Lesson, wall: Wall) -> None:
    asked = journal.you_said(journal.open_review(lesson.pupil.id).id, "more drums")
    journal.we_did(asked.id, "not yet", because="it is broken", by_role="head of music")
    wall.on(days=9)
    done = journal.we_did(asked.id, "did", did="mended", by_role="head of music")
    assert (done.outcome, done.did, done.because, done.done_on) == ("did", "mended", "", date(2026, 6, 12))


# ---- taps on what was kept


@pytest.mark.parametrize("outcome", records.OUTCOMES)
def test_each_outcome_is_one_tap_and_twice_is_once(journal: Journal, lesson: Lesson, outcome: str) -> None:
    for _ in range(2):
        journal.link(take=lesson.take.id, outcome=outcome, by="pupil")
    (tag,) = journal.tags(lesson.pupil.id)
    assert (tag.of, tag.outcome, tag.by) == (lesson.take.id, outcome, "pupil")
    journal.untag(tag.id)
    assert journal.tags(lesson.pupil.id) == ()


@pytest.mark.parametrize("given", [{"outcome": "cheered up"}, {"purpose": "fun"}, {"outcome": "got help", "by": "app"}])
def test_outcomes_and_purposes_are_those_of_the_lists(journal: Journal, lesson: Lesson, given: dict[str, str]) -> None:
    with pytest.raises(NotAllowed):
        journal.link(take=lesson.take.id, **given)
    assert journal.tags(lesson.pupil.id) == ()


def test_tags_of_a_take_put_aside_or_of_words_taken_back_are_in_no_view(journal: Journal, lesson: Lesson) -> None:
    version = journal.keep_version(lesson.piece.id, b"MThd")
    said = journal.reflect(lesson.pupil.id, "T6", said_by="typed", body="the end", take=lesson.take.id)
    journal.link(take=lesson.take.id, purpose="skills", by="tutor")
    journal.link(version=version.id, purpose="agency", by="tutor")
    journal.link(reflection=said.id, outcome="said what I think")
    assert [tag.of for tag in journal.tags(lesson.pupil.id)] == [lesson.take.id, version.id, said.id]
    journal.put_aside(lesson.take.id)
    journal.put_aside(version.id)
    journal.hold(lesson.pupil.id, True, "the lead")
    journal.take_back(said.id)
    assert journal.tags(lesson.pupil.id) == ()
    journal.put_back(lesson.take.id)
    assert [tag.purpose for tag in journal.tags(lesson.pupil.id)] == ["skills"]


def test_a_prompt_is_heard_in_the_voice_that_was_recorded_last(journal: Journal) -> None:
    assert journal.prompt_voice("T6", "7-12") is None
    journal.set_prompt_voice("T6", "7-12", b"RIFF-one", "tutor")
    journal.set_prompt_voice("T6", "13 up", b"RIFF-older", "tutor")
    latest = journal.set_prompt_voice("T6", "7-12", b"RIFF-two", "nan")
    heard = journal.prompt_voice("T6", "7-12")
    assert heard is not None
    assert (heard.sound, heard.by_role) == (b"RIFF-two", "nan")
    assert journal.prompt_voice("T6", "7-12", "pt") is None
    assert [voice.sound for voice in journal.voices()] == [None, None]
    journal.drop_prompt_voice(latest.id)
    assert journal.prompt_voice("T6", "7-12") is None
    with pytest.raises(NotAllowed, match="nothing to hear"):
        journal.set_prompt_voice("T6", "7-12", b"", "nan")
