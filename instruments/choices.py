"""Which outputs this computer offers, so that a person can choose one."""

import sys
from dataclasses import dataclass
from typing import Any, Final

from instruments.latency import warning
from instruments.quiet import quiet_libraries

PERIODS: Final = (64, 128, 256, 512, 1024)  # frames a block that can be asked of `Engine`; 256 where nothing is

# miniaudio's backends in the order tried; JACK first on Linux, for who runs it wants to be heard there.
BACKENDS: Final = {
    "linux": ("JACK", "PULSEAUDIO", "ALSA"),
    "darwin": ("COREAUDIO",),
    "win32": ("WASAPI", "DSOUND", "WINMM"),
}
OTHER_SYSTEM: Final = ("ALSA", "OSS")
_NOWHERE: Final = "Discard all samples"  # what ALSA lists where there is no card


@dataclass(frozen=True, slots=True)
class Choice:
    """One output: `engine` is what `Engine(output=...)` takes to open it, `default` the one "auto" opens.

    `warning` is a sentence where one cannot play along with it, else empty.
    """

    engine: str
    backend: str
    device: str
    default: bool = False
    warning: str = ""


def outputs() -> tuple[Choice, ...]:
    """Return what can be opened now, the default first; only the null output where there is no sound system. Takes up to a second."""
    with quiet_libraries():
        found = [*_of_miniaudio(), *_of_portaudio()]
    found.append(Choice("null", "null", "nowhere", default=not found))
    return tuple(found)


def _of_miniaudio() -> list[Choice]:
    import miniaudio

    choices: list[Choice] = []
    for backend in BACKENDS.get(sys.platform, OTHER_SYSTEM):
        try:
            devices = miniaudio.Devices([miniaudio.Backend[backend]]).get_playbacks()
        except miniaudio.MiniaudioError:
            continue
        for device in devices:
            name = str(device["name"])
            if name.startswith(_NOWHERE):
                continue
            engine = "jack" if backend == "JACK" else "miniaudio"
            choices.append(Choice(engine, f"miniaudio {backend.lower()}", name, not choices, warning(name)))
    return choices


def _of_portaudio() -> list[Choice]:
    """PortAudio opens its own default device only, so that one is listed."""
    try:
        import sounddevice
    except (ImportError, OSError):
        return []
    try:
        found: Any = sounddevice.query_devices(kind="output")
        host = str(sounddevice.query_hostapis(found["hostapi"])["name"])
    except (sounddevice.PortAudioError, ValueError):
        return []
    name = str(found["name"])
    return [Choice("sounddevice", f"sounddevice {host.lower()}", name, False, warning(name))]
