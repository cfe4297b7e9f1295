"""What sounds while a song is found: the song so far with a beat, in a part, or one chord; one thing at a time."""

from __future__ import annotations

from typing import TYPE_CHECKING

from instruments.events import Finished

if TYPE_CHECKING:
    from studio.music.by_ear import Level, Song
    from studio.music.piece import Piece
    from studio.screen import Tools

NOW = "now"  # the song so far


class SongSound:
    """`heard` names what sounds just now, if anything."""

    def __init__(self, tools: Tools) -> None:
        self._tools = tools
        self.heard: str | None = None

    def song(self, key: str, song: Song, level: Level | None = None) -> None:
        """Hear a song with its beat, or with the pupil's part in it; pressed again it stops."""
        from studio.music.own_song import backing, piece_of

        if self.heard == key:
            self.stop()
        else:
            self._play(key, piece_of(song, level) if level else backing(song))

    def chord(self, symbol: str) -> None:
        """Hear one chord."""
        from studio.music.own_song import chord_alone

        self._play(f"chord {symbol}", chord_alone(symbol))

    def _play(self, key: str, music: Piece) -> None:
        from studio.music.score import to_score

        self.heard = key
        self._tools.engine.play(to_score(music), preview=True)
        self._tools.changed()

    def stop(self) -> None:
        """Silence, if anything sounds from here."""
        if self.heard is not None:
            self.heard = None
            self._tools.engine.stop()
            self._tools.changed()

    def told(self, event: object) -> None:
        """What came to its end is not lit any more."""
        if isinstance(event, Finished) and self.heard is not None:
            self.heard = None
            self._tools.changed()
