"""Small scores, and somebody who listens to a player and writes down what fell where."""

from instruments.events import Score
from instruments.schedule import Player

RATE = 48_000
BEAT = 24_000  # frames of a quarter at 120 a minute


def on(pitch: int, velocity: int = 80) -> bytes:
    return bytes((0x90, pitch, velocity))


def off(pitch: int) -> bytes:
    return bytes((0x80, pitch, 0))


def quarters(count: int, part: int = 0, first_pitch: int = 60) -> list[tuple[int, int, bytes]]:
    events = []
    for beat in range(count):
        events += [(beat * 480, part, on(first_pitch + beat)), (beat * 480 + 479, part, off(first_pitch + beat))]
    return events


def score(count: int = 4, **fields: object) -> Score:
    return Score(**{"events": tuple(quarters(count)), "end": count * 480, **fields})


class Hearing:
    """Plays a player in blocks of any size and keeps what fell where, in frames since it began."""

    def __init__(self, player: Player, block: int = 128) -> None:
        self.player, self.block, self.now = player, block, 0
        self.messages: list[tuple[int, int, bytes]] = []
        self.clicks: list[tuple[int, bool]] = []

    def go(self, frames: int) -> "Hearing":
        end = self.now + frames
        while self.now < end:
            size = min(self.block, end - self.now)
            due, clicks = self.player.advance(size)
            assert all(0 <= offset < size for offset, *_ in [*due, *clicks])
            self.messages += [(self.now + offset, part, message) for offset, part, message in due]
            self.clicks += [(self.now + offset, accent) for offset, accent, _ in clicks]
            self.now += size
        return self

    def downs(self) -> list[int]:
        return [frame for frame, _, message in self.messages if message[0] == 0x90]

    def hanging(self) -> set[tuple[int, int]]:
        held: set[tuple[int, int]] = set()
        for _, part, message in self.messages:
            (held.add if message[0] == 0x90 else held.discard)((part, message[1]))
        return held
