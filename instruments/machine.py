"""Everything that sounds, put together: devices, synths, schedule, output, microphone, and the orders that move them."""

import gc
import json
import queue
import sys
import threading
import time
from base64 import b64decode
from collections.abc import Callable
from contextlib import suppress
from functools import partial
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from instruments import wire
from instruments.clock import FrameClock
from instruments.devices import Devices, message_from
from instruments.errors import NoSynth
from instruments.events import (
    RATE,
    Kept,
    Keyboard,
    Keyboards,
    Output,
    Played,
    Position,
    Told,
    Trouble,
    unpack,
)
from instruments.force import at_next_bar
from instruments.graph import Graph
from instruments.latency import warning
from instruments.link import start_making_own_sounds
from instruments.listening import Listening
from instruments.mixer import Mixer
from instruments.next_bar import Next, meeting
from instruments.onekey import Led
from instruments.output import OutputWatch
from instruments.places import loop as loop_of
from instruments.places import place
from instruments.schedule import Player
from instruments.sounds import SOUNDS, own_soundfont, sound
from instruments.synth import CHANNELS, Synth, open_synth
from instruments.tempo import TempoMap
from instruments.track import Incoming
from instruments.urgent import go_first
from instruments.wire import Kind
from instruments.zone_sounds import ZoneSounds

if TYPE_CHECKING:
    import subprocess

_VISIT_SECONDS: Final = 0.25
_POLL_SECONDS: Final = 1.0
_LET_GO_SECONDS: Final = 2.0


