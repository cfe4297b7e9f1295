"""Whose day has come, and the log: who, what and when, in words, and nothing of what was said or played."""

import re
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest

from studio.screens.tutor import safe_log
from tests.studio.fakes import Pilot
from tests.studio.screens.at_work import at_the_tutors_door
from tests.studio.screens.looked_over import lint

Start = Callable[..., Pilot]
REFLECTIONS = Path(__file__).resolve().parents[4] / "reflections"


@pytest.fixture
def log(unlocked: Start) -> Callable[..., Pilot]:
    """Before the screen with Jo and Amira known; `before` is done first."""

    def start(before: Callable[[Pilot], object] = lambda _pilot: None) -> Pilot:
        pilot = unlocked(2)
        before(pilot)
        pilot.lesson.refresh_house()
        at_the_tutors_door(pilot, "place")
        pilot.press("Dates and log")
        assert pilot.screen == "safe_log"
        return pilot

    return start


def test_every_action_that_the_journal_logs_has_a_sentence() -> None:
    source = "\n".join(path.read_text() for path in sorted(REFLECTIONS.rglob("*.py")))
    calls = re.findall(r"(?:\bnote\(|_log\()(?:[^\"\n]*)((?:\"[^\"]*\"[^\"\n]*)+)", source)
    logged = {word for call in calls for word in re.findall(r'"([^"]*)"', call.partition("purpose=")[0])}
    logged -= {"tutor", "pupil", "lead"}  # who did it
    assert {"hold lifted", "packed", "report: not now", "locked anew"} <= logged
    assert {one for one in logged if not one.startswith(safe_log.BACKUP)} <= set(safe_log.ACTIONS)


def test_whose_day_has_come_stands_there_and_one_press_leads_to_the_decision(
    log: Callable[..., Pilot], monkeypatch: pytest.MonkeyPatch
) -> None:
    def ended(pilot: Pilot) -> None:
        journal = pilot.lesson.journal
        jo, amira = journal.pupils()
        journal.end_programme(jo.id, "planned")
        journal.keep_until(jo.id, journal._now().date() + timedelta(days=7))
        now = journal._now
        monkeypatch.setattr(journal, "_now", lambda: now() + timedelta(days=8))
        journal.hold(amira.id, True, "the safeguarding lead")

    pilot = log(ended)
    assert "Jo: to be kept until" in pilot.words()
    assert "Amira: there is a hold, so nothing goes." in pilot.words()
    lint(pilot)
    jo = pilot.lesson.journal.pupils()[0].id
    pilot.click(f"due-{jo}")
    assert pilot.screen == "tutor_pupil"


def test_the_log_says_who_did_what_to_whom_and_no_more(log: Callable[..., Pilot]) -> None:
    def done(pilot: Pilot) -> None:
        journal = pilot.lesson.journal
        jo, amira = journal.pupils()
        journal.hold(jo.id, True, "the safeguarding lead")
        journal.change_passphrase("seven slow white oboes")
        journal.was_opened_by_the_lead()
        said = journal.reflect(jo.id, "T6", said_by="typed", body="Quokkatoken")
        journal.hold(jo.id, False, "the safeguarding lead")
        journal.take_back(said.id)
        journal.erase_pupil(amira.id, "the head of the service", copied=True)

    words = (pilot := log(done)).words()
    assert "The safeguarding lead: set a hold (Jo)" in words
    assert "You: changed the passphrase" in words
    assert "The service's lead: opened the journal with the lead's code" in words
    assert "A pupil: took something back" in words
    assert "The head of the service: decided to erase a pupil" in words
    assert "Quokkatoken" not in words
    assert "Amira" not in words
    lint(pilot)


def test_older_lines_come_when_they_are_asked_for(log: Callable[..., Pilot], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(safe_log, "AT_ONCE", 2)

    def done(pilot: Pilot) -> None:
        for _ in range(3):
            pilot.lesson.journal.was_opened_by_the_lead()

    pilot = log(done)
    assert pilot.words().count("opened the journal with the lead's code") == 2
    pilot.press("Older lines")
    assert pilot.words().count("opened the journal with the lead's code") == 3
    assert "Older lines" not in [widget.name for widget in pilot.ui.tree()]
