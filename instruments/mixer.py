"""What one block of output is: live notes, the score, clicks, levels, the limiter. All of it runs in the audio callback."""

import time
from collections import deque
from collections.abc import Callable
from typing import Any, Final

import numpy as np
import numpy.typing as npt

from instruments.clock import FrameClock
from instruments.events import RATE, Finished, NoteOff, NoteOn, Played, Told
from instruments.force import Change, Forces, struck
from instruments.keeper import Keeper
from instruments.limiter import Limiter
from instruments.next_bar import Next
from instruments.onekey import OneKey
from instruments.schedule import Player
from instruments.sounds import Sound
from instruments.synth import AT_REST, CHANNELS, Audio, Silence, Synth
from instruments.tempo import Stress
from instruments.track import Track

LARGEST: Final = 8192  # frames a block; a larger one is filled in parts
_TELL_EVERY: Final = RATE // 50
_STRAIGHT: Final = b"\xe0\x00\x40"  # the pitch wheel where it rests


def click_sound(hertz: float, rate: int = RATE, loud: float = 0.6) -> npt.NDArray[np.float32]:
    """Return one metronome click, (frames, 2), `loud` at its peak: a short struck tone that cuts through without hurting."""
    seconds = np.arange(round(0.04 * rate)) / rate
    tone = np.sin(2 * np.pi * hertz * seconds) * np.exp(-seconds * 110)
    tone[: rate // 4000] *= np.linspace(0.5, 1, rate // 4000)
    return np.repeat(tone[:, None], 2, axis=1).astype(np.float32) * np.float32(loud)


_CLICKS: Final = {
    Stress.BAR: (1760, 0.6),
    Stress.GROUP: (1397, 0.6),
    Stress.BEAT: (1175, 0.6),
    Stress.BETWEEN: (1175, 0.2),  # the same, further away: it is no beat
}
"""Pitch in hertz and peak of each kind of click."""


class Clicks:
    """The clicks that sound, each from its exact frame on."""

    def __init__(self, rate: int = RATE) -> None:
        self._sounds = {stress: click_sound(hertz, rate, loud) for stress, (hertz, loud) in _CLICKS.items()}
        # (sound, frame of the block where it begins, whether it counts in)
        self._sounding: deque[tuple[npt.NDArray[np.float32], int, bool]] = deque(maxlen=8)

    def start(self, offset: int, *, stress: Stress, counting: bool = False) -> None:
        """Begin a click so many frames into the block that is mixed next."""
        self._sounding.append((self._sounds[stress], offset, counting))

    def mix(self, out: Audio, level: float, count_level: float) -> None:
        """Add what sounds to `out`: the metronome's clicks at one level, the count-in's at another."""
        for _ in range(len(self._sounding)):
            sound, begins, counting = self._sounding.popleft()
            first, last = max(0, begins), min(len(out), begins + len(sound))
            out[first:last] += sound[first - begins : last - begins] * np.float32(count_level if counting else level)
            if begins + len(sound) > len(out):
                self._sounding.append((sound, begins - len(out), counting))


class Mixer:
    """Fills the blocks of the output. Other threads reach it by `live`, `led`, `orders` and nothing else: appending to a deque never waits."""

    def __init__(
        self, clock: FrameClock, tell: Callable[[Told | Played], None], now_ns: Callable[[], int] = time.perf_counter_ns
    ) -> None:
        self._clock, self._tell, self._now_ns = clock, tell, now_ns
        self.live: deque[tuple[int, bytes]] = deque()  # (keyboard, short message)
        self.led: deque[tuple[NoteOn | NoteOff, int]] = (
            deque()
        )  # (key that plays the pupil's part, keyboard it sounds on)
        self.orders: deque[Callable[[], None]] = deque()
        self.keeper = Keeper()
        self.levels = {
            "keyboard": 1.0,
            "backing": 0.8,
            "click": 0.7,
            "count": 0.7,
            "voice": 1.0,
            "master": 1.0,
            "most": 1.0,
        }
        self.blocks = self.late = 0
        self.began = 0  # the first frame of the block that is filled
        self.fault: Exception | None = None  # what broke a block; another thread tells of it
        self.player: Player | None = None
        self._next: Next | None = None
        self._forces: Forces = {}  # of the parts
        self._change: Change | None = None
        self._keys: Synth = Silence()
        self._backing: Synth = Silence()
        self._sounds: dict[int, Sound] = {}
        self._parts: tuple[Sound, ...] = ()
        self._one_key = OneKey()
        self._clicks = Clicks()
        self._limiter = Limiter(LARGEST)
        self._spoken: Audio | None = None  # a recorded voice that is heard once, (frames, 1)
        self._spoken_at = 0
        self.track = Track()
        self._told: tuple[Any, ...] = ()
        self._tell_at = 0
        self._entered_ns = self._entered_frames = 0
        self._buffers = np.zeros((2, LARGEST, 2), np.float32)

    # -- orders: each runs at the start of a block ---------------------------------------------------------------------

    def use(self, keys: Synth, backing: Synth) -> None:
        """Let these two synths sound from now on: one for the keyboards, one for the score, so that neither takes the other's voices."""
        self._keys, self._backing = keys, backing
        for channel, sound in self._sounds.items():
            keys.sound(channel, sound)
        self._set_parts(self._parts)

    def sound(self, keyboard: int, sound: Sound) -> None:
        """Let a keyboard sound like this."""
        self._sounds[keyboard % CHANNELS] = sound
        self._keys.sound(keyboard % CHANNELS, sound)

    def play(self, player: Player, parts: tuple[Sound, ...]) -> None:
        """Play from the start of this block."""
        self.stop()
        self._backing.hush()
        self._set_parts(parts)
        self.player, self._forces = player, {}

    def follow_with(self, other: Next) -> None:
        """Let other music take over at a barline of what plays; at once where that plays no more."""
        if self.player is other.before:
            self._next = other
        else:
            self.play(other.player, other.sounds)

    def _take_over(self, other: Next) -> None:
        """Go on with other music: what sounded fades as it does when let go, no pedal and no bend stays."""
        self._next = None
        other.before.stop()
        for _, part, message in other.before.advance(0)[0]:
            self._backing.message(part % CHANNELS, message)
        for part in range(min(CHANNELS, max(len(self._parts), len(other.sounds)))):
            self._backing.message(part, _STRAIGHT)
            for number, value in AT_REST:
                self._backing.message(part, bytes((0xB0, number, value)))
        self._set_parts(other.sounds)
        self.player = other.player

    def strike(self, parts: Forces, zones: Callable[[], None], change: Change | None = None) -> None:
        """Let parts be struck so hard from now on, and let those of the zones hold; where there is a change, from its barline on."""
        self._change = change if change is not None and change.playing is self.player else None
        if self._change is None:
            self._forces = parts
            zones()

    def _set_parts(self, parts: tuple[Sound, ...]) -> None:
        self._parts = parts
        for part, sound in enumerate(parts[:CHANNELS]):
            self._backing.sound(part, sound)

    def stop(self) -> None:
        """Stop the score; its notes fade as they do when let go, and what was to follow it does not come."""
        self._next = None
        if self.player is not None:
            self.player.stop()
            for _, part, message in self.player.advance(0)[0]:
                self._backing.message(part % CHANNELS, message)
            self._say_where(self._clock.frame)
            self.player = None

    def speak(self, spoken: Audio | None) -> None:
        """Let a recorded voice be heard once, float32 (frames, 1), over all that sounds; None ends it."""
        self._spoken, self._spoken_at = spoken, 0

    def hush(self) -> None:
        """Panic: nothing sounds any more."""
        self.stop()
        self.speak(None)
        self._keys.hush()
        self._backing.hush()

    # -- the callback --------------------------------------------------------------------------------------------------

    def fill(self, out: Audio) -> None:
        """Fill `out`, float32 (frames, 2), with the next frames."""
        entered_ns = self._now_ns()
        if self.blocks and (entered_ns - self._entered_ns) > 2.5e9 * max(len(out), self._entered_frames) / RATE:
            self.late += 1
        self._entered_ns, self._entered_frames = entered_ns, len(out)
        self.blocks += 1
        first = self._clock.block(entered_ns, len(out))
        try:
            for start in range(0, len(out), LARGEST):
                self._fill(out[start : start + LARGEST], first + start)
        except Exception as error:  # noqa: BLE001  whatever broke, the keys must sound again in the next block
            out.fill(0.0)
            self.player, self.fault = None, error

    def _fill(self, out: Audio, frame: int) -> None:
        self.began = frame
        while self.orders:
            self.orders.popleft()()
        if self._change is not None and self._change.frames() < len(out):
            self.strike(self._change.parts, self._change.zones)
        while self.live:
            self._play_live(*self.live.popleft())
        while self.led:
            self._lead(*self.led.popleft())
        keys, backing = self._buffers[0, : len(out)], self._buffers[1, : len(out)]
        self._keys.render(keys)
        self._render_backing(backing, frame)
        np.multiply(keys, np.float32(self.levels["keyboard"]), out=out)
        np.multiply(backing, np.float32(self.levels["backing"]), out=backing)
        out += backing
        self._clicks.mix(out, self.levels["click"], self.levels["count"])
        self.track.mix(out, self.player, self.levels["voice"])
        if self._spoken is not None:
            self._mix_spoken(out, self._spoken)
        self._limiter.limit(out, self.levels["master"], self.levels["most"])
        self.keeper.take(out, frame)

    def _mix_spoken(self, out: Audio, spoken: Audio) -> None:
        here = spoken[self._spoken_at : self._spoken_at + len(out)]
        np.add(out[: len(here)], here, out=out[: len(here)])
        self._spoken_at += len(here)
        if self._spoken_at >= len(spoken):
            self._spoken = None

    def _play_live(self, keyboard: int, message: bytes) -> None:
        self._keys.message(keyboard % CHANNELS, message)
        if self.player is not None and message[0] & 0xF0 == 0x90 and message[2]:  # noqa: PLR2004  a key-down
            self.player.hear(message[1])

    def _lead(self, key: NoteOn | NoteOff, voice: int) -> None:
        """Let a key sound as what it plays, and tell of that: what is told is what was heard."""
        for played in self._one_key.play(key, voice, self.player):
            if isinstance(played, NoteOn):
                self._keys.message(played.keyboard % CHANNELS, bytes((0x90, played.pitch, played.velocity)))
            elif isinstance(played, NoteOff):
                self._keys.message(played.keyboard % CHANNELS, bytes((0x80, played.pitch, played.velocity)))
            self._tell(played)

    def _render_backing(self, out: Audio, frame: int) -> None:
        """Render the score up to where other music takes over in this block, if it does, and the rest from there."""
        before = min(len(out), self._next.frames()) if self._next is not None else len(out)
        if before:
            self._render_score(out[:before], frame, 0)
        if self._next is not None and before < len(out):
            self._take_over(self._next)
            self._render_score(out[before:], frame + before, before)

    def _render_score(self, out: Audio, frame: int, first: int) -> None:
        """Render what plays into a stretch of the block that begins `first` frames into it."""
        if self.player is None:
            self._backing.render(out)
            return
        due, clicks = self.player.advance(len(out))
        for offset, stress, counting in clicks:
            self._clicks.start(first + offset, stress=stress, counting=counting)
        done = 0
        for offset, part, message in due:
            if offset > done:
                self._backing.render(out[done:offset])
                done = offset
            self._backing.message(part % CHANNELS, struck(message, self._forces.get(part, 1.0)))
        if done < len(out):
            self._backing.render(out[done:])
        self._say_where(frame + len(out))

    def _say_where(self, frame: int) -> None:
        assert self.player is not None
        where = self.player.position(frame)
        told = (where.state, where.waiting, where.beat)
        if told != self._told or (frame >= self._tell_at and where.state in ("counting", "playing")):
            self._told, self._tell_at = told, frame + _TELL_EVERY
            self._tell(where)
        if self.player.finished:
            self.player = None
            self._tell(Finished(frame))
