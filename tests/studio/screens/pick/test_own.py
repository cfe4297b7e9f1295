"""The pupil's own music on Pick: found by words and by its first notes like the rest, carried on, or taken in a part that fits."""

from collections.abc import Callable
from pathlib import Path

import pytest

from studio.music import nearby
from studio.music.piece import Note, Part, Piece, Tempo
from studio.screen import Go
from tests.studio.fakes import Pilot
from tests.studio.screens.at_work import record
from tests.studio.screens.looked_over import lint

Start = Callable[..., Pilot]
STEPS = (0, 4, 7, 5, 4, 2, 0, 11)  # nothing of the library begins so


def made(title: str = "", bpm: float = 66.0) -> Piece:
    tune = tuple(Note(n * 480, 480, 72 + step) for n, step in enumerate(STEPS))
    bass = tuple(Note(n * 960, 960, 48) for n in range(4))
    return Piece(title, (Part("Tune", notes=tune), Part("Bass", "bass", "bass", bass)), (Tempo(0, bpm),))


@pytest.fixture
def mine(at_home: Start) -> Pilot:
    """Somebody who has made a piece, at Pick."""
    pilot = at_home()
    journal, pupil = pilot.lesson.journal, pilot.lesson.pupil
    journal.keep_piece(pupil.id, "Rainy bus", kind="own", source="", chosen_by="pupil", content=made().to_midi())
    pilot.lesson.refresh_mine()
    pilot.settle()
    to_pick(pilot)
    return pilot


def to_pick(pilot: Pilot) -> None:
    pilot.studio.move(Go("pick"))
    pilot.settle()


def look_for(pilot: Pilot, words: str) -> str:
    pilot.ui.click("find")
    pilot.write(words)
    pilot.settle()
    return pilot.words()


def play_it(pilot: Pilot, higher: int = 3) -> str:
    pilot.press("Play it")
    pilot.play(*[60 + higher + step for step in STEPS])
    pilot.settle()
    return pilot.words()


@pytest.mark.parametrize("words", ["rainy", "mine slow"])
def test_it_is_found_by_words_and_carried_on(mine: Pilot, words: str) -> None:
    assert "Rainy bus" in look_for(mine, words)
    mine.press("Carry on")

    assert mine.screen == "play"
    assert mine.lesson.stand.title == "Rainy bus"
    assert len(mine.lesson.journal.pieces(mine.lesson.pupil.id)) == 1


def test_it_is_found_by_playing_its_first_notes_and_so_is_an_idea_that_was_only_played(mine: Pilot) -> None:
    assert "Rainy bus" in play_it(mine)
    mine.lesson.stand = None
    mine.studio.move(Go("play"))
    mine.settle()
    record(mine, *[50 + step for step in (0, 11, 1, 10, 2)])
    (idea,) = [one.title for one in mine.lesson.journal.pieces(mine.lesson.pupil.id) if one.title != "Rainy bus"]
    mine.lesson.moved_on()
    to_pick(mine)
    mine.press("Play it")
    mine.play(*[60 + step for step in (0, 11, 1, 10, 2)])
    mine.settle()

    assert idea in mine.words()


def test_a_part_of_it_is_a_piece_beside_it(mine: Pilot) -> None:
    mine.press("My pieces")
    mine.press("A part that fits")
    lint(mine, in_sight=("Take this part", "Not now"))
    mine.press("Rhythm")
    mine.click("hear-part")
    assert mine.engine.log[-1] == "preview"
    mine.click("take-part")

    assert mine.screen == "play"
    pieces = {one.title: one.id for one in mine.lesson.journal.pieces(mine.lesson.pupil.id)}
    assert set(pieces) == {"Rainy bus", "Rainy bus (Rhythm)"}
    assert mine.lesson.journal.piece(pieces["Rainy bus"]).content == made().to_midi()


def test_a_file_in_the_watched_folder_is_found_by_its_first_notes(
    at_home: Start, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "from a friend.mid").write_bytes(made().to_midi())
    (tmp_path / "broken.mid").write_bytes(b"MThd")
    monkeypatch.setattr(nearby, "watched_folders", lambda: (tmp_path,))
    pilot = at_home()
    to_pick(pilot)
    assert "from a friend" in play_it(pilot)
    pilot.press("Choose")

    assert pilot.screen == "play"
    assert [one.kind for one in pilot.lesson.journal.pieces(pilot.lesson.pupil.id)] == ["file"]
