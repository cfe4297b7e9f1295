"""Other music takes over from what plays: at its next barline, in the same bar of its own."""

from bisect import bisect_left
from dataclasses import dataclass
from typing import Final

from instruments.events import RATE, Score
from instruments.schedule import Player
from instruments.sounds import Sound
from instruments.tempo import Beats

_SOON_SECONDS: Final = 0.08  # a barline nearer than this may be past before the order is there: the next one is taken
_MEASURED: Final = RATE // 100  # frames over which it is asked how fast the music goes


@dataclass(frozen=True, slots=True)
class Next:
    """What is to play with which sounds, and the barline of the music before where it begins."""

    player: Player
    sounds: tuple[Sound, ...]
    before: Player
    tick: int

    def frames(self) -> int:
        """Return the frames until it begins, 0 where it is due; music that waits or has begun its round anew is not waited for."""
        left = self.tick - self.before.tick
        ticks = self.before.away(self.before.tick, _MEASURED)
        going = self.before.state in ("counting", "playing") and ticks > 0
        return max(0, round(left * _MEASURED / ticks)) if going else 0


def meeting(playing: Player, other: Score) -> tuple[int, int]:
    """Return the tick of the barline at which the music that plays is left, and the tick at which the other is entered.

    Bars are counted from where each goes round: whoever is in bar 6 goes on in bar 7, and the last bar leads to the first.
    """
    lines, others = _barlines(playing.score), _barlines(other)
    ticks_in_time = playing.away(playing.tick, _MEASURED) * _SOON_SECONDS * RATE / _MEASURED
    bar = bisect_left(lines, playing.tick + ticks_in_time)
    if bar >= len(lines) - 1:  # the barline at the end is that of the first bar
        return lines[-1], others[0]
    return lines[bar], others[bar % (len(others) - 1)]


def _barlines(score: Score) -> list[int]:
    """Return the barlines of what goes round, its end with them: two at least."""
    start, end = score.loop or (0, score.end)
    beats, lines = Beats(score), [start]
    while (line := beats.barline(lines[-1] + 1)) < end:
        lines.append(line)
    return [*lines, end]
