"""What a new layer of the pupil's is called, so that names tell layers apart."""

from __future__ import annotations

from typing import TYPE_CHECKING

from studio.words import say

if TYPE_CHECKING:
    from studio.music.song.model import Kind, Song


def free_name(song: Song, kind: Kind) -> str:
    """Call a new layer of the pupil's something that no other is called."""
    taken = {layer.name for layer in song.layers}
    first = 1 + sum(layer.kind == kind for layer in song.layers)

    def called(n: int) -> str:
        return say("make.my part" if kind == "notes" else "make.my beat" if n == 1 else "make.my beat n", n=n)

    return next(name for n in range(first, first + len(taken) + 1) if (name := called(n)) not in taken)
