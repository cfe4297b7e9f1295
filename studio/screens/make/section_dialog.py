"""How one section of a song differs from the others: chords of its own by friendly names, and one beat of the groove; heard at once."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from studio.music.song import grooving, whole
from studio.music.song.labels import label
from studio.ui.nodes import Button, Chips, Column, Dialog, Node, Row, Space, Text
from studio.words import say

if TYPE_CHECKING:
    from collections.abc import Callable

    from studio.music.song.model import Block
    from studio.screens.make.room import Make

AS_THE_SONG: Final = ""


class SectionDialog:
    """Open for one section, or closed."""

    def __init__(self, screen: Make, play: Callable[[], None]) -> None:
        self._screen, self._play = screen, play
        self._block = ""

    def show(self, block: str) -> None:
        """Open it."""
        self._block = block
        self._screen.tools.focus("section-done")
        self._screen.tools.changed()

    def close(self) -> None:
        """Back to the sections."""
        self._block = ""
        self._screen.tools.focus("section-sound")
        self._screen.tools.changed()

    def dialog(self) -> Dialog | None:
        """Its chords, its beat, and a way to hear it; nothing where it was taken out meanwhile."""
        block = next((one for one in self._screen.song.blocks if one.id == self._block), None)
        if block is None:
            return None
        on = self._screen.playing.on
        return Dialog(
            say("make.how name sounds", name=block.name),
            Column(self._chords(block), self._beats(block), gap=16),
            key="section-dialog",
            escape=self.close,
            width=760,
            foot=Row(
                Button(
                    "section-hear",
                    say("make.stop") if on else say("make.play from here"),
                    self._screen.playing.stop if on else self._play,
                    icon="square" if on else "play",
                ),
                Space(),
                Button("section-done", say("play.done"), self.close, kind="primary", icon="check"),
                gap=8,
            ),
        )

    def _chords(self, block: Block) -> Node:
        rows = grooving.rows(self._screen.song)
        now = next((row.name for row in rows if row.bars == block.chords), None) if block.chords else AS_THE_SONG
        named = tuple((row.name, say(f"make.chords {row.name}"), None) for row in rows)
        options = ((AS_THE_SONG, say("make.as in the song"), None), *named)
        return _called("make.its chords", "section-chords", options, now, self._row)

    def _beats(self, block: Block) -> Node | None:
        beats = grooving.beats(self._screen.song)
        if not beats:
            return None
        named = tuple((one, say(f"make.beat {one}"), None) for one in beats)
        options = ((AS_THE_SONG, say("make.as in the song"), None), *named)
        return _called("make.its beat", "section-beat", options, block.beat, self._beat)

    # -- what is changed, heard from the next bar on -----------------------------------------------------------------------
    def _row(self, name: str) -> None:
        screen, block = self._screen, self._block
        bars = next((row.bars for row in grooving.rows(screen.song) if row.name == name), ())
        screen.try_edit(
            label("section chords"),
            lambda: whole.holding(whole.block_chords(screen.song, block, bars), say("make.chords layer")),
            next_bar=True,
        )
        self._heard()

    def _beat(self, beat: str) -> None:
        screen, block = self._screen, self._block
        screen.try_edit(label("section beat"), lambda: whole.block_beat(screen.song, block, beat), next_bar=True)
        self._heard()

    def _heard(self) -> None:
        """Where nothing sounds it plays from here; else it comes at the next bar, or when the section does."""
        if not self._screen.playing.on and not self._screen.busy:
            self._play()


def _called(
    key: str, name: str, options: tuple[tuple[str, str, None], ...], now: str | None, do: Callable[[str], None]
) -> Node:
    words = say(key)
    chosen = frozenset(() if now is None else (now,))
    return Column(
        Text(words, style="label", tone="text2", weight=600), Chips(name, options, chosen, do, label=words), gap=6
    )
