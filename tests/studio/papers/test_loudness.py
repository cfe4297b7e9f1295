"""Music that is compared is equally loud where it is compared, and nothing is torn by it."""

import numpy as np
import pytest

from instruments.events import RATE
from instruments.synth import Audio
from reflections.records import Preferences
from studio.papers import drawing
from studio.papers.loudness import CEILING, WANTED, levelled, loudness
from tests.reflections import page_sample as sample
from tests.studio.papers.test_illustrate import part


def wave(level: float, seconds: float = 2.0, hertz: float = 997.0) -> Audio:
    t = np.arange(round(seconds * RATE)) / RATE
    one = level * np.sin(2 * np.pi * hertz * t)
    return np.stack((one, one), axis=1).astype(np.float32)


def test_it_hears_as_the_standard_says() -> None:
    """A wave of 997 Hz at full scale in one channel is -3.01 LUFS, in both it is 3 LU louder (BS.1770)."""
    both = loudness(wave(1.0))
    one = wave(1.0)
    one[:, 1] = 0
    alone = loudness(one)
    assert both == pytest.approx(0.0, abs=0.1)
    assert alone == pytest.approx(-3.01, abs=0.1)


def test_low_notes_weigh_less_than_high_ones() -> None:
    low, high = loudness(wave(0.1, hertz=40)), loudness(wave(0.1, hertz=4000))
    assert low is not None
    assert high is not None
    assert high - low > 5


def test_a_soft_take_and_a_hard_one_come_out_alike_where_they_are_compared() -> None:
    soft = np.concatenate((wave(0.5), wave(0.02)))
    hard = np.concatenate((wave(0.01), wave(0.6)))
    levels = [loudness(levelled(sound, (2.0, 4.0))[2 * RATE :]) for sound in (soft, hard)]
    assert levels == [pytest.approx(WANTED, abs=0.2)] * 2


def test_pauses_do_not_make_what_is_between_them_louder() -> None:
    broken = np.concatenate((wave(0.1), np.zeros((6 * RATE, 2), np.float32), wave(0.1)))
    assert loudness(broken) == pytest.approx(loudness(wave(0.1)), abs=0.5)


def test_a_stroke_that_would_be_too_loud_is_rounded_below_the_ceiling() -> None:
    sound = wave(0.01, 4.0)
    sound[RATE : RATE + 200] = wave(0.9, 200 / RATE)
    assert 0.5 < np.abs(levelled(sound)).max() <= CEILING


@pytest.mark.parametrize("seconds", [0.0, 0.1, 3.0])
def test_silence_stays_silence(seconds: float) -> None:
    quiet = np.zeros((round(seconds * RATE), 2), np.float32)
    assert np.array_equal(levelled(quiet, (0.0, 1.0)), quiet)


def test_then_and_now_are_made_as_loud_as_each_other_over_the_bars_they_share(monkeypatch: pytest.MonkeyPatch) -> None:
    heard: list[object] = []
    monkeypatch.setattr(drawing, "_rendered", lambda _music, stretch, *_: heard.append(stretch) or b"ID3")
    monkeypatch.setattr(drawing, "_engraved", lambda plain, _: ["" for _ in plain])
    monkeypatch.setattr(drawing, "_letters", lambda: b"wOF2")
    midi = part("jo", "bass", 40, 43).midi
    takes = dict.fromkeys(("bus-1", "bus-3", "steel-1"), (midi,))
    drawing.draw(
        drawing.Materials(sample.evidence(), takes, {}, {}, Preferences(), ()), lambda _done, _words: None
    )  # fmt: skip
    assert heard == [(0.0, 16.0), (0.0, 8.0), None], "four bars slowly, the same four; one take alone is as it was"
