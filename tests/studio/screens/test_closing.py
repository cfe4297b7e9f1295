"""Closing the window: the take that rolls is kept, a backup is made, and the window goes on meanwhile."""

import threading
from collections.abc import Callable
from pathlib import Path

import pygame
import pytest

from reflections import Journal
from tests.studio.fakes import Pilot
from tests.studio.screens.conftest import PASSPHRASE

Start = Callable[..., Pilot]
QUIT = pygame.event.Event(pygame.QUIT)


def test_before_the_passphrase_the_window_closes_at_once(folder: Path, pilot_at: Start) -> None:
    pilot = pilot_at(folder)
    pilot.turn(QUIT)

    assert not pilot.studio.open


def test_while_the_backup_is_made_the_window_says_so_and_goes_on(
    at_home: Start, monkeypatch: pytest.MonkeyPatch
) -> None:
    pilot = at_home()
    go_on = threading.Event()
    closing = pilot.lesson.journal.close
    monkeypatch.setattr(pilot.lesson.journal, "close", lambda: (go_on.wait(10), closing()))
    pilot.turn(QUIT)
    for _ in range(3):
        pilot.turn()

    assert pilot.studio.open
    assert "Putting the music away" in pilot.words()
    go_on.set()
    pilot.settle()
    assert not pilot.studio.open


def test_asked_twice_it_does_not_wait_for_the_backup(at_home: Start, monkeypatch: pytest.MonkeyPatch) -> None:
    pilot = at_home()
    go_on = threading.Event()
    closing = pilot.lesson.journal.close
    monkeypatch.setattr(pilot.lesson.journal, "close", lambda: (go_on.wait(10), closing()))
    pilot.turn(QUIT)
    pilot.turn(QUIT)

    assert not pilot.studio.open
    go_on.set()


def test_a_backup_is_there_afterwards(at_home: Start, folder: Path) -> None:
    pilot = at_home()
    pilot.turn(QUIT)
    pilot.settle()

    assert list((folder / "backups").iterdir())
    journal = Journal.open(folder, PASSPHRASE)
    assert journal.check().problems == ()
    journal.close()
