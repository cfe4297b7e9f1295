"""The voice of Windows, where no FluidSynth comes with our dependencies: tinysoundfont, and the pedals it lacks."""

import math
from collections.abc import Iterable
from itertools import product
from typing import Final

import numpy as np

from instruments.errors import NoSynth
from instruments.events import RATE, SOSTENUTO, SUSTAIN
from instruments.loudness import Trim, trim
from instruments.sounds import Sound, Soundfont, in_turn
from instruments.synth import AT_REST, VOICES, VOLUME, Audio

_STRAIGHT: Final = 8192
_VIBRATO_HERTZ, _VIBRATO_BEND = 5.5, 2048  # a quarter of the wheel's two semitones
_LFO_FRAMES: Final = 512  # a longer block is rendered in parts while a vibrato runs
_MODULATION: Final = 1
_DB_A_DECADE: Final = 60.0  # controller 7: the volume is its third power


class Dampers:
    """Which keys of one channel the pedals hold: tinysoundfont ends a note when its key comes up, whatever the feet do."""

    def __init__(self) -> None:
        self._down: set[int] = set()
        self._ringing: set[int] = set()  # let go, but held by a pedal
        self._caught: set[int] = set()  # those that the middle pedal found down
        self._sustain = False

    def press(self, pitch: int) -> None:
        """Take a key-down."""
        self._down.add(pitch)
        self._ringing.discard(pitch)

    def release(self, pitch: int) -> bool:
        """Take a key-up; return whether the note ends now."""
        self._down.discard(pitch)
        if self._sustain or pitch in self._caught:
            self._ringing.add(pitch)
            return False
        return True

    def pedal(self, number: int, *, down: bool) -> list[int]:
        """Take the right or the middle pedal; return the pitches that end now."""
        if number == SUSTAIN:
            self._sustain = down
        else:
            self._caught = set(self._down) if down else set()
        ending = sorted(set() if self._sustain else self._ringing - self._caught)
        self._ringing.difference_update(ending)
        return ending


class Wheels:
    """The two wheels of one channel: tinysoundfont bends, but knows no vibrato, so the modulation wheel bends to and fro."""

    def __init__(self) -> None:
        self.bend = _STRAIGHT
        self.modulation = 0
        self._cycles = 0.0

    def after(self, frames: int, rate: int) -> int:
        """Return where the pitch wheel is to stand for the next `frames`, 0 to 16383."""
        self._cycles = (self._cycles + frames / rate * _VIBRATO_HERTZ) % 1
        swing = self.modulation / 127 * _VIBRATO_BEND * math.sin(2 * math.pi * self._cycles)
        return max(0, min(16_383, self.bend + round(swing)))


class TinySoundFont:
    """tinysoundfont: the voice of Windows, where no FluidSynth comes with our dependencies."""

    def __init__(self, fonts: Iterable[Soundfont], rate: int = RATE) -> None:
        try:
            import tinysoundfont
        except ImportError as error:
            raise NoSynth("tinysoundfont is not installed.") from error
        self._synth = tinysoundfont.Synth(samplerate=rate, gain=6.0)
        self.name, self._rate = "tinysoundfont", rate
        self._fonts: list[tuple[Soundfont, int]] = []
        self._trims: dict[int, Trim] = {}  # of the channels that have a sound: one without refuses every message
        self._dampers: dict[int, Dampers] = {}
        self._wheels: dict[int, Wheels] = {}
        for font in fonts:
            try:
                self._fonts.append((font, self._synth.sfload(str(font.path), max_voices=VOICES)))
            except Exception:  # noqa: BLE001, S112  a font it cannot read; its errors have no type of their own
                continue
        if not self._fonts:
            raise NoSynth(
                "No soundfont could be opened, so nothing can sound. Installing Soundfolio again puts one back."
            )

    def sound(self, channel: int, sound: Sound) -> None:
        """Select the sound's preset from the best font that has it, else of what stands in for it."""
        for near, (font, font_id) in product(in_turn(sound), self._fonts):
            if (preset := font.preset(near)) is not None:
                self._trims[channel] = trim("tinysoundfont", font, near)
                self._dampers.setdefault(channel, Dampers())
                self._wheels.setdefault(channel, Wheels())
                self._synth.program_select(channel, font_id, *preset, near.kit)
                self._set_up(channel)
                return

    def _set_up(self, channel: int) -> None:
        for _, number, value in self._trims[channel].messages(_DB_A_DECADE):
            self._synth.control_change(channel, number, value)

    def message(self, channel: int, message: bytes) -> None:
        """Play one short message."""
        if channel not in self._trims:
            return
        match message[0] & 0xF0:
            case 0x90 if message[2]:
                self._dampers[channel].press(message[1])
                self._synth.noteon(channel, message[1], message[2])
            case 0x80 | 0x90:
                if self._dampers[channel].release(message[1]):
                    self._synth.noteoff(channel, message[1])
            case 0xB0 if message[1] in (SUSTAIN, SOSTENUTO):
                for pitch in self._dampers[channel].pedal(message[1], down=message[2] >= 64):  # noqa: PLR2004  MIDI's half
                    self._synth.noteoff(channel, pitch)
            case 0xB0 if message[1] == _MODULATION:
                self._wheels[channel].modulation = message[2]
                if not message[2]:
                    self._synth.pitchbend(channel, self._wheels[channel].bend)
            case 0xB0 if message[1] == VOLUME:
                volume = self._trims[channel].volume(message[2], _DB_A_DECADE)
                self._synth.control_change(channel, VOLUME, volume)
            case 0xB0:
                self._synth.control_change(channel, message[1], message[2])
            case 0xE0:
                self._wheels[channel].bend = message[2] << 7 | message[1]
                self._synth.pitchbend(channel, self._wheels[channel].bend)

    def hush(self) -> None:
        """End every note and let every pedal go."""
        for channel in self._trims:
            self._dampers[channel], self._wheels[channel] = Dampers(), Wheels()
            self._synth.pitchbend(channel, _STRAIGHT)
            for number, value in AT_REST:
                self._synth.control_change(channel, number, value)
            self._set_up(channel)
            self._synth.sounds_off(channel)

    def render(self, out: Audio) -> None:
        """Copy what it generates, a new buffer a block, into `out`."""
        swinging = [channel for channel, wheels in self._wheels.items() if wheels.modulation]
        step = _LFO_FRAMES if swinging else len(out)
        for start in range(0, len(out), step):
            part = out[start : start + step]
            for channel in swinging:
                self._synth.pitchbend(channel, self._wheels[channel].after(len(part), self._rate))
            part[:] = np.frombuffer(self._synth.generate(len(part)), np.float32).reshape(-1, 2)

    def voices(self) -> int:
        """Return 0: it does not say."""
        return 0

    def close(self) -> None:
        """Drop it."""
        self._synth = None
