"""A disk that fills up in a take: it is said for as long as it lasts, and nothing says that something were kept."""

from collections.abc import Callable

import pytest

from reflections import DiskFull
from tests.studio.fakes import Pilot
from tests.studio.screens.at_work import C, D, E, count_in, put, record, stand, takes

Start = Callable[..., Pilot]
FULL = "The disk is full. What was saved is safe; free some space to go on."
SIGN = "Not on the disk yet"


@pytest.fixture
def full(at_home: Start, monkeypatch: pytest.MonkeyPatch) -> tuple[Pilot, Callable[[], None]]:
    """Steps on the stand; the disk is full, until room is made."""
    pilot = at_home()
    put(pilot, stand())
    journal = pilot.lesson.journal
    really = journal._opened.writing

    def refuse(clock: object) -> None:
        raise DiskFull(FULL)

    monkeypatch.setattr(journal._opened, "writing", refuse)
    return pilot, lambda: monkeypatch.setattr(journal._opened, "writing", really)


def test_a_take_is_not_said_to_be_kept_before_it_is(full: tuple[Pilot, Callable[[], None]]) -> None:
    pilot, make_room = full
    record(pilot, C, D, E)
    pilot.turn(seconds=30)

    assert "Take 1 is here, but not on the disk yet." in pilot.words()
    assert SIGN in pilot.words()
    assert not any(widget.name == "Say something" for widget in pilot.ui.tree())

    make_room()
    for _ in range(3):
        pilot.turn(seconds=5.1)
        pilot.settle()

    assert len(takes(pilot)) == 1
    assert "Take 1 is kept." in pilot.words()
    assert SIGN not in pilot.words()


def test_the_sign_stands_on_every_screen_and_says_what_to_do(
    full: tuple[Pilot, Callable[[], None]], monkeypatch: pytest.MonkeyPatch
) -> None:
    pilot, _make_room = full
    record(pilot, C, D, E)
    pilot.press("My music")
    said: list[str] = []
    monkeypatch.setattr(pilot.studio, "say", said.append)
    pilot.click("shell/keyboards")

    assert said == [FULL]


def test_it_is_said_while_the_take_still_rolls(full: tuple[Pilot, Callable[[], None]]) -> None:
    pilot, _make_room = full
    pilot.press("Record")
    count_in(pilot)
    for pitch in (C, D, E):
        pilot.play(pitch)
        pilot.turn(seconds=1.1)
    pilot.settle()
    assert FULL in pilot.words()
    pilot.turn(seconds=10.0)  # the sentence goes, the sign stays

    assert pilot.lesson.recorder.is_rolling
    assert SIGN in pilot.words()
