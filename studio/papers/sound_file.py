"""Music as a sound file: rendered faster than it plays, written whole or not at all, and given up when nobody wants it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from studio import files
from studio.words import say

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from instruments.events import Score


def write(
    score: Score,
    path: Path,
    done: Callable[[float], None],
    cancelled: Callable[[], bool],
    *,
    voice: bytes = b"",
    level: float = 1.0,
) -> int:
    """Render a score into a WAV, OGG or MP3 file, as the path ends; its size in bytes.

    A `voice` over it begins with its first tick: 16-bit PCM, 48 kHz, mono. `done` gets 0 to 1. Raises instruments.errors.Cancelled, of which nothing is left behind, and OSError.
    """
    from instruments import render
    from instruments.errors import Cancelled

    audio = render.render(score, progress=done, cancelled=cancelled)
    if voice:
        audio = render.with_voice(audio, voice, level)
    with files.whole(path, mine=True) as part:
        match path.suffix.casefold():
            case ".mp3":
                part.write_bytes(render.to_mp3_bytes(audio, cancelled=cancelled))
            case ".ogg":
                part.write_bytes(render.to_ogg_bytes(audio, cancelled=cancelled))
            case _:
                render.to_wav(audio, part)
        if cancelled():
            raise Cancelled(say("papers.stopped before the sound"))
    return path.stat().st_size
