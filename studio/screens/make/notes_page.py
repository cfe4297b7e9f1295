"""The notes of the layer in hand on a piano roll; every change is a step of the song's history."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from instruments.sounds import sound
from studio.music.harmony import harmony
from studio.music.piece import Metre
from studio.music.song import grooving, notes, sounding, steps
from studio.music.song.labels import label
from studio.music.song.model import SongNote
from studio.screens.make import tidy
from studio.ui.nodes import Button, Choice, Column, Node, Row, Scroll
from studio.ui.pianoroll.roll import PianoRoll
from studio.ui.pianoroll.sheet import Sheet
from studio.words import say

if TYPE_CHECKING:
    from collections.abc import Callable, Collection

    from studio.music.song.model import Layer, Song
    from studio.screens.make.room import Make

SNAPS = ("1/4", "1/8", "1/16", "1/32", "1/8T", "free")
_SNAP_TICKS = {"1/4": 480, "1/8": 240, "1/16": 120, "1/32": 60, "1/8T": 160, "free": 0}


class NotesPage:
    """Owns no note: what the roll asks for is done to the song."""

    def __init__(self, screen: Make) -> None:
        self._screen = screen
        self._snap = "1/16"
        self._tool = "draw"
        self._copied: tuple[SongNote, ...] = ()
        self._sheet: tuple[object, Sheet] | None = None
        self.roll = PianoRoll(
            self.sheet,
            self,
            now=self._now,
            snap=lambda: _SNAP_TICKS[self._snap],
            tool=lambda: "choose" if self._tool == "choose" else "draw",
        )

    @property
    def layer(self) -> Layer | None:
        """The layer in hand."""
        return self._screen.chosen_layer

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
            frozenset(pitch % 12 for pitch in steps.rows(song, count=7)),
            self._chords(song, layer),
            layer.colour,
            self._screen.tools.settings.note_names,
            song.key.fifths < 0,
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

    def node(self) -> tuple[Node, ...]:
        """The roll, and what is done to what is chosen on it."""
        screen, layer = self._screen, self.layer
        assert layer is not None
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
            _small("roll-out", "zoom-out", say("make.word further"), partial(self._zoom, -1), say("make.zoom out")),
            _small("roll-in", "zoom-in", say("make.zoom in"), partial(self._zoom, 1)),
            *self._to_the_chosen(),
            None if self._large and self.roll.chosen else tidy.door(screen, layer),
            gap=6,
            wrap=True,
        )
        return (Scroll(Column(roll, tools, gap=14), key="notes"),) if self._large else (roll, tools)

    @property
    def _large(self) -> bool:
        """Whether the text is so large that not every tool finds room beside the others."""
        return self._screen.tools.theme().text_scale > 1

    def _to_the_chosen(self) -> tuple[Node, ...]:
        """What is done to the chosen notes, each with a key of its own too; at large text only while it can be done."""
        do, chosen = self.roll.commands, bool(self.roll.chosen)
        buttons = (
            ("split", "scissors", say("make.word cut"), do.split, say("make.cut chosen"), chosen),
            ("join", "merge", say("make.join short"), do.join, say("make.join chosen"), len(self.roll.chosen) > 1),
            ("copy", "copy", say("make.word copy"), do.copy, say("make.copy chosen"), chosen),
            ("paste", "clipboard-paste", say("make.paste short"), do.paste, say("make.put copied in"), self._copied),
            ("softer", "volume-1", say("make.word softer"), partial(do.louder, -1), say("make.chosen softer"), chosen),
            ("louder", "volume-2", say("make.word louder"), partial(do.louder, 1), say("make.chosen louder"), chosen),
            ("delete", "trash-2", say("make.word out"), do.delete, say("make.delete chosen"), chosen),
        )
        return tuple(
            _small(f"roll-{key}", icon, word, act, name, can=bool(can))
            for key, icon, word, act, name, can in buttons
            if can or not self._large
        )

    def _take(self, tool: str) -> None:
        self._tool = tool
        self._screen.tools.changed()

    def _snap_to(self, snap: str) -> None:
        self._snap = snap
        self._screen.tools.changed()

    def _zoom(self, by: int) -> None:
        self.roll.zoom(by)
        self._screen.tools.changed()

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
        """Take a copy; it can be put into another layer as well."""
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


def _small(
    key: str, icon: str, word: str, do: Callable[[], None], name: str | None = None, *, can: bool = True
) -> Button:
    return Button(key, word, do, icon=icon, kind="under", name=name, enabled=can)
