"""The voice of a song as it is heard: read from the journal, laid into one track, and with the engine before the song plays."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

from studio.lesson import sentence
from studio.lesson.handover import row_of
from studio.music.song import voice
from studio.voices import over_song

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from reflections.journal import Journal
    from studio.music.song.model import Song
    from studio.music.song.voice import Stretch
    from studio.screens.make.room import Make

T = TypeVar("T")
Wanted = tuple[tuple["Stretch", ...], float]


class VoiceSound:
    """One track at a time, made anew when recordings come, go or move; its level follows the song."""

    def __init__(self, screen: Make) -> None:
        self._screen = screen
        self._wanted: Wanted | None = None  # what the engine has, or is to have in a moment
        self._level: float | None = None
        self.missing: frozenset[str] = frozenset()  # recordings that were taken back, or are on another computer

    def follow(self, *, silent: bool) -> None:
        """Once a frame: the engine has what the song says; `silent` while somebody sings over it."""
        if self._screen.playing.trying:  # a version is heard, with a voice of its own
            return
        song = self._screen.song
        level = 0.0 if silent else voice.level(song)
        if level != self._level:
            self._level = level
            self._screen.engine.level("voice", level)
        wanted = (voice.stretches(song), voice.song_seconds(song))
        if self._wanted is None and not wanted[0]:
            return
        if self._wanted is None or self._wanted[0] != wanted[0] or (wanted[0] and self._wanted[1] != wanted[1]):
            self._wanted = wanted
            self.of(song, lambda track: self._give(wanted, track))

    def _give(self, wanted: Wanted, track: bytes) -> None:
        if self._wanted == wanted:
            self._screen.engine.voice(track)

    def forget(self) -> None:
        """What is read next may be another sound."""
        self._wanted = None

    def let_go(self) -> None:
        """The engine has none any more: somebody else may come to the keys."""
        if self._wanted is not None:
            self._wanted = None
            self._screen.engine.voice(b"")

    def of(self, song: Song, then: Callable[[bytes], None]) -> None:
        """Make the track of a song's voice, for `then` on the main loop; b"" where nothing is heard."""

        def make(song: Song, sounds: Mapping[str, bytes]) -> None:
            stretches, seconds = voice.stretches(song), voice.song_seconds(song)
            self._work(lambda: over_song.track(stretches, sounds, seconds), then, b"")

        self._read(song, make)

    def _read(self, song: Song, then: Callable[[Song, Mapping[str, bytes]], None]) -> None:
        """Read the recordings that are on, for `then`, with the song as it is without those that are not there."""
        screen = self._screen
        stand = screen.lesson.stand
        passes = [one for one in song.voice.passes if one.on]
        if not passes or stand is None:
            then(song, {})
            return

        def read(journal: Journal) -> dict[str, bytes]:
            rows = {one.who: row_of(stand, one.who) for one in passes}
            found = {one.id: journal.voice_sound(row, one.who, one.id) for one in passes if (row := rows[one.who])}
            return {name: sound for name, sound in found.items() if sound}

        def known(sounds: dict[str, bytes]) -> None:
            left = song
            for one in passes:
                left = left if one.id in sounds else voice.gone(left, one.id)
            self.missing = frozenset(one.id for one in passes if one.id not in sounds)
            then(left, sounds)

        screen.lesson.ask(read, known, "read a voice")

    def of_version(self, version: str, song: Song, then: Callable[[bytes], None]) -> None:
        """The same for a version: as it was frozen, else as its recordings still are. The engine has another voice after it."""

        def known(sounds: tuple[bytes, ...]) -> None:
            self._wanted = self._level = None
            seconds = voice.song_seconds(song)
            if sounds:
                self._work(lambda: over_song.together(sounds, seconds), then, b"")
            else:
                self.of(song, then)

        self._screen.lesson.ask(lambda journal: journal.voice_layers(version), known, "read the voice of a version")

    def small(self, then: Callable[[Mapping[str, bytes]], None]) -> None:
        """Make what is heard of each pupil's voice small, as long as the song, for a version; nothing where none is heard."""
        song = self._screen.song
        if not voice.level(song):
            then({})
            return

        def made(song: Song, sounds: Mapping[str, bytes]) -> Mapping[str, bytes]:
            whose = {one.id: one.who for one in song.voice.passes}
            stretches, seconds = voice.stretches(song), voice.song_seconds(song)
            tracks = {
                who: over_song.track([one for one in stretches if whose[one.id] == who], sounds, seconds)
                for who in dict.fromkeys(whose[one.id] for one in stretches)
            }
            return {who: over_song.small(track) for who, track in tracks.items() if track}

        nothing: Mapping[str, bytes] = {}
        self._read(song, lambda song, sounds: self._work(lambda: made(song, sounds), then, nothing))

    def _work(self, work: Callable[[], T], then: Callable[[T], None], nothing: T) -> None:
        """On the worker; a voice that can not be read any more is told, and all else goes on without it."""

        def failed(error: Exception) -> None:
            self._screen.tools.say(sentence(error))
            then(nothing)

        self._screen.tools.background.worker.put(work, then, failed, "a voice over a song")
