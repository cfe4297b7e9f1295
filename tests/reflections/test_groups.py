"""Groups: a programme of their own, who is in one and how it ended for each, sessions, guests, and what erasing leaves."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

import pytest

from reflections import Journal, NotAllowed, NotFound, records
from reflections.operations import of_row
from reflections.tables import Base, Operation

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.reflections.conftest import Wall

NAMES = ("Amira", "Ben", "Cas", "Dee", "Eli", "Flo", "Gus")
Band = tuple[records.Group, dict[str, str]]


@pytest.fixture
def band(journal: Journal) -> Band:
    """Three of seven pupils, in a group that meets six times and is reviewed after three."""
    ids = {name: journal.add_pupil(name, "fox", "10-12").id for name in NAMES}
    starts = date(2026, 6, 3)
    group = journal.add_group(
        "The Tuesday band",
        [ids[name] for name in NAMES[:3]],
        starts=starts,
        ends=starts + timedelta(weeks=6),
        planned_sessions=6,
        review_every=3,
    )
    return group, ids


def met(journal: Journal, group: records.Group, *, guests: int = 0, next_time: str = "") -> records.Session:
    """One session of the group, opened and closed."""
    session = journal.open_session(group.pupils, mode="group", group=group.id, guests=guests)
    return journal.close_session(session.id, next_time)


def rows_with(journal: Journal, token: str) -> list[str]:
    """The tables in which a token can be found, those of this computer too."""
    with journal._opened.looking() as raw:
        return [
            name
            for name in sorted(Base.metadata.tables)
            if any(token in str(row) for row in raw.execute(f"select * from {name}").fetchall())
        ]


def operations(journal: Journal, row: str) -> list[Operation]:
    """What is left of the changes of a row."""
    with journal._reading() as session:
        return of_row(session, row)


# ---- making one


def test_a_group_has_a_programme_of_its_own(journal: Journal, band: Band) -> None:
    group, ids = band
    assert (group.shown, group.pupils) == ("The Tuesday band", (ids["Amira"], ids["Ben"], ids["Cas"]))
    assert (group.programme.pupil, group.programme.status, group.runs) == (None, "active", True)
    assert (group.programme.planned_sessions, group.programme.held, group.programme.left) == (6, 0, 6)
    assert journal.groups() == (group,)
    assert journal.group(group.id) == group
    assert [one.id for one in journal.groups_of(ids["Ben"])] == [group.id]
    assert journal.groups_of(ids["Dee"]) == ()


def test_without_dates_it_starts_today_for_twelve_weeks(journal: Journal, band: Band) -> None:
    _, ids = band
    programme = journal.add_group("Duo", [ids["Dee"], ids["Eli"]]).programme
    assert (programme.starts, programme.planned_sessions, programme.review_every) == (date(2026, 6, 3), 12, 6)
    assert programme.ends == date(2026, 6, 3) + timedelta(weeks=11)


@pytest.mark.parametrize("many", [0, 1, 7])
def test_a_group_is_two_to_six(journal: Journal, band: Band, many: int) -> None:
    _, ids = band
    with pytest.raises(NotAllowed, match="2 to 6"):
        journal.add_group("Too few or too many", list(ids.values())[:many])


def test_a_group_is_named_and_renamed_and_no_pupils_programme_is_one(journal: Journal, band: Band) -> None:
    group, ids = band
    with pytest.raises(NotAllowed, match="name"):
        journal.add_group("  ", [ids["Dee"], ids["Eli"]])
    assert journal.rename_group(group.id, "Brass").shown == "Brass"
    with pytest.raises(NotFound):
        journal.group(journal.programme(ids["Amira"]).id)


def test_its_dates_are_changed_as_a_pupils_are(journal: Journal, band: Band) -> None:
    group, _ = band
    starts, ends = date(2026, 6, 10), date(2026, 9, 1)
    journal.set_programme(group.id, starts=starts, ends=ends, planned_sessions=10, review_every=5)
    programme = journal.group(group.id).programme
    assert (programme.starts, programme.ends, programme.planned_sessions, programme.review_every) == (
        starts, ends, 10, 5,
    )  # fmt: skip
    with pytest.raises(NotAllowed, match="ends after it starts"):
        journal.set_programme(group.id, starts=ends, ends=starts, planned_sessions=10)


# ---- sessions


def test_a_session_of_the_group_counts_for_the_group_and_not_for_a_pupils_own_programme(
    journal: Journal, band: Band
) -> None:
    group, ids = band
    session = met(journal, group)
    assert (session.mode, session.group) == ("group", group.id)
    assert {one.pupil for one in session.attendance} == set(group.pupils)
    assert journal.group(group.id).programme.held == 1
    assert journal.programme(ids["Amira"]).held == 0
    assert [one.id for one in journal.sessions(group.id)] == [session.id]
    assert [one.id for one in journal.sessions(ids["Amira"])] == [session.id]


def test_a_session_that_nobody_came_to_was_not_held(journal: Journal, band: Band) -> None:
    group, _ = band
    session = journal.open_session(group.pupils, mode="group", group=group.id, guests=1)
    for pupil in group.pupils:
        journal.attend(session.id, pupil, state="cancelled by us")
    journal.close_session(session.id)
    assert journal.group(group.id).programme.held == 0


def test_states_and_roles_are_kept_for_each(journal: Journal, band: Band) -> None:
    group, ids = band
    session = journal.open_session(group.pupils, mode="group", group=group.id)
    journal.attend(session.id, ids["Amira"], state="came", role="leader")
    journal.attend(session.id, ids["Ben"], state="came for part", role="recordist")
    journal.attend(session.id, ids["Cas"], state="chose not to")
    kept = {one.pupil: (one.state, one.role) for one in journal.session(session.id).attendance}
    assert kept == {
        ids["Amira"]: ("came", "leader"),
        ids["Ben"]: ("came for part", "recordist"),
        ids["Cas"]: ("chose not to", "player"),
    }
    led = next(each for each in journal.measures(ids["Amira"]) if each.measure == "leadership")
    assert [fact.words for fact in led.facts] == ["Led 1 session"]


def test_two_groups_on_one_day_have_a_session_each_however_many_stand_open(journal: Journal, band: Band) -> None:
    group, ids = band
    other = journal.add_group("Duo", [ids["Dee"], ids["Eli"]])
    first = journal.open_session(group.pupils, mode="group", group=group.id)
    second = journal.open_session(other.pupils, mode="group", group=other.id)
    strangers = journal.open_session([ids["Flo"], ids["Gus"]], mode="group")
    assert len({first.id, second.id, strangers.id}) == 3
    assert strangers.group is None


def test_pupils_who_sit_down_together_meet_for_their_group(journal: Journal, band: Band) -> None:
    group, ids = band
    some = journal.open_session([ids["Amira"], ids["Ben"]], mode="group")
    assert some.group is None  # two of three, and nobody has opened it
    journal.close_session(some.id)
    whole = journal.open_session(list(group.pupils), mode="group")
    assert whole.group == group.id
    assert journal.open_session([ids["Amira"], ids["Ben"]], mode="group").id == whole.id
    visiting = journal.open_session([ids["Amira"], ids["Dee"]], mode="group")
    assert visiting.id == whole.id  # she is there already, and brings somebody


def test_whoever_was_thought_not_to_come_has_come_once_they_sit_down(journal: Journal, band: Band) -> None:
    group, ids = band
    session = journal.open_session(group.pupils, mode="group", group=group.id)
    journal.attend(session.id, ids["Ben"], state="could not come")
    again = journal.open_session([ids["Ben"]], mode="group", group=group.id)
    assert (again.id, ids["Ben"] in again.pupils) == (session.id, True)


def test_a_member_finds_the_groups_open_session_but_not_while_one_of_theirs_is_open(
    journal: Journal, band: Band, wall: Wall
) -> None:
    group, ids = band
    assert journal.group_today(ids["Amira"]) is None
    session = journal.open_session([ids["Amira"]], mode="group", group=group.id)
    for name in ("Amira", "Ben"):
        found = journal.group_today(ids[name])
        assert found is not None
        assert found.id == session.id
    assert journal.group_today(ids["Dee"]) is None
    alone = journal.open_session([ids["Ben"]])
    assert journal.group_today(ids["Ben"]) is None
    journal.close_session(alone.id)
    wall.on(days=1)
    assert journal.group_today(ids["Ben"]) is None  # yesterday's is nobody's today


def test_what_was_meant_for_the_group_opens_the_groups_session_and_no_pupils(journal: Journal, band: Band) -> None:
    group, ids = band
    met(journal, group, next_time="bring the big drum")
    assert journal.last_next_time(group.id) == "bring the big drum"
    assert journal.last_next_time(ids["Amira"]) == ""
    assert journal.last_next_times() == {}
    own = journal.open_session([ids["Amira"]])
    journal.close_session(own.id, "slow it down")
    assert journal.last_next_time(ids["Amira"]) == "slow it down"
    assert journal.last_next_time(group.id) == "bring the big drum"


# ---- guests


def test_guests_are_a_number(journal: Journal, band: Band) -> None:
    group, _ = band
    session = journal.open_session(group.pupils, mode="group", group=group.id, guests=2)
    assert session.guests == 2
    assert journal.open_session(group.pupils, mode="group", group=group.id, guests=1).guests == 2  # at least
    assert journal.count_guests(session.id, 1).guests == 1
    assert journal.count_guests(session.id, 0).guests == 0
    for wrong in (-1, 31):
        with pytest.raises(NotAllowed, match="Guests"):
            journal.count_guests(session.id, wrong)


def test_a_guest_leaves_nothing_but_being_counted(journal: Journal, band: Band) -> None:
    group, _ = band
    before = journal.check().counts
    session = journal.open_session(group.pupils, mode="group", group=group.id)
    without = journal.check().counts
    journal.count_guests(session.id, 2)
    after = journal.check().counts
    assert {name: after[name] - without[name] for name in after if after[name] != without[name]} == {
        "attendance": 2,
        "operation": 2,
    }
    assert without["attendance"] - before["attendance"] == 3
    with journal._opened.looking() as raw:
        kept = raw.execute("select state, role from attendance where pupil_id is null").fetchall()
    assert [tuple(row) for row in kept] == [("came", "player")] * 2
    assert journal.session(session.id).pupils == group.pupils
    journal.count_guests(session.id, 0)
    assert journal.check().counts["attendance"] == without["attendance"]


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
    assert journal.groups_of(ids["Ben"]) == ()


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


# ---- I9


def everywhere(name: str) -> Callable[[Journal, records.Group], Any]:
    """Write a name wherever a tutor may write about a group."""

    def written(journal: Journal, group: records.Group) -> None:
        journal.rename_group(group.id, f"{name} and the others")
        journal.set_plan(group.id, pupil_line=f"{name} wants a concert", tutor_line=f"ask {name}")
        journal.add_next_step(group.id, f"{name} asks", f"{name}'s nan")
        journal.add_brief(group.id, "school", "helps", f"{name} sits by the door", f"{name}'s tutor")
        goal = journal.wish(group.id, f"{name} leads", set_by="together")
        journal.agree(goal.id, why=f"{name} asked", first_step=f"{name} counts in", know_by=f"{name} smiles")
        journal.step(goal.id, f"{name} picks the tune")
        journal.reword(goal.id, f"{name} leads twice", same_goal=True)
        review = journal.open_review(group.id)
        said = journal.you_said(review.id, f"{name} wants a stage")
        journal.we_did(said.id, "did", did=f"a stage for {name}", by_role=f"{name}'s tutor")
        journal.end_programme(group.id, "planned", give_to=f"{name}'s nan")
        journal.reopen(group.id)
        session = journal.open_session(group.pupils, mode="group", group=group.id, guests=1)
        journal.close_session(session.id, f"let {name} start")

    return written


def test_i9_erasing_one_leaves_the_group_without_their_name(journal: Journal, band: Band) -> None:
    group, ids = band
    token = journal.change_pupil(ids["Ben"], "Xqzben").alias
    everywhere(token)(journal, group)
    assert {"programme", "plan", "goal_wording", "next_step", "ending", "operation"} <= set(rows_with(journal, token))
    journal.erase_pupil(ids["Ben"], "safeguarding lead")
    assert rows_with(journal, token) == []
    assert [each.field for each in operations(journal, ids["Ben"])] == ["!"]
    now = journal.group(group.id)
    assert (now.shown, now.pupils) == ("a pupil and the others", (ids["Amira"], ids["Cas"]))
    assert (now.runs, now.programme.held) == (True, 1)
    assert journal.goals(group.id)[0].words == "a pupil leads twice"
    assert len(journal.goals(group.id)[0].wordings) == 2
    assert journal.check().problems == ()


def test_i9_a_group_that_nobody_else_was_in_goes_with_its_last_pupil(journal: Journal, band: Band) -> None:
    _, ids = band
    duo = journal.add_group("Zwqduo", [ids["Dee"], ids["Eli"]])
    everywhere("Zwqduo")(journal, duo)
    journal.erase_pupil(ids["Dee"], "tutor")
    assert journal.group(duo.id).pupils == (ids["Eli"],)
    journal.erase_pupil(ids["Eli"], "tutor")
    with pytest.raises(NotFound):
        journal.group(duo.id)
    assert rows_with(journal, "Zwqduo") == []
    assert journal.check().problems == ()


def test_i9_a_guest_who_was_counted_keeps_no_note_about_one_who_is_erased(journal: Journal, band: Band) -> None:
    _, ids = band
    session = journal.open_session([ids["Gus"]])
    journal.count_guests(session.id, 1)
    journal.close_session(session.id, "Zzquiet today")
    journal.erase_pupil(ids["Gus"], "tutor")
    assert rows_with(journal, "Zzquiet") == []
