"""The voice of Windows, where no FluidSynth comes with our dependencies: tinysoundfont, and the pedals it lacks."""

from collections.abc import Iterable

import numpy as np

from instruments.errors import NoSynth
from instruments.events import RATE, SOSTENUTO, SUSTAIN
from instruments.sounds import Sound, Soundfont
from instruments.synth import AT_REST, VOICES, Audio


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


class TinySoundFont:
    """tinysoundfont: the voice of Windows, where no FluidSynth comes with our dependencies."""

    def __init__(self, fonts: Iterable[Soundfont], rate: int = RATE) -> None:
        try:
            import tinysoundfont
        except ImportError as error:
            raise NoSynth("tinysoundfont is not installed.") from error
        self._synth = tinysoundfont.Synth(samplerate=rate, gain=-6.0)
        self.name = "tinysoundfont"
        self._fonts: list[tuple[Soundfont, int]] = []
        self._used: set[int] = set()  # a channel without a sound refuses every message
        self._dampers: dict[int, Dampers] = {}
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
        """Select the sound's preset from the best font that has it."""
        font_id = next((font_id for font, font_id in self._fonts if font.has(sound)), None)
        if font_id is not None:
            self._used.add(channel)
            self._dampers.setdefault(channel, Dampers())
            self._synth.program_select(channel, font_id, sound.bank, sound.program, sound.kit)

    def message(self, channel: int, message: bytes) -> None:
        """Play one short message."""
        if channel not in self._used:
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
            case 0xB0:
                self._synth.control_change(channel, message[1], message[2])
            case 0xE0:
                self._synth.pitchbend(channel, message[2] << 7 | message[1])

    def hush(self) -> None:
        """End every note and let every pedal go."""
        for channel in self._used:
            self._dampers[channel] = Dampers()
            for number, value in AT_REST:
                self._synth.control_change(channel, number, value)
            self._synth.sounds_off(channel)

    def render(self, out: Audio) -> None:
        """Copy what it generates, a new buffer a block, into `out`."""
        out[:] = np.frombuffer(self._synth.generate(len(out)), np.float32).reshape(-1, 2)

    def voices(self) -> int:
        """Return 0: it does not say."""
        return 0

    def close(self) -> None:
        """Drop it."""
        self._synth = None
