"""The service on a screen: named once, met by a press, what went and came is said; what stops it or fails leaves all as it was."""

import secrets
import shutil
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pygame
import pytest

from reflections import Journal
from reflections.central import address, remembered, syncing
from reflections.central.journal import ServiceJournal
from reflections.errors import ServiceTrouble
from studio.screen import Go, Push
from studio.screens.tutor import safe_laptop
from tests.postgres import Server
from tests.studio.fakes import Pilot
from tests.studio.screens.at_work import at_the_tutors_door
from tests.studio.screens.conftest import PASSPHRASE
from tests.studio.screens.looked_over import lint
from tests.unlocked import bytes_of

Start = Callable[..., Pilot]


@pytest.fixture
def screen(unlocked: Start) -> Callable[[], Pilot]:
    """Before the third way, with Jo and Amira known and nobody at the keys."""

    def start() -> Pilot:
        pilot = unlocked(2)
        at_the_tutors_door(pilot, "place")
        pilot.press("Another laptop")
        pilot.press("Another laptop: The service")
        return pilot

    return start


@pytest.fixture
def where(postgres: Server) -> str:
    """The address of a tutor's laptops, with a password in it."""
    return address.whole(postgres.address(postgres.tutor()), f"pw{secrets.token_hex(6)}")


@pytest.fixture
def other(one_journal: tuple[Path, str], tmp_path: Path) -> Iterator[Journal]:
    """The tutor's other laptop."""
    journal = Journal.open(shutil.copytree(one_journal[0], tmp_path / "other"), PASSPHRASE)
    journal._clock.node = secrets.token_hex(8)
    yield journal
    journal._changed = False
    journal.close()


def says_yes(pilot: Pilot) -> None:
    """The first time it is asked whose service it is."""
    assert "Is this your service?" in pilot.words()
    pilot.press("Yes, it is ours")


def typed(pilot: Pilot, box: str, words: str) -> None:
    """Go into a box and type."""
    pilot.click(box)
    pilot.write(words)
    pilot.settle()


def test_it_is_named_once_then_met_by_a_press_and_it_is_said_what_went_and_came(
    screen: Callable[[], Pilot], where: str, other: Journal
) -> None:
    other.add_pupil("Ben", "owl", "10-12")
    there = ServiceJournal.at(where)
    syncing.meet(other, there)
    pilot = screen()
    lint(pilot)
    pilot.press("Send and fetch")
    assert "Paste or type the address that you were given." in pilot.words()
    typed(pilot, "service-address", where)
    pilot.press("Send and fetch")
    says_yes(pilot)
    assert "They have met" in pilot.words()
    assert "changes went there." in pilot.words()
    assert "It adds" not in pilot.words()
    assert "It added one pupil" in pilot.words()
    lint(pilot)
    assert {pupil.alias for pupil in there.pupils()} == {"Jo", "Amira", "Ben"}
    there.close()
    pilot.press("Done")
    assert "Last met on" in pilot.words()
    assert "Nothing waits here." in pilot.words()
    lint(pilot)


def test_a_password_is_kept_only_where_that_is_wanted_and_never_beside_the_address(
    screen: Callable[[], Pilot], where: str
) -> None:
    bare, password = address.parted(where)
    assert password not in bare
    pilot = screen()
    journal = pilot.lesson.journal
    typed(pilot, "service-address", where)
    pilot.press("Send and fetch")
    says_yes(pilot)
    pilot.press("Done")
    assert journal.setting(remembered.KEY)["where"] == bare
    assert password.encode() not in bytes_of(journal._opened)
    pilot.press("Send and fetch")
    assert "Type the password that belongs to this address." in pilot.words()
    typed(pilot, "service-password", password)
    pilot.press("Remember the password in this locked journal")
    pilot.press("Send and fetch")
    assert "There was nothing to send." in pilot.words()
    assert "There was nothing to fetch." in pilot.words()
    pilot.press("Done")
    pilot.press("Send and fetch")
    assert "They have met" in pilot.words()
    pilot.press("Done")
    pilot.press("Another address")
    assert journal.setting(remembered.KEY) is None


def test_what_was_made_since_waits_and_is_counted(screen: Callable[[], Pilot], where: str) -> None:
    pilot = screen()
    journal = pilot.lesson.journal
    remembered.remember(journal, where, keep_password=True)
    there = ServiceJournal.at(where)
    syncing.meet(journal, there)
    there.close()
    remembered.they_met(journal, journal._now())
    jo = journal.pupils()[0].id
    journal.keep_piece(jo, "Morning", kind="tune", content=b"MThd")
    pilot.press("Another laptop: Make a file")
    pilot.press("Another laptop: The service")
    assert "What waits here: one piece." in pilot.words()
    lint(pilot)


