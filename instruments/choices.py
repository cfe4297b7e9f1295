"""Which outputs this computer offers, so that a person can choose one."""

import json
import subprocess
import sys
from dataclasses import dataclass
from typing import Any, Final

from instruments.errors import NoOutput
from instruments.latency import warning
from instruments.link import OUTPUTS_FLAG, engine_command
from instruments.quiet import quiet_libraries

PERIODS: Final = (64, 128, 256, 512, 1024)  # frames a block that can be asked of `Engine`; 256 where nothing is

# miniaudio's backends in the order tried; JACK first on Linux, for who runs it wants to be heard there.
BACKENDS: Final = {
    "linux": ("JACK", "PULSEAUDIO", "ALSA"),
    "darwin": ("COREAUDIO",),
    "win32": ("WASAPI", "DSOUND", "WINMM"),
}
OTHER_SYSTEM: Final = ("ALSA", "OSS")
_PATIENCE_SECONDS: Final = 15.0  # a sound system that hangs never answers; a busy computer takes a few seconds
_NO_ANSWER: Final = "The sound system does not answer, so its outputs cannot be listed. Sound goes where it went."
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


def ask_outputs(seconds: float = _PATIENCE_SECONDS) -> tuple[Choice, ...]:
    """Return what `outputs` returns, asked in a process of its own: a sound server that hangs, hangs only that.

    NoOutput where no answer comes within `seconds`.
    """
    try:
        asked = subprocess.run(  # noqa: S603  our own interpreter, no word of it from outside
            engine_command(OUTPUTS_FLAG),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
            timeout=seconds,
            check=True,
        )
        return tuple(Choice(**each) for each in json.loads(asked.stdout))
    except (OSError, subprocess.SubprocessError, ValueError, TypeError) as error:
        raise NoOutput(_NO_ANSWER) from error


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
            if backend == "JACK":  # where we go by ourselves, by `instruments.graph`
                choices.append(Choice("jack", "jack", "the JACK graph", not choices))
            else:
                choices.append(Choice("miniaudio", f"miniaudio {backend.lower()}", name, not choices, warning(name)))
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
