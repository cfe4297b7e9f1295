"""Our own sounds as one soundfont: made at the first start, kept where what can be made again is kept."""

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Final

import numpy as np

from instruments.soundfont import Gen, Pcm, Preset, Sample, Zone, soundfont, timecents
from instruments.sounds import SOUNDS, own_soundfont
from instruments.strokes import KITS, Wave, level
from instruments.tones import RECIPES, Recipe

_PEAK: Final = 0.9
_ENDS_CENTIBELS: Final = 1000


def presets() -> Iterator[Preset]:
    """Make each sound of ours, one after the other; all of them take about two seconds."""
    for each in SOUNDS:
        if each.own is not None:
            zones = _kit_zones(each.id) if each.kit else _tone_zones(RECIPES[each.id])
            yield Preset(each.id, each.own[0], each.own[1], tuple(zones))


def _kit_zones(kit: str) -> Iterator[Zone]:
    for stroke in KITS[kit]():
        sample = Sample(stroke.name, _pcm(stroke.wave), stroke.pitch)
        # A stroke rings to its end however short the key: its release is longer than itself.
        settings = [(Gen.RELEASE, timecents(2 * len(stroke.wave) / 48_000)), (Gen.REVERB_SEND, 40)]
        if stroke.choke:
            settings.append((Gen.CHOKE_GROUP, stroke.choke))
        yield Zone(sample, stroke.pitch, stroke.pitch, tuple(settings))


def _tone_zones(recipe: Recipe) -> Iterator[Zone]:
    """Let each sampled note cover the keys nearest to it, the outermost ones all the rest."""
    borders = [0, *((low + high) // 2 + 1 for low, high in zip(recipe.pitches, recipe.pitches[1:], strict=False)), 128]
    settings = [
        (Gen.ATTACK, timecents(recipe.attack)),
        (Gen.RELEASE, timecents(recipe.release)),
        (Gen.REVERB_SEND, recipe.reverb),
    ]
    if recipe.decay:
        settings += [(Gen.DECAY, timecents(recipe.decay)), (Gen.SUSTAIN, _ENDS_CENTIBELS)]
    for number, pitch in enumerate(recipe.pitches):
        note = recipe.make(pitch)
        sample = Sample(f"{recipe.make.__name__} {pitch}", _pcm(level(note.wave, _PEAK)), pitch, note.loop)
        yield Zone(sample, borders[number], borders[number + 1] - 1, tuple(settings))


def _pcm(wave: Wave) -> Pcm:
    return np.round(wave * 32_767).astype(np.int16)


def make(path: Path | None = None) -> Path:
    """Make the soundfont of our own sounds where it is not there yet, whole or not at all; OSError where it cannot be kept."""
    path = path or own_soundfont()
    if path.is_file():
        return path
    made = list(presets())
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_name(f"{path.name}.{os.getpid()}")  # two programs may start at once: the last one's stays
    try:
        part.write_bytes(soundfont("Soundfolio", made))
        part.replace(path)
    finally:
        part.unlink(missing_ok=True)
    return path
