"""A zone of a shared keyboard can have a sound of its own, from one zone to six, and its pedals reach all of them."""

import time
from collections import deque
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
import soundfile

from instruments import Engine
from instruments.events import Kept, NoteOff, NoteOn, Output, Pedal
from instruments.synth import CHANNELS
from instruments.zone_sounds import Live, ZoneSounds
from instruments.zones import Split, Zone

LAST = CHANNELS - 1
ON, OFF = b"\x90\x3c\x5a", b"\x80\x3c\x00"


class Desk:
    """Two zones of keyboard 1, the lower with a sound of its own."""

    def __init__(self) -> None:
        self.zoned, self.live, self.chosen = ZoneSounds(), deque[Live](), dict[int, str]()
        self.share((1, [(0, "bass", 200), (60, "", 201)]))

    def share(self, *splits: tuple[int, list[tuple[int, str, int]]]) -> None:
        self.zoned.share(splits, self.live, self.chosen.__setitem__)

    def key(self, pitch: int, *, down: bool = True, keyboard: int = 1) -> list[int]:
        played = NoteOn(0, keyboard, pitch, 90) if down else NoteOff(0, keyboard, pitch, 0)
        return [channel for channel, _ in self.zoned.places(played, ON if down else OFF)]


def test_a_key_sounds_in_its_zone_and_one_of_another_keyboard_as_ever() -> None:
    desk = Desk()
    assert desk.chosen == {LAST: "bass"}
    assert [desk.key(48), desk.key(72), desk.key(48, keyboard=2)] == [[LAST], [1], [2]]


def test_a_key_ends_where_it_began_though_the_border_moved() -> None:
    desk = Desk()
    desk.key(48)
    desk.share()
    assert desk.key(48, down=False) == [LAST]
    assert desk.key(48) == [1]


def test_a_pedal_reaches_all_zones_of_its_keyboard_and_comes_up_with_them() -> None:
    desk = Desk()
    pedal = b"\xb0\x40\x7f"
    assert desk.zoned.places(Pedal(0, 1, 64, 127), pedal) == ((1, pedal), (LAST, pedal))
    desk.share()
    assert (LAST, b"\xb0\x40\x00") in desk.live


@pytest.mark.parametrize("count", range(1, 7))
def test_each_of_one_to_six_zones_has_its_own(count: int) -> None:
    desk = Desk()
    names = ["piano", "bass", "strings", "organ", "guitar", "flute"][:count]
    desk.share((1, [(36 + 12 * n, name, 192 + n) for n, name in enumerate(names)]))
    assert [desk.chosen[desk.key(40 + 12 * n)[0]] for n in range(count)] == names


def wait(engine: Engine, came: Callable[[object], bool]) -> None:
    """Until the engine has said something."""
    end = time.monotonic() + 20.0
    while not any(came(event) for event in engine.pending()):
        assert time.monotonic() < end, "it never came"
        time.sleep(0.005)


def heard(folder: Path, *splits: Split, keys: tuple[int, ...]) -> list[float]:
    """How loud it was in each of the keys' turns, through the real engine."""
    engine, path = Engine("null", keyboards=False), folder / "out.wav"
    engine.start()
    engine.share(*splits)
    try:
        wait(engine, lambda event: isinstance(event, Output) and event.synth != "silence")
        engine.keep_output(True, path)
        time.sleep(0.5)  # the keeping begins with the next visit of its thread
        for key in keys:
            engine.press(key)
            time.sleep(0.2)
            engine.release(key)
        engine.keep_output(False)
        wait(engine, lambda event: isinstance(event, Kept))
    finally:
        engine.close()
    sound, _ = soundfile.read(path)
    spectrum = np.abs(np.fft.rfft(sound.sum(axis=1)))
    return [float(band.sum()) for band in np.array_split(spectrum[: len(spectrum) // 4], 8)]


@pytest.mark.whole
def test_a_zone_sounds_like_its_own_through_the_real_engine(tmp_path: Path) -> None:
    plain = heard(tmp_path, keys=(60,))
    own = heard(tmp_path, Split(0, (Zone(0, 128, "kit"), Zone(72, 0))), keys=(60,))
    assert sum(plain) > 1, "nothing was heard"
    assert sum(own) > 1, "nothing was heard in the zone"
    shares = [np.array(bands) / sum(bands) for bands in (plain, own)]
    assert np.abs(shares[0] - shares[1]).sum() > 0.2  # a drum is no piano
