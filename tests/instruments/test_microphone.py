"""The microphone: what it hears is in the file, twenty seconds at the most; none there, and a disk that says no, are sentences."""

import math
import struct
import sys
import wave
from array import array
from pathlib import Path
from types import ModuleType, SimpleNamespace
from typing import Any

import numpy as np
import pytest

from instruments import microphone
from instruments.clock import FrameClock
from instruments.errors import BadRecord, NoMicrophone
from instruments.events import RATE
from instruments.listening import Listening
from instruments.microphone import Microphone
from instruments.mixer import Mixer

SECOND = 2 * RATE  # bytes


class Device:
    """A capture device that asserts how it may be used; `say` is somebody speaking into it."""

    latest: "Device"

    def __init__(self, form: object, channels: int, rate: int, milliseconds: int, **named: Any) -> None:
        assert (form, rate) == ("signed 16", RATE)
        assert channels in {1, 2}
        del milliseconds
        if named["backends"][0] not in self.answering or channels != self.channels:
            raise self.error("nobody there")
        self.open = False
        Device.latest = self

    def start(self, taking: Any) -> None:
        self.open, self._taking = True, taking

    def say(self, samples: bytes) -> None:
        assert self.open
        self._taking.send(bytearray(samples))

    def close(self) -> None:
        assert self.open, "closed twice"
        self.open = False

    answering: frozenset[str] = frozenset()
    channels = 1
    error: type[Exception] = Exception


@pytest.fixture
def sound_system(monkeypatch: pytest.MonkeyPatch) -> type[Device]:
    """A sound system in which only the second way of asking has a microphone."""
    fake: Any = ModuleType("miniaudio")

    class NobodyThereError(Exception):
        pass

    names = ("JACK", "PULSEAUDIO", "ALSA", "COREAUDIO", "WASAPI", "DSOUND", "WINMM")
    fake.Backend = {name: name for name in names}
    fake.SampleFormat = SimpleNamespace(SIGNED16="signed 16")
    fake.CaptureDevice, fake.MiniaudioError = Device, NobodyThereError
    monkeypatch.setattr(Device, "error", NobodyThereError)
    monkeypatch.setattr(Device, "answering", frozenset({"PULSEAUDIO"}))
    monkeypatch.setitem(sys.modules, "miniaudio", fake)
    monkeypatch.setattr(sys, "platform", "linux")
    return Device


def tone(seconds: float, hertz: float = 220.0) -> bytes:
    return array(
        "h", (round(9000 * math.sin(2 * math.pi * hertz * n / RATE)) for n in range(round(seconds * RATE)))
    ).tobytes()


def test_what_is_said_is_in_the_file_as_it_was_said(sound_system: type[Device], tmp_path: Path) -> None:
    path = tmp_path / "new" / "voice.wav"
    open_one = Microphone(str(path), lambda: 24_007)
    said = tone(0.5)
    for start in range(0, len(said), 1920):
        sound_system.latest.say(said[start : start + 1920])
    open_one.write()
    assert path.stat().st_size >= len(said), "what was said is there while it is said: a meter reads it"
    assert (open_one.began, open_one.close()) == (7, 0.5)

    with wave.open(str(path)) as file:
        assert file.getparams()[:3] == (1, 2, RATE)
        assert file.readframes(RATE) == said


def test_it_began_where_the_earliest_of_its_blocks_says_not_where_it_was_asked_for(
    sound_system: type[Device], tmp_path: Path
) -> None:
    """A block is over when it comes: one that was held up comes late, and none comes early."""
    now = [1_000]
    open_one = Microphone(str(tmp_path / "voice.wav"), lambda: now[0])
    for came in (9_000 + 960 + 700, 9_000 + 2 * 960 + 5, 9_000 + 3 * 960 + 4_000):
        now[0] = came
        sound_system.latest.say(bytes(2 * 960))
    open_one.close()
    assert open_one.began == 9_005


def test_where_blocks_were_lost_silence_stands_in_and_what_follows_lies_where_it_was_said(
    sound_system: type[Device], tmp_path: Path
) -> None:
    now = [0]
    open_one = Microphone(str(tmp_path / "voice.wav"), lambda: now[0])
    for n in range(200):
        lost = 9_600 if n >= 60 else 0  # ten blocks never come
        held_up = 700 if n % 7 == 3 else 0
        now[0] = 5_000 + 960 * (n + 1) + lost + held_up
        sound_system.latest.say(array("h", [n + 1] * 960).tobytes())
    open_one.close()
    assert open_one.began == 5_000
    with wave.open(str(tmp_path / "voice.wav")) as file:
        heard = array("h", file.readframes(RATE * 9))
    assert len(heard) == 200 * 960 + 9_600
    assert heard[60 * 960 - 1] == 60
    assert heard[190 * 960 + 9_600] == 191


