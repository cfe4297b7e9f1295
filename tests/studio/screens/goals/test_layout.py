"""The screens about goals and what helps, in both sizes and four text sizes: nothing overlaps, is cut off or too small."""

from collections.abc import Callable

from studio.screen import Go, Push
from tests.studio.fakes import Pilot
from tests.studio.screens.at_work import C, put, record, stand
from tests.studio.screens.looked_over import lint

Start = Callable[..., Pilot]
LONG = "Play the whole of the song about the night bus with both hands, for Nan and everybody who comes to the summer concert of us all here"


def with_a_take(pilot: Pilot) -> str:
    """A take of Steps for its goal, with words, and one more goal with a long name; the first goal's id."""
    put(pilot, stand())
    pilot.click("before-skip")
    record(pilot, C)
    pilot.lesson.sayable = None
    journal, pupil = pilot.lesson.journal, pilot.lesson.pupil.id
    journal.agree(journal.wish(pupil, LONG).id)
    (take,) = journal.takes(pilot.lesson.stand.row)
    journal.reflect(pupil, "T6", said_by="typed", body=LONG, take=take.id)
    for words in ("Slow it down", LONG):
        journal.helped(pupil, words)
    pilot.lesson.refresh_mine()
    pilot.settle()
    return str(journal.goals(pupil)[0].id)


def test_a_goal_with_what_was_kept_for_it(fourth_lesson: Start) -> None:
    pilot = fourth_lesson()
    goal = with_a_take(pilot)
    pilot.studio.move(Push("goals"))
    pilot.settle()
    lint(pilot)
    pilot.click(f"open-{goal}")
    lint(pilot)
    pilot.studio.screen.to("close", goal)
    pilot.settle()
    lint(pilot)


def test_picking_and_making_for_a_goal(fourth_lesson: Start) -> None:
    pilot = fourth_lesson()
    with_a_take(pilot)
    pilot.lesson.work_on(pilot.lesson.live_goals[-1].id)
    for name in ("pick", "make"):
        pilot.studio.move(Go(name))
        pilot.settle()
        lint(pilot)


def test_saying_what_a_piece_was_for(fourth_lesson: Start) -> None:
    pilot = fourth_lesson()
    with_a_take(pilot)
    pilot.studio.move(Go("music"))
    pilot.settle()
    lint(pilot)
    pilot.click("say-for")
    lint(pilot)


def test_what_helps_me_and_its_card(fourth_lesson: Start) -> None:
    pilot = fourth_lesson()
    with_a_take(pilot)
    pilot.studio.move(Push("tools"))
    pilot.settle()
    lint(pilot)
    pilot.click("out-Slow it down")
    lint(pilot)
    pilot.press("Make my card")
    lint(pilot)


def test_home_in_the_last_third(fourth_lesson: Start) -> None:
    pilot = fourth_lesson()
    with_a_take(pilot)
    journal, pupil = pilot.lesson.journal, pilot.lesson.pupil.id
    now = journal.programme(pupil)
    journal.set_programme(pupil, starts=now.starts, ends=now.ends, planned_sessions=5)
    pilot.studio.move(Go("home"))
    pilot.settle()
    assert "We have one time left." in pilot.words()
    lint(pilot)
