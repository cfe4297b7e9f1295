"""A hidden title is called what it is called, whatever shelf it was on."""

import threading
from collections.abc import Callable

import pytest

from studio.music import finding, library
from studio.screen import Push
from tests.studio.fakes import Pilot
from tests.studio.screens.conftest import PASSPHRASE


def test_a_title_is_looked_for_beside_the_loop(at_home: Callable[..., Pilot], monkeypatch: pytest.MonkeyPatch) -> None:
    threads: list[str] = []
    search = finding.search

    def noted(*given: object, **named: object) -> object:
        threads.append(threading.current_thread().name)
        return search(*given, **named)  # type: ignore[arg-type]  # what it was given

    monkeypatch.setattr(finding, "search", noted)
    pilot = at_home()
    pilot.studio.move(Push("tutor", {"tab": "titles"}))
    pilot.settle()
    pilot.write(PASSPHRASE)
    pilot.enter()
    pilot.click("hide-find")
    pilot.write("greensleves")
    pilot.settle()

    assert "Greensleeves" in pilot.words().splitlines()
    assert set(threads) == {"worker"}
    pilot.write("zzzzzzz")
    pilot.settle()
    assert "Greensleeves" not in pilot.words().splitlines()


def test_a_hidden_folk_tune_shows_its_words_and_not_its_key(at_home: Callable[..., Pilot]) -> None:
    folk = next(one for one in finding.search("reel") if one.kind == "folk")
    groove = library.grooves()[0]
    pilot = at_home()
    for key in (folk.hiding, f"groove:{groove.id}", "tune:gone-for-good"):
        pilot.lesson.journal.hide_title(key)
    pilot.studio.move(Push("tutor", {"tab": "titles"}))
    pilot.settle()
    pilot.write(PASSPHRASE)
    pilot.enter()

    shown = pilot.words().splitlines()
    assert folk.title in shown
    assert groove.title in shown
    assert folk.hiding not in shown
