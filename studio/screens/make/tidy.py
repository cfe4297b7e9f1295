"""How tidy and how bouncy a layer sounds: two sliders over what was played, which stays; compared at once, undone by name."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, Final

from instruments.errors import Cancelled
from studio.lesson import sentence
from studio.music import usual
from studio.music.song import layers, tidying
from studio.music.song.labels import label
from studio.screens.make.beats import free_pass
from studio.screens.make.loop_picture import loop_picture
from studio.ui.nodes import Button, Choice, Column, Dialog, Node, Progress, Row, Space, Text, Toggle
from studio.ui.slider import slider
from studio.words import options, say

if TYPE_CHECKING:
    from studio.background import Job
    from studio.music.song.model import Layer, Pass
    from studio.screens.make.room import Make

TIDY: Final = (0, 50, 80, 100)  # per cent of the way to the grid
BOUNCY: Final = (50, 58, 67, 75)  # per cent of a pair that its first note takes; two thirds is a triplet's
GRIDS: Final = ("", "beat", "eighth", "triplet", "sixteenth")
UNITS: Final = (8, 16)
_STEPS: Final = ((12, "beat"), (6, "eighth"), (4, "triplet"), (3, "sixteenth"))  # of places in twelfths of a quarter


class TidyDialog:
    """Open for one layer, or closed. Where its notes belong is learnt beside the loop, and kept with the first step made here."""

    def __init__(self, screen: Make) -> None:
        self._screen = screen
        self._layer = ""
        self._back = ""  # what has the focus afterwards
        self._job: Job | None = None
        self._share = 0.0
        self._learnt: dict[Pass, Pass] = {}

    def show(self, layer: str, back: str) -> None:
        """Open it, from a button of this key."""
        self._layer, self._back = layer, back
        self._screen.tools.focus("tidy")
        self._learn()
        self._screen.tools.changed()

    def close(self) -> None:
        """Back to the page; what sounds is as it was set."""
        self._cancel()
        self._layer = ""
        self._learnt.clear()
        self._compare(on=False)
        self._screen.tools.focus(self._back)
        self._screen.tools.changed()

    @property
    def layer(self) -> Layer | None:
        """The layer it is open for."""
        return next((one for one in self._screen.song.layers if one.id == self._layer), None)

    def dialog(self) -> Dialog | None:
        """Both sliders, what they do to the notes, and the comparison."""
        layer = self.layer
        if layer is None:
            return None
        how = layer.tidy
        percent, swing = round(100 * how.strength), round(100 * how.swing)
        return Dialog(
            say("make.how tidy name", name=layer.name),
            Column(
                Text(say("make.what you played stays"), tone="text2"),
                loop_picture(self._screen, "tidy-picture", self._screen.playing.heard(self._screen.song), layer),
                slider(
                    "tidy",
                    percent,
                    self._tidy,
                    name=say("make.how tidy"),
                    said=say("make.n tidy", n=percent) if percent else say("make.as i played"),
                    ends=(say("make.as i played"), say("make.tidy")),
                    places=TIDY,
                ),
                slider(
                    "bouncy",
                    swing,
                    self._bouncy,
                    name=say("make.how bouncy"),
                    said=say("make.straight") if swing == BOUNCY[0] else say("make.n bouncy", n=swing),
                    ends=(say("make.straight"), say("make.bouncy")),
                    places=BOUNCY,
                    step=1,
                ),
                self._grids(layer),
                self._bounces(layer),
                Progress("learning", say("make.finding the beats"), self._share, self._stop) if self._job else None,
                gap=12,
            ),
            key="tidy-dialog",
            escape=self.close,
            width=720,
            foot=self._foot(),
        )

    def _foot(self) -> Node:
        """The comparison, and the way out: in sight at every size of the text."""
        playing = self._screen.playing
        return Row(
            Toggle(
                "as-played",
                say("make.hear as i played"),
                playing.as_played,
                lambda on: self._compare(on=on),
                icon="ear",
            ),
            Button(
                "tidy-play",
                say("make.stop") if playing.on else say("make.play"),
                playing.toggle,
                icon="square" if playing.on else "play",
            ),
            Space(),
            Button("tidy-done", say("play.done"), self.close, kind="primary", icon="check"),
            gap=10,
        )

    def _grids(self, layer: Layer) -> Node | None:
        """The grid that was found, in words, and the way to say that it is another."""
        if not any(one.on for one in layer.passes):
            return None
        found = grid_of([self._learnt.get(one, one) for one in layer.passes if one.on])
        words = say("make.played to", bpm=f"{layer.passes[-1].bpm:.0f}", bars=layer.bars)
        if not layer.tidy.grid and found:
            words += " " + say(f"make.found {found}")
        return Column(
            Text(words, style="label", tone="text2"),
            Row(
                Choice("grid-of", options("make.grid", GRIDS), layer.tidy.grid, self._grid, say("make.which grid")),
                Button("to-beats", say("make.put the beats right"), partial(self._beats, layer.id), icon="hand")
                if free_pass(layer) is not None
                else None,
                gap=8,
                wrap=True,
            ),
            gap=6,
        )

    def _beats(self, layer: str) -> None:
        back = self._back
        self.close()
        self._screen.beats.show(layer, back)

    def _bounces(self, layer: Layer) -> Node | None:
        """Which notes come in pairs, once they bounce."""
        if round(100 * layer.tidy.swing) == BOUNCY[0]:
            return None
        words = say("make.what bounces")
        return Column(
            Text(words, style="label", tone="text2"),
            Choice("unit", options("make.bounce", UNITS), layer.tidy.unit, self._unit, words),
            gap=6,
        )

    # -- what is changed ----------------------------------------------------------------------------------------------
    def _tidy(self, percent: int) -> None:
        layer = self.layer
        assert layer is not None
        self._set("tidy", replace(layer, tidy=replace(layer.tidy, strength=percent / 100)))

    def _bouncy(self, percent: int) -> None:
        layer = self.layer
        assert layer is not None
        self._set("bouncy", replace(layer, tidy=replace(layer.tidy, swing=percent / 100)))

    def _unit(self, unit: int) -> None:
        layer = self.layer
        assert layer is not None
        self._set("bouncy", replace(layer, tidy=replace(layer.tidy, unit=unit)))

    def _grid(self, grid: str) -> None:
        layer = self.layer
        assert layer is not None
        named = next((known for known in usual.GRIDS if known == grid), None)
        self._set("tidy", replace(layer, tidy=replace(layer.tidy, grid=named or "")))
        self._learn()

    def _set(self, name: str, layer: Layer) -> None:
        """One step of the history for as long as it is open; what was learnt goes with it."""
        screen = self._screen
        self._compare(on=False)
        known = replace(layer, passes=tuple(self._learnt.get(one, one) for one in layer.passes))
        song = layers.tidy(screen.song.with_layer(known), layer.id, layer.tidy)
        screen.edit(label(name), song, merge=(name, layer.id))

    def _compare(self, *, on: bool) -> None:
        playing = self._screen.playing
        if playing.as_played != on:
            playing.as_played = on
            playing.changed()
            self._screen.tools.changed()

    # -- where the notes belong ---------------------------------------------------------------------------------------
    def _learn(self) -> None:
        """It takes half a second once and about a millisecond a note: beside the loop, one round after the other."""
        self._cancel()
        layer, song = self.layer, self._screen.song
        if layer is None:
            return
        grid = layer.tidy.grid
        left = [one for one in layer.passes if not (one.places and one.grid == grid) and one not in self._learnt]
        if not left:
            return
        self._share = 0.0

        def learn() -> dict[Pass, Pass]:
            found = {}
            for n, one in enumerate(left):
                if job.cancelled:
                    raise Cancelled
                found[one] = tidying.learnt(one, song.metre, grid)
                self._share = (n + 1) / len(left)
            return found

        worker = self._screen.tools.background.worker
        job = self._job = worker.put(learn, self._known, self._failed, "find the beats")

    def _known(self, found: dict[Pass, Pass]) -> None:
        self._job = None
        self._learnt |= found
        layer = self.layer
        if layer is not None and layer.tidy.strength:
            self._set("tidy", layer)
        self._screen.tools.changed()

    def _failed(self, error: Exception) -> None:
        self._job = None
        if not isinstance(error, Cancelled):
            self._screen.tools.say(sentence(error))
        self._screen.tools.changed()

    def _stop(self) -> None:
        """The nearest places of the grid will do."""
        self._cancel()
        self._screen.tools.focus("tidy")
        self._screen.tools.changed()

    def _cancel(self) -> None:
        if self._job is not None:
            self._job.cancel()
            self._job = None


def can_be_tidied(layer: Layer) -> bool:
    """Whether a layer holds what somebody put in; a groove is on its beats, and a voice is not moved."""
    return layer.kind in {"notes", "drums"} and bool(layer.passes or layer.edits)


def grid_of(played: list[Pass]) -> str:
    """Name the widest grid that all places lie on; "" where none were learnt, "mixed" where no single one holds them."""
    places = [place for one in played for place in one.places]
    if not places:
        return ""
    return next((name for step, name in _STEPS if all(place % step == 0 for place in places)), "mixed")


def door(screen: Make, layer: Layer | None) -> Button | None:
    """The way here, from the pages where a layer is in hand."""
    if layer is None or not can_be_tidied(layer):
        return None
    return Button(
        "to-tidy",
        say("make.tidy up"),
        lambda: screen.tidy.show(layer.id, "to-tidy"),
        icon="wand-sparkles",
        kind="quiet",
    )
