"""The layers of a song in a list: what each plays, how loud, alone or not at all, and what was recorded on the one in hand."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from instruments.sounds import sound
from studio.music.piece import TICKS
from studio.music.song import layers, lines
from studio.music.song.labels import label
from studio.music.song.model import SongError
from studio.screens.make import tidy
from studio.ui import small
from studio.ui.nodes import Button, Card, Column, Node, Row, Scroll, Text, Toggle
from studio.ui.roll import RollNote
from studio.words import counted, say

if TYPE_CHECKING:
    from studio.music.song.model import Layer, Pass
    from studio.screens.make.room import Make

LOUDER = 0.1
NAME_WIDTH = 150  # of the column of names, in design pixels at the usual text size


class LayersPage:
    """A row a layer; the one in hand shows the rounds that were recorded on it."""

    def __init__(self, screen: Make) -> None:
        self._screen = screen
        self._pictures: dict[str, tuple[object, tuple[RollNote, ...]]] = {}

    def look(self) -> None:
        """Nothing of it has to be made ready."""

    def node(self) -> Node:
        """The list; below it the way to another layer."""
        screen = self._screen
        rows = [self._row(layer, n) for n, layer in enumerate(screen.song.layers)]
        if not rows:
            rows = [Text(say("make.no layer yet"), style="body", tone="text2")]
        add = Row(
            Button("add-notes", say("make.add a part"), partial(self._add, "notes"), icon="plus", kind="quiet"),
            Button("add-drums", say("make.add a beat"), partial(self._add, "drums"), icon="plus", kind="quiet"),
            gap=8,
            wrap=True,
        )
        return Scroll(Column(*rows, add if not screen.recording.on else None, gap=8), key="layers")

    def _row(self, layer: Layer, n: int) -> Node:
        screen, folded = self._screen, self._screen.tools.theme().folds
        chosen = layer.id == screen.chosen
        heard = n not in lines.silent(screen.song)
        recorded = screen.recording.layer == layer.id
        name = Button(
            f"layer-{layer.id}",
            layer.name,
            partial(screen.choose, layer.id),
            icon="circle" if recorded else "drum" if sound(layer.sound).kit else "music-2",
            selected=chosen,
            tone="rec" if recorded else "text",
            hint=sound(layer.sound).name,
        )
        picture = small.preview(
            f"picture-{layer.id}",
            self._notes(layer),
            name=say("make.what name plays", name=layer.name),
            head=self._head,
            lit=heard,
            bars=tuple((bar + 1, bar * screen.song.bar_ticks / TICKS) for bar in range(screen.song.bars)),
            end=screen.song.loop_ticks / TICKS,
            tall=46,
            grow=1,
        )
        return Card(
            Column(
                Row(
                    Column(name, width=round(NAME_WIDTH * screen.tools.theme().text_scale)),
                    picture,
                    Toggle(f"mute-{layer.id}", say("make.mute"), layer.muted, partial(self._mute, layer)),
                    *(() if folded else self.how_heard(layer)),
                    Button(
                        f"about-{layer.id}",
                        "",
                        partial(screen.about_layer.show, layer.id),
                        icon="sliders-horizontal",
                        name=say("make.more of name", name=layer.name),
                    ),
                    gap=10,
                ),
                self._passes(layer) if chosen else None,
                gap=6,
            ),
            selected=chosen,
            pad=8,
        )

    def how_heard(self, layer: Layer) -> tuple[Node, Node]:
        """Alone, and how loud; at large text they stand with what else there is of the layer."""
        alone = Toggle(f"solo-{layer.id}", say("make.alone"), layer.solo, partial(self._solo, layer))
        return alone, self._volume(layer)

    def _volume(self, layer: Layer) -> Node:
        n = round(10 * layer.volume)
        return Row(
            Button(
                f"softer-{layer.id}",
                "",
                partial(self._louder, layer, -LOUDER),
                icon="volume-1",
                name=say("make.softer name", name=layer.name, n=n),
                repeat=True,
            ),
            Button(
                f"louder-{layer.id}",
                "",
                partial(self._louder, layer, LOUDER),
                icon="volume-2",
                name=say("make.louder name", name=layer.name, n=n),
                repeat=True,
            ),
            gap=4,
        )

    def _passes(self, layer: Layer) -> Node | None:
        """Every round that was recorded can be taken out and put back alone."""
        if not layer.passes:
            return None
        toggles = [
            Toggle(
                f"pass-{layer.id}-{one.first}",
                say("make.round n", n=n),
                one.on,
                partial(self._pass, layer, one),
            )
            for n, one in enumerate(layer.passes, 1)
        ]
        words = counted("make.rounds recorded", len(layer.passes))
        return Row(Text(words, style="label", tone="text2"), *toggles, tidy.door(self._screen, layer), gap=8, wrap=True)

    # -- what it looks like -------------------------------------------------------------------------------------------
    def _notes(self, layer: Layer) -> tuple[RollNote, ...]:
        """The loop of a layer as notes to draw, worked out once for each change."""
        song = self._screen.song
        line = lines.loop_line(song, layer)
        known = self._pictures.get(layer.id)
        if known is None or known[0] is not line:
            notes = tuple(
                RollNote(start / TICKS, length / TICKS, pitch, layer.colour) for start, length, pitch, _ in line
            )
            known = self._pictures[layer.id] = (line, notes)
        return known[1]

    def _head(self) -> float | None:
        tick = self._screen.playing.loop_tick()
        return None if tick is None else tick / TICKS

    # -- what is changed ----------------------------------------------------------------------------------------------
    def _add(self, kind: str) -> None:
        screen, drums = self._screen, kind == "drums"
        try:
            screen.add_layer(drums=drums, sound_id="" if drums else screen.practice_sound)
        except SongError as error:
            screen.tools.say(str(error))

    def _mute(self, layer: Layer, on: bool) -> None:
        self._screen.edit(label("mute"), layers.mute(self._screen.song, layer.id, on=on), silently=True)
        self._screen.playing.mutes()

    def _solo(self, layer: Layer, on: bool) -> None:
        self._screen.edit(label("solo"), layers.solo(self._screen.song, layer.id, on=on), silently=True)
        self._screen.playing.mutes()

    def _louder(self, layer: Layer, by: float) -> None:
        song = layers.volume(self._screen.song, layer.id, round(layer.volume + by, 2))
        self._screen.edit(label("volume"), song, merge=("volume", layer.id))

    def _pass(self, layer: Layer, one: Pass, on: bool) -> None:
        song = layers.pass_on(self._screen.song, layer.id, one.first, on=on)
        self._screen.edit(label("pass on" if on else "pass off"), song)
