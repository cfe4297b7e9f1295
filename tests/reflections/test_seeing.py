"""Whatever a pupil says, wherever they put it, waits for an adult's eyes (I5)."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from reflections import Journal, NotAllowed, NotFound, Unheard, records
from reflections.tables import Base

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.reflections.conftest import Lesson, Wall

    Says = Callable[[Journal, Lesson], object]


def wished(journal: Journal, lesson: Lesson) -> str:
    """A goal whose own words an adult has seen."""
    goal = journal.wish(lesson.pupil.id, "play it", set_by="tutor")
    return goal.id


SAYINGS: dict[str, Says] = {
    "what to try next": lambda j, at: j.try_next(at.pupil.id, "the token", at.take.id),
    "what helped": lambda j, at: j.helped(at.pupil.id, "the token"),
    "a wish": lambda j, at: j.wish(at.pupil.id, "the token"),
    "a goal in other words": lambda j, at: j.reword(wished(j, at), "the token", same_goal=True),
    "why": lambda j, at: j.agree(wished(j, at), why="the token"),
    "the first step": lambda j, at: j.agree(wished(j, at), first_step="the token"),
    "how we will know": lambda j, at: j.agree(wished(j, at), know_by="the token"),
    "a step": lambda j, at: j.step(wished(j, at), "the token"),
    "words at a bit": lambda j, at: j.mark(at.take.id, 0.5, words="the token"),
    "a task in their own words": lambda j, at: j.task(at.pupil.id, "the token", piece=at.piece.id, own=True),
    "music they like": lambda j, at: j.add_interest(at.pupil.id, "song", "the token"),
    "a title": lambda j, at: j.rename_piece(at.piece.id, "the token"),
    "whom a song is about": lambda j, at: j.story(at.piece.id, "the token", ""),
    "a poem": lambda j, at: j.story(at.piece.id, "", "the token"),
    "their line of the plan": lambda j, at: j.set_plan(at.pupil.id, pupil_line="the token"),
    "their side of the brief": lambda j, at: j.add_brief(at.pupil.id, "pupil", "helps", "the token"),
    "what they want of us": lambda j, at: j.you_said(j.open_review(at.pupil.id).id, "the token"),
    "who gets their music": lambda j, at: j.end_programme(at.pupil.id, "planned", give_to="the token"),
    "a reflection": lambda j, at: j.reflect(at.pupil.id, "T6", said_by="typed", body="the token"),
}


WRITTEN_DOWN: dict[str, Says] = {
    "their line of the plan": lambda j, at: j.set_plan(at.pupil.id, pupil_line="the token", seen_by="Sam"),
    "their side of the brief": lambda j, at: j.add_brief(at.pupil.id, "pupil", "helps", "the token", seen_by="Sam"),
    "what they want of us": lambda j, at: j.you_said(j.open_review(at.pupil.id).id, "the token", seen_by="Sam"),
    "who gets their music": lambda j, at: j.end_programme(at.pupil.id, "planned", give_to="the token", seen_by="Sam"),
    "what helped": lambda j, at: j.helped(at.pupil.id, "the token", seen_by="Sam"),
}


@pytest.mark.parametrize("what", WRITTEN_DOWN)
def test_i5_what_an_adult_wrote_down_as_it_was_said_is_seen(journal: Journal, lesson: Lesson, what: str) -> None:
    WRITTEN_DOWN[what](journal, lesson)
    assert journal.unseen().items == ()
    journal.end_day()


def test_i5_words_that_waited_and_are_written_anew_with_an_adult_there_are_seen(
    journal: Journal, lesson: Lesson
) -> None:
    journal.set_plan(lesson.pupil.id, pupil_line="play it")
    journal.set_plan(lesson.pupil.id, pupil_line="play it loud", seen_by="Sam")
    assert journal.unseen().items == ()


@pytest.mark.parametrize("what", SAYINGS)
def test_i5_words_stop_a_copy_and_the_end_of_the_day_wherever_they_were_put(
    journal: Journal, lesson: Lesson, what: str
) -> None:
    SAYINGS[what](journal, lesson)
    (waits,) = journal.unseen().items
    assert (waits.words, waits.pupil) == ("the token", lesson.pupil.id)
    with pytest.raises(Unheard, match="nobody has seen"):
        journal.evidence(lesson.pupil.id, copy_for="pupil")
    with pytest.raises(Unheard):
        journal.end_day()
    journal.seen([waits.id], "Sam")
    assert journal.unseen().items == ()
    journal.evidence(lesson.pupil.id, copy_for="pupil")
    journal.end_day()


def test_a_call_for_help_of_nobody_in_particular_stops_every_copy_and_one_of_somebody_elses_none(
    journal: Journal, lesson: Lesson
) -> None:
    journal.raise_help(journal.add_pupil("Ben", "owl", "10-12").id, None)
    journal.evidence(lesson.pupil.id, copy_for="pupil")
    whose = journal.raise_help(None, None, "adult")
    with pytest.raises(Unheard, match="asked to talk"):
        journal.evidence(lesson.pupil.id, copy_for="pupil")
    journal.pass_on(whose.id, "Mrs Bell")
    journal.evidence(lesson.pupil.id, copy_for="pupil")


def test_who_saw_words_first_and_when_stays(journal: Journal, lesson: Lesson, wall: Wall) -> None:
    said = journal.reflect(lesson.pupil.id, "T6", said_by="typed", body="the end")
    journal.seen([said.id], "Sam")
    first = wall()
    wall.on(hours=1)
    journal.seen([said.id], "Kim")
    (found,) = journal.reflections(lesson.pupil.id)
    assert (found.seen_by, found.seen_at) == ("Sam", first)


NOT_THEIRS: dict[str, Says] = {
    "a goal somebody else set": lambda j, at: j.wish(at.pupil.id, "sit still", set_by="school"),
    "words of the tutor's at a bit": lambda j, at: j.mark(at.take.id, 0.5, "tutor", words="listen"),
    "a mark without words": lambda j, at: j.mark(at.take.id, 0.5),
    "a task the studio named": lambda j, at: j.task(at.pupil.id, "bars 1 to 4", piece=at.piece.id),
    "a step the tutor wrote": lambda j, at: j.step(wished(j, at), "left hand", by="tutor"),
    "a line of the school's": lambda j, at: j.add_brief(at.pupil.id, "school", "target", "to join in"),
    "an answer that only skips": lambda j, at: j.rate(at.pupil.id, "sure", "after", "rather not", take=at.take.id),
}


@pytest.mark.parametrize("what", NOT_THEIRS)
def test_what_a_pupil_did_not_say_waits_for_nobody(journal: Journal, lesson: Lesson, what: str) -> None:
    NOT_THEIRS[what](journal, lesson)
    assert journal.unseen().items == ()
    journal.end_day()


def test_i5_words_changed_after_they_were_seen_are_seen_anew(journal: Journal, lesson: Lesson) -> None:
    journal.story(lesson.piece.id, "a boat", "It sails.")
    journal.seen([one.id for one in journal.unseen().items], "Sam")
    journal.story(lesson.piece.id, "a boat", "It sank.")
    assert [one.words for one in journal.unseen().items] == ["It sank."]


def test_words_changed_before_anyone_saw_them_wait_once_as_they_stand_now(journal: Journal, lesson: Lesson) -> None:
    for poem in ("It sails.", "It sank."):
        journal.story(lesson.piece.id, "", poem)
    assert [one.words for one in journal.unseen().items] == ["It sank."]
    journal.story(lesson.piece.id, "", "")
    assert journal.unseen().items == ()


def test_a_pick_of_what_helped_before_says_nothing_new(journal: Journal, lesson: Lesson) -> None:
    journal.helped(lesson.pupil.id, "One hand first")
    journal.seen([one.id for one in journal.unseen().items], "Sam")
    journal.helped(lesson.pupil.id, "one hand first")
    assert journal.unseen().items == ()
    assert journal.toolkit(lesson.pupil.id) == (records.Tool("one hand first", 2),)


def test_i5_words_said_alone_come_first_whatever_kind_they_are(journal: Journal, lesson: Lesson, wall: Wall) -> None:
    journal.try_next(lesson.pupil.id, "in the lesson")
    journal.close_session(lesson.session.id)
    wall.on(days=1)
    alone = journal.open_session([lesson.pupil.id], solo=True)
    journal.try_next(lesson.pupil.id, "alone")
    journal.reflect(lesson.pupil.id, "T6", said_by="typed", body="alone too", session=alone.id)
    waiting = journal.unseen().items
    assert [(one.words, one.solo) for one in waiting] == [
        ("alone", True),
        ("alone too", True),
        ("in the lesson", False),
    ]
    assert [one.words for one in journal.unseen(alone.id).items] == ["alone", "alone too"]


def test_i5_who_was_there_has_seen_all_of_that_session_but_what_nobody_heard(journal: Journal, lesson: Lesson) -> None:
    here = lesson.session.id
    journal.try_next(lesson.pupil.id, "slowly")
    journal.reflect(lesson.pupil.id, "T6", said_by="typed", body="the end", session=here)
    journal.reflect(lesson.pupil.id, "T6", said_by="voice", sound=b"RIFF", session=here)
    journal.was_there(here, "Sam")
    assert [one.has_sound for one in journal.unseen().items] == [True]
    assert {said.seen_by for said in journal.reflections(lesson.pupil.id)} == {"Sam", ""}


def test_an_hour_alone_is_no_lesson_of_the_programme(journal: Journal, lesson: Lesson) -> None:
    alone = journal.open_session([lesson.pupil.id], solo=True)
    assert alone.id != lesson.session.id
    assert journal.open_session([lesson.pupil.id], solo=True).id == alone.id
    assert journal.programme(lesson.pupil.id).held == 1


# ---- I4 for all that can be taken back

TAKES_BACK: dict[str, Says] = {
    "try_next": lambda j, at: j.try_next(at.pupil.id, "Quokkatoken").id,
    "marker": lambda j, at: j.mark(at.take.id, 0.5, words="Quokkatoken").id,
    "interest": lambda j, at: j.add_interest(at.pupil.id, "song", "Quokkatoken").id,
    "tool_pick": lambda j, at: (j.helped(at.pupil.id, "Quokkatoken"), j.unseen().items[0].of)[1],
    "reflection": lambda j, at: j.reflect(at.pupil.id, "T6", said_by="typed", body="Quokkatoken").id,
}


def views(journal: Journal, lesson: Lesson) -> str:
    """All that shows what a pupil said."""
    return repr(
        (
            journal.evidence(lesson.pupil.id),
            journal.unseen(),
            journal.markers(lesson.take.id),
            journal.toolkit(lesson.pupil.id),
            journal.last_try_next(lesson.pupil.id),
            journal.interests(lesson.pupil.id),
        )
    )


@pytest.mark.parametrize("entity", TAKES_BACK)
@pytest.mark.parametrize("seen", [True, False])
def test_i4_what_is_taken_back_is_in_no_view_and_in_no_byte(
    journal: Journal, lesson: Lesson, entity: str, seen: bool
) -> None:
    said = TAKES_BACK[entity](journal, lesson)
    assert "Quokkatoken" in views(journal, lesson)
    if seen:
        journal.seen([one.id for one in journal.unseen().items], "Sam")
    assert journal.take_back(said).was_seen is seen
    assert "Quokkatoken" not in views(journal, lesson)
    assert journal.unseen().taken_back == (not seen)
    with pytest.raises(NotFound):
        journal.take_back(said)
    with journal._opened.looking() as raw:
        dump = "\n".join(str(row) for table in Base.metadata.tables for row in raw.execute(f"select * from {table}"))
    assert "Quokkatoken" not in dump


@pytest.mark.parametrize("entity", TAKES_BACK)
def test_i10_under_a_hold_what_is_taken_back_is_in_no_view_and_goes_when_it_is_lifted(
    journal: Journal, lesson: Lesson, entity: str
) -> None:
    journal.hold(lesson.pupil.id, True, "the lead")
    said = TAKES_BACK[entity](journal, lesson)
    assert journal.take_back(said).kept_for_now
    assert "Quokkatoken" not in views(journal, lesson)
    journal.hold(lesson.pupil.id, False, "the lead")
    with journal._opened.looking() as raw:
        assert raw.execute(f"select count(*) from {entity}").fetchone() == (0,)


def test_a_mark_of_the_tutors_is_not_the_pupils_to_take_back(journal: Journal, lesson: Lesson) -> None:
    mark = journal.mark(lesson.take.id, 0.5, "tutor", words="listen")
    with pytest.raises(NotAllowed, match="Only the one who said it"):
        journal.take_back(mark.id)
