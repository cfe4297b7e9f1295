"""A layer as a grid of steps: a row a drum, or a row a degree of the scale; set by mouse, fingers, arrow keys and the keyboard's pads."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from instruments.sounds import sound
from studio.music.piece import Metre
from studio.music.song import gridrows, steps
from studio.music.song.labels import label
from studio.music.song.model import MOST_TIMES
from studio.screens.make import strokes, tidy
from studio.screens.make.pads import Pads
from studio.ui.keys import note_name
from studio.ui.nodes import Button, Card, Choice, Column, Node, Row, Scroll, Space, Text, Toggle
from studio.ui.step_grid import HIT, StepGrid
from studio.words import say

if TYPE_CHECKING:
    from collections.abc import Mapping

    from studio.music.song.gridrows import Row as GridRow
    from studio.music.song.model import Layer, Song
    from studio.music.song.steps import Cell
    from studio.screens.make.room import Make

MOST_PAGES = 8  # bars that stand side by side; in a longer layer one turns from bar to bar
_LOWEST_HOME, _HIGHEST_HOME = 12, 112


class StepsPage:
    """One bar of the layer in hand; every change is a step of the song's history."""

    def __init__(self, screen: Make) -> None:
        self._screen = screen
        self._bar = 0
        self._around = 60
        self._more: tuple[int, ...] = ()  # drums that were struck and have no row otherwise
        self._hard = "usual"
        self._times = 1
        self._threes = False  # three steps a beat, and not sixteenths
        self._alike_bars, self._rounds = False, 0  # every bar is set alike, till another round is recorded
        self._grid: tuple[object, StepGrid] | None = None
        self._cells: tuple[object, tuple[tuple[Cell, ...], ...]] | None = None
        self._rows: tuple[object, tuple[GridRow, ...]] | None = None
        self.pads = Pads(self)

    def afresh(self) -> None:
        """Another layer is in hand."""
        layer = self._layer
        self._bar, self._more = 0, ()
        self._threes = steps.in_threes(self._screen.song, layer.id)
        self._alike_bars, self._rounds = layer.kind != "groove" and not layer.passes, len(layer.passes)
        if not self._is_kit:
            used = sound(layer.sound)
            usual = 60 if used.low <= 55 and used.high >= 72 else (used.low + used.high) // 2 - 6  # noqa: PLR2004 - an octave from middle C
            self._around = gridrows.middle(self._screen.song, layer.id, usual)

    @property
    def _layer(self) -> Layer:
        layer = self._screen.chosen_layer
        assert layer is not None
        return layer

    @property
    def every_bar(self) -> bool:
        """Whether a step is set in all bars: not where something was recorded since, whose bars are not alike."""
        return self._alike_bars and len(self._layer.passes) <= self._rounds

    @property
    def _is_kit(self) -> bool:
        return self._layer.kind == "drums" or sound(self._layer.sound).kit

    # -- what stands on it -------------------------------------------------------------------------------------------
    @property
    def rows(self) -> tuple[GridRow, ...]:
        """The drums, or the degrees of the scale, high to low; worked out once for each change."""
        song, layer = self._screen.song, self._layer
        of = (song, layer.id, self._around, self._more)
        if self._rows is None or self._rows[0] != of:
            found = gridrows.drums(song, layer.id, self._more) if self._is_kit else gridrows.tune(song, self._around)
            self._rows = of, found
        return self._rows[1]

    def labels(self) -> tuple[str, ...]:
        """What the rows are called."""
        octaves, flats = not self._is_kit, self._screen.song.key.fifths < 0
        return tuple(
            say(f"make.row {row.name}")
            if row.name
            else note_name(row.pitch, octave=octaves or bool(row.name), flats=flats)
            for row in self.rows
        )

    @property
    def _step(self) -> int:
        """How many ticks a step has."""
        return steps.a_step(self._screen.song, threes=self._threes)

    @property
    def _count(self) -> int:
        return self._screen.song.bar_ticks // self._step

    def cells(self) -> tuple[tuple[Cell, ...], ...]:
        """The steps of the bar that is looked at, worked out once for each change."""
        song, layer = self._screen.song, self._layer
        of = (song, layer.id, self._bar, self.rows, self._threes)
        if self._cells is None or self._cells[0] != of:
            pitches = [row.pitch for row in self.rows]
            self._cells = of, steps.cells(song, layer.id, pitches, self._bar, self._count)
        return self._cells[1]

    @property
    def grid(self) -> StepGrid:
        """The grid of the layer in hand, with its cursor."""
        layer = self._layer
        beat = 3 if self._threes else max(1, Metre(0, *self._screen.song.metre).beat_ticks // self._step)
        of = (layer.id, layer.colour, beat)
        if self._grid is None or self._grid[0] != of:
            made = StepGrid(
                self.labels,
                self.cells,
                self._put,
                self._step_now,
                usual=lambda: (strokes.HOW_HARD[self._hard], self._times),
                turn=self._leaf,
                moved=self._screen.tools.changed,
                a_beat=beat,
                layer=layer.colour,
            )
            self._grid = of, made
        return self._grid[1]

    def node(self) -> tuple[Node, ...]:
        """The grid, and what is done to what is set on it."""
        screen, folded = self._screen, self._screen.tools.theme().folds
        name = say("make.the beat") if self._is_kit else say("make.the tune")
        shown = self.grid.node("grid", name, focused=lambda: screen.tools.focused() == "grid")
        card = Card(shown, pad=8, grow=1)
        if folded:
            return (Scroll(Column(card, self._below(), gap=8), key="steps"),)
        return card, self._below()

    def _below(self) -> Node:
        layer, folded = self._layer, self._screen.tools.theme().folds
        return Row(
            Toggle("every-bar", say("make.every bar alike"), self.every_bar, self._alike) if layer.bars > 1 else None,
            self._bars(layer.bars) if layer.bars > 1 else None,
            Toggle("threes", say("make.in threes"), self._threes, self._in_threes),
            *strokes.choices(*self._how, self._harder, self._often),
            None if folded else Space(),
            None if folded else tidy.door(self._screen, layer),
            Button("clear", say("make.word empty"), self._clear, "eraser", "under", name=say("make.empty the grid")),
            gap=8,
            wrap=folded,
        )

    @property
    def _how(self) -> tuple[str, int]:
        """How hard and how often: of the step at the cursor where it is set, else of the one that is set next."""
        row, step = self.grid.cursor
        cell = self.cells()[row][step]
        if not cell.velocity:
            return self._hard, self._times
        return strokes.how_hard(cell.velocity, self._hard, self.grid.by_the_beat), cell.times

    def _bars(self, count: int) -> Node:
        """Which bar is looked at."""
        if count <= MOST_PAGES:
            pages = tuple((n, str(n + 1), None) for n in range(count))
            return Row(Choice("bar", pages, self._bar, self._turn, say("make.which bar")), music=True)
        before, after = ((self._bar + by) % count for by in (-1, 1))
        return Row(
            Button("bar-before", "", partial(self._turn, before), icon="arrow-left", name=say("make.bar before")),
            Text(say("make.bar n of", n=self._bar + 1, all=count), style="label", weight=600),
            Button("bar-after", "", partial(self._turn, after), icon="arrow-right", name=say("make.bar after")),
            gap=8,
            music=True,
        )

    def octaves(self) -> tuple[Node, ...]:
        """The way to a tune's lower and higher rows."""
        return (
            Button("grid-lower", "", partial(self._octave, -12), icon="arrow-down", name=say("make.grid lower")),
            Button("grid-higher", "", partial(self._octave, 12), icon="arrow-up", name=say("make.grid higher")),
        )

    @property
    def beside(self) -> int:
        """How many notes of the bar have no row here: they stand on the roll."""
        return gridrows.beside(self._screen.song, self._layer.id, self.rows, self._bar)

    # -- what is changed --------------------------------------------------------------------------------------------
    def _turn(self, bar: int) -> None:
        self._bar = bar
        self._screen.tools.changed()

    def _leaf(self, by: int) -> None:
        """An arrow leads on into the next bar, from the last into the first."""
        if not self.every_bar:
            self._turn((self._bar + by) % self._layer.bars)

    def _alike(self, on: bool) -> None:
        self._alike_bars, self._rounds = on, len(self._layer.passes)
        self._screen.tools.changed()

    def _in_threes(self, on: bool) -> None:
        """Three steps a beat or sixteenths: what is set stays where it sounds, and shows on the nearest step."""
        row, step = self.grid.cursor
        beat, rest = divmod(step, self.grid.a_beat)
        self._threes = on
        self.grid.cursor = row, beat * self.grid.a_beat + min(rest, self.grid.a_beat - 1)
        self._screen.tools.changed()

    def _harder(self, how: str) -> None:
        self._hard = how
        self._again(velocity=strokes.HOW_HARD[how] or HIT)

    def _often(self, times: int) -> None:
        self._times = times
        self._again(times=times)

    def _again(self, *, velocity: int = 0, times: int = 0) -> None:
        """The step at the cursor, if it is set, is struck so as well; what was not said of it stays as it is."""
        row, step = self.grid.cursor
        cell = self.cells()[row][step]
        if cell.velocity:
            put = {(row, step): (velocity or cell.velocity, times or cell.times)}
            self._set(put, self._bar, label("velocity" if velocity else "ratchet", 1))
        self._screen.tools.changed()

    def _octave(self, by: int) -> None:
        self._around = min(max(self._around + by, _LOWEST_HOME), _HIGHEST_HOME)
        self._screen.tools.changed()

    def _put(self, row: int, step: int, velocity: int, times: int) -> None:
        name = strokes.called(self.cells()[row][step], velocity, times)
        self._set({(row, step): (velocity, times)}, self._bar, name)
        if velocity:
            self._screen.playing.note(self._layer.sound, self.rows[row].pitch, velocity)

    def _set(self, put: Mapping[tuple[int, int], tuple[int, int]], bar: int, name: str) -> None:
        """Set squares, all in one step of the history."""
        screen, layer, rows, count = self._screen, self._layer.id, self.rows, self._count

        def change() -> Song:
            song = screen.song
            for (row, step), (velocity, times) in put.items():
                cell = steps.Cell(velocity, times if velocity else 1)
                pitch = rows[row].pitch
                song = steps.set_step(song, layer, pitch, bar, step, cell, steps=count, every_bar=self.every_bar)
            return song

        screen.try_edit(name, change)

    def _clear(self) -> None:
        self._screen.edit(label("empty grid"), steps.clear(self._screen.song, self._layer.id))

    # -- by the keyboard's pads ---------------------------------------------------------------------------------------
    @property
    def plays(self) -> bool:
        """Whether the loop sounds."""
        return self._screen.playing.loop_tick() is not None

    def strike(self, pitch: int, velocity: int) -> None:
        """Set the step that sounds now, in the bar that sounds."""
        tick, layer = self._screen.playing.loop_tick(), self._layer
        row = self._row_of(pitch)
        if tick is None or row is None:
            return
        bar, step = divmod(int(tick / self._step + 0.5) % (layer.bars * self._count), self._count)
        self._bar = bar
        self.grid.cursor = (self._place(row), step)
        self._set({self.grid.cursor: (velocity, self._times)}, bar, label("set step"))

    def enter(self, struck: Mapping[int, int]) -> None:
        """Set what was struck where the cursor stands, and go on; what fits the song nowhere is only heard."""
        fitting = {pitch: velocity for pitch, velocity in struck.items() if self._row_of(pitch) is not None}
        if not fitting:
            if not self._is_kit:
                self._screen.tools.say(say("make.not in this scale"))
            return
        step = self.grid.cursor[1]
        put = {(self._place(self._row_of(pitch)), step): (hard, self._times) for pitch, hard in fitting.items()}
        self._set(put, self._bar, label("set step"))
        self.grid.cursor = (next(iter(put))[0], step)
        self.grid.go_on()

    def go_on(self) -> None:
        """Leave a step empty."""
        self.grid.go_on()

    def wheel(self, value: int) -> None:
        """Strike what is set next once, twice, up to four times."""
        times = 1 + value * MOST_TIMES // 128
        if times != self._times:
            self._times = times
            self._screen.tools.changed()

    def _row_of(self, pitch: int) -> GridRow | None:
        """The row of a key; a drum that had none has one from now on, and a tune's grid moves to where its key is."""
        song = self._screen.song
        if self._is_kit:
            known = next((row for row in self.rows if row.pitch == pitch), None)
            kit = sound(self._layer.sound)
            if known is None and kit.low <= pitch <= kit.high:
                self._more = (*self._more, pitch)
                known = next((row for row in self.rows if row.pitch == pitch), None)
            return known
        if not gridrows.fits(song, pitch):
            return None
        self._around = gridrows.reached(song, pitch, self._around)
        return next((row for row in self.rows if row.pitch == pitch), None)

    def _place(self, row: GridRow | None) -> int:
        return next(n for n, one in enumerate(self.rows) if one == row)

    def _step_now(self) -> int | None:
        tick, layer = self._screen.playing.loop_tick(), self._layer
        if tick is None:
            return None
        bar, rest = divmod(int(tick), self._screen.song.bar_ticks)
        return rest // self._step if bar % layer.bars == self._bar or self.every_bar else None
