"""What is changed of a layer less often: its name, sound, colour, who plays it; and taking it out."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from instruments.sounds import SOUNDS, Family, sound
from studio.music.song import layers
from studio.music.song.labels import label
from studio.music.song.model import TUTOR
from studio.music.song.paper import can_be_written
from studio.screens.play.sound import FAMILIES, tried
from studio.ui.nodes import Button, Chips, Column, Dialog, Node, Row, Space, Text, TextBox
from studio.ui.theme import LAYERS
from studio.words import of_sound, options, say

if TYPE_CHECKING:
    from collections.abc import Hashable

    from studio.music.song.model import Layer, Song
    from studio.screens.make.room import Make


class LayerDialog:
    """Open for one layer, or closed."""

    def __init__(self, screen: Make) -> None:
        self._screen = screen
        self._layer = ""
        self._family: Family = "keys"
        self._blank = False  # its box was emptied: then it has its usual name, and the box stays empty to be written in

    def show(self, layer: str) -> None:
        """Open it."""
        found = self._screen.song.layer(layer)
        self._layer, self._blank = layer, False
        self._family = sound(found.sound).family
        self._screen.choose(layer)
        self._screen.tools.focus("sounds")
        self._screen.tools.changed()

    def close(self) -> None:
        """Back to the list."""
        back, self._layer = self._layer, ""
        self._screen.tools.focus(f"about-{back}")
        self._screen.tools.changed()

    def dialog(self) -> Dialog | None:
        """All of one layer."""
        layer = next((one for one in self._screen.song.layers if one.id == self._layer), None)
        if layer is None:
            return None
        return Dialog(
            layer.name,
            Column(
                TextBox(
                    "layer-name",
                    "" if self._blank else layer.name,
                    partial(self._rename, layer.id),
                    lambda _: self.close(),
                    say("make.its name"),
                    placeholder=layer.name if self._blank else "",
                    most=40,
                ),
                Chips(
                    "families",
                    options("play.family", FAMILIES),
                    frozenset({self._family}),
                    self._of_family,
                    label=say("play.kinds of sound"),
                ),
                Chips(
                    "sounds",
                    tuple((one.id, of_sound(one), None) for one in SOUNDS if one.family == self._family),
                    frozenset({layer.sound}),
                    self._sound,
                    label=say("play.sounds"),
                ),
                Row(self._colours(layer), self._players(layer), gap=32, align="start", wrap=True),
                Row(*self._screen.layers_page.how_heard(layer), gap=8) if self._screen.tools.theme().folds else None,
                gap=12,
            ),
            key="layer-dialog",
            escape=self.close,
            width=900,
            foot=Row(
                Button("remove-layer", say("make.take it out"), self._remove, icon="trash-2", kind="quiet"),
                Button("layer-notes", say("make.on paper"), self._notes, icon="file-music", kind="quiet")
                if can_be_written(self._screen.song, layer)
                else None,
                Space(),
                Button("layer-done", say("play.done"), self.close, kind="primary", icon="check"),
            ),
        )

    def _colours(self, layer: Layer) -> Node:
        colours = [
            Button(
                f"colour-{n}",
                "",
                partial(self._colour, n),
                icon="circle-check-big" if layer.colour % LAYERS == n else "circle",
                tone=f"layer{n + 1}",
                selected=layer.colour % LAYERS == n,
                name=say("make.colour n", n=n + 1),
            )
            for n in range(LAYERS)
        ]
        words = Text(say("make.its colour"), style="label", tone="text2")
        return Column(words, Row(*colours, gap=8), gap=4)

    def _players(self, layer: Layer) -> Column:
        screen = self._screen
        here = [pupil for pupil in screen.lesson.house.pupils if pupil.id in screen.lesson.here]
        people = tuple((pupil.id, pupil.alias, None) for pupil in here)
        return Column(
            Text(say("make.who plays it"), style="label", tone="text2"),
            Chips(
                "player",
                (("", say("make.nobody yet"), None), *people, (TUTOR, say("make.the tutor"), None)),
                frozenset({layer.player}),
                self._player,
                label=say("make.who plays it"),
            ),
            gap=4,
        )

    # -- what is changed ----------------------------------------------------------------------------------------------
    def _edit(self, name: str, song: Song, *, merge: Hashable | None = None) -> None:
        self._screen.edit(label(name), song, merge=merge)

    def _rename(self, layer: str, words: str) -> None:
        self._blank = not words.strip()
        self._edit("name layer", layers.rename(self._screen.song, layer, words), merge=("name", layer))

    def _of_family(self, family: Family) -> None:
        self._family = family
        self._screen.tools.changed()

    def _sound(self, sound_id: str) -> None:
        self._edit("sound", layers.sound(self._screen.song, self._layer, sound_id))
        self._screen.pick_sound(self._layer)
        self._screen.playing.sample(tried(sound_id))

    def _colour(self, number: int) -> None:
        self._edit("colour", layers.colour(self._screen.song, self._layer, number))

    def _player(self, who: str) -> None:
        self._edit("player", layers.player(self._screen.song, self._layer, who))

    def _notes(self) -> None:
        layer, self._layer = self._layer, ""
        self._screen.on_paper.show(layer, f"about-{layer}")

    def _remove(self) -> None:
        gone, self._layer = self._layer, ""
        screen = self._screen
        screen.edit(label("delete layer"), layers.remove(screen.song, gone))
        screen.choose(screen.song.layers[0].id if screen.song.layers else "")
        screen.tools.focus("make-play")
