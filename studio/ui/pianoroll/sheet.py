"""What a piano roll shows, as values in ticks, and what it asks for when notes are worked on."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Protocol

ALL = frozenset(range(12))


class Drawable(Protocol):
    """A note as it shows; a tuple with these names will do."""

    @property
    def start(self) -> float:
        """Ticks from bar 1."""

    @property
    def length(self) -> float:
        """Ticks."""

    @property
    def pitch(self) -> int:
        """Its MIDI key."""

    @property
    def velocity(self) -> int:
        """How hard it is struck, 1..127."""

    @property
    def times(self) -> int:
        """How often it is struck in its length."""

    @property
    def id(self) -> int:
        """What it is asked for by."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """All that stands on the roll. Notes are in order of start; `behind` are other layers', `hidden` those of the count-in, before 0."""

    notes: tuple[Drawable, ...]
    bars: int
    bar: int  # ticks
    beat: int
    behind: tuple[Drawable, ...] = ()
    hidden: tuple[Drawable, ...] = ()
    scale: frozenset[int] = ALL  # pitch classes that fit
    chords: tuple[tuple[float, float, frozenset[int]], ...] = ()  # from, to, pitch classes: in order
    layer: int = 0
    names: bool = True
    flats: bool = False  # black keys are called by the white ones above them, as in keys with flats

    @property
    def begin(self) -> int:
        """The first tick there is to see."""
        return -self.bar if self.hidden else 0

    @property
    def end(self) -> int:
        """The tick after the last bar."""
        return self.bars * self.bar


class Pen(Protocol):
    """Whoever owns the notes: does what is asked, under one name for undo each. Ids are those of the sheet's notes."""

    def add(self, start: float, length: float, pitch: int) -> int | None:
        """Put a note in; its id, or None where there was no room."""

    def move(self, ids: Collection[int], ticks: float, semitones: int) -> None:
        """Move notes together."""

    def stretch(self, ids: Collection[int], ticks: float, *, from_start: bool) -> None:
        """Lengthen (or below 0 shorten) notes at their end, or at their start."""

    def split(self, ids: Collection[int], tick: float) -> None:
        """Cut notes in two."""

    def join(self, ids: Collection[int]) -> None:
        """Make one of those of a pitch."""

    def delete(self, ids: Collection[int]) -> None:
        """Take notes out."""

    def copy(self, ids: Collection[int]) -> None:
        """Take a copy, for `paste`."""

    def paste(self, at: float) -> Collection[int]:
        """Put in what was copied; the ids it has."""

    def louder(self, ids: Collection[int], by: int) -> None:
        """Strike notes harder, or softer below 0."""

    def hear(self, pitch: int, velocity: int) -> None:
        """Let a note be heard."""

    def seek(self, tick: float) -> None:
        """Play from here."""

    def picked(self) -> None:
        """Something was pressed: from now on keys are for the roll, and what is chosen may have changed."""
