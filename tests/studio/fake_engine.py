"""A stand-in for the engine that asserts how it may be used."""

import wave
from array import array
from collections.abc import Iterable, Mapping
from pathlib import Path

from instruments.capture import Capture
from instruments.events import (
    RATE,
    SOFTWARE,
    Cleared,
    Event,
    Finished,
    Heard,
    NoteOff,
    NoteOn,
    Output,
    Pedal,
    Played,
    Position,
    Score,
    Trouble,
)
from instruments.latency import warning
from instruments.microphone import LONGEST_SECONDS
from instruments.sounds import SOUNDS
from instruments.tempo import Beats
from instruments.zones import Split, Zones

LEVELS = frozenset({"keyboard", "backing", "click", "count", "voice", "master", "most"})
OUTPUTS = frozenset({"auto", "null", "jack", "miniaudio", "sounddevice"})
SPEAKERS = "Speakers"


class FakeEngine:
    """Keeps what is played in a real Capture; every key that goes down comes up, once, and nothing is asked of it after close."""

    def __init__(self) -> None:
        self.capture = Capture()
        self.log: list[str] = []
        self.score: Score | None = None
        self.counted: tuple[tuple[float, bool], ...] = ()  # ticks of the count-in, and which of them open a bar
        self.sounding = False
        self.frame = RATE
        self.levels: dict[str, float] = {}
        self.sounds_like = "piano"
        self.missing: set[str] = set()  # devices that cannot be opened
        self.output = Output(self.frame, "miniaudio alsa", SPEAKERS, "FluidSynth")
        self.breathes = self.clicking = False
        self.muted: frozenset[int] = frozenset()
        self.followed: list[tuple[int, bool]] = []  # where the studio said that the pupil was, and how sure it was
        self.forced: tuple[dict[int, float], dict[int, float]] = ({}, {})  # zones, parts
        self._stands_in = False
        self._inbox: list[Event] = []
        self.zones = Zones()
        self._down: set[tuple[int, int]] = set()
        self.has_microphone = True
        self.microphone: Path | None = None  # the file it records into, while it is open
        self._heard_from = 0
        self.voice_track = b""  # what goes with each score that is voiced
        self.voiced = False
        self._closed = False

    # -- what a test does ---------------------------------------------------------------------------------------------
    def let(self, seconds: float) -> None:
        """Let time pass."""
        self.frame += round(seconds * RATE)

    def key(self, pitch: int, seconds: float = 0.2, keyboard: int = 1) -> None:
        """Somebody plays one key of a MIDI keyboard."""
        self.down(pitch, keyboard)
        self.let(seconds)
        self.up(pitch, keyboard)

    def down(self, pitch: int, keyboard: int = 1, velocity: int = 80) -> None:
        """Somebody presses a key."""
        assert (keyboard, pitch) not in self._down, f"key {pitch} is down already"
        self._down.add((keyboard, pitch))
        self._hear(NoteOn(self.frame, keyboard, pitch, velocity))

    def up(self, pitch: int, keyboard: int = 1) -> None:
        """Somebody lets a key go."""
        assert (keyboard, pitch) in self._down, f"key {pitch} is not down"
        self._down.discard((keyboard, pitch))
        self._hear(NoteOff(self.frame, keyboard, pitch, 0))

    def finish(self) -> None:
        """The score comes to its end by itself."""
        assert self.sounding, "nothing plays that could end"
        self.sounding = False
        self._inbox += [Position(self.frame, 0, "stopped"), Finished(self.frame)]

    def _hear(self, event: Played) -> None:
        apart = self.zones.apart([event])
        self.capture.append(apart)
        self._inbox += apart

    # -- what the studio asks of the engine ---------------------------------------------------------------------------
    @property
    def alive(self) -> bool:
        return not self._closed

    def start(self) -> None:
        self._open()
        self.report()

    def close(self) -> None:
        held = {key for key in self._down if key[0] == SOFTWARE}
        assert not held, f"keys of the screen never came up: {held}"
        assert not self.sounding, "music goes on after the window has closed"
        assert self.microphone is None, "the microphone is still open"
        self._closed = True

    def pending(self) -> list[Event]:
        self._open()
        events, self._inbox = self._inbox, []
        return events

    def press(self, pitch: int, velocity: int = 90) -> None:
        self._open()
        assert 1 <= velocity <= 127
        self.down(pitch, SOFTWARE)

    def release(self, pitch: int) -> None:
        self._open()
        self.up(pitch, SOFTWARE)

    def pedal(self, down: bool) -> None:
        self._open()
        self._hear(Pedal(self.frame, SOFTWARE, 64, 127 if down else 0))

    def play(
        self,
        score: Score,
        *,
        from_tick: int = 0,
        speed: float = 1.0,
        count_in: int = 0,
        click: bool = False,
        muted: Iterable[int] = frozenset(),
        wait: bool = False,
        one_will_do: bool = False,
        one_key: bool = False,
        breathes: bool = False,
        preview: bool = False,
        next_bar: bool = False,
        voiced: bool = False,
    ) -> None:
        self._open()
        assert isinstance(score, Score)
        assert not (next_bar and count_in), "what takes over on the bar is not counted in"
        assert score.events or count_in or click, "there is nothing to hear"
        assert 0 <= from_tick < score.end
        assert 0.1 <= speed <= 4
        assert count_in >= 0
        assert wait or not one_will_do, "nothing waits that one key could open"
        assert score.gates or not one_key, "there is nothing for any key to play"
        assert not (wait and breathes), "what waits does not breathe"
        self.breathes = breathes
        self.voiced = voiced
        del wait
        self.clicking, self.muted = click and not preview, frozenset() if preview else frozenset(muted)
        follows = next_bar and self.sounding
        self.score, self.sounding = score, True
        self.forced = (self.forced[0], self.forced[1] if follows else {})
        self.log.append("next bar" if follows else "preview" if preview else "play")
        self.counted = Beats(score).before(from_tick, count_in)  # the beats that are felt, as the engine counts them
        first, beat = (self.counted[0][0], 1) if self.counted else (float(from_tick), 0)
        self._inbox.append(Position(self.frame, first, "counting" if count_in else "playing", beat=beat))

    def stop(self) -> None:
        self._open()
        if not self.sounding:
            return  # as the engine: nothing plays, nothing to stop
        self.sounding = False
        self.log.append("stop")
        self._inbox.append(Position(self.frame, 0.0, "stopped"))

    def skip(self) -> None:
        self._open()

    def opened(self, pitch: int) -> None:
        self._open()
        assert self.score is not None, "nothing plays that could be waited for"
        assert any(pitch in pitches for _, pitches in self.score.gates), "no gate waits for this"

    def follow(self, tick: int, frame: int, *, sure: bool) -> None:
        self._open()
        assert self.breathes, "what plays keeps its beat, whoever plays along"
        assert tick >= 0
        assert frame <= self.frame
        self.followed.append((tick, sure))

    def speed(self, factor: float, *, next_round: bool = False) -> None:
        self._open()
        assert 0.1 <= factor <= 4
        assert not next_round or (self.score is not None and self.score.loop), (
            "what does not go round has no next round"
        )

    def loop(self, start: int | None, end: int | None = None) -> None:
        self._open()
        assert start is None or (end is not None and start < end)

    def click(self, on: bool) -> None:
        self._open()
        assert isinstance(on, bool)
        self.clicking = on

    def mute(self, parts: Iterable[int]) -> None:
        self._open()
        self.muted = frozenset(parts)

    def force(self, zones: Mapping[int, float], parts: Mapping[int, float], *, next_bar: bool = False) -> None:
        self._open()
        assert all(0 < each <= 2 for each in (*zones.values(), *parts.values()))
        assert self.sounding or not (parts or next_bar), "no part plays that could be softer"
        self.forced = (dict(zones), dict(parts))
        self.log.append("force on the bar" if next_bar else "force")

    def level(self, kind: str, value: float) -> None:
        self._open()
        assert kind in LEVELS
        assert 0 <= value <= 1
        self.levels[kind] = value

    def share(self, *splits: Split) -> None:
        self._open()
        assert len({split.keyboard for split in splits}) == len(splits), "a keyboard is split twice"
        self.zones.splits = splits

    def sound(self, sound_id: str, keyboard: int | None = None) -> None:
        self._open()
        assert any(sound_id == known.id for known in SOUNDS), sound_id
        assert keyboard is None, "the studio gives all keys one sound"
        self.sounds_like = sound_id

    def sound_to(self, output: str, period_frames: int | None = None, device: str = "") -> None:
        self._open()
        assert output in OUTPUTS
        assert period_frames is None or period_frames > 0
        assert not device or output == "miniaudio", "only miniaudio opens a device by its name"
        name = device or {"auto": SPEAKERS, "null": "nowhere", "jack": "the JACK graph"}.get(output, "default")
        self.log.append(f"sound to {name}, {period_frames}")
        backend = {"null": "null", "jack": "jack", "sounddevice": "sounddevice"}.get(output, "miniaudio alsa")
        there = name not in self.missing
        self.output = Output(self.frame, backend, name, "FluidSynth", 0, warning(name)) if there else self._usual()
        if not there:
            self._inbox.append(Trouble(self.frame, "choice", f"{name} cannot be opened, so sound goes to {SPEAKERS}."))
        elif self._stands_in:
            self._inbox.append(Cleared(self.frame, "choice"))
        self._stands_in = not there
        self.report()

    def _usual(self) -> Output:
        return Output(self.frame, "miniaudio alsa", SPEAKERS, "FluidSynth")

    def report(self) -> None:
        self._open()
        self._inbox.append(self.output)

    def hush(self) -> None:
        self._open()
        self.log.append("hush")
        self.stop()

    def voice(self, voice: bytes) -> None:
        self._open()
        assert len(voice) % 2 == 0
        self.voice_track = voice

    def listen(self, path: str | Path | None, most_seconds: float = LONGEST_SECONDS) -> None:
        self._open()
        assert most_seconds > 0
        if path is None:
            self._stop_listening()
            return
        assert self.microphone is None, "the microphone is open already"
        if not self.has_microphone:
            self._inbox.append(Heard(self.frame, str(path), 0.0, "No microphone answers. Plug one in."))
            return
        self.microphone, self._heard_from = Path(path), self.frame
        with wave.open(str(path), "wb") as file:
            file.setparams((1, 2, RATE, 0, "NONE", ""))

    def says(self, seconds: float, loud: int = 9000) -> None:
        """Somebody speaks into the microphone."""
        assert self.microphone is not None, "nobody listens"
        wave_length = [loud] * 50 + [-loud] * 50
        with self.microphone.open("ab") as file:
            file.write(array("h", wave_length * round(seconds * RATE / 100)).tobytes())

    def _stop_listening(self) -> None:
        path, self.microphone = self.microphone, None
        if path is None:
            return
        samples = path.read_bytes()[44:] if path.exists() else b""
        if path.exists():
            with wave.open(str(path), "wb") as file:
                file.setparams((1, 2, RATE, 0, "NONE", ""))
                file.writeframes(samples)
        self._inbox.append(Heard(self._heard_from, str(path), len(samples) / 2 / RATE))

    def speak(self, voice: bytes | None) -> None:
        self._open()
        assert voice is None or len(voice) % 2 == 0
        self.log.append("hush the voice" if voice is None else f"voice of {len(voice) / 2 / RATE:.1f} s")

    def frame_now(self) -> int:
        return self.frame

    def _open(self) -> None:
        assert not self._closed, "the engine is closed"
