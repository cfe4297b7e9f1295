"""What I said yes to: each line says what, for whom and since when, and is taken back where it stands."""

from collections.abc import Callable

import pytest

from reflections.records import Ribbon
from studio.screen import Push
from tests.studio.fakes import Pilot
from tests.studio.screens.at_work import C, D, put, record, stand, takes
from tests.studio.screens.conftest import PASSPHRASE
from tests.studio.screens.looked_over import lint

Start = Callable[..., Pilot]


@pytest.fixture
def yeses(fourth_lesson: Start) -> Pilot:
    """Jo let several things go, and one of them went; what I said yes to is open."""
    pilot = fourth_lesson()
    put(pilot, stand())
    record(pilot, C, D)
    journal, jo, take = pilot.lesson.journal, pilot.lesson.pupil.id, takes(pilot)[0]
    said = journal.reflect(jo, "T6", said_by="typed", body="the slow end", take=take.id)
    journal.let_read(said.id, who_reads="school", who_hears="group")
    journal.arrange(jo, Ribbon(told=(said.id,)))
    journal.shown_to_pupil(journal.draft_note_out(jo, "form tutor", "Jo plays bass now.").id)
    journal.keep_case_card(jo, happened="a solo", take=take.id, take_yes=True)
    pilot.lesson.moved_on()
    pilot.press("My music")
    pilot.press("My words")
    pilot.press("What I said yes to")
    assert pilot.screen == "my_yeses"
    return pilot


def test_each_says_what_it_is_for_whom_and_since_when(yeses: Pilot) -> None:
    words = yeses.words()
    for shown in (
        "My music: Steps",
        "To hear it: my group.",
        "My words about Steps",
        "“the slow end”",
        "To read them: my school.",
        "It goes home with my story.",
        "It can go to: form tutor.",
        "“Jo plays bass now.”",
        "To hear it: other tutors.",
        "Since ",
    ):
        assert shown in words, words


def test_one_is_taken_back_where_it_stands_and_the_others_stay(yeses: Pilot) -> None:
    journal, jo = yeses.lesson.journal, yeses.lesson.pupil.id
    yeses.click("back-0")
    assert yeses.ui.focused == "not-back"
    yeses.press("Leave it")
    assert yeses.ui.focused == "back-0"
    assert "To hear it: my group." in yeses.words()

    yeses.click("back-0")
    yeses.press("Take it back")
    assert yeses.studio.notice == "Taken back. It will not go any more."
    assert "To hear it: my group." not in yeses.words()
    assert [one.purpose for one in journal.yeses(jo)] == ["read", "home", "note", "card"]


def test_what_has_gone_is_said_and_is_not_taken_back_here(yeses: Pilot) -> None:
    yeses.lesson.journal.send_note_out(yeses.lesson.journal.note_outs(yeses.lesson.pupil.id)[0].id)
    yeses.studio.screen.enter()
    yeses.settle()
    words = yeses.words()
    assert "A note: form tutor" in words
    assert "It can go to: form tutor." not in words
    assert "Your tutor can ask for it back." in words


def test_who_let_nothing_go_reads_that(fourth_lesson: Start) -> None:
    pilot = fourth_lesson()
    pilot.studio.move(Push("my_yeses"))
    pilot.settle()
    assert "Only you and your tutor have your music." in pilot.words()
    lint(pilot)


def test_the_tutor_sees_the_same_on_the_pupils_page_and_takes_back_in_their_own_name(yeses: Pilot) -> None:
    journal, jo = yeses.lesson.journal, yeses.lesson.pupil.id
    yeses.studio.move(Push("tutor_pupil", {"pupil": jo, "part": "about"}))
    yeses.settle()
    if yeses.screen != "tutor_pupil":
        yeses.write(PASSPHRASE)
        yeses.type_key(13)
        yeses.settle()
    yeses.press("What they said yes to")
    assert yeses.screen == "said_yes"
    assert "What Jo said yes to" in yeses.words()
    yeses.click("back-0")
    yeses.press("Take it back")
    line = next(one for one in journal.audit() if one.action == "yes taken back")
    assert (line.actor, line.purpose) == ("tutor", "hear")
    lint(yeses)


def test_it_is_laid_out_in_every_size(yeses: Pilot) -> None:
    lint(yeses)
    yeses.click("back-1")
    lint(yeses)
