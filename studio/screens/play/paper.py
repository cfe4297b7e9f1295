"""Where on paper the music is: what stands there once may be played more than once, and another line may be read after it."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass
from typing import TYPE_CHECKING

from studio.music.repeats import Stretch

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from studio.ui.lines import StaveBar, StaveLine

    Beats = tuple[float, float]

TICKS = 480
ALL = (Stretch(0, 1 << 30, 0),)
"""Of music that stands on paper as it is played."""


def line_at(lines: Sequence[StaveLine], beat: float) -> int:
    """The number of the line that holds a beat of the paper."""
    return max(0, bisect_right(lines, beat, key=lambda line: line.start) - 1)


@dataclass(frozen=True, slots=True)
class Paper:
    """What of the paper is played when. All times are in beats: those that are played, or those that stand on paper."""

    stretches: tuple[Stretch, ...] = ALL

    def turn(self, played: float) -> int:
        """Which stretch is played at a moment."""
        return max(0, bisect_right(self.stretches, played * TICKS, key=lambda one: one.start) - 1)

    def at(self, played: float) -> float:
        """Where on paper a moment is."""
        here = self.stretches[self.turn(played)]
        return played + (here.written - here.start) / TICKS

    def span(self, played: Beats) -> Beats:
        """From where to where on paper bars stand that are played one after the other."""
        start, end = (beat * TICKS for beat in played)
        inside = [one for one in self.stretches if one.start < end and one.end > start] or [self.stretches[-1]]
        first = min(one.written + max(0.0, start - one.start) for one in inside)
        last = max(one.written + min(end, one.end) - one.start for one in inside)
        return first / TICKS, last / TICKS

    def played(self, beat: float, near: float) -> float:
        """When a beat of the paper is played: in the turn that is played at the moment `near`, else the next that has it."""
        tick, turn = beat * TICKS, self.turn(near)
        turns = [*range(turn, len(self.stretches)), *range(turn)]
        holding = (
            self.stretches[n] for n in turns if self.stretches[n].written <= tick < self.stretches[n].written_end
        )
        here = next(holding, self.stretches[turn])
        return beat + (here.start - here.written) / TICKS

    def after(self, lines: Sequence[StaveLine], now: float, loop: Beats | None) -> Callable[[int], int | None]:
        """What says which line is read after a line, again and again from the one that is read `now`; None after the last."""
        turn = self.turn(now)

        def following(number: int) -> int | None:
            nonlocal turn
            if lines[number].end < self._stop(turn, loop):
                return number + 1 if number + 1 < len(lines) else None
            if loop is not None and loop[1] * TICKS <= self.stretches[turn].end:
                turn = self.turn(loop[0])
                return line_at(lines, self.at(loop[0]))
            if turn + 1 == len(self.stretches):
                return None
            turn += 1
            return line_at(lines, self.stretches[turn].written / TICKS)

        return following

    def ahead(self, lines: Sequence[StaveLine], now: float, loop: Beats | None) -> Callable[[int], int | None]:
        """The same, but that a line which is read once more is passed over: what comes after it is seen beside it."""
        following = self.after(lines, now, loop)

        def other(number: int) -> int | None:
            found = (following(number) for _ in self.stretches)
            return next((line for line in found if line != number), None)

        return other

    def last_bar(self, line: StaveLine, now: float, loop: Beats | None) -> StaveBar | None:
        """The bar of a line after which another line, or this one from elsewhere, is read; None where it is the only one."""
        stop = self._stop(self.turn(now), loop)
        bars = [bar for bar in line.bars if bar.start < stop]
        return bars[-1] if len(bars) > 1 else None

    def _stop(self, turn: int, loop: Beats | None) -> float:
        """Up to which beat of the paper a stretch is played."""
        here = self.stretches[turn]
        end = min(here.end, loop[1] * TICKS) if loop is not None else here.end
        return (here.written + end - here.start) / TICKS
