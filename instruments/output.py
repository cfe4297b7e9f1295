"""Where sound goes: a miniaudio stream, sounddevice where asked, miniaudio's null device where nothing else opens."""

import ctypes
import sys
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from typing import Any, Final, Protocol

import numpy as np

from instruments.choices import BACKENDS, OTHER_SYSTEM
from instruments.errors import NoOutput
from instruments.events import RATE, Cleared, Told, Trouble
from instruments.synth import Audio

Fill = Callable[[Audio], None]

NAME: Final = "Soundfolio"
_NAME_BYTES: Final = NAME.encode()  # PortAudio keeps the pointer
PERIOD_FRAMES: Final = 256
_RETRY_SECONDS: Final = 4.0
_STUCK_SECONDS: Final = 1.5  # a stream that asks for nothing so long is dead: its server was killed, its plug pulled

_NO_DEVICE: Final = "No sound device answers, so nothing can be heard. Plug in headphones or speakers, or close the program that holds them: it is tried again every few seconds. Playing and recording work."
_NO_JACK: Final = "JACK does not answer, so nothing can be heard. Start the JACK server: it is tried again every few seconds. Playing and recording work."


class Stream(Protocol):
    """An open output that asks for sound until it is closed."""

    backend: str
    device: str

    def close(self) -> None:
        """Stop asking and give the device back."""


class _Miniaudio:
    """One miniaudio playback device with its period in frames (pyminiaudio offers whole milliseconds only)."""

    def __init__(self, backend: str, period_frames: int, fill: Fill) -> None:
        import miniaudio
        from miniaudio import ffi, lib

        class Device(miniaudio.PlaybackDevice):  # type: ignore[misc]
            """Hands the device's own buffer to `fill`, without the copy through bytes."""

            def __init__(self) -> None:
                miniaudio.AbstractDevice.__init__(self)
                self._ffi_handle = ffi.new_handle(self)
                config = self._devconfig = lib.ma_device_config_init(lib.ma_device_type_playback)
                config.sampleRate, config.playback.channels = RATE, 2
                config.playback.format = miniaudio.SampleFormat.FLOAT32.value
                config.periodSizeInFrames, config.pUserData = period_frames, self._ffi_handle
                config.dataCallback, config.stopCallback = lib._internal_data_callback, lib._internal_stop_callback  # noqa: SLF001
                self._context = self._make_context(
                    [miniaudio.Backend[backend]], miniaudio.ThreadPriority.REALTIME, NAME
                )
                result = lib.ma_device_init(self._context, ffi.addressof(config), self._device)
                if result != lib.MA_SUCCESS:
                    raise miniaudio.MiniaudioError("cannot open the device", result)

            def _data_callback(self, _device: Any, output: Any, _input: Any, frames: int) -> None:
                fill(np.frombuffer(ffi.buffer(output, frames * 8), np.float32).reshape(frames, 2))

            def _stop_callback(self, _device: Any) -> None:
                pass

        try:
            self._opened = Device()
            self._opened.start(lambda: None)
        except miniaudio.MiniaudioError as error:
            raise NoOutput(f"{backend.capitalize()} cannot be opened.") from error
        self.backend = "null" if backend == "NULL" else f"miniaudio {backend.lower()}"
        self.device = "nowhere" if backend == "NULL" else _default_device(backend)

    def close(self) -> None:
        self._opened.close()


def _default_device(backend: str) -> str:
    import miniaudio

    if backend == "JACK":
        return "the JACK graph"
    try:
        names = [str(each["name"]) for each in miniaudio.Devices([miniaudio.Backend[backend]]).get_playbacks()]
    except miniaudio.MiniaudioError:
        names = []
    return names[0] if names else backend.capitalize()


class _Sounddevice:
    """A PortAudio stream: under JACK one period earlier than miniaudio; on Linux it needs the system's libportaudio2."""

    def __init__(self, period_frames: int, fill: Fill) -> None:
        try:
            import sounddevice
        except (ImportError, OSError) as error:
            raise NoOutput(
                "The PortAudio library is not on this computer (on Debian: apt install libportaudio2)."
            ) from error
        sounddevice._terminate()  # noqa: SLF001  PortAudio lists devices once; a server started since is seen only after this
        _name_for_jack(str(sounddevice._libname))  # noqa: SLF001
        sounddevice._initialize()  # noqa: SLF001

        def callback(out: Audio, _frames: int, _at: Any, _status: Any) -> None:
            fill(out)

        try:
            jack = next((host for host in sounddevice.query_hostapis() if "JACK" in host["name"]), None)
            device = jack["default_output_device"] if jack and jack["default_output_device"] >= 0 else None
            self._stream = sounddevice.OutputStream(RATE, period_frames, device, 2, "float32", "low", callback=callback)
            self._stream.start()
            self.device = str(sounddevice.query_devices(self._stream.device)["name"])
        except (sounddevice.PortAudioError, ValueError) as error:
            raise NoOutput("PortAudio finds no sound device.") from error
        self.backend = "sounddevice jack" if jack else "sounddevice"

    def close(self) -> None:
        self._stream.abort(ignore_errors=True)
        self._stream.close(ignore_errors=True)


