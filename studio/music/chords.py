"""Which chord fits each bar of a piece, found from its notes: from the tune alone where there is nothing else."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Final, NamedTuple

from studio.music.graces import plain
from studio.music.harmony import NAMES, Chord
from studio.music.piece import TICKS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from studio.music.piece import Bar, Key, Note, Piece

# The chords of a key as (semitones above home, kind, how usual), by what every harmony book says of them.
_MAJOR: Final = (
    (0, "", 0.0), (7, "", 0.25), (5, "", 0.35), (2, "m", 0.9), (9, "m", 0.9), (4, "m", 1.7), (7, "7", 0.5), (2, "7", 1.5), (10, "", 1.8),
    (4, "7", 2.0), (9, "7", 1.9), (0, "7", 1.7),
)  # fmt: skip
_MINOR: Final = (
    (0, "m", 0.0), (7, "", 0.5), (7, "7", 0.6), (5, "m", 0.6), (10, "", 0.5), (3, "", 0.8), (8, "", 0.9), (7, "m", 1.2), (5, "", 1.5),
    (2, "dim", 1.9), (0, "", 1.9),
)  # fmt: skip
# Where a chord likes to go, by the steps of its root: home from the fifth best of all, and staying is no news.
_MOVES: Final = {0: 0.0, 5: 0.1, 7: 0.15, 2: 0.45, 10: 0.45, 9: 0.5, 3: 0.7, 4: 0.7, 8: 0.7, 1: 1.0, 11: 1.0, 6: 1.4}
_STRANGE: Final = 1.1  # for a note that is not of the chord, by its share of the bar
_ROOT, _FIFTH_OF_CHORD = 0.15, 0.05
_BASS: Final = 0.7
_FIRST: Final = 1.0  # how much more a note on the first beat tells
_STEP: Final = 0.55  # a passing note tells less
_ENDS: Final = 1.2
_MOVES_WEIGHT: Final = 0.45
_USUAL_WEIGHT: Final = 0.4
_WHOLE_CHORD: Final = 3  # different notes


class _Weighed(NamedTuple):
    """What a bar tells: how much of each pitch class, and its lowest note's class where there is a bass."""

    classes: tuple[float, ...]
    bass: int | None


def by_bar(piece: Piece) -> tuple[Chord | None, ...]:
    """Find one chord for each bar, the one its beginning asks for; None for a pickup and where nothing sounds before."""
    bars, piece = piece.bars(), plain(piece)
    notes = sorted(note for part in piece.parts if part.role != "drums" for note in part.notes)
    deep = _deep(piece)
    weighed = [_weigh(notes, bar.start, bar.end, deep=deep) for bar in bars]
    first = 1 if piece.pickup and len(bars) > 1 else 0
    found = _path(weighed[first:], piece.key)
    return (*([None] * first), *found)


def changes(piece: Piece) -> tuple[tuple[int, int, Chord], ...]:
    """Where the chords of `by_bar` change, as (start, end, chord): in the middle of a bar too, where the chords that are written do.

    Else a key held through the bar would rub against its second half, as in a canon with two chords a bar.
    """
    without = plain(piece)
    out: list[tuple[int, int, Chord]] = []
    for bar, found in zip(without.bars(), by_bar(without), strict=True):
        halves = _halves(without, bar) if bar.n else None
        if halves is not None:
            out += halves
        elif found is not None:
            out.append((bar.start, bar.end, found))
    return tuple(out)


def _halves(piece: Piece, bar: Bar) -> list[tuple[int, int, Chord]] | None:
    """The two chords of a bar whose halves are written with one each, with other roots; None for all other bars."""
    metre, written = piece.metre_at(bar.start), piece.part("chords")
    middle = (bar.start + bar.end) // 2
    if written is None or metre.beats % 2 or bar.end - bar.start != metre.bar_ticks:
        return None
    halves = ((bar.start, middle), (middle, bar.end))
    first, second = (_all_of(piece.key, written.notes, *half) for half in halves)
    if first is None or second is None or first.root == second.root:
        return None
    return [(*halves[0], first), (*halves[1], second)]


def _all_of(key: Key, notes: Sequence[Note], start: int, end: int) -> Chord | None:
    """The chord of the key that holds all notes of a stretch, three of its own at least; None where none does."""
    sounds = {note.pitch % 12 for note in notes if note.start < end and note.end > start}
    fitting = [(len(chord.classes), usual, chord) for chord, usual in _chords(key) if sounds <= chord.classes]
    return min(fitting)[2] if len(sounds) >= _WHOLE_CHORD and fitting else None


