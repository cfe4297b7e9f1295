"""As notes: the question, the readings, what can be changed, tapping along; all of it kept beside a take that never changes."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from instruments.events import Position
from studio import files
from studio.papers import sheet
from studio.screen import Go, Push
from tests.studio.fakes import Pilot
from tests.studio.screens.at_work import C, D, E, G, put, record, stand
from tests.studio.screens.looked_over import lint

Start = Callable[..., Pilot]
PAGE = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1200 300" fill="currentColor"><rect width="900" height="4" y="90"/></svg>'


@pytest.fixture
def asked_for(monkeypatch: pytest.MonkeyPatch) -> list[tuple[dict[str, object], bool]]:
    """What was read and written down: this is not about the engraver."""
    found: list[tuple[dict[str, object], bool]] = []

    def drawn(parts: Any, reading: Any, *, clock: bool, beside: Any = None, **_: Any) -> sheet.Sheet:
        assert parts
        found.append((dict(reading), clock))
        along = bool(beside) and beside["mode"] == "waits" and bool(beside["bar_starts"])
        return sheet.Sheet((PAGE, PAGE), dict(reading), (3, 4), (1, "major"), along=along, document="<score-partwise/>")

    monkeypatch.setattr(sheet, "sheet", drawn)
    return found


@pytest.fixture
def notes(at_home: Start, asked_for: list[Any]) -> Pilot:
    """A take that was played freely, as notes."""
    pilot = at_home()
    pilot.lesson.stand = None
    pilot.studio.move(Go("play"))
    pilot.settle()
    record(pilot, C, D, E, G)
    pilot.lesson.moved_on()
    pilot.studio.move(Go("music"))
    pilot.settle()
    pilot.press("See it as notes")
    pilot.settle()
    assert pilot.screen == "notes"
    return pilot


def kept(pilot: Pilot) -> dict[str, object]:
    pilot.settle()
    screen = pilot.studio.screen
    return dict(pilot.lesson.journal.take(screen.take.id).reading)


def test_free_playing_is_found_and_one_question_is_asked(notes: Pilot, asked_for: list[Any]) -> None:
    assert asked_for == [({}, False)]
    assert "How many beats are in a bar?" in notes.words()

    notes.press("Beats in a bar: 3")

    assert kept(notes) == {"metre": [3, 4]}
    assert asked_for[-1] == ({"metre": [3, 4]}, False)
    assert "How many beats are in a bar?" not in notes.words()


def test_the_three_readings_are_one_press_apart(notes: Pilot) -> None:
    notes.press("How long the notes look: Twice as long")
    assert kept(notes) == {"level": 2.0}
    notes.press("How long the notes look: As it is")
    assert kept(notes) == {}


def test_all_that_is_read_can_be_changed_and_found_again_and_the_take_stays(notes: Pilot) -> None:
    midi = notes.lesson.journal.take(notes.studio.screen.take.id).parts[0].midi
    notes.press("Change more")
    notes.press("Shortest notes: Halves")
    notes.press("A beat later")
    notes.press("A sharp more or a flat less")
    notes.press("Staves: Two")
    notes.press("Higher")

    assert kept(notes) == {"grid": "eighth", "later": 1, "key": [2, "major"], "hands": "61"}
    notes.press("All as found")
    assert kept(notes) == {}
    assert notes.lesson.journal.take(notes.studio.screen.take.id).parts[0].midi == midi


def test_the_notes_are_saved_for_other_programs_and_never_over_what_lies_there(
    notes: Pilot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    documents = tmp_path / "documents"
    monkeypatch.setattr(files, "documents", lambda: documents)
    for _ in range(2):
        notes.press("Save for a music program")
        notes.settle()

    first, second = sorted(documents.iterdir(), key=lambda path: len(path.name))
    assert (first.suffix, first.read_text()) == (".musicxml", "<score-partwise/>")
    assert second.name == f"{first.stem} (2).musicxml"
    assert str(second) in notes.words()


def test_a_key_is_a_suggestion_until_somebody_says_it(notes: Pilot) -> None:
    notes.press("Change more")
    assert "Perhaps G major" in notes.words()

    notes.press("Make it minor")

    assert kept(notes) == {"key": [1, "minor"]}
    assert "E minor" in notes.words()
    assert "Perhaps" not in notes.words()


def test_taps_on_the_keys_are_the_beats(notes: Pilot) -> None:
    notes.press("Tap along")
    for n in range(5):
        notes.engine._inbox.append(Position(notes.engine.frame, 24_000.0 * n, "playing"))
        notes.turn()
        notes.engine.down(C)
        notes.turn()
        notes.engine.up(C)
    notes.press("That is it")

    taps = kept(notes)["taps"]
    assert isinstance(taps, list)
    assert len(taps) == 5
    assert taps == sorted(taps)
    assert "How many beats are in a bar?" not in notes.words()


def test_too_few_taps_change_nothing(notes: Pilot) -> None:
    notes.press("Tap along")
    notes.press("That is it")

    assert kept(notes) == {}
    assert "Four taps" in notes.studio.notice


def test_what_was_said_is_there_the_next_time(notes: Pilot, asked_for: list[Any]) -> None:
    notes.press("Beats in a bar: 3")
    kept(notes)
    take = notes.studio.screen.take
    notes.studio.move(Go("music"))
    notes.settle()
    notes.studio.move(Push("notes", {"take": take}))
    notes.settle()

    assert asked_for[-1][0] == {"metre": [3, 4]}


def test_playing_to_music_has_its_bars_and_nothing_is_asked(at_home: Start, asked_for: list[Any]) -> None:
    pilot = at_home()
    put(pilot, stand())
    pilot.press("Plays with me")
    record(pilot, C, D)
    pilot.lesson.moved_on()
    pilot.studio.move(Go("music"))
    pilot.settle()
    pilot.press("See it as notes")
    pilot.settle()

    assert asked_for == [({}, True)]
    assert "How many" not in pilot.words()


def test_a_take_that_waited_is_written_by_its_piece_and_nothing_is_asked(at_home: Start, asked_for: list[Any]) -> None:
    pilot = at_home()
    put(pilot, stand())
    record(pilot, C, D)
    pilot.lesson.moved_on()
    pilot.studio.move(Go("music"))
    pilot.settle()
    pilot.press("See it as notes")
    pilot.settle()

    assert pilot.studio.screen.take.mode == "waits"
    assert asked_for == [({}, False)]
    assert "How many" not in pilot.words()
    assert "As played" in {widget.value or widget.name for widget in pilot.ui.tree()} | set(pilot.words().splitlines())


def test_what_cannot_be_written_is_said(notes: Pilot, monkeypatch: pytest.MonkeyPatch) -> None:
    def fails(*_: object, **__: object) -> None:
        raise RuntimeError("the engraver died")

    monkeypatch.setattr(sheet, "sheet", fails)
    notes.press("Beats in a bar: 3")
    notes.settle()

    assert "can still be heard" in notes.words()


def test_it_fits_in_every_size(notes: Pilot) -> None:
    lint(notes)
    notes.press("Change more")
    notes.press("Staves: Two")
    notes.settle()
    lint(notes)
    notes.press("Tap along")
    lint(notes)
