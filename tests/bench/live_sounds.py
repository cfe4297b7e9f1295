"""Measure every sound of the catalogue in every font at hand under both synths, and write what makes them alike.

python -m tests.bench.live_sounds          print peak, cents off at C4 and loudness of what sounds now
python -m tests.bench.live_sounds --write  measure untrimmed, and renew instruments/loudness.json
"""

import json
import sys
from pathlib import Path

import numpy as np

from instruments import loudness, own
from instruments.errors import NoSynth
from instruments.loudness import table_name
from instruments.sounds import SOUNDS, Sound, soundfonts
from instruments.synth import FluidSynth, Synth
from instruments.tiny import TinySoundFont

TABLE = Path(loudness.__file__).with_name("loudness.json")
VOICES = {"fluidsynth": FluidSynth, "tinysoundfont": TinySoundFont}
TARGET = {
    "fluidsynth": -26.0,
    "tinysoundfont": -26.0,
}  # LUFS of the phrase below; the loudest boost is a controller at 127
C4 = 261.6256
PATTERN = (36, 42, 38, 42, 36, 42, 38, 46)


def phrase(voice: Synth, each: Sound) -> np.ndarray:
    """A chord broken in its middle range, or a beat, at velocity 100: about two seconds."""
    middle = min(range(36, 97, 12), key=lambda pitch: abs(pitch + 4 - (each.low + each.high) / 2))
    pitches = PATTERN if each.kit else (middle, middle + 4, middle + 7, middle + 4)
    length = 12_000 if each.kit else 24_000
    blocks = []
    for pitch in pitches:
        voice.message(3, bytes((0x90, pitch, 100)))
        blocks.append(rendered(voice, length))
        voice.message(3, bytes((0x80, pitch, 0)))
    return np.concatenate([*blocks, rendered(voice, 12_000)])


def rendered(voice: Synth, frames: int) -> np.ndarray:
    out = np.zeros((frames, 2), np.float32)
    for start in range(0, frames, 4096):
        voice.render(out[start : start + 4096])
    return out


def quiet(voice: Synth) -> None:
    voice.hush()
    for _ in range(30):
        if np.abs(rendered(voice, 4096)).max() < 1e-5:
            return


def cents(voice: Synth) -> float:
    """How far C4 is off."""
    voice.message(3, bytes((0x90, 60, 100)))
    audio = rendered(voice, 72_000).mean(axis=1)[6_000:]
    voice.message(3, bytes((0x80, 60, 0)))
    return cents_off(audio, C4)


def cents_off(audio: np.ndarray, hertz: float) -> float:
    """The middle of the power around the first four partials, each half a semitone wide: a chorus of detuned reeds has one too."""
    size = 1 << 18  # zeros behind it make a bin 0.2 Hz wide
    power = np.abs(np.fft.rfft(audio * np.hanning(len(audio)), size)) ** 2
    total = off = 0.0
    for partial in (1, 2, 3, 4):
        bins = np.arange(*(round(hertz * partial * 2 ** (sign / 24) * size / 48_000) for sign in (-1, 1)))
        total += float(power[bins].sum())
        off += float((power[bins] * 1200 * np.log2(bins * 48_000 / size / (hertz * partial))).sum())
    return off / total


def measured(voice: Synth, each: Sound) -> tuple[float, float, float]:
    """Peak in dBFS, loudness in LUFS, cents off at C4 (0 for kits)."""
    quiet(voice)
    voice.sound(3, each)
    audio = phrase(voice, each)
    quiet(voice)
    off = 0.0 if each.kit else cents(voice)
    return 20 * float(np.log10(np.abs(audio).max() + 1e-9)), loudness.loudness(audio), off


def write() -> None:
    """Measure each font alone and untrimmed."""
    loudness._table.cache_clear()
    TABLE.write_text("{}", encoding="utf-8")
    table: dict[str, dict[str, list[float]]] = {}
    for name, kind in VOICES.items():
        for font in soundfonts():
            rows = table.setdefault(f"{name} {table_name(font)}", {})
            try:
                voice = kind([font])
            except NoSynth:
                continue
            for each in filter(font.has, SOUNDS):
                _, lufs, off = measured(voice, each)
                rows[each.id] = [round(TARGET[name] - lufs, 1), 0.0 if abs(off) > 60 else round(-off, 1)]
            voice.close()
    lines = [f"  {json.dumps(font)}: {json.dumps(rows)}" for font, rows in table.items() if rows]
    TABLE.write_text("{\n" + ",\n".join(lines) + "\n}\n", encoding="utf-8")


def show() -> None:
    """Print what the engine would play now."""
    for name, kind in VOICES.items():
        voice = kind(soundfonts())
        found = {each: measured(voice, each) for each in SOUNDS}
        middle = float(np.median([lufs for _, lufs, _ in found.values()]))
        for each, (peak, lufs, off) in found.items():
            wrong = peak < -40 or abs(lufs - middle) > 1.5 or (abs(off) > 5 and each.low <= 60 <= each.high)
            print(
                f"{name:14} {each.id:15} peak {peak:6.1f} dBFS  {lufs:6.1f} LUFS  C4 {off:6.1f} cents {'<--' * wrong}"
            )
        voice.close()


if __name__ == "__main__":
    assert isinstance(own.make(), Path)
    write() if sys.argv[1:] == ["--write"] else show()
