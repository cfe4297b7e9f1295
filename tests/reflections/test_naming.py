"""What looks like a name or a school in a copy is marked for an adult, wherever a pupil may have written it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from reflections.naming import ALIAS, LEFT_OUT, PERSON, SCHOOL, WHOLE, left_out, marked

if TYPE_CHECKING:
    from reflections import Journal
    from tests.reflections.conftest import Lesson

Hits = list[tuple[str, str]]


def hits(journal: Journal, lesson: Lesson, *others: str) -> Hits:
    return [(one.words, one.why) for one in marked(journal.evidence(lesson.pupil.id), others)]


def say(journal: Journal, lesson: Lesson, words: str) -> None:
    journal.reflect(lesson.pupil.id, "T6", said_by="typed", body=words, piece=lesson.piece.id, seen_by="Sam")


@pytest.mark.parametrize(
    ("words", "alias"),
    [
        ("ben's bass was loud", "Ben"),
        ("me and ZOE", "Zo\u00eb"),
        ("i played with DJ K!", "DJ K"),
        ("\u05e9\u05d9\u05e8 \u05dc\u05d3\u05e0\u05d9", "\u05d3\u05e0\u05d9"),
        ("\u548c\u5c0f\u660e\u4e00\u8d77", "\u5c0f\u660e"),
        ("go \U0001f98a9 go", "\U0001f98a9"),
    ],
)
def test_another_pupils_alias_is_marked_as_it_may_be_written(
    journal: Journal, lesson: Lesson, words: str, alias: str
) -> None:
    say(journal, lesson, words)
    assert hits(journal, lesson, "Nobody", alias) == [(alias, ALIAS)]


def test_an_alias_inside_another_word_and_the_pupils_own_are_not_marked(journal: Journal, lesson: Lesson) -> None:
    say(journal, lesson, "amira bent the note")
    assert hits(journal, lesson, "Ben", "AMIRA", "") == []


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("like at Hill Top Primary", [("Hill Top Primary", SCHOOL)]),
        ("we did it in school", [("school", SCHOOL)]),
        ("for my pru", [("pru", SCHOOL)]),
        ("it is for Mrs Bell", [("Mrs Bell", PERSON)]),
        ("it is for Kaya and me", [("Kaya", PERSON)]),
        ("The high bit. Then Morning on Tuesday, I think", []),
        ("It was LOUD", []),
    ],
)
def test_a_school_and_a_name_are_marked_and_music_is_not(
    journal: Journal, lesson: Lesson, words: str, found: Hits
) -> None:
    say(journal, lesson, words)
    assert hits(journal, lesson) == found


def test_every_free_text_that_leaves_is_looked_through(journal: Journal, lesson: Lesson) -> None:
    me = lesson.pupil.id
    journal.rename_piece(lesson.piece.id, "Bentoken one")
    journal.story(lesson.piece.id, "Bentoken two", "Bentoken three")
    journal.keep_version(lesson.piece.id, b"MThd", "Bentoken four")
    journal.mark(lesson.take.id, 0.5, words="Bentoken five")
    say(journal, lesson, "Bentoken six")
    journal.reflect(me, "P3", said_by="typed", body="Bentoken seven", seen_by="Sam")
    goal = journal.agree(journal.wish(me, "Bentoken eight").id, why="Bentoken nine", first_step="Bentoken ten")
    journal.reword(goal.id, "both hands", same_goal=False)
    journal.step(goal.id, "Bentoken eleven")
    journal.try_next(me, "Bentoken twelve", lesson.take.id)
    journal.helped(me, "Bentoken thirteen")
    journal.add_interest(me, "song", "Bentoken fourteen", "Bentoken fifteen")
    task = journal.task(me, "Bentoken sixteen", piece=lesson.piece.id)
    for moment in ("before", "after"):
        journal.rate(me, "sure", moment, value=1, task=task.id)
    journal.seen([one.id for one in journal.unseen().items], "Sam")
    evidence = journal.evidence(me, copy_for="pupil")

    texts = {one.text for one in marked(evidence, ["Bentoken"]) if one.why == ALIAS}
    numbers = "one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen"
    assert texts == {f"Bentoken {n}" for n in numbers.split()}


def test_what_an_adult_left_out_stands_nowhere_in_the_copy(journal: Journal, lesson: Lesson) -> None:
    journal.reflect(
        lesson.pupil.id, "T6", said_by="typed", body="Mrs Jones said yes", take=lesson.take.id, seen_by="Sam"
    )
    journal.reflect(lesson.pupil.id, "T6", said_by="typed", body="the slide", take=lesson.take.id, seen_by="Sam")
    evidence = journal.evidence(lesson.pupil.id)

    copy = left_out(evidence, {"Mrs Jones said yes"})

    assert "Jones" in repr(evidence)
    assert "Jones" not in repr(copy)
    assert {said.body for one in copy.pieces for said in one.reflections} == {LEFT_OUT, "the slide"}


def test_the_pupils_own_name_is_marked_where_it_may_be_a_whole_one(journal: Journal, lesson: Lesson) -> None:
    assert not marked(journal.evidence(lesson.pupil.id), ())
    journal.change_pupil(lesson.pupil.id, "Amira Khan")

    assert [(one.words, one.why) for one in marked(journal.evidence(lesson.pupil.id), ())] == [("Amira Khan", WHOLE)]
