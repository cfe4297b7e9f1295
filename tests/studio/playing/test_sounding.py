"""The studio sounds as this laptop's settings say, from before the first key on, and each output has its own offset."""

import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from instruments import Engine, Offset
from studio import app
from studio.playing.recording import Recorder
from studio.playing.sounding import Sounding, wanted_output
from studio.settings import FILE, LEVELS, Settings
from tests.studio.conftest import Sitting
from tests.studio.fakes import SPEAKERS, FakeEngine

QUIET = Settings(volume=0.3, keys=0.9, backing=0.5, click=0.4, count=0.6, most=0.7)


def sounding(engine: FakeEngine, recorder: Recorder, folder: Path, settings: Settings) -> Sounding:
    made = Sounding(engine, recorder, folder, settings)
    engine.start()
    for event in engine.pending():
        made.told(event)
    return made


@pytest.fixture
def begin(sitting: Sitting, tmp_path: Path) -> Callable[[Settings], Sounding]:
    return lambda settings: sounding(sitting.engine, sitting.lesson.recorder, tmp_path, settings)


def test_the_kept_levels_hold_before_anything_is_played(sitting: Sitting, begin: Callable[..., Sounding]) -> None:
    begin(QUIET)
    assert sitting.engine.levels == {
        "master": 0.3,
        "keyboard": 0.9,
        "backing": 0.5,
        "click": 0.4,
        "count": 0.6,
        "most": 0.7,
    }


def test_the_engine_is_as_loud_as_was_kept_before_it_starts(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The window takes a moment to open; a key pressed meanwhile must not be louder than was asked for."""
    seen: list[str] = []

    class Seen(Engine):
        def start(self) -> None:
            seen.append("start")

        def level(self, kind: str, value: float) -> None:
            seen.append(f"{kind} {value}")

    def no_window() -> None:
        raise app.window.NoDisplay("no display")

    QUIET.to_file(tmp_path)
    monkeypatch.setattr(app, "Engine", Seen)
    monkeypatch.setattr(app.window, "open_window", no_window)
    with pytest.raises(app.window.NoDisplay):
        app.open_studio(tmp_path)
    assert seen[-1] == "start"
    assert "master 0.3" in seen


def test_only_what_was_changed_is_said_to_the_engine(sitting: Sitting, begin: Callable[..., Sounding]) -> None:
    one = begin(QUIET)
    sitting.engine.levels.clear()
    one.follow(replace(QUIET, click=0.2, theme="cream"))
    assert sitting.engine.levels == {"click": 0.2}
    assert sitting.engine.log == []


def test_another_output_is_opened_with_its_period(sitting: Sitting, begin: Callable[..., Sounding]) -> None:
    one = begin(QUIET)
    one.follow(replace(QUIET, output="miniaudio", device="Headphones", period=512))
    assert sitting.engine.log == ["sound to Headphones, 512"]


def test_an_output_asked_for_just_this_time_takes_no_device_of_the_settings() -> None:
    kept = replace(QUIET, output="miniaudio", device="Headphones", period=128)
    assert wanted_output(kept) == {"output": "miniaudio", "period_frames": 128, "device": "Headphones"}
    assert wanted_output(kept, "null") == {"output": "null", "period_frames": 128}


def test_each_output_brings_its_own_offset_to_the_recorder(sitting: Sitting, begin: Callable[..., Sounding]) -> None:
    one = begin(QUIET)
    one.keep(Offset(1_920, 5.0))
    assert sitting.lesson.recorder.offset == 1_920
    sitting.engine.sound_to("miniaudio", 256, "Headphones")
    for event in sitting.engine.pending():
        one.told(event)
    assert sitting.lesson.recorder.offset == 0
    sitting.engine.sound_to("miniaudio", 256, SPEAKERS)
    for event in sitting.engine.pending():
        one.told(event)
    assert (sitting.lesson.recorder.offset, one.offset) == (1_920, Offset(1_920, 5.0))


@pytest.mark.parametrize(
    ("name", "value"),
    [*((name, 1.5) for name in LEVELS.values()), ("period", 300), ("output", "tannoy"), ("device", 7), ("most", None)],
)
def test_a_setting_that_makes_no_sense_is_as_at_first(tmp_path: Path, name: str, value: Any) -> None:
    (tmp_path / FILE).write_text(json.dumps({name: value}))
    assert Settings.from_file(tmp_path) == Settings()
