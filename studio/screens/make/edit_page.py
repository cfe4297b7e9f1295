"""The layer in hand, to be changed note by note: on a grid of steps, or on a piano roll."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from instruments.sounds import sound
from studio.screens.make.notes_page import NotesPage
from studio.screens.make.steps_page import StepsPage
from studio.ui import empty, text
from studio.ui.nodes import Button, Choice, Column, Node, Row, Space, Text
from studio.words import counted, say

if TYPE_CHECKING:
    from instruments.events import Played
    from studio.music.song.model import Layer
    from studio.screens.make.room import Make

WAYS = ("grid", "notes")
ROUND = 14  # above and below the roll: its ring of the focus touches nothing
_ROW, _NAME_PAD, _WAY_PAD, _STEP = (
    1236,
    40,
    34,
    60,
)  # of all in the row, beside each name and each way, a button, in design pixels
_PADS = (36, 51)  # where the sixteen pads of most keyboards are


class EditPage:
    """Drums stand on a grid; a tune as somebody likes it: on a grid while it is empty, else on the roll, until they choose."""

    def __init__(self, screen: Make) -> None:
        self._screen = screen
        self.steps, self.notes = StepsPage(screen), NotesPage(screen)
        self._layer = ""
        self._way = "notes"

    def look(self) -> None:
        """Another layer may be in hand: the keys sound like it."""
        screen, layer = self._screen, self.layer
        if layer is not None and self._layer != layer.id:
            self._layer = layer.id
            empty = layer.kind == "notes" and not layer.passes and not layer.edits
            self._way = "grid" if empty else "notes"
            self._open()
        if layer is not None and screen.page == "edit":
            screen.pick_sound(layer.id)
            if self.is_kit:
                screen.tools.fit_keys(*_PADS)

    def _open(self) -> None:
        self.steps.afresh()
        if not self.on_grid:
            self.notes.roll.open()

    @property
    def layer(self) -> Layer | None:
        """The layer in hand."""
        return self._screen.chosen_layer

    @property
    def is_kit(self) -> bool:
        """Whether it is drums."""
        layer = self.layer
        return layer is not None and (layer.kind == "drums" or sound(layer.sound).kit)

    @property
    def on_grid(self) -> bool:
        """Whether it stands on a grid now."""
        return self.layer is not None and (self.is_kit or self._way == "grid")

    def show(self, way: str) -> None:
        """On the grid, or on the roll."""
        self._way = way
        self._open()
        self._screen.tools.focus("grid" if way == "grid" else "roll")
        self._screen.tools.changed()

    def hear(self, event: Played) -> None:
        """Keys of the keyboard are the grid's pads while nothing is recorded."""
        if self.on_grid and not self._screen.recording.on:
            self.steps.pads.hear(event)

    def node(self) -> Node:
        """The layers to take in hand, then the grid or the roll."""
        if self.layer is None:
            nothing = empty.nothing("grid-3x3", say("make.nothing to change"), say("make.add one to change"))
            return Column(nothing, Row(*self._screen.layers_page.adding(), Space(), gap=8), gap=8, grow=1)
        below = self.steps.node() if self.on_grid else self.notes.node()
        return Column(self._which(), *below, gap=8 if self.on_grid else ROUND, grow=1)

    def _which(self) -> Node:
        if self.is_kit:
            return Row(*self._layers(_ROW), gap=8)
        beside = self.steps.beside if self.on_grid else 0
        names = {
            "grid": say("make.as grid"),
            "notes": counted("make.notes beside", beside) if beside else say("make.as notes"),
        }
        ways = tuple((way, names[way], None) for way in WAYS)
        octaves = self.steps.octaves() if self.on_grid else ()
        taken = self._wide(tuple(names.values()), _WAY_PAD) + _STEP * len(octaves)
        return Row(
            *self._layers(_ROW - taken),
            Choice("way-of", ways, self._way, self.show, say("make.shown as")),
            *octaves,
            gap=8,
        )

    def _wide(self, names: tuple[str, ...], pad: int) -> float:
        """How wide names are beside each other, in design pixels."""
        theme = self._screen.tools.theme()
        ink = text.ink(theme, "label", 600)
        return sum(text.width(name, ink) / theme.scale + pad for name in names)

    def _layers(self, room: float) -> tuple[Node, ...]:
        """All layers where their names have room in one row, whole; else the one in hand, and the way to the ones beside it."""
        screen, layers = self._screen, self._screen.song.layers
        if len(layers) == 1:
            return (self._called(layers[0].name),)
        if self._wide(tuple(layer.name for layer in layers), _NAME_PAD) <= room:
            names = tuple((layer.id, layer.name, None) for layer in layers)
            return (Choice("which", names, screen.chosen, screen.choose, say("make.which layer"), grow=1),)
        at = next(n for n, layer in enumerate(layers) if layer.id == screen.chosen)
        before, after = layers[at - 1], layers[(at + 1) % len(layers)]
        return (
            self._to("which-before", "arrow-left", before, "make.layer before"),
            self._to("which-after", "arrow-right", after, "make.layer after"),
            self._called(say("make.layer n of", name=layers[at].name, n=at + 1, all=len(layers))),
        )

    def _to(self, key: str, icon: str, layer: Layer, words: str) -> Node:
        do = partial(self._screen.choose, layer.id)
        return Button(key, "", do, icon=icon, name=say(words, name=layer.name), repeat=True)

    @staticmethod
    def _called(words: str) -> Node:
        return Column(Space(), Text(words, style="label", weight=600, most_lines=1), Space(), gap=0, grow=1)
