"""The loop: how fast, how long, its key and chords, its beat, and the count-in; all of it may be changed while it plays."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Final

from studio.music import grooves
from studio.music.chordrows import OWN, rows_for
from studio.music.harmony import NAMES
from studio.music.piece import Key
from studio.music.song import whole
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
                self._chords(),
                _called(
                    say("make.count me in"),
                    Choice(
                        "counts",
                        options("make.count", COUNTS),
                        screen.recording.counts,
                        self._counts,
                        say("make.count me in"),
                    ),
                ),
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

    def _chords(self) -> Node | None:
        """Rows of chords that always fit the groove, by their friendly names; without a groove home is major or minor."""
        song = self._screen.song
        if song.groove not in grooves.names():
            words = say("make.major or minor")
            return _called(words, Choice("mode", options("make.mode", MODES), song.key.mode, self._mode, words))
        rows = rows_for(grooves.in_key(grooves.groove(song.groove), NAMES[song.key.tonic]))
        now = next((row.name for row in rows if row.bars == song.chords), OWN if not song.chords else "")
        words = say("make.the chords")
        named = tuple((row.name, say(f"make.chords {row.name}"), None) for row in rows)
        return _called(words, Chips("chords", named, frozenset({now}), self._row, label=words))

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
        home = Key(_fifths(screen.song.key.tonic, mode), mode)
        screen.edit(label("key"), whole.key(screen.song, home), next_bar=True)

    def _row(self, name: str) -> None:
        screen = self._screen
        used = grooves.in_key(grooves.groove(screen.song.groove), NAMES[screen.song.key.tonic])
        row = next(one for one in rows_for(used) if one.name == name)
        bars = () if name == OWN else row.bars
        screen.try_edit(label("chords"), lambda: whole.chords(screen.song, bars), next_bar=True)

    def _counts(self, when: str) -> None:
        self._screen.recording.counts = when
        self._screen.tools.changed()


def _fifths(tonic: int, mode: Mode) -> int:
    """The key signature of a home note: sharps, or flats below 0."""
    return (_FIFTHS if mode == "major" else _IN_MINOR)[tonic]


def _called(words: str, node: Node) -> Node:
    """What it is, above it."""
    return Column(Text(words, style="label", tone="text2", weight=600), node, gap=6)
