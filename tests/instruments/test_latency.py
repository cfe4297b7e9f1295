"""Sixteen taps say how late the sound is, or that they say nothing; the answer is kept for each output and moves takes."""

import sys
import types
from pathlib import Path

import pytest

from instruments import RATE, NoteOff, NoteOn, Offset, Output, Position, TapTest, TooUneven, outputs
from instruments.latency import keep_offset, kept_offset, offset_of, warning

BEAT = 28_800
CLICKS = [1_000 + BEAT * number for number in range(20)]
SPEAKERS = Output(0, "miniaudio alsa", "Speakers", "FluidSynth")


def tapped(*late_ms: float, first: int = 4) -> list[int]:
    """A tap at each click, the first few anywhere."""
    searching = [CLICKS[number] + 9_000 * (-1) ** number for number in range(first)]
    return searching + [CLICKS[first + at] + round(each * RATE / 1e3) for at, each in enumerate(late_ms)]


def test_the_middle_tap_is_the_offset_and_the_first_four_do_not_count() -> None:
    found = offset_of(CLICKS, tapped(30, 34, 26, 30, 31, 29, 30, 35, 25, 30, 32, 28))
    assert found.milliseconds == pytest.approx(30, abs=0.05)
    assert found.spread_ms < 6


def test_one_tap_gone_astray_changes_little() -> None:
    steady = offset_of(CLICKS, tapped(*[20.0] * 12))
    astray = offset_of(CLICKS, tapped(*[20.0] * 11, 140))
    assert astray.frames == steady.frames


def test_taps_before_the_click_are_a_negative_offset() -> None:
    assert offset_of(CLICKS, tapped(*[-25.0] * 12)).milliseconds == pytest.approx(-25, abs=0.05)


def test_taps_that_spread_over_more_than_sixty_milliseconds_say_nothing() -> None:
    offset_of(CLICKS, tapped(*[0, 25, 50] * 4))
    with pytest.raises(TooUneven, match="Once more"):
        offset_of(CLICKS, tapped(*[-60, 0, 60] * 4))


@pytest.mark.parametrize("taps", [[], CLICKS[:11]])
def test_too_few_taps_say_nothing(taps: list[int]) -> None:
    with pytest.raises(TooUneven, match="too few"):
        offset_of(CLICKS, taps)


def test_the_test_reads_the_clicks_off_the_position_and_the_taps_off_any_keyboard() -> None:
    test = TapTest()
    test.hear(NoteOn(100, 1, 60, 80))  # before the click runs: nobody tapped to anything
    for number in range(16):
        frame = 5_000 + number * BEAT
        test.hear(Position(frame + 480, number * 480 + 8.0, "playing"))
        assert not test.done
        test.hear(NoteOn(frame + 960, number % 3, 60, 80))
        test.hear(NoteOff(frame + 1_500, number % 3, 60, 0))
    assert test.done
    assert test.taps == 16
    assert test.offset().frames == 960


def test_a_test_whose_click_never_ran_says_so() -> None:
    with pytest.raises(TooUneven, match="did not run"):
        TapTest().offset()


def test_each_output_keeps_its_own_offset(tmp_path: Path) -> None:
    path = tmp_path / "new" / "latency.json"
    headphones = Output(0, "miniaudio alsa", "Headphones", "FluidSynth")
    keep_offset(Offset(960, 8.04), SPEAKERS, path)
    keep_offset(Offset(480, 3.0), headphones, path)
    assert (kept_offset(SPEAKERS, path), kept_offset(headphones, path)) == (Offset(960, 8.0), Offset(480, 3.0))
    assert kept_offset(Output(0, "null", "nowhere", ""), path) == kept_offset(None, path) == Offset(0)


@pytest.mark.parametrize(
    "text", ["", "[]", '{"miniaudio alsa, Speakers": "soon"}', '{"miniaudio alsa, Speakers": [1]}']
)
def test_a_broken_file_is_as_if_nothing_was_measured(tmp_path: Path, text: str) -> None:
    path = tmp_path / "latency.json"
    path.write_text(text)
    assert kept_offset(SPEAKERS, path) == Offset(0)


@pytest.mark.parametrize(
    "name", ["Bluetooth Audio", "bluez_output.AC_12", "AirPods Pro", "Headset Hands-Free", "A2DP Sink"]
)
def test_bluetooth_is_warned_of_by_its_name(name: str) -> None:
    assert name in warning(name)
    assert "cable" in warning(name)


@pytest.mark.parametrize("name", ["Built-in Audio", "USB Audio", "the JACK graph", "Blue Yeti", "nowhere"])
def test_other_outputs_are_not_warned_of(name: str) -> None:
    assert warning(name) == ""


class Lister:
    """Stands in for miniaudio where it lists: it knows one system of sound and refuses every other."""

    MiniaudioError = type("MiniaudioError", (Exception,), {})
    Backend = dict.fromkeys(("JACK", "PULSEAUDIO", "ALSA", "OSS", "COREAUDIO", "WASAPI", "DSOUND", "WINMM"))

    def __init__(self, system: str, *names: str) -> None:
        self.Backend = {name: name for name in self.Backend}
        self.system, self.names = system, names

    def Devices(self, backends: list[str]) -> "Lister":  # noqa: N802  as miniaudio names it
        assert len(backends) == 1, "together they hide which one a device is of"
        if backends[0] != self.system:
            raise self.MiniaudioError("no such system here")
        return self

    def get_playbacks(self) -> list[dict[str, str]]:
        return [{"name": name} for name in self.names]


def test_outputs_are_listed_with_the_default_first_and_nowhere_last(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "platform", "linux")
    monkeypatch.setitem(sys.modules, "miniaudio", Lister("PULSEAUDIO", "Speakers", "bluez AirPods"))
    monkeypatch.setitem(sys.modules, "sounddevice", None)
    found = outputs()
    assert [(each.engine, each.device, each.default) for each in found] == [
        ("miniaudio", "Speakers", True),
        ("miniaudio", "bluez AirPods", False),
        ("null", "nowhere", False),
    ]
    assert [bool(each.warning) for each in found] == [False, True, False]


def test_where_nothing_sounds_nowhere_is_the_default(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "miniaudio", Lister("ALSA", "Discard all samples (playback)"))
    monkeypatch.setitem(sys.modules, "sounddevice", None)
    assert [(each.engine, each.default) for each in outputs()] == [("null", True)]
    assert isinstance(sys.modules["miniaudio"], Lister | types.ModuleType)
