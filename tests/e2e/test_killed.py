"""The studio is killed in the middle of recording; started again, it offers the take."""

import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pygame
import pytest

from instruments.events import NoteOn
from reflections import Journal
from studio.app import Studio
from studio.lesson import made_of
from studio.screens.people.found import Found
from studio.ui import window
from tests.e2e.conftest import PASSPHRASE
from tests.studio.fakes import FakeEngine

ROLLS_SECONDS = 6.0
MAY_BE_LOST_SECONDS = 1.0


@pytest.fixture
def killed(
    tmp_path: Path, soundfolio: Callable[..., subprocess.CompletedProcess[str]]
) -> tuple[Path, list[tuple[int, float]], float]:
    """The data folder, what was pressed and when, and when the studio was killed."""
    made = soundfolio("init", "--tutor", "Sam", "--pupil", "Jo", "--help-person", "Ms Okoro")
    assert made.returncode == 0, made.stderr
    data = tmp_path / "data"
    script = Path(__file__).with_name("recording_until_killed.py")
    with subprocess.Popen(
        [sys.executable, str(script), str(data), PASSPHRASE], stdout=subprocess.PIPE, text=True
    ) as studio:
        assert studio.stdout is not None
        pressed: list[tuple[int, float]] = []
        began = None
        for line in studio.stdout:
            word, *rest = line.split()
            began = time.monotonic() if word == "ROLLING" else began
            if word == "PRESSED":
                pressed.append((int(rest[0]), float(rest[1])))
            if began is not None and time.monotonic() - began > ROLLS_SECONDS:
                break
        studio.kill()
        return data, pressed, time.monotonic()


def test_every_key_up_to_a_second_before_the_kill_is_offered_at_the_next_start(
    killed: tuple[Path, list[tuple[int, float]], float],
) -> None:
    data, pressed, at = killed
    due = [pitch for pitch, when in pressed if at - when > MAY_BE_LOST_SECONDS]
    assert len(due) > 10, "too little was played to prove anything"
    engine = FakeEngine()
    studio = Studio(data, engine=engine, surface=window.open_window((1280, 720)))
    try:
        studio.lesson.opened(Journal.open(data, PASSPHRASE))
        studio.background.go()
        studio.background.settle()
        pupil = studio.lesson.house.pupils[0]
        takes = [item for item in studio.lesson.found_for(pupil) if item.context["kind"] == "take"]
        assert len(takes) == 1
        made = made_of(takes[0])
        assert made is not None
        found = [event.pitch for event in made.events if isinstance(event, NoteOn)]
        assert found[: len(due)] == due

        studio.lesson.choose(pupil)
        studio.background.settle()
        studio.first("home")
        for _ in range(5):
            studio.frame(pygame.event.get(), studio.clock())
            studio.background.settle()
        assert isinstance(studio.screen, Found)
        studio.ui.click(f"keep-{takes[0].id}")
        for _ in range(5):
            studio.frame(pygame.event.get(), studio.clock())
            studio.background.settle()
        journal = studio.lesson.journal
        assert journal is not None
        pieces = [piece for piece in journal.pieces(pupil.id) if piece.title == "Midnight Bus"]
        kept = journal.takes(pieces[0].id)
        assert [(take.origin, take.mode) for take in kept] == [("found after a crash", "waits")]
    finally:
        studio.close()
