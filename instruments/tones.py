"""The notes of our own synth sounds, made of sines and shaped noise: sub, 808, pluck, pad, FM keys, lead, bell; deterministic."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

import numpy as np

from instruments.events import RATE
from instruments.strokes import Wave, band, driven, fade, noise, seconds

_NYQUIST: Final = 0.45 * RATE


@dataclass(frozen=True, slots=True)
class Note:
    """One note of a sound as it is sampled: its pitch, its wave and the frames that repeat while the key is down."""

    pitch: int
    wave: Wave
    loop: tuple[int, int] | None = None


@dataclass(frozen=True, slots=True)
class Recipe:
    """How one of our own sounds is made: the pitches sampled, what makes one, and its envelope in seconds and decibels."""

    pitches: tuple[int, ...]
    make: Callable[[int], Note]
    attack: float = 0.001
    decay: float = 0.0  # seconds by which a held note sinks by 100 dB; 0 = it stays
    release: float = 0.12
    reverb: int = 100  # tenths of a per cent


def hertz_of(pitch: int) -> float:
    """Return the frequency of a pitch: 69 is 440 Hz."""
    return 440.0 * float(2 ** ((pitch - 69) / 12))


def _cycles(pitch: int, least_seconds: float) -> tuple[int, float]:
    """Return the frames of a whole number of cycles, at least so long, and the frequency that makes them whole."""
    cycles = int(np.ceil(least_seconds * hertz_of(pitch)))
    frames = round(cycles * RATE / hertz_of(pitch))
    return frames, cycles * RATE / frames


def _looped(pitch: int, start_seconds: float, shape: Callable[[Wave], Wave], least_seconds: float = 0.25) -> Note:
    """Return `shape` of a phase in cycles: a start, then a loop whose two ends meet."""
    frames, hertz = _cycles(pitch, least_seconds)
    start = round(start_seconds * RATE)
    phase = np.arange(start + frames + 8) * hertz / RATE
    return Note(pitch, shape(phase), (start, start + frames))


def sub_bass(pitch: int) -> Note:
    """A sine with a little of its octave, so that small speakers tell its pitch too."""
    return _looped(pitch, 0.02, lambda phase: driven(np.sin(2 * np.pi * phase), 1.5) + 0.08 * np.sin(4 * np.pi * phase))


def bass_808(pitch: int) -> Note:
    """A sine that falls into its pitch, driven; how long it rings is the envelope's."""
    frames, hertz = _cycles(pitch, 0.25)
    start = round(0.35 * RATE)
    t = np.arange(start + frames + 8) / RATE
    # By the loop the fall has ended: its rest is a constant phase.
    phase = hertz * t + 1.3 * hertz / 45 * (1 - np.exp(-t * 45))
    wave = driven(np.sin(2 * np.pi * phase), 2.4)
    tick = fade(band(noise(0.008, 3), 800, 6_000), 400)
    wave[: len(tick)] += 0.15 * tick
    return Note(pitch, wave, (start, start + frames))


def _partials(pitch: int, length: float, strength: Callable[[int], float], damping: Callable[[int], float]) -> Wave:
    """Add the partials of a pitch, each with its strength and its damping in nepers a second."""
    t, hertz = seconds(length), hertz_of(pitch)
    wave = np.zeros(len(t))
    for number in range(1, min(40, int(_NYQUIST / hertz)) + 1):
        wave += strength(number) * np.sin(2 * np.pi * hertz * number * t) * np.exp(-t * damping(number))
    return fade(wave, 0)


def pluck(pitch: int) -> Note:
    """A saw whose highs die first, as a short filter envelope makes it."""
    return Note(pitch, _partials(pitch, 1.6, lambda n: 1 / n, lambda n: 2.2 + 1.6 * n))