def test_it_is_stopped_with_nothing_half_done(
    screen: Callable[[], Pilot], where: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    pilot = screen()
    before = pilot.lesson.journal.heard_of()
    pressed: list[object] = []

    def meet(here: Journal, there: ServiceJournal, *, progress: Callable[[float], None]) -> object:
        progress(0.1)
        pilot.studio.screen._front._stop()
        pressed.append(pilot.studio.screen._front.node())
        return real(here, there, progress=progress)

    real = syncing.meet
    monkeypatch.setattr(syncing, "meet", meet)
    typed(pilot, "service-address", where)
    pilot.press("Send and fetch")
    says_yes(pilot)
    assert pressed
    assert "Stopped. Nothing came in." in pilot.words()
    assert pilot.lesson.journal.heard_of() == before
    there = ServiceJournal.at(where)
    assert there.pupils() == ()
    there.close()


def test_an_enter_that_comes_twice_does_not_stop_what_the_first_began_and_tab_leads_to_stop(
    screen: Callable[[], Pilot], where: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    pilot = screen()
    front = pilot.studio.screen._front
    with monkeypatch.context() as never_met:
        never_met.setattr(pilot.studio.screen.tools.background.writer, "put", lambda *_: None)
        front._meet(where)
    pilot.settle()
    assert "Stop" in pilot.words()
    pilot.type_key(pygame.K_RETURN)
    pilot.type_key(pygame.K_SPACE)
    assert front.how_far.goes_on
    pilot.tab_to("Stop")
    pilot.type_key(pygame.K_RETURN)
    assert not front.how_far.goes_on


def test_whatever_goes_wrong_is_a_sentence_without_the_password_and_the_press_is_there_again(
    screen: Callable[[], Pilot], monkeypatch: pytest.MonkeyPatch
) -> None:
    trouble = "The service can't be reached just now. What is kept on this computer is safe."

    def away(_where: str) -> None:
        raise ServiceTrouble(trouble)

    pilot = screen()
    typed(pilot, "service-address", "kim:Quokkatoken")
    pilot.press("Send and fetch")
    assert "That is not a service's address." in pilot.words()
    monkeypatch.setattr(ServiceJournal, "at", away)
    pilot.click("service-address")
    pilot.type_key(pygame.K_a, pygame.KMOD_CTRL)
    pilot.write("postgresql://kim:Quokkatoken@localhost/soundfolio")
    pilot.press("Send and fetch")
    says_yes(pilot)
    assert trouble in pilot.words()
    assert "Quokkatoken" not in pilot.words()
    assert pilot.lesson.journal.setting(remembered.KEY) is None
    pilot.press("Send and fetch")
    lint(pilot)


def test_nothing_leaves_before_it_is_said_whose_service_it_is_and_no_leaves_all_as_it_was(
    screen: Callable[[], Pilot], where: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    knocked: list[str] = []
    real = ServiceJournal.at
    pilot = screen()
    journal = pilot.lesson.journal
    password = address.parted(where)[1]
    monkeypatch.setattr(ServiceJournal, "at", lambda there: knocked.append(there) or real(there))
    for size in (100, 200):
        pilot.studio.restyle(replace(pilot.studio.settings, text_size=size))
        pilot.settle()
        typed(pilot, "service-address", where if size == 100 else "")
        pilot.press("Send and fetch")
        name, server = address.named(where)
        for said in (f"{name} at {server}", "What goes there: 2 pupils", "Other tutors can't.", "stay on this laptop"):
            assert said in pilot.words()
        assert password not in pilot.words()
        lint(pilot)
        pilot.type_key(pygame.K_ESCAPE if size == 100 else pygame.K_RETURN)  # "No, not yet" has the focus
        pilot.settle()
        assert "Nothing was sent." in pilot.words()
    assert (knocked, journal.setting(remembered.KEY), journal.setting(remembered.MET)) == ([], None, None)
    assert not pilot.lesson.house.sends
    pilot.press("Send and fetch")
    pilot.type_key(pygame.K_TAB)
    pilot.enter()
    assert knocked == [where]
    assert "They have met" in pilot.words()


def test_whoever_goes_away_is_not_asked_when_they_come_back(screen: Callable[[], Pilot], where: str) -> None:
    pilot = screen()
    typed(pilot, "service-address", where)
    pilot.press("Send and fetch")
    pilot.studio.screen.leave()
    pilot.settle()
    assert pilot.studio.screen.dialog() is None


def test_the_card_for_pupils_says_so_from_then_on_also_when_the_address_is_let_go_of(
    screen: Callable[[], Pilot], where: str
) -> None:
    pilot = screen()
    assert not pilot.lesson.house.sends
    typed(pilot, "service-address", where)
    pilot.press("Send and fetch")
    says_yes(pilot)
    assert pilot.lesson.house.sends
    pilot.press("Done")
    pilot.press("Another address")
    pilot.lesson.refresh_house()
    pilot.studio.move(Go("who"))
    pilot.settle()
    pilot.press("Who can help me here?")
    pilot.press("Who sees my music?")
    assert "Your tutor sends a copy to our music service." in pilot.words()
    lint(pilot)


def test_a_service_that_was_met_is_not_asked_about_again_and_another_is(
    screen: Callable[[], Pilot], where: str
) -> None:
    pilot = screen()
    journal = pilot.lesson.journal
    remembered.goes_there(journal, where)
    typed(pilot, "service-address", where)
    pilot.press("Send and fetch")
    assert "They have met" in pilot.words()
    pilot.press("Done")
    pilot.press("Another address")
    typed(pilot, "service-address", "postgresql://kim:Quokkatoken@localhost/another")
    pilot.press("Send and fetch")
    assert "Is this your service?" in pilot.words()


def test_a_laptop_of_no_service_is_not_asked_about_one(unlocked: Start, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(safe_laptop, "can_meet", lambda: False)
    pilot = unlocked(1)
    pilot.lesson.tutor_near = True
    pilot.studio.move(Push("safe_laptop"))
    pilot.settle()
    assert "Make a file" in pilot.words()
    assert "The service" not in pilot.words()
