"""Reflect: asked only when moving on, one question a screen; what was said can be taken back; skipping costs nothing."""

from collections.abc import Callable

import pytest

from studio.lesson.offer import still_open
from studio.screen import Go
from tests.studio.fakes import Pilot
from tests.studio.screens.at_work import (
    BLACK,
    GOAL,
    A,
    C,
    D,
    E,
    F,
    G,
    evidence,
    hold,
    put,
    record,
    stand,
    takes,
)
from tests.studio.screens.reflect.conftest import Start, prompt


def test_nothing_is_asked_between_two_tries_nor_on_the_way_to_make(kept: Pilot) -> None:
    record(kept, E, F)
    assert kept.screen == "play"
    kept.press("Make")
    assert kept.screen == "make"


def test_moving_on_asks_one_question_a_screen_and_leads_to_where_the_pupil_was_going(asked: Pilot) -> None:
    assert "Keep this one?" in asked.words()
    assert "What does this music feel like?" not in asked.words()

    asked.press("Skip")
    assert "What does this music feel like?" in asked.words()
    assert "Keep this one?" not in asked.words()
    asked.press("Skip")

    assert asked.screen == "music"


def test_a_piece_is_asked_about_once(asked: Pilot) -> None:
    asked.press("Skip")
    asked.press("Skip")
    asked.press("Play")
    record(asked, C, D)
    asked.press("My music")

    assert asked.screen == "music"


def test_what_was_left_unanswered_can_be_said_later(asked: Pilot) -> None:
    asked.studio.move(Go("play"))
    asked.settle()
    asked.press("Say something")

    assert prompt(asked) == "T6"


def test_with_what_was_said_the_pupil_can_go_on_by_the_piano_or_by_enter(kept: Pilot) -> None:
    for go_on in (lambda: hold(kept, G), kept.enter):
        kept.press("Say something")
        while prompt(kept) is not None:
            hold(kept, A)
        assert kept.ui.focused == "back-to-music"
        go_on()
        assert kept.screen == "play"


def test_just_music_today_asks_nothing(at_home: Start) -> None:
    pilot = at_home()
    pilot.press("Just music today")
    put(pilot, stand())
    record(pilot, C)
    pilot.press("My music")

    assert pilot.screen == "music"


def test_skipping_leads_to_the_same_screens_as_answering(asked: Pilot) -> None:
    ways = []
    for answer in (("Skip", "Skip"), ("Yes", "Type it")):
        seen = []
        for button in answer:
            seen.append(asked.studio.screen.question.kind)
            asked.press(button)
        if "Type it" in answer:
            asked.write("the slide")
            asked.press("Done")
        ways.append((seen[0], len(seen), asked.screen))
        if asked.screen == "music" and len(ways) == 1:
            put(asked, stand("Another"))
            record(asked, C)
            asked.press("My music")

    assert ways == [("keep", 2, "music")] * 2


def test_not_this_one_puts_it_aside_and_asks_no_more_and_it_can_come_back(kept: Pilot) -> None:
    kept.press("Say something")
    kept.press("Not this one")
    assert takes(kept) == []
    assert len(takes(kept, with_hidden=True)) == 1
    assert "It is put aside." in kept.words()

    kept.press("Bring it back")

    assert len(takes(kept)) == 1


@pytest.mark.parametrize("back", [lambda pilot: hold(pilot, BLACK), lambda pilot: pilot.press("Take that back")])
def test_one_key_takes_an_answer_back_without_a_trace(fourth_lesson: Start, back: Callable[[Pilot], None]) -> None:
    pilot = fourth_lesson()
    put(pilot, stand())
    pilot.press("Very sure")
    record(pilot, C)
    pilot.press("My music")
    pilot.press("Yes")
    pilot.press("Not yet")
    assert prompt(pilot) == "T2"

    back(pilot)

    assert prompt(pilot) == "T1"
    pilot.press("Quite sure")
    pilot.press("Skip")
    pilot.press("Skip")
    assert [pair.after.value for pair in evidence(pilot).sure] == [2]
    assert evidence(pilot).taken_back == 0


def test_what_was_said_can_be_taken_back_whole(kept: Pilot) -> None:
    kept.press("Say something")
    kept.press("Yes")
    kept.press("Calm")
    kept.press("Done")
    assert len(evidence(kept).pieces[0].reflections) == 1

    kept.press("Take back what I said")

    assert evidence(kept).pieces[0].reflections == ()
    assert "It is gone" in kept.studio.notice
    assert "You can talk to someone any time." in kept.studio.notice  # nobody had seen it


def test_under_a_hold_nobody_is_told_that_what_was_taken_back_is_gone(kept: Pilot) -> None:
    journal, jo = kept.lesson.journal, kept.lesson.pupil.id
    kept.press("Say something")
    kept.press("Yes")
    kept.press("Calm")
    kept.press("Done")
    journal.hold(jo, True, "the safeguarding lead")

    kept.press("Take back what I said")

    assert evidence(kept).pieces[0].reflections == ()
    assert kept.studio.notice.startswith("We have to keep a copy for now. Ask us why.")
    assert "gone" not in kept.studio.notice


