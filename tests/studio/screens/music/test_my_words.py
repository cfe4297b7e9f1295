"""My words: each with a newer thought and a way back; what is taken back is in no view."""

from collections.abc import Callable

import pygame
import pytest

from instruments.microphone import small_voice
from reflections import DiskFull
from studio.screen import Go, Push
from tests.studio.fakes import Pilot
from tests.studio.screens.at_work import C, D, evidence, put, record, stand, takes
from tests.studio.screens.looked_over import lint
from tests.studio.wav import tone

Start = Callable[..., Pilot]


@pytest.fixture
def said(fourth_lesson: Start) -> Pilot:
    """Jo said several things, in every way there is; My words is open."""
    pilot = fourth_lesson()
    put(pilot, stand())
    pilot.press("A bit sure")
    record(pilot, C, D)
    journal, jo, take = pilot.lesson.journal, pilot.lesson.pupil.id, takes(pilot)[0].id
    journal.reflect(jo, "T6", said_by="typed", body="the end", take=take)
    journal.reflect(jo, "T3", said_by="voice", sound=small_voice(tone(2)), take=take)
    journal.try_next(jo, "slow it down", take)
    journal.mark(take, 0.4)
    pilot.lesson.moved_on()
    pilot.press("My music")
    pilot.press("My words")
    assert pilot.screen == "my_words"
    return pilot


def back(pilot: Pilot, words: str) -> None:
    """Take back what was said in answer to this, and mean it."""
    lines = pilot.words().splitlines()
    assert words in lines, lines
    mine = next(one for one in pilot.studio.screen._mine if words in {one.asked, f"“{one.words}”"})
    pilot.click(f"back-{mine.id}")
    pilot.press("Take it back")


def test_all_of_it_stands_there_under_what_was_asked(said: Pilot) -> None:
    words = said.words()
    for shown in (
        "What was the best bit?",
        "“the end”",
        "“slow it down”",
        "“A bit sure”",
        "That bit!",
        "Play Steps, the melody",
    ):
        assert shown in words


def test_a_newer_thought_follows_the_first_and_both_stay(said: Pilot) -> None:
    said.press("A newer thought")
    assert said.ui.focused == "newer"
    said.press("Not now")
    first = next(one for one in said.studio.screen._mine if one.words == "the end")
    said.click(f"newer-{first.id}")
    said.write("no, the middle")
    said.press("Keep it")

    kept = [(one.body, one.newer_of) for one in evidence(said).pieces[0].reflections if one.body]
    assert kept == [("the end", None), ("no, the middle", first.id)]
    assert "You have a newer thought about this." in said.words()


@pytest.mark.parametrize(
    "words", ["“the end”", "If this tune was weather, what would it be?", "“slow it down”", "“A bit sure”", "That bit!"]
)
def test_i4_what_is_taken_back_is_in_no_view(said: Pilot, words: str) -> None:
    back(said, words)
    assert words not in said.words()
    assert said.studio.notice.startswith("Taken back. It is gone.")

    found = evidence(said)
    left = [len(found.pieces[0].reflections), len(found.sure), len(found.try_next), len(found.pieces[0].markers)]
    assert sum(left) == (4 if words == "“A bit sure”" else 3)
    assert len(said.lesson.journal.ratings(said.lesson.pupil.id)) == (words != "“A bit sure”")
    assert found.taken_back == 1
    said.studio.move(Go("music"))
    said.settle()
    assert words not in said.words()


def test_what_was_said_of_goals_stands_there_and_each_is_taken_back(said: Pilot) -> None:
    journal, jo = said.lesson.journal, said.lesson.pupil.id
    goal = journal.goals(jo)[0]
    journal.tell(goal.id, why="Nan sang it", know_by="nobody laughs")
    journal.step(goal.id, "bar one")
    journal.rate(jo, "close", "review", "given", 0, goal=goal.id)
    journal.wish(jo, "be on my own")
    journal.task(jo, "get past the loud bit", piece=journal.pieces(jo)[0].id, own=True)
    said.studio.screen.enter()
    said.settle()
    lint(said)
    for words in ("“Nan sang it”", "“bar one”", "“Not started”", "“be on my own”", "“get past the loud bit”"):
        back(said, words)
        assert words not in said.words()
        assert said.studio.notice.startswith("Taken back. It is gone.")
        assert said.ui.focused is not None

    (left,) = journal.goals(jo)
    assert (left.words, left.why, left.know_by, left.steps) == (goal.words, "", "nobody laughs", ())
    assert [one.construct for one in journal.ratings(jo)] == ["sure"]
    assert evidence(said).taken_back == 5
    assert f"“{goal.words}”" not in said.words()  # they said yes to it: it may be let go, or have other words


