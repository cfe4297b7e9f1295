"""As notes: the song or one layer is seen written, with letters if wanted, and printed; it can be given up while it is written."""

from collections.abc import Callable
from pathlib import Path

import pytest

from studio.papers import part_pages
from studio.papers.part_pages import PartPage
from studio.screen import Go
from tests.studio.fakes import Pilot
from tests.studio.screens.looked_over import lint

Start = Callable[..., Pilot]
SVG = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 2600 400"><path d="M0 0h900v40h-900z"/></svg>'


@pytest.fixture
def wanted(monkeypatch: pytest.MonkeyPatch) -> list[tuple[object, bool, bool]]:
    """What was to be engraved: which layers, with letters, for paper. Each is two pages at once."""
    asked: list[tuple[object, bool, bool]] = []

    def engraved(song: object, which: object, whose: object, **how: object) -> tuple[PartPage, ...]:
        del song, whose
        asked.append((which, bool(how.get("letters")), bool(how.get("paper"))))
        return (PartPage("", "The whole song", "", (SVG, SVG)),)

    monkeypatch.setattr(part_pages, "engraved", engraved)
    monkeypatch.setattr("studio.screens.make.on_paper.engraved", engraved)
    return asked


@pytest.fixture
def making(at_home: Start) -> Pilot:
    pilot = at_home()
    pilot.studio.move(Go("make"))
    pilot.settle()
    pilot.click("from-ballad")
    return pilot


def test_the_song_is_seen_as_notes_then_one_layer_and_its_letters(
    making: Pilot, wanted: list[tuple[object, bool, bool]]
) -> None:
    making.press("Song")
    making.click("song-notes")
    assert wanted == [(("",), False, False)]
    assert "Page 1 of 2" in making.words()
    lint(making)
    making.press("The next page")
    assert "Page 2 of 2" in making.words()
    making.press("Which part: Chords")
    making.press("Letters under the notes")
    assert wanted[1:] == [(("2",), False, False), (("2",), True, False)]
    making.press("Done")
    assert making.ui.focused == "song-notes"


def test_it_is_printed_with_its_letters_as_a_page_for_the_browser(
    making: Pilot, wanted: list[tuple[object, bool, bool]], tmp_path: Path
) -> None:
    making.press("Song")
    making.click("song-notes")
    making.press("Letters under the notes")
    making.press("Save to print")
    lint(making)
    making.studio.screen.out._type(str(tmp_path / "out"))
    making.press("Save it")

    assert wanted[-1] == (None, True, True)
    (page,) = (tmp_path / "out").iterdir()
    assert page.name == "Pop ballad.html"
    assert "The whole song" in page.read_text(encoding="utf-8")


def test_a_layer_is_seen_as_notes_from_what_else_there_is_of_it(
    making: Pilot, wanted: list[tuple[object, bool, bool]]
) -> None:
    making.studio.screen.about_layer.show("1")
    making.settle()
    making.press("As notes")
    assert wanted == [(("1",), False, False)]
    making.studio.screen.on_paper.close()
    making.studio.screen.about_layer.show("0")
    making.settle()
    assert "As notes" not in making.words(), "drums are not written"
