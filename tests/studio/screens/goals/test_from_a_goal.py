"""Starting from a goal: what is picked, played and made is for it without a question, and just for fun lets it go again."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from studio.screen import Go, Push
from tests.studio.fakes import Pilot
from tests.studio.screens.at_work import GOAL, D, F, evidence, hold, piece, put, record, stand, takes

Start = Callable[..., Pilot]
ASKED = "How sure are you that you can do this now?"


def goal_of(pilot: Pilot) -> Any:
    (goal,) = pilot.lesson.journal.goals(pilot.lesson.pupil.id)
    return goal


def live_goal(pilot: Pilot, words: str = GOAL) -> Any:
    """One more live goal of the pupil who is here."""
    journal = pilot.lesson.journal
    goal = journal.agree(journal.wish(pilot.lesson.pupil.id, words).id)
    pilot.lesson.refresh_mine()
    pilot.settle()
    return goal


def work_on_this(pilot: Pilot) -> None:
    """The way a pupil goes: my goals, the goal, work on this."""
    pilot.studio.move(Push("goals"))
    pilot.settle()
    pilot.press("Work on this")
    assert pilot.screen == "pick"


def choose_first(pilot: Pilot) -> None:
    key = next(w.key for w in pilot.ui.tree() if w.key and w.key.startswith("choose-"))
    pilot.click(key)
    assert pilot.screen == "play"


def piece_on_the_stand(pilot: Pilot) -> Any:
    return pilot.lesson.journal.piece(pilot.lesson.stand.row)


def test_what_is_picked_from_a_goal_is_for_it_and_so_are_its_takes(fourth_lesson: Start) -> None:
    pilot = fourth_lesson()
    goal = goal_of(pilot)
    work_on_this(pilot)
    assert f"For: {GOAL}" in pilot.words()

    choose_first(pilot)
    pilot.press("Skip")
    record(pilot, D)

    assert pilot.lesson.stand.goal == goal.id
    assert piece_on_the_stand(pilot).goals == (goal.id,)
    (take,) = takes(pilot)
    assert take.goals == (goal.id,)


def test_a_named_task_is_asked_about_before_it_is_played_and_again_after(fourth_lesson: Start) -> None:
    pilot = fourth_lesson()
    work_on_this(pilot)
    choose_first(pilot)
    title = pilot.lesson.stand.title
    assert ASKED in pilot.words()
    assert f"Play {title}, the melody" in pilot.words()

    hold(pilot, D)
    record(pilot, D, F)
    pilot.studio.move(Go("music"))
    pilot.settle()
    pilot.press("Yes")
    hold(pilot, F)
    pilot.press("Skip")
    pilot.press("Skip")

    (pair,) = evidence(pilot).sure
    assert (pair.before.value, pair.after.value) == (1, 3)
    assert pair.task.goal == goal_of(pilot).id


def test_it_is_asked_though_the_piece_has_no_row_yet_when_play_is_shown(fourth_lesson: Start) -> None:
    pilot = fourth_lesson()
    put(pilot, replace(stand("Never seen before"), goal=goal_of(pilot).id))
    assert ASKED in pilot.words()
    hold(pilot, D)
    (task,) = pilot.lesson.journal.tasks(pilot.lesson.pupil.id)
    assert (task.words, task.piece) == ("Play Never seen before, the melody", pilot.lesson.stand.row)


def test_carry_on_keeps_the_goal(fourth_lesson: Start) -> None:
    pilot = fourth_lesson()
    work_on_this(pilot)
    choose_first(pilot)
    pilot.press("Skip")
    record(pilot, D)
    title = pilot.lesson.stand.title
    pilot.studio.move(Go("home"))
    pilot.settle()
    while pilot.screen == "reflect":
        pilot.press("Skip")
    pilot.press(f"Carry on: {title}")
    assert pilot.lesson.stand.goal == goal_of(pilot).id


def test_just_for_fun_on_pick_lets_the_goal_go(fourth_lesson: Start) -> None:
    pilot = fourth_lesson()
    work_on_this(pilot)
    pilot.press("Just for fun")
    assert f"For: {GOAL}" not in pilot.words()
    choose_first(pilot)
    record(pilot, D)
    assert takes(pilot)[-1].goals == ()
    assert piece_on_the_stand(pilot).goals == ()


def test_something_new_starts_for_nothing(fourth_lesson: Start) -> None:
    pilot = fourth_lesson()
    work_on_this(pilot)
    pilot.studio.move(Go("home"))
    pilot.settle()
    pilot.press("Something new")
    assert f"For: {GOAL}" not in pilot.words()


def test_one_of_my_pieces_can_be_taken_for_a_goal_and_its_old_takes_stay_what_they_were(at_home: Start) -> None:
    pilot = at_home()
    put(pilot, stand("Midnight Bus"))
    record(pilot, D)
    goal = live_goal(pilot)
    work_on_this(pilot)
    pilot.press("My pieces")
    pilot.press("Carry on")
    record(pilot, F)
    assert pilot.lesson.stand.goal == goal.id
    assert piece_on_the_stand(pilot).goals == (goal.id,)
    assert [take.goals for take in takes(pilot)] == [(), (goal.id,)]


def test_the_same_tune_picked_again_for_another_goal_is_for_that_one_now(fourth_lesson: Start) -> None:
    pilot = fourth_lesson()
    first = goal_of(pilot)
    other = live_goal(pilot, "Play with the others")
    put(pilot, replace(stand(), goal=other.id))  # Steps was for the first
    assert pilot.lesson.stand.goal == other.id
    assert piece_on_the_stand(pilot).goals == (other.id,)
    assert first.id != other.id


def test_a_groove_started_in_make_is_for_the_goal(fourth_lesson: Start) -> None:
    pilot = fourth_lesson()
    goal = goal_of(pilot)
    pilot.studio.move(Push("goals"))
    pilot.settle()
    pilot.press("Work on this")
    pilot.studio.move(Go("make"))
    pilot.settle()
    assert f"For: {GOAL}" in pilot.words()
    pilot.press("Start here")
    if "before-skip" in {w.key for w in pilot.ui.tree()}:
        pilot.click("before-skip")
    pilot.press("I'm done")
    (version,) = pilot.lesson.journal.versions(pilot.lesson.stand.row)
    assert version.goals == (goal.id,)


# -- afterwards -------------------------------------------------------------------------------------------------------
def test_a_piece_can_be_said_to_be_for_a_goal_afterwards_and_just_for_fun_clears_it(at_home: Start) -> None:
    pilot = at_home()
    goal = live_goal(pilot)
    put(pilot, stand())
    record(pilot, D)
    pilot.studio.move(Go("music"))
    pilot.settle()
    while pilot.screen == "reflect":
        pilot.press("Skip")

    pilot.press("Just for fun")
    pilot.press(GOAL)

    assert [of.pieces for of in evidence(pilot).goals] == [(takes(pilot)[0].piece,)]
    assert takes(pilot)[0].goals == (goal.id,)
    assert pilot.lesson.stand.goal == goal.id

    pilot.press(f"For: {GOAL}")
    pilot.press("Just for fun")

    assert [of.pieces for of in evidence(pilot).goals] == [()]
    assert takes(pilot)[0].goals == ()
    assert pilot.lesson.stand.goal is None
    pilot.studio.move(Go("play"))
    pilot.settle()
    record(pilot, F)
    assert [take.goals for take in takes(pilot)] == [(), ()]


def test_a_goal_that_is_over_is_not_asked_about(fourth_lesson: Start) -> None:
    pilot = fourth_lesson()
    pilot.lesson.journal.goal_state(goal_of(pilot).id, "let go")
    pilot.lesson.refresh_mine()
    pilot.settle()
    put(pilot, stand())
    assert ASKED not in pilot.words()


def test_nobody_else_goes_on_for_my_goal(unlocked: Start) -> None:
    pilot = unlocked(2)
    pilot.lesson.choose(pilot.lesson.house.pupils[0])
    pilot.settle()
    live_goal(pilot)
    work_on_this(pilot)
    pilot.lesson.goodbye()
    pilot.lesson.choose(pilot.lesson.house.pupils[1])
    pilot.settle()
    pilot.studio.move(Go("pick"))
    pilot.settle()
    assert GOAL not in pilot.words()
    put(pilot, stand())
    assert pilot.lesson.stand.goal is None
    assert piece().title == "Steps"
