"""A new pupil says who they are on one screen, by keyboard alone if they like, and is told what they have to know."""

from collections.abc import Callable
from datetime import timedelta

import pygame
import pytest

from tests.studio.fakes import Pilot

Start = Callable[..., Pilot]
TOLD = (
    "Your tutor can see and hear what you put here. That is so they can help.",
    "We can not keep it a secret if you are not safe. We tell someone whose job is to help you.",
    "You can skip any question. You can change your mind. You can take your music home.",
)


@pytest.fixture
def new(unlocked: Start) -> Callable[..., Pilot]:
    def start(pupils: int = 0) -> Pilot:
        pilot = unlocked(pupils)
        pilot.press("I am new here")
        assert pilot.screen == "newcomer"
        return pilot

    return start


def test_what_has_to_be_known_is_in_plain_view(new: Start) -> None:
    pilot = new()
    shown = {w.name for w in pilot.ui.tree() if w.role == "words" and not w.words_hidden}
    assert shown.issuperset(TOLD)


def test_the_first_pupil_goes_straight_to_music(new: Start) -> None:
    pilot = new()
    assert pilot.ui.focused == "alias"
    pilot.write("Kai")
    pilot.press("10 to 12")
    pilot.press("Cat")
    pilot.press("That is me")
    assert pilot.screen == "home"
    kai = pilot.lesson.pupil
    assert [kai.alias, kai.avatar, kai.age_band] == ["Kai", "cat", "10-12"]


def test_a_whole_name_is_asked_about_once_and_may_stay(new: Start) -> None:
    pilot = new()
    pilot.write("Kai Brown")
    pilot.press("10 to 12")
    pilot.press("Cat")
    pilot.press("That is me")
    assert pilot.screen == "newcomer"
    assert "Just one name is enough, or a nickname. To keep this one, press again." in pilot.words()
    pilot.press("That is me")
    assert pilot.screen == "home"
    assert pilot.lesson.pupil.alias == "Kai Brown"


def test_a_draft_programme_is_made_by_itself(new: Start) -> None:
    pilot = new()
    pilot.write("Kai")
    pilot.press("7 to 9")
    pilot.press("Dog")
    pilot.press("That is me")
    programme = pilot.lesson.journal.programme(pilot.lesson.pupil.id)
    assert [programme.planned_sessions, programme.review_every, programme.status] == [12, 6, "draft"]
    assert programme.ends - programme.starts >= timedelta(weeks=11)


def test_the_second_pupil_is_asked_for_pictures(new: Start) -> None:
    pilot = new(1)
    pilot.write("Kai")
    pilot.press("10 to 12")
    pilot.press("Cat")
    pilot.press("That is me")
    assert pilot.screen == "signin"


def test_it_is_done_with_the_computer_keyboard_alone(new: Start) -> None:
    pilot = new()
    pilot.write("Kai")
    pilot.tab_to("7 to 9")
    pilot.type_key(pygame.K_RIGHT)
    pilot.enter()
    pilot.tab_to("Fish")
    pilot.enter()
    pilot.tab_to("That is me")
    pilot.enter()
    assert pilot.screen == "home"
    assert pilot.lesson.pupil.avatar == "fish"


@pytest.mark.parametrize(
    ("alias", "age", "said"),
    [
        ("", "", "Type a name."),
        ("Kai", "", "Pick how old you are."),
        ("Kai", "7 to 9", "Pick a picture."),
    ],
)
def test_what_is_missing_is_said(new: Start, alias: str, age: str, said: str) -> None:
    pilot = new()
    if alias:
        pilot.write(alias)
    if age:
        pilot.press(age)
    pilot.press("That is me")
    assert pilot.screen == "newcomer"
    assert said in [w.name for w in pilot.ui.tree() if w.role == "words" and not w.words_hidden]


def test_a_name_has_24_letters_at_most(new: Start) -> None:
    pilot = new()
    pilot.write("A" * 40)
    assert pilot.studio.screen._alias == "A" * 24


def test_what_was_played_before_is_theirs(new: Start, unlocked: Start) -> None:
    pilot = new()
    pilot.play(60, 62, 64)
    pilot.lesson.keep_latest()
    pilot.write("Kai")
    pilot.press("16 and up")
    pilot.press("Moon")
    pilot.press("That is me")
    pieces = pilot.lesson.journal.pieces(pilot.lesson.pupil.id)
    assert len(pilot.lesson.journal.takes(pieces[0].id)) == 1
