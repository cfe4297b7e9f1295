"""Bye for now: nothing played goes unless the pupil says so, and nobody meets what somebody else played."""

import threading
from collections.abc import Callable

import pytest

from studio.music import take
from studio.screens.people import phrases
from studio.screens.people.leaving import KeptToday
from studio.words import say
from tests.studio.fakes import Pilot
from tests.studio.screens.looked_over import lint

Start = Callable[..., Pilot]


def two_phrases(pilot: Pilot) -> None:
    """Play two phrases with a silence between them, and let the recorder write them down."""
    for pitches in ((60, 62, 64), (67, 69)):
        pilot.play(*pitches)
        pilot.turn(seconds=3)
        pilot.settle()
    pilot.turn(seconds=1.1)
    pilot.settle()


def leave(pilot: Pilot) -> None:
    pilot.press("Jo")
    assert pilot.screen == "leaving"


def test_without_anything_undecided_one_press_says_bye(at_home: Start) -> None:
    pilot = at_home()
    leave(pilot)
    assert "Nothing new was kept today. That is fine." in pilot.words()
    pilot.enter()
    assert pilot.screen == "who"
    assert pilot.lesson.pupil is None


def test_what_was_kept_today_is_named(at_home: Start) -> None:
    pilot = at_home()
    pilot.play(60, 62, 64)
    pilot.lesson.keep_latest()
    pilot.settle()
    leave(pilot)
    assert "My idea 1" in pilot.words()
    assert "1 take" in pilot.words()
    assert "Not kept yet" not in pilot.words()


def test_each_phrase_can_be_heard(at_home: Start) -> None:
    pilot = at_home()
    two_phrases(pilot)
    leave(pilot)
    assert pilot.words().count("Hear it") == 2
    pilot.press("Hear it")
    assert pilot.engine.log == ["preview"]
    pilot.engine.finish()
    pilot.settle()
    assert pilot.words().count("Hear it") == 2
    pilot.press("Hear it")
    pilot.press("Stop")
    assert pilot.engine.log == ["preview", "preview", "stop"]


def test_what_was_kept_and_what_was_not_begin_on_one_line(at_home: Start) -> None:
    pilot = at_home()
    two_phrases(pilot)
    leave(pilot)
    tops = {one.name: one.rect.top for one in pilot.ui.tree() if one.role == "words"}
    assert tops["Kept today"] == tops["Not kept yet"]
    lint(pilot)


def test_an_earlier_phrase_can_be_kept_and_the_rest_let_go(at_home: Start) -> None:
    pilot = at_home()
    jo, journal = pilot.lesson.pupil.id, pilot.lesson.journal
    two_phrases(pilot)
    leave(pilot)
    keys = [w.key for w in pilot.ui.tree() if w.key and w.key.startswith("keep-")]
    pilot.click(keys[-1])  # the first that was played stands last
    pilot.press("Let the rest go")
    assert "It can't come back." in pilot.words()
    pilot.press("Let it go")
    assert pilot.screen == "who"
    takes = [take for piece in journal.pieces(jo) for take in journal.takes(piece.id)]
    assert [take.parts[0].facts.notes for take in takes] == [3]
    assert journal.unfinished() == ()


def test_waiting_takes_the_letting_go_back(at_home: Start) -> None:
    pilot = at_home()
    two_phrases(pilot)
    leave(pilot)
    pilot.press("Let the rest go")
    pilot.press("Wait")
    assert pilot.ui.find("Decide next time")


def test_deciding_next_time_keeps_it_for_this_pupil(at_home: Start) -> None:
    pilot = at_home()
    jo = pilot.lesson.pupil
    two_phrases(pilot)
    leave(pilot)
    pilot.press("Decide next time")
    assert pilot.screen == "who"
    (waits,) = pilot.lesson.journal.unfinished()
    assert waits.pupil == jo.id
    pilot.press("That is me")
    assert pilot.screen == "found"


def test_keeping_everything_leaves_only_bye(at_home: Start) -> None:
    pilot = at_home()
    jo, journal = pilot.lesson.pupil.id, pilot.lesson.journal
    two_phrases(pilot)
    leave(pilot)
    for key in [w.key for w in pilot.ui.tree() if w.key and w.key.startswith("keep-")]:
        pilot.click(key)
    pilot.press("Bye for now")
    assert len(journal.pieces(jo)) == 2
    assert journal.unfinished() == ()


