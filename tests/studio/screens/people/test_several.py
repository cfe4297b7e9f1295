"""Several at one laptop: whose turn it is is seen, one tap passes the keys on, and nobody sees or answers for another's work."""

from collections.abc import Callable

import pygame
import pytest

from reflections import DiskFull
from studio.screen import Go
from tests.studio.fakes import Pilot
from tests.studio.screens.at_work import C, D, E, put, record, stand
from tests.studio.screens.conftest import signs

Start = Callable[..., Pilot]


def tap(pilot: Pilot, n: int) -> None:
    for icon in signs(n):
        pilot.click(f"picture-{icon}")


def together(unlocked: Start, *extra: str) -> Pilot:
    """Jo and Amira, and whoever else is pressed, have come in; it is Jo's turn."""
    pilot = unlocked(3, signed=True)
    pilot.press("More than one of us")
    tap(pilot, 0)
    tap(pilot, 1)
    for name in extra:
        pilot.press(name)
    pilot.press("Let's go")
    assert pilot.screen == "home", pilot.words()
    return pilot


def swap(pilot: Pilot) -> None:
    pilot.click("shell/turn")


def test_two_come_in_by_their_pictures_and_share_one_session(unlocked: Start) -> None:
    pilot = together(unlocked)
    session = pilot.lesson.session
    assert (session.mode, len(session.pupils)) == ("group", 2)
    assert pilot.lesson.pupil.alias == "Jo"
    assert {"Now: Jo", "Next: Amira"} <= set(pilot.words().splitlines())
    assert "Sami" not in pilot.words()


def test_one_tap_passes_the_keys_on_and_back_in_the_same_session(unlocked: Start) -> None:
    pilot = together(unlocked)
    first = pilot.lesson.session.id
    swap(pilot)
    assert (pilot.screen, pilot.lesson.pupil.alias, pilot.lesson.session.id) == ("home", "Amira", first)
    assert {"Now: Amira", "Next: Jo"} <= set(pilot.words().splitlines())
    swap(pilot)
    assert pilot.lesson.pupil.alias == "Jo"
    assert len(pilot.lesson.journal.sessions()) == 1


def test_nobody_is_in_twice_and_one_alone_cannot_go(unlocked: Start) -> None:
    pilot = unlocked(3, signed=True)
    pilot.press("More than one of us")
    tap(pilot, 0)
    assert not pilot.ui.find("Let's go").enabled
    tap(pilot, 0)
    assert "You are already in." in pilot.words()
    assert not pilot.ui.find("Let's go").enabled
    tap(pilot, 1)
    pilot.press("Take Jo out")
    assert not pilot.ui.find("Let's go").enabled


def test_wrong_pictures_are_nobody_and_no_fault(unlocked: Start) -> None:
    pilot = unlocked(2, signed=True)
    pilot.press("More than one of us")
    for icon in signs(0)[::-1]:
        pilot.click(f"picture-{icon}")
    assert "Those four are not right yet." in pilot.words()
    assert "Nobody yet" in pilot.words()


def test_a_riff_lets_its_player_in_as_well(unlocked: Start) -> None:
    pilot = unlocked(2, signed=True)
    journal = pilot.lesson.journal
    journal.set_sign_in(journal.pupils()[1].id, "riff", ("60", "64", "67", "72"))
    pilot.lesson.refresh_house()
    pilot.settle()
    pilot.press("More than one of us")
    pilot.play(48, 52, 55, 60)
    assert "Amira" in pilot.words()


