"""`soundfolio devices`: what is plugged in, what is played, and sixteen taps."""

from pathlib import Path
from typing import Any, ClassVar

import pytest

from instruments.choices import Choice
from instruments.events import Event, Keyboard, Keyboards, NoteOn, Output, Position, Score
from instruments.latency import kept_offset
from studio.settings import Settings
from tests.studio.commands.conftest import Run
from tests.studio.fakes import FakeEngine

KEYSTATION = Keyboard(1, "Keystation", "alsa", present=True)


class Plugged(FakeEngine):
    """An engine with a keyboard and wireless headphones, and somebody who plays one key; taps come as the click runs."""

    made: ClassVar[list[tuple[object, ...]]] = []
    late: ClassVar[list[int]] = [1_900, 1_940]

    def __init__(self, output: str = "auto", period_frames: int | None = None, *, device: str = "") -> None:
        super().__init__()
        self.made.append((output, period_frames, device))
        self.output = Output(0, "miniaudio alsa", "AirPods", "FluidSynth", 0, "AirPods is wireless (Bluetooth).")
        self._inbox.append(Keyboards(0, (KEYSTATION,)))

    def close(self) -> None:
        super().close()
        self.made.append(("closed",))

    def pending(self) -> list[Event]:
        if not self.sounding and not self._down:
            self.down(60)
        return super().pending()

    def play(self, score: Score, **options: Any) -> None:
        assert options == {"click": True}, "nobody can tap to a click that is not heard"
        self.score, self.sounding = score, True
        for number in range(16):
            at = 48_000 + number * 28_800
            late = self.late[number % len(self.late)]
            self._inbox += [Position(at, number * 480, "playing"), NoteOn(at + late, 1, 60, 90)]


@pytest.fixture
def plugged(monkeypatch: pytest.MonkeyPatch) -> list[tuple[object, ...]]:
    """What engines were made, and that each was closed."""
    monkeypatch.setattr("instruments.Engine", Plugged)
    monkeypatch.setattr("instruments.field.LISTEN_SECONDS", 0.05)
    monkeypatch.setattr(Plugged, "made", [])
    monkeypatch.delenv("SOUNDFOLIO_OUTPUT", raising=False)
    found = (Choice("miniaudio", "miniaudio alsa", "AirPods", True, "AirPods is wireless (Bluetooth)."),)
    monkeypatch.setattr("instruments.field.ask_outputs", lambda: found)
    return Plugged.made


def test_devices_lists_keyboards_and_outputs_and_lights_up_what_is_played(
    run: Run, plugged: list[tuple[object, ...]], folder: Path
) -> None:
    done = run("devices", "--seconds", "0.2")

    assert done.code == 0
    assert "  * AirPods (miniaudio alsa) AirPods is wireless (Bluetooth)." in done.out.splitlines()
    assert "  1  Keystation (alsa)" in done.out.splitlines()
    assert "Keystation: C 4 down" in done.out
    assert plugged == [("auto", 256, ""), ("closed",)]
    assert not folder.exists()


def test_devices_looks_at_the_output_that_was_chosen(run: Run, plugged: list[tuple[object, ...]], folder: Path) -> None:
    Settings(output="miniaudio", device="AirPods", period=512).to_file(folder)
    run("devices", "--seconds", "0.1")

    assert plugged[0] == ("miniaudio", 512, "AirPods")


def test_sixteen_taps_are_measured_and_kept(run: Run, plugged: list[tuple[object, ...]], folder: Path) -> None:
    done = run("devices", "--latency")

    assert done.code == 0
    assert "  16 of 16" in done.out.splitlines()
    assert done.out.splitlines()[-1].startswith("You tap 40 ms after the beat.")
    assert kept_offset(Output(0, "miniaudio alsa", "AirPods", ""), folder / "latency.json").frames == 1_920
    assert plugged[-1] == ("closed",)


def test_taps_that_say_nothing_are_said_and_keep_nothing(
    run: Run, plugged: list[tuple[object, ...]], folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Plugged, "late", [0, 6_000, 12_000])
    done = run("devices", "--latency")

    assert done.code == 1
    assert "Once more" in done.out
    assert not folder.exists()
