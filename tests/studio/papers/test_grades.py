"""A page with much music has it smaller, so that the file stays under eight megabytes."""

import io

import numpy as np
import pytest
import soundfile

from instruments.render import to_mp3_bytes
from studio.papers import grades

SECONDS = 6


@pytest.fixture(scope="module")
def whole() -> bytes:
    t = np.arange(SECONDS * 48_000) / 48_000
    low, high = (0.2 * np.sin(2 * np.pi * hertz * t) for hertz in (440, 15_000))
    return to_mp3_bytes(np.stack((low + high, low), axis=1).astype(np.float32))


def power(sound: np.ndarray, rate: int, hertz: float) -> float:
    spectrum = np.abs(np.fft.rfft(sound)) / len(sound)
    at = round(hertz * len(sound) / rate)
    return float(spectrum[at - 5 : at + 6].max())


def test_the_more_music_a_page_holds_the_smaller_its_sound() -> None:
    assert [grades.grade_for(seconds) for seconds in (0, 300, 301, 800, 801, 9000)] == [
        "", "", "one", "one", "low", "low",
    ]  # fmt: skip


@pytest.mark.parametrize(("grade", "rate"), [("one", 48_000), ("low", 24_000)])
def test_a_smaller_sound_is_as_long_and_as_loud_in_one_channel(whole: bytes, grade: str, rate: int) -> None:
    small = grades.smaller(whole, grade)
    sound, found = soundfile.read(io.BytesIO(small), dtype="float32")
    assert (found, sound.ndim) == (rate, 1)
    assert len(sound) / rate == pytest.approx(SECONDS, abs=0.1)
    assert power(sound, rate, 440) == pytest.approx(0.1, rel=0.1)
    assert len(small) < len(whole)


def test_what_is_above_the_half_rate_is_gone_and_does_not_come_back_lower_down(whole: bytes) -> None:
    sound, rate = soundfile.read(io.BytesIO(grades.smaller(whole, "low")), dtype="float32")
    assert power(sound, rate, 24_000 - 15_000) < 0.001


def test_a_page_has_room_for_so_much_and_what_comes_first_is_kept() -> None:
    sounds = {"then": b"1" * 60, "now": b"2" * 50, "small": b"3" * 10}
    assert grades.fitting(sounds, ["now"], most=70) == {"now": sounds["now"], "small": sounds["small"]}
    assert list(grades.fitting(sounds, ["now"], most=200)) == ["now", "then", "small"]
    assert grades.fitting(sounds, ["gone"], most=0) == {}
