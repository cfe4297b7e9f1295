"""Groups behind the tutor's door: made, changed, opened, closed at the bell and brought to an end; figures about five or more."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from instruments.events import RATE, Finished, NoteOff, NoteOn
from reflections import Journal, records
from studio.lesson import part_of, take_fields
from studio.playing.made import Made, Setting
from studio.screen import Go, Push
from tests.studio.fakes import Pilot
from tests.studio.screens.at_work import weeks_ago
from tests.studio.screens.conftest import PASSPHRASE
from tests.studio.screens.looked_over import lint
from tests.studio.stands import TUNE

Start = Callable[..., Pilot]
NAMES = ("Jo", "Amira", "Sami", "Noor", "Eli", "Flo", "Gus", "Wren")
PICTURES = ("bird", "moon", "ghost", "cat", "fish", "snail", "rabbit", "leaf")
LONG = "The Thursday afternoon brass and everything band"[:40]


@pytest.fixture
def house(folder: Path, pilot_at: Start) -> Callable[..., Pilot]:
    """Past the passphrase, with so many pupils; the first `inside` of them are a group."""

    def start(
        pupils: int = 3, inside: int = 3, before: Callable[[Any, records.Group], object] | None = None, **look: Any
    ) -> Pilot:
        journal = Journal.open(folder, PASSPHRASE)
        ids = [
            journal.add_pupil(name, picture, "10-12").id
            for name, picture in zip(NAMES[:pupils], PICTURES, strict=False)
        ]
        if inside:
            group = journal.add_group("Brass", ids[:inside], planned_sessions=6, review_every=3)
            if before:
                before(journal, group)
        journal.close()
        pilot = pilot_at(folder, **look)
        pilot.settle()
        pilot.write(PASSPHRASE)
        pilot.enter()
        assert pilot.screen == "who", pilot.words()
        return pilot

    return start


def to(pilot: Pilot, name: str, **options: Any) -> Pilot:
    pilot.studio.move(Push("tutor"))
    pilot.settle()
    pilot.studio.move(Push(name, options))
    pilot.settle()
    assert pilot.screen == name, pilot.words()
    return pilot


def page(pilot: Pilot, part: str = "people") -> Pilot:
    return to(pilot, "tutor_group", group=group_of(pilot).id, part=part)


def group_of(pilot: Pilot) -> records.Group:
    return pilot.lesson.journal.groups()[0]


def pupil(pilot: Pilot, name: str) -> str:
    return next(one.id for one in pilot.lesson.house.pupils if one.shown == name)


def fill(pilot: Pilot, key: str, said: str) -> None:
    pilot.ui.click(key)
    pilot.write(said)


def keys(pilot: Pilot) -> set[str]:
    return {widget.key for widget in pilot.ui.tree()}


# ---- making one


def test_a_group_is_made_among_the_pupils(house: Start) -> None:
    pilot = house(3, 0)
    pilot.press("Tutor's door")
    pilot.press("Pupils")
    lint(pilot)
    pilot.press("Make a group")
    assert pilot.screen == "new_group"
    pilot.click("keep-group")  # without a name nothing happens
    assert pilot.screen == "new_group"
    fill(pilot, "group-name", "Brass")
    pilot.click("keep-group")
    assert "Pick two to six pupils." in pilot.words()
    pilot.press("Who is in it? Two to six.: Jo")
    pilot.press("Who is in it? Two to six.: Sami")
    pilot.press("A review after every ... sessions: 4")
    lint(pilot)
    pilot.click("keep-group")
    assert pilot.screen == "tutor", pilot.words()
    group = group_of(pilot)
    assert (group.shown, group.pupils) == ("Brass", (pupil(pilot, "Jo"), pupil(pilot, "Sami")))
    assert (group.programme.planned_sessions, group.programme.review_every) == (12, 4)
    assert (group.programme.ends - group.programme.starts).days == 12 * 7 - 1
    assert "Jo, Sami" in pilot.words()
    lint(pilot)


def test_a_group_is_told_to_write_numbers_as_numbers(house: Start) -> None:
    pilot = to(house(3, 0), "new_group")
    fill(pilot, "group-name", "Brass")
    pilot.press("Who is in it? Two to six.: Jo")
    pilot.press("Who is in it? Two to six.: Sami")
    pilot.studio.screen._type("weeks", "many")
    pilot.click("keep-group")
    assert "Please write both as numbers." in pilot.words()
    assert pilot.lesson.journal.groups() == ()


def test_one_pupil_is_no_group(house: Start) -> None:
    pilot = house(1, 0)
    pilot.press("Tutor's door")
    pilot.press("Pupils")
    assert "make-group" not in keys(pilot)


# ---- who is in it


def test_one_leaves_and_the_group_goes_on_for_the_others(house: Start) -> None:
    pilot = page(house())
    pilot.click(f"leaves-{pupil(pilot, 'Amira')}")
    assert "The group goes on for the others." in pilot.words()
    lint(pilot)
    pilot.click("let-go")
    group = group_of(pilot)
    assert group.pupils == (pupil(pilot, "Jo"), pupil(pilot, "Sami"))
    assert group.runs
    assert "Left as planned" in pilot.words()
    lint(pilot)
    pilot.click(f"back-{pupil(pilot, 'Amira')}")
    assert len(group_of(pilot).pupils) == 3


def test_one_who_moved_on_without_goodbye_has_a_role_that_gets_the_pack(house: Start) -> None:
    pilot = page(house())
    amira = pupil(pilot, "Amira")
    pilot.click(f"leaves-{amira}")
    pilot.press("How does it end for Amira?: Moved on without goodbye")
    pilot.click("let-go")
    assert len(group_of(pilot).pupils) == 3  # whom it goes to is asked first
    fill(pilot, "leaves-to", "social worker")
    lint(pilot)
    pilot.click("let-go")
    assert pilot.screen == "tutor_pupil"  # where the pack is
    assert "Their pack" in pilot.words()
    group = group_of(pilot)
    assert next(one for one in group.members if one.pupil == amira).handed_to == "social worker"
    pilot.press("Back")
    assert "Moved on without goodbye" in pilot.words()
    assert group.runs
    lint(pilot)


def test_another_comes_in_until_it_is_full(house: Start) -> None:
    pilot = page(house(8, 5))
    pilot.click(f"join-{pupil(pilot, 'Flo')}")
    assert len(group_of(pilot).pupils) == 6
    assert "The group is full." in pilot.words()
    lint(pilot)


def test_the_group_gets_another_name(house: Start) -> None:
    pilot = page(house())
    pilot.ui.click("group-name")
    pilot.studio.screen.tab._type("group-name", LONG)
    pilot.click("save-name")
    assert group_of(pilot).shown == LONG
    assert pilot.studio.screen.title == LONG
    lint(pilot)


# ---- how it stands


def held(times: int) -> Callable[[Any, records.Group], object]:
    def before(journal: Any, group: records.Group) -> None:
        for _ in range(times):
            session = journal.open_session(group.pupils, mode="group", group=group.id)
            journal.close_session(session.id)

    return before


def test_in_the_last_third_it_says_what_is_left_and_that_a_review_is_due(house: Start) -> None:
    pilot = page(house(before=held(4)))
    assert "2 of 6 sessions left" in pilot.words()
    assert "A review is due." in pilot.words()
    lint(pilot)


def played(*titles: str) -> Callable[[Any, records.Group], object]:
    """Each piece was played together in a session of theirs; the first is finished."""

    def before(journal: Any, group: records.Group) -> None:
        session = journal.open_session(group.pupils, mode="group", group=group.id)
        for title in titles:
            piece = journal.keep_piece(group.pupils[0], title, kind="tune", content=TUNE.to_midi())
            made = Made(
                Setting(piece=piece.id, title=title),
                (NoteOn(0, 1, 64, 80), NoteOff(RATE, 1, 64, 64)),
                0,
                RATE,
                "recorded",
            )
            journal.keep_take(piece.id, (part_of(made, group.pupils[0]),), **take_fields(made, session))
            if title == titles[0]:
                journal.keep_version(piece.id, TUNE.to_midi(), title)
        journal.close_session(session.id)

    return before


def test_a_review_of_the_group_goes_to_its_very_end(house: Start) -> None:
    pilot = page(house(before=played("Night bus", "Low notes")), "review")
    journal, group = pilot.lesson.journal, group_of(pilot).id
    pilot.press("Open the review")
    lint(pilot)
    pilot.press("Which three things do they want to show?: Night bus")
    pilot.press("Hear Night bus")
    assert "preview" in pilot.engine.log
    pilot.engine._inbox.append(Finished(pilot.engine.frame))
    pilot.settle()
    pilot.press("Hear Night bus")  # it came to its end, and can be heard again
    pilot.press("Stop Night bus")
    fill(pilot, "p6", "a louder amp")
    pilot.press("The review was held")
    (review,) = journal.reviews(group)
    assert review.held_on is not None
    assert "Shown: Night bus" in pilot.words()
    pilot.press("Open the review")
    assert "Say first what came of it" in pilot.words()
    pilot.press("What came of it?: Not yet, because")
    (asked,) = journal.we_dids(group)
    fill(pilot, f"because-{asked.id}", "it is on its way")
    fill(pilot, f"role-{asked.id}", "head of music")
    pilot.click(f"answer-{asked.id}")
    assert "What we did with what they said" in pilot.words()
    pilot.press("Open the review")
    assert len(journal.reviews(group)) == 2
    lint(pilot)


def test_half_done_with_the_group_is_named_in_the_last_third(house: Start) -> None:
    def before(journal: Any, group: records.Group) -> None:
        held(3)(journal, group)
        played("Night bus", "Low notes")(journal, group)

    pilot = page(house(before=before), "plan")
    assert "Half done: Low notes." in pilot.words()


def test_away_is_said_plainly(folder: Path, house: Start) -> None:
    pilot = house(before=None)
    with_gap = group_of(pilot)
    pilot.lesson.journal.close()
    pilot.lesson.journal = None
    with weeks_ago(folder, 5) as journal:
        journal.close_session(journal.open_session(with_gap.pupils, mode="group", group=with_gap.id).id)
    pilot.lesson.opened(Journal.open(folder, PASSPHRASE))
    pilot.settle()
    page(pilot)
    assert "Away for 5 weeks" in pilot.words()
    assert "Their music is here." in pilot.words()
    lint(pilot)


def test_the_plan_is_the_groups_own(house: Start) -> None:
    pilot = page(house(), "plan")
    fill(pilot, "plan-pupil_line", "play at the fair")
    pilot.click("save-plan")
    fill(pilot, "step-what", "ask for the hall")
    pilot.click("add-step")
    pilot.studio.screen.tab._type("planned", "20")
    pilot.studio.screen.tab._type("weeks", "24")
    pilot.click("save-sessions")
    group, journal = group_of(pilot), pilot.lesson.journal
    assert journal.plan(group.id).pupil_line == "play at the fair"
    assert [one.what for one in journal.next_steps(group.id)] == ["ask for the hall"]
    assert group.programme.planned_sessions == 20
    assert journal.plan(pupil(pilot, "Jo")).pupil_line == ""
    lint(pilot)


def test_a_goal_of_the_group_needs_their_yes(house: Start) -> None:
    pilot = page(house(), "goals")
    assert "It starts with a wish." in pilot.words()
    lint(pilot)
    fill(pilot, "goal-words", "play it in the hall")
    pilot.click("add-goal")
    (goal,) = pilot.lesson.journal.goals(group_of(pilot).id)
    assert (goal.state, goal.pupil, goal.set_by) == ("wish", None, "together")
    pilot.click(f"yes-{goal.id}")
    lint(pilot)
    pilot.click(f"reached-{goal.id}")
    (goal,) = pilot.lesson.journal.goals(group_of(pilot).id)
    assert goal.state == "reached"
    pilot.click(f"again-{goal.id}")
    assert pilot.lesson.journal.goals(group_of(pilot).id)[0].slot == 1
    assert pilot.lesson.journal.goals(pupil(pilot, "Jo")) == ()


@pytest.mark.parametrize("kind", ["Planned", "Moved on without goodbye"])
def test_a_group_comes_to_its_end_and_goes_on_and_nobodys_own_programme_does(house: Start, kind: str) -> None:
    pilot = page(house(), "ending")
    moved = kind != "Planned"
    if moved:
        pilot.press(f"How does it end?: {kind}")
        fill(pilot, "handed-to", "head of music")
    else:
        fill(pilot, "give-to", "the school hall")
    lint(pilot)
    pilot.click("end-it")
    group = group_of(pilot)
    (ending,) = pilot.lesson.journal.endings(group.id)
    assert (ending.give_to, ending.handed_to) == (("", "head of music") if moved else ("the school hall", ""))
    assert not group.runs
    assert pilot.lesson.journal.programme(pupil(pilot, "Jo")).status == "draft"
    assert "to-session" not in keys(pilot)
    lint(pilot)
    pilot.click("reopen")
    assert group_of(pilot).runs
    assert "to-session" in keys(pilot)
    pilot.click(f"pack-{pupil(pilot, 'Jo')}")
    assert pilot.screen == "tutor_pupil"
    assert "Their pack" in pilot.words()


# ---- a session


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


# ---- figures


def figures(pilot: Pilot) -> str:
    pilot.press("Tutor's door")
    pilot.press("Figures")
    return pilot.words()


def test_of_fewer_than_five_no_figure_is_shown(house: Start) -> None:
    said = figures(pilot := house(4, 4, before=held(2)))
    assert said.count("A figure is told of five pupils or more.") == 2
    assert "Sessions held" not in said
    lint(pilot)


def test_of_five_they_are_counted_for_everyone_and_for_the_group(house: Start) -> None:
    said = figures(pilot := house(5, 5, before=held(2)))
    assert said.count("5 pupils") == 2
    for label in ("Sessions planned", "Sessions held", "Hours", "Times somebody came", "Pieces finished"):
        assert said.count(label) == 2
    assert "Held back" not in said
    assert not any(name in said for name in NAMES)
    lint(pilot)


def test_what_would_give_away_one_is_held_back(house: Start) -> None:
    def before(journal: Any, group: records.Group) -> None:
        held(2)(journal, group)
        piece = journal.keep_piece(group.pupils[0], "Steps", kind="own")
        journal.keep_version(piece.id, b"MThd", "done")

    said = figures(pilot := house(8, 5, before=before))
    assert "It is held back: the others could be worked out from it." in said
    assert "Held back" in said.replace("It is held back", "")
    lint(pilot)


def test_all_of_it_is_whole_with_long_names(house: Start) -> None:
    pilot = house(8, 6, before=lambda j, g: j.rename_group(g.id, LONG))
    for part in ("people", "plan", "goals", "review", "ending"):
        page(pilot, part)
        lint(pilot)
    to(pilot, "group_session", group=group_of(pilot).id)
    lint(pilot, in_sight=("Open the session",))
    pilot.studio.move(Go("tutor"))
