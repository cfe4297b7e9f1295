"""Which finger plays which note: as the piece says, and where a part lies under five fingers, by where the hand lies. Pure."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Sequence

    from studio.music.piece import Key, Note, Part

_MAJOR: Final = frozenset({0, 2, 4, 5, 7, 9, 11})
_FIVE: Final = 5
_LOW: Final = 57  # a part without a hand whose notes lie below this on average is the left hand's


def fingers(part: Part, key: Key) -> tuple[int, ...]:
    """Return the finger of each note of a part, 1 the thumb to 5; 0 where nobody can say.

    What the piece says goes before all. A part that says nothing at all and never leaves five neighbouring keys of its scale
    is played without moving the hand: a finger a key.
    """
    if any(note.finger for note in part.notes):
        return tuple(note.finger for note in part.notes)
    hand = _hand([note.pitch for note in part.notes], key)
    if hand is None:
        return (0,) * len(part.notes)
    left = part.hand == "left" or (not part.hand and _is_low(part.notes))
    return tuple(_FIVE - hand.index(note.pitch) if left else hand.index(note.pitch) + 1 for note in part.notes)


def _hand(pitches: Sequence[int], key: Key) -> list[int] | None:
    """Find the five neighbouring keys of the scale that a part lies on, from the lowest it plays; None where it has more."""
    used = set(pitches)
    if not used:
        return None
    home = (key.fifths * 7) % 12  # the major scale with this signature
    scale = [pitch for pitch in range(min(used), min(used) + 12) if (pitch - home) % 12 in _MAJOR][:_FIVE]
    return scale if used <= set(scale) else None


def _is_low(notes: Sequence[Note]) -> bool:
    return sum(note.pitch for note in notes) < _LOW * len(notes)
