"""I want to talk to someone: on every screen, unnoticeable, never lost, never about what."""

from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import pytest

from reflections import DiskFull
from tests.studio.fakes import Pilot
from tests.studio.screens.conftest import PASSPHRASE

Start = Callable[..., Pilot]
TALK = "I want to talk to someone"
WAITING = "waiting.txt"


def test_pressing_it_changes_nothing_but_a_small_mark(at_home: Start) -> None:
    pilot = at_home()
    before = [(w.role, w.name, w.rect) for w in pilot.ui.tree()]

    pilot.press("I want to talk to someone")

    assert [(w.role, w.name, w.rect) for w in pilot.ui.tree()] == before
    assert pilot.ui.find("I want to talk to someone").hint.startswith("Thank you.")
    assert pilot.studio.notice == ""


def test_the_tutor_knows_who_and_where_once(at_home: Start) -> None:
    pilot = at_home()
    pilot.press("I want to talk to someone")
    pilot.press("I want to talk to someone")

    (flag,) = pilot.lesson.journal.open_flags()
    assert (flag.pupil, flag.session) == (pilot.lesson.pupil.id, pilot.lesson.session.id)
    assert flag.help_person == "Mrs Bell, head of year"


def test_pressed_before_the_passphrase_it_waits_for_it(folder: Path, pilot_at: Start) -> None:
    pilot = pilot_at(folder)
    pilot.settle()
    pilot.press("I want to talk to someone")
    pilot.ui.click("secret")
    pilot.write(PASSPHRASE)
    pilot.enter()

    assert len(pilot.lesson.journal.open_flags()) == 1


def test_a_disk_that_says_no_once_loses_no_wish_and_nobody_reads_of_it(
    at_home: Start, monkeypatch: pytest.MonkeyPatch
) -> None:
    pilot = at_home()
    with monkeypatch.context() as full:
        full.setattr(pilot.lesson.journal, "raise_help", no_room)
        pilot.press(TALK)
        assert pilot.studio.notice == ""
    pilot.turn(seconds=6)
    pilot.settle()

    (flag,) = pilot.lesson.journal.open_flags()
    assert flag.pupil == pilot.lesson.pupil.id
    assert pilot.studio.notice == ""
    assert not (pilot.studio.folder / WAITING).exists()


def test_one_that_was_never_written_waits_beside_the_vault_for_the_next_start(
    at_home: Start, pilot_at: Start, monkeypatch: pytest.MonkeyPatch
) -> None:
    pilot = at_home()
    with monkeypatch.context() as full:
        full.setattr(pilot.lesson.journal, "raise_help", no_room)
        pilot.press(TALK)
        pilot.close()

    assert len(unlock(pilot_at(pilot.studio.folder)).lesson.journal.open_flags()) == 1


def test_once_it_was_passed_on_pressing_again_is_a_new_wish(at_home: Start) -> None:
    pilot = at_home()
    pilot.press(TALK)
    (first,) = pilot.lesson.journal.open_flags()
    pilot.lesson.journal.pass_on(first.id, "Mrs Bell")
    pilot.press(TALK)

    (second,) = pilot.lesson.journal.open_flags()
    assert (second.id != first.id, second.pupil) == (True, first.pupil)


def test_the_mark_goes_with_who_pressed_it_and_the_next_is_heard_too(at_home: Start) -> None:
    pilot = at_home()
    pilot.press(TALK)
    pilot.lesson.goodbye()
    pilot.turn()
    assert pilot.ui.find(TALK).hint == ""
    pilot.press(TALK)

    assert [flag.pupil is None for flag in pilot.lesson.journal.open_flags()] == [False, True]


def test_of_those_who_have_not_said_who_they_are_each_is_heard(unlocked: Start) -> None:
    pilot = unlocked(2, signed=True)
    pilot.press(TALK)
    pilot.press(TALK)
    assert len(pilot.lesson.journal.open_flags()) == 1
    pilot.turn(seconds=61)
    assert pilot.ui.find(TALK).hint == ""
    pilot.press(TALK)

    assert len(pilot.lesson.journal.open_flags()) == 2


def test_when_the_tutor_has_passed_it_on_the_mark_goes(unlocked: Start) -> None:
    pilot = unlocked(1)
    pilot.press(TALK)
    pilot.press("Tutor's door")
    (flag,) = pilot.lesson.journal.open_flags()
    pilot.lesson.journal.pass_on(flag.id, "Mrs Bell")
    pilot.press("Back")

    assert pilot.screen == "who"
    assert pilot.ui.find(TALK).hint == ""


def test_pressed_before_the_passphrase_it_outlives_the_window_and_says_nothing_but_when(
    folder: Path, pilot_at: Start
) -> None:
    pilot = pilot_at(folder)
    pilot.settle()
    pilot.press(TALK)
    pilot.close()
    (line,) = (folder / WAITING).read_text().splitlines()
    datetime.fromisoformat(line)
    again = unlock(pilot_at(folder))

    assert len(again.lesson.journal.open_flags()) == 1
    assert not (folder / WAITING).exists()


def no_room(*_: object) -> None:
    raise DiskFull("The disk is full.")


def unlock(pilot: Pilot) -> Pilot:
    pilot.settle()
    pilot.write(PASSPHRASE)
    pilot.enter()
    assert pilot.screen == "who"
    return pilot
