"""Where sound goes: a miniaudio stream, sounddevice where asked, miniaudio's null device where nothing else opens."""

import ctypes
import queue
import sys
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from typing import Any, Final, Protocol

import numpy as np

from instruments.choices import BACKENDS, OTHER_SYSTEM
from instruments.errors import NoOutput
from instruments.events import RATE, Cleared, Matter, Told, Trouble
from instruments.graph import NAME, Graph
from instruments.synth import Audio

Fill = Callable[[Audio], None]

_NAME_BYTES: Final = NAME.encode()  # PortAudio keeps the pointer
PERIOD_FRAMES: Final = 256
_RETRY_SECONDS: Final = 4.0
_CLOSING_SECONDS: Final = 1.0
_STUCK_SECONDS: Final = 1.5  # a stream that asks for nothing so long is dead: its server was killed, its plug pulled
_STILL_SECONDS: Final = 1.0  # who was not asked to visit for so long stood still, and so did the stream

_NO_DEVICE: Final = "No sound device answers, so nothing can be heard. Plug in headphones or speakers, or close the program that holds them: it is tried again every few seconds. Playing and recording work."
_NO_JACK: Final = "JACK does not answer, so nothing can be heard. Start the JACK server: it is tried again every few seconds. Playing and recording work."
_STANDS_IN: Final = "{} cannot be opened, so sound goes to {}. It is tried again every few seconds."
_NAMES: Final = {"jack": "JACK", "miniaudio": "The sound system"}


class Stream(Protocol):
    """An open output that asks for sound until it is closed."""

    backend: str
    device: str

    def close(self) -> None:
        """Stop asking and give the device back."""


class _Miniaudio:
    """One miniaudio playback device with its period in frames (pyminiaudio offers whole milliseconds only)."""

    def __init__(self, backend: str, period_frames: int, fill: Fill, device: str = "") -> None:
        import miniaudio
        from miniaudio import ffi, lib

        chosen = _device_id(backend, device) if device else ffi.NULL

        class Device(miniaudio.PlaybackDevice):  # type: ignore[misc]  # miniaudio has no types
            """Hands the device's own buffer to `fill`, without the copy through bytes."""

            def __init__(self) -> None:
                miniaudio.AbstractDevice.__init__(self)
                self._ffi_handle = ffi.new_handle(self)
                config = self._devconfig = lib.ma_device_config_init(lib.ma_device_type_playback)
                config.sampleRate, config.playback.channels = RATE, 2
                config.playback.format = miniaudio.SampleFormat.FLOAT32.value
                config.playback.pDeviceID = chosen
                config.periodSizeInFrames, config.pUserData = period_frames, self._ffi_handle
                _ask_at_the_last_moment(config)
                config.dataCallback, config.stopCallback = lib._internal_data_callback, lib._internal_stop_callback  # noqa: SLF001 - miniaudio names no other way to its callbacks
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
        self.device = "nowhere" if backend == "NULL" else device or _default_device(backend)

    def close(self) -> None:
        self._opened.close()


def _ask_at_the_last_moment(config: Any) -> None:
    """Have sound asked for when it is due. Else miniaudio keeps one period in hand, and every key sounds a period late.

    That is `noFixedSizedCallback` of its ma_device_config: the fourth of four one-byte flags behind `periods` and a profile of four
    bytes. The Python side has no name for it, so where the fields about it lie elsewhere it is left alone. Blocks then differ in size.
    """
    from miniaudio import ffi

    kind = "ma_device_config"
    if ffi.offsetof(kind, "dataCallback") == ffi.offsetof(kind, "periods") + 16:
        ffi.cast("uint8_t *", ffi.addressof(config))[ffi.offsetof(kind, "periods") + 11] = 1


def _default_device(backend: str) -> str:
    if backend == "JACK":
        return "the JACK graph"
    return next((str(each["name"]) for each in _devices(backend)), backend.capitalize())


def _device_id(backend: str, name: str) -> Any:
    """What miniaudio calls the device of this name; NoOutput where it is not there."""
    found = next((each["id"] for each in _devices(backend) if each["name"] == name), None)
    if found is None:
        raise NoOutput(f"{name} is not there.")
    return found


def _devices(backend: str) -> list[dict[str, Any]]:
    import miniaudio

    try:
        found: list[dict[str, Any]] = miniaudio.Devices([miniaudio.Backend[backend]]).get_playbacks()
    except miniaudio.MiniaudioError:
        return []
    return found


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
        _name_for_jack(str(sounddevice._libname))  # noqa: SLF001 - only the library that is loaded can be told a name
        sounddevice._initialize()  # noqa: SLF001 - what was ended above begins anew

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


