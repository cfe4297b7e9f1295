"""How a song grew: every version that was kept of it, to be heard, and gone back to, which is a step like any other."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from studio.lesson.handover import row_of
from studio.music.song import voice
from studio.music.song.kept import opened
from studio.music.song.labels import label
from studio.screens.make.out import heard
from studio.screens.music.then_now import day
from studio.ui.nodes import Button, Card, Column, Dialog, Node, Row, Space, Text
from studio.words import say

if TYPE_CHECKING:
    from collections.abc import Callable

    from reflections import records
    from reflections.journal import Journal
    from studio.music.song.model import Song
    from studio.screens.make.room import Make


class VersionsDialog:
    """Open or closed; what it lists was read when it was opened."""

    def __init__(self, screen: Make) -> None:
        self._screen = screen
        self._open = False
        self._listed: tuple[records.Version, ...] = ()

    def show(self) -> None:
        """Open it; the list comes from the journal."""
        screen = self._screen
        pupil, stand = screen.lesson.pupil, screen.lesson.stand
        row = row_of(stand, pupil.id) if stand is not None and pupil is not None else None
        self._open, self._listed = True, ()
        if row is not None:
            screen.lesson.ask(lambda journal: journal.versions(row), self._known, "read the versions")
        screen.tools.focus("versions-done")
        screen.tools.changed()

    def _known(self, listed: tuple[records.Version, ...]) -> None:
        self._listed = listed[::-1]
        self._screen.tools.changed()

    def close(self) -> None:
        """Back to its story; silence."""
        self._open = False
        self._screen.playing.leave()
        self._screen.tools.focus("to-versions")
        self._screen.tools.changed()

    def dialog(self) -> Dialog | None:
        """The newest on top."""
        if not self._open:
            return None
        lines = [self._line(version) for version in self._listed]
        return Dialog(
            say("make.how it grew"),
            Column(
                Text(say("make.going back loses nothing" if lines else "make.no version yet"), tone="text2"),
                *lines,
                Row(Space(), Button("versions-done", say("play.done"), self.close, kind="primary", icon="check")),
                gap=10,
            ),
            key="versions-dialog",
            escape=self.close,
            width=720,
        )

    def _line(self, version: records.Version) -> Node:
        from reflections.records import local

        words = say(
            "make.version of", n=version.n, day=day(version), hour=f"{local(version.made_at, version.zone):%H:%M}"
        )
        return Card(
            Row(
                Text(words, weight=600, grow=1),
                Button(
                    f"hear-{version.id}",
                    say("make.hear it"),
                    partial(self._read, version.id, self._hear),
                    icon="ear",
                    hint=words,
                ),
                Button(
                    f"back-{version.id}",
                    say("make.go back to it"),
                    partial(self._read, version.id, self._go_back),
                    icon="history",
                    hint=words,
                ),
                gap=8,
            ),
            pad=10,
        )

    def _read(self, version: str, then: Callable[[str, Song], None]) -> None:
        """Read it on the writer, where a long song keeps nobody waiting."""

        def read(journal: Journal) -> Song:
            return opened(journal.version(version).content or b"").song

        self._screen.lesson.ask(read, lambda song: then(version, song), "read a version")

    def _hear(self, version: str, song: Song) -> None:
        screen = self._screen
        if not voice.level(song):
            screen.playing.preview(heard(song))
            return

        def sung(track: bytes) -> None:
            screen.engine.voice(track)
            screen.engine.level("voice", song.voice.volume)
            screen.playing.preview(heard(song), voiced=True)

        screen.voice.sound.of_version(version, song, sung)

    def _go_back(self, _version: str, song: Song) -> None:
        screen = self._screen
        self.close()
        screen.edit(label("go back"), song, next_bar=True)
        if screen.chosen_layer is None:
            screen.choose(song.layers[0].id if song.layers else "")
        screen.stepped()
