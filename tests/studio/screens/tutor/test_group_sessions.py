"""A session of a group: opened for who is here, joined by who sits down, closed at the bell with what each did."""

from typing import Any

import pytest

from reflections import records
from studio.screen import Go
from tests.studio.fakes import Pilot
from tests.studio.screens.looked_over import lint
from tests.studio.screens.tutor.groups import Start, group_of, held, keys, pupil, to


def test_a_session_is_opened_for_who_is_here_and_a_guest_is_a_number(house: Start) -> None:
    def before(journal: Any, group: records.Group) -> None:
        journal.add_brief(group.pupils[1], "home", "avoid", "Loud sounds", "carer")
        journal.add_brief(group.id, "school", "helps", "Chairs in a ring", "head of music")
        journal.agree(journal.wish(group.id, "play it in the hall", set_by="together").id)
        journal.reflect(group.pupils[2], "T6", said_by="typed", body="the slide")
        session = journal.open_session(group.pupils, mode="group", group=group.id)
        journal.close_session(session.id, "bring the big drum")

    pilot = house(before=before)
    pilot.press("Tutor's door")
    pilot.press("Open a session with Brass")
    assert pilot.screen == "group_session"
    ours, theirs = (
        ("bring the big drum", "Chairs in a ring", "play it in the hall"),
        ("Amira: Loud sounds", "the slide"),
    )
    assert all(each in pilot.words() for each in ours)
    assert not any(each in pilot.words() for each in theirs)  # the others may stand by
    lint(pilot)
    pilot.click("unfold")
    assert all(each in pilot.words() for each in (*ours, *theirs))
    pilot.press("Who is here?: Amira")
    pilot.click("guest-more")
    lint(pilot, in_sight=("Open the session",))
    pilot.click("open-it")
    assert pilot.screen == "who"
    assert not pilot.lesson.tutor_near  # the laptop is theirs now: the tutor's door asks again
    (session,) = pilot.lesson.journal.open_sessions()
    group = group_of(pilot)
    assert (session.mode, session.group, session.guests) == ("group", group.id, 1)
    assert session.pupils == (pupil(pilot, "Jo"), pupil(pilot, "Sami"))
    assert {one.pupil: one.state for one in session.attendance}[pupil(pilot, "Amira")] == "could not come"


def test_nobody_here_is_no_session(house: Start) -> None:
    pilot = house(2, 2)
    to(pilot, "group_session", group=group_of(pilot).id)
    pilot.press("Who is here?: Jo")
    pilot.press("Who is here?: Amira")
    pilot.click("open-it")
    assert "Nobody is here. Pick who is." in pilot.words()
    assert pilot.lesson.journal.open_sessions() == ()


def test_a_member_who_sits_down_is_in_the_groups_session(house: Start) -> None:
    pilot = house(before=lambda j, g: j.open_session([g.pupils[0]], mode="group", group=g.id))
    (session,) = pilot.lesson.journal.open_sessions()
    for name in ("Jo", "Amira"):
        pilot.lesson.choose(next(one for one in pilot.lesson.house.pupils if one.shown == name))
        pilot.settle()
        assert pilot.lesson.session.id == session.id
        pilot.lesson.goodbye()
    assert pilot.lesson.journal.session(session.id).pupils == (pupil(pilot, "Jo"), pupil(pilot, "Amira"))
    assert len(pilot.lesson.journal.sessions()) == 1


def test_a_member_is_told_how_many_times_the_group_has_left(house: Start) -> None:
    def before(journal: Any, group: records.Group) -> None:
        held(3)(journal, group)
        journal.open_session(group.pupils, mode="group", group=group.id)

    pilot = house(before=before)
    pilot.lesson.choose(pilot.lesson.house.pupils[0], lambda: pilot.studio.move(Go("home")))
    pilot.settle()
    assert "We have two times left. What do you want to finish?" in pilot.words()


def test_in_ones_own_lesson_nobody_hears_of_the_groups_end(house: Start) -> None:
    pilot = house(before=held(5))
    pilot.lesson.choose(pilot.lesson.house.pupils[0], lambda: pilot.studio.move(Go("home")))
    pilot.settle()
    assert pilot.lesson.session.group is None
    assert "left" not in pilot.words()


@pytest.mark.parametrize(("times", "asked"), [(1, None), (3, "G2")])
def test_lessons_in_a_group_are_lessons_when_a_goal_is_asked_about(house: Start, times: int, asked: str | None) -> None:
    def before(journal: Any, group: records.Group) -> None:
        held(times)(journal, group)
        journal.wish(group.pupils[0], "play the bells")

    pilot = house(before=before)
    jo, found = pilot.lesson.house.pupils[0], []
    pilot.lesson.choose(jo)
    pilot.settle()
    (wish,) = pilot.lesson.journal.goals(jo.id)
    pilot.lesson.about_goal(wish.id, found.append)
    pilot.settle()
    assert [one and one.prompt for one in found] == [asked]


