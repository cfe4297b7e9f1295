"""Which hand plays which note, where a file does not say; and the ways a person changes that: swap, and a line to drag."""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import groupby, pairwise
from typing import TYPE_CHECKING, Final, NamedTuple

from studio.music.piece import TICKS, Note, Part, Piece

if TYPE_CHECKING:
    from collections.abc import Sequence

_BEAM: Final = 5
_REACH: Final = 12  # semitones a hand spans without trouble
_FAR: Final = 15  # and what almost none does
_HOMES: Final = (54.0, 75.0)  # where hands lie before they have played: left, right
_LOW_FOR_RIGHT, _HIGH_FOR_LEFT = 62, 66
_FINGERS: Final = 5
_MIDDLE_C: Final = 60
_BELOW: Final = 5  # semitones below it that still stand well on the upper stave
_FEWEST, _MOST = 8, 8000  # notes of a piece that is shared out without being asked; the most take four seconds
_WIDE: Final = 19  # semitones: an octave and a fifth, more than one hand plays all the time
_KEYBOARDS: Final = frozenset({"piano", "electric-piano", "organ", "harpsichord"})


# How awkward things are, found by trying on twelve pieces whose hands are known; only their ratios count.
_MOVE: Final = 0.045  # a semitone of moving, less the longer the hand has rested
_RESTED: Final = 1.4
_HOME: Final = 0.03  # a semitone away from where the hand lies, less while it is busy
_HOME_BUSY: Final = 0.105
_STRETCH, _TOO_FAR = 0.5, 1.3  # a semitone beyond an octave, and beyond what hands reach
_MANY: Final = 1.0  # a note more than there are fingers
_SIDE: Final = 0.06  # a semitone on the other hand's side of the keyboard
_CROSS: Final = 0.9  # a semitone over the other hand's place
_ALONE: Final = 0.05  # a semitone's width of a chord that one hand takes alone
_HOLDS: Final = 0.2  # striking while a note is held
_FOLLOWS: Final = 0.05  # stopping where it could go on
_UNLIKE: Final = 0.64  # notes of different lengths at once


class _Hand(NamedTuple):
    """Where a hand is: the middle of what it played last, when, up to when, and what it still holds as (pitch, end)."""

    middle: float
    since: int
    until: int = 0
    held: tuple[tuple[int, int], ...] = ()


@dataclass(frozen=True, slots=True)
class _Way:
    """One way of sharing out the notes so far, and how awkward it is."""

    cost: float
    left: _Hand
    right: _Hand
    cut: int = 0  # of the last chord, how many notes went to the left
    before: _Way | None = None


def find(notes: Sequence[Note]) -> tuple[bool, ...]:
    """Say for each note, in order of start and pitch, whether the right hand plays it: the least awkward way of sharing out.

    A hand spans an octave, moves as little as it can, goes on where it stopped, and seldom crosses the other.
    """
    chords = [list(chord) for _, chord in groupby(notes, key=lambda note: note.start)]
    ways = [_Way(0.0, _Hand(_HOMES[0], -4 * TICKS), _Hand(_HOMES[1], -4 * TICKS))]
    for chord in chords:
        ways = _best([way for before in ways for way in _shared(before, chord)])
    cuts: list[int] = []
    way: _Way | None = ways[0]
    while way is not None and way.before is not None:
        cuts.append(way.cut)
        way = way.before
    return tuple(place >= cut for chord, cut in zip(chords, reversed(cuts), strict=True) for place in range(len(chord)))


def needs_two(pitches: Sequence[int]) -> bool:
    """Whether these go on two staves: wider than one hand plays all the time, and on both sides of middle C."""
    return (
        bool(pitches)
        and max(pitches) - min(pitches) > _WIDE
        and min(pitches) < _MIDDLE_C - _BELOW
        and max(pitches) > _MIDDLE_C
    )


