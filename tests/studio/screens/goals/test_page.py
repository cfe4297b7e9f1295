"""A goal's own page: asked about when it is due and once a lesson, its day, what was kept for it, all on keys too."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from studio.screen import Go, Push
from studio.ui.nodes import Ladder
from tests.studio.fakes import Pilot
from tests.studio.screens.at_work import A, C, D, E, G, hold, put, record, stand, takes
from tests.studio.screens.looked_over import lint

Start = Callable[..., Pilot]
WHY, FIRST_STEP = "Why do you want that?", "What is the first small step?"
STILL = "Is this still what you want?"


def goals_of(pilot: Pilot) -> Any:
    return pilot.lesson.journal.goals(pilot.lesson.pupil.id)


def to_goals(pilot: Pilot) -> None:
    pilot.studio.move(Push("goals"))
    pilot.settle()


def open_goal(pilot: Pilot) -> None:
    """My goals, and the first of them."""
    to_goals(pilot)
    pilot.click(f"open-{goals_of(pilot)[0].id}")


def prompts_put(pilot: Pilot) -> list[str]:
    return [asked.prompt for asked in pilot.lesson.journal.asked(pilot.lesson.pupil.id)]


def on_the_ladder(pilot: Pilot) -> int | None:
    """What stands on the one ladder that is shown."""

    def ladders(node: Any) -> list[Ladder]:
        if isinstance(node, Ladder):
            return [node]
        inside = [*getattr(node, "children", ()), getattr(node, "child", None)]
        return [found for child in inside if child is not None for found in ladders(child)]

    (ladder,) = ladders(pilot.studio.screen.build())
    return ladder.value


# -- what is asked ----------------------------------------------------------------------------------------------------
def test_from_the_third_lesson_on_one_thing_is_asked_of_a_goal_a_lesson(fourth_lesson: Start) -> None:
    pilot = fourth_lesson()
    open_goal(pilot)
    assert WHY in pilot.words()
    assert prompts_put(pilot) == ["G2"]
    pilot.click("answer")
    pilot.write("It is fun")
    pilot.press("Keep it")
    assert goals_of(pilot)[0].why == "It is fun"

    pilot.press("All goals")
    pilot.click(f"open-{goals_of(pilot)[0].id}")

    assert FIRST_STEP not in pilot.words()
    assert prompts_put(pilot) == ["G2"]


def test_skipping_costs_nothing_and_shows_what_an_answer_shows(fourth_lesson: Start) -> None:
    pilot = fourth_lesson()
    open_goal(pilot)
    pilot.press("Skip")
    skipped = pilot.words()
    assert pilot.studio.notice == ""
    pilot.press("Say more about it")
    pilot.write("It is fun")
    pilot.press("Keep it")
    assert set(pilot.words().split("\n")) - set(skipped.split("\n")) == {WHY, "It is fun"}
    assert set(skipped.split("\n")) <= set(pilot.words().split("\n"))


def test_what_was_said_of_it_is_said_another_way_or_taken_back(fourth_lesson: Start) -> None:
    pilot = fourth_lesson()
    pilot.lesson.journal.tell(goals_of(pilot)[0].id, why="Nan", first_step="bar one")
    open_goal(pilot)
    pilot.press("Skip")
    pilot.click("change-G2")
    assert pilot.ui.focused == "answer"
    pilot.write(" sang it")
    pilot.press("Keep it")
    assert goals_of(pilot)[0].why == "Nan sang it"

    pilot.click("change-G2")
    lint(pilot)
    pilot.write("!")
    pilot.press("Take it back")

    assert goals_of(pilot)[0].why == ""
    assert WHY not in pilot.words()
    assert pilot.studio.notice == "Taken back. It is gone. You can talk to someone any time."
    pilot.press("Say more about it")
    assert WHY in pilot.words()
    assert pilot.studio.screen.words == ""
    assert goals_of(pilot)[0].first_step == "bar one"


def test_a_goal_that_waits_can_be_let_go_while_three_others_are_live(fourth_lesson: Start) -> None:
    pilot = fourth_lesson()
    journal, (goal,) = pilot.lesson.journal, goals_of(pilot)
    journal.goal_state(goal.id, "parked")
    for words in ("one", "two", "three"):
        journal.agree(journal.wish(goal.pupil, words).id)
    open_goal(pilot)
    pilot.press("Let it go")
    assert goals_of(pilot)[0].state == "let go"


def test_just_music_today_asks_nothing_of_a_goal_either(fourth_lesson: Start) -> None:
    pilot = fourth_lesson()
    pilot.press("Just music today")
    open_goal(pilot)
    assert WHY not in pilot.words()
    assert prompts_put(pilot) == []


def test_on_its_day_it_is_asked_once_whether_it_is_still_wanted(fourth_lesson: Start) -> None:
    pilot = fourth_lesson()
    journal, (goal,) = pilot.lesson.journal, goals_of(pilot)
    journal.tell(goal.id, why="fun", first_step="slow", know_by="Nan claps")
    journal.rate(goal.pupil, "close", "review", "given", 0, goal=goal.id)
    journal.agree(goal.id, review_on=pilot.lesson.session.held_on)
    open_goal(pilot)
    assert STILL in pilot.words()

    pilot.press("Change the words")
    pilot.write("Play it to the end")
    pilot.press("Yes, just new words")

    assert goals_of(pilot)[0].words == "Play it to the end"
    assert STILL not in pilot.words()
    assert prompts_put(pilot) == ["G6"]


# -- its day ----------------------------------------------------------------------------------------------------------
def test_the_day_it_is_looked_at_again_is_chosen_and_said(fourth_lesson: Start) -> None:
    pilot = fourth_lesson()
    open_goal(pilot)
    pilot.press("4 weeks")
    day = pilot.lesson.session.held_on + timedelta(weeks=4)
    assert goals_of(pilot)[0].review_on == day
    assert f"We look at it again on {day.day} {day:%B}." in pilot.words()


# -- other words ------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(("same", "shown"), [(True, 7), (False, None)])
def test_how_close_is_not_shown_under_the_words_of_another_goal(
    fourth_lesson: Start, same: bool, shown: int | None
) -> None:
    pilot = fourth_lesson()
    journal, (goal,) = pilot.lesson.journal, goals_of(pilot)
    journal.rate(goal.pupil, "close", "review", "given", 7, goal=goal.id)
    journal.reword(goal.id, "Write my own song", same_goal=same)
    to_goals(pilot)
    assert on_the_ladder(pilot) == shown

    put(pilot, stand())
    pilot.click("before-skip")
    pilot.studio.move(Go("music"))
    pilot.settle()
    assert on_the_ladder(pilot) == shown


# -- what was kept for it ---------------------------------------------------------------------------------------------
def test_a_goal_shows_its_pieces_with_takes_and_words_and_each_is_heard(fourth_lesson: Start) -> None:
    pilot = fourth_lesson()
    put(pilot, stand())
    pilot.click("before-skip")
    record(pilot, C, D)
    (take,) = takes(pilot)
    pilot.lesson.journal.reflect(pilot.lesson.pupil.id, "T6", said_by="typed", body="It got faster", take=take.id)
    open_goal(pilot)
    assert "Kept for it" in pilot.words()
    assert "Steps" in pilot.words()
    assert "“It got faster”" in pilot.words()

    pilot.click(f"hear-{take.id}")
    assert pilot.engine.log[-1] == "preview"
    pilot.click(f"hear-{take.id}")
    assert pilot.engine.log[-1] == "stop"
    pilot.click(f"hear-{take.id}")
    pilot.engine.finish()
    pilot.settle()
    assert pilot.ui.find(f"Hear Steps, {_day(take)}").enabled


def test_leaving_the_goal_is_silent(fourth_lesson: Start) -> None:
    pilot = fourth_lesson()
    put(pilot, stand())
    pilot.click("before-skip")
    record(pilot, C, D)
    open_goal(pilot)
    pilot.click(f"hear-{takes(pilot)[0].id}")
    pilot.press("Work on this")
    assert pilot.engine.log[-1] == "stop"


def test_of_many_takes_the_latest_are_shown_and_the_rest_by_one_press(fourth_lesson: Start) -> None:
    pilot = fourth_lesson()
    put(pilot, stand())
    pilot.click("before-skip")
    for _ in range(5):
        record(pilot, C)
    open_goal(pilot)
    heard = [w for w in pilot.ui.tree() if w.key and w.key.startswith("hear-")]
    assert len(heard) == 3
    pilot.press("2 more")
    assert len([w for w in pilot.ui.tree() if w.key and w.key.startswith("hear-")]) == 5


def test_what_a_take_was_for_is_what_its_piece_goes_on_for(fourth_lesson: Start) -> None:
    pilot = fourth_lesson()
    put(pilot, stand("Just for fun"))
    record(pilot, C)
    pilot.studio.move(Go("music"))
    pilot.settle()
    while not any(w.key == "goal" for w in pilot.ui.tree()):
        pilot.press("Skip")
    pilot.press("Play it all through")
    (goal,) = goals_of(pilot)
    assert pilot.lesson.stand.goal == goal.id
    assert pilot.lesson.journal.piece(pilot.lesson.stand.row).goals == (goal.id,)
    assert takes(pilot)[0].goals == (goal.id,)


# -- the keyboard answers ---------------------------------------------------------------------------------------------
def test_goals_go_by_keys_alone_from_the_list_to_the_ladder_and_back(fourth_lesson: Start) -> None:
    pilot = fourth_lesson()
    goal = goals_of(pilot)[0].id
    to_goals(pilot)
    while pilot.ui.focused != f"rate-{goal}":
        hold(pilot, D)
    hold(pilot, E)
    assert "0 is not started" in pilot.words()
    for key in (D, D, D, C, G):
        hold(pilot, key)
    ratings = pilot.lesson.journal.ratings(pilot.lesson.pupil.id)
    assert [rating.value for rating in ratings] == [1]  # the first press up stands on 0

    while pilot.ui.focused != f"open-{goal}":
        hold(pilot, C)
    hold(pilot, E)
    assert WHY in pilot.words()
    hold(pilot, A)
    assert WHY not in pilot.words()
    hold(pilot, A)
    assert pilot.ui.find("Say a wish")


def test_a_wish_gets_its_yes_on_the_keys(fourth_lesson: Start) -> None:
    pilot = fourth_lesson()
    wish = pilot.lesson.journal.wish(pilot.lesson.pupil.id, "Play with the band")
    to_goals(pilot)
    while pilot.ui.focused != f"yes-{wish.id}":
        hold(pilot, D)
    hold(pilot, E)
    assert [goal.state for goal in goals_of(pilot)] == ["active", "active"]


def test_playing_on_the_goals_screen_presses_nothing(fourth_lesson: Start) -> None:
    pilot = fourth_lesson()
    open_goal(pilot)
    pilot.turn(seconds=1.0)
    pilot.play(C, E, G, E, pause=0.1)
    pilot.settle()
    assert pilot.screen == "goals"
    assert WHY in pilot.words()
    assert goals_of(pilot)[0].state == "active"


def _day(take: Any) -> str:
    from studio.screens.music.then_now import day

    return day(take)
