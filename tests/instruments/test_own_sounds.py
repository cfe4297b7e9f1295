"""Our own sounds are made once, the same every time, whole or not at all, and every synth reads them."""

import struct
import time
from itertools import islice
from pathlib import Path

import numpy as np
import pytest

from instruments import Engine, own
from instruments.soundfont import Gen, Preset, Sample, Zone, soundfont, timecents
from instruments.sounds import OWN_VERSION, SOUNDS, Soundfont, own_soundfont, soundfonts
from instruments.strokes import KITS
from instruments.synth import FluidSynth
from instruments.tones import RECIPES, hertz_of
from studio.music import grooves
from studio.music.patterns import DRUMS

pytestmark = pytest.mark.whole

# What the sounds of a version sum up to. Where this fails, the sounds have changed: raise OWN_VERSION, or players keep the old ones.
SUMS = {1: 35_112_920_170}


@pytest.fixture(scope="module")
def presets() -> list[Preset]:
    return list(own.presets())


def a_beep(frames: int = 4_800, pitch: int = 69) -> Preset:
    wave = np.sin(2 * np.pi * hertz_of(pitch) * np.arange(frames) / 48_000) * 30_000
    return Preset("beep", 0, 3, (Zone(Sample("beep", wave.astype(np.int16), pitch), 0, 127),))


def test_a_file_is_a_riff_whose_lengths_add_up() -> None:
    data = soundfont("mine", [a_beep()])
    assert (data[:4], data[8:12]) == (b"RIFF", b"sfbk")
    assert struct.unpack("<I", data[4:8])[0] == len(data) - 8
    at, kinds = 12, []
    while at < len(data):
        size = struct.unpack("<I", data[at + 4 : at + 8])[0]
        kinds.append(data[at + 8 : at + 12])
        at += 8 + size
    assert kinds == [b"INFO", b"sdta", b"pdta"]
    assert at == len(data)


def test_a_sample_used_twice_is_stored_once() -> None:
    zone = a_beep().zones[0]
    both = [Preset("one", 0, 1, (zone,)), Preset("two", 0, 2, (zone,))]
    assert len(soundfont("m", both)) - len(soundfont("m", both[:1])) < 500


def test_a_synth_plays_a_file_of_ours_at_its_pitch(tmp_path: Path) -> None:
    path = tmp_path / "beep.sf2"
    path.write_bytes(soundfont("mine", [a_beep(48_000)]))
    synth = FluidSynth([Soundfont(path, own=True)])
    try:
        beep = next(each for each in SOUNDS if each.own == (0, 3))
        synth.sound(0, beep)
        synth.message(0, b"\x90\x51\x64")  # an octave above its sample
        out = np.zeros((16_384, 2), np.float32)
        synth.render(out)
    finally:
        synth.close()
    peak = np.argmax(np.abs(np.fft.rfft(out[:, 0] * np.hanning(16_384)))) * 48_000 / 16_384
    assert peak == pytest.approx(880, abs=4)


def test_times_are_written_in_timecents() -> None:
    assert [timecents(1), timecents(2), timecents(0.5), timecents(0)] == [0, 1200, -1200, timecents(0.001)]


def test_every_own_sound_has_a_recipe_and_every_recipe_a_sound() -> None:
    named = {each.id for each in SOUNDS if each.own is not None}
    assert named == RECIPES.keys() | KITS.keys()
    assert len({each.own for each in SOUNDS if each.own}) == len(named)


def test_each_sound_covers_every_key_or_each_stroke_once(presets: list[Preset]) -> None:
    for each in presets:
        covered = [pitch for zone in each.zones for pitch in range(zone.low, zone.high + 1)]
        assert len(set(covered)) == len(covered)
        if each.bank == 0:
            assert sorted(covered) == list(range(128))
        else:
            assert {36, 38, 39, 42, 46} <= set(covered)


def test_our_kits_have_every_drum_of_the_grooves_that_use_them(presets: list[Preset]) -> None:
    strokes = {each.name: {zone.low for zone in each.zones} for each in presets if each.name in KITS}
    for groove in map(grooves.groove, grooves.names()):
        rows = {row for row in grooves.rows_of(groove) if groove.sounds["drums"] in strokes}
        assert not {row for row in rows if DRUMS[row] not in strokes[groove.sounds["drums"]]}, groove.id


def test_no_sample_is_silent_or_at_its_limit(presets: list[Preset]) -> None:
    for zone in (zone for each in presets for zone in each.zones):
        assert 3_000 < np.abs(zone.sample.pcm.astype(int)).max() < 32_767


def test_loops_meet_without_a_step(presets: list[Preset]) -> None:
    for zone in (zone for each in presets for zone in each.zones if zone.sample.loop):
        first, end = zone.sample.loop
        pcm = zone.sample.pcm.astype(int)
        assert np.abs(pcm[first : first + 4] - pcm[end : end + 4]).max() < 0.01 * 32_768


def test_hats_choke_each_other(presets: list[Preset]) -> None:
    for each in (each for each in presets if each.bank == 128):
        choking = {zone.low for zone in each.zones if (Gen.CHOKE_GROUP, 1) in zone.settings}
        assert choking == {42, 44, 46}


def test_the_sounds_are_the_same_every_time_and_a_change_has_a_new_version(presets: list[Preset]) -> None:
    samples = [zone.sample.pcm for each in presets for zone in each.zones]
    again = [zone.sample.pcm for each in islice(own.presets(), 3) for zone in each.zones]
    assert all((one == other).all() for one, other in zip(samples, again, strict=False))
    total = sum(int(np.abs(pcm.astype(np.int64)).sum()) for pcm in samples)
    assert total == pytest.approx(SUMS[OWN_VERSION], rel=1e-6)  # computers differ in the last bit of a sine


def test_the_file_is_made_whole_where_it_is_missing_and_left_where_it_is(
    tmp_path: Path, presets: list[Preset], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SOUNDFOLIO_DATA", str(tmp_path))
    monkeypatch.setattr(own, "presets", lambda: iter(presets))
    assert not any(font.own for font in soundfonts())
    made = own.make()
    assert made == own_soundfont()
    assert list(made.parent.iterdir()) == [made]  # nothing half-made beside it
    assert soundfonts()[0] == Soundfont(made, own=True)
    made.write_bytes(b"as it was")
    own.make()
    assert made.read_bytes() == b"as it was"


def test_a_making_that_fails_leaves_nothing(
    tmp_path: Path, presets: list[Preset], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(own, "presets", lambda: iter(presets[:1]))

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "replace", full)
    with pytest.raises(OSError, match="No space"):
        own.make(tmp_path / "a.sf2")
    assert list(tmp_path.iterdir()) == []


def test_the_first_start_of_an_engine_makes_them_and_plays_them(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SOUNDFOLIO_DATA", str(tmp_path))
    engine = Engine("null", keyboards=False)
    engine.start()
    end = time.monotonic() + 60
    try:
        while not own_soundfont().is_file():
            engine.pending()
            assert time.monotonic() < end, "our own sounds were not made"
            time.sleep(0.05)
        assert engine.alive
    finally:
        engine.close()
