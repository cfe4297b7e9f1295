"""Goals: a wish, the pupil's yes, how close without the earlier answer in sight, other words, an end."""

from collections.abc import Callable
from typing import Any

import pytest

from studio.screen import Push
from tests.studio.fakes import Pilot
from tests.studio.screens.at_work import D, E, hold
from tests.studio.screens.looked_over import lint

Start = Callable[..., Pilot]
WHY = "Why do you want that?"


@pytest.fixture
def at_goals(at_home: Start) -> Callable[..., Pilot]:
    def start(*live: str, wishes: tuple[str, ...] = ()) -> Pilot:
        pilot = at_home()
        journal, pupil = pilot.lesson.journal, pilot.lesson.pupil.id
        for words in live:
            journal.agree(journal.wish(pupil, words).id, by="pupil")
        for words in wishes:
            journal.wish(pupil, words)
        pilot.lesson.refresh_mine()
        pilot.settle()
        pilot.studio.move(Push("goals"))
        pilot.settle()
        return pilot

    return start


def goals_of(pilot: Pilot) -> Any:
    return pilot.lesson.journal.goals(pilot.lesson.pupil.id)


def test_the_first_wish_needs_one_box_and_enter(at_goals: Start) -> None:
    pilot = at_goals()
    assert "What do you want to be able to do?" in pilot.words()
    assert pilot.ui.focused == "wish"
    pilot.write("Play with both hands")
    pilot.enter()
    (goal,) = goals_of(pilot)
    assert [goal.words, goal.state, goal.set_by, goal.area] == ["Play with both hands", "wish", "pupil", "music"]
    assert "Set by me" in pilot.words()
    assert goal.wordings[0].said_by == "typed"


@pytest.mark.parametrize(
    ("tile", "area"),
    [
        ("Play a whole tune", "music"),
        ("Feel sure when I play", "me"),
        ("Play with other people", "with others"),
        ("Keep music in my life", "future"),
    ],
)
def test_a_first_wish_is_said_by_one_tap(at_goals: Start, tile: str, area: str) -> None:
    pilot = at_goals()
    pilot.press(tile)
    (goal,) = goals_of(pilot)
    assert [goal.words, goal.state, goal.set_by, goal.area] == [tile, "wish", "pupil", area]
    assert pilot.lesson.journal.unseen().items  # an adult sees it, as whatever is said
    assert pilot.ui.focused == "new-wish"
    assert goal.wordings[0].said_by == "tap"
    pilot.press("Say a wish")
    assert len([w for w in pilot.ui.tree() if (w.key or "").startswith("tap-")]) == 5
    assert not [w for w in pilot.ui.tree() if w.role == "button" and w.name == tile]


def test_a_wish_is_tapped_on_the_piano_keys(at_goals: Start) -> None:
    pilot = at_goals()
    for _ in range(10):
        if pilot.ui.focused == "tap-my own":
            break
        hold(pilot, D)
    hold(pilot, E)
    assert [goal.words for goal in goals_of(pilot)] == ["Make my own music"]


def test_the_first_wish_fits_with_box_and_tiles_in_sight(at_goals: Start) -> None:
    lint(at_goals())


def test_whose_wish_it_is_is_kept_and_shown(at_goals: Start) -> None:
    pilot = at_goals()
    pilot.press("My tutor's idea")
    pilot.press("With others")
    pilot.ui.click("wish")
    pilot.write("Play in the band")
    pilot.press("Keep it")
    (goal,) = goals_of(pilot)
    assert [goal.set_by, goal.area] == ["tutor", "with others"]
    assert "Set by my tutor" in pilot.words()


def test_a_wish_becomes_a_goal_by_the_pupils_yes(at_goals: Start) -> None:
    pilot = at_goals(wishes=("Play for Nan",))
    pilot.press("Yes, I want this")
    (goal,) = goals_of(pilot)
    assert [goal.state, goal.agreed, goal.slot] == ["active", True, 1]


def test_in_a_first_lesson_nothing_is_asked_of_a_goal_but_the_pupil_may_say_more(at_goals: Start) -> None:
    pilot = at_goals("Play for Nan")
    pilot.press("Open")
    assert WHY not in pilot.words()
    assert pilot.lesson.journal.asked(pilot.lesson.pupil.id) == ()

    pilot.press("Say more about it")
    assert WHY in pilot.words()
    pilot.write("It is her birthday")
    pilot.press("Keep it")

    assert goals_of(pilot)[0].why == "It is her birthday"
    assert "What is the first small step?" not in pilot.words()
    pilot.press("Say more about it")
    assert "What is the first small step?" in pilot.words()
    pilot.press("Skip")
    assert goals_of(pilot)[0].first_step == ""
    assert pilot.lesson.journal.asked(pilot.lesson.pupil.id) == ()


