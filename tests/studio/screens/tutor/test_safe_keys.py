"""Who can open the journal: each change asks for the passphrase of now, and what opened it before does not any more."""

from collections.abc import Callable

import pytest

from reflections import DiskFull, Journal, WrongSecret, backups, vault
from tests.studio.fakes import Pilot
from tests.studio.screens.at_work import at_the_tutors_door
from tests.studio.screens.conftest import PASSPHRASE
from tests.studio.screens.looked_over import lint

Start = Callable[..., Pilot]
NEW = "seven slow white oboes"


@pytest.fixture
def keys(unlocked: Start) -> Callable[[], Pilot]:
    """Before the screen, with Jo known and nobody at the keys."""

    def start() -> Pilot:
        pilot = unlocked(1)
        at_the_tutors_door(pilot, "place")
        pilot.press("Keys and codes")
        assert pilot.screen == "safe_keys"
        lint(pilot)
        return pilot

    return start


def fill(pilot: Pilot, now: str = PASSPHRASE, new: str = "", again: str | None = None) -> None:
    for key, words in (("now", now), ("new", new), ("again", new if again is None else again)):
        if any(widget.key == f"keys-{key}" for widget in pilot.ui.tree()):
            setattr(pilot.studio.screen, f"_{key}", words)
    pilot.click("keys-do")


def opens(pilot: Pilot, secret: str) -> bool:
    try:
        vault.unlock(vault.read(pilot.studio.folder), secret)
    except WrongSecret:
        return False
    return True


def code_of(pilot: Pilot) -> str:
    """The code as it stands there, in two lines of groups."""
    return "-".join(line.replace(" - ", "-") for line in pilot.words().splitlines() if line.count(" - ") > 1)


def test_another_passphrase_opens_the_journal_and_the_old_one_does_not(keys: Callable[[], Pilot]) -> None:
    pilot = keys()
    pilot.click("key-passphrase")
    lint(pilot, in_sight=("Change it",))
    fill(pilot, new=NEW)
    assert "The new passphrase opens the journal now." in pilot.words()
    assert opens(pilot, NEW)
    assert not opens(pilot, PASSPHRASE)


@pytest.mark.parametrize(
    ("now", "new", "again", "says"),
    [
        ("", NEW, NEW, "Type the passphrase of now first."),
        ("a wrong one", NEW, NEW, "That is not the passphrase of now."),
        (PASSPHRASE, "short", "short", "A little longer, please"),
        (PASSPHRASE, NEW, "seven slow", "The two new passphrases are not the same."),
    ],
)
def test_what_does_not_fit_is_said_and_nothing_is_changed(
    keys: Callable[[], Pilot], now: str, new: str, again: str, says: str
) -> None:
    pilot = keys()
    pilot.click("key-passphrase")
    fill(pilot, now, new, again)
    assert says in pilot.words()
    assert opens(pilot, PASSPHRASE)


def test_a_new_sheet_is_shown_until_it_is_said_to_be_there(keys: Callable[[], Pilot], code: str) -> None:
    pilot = keys()
    pilot.click("key-sheet")
    fill(pilot)
    fresh = code_of(pilot)
    lint(pilot)
    assert opens(pilot, fresh)
    assert not opens(pilot, code)
    pilot.type_key(27)
    assert code_of(pilot) == fresh, "Esc leads away from what is shown once"
    pilot.press("I have it")
    pilot.click("done")
    assert pilot.screen == "safe_keys"
    assert "The new recovery code opens the journal now." in pilot.words()


def test_the_leads_code_is_made_and_taken_away(keys: Callable[[], Pilot]) -> None:
    pilot = keys()
    assert "Take the lead's code away" not in pilot.words()
    pilot.click("key-lead")
    fill(pilot)
    fresh = code_of(pilot)
    assert opens(pilot, fresh)
    lint(pilot, in_sight=("I have written it down",))
    pilot.press("I have written it down")
    lint(pilot)
    pilot.click("key-drop")
    fill(pilot)
    assert "The lead's code opens the journal no more." in pilot.words()
    assert not opens(pilot, fresh)


def test_locked_anew_nothing_of_before_opens_it_and_a_backup_was_made_first(
    keys: Callable[[], Pilot], code: str
) -> None:
    pilot = keys()
    pilot.lesson.journal.new_lead_code()
    pilot.studio.screen._read()
    pilot.settle()
    pilot.click("key-anew")
    assert "All is written once more under another key." in pilot.words()
    lint(pilot, in_sight=("Lock anew",))
    fill(pilot, new=NEW)
    fresh = code_of(pilot)
    pilot.press("I have it")
    pilot.click("done")
    assert "The lead's code is gone too" in pilot.words()
    assert opens(pilot, NEW)
    assert opens(pilot, fresh)
    assert not opens(pilot, PASSPHRASE)
    assert not opens(pilot, code)
    assert "before-locking-anew" in pilot.lesson.journal.backups()[-1][1].name
    pilot.lesson.journal.add_pupil("Mo", "moon", "7-9")  # it goes on


def test_a_code_is_on_screen_before_anything_that_may_fail(
    keys: Callable[[], Pilot], monkeypatch: pytest.MonkeyPatch
) -> None:
    def no_room(*_given: object, **_named: object) -> None:
        message = "There is no room for a backup."
        raise DiskFull(message)

    pilot = keys()
    monkeypatch.setattr(backups, "make", no_room)
    monkeypatch.setattr(Journal, "has_lead_code", property(no_room))
    pilot.click("key-lead")
    fill(pilot)
    assert opens(pilot, code_of(pilot))
    pilot.press("I have written it down")
    pilot.click("key-anew")
    fill(pilot, new=NEW)
    assert "There is no room for a backup." in pilot.words()
    assert opens(pilot, PASSPHRASE)
