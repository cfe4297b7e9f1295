"""A take while it is being recorded: since when, where its bars were reached, whose keyboards are heard."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from studio.playing.keysound import KeySound
from studio.playing.made import Made, bar_starts_of

if TYPE_CHECKING:
    from instruments.capture import Capture
    from studio.playing.chunks import Chunks
    from studio.playing.made import Setting

Mine = Callable[[int], tuple[int, ...] | None]


def everything(since: int) -> None:
    """Nobody in particular plays: all of it is whoever's it turns out to be."""
    del since


@dataclass(slots=True)
class Running:
    """A take being recorded: since which frame and cursor of the capture, and its chunks once there is a journal."""

    setting: Setting
    start_frame: int
    bar_one: int
    cursor: int
    bar_ticks: tuple[int, ...] = ()
    chunks: Chunks | None = None
    bars_at: list[int] = field(default_factory=list)  # the frame at which each bar was reached; in a loop, each time
    bar: int = -1  # the bar that the music is in, and its tick there
    tick: float = 0.0
    offset: int = 0  # frames by which what is played along with is heard late
    mine: Mine = everything  # the pupil's keyboards, of whoever played it
    sound: KeySound = field(default_factory=KeySound)

    def moved(self, frame: int, tick: float) -> None:
        """The music has come to `tick`."""
        bar = bisect_right(self.bar_ticks, tick) - 1
        if bar >= 0 and (bar != self.bar or tick < self.tick):
            self.bars_at.append(frame)
        self.bar, self.tick = bar, tick

    def ended(self, capture: Capture, end_frame: int) -> Made:
        """All that was played until `end_frame`, by whomever, as a take; nothing of it is kept by this."""
        events = capture.cut(self.start_frame, end_frame)
        # stopped while still counting in: then the count-in is all there is, and bar 1 never came
        bar_one = self.bar_one + self.offset if self.bar_one < end_frame else self.start_frame
        return Made(
            self.setting,
            events,
            bar_one,
            end_frame,
            "recorded",
            bar_starts=bar_starts_of(self.bars_at, self.bar_one, end_frame),
            chunks=self.chunks,
            span=(self.start_frame, end_frame),
            mine=self.mine(self.start_frame),
            sounds=self.sound.of(events, self.start_frame),
        )

    def came_since(self) -> dict[str, Any]:
        """What a take found after a crash needs besides the setting."""
        return {"bars_at": list(self.bars_at), "mine": self.mine(self.start_frame), **self.sound.context()}