def _deep(piece: Piece) -> bool:
    """Whether something lies under the tune."""
    tuneful = [part for part in piece.parts if part.role != "drums" and part.notes]
    return len(tuneful) > 1 or any(
        a.end > b.start for part in tuneful for a, b in zip(part.notes, part.notes[1:], strict=False)
    )


def _weigh(notes: Sequence[Note], start: int, end: int, *, deep: bool) -> _Weighed:
    """Weigh the notes of a bar: by length, more on its first beat, less where a tune only passes."""
    classes = [0.0] * 12
    low: Note | None = None
    inside = [note for note in notes if note.start < end and note.end > start]
    for place, note in enumerate(inside):
        sounds = min(note.end, end) - max(note.start, start)
        weight = min(sounds, 2 * TICKS) / TICKS
        if note.start <= start:
            weight += _FIRST * min(weight, 1.0)
        elif not deep and _passes(inside, place):
            weight *= _STEP
        weight *= 1.0 if note.start < (start + end) / 2 else 0.7
        classes[note.pitch % 12] += weight
        if low is None or (note.start <= start and note.pitch < low.pitch):
            low = note
    return _Weighed(tuple(classes), low.pitch % 12 if deep and low is not None else None)


def _passes(notes: Sequence[Note], place: int) -> bool:
    """Whether a note of a tune is passed through by step."""
    if not 0 < place < len(notes) - 1:
        return False
    before, here, after = (notes[place + n].pitch for n in (-1, 0, 1))
    return 0 < abs(here - before) <= 2 and 0 < abs(after - here) <= 2 and notes[place].length <= TICKS  # noqa: PLR2004 - a step is one or two semitones


@lru_cache(maxsize=32)
def _chords(key: Key) -> tuple[tuple[Chord, float], ...]:
    table = _MINOR if key.mode == "minor" else _MAJOR
    found = [((key.tonic + step) % 12, kind, usual) for step, kind, usual in table]
    return tuple((Chord(root, kind, root), usual) for root, kind, usual in found)


def _path(bars: Sequence[_Weighed], key: Key) -> list[Chord | None]:
    """The row of chords that fits best as a whole: each its bar, and each after the one before."""
    if not bars:
        return []
    table = _chords(key)
    costs = [_cost(bars[0], chord, usual) + (0 if chord.root == key.tonic else 0.3) for chord, usual in table]
    ways: list[list[int]] = []
    for bar in bars[1:]:
        came, now = [], []
        for chord, usual in table:
            moves = [
                cost + _MOVES_WEIGHT * _MOVES[(chord.root - before.root) % 12]
                for cost, (before, _) in zip(costs, table, strict=True)
            ]
            best = min(range(len(moves)), key=moves.__getitem__)
            came.append(best)
            now.append(moves[best] + _cost(bar, chord, usual))
        ways.append(came)
        costs = now
    for n, (chord, _) in enumerate(table):
        costs[n] += 0 if (chord.root, chord.kind) == (table[0][0].root, table[0][0].kind) else _ENDS
    place = min(range(len(costs)), key=costs.__getitem__)
    path = [place]
    for came in reversed(ways):
        place = came[place]
        path.append(place)
    return [table[place][0] for place in reversed(path)]


def _cost(bar: _Weighed, chord: Chord, usual: float) -> float:
    """How badly a chord fits a bar."""
    total = sum(bar.classes) or 1.0
    inside = chord.classes
    strange = sum(weight for one, weight in enumerate(bar.classes) if one not in inside) / total
    root = bar.classes[chord.root] / total
    cost = _STRANGE * 3 * strange - _ROOT * root + _USUAL_WEIGHT * usual
    if bar.bass is not None:
        cost += 0.0 if bar.bass == chord.root else _BASS * 0.5 if bar.bass in inside else _BASS
    return cost


def name(chord: Chord, key: Key) -> str:
    """A chord's symbol, spelt with sharps in keys of sharps."""
    if key.fifths > 0:
        sharps = ("C", "C#", "D", "D#", "E", "F", "F#", "G", "G#", "A", "Bb", "B")
        return sharps[chord.root] + chord.kind
    return NAMES[chord.root] + chord.kind
