"""How hard the keys of each zone and the notes of each part are struck, and the barline at which that changes."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final

from instruments.events import RATE
from instruments.next_bar import meeting
from instruments.schedule import Player

Forces = Mapping[int, float]
"""By the keyboard a zone comes as, or by part: 1 is as it was struck, or as it is written; so is what is not named."""

_ON: Final = 0x90
_HARDEST: Final = 127
_MEASURED: Final = RATE // 100  # frames over which it is asked how fast the music goes
_NOT_YET: Final = 1 << 40


def struck(message: bytes, force: float) -> bytes:
    """Return a short message as if its key had been struck so much harder, or softer; what is no key-down stays as it is."""
    if force == 1 or message[0] & 0xF0 != _ON or not message[2]:
        return message
    return bytes((*message[:2], min(_HARDEST, max(1, round(message[2] * force)))))


@dataclass(frozen=True, slots=True)
class Change:
    """What is to hold from a barline of `playing` on; a line that begins a round anew is that of its end."""

    parts: Forces
    zones: Callable[[], None]  # lets those of the zones hold
    playing: Player
    tick: int
    round: int

    def frames(self) -> int:
        """Return the frames until it is due: 0 where it is, and a great many while the music waits before it."""
        left, state = self.tick - self.playing.tick, self.playing.state
        if state == "stopped" or left <= 0 or self.playing.rounds.number != self.round:
            return 0
        ticks = self.playing.away(self.playing.tick, _MEASURED)
        return round(left * _MEASURED / ticks) if state != "waiting" and ticks > 0 else _NOT_YET


def at_next_bar(parts: Forces, zones: Callable[[], None], playing: Player) -> Change:
    """Make a change for the next barline of what plays."""
    line, _ = meeting(playing, playing.score)
    return Change(parts, zones, playing, line, playing.rounds.number)
