"""The layer in hand, to be changed note by note: a step grid for drums, a piano roll for all else."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from instruments.sounds import sound
from studio.music import grooves
from studio.music.harmony import harmony
from studio.music.patterns import DRUMS
from studio.music.piece import Metre
from studio.music.song import grooving, notes, sounding, steps
from studio.music.song.labels import label
from studio.music.song.model import SongNote
from studio.screens.make import tidy
from studio.ui.nodes import Button, Card, Choice, Column, Node, Row, Scroll, Space, Text
from studio.ui.pianoroll.roll import PianoRoll
from studio.ui.pianoroll.sheet import ALL, Sheet
from studio.ui.step_grid import StepGrid
from studio.words import say

if TYPE_CHECKING:
    from collections.abc import Collection

    from studio.music.song.model import Layer, Song
    from studio.music.song.steps import Cell
    from studio.screens.make.room import Make

SNAPS = ("1/4", "1/8", "1/16", "1/32", "1/8T", "free")
_SNAP_TICKS = {"1/4": 480, "1/8": 240, "1/16": 120, "1/32": 60, "1/8T": 160, "free": 0}
_USUAL_ROWS = ("hat", "clap", "snare", "kick")


class EditPage:
    """What stands here follows the layer in hand; every change is a step of the song's history."""

    def __init__(self, screen: Make) -> None:
        self._screen = screen
        self._bar = 0
        self._snap = "1/16"
        self._tool = "draw"
        self._copied: tuple[SongNote, ...] = ()
        self._sheet: tuple[object, Sheet] | None = None
        self._grid: tuple[object, StepGrid] | None = None
        self._cells: tuple[object, tuple[tuple[Cell, ...], ...]] | None = None
        self.roll = PianoRoll(
            self.sheet,
            self,
            now=self._now,
            snap=lambda: _SNAP_TICKS[self._snap],
            tool=lambda: "choose" if self._tool == "choose" else "draw",
        )
        self._layer = ""

    def look(self) -> None:
        """Another layer may be in hand."""
        if self._layer != self._screen.chosen:
            self._layer, self._bar = self._screen.chosen, 0
            if self._screen.chosen_layer is not None and not self.on_grid:
                self.roll.open()

    @property
    def layer(self) -> Layer | None:
        """The layer in hand."""
        return self._screen.chosen_layer

    @property
    def on_grid(self) -> bool:
        """Whether it is drums, which stand on a grid."""
        layer = self.layer
        return layer is not None and (layer.kind == "drums" or sound(layer.sound).kit)

    def node(self) -> Node:
        """The layers to take in hand, then the grid or the roll."""
        layer = self.layer
        if layer is None:
            return Column(self._which(), Text(say("make.nothing to change"), tone="text2"), Space(), gap=12, grow=1)
        return Column(self._which(), *(self._steps() if self.on_grid else self._notes()), gap=8, grow=1)

    def _which(self) -> Node:
        song = self._screen.song
        return Choice(
            "which",
            tuple((layer.id, layer.name, None) for layer in song.layers),
            self._screen.chosen,
            self._screen.choose,
            say("make.which layer"),
        )

    # -- drums ---------------------------------------------------------------------------------------------------------
    @property
    def rows(self) -> tuple[str, ...]:
        """The drums that have a row: those of the groove, and the usual ones."""
        song = self._screen.song
        used = grooves.rows_of(grooves.groove(song.groove)) if song.groove in grooves.names() else ()
        return used or _USUAL_ROWS

    @property
    def _steps_a_bar(self) -> int:
        return self._screen.song.bar_ticks // 120

    def cells(self) -> tuple[tuple[Cell, ...], ...]:
        """The steps of the bar that is looked at, worked out once for each change."""
        screen, layer = self._screen, self.layer
        assert layer is not None
        of = (screen.song, layer.id, self._bar, self.rows)
        if self._cells is None or self._cells[0] != of:
            pitches = [DRUMS[name] for name in self.rows]
            self._cells = of, steps.cells(screen.song, layer.id, pitches, self._bar, self._steps_a_bar)
        return self._cells[1]

    def _step_grid(self, layer: Layer) -> StepGrid:
        of = (layer.id, self.rows, layer.colour)
        if self._grid is None or self._grid[0] != of:
            labels = tuple(say(f"make.row {name}") for name in self.rows)
            beat = max(1, Metre(0, *self._screen.song.metre).beat_ticks // 120)
            grid = StepGrid(labels, self.cells, self._put, self._step_now, a_beat=beat, layer=layer.colour)
            self._grid = of, grid
        return self._grid[1]

    def _steps(self) -> tuple[Node, ...]:
        screen, layer = self._screen, self.layer
        assert layer is not None
        grid = self._step_grid(layer)
        node = grid.node("grid", focused=lambda: screen.tools.focused() == "grid")
        bars = Row(
            Choice(
                "bar",
                tuple((n, str(n + 1), None) for n in range(layer.bars)),
                self._bar,
                self._turn,
                say("make.which bar"),
            )
            if 1 < layer.bars <= 16  # noqa: PLR2004 - as many as there is room for
            else None,
            Text(say("make.press a square"), style="label", tone="text2", grow=1)
            if not screen.tools.theme().folds
            else Space(),
            tidy.door(screen, layer),
            Button("clear", say("make.empty the grid"), self._clear, icon="eraser", kind="quiet"),
            gap=12,
        )
        return Scroll(Card(node, pad=12), key="steps"), bars

    def _turn(self, bar: int) -> None:
        self._bar = bar
        self._screen.tools.changed()

    def _put(self, row: int, step: int, velocity: int, times: int) -> None:
        screen, layer = self._screen, self.layer
        assert layer is not None
        pitch = DRUMS[self.rows[row]]
        cell = steps.Cell(velocity, times)
        song = steps.set_step(screen.song, layer.id, pitch, self._bar, step, cell, steps=self._steps_a_bar)
        screen.edit(label("set step" if velocity else "clear step"), song)
        if velocity:
            screen.playing.note(layer.sound, pitch, velocity)

    def _clear(self) -> None:
        layer = self.layer
        if layer is not None:
            self._screen.edit(label("empty grid"), steps.clear(self._screen.song, layer.id))

    def _step_now(self) -> int | None:
        tick, layer = self._screen.playing.loop_tick(), self.layer
        if tick is None or layer is None:
            return None
        bar, rest = divmod(int(tick), self._screen.song.bar_ticks)
        return rest // 120 if bar % layer.bars == self._bar else None

    # -- notes ---------------------------------------------------------------------------------------------------------
    def sheet(self) -> Sheet:
        """What the roll shows, worked out once for each change."""
        screen, layer = self._screen, self.layer
        assert layer is not None
        if self._sheet is None or self._sheet[0] != (screen.song, layer.id):
            self._sheet = (screen.song, layer.id), self._new_sheet(screen.song, layer)
        return self._sheet[1]

    def _new_sheet(self, song: Song, layer: Layer) -> Sheet:
        others = [one for one in song.layers if one.id != layer.id and not sound(one.sound).kit]
        behind = sorted(note for one in others for note in notes.shown(song, one.id))
        return Sheet(
            notes.shown(song, layer.id),
            max(1, layer.bars),
            song.bar_ticks,
            Metre(0, *song.metre).beat_ticks,
            tuple(behind),
            sounding.counted_in(layer),
            frozenset(pitch % 12 for pitch in steps.rows(song, count=7)) if song.groove else ALL,
            self._chords(song, layer),
            layer.colour,
            self._screen.tools.settings.note_names,
        )

    @staticmethod
    def _chords(song: Song, layer: Layer) -> tuple[tuple[float, float, frozenset[int]], ...]:
        row = grooving.row(song)
        if not row:
            return ()
        bars = [row[n % len(row)] for n in range(layer.bars)]
        return tuple((one.start, one.end, one.chord.classes) for one in harmony(" | ".join(bars), song.bar_ticks))

    def _now(self) -> float | None:
        tick, layer = self._screen.playing.loop_tick(), self.layer
        return None if tick is None or layer is None else tick % (layer.bars * self._screen.song.bar_ticks)

    def _notes(self) -> tuple[Node, ...]:
        screen, layer = self._screen, self.layer
        assert layer is not None
        chosen = bool(self.roll.chosen)
        name = say("make.notes of name", name=layer.name)
        roll = self.roll.node("roll", name, focused=lambda: screen.tools.focused() == "roll")
        tools = Row(
            Choice("tool", tuple((n, say(f"make.tool {n}"), None) for n in ("draw", "choose")), self._tool, self._take),
            Choice(
                "snap",
                tuple((n, say(f"make.snap {n}"), None) for n in SNAPS),
                self._snap,
                self._snap_to,
                say("make.snap"),
            ),
            Button("roll-out", "", partial(self._zoom, -1), icon="zoom-out", name=say("make.zoom out")),
            Button("roll-in", "", partial(self._zoom, 1), icon="zoom-in", name=say("make.zoom in")),
            Button("roll-delete", "", self._delete, icon="trash-2", name=say("make.delete chosen"), enabled=chosen),
            tidy.door(screen, layer),
            gap=8,
            wrap=True,
        )
        return roll, tools

    def _take(self, tool: str) -> None:
        self._tool = tool
        self._screen.tools.changed()

    def _snap_to(self, snap: str) -> None:
        self._snap = snap
        self._screen.tools.changed()

    def _zoom(self, by: int) -> None:
        self.roll.zoom(by)
        self._screen.tools.changed()

    def _delete(self) -> None:
        self.delete(self.roll.chosen)
        self.roll.choose(frozenset())

    # -- what the roll asks for ------------------------------------------------------------------------------------------
    def _do(self, name: str, n: int, change: partial[Song]) -> None:
        self._screen.try_edit(label(name, max(1, n)), change)

    @property
    def _of(self) -> tuple[Song, str]:
        layer = self.layer
        assert layer is not None
        return self._screen.song, layer.id

    def add(self, start: float, length: float, pitch: int) -> int | None:
        """Put a note in."""
        song, layer = self._of
        made = notes.editable(song, layer).layer(layer).next
        self._do("add notes", 1, partial(notes.add, song, layer, SongNote(start, length, pitch)))
        return made if self._screen.song is not song else None

    def move(self, ids: Collection[int], ticks: float, semitones: int) -> None:
        """Move notes together."""
        name = "transpose notes" if not ticks else "move notes" if abs(ticks) >= 60 else "nudge notes"  # noqa: PLR2004 - less than a step
        self._do(name, len(ids), partial(notes.move, *self._of, ids, ticks=ticks, semitones=semitones))

    def stretch(self, ids: Collection[int], ticks: float, *, from_start: bool) -> None:
        """Lengthen notes, or shorten them."""
        self._do("stretch notes", len(ids), partial(notes.stretch, *self._of, ids, ticks, from_start=from_start))

    def split(self, ids: Collection[int], tick: float) -> None:
        """Cut notes in two."""
        self._do("split notes", len(ids), partial(notes.split, *self._of, ids, tick))

    def join(self, ids: Collection[int]) -> None:
        """Make one of those of a pitch."""
        self._do("join notes", len(ids), partial(notes.join, *self._of, ids))

    def delete(self, ids: Collection[int]) -> None:
        """Take notes out."""
        self._do("delete notes", len(ids), partial(notes.delete, *self._of, ids))

    def copy(self, ids: Collection[int]) -> None:
        """Take a copy."""
        self._copied = notes.copy(*self._of, ids)

    def paste(self, at: float) -> Collection[int]:
        """Put in what was copied."""
        if not self._copied:
            return ()
        song, layer = self._of
        first = notes.editable(song, layer).layer(layer).next
        self._do("paste notes", len(self._copied), partial(notes.paste, song, layer, self._copied, at))
        return range(first, self._screen.song.layer(layer).next)

    def louder(self, ids: Collection[int], by: int) -> None:
        """Strike notes harder or softer."""
        self._do("velocity", len(ids), partial(notes.louder, *self._of, ids, by))

    def hear(self, pitch: int, velocity: int) -> None:
        """Let a note be heard."""
        layer = self.layer
        if layer is not None:
            self._screen.playing.note(layer.sound, pitch, velocity)

    def seek(self, tick: float) -> None:
        """Play from here."""
        self._screen.playing.whole = False
        self._screen.playing.start(from_tick=int(tick))

    def picked(self) -> None:
        """From now on keys are for the roll."""
        self._screen.tools.focus("roll")
        self._screen.tools.changed()