def _best(ways: list[_Way]) -> list[_Way]:
    """Keep the least awkward ways that leave the hands in different places."""
    kept: dict[tuple[float, float, int, int], _Way] = {}
    for way in sorted(ways, key=lambda way: way.cost):
        kept.setdefault((way.left.middle, way.right.middle, way.left.until, way.right.until), way)
        if len(kept) == _BEAM:
            break
    return list(kept.values())


def _shared(before: _Way, chord: list[Note]) -> list[_Way]:
    """Every cut of a chord, lowest note first, between the hands."""
    tick = chord[0].start
    left, right = _at(before.left, tick), _at(before.right, tick)
    alone = _ALONE * (chord[-1].pitch - chord[0].pitch)
    found = []
    for cut in range(len(chord) + 1):
        low, high = chord[:cut], chord[cut:]
        cost = _takes(left, low, tick, 0) + _takes(right, high, tick, 1) + _crossing(left, right, low, high)
        cost += 0.0 if low and high else alone
        found.append(_Way(before.cost + cost, _after(left, low), _after(right, high), cut, before))
    return found


def _at(hand: _Hand, tick: int) -> _Hand:
    """The hand at `tick`, with what it still holds then."""
    held = tuple(one for one in hand.held if one[1] > tick)
    return hand if held == hand.held else hand._replace(held=held)


def _after(hand: _Hand, notes: list[Note]) -> _Hand:
    if not notes:
        return hand
    middle = (notes[0].pitch + notes[-1].pitch) / 2
    held = (*hand.held, *((note.pitch, note.end) for note in notes))
    return _Hand(middle, notes[0].start, max(end for _, end in held), held)


def _takes(hand: _Hand, notes: list[Note], tick: int, which: int) -> float:
    """How awkward it is for a hand (0 left, 1 right) to take these notes now."""
    if not notes:
        return _FOLLOWS if hand.until == tick else 0.0  # it stops where it could go on
    low, high = notes[0].pitch, notes[-1].pitch
    middle = (low + high) / 2
    rested = min((tick - hand.since) / (4 * TICKS), 1.0)
    cost = _MOVE * abs(middle - hand.middle) * max(0.0, 1 - _RESTED * rested)
    cost += _HOME * abs(middle - _HOMES[which]) * (_HOME_BUSY + (1 - _HOME_BUSY) * rested)
    span = max([high, *(pitch for pitch, _ in hand.held)]) - min([low, *(pitch for pitch, _ in hand.held)])
    cost += _STRETCH * max(0, span - _REACH) + _TOO_FAR * max(0, span - _FAR)
    cost += _MANY * max(0, len(notes) + len(hand.held) - _FINGERS) + _HOLDS * bool(hand.held)
    cost += _UNLIKE * (len({note.length for note in notes}) - 1)
    wrong = (_LOW_FOR_RIGHT - note.pitch if which else note.pitch - _HIGH_FOR_LEFT for note in notes)
    return cost + _SIDE * sum(max(0, far) for far in wrong)


def _crossing(left: _Hand, right: _Hand, low: list[Note], high: list[Note]) -> float:
    """How far a hand reaches over the other one's place."""
    top = max([*(note.pitch for note in low), *(pitch for pitch, _ in left.held)], default=None)
    bottom = min([*(note.pitch for note in high), *(pitch for pitch, _ in right.held)], default=None)
    if top is None or bottom is None:
        return 0.0
    return _CROSS * max(0, top - bottom + 1)


# ---------------------------------------------------------------- pieces


def shared_out(piece: Piece) -> Piece:
    """Give a piece two hands where it is for one keyboard, says nothing of hands, and is too wide for one."""
    parts = [part for part in piece.parts if part.role != "drums" and part.notes]
    if (
        len(parts) != 1
        or parts[0].hand
        or parts[0].sound not in _KEYBOARDS
        or not _FEWEST <= len(parts[0].notes) <= _MOST
    ):
        return piece
    pitches = [note.pitch for note in parts[0].notes]
    overlap = any(note.end > after.start for note, after in pairwise(parts[0].notes))
    return two_hands(piece) if overlap and max(pitches) - min(pitches) >= _WIDE else piece


