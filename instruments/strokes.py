"""The strokes of our own drum kits, made of sines, noise and envelopes in the manner of the analogue machines; deterministic."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt

from instruments.events import RATE

Wave = npt.NDArray[np.float64]  # mono, 48 kHz, about -1 to 1


@dataclass(frozen=True, slots=True)
class Stroke:
    """One stroke of a kit: the pitch of General MIDI that plays it, and its wave; strokes of one `choke` end each other."""

    pitch: int
    name: str
    wave: Wave
    choke: int = 0


def seconds(length: float) -> Wave:
    """Return the moments of `length` seconds of frames."""
    return np.arange(round(length * RATE)) / RATE


def noise(length: float, seed: int) -> Wave:
    """Return white noise, the same at every call with the same seed."""
    wave: Wave = np.random.default_rng(seed).uniform(-1, 1, round(length * RATE))
    return wave


def swept(length: float, start: float, end: float, rate: float) -> Wave:
    """Return a sine whose pitch falls from `start` to `end` hertz, `rate` times a second to 1/e of the way."""
    t = seconds(length)
    wave: Wave = np.sin(2 * np.pi * (end * t + (start - end) * (1 - np.exp(-t * rate)) / rate))
    return wave


def band(wave: Wave, low: float, high: float) -> Wave:
    """Keep what lies between two frequencies in hertz, with gentle slopes."""
    hertz = np.fft.rfftfreq(len(wave), 1 / RATE)
    with np.errstate(divide="ignore"):
        slope = 1 / np.sqrt(1 + (low / np.maximum(hertz, 1e-9)) ** 6) / np.sqrt(1 + (hertz / high) ** 6)
    kept: Wave = np.fft.irfft(np.fft.rfft(wave) * slope, len(wave))
    return kept


def fade(wave: Wave, rate: float) -> Wave:
    """Let a wave die away by `rate` nepers a second, without a click at its end."""
    faded: Wave = wave * np.exp(-seconds(len(wave) / RATE)[: len(wave)] * rate)
    tail = min(len(faded), RATE // 200)
    faded[-tail:] *= np.linspace(1, 0, tail)
    return faded


def driven(wave: Wave, amount: float) -> Wave:
    """Saturate a wave softly."""
    warm: Wave = np.tanh(wave * amount) / np.tanh(amount)
    return warm


def level(wave: Wave, peak: float) -> Wave:
    """Return the wave with its peak at `peak`."""
    scaled: Wave = wave * (peak / max(1e-9, float(np.abs(wave).max())))
    return scaled


# -- strokes -----------------------------------------------------------------------------------------------------------


def kick(length: float, low: float, *, click: float, drive: float) -> Wave:
    """Return a bass drum that falls to `low` hertz."""
    body = fade(swept(length, low * 4.2, low, 38), 3.2 / length)
    tick = np.pad(fade(band(noise(0.012, 1), 900, 7_000), 350), (0, len(body) - round(0.012 * RATE)))
    return driven(body + click * tick, drive)


def snare(tone: float, body: float, wires: float, seed: int) -> Wave:
    """Return a snare drum: two tuned heads and its wires."""
    t = seconds(0.32)
    heads = np.sin(2 * np.pi * tone * t) + 0.6 * np.sin(2 * np.pi * tone * 1.84 * t)
    return driven(body * fade(heads, 22) + wires * fade(band(noise(0.32, seed), 1_300, 9_500), 15), 1.4)


def clap(seed: int) -> Wave:
    """Return a clap: three hands a hundredth of a second apart, and the room."""
    hands = np.zeros(round(0.36 * RATE))
    for number, starts in enumerate((0.0, 0.011, 0.022)):
        at, hand = round(starts * RATE), fade(noise(0.03, seed + number), 130)
        hands[at : at + len(hand)] += hand
    at, room = round(0.032 * RATE), fade(noise(0.3, seed + 9), 18)
    hands[at : at + len(room)] += 0.8 * room
    return fade(band(hands, 750, 3_400), 2)


def metal(length: float, rate: float, *, low: float, seed: int) -> Wave:
    """Return what six square waves that fit no scale make through a high pass: hats and cymbals."""
    t = seconds(length)
    squares = sum(np.sign(np.sin(2 * np.pi * hertz * t)) for hertz in (245.7, 361.6, 494.2, 635.1, 824.3, 1_043.9))
    return fade(band(np.asarray(squares) / 6 + 0.35 * noise(length, seed), low, 16_000), rate)


def drum(hertz: float, length: float) -> Wave:
    """Return a tom or a conga of this pitch."""
    skin = np.pad(fade(band(noise(0.02, 5), 400, 4_000), 180), (0, round(length * RATE) - round(0.02 * RATE)))
    return fade(swept(length, hertz * 1.5, hertz, 30), 4.2 / length) + 0.12 * skin


def block(hertz: float, length: float) -> Wave:
    """Return a struck piece of wood."""
    t = seconds(length)
    return fade(np.sin(2 * np.pi * hertz * t) + 0.5 * np.sin(2 * np.pi * hertz * 1.51 * t), 6 / length)


def cowbell() -> Wave:
    """Return the two squares that everybody knows."""
    t = seconds(0.4)
    tones = np.sign(np.sin(2 * np.pi * 540 * t)) + np.sign(np.sin(2 * np.pi * 800 * t))
    return band(fade(tones, 12), 480, 4_500)


def shaker(length: float, seed: int) -> Wave:
    """Return a short rush of seeds."""
    wave = noise(length, seed) * np.sin(np.pi * np.minimum(1, seconds(length) / length)) ** 0.6
    return fade(band(wave, 4_500, 14_000), 8)


# -- kits --------------------------------------------------------------------------------------------------------------

_HATS: Final = 1


def machine_kit() -> tuple[Stroke, ...]:
    """Return the kit in the manner of the 808: a long kick, thin hats, a bright clap."""
    low_kick, short_kick = kick(1.1, 47, click=0.25, drive=1.6), kick(0.45, 54, click=0.5, drive=2.2)
    return _kit(low_kick, short_kick, snare(178, 0.8, 0.7, 11), snare(240, 0.5, 0.9, 12), 6_800)


def club_kit() -> tuple[Stroke, ...]:
    """Return a harder kit for dance music: a short hard kick, a heavy snare, open metal."""
    hard, harder = kick(0.42, 50, click=0.9, drive=3.2), kick(0.34, 58, click=1.2, drive=4.0)
    return _kit(hard, harder, snare(205, 1.0, 1.0, 21), snare(285, 0.7, 1.2, 22), 5_200)


def lofi_kit() -> tuple[Stroke, ...]:
    """Return the machine's kit as an old sampler keeps it: dull, coarse, a little dirty."""
    return tuple(
        Stroke(each.pitch, each.name, level(worn(each.wave, index), float(np.abs(each.wave).max())), each.choke)
        for index, each in enumerate(club_kit())
    )


