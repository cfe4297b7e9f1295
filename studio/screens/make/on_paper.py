"""The song as written notes: all of it or one layer, with letters under the notes if wanted, and on to what is printed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from instruments.errors import Cancelled
from studio.lesson import sentence
from studio.music.song import lines
from studio.music.song.model import TUTOR, SongError
from studio.music.song.paper import can_be_written
from studio.papers.part_pages import SCORE, PartPage, engraved
from studio.screens.music.notes_view import page_of
from studio.ui.nodes import Button, Chips, Column, Dialog, Node, Progress, Row, Scroll, Space, Text, Toggle
from studio.words import say

if TYPE_CHECKING:
    from studio.background import Job
    from studio.music.song.model import Song
    from studio.screens.make.room import Make

WIDE = 1120  # of the dialog, in design pixels
TALL = 360  # of what is seen of a page at once


class OnPaper:
    """Closed, or open: then it is being written, or there, or a sentence says why it can't be."""

    def __init__(self, screen: Make) -> None:
        self._screen = screen
        self._open = False
        self._back = ""
        self._which = SCORE
        self._page = 0
        self.letters = False
        self._wanted: tuple[Song, str, bool] | None = None
        self._found: PartPage | None = None
        self._share = 0.0
        self._why = ""
        self._job: Job | None = None

    def show(self, layer: str = SCORE, back: str = "") -> None:
        """Open it, at one layer or all of them, from a button of this key."""
        self._open, self._which, self._back = True, layer, back
        self._write()
        self._screen.tools.focus("which-part")

    def close(self) -> None:
        """Back to the song; what is being written is given up."""
        self._open, self._wanted, self._found = False, None, None
        if self._job is not None:
            self._job.cancel()
            self._job = None
        if self._back:
            self._screen.tools.focus(self._back)
        self._screen.tools.changed()

    # -- what is written ----------------------------------------------------------------------------------------------
    def _write(self) -> None:
        """Beside the music: it takes a second or more, and what is wanted meanwhile takes its place."""
        screen = self._screen
        wanted = self._wanted = (screen.song, self._which, self.letters)
        self._found, self._page, self._share, self._why = None, 0, 0.0, ""
        song, which, letters = wanted
        if self._job is not None:
            self._job.cancel()
        self._job = screen.tools.background.worker.put(
            lambda: engraved(
                song,
                (which,),
                self.whose(),
                letters=letters,
                reached=self._reached,
                cancelled=lambda: self._wanted is not wanted,
            ),
            lambda parts: self._written(wanted, parts),
            lambda error: self._failed(wanted, error),
            "write the song down",
        )
        screen.tools.changed()

    def _reached(self, share: float) -> None:
        self._share = share

    def _written(self, wanted: object, parts: tuple[PartPage, ...]) -> None:
        if self._wanted is wanted:
            self._job, self._found = None, parts[0] if parts else None
            self._why = "" if parts else self._nothing()
            self._screen.tools.changed()

    def _nothing(self) -> str:
        """Why nothing is written: there are only drums, or there is nothing at all."""
        song = self._screen.song
        made = any(lines.loop_line(song, layer) for layer in song.layers)
        return say("make.drums are not written" if made else "make.no note yet")

    def _failed(self, wanted: object, error: Exception) -> None:
        if self._wanted is wanted and not isinstance(error, Cancelled):
            self._job, self._why = None, self._nothing() if isinstance(error, SongError) else sentence(error)
            self._screen.tools.changed()

    def whose(self) -> dict[str, str]:
        """What players are called on paper: whoever is here, and the tutor."""
        lesson = self._screen.lesson
        here = {pupil.id: pupil.alias for pupil in lesson.house.pupils if pupil.id in lesson.here}
        return here | {TUTOR: lesson.house.tutor or say("make.the tutor")}

    # -- what is shown ------------------------------------------------------------------------------------------------
    def dialog(self) -> Dialog | None:
        """Which part, the page, and what is done with it."""
        if not self._open:
            return None
        song = self._screen.song
        written = [layer for layer in song.layers if can_be_written(song, layer)]
        which = (
            (SCORE, say("make.the whole song"), None),
            *((layer.id, layer.name, None) for layer in written),
        )
        return Dialog(
            say("make.on paper"),
            Column(
                Chips("which-part", which, frozenset({self._which}), self._choose, label=say("make.which part")),
                self._seen(),
                Row(
                    Toggle("letters", say("make.letters under"), self.letters, self._letters),
                    self._turning(),
                    Space(),
                    Button("to-print", say("make.save to print"), self._print, icon="printer", enabled=not self._why),
                    Button("paper-done", say("play.done"), self.close, kind="primary", icon="check"),
                    gap=8,
                ),
                gap=10,
            ),
            key="paper-dialog",
            escape=self.close,
            width=WIDE + 60,
        )

    def _seen(self) -> Node:
        if self._why:
            return Column(Text(self._why, style="lead", tone="text2"), height=TALL)
        if self._found is None:
            return Column(Progress("writing", say("notes.writing"), self._share, self.close), height=TALL)
        about = " · ".join(words for words in (self._found.name, self._found.whose) if words)
        svg = self._found.pages[self._page]
        page = page_of("paper", svg, say("make.notes of", name=self._found.name), wide=WIDE)
        return Column(Text(about, weight=600), Scroll(page, key="paper-page"), height=TALL, gap=6)

    def _turning(self) -> Node | None:
        pages = len(self._found.pages) if self._found is not None else 1
        if pages < 2:  # noqa: PLR2004 - one page is not turned
            return None
        page = self._page
        return Row(
            Button("paper-before", "", lambda: self._turn(-1), icon="chevron-left", name=say("notes.page before"), enabled=page > 0),
            Text(say("notes.page n", n=page + 1, pages=pages), style="label", tone="text2"),
            Button("paper-after", "", lambda: self._turn(1), icon="chevron-right", name=say("notes.page after"), enabled=page + 1 < pages),
            gap=8,
        )  # fmt: skip

    # -- what is done -------------------------------------------------------------------------------------------------
    def _choose(self, layer: str) -> None:
        self._which = layer
        self._write()

    def _letters(self, on: bool) -> None:
        self.letters = on
        self._write()

    def _turn(self, by: int) -> None:
        self._page += by
        self._screen.tools.changed()

    def _print(self) -> None:
        self.close()
        self._screen.out.ask("html")
