"""Saving the sound of a piece from My music: which, as what and where; progress, cancel, and nothing half made."""

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from instruments import render
from instruments.errors import Cancelled
from instruments.events import RATE, Score
from studio.papers import sound_file
from studio.screen import Go
from tests.studio.fakes import Pilot
from tests.studio.screens.at_work import C, D, E, G, put, record, stand

Start = Callable[..., Pilot]


@pytest.fixture
def scores(monkeypatch: pytest.MonkeyPatch) -> list[Score]:
    """What was rendered; a second of a tone each, for this is not about the synthesiser."""
    found: list[Score] = []
    tone = np.sin(np.arange(RATE) * 0.06)[:, None].repeat(2, 1).astype(np.float32) * 0.3

    def rendered(score: Score, **_: object) -> object:
        found.append(score)
        return tone

    monkeypatch.setattr(render, "render", rendered)
    return found


@pytest.fixture
def kept(at_home: Start) -> Pilot:
    pilot = at_home()
    put(pilot, stand("Steps: one/two"))
    record(pilot, C, D)
    record(pilot, E, G)
    pilot.lesson.moved_on()
    pilot.studio.move(Go("music"))
    pilot.settle()
    return pilot


def save(pilot: Pilot, folder: Path, *choices: str) -> None:
    pilot.press("Save the sound")
    assert pilot.ui.focused == pilot.ui.find("Which folder").key
    for choice in choices:
        pilot.press(choice)
    pilot.studio.screen.saving._type(str(folder))
    pilot.press("Save it")


def downs(score: Score) -> list[int]:
    return [message[1] for _, _, message in score.events if message[0] == 0x90]


@pytest.mark.parametrize(
    ("kind", "begins"), [("MP3, small", (b"ID3", b"\xff")), ("OGG, small", (b"OggS",)), ("WAV, large", (b"RIFF",))]
)
def test_the_latest_take_is_saved_as_what_was_asked_for(
    kept: Pilot, scores: list[Score], tmp_path: Path, kind: str, begins: tuple[bytes, ...]
) -> None:
    save(kept, tmp_path, f"What kind of file: {kind}")

    (file,) = tmp_path.glob("Jo*")
    assert file.suffix[1:].upper() == kind[:3]
    assert file.name.startswith("Jo - Steps onetwo.")
    assert file.read_bytes().startswith(begins)
    assert [downs(score) for score in scores] == [[E, G]]
    assert str(file) in kept.studio.notice
    assert [(one.what, one.to_whom) for one in kept.lesson.journal.shares(kept.lesson.pupil.id)] == [
        ("a sound", "pupil")
    ]


def test_the_first_take_can_be_chosen_and_nothing_is_written_over(
    kept: Pilot, scores: list[Score], tmp_path: Path
) -> None:
    save(kept, tmp_path)
    kept.press("Save the sound")
    kept.click("save-which")
    kept.studio.screen.saving._choose(kept.studio.screen.piece.takes[0].id)
    kept.studio.screen.saving._type(str(tmp_path))
    kept.press("Save it")

    assert [downs(score) for score in scores] == [[E, G], [C, D]]
    assert len(list(tmp_path.glob("Jo*.mp3"))) == 2


def test_not_now_writes_nothing(kept: Pilot, scores: list[Score]) -> None:
    kept.press("Save the sound")
    kept.press("Not now")

    assert scores == []


def test_a_folder_that_cannot_be_is_said(kept: Pilot, scores: list[Score], tmp_path: Path) -> None:
    blocked = tmp_path / "a file"
    blocked.write_text("")
    save(kept, blocked)

    assert "The sound could not be saved in" in kept.studio.notice


def test_what_is_being_saved_shows_how_far_it_is_and_cancelled_leaves_nothing(
    kept: Pilot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[bool] = []

    def slow(_score: Score, *, progress: Callable[[float], None], cancelled: Callable[[], bool]) -> object:
        progress(0.4)
        while not cancelled():
            kept.studio.background.worker.pause_seconds = 0.0
        asked.append(cancelled())
        raise Cancelled("Stopped before the sound was made.")

    monkeypatch.setattr(render, "render", slow)
    kept.press("Save the sound")
    kept.studio.screen.saving._type(str(tmp_path))
    kept.ui.click("save-sound-now")
    order = kept.studio.screen.saving._order
    while order.done < 0.4:
        kept.turn()
    kept.turn()
    assert "40%" in kept.words()
    kept.ui.click("saving")
    kept.settle()

    assert asked == [True]
    assert list(tmp_path.glob("Jo*")) == []
    assert kept.studio.notice == ""


@pytest.mark.parametrize("suffix", ["mp3", "ogg", "wav"])
def test_given_up_at_the_last_moment_no_part_of_the_file_stays(
    scores: list[Score], tmp_path: Path, suffix: str
) -> None:
    with pytest.raises(Cancelled):
        sound_file.write(Score((), 480), tmp_path / f"x.{suffix}", lambda _: None, lambda: True)

    assert list(tmp_path.iterdir()) == []
