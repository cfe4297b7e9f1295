"""A key on its way from its driver: where any key plays it goes to the audio thread, which tells what was heard; else it is itself."""

import numpy as np

from instruments.events import NoteOff, NoteOn, Played, Pressed, Score
from instruments.machine import Machine
from instruments.schedule import Player

KEYS, PADS = 1, 2
KNOWN = (
    {"id": KEYS, "name": "one", "api": "alsa", "present": True, "pads": False},
    {"id": PADS, "name": "one (pads)", "api": "alsa", "present": True, "pads": True},
)


class Desk:
    """A machine whose threads do not run: what its drivers hear, block by block."""

    def __init__(self) -> None:
        settings = {"output": "null", "period_frames": None, "synth": "silence", "fonts": [], "keyboards": False}
        self.machine = Machine({**settings, "known": KNOWN})

    def play(self, *, one_key: bool) -> None:
        music = Score(events=(), end=48_000, gates=((0, frozenset({72})), (4800, frozenset({74}))))
        self.machine.mixer.play(Player(music, wait=True, one_key=one_key), ())
        self.block()

    def block(self) -> None:
        self.machine.mixer.fill(np.zeros((480, 2), np.float32))

    def key(self, key: NoteOn | NoteOff) -> list[Played]:
        """A key as a driver's thread hands it over, and a block; return what is told of it."""
        down = isinstance(key, NoteOn)
        self.machine._hear(key, bytes((0x90 if down else 0x80, key.pitch, key.velocity)))
        self.block()
        told = [self.machine.outbox.get() for _ in range(self.machine.outbox.qsize())]
        return [each for each in told if isinstance(each, NoteOn | NoteOff | Pressed)]


def test_pads_play_the_part_on_the_keyboard_they_belong_to_and_not_with_the_kit() -> None:
    desk = Desk()
    desk.play(one_key=True)
    assert desk.key(NoteOn(5, PADS, 36, 80)) == [Pressed(5, KEYS, 36, 80), NoteOn(5, KEYS, 72, 80)]
    assert desk.key(NoteOff(9, PADS, 36, 0)) == [Pressed(9, KEYS, 36, 0), NoteOff(9, KEYS, 72, 0)]


def test_where_every_key_is_itself_it_is_told_at_once_and_opens_its_gate() -> None:
    desk = Desk()
    desk.play(one_key=False)
    assert desk.key(NoteOn(5, KEYS, 72, 80)) == [NoteOn(5, KEYS, 72, 80)]
    assert desk.machine.mixer.player is not None
    assert desk.machine.mixer.player.state == "playing"


def test_a_key_comes_up_as_what_it_went_down_as_though_the_music_has_ended_or_begun() -> None:
    desk = Desk()
    assert desk.key(NoteOn(1, KEYS, 50, 80)) == [NoteOn(1, KEYS, 50, 80)]
    desk.play(one_key=True)
    assert desk.key(NoteOff(2, KEYS, 50, 0)) == [NoteOff(2, KEYS, 50, 0)]
    desk.key(NoteOn(3, KEYS, 50, 80))
    desk.machine.mixer.stop()
    assert desk.key(NoteOff(4, KEYS, 50, 0)) == [Pressed(4, KEYS, 50, 0), NoteOff(4, KEYS, 72, 0)]
