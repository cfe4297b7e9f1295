"""What turns notes into sound: FluidSynth, tinysoundfont, or silence, behind one small interface."""

import ctypes
import ctypes.util
import os
import sys
from collections.abc import Iterable
from importlib.util import find_spec
from itertools import product
from pathlib import Path
from typing import Any, Final, Protocol

import numpy as np
import numpy.typing as npt

from instruments.errors import NoSynth
from instruments.events import RATE
from instruments.loudness import Trim, trim
from instruments.sounds import SOUNDS, Sound, Soundfont, in_turn, soundfonts

Audio = npt.NDArray[np.float32]  # (frames, 2), -1 to 1

CHANNELS: Final = 64
VOICES: Final = 128
_GAIN: Final = 1.0
AT_REST: Final = (
    (64, 0),
    (66, 0),
    (121, 0),
    (10, 64),
    (101, 0),
    (100, 0),
    (6, 2),
    (38, 0),
)  # pedals up, all controllers reset; pan and how far the pitch wheel reaches, which 121 spares, as it spares the volume, which a sound's trim sets
VOLUME: Final = 7


class Synth(Protocol):
    """A synthesiser of 64 channels. All but `sound` and `close` are quick enough for the audio callback."""

    name: str

    def sound(self, channel: int, sound: Sound) -> None:
        """Let a channel sound like this from its next note."""

    def message(self, channel: int, message: bytes) -> None:
        """Take one short MIDI message of 3 bytes (or 2); its own channel is not read."""

    def hush(self) -> None:
        """End every note at once, pedals too."""

    def render(self, out: Audio) -> None:
        """Fill `out` with the next frames."""

    def voices(self) -> int:
        """How many notes sound now."""

    def close(self) -> None:
        """Give everything back; the synth is not used afterwards."""


class Silence:
    """Plays nothing, so that all the rest works where no synthesiser is."""

    name = "silence"

    def sound(self, channel: int, sound: Sound) -> None:
        """Nothing sounds."""

    def message(self, channel: int, message: bytes) -> None:
        """Nothing sounds."""

    def hush(self) -> None:
        """Nothing sounds already."""

    def render(self, out: Audio) -> None:
        """Fill with silence."""
        out.fill(0.0)

    def voices(self) -> int:
        """None."""
        return 0

    def close(self) -> None:
        """Nothing was taken."""


def _libraries() -> Iterable[str]:
    """Where FluidSynth may be: the system's, then the one inside the pygame-ce wheel, which is found and not imported."""
    named = (
        ctypes.util.find_library("fluidsynth") if sys.platform != "linux" else None
    )  # on Linux it would start a compiler
    if named:
        yield named
    if sys.platform == "linux":
        yield "libfluidsynth.so.3"
        yield "libfluidsynth.so.2"
    spec = find_spec("pygame")
    if spec is not None and spec.origin is not None:
        package = Path(spec.origin).parent
        for folder in (package.parent / "pygame_ce.libs", package / ".dylibs"):
            yield from sorted(str(path) for path in folder.glob("libfluidsynth*"))


_POINTER, _TEXT, _INT, _DOUBLE = ctypes.c_void_p, ctypes.c_char_p, ctypes.c_int, ctypes.c_double
_SIGNATURES: Final[dict[str, tuple[Any, tuple[Any, ...]]]] = {
    "new_fluid_settings": (_POINTER, ()),
    "delete_fluid_settings": (None, (_POINTER,)),
    "fluid_settings_setint": (_INT, (_POINTER, _TEXT, _INT)),
    "fluid_settings_setnum": (_INT, (_POINTER, _TEXT, _DOUBLE)),
    "new_fluid_synth": (_POINTER, (_POINTER,)),
    "delete_fluid_synth": (None, (_POINTER,)),
    "fluid_version_str": (_TEXT, ()),
    "fluid_synth_sfload": (_INT, (_POINTER, _TEXT, _INT)),
    "fluid_synth_program_select": (_INT, (_POINTER, _INT, _INT, _INT, _INT)),
    "fluid_synth_noteon": (_INT, (_POINTER, _INT, _INT, _INT)),
    "fluid_synth_noteoff": (_INT, (_POINTER, _INT, _INT)),
    "fluid_synth_cc": (_INT, (_POINTER, _INT, _INT, _INT)),
    "fluid_synth_pitch_bend": (_INT, (_POINTER, _INT, _INT)),
    "fluid_synth_channel_pressure": (_INT, (_POINTER, _INT, _INT)),
    "fluid_synth_all_sounds_off": (_INT, (_POINTER, _INT)),
    "fluid_synth_get_active_voice_count": (_INT, (_POINTER,)),
    "fluid_synth_write_float": (_INT, (_POINTER, _INT, _POINTER, _INT, _INT, _POINTER, _INT, _INT)),
}
_DB_A_DECADE: Final = 40.0  # controller 7: the volume is its square
_SETTINGS: Final = {
    "synth.polyphony": VOICES,
    "synth.midi-channels": CHANNELS,
    "synth.dynamic-sample-loading": 1,  # a font of 148 MB opens in 30 ms; the sounds of the catalogue are pinned below
    "synth.chorus.active": 0,
    "synth.reverb.active": 1,
    "synth.lock-memory": 0,
}