def open_stream(wanted: str, period_frames: int | None, fill: Fill, device: str = "") -> Stream:
    """Open "auto", "jack", "miniaudio" (its default, or `device` by name), "sounddevice" or "null" and let it run; or raise NoOutput.

    JACK is ours to speak to; where its rate is not ours, or our way to it is not installed, miniaudio goes there.
    """
    period = period_frames or PERIOD_FRAMES
    if wanted == "sounddevice":
        return _Sounddevice(period, fill)
    if wanted == "jack" or (wanted == "auto" and sys.platform.startswith("linux") and not device):
        with suppress(NoOutput):
            return Graph(fill)
    backends: tuple[str, ...] = {"null": ("NULL",), "jack": ("JACK",)}.get(wanted) or BACKENDS.get(
        sys.platform, OTHER_SYSTEM
    )
    for backend in backends:
        try:
            return _Miniaudio(backend, period, fill, device)
        except NoOutput:
            continue
    if device:
        raise NoOutput(f"{device} cannot be opened.")
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
        device: str = "",
        opener: Callable[[str, int | None, Fill, str], Stream] = open_stream,
        now: Callable[[], float] = time.monotonic,
    ) -> None:
        self._wanted, self._period, self._device, self._fill = wanted, period_frames, device, fill
        self._chosen: queue.SimpleQueue[tuple[str, int | None, str]] = queue.SimpleQueue()
        self._blocks, self._reopening, self._tell, self._frame = blocks, reopening, tell, frame
        self._opener, self._now = opener, now
        self.stream: Stream | None = None
        self._fallen_back = False
        self._try_at = self._moved_at = self._visited_at = 0.0
        self._seen_blocks = -1
        self._trouble: tuple[Matter, str] | None = None

    def choose(self, wanted: str, period_frames: int | None, device: str) -> None:
        """Have another output opened at the next visit; any thread may call it."""
        self._chosen.put((wanted, period_frames, device))

    def visit(self) -> bool:
        """Look after the output; call about twice a second. Returns whether another stream sounds now."""
        now = self._now()
        while not self._chosen.empty():
            self._wanted, self._period, self._device = self._chosen.get()
            self._abandon(_CLOSING_SECONDS)  # first, for some devices can be open once only
        if self.stream is None:
            self._open(now)
            return True
        if self._fallen_back and now >= self._try_at:
            return self._try_the_real_one(now)
        stood_still, self._visited_at = now - self._visited_at > _STILL_SECONDS, now
        if (blocks := self._blocks()) != self._seen_blocks or stood_still:
            self._seen_blocks, self._moved_at = blocks, now
        elif now - self._moved_at > _STUCK_SECONDS:
            self._abandon()
            self._open(now)
            return True
        return False

    def _open(self, now: float) -> None:
        self._moved_at = now
        try:
            self._use(self._wanted, self._device)
            self._fallen_back = False
            self._clear()
        except NoOutput as error:
            self._fallen_back, self._try_at = True, now + _RETRY_SECONDS
            self._use_another(error)

    def _use_another(self, why: NoOutput) -> None:
        """Let the usual output stand in for a chosen one; nowhere, where that cannot be opened either."""
        if self._device or self._wanted not in ("auto", "null"):
            try:
                self._use("auto", "")
            except NoOutput as nothing:
                why = nothing if self._device else why  # it is no use to be told of one device where there is none
            else:
                stands_in = self.stream.device if self.stream else ""
                self._say("choice", _STANDS_IN.format(self._device or _NAMES.get(self._wanted, "PortAudio"), stands_in))
                return
        self._say("output", str(why))
        self._use("null", "")

    def _use(self, name: str, device: str) -> None:
        self._reopening()
        self.stream = self._opener(name, self._period, self._fill, device)

    def _try_the_real_one(self, now: float) -> bool:
        """Open the wanted output while the null one still runs, so that a failed attempt disturbs nothing."""
        self._try_at = now + _RETRY_SECONDS
        gate = _Gate(self._fill)
        try:
            found = self._opener(self._wanted, self._period, gate, self._device)
        except NoOutput:
            return False
        if self.stream is not None:
            self.stream.close()
        self._reopening()
        gate.open = True
        self.stream, self._fallen_back, self._moved_at = found, False, now
        self._clear()
        return True

    def _abandon(self, wait_seconds: float = 0.0) -> None:
        """Leave a stream to a thread of its own, and wait so long at most: closing a dead one may never return."""
        if self.stream is not None:
            closing = threading.Thread(target=self.stream.close, daemon=True, name="closing")
            closing.start()
            closing.join(wait_seconds)
            self.stream = None

    def _say(self, kind: Matter, sentence: str) -> None:
        if (kind, sentence) != self._trouble:
            if self._trouble is not None and kind != self._trouble[0]:
                self._clear()
            self._trouble = kind, sentence
            self._tell(Trouble(self._frame(), kind, sentence))

    def _clear(self) -> None:
        if self._trouble is not None:
            self._tell(Cleared(self._frame(), self._trouble[0]))
            self._trouble = None

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
