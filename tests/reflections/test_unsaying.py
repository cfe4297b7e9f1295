"""What a pupil takes back of a goal or a task is in no view and in no byte (I4); under a hold it is kept, out of every view (I10)."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from reflections import Journal, NotAllowed, NotFound, records
from reflections.tables import Base

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.reflections.conftest import Lesson

    Back = Callable[[Journal], records.TakenBackNote]

TOKEN = "Quokkatoken"


def an_answer(field: str) -> Callable[[Journal, Lesson], Back]:
    """Something said of a goal that stays."""

    def said(journal: Journal, lesson: Lesson) -> Back:
        goal = journal.agree(journal.wish(lesson.pupil.id, "play it").id)
        journal.tell(goal.id, **{field: "first said otherwise"})
        journal.tell(goal.id, **{field: TOKEN})
        return lambda j: j.take_back_answer(goal.id, field)

    return said


def a_step(journal: Journal, lesson: Lesson) -> Back:
    goal = journal.agree(journal.wish(lesson.pupil.id, "play it").id)
    step = journal.step(goal.id, TOKEN)
    journal.step_done(step.id)
    return lambda j: j.take_back_step(step.id)


def a_wish(journal: Journal, lesson: Lesson) -> Back:
    goal = journal.wish(lesson.pupil.id, f"{TOKEN} one")
    journal.reword(goal.id, f"{TOKEN} two", same_goal=False)
    journal.tell(goal.id, why=f"{TOKEN} three")
    journal.step(goal.id, f"{TOKEN} four")
    journal.rate(lesson.pupil.id, "close", "review", "given", 0, goal=goal.id)
    journal.goal_state(goal.id, "let go")
    return lambda j: j.take_back_wish(goal.id)


def a_task(journal: Journal, lesson: Lesson) -> Back:
    task = journal.task(lesson.pupil.id, TOKEN, piece=lesson.piece.id, own=True)
    journal.task(lesson.pupil.id, "as it is called", piece=lesson.piece.id)
    assert journal.own_tasks(lesson.pupil.id) == {task.id}
    journal.rate(lesson.pupil.id, "sure", "before", "given", 0, task=task.id)
    return lambda j: j.take_back_task(task.id)


SAID = {
    **{field: an_answer(field) for field in records.GOAL_ANSWERS},
    "a step": a_step,
    "a wish": a_wish,
    "a task": a_task,
}


def in_tables(journal: Journal) -> str:
    """Every row there is."""
    with journal._opened.looking() as raw:
        return repr([raw.execute(f"select * from {table}").fetchall() for table in Base.metadata.tables])


def views(journal: Journal, lesson: Lesson) -> str:
    pupil = lesson.pupil.id
    said = (journal.evidence(pupil), journal.goals(pupil), journal.tasks(pupil), journal.reflections(pupil))
    return repr((*said, journal.unseen()))


@pytest.mark.parametrize("what", SAID)
@pytest.mark.parametrize("seen", [True, False])
def test_i4_what_is_taken_back_of_a_goal_is_in_no_view_and_in_no_byte(
    journal: Journal, lesson: Lesson, what: str, seen: bool
) -> None:
    back = SAID[what](journal, lesson)
    assert TOKEN in views(journal, lesson)
    if seen:
        journal.seen([one.id for one in journal.unseen().items], "Sam")
    note = back(journal)
    assert (note.was_seen, note.kept_for_now) == (seen, False)
    assert TOKEN not in views(journal, lesson)
    assert TOKEN not in in_tables(journal)
    assert journal.unseen().taken_back == (not seen)
    with pytest.raises(NotFound):
        back(journal)


@pytest.mark.parametrize("what", SAID)
def test_i10_under_a_hold_it_is_kept_out_of_every_view_and_goes_when_that_is_lifted(
    journal: Journal, lesson: Lesson, what: str
) -> None:
    back = SAID[what](journal, lesson)
    journal.hold(lesson.pupil.id, True, "the lead")
    assert back(journal).kept_for_now
    assert TOKEN not in views(journal, lesson)
    assert TOKEN in in_tables(journal)
    journal.hold(lesson.pupil.id, False, "the lead")
    assert TOKEN not in in_tables(journal)


def test_the_goal_and_all_else_that_was_said_of_it_stay(journal: Journal, lesson: Lesson) -> None:
    goal = journal.agree(journal.wish(lesson.pupil.id, "play it").id)
    journal.tell(goal.id, why="fun", know_by="Nan claps")
    journal.take_back_answer(goal.id, "why")
    (left,) = journal.goals(lesson.pupil.id)
    assert (left.words, left.state, left.why, left.know_by) == ("play it", "active", "", "Nan claps")


def test_what_was_answered_about_a_task_stays_and_it_is_called_as_its_piece(journal: Journal, lesson: Lesson) -> None:
    a_task(journal, lesson)(journal)
    (task, _) = journal.tasks(lesson.pupil.id)
    assert task.words == lesson.piece.title
    assert [one.task for one in journal.ratings(lesson.pupil.id)] == [task.id]


def test_what_they_said_yes_to_or_an_adult_set_is_no_wish_to_take_back(journal: Journal, lesson: Lesson) -> None:
    agreed = journal.agree(journal.wish(lesson.pupil.id, "play it").id)
    with pytest.raises(NotAllowed, match="You said yes to this one"):
        journal.take_back_wish(agreed.id)
    school = journal.wish(lesson.pupil.id, "come every week", set_by="school")
    with pytest.raises(NotAllowed, match="Only the one who said it"):
        journal.take_back_wish(school.id)
