"""How sure, before: from the third lesson on, once, only for something linked to a goal; one key answers, music sends it aside."""

from collections.abc import Callable
from dataclasses import replace

from studio.screen import Go
from tests.studio.fakes import Pilot
from tests.studio.screens.at_work import C, D, E, G, hold, put, record, stand
from tests.studio.screens.looked_over import LOW, lint

Start = Callable[..., Pilot]
ASKED = "How sure are you that you can do this now?"


def test_it_is_asked_of_what_is_for_a_goal_and_of_nothing_else(fourth_lesson: Start) -> None:
    pilot = fourth_lesson()
    put(pilot, stand("Just for fun"))
    assert ASKED not in pilot.words()

    put(pilot, stand())

    assert ASKED in pilot.words()
    assert "Play Steps, the melody" in pilot.words()


def test_a_first_lesson_only_plays(at_home: Start) -> None:
    pilot = at_home()
    journal, pupil = pilot.lesson.journal, pilot.lesson.pupil
    goal = journal.agree(journal.wish(pupil.id, "Play it all").id)
    put(pilot, replace(stand(), goal=goal.id))

    assert pilot.lesson.stand.goal == goal.id
    assert ASKED not in pilot.words()


def test_one_key_answers_once_and_is_kept_even_when_it_is_zero(fourth_lesson: Start) -> None:
    pilot = fourth_lesson()
    put(pilot, stand())
    hold(pilot, C)
    assert ASKED not in pilot.words()
    put(pilot, stand())
    assert ASKED not in pilot.words()

    ratings = pilot.lesson.journal.ratings(pilot.lesson.pupil.id)
    assert [(r.moment, r.answer, r.value) for r in ratings] == [("before", "given", 0)]


def test_playing_is_no_answer_and_recording_sends_the_question_aside(fourth_lesson: Start) -> None:
    pilot = fourth_lesson()
    put(pilot, stand())
    pilot.turn(seconds=1.0)
    pilot.play(C, D, E, G, pause=0.1)
    pilot.settle()
    assert ASKED in pilot.words()

    pilot.press("Record")

    assert ASKED not in pilot.words()
    pilot.press("Stop and keep")
    assert pilot.lesson.journal.ratings(pilot.lesson.pupil.id) == ()


def test_a_skip_is_kept_as_rather_not_and_the_music_is_there(fourth_lesson: Start) -> None:
    pilot = fourth_lesson()
    put(pilot, stand())
    pilot.press("Skip")
    assert ASKED not in pilot.words()
    record(pilot, C)

    (rating,) = pilot.lesson.journal.ratings(pilot.lesson.pupil.id)
    assert (rating.answer, rating.value) == ("rather not", None)


def test_the_pupil_may_say_the_task_their_way_and_an_adult_sees_their_words(fourth_lesson: Start) -> None:
    pilot = fourth_lesson()
    put(pilot, stand())
    lint(pilot)
    pilot.click("before-own")
    assert pilot.ui.focused == "before-words"
    lint(pilot, in_sight=("What you will do", "That is it"))
    hold(pilot, C)  # while the lights are away no key is an answer
    assert pilot.ui.find("What you will do")
    pilot.write("The tricky jump, slowly")
    pilot.enter()
    assert "The tricky jump, slowly" in pilot.words()
    hold(pilot, E)

    journal, jo = pilot.lesson.journal, pilot.lesson.pupil.id
    assert journal.tasks(jo)[-1].words == "The tricky jump, slowly"
    assert [(r.moment, r.value) for r in journal.ratings(jo)] == [("before", 2)]
    assert "The tricky jump, slowly" in [item.words for item in journal.unseen().items]


def test_words_of_the_task_that_were_begun_stand_there_again_and_count_with_the_answer(fourth_lesson: Start) -> None:
    pilot = fourth_lesson()
    put(pilot, stand())
    pilot.click("before-own")
    pilot.write("Bar 3")
    pilot.studio.move(Go("music"))
    pilot.settle()
    put(pilot, stand())
    assert pilot.ui.find("What you will do").value == "Bar 3"
    pilot.press("Skip")
    (task,) = pilot.lesson.journal.tasks(pilot.lesson.pupil.id)
    assert task.words == "Bar 3"


def test_nothing_typed_leaves_the_task_as_it_was_offered(fourth_lesson: Start) -> None:
    pilot = fourth_lesson()
    put(pilot, stand())
    pilot.click("before-own")
    pilot.press("That is it")
    assert "Play Steps, the melody" in pilot.words()
    pilot.press("Skip")
    assert pilot.lesson.journal.unseen().items == ()


def test_what_makes_music_is_in_sight_beneath_the_question_on_the_lowest_window(fourth_lesson: Start) -> None:
    pilot = fourth_lesson(size=LOW)
    put(pilot, stand())
    assert "How sure are you that you can do this now?" in pilot.words()
    music = [w for w in pilot.ui.tree() if w.key in {"play", "record", "mode"} and w.role != "words"]
    assert len(music) == 5
    assert all(widget.seen == widget.rect for widget in music)
