"""How goals are read: how close only of the goal as it is meant now, what was kept for it, and whether it is still wanted."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from reflections import Journal, goals, prompts, records
from tests.reflections.conftest import Lesson, Wall, part


def goal_of(journal: Journal, pupil: str, words: str = "Play for Nan") -> Any:
    return journal.agree(journal.wish(pupil, words).id)


def close(journal: Journal, goal: Any, value: int | None) -> None:
    answer = "given" if value is not None else "rather not"
    journal.rate(goal.pupil, "close", "review", answer, value, goal=goal.id)


def close_now(journal: Journal, goal: Any) -> int | None:
    (now,) = (one for one in journal.goals(goal.pupil) if one.id == goal.id)
    return goals.close_now(journal.ratings(goal.pupil), now)


# -- how close --------------------------------------------------------------------------------------------------------
def test_how_close_is_what_was_said_last_and_zero_is_an_answer(journal: Journal, lesson: Lesson, wall: Wall) -> None:
    goal = goal_of(journal, lesson.pupil.id)
    assert close_now(journal, goal) is None
    for value in (4, 0):
        wall.on(days=7)
        close(journal, goal, value)
    assert close_now(journal, goal) == 0
    wall.on(days=7)
    close(journal, goal, None)
    assert close_now(journal, goal) == 0


def test_what_was_said_of_another_goal_is_never_shown_under_the_new_words(
    journal: Journal, lesson: Lesson, wall: Wall
) -> None:
    goal = goal_of(journal, lesson.pupil.id)
    close(journal, goal, 7)
    journal.reword(goal.id, "Play for Nan and Grandad", same_goal=True)
    assert close_now(journal, goal) == 7
    journal.reword(goal.id, "Write my own song", same_goal=False)
    assert close_now(journal, goal) is None
    wall.on(days=7)
    close(journal, goal, 2)
    journal.reword(goal.id, "Write a song of mine", same_goal=True)
    assert close_now(journal, goal) == 2


def test_said_again_in_one_lesson_it_follows_only_what_was_said_of_the_same_goal(
    journal: Journal, lesson: Lesson
) -> None:
    goal = goal_of(journal, lesson.pupil.id)
    for value in (6, 7):
        close(journal, goal, value)
    journal.reword(goal.id, "Write my own song", same_goal=False)
    close(journal, goal, 2)
    (now,) = journal.goals(goal.pupil)
    lines = goals.lines(journal.ratings(goal.pupil), now.wordings)
    assert [[dot.value for dot in line.dots] for line in lines] == [[7], [2]]


def test_what_others_said_or_was_said_looking_back_is_not_how_close_it_is(journal: Journal, lesson: Lesson) -> None:
    goal = goal_of(journal, lesson.pupil.id)
    journal.rate(goal.pupil, "close", "review", "given", 9, goal=goal.id, rater="tutor")
    journal.rate(goal.pupil, "close", "looking back", "given", 1, goal=goal.id)
    assert close_now(journal, goal) is None


# -- what was kept for it ---------------------------------------------------------------------------------------------
def test_a_goal_has_its_pieces_with_only_the_takes_and_words_that_were_for_it(journal: Journal, lesson: Lesson) -> None:
    pupil = lesson.pupil.id
    goal = goal_of(journal, pupil)
    journal.reflect(pupil, "T6", said_by="typed", body="before it was for anything", take=lesson.take.id)
    journal.take_on(lesson.piece.id, goal.id)
    take = journal.keep_take(lesson.piece.id, [part(pupil)], seconds=2.0, tempo=90.0)
    version = journal.keep_version(lesson.piece.id, b"MThd", "done")
    for body, about in (
        ("the end", {"take": take.id}),
        ("all of it", {"version": version.id}),
        ("mine", {"piece": lesson.piece.id}),
    ):
        journal.reflect(pupil, "T6", said_by="typed", body=body, **about)

    (kept,) = goals.kept_for(journal.evidence(pupil), goal.id)

    assert [one.id for one in kept.takes] == [take.id]
    assert [one.id for one in kept.versions] == [version.id]
    assert [said.body for said in kept.reflections] == ["the end", "all of it", "mine"]


def test_a_goal_nothing_was_kept_for_has_nothing(journal: Journal, lesson: Lesson) -> None:
    goal = goal_of(journal, lesson.pupil.id)
    assert goals.kept_for(journal.evidence(lesson.pupil.id), goal.id) == ()
    assert goals.kept_for(journal.evidence(lesson.pupil.id), "no such goal") == ()


def test_saying_what_one_take_was_for_makes_the_piece_go_on_for_it_until_it_is_just_for_fun(
    journal: Journal, lesson: Lesson
) -> None:
    goal = goal_of(journal, lesson.pupil.id)
    journal.link(take=lesson.take.id, goal=goal.id)
    assert journal.piece(lesson.piece.id).goals == (goal.id,)
    journal.unlink(take=lesson.take.id, goal=goal.id)
    assert journal.piece(lesson.piece.id).goals == ()


def test_one_take_just_for_fun_leaves_the_piece_to_its_goal_where_another_take_is_for_it(
    journal: Journal, lesson: Lesson
) -> None:
    goal = goal_of(journal, lesson.pupil.id)
    journal.link(take=lesson.take.id, goal=goal.id)
    other = journal.keep_take(lesson.piece.id, [part(lesson.pupil.id)], seconds=2.0, tempo=90.0)
    journal.unlink(take=other.id, goal=goal.id)
    assert journal.piece(lesson.piece.id).goals == (goal.id,)


# -- whether it is still wanted ---------------------------------------------------------------------------------------
TODAY = date(2026, 6, 3)
GOAL = records.Goal(
    "g", "p", "jo", 1, "music", "pupil", True, "", "", "", None, "active", datetime(2026, 5, 1, tzinfo=UTC), (), ()
)
PROGRAMME = records.Programme("p", "jo", date(2026, 5, 1), date(2026, 12, 1), 12, "active", 6, None, 3)
NOW = prompts.Situation(session="s", session_number=4, minutes=60, piece=None)


def asked(prompt: str, session: str = "earlier", days_ago: int = 7) -> records.Asked:
    at = datetime(2026, 6, 3, 10, tzinfo=UTC) - timedelta(days=days_ago)
    return records.Asked(prompt, None, session, "jo", at)


@pytest.mark.parametrize(
    ("goal", "programme", "now", "put"),
    [
        (GOAL, PROGRAMME, NOW, False),  # its day is not here, and most sessions are to come
        (replace(GOAL, review_on=TODAY), PROGRAMME, NOW, True),
        (replace(GOAL, review_on=TODAY + timedelta(days=1)), PROGRAMME, NOW, False),
        (GOAL, replace(PROGRAMME, held=6), NOW, True),
        (replace(GOAL, state="parked"), replace(PROGRAMME, held=6), NOW, False),
        (GOAL, replace(PROGRAMME, held=6), replace(NOW, just_music=True), False),
        (GOAL, replace(PROGRAMME, held=6), replace(NOW, asked=(asked("G6"),)), False),  # once a programme
        (GOAL, replace(PROGRAMME, held=6), replace(NOW, asked=(asked("G6", days_ago=90),)), True),  # another programme
        (GOAL, replace(PROGRAMME, held=6), replace(NOW, asked=(asked("G2", "s"),)), False),  # one a session
        (GOAL, replace(PROGRAMME, held=6), replace(NOW, asked=(asked("B1", "s"),)), True),
        (GOAL, replace(PROGRAMME, held=6), replace(NOW, minutes=25, asked=(asked("B1", "s"),)), False),
    ],
)
def test_whether_it_is_still_wanted_is_asked_once_a_programme(
    goal: records.Goal, programme: records.Programme, now: prompts.Situation, put: bool
) -> None:
    question = prompts.still_wanted(goal, programme, now, TODAY)
    assert (question is not None) == put
    if question is not None:
        assert [choice.words for choice in question.choices] == ["Yes", "Change the words", "Pick a new goal"]


def test_a_short_lesson_asks_of_a_goal_or_how_sure_but_never_both() -> None:
    short = replace(NOW, minutes=25)
    task = records.Task("t", "jo", "s", "x", None, None, "Play it", "g", datetime(2026, 6, 3, tzinfo=UTC))
    assert prompts.about_goal(GOAL, (), replace(short, asked=(asked("B1", "s"),))) is None
    assert prompts.before(task, replace(short, asked=(asked("G2", "s"),))) is None
    assert prompts.before(task, replace(NOW, asked=(asked("G2", "s"),))) is not None
