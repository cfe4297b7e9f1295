"""How a groove is set now: its key, chords, tempo and variation; each change gives the music that goes on from the next bar."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from studio.music import grooves
from studio.music.chordrows import OWN, row_named
from studio.music.harmony import NAMES
from studio.music.score import to_score
from studio.music.shorthand import ShorthandError

if TYPE_CHECKING:
    from instruments.events import Score
    from studio.music.grooves import Groove
    from studio.music.piece import Piece

SLOWEST, FASTEST = 40.0, 220.0
"""Quarters a minute at which a groove may be played at all; it is at its best from its own slowest to its own fastest."""
BOTH: Final = ""
"""The variation that takes all of them in turn."""


@dataclass(frozen=True, slots=True)
class GrooveNow:
    """What a groove is set to; every `with_` gives another one that can take over at any barline.

    `home` is a pitch class, `row` the name of a row of chords or OWN, `bpm` quarters a minute, `variation` a pattern's name or BOTH.
    """

    groove: Groove
    home: int
    row: str
    bpm: float
    variation: str = BOTH

    @property
    def variations(self) -> tuple[str, ...]:
        """The names of its patterns."""
        return tuple(pattern.name for pattern in self.groove.loop)

    @property
    def here(self) -> Groove:
        """The groove in this key, with this variation alone where one is chosen."""
        moved = grooves.in_key(self.groove, NAMES[self.home])
        chosen = tuple(pattern for pattern in moved.loop if pattern.name == self.variation)
        return replace(moved, loop=chosen) if chosen else moved

    @property
    def chords(self) -> tuple[str, ...]:
        """The bars of its row, in this key."""
        return row_named(self.here, self.row)

    def with_home(self, home: int) -> GrooveNow:
        """Go to another home note: 0 is C; the row of chords comes along."""
        return replace(self, home=home % 12)

    def with_row(self, name: str) -> GrooveNow:
        """Take another row of chords, by its name."""
        return replace(self, row=name)

    def with_bpm(self, bpm: float) -> GrooveNow:
        """Take another tempo, as far as there is one."""
        return replace(self, bpm=min(FASTEST, max(SLOWEST, bpm)))

    def with_variation(self, name: str) -> GrooveNow:
        """Take one of its patterns alone, or BOTH in turn; ShorthandError where it has none of this name."""
        if name not in {BOTH, *self.variations}:
            raise ShorthandError(f"“{name}” is no variation of {self.groove.title}.")
        return replace(self, variation=name)

    def with_groove(self, other: Groove) -> GrooveNow:
        """Go over to another groove: in the same key and row, at its own tempo where this one is too slow or fast for it."""
        fits = other.slowest <= self.bpm <= other.fastest
        return GrooveNow(other, self.home, self.row, self.bpm if fits else other.bpm)

    def piece(self, *, ending: bool = False) -> Piece:
        """Write out one loop of it, with its ending where that is asked for."""
        used = self.here
        return grooves.groove_piece(used, chords=row_named(used, self.row), bpm=self.bpm, ending=ending)

    def score(self) -> Score:
        """What the engine plays round and round; given to it with `next_bar`, it goes on from the bar that comes."""
        piece = self.piece()
        return to_score(piece, bars=(1, len(piece.bars())))

    def fitting(self, low: int = 21, high: int = 108) -> frozenset[int]:
        """Name the keys that fit whatever its chord: those to light."""
        return grooves.fitting(self.here, low, high)


def as_written(groove: Groove) -> GrooveNow:
    """Set a groove as it came."""
    return GrooveNow(groove, groove.key.tonic, OWN, groove.bpm)
