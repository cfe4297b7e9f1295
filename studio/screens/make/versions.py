"""How a song grew: every version that was kept of it, to be named, heard, and gone back to, which is a step like any other."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, Final

from studio.lesson.handover import row_of
from studio.music.song import by_players, voice
from studio.music.song.kept import opened
from studio.music.song.labels import label
from studio.screens import who_heard
from studio.screens.make.out import heard
from studio.screens.music.then_now import day
from studio.ui.nodes import Button, Card, Column, Dialog, Node, Row, Space, Text, TextBox
from studio.words import say

if TYPE_CHECKING:
    from collections.abc import Callable

    from reflections import records
    from reflections.journal import Journal
    from studio.music.song.model import Song
    from studio.screens.make.room import Make

LONGEST: Final = 40  # letters of a version's name: it stands on a button


class VersionsDialog:
    """Open or closed; what it lists was read when it was opened, and one of them may be being named."""

    def __init__(self, screen: Make) -> None:
        self._screen = screen
        self._open = False
        self._listed: tuple[records.Version, ...] = ()
        self._naming, self._words = "", ""  # the version that is being named, and what stands in its box

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
        """Back to its story; silence. A name that was being typed is kept."""
        self.keep_name()
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
                who_heard.line(
                    self._screen.tools,
                    "versions",
                    two=who_heard.by_two(self._listed),
                    then=self._screen.playing.leave,
                ),
                *lines,
                gap=10,
            ),
            key="versions-dialog",
            escape=self._named if self._naming else self.close,
            width=760,
            foot=Row(Space(), Button("versions-done", say("play.done"), self.close, kind="primary", icon="check")),
        )

    def _line(self, version: records.Version) -> Node:
        from reflections.records import local

        words = say(
            "make.version of", n=version.n, day=day(version), hour=f"{local(version.made_at, version.zone):%H:%M}"
        )
        name = self._name(version)
        if version.id == self._naming:
            return Card(
                Row(
                    TextBox("version-name", self._words, self._type, self._enter, words, most=LONGEST, grow=1),
                    Button("version-named", say("make.keep the name"), self._named, icon="check", kind="primary"),
                    gap=14,
                    align="end",
                ),
                pad=10,
            )
        return Card(
            Row(
                Column(
                    Text(name or words, weight=600),
                    Text(words, style="label", tone="text2") if name else None,
                    gap=2,
                    grow=1,
                ),
                Button(
                    f"name-{version.id}",
                    say("make.name it"),
                    partial(self._begin_name, version),
                    icon="pencil",
                    kind="quiet",
                    name=say("make.change its name") if name else None,
                    hint=words,
                ),
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

    # -- its name -----------------------------------------------------------------------------------------------------
    def _name(self, version: records.Version) -> str:
        stand = self._screen.lesson.stand
        return version.own_name(stand.title if stand is not None else "")

    def _begin_name(self, version: records.Version) -> None:
        self.keep_name()
        self._naming, self._words = version.id, self._name(version)
        self._screen.tools.focus("version-name")
        self._screen.tools.changed()

    def _type(self, words: str) -> None:
        self._words = words
        self._screen.tools.changed()

    def _enter(self, _words: str) -> None:
        self._named()

    def _named(self) -> None:
        """It is called so; without words it has no name again."""
        self._screen.tools.focus(f"name-{self._naming}")
        self.keep_name()
        self._screen.tools.changed()

    def keep_name(self) -> None:
        """Hand in the name that is being typed, if one is: nothing that was typed is lost by turning away."""
        version, words, self._naming = self._naming, self._words.strip(), ""
        before = next((one for one in self._listed if one.id == version), None)
        if before is None or words == self._name(before):
            return
        self._listed = tuple(replace(one, name=words) if one is before else one for one in self._listed)
        self._screen.lesson.errand(lambda journal: journal.name_version(version, words), label="name a version")

    # -- heard, and gone back to -----------------------------------------------------------------------------------------
    def _read(self, version: str, then: Callable[[str, Song], None]) -> None:
        """Read it on the writer, where a long song keeps nobody waiting."""

        def read(journal: Journal) -> Song:
            return opened(journal.version(version).content or b"").song

        self._screen.lesson.ask(read, lambda song: then(version, song), "read a version")

    def _hear(self, version: str, song: Song) -> None:
        screen = self._screen
        song = by_players.heard(song, tutor=screen.lesson.hears_tutor)
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