def test_the_next_pupil_never_meets_what_the_last_one_played(unlocked: Start) -> None:
    pilot = unlocked(2)
    pilot.press("I have no pictures yet")
    pilot.press("Jo")
    pilot.press("Not now")
    two_phrases(pilot)
    leave(pilot)
    pilot.press("Decide next time")
    pilot.press("I have no pictures yet")
    pilot.press("Amira")
    pilot.press("Not now")
    assert pilot.screen == "home"
    assert not pilot.lesson.recorder.something_to_keep
    pilot.play(72, 74)
    pilot.press("Amira")
    assert pilot.words().count("Hear it") == 1


def test_going_back_to_the_music_decides_nothing(at_home: Start) -> None:
    pilot = at_home()
    two_phrases(pilot)
    leave(pilot)
    pilot.press("Back")
    assert pilot.lesson.pupil is not None
    leave(pilot)
    assert pilot.words().count("Hear it") == 2


def many_phrases(pilot: Pilot, count: int) -> None:
    """Play so many phrases of three keys."""
    for _ in range(count):
        for pitch in (60, 62, 64):
            pilot.engine.key(pitch)
        pilot.engine.let(3)
    pilot.settle()


def test_each_phrase_is_cut_and_counted_once_however_often_the_screen_is_built(
    at_home: Start, monkeypatch: pytest.MonkeyPatch
) -> None:
    pilot = at_home()
    many_phrases(pilot, 3)
    counted: list[object] = []
    monkeypatch.setattr(take, "facts", lambda one, facts=take.facts: counted.append(one) or facts(one))
    leave(pilot)
    for _ in range(3):
        pilot.studio.change()
        pilot.turn()

    assert len(counted) == 3


def test_a_long_lesson_is_looked_through_beside_the_loop_and_nothing_can_go_meanwhile(
    at_home: Start, monkeypatch: pytest.MonkeyPatch
) -> None:
    pilot = at_home()
    monkeypatch.setattr(phrases, "QUICKLY", 0)
    many_phrases(pilot, 2)
    held = threading.Event()
    pilot.studio.background.worker.put(lambda: held.wait(60), lambda _: None, lambda _: None)
    pilot.ui.click("shell/who")
    pilot.turn()
    pilot.turn()
    try:
        assert "Looking through what you played" in pilot.words()
        names = {widget.key for widget in pilot.ui.tree()}
        assert "next-time" in names
        assert not names & {"bye", "rest-goes", "let-go"}
    finally:
        held.set()
    pilot.settle()

    assert pilot.words().count("Hear it") == 2
    assert pilot.ui.find("Let the rest go")


def test_looking_can_be_given_up_and_nothing_goes_by_that(at_home: Start, monkeypatch: pytest.MonkeyPatch) -> None:
    pilot = at_home()
    monkeypatch.setattr(phrases, "QUICKLY", 0)
    many_phrases(pilot, 2)
    held = threading.Event()
    pilot.studio.background.worker.put(lambda: held.wait(60), lambda _: None, lambda _: None)
    pilot.ui.click("shell/who")
    pilot.turn()
    pilot.turn()
    pilot.ui.click("looking")
    pilot.turn()
    held.set()
    pilot.settle()

    assert say("people.they stay as they") in pilot.words()
    names = {widget.key for widget in pilot.ui.tree()}
    assert "next-time" in names
    assert not names & {"bye", "rest-goes", "let-go"}


def test_more_phrases_than_fit_come_by_and_by(at_home: Start, monkeypatch: pytest.MonkeyPatch) -> None:
    pilot = at_home()
    monkeypatch.setattr(phrases, "CARDS_AT_ONCE", 2)
    many_phrases(pilot, 3)
    leave(pilot)
    assert pilot.words().count("Hear it") == 2
    pilot.press("More")

    assert pilot.words().count("Hear it") == 3


@pytest.mark.parametrize(
    ("takes", "versions", "words"), [(1, 0, "1 take"), (2, 1, "2 takes, 1 version"), (0, 2, "2 versions")]
)
def test_what_was_kept_is_said_in_words(takes: int, versions: int, words: str) -> None:
    assert KeptToday("A piece", takes, versions).words == words
