"""A group's programme is its own: how it stands, its plan, goals and reviews, who leaves and comes back, how it ends."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest

from reflections import Journal, NotAllowed
from tests.reflections.conftest import met

if TYPE_CHECKING:
    from tests.reflections.conftest import Band, Wall


# ---- how it stands


def test_in_the_last_third_it_says_how_many_are_left(journal: Journal, band: Band, wall: Wall) -> None:
    group, _ = band
    for held in range(1, 5):
        met(journal, group)
        wall.on(days=7)
        programme = journal.group(group.id).programme
        assert (programme.held, programme.left) == (held, 6 - held)
        assert programme.in_last_third is (held == 4)


def test_a_review_is_due_by_the_groups_own_rhythm(journal: Journal, band: Band, wall: Wall) -> None:
    group, _ = band
    for after in (2, 1, 0):
        met(journal, group)
        assert journal.review_due(group.id).after_sessions == after
        wall.on(days=7)
    assert journal.review_due(group.id).now
    journal.close_review(journal.open_review(group.id).id)
    due = journal.review_due(group.id)
    assert (due.number, due.after_sessions) == (2, 3)
    assert [one.number for one in journal.reviews(group.id)] == [1]


def test_away_is_when_the_group_did_not_meet_whoever_met_otherwise(journal: Journal, band: Band, wall: Wall) -> None:
    group, ids = band
    met(journal, group)
    wall.on(days=14)
    journal.close_session(journal.open_session([ids["Amira"]]).id)
    wall.on(days=14)
    (gap,) = journal.gaps(group.id)
    assert (gap.days, gap.until) == (28, None)
    assert journal.gaps(ids["Amira"]) == ()
    met(journal, group)
    (gap,) = journal.gaps(group.id)
    assert (gap.days, gap.until) == (28, date(2026, 7, 1))


def test_plan_brief_and_next_steps_are_the_groups(journal: Journal, band: Band) -> None:
    group, ids = band
    with pytest.raises(NotAllowed, match="comes first"):
        journal.set_plan(group.id, school_line="a concert")
    journal.set_plan(group.id, pupil_line="play at the fair", school_line="a concert")
    journal.add_brief(group.id, "pupil", "helps", "a count-in")
    step = journal.add_next_step(group.id, "ask for the hall", "head of music")
    assert journal.plan(group.id).pupil_line == "play at the fair"
    assert [line.words for line in journal.brief(group.id)] == ["a count-in"]
    assert journal.next_steps(group.id) == (step,)
    assert journal.plan(ids["Amira"]).pupil_line == ""
    assert journal.unseen().items == ()  # the tutor wrote it down with them there
    with pytest.raises(NotAllowed, match="no settings"):
        journal.apply_brief(journal.brief(group.id)[0].id, "text_size", 150)


def test_a_groups_goal_is_nobodys_own_and_at_most_three_are_live(journal: Journal, band: Band) -> None:
    group, ids = band
    goals = [journal.wish(group.id, f"goal {n}", "with others", set_by="together") for n in range(4)]
    assert {(goal.pupil, goal.programme) for goal in goals} == {(None, group.id)}
    with pytest.raises(NotAllowed, match="says yes"):
        journal.agree(goals[0].id, by="tutor")
    for goal in goals[:3]:
        journal.agree(goal.id, first_step="count in together")
    with pytest.raises(NotAllowed, match="Three goals"):
        journal.agree(goals[3].id)
    assert journal.goals(ids["Amira"]) == ()
    assert len(journal.goals(group.id)) == 4
    journal.step(goals[0].id, "learn the bass line")
    journal.reword(goals[0].id, "play it in the hall", same_goal=True)
    assert journal.goals(group.id)[0].words == "play it in the hall"
    assert journal.unseen().items == ()


# ---- coming and going


def test_one_who_leaves_ends_nothing_for_the_others(journal: Journal, band: Band) -> None:
    group, ids = band
    met(journal, group)
    left = journal.leave_group(group.id, ids["Ben"], "moved", handed_to="social worker")
    assert left.pupils == (ids["Amira"], ids["Cas"])
    gone = next(one for one in left.members if one.pupil == ids["Ben"])
    assert (gone.left_on, gone.how, gone.handed_to) == (date(2026, 6, 3), "moved", "social worker")
    assert (left.runs, left.programme.held) == (True, 1)
    assert journal.endings(group.id) == ()
    met(journal, left)
    assert journal.group(group.id).programme.held == 2
    assert [one.held_on for one in journal.sessions(ids["Ben"])] == [date(2026, 6, 3)]  # what was, was


def test_moving_on_without_goodbye_needs_a_role_for_the_pack(journal: Journal, band: Band) -> None:
    group, ids = band
    with pytest.raises(NotAllowed, match="who gets the pack"):
        journal.leave_group(group.id, ids["Ben"], "moved")
    with pytest.raises(NotAllowed, match="not in the group"):
        journal.leave_group(group.id, ids["Dee"])
    assert journal.group(group.id) == group


def test_a_pupil_who_has_moved_on_is_in_no_group_and_those_go_on(journal: Journal, band: Band) -> None:
    group, ids = band
    other = journal.add_group("Duo", [ids["Ben"], ids["Dee"]])
    journal.end_programme(ids["Ben"], "moved", handed_to="form tutor")
    for one in (group, other):
        now = journal.group(one.id)
        assert ids["Ben"] not in now.pupils
        assert now.runs
        assert next(m for m in now.members if m.pupil == ids["Ben"]).handed_to == "form tutor"


def test_a_programme_of_ones_own_that_ends_as_planned_leaves_the_group_alone(journal: Journal, band: Band) -> None:
    group, ids = band
    journal.end_programme(ids["Ben"], "planned", give_to="my nan")
    assert journal.group(group.id) == group


def test_whoever_comes_back_is_in_it_again_and_six_are_the_most(journal: Journal, band: Band) -> None:
    group, ids = band
    journal.leave_group(group.id, ids["Ben"])
    back = journal.join_group(group.id, ids["Ben"])
    assert set(back.pupils) == set(group.pupils)
    assert len(back.members) == 3
    assert journal.join_group(group.id, ids["Ben"]) == back  # twice is once
    for name in ("Dee", "Eli", "Flo"):
        journal.join_group(group.id, ids[name])
    with pytest.raises(NotAllowed, match="2 to 6"):
        journal.join_group(group.id, ids["Gus"])


def test_a_groups_programme_ends_and_goes_on_and_the_pupils_own_are_untouched(journal: Journal, band: Band) -> None:
    group, ids = band
    ending = journal.end_programme(group.id, "planned", give_to="the school hall")
    assert (ending.programme, ending.kind, ending.give_to) == (group.id, "planned", "the school hall")
    assert not journal.group(group.id).runs
    assert journal.programme(ids["Amira"]).status == "draft"
    with pytest.raises(NotAllowed, match="come to its end"):
        journal.open_session(group.pupils, mode="group", group=group.id)
    with pytest.raises(NotAllowed, match="come to its end"):
        journal.join_group(group.id, ids["Dee"])
    assert journal.open_session(list(group.pupils), mode="group").group is None
    journal.set_programme(group.id, starts=date(2026, 6, 3), ends=date(2026, 9, 1), planned_sessions=8)
    assert not journal.group(group.id).runs  # new dates are no going on
    journal.reopen(group.id)
    assert journal.group(group.id).runs
    assert [one.reopened_on for one in journal.endings(group.id)] == [date(2026, 6, 3)]
