"""A file from this computer: where it is, reading it beside the loop, and its card, to be heard before it is chosen."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING

from studio import files
from studio.music import nearby
from studio.ui.nodes import Button, Column, Dialog, Node, Row, Scroll, Space, Text, TextBox
from studio.words import day, say

if TYPE_CHECKING:
    from collections.abc import Callable

    from reflections.records import TakeFacts
    from studio.background import Job
    from studio.music.intake import TakenIn
    from studio.music.nearby import Near
    from studio.music.piece import Piece
    from studio.screen import Tools
    from studio.screens.pick.opening import Opening


LIST_TALL, ROW_TALL = 264, 48
MOST_WATCHED = 8


@dataclass(frozen=True, slots=True)
class FileCard:
    """A file that was read, as it stands on its card; made like the other cards, so that it is heard and chosen like them."""

    title: str
    what: Piece
    facts: TakeFacts
    kind: str = "file"
    about: str = ""
    hiding: str = "the-file"
    source: str = ""


class PickFile:
    """States: nothing, asking where, reading (which `Opening` shows); `card` is the last file that was read."""

    def __init__(
        self,
        tools: Tools,
        opening: Opening,
        failed: Callable[[], None],
        lie_there: Callable[[tuple[Near, ...]], None] = lambda _files: None,
    ) -> None:
        """`lie_there` is told what lies in the watched folder."""
        self._tools = tools
        self._opening = opening
        self._failed = failed
        self._lie_there = lie_there
        self._asking = False
        self._again = False  # whether the file that is read was asked for, and not dropped
        self._path = ""
        self._near: tuple[Near, ...] | None = None  # None while it is looked for
        self._looking: Job | None = None
        self.card: FileCard | None = None
        self._watched: tuple[Near, ...] = ()

    def watch(self) -> None:
        """Look what lies in the watched folder; what does comes up on the pupil's shelf by itself."""

        def found(files: tuple[Near, ...]) -> None:
            if files != self._watched:
                self._watched = files
                self._lie_there(files)
                self._tools.changed()

        self._tools.background.worker.put(
            lambda: nearby.music_files(nearby.watched_folders()), found, lambda _: None, "the watched folder"
        )

    def watched(self) -> Node | None:
        """The files of the watched folder, the latest first; a press reads one. None where there are none."""
        if not self._watched:
            return None
        rows = [self._row(f"watched-{n}", one) for n, one in enumerate(self._watched[:MOST_WATCHED])]
        said = say("pick.in your music folder", folder=self._watched[0].path.parent.name)
        return Column(Text(said, style="label", tone="text2"), Row(*rows, gap=8, wrap=True), gap=6)

    def _row(self, key: str, one: Near) -> Button:
        hint = say("pick.in folder", folder=one.path.parent.name, day=day(one.changed.astimezone().date()))
        return Button(key, one.path.name, partial(self.read, str(one.path)), icon="file-music", hint=hint, kind="quiet")

    def ask(self) -> None:
        """Show what is there, and ask where it is otherwise. What was typed before still stands there."""
        self._asking, self._near = True, None
        self._looking = self._tools.background.worker.put(
            lambda: nearby.music_files(nearby.usual_folders(), lambda: not self._asking),
            self._is_near,
            self._is_not,
            "music files",
        )
        self._tools.focus("path")
        self._tools.changed()

    def _is_near(self, found: tuple[Near, ...]) -> None:
        self._near = found
        if self._asking and found and not self._path:
            self._tools.focus("near-0")
        self._tools.changed()

    def _is_not(self, error: Exception) -> None:
        del error  # the way to write where it is stays
        self._is_near(())

    def dialog(self) -> Dialog | None:
        """Where the file is."""
        if not self._asking:
            return None
        return Dialog(
            say("pick.a music file from"),
            Column(
                self._found(),
                Text(say("pick.drop a midi file"), tone="text2"),
                TextBox("path", self._path, self._type, self.read, label=say("pick.where is it"), most=400),
                Row(
                    Space(),
                    Button("no-file", say("pick.not now"), self._not_now, kind="quiet"),
                    Button("read-file", say("pick.open"), lambda: self.read(self._path), kind="primary", icon="check"),
                ),
            ),
            key="file",
            escape=self._not_now,
        )

    def _found(self) -> Node:
        """What lies where people keep music, the latest first; a press opens it."""
        if self._near is None:
            return Text(say("pick.looking for files"), tone="text2")
        if not self._near:
            return Text(say("pick.no files found"), tone="text2")
        rows = [self._row(f"near-{n}", one) for n, one in enumerate(self._near)]
        return Column(Scroll(Column(*rows, gap=4), key="near"), height=min(LIST_TALL, ROW_TALL * len(rows)))

    def _type(self, path: str) -> None:
        self._path = path

    def _not_now(self) -> None:
        self._asking, self._path = False, ""
        if self._looking is not None:
            self._looking.cancel()
        self._tools.changed()

    def _refused(self) -> None:
        """It is asked again where it was asked, and what was typed still stands there."""
        self._failed()
        if self._again:
            self.ask()

    def read(self, path: str) -> None:
        """Read it; then it has a card of its own, in front of the others."""
        from studio.music.intake import read_file

        where = files.typed(path)
        if where == files.typed(""):  # nothing is typed yet
            self._tools.focus("path")
            self._tools.changed()
            return
        self._again, self._asking, self._path = self._asking, False, path

        def known(taken: TakenIn) -> None:
            self._path, card = "", card_of(taken, where.stem)
            had = any(mine.source == card.source for mine in self._tools.lesson.mine.pieces)
            self.card = replace(card, about=say("pick.you have this piece")) if had and not taken.missing else card
            self._tools.focus(f"hear-{self.card.hiding}")
            if taken.missing:
                self._tools.say(taken.missing)

        self._opening.begin(say("pick.reading the file"), lambda: read_file(where), known, self._refused)


def card_of(taken: TakenIn, stem: str, hiding: str = "the-file") -> FileCard:
    """Make the card of a file that was read; `stem` is its name on this computer."""
    from studio.lesson.handover import piece_facts

    music = taken.piece
    about = taken.missing or say("pick.from this computer")
    return FileCard(music.title or stem, music, piece_facts(music), about=about, hiding=hiding, source=taken.source)
