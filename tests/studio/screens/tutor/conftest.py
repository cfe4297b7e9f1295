"""Before the sound tab behind the tutor's door, and in a house with a group."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from instruments import Choice
from reflections import Journal, records
from studio.screen import Push
from studio.screens.tutor import sound
from tests.studio.fakes import SPEAKERS, Pilot
from tests.studio.screens.conftest import PASSPHRASE, let_in
from tests.studio.screens.tutor.groups import NAMES, PICTURES

Start = Callable[..., Pilot]
WIRELESS = "AirPods is wireless (Bluetooth): sound comes a fifth of a second late."
FOUND = (
    Choice("miniaudio", "miniaudio alsa", SPEAKERS, True),
    Choice("miniaudio", "miniaudio alsa", "Headphones"),
    Choice("miniaudio", "miniaudio alsa", "AirPods", False, WIRELESS),
    Choice("jack", "jack", "the JACK graph"),
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


@pytest.fixture
def house(folder: Path, pilot_at: Start) -> Callable[..., Pilot]:
    """Past the passphrase, with so many pupils; the first `inside` of them are a group."""

    def start(
        pupils: int = 3, inside: int = 3, before: Callable[[Any, records.Group], object] | None = None, **look: Any
    ) -> Pilot:
        journal = Journal.open(folder, PASSPHRASE)
        ids = [
            journal.add_pupil(name, picture, "10-12").id
            for name, picture in zip(NAMES[:pupils], PICTURES, strict=False)
        ]
        if inside:
            group = journal.add_group("Brass", ids[:inside], planned_sessions=6, review_every=3)
            if before:
                before(journal, group)
        journal._changed = False  # no backup at close
        journal.close()
        return let_in(pilot_at(folder, **look))

    return start
