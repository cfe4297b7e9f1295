"""I want to talk to someone: on every screen, unnoticeable, never lost, never about what."""

from collections.abc import Callable
from pathlib import Path

from tests.studio.fakes import Pilot
from tests.studio.screens.conftest import PASSPHRASE

Start = Callable[..., Pilot]


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
