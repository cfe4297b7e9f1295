"""Nothing too loud leaves: not for a moment, not for long, not beyond what the tutor set; and what is soft passes untouched."""

import tracemalloc

import numpy as np
import pytest

from instruments.limiter import CEILING, KNEE, SUSTAINED, Limiter

RATE = 48_000


def tone(seconds: float, peak: float, hertz: float = 220.0) -> np.ndarray:
    wave = peak * np.sin(2 * np.pi * hertz * np.arange(round(seconds * RATE)) / RATE)
    return np.repeat(wave[:, None], 2, axis=1).astype(np.float32)


def limited(audio: np.ndarray, *, master: float = 1.0, most: float = 1.0, block: int = 128) -> np.ndarray:
    limiter, out = Limiter(8192), audio.copy()
    for start in range(0, len(out), block):
        limiter.limit(out[start : start + block], master, most)
    return out


def test_what_is_soft_passes_bit_for_bit() -> None:
    soft = tone(2, KNEE * CEILING * 0.5)
    assert (limited(soft) == soft).all()


@pytest.mark.parametrize("block", [64, 128, 441, 4096])
@pytest.mark.parametrize("peak", [0.9, 2.0, 40.0])
def test_no_sample_is_beyond_the_ceiling_from_the_very_first_block(peak: float, block: int) -> None:
    assert np.abs(limited(tone(0.5, peak), block=block)).max() <= CEILING + 1e-6


def test_a_stroke_too_loud_is_turned_down_without_a_step() -> None:
    audio = tone(0.5, 0.2)
    audio[12_000:12_300] *= 12
    out = limited(audio)
    before, after = out[11_000:11_990], out[12_400:13_400]
    assert np.abs(before).max() > np.abs(after).max()
    steps = np.abs(np.diff(out[12_310:, 0]))
    assert steps.max() < 0.2 * 2 * np.pi * 220 / RATE * 1.3  # no steeper than the tone itself


def test_the_gain_glides_through_the_first_loud_block_and_goes_on_where_it_ended() -> None:
    audio = np.full((4_096, 2), 2.0, np.float32)
    out = limited(audio, block=1_024)[:, 0]
    assert out[0] > out[1_023] > 0.5 * CEILING
    assert np.abs(np.diff(out)).max() < 0.002


def test_after_a_stroke_the_loudness_comes_back_within_four_seconds() -> None:
    audio = tone(5, 0.2)
    audio[:1_000] *= 40
    assert np.abs(limited(audio)[-4_800:]).max() == pytest.approx(0.2, abs=0.002)


def test_loudness_that_goes_on_is_eased_to_what_ears_bear() -> None:
    out = limited(tone(20, 0.8))
    assert np.sqrt((out[: RATE // 4] ** 2).mean()) > 1.6 * SUSTAINED  # a moment of it is music
    assert np.sqrt((out[-RATE:] ** 2).mean()) == pytest.approx(SUSTAINED, rel=0.05)


def test_the_tutors_maximum_holds_whatever_the_levels_say() -> None:
    out = limited(tone(15, 3.0), master=1.0, most=0.4)
    assert np.abs(out).max() <= 0.4 * CEILING + 1e-6
    assert np.sqrt((out[-RATE:] ** 2).mean()) <= 0.4 * SUSTAINED * 1.05


def test_silence_stays_silence() -> None:
    assert not limited(np.zeros((1_000, 2), np.float32)).any()


def test_the_callback_gets_no_memory_from_it() -> None:
    limiter, block = Limiter(8192), tone(0.1, 3.0)[:128]
    limiter.limit(block, 1.0)
    tracemalloc.start()
    try:
        before = tracemalloc.get_traced_memory()[0]
        tracemalloc.reset_peak()
        limiter.limit(block, 1.0)
        most = tracemalloc.get_traced_memory()[1] - before
    finally:
        tracemalloc.stop()
    assert most < 4_000  # views and numbers; a block of sound is 1,024 bytes an array, a scratch of the mixer's 65,536