class Machine:
    """`obey` takes the window's orders on one thread; what is told goes into `outbox`; the two `look_after` have a thread each."""

    def __init__(self, settings: dict[str, Any]) -> None:
        # A SimpleQueue's put never waits, so the audio callback and the drivers' threads may use it.
        self.outbox: queue.SimpleQueue[Played | Told] = queue.SimpleQueue()
        self.clock = FrameClock(RATE)
        self.clock.start(time.perf_counter_ns())
        self.mixer = Mixer(self.clock, self.outbox.put)
        known = [Keyboard(**each) for each in settings["known"]]
        self.devices = Devices(self._hear, self._tell, self.clock, known=known)
        self._watch = OutputWatch(
            settings["output"],
            settings["period_frames"],
            self.mixer.fill,
            device=settings.get("device", ""),
            blocks=lambda: self.mixer.blocks,
            reopening=self.clock.restart,
            tell=self.outbox.put,
            frame=self.frame,
        )
        self._settings = settings
        self._score = wire.ScoreReader()
        self._keeping: queue.SimpleQueue[str | None] = queue.SimpleQueue()
        self._listening = Listening(self.frame, self.outbox.put)
        self._spoken: list[bytes] = []  # a voice to be heard, as far as it has come
        self._incoming = Incoming()  # one that goes with the score
        self._synth_name = "silence"
        self._synths: list[Synth] = []
        self._making: subprocess.Popen[bytes] | None = None
        self._latest: Player | None = None
        self._pads: set[int] = set()  # keyboards that play the kit unless asked by their id
        self._led, self._zoned = Led(), ZoneSounds()
        self.keyboards_wanted = bool(settings["keyboards"])
        self._opened = threading.Event()  # set once there is an output
        self.ending = threading.Event()

    def frame(self) -> int:
        """Return the frame now."""
        return self.clock.at(time.perf_counter_ns())

    def _hear(self, played: Played, message: bytes) -> None:
        player = self.mixer.player
        led = self._led.key(played, one_key=player is not None and player.one_key)
        if led is not None:
            self.mixer.led.append((led, self.devices.voice(led.keyboard)))  # which tells what was heard
            return
        if message:
            self.mixer.live.extend(self._zoned.places(played, message))
        self.outbox.put(played)

    def _tell(self, told: Told) -> None:
        self.outbox.put(told)
        for each in told.known if isinstance(told, Keyboards) else ():
            if each.pads and each.id not in self._pads:
                self._pads.add(each.id)
                self._order(self.mixer.sound, each.id, sound("kit"))

    def _order(self, do: Callable[..., None], *arguments: Any, **named: Any) -> None:
        """Let something run at the start of the next block, on the audio thread."""
        self.mixer.orders.append(lambda: do(*arguments, **named))

    # -- threads ---------------------------------------------------------------------------------------------------------

    def look_after_sound(self) -> None:
        """Open the output, then the synths, then watch the output and write what is kept; runs on a thread of its own."""
        self._watch.visit()
        self._hear_where_it_sounds()
        self._opened.set()
        self._open_synths()
        self._say_output()
        gc.collect()
        gc.freeze()  # what lives now lives for good: later collections have next to nothing to walk
        self._make_own_sounds()
        go_first()  # not before: fonts are long to load
        while not self.ending.wait(_VISIT_SECONDS):
            if self._watch.visit():
                self._hear_where_it_sounds()
                self._say_output()
            self._use_own_sounds()
            self._keep()
            self.mixer.keeper.write()
            self._listening.visit()
            self._say_fault()
        self.mixer.keeper.close()
        if self._making is not None:
            self._making.kill()
        self._listening.close()
        self._watch.close()

    def _hear_where_it_sounds(self) -> None:
        stream = self._watch.stream
        self.devices.hear_in(stream if isinstance(stream, Graph) else None)

    def _say_fault(self) -> None:
        fault, self.mixer.fault = self.mixer.fault, None
        if fault is not None:
            print(f"{type(fault).__name__}: {fault}", file=sys.stderr)
            sentence = "The music stopped: something in it could not be played. The keys play on."
            self.outbox.put(Trouble(self.frame(), "synth", sentence))
            self.outbox.put(Position(self.frame(), 0.0, "stopped"))

    def _open_synths(self) -> None:
        try:
            synths: list[Synth] = [
                open_synth(self._settings["synth"], RATE, tuple(self._settings["fonts"])) for _ in range(2)
            ]
        except NoSynth as error:
            self.outbox.put(Trouble(self.frame(), "synth", str(error)))
            return
        self._synth_name = synths[0].name
        for channel in range(CHANNELS):
            synths[0].sound(channel, SOUNDS[0])
        self._synths, before = synths, self._synths
        self._order(self.mixer.use, *synths)
        self._close_later(before)

    def _close_later(self, synths: list[Synth]) -> None:
        """Free synths once the audio callback has let go of them."""
        let_go = threading.Event()
        self._order(let_go.set)
        if synths and let_go.wait(_LET_GO_SECONDS):
            for each in synths:
                each.close()

    def _make_own_sounds(self) -> None:
        """At the first start, make our own sounds in a process of their own, which cannot hold up the audio callback.

        General MIDI stands in until they are there.
        """
        if self._synth_name != "silence" and not own_soundfont().is_file():
            with suppress(OSError):  # without them General MIDI goes on standing in
                self._making = start_making_own_sounds()

    def _use_own_sounds(self) -> None:
        """Take the synths anew once our own sounds are made, in a moment when nothing sounds that this would cut off."""
        if self._making is None or self._making.poll() is None:
            return
        if self.mixer.player is None and not any(each.voices() for each in self._synths):
            self._making = None
            if own_soundfont().is_file():
                self._open_synths()

    def _say_output(self) -> None:
        stream = self._watch.stream
        if stream is not None:
            about = stream.backend, stream.device, self._synth_name, self.mixer.late, warning(stream.device)
            self.outbox.put(Output(self.frame(), *about))

    def _keep(self) -> None:
        keeper = self.mixer.keeper
        while not self._keeping.empty():
            path = self._keeping.get()
            was, seconds = keeper.path, keeper.close()
            if seconds or path is None:
                self.outbox.put(Kept(keeper.began, was, seconds))
            try:
                if path is not None:
                    keeper.open(path)
            except OSError as error:
                sentence = f"The sound cannot be kept in {path}: {error.strerror}."
                self.outbox.put(Kept(self.frame(), path or "", 0.0, sentence))

    def look_after_keyboards(self) -> None:
        """Look for keyboards once a second; runs on a thread of its own."""
        self._opened.wait(_LET_GO_SECONDS)  # where sound goes says by which way keyboards are heard
        while not self.ending.is_set():
            try:
                self.devices.poll()
            except Exception as error:  # noqa: BLE001  whatever broke, keyboards are looked for again
                print(f"{type(error).__name__}: {error}", file=sys.stderr)
            finally:
                self.ending.wait(_POLL_SECONDS)

    # -- orders from the window ------------------------------------------------------------------------------------------

    def obey(self, kind: Kind, body: bytes) -> None:
        """Do what one piece from the window says."""
        match kind:
            case Kind.PLAYED:
                for played in unpack(body):
                    self.devices.press(played, message_from(played))
            case Kind.ORDER:
                fields = json.loads(body)
                getattr(self, f"_do_{fields.pop('do')}")(**fields)
            case Kind.VOICE:
                self._incoming.take(body)
            case _:
                self._score.take(kind, body)

    def _do_play(
        self, score: dict[str, Any], muted: list[int], next_bar: bool = False, voiced: bool = False, **options: Any
    ) -> None:
        whole, playing = self._score.score(score), self.mixer.player if next_bar else None
        left, options["from_tick"] = meeting(playing, whole) if playing else (0, options["from_tick"])
        player = Player(whole, muted=frozenset(muted), **options)
        parts = 1 + max((part for _, part, _ in whole.events), default=0)
        named = (*whole.sounds, *[SOUNDS[0].id] * (parts - len(whole.sounds)))  # a part without a sound is a piano
        sounds = tuple(map(sound, named))
        if voiced:
            self._order(self.mixer.track.goes_with, player, TempoMap(whole))
        if playing is None:
            self._order(self.mixer.play, player, sounds)
        else:
            self._order(self.mixer.follow_with, Next(player, sounds, playing, left))
        self._latest = player

    def _do_stop(self) -> None:
        self._order(self.mixer.stop)

    def _with_player(self, change: Callable[[Player], None]) -> None:
        def now() -> None:
            if self.mixer.player is not None:
                change(self.mixer.player)

        self.mixer.orders.append(now)

    def _do_skip(self, pitch: int | None = None) -> None:
        self._with_player(lambda player: player.skip() if pitch is None else player.hear(pitch))

    def _do_follow(self, tick: int, frame: int, sure: bool) -> None:
        player = self._latest
        if player is None:
            return
        if sure and player.elsewhere(tick):
            there = place(player.score, tick)
            self._with_player(lambda player: player.go_along(there, max(0, self.mixer.began - frame)))
        else:
            self._with_player(lambda player: player.follow(tick, max(0, self.mixer.began - frame)))

    def _do_speed(self, factor: float, next_round: bool) -> None:
        if next_round:
            self._with_player(lambda player: setattr(player.rounds, "next_speed", factor))
        else:
            self._with_player(lambda player: player.set_speed(factor))

    def _do_loop(self, between: list[int] | None) -> None:
        if self._latest is not None:
            loop = loop_of(self._latest.score, between[0], between[1]) if between else None
            self._with_player(lambda player: player.set_loop(loop))

    def _do_mute(self, parts: list[int]) -> None:
        self._with_player(lambda player: player.set_muted(frozenset(parts)))

    def _do_click(self, on: bool) -> None:
        self._with_player(lambda player: player.set_click(on))

    def _do_sound(self, sound_id: str, keyboard: int | None) -> None:
        everyone = [each for each in range(CHANNELS) if each not in self._pads | self._zoned.channels]
        for each in everyone if keyboard is None else (keyboard,):
            self._order(self.mixer.sound, each, sound(sound_id))

    def _do_share(self, splits: list[tuple[int, list[tuple[int, str, int]]]]) -> None:
        self._zoned.share(splits, self.mixer.live, lambda at, name: self._order(self.mixer.sound, at, sound(name)))

    def _do_force(self, zones: list[tuple[int, float]], parts: list[tuple[int, float]], next_bar: bool) -> None:
        forces, playing = dict(parts), self.mixer.player if next_bar else None
        hold = partial(setattr, self._zoned, "forces", dict(zones))
        self._order(self.mixer.strike, forces, hold, at_next_bar(forces, hold, playing) if playing else None)

    def _do_level(self, kind: str, value: float) -> None:
        self._order(self.mixer.levels.__setitem__, kind, value)

    def _do_sound_to(self, output: str, period_frames: int | None, device: str) -> None:
        self._watch.choose(output, period_frames, device)

    def _do_report(self) -> None:
        self._say_output()

    def _do_hush(self) -> None:
        self._order(self.mixer.hush)

    def _do_keep(self, path: str | None) -> None:
        self._keeping.put(path)

    def _do_listen(self, path: str | None, most_seconds: float) -> None:
        self._listening.ask(path, most_seconds)

    def _do_voice(self, frames: int, whole: bool) -> None:
        if whole:
            self._order(self.mixer.track.use, self._incoming.whole())
        else:
            self._incoming.begin(frames)

    def _do_speak(self, part: str | None, last: bool) -> None:
        self._spoken = [] if part is None else [*self._spoken, b64decode(part)]
        if last:
            samples, self._spoken = b"".join(self._spoken), []
            heard = np.frombuffer(samples, "<i2").astype(np.float32)[:, None] / np.float32(32768)
            self._order(self.mixer.speak, heard if len(heard) else None)
