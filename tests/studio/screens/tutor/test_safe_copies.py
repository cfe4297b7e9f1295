"""Backups: made each half hour, called good only after one was put back and counted, on a stick too; a cloud folder is told of."""

from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from studio.proving import WEEK, Proving
from studio.screen import Go
from studio.ui.nodes import Progress
from tests.studio.fakes import Pilot
from tests.studio.screens.at_work import at_the_tutors_door
from tests.studio.screens.looked_over import lint

Start = Callable[..., Pilot]


@pytest.fixture
def copies(unlocked: Start) -> Callable[[], Pilot]:
    """Before the screen, with Jo known, nobody at the keys, and one backup made."""

    def start() -> Pilot:
        pilot = unlocked(1)
        pilot.lesson.journal.backup()
        at_the_tutors_door(pilot, "place")
        pilot.press("Backups")
        assert pilot.screen == "safe_copies"
        return pilot

    return start


def spoil(path: Path) -> None:
    raw = bytearray(path.read_bytes())
    raw[len(raw) // 2] ^= 1
    path.write_bytes(raw)


def test_the_latest_backup_is_tried_and_what_was_found_stands_there(copies: Callable[[], Pilot]) -> None:
    pilot = copies()
    assert "Not tried yet." in pilot.words()
    lint(pilot)
    pilot.press("Try the latest one now")
    assert "is whole. It holds one pupil and 0 takes." in pilot.words()
    lint(pilot)


def test_a_damaged_backup_is_said_and_another_is_made_at_once(copies: Callable[[], Pilot]) -> None:
    pilot = copies()
    journal = pilot.lesson.journal
    spoil(journal.backups()[-1][1])
    pilot.press("Try the latest one now")
    assert "is not whole. Another one was made at once." in pilot.words()
    assert "is whole" not in pilot.words()
    assert len(journal.backups()) == 2
    lint(pilot)
    pilot.press("Try the latest one now")
    assert "is whole" in pilot.words()


def test_a_proof_that_is_stopped_says_nothing_of_the_backup(copies: Callable[[], Pilot]) -> None:
    pilot = copies()
    pilot.studio.screen._prove()
    pilot.studio.screen._stop()
    pilot.settle()
    assert "Stopped. Nothing was changed." in pilot.words()
    assert pilot.lesson.journal.last_proof() is None


def test_a_copy_goes_on_a_stick_and_where_it_can_not_go_is_said(copies: Callable[[], Pilot], tmp_path: Path) -> None:
    pilot = copies()
    (stick := tmp_path / "stick").mkdir()
    for folder, says in (
        (tmp_path / "nowhere", "That folder is not there."),
        (pilot.studio.folder, "That folder is the journal's own."),
        (stick, "You can take the stick out."),
    ):
        pilot.studio.screen._folder = str(folder)
        pilot.press("Make a copy there")
        assert says in pilot.words()
        lint(pilot)
    assert len(list(stick.glob("journal-*.db"))) == 1


def test_a_copy_on_a_stick_can_be_stopped_and_nothing_lies_there(copies: Callable[[], Pilot], tmp_path: Path) -> None:
    pilot = copies()
    (stick := tmp_path / "stick").mkdir()
    screen = pilot.studio.screen
    screen._folder = str(stick)
    screen._copy()
    assert screen.holds
    (bar,) = (one for one in screen._elsewhere().child.children if isinstance(one, Progress))
    assert bar.cancel is not None
    bar.cancel()
    pilot.settle()
    assert "Stopped. No copy lies there." in pilot.words()
    assert not screen.holds
    assert not list(stick.iterdir())
    pilot.press("Make a copy there")
    assert "You can take the stick out." in pilot.words()
    assert len(list(stick.glob("journal-*.db"))) == 1
    lint(pilot)


def test_a_cloud_folder_is_told_of_with_what_to_do(
    copies: Callable[[], Pilot], monkeypatch: pytest.MonkeyPatch
) -> None:
    pilot = copies()
    assert "data folder lies in" not in pilot.words()
    monkeypatch.setenv("OneDrive", str(pilot.studio.folder.parent))
    pilot.studio.change()
    pilot.settle()
    assert "Your data folder lies in OneDrive." in pilot.words()
    lint(pilot)


def test_today_says_so_too_and_leads_to_what_to_do(
    copies: Callable[[], Pilot], monkeypatch: pytest.MonkeyPatch
) -> None:
    pilot = copies()
    monkeypatch.setenv("OneDrive", str(pilot.studio.folder.parent))
    pilot.studio.move(Go("tutor", {"tab": "today"}))
    pilot.settle()
    assert "Your data folder lies in OneDrive." in pilot.words()
    lint(pilot)
    pilot.press("What to do")
    assert pilot.screen == "safe_copies"


def test_once_a_week_it_is_tried_by_itself_while_nobody_is_at_the_keys(copies: Callable[[], Pilot]) -> None:
    pilot = copies()
    journal, clock = pilot.lesson.journal, [datetime.now().astimezone()]
    proving = Proving(pilot.lesson, pilot.studio.background, lambda: clock[0])

    def opened() -> datetime | None:
        proving._journal = None
        proving.tick()
        pilot.settle()
        last = journal.last_proof()
        return last.at if last else None

    pilot.lesson.choose(pilot.lesson.house.pupils[0], lambda: None)
    pilot.settle()
    assert opened() is None
    pilot.lesson.goodbye()
    pilot.settle()
    first = opened()
    assert first is not None
    clock[0] += timedelta(days=3)
    assert opened() == first
    clock[0] = first + WEEK
    assert opened() == clock[0]
    spoil(journal.backups()[-1][1])
    clock[0] += WEEK
    opened()
    clock[0] += timedelta(minutes=1)
    assert opened() == clock[0], "the one that was made instead is tried at the next start"
    assert journal.last_proof().sound


def test_each_half_hour_there_is_another_backup_if_anything_changed_and_nobody_is_at_the_keys(
    copies: Callable[[], Pilot],
) -> None:
    pilot = copies()
    journal, clock = pilot.lesson.journal, [datetime.now().astimezone()]
    proving = Proving(pilot.lesson, pilot.studio.background, lambda: clock[0])

    def after(minutes: int) -> int:
        clock[0] += timedelta(minutes=minutes)
        proving.tick()
        pilot.settle()
        return len(journal.backups())

    assert after(0) == 1
    assert after(40) == 1, "nothing changed"
    journal.add_pupil("Mo", "moon", "7-9")
    assert after(10) == 1, "not yet"
    pilot.lesson.choose(pilot.lesson.house.pupils[0], lambda: None)
    pilot.settle()
    assert after(30) == 1, "somebody plays"
    pilot.lesson.goodbye()
    pilot.settle()
    assert after(0) == 2
    assert "half-hour" in journal.backups()[-1][1].name