def test_what_one_made_is_not_seen_by_the_other_and_is_there_again_afterwards(unlocked: Start) -> None:
    pilot = together(unlocked)
    put(pilot, stand())
    record(pilot, C, D, E)
    pilot.lesson.sayable = None  # what is due is asked elsewhere
    mine = pilot.lesson.stand
    swap(pilot)
    assert pilot.lesson.pupil.alias == "Amira"
    assert (pilot.lesson.stand, pilot.lesson.last, pilot.lesson.sayable) == (None, None, None)
    assert pilot.lesson.mine.pieces == ()
    for room in ("home", "pick", "play", "make", "reflect", "music", "goals", "leaving"):
        pilot.studio.move(Go(room))
        pilot.settle()
        assert mine.title not in pilot.words(), room
    pilot.studio.move(Go("home"))
    pilot.settle()
    swap(pilot)
    assert (pilot.screen, pilot.lesson.stand.title) == ("play", mine.title)
    assert pilot.lesson.takes_here == 1


def test_each_take_is_of_whoever_played_it(unlocked: Start) -> None:
    pilot = together(unlocked)
    jo = pilot.lesson.pupil.id
    for _ in range(2):
        put(pilot, stand())
        record(pilot, C, D, E)
        pilot.lesson.sayable = None
        swap(pilot)
    journal = pilot.lesson.journal
    for pupil in journal.pupils()[:2]:
        (piece,) = journal.pieces(pupil.id)
        (take,) = journal.takes(piece.id)
        assert [part.pupil for part in take.parts] == [pupil.id]
    assert pilot.lesson.pupil.id == jo


def test_a_take_that_rolls_is_kept_for_its_player_when_the_keys_are_passed_on(unlocked: Start) -> None:
    pilot = together(unlocked)
    jo = pilot.lesson.pupil.id
    put(pilot, stand())
    pilot.click("record")
    pilot.turn(seconds=4)
    pilot.play(C, D)
    swap(pilot)
    pilot.settle()
    journal = pilot.lesson.journal
    (piece,) = journal.pieces(jo)
    assert len(journal.takes(piece.id)) == 1
    assert journal.pieces(journal.pupils()[1].id) == ()


def test_whoever_passes_the_keys_on_answers_for_their_own_take_first(unlocked: Start) -> None:
    pilot = together(unlocked)
    put(pilot, stand())
    record(pilot, C, D, E)
    assert pilot.lesson.sayable.due
    swap(pilot)
    assert (pilot.screen, pilot.lesson.pupil.alias) == ("reflect", "Jo")
    for _ in range(4):
        if pilot.screen == "reflect":
            pilot.press("Skip")
    assert pilot.lesson.pupil.alias == "Amira"
    journal = pilot.lesson.journal
    jo, amira = journal.pupils()[:2]
    assert journal.asked(jo.id)
    assert journal.asked(amira.id) == ()


def test_what_one_played_and_did_not_keep_is_offered_to_no_other(unlocked: Start) -> None:
    pilot = together(unlocked)
    pilot.play(60, 62, 64)
    pilot.turn(seconds=3)
    swap(pilot)
    assert pilot.lesson.recorder.unkept() == ()
    pilot.studio.move(Go("leaving"))
    pilot.settle()
    pilot.click("bye")
    assert (pilot.screen, pilot.lesson.seats, pilot.lesson.next_seat) == ("who", (), None)
    tap(pilot, 1)
    assert pilot.screen == "home"
    pilot.studio.move(Go("leaving"))
    pilot.settle()
    pilot.click("bye")
    tap(pilot, 0)
    assert pilot.screen == "found"


def test_a_visitors_turn_leaves_nothing_and_gives_nothing_to_the_next(unlocked: Start) -> None:
    pilot = together(unlocked, "A visitor too")
    swap(pilot)
    swap(pilot)
    assert pilot.lesson.guest
    assert pilot.screen == "pick"
    assert {"Now: Visiting", "Next: Jo"} <= set(pilot.words().splitlines())
    pilot.play(60, 62, 64)
    pilot.lesson.keep_latest()
    pilot.turn(seconds=3)
    pilot.play(65, 67)
    pilot.turn(seconds=3)
    swap(pilot)
    journal = pilot.lesson.journal
    assert pilot.lesson.pupil.alias == "Jo"
    assert pilot.lesson.recorder.unkept() == ()
    assert all(journal.pieces(pupil.id) == () for pupil in journal.pupils())
    swap(pilot)
    swap(pilot)
    assert len(pilot.lesson.held) == 1, "a visitor who stays can keep it yet"


