"""Help: who can help is there for anybody who asks, an adult has the same button, alone is said so, and others notice nothing."""

from collections.abc import Callable
from pathlib import Path

import pygame
import pytest

from reflections import prompts
from studio.screen import Go
from studio.screens.tutor import help as tutor_help
from studio.words import say
from tests.studio.fakes import Pilot
from tests.studio.screens.at_work import at_the_tutors_door
from tests.studio.screens.conftest import PASSPHRASE

Start = Callable[..., Pilot]
TALK = "I want to talk to someone"
ROOMS = ("home", "pick", "play", "make", "music", "leaving", "goals")


@pytest.fixture(autouse=True)
def papers(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where the slip goes."""
    (tmp_path / "papers").mkdir()
    monkeypatch.setattr(tutor_help, "documents", lambda: tmp_path / "papers")
    return tmp_path / "papers"


def with_place(pilot: Pilot) -> Pilot:
    journal = pilot.lesson.journal
    place = journal.place()
    journal.set_place("Tuesday", help_person="Mrs Bell", deputy="Mr Ade", out_of_hours="0800 1111", place_id=place.id)
    pilot.lesson.refresh_house()
    pilot.settle()
    return pilot


def at_the_door(pilot: Pilot) -> Pilot:
    at_the_tutors_door(pilot)
    return pilot


def test_the_words_before_the_passphrase_are_those_of_the_table() -> None:
    assert say("frame.talk") == prompts.words("H1").rstrip(".")
    assert say("frame.thanks") == prompts.words("H2")


@pytest.mark.parametrize("room", ROOMS)
def test_on_every_screen_pressing_it_changes_no_pixel_but_its_own_mark(at_home: Start, room: str) -> None:
    pilot = at_home()
    pilot.studio.move(Go(room))
    pilot.settle()
    button = pilot.ui.find(TALK).rect

    def picture() -> bytes:
        pilot.ui.focus.go("shell/talk")
        pilot.studio.change()
        pilot.settle()
        others = pilot.studio.surface.copy()
        others.fill((0, 0, 0), button.inflate(16, 16))
        return pygame.image.tobytes(others, "RGB")

    before, heard = picture(), pilot.engine.log[:]
    pilot.press(TALK)
    assert picture() == before
    assert (pilot.engine.log, pilot.studio.notice, pilot.screen) == (heard, "", room)


def test_who_can_help_is_there_for_anybody_who_asks(unlocked: Start) -> None:
    pilot = with_place(unlocked(1))
    pilot.press("Who can help me here?")
    for words in ("Mrs Bell", "Mr Ade", "0800 1111", "In danger: 999"):
        assert words in pilot.words()
    assert pilot.lesson.journal.open_flags() == (), "asking who it is says nothing about anybody"
    pilot.press("Close")
    pilot.press("That is me")
    pilot.press("How it looks and reads")
    pilot.press("Who can help me here?")
    assert "Mr Ade" in pilot.words()
    assert "Thank you. You are not in trouble." not in pilot.words()


def test_who_sees_what_is_told_from_there_before_and_after_signing_in_and_made_to_print(
    unlocked: Start, papers: Path
) -> None:
    pilot = with_place(unlocked(1))
    for way in ((), ("That is me", "How it looks and reads")):
        for button in (*way, "Who can help me here?", "Who sees my music?"):
            pilot.press(button)
        assert "You say who can hear it." in pilot.words()
        assert prompts.words("N3") in pilot.words()
        pilot.press("Close")
        assert "You say who can hear it." not in pilot.words()
    at_the_door(pilot).press("Make the card to print")
    assert "Open it and print it." in pilot.words()
    assert prompts.words("N2") in (papers / "Who sees my music.html").read_text(encoding="utf-8")


def test_whoever_pressed_reads_it_again_where_they_asked(at_home: Start) -> None:
    pilot = with_place(at_home())
    pilot.press(TALK)
    pilot.press("How it looks and reads")
    pilot.press("Who can help me here?")
    assert prompts.words("H2") in pilot.words()


def test_alone_they_are_told_whom_to_go_to_and_it_is_no_lesson(unlocked: Start) -> None:
    pilot = at_the_door(with_place(unlocked(1)))
    pilot.press("Pupils play alone now")
    pilot.press("Back")
    assert prompts.words("N4") in pilot.words()
    pilot.press("That is me")
    assert pilot.lesson.session.solo
    pilot.press(TALK)
    hint = pilot.ui.find(TALK).hint
    assert hint == prompts.need_help_alone(number="0800 1111")
    assert "Your tutor will talk with you today" not in hint
    assert len(pilot.lesson.journal.open_flags()) == 1
    assert pilot.lesson.journal.programme(pilot.lesson.pupil.id).held == 0


def test_with_the_passphrase_typed_again_somebody_is_near(folder: Path, unlocked: Start, pilot_at: Start) -> None:
    pilot = at_the_door(unlocked(1))
    pilot.press("Pupils play alone now")
    pilot.close()
    again = pilot_at(folder)
    again.settle()
    again.write(PASSPHRASE)
    again.enter()
    again.press("That is me")
    assert not again.lesson.session.solo


def test_somebody_new_reads_it_too_while_they_are_alone(unlocked: Start) -> None:
    pilot = unlocked(0)
    pilot.lesson.alone = True
    pilot.press("I am new here")
    assert prompts.words("N4") in pilot.words()


def test_an_adult_has_the_same_button_behind_the_door(at_home: Start) -> None:
    pilot = at_the_door(at_home())
    pilot.click("adult-talk")
    (flag,) = pilot.lesson.journal.open_flags()
    assert (flag.raised_by, flag.pupil, flag.session) == ("adult", None, None)
    assert "An adult wants to talk to someone" in pilot.words()
    assert pilot.studio.notice == ""


def test_the_slip_is_blank_whoever_asked(at_home: Start, papers: Path) -> None:
    pilot = with_place(at_home())
    pilot.press(TALK)
    at_the_door(pilot)
    pilot.click("slip")
    (slip,) = papers.iterdir()
    html = slip.read_text(encoding="utf-8")
    assert "Mrs Bell" in html
    (flag,) = pilot.lesson.journal.open_flags()
    for token in ("Jo", "Sam", "Tuesday", flag.id, flag.pupil, flag.session, f"{flag.raised_at:%H:%M}"):
        assert token not in html, token
    assert str(slip) in pilot.studio.notice


def test_a_folder_that_refuses_the_slip_is_said_in_words(
    at_home: Start, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    pilot = at_the_door(at_home())
    monkeypatch.setattr(tutor_help, "documents", lambda: tmp_path / "nowhere")
    pilot.click("slip")
    assert "The computer said no" in pilot.studio.notice
