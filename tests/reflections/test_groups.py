"""Groups: made of two to six pupils, their sessions, who came and did what, and guests who leave nothing but a number."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

import pytest

from reflections import Journal, NotAllowed, NotFound
from reflections.pages.facts import in_words
from reflections.sentences import Spoken
from tests.reflections.conftest import met

if TYPE_CHECKING:
    from tests.reflections.conftest import Band, Wall


# ---- making one


def test_a_group_has_a_programme_of_its_own(journal: Journal, band: Band) -> None:
    group, ids = band
    assert (group.shown, group.pupils) == ("The Tuesday band", (ids["Amira"], ids["Ben"], ids["Cas"]))
    assert (group.programme.pupil, group.programme.status, group.runs) == (None, "active", True)
    assert (group.programme.planned_sessions, group.programme.held, group.programme.left) == (6, 0, 6)
    assert journal.groups() == (group,)
    assert journal.group(group.id) == group


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
    assert [in_words(fact, Spoken()) for fact in led.facts] == ["Led 1 session"]


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