def test_each_of_them_sees_it_their_own_way(unlocked: Start) -> None:
    from dataclasses import replace

    pilot = together(unlocked)
    pilot.studio.restyle(replace(pilot.studio.settings, theme="cream"))
    swap(pilot)
    assert pilot.ui.theme.name == "night"
    swap(pilot)
    assert pilot.ui.theme.name == "cream"


def test_a_wish_to_talk_is_of_whoever_pressed(unlocked: Start) -> None:
    pilot = together(unlocked)
    jo = pilot.lesson.pupil.id
    pilot.press("I want to talk to someone")
    swap(pilot)
    assert pilot.ui.find("I want to talk to someone").hint == ""
    (flag,) = pilot.lesson.journal.open_flags()
    assert flag.pupil == jo


def test_if_the_journal_says_no_whoever_was_here_goes_on(unlocked: Start, monkeypatch: pytest.MonkeyPatch) -> None:
    pilot = together(unlocked)

    def no_room(*_given: object, **_named: object) -> None:
        raise DiskFull

    with monkeypatch.context() as full:
        full.setattr(pilot.lesson.journal, "open_session", no_room)
        swap(pilot)
        assert (pilot.screen, pilot.lesson.pupil.alias) == ("home", "Jo")
    swap(pilot)
    assert pilot.lesson.pupil.alias == "Amira"


def test_six_are_the_most(unlocked: Start) -> None:
    pilot = unlocked(1)
    pilot.press("More than one of us")
    for _ in range(6):
        pilot.press("A visitor too")
    assert "That makes six. Everyone can take turns." in pilot.words()


def new_here(pilot: Pilot, name: str) -> None:
    """Say who one is, as far as the last press."""
    pilot.press("I am new here")
    pilot.write(name)
    pilot.press("7 to 9")
    pilot.click("avatar-bird")


def test_somebody_new_joins_those_who_are_in_and_all_begin(unlocked: Start) -> None:
    pilot = unlocked(3, signed=True)
    pilot.press("More than one of us")
    tap(pilot, 0)
    new_here(pilot, "Kai")
    pilot.press("That is me")
    assert pilot.screen == "several"
    assert {"Jo", "Kai"} <= set(pilot.words().splitlines())
    tap(pilot, 1)  # the pictures are heard again afterwards
    pilot.press("Let's go")
    session = pilot.lesson.session
    assert [pilot.lesson.journal.pupil(one).alias for one in session.pupils] == ["Jo", "Kai", "Amira"]
    assert (session.mode, pilot.lesson.pupil.alias) == ("group", "Jo")


def test_whoever_thinks_better_of_it_finds_those_who_are_in_and_nobody_new_is_kept(unlocked: Start) -> None:
    pilot = unlocked(3, signed=True)
    pilot.press("More than one of us")
    tap(pilot, 0)
    new_here(pilot, "Kai")
    pilot.type_key(pygame.K_ESCAPE)
    assert pilot.screen == "several"
    assert "Jo" in pilot.words().splitlines()
    assert len(pilot.lesson.journal.pupils()) == 3


def test_six_newcomers_can_come_in_on_the_first_day(unlocked: Start) -> None:
    pilot = unlocked(1)
    pilot.press("More than one of us")
    for n in range(6):
        new_here(pilot, f"Kai {'abcdef'[n]}")
        pilot.press("That is me")
    assert "That makes six." in pilot.words()
    assert "I am new here" not in [widget.name for widget in pilot.ui.tree()]
    pilot.press("Let's go")
    assert len(pilot.lesson.session.pupils) == 6
