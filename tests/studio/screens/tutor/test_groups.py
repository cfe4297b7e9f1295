"""Groups behind the tutor's door: one is made among the pupils, who is in it, its name; all of it whole with long names."""

from studio.screen import Go
from tests.studio.screens.looked_over import lint
from tests.studio.screens.tutor.groups import LONG, Start, fill, group_of, keys, page, pupil, to

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


def test_all_of_it_is_whole_with_long_names(house: Start) -> None:
    pilot = house(8, 6, before=lambda j, g: j.rename_group(g.id, LONG))
    for part in ("people", "plan", "goals", "review", "ending"):
        page(pilot, part)
        lint(pilot)
    to(pilot, "group_session", group=group_of(pilot).id)
    lint(pilot, in_sight=("Open the session",))
    pilot.studio.move(Go("tutor"))
