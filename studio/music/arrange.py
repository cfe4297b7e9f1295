"""Notes moved to fit: into a keyboard's range, under five fingers, into another key. All pure."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from studio.music.piece import Key, Note, Part, Piece

if TYPE_CHECKING:
    from collections.abc import Iterable

    from studio.music.piece import Hand

_OCTAVE: Final = 12
_FIFTH: Final = 7
_FIVE_FINGERS: Final = 5
_MAJOR_STEPS: Final = (0, 2, 4, 5, 7, 9, 11)


def fold(pitch: int, low: int, high: int) -> int | None:
    """Move a pitch by octaves into `low` .. `high`, as little as can be; None where the range holds no such note."""
    if pitch < low:
        pitch += _OCTAVE * -(-(low - pitch) // _OCTAVE)
    elif pitch > high:
        pitch -= _OCTAVE * -(-(pitch - high) // _OCTAVE)
    return pitch if low <= pitch <= high else None


def fit_range(part: Part, low: int, high: int) -> Part:
    """Fold a part into a keyboard's range: all by the same octaves where that is enough, else note by note."""
    if not part.notes or part.role == "drums":
        return part
    lowest, highest = min(note.pitch for note in part.notes), max(note.pitch for note in part.notes)
    if low <= lowest and highest <= high:
        return part
    shifts = sorted(range(-120, 121, _OCTAVE), key=abs)
    whole = next((shift for shift in shifts if low <= lowest + shift and highest + shift <= high), None)
    if whole is not None:
        return replace(part, notes=tuple(replace(note, pitch=note.pitch + whole) for note in part.notes))
    folded = ((note, fold(note.pitch, low, high)) for note in part.notes)
    return replace(part, notes=tuple(replace(note, pitch=pitch) for note, pitch in folded if pitch is not None))


def skyline(notes: Iterable[Note]) -> tuple[Note, ...]:
    """Find the tune: the highest note at every onset, without the lower notes that begin under one still sounding."""
    tune: list[Note] = []
    for note in sorted(notes, key=lambda note: (note.start, -note.pitch)):
        held = tune[-1] if tune else None
        if held and note.start == held.start:
            continue
        if held and held.end > note.start:
            if note.pitch < held.pitch and note.end <= held.end:
                continue
            tune[-1] = replace(held, length=note.start - held.start)
        tune.append(note)
    return tuple(tune)


def five_fingers(part: Part, key: Key) -> Part:
    """Bring the tune under five neighbouring keys of the scale, hand still: the place that keeps most notes as they are.

    So each key has its finger. Notes beyond are moved by octaves, and where that is not enough to the nearest finger.
    """
    tune = skyline(part.notes)
    if not tune:
        return replace(part, notes=())
    home = (key.fifths * _FIFTH) % _OCTAVE  # the major scale with this signature
    scale = [pitch for pitch in range(128) if (pitch - home) % _OCTAVE in _MAJOR_STEPS]
    used = Counter(note.pitch for note in tune)
    hands = [scale[n : n + _FIVE_FINGERS] for n in range(len(scale) - _FIVE_FINGERS + 1)]
    hand = max(hands, key=lambda keys: (sum(used[pitch] for pitch in keys), -abs(keys[0] - min(used))))
    under = [(note, _under(hand, note.pitch)) for note in tune]
    notes = (replace(note, pitch=pitch, finger=_finger(hand.index(pitch), part.hand)) for note, pitch in under)
    return replace(part, notes=tuple(notes))


def _finger(place: int, hand: Hand) -> int:
    """The finger on the key at a place of a still hand, from below; a hand that nobody names is the right one."""
    return _FIVE_FINGERS - place if hand == "left" else place + 1


def _under(hand: list[int], pitch: int) -> int:
    inside = fold(pitch, hand[0], hand[-1])
    return min(hand, key=lambda key: abs(key - (pitch if inside is None else inside)))


def transposed(piece: Piece, semitones: int) -> Piece:
    """Move every part but drums; the key signature moves with it, to at most six sharps or flats."""
    parts = tuple(part if part.role == "drums" else _moved(part, semitones) for part in piece.parts)
    fifths = (piece.key.fifths + semitones * _FIFTH + 5) % _OCTAVE - 5
    return replace(
        piece, parts=parts, key=Key(piece.key.fifths if semitones % _OCTAVE == 0 else fifths, piece.key.mode)
    )


def _moved(part: Part, semitones: int) -> Part:
    moved = ((note, fold(note.pitch + semitones, 0, 127)) for note in part.notes)
    return replace(part, notes=tuple(replace(note, pitch=pitch) for note, pitch in moved if pitch is not None))


def in_other_key(piece: Piece, semitones: int) -> Piece:
    """Move a piece for somebody to play it there: its fingers, unless it moves by octaves, were thought out for other keys."""
    moved = transposed(piece, semitones)
    if semitones % _OCTAVE == 0:
        return moved
    parts = (replace(part, notes=tuple(replace(note, finger=0) for note in part.notes)) for part in moved.parts)
    return replace(moved, parts=tuple(parts))