def worn(wave: Wave, seed: int) -> Wave:
    """Return a wave at a third of its rate, in eight bits, with its highs gone and dust on it."""
    coarse = np.repeat(wave[::3], 3)[: len(wave)]
    coarse = np.round(coarse * 90) / 90
    dusty = coarse + 0.006 * noise(len(wave) / RATE, 900 + seed)[: len(wave)] * np.abs(coarse).max()
    return fade(driven(band(dusty, 35, 5_200), 1.3), 0.5)


def _kit(low_kick: Wave, short_kick: Wave, first: Wave, second: Wave, bright: float) -> tuple[Stroke, ...]:
    toms = ((41, 82.0), (43, 98.0), (45, 122.0), (47, 147.0), (48, 175.0), (50, 208.0))
    congas = ((64, 165.0), (63, 220.0), (62, 247.0), (61, 262.0), (60, 370.0))
    rows: list[tuple[int, str, Wave, float, int]] = [
        (35, "kick long", low_kick, 0.95, 0),
        (36, "kick", short_kick, 0.95, 0),
        (37, "rim", block(1_720, 0.06), 0.6, 0),
        (38, "snare", first, 0.8, 0),
        (39, "clap", clap(31), 0.75, 0),
        (40, "snare tight", second, 0.8, 0),
        (42, "hat", metal(0.09, 55, low=bright, seed=41), 0.42, _HATS),
        (44, "hat foot", metal(0.07, 70, low=bright * 0.9, seed=42), 0.36, _HATS),
        (46, "hat open", metal(0.65, 6.5, low=bright, seed=43), 0.42, _HATS),
        (49, "crash", metal(1.8, 2.4, low=bright * 0.55, seed=44), 0.5, 0),
        (51, "ride", metal(1.1, 4.0, low=bright * 0.8, seed=45), 0.38, 0),
        (54, "tambourine", shaker(0.16, 46), 0.45, 0),
        (56, "cowbell", cowbell(), 0.5, 0),
        (57, "crash two", metal(1.5, 2.8, low=bright * 0.7, seed=47), 0.5, 0),
        (69, "shaker", shaker(0.11, 48), 0.4, 0),
        (70, "maracas", shaker(0.07, 49), 0.4, 0),
        (75, "claves", block(2_480, 0.09), 0.55, 0),
        (76, "block high", block(1_250, 0.09), 0.5, 0),
        (77, "block low", block(840, 0.1), 0.5, 0),
    ]
    rows += [(pitch, f"tom {pitch}", drum(hertz, 0.5), 0.75, 0) for pitch, hertz in toms]
    rows += [(pitch, f"conga {pitch}", drum(hertz, 0.3), 0.6, 0) for pitch, hertz in congas]
    return tuple(Stroke(pitch, name, level(wave, peak), choke) for pitch, name, wave, peak, choke in rows)


KITS: Final[dict[str, Callable[[], tuple[Stroke, ...]]]] = {
    "808-kit": machine_kit,
    "club-kit": club_kit,
    "lofi-kit": lofi_kit,
}