def _spread(pitch: int, strength: Callable[[int], float], cents: float, seed: int, least_seconds: float = 2.0) -> Note:
    """Spread each partial over a narrow band of frequencies with chance phases: a choir of voices in a loop without a seam.

    The bands are symmetric about the pitch, which lies on a frequency of the loop itself.
    """
    length, base = _cycles(pitch, least_seconds)
    chance = np.random.default_rng(seed + pitch)
    hertz = np.arange(length // 2 + 1) * RATE / length
    spectrum = np.zeros(len(hertz))
    for number in range(1, min(48, int(_NYQUIST / base)) + 1):
        width = max(RATE / length, base * number * (2 ** (cents / 1200) - 1))
        spectrum += strength(number) / np.sqrt(width) * np.exp(-(((hertz - base * number) / width) ** 2))
    wave = np.fft.irfft(spectrum * np.exp(2j * np.pi * chance.random(len(hertz))), length)
    return Note(pitch, np.concatenate((wave, wave[:8])), (0, length))


def dream_pad(pitch: int) -> Note:
    """Many detuned saws behind a soft filter."""
    return _spread(pitch, lambda n: 1 / n**1.5, 7, 100)


def glass_pad(pitch: int) -> Note:
    """Odd partials and a high shimmer."""
    return _spread(pitch, lambda n: (1.0 if n % 2 else 0.25) / n**1.8 + (0.05 if n in (8, 12, 16) else 0), 5, 200)


def super_lead(pitch: int) -> Note:
    """A row of saws, bright and wide."""
    return _spread(pitch, lambda n: 1 / n, 4, 300, 1.4)


def chip_lead(pitch: int) -> Note:
    """A pulse of a quarter, made of the partials that fit: what the first games sang with."""

    def pulse(phase: Wave) -> Wave:
        most = max(1, min(60, int(_NYQUIST / hertz_of(pitch))))
        wave = np.zeros(len(phase))
        for n in range(1, most + 1):
            wave += np.sin(np.pi * n * 0.25) / n * np.cos(2 * np.pi * n * phase)
        return wave

    return _looped(pitch, 0.01, pulse, 0.1)


def _fm(pitch: int, length: float, ratio: float, index: float, fall: float, ring: float) -> Wave:
    """One sine bent by another whose strength falls, dying away: the electric keys of the eighties."""
    t, hertz = seconds(length), hertz_of(pitch)
    dimmed = index * min(1.0, (523 / hertz) ** 0.7)
    bent = dimmed * np.exp(-t * fall) * np.sin(2 * np.pi * hertz * ratio * t)
    wave: Wave = np.sin(2 * np.pi * hertz * t + bent) * np.exp(-t * ring)
    return wave


def fm_keys(pitch: int) -> Note:
    """A warm tone with a struck bell on top."""
    ring = 0.9 + pitch / 60
    tine = 0.25 * _fm(pitch, 2.8, 14, 0.9, 9, ring * 2.5) if hertz_of(pitch) * 14 < _NYQUIST else 0.0
    return Note(pitch, fade(_fm(pitch, 2.8, 1, 1.7, 1.8, ring) + tine, 0.2))


def lofi_keys(pitch: int) -> Note:
    """The same from a worn tape: its pitch wavers by four cents, its highs are gone."""
    wave = fm_keys(pitch).wave
    t = np.arange(len(wave))
    wavering = t + 0.0023 * RATE / (2 * np.pi * 5) * np.sin(2 * np.pi * 5 * t / RATE)
    wave = np.interp(wavering, t, wave)
    return Note(pitch, fade(driven(band(wave, 60, 2_600), 1.8) + 0.002 * noise(len(wave) / RATE, pitch), 0.3))


def bell(pitch: int) -> Note:
    """Partials that fit no scale over one that does."""
    t, hertz = seconds(3.0), hertz_of(pitch)
    wave = np.zeros(len(t))
    for ratio, strength, damping in (
        (1.0, 1.0, 1.1),
        (2.0, 0.55, 1.6),
        (2.76, 0.4, 2.4),
        (4.07, 0.3, 3.3),
        (5.4, 0.22, 4.6),
        (8.93, 0.1, 8.0),
    ):
        if hertz * ratio < _NYQUIST:
            wave += strength * np.sin(2 * np.pi * hertz * ratio * t) * np.exp(-t * damping)
    return Note(pitch, fade(wave, 0.3))


_WIDE: Final = tuple(range(30, 103, 8))
RECIPES: Final[dict[str, Recipe]] = {
    "sub-bass": Recipe((24, 33, 42, 51, 60), sub_bass, attack=0.004, release=0.06, reverb=0),
    "808": Recipe((24, 33, 42, 51, 60), bass_808, decay=7.0, release=0.18, reverb=0),
    "pluck": Recipe(_WIDE, pluck, release=0.25, reverb=200),
    "dream-pad": Recipe((38, 48, 58, 68, 78, 88), dream_pad, attack=0.35, release=0.9, reverb=250),
    "glass-pad": Recipe((38, 48, 58, 68, 78, 88), glass_pad, attack=0.2, release=1.1, reverb=300),
    "super-lead": Recipe((42, 50, 58, 66, 74, 82, 90), super_lead, attack=0.004, release=0.15, reverb=120),
    "chip-lead": Recipe((36, 44, 52, 60, 68, 76, 84, 92), chip_lead, attack=0.002, release=0.05, reverb=50),
    "fm-keys": Recipe(_WIDE, fm_keys, release=0.3, reverb=150),
    "lofi-keys": Recipe(_WIDE, lofi_keys, release=0.3, reverb=180),
    "bell": Recipe((52, 60, 68, 76, 84, 92), bell, release=0.8, reverb=250),
}
