"""The window's handle on the engine process: orders down, events up, and a new process when it dies."""

import queue
import time
from base64 import b64encode
from collections.abc import Callable, Iterable, Mapping
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any, Final

from instruments import wire
from instruments.capture import Capture
from instruments.clock import FarClock
from instruments.events import (
    RATE,
    SOFTWARE,
    SUSTAIN,
    Bend,
    Cleared,
    Control,
    Event,
    Gone,
    Keyboard,
    Keyboards,
    NoteOff,
    NoteOn,
    Pedal,
    Played,
    Position,
    Score,
    Trouble,
    pack,
    unpack,
)
from instruments.link import Link
from instruments.microphone import LONGEST_SECONDS
from instruments.wire import Kind
from instruments.zones import Split, Zones

_DIED: Final = "The sound stopped for a moment and is being started again. What you played is kept."
_STUCK_SECONDS: Final = 4.0  # without a beacon; ten come a second
_QUICK_DEATH_SECONDS: Final = 2.0
_VOICE_PIECE: Final = 1 << 16  # bytes of a voice in one order: about two thirds of a second


class Engine:
    """Sound, keyboards and the clock, in a process of their own; every method returns at once and may be called before `start`.

    `output`: "auto", "null", "jack", "miniaudio" or "sounddevice", `device` one of its devices by name (miniaudio's only). `synth`: "auto", "fluidsynth", "tinysoundfont" or "silence".
    Nothing raises: what does not work comes as `Trouble` from `pending`.
    """

    def __init__(
        self,
        output: str = "auto",
        period_frames: int | None = None,
        *,
        device: str = "",
        keyboards: bool = True,
        synth: str = "auto",
        fonts: tuple[str, ...] = (),
        now_ns: Callable[[], int] = time.perf_counter_ns,
    ) -> None:
        self._settings = {
            "output": output,
            "period_frames": period_frames,
            "device": device,
            "keyboards": keyboards,
            "synth": synth,
            "fonts": list(fonts),
        }
        self._now_ns = now_ns
        self.capture = Capture()
        self._clock = FarClock(RATE)
        self._zones = Zones()
        self._known: tuple[Keyboard, ...] = ()
        self._standing: dict[tuple[Any, ...], bytes] = {}  # orders that a new process must hear again
        self._inbox: queue.SimpleQueue[Event] = queue.SimpleQueue()
        self._link: Link | None = None
        self._where: Position | None = None
        self._down_since_ns: int | None = None
        self._start_at_ns = 0
        self._closed = False

    # -- life ------------------------------------------------------------------------------------------------------------

    def start(self) -> None:
        """Start the engine process."""
        if self._link is None and not self._closed:
            self._link = self._new_link()

    def close(self) -> None:
        """End the engine process; nothing sounds any more."""
        self._closed = True
        if self._link is not None:
            self._link.close()

    @property
    def alive(self) -> bool:
        """Whether the engine process runs."""
        return self._link is not None and self._link.alive

    @property
    def process_id(self) -> int | None:
        """The engine's process id while it runs, for tests and reports."""
        return self._link.process.pid if self._link is not None and self._link.alive else None

    def pending(self) -> list[Event]:
        """Return what happened since the last call, in order; starts a dead engine again."""
        if self._link is not None and not self._closed:
            if self._clock.silent_seconds(self._now_ns()) > _STUCK_SECONDS:
                self._link.kill()
            if not self._link.alive:
                self._revive()
        events: list[Event] = []
        while not self._inbox.empty():
            event = self._inbox.get()
            if isinstance(event, Position):
                self._where = event
            events.append(event)
        return events

    def _new_link(self) -> Link:
        begin = wire.order("begin", known=[asdict(each) for each in self._known], **self._settings)
        link = Link([begin, *self._standing.values()], self._arrived)
        self._clock.new_process()
        return link

    def _revive(self) -> None:
        now_ns = self._now_ns()
        if self._down_since_ns is None:
            self._down_since_ns = now_ns
            self._inbox.put(Trouble(self.frame_now(), "engine", _DIED))
            for each in self._known:
                if each.present:
                    self._hear([Gone(self.frame_now(), each.id)])
            if self._where is not None and self._where.state != "stopped":
                self._inbox.put(Position(self.frame_now(), self._where.tick, "stopped"))
        if now_ns >= self._start_at_ns:
            self._start_at_ns = now_ns + int(
                _QUICK_DEATH_SECONDS * 1e9
            )  # one that dies at once is not started in a storm
            self._link = self._new_link()

    # -- what comes up, on the reader's thread -----------------------------------------------------------------------------

    def _arrived(self, kind: Kind, body: bytes) -> None:
        if kind is Kind.BEACON:
            self._clock.beacon(self._now_ns(), wire.beacon_frame(body))
            self._back_again()
        elif kind is Kind.PLAYED:
            self._hear([_moved(event, self._clock.offset) for event in unpack(body)])
        else:
            told = wire.told_from(kind, body, self._clock.offset)
            if isinstance(told, Keyboards):
                self._known = told.known
            self._inbox.put(told)

    def _hear(self, played: list[Played]) -> None:
        apart = self._zones.apart(played)
        self.capture.append(apart)
        for event in apart:
            self._inbox.put(event)

    def _back_again(self) -> None:
        if self._down_since_ns is not None:
            self._down_since_ns = None
            self._inbox.put(Cleared(self.frame_now(), "engine"))

    # -- orders ------------------------------------------------------------------------------------------------------------

    def _send(self, *pieces: bytes) -> None:
        if self._link is not None:
            self._link.send(pieces)

    def _stand(self, key: tuple[Any, ...], order: bytes) -> None:
        self._standing.pop(key, None)  # the latest word comes last
        self._standing[key] = order
        self._send(order)

    def press(self, pitch: int, velocity: int = 90) -> None:
        """Press a key of the software keyboard: pitch 0-127, velocity 1-127."""
        self._play_software(NoteOn(0, SOFTWARE, pitch, velocity))

    def release(self, pitch: int) -> None:
        """Let a key of the software keyboard go."""
        self._play_software(NoteOff(0, SOFTWARE, pitch, 0))

    def pedal(self, down: bool) -> None:
        """Press the software keyboard's sustain pedal, or let it go."""
        self._play_software(Pedal(0, SOFTWARE, SUSTAIN, 127 if down else 0))

    def bend(self, value: int) -> None:
        """Move the software keyboard's pitch wheel: -8192 to 8191."""
        self._play_software(Bend(0, SOFTWARE, value))

    def control(self, number: int, value: int) -> None:
        """Move another controller of the software keyboard."""
        self._play_software(Control(0, SOFTWARE, number, value))

    def _play_software(self, played: Played) -> None:
        self._send(wire.piece(Kind.PLAYED, pack((played,))))

    def play(
        self,
        score: Score,
        *,
        from_tick: int = 0,
        speed: float = 1.0,
        count_in: int = 0,
        click: bool = False,
        muted: frozenset[int] = frozenset(),
        wait: bool = False,
        one_will_do: bool = False,
        one_key: bool = False,
        breathes: bool = False,
        preview: bool = False,
        next_bar: bool = False,
        voiced: bool = False,
    ) -> None:
        """Play a score from a tick, after `count_in` beats; `wait` lets it wait at its gates; a preview is heard through, as it is.

        Where `one_will_do`, any key of a gate opens it; with `one_key` every key there is plays the gates, waiting or not. Music that `breathes` goes with the player whom `follow` tells of.
        With `next_bar` it takes over from what plays at its next barline, in the same bar of its own; at once where nothing plays.
        Where it is `voiced`, what `voice` was given sounds with it.
        """
        options = {
            "from_tick": from_tick,
            "speed": speed,
            "count_in": count_in,
            "click": click,
            "wait": wait,
            "one_will_do": one_will_do,
            "one_key": one_key,
            "breathes": breathes,
            "preview": preview,
            "next_bar": next_bar,
            "voiced": voiced,
        }
        fields = wire.score_fields(score)
        self._send(*wire.score_pieces(score), wire.order("play", score=fields, muted=sorted(muted), **options))

    def stop(self) -> None:
        """Stop the score."""
        self._send(wire.order("stop"))

    def skip(self) -> None:
        """Go on without the keys that the score waits for."""
        self._send(wire.order("skip"))

    def opened(self, pitch: int) -> None:
        """Say that a key of a gate was pressed, where the window knows whose it was; nothing sounds by it."""
        self._send(wire.order("skip", pitch=pitch))

    def follow(self, tick: int, frame: int, *, sure: bool) -> None:
        """Say that the player was at `tick` of the score at `frame`, and whether several notes in a row have said so."""
        self._send(wire.order("follow", tick=tick, frame=frame - self._clock.offset, sure=sure))

    def speed(self, factor: float, *, next_round: bool = False) -> None:
        """Play the score that runs at this part of its written tempo, 0.1 to 4; `next_round`: from where it begins again."""
        self._send(wire.order("speed", factor=factor, next_round=next_round))

    def loop(self, start: int | None, end: int | None = None) -> None:
        """Repeat from tick `start` up to tick `end`; None ends the repeating."""
        self._send(wire.order("loop", between=None if start is None or end is None else [start, end]))

    def mute(self, parts: Iterable[int]) -> None:
        """Silence these parts of the score, and only these."""
        self._send(wire.order("mute", parts=sorted(parts)))

    def click(self, on: bool) -> None:
        """Switch the metronome of the score that runs."""
        self._send(wire.order("click", on=on))

    def sound(self, sound_id: str, keyboard: int | None = None) -> None:
        """Choose what a keyboard sounds like; without `keyboard`, all of them."""
        self._stand(("sound", keyboard), wire.order("sound", sound_id=sound_id, keyboard=keyboard))

    def share(self, *splits: Split) -> None:
        """From the next key on, each zone of these keyboards comes as a keyboard of its own, in `pending` and the capture; none ends it.

        A zone with a `sound` sounds like that, whatever its keyboard does: `share(Split(1, (Zone(0, 129, "bass"), Zone(60, 1))))`
        gives the left side of keyboard 1 a bass. To change one, share again. Keys that are down end as they began.
        """
        self._zones.splits = splits
        zones = [[each.keyboard, [[zone.first, zone.sound, zone.heard_as] for zone in each.zones]] for each in splits]
        self._stand(("share",), wire.order("share", splits=zones))

    def force(self, zones: Mapping[int, float], parts: Mapping[int, float], *, next_bar: bool = False) -> None:
        """Let keys of zones, by what they come as, and parts of what plays sound as if struck so much harder; 1 is as it is.

        With `next_bar` from its next barline on. What is told is as it was played; a score that is begun is as it is written.
        """
        each = {"zones": list(zones.items()), "parts": list(parts.items())}
        self._standing[("force",)] = wire.order("force", next_bar=False, **each | {"parts": []})
        self._send(wire.order("force", next_bar=next_bar, **each))

    def level(self, kind: str, value: float) -> None:
        """Set how loud "keyboard", "backing", "click" (metronome), "count" (count-in), "voice" or "master" is, 0 to 1.

        "most" is the hearing-safe maximum: a part of full scale that nothing goes beyond, whatever the other levels say.
        """
        self._stand(("level", kind), wire.order("level", kind=kind, value=min(1.0, max(0.0, value))))

    def sound_to(self, output: str, period_frames: int | None = None, device: str = "") -> None:
        """Let sound go elsewhere from now on, as `Engine(output, period_frames, device=device)` would; an `Output` answers.

        Where it cannot be opened a `Trouble` says so, sound goes to the usual output, and the chosen one is tried again.
        """
        chosen = {"output": output, "period_frames": period_frames, "device": device}
        self._settings |= chosen
        self._send(wire.order("sound_to", **chosen))

    def hush(self) -> None:
        """Silence everything at once."""
        self._send(wire.order("hush"))

    def keep_output(self, on: bool, path: str | Path = "") -> None:
        """Keep what the output produces in a WAV file (16-bit PCM, 48 kHz, stereo) until switched off; `Kept` tells when it is written."""
        self._send(wire.order("keep", path=str(Path(path).resolve()) if on else None))

    def listen(self, path: str | Path | None, most_seconds: float = LONGEST_SECONDS) -> None:
        """Record the microphone into a WAV file (16-bit PCM, 48 kHz, mono), so long at the most; None stops. `Heard` tells what came of it."""
        where = None if path is None else str(Path(path).resolve())
        self._send(wire.order("listen", path=where, most_seconds=most_seconds))

    def voice(self, voice: bytes) -> None:
        """Let a recorded voice go with each score that is played `voiced`, its first frame with tick 0: as `speak`'s; b"" for none."""
        self._stand(("voice",), b"".join(wire.voice_pieces(voice)))

    def speak(self, voice: bytes | None) -> None:
        """Let a recorded voice be heard once, over all that sounds: 16-bit PCM, 48 kHz, mono; None ends it at once."""
        voice = voice or b""
        parts = [voice[n : n + _VOICE_PIECE] for n in range(0, len(voice), _VOICE_PIECE)]
        told = [
            wire.order("speak", part=b64encode(part).decode(), last=n == len(parts)) for n, part in enumerate(parts, 1)
        ]
        self._send(wire.order("speak", part=None, last=not parts), *told)

    def report(self) -> None:
        """Ask what sounds now and how many blocks came late; an `Output` answers."""
        self._send(wire.order("report"))

    def frame_now(self) -> int:
        """Return the engine's frame at this moment, as near as the pipe tells (about 1 ms); it never goes back."""
        return self._clock.now(self._now_ns())


def _moved(event: Played, offset: int) -> Played:
    return replace(event, frame=event.frame + offset) if offset else event
