"""Before the sound tab behind the tutor's door."""

from collections.abc import Callable

import pytest

from instruments import Choice
from studio.screen import Push
from studio.screens.tutor import sound
from tests.studio.fakes import SPEAKERS, Pilot

Start = Callable[..., Pilot]
WIRELESS = "AirPods is wireless (Bluetooth): sound comes a fifth of a second late."
FOUND = (
    Choice("miniaudio", "miniaudio alsa", SPEAKERS, True),
    Choice("miniaudio", "miniaudio alsa", "Headphones"),
    Choice("miniaudio", "miniaudio alsa", "AirPods", False, WIRELESS),
    Choice("jack", "miniaudio jack", "Default Playback Device"),
    Choice("sounddevice", "sounddevice alsa", "default"),
)


@pytest.fixture
def offered(monkeypatch: pytest.MonkeyPatch) -> None:
    """What this computer offers."""
    monkeypatch.setattr(sound, "ask_outputs", lambda: FOUND)


@pytest.fixture
def room(at_home: Start, offered: None) -> Callable[..., Pilot]:
    """Before the sound tab, with Jo at the keys."""

    def start(**look: object) -> Pilot:
        pilot = at_home(**look)
        pilot.lesson.tutor_near = True
        pilot.studio.move(Push("tutor", {"tab": "sound"}))
        pilot.settle()
        return pilot

    return start
