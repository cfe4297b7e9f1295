"""The rules of goals and answers that no call may break (I1 to I3): three live goals, zero is an answer, words are versioned."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from reflections import NotAllowed, goals, prompts, records

if TYPE_CHECKING:
    from reflections import Journal
    from tests.reflections.conftest import Lesson, Wall


# ---- I1: at most three live goals, none without the pupil's yes, set_by always there


def test_i1_a_fourth_goal_waits_until_one_is_parked(journal: Journal, lesson: Lesson) -> None:
    wishes = [journal.wish(lesson.pupil.id, f"goal {n}") for n in range(4)]
    assert [journal.agree(w.id).slot for w in wishes[:3]] == [1, 2, 3]
    with pytest.raises(NotAllowed, match="Three goals are live"):
        journal.agree(wishes[3].id)
    journal.goal_state(wishes[1].id, "parked")
    assert journal.agree(wishes[3].id).slot == 2
    with pytest.raises(NotAllowed):
        journal.goal_state(wishes[1].id, "active")
    assert len(goals.live(journal.goals(lesson.pupil.id))) == 3


@pytest.mark.parametrize("by", ["tutor", "school", "carer", "social worker", "together", ""])
def test_i1_nobody_elses_yes_makes_a_goal_live(journal: Journal, lesson: Lesson, by: str) -> None:
    wish = journal.wish(lesson.pupil.id, "sit still", set_by="school")
    with pytest.raises(NotAllowed, match="pupil says yes"):
        journal.agree(wish.id, by=by)
    with pytest.raises(NotAllowed, match="pupil says yes"):
        journal.goal_state(wish.id, "active")
    (kept,) = journal.goals(lesson.pupil.id)
    assert (kept.state, kept.agreed, kept.slot, kept.set_by) == ("wish", False, None, "school")


def test_i1_agreeing_twice_takes_one_slot(journal: Journal, lesson: Lesson) -> None:
    wish = journal.wish(lesson.pupil.id, "both hands")
    journal.agree(wish.id, why="for mum")
    again = journal.agree(wish.id, first_step="slowly")
    assert (again.slot, again.why, again.first_step) == (1, "for mum", "slowly")


# ---- I2: zero is an answer, a skip is none


def test_i2_zero_is_kept_and_drawn_as_an_answer(journal: Journal, lesson: Lesson, wall: Wall) -> None:
    goal = journal.agree(journal.wish(lesson.pupil.id, "both hands").id)
    for value in (0, 0, 4):
        journal.rate(lesson.pupil.id, "close", "review", value=value, goal=goal.id)
        wall.on(days=7)
    (line,) = goals.lines(journal.ratings(lesson.pupil.id))
    assert [dot.value for dot in line.dots] == [0, 0, 4]
    assert line.joined
    shown = journal.evidence(lesson.pupil.id).goals[0].ratings
    assert [r.value for r in shown] == [0, 0, 4]


@pytest.mark.parametrize("answer", records.ANSWERS[1:])
def test_i2_a_skip_has_no_value_and_no_dot(journal: Journal, lesson: Lesson, answer: str) -> None:
    kept = journal.rate(lesson.pupil.id, "sure", "after", answer, take=lesson.take.id)
    assert (kept.answer, kept.value) == (answer, None)
    assert goals.lines(journal.ratings(lesson.pupil.id)) == ()
    with pytest.raises(NotAllowed, match="skipped has none"):
        journal.rate(lesson.pupil.id, "sure", "after", answer, 0, take=lesson.take.id)


def test_i2_given_without_a_value_is_refused(journal: Journal, lesson: Lesson) -> None:
    with pytest.raises(NotAllowed):
        journal.rate(lesson.pupil.id, "sure", "after", "given", take=lesson.take.id)
    with pytest.raises(NotAllowed, match="The answer is one of"):
        journal.rate(lesson.pupil.id, "sure", "after", "maybe", 2, take=lesson.take.id)
    assert journal.ratings(lesson.pupil.id) == ()


def test_i2_all_skipped_shows_nothing_anywhere(journal: Journal, lesson: Lesson) -> None:
    task = journal.task(lesson.pupil.id, "bars 1 to 4", piece=lesson.piece.id)
    journal.rate(lesson.pupil.id, "sure", "before", "rather not", task=task.id)
    journal.rate(lesson.pupil.id, "sure", "after", "don't know", task=task.id)
    assert journal.evidence(lesson.pupil.id).sure == ()


# ---- I3: a rating lies in its own scale version


@pytest.mark.parametrize(("construct", "off"), [("sure", -1), ("sure", 5), ("close", 11), ("close", -1)])
def test_i3_a_value_off_its_scale_is_refused(journal: Journal, lesson: Lesson, construct: str, off: int) -> None:
    with pytest.raises(NotAllowed, match="goes from 0 to"):
        journal.rate(lesson.pupil.id, construct, "after", value=off, take=lesson.take.id)


def test_i3_new_words_are_a_new_version_and_break_the_line(journal: Journal, lesson: Lesson, wall: Wall) -> None:
    goal = journal.agree(journal.wish(lesson.pupil.id, "both hands").id)

    def rate(value: int) -> records.Rating:
        wall.on(days=7)
        return journal.rate(lesson.pupil.id, "close", "review", value=value, goal=goal.id)

    first = rate(2)
    new = journal.new_scale("close", 0, 10, "How near is it?", tuple(str(n) for n in range(11)))
    second = rate(9)
    assert (first.scale_version, second.scale_version, new.version) == (1, 2, 2)
    assert [len(line.dots) for line in goals.lines(journal.ratings(lesson.pupil.id))] == [1, 1]
    assert journal.ratings(lesson.pupil.id)[0].scale == first.scale


def test_i3_a_goal_reworded_into_another_breaks_its_line_and_into_the_same_does_not(
    journal: Journal, lesson: Lesson, wall: Wall
) -> None:
    goal = journal.agree(journal.wish(lesson.pupil.id, "play it").id)
    for value, words, same in ((1, "play it through", True), (3, "sing it", False), (0, "", True), (5, "", True)):
        wall.on(days=7)
        journal.rate(lesson.pupil.id, "close", "review", value=value, goal=goal.id)
        if words:
            journal.reword(goal.id, words, same_goal=same)
    (kept,) = journal.goals(lesson.pupil.id)
    assert kept.words == "sing it"
    lines = goals.lines(journal.ratings(lesson.pupil.id), kept.wordings)
    assert [[dot.value for dot in line.dots] for line in lines] == [[1, 3], [0, 5]]


def test_i3_before_and_after_on_two_versions_are_no_pair(journal: Journal, lesson: Lesson) -> None:
    task = journal.task(lesson.pupil.id, "bars 1 to 4", piece=lesson.piece.id)
    journal.rate(lesson.pupil.id, "sure", "before", value=1, task=task.id)
    journal.new_scale("sure", 0, 4, "Sure?", ("no", "a bit", "half", "nearly", "yes"))
    journal.rate(lesson.pupil.id, "sure", "after", value=3, task=task.id)
    assert journal.evidence(lesson.pupil.id).sure == ()


def test_i3_an_answer_lies_on_the_version_whose_words_were_asked(journal: Journal, lesson: Lesson) -> None:
    asked = journal.scale("sure")
    journal.new_scale("sure", 0, 2, "Sure?", ("no", "half", "yes"))
    kept = journal.rate(lesson.pupil.id, "sure", "after", value=4, take=lesson.take.id, scale=asked.id)
    assert (kept.scale, kept.maximum, kept.words) == (asked.id, 4, "Totally sure")
    assert journal.scale("sure").anchors == ("no", "half", "yes")
    with pytest.raises(NotAllowed):
        journal.rate(lesson.pupil.id, "close", "after", value=1, take=lesson.take.id, scale=asked.id)


def test_i3_words_that_ship_anew_are_a_version_of_their_own(
    journal: Journal, lesson: Lesson, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = journal.rate(lesson.pupil.id, "sure", "after", value=3, take=lesson.take.id)
    shipped = prompts.scale("sure")
    other = replace(shipped, anchors=("No", *shipped.anchors[1:]))
    monkeypatch.setattr(prompts, "scale", lambda construct, language="en": other)
    after = journal.rate(lesson.pupil.id, "sure", "after", value=0, take=lesson.take.id)
    assert (before.scale_version, after.scale_version, after.words) == (1, 2, "No")
    journal.new_scale("sure", 0, 1, "Sure?", ("no", "yes"))
    assert journal.scale("sure").version == 3  # what somebody chose stands until other words ship


def test_a_goal_of_140_characters_fits_and_one_more_is_said_kindly(journal: Journal, lesson: Lesson) -> None:
    assert journal.wish(lesson.pupil.id, "x" * 140).words == "x" * 140
    with pytest.raises(NotAllowed, match="140 characters"):
        journal.wish(lesson.pupil.id, "x" * 141)
