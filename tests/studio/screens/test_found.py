"""Found: what was being played when the app stopped is heard, kept or let go; nothing is decided for the pupil."""

from collections.abc import Callable
from pathlib import Path

import pytest

from instruments.events import NoteOff, NoteOn, pack
from tests.studio.fakes import Pilot
from tests.studio.screens.at_work import takes, weeks_ago

Start = Callable[..., Pilot]


@pytest.fixture
def found(folder: Path, unlocked: Start) -> Pilot:
    context = {"kind": "take", "bar_one": 0, "title": "Night bus"}
    with weeks_ago(folder, 1) as journal:
        row = journal.begin_recording(pupil=None, session=None, piece=None, context=context)
        journal.take_chunk(row, 0, pack([NoteOn(4800, 1, 60, 80), NoteOff(48_000, 1, 60, 0)]), 1.0)
    pilot = unlocked(1)
    pilot.press("That is me")
    assert pilot.screen == "found"
    assert "Night bus" in pilot.words()
    return pilot


def test_it_is_heard_before_anything_is_decided(found: Pilot) -> None:
    found.press("Hear it")
    assert found.engine.log[-1] == "preview"
    found.press("Stop")

    assert not found.engine.sounding


def test_kept_it_is_a_take_and_is_offered_no_more(found: Pilot) -> None:
    found.press("Keep it")

    assert [(take.origin, take.parts[0].facts.notes) for take in takes(found)] == [("found after a crash", 1)]
    assert found.lesson.journal.unfinished() == ()


def test_let_go_it_is_gone(found: Pilot) -> None:
    found.press("Let it go")

    assert takes(found, with_hidden=True) == []
    assert found.lesson.journal.unfinished() == ()
    assert "That is all. Your music is safe." in found.words()


def test_going_on_decides_nothing(found: Pilot) -> None:
    found.press("Go on")

    assert found.screen == "home"
    assert len(found.lesson.journal.unfinished()) == 1
