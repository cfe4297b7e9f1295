"""A name in letters that this computer lacks is taken as it is, and a sentence says so under its box."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from studio.screen import Push
from studio.ui import runs, text
from studio.ui.system_fonts import Finder
from tests.studio.fakes import Pilot
from tests.studio.screens.looked_over import lint

SAID = "This computer has no letters for this name. The name is kept as it is."
NAME = "王小明"


@pytest.fixture(autouse=True)
def no_fonts(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setattr(runs, "FINDER", Finder(tuple))
    text.forget()
    yield
    text.forget()


def written(pilot: Pilot, name: str) -> None:
    """The sentence is there while the name is, and no longer."""
    assert SAID not in pilot.words()
    pilot.write("Jo")
    assert SAID not in pilot.words()
    pilot.write(name)
    assert SAID in pilot.words()


def test_a_new_pupil_is_told_and_keeps_the_name(unlocked: Callable[..., Pilot]) -> None:
    pilot = unlocked(0)
    pilot.press("I am new here")
    written(pilot, NAME)
    lint(pilot)
    for answer in ("10 to 12", "Cat", "That is me"):
        pilot.press(answer)
    assert pilot.lesson.pupil.alias == f"Jo{NAME}"
    assert SAID not in pilot.words()


def test_a_tutor_is_told_at_the_door(tmp_path: Path, pilot_at: Callable[..., Pilot]) -> None:
    pilot = pilot_at(tmp_path)
    pilot.settle()
    written(pilot, NAME)
    lint(pilot)


def test_a_tutor_is_told_where_a_name_is_put_right(unlocked: Callable[..., Pilot]) -> None:
    pilot = unlocked(1)
    pilot.press("That is me")
    for move in (Push("tutor"), Push("tutor_pupil", {"pupil": pilot.lesson.pupil.id, "part": "about"})):
        pilot.studio.move(move)
        pilot.settle()
    pilot.ui.click("alias")
    written(pilot, NAME)
