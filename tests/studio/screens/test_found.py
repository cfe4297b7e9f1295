"""Found: what was being played when the app stopped is heard, kept or let go; nothing is decided for the pupil."""

from collections.abc import Callable
from pathlib import Path

import pytest

from instruments.events import NoteOff, NoteOn, Pedal, Played, pack
from studio.screen import Go
from studio.screens import found as screen
from tests.studio.fakes import Pilot
from tests.studio.screens.at_work import takes, weeks_ago

Start = Callable[..., Pilot]


def left_behind(folder: Path, *events: Played) -> None:
    """A recording that never became a take."""
    context = {"kind": "take", "bar_one": 0, "title": "Night bus"}
    with weeks_ago(folder, 1) as journal:
        row = journal.begin_recording(pupil=None, session=None, piece=None, context=context)
        journal.take_chunk(row, 0, pack(events), 1.0)


@pytest.fixture
def found(folder: Path, unlocked: Start) -> Pilot:
    left_behind(folder, NoteOn(4800, 1, 60, 80), NoteOff(48_000, 1, 60, 0))
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


def test_it_is_offered_once_a_visit_whatever_is_read_again_meanwhile(found: Pilot) -> None:
    found.press("Go on")
    found.lesson.refresh_house()
    found.settle()
    for room in ("pick", "home"):
        found.studio.move(Go(room))
        found.settle()
    assert found.screen == "home"

    found.press("Jo")
    found.press("Bye for now")
    found.press("That is me")
    assert found.screen == "found"


def test_where_no_key_was_pressed_nothing_is_shown_and_nothing_stays(folder: Path, unlocked: Start) -> None:
    left_behind(folder, Pedal(4800, 1, 64, 127), Pedal(9600, 1, 64, 0))
    pilot = unlocked(1)
    pilot.press("That is me")

    assert pilot.screen == "home"
    assert pilot.lesson.journal.unfinished() == ()


def test_it_is_opened_once_however_often_the_screen_is_built(found: Pilot, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(screen, "made_of", lambda item: pytest.fail("opened again"))
    for _ in range(3):
        found.studio.change()
        found.turn()
    found.press("Hear it")
    found.press("Stop")


def test_what_is_said_of_it_is_true_of_what_was_left_for_next_time_too(found: Pilot) -> None:
    assert "when the app stopped" not in found.words()
