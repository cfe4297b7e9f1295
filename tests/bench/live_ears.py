"""Presses keys in the JACK graph and hears what sounds, in a process of its own; one JSON question a line, one answer a line.

The press falls on a random frame and is delivered at the start of the next period, as an interface does it.
"""

import json
import os
import random
import re
import sys
import time
from contextlib import suppress
from typing import Any

import jack
import numpy as np

from tests.bench.live_host import Host

LOUD = 1e-3  # -60 dBFS: the first sample of a stroke
LONGEST = 100.0  # seconds heard at most, where nobody says how many
PATIENCE = 20.0  # seconds until a server whose clock does not move is taken for dead


class Ears:
    """Two clients, so that the graph runs keyboard -> program -> ears without a loop."""

    def __init__(self, seconds: float = LONGEST) -> None:
        self.keys = jack.Client("bench_keys", no_start_server=True)
        self.ears = jack.Client("bench_ears", no_start_server=True)
        self.out = self.keys.midi_outports.register("out")
        self.ins = [self.ears.inports.register(f"in_{side}") for side in (1, 2)]
        self.rate, self.period = self.keys.samplerate, self.keys.blocksize
        self.heard = np.zeros(round(seconds * self.rate), np.float32)
        self.first: int | None = None
        self.takes = False  # whether the program listens to our keys
        self.waiting: list[tuple[int, bytes]] = []
        self.sent: list[tuple[int, int]] = []  # (frame of the press, frame of its delivery)
        self.late_blocks = 0
        self.rough: list[int] = []  # frames at which the server missed a period, or its clock moved by more than one
        self.taken: list[int] = []  # frames at which the host had just taken a processor away
        self._host = Host()
        self.next_frame = 0
        for client in (self.keys, self.ears):
            client.set_shutdown_callback(_leave)
        self.keys.set_process_callback(self._press)
        self.ears.set_process_callback(self._hear)
        self.ears.set_xrun_callback(self._count)
        self.keys.activate()
        self.ears.activate()

    def _press(self, _frames: int) -> None:
        self.out.clear_buffer()
        now = self.keys.last_frame_time
        if now != self.next_frame:
            self.rough.append(now)
        self.next_frame = now + self.period
        while self.waiting and self.waiting[0][0] < now:
            frame, message = self.waiting.pop(0)
            self.out.write_midi_event(0, message)
            if message[0] & 0xF0 == 0x90:
                self.sent.append((frame, now))

    def _hear(self, frames: int) -> None:
        if self.first is None:
            return
        at = self.ears.last_frame_time - self.first
        if at >= 0 and at + frames <= len(self.heard):
            np.maximum(*(np.abs(port.get_array()) for port in self.ins), out=self.heard[at : at + frames])

    def _count(self, _delay: float) -> None:
        self.late_blocks += 1
        self.rough.append(int(self.ears.frame_time))

    def connect(self, midi: str | None, audio: str, seconds: float = 20) -> bool:
        """Wait for a program's ports and connect; an empty `midi` lets the program open the keyboard itself, None needs none."""
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            time.sleep(0.1)
            outs = self._ports(audio, is_audio=True, is_output=True)
            there = self._ports(midi, is_midi=True, is_input=True) if midi else self._taken()
            if len(outs) >= 2 and (there or midi is None):
                with suppress(jack.JackError):  # ports that are there may not be open yet
                    self._join(midi, there, outs)
                    return midi is None or self._sounds(end)
        return False

    def _sounds(self, end: float) -> bool:
        """Press a key until it sounds, for a program may still be loading its sounds; and let it settle."""
        while time.monotonic() < end:
            now = self._begin()
            self.waiting += [(now, b"\x99\x25\x40"), (now + self.rate // 50, b"\x89\x25\x00")]
            time.sleep(0.4)
            if self.heard.max() > LOUD:
                time.sleep(2.0)
                return True
        return False

    def _join(self, midi: str | None, there: list[Any], outs: list[Any]) -> None:
        if midi and not self._taken():
            self.keys.connect(self.out, there[0])
        for out, port in zip(outs, self.ins, strict=False):
            if not port.is_connected_to(out):
                self.ears.connect(out, port)
        self.takes = midi is not None

    def alone(self, audio: str, seconds: float = 10) -> bool:
        """Wait until the program measured before has left the graph; whether it has."""
        end = time.monotonic() + seconds
        while there := self._ports(audio, is_audio=True, is_output=True):
            if time.monotonic() > end:
                break
            time.sleep(0.1)
        return not there

    def _ports(self, pattern: str, **kind: bool) -> list[Any]:
        return [port for port in self.keys.get_ports(**kind) if re.search(pattern, port.name)]

    def _taken(self) -> list[Any]:
        return list(self.keys.get_all_connections(self.out))

    def _begin(self) -> int:
        self.heard.fill(0)
        self.sent, self.rough, self.taken, self.late_blocks = [], [], [], 0
        self.first = int(self.keys.frame_time)
        return self.first

    def _wait_for(self, frame: int) -> None:
        end = time.monotonic() + PATIENCE
        while self.keys.frame_time < frame:
            if time.monotonic() > end:
                os._exit(1)  # the server's clock stands still
            time.sleep(0.01)
            self._look_at_the_host()

    def _look_at_the_host(self) -> None:
        if self._host.stolen():
            self.taken.append(int(self.keys.frame_time))
            self._host.mark()

    def connected(self) -> bool:
        """Whether the program is still there as it was connected: a server that was held up may have thrown it out."""
        return all(self.ears.get_all_connections(port) for port in self.ins) and bool(self._taken() or not self.takes)

    def presses(
        self, notes: int, gap: float, seed: int, channel: int = 10, note: int = 37, climb: int = 1
    ) -> dict[str, Any]:
        """Press so many keys, `gap` seconds apart; each press and the frames until it sounded, None where it never did.

        The keys go up from `note` by semitones, through `climb` of them again and again.
        """
        chance, at = random.Random(seed), self._begin() + int(0.3 * self.rate)
        for number in range(notes):
            pitch = note + number % climb
            frame = at + chance.randrange(4 * self.period)
            self._wait_for(frame - self.rate // 20)
            self.waiting.append((frame, bytes((0x90 | channel - 1, pitch, 112))))
            self.waiting.append((frame + self.rate // 25, bytes((0x80 | channel - 1, pitch, 0))))
            at += int(gap * self.rate)
        time.sleep(gap + 0.3)
        return {
            "pressed": [frame for frame, _ in self.sent],
            "given": [frame for _, frame in self.sent],
            "rough": self.rough,
            "taken": self.taken,
            "frames": [self._sounded(frame) for frame, _ in self.sent],
            "late": sum(given - frame > self.period for frame, given in self.sent),  # our own fault, not the program's
            "xruns": self.late_blocks,
            "begun": self.first,
        }

    def _sounded(self, frame: int) -> int | None:
        assert self.first is not None
        at = frame - self.first
        before = float(self.heard[max(0, at - 480) : at].max(initial=0.0))
        loud = np.flatnonzero(self.heard[at : at + self.rate // 5] > max(LOUD, 2 * before))
        return int(loud[0]) if len(loud) else None

    def storm(self, seconds: float, held: int, a_second: int) -> dict[str, Any]:
        """Hold so many keys under the pedal and strike others on top; how many periods came late meanwhile."""
        at = self._begin() + self.rate // 4
        self.waiting.append((at, b"\xb0\x40\x7f"))
        self.waiting.extend((at + 480 * n, bytes((0x90, 24 + n, 70))) for n in range(held))
        end = at + int(seconds * self.rate)
        while self.keys.frame_time < end:
            now = int(self.keys.frame_time)
            pitch = 40 + (now * 7919) % 50
            self.waiting.append((now + 480, bytes((0x90, pitch, 80))))
            self.waiting.append((now + 2400, bytes((0x80, pitch, 0))))
            time.sleep(1 / a_second)
        self.waiting.append((end, b"\xb0\x40\x00"))
        self.waiting.extend((end + 480 * n, bytes((0x80, 24 + n, 0))) for n in range(held))
        time.sleep(1.0)
        return {
            "xruns": self.late_blocks,
            "peak": float(self.heard.max()),
            "struck": len(self.sent),
            "rough": [frame - at for frame in self.rough],
        }

    def begin(self) -> int:
        """Hear from now on; the frame it is."""
        return self._begin()

    def onsets(self, apart: float, least: float) -> dict[str, Any]:
        """Frames since `begin` where sound sets in after so many seconds of less."""
        loud = np.flatnonzero(self.heard > least)
        starts = loud[np.diff(loud, prepend=-self.rate) > apart * self.rate] if len(loud) else loud
        return {"onsets": [int(frame) for frame in starts], "xruns": self.late_blocks}


def _leave(_status: object, why: str) -> None:
    """The server has ended, or thrown us out: whoever asked sees us die, and no answer is taken for a true one."""
    print(f"JACK: {why}", file=sys.stderr, flush=True)
    os._exit(1)


def main() -> None:
    """Answer until the questions end."""
    ears = Ears(*map(float, sys.argv[1:]))
    for line in sys.stdin:
        what, fields = json.loads(line)
        print(json.dumps(getattr(ears, what)(**fields)), flush=True)
    os._exit(0)  # a server that is late may never answer a client that takes its leave


if __name__ == "__main__":
    main()