def test_a_first_wish_can_be_taken_back_before_anything_was_played(at_home: Start) -> None:
    pilot = at_home()
    pilot.press("My goals")
    pilot.write("not be shouted at")
    pilot.press("Keep it")
    pilot.press("My music")
    pilot.press("My words")
    back(pilot, "“not be shouted at”")
    assert "Nothing said yet." in pilot.words()
    assert pilot.lesson.journal.goals(pilot.lesson.pupil.id) == ()
    pilot.studio.move(Push("goals"))
    pilot.settle()
    assert pilot.ui.focused == "wish"  # the first wish again
    assert "not be shouted at" not in pilot.words()


def test_what_is_not_on_the_disk_yet_is_not_said_to_be_nothing(at_home: Start, monkeypatch: pytest.MonkeyPatch) -> None:
    pilot = at_home()
    put(pilot, stand())
    record(pilot, C, D)
    pilot.press("Say something")
    pilot.press("Yes")
    opened = pilot.lesson.journal._opened
    really = opened.writing

    def refuse(clock: object) -> None:
        raise DiskFull("The disk is full.")

    monkeypatch.setattr(opened, "writing", refuse)
    pilot.press("Calm")
    pilot.press("Done")
    pilot.press("My music")
    pilot.press("My words")
    assert "What you said last is here, but not on the disk yet." in pilot.words()
    assert "Nothing said yet." not in pilot.words()

    monkeypatch.setattr(opened, "writing", really)
    for _ in range(3):
        pilot.turn(seconds=5.1)
        pilot.settle()

    assert "“calm”" in pilot.words()
    assert "not on the disk yet" not in pilot.words()


def test_somebody_to_talk_to_is_named_where_nobody_had_seen_it(said: Pilot) -> None:
    said.lesson.journal.seen([one.id for one in said.lesson.journal.unseen().reflections], "Sam")
    back(said, "“the end”")
    assert "talk to someone" not in said.studio.notice
    back(said, "“slow it down”")
    assert "You can talk to someone any time." in said.studio.notice


def test_leave_it_leaves_it_and_under_a_hold_the_truth_is_said(said: Pilot) -> None:
    said.press("Take back")
    said.press("Leave it")
    assert evidence(said).taken_back == 0
    said.lesson.journal.hold(said.lesson.pupil.id, True, "the safeguarding lead")
    back(said, "“the end”")

    assert said.studio.notice.startswith("We have to keep a copy for now. Ask us why.")
    assert "“the end”" not in said.words()


def test_a_voice_is_heard_again_and_not_by_somebody_who_comes_in(said: Pilot) -> None:
    said.press("Hear it")
    assert said.engine.log[-1].startswith("voice of 2")
    said.turn(seconds=3.0)
    assert said.ui.find("Hear it")
    said.press("Hear it")
    said.type_key(pygame.K_F2)
    assert said.engine.log[-1] == "hush the voice"


def test_what_the_tutor_answered_stands_beside_it_as_the_tutors(said: Pilot) -> None:
    journal, jo = said.lesson.journal, said.lesson.pupil.id
    journal.answer_too(jo, "T6", "I liked the quiet bit", piece=evidence(said).pieces[0].piece.id)
    said.studio.move(Push("my_words"))
    said.settle()

    assert "Sam: “I liked the quiet bit”" in said.words()


def test_nothing_said_is_said_kindly(at_home: Start) -> None:
    pilot = at_home()
    pilot.studio.move(Push("my_words"))
    pilot.settle()

    assert "Nothing said yet." in pilot.words()


def test_every_size_has_room_for_it(said: Pilot) -> None:
    lint(said)