def two_hands(piece: Piece) -> Piece:
    """Share a piece out between two hands: as it says, else its tune's part and the one under it, else one part in two."""
    if piece.two_handed:
        return piece
    places = [n for n, part in enumerate(piece.parts) if part.role != "drums" and part.notes]
    if not places:
        return piece
    first = next((n for n in places if piece.parts[n].role == "melody"), places[0])
    under = [n for role in ("chords", "other", "bass") for n in places if n != first and piece.parts[n].role == role]
    if under and not _wide(piece.parts[first]):
        hands = {
            first: replace(piece.parts[first], hand="right"),
            under[0]: replace(piece.parts[under[0]], hand="left"),
        }
        return replace(piece, parts=tuple(hands.get(n, part) for n, part in enumerate(piece.parts)))
    part = piece.parts[first]
    right = find(part.notes)
    if not any(right) and part.role != "bass":
        right = (True,) * len(right)  # what one hand plays alone is the right one's, however low it lies
    return _of_two(piece, first, _dealt(part, right))


def _wide(part: Part) -> bool:
    pitches = [note.pitch for note in part.notes]
    return max(pitches) - min(pitches) > 2 * _WIDE


def _dealt(part: Part, right: Sequence[bool]) -> tuple[Part, Part]:
    """Part the notes of a part by whether the right hand plays them; a grace note stays with the note it leads to."""
    right = _graces_along(part.notes, right)
    high = tuple(note for note, is_right in zip(part.notes, right, strict=True) if is_right)
    low = tuple(note for note, is_right in zip(part.notes, right, strict=True) if not is_right)
    return replace(part, role="melody", notes=high, hand="right"), replace(part, role="chords", notes=low, hand="left")


def _graces_along(notes: Sequence[Note], right: Sequence[bool]) -> Sequence[bool]:
    if not any(note.grace for note in notes):
        return right
    found = list(right)
    begins: dict[int, list[int]] = {}  # where notes begin -> their places
    for place in range(len(notes) - 1, -1, -1):
        note = notes[place]
        if note.grace and note.end in begins:
            nearest = min(begins[note.end], key=lambda other: abs(notes[other].pitch - note.pitch))
            found[place] = found[nearest]
        begins.setdefault(note.start, []).append(place)
    return found


def _of_two(piece: Piece, place: int, pair: tuple[Part, Part]) -> Piece:
    return replace(piece, parts=(*piece.parts[:place], *pair, *piece.parts[place + 1 :]))


def swapped(piece: Piece) -> Piece:
    """What was the left hand's is the right's, and the other way round: right first, and the tune."""
    left = tuple(replace(part, hand="right", role="melody") for part in piece.parts if part.hand == "left")
    right = tuple(replace(part, hand="left", role="chords") for part in piece.parts if part.hand == "right")
    return replace(piece, parts=(*left, *right, *(part for part in piece.parts if not part.hand)))


def by_line(piece: Piece, line: int) -> Piece:
    """Share the notes of both hands out anew: from key `line` up to the right hand, the others to the left."""
    shared = two_hands(piece)
    both = [part for part in shared.parts if part.hand]
    if not both:
        return piece
    notes = tuple(note for part in both for note in part.notes)
    whole = replace(next((part for part in both if part.hand == "right"), both[0]), notes=notes)
    pair = _dealt(whole, [note.pitch >= line for note in whole.notes])
    return replace(shared, parts=(*pair, *(part for part in shared.parts if not part.hand)))


def line_of(piece: Piece) -> int:
    """The key at which a line parts the hands best: fewest notes lie on the wrong side."""
    notes = [(note.pitch, part.hand == "right") for part in piece.parts if part.hand for note in part.notes]

    def wrong(line: int) -> tuple[int, int]:
        return sum((pitch >= line) != right for pitch, right in notes), abs(line - _MIDDLE_C)

    return min(range(21, 109), key=wrong)