def test_whose_lesson_is_their_own_is_not_drawn_into_the_groups(house: Start) -> None:
    pilot = house(4, 3)
    noor = next(one for one in pilot.lesson.house.pupils if one.shown == "Noor")
    group = group_of(pilot)
    pilot.lesson.journal.open_session(group.pupils, mode="group", group=group.id)
    pilot.lesson.choose(noor)
    pilot.settle()
    assert (pilot.lesson.session.mode, pilot.lesson.session.group) == ("one-to-one", None)


def test_guests_who_share_the_laptop_are_counted_and_leave_nothing_else(house: Start) -> None:
    pilot = house()
    people = [*pilot.lesson.house.pupils[:2], None, None]
    before = pilot.lesson.journal.check().counts
    pilot.lesson.sit_together(people, lambda: None)
    pilot.settle()
    assert pilot.lesson.session.guests == 2
    for _ in range(4):  # round once: the guests' turns too
        pilot.lesson.coming = pilot.lesson.next_seat
        pilot.lesson.take_turn(lambda: None)
        pilot.settle()
        pilot.play(60, 62, 64)
    pilot.turn(seconds=5)
    pilot.lesson.goodbye()
    pilot.settle()
    after = pilot.lesson.journal.check().counts
    grown = {name: after[name] - before[name] for name in after if after[name] != before[name]}
    assert grown.pop("attendance") == 4  # two pupils, two guests
    assert grown.pop("session") == 1
    assert set(grown) <= {"operation", "recording", "take_chunk", "asked", "setting", "audit"}  # the pupils' own
    with pilot.lesson.journal._opened.looking() as raw:
        nobodys = raw.execute("select count(*) from recording where pupil_id is null").fetchone()[0]
        guests = raw.execute("select state, role from attendance where pupil_id is null").fetchall()
    assert nobodys == 0
    assert [tuple(one) for one in guests] == [("came", "player")] * 2


# ---- at the bell


def at_the_bell(pilot: Pilot) -> records.Session:
    group = group_of(pilot)
    session = pilot.lesson.journal.open_session(group.pupils, mode="group", group=group.id, guests=1)
    to(pilot, "closing", session=session.id)
    return session


def test_at_the_bell_who_came_and_what_they_did_is_said_in_one_press_each(house: Start) -> None:
    pilot = house()
    session = at_the_bell(pilot)
    jo, amira, sami = (pupil(pilot, name) for name in ("Jo", "Amira", "Sami"))
    lint(pilot, in_sight=("Close the session",))
    pilot.press("What Jo did: Led")
    pilot.press("Amira: For a part")
    pilot.press("What Amira did: Recorded")
    pilot.press("What Sami did: Helped")
    pilot.press("Sami: Chose not to")
    assert f"did-{sami}" not in keys(pilot)  # whoever was not there did nothing
    pilot.click("guest-less")
    pilot.ui.click("next-time")
    pilot.write("slower")
    pilot.click("close-now")
    kept = pilot.lesson.journal.session(session.id)
    assert {one.pupil: (one.state, one.role) for one in kept.attendance} == {
        jo: ("came", "leader"),
        amira: ("came for part", "recordist"),
        sami: ("chose not to", "player"),
    }
    assert (kept.guests, kept.next_time) == (0, "slower")
    assert kept.closed_at is not None
    lint(pilot)


def test_at_the_bell_nothing_has_to_be_said(house: Start) -> None:
    pilot = house()
    session = at_the_bell(pilot)
    pilot.click("close-now")
    kept = pilot.lesson.journal.session(session.id)
    assert {one.role for one in kept.attendance} == {"player"}
    assert (len(kept.pupils), kept.guests) == (3, 1)


def test_six_at_the_bell_are_whole_in_every_size(house: Start) -> None:
    pilot = house(6, 6)
    at_the_bell(pilot)
    lint(pilot, in_sight=("Close the session",))


def test_today_names_the_group_and_not_each_of_them(house: Start) -> None:
    pilot = house(before=held(1))
    group = group_of(pilot)
    pilot.lesson.journal.open_session(group.pupils, mode="group", group=group.id)
    pilot.press("Tutor's door")
    assert "Brass, since" in pilot.words()
    assert "Jo, Amira" not in pilot.words()
    lint(pilot)
