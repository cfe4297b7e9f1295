"""The tutor's door: a curtain first, a call for help on top, words folded until they are opened, a day that can be closed."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pygame
import pytest

from studio.lesson.minutes import asked, keep_usual_minutes, usual_minutes
from studio.music import library
from studio.screen import Push
from tests.studio.fakes import Pilot
from tests.studio.screens.at_work import at_the_tutors_door
from tests.studio.screens.conftest import PASSPHRASE, let_in
from tests.studio.screens.looked_over import LOW, lint

Start = Callable[..., Pilot]


@pytest.fixture
def inside(at_home: Start) -> Callable[..., Pilot]:
    """Behind the curtain, with Jo signed in and what `before` has put into the journal."""

    def start(before: Callable[[Any, Any], object] = lambda _journal, _lesson: None, tab: str = "today") -> Pilot:
        pilot = at_home()
        before(pilot.lesson.journal, pilot.lesson)
        pilot.studio.move(Push("tutor", {"tab": tab}))
        pilot.settle()
        pilot.write(PASSPHRASE)
        pilot.enter()
        return pilot

    return start


def said(journal: Any, lesson: Any) -> None:
    journal.reflect(lesson.pupil.id, "T6", said_by="typed", body="the slide", session=lesson.session.id)


def asked_for_help(journal: Any, lesson: Any) -> None:
    said(journal, lesson)
    journal.raise_help(lesson.pupil.id, lesson.session.id, "pupil")


@pytest.mark.parametrize("text", [100, 200])
def test_before_the_first_pupil_today_begins_at_its_edge(folder: Path, pilot_at: Start, text: int) -> None:
    pilot = let_in(pilot_at(folder, text=text))
    pilot.press("Tutor's door")
    begins = {one.name: one.rect.left for one in pilot.ui.tree() if one.role == "words"}
    assert begins["To see and hear"] == min(begins.values())
    lint(pilot)


def test_the_tabs_stand_in_one_row_in_the_largest_text(folder: Path, pilot_at: Start) -> None:
    pilot = let_in(pilot_at(folder, text=200))
    pilot.press("Tutor's door")
    tabs = [widget.rect for widget in pilot.ui.tree() if widget.key == "tab" and widget.role == "radio"]
    assert len(tabs) == 8
    assert {tab.height for tab in tabs} == {tabs[0].height}
    assert tabs[0].height < 2 * pilot.ui.theme.line_px("label")


def test_a_pupil_who_is_here_can_not_look_in(at_home: Start) -> None:
    pilot = at_home()
    said(pilot.lesson.journal, pilot.lesson)
    pilot.studio.move(Push("tutor"))
    pilot.settle()
    assert "Is it you?" in pilot.words()
    pilot.write("let me in please")
    pilot.enter()
    assert "That passphrase is not right." in pilot.words()
    assert "To see and hear" not in pilot.words()
    pilot.write(PASSPHRASE)
    pilot.enter()
    assert "To see and hear" in pilot.words()


def test_straight_after_unlocking_nothing_is_asked_again(unlocked: Start) -> None:
    pilot = unlocked(1)
    pilot.press("Tutor's door")
    assert "Is it you?" not in pilot.words()
    assert "You have seen everything." in pilot.words()


def test_after_somebody_was_here_it_is_asked_again(unlocked: Start) -> None:
    pilot = unlocked(1)
    pilot.press("Just visiting")
    pilot.press("Visiting")
    pilot.press("Bye for now")
    pilot.press("Tutor's door")
    assert "Is it you?" in pilot.words()


def test_after_somebody_just_played_it_is_asked_again(unlocked: Start) -> None:
    pilot = unlocked(1)
    pilot.press("Play")
    pilot.press("Back")
    pilot.press("Tutor's door")
    assert "Is it you?" in pilot.words()


def test_a_while_after_unlocking_it_is_asked_again(unlocked: Start) -> None:
    pilot = unlocked(1)
    pilot.turn(seconds=121)
    pilot.press("Tutor's door")
    assert "Is it you?" in pilot.words()


def test_computer_keys_are_no_piano_here(inside: Start) -> None:
    pilot = inside()
    assert not pilot.studio.screen.keys_play


def test_words_are_folded_until_they_are_opened_and_then_can_be_marked_seen(inside: Start) -> None:
    pilot = inside(said)
    assert "the slide" not in pilot.words()
    assert "1 thing to see" in pilot.words()
    pilot.press("Open")
    assert "the slide" in pilot.words()
    assert "What was the best bit?" in pilot.words()
    pilot.press("I have seen these")
    assert "the slide" not in pilot.words()
    (kept,) = pilot.lesson.journal.reflections(pilot.lesson.pupil.id)
    assert kept.seen_by == "Sam"


def test_a_voice_note_is_not_seen_by_looking_at_it(inside: Start) -> None:
    pilot = inside(
        lambda journal, lesson: journal.reflect(
            lesson.pupil.id, "T6", said_by="voice", sound=b"RIFF", session=lesson.session.id
        )
    )
    pilot.press("Open")
    pilot.press("I have seen these")
    assert "1 thing to see" in pilot.words()


def test_what_was_taken_back_unseen_is_told_and_not_what_it_was(inside: Start) -> None:
    def taken_back(journal: Any, lesson: Any) -> None:
        one = journal.reflect(lesson.pupil.id, "T6", said_by="typed", body="the secret", session=lesson.session.id)
        journal.take_back(one.id)

    pilot = inside(taken_back)
    assert "1 taken back before you saw it. Ask in person." in pilot.words()
    assert "the secret" not in pilot.words()
    pilot.press("I know")
    assert "taken back" not in pilot.words()


def test_that_the_lead_opened_the_journal_is_told_once(inside: Start) -> None:
    pilot = inside(lambda journal, _lesson: journal.was_opened_by_the_lead())
    assert "with the sealed code" in pilot.words()
    pilot.press("I know")
    pilot.settle()
    assert "with the sealed code" not in pilot.words()
    assert pilot.lesson.journal.lead_was_here() == ()


def test_a_call_for_help_stands_first_until_it_is_passed_on(inside: Start) -> None:
    pilot = inside(asked_for_help)
    lines = pilot.words().splitlines()
    assert lines.index("Jo wants to talk to someone") < lines.index("To see and hear")
    pilot.press("I have told them")
    assert "wants to talk" not in pilot.words()
    assert pilot.lesson.journal.open_flags() == ()


def test_passing_on_needs_somebody(inside: Start) -> None:
    pilot = inside(asked_for_help)
    pilot.studio.screen._tabs["today"].calls._passed_to.clear()
    pilot.press("I have told them")
    assert len(pilot.lesson.journal.open_flags()) == 1


def test_a_session_is_closed_with_one_line_that_opens_the_next(inside: Start) -> None:
    pilot = inside()
    session = pilot.lesson.session.id
    pilot.press("Close it")
    pilot.write("bring the loop pedal")
    pilot.enter()
    closed = pilot.lesson.journal.session(session)
    assert closed.closed_at is not None
    assert pilot.lesson.journal.last_next_time(pilot.lesson.pupil.id) == "bring the loop pedal"
    pilot.press("Leave the rest")
    pilot.press("Pupils")
    assert "Next time I will: bring the loop pedal" in pilot.words()


def test_the_day_does_not_end_while_words_are_unseen(inside: Start) -> None:
    pilot = inside(said)
    pilot.press("End the day")
    assert pilot.lesson.journal.session(pilot.lesson.session.id).closed_at is None
    assert "The day is closed." not in pilot.words()
    pilot.press("Open")
    pilot.press("I have seen these")
    pilot.press("End the day")
    assert pilot.lesson.journal.session(pilot.lesson.session.id).closed_at is not None


def test_a_title_is_hidden_for_good_and_can_be_shown_again(inside: Start) -> None:
    pilot = inside(tab="titles")
    tune = library.shelf()[0]
    pilot.ui.click("hide-find")
    pilot.write(tune.title)
    pilot.settle()
    pilot.press("Hide for good")
    assert pilot.lesson.journal.hidden_titles() == {tune.hiding}
    pilot.press("Show again")
    assert pilot.lesson.journal.hidden_titles() == set()


def test_the_person_to_call_is_changed_and_never_empty(inside: Start) -> None:
    pilot = inside(tab="place")
    pilot.studio.screen._tabs["place"]._type("help_person", "")
    pilot.settle()
    pilot.press("Save")
    assert "Please say who to tell." in pilot.words()
    pilot.studio.screen._tabs["place"]._type("help_person", "Mr Ali, deputy head")
    pilot.settle()
    pilot.press("Save")
    place = pilot.lesson.journal.place()
    assert [place.help_person, place.label] == ["Mr Ali, deputy head", "Tuesday"]
    assert len(pilot.lesson.journal.places()) == 1


def test_how_long_a_lesson_lasts_there_is_changed_from_the_next_one_on(inside: Start) -> None:
    pilot = inside(tab="place")
    assert pilot.lesson.session.planned_minutes == 30
    pilot.press(f"{asked()}: 45")
    assert pilot.lesson.house.minutes == 30  # not before it is saved
    pilot.press("Save")
    journal = pilot.lesson.journal
    assert pilot.lesson.house.minutes == 45
    assert journal.session(pilot.lesson.session.id).planned_minutes == 30

    pilot.lesson.goodbye()
    pilot.lesson.choose(journal.add_pupil("Amira", "cat", "10-12"))
    pilot.settle()
    assert pilot.lesson.session.planned_minutes == 45


def test_saving_the_place_alone_leaves_how_long_a_lesson_lasts(inside: Start) -> None:
    pilot = inside(lambda journal, _lesson: keep_usual_minutes(journal, 20), tab="place")
    pilot.press("Save")

    assert usual_minutes(pilot.lesson.journal) == 20


def test_another_place_has_its_own_person_to_call_and_either_can_be_gone_to(inside: Start) -> None:
    pilot = inside(tab="place")
    pilot.press("Another place")
    place = pilot.studio.screen._tabs["place"]
    assert place._value("help_person") == ""  # nobody's person is taken over unasked
    place._type("label", "Thursday")
    pilot.press("Save")
    assert len(pilot.lesson.journal.places()) == 1
    place._type("help_person", "Mr Ali, deputy head")
    pilot.press("Save")
    assert [one.label for one in pilot.lesson.journal.places()] == ["Tuesday", "Thursday"]
    assert pilot.lesson.house.place.help_person == "Mr Ali, deputy head"
    pilot.press("Where are you?: Tuesday")
    assert pilot.lesson.journal.place().help_person == "Mrs Bell, head of year"


def test_a_label_that_names_a_school_is_queried(inside: Start) -> None:
    pilot = inside(tab="place")
    pilot.studio.screen._tabs["place"]._type("label", "Meadow Primary")
    pilot.settle()
    assert "That may name a school." in pilot.words()


def test_a_copy_is_made_and_its_day_is_said(inside: Start) -> None:
    pilot = inside(tab="place")
    before = len(pilot.lesson.journal.backups())
    pilot.press("Make a copy now")
    assert "Last copied on" in pilot.words()
    assert len(pilot.lesson.journal.backups()) == before + 1


def test_new_pictures_are_picked_for_a_pupil_who_forgot_theirs(inside: Start) -> None:
    pilot = inside(tab="pupils")
    pilot.press("Pick pictures")
    assert pilot.screen == "signin"
    for _ in range(2):
        for icon in ("sun", "bike", "leaf", "star"):
            pilot.click(f"picture-{icon}")
    assert pilot.screen == "tutor"
    assert pilot.lesson.journal.pupil(pilot.lesson.pupil.id).sign_in == ("sun", "bike", "leaf", "star")


def test_a_pupil_is_not_added_over_somebody_who_is_here(inside: Start) -> None:
    pilot = inside(tab="pupils")
    pilot.press("Add a pupil")
    assert pilot.screen == "tutor"
    assert "Let them say bye first" in pilot.words()


# -- a call for help, a step back ---------------------------------------------------------------------------------------
def whole(pilot: Pilot, name: str) -> bool:
    shown = [widget for widget in pilot.ui.tree() if widget.name == name]
    return bool(shown) and all(widget.seen == widget.rect for widget in shown)


CALL = ("Jo wants to talk to someone", "I have told them")


@pytest.mark.parametrize("text", [100, 125])
def test_a_call_for_help_is_whole_wherever_the_list_is(at_home: Start, text: int) -> None:
    pilot = at_home(size=LOW, text=text)
    asked_for_help(pilot.lesson.journal, pilot.lesson)
    at_the_tutors_door(pilot)
    pilot.press("Open")
    assert all(whole(pilot, name) for name in CALL)
    pilot.ui.click("end-day")
    pilot.settle()
    assert all(whole(pilot, name) for name in CALL)
    pilot.click(f"pass-{pilot.lesson.journal.open_flags()[0].id}")
    assert "wants to talk" not in pilot.words()


def test_at_large_text_whoever_comes_back_to_today_sees_the_call_again(at_home: Start) -> None:
    pilot = at_home(text=200)
    asked_for_help(pilot.lesson.journal, pilot.lesson)
    at_the_tutors_door(pilot)
    pilot.ui.click("end-day")
    pilot.settle()
    assert not whole(pilot, CALL[0])
    pilot.press("Pupils")
    pilot.press("Today")
    assert whole(pilot, CALL[0])


def test_esc_goes_a_step_back_behind_the_door_and_leads_out_only_from_today(unlocked: Start) -> None:
    pilot = unlocked(1)
    journal = pilot.lesson.journal
    (jo,) = journal.pupils()
    session = journal.open_session([jo.id])
    journal.reflect(jo.id, "T6", said_by="typed", body="the slide", session=session.id)
    pilot.turn(seconds=121)
    pilot.press("Tutor's door")
    pilot.write(PASSPHRASE)
    pilot.enter()
    pilot.press("Pupils")
    pilot.type_key(pygame.K_ESCAPE)
    assert "To see and hear" in pilot.words()
    pilot.press("Open")
    assert "the slide" in pilot.words()
    pilot.type_key(pygame.K_ESCAPE)
    assert "the slide" not in pilot.words()
    assert pilot.screen == "tutor"
    pilot.type_key(pygame.K_ESCAPE)
    assert pilot.screen == "who"
    pilot.press("Tutor's door")
    assert "Is it you?" not in pilot.words(), "the tutor is still there"


def test_with_a_pupil_at_the_keys_the_door_is_closed_behind_the_tutor(at_home: Start) -> None:
    pilot = at_home()
    for _ in range(2):
        pilot.studio.move(Push("tutor"))
        pilot.settle()
        assert "Is it you?" in pilot.words()
        pilot.write(PASSPHRASE)
        pilot.enter()
        pilot.type_key(pygame.K_ESCAPE)
        assert pilot.screen == "home"


def test_a_wrong_passphrase_offers_no_recovery_code_where_none_is_asked_for(at_home: Start) -> None:
    pilot = at_home()
    pilot.studio.move(Push("tutor"))
    pilot.settle()
    pilot.write("let me in please")
    pilot.enter()
    assert "That passphrase is not right. Please type it again." in pilot.words()
    assert "recovery code" not in pilot.words()
