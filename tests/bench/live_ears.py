"""Presses keys in the JACK graph and hears what sounds, in a process of its own; one JSON question a line, one answer a line.

The press falls on a random frame and is delivered at the start of the next period, as an interface does it.
"""

import json
import os
import random
import re
import sys
import time
from typing import Any

import jack
import numpy as np

LOUD = 1e-3  # -60 dBFS: the first sample of a stroke
LONGEST = 100  # seconds heard at most


class Ears:
    """Two clients, so that the graph runs keyboard -> program -> ears without a loop."""

    def __init__(self) -> None:
        self.keys = jack.Client("bench_keys", no_start_server=True)
        self.ears = jack.Client("bench_ears", no_start_server=True)
        self.out = self.keys.midi_outports.register("out")
        self.ins = [self.ears.inports.register(f"in_{side}") for side in (1, 2)]
        self.rate, self.period = self.keys.samplerate, self.keys.blocksize
        self.heard = np.zeros(LONGEST * self.rate, np.float32)
        self.first: int | None = None
        self.waiting: list[tuple[int, bytes]] = []
        self.sent: list[tuple[int, int]] = []  # (frame of the press, frame of its delivery)
        self.late_blocks = 0
        self.keys.set_process_callback(self._press)
        self.ears.set_process_callback(self._hear)
        self.ears.set_xrun_callback(self._count)
        self.keys.activate()
        self.ears.activate()

    def _press(self, _frames: int) -> None:
        self.out.clear_buffer()
        now = self.keys.last_frame_time
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

    def connect(self, midi: str | None, audio: str, seconds: float = 20) -> bool:
        """Wait for a program's ports and connect; an empty `midi` lets the program open the keyboard itself, None needs none."""
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            time.sleep(0.1)
            outs = self._ports(audio, is_audio=True, is_output=True)
            there = self._ports(midi, is_midi=True, is_input=True) if midi else self._taken()
            if len(outs) >= 2 and (there or midi is None):
                if midi:
                    self.keys.connect(self.out, there[0])
                for out, port in zip(outs, self.ins, strict=False):
                    self.ears.connect(out, port)
                time.sleep(1.5)
                return True
        return False

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
        self.sent, self.late_blocks = [], 0
        self.first = int(self.keys.frame_time)
        return self.first

    def _wait_for(self, frame: int) -> None:
        while self.keys.frame_time < frame:
            time.sleep(0.01)

    def presses(self, notes: int, gap: float, seed: int, channel: int = 10, note: int = 37) -> dict[str, Any]:
        """Press so many keys, `gap` seconds apart; each press and the frames until it sounded, None where it never did."""
        chance, at = random.Random(seed), self._begin() + int(0.3 * self.rate)
        for _ in range(notes):
            frame = at + chance.randrange(4 * self.period)
            self._wait_for(frame - self.rate // 20)
            self.waiting.append((frame, bytes((0x90 | channel - 1, note, 112))))
            self.waiting.append((frame + self.rate // 25, bytes((0x80 | channel - 1, note, 0))))
            at += int(gap * self.rate)
        time.sleep(gap + 0.3)
        return {
            "pressed": [frame for frame, _ in self.sent],
            "frames": [self._sounded(frame) for frame, _ in self.sent],
            "late": sum(given - frame > self.period for frame, given in self.sent),  # our own fault, not the program's
            "xruns": self.late_blocks,
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
        self.waiting.append((int(self.keys.frame_time), b"\xb0\x40\x00"))
        self.waiting.extend((int(self.keys.frame_time), bytes((0x80, 24 + n, 0))) for n in range(held))
        time.sleep(1.0)
        return {"xruns": self.late_blocks, "peak": float(self.heard.max()), "struck": len(self.sent)}

    def begin(self) -> int:
        """Hear from now on; the frame it is."""
        return self._begin()

    def onsets(self, apart: float, least: float) -> dict[str, Any]:
        """Frames since `begin` where sound sets in after so many seconds of less."""
        loud = np.flatnonzero(self.heard > least)
        starts = loud[np.diff(loud, prepend=-self.rate) > apart * self.rate] if len(loud) else loud
        return {"onsets": [int(frame) for frame in starts], "xruns": self.late_blocks}


def main() -> None:
    """Answer until the questions end."""
    ears = Ears()
    for line in sys.stdin:
        what, fields = json.loads(line)
        print(json.dumps(getattr(ears, what)(**fields)), flush=True)
    os._exit(0)  # a server that is late may never answer a client that takes its leave


if __name__ == "__main__":
    main()
