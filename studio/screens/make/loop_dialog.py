"""The loop: how fast, how long, its key and chords, its beat, and the count-in; all of it may be changed while it plays."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Final

from studio.music.chordrows import OWN
from studio.music.piece import Key
from studio.music.song import grooving, whole
from studio.music.song.labels import label
from studio.music.song.model import LOOPS
from studio.screens.make.recording import COUNTS
from studio.ui.keys import note_name
from studio.ui.nodes import Button, Chips, Choice, Column, Dialog, Node, Row, Space, Text
from studio.words import options, say

if TYPE_CHECKING:
    from studio.music.piece import Mode
    from studio.screens.make.room import Make

TEMPO_STEP = 4.0
MODES: Final[tuple[Mode, ...]] = ("major", "minor")
_FIFTHS = (0, -5, 2, -3, 4, -1, 6, 1, -4, 3, -2, 5)  # of a major key, by its home note
_IN_MINOR = (-3, 4, -1, -6, 1, -4, 3, -2, 5, 0, -5, 2)


class LoopDialog:
    """Open or closed."""

    def __init__(self, screen: Make) -> None:
        self._screen = screen
        self._open = False

    def show(self) -> None:
        """Open it."""
        self._open = True
        self._screen.tools.focus("loop-slower")
        self._screen.tools.changed()

    def close(self) -> None:
        """Back to the music."""
        self._open = False
        self._screen.tools.focus("loop")
        self._screen.tools.changed()

    def dialog(self) -> Dialog | None:
        """Everything that all layers share."""
        if not self._open:
            return None
        screen, song = self._screen, self._screen.song
        return Dialog(
            say("make.the loop"),
            Column(
                self._screen.view.way() if screen.tools.theme().folds else None,
                Row(self._fast(), self._long(), gap=24, align="start"),
                _called(
                    say("make.home note" if screen.song.key.mode == "major" else "make.home note minor"),
                    Chips(
                        "home",
                        tuple((n, note_name(n, flats=_fifths(n, song.key.mode) < 0), None) for n in range(12)),
                        frozenset({song.key.tonic}),
                        self._home,
                        label=say("make.home note"),
                    ),
                ),
                Row(self._minor(), self._counted(), gap=24, align="start"),
                self._chords(),
                gap=14,
            ),
            key="loop-dialog",
            escape=self.close,
            width=760,
            foot=Row(Space(), Button("loop-done", say("play.done"), self.close, kind="primary", icon="check")),
        )

    def _fast(self) -> Node:
        bpm = f"{self._screen.song.bpm:.0f}"
        slower, faster = (partial(self._tempo, by) for by in (-TEMPO_STEP, TEMPO_STEP))
        return _called(
            say("make.bpm beats a minute", bpm=bpm),
            Row(
                Button("loop-slower", say("make.slower"), slower, icon="minus", repeat=True, hint=bpm),
                Button("loop-faster", say("make.faster"), faster, icon="plus", repeat=True, hint=bpm),
                gap=8,
            ),
        )

    def _long(self) -> Node:
        words = say("make.bars of the loop")
        bars = tuple((n, str(n), None) for n in LOOPS)
        return Column(_called(words, Choice("bars", bars, self._screen.song.bars, self._bars, words)), grow=1)

    def _counted(self) -> Node:
        words = say("make.count me in")
        counts = Choice("counts", options("make.count", COUNTS), self._screen.recording.counts, self._counts, words)
        return Column(_called(words, counts), grow=1)

    def _minor(self) -> Node | None:
        """Without a groove home is major or minor."""
        song, words = self._screen.song, say("make.major or minor")
        if grooving.known(song):
            return None
        mode = Choice("mode", options("make.mode", MODES), song.key.mode, self._mode, words)
        return Column(_called(words, mode), grow=1)

    def _chords(self) -> Node | None:
        """Rows of chords that always fit, by their friendly names; without a groove they are held."""
        song, words = self._screen.song, say("make.the chords")
        named = tuple((row.name, say(f"make.chords {row.name}"), None) for row in grooving.rows(song))
        rows = partial(Chips, "chords", chosen=frozenset({self._row_now()}), do=self._row, label=words)
        if grooving.known(song):
            return _called(words, rows(options=named))
        return _called(words, rows(options=((OWN, say("make.no chords"), None), *named)))

    def _row_now(self) -> str:
        song = self._screen.song
        return next((row.name for row in grooving.rows(song) if row.bars == song.chords), "" if song.chords else OWN)

    # -- what is changed, heard from the next bar on ------------------------------------------------------------------
    def _tempo(self, by: float) -> None:
        screen = self._screen
        screen.edit(label("tempo"), whole.tempo(screen.song, screen.song.bpm + by), merge="tempo", next_bar=True)

    def _bars(self, bars: int) -> None:
        self._screen.try_edit(label("loop"), lambda: whole.loop(self._screen.song, bars), next_bar=True)

    def _home(self, tonic: int) -> None:
        screen = self._screen
        mode = screen.song.key.mode
        screen.edit(label("key"), whole.key(screen.song, Key(_fifths(tonic, mode), mode)), next_bar=True)

    def _mode(self, mode: Mode) -> None:
        screen = self._screen
        row = self._row_now()
        moved = whole.key(screen.song, Key(_fifths(screen.song.key.tonic, mode), mode))
        fitting = next((one.bars for one in grooving.rows(moved) if one.name == row), moved.chords)
        screen.edit(label("key"), whole.chords(moved, fitting), next_bar=True)

    def _row(self, name: str) -> None:
        screen = self._screen
        bars = () if name == OWN else next(one.bars for one in grooving.rows(screen.song) if one.name == name)
        screen.try_edit(
            label("chords"),
            lambda: whole.holding(whole.chords(screen.song, bars), say("make.chords layer")),
            next_bar=True,
        )
        if screen.chosen_layer is None and screen.song.layers:
            screen.choose(screen.song.layers[0].id)

    def _counts(self, when: str) -> None:
        self._screen.recording.counts = when
        self._screen.tools.changed()


def _fifths(tonic: int, mode: Mode) -> int:
    """The key signature of a home note: sharps, or flats below 0."""
    return (_FIFTHS if mode == "major" else _IN_MINOR)[tonic]


def _called(words: str, node: Node) -> Node:
    """What it is, above it."""
    return Column(Text(words, style="label", tone="text2", weight=600), node, gap=6)