def test_leaving_in_the_middle_keeps_what_was_answered_and_nothing_else(asked: Pilot) -> None:
    asked.press("Yes")
    asked.press("Calm")
    asked.press("Pick")

    assert evidence(asked).pieces[0].reflections == ()
    assert len(takes(asked)) == 1


def test_what_it_was_for_is_one_optional_row_on_the_last_question(fourth_lesson: Start) -> None:
    pilot = fourth_lesson()
    put(pilot, stand("Something else"))
    record(pilot, C)
    pilot.press("My music")
    assert "This was for:" not in pilot.words()
    pilot.press("Skip")
    pilot.press("Skip")
    assert prompt(pilot) == "T7"
    assert "This was for:" in pilot.words()

    pilot.press(GOAL)
    assert evidence(pilot).goals[0].takes == (takes(pilot)[0].id,)
    pilot.press("Just for fun")
    assert evidence(pilot).goals[0].takes == ()


def test_a_version_made_without_a_take_is_talked_about_alike(at_home: Start) -> None:
    pilot = at_home()
    pilot.studio.move(Go("make"))
    pilot.settle()
    pilot.press("Start here")
    pilot.press("I'm done")
    assert prompt(pilot) == "T8"
    pilot.press("Yes")
    pilot.press("Wild")
    pilot.press("Done")

    (made,) = evidence(pilot).pieces
    assert made.takes == ()
    assert [said.version for said in made.reflections] == [made.versions[0].id]


def test_with_nothing_kept_there_is_nothing_to_talk_about(at_home: Start) -> None:
    pilot = at_home()
    pilot.press("Reflect")

    assert "Nothing to talk about yet." in pilot.words()


def test_whom_the_song_is_about_says_it_where_the_pupil_wants(fourth_lesson: Start) -> None:
    pilot = fourth_lesson()
    journal, jo = pilot.lesson.journal, pilot.lesson.pupil.id
    for before in ("T2", "T6", "T3"):
        journal.note_asked(jo, before, piece=None, session=None)
    put(pilot, stand("Another"))
    record(pilot, C)
    pilot.press("My music")
    pilot.press("Yes")
    assert prompt_and_ways(pilot) == ("T10", False)
    pilot.press("Type it")
    pilot.write("a robot who is late")
    pilot.press("Done")
    assert prompt_and_ways(pilot) == ("T11", False)
    pilot.press("Skip")
    pilot.press("Skip")
    pilot.studio.move(Go("play"))
    pilot.settle()
    pilot.lesson.sayable = None
    record(pilot, C, D)
    pilot.press("Say something")
    assert prompt_and_ways(pilot) == ("T6", True)
    pilot.press("Who says it?: The one in the song")
    pilot.press("Type it")
    pilot.write("I missed the bus")
    pilot.press("Done")

    said = {one.prompt: (one.voice, one.body) for one in evidence(pilot).pieces[-1].reflections}
    assert said == {"T10": ("character", "a robot who is late"), "T6": ("character", "I missed the bus")}


def prompt_and_ways(pilot: Pilot) -> tuple[str | None, bool]:
    """What is asked, and whether the one in the song may answer."""
    return prompt(pilot), any(widget.name == "Who says it?: The one in the song" for widget in pilot.ui.tree())


def test_the_tutor_may_answer_too_and_it_is_the_tutors(kept: Pilot) -> None:
    kept.lesson.journal.note_asked(kept.lesson.pupil.id, "T2", piece=None, session=None)
    kept.press("Say something")
    kept.press("Yes")
    assert prompt(kept) == "T6"
    kept.press("My tutor answers too")
    kept.write("the quiet bit")
    kept.press("Done")
    assert prompt(kept) == "T6"
    assert "Sam: “the quiet bit”" in kept.words()
    kept.press("Type it")
    kept.write("the slide")
    kept.press("Done")

    journal, jo = kept.lesson.journal, kept.lesson.pupil.id
    assert [said.body for said in evidence(kept).pieces[0].reflections] == ["the slide"]
    assert [(one.prompt, one.body) for one in journal.tutor_answers(jo)] == [("T6", "the quiet bit")]
    assert [item.words for item in journal.unseen().items] == ["the slide"]


def test_the_keys_that_answered_are_no_music_to_be_kept(kept: Pilot) -> None:
    kept.press("Say something")
    before = kept.lesson.recorder.unkept()
    while prompt(kept) is not None:
        hold(kept, A)
    hold(kept, G)

    assert kept.lesson.recorder.unkept() == before
    assert not kept.lesson.recorder.something_to_keep
    for item in kept.lesson.journal.unfinished():
        assert not still_open([item])


def test_music_just_before_an_answer_can_still_be_kept(kept: Pilot) -> None:
    kept.press("Say something")
    kept.play(C, D, E)
    hold(kept, A)

    assert kept.lesson.recorder.something_to_keep
    (phrase,) = kept.lesson.recorder.unkept()
    assert phrase.notes == len((C, D, E))
