"""Parts made to fit people: melody only, rhythm only, five fingers, a friendlier key, a smaller keyboard. All pure."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from typing import TYPE_CHECKING, Final, Literal

from studio.music.piece import Key, Note, Part, Piece

if TYPE_CHECKING:
    from collections.abc import Iterable

Level = Literal["melody", "rhythm", "five-fingers", "full"]
LEVELS: Final[tuple[Level, ...]] = ("rhythm", "five-fingers", "melody", "full")

_OCTAVE: Final = 12
_FIFTH: Final = 7
_MIDDLE_C: Final = 60
_FIVE_FINGERS: Final = 5
_TRIES: Final = range(-6, 6)  # semitones: every key once, the nearest way
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


def melody_only(part: Part) -> Part:
    """Keep one note at a time: the tune on top."""
    return replace(part, notes=skyline(part.notes))


def rhythm_only(part: Part, pitch: int = _MIDDLE_C) -> Part:
    """Put the part's rhythm on one key."""
    return replace(part, notes=tuple(replace(note, pitch=pitch) for note in skyline(part.notes)))


def five_fingers(part: Part, key: Key) -> Part:
    """Bring the tune under five neighbouring keys of the scale, hand still: the place that keeps most notes as they are.

    Notes beyond are moved by octaves, and where that is not enough to the nearest finger.
    """
    tune = skyline(part.notes)
    if not tune:
        return replace(part, notes=())
    home = (key.fifths * _FIFTH) % _OCTAVE  # the major scale with this signature
    scale = [pitch for pitch in range(128) if (pitch - home) % _OCTAVE in _MAJOR_STEPS]
    used = Counter(note.pitch for note in tune)
    hands = [scale[n : n + _FIVE_FINGERS] for n in range(len(scale) - _FIVE_FINGERS + 1)]
    hand = max(hands, key=lambda keys: (sum(used[pitch] for pitch in keys), -abs(keys[0] - min(used))))
    notes = (replace(note, pitch=_under(hand, note.pitch)) for note in tune)
    return replace(part, notes=tuple(notes))


def _under(hand: list[int], pitch: int) -> int:
    inside = fold(pitch, hand[0], hand[-1])
    return min(hand, key=lambda key: abs(key - (pitch if inside is None else inside)))


def level(part: Part, wanted: Level, key: Key = Key()) -> Part:  # noqa: B008 - a frozen value
    """Make a part of this level from a full one."""
    match wanted:
        case "rhythm":
            return rhythm_only(part)
        case "five-fingers":
            return five_fingers(part, key)
        case "melody":
            return melody_only(part)
        case "full":
            return part


def thin(part: Part, most: int = 2) -> Part:
    """Keep at most `most` notes of a chord: the outer ones first, for they carry tune and bass."""
    kept: list[Note] = []
    chords: dict[int, list[Note]] = {}
    for note in part.notes:
        chords.setdefault(note.start, []).append(note)
    for chord in chords.values():
        from_outside = [chord[n // 2] if n % 2 else chord[-1 - n // 2] for n in range(len(chord))]
        kept += from_outside[:most]
    return replace(part, notes=tuple(kept))


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


def easiest_key(piece: Piece, low: int = 0, high: int = 127) -> int:
    """Find the transposition in semitones that needs fewest black keys, then folds fewest notes, then moves least."""
    pitches = [note.pitch for part in piece.parts if part.role != "drums" for note in part.notes]

    def cost(semitones: int) -> tuple[int, int, int]:
        black = sum((pitch + semitones) % _OCTAVE not in _MAJOR_STEPS for pitch in pitches)
        return black, sum(not low <= pitch + semitones <= high for pitch in pitches), abs(semitones)

    return min(_TRIES, key=cost)


def split_hands(part: Part, at: int = _MIDDLE_C) -> tuple[Part, Part]:
    """Split a part at a key: (right hand from `at` up, left hand below)."""
    right = replace(part, notes=tuple(note for note in part.notes if note.pitch >= at), hand="right")
    left = replace(part, notes=tuple(note for note in part.notes if note.pitch < at), hand="left", role="chords")
    return right, left
