"""The layers of a song over one ruler: what each plays, how loud, alone or not at all, and what was recorded on the one in hand."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from instruments.sounds import sound
from studio.lesson import sentence
from studio.music.piece import TICKS, Metre
from studio.music.song import layers, lines
from studio.music.song.labels import label
from studio.music.song.model import SongError
from studio.screens.make import tidy, with_tutor
from studio.screens.make.now_played import NowPlayed
from studio.ui import empty
from studio.ui.lanes import Lane, Lanes, Loop, lane_px, ruler_px
from studio.ui.nodes import Button, Card, Column, Icon, Node, Row, Scroll, Space, Text, Toggle
from studio.ui.roll import RollNote
from studio.ui.theme import LAYERS
from studio.words import beside, counted, of_sound, say

if TYPE_CHECKING:
    from studio.music.song.model import Layer, Pass
    from studio.screens.make.room import Make

LOUDER = 0.1
NAME_WIDTH = 168  # of a layer's name, in design pixels at the usual text size
HEAD_PAD = 2
APART = 3  # of what stands before one lane and the next
ICONS_WIDTH = 128  # of the two buttons behind it
RECORDED_AMONG = 6  # so many lanes are in sight while one of them is recorded; in larger text half of them
FEW_ROUNDS = 4  # so many find room beside what else is done with the layer in hand


class LayersPage:
    """A row a layer; the one in hand shows the rounds that were recorded on it."""

    def __init__(self, screen: Make) -> None:
        self._screen = screen
        self._pictures: dict[str, tuple[object, tuple[RollNote, ...]]] = {}
        self._played = NowPlayed(screen)
        self.hear = self._played.hear
        self._lanes = Lanes(self._head, self._played.notes, self._press, self._seek)

    def look(self) -> None:
        """Nothing of it has to be made ready."""

    def node(self) -> Node:
        """The layers beside their lanes; below them what is done with the one in hand, and the way to another."""
        screen = self._screen
        if not screen.song.layers:
            nothing = empty.nothing("music-2", say("make.no layer yet"), say("make.or start with"))
            return Column(nothing, Row(*self.adding(), Space(), gap=8), gap=8, grow=1)
        theme = screen.tools.theme()
        heads = Column(*(self._head_of(layer) for layer in self._shown), gap=APART, width=self._wide)
        name = say("make.what they play", name=beside(*(layer.name for layer in self._shown)))
        seen, bars = self._seen(), say("make.the bars")
        picture = self._lanes.node("lanes", seen, self._loop, name=name, theme=theme)
        above = Row(
            Column(Space(size=ruler_px(theme)), width=self._wide),
            self._lanes.ruler("ruler", seen, self._loop, name=bars, theme=theme),
            gap=8,
        )
        chosen = screen.chosen_layer
        many = chosen is not None and (len(chosen.passes) > FEW_ROUNDS or theme.folds)
        rounds = self._passes(chosen) if chosen is not None and many else None
        lanes = Row(heads, picture, gap=8, align="start")
        below = (self._in_hand(chosen, many=many),) if chosen is not None else (Row(*self.adding(), Space(), gap=8),)
        who = with_tutor.who_is_heard(screen)
        if theme.folds:
            return Column(above, Scroll(Column(lanes, rounds, *below, who, gap=8), key="layers"), gap=0, grow=1)
        scrolled = Scroll(Column(lanes, rounds, gap=8), key="layers", min_height=100)
        apart = (part for one in (*below, who) if one is not None for part in (Space(size=8), one))
        return Column(above, scrolled, *apart, gap=0, grow=1)  # one column: a view in it gives way

    @property
    def _shown(self) -> tuple[Layer, ...]:
        """All of them; while it records those around the one that is recorded, which is in sight without scrolling."""
        every, recording = self._screen.song.layers, self._screen.recording
        at = next((n for n, layer in enumerate(every) if layer.id == recording.layer), None) if recording.on else None
        if at is None:
            return every
        most = RECORDED_AMONG if self._screen.tools.theme().text_scale <= 1 else RECORDED_AMONG // 2
        first = max(0, at + 1 - most)
        return every[first : first + most]

    @property
    def _wide(self) -> int:
        theme = self._screen.tools.theme()
        return round(NAME_WIDTH * theme.text_scale) + (ICONS_WIDTH if not theme.folds else 110)

    @property
    def _loop(self) -> Loop:
        song = self._screen.song
        return Loop(song.bars, song.bar_ticks / TICKS, max(1, Metre(0, *song.metre).beat_ticks) / TICKS)

    def _head_of(self, layer: Layer) -> Node:
        """What it is called and sounds like; whether it is heard, and alone."""
        screen, theme = self._screen, self._screen.tools.theme()
        recorded, tall = screen.recording.layer == layer.id, lane_px(theme, len(self._shown)) - APART
        used = sound(layer.sound)
        icon = "circle" if recorded else "drum" if used.kit else "music-2"
        under = say("make.recording now") if recorded else of_sound(used)
        two_lines = theme.line_px("label") + theme.line_px("caption") <= theme.px(tall - 2 * HEAD_PAD)
        words = Column(
            Space(),
            Text(layer.name, style="label", weight=600, most_lines=1),
            Text(under, style="caption", tone="rec" if recorded else "text2", most_lines=1) if two_lines else None,
            Space(),
            gap=0,
            grow=1,
        )
        tone = "rec" if recorded else f"layer{layer.colour % LAYERS + 1}"
        card = Card(
            Row(Space(size=6), Icon(icon, 22, tone), words, gap=8),
            selected=layer.id == screen.chosen,
            pad=HEAD_PAD,
            key=f"layer-{layer.id}",
            label=layer.name,
            do=partial(screen.choose, layer.id),
            grow=1,
            height=tall,
        )
        return Row(
            card,
            self._quiet(layer),
            self._alone(layer) if not theme.folds else self._more(layer),
            gap=4,
            height=tall,
        )

    def _quiet(self, layer: Layer) -> Node:
        return Button(
            f"mute-{layer.id}",
            say("make.word quiet"),
            partial(self._mute, layer, not layer.muted),
            icon="volume-x" if layer.muted else "volume-2",
            kind="under",
            selected=layer.muted,
            name=say("make.mute", name=layer.name),
        )

    def _alone(self, layer: Layer) -> Node:
        return Button(
            f"solo-{layer.id}",
            say("make.word alone"),
            partial(self._solo, layer, not layer.solo),
            icon="headphones",
            kind="under",
            selected=layer.solo,
            name=say("make.alone", name=layer.name),
        )

    def _more(self, layer: Layer) -> Node:
        return Button(
            f"about-{layer.id}",
            "" if self._screen.tools.theme().folds else say("make.sound and name"),
            partial(self._screen.about_layer.show, layer.id),
            icon="sliders-horizontal",
            name=say("make.more of name", name=layer.name),
        )

    def how_heard(self, layer: Layer) -> tuple[Node, Node]:
        """Alone, and how loud; at large text they stand with what else there is of the layer."""
        return self._alone(layer), self._volume(layer)

    def _in_hand(self, layer: Layer, *, many: bool) -> Node:
        """The layer in hand: how loud, its rounds where they are few, its sound; and another layer."""
        folded = self._screen.tools.theme().folds
        own = () if folded else (self._volume(layer), self._more(layer))
        tidied = None if many else tidy.door(self._screen, layer)
        rounds = None if many else self._rounds(layer)
        return Row(*own, *(rounds or ()), tidied, Space(), *self.adding(), gap=8)

    def adding(self) -> tuple[Node, ...]:
        """The ways to another layer, while nothing is recorded."""
        if self._screen.recording.on:
            return ()
        return (
            Button("add-notes", say("make.add a part"), partial(self._add, "notes"), icon="plus"),
            Button("add-drums", say("make.add a beat"), partial(self._add, "drums"), icon="plus"),
            with_tutor.door(self._screen),
        )

    def _volume(self, layer: Layer) -> Node:
        n = round(10 * layer.volume)
        return Row(
            Button(
                f"softer-{layer.id}",
                say("make.word softer"),
                partial(self._louder, layer, -LOUDER),
                icon="volume-1",
                kind="under",
                name=say("make.softer name", name=layer.name, n=n),
                repeat=True,
            ),
            Text(str(n), style="label", weight=600),
            Button(
                f"louder-{layer.id}",
                say("make.word louder"),
                partial(self._louder, layer, LOUDER),
                icon="volume-2",
                kind="under",
                name=say("make.louder name", name=layer.name, n=n),
                repeat=True,
            ),
            gap=6,
        )

    def _rounds(self, layer: Layer) -> tuple[Node, ...]:
        """Every round that was recorded can be taken out and put back alone."""
        return tuple(
            Toggle(f"pass-{layer.id}-{one.first}", say("make.round n", n=n), one.on, partial(self._pass, layer, one))
            for n, one in enumerate(layer.passes, 1)
        )

    def _passes(self, layer: Layer) -> Node | None:
        """The same below the lanes, where they are many or the text is large."""
        if not layer.passes:
            return None
        words = counted("make.rounds recorded", len(layer.passes))
        door = tidy.door(self._screen, layer)
        return Row(Text(words, style="label", tone="text2"), *self._rounds(layer), door, gap=8, wrap=True)

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

    def _seen(self) -> tuple[Lane, ...]:
        screen, silent = self._screen, lines.silent(self._screen.song)
        unheard = {layer.id for n, layer in enumerate(screen.song.layers) if n in silent}
        return tuple(
            Lane(
                self._notes(layer),
                layer.colour,
                layer.id not in unheard,
                layer.id == screen.chosen,
                layer.id == screen.recording.layer,
            )
            for layer in self._shown
        )

    def _press(self, n: int) -> None:
        self._screen.choose(self._shown[n].id)

    def _seek(self, quarter: float) -> None:
        screen = self._screen
        if not screen.recording.on:
            beat = max(1, Metre(0, *screen.song.metre).beat_ticks)
            screen.playing.whole = False
            screen.playing.start(from_tick=int(quarter * TICKS) // beat * beat % screen.song.loop_ticks)

    def _head(self) -> float | None:
        tick = self._screen.playing.loop_tick()
        return None if tick is None else tick / TICKS

    # -- what is changed ----------------------------------------------------------------------------------------------
    def _add(self, kind: str) -> None:
        screen, drums = self._screen, kind == "drums"
        try:
            made = screen.add_layer(drums=drums, sound_id="" if drums else screen.practice_sound)
            screen.tools.focus(f"layer-{made}")  # it may lie below what is in sight
        except SongError as error:
            screen.tools.say(sentence(error))

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
