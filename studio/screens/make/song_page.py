"""The whole song: its sections in a row, who plays in each, launched live at the next bar, and the ending."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from instruments.sounds import sound
from studio.music.song import lines, whole
from studio.music.song.labels import label
from studio.screens.make.performing import Performing
from studio.screens.make.section_dialog import SectionDialog
from studio.ui import empty
from studio.ui.nodes import Button, Column, Node, Row, Scroll, Space, Text, TextBox, Toggle
from studio.ui.section_grid import Column as Section
from studio.ui.section_grid import Line, SectionGrid
from studio.words import counted, say

if TYPE_CHECKING:
    from studio.music.song.model import Block, Layer, Song
    from studio.screens.make.room import Make

FEW_LANES = 4  # so many stand above what is done with a section where text is large


class SongPage:
    """One section is in hand; what is below the grid is about it."""

    def __init__(self, screen: Make) -> None:
        self._screen = screen
        self._block = ""
        self._blank = ""  # the section whose name was rubbed out just now
        self.performing = Performing(screen)
        self.about_section = SectionDialog(screen, self._from_here)
        self._grid = SectionGrid(self._columns, self._take)

    def look(self) -> None:
        """The section in hand may be gone."""

    @property
    def block(self) -> Block | None:
        """The section in hand: the first, where none was taken."""
        blocks = self._screen.song.blocks
        return next((one for one in blocks if one.id == self._block), blocks[0] if blocks else None)

    def node(self) -> Node:
        """The sections over their layers; without any, the way to the first."""
        block = self.block
        if block is None:
            return Column(
                empty.nothing("list-music", say("make.the loop is the song"), say("make.put parts in a row")),
                Row(*self._adding(), Space(), self._notes(), self._out(), gap=8),
                gap=8,
                grow=1,
            )
        below = (
            self._kept(),
            Row(*self._about(block), gap=8, align="end"),
            Row(*self._adding(), self._ending(), Space(), self._notes(), self._out(), gap=8),
        )
        head, *played = self._table(block)  # the head is what is launched by, and stays
        if self._screen.tools.theme().folds:  # large text: one view of the rest; many lanes leave the tools in reach
            rest = (*below, *played) if len(played) > FEW_LANES else (*played, *below)
            return Column(head, Scroll(Column(*rest, gap=6), key="song-layers", min_height=100), gap=6, grow=1)
        lanes = Scroll(Column(*played, gap=2), key="song-layers", min_height=100)
        return Column(head, lanes, *below, gap=8, grow=1)

    # -- the sections and their layers -----------------------------------------------------------------------------------
    def _table(self, block: Block) -> tuple[Node, ...]:
        song, theme = self._screen.song, self._screen.tools.theme()
        self._grid.named(tuple(layer.name for layer in song.layers))
        at = song.blocks.index(block)
        said = say("make.section of", name=block.name, n=at + 1, all=len(song.blocks))
        head = self._grid.heading(self._press, name=say("make.the parts of the song"), value=said, theme=theme)
        return (head, *(self._line(layer, block) for layer in song.layers))

    def _line(self, layer: Layer, block: Block) -> Node:
        song = self._screen.song
        plays = tuple(layer.id not in one.off for one in song.blocks)
        value = say("make.plays in" if layer.id not in block.off else "make.rests in", name=block.name)
        return self._grid.line(
            f"plays-{layer.id}",
            Line(layer.name, layer.colour, plays),
            partial(self._rest, layer.id),
            name=say("make.where name plays", name=layer.name),
            value=value,
            theme=self._screen.tools.theme(),
        )

    def _columns(self) -> tuple[Section, ...]:
        long = {span.block.id: span.bars * span.block.repeats for span in lines.spans(self._screen.song)}
        song, mine, now, waits = self._screen.song, self.block, self.now, self.performing.waits
        return tuple(
            Section(
                one.name,
                say("make.at the next bar") if one.id == waits else self._times(one),
                one is mine,
                one.id == now,
                one.id == waits,
                long[one.id],
            )
            for one in song.blocks
        )

    @staticmethod
    def _times(block: Block) -> str:
        return say("make.times n", n=block.repeats) if block.repeats > 1 else say("make.once")

    @property
    def now(self) -> str:
        """The id of the section that sounds, "" while none does."""
        playing = self._screen.playing
        tick = playing.tick()
        if tick is None or not playing.whole:
            return ""
        if self.performing.now:
            return self.performing.now
        laid = [span for span in lines.spans(self._screen.song) if span.start <= tick]
        closed = tick >= (lines.closing_bar(self._screen.song) - 1) * self._screen.song.bar_ticks
        return laid[-1].block.id if laid and not closed else ""

    def _take(self, n: int) -> None:
        self._block, self._blank = self._screen.song.blocks[n].id, ""
        self._screen.tools.changed()

    def _press(self, n: int) -> None:
        if self._screen.playing.on and not self._screen.recording.on:
            self.performing.launch(self._screen.song.blocks[n].id)

    def _rest(self, layer: str, n: int) -> None:
        song = self._screen.song
        block = song.blocks[n]
        self._screen.edit(label("section layers"), whole.rests(song, block.id, layer, rest=layer not in block.off))

    # -- the section in hand ------------------------------------------------------------------------------------------
    def _about(self, block: Block) -> tuple[Node | None, ...]:
        song, folded = self._screen.song, self._screen.tools.theme().folds
        at = song.blocks.index(block)
        return (
            self._name(block),
            Button("section-play", say("make.play from here"), self._from_here, icon="play"),
            Row(
                Button("section-less", "", partial(self._repeat, -1), icon="minus", name=self._less(block)),
                Text(self._times(block), style="label", weight=600),
                Button("section-more", "", partial(self._repeat, 1), icon="plus", name=self._more(block)),
                gap=8,
            ),
            Button(
                "section-sound",
                "" if folded else say("make.chords and beat"),
                partial(self.about_section.show, block.id),
                icon="music",
                selected=bool(block.chords or block.beat),
                name=say("make.chords and beat") if folded else None,
            ),
            Row(
                Button(
                    "section-left",
                    "",
                    partial(self._move, at - 1),
                    icon="arrow-left",
                    name=say("make.move earlier"),
                    enabled=at > 0,
                ),
                Button(
                    "section-right",
                    "",
                    partial(self._move, at + 1),
                    icon="arrow-right",
                    name=say("make.move later"),
                    enabled=at < len(song.blocks) - 1,
                ),
                gap=8,
                music=True,
            ),
            Button(
                "section-out",
                "" if folded else say("make.take it out"),
                self._remove,
                icon="trash-2",
                kind="quiet",
                name=say("make.take name out", name=block.name) if folded else None,
            ),
        )

    def _name(self, block: Block) -> TextBox:
        """One whose name was rubbed out has its letter; the box stays empty to be written in."""
        blank = self._blank == block.id
        shown, behind = ("", block.name) if blank else (block.name, say("make.its name"))
        return TextBox("section-name", shown, self._rename, placeholder=behind, most=40, grow=1)

    @staticmethod
    def _less(block: Block) -> str:
        return say("make.less often", times=SongPage._times(block))

    @staticmethod
    def _more(block: Block) -> str:
        return say("make.more often", times=SongPage._times(block))

    def _rename(self, words: str) -> None:
        block = self.block
        if block is not None:
            self._blank = "" if words.strip() else block.id
            song = whole.rename_block(self._screen.song, block.id, words)
            self._screen.edit(label("section name"), song, merge=("section", block.id), silently=True)

    def _repeat(self, by: int) -> None:
        block, screen = self.block, self._screen
        if block is not None:
            screen.try_edit(
                label("repeat section"),
                lambda: whole.repeat(screen.song, block.id, block.repeats + by),
                merge=("repeat", block.id),
                next_bar=True,
            )

    def _move(self, place: int) -> None:
        block = self.block
        if block is not None:
            self._edit("move section", whole.move_block(self._screen.song, block.id, place))
            self._block = block.id

    def _remove(self) -> None:
        block, song = self.block, self._screen.song
        if block is None:
            return
        at = song.blocks.index(block)
        self._edit("delete section", whole.remove_block(song, block.id))
        left = self._screen.song.blocks
        self._block = left[min(at, len(left) - 1)].id if left else ""
        self._screen.tools.focus("sections" if left else "add-section")

    def _from_here(self) -> None:
        block, playing = self.block, self._screen.playing
        if block is not None:
            span = next(one for one in lines.spans(self._screen.song) if one.block.id == block.id)
            playing.whole = True
            playing.start(from_tick=span.start)

    # -- all of it ------------------------------------------------------------------------------------------------------
    def _adding(self) -> tuple[Node, ...]:
        return (
            Button("add-section", say("make.add a section"), self._add, icon="plus", kind="quiet"),
            Button("add-break", say("make.add a break"), self._add_break, icon="plus", kind="quiet"),
        )

    def _ending(self) -> Node:
        return Toggle("ending", say("make.with an ending"), self._screen.song.ending, self._end, icon="flag")

    def _notes(self) -> Node:
        show, name = self._screen.on_paper.show, say("notes.see it as notes")
        return Button("song-notes", "", lambda: show(back="song-notes"), icon="file-music", name=name, hint=name)

    def _out(self) -> Node:
        return Button("take-out", say("make.save a file"), self._screen.out.ask, icon="download", kind="quiet")

    def _kept(self) -> Node | None:
        """What was launched can become the order; nothing of it is in the song until then."""
        if not self.performing.bars:
            return None
        return Row(
            Text(counted("make.you put bars in a row", self.performing.bars), style="label", tone="text2", grow=1),
            Button("keep-order", say("make.make it the song"), self.performing.keep, icon="check", kind="primary"),
            Button("leave-order", say("make.leave it as it was"), self.performing.forget, kind="quiet"),
            gap=8,
        )

    def _edit(self, name: str, song: Song) -> None:
        self._screen.edit(label(name), song, next_bar=True)

    def _add(self) -> None:
        self._screen.try_edit(label("add section"), self._one_more, next_bar=True)

    def _one_more(self) -> Song:
        song, block = self._screen.song, self.block
        at = song.blocks.index(block) + 1 if block is not None else 0
        made = whole.add_block(song, at=at, like=block.id if block is not None else "")
        self._block = made.blocks[at].id
        return whole.repeat(made, self._block, 1)

    def _add_break(self) -> None:
        self._screen.try_edit(label("add section"), self._breaking, next_bar=True)

    def _breaking(self) -> Song:
        """In a break all rest but one: the drums, where there are any."""
        song, block = self._screen.song, self.block
        at = song.blocks.index(block) + 1 if block is not None else 0
        made = whole.add_block(song, say("make.break"), at=at)
        self._block = made.blocks[at].id
        drums = next((layer for layer in song.layers if sound(layer.sound).kit), None)
        left = drums or (song.layers[0] if song.layers else None)
        for layer in song.layers:
            if layer is not left:
                made = whole.rests(made, self._block, layer.id, rest=True)
        return made

    def _end(self, on: bool) -> None:
        self._edit("ending", whole.ending(self._screen.song, on=on))
