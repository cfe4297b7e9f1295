"""The loop of one layer as a small picture over its bars, with the playhead: for whatever is said of what was played on it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from studio.music.piece import TICKS
from studio.music.song import lines
from studio.ui import small
from studio.ui.roll import RollNote
from studio.words import say

if TYPE_CHECKING:
    from studio.music.song.model import Layer, Song
    from studio.screens.make.room import Make
    from studio.ui.nodes import Node


def loop_picture(screen: Make, key: str, song: Song, layer: Layer) -> Node:
    """What a layer plays in a song as it sounds now, be it as it is set or as it was played."""
    line = lines.loop_line(song, song.layer(layer.id))

    def head() -> float | None:
        tick = screen.playing.loop_tick()
        return None if tick is None else tick / TICKS

    return small.preview(
        key,
        tuple(RollNote(start / TICKS, length / TICKS, pitch, layer.colour) for start, length, pitch, _ in line),
        name=say("make.what name plays", name=layer.name),
        head=head,
        bars=tuple((bar + 1, bar * song.bar_ticks / TICKS) for bar in range(song.bars)),
        end=song.loop_ticks / TICKS,
        tall=84,
    )
