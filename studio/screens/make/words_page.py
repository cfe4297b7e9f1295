"""The words of a song: a line under each bar, a poem that can be laid under them, what it is called, who it is about, its cover."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Final

from studio.music.song import lines, whole
from studio.music.song.labels import label
from studio.music.song.model import LONGEST_ABOUT, LONGEST_NAME, LONGEST_STORY, LONGEST_WORDS
from studio.screens.make.cover import Cover
from studio.screens.make.voice_page import VoicePage
from studio.ui.nodes import Button, Choice, Column, Grid, Node, Row, Scroll, Space, Text, TextBox
from studio.words import say

if TYPE_CHECKING:
    from studio.music.song.lines import Span
    from studio.music.song.model import Song
    from studio.screens.make.room import Make

AT_ONCE: Final = 8  # bars whose lines stand below one another
PARTS: Final = ("lines", "poem", "voice", "story")


class WordsPage:
    """Its lines, its poem, or its story are in front."""

    def __init__(self, screen: Make) -> None:
        self._screen = screen
        self._part = "lines"
        self._voice = VoicePage(screen)
        self.cover = Cover(screen)
        self._block = ""
        self._first = 0  # the bar of the section whose line stands first

    @property
    def part(self) -> str:
        """What is in front: its lines, its poem, the voice, or its story."""
        return self._part

    def look(self) -> None:
        """The section may be gone."""

    def node(self) -> Node:
        """What is in front."""
        shown = {"lines": self._lines, "poem": self._poem, "voice": self._voice.node, "story": self._story}[
            self._part
        ]()
        which = tuple((part, say(f"make.words {part}"), None) for part in PARTS)
        return Column(
            Choice("words-part", which, self._part, self._turn, say("make.which words")),
            Scroll(shown, key=f"words-{self._part}", min_height=100),
            gap=10,
            grow=1,
        )

    def _turn(self, part: str) -> None:
        self._part = part
        self._screen.tools.changed()

    # -- a line a bar -----------------------------------------------------------------------------------------------------
    @property
    def _span(self) -> Span:
        """The section whose lines are in front; a song without any is one."""
        laid = lines.spans(self._screen.song)
        return next((span for span in laid if span.block.id == self._block), laid[0])

    def _lines(self) -> Node:
        span, song = self._span, self._screen.song
        count = span.bars * span.block.repeats
        first = self._first if self._first < count else 0
        under = (*span.block.words, *[""] * count)
        boxes = [
            TextBox(
                f"line-{span.block.id}-{bar}",
                under[bar],
                partial(self._write, span.block.id, bar),
                partial(self._next, span.block.id, bar),
                say("make.bar n", n=span.bar + bar),
                most=LONGEST_WORDS,
            )
            for bar in range(first, min(first + AT_ONCE, count))
        ]
        sections = tuple((block.id, block.name, None) for block in song.blocks)
        return Column(
            Choice("words-section", sections, span.block.id, self._take, say("make.the parts of the song"))
            if len(sections) > 1
            else None,
            Grid(*boxes, min_width=round(420 * self._screen.tools.theme().text_scale), gap=8),
            self._pages(first, count),
            gap=10,
        )

    def _pages(self, first: int, count: int) -> Node | None:
        if count <= AT_ONCE:
            return None
        return Row(
            Button(
                "bars-before",
                say("make.bars before"),
                partial(self._leaf, first - AT_ONCE),
                icon="arrow-left",
                enabled=first > 0,
            ),
            Space(),
            Button(
                "bars-after",
                say("make.bars after"),
                partial(self._leaf, first + AT_ONCE),
                icon="arrow-right",
                enabled=first + AT_ONCE < count,
            ),
            gap=8,
        )

    def _take(self, block: str) -> None:
        self._block, self._first = block, 0
        self._screen.tools.changed()

    def _leaf(self, first: int) -> None:
        self._first = max(0, first)
        self._screen.tools.changed()

    def _write(self, block: str, bar: int, words: str) -> None:
        song = self._screen.song
        self._screen.edit(
            label("lyrics"), whole.words(song, block, bar, words), merge=("lyrics", self._span.bar + bar), silently=True
        )
        if not block and self._screen.song.blocks:  # its first section was made for these words
            self._block = self._screen.song.blocks[0].id
            self._screen.tools.focus(f"line-{self._block}-{bar}")

    def _next(self, block: str, bar: int, _words: str) -> None:
        """Enter goes on to the next bar."""
        span = self._span
        if bar + 1 < span.bars * span.block.repeats:
            self._first = (bar + 1) // AT_ONCE * AT_ONCE
            self._screen.tools.focus(f"line-{block}-{bar + 1}")
            self._screen.tools.changed()

    # -- a poem -----------------------------------------------------------------------------------------------------------
    def _poem(self) -> Node:
        poem = self._screen.song.story.poem
        return Column(
            TextBox("poem", poem, self._poem_is, label=say("make.your poem"), most=LONGEST_STORY, lines=7),
            Row(
                Text(say("make.a line a bar"), style="label", tone="text2", grow=1),
                Button(
                    "lay", say("make.put it under the bars"), self._lay, icon="align-left", enabled=bool(poem.strip())
                ),
                gap=12,
            ),
            gap=10,
        )

    def _poem_is(self, words: str) -> None:
        song = whole.story(self._screen.song, poem=words)
        self._screen.edit(label("story"), song, merge="poem", silently=True)

    def _lay(self) -> None:
        """A line a bar, from the first on; what stood there makes room, and Undo brings it back."""
        song = laid(self._screen.song)
        self._screen.edit(label("lyrics"), song, silently=True)
        self._part, self._first = "lines", 0
        self._block = song.blocks[0].id if song.blocks else ""
        self._screen.tools.changed()

    # -- its story ----------------------------------------------------------------------------------------------------------
    def _story(self) -> Node:
        song = self._screen.song
        return Column(
            TextBox("song-title", song.title, self._title, label=say("make.what it is called"), most=LONGEST_NAME),
            TextBox(
                "song-about",
                song.story.about,
                self._about,
                label=say("make.who it is about"),
                placeholder=say("make.only what you want"),
                most=LONGEST_ABOUT,
                lines=3,
            ),
            self.cover.node(),
            Row(Button("to-versions", say("make.how it grew"), self._screen.versions.show, icon="history"), Space()),
            gap=10,
        )

    def _title(self, words: str) -> None:
        self._screen.edit(label("title"), whole.title(self._screen.song, words), merge="title", silently=True)

    def _about(self, words: str) -> None:
        song = whole.story(self._screen.song, about=words)
        self._screen.edit(label("story"), song, merge="about", silently=True)


def laid(song: Song) -> Song:
    """Lay the poem under the bars, a line each, over all sections in their order; lines that are left over stay in the poem."""
    left = [line.strip() for line in song.story.poem.splitlines() if line.strip()]
    if not song.blocks:
        song = whole.add_block(song)
    for span in lines.spans(song):
        for bar in range(span.bars * span.block.repeats):
            if not left:
                return song
            song = whole.words(song, span.block.id, bar, left.pop(0))
    return song
