"""Words typed and not handed in wait for whoever typed them, where they typed them; nobody else meets them."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from reflections import DiskFull
from studio.screen import Go, Push
from tests.studio.conftest import NoRoom
from tests.studio.fakes import Pilot
from tests.studio.screens.at_work import C, D, E, put, record, stand
from tests.studio.screens.conftest import PASSPHRASE, signs

Start = Callable[..., Pilot]
LONG = 10 * 60 + 1
WISH = "Play at the show with Mo"


def come(pilot: Pilot, n: int) -> None:
    for icon in signs(n):
        pilot.click(f"picture-{icon}")


def alone(pilot: Pilot) -> None:
    pilot.turn(seconds=LONG)
    pilot.settle()
    assert pilot.screen == "who"


def to(pilot: Pilot, name: str, **options: Any) -> None:
    pilot.studio.move(Push(name, options))
    pilot.settle()


def begin_wish(pilot: Pilot, words: str = WISH) -> None:
    """Type a wish, and do not press Keep it."""
    to(pilot, "goals")
    pilot.click("wish")
    pilot.write(words)


def in_box(pilot: Pilot, key: str) -> str:
    return next(widget.value for widget in pilot.ui.tree() if widget.key == key)


def waiting(pilot: Pilot) -> dict[str, str]:
    """What the journal has of words that were not handed in, once a second has passed."""
    pilot.turn(seconds=0.1)
    pilot.turn(seconds=1.1)
    pilot.settle()
    return pilot.lesson.journal.drafts("words ")


# ---- left in the middle of a word


def test_after_a_second_a_crash_takes_nothing_of_them(at_home: Start) -> None:
    pilot = at_home()
    begin_wish(pilot)
    assert list(waiting(pilot).values()) == [WISH]


def test_left_alone_they_wait_for_whoever_typed_them_and_the_next_meets_nothing(unlocked: Start) -> None:
    pilot = unlocked(2, signed=True)
    come(pilot, 0)
    begin_wish(pilot)
    alone(pilot)
    come(pilot, 1)
    to(pilot, "goals")
    assert in_box(pilot, "wish") == ""
    alone(pilot)
    come(pilot, 0)
    to(pilot, "goals")
    assert in_box(pilot, "wish") == WISH
    pilot.press("Keep it")
    assert [goal.words for goal in pilot.lesson.mine.goals] == [WISH]
    assert waiting(pilot) == {}


def test_they_are_there_again_after_the_window_was_closed(folder: Path, at_home: Start, pilot_at: Start) -> None:
    pilot = at_home()
    begin_wish(pilot)
    pilot.close()
    again = pilot_at(folder)
    again.settle()
    again.write(PASSPHRASE)
    again.enter()
    again.press("That is me")
    to(again, "goals")
    assert in_box(again, "wish") == WISH
    again.press("Keep it")
    assert [goal.words for goal in again.lesson.mine.goals] == [WISH]


def test_somebodys_come_in_takes_nothing_of_them(at_home: Start) -> None:
    pilot = at_home()
    begin_wish(pilot)
    pilot.press("Someone's come in")
    assert WISH not in pilot.words()
    assert list(waiting(pilot).values()) == [WISH]
    pilot.press("Someone's come in")
    assert in_box(pilot, "wish") == WISH


def test_not_now_lets_them_go(at_home: Start) -> None:
    pilot = at_home()
    pilot.lesson.journal.wish(pilot.lesson.pupil.id, "an older one")
    to(pilot, "goals")
    pilot.click("new-wish")
    pilot.click("wish")
    pilot.write(WISH)
    assert list(waiting(pilot).values()) == [WISH]
    pilot.press("Not now")
    assert waiting(pilot) == {}


def test_of_a_visitor_nothing_is_kept(unlocked: Start) -> None:
    pilot = unlocked(1)
    pilot.press("Just visiting")
    assert pilot.studio.screen.draft("anything") == ""


def test_a_full_disk_loses_nothing_of_them_and_says_so_once(at_home: Start, monkeypatch: pytest.MonkeyPatch) -> None:
    pilot = at_home()
    room = NoRoom(pilot.lesson.journal, monkeypatch, DiskFull("The disk is full. Free some space."))
    begin_wish(pilot, "Play")
    for letter in " on":
        assert waiting(pilot) == {}
        pilot.write(letter)
    assert "The disk is full. Free some space." in pilot.words()
    assert len(pilot.lesson.recorder.errands._owed) == 1, "what is typed meanwhile is written in one go"
    room.over()
    pilot.turn(seconds=6)
    pilot.settle()
    assert list(waiting(pilot).values()) == ["Play on"]


# ---- at the questions


@pytest.fixture
def asked(at_home: Start) -> Callable[[], Pilot]:
    """Jo wants to say something about a take: what the best bit was."""

    def start() -> Pilot:
        pilot = at_home()
        put(pilot, stand())
        record(pilot, C, D, E)
        say_something(pilot)
        return pilot

    return start


def say_something(pilot: Pilot) -> None:
    pilot.studio.move(Go("reflect", {"wanted": True}))
    pilot.settle()
    while (question := pilot.studio.screen.question) is None or question.prompt != "T6":
        pilot.press("Skip" if question else "Say something")


def test_an_answer_that_was_begun_stands_there_again_when_they_want_to_talk_of_it(asked: Callable[[], Pilot]) -> None:
    pilot = asked()
    pilot.press("Type it")
    pilot.write("the bit wh")
    alone(pilot)
    pilot.press("That is me")
    put(pilot, stand())
    record(pilot, C, D, E)
    pilot.studio.move(Go("reflect", {"wanted": True}))
    pilot.settle()
    assert pilot.studio.screen.question.prompt == "T6"
    assert in_box(pilot, "words") == "the bit wh"
    pilot.write("ere it stops")
    pilot.press("Done")
    pilot.studio.screen.asking.keep()
    pilot.settle()
    said = pilot.lesson.journal.reflections(pilot.lesson.pupil.id)
    assert [one.body for one in said] == ["the bit where it stops"]
    assert waiting(pilot) == {}


def test_an_answer_that_was_skipped_is_gone(asked: Callable[[], Pilot]) -> None:
    pilot = asked()
    pilot.press("Type it")
    pilot.write("no, not that")
    pilot.press("Skip")
    assert waiting(pilot) == {}


# ---- behind the tutor's door


def test_what_the_tutor_typed_waits_there_for_the_tutor_and_no_pupil_meets_it(at_home: Start) -> None:
    pilot = at_home()
    jo = pilot.lesson.pupil.id
    to(pilot, "tutor_pupil", pupil=jo, part="notes")
    key = next(widget.key for widget in pilot.ui.tree() if widget.role == "text box")
    pilot.click(key)
    pilot.write("Jo spoke up twice")
    pilot.click("part")
    pilot.studio.screen._to("plan")
    pilot.settle()
    assert list(waiting(pilot).values()) == ["Jo spoke up twice"]
    alone(pilot)
    pilot.press("That is me")
    assert "Jo spoke up twice" not in pilot.words()
    to(pilot, "tutor_pupil", pupil=jo, part="notes")
    assert in_box(pilot, key) == "Jo spoke up twice"


def test_the_line_for_next_time_waits_until_the_session_is_closed(at_home: Start) -> None:
    pilot = at_home()
    session = pilot.lesson.session.id
    to(pilot, "closing", session=session)
    pilot.write("start with the bass")
    pilot.press("Back")
    to(pilot, "closing", session=session)
    assert in_box(pilot, "next-time") == "start with the bass"
    pilot.press("Close the session")
    assert pilot.lesson.journal.last_next_time(pilot.lesson.pupil.id) == "start with the bass"
    assert waiting(pilot) == {}