def test_a_wish_may_have_its_why_and_stays_a_wish(at_goals: Start) -> None:
    pilot = at_goals(wishes=("Play for Nan",))
    pilot.press("Open")
    pilot.press("Say more about it")
    pilot.write("She is ill")
    pilot.press("Keep it")
    (goal,) = goals_of(pilot)
    assert (goal.why, goal.state, goal.agreed) == ("She is ill", "wish", False)


def test_three_goals_are_live_at_most(at_goals: Start) -> None:
    pilot = at_goals("One", "Two", "Three", wishes=("Four",))
    assert not pilot.ui.find("Yes, I want this").enabled
    assert "Three goals are enough for now." in pilot.words()


def test_how_close_stands_empty_and_zero_is_an_answer(at_goals: Start) -> None:
    pilot = at_goals("Play for Nan")
    journal, goal = pilot.lesson.journal, goals_of(pilot)[0]
    journal.rate(goal.pupil, "close", "review", "given", 7, goal=goal.id)
    pilot.studio.screen.enter()
    pilot.settle()
    assert pilot.studio.screen.close[goal.id] == 7
    pilot.press("How close?")
    ladder = pilot.ui.find("How close", role="slider")
    assert ladder.value == "not said yet"
    pilot.studio.screen.answer_close(0)
    pilot.settle()
    pilot.press("Done")
    ratings = [rating for rating in journal.ratings(goal.pupil) if not rating.superseded]
    assert ratings[-1].value == 0
    assert pilot.studio.screen.close[goal.id] == 0


def test_climbing_the_ladder_with_the_keys_is_one_answer(at_goals: Start) -> None:
    import pygame

    pilot = at_goals("Play for Nan")
    pilot.press("How close?")
    pilot.tab_to("How close")
    for _ in range(4):
        pilot.type_key(pygame.K_UP)
    pilot.press("Done")
    goal = goals_of(pilot)[0]
    assert [rating.value for rating in pilot.lesson.journal.ratings(goal.pupil)] == [3]


def test_skipping_how_close_keeps_nothing(at_goals: Start) -> None:
    pilot = at_goals("Play for Nan")
    pilot.press("How close?")
    pilot.studio.screen.answer_close(5)
    pilot.settle()
    pilot.press("Skip")
    assert pilot.lesson.journal.ratings(goals_of(pilot)[0].pupil) == ()


def test_an_answer_is_kept_when_the_screen_is_left(at_goals: Start) -> None:
    pilot = at_goals("Play for Nan")
    pilot.press("How close?")
    pilot.studio.screen.answer_close(5)
    pilot.settle()
    pilot.press("Back")
    assert [r.value for r in pilot.lesson.journal.ratings(goals_of(pilot)[0].pupil)] == [5]


@pytest.mark.parametrize(("answer", "same"), [("Yes, just new words", True), ("No, it is a different goal now", False)])
def test_other_words_say_whether_it_is_the_same_goal(at_goals: Start, answer: str, same: bool) -> None:
    pilot = at_goals("Play for Nan")
    pilot.press("Open")
    pilot.press("Change the words")
    pilot.write("Play for Nan and Grandad")
    pilot.press(answer)
    wordings = goals_of(pilot)[0].wordings
    assert [(w.words, w.same_goal) for w in wordings[1:]] == [("Play for Nan and Grandad", same)]


@pytest.mark.parametrize(
    ("button", "state"), [("I did it", "reached"), ("Let it wait", "parked"), ("Let it go", "let go")]
)
def test_a_goal_can_end_and_be_taken_up_again(at_goals: Start, button: str, state: str) -> None:
    pilot = at_goals("Play for Nan")
    pilot.press("Open")
    pilot.press(button)
    assert goals_of(pilot)[0].state == state
    pilot.press("Open")
    pilot.press("Take it up again")
    assert goals_of(pilot)[0].state == "active"


def test_steps_are_added_and_ticked(at_goals: Start) -> None:
    pilot = at_goals("Play for Nan")
    pilot.press("Open")
    pilot.ui.click("step")
    pilot.write("Left hand alone")
    pilot.enter()
    pilot.press("Left hand alone")
    (step,) = goals_of(pilot)[0].steps
    assert step.done_on is not None
    pilot.press("Left hand alone")
    assert goals_of(pilot)[0].steps[0].done_on is None


def test_escape_closes_what_is_open_before_the_screen(at_goals: Start) -> None:
    import pygame

    pilot = at_goals("Play for Nan")
    pilot.press("Open")
    pilot.type_key(pygame.K_ESCAPE)
    assert pilot.screen == "goals"
    assert "Play for Nan" in pilot.words()
    pilot.type_key(pygame.K_ESCAPE)
    assert pilot.screen == "home"
