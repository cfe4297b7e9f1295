"""Devices on a stand-in for rtmidi and a clock that a test moves, and all that they tell."""

from instruments.clock import FrameClock
from instruments.devices import Devices
from instruments.events import Keyboard, Keyboards, Played, Told
from tests.instruments.fake_midi import FakeMidi

SECOND = 1_000_000_000


class Desk:
    """Devices on a stand-in for rtmidi and a clock that a test moves."""

    def __init__(self, midi: FakeMidi, known: tuple[Keyboard, ...] = ()) -> None:
        self.midi, self.now_ns = midi, SECOND
        self.heard: list[Played] = []
        self.messages: list[bytes] = []
        self.told: list[Told] = []
        clock = FrameClock(48_000)
        clock.start(0)
        self.devices = Devices(self._hear, self.told.append, clock, known=known, midi=midi, now_ns=lambda: self.now_ns)

    def _hear(self, played: Played, message: bytes) -> None:
        self.heard.append(played)
        self.messages.append(message)

    def poll(self, seconds: float = 1.0) -> "Desk":
        self.now_ns += round(seconds * SECOND)
        self.devices.poll()
        return self

    def known(self) -> tuple[Keyboard, ...]:
        return next((told.known for told in reversed(self.told) if isinstance(told, Keyboards)), ())