def test_a_sound_server_that_gives_both_channels_or_none_is_heard_on_either(
    sound_system: type[Device], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sound_system, "channels", 2)
    monkeypatch.setattr(sound_system, "answering", frozenset({"JACK"}))
    open_one = Microphone(str(tmp_path / "voice.wav"), lambda: 10_000)
    sound_system.latest.say(array("h", [300, 0, 0, -200, 30_000, 30_000]).tobytes())
    assert open_one.close() == 3 / RATE
    assert open_one.began == 10_000 - 3
    with wave.open(str(tmp_path / "voice.wav")) as file:
        assert array("h", file.readframes(9)).tolist() == [300, -200, 32_767]


def test_a_song_is_sung_for_as_long_as_was_asked(sound_system: type[Device], tmp_path: Path) -> None:
    told: list[Any] = []
    listening = Listening(lambda: 0, told.append)
    listening.ask(str(tmp_path / "song.wav"), 30.0)
    listening.visit()
    for _ in range(40):
        sound_system.latest.say(bytes(SECOND))
    listening.visit()
    listening.ask(None, 0.0)
    listening.visit()
    (end,) = told
    assert (end.seconds, end.sentence) == (30.0, "")
    assert not sound_system.latest.open


def test_twenty_seconds_are_the_most_whatever_becomes_of_the_window(sound_system: type[Device], tmp_path: Path) -> None:
    open_one = Microphone(str(tmp_path / "voice.wav"), lambda: 0)
    for _ in range(22):
        sound_system.latest.say(bytes(SECOND))
        open_one.write()
    assert open_one.close() == microphone.LONGEST_SECONDS
    assert (tmp_path / "voice.wav").stat().st_size == 20 * SECOND + 44


def test_no_microphone_is_a_sentence_that_names_another_way(
    sound_system: type[Device], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sound_system, "answering", frozenset())
    with pytest.raises(NoMicrophone, match=r"No microphone answers\..*typed instead\."):
        Microphone(str(tmp_path / "voice.wav"), lambda: 0)
    assert list(tmp_path.iterdir()) == []


def test_a_disk_that_says_no_lets_go_of_the_microphone(sound_system: type[Device], tmp_path: Path) -> None:
    (tmp_path / "taken").write_text("a file where the folder should be")
    with pytest.raises(NoMicrophone, match="cannot be kept"):
        Microphone(str(tmp_path / "taken" / "voice.wav"), lambda: 0)
    assert not sound_system.latest.open


def test_a_voice_is_small_and_comes_back_as_it_was_said(sound_system: type[Device], tmp_path: Path) -> None:
    path = tmp_path / "voice.wav"
    open_one = Microphone(str(path), lambda: 0)
    sound_system.latest.say(tone(1.0))
    open_one.close()
    small = microphone.small_voice(path.read_bytes())
    assert len(small) < SECOND / 4
    back = np.frombuffer(microphone.voice_samples(small), "<i2")

    assert abs(len(back) / RATE - 1.0) < 0.1
    spectrum = np.abs(np.fft.rfft(back[:RATE].astype(float), RATE))
    assert abs(int(spectrum.argmax()) - 220) <= 2
    assert 6000 < np.abs(back[RATE // 4 : RATE // 2]).max() < 12000


@pytest.mark.parametrize("junk", [b"", b"no sound", struct.pack("<4sI4s", b"RIFF", 4, b"WAVE")])
def test_what_is_no_sound_is_said_in_a_sentence(junk: bytes) -> None:
    for read in (microphone.small_voice, microphone.voice_samples):
        with pytest.raises(BadRecord):
            read(junk)


def test_a_voice_is_heard_once_over_the_keys_and_ends_at_a_word() -> None:
    mixer = Mixer(FrameClock(RATE), lambda told: None)
    mixer.speak(np.full((300, 1), 0.25, np.float32))
    out = np.zeros((256, 2), np.float32)
    mixer.fill(out)
    mixer.fill(out)
    mixer.fill(out)
    heard = [float(np.abs(out).max())]
    mixer.speak(np.full((9000, 1), 0.25, np.float32))
    mixer.fill(out)
    mixer.fill(out)
    heard.append(float(np.abs(out).max()))
    mixer.hush()
    for _ in range(8):
        mixer.fill(out)
    heard.append(float(np.abs(out).max()))

    assert heard[0] < 0.01 < heard[1]
    assert heard[2] < 0.01
