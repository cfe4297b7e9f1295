"""Ways round the rules that were once open, by their number in the design; each is tried through the journal's own door."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from reflections import NotAllowed, NotFound, portfolio

if TYPE_CHECKING:
    from reflections import Journal
    from tests.reflections.conftest import Lesson

OTHERS = ("tutor", "school", "carer")


@pytest.mark.parametrize("by", OTHERS)
def test_i1_nobody_else_makes_another_goal_of_one_that_is_live(journal: Journal, lesson: Lesson, by: str) -> None:
    goal = journal.agree(journal.wish(lesson.pupil.id, "play it for nan").id)
    with pytest.raises(NotAllowed, match="pupil says yes"):
        journal.reword(goal.id, "sit still", same_goal=False, by=by)
    assert [one.words for one in journal.goals(lesson.pupil.id)] == ["play it for nan"]
    journal.goal_state(goal.id, "parked")
    assert journal.reword(goal.id, "play it to nan", same_goal=True, by=by).words == "play it to nan"


def test_i3_the_page_says_how_sure_in_the_words_of_the_version_that_was_asked(journal: Journal, lesson: Lesson) -> None:
    journal.new_scale("sure", 0, 4, "How sure?", ("Nope", "A bit", "Okay", "Yes", "Wow"))
    task = journal.task(lesson.pupil.id, "bars 1 to 4", piece=lesson.piece.id)
    for moment, value in (("before", 0), ("after", 4)):
        journal.rate(lesson.pupil.id, "sure", moment, value=value, task=task.id)
    (row,) = portfolio.page(journal.evidence(lesson.pupil.id), {}).sure
    assert row.in_words == "Nope, then wow."


def test_i4_what_was_picked_for_a_review_and_taken_back_is_picked_no_more(journal: Journal, lesson: Lesson) -> None:
    said = journal.reflect(lesson.pupil.id, "T6", said_by="typed", body="the start", take=lesson.take.id)
    review = journal.open_review(lesson.pupil.id)
    journal.set_review(review.id, picked=[said.id, lesson.take.id])
    journal.take_back(said.id)
    assert [one.picked for one in journal.reviews(lesson.pupil.id)] == [(lesson.take.id,)]


def test_i4_what_a_hold_keeps_of_something_taken_back_is_handed_out_by_no_change_to_it(
    journal: Journal, lesson: Lesson
) -> None:
    said = journal.reflect(lesson.pupil.id, "T6", said_by="typed", body="Quokkatoken", take=lesson.take.id)
    later = journal.try_next(lesson.pupil.id, "Quokkatoken", lesson.take.id)
    journal.hold(lesson.pupil.id, True, "the lead")
    for each in (said, later):
        journal.take_back(each.id)
    for change in (
        lambda: journal.let_read(said.id, who_reads="school", who_hears="school"),
        lambda: journal.tried(later.id, lesson.take.id),
        lambda: journal.reflection(said.id),
        lambda: journal.take_back(said.id),
    ):
        with pytest.raises(NotFound):
            change()


def test_i15_four_pupils_are_four_however_their_ids_are_written(journal: Journal) -> None:
    four = [journal.add_pupil(f"Pupil {n}", "fox", "10-12").id for n in range(4)]
    for given in (four, four * 2, [*four, four[0].replace("-", "")]):
        with pytest.raises(NotAllowed, match="at least five"):
            journal.group_figures(given, "participation")
    with pytest.raises(NotFound):
        journal.group_figures([*four, "nobody"], "participation")