class FluidSynth:
    """FluidSynth through its C API (https://www.fluidsynth.org/api/); events take effect on its grid of 64 frames."""

    def __init__(self, fonts: Iterable[Soundfont], rate: int = RATE) -> None:
        self._library = _load_library()
        call = self._library
        self._settings = call.new_fluid_settings()
        call.fluid_settings_setnum(self._settings, b"synth.sample-rate", float(rate))
        call.fluid_settings_setnum(self._settings, b"synth.gain", _GAIN)
        for setting, value in _SETTINGS.items():
            call.fluid_settings_setint(self._settings, setting.encode(), value)
        self._synth = call.new_fluid_synth(self._settings)
        self.name = f"FluidSynth {call.fluid_version_str().decode()}"
        self._fonts = [(font, font_id) for font in fonts if (font_id := self._open(font)) >= 0]
        self._trims = [Trim()] * CHANNELS
        if not self._fonts:
            self.close()
            raise NoSynth(
                "No soundfont could be opened, so nothing can sound. Installing Soundfolio again puts one back."
            )
        for each in SOUNDS:
            self._pin(each)

    def _open(self, font: Soundfont) -> int:
        return int(self._library.fluid_synth_sfload(self._synth, os.fsencode(font.path), 0))

    def _pin(self, sound: Sound) -> None:
        """Load a sound's samples now, for good: loading holds up the audio callback for 3 to 40 ms."""
        pin = getattr(self._library, "fluid_synth_pin_preset", None)  # since 2.2
        if pin is not None:
            pin.argtypes = (_POINTER, _INT, _INT, _INT)
            for font, font_id in self._fonts:
                if (preset := font.preset(sound)) is not None:
                    pin(self._synth, font_id, *preset)
                    return

    def sound(self, channel: int, sound: Sound) -> None:
        """Select the sound's preset from the best font that has it; a font that lacks it hands on to the next, then what stands in."""
        for near, (font, font_id) in product(in_turn(sound), self._fonts):
            preset = font.preset(near)
            if preset and self._library.fluid_synth_program_select(self._synth, channel, font_id, *preset) == 0:
                self._trims[channel] = trim("fluidsynth", font, near)
                self._set_up(channel)
                return

    def _set_up(self, channel: int) -> None:
        for _, number, value in self._trims[channel].messages(_DB_A_DECADE):
            self._library.fluid_synth_cc(self._synth, channel, number, value)

    def message(self, channel: int, message: bytes) -> None:
        """Play one short message."""
        call, synth = self._library, self._synth
        match message[0] & 0xF0:
            case 0x90 if message[2]:
                call.fluid_synth_noteon(synth, channel, message[1], message[2])
            case 0x80 | 0x90:
                call.fluid_synth_noteoff(synth, channel, message[1])
            case 0xB0 if message[1] == VOLUME:
                call.fluid_synth_cc(synth, channel, VOLUME, self._trims[channel].volume(message[2], _DB_A_DECADE))
            case 0xB0:
                call.fluid_synth_cc(synth, channel, message[1], message[2])
            case 0xD0:
                call.fluid_synth_channel_pressure(synth, channel, message[1])
            case 0xE0:
                call.fluid_synth_pitch_bend(synth, channel, message[2] << 7 | message[1])

    def hush(self) -> None:
        """End every note and let every pedal go."""
        for channel in range(CHANNELS):
            for number, value in AT_REST:
                self._library.fluid_synth_cc(self._synth, channel, number, value)
            self._set_up(channel)
        self._library.fluid_synth_all_sounds_off(self._synth, -1)

    def render(self, out: Audio) -> None:
        """Write interleaved stereo straight into `out`, which must be C-contiguous."""
        at = out.ctypes.data
        self._library.fluid_synth_write_float(self._synth, len(out), at, 0, 2, at, 1, 2)

    def voices(self) -> int:
        """How many voices sound."""
        return int(self._library.fluid_synth_get_active_voice_count(self._synth))

    def close(self) -> None:
        """Free the synth and its fonts."""
        if self._synth:
            self._library.delete_fluid_synth(self._synth)
            self._library.delete_fluid_settings(self._settings)
            self._synth = None


def _load_library() -> Any:
    for path in _libraries():
        try:
            library = ctypes.CDLL(path)
            for name, (result, arguments) in _SIGNATURES.items():
                function = getattr(library, name)
                function.restype, function.argtypes = result, arguments
        except (OSError, AttributeError):
            continue
        return library
    raise NoSynth("FluidSynth was not found on this computer.")


def open_synth(wanted: str = "auto", rate: int = RATE, fonts: tuple[str, ...] = ()) -> Synth:
    """Open a synth: "fluidsynth", "tinysoundfont", "silence", or "auto" for the first of these that works; NoSynth where none does."""
    if wanted == "silence":
        return Silence()
    from instruments.tiny import TinySoundFont

    found = soundfonts(fonts)
    reasons = []
    for name, kind in (("fluidsynth", FluidSynth), ("tinysoundfont", TinySoundFont)):
        if wanted in ("auto", name):
            try:
                return kind(found, rate)
            except NoSynth as error:
                reasons.append(str(error))
    raise NoSynth(" ".join(reasons))