def _name_for_jack(library: str) -> None:
    """Let PortAudio be found in the JACK graph by our name; its Python side has no word for that."""
    with suppress(OSError, AttributeError):  # a PortAudio without JACK
        ctypes.CDLL(library).PaJack_SetClientName(_NAME_BYTES)


def open_stream(wanted: str, period_frames: int | None, fill: Fill) -> Stream:
    """Open "auto", "jack", "miniaudio", "sounddevice" or "null" and let it run; NoOutput where it cannot."""
    period = period_frames or PERIOD_FRAMES
    if wanted == "sounddevice":
        return _Sounddevice(period, fill)
    backends: tuple[str, ...] = {"null": ("NULL",), "jack": ("JACK",)}.get(wanted) or BACKENDS.get(
        sys.platform, OTHER_SYSTEM
    )
    for backend in backends:
        try:
            return _Miniaudio(backend, period, fill)
        except NoOutput:
            continue
    raise NoOutput(_NO_JACK if wanted == "jack" else _NO_DEVICE)


class OutputWatch:
    """Keeps an output open: null where none opens, tried again now and then, replaced when it dies. One thread calls it."""

    def __init__(
        self,
        wanted: str,
        period_frames: int | None,
        fill: Fill,
        *,
        blocks: Callable[[], int],
        reopening: Callable[[], None],
        tell: Callable[[Told], None],
        frame: Callable[[], int],
        opener: Callable[[str, int | None, Fill], Stream] = open_stream,
        now: Callable[[], float] = time.monotonic,
    ) -> None:
        self._wanted, self._period, self._fill = wanted, period_frames, fill
        self._blocks, self._reopening, self._tell, self._frame = blocks, reopening, tell, frame
        self._opener, self._now = opener, now
        self.stream: Stream | None = None
        self._fallen_back = False
        self._try_at = self._moved_at = 0.0
        self._seen_blocks = -1
        self._trouble = ""

    def visit(self) -> bool:
        """Look after the output; call about twice a second. Returns whether another stream sounds now."""
        now = self._now()
        if self.stream is None:
            self._open(now)
            return True
        if self._fallen_back and now >= self._try_at:
            return self._try_the_real_one(now)
        if (blocks := self._blocks()) != self._seen_blocks:
            self._seen_blocks, self._moved_at = blocks, now
        elif now - self._moved_at > _STUCK_SECONDS:
            self._abandon()
            self._open(now)
            return True
        return False

    def _open(self, now: float) -> None:
        self._moved_at = now
        try:
            self._use(self._wanted)
            self._fallen_back = False
            self._clear()
        except NoOutput as error:
            self._fallen_back, self._try_at = True, now + _RETRY_SECONDS
            self._say(str(error))
            self._use("null")

    def _use(self, name: str) -> None:
        self._reopening()
        self.stream = self._opener(name, self._period, self._fill)

    def _try_the_real_one(self, now: float) -> bool:
        """Open the wanted output while the null one still runs, so that a failed attempt disturbs nothing."""
        self._try_at = now + _RETRY_SECONDS
        gate = _Gate(self._fill)
        try:
            found = self._opener(self._wanted, self._period, gate)
        except NoOutput:
            return False
        if self.stream is not None:
            self.stream.close()
        self._reopening()
        gate.open = True
        self.stream, self._fallen_back, self._moved_at = found, False, now
        self._clear()
        return True

    def _abandon(self) -> None:
        """Leave a dead stream to a thread of its own: closing it may never return."""
        if self.stream is not None:
            threading.Thread(target=self.stream.close, daemon=True, name="closing").start()
            self.stream = None

    def _say(self, sentence: str) -> None:
        if sentence != self._trouble:
            self._trouble = sentence
            self._tell(Trouble(self._frame(), "output", sentence))

    def _clear(self) -> None:
        if self._trouble:
            self._trouble = ""
            self._tell(Cleared(self._frame(), "output"))

    def close(self) -> None:
        """Close what is open."""
        if self.stream is not None:
            self.stream.close()
            self.stream = None


class _Gate:
    """Gives silence until the stream before it is closed: two streams must never draw from one clock."""

    def __init__(self, fill: Fill) -> None:
        self._fill = fill
        self.open = False

    def __call__(self, out: Audio) -> None:
        if self.open:
            self._fill(out)
        else:
            out.fill(0.0)
