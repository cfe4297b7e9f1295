"""The layer in hand, to be changed note by note: on a grid of steps, or on a piano roll."""

from __future__ import annotations

from typing import TYPE_CHECKING

from instruments.sounds import sound
from studio.screens.make.notes_page import NotesPage
from studio.screens.make.steps_page import StepsPage
from studio.ui import empty, text
from studio.ui.nodes import Choice, Column, Node, Row, Space
from studio.words import counted, say

if TYPE_CHECKING:
    from instruments.events import Played
    from studio.music.song.model import Layer
    from studio.screens.make.room import Make

WAYS = ("grid", "notes")
NAMES_WIDE, NAME_PAD, NAME_LEAST = 900, 30, 66  # of all names in the row, beside each, and of each, in design pixels
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
        return Column(self._which(), *below, gap=8, grow=1)

    def _which(self) -> Node:
        screen = self._screen
        layers = tuple((layer.id, self._cut(layer.name), None) for layer in screen.song.layers)
        which = Choice("which", layers, screen.chosen, screen.choose, say("make.which layer"), grow=1)
        if self.is_kit:
            return Row(which)
        beside = self.steps.beside if self.on_grid else 0
        names = {
            "grid": say("make.as grid"),
            "notes": counted("make.notes beside", beside) if beside else say("make.as notes"),
        }
        ways = tuple((way, names[way], None) for way in WAYS)
        return Row(
            which,
            Choice("way-of", ways, self._way, self.show, say("make.shown as")),
            *(self.steps.octaves() if self.on_grid else ()),
            gap=8,
        )

    def _cut(self, name: str) -> str:
        """A name no longer than its share of the row: the grid below stays in sight however layers are called."""
        theme, count = self._screen.tools.theme(), len(self._screen.song.layers)
        share = max(NAMES_WIDE // count - NAME_PAD, round(NAME_LEAST * theme.text_scale))
        return text.cut(name, text.ink(theme, "label", 600), theme.px(share))
