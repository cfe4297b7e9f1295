"""Makes what was played readable: the grid it was played on, its key, its spelling, its hands. Nothing here changes a take."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise
from typing import TYPE_CHECKING, Final, NamedTuple

from studio.music.grid import place
from studio.music.onsets import Struck, gathered
from studio.music.piece import TICKS, Key, Mode, Note
from studio.music.usual import TWELFTHS

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from studio.music.onsets import Gathered
    from studio.music.piece import Metre, Piece
    from studio.music.usual import GridName

# How often each kind of key sounds its notes, from the tonic up: Bellman 2005 after Budge 1943, as in Temperley's comparisons.
_PROFILES: Final[dict[Mode, tuple[float, ...]]] = {
    "major": (16.80, 0.86, 12.95, 1.41, 13.49, 11.93, 1.25, 20.28, 1.80, 8.04, 0.62, 10.57),
    "minor": (18.16, 0.69, 12.99, 13.34, 1.07, 11.15, 1.38, 21.07, 7.49, 1.53, 0.92, 10.21),
}
_FEWEST: Final = 2  # different notes
_MINOR_HANDICAP: Final = 0.05
_FOREIGN: Final = 2.0
# What lies outside a scale, from the tonic up: of the two sevenths of minor neither is quite its own.
_OUTSIDE: Final[dict[Mode, tuple[float, ...]]] = {
    "major": (0, 1, 0, 1, 0, 0, 1, 0, 1, 0, 1, 0),
    "minor": (0, 1, 0, 0, 1, 0, 1, 0, 0, 1, 0.3, 0.3),
}
# How surely a key begins on its tonic, its fifth, its third.
_BEGINS: Final[dict[Mode, dict[int, float]]] = {
    "major": {0: 0.12, 7: 0.072, 4: 0.036},
    "minor": {0: 0.12, 7: 0.072, 3: 0.036},
}
_LONGEST_COUNTED: Final = 2 * TICKS

_HELD_SHARE: Final = 0.5
_SHORTEST_REST: Final = TICKS // 2
_STEPS: Final = "FCGDAEB"  # up the line of fifths


class Spelling(NamedTuple):
    """A written note: its letter, sharps above or flats below 0, and octave (middle C is C4)."""

    step: str
    alter: int
    octave: int


# ---------------------------------------------------------------- key and spelling


def find_key(notes: Sequence[Note]) -> Key:
    """Suggest the key of some bars, notes in order; C major for none, and for one note however often: it says nothing of a key.

    How alike the notes are to a key's usual ones, less what lies outside its scale, and a little for a first note that is of its
    home chord: a phrase begins at home more surely than eight bars of it end there. A long note counts more than a short one,
    but not by as much as it is longer.
    """
    weights = [0.0] * 12
    for note in notes:
        weights[note.pitch % 12] += min(note.length, _LONGEST_COUNTED) ** 0.5
    if sum(weight > 0 for weight in weights) < _FEWEST:
        return Key()
    first = notes[0].pitch
    _, tonic, mode = max(
        (_alike(weights, _turned(profile, tonic)) + _at_home(weights, first, tonic, mode), -tonic, mode)
        for mode, profile in _PROFILES.items()
        for tonic in range(12)
    )
    return _signature(-tonic, mode)


def _at_home(weights: Sequence[float], first: int, tonic: int, mode: Mode) -> float:
    """What speaks for a key beside how usual its notes are."""
    outside = sum(weight * _turned(_OUTSIDE[mode], tonic)[pitch] for pitch, weight in enumerate(weights)) / sum(weights)
    begins = _BEGINS[mode].get((first - tonic) % 12, 0.0)
    return begins - _FOREIGN * outside - _MINOR_HANDICAP * (mode == "minor")


def _turned(profile: Sequence[float], tonic: int) -> list[float]:
    return [profile[(pitch - tonic) % 12] for pitch in range(12)]


def _alike(left: Sequence[float], right: Sequence[float]) -> float:
    """Pearson's correlation of two lists of twelve; 0 where one is flat."""
    a, b = ([value - sum(values) / len(values) for value in values] for values in (left, right))
    size = (sum(x * x for x in a) * sum(y * y for y in b)) ** 0.5
    return sum(x * y for x, y in zip(a, b, strict=True)) / size if size else 0.0


def _signature(tonic: int, mode: Mode) -> Key:
    """Write a tonic's key with as few sharps or flats as can be; six flats rather than six sharps."""
    fifths = tonic * 7 - (3 if mode == "minor" else 0)
    return Key((fifths + 6) % 12 - 6, mode)


def spell(pitch: int, key: Key, following: Collection[int] = ()) -> Spelling:
    """Spell a pitch for a key: its own notes as they are, others by where they go, up from a sharp or down from a flat.

    `following` are the pitches that come next. Where they do not say, the sharps and flats usual beside the key's own.
    """
    lowest = key.fifths - 3  # twelve fifths, from the flat third to the sharp fifth of the major scale
    fifth = lowest + (pitch * 7 - lowest) % 12
    if fifth > key.fifths + 6 and pitch - 1 in following and pitch + 1 not in following:  # the sharp fourth stays one
        fifth -= 12
    elif fifth < key.fifths - 1 and pitch + 1 in following:
        fifth += 12
    alter = (fifth + 1) // 7
    return Spelling(_STEPS[(fifth + 1) % 7], alter, (pitch - alter) // 12 - 1)


# ---------------------------------------------------------------- time


def quantised(
    notes: Sequence[Note], bpm: float, metre: Metre, *, grid: GridName | None = None, strength: float = 1.0
) -> tuple[Note, ...]:
    """Move notes, in order of start, towards the grid they were played on: one note out for each in. Tick 0 is a barline.

    `strength` 0 leaves them where they are, 1 puts them on the grid. Chords move as one and nothing else becomes one; lengths
    are those of `written_lengths`.
    """
    if not notes or strength <= 0:
        return tuple(notes)
    quarter = 60 / bpm
    struck = [Struck(n.start / TICKS * quarter, n.length / TICKS * quarter, n.pitch, n.velocity) for n in notes]
    played = gathered(struck)
    placed = place(played, quarter, (metre.beats, metre.unit), grid=grid)
    starts = spread_out(played, [max(0, each * TICKS // TWELFTHS) for each in placed.twelfths])
    lengths = written_lengths(notes, starts)
    tidy = [replace(n, start=start, length=length) for n, start, length in zip(notes, starts, lengths, strict=True)]
    return tuple(_between(*pair, strength) for pair in zip(notes, tidy, strict=True))


def spread_out(played: Gathered, places: Sequence[int]) -> list[int]:
    """Give each note the place of its onset."""
    found = {n: at for onset, at in zip(played.onsets, places, strict=True) for n in onset.notes}
    return [found[n] for n in range(len(found))]


def written_lengths(notes: Sequence[Note], starts: Sequence[int]) -> list[int]:
    """Choose how long each note is on the page: to the next onset where most of the way was held, else whole eighths.

    No rest under an eighth is left. Notes are in order of start; `starts` are their ticks on the page.
    """
    order = sorted(set(starts))
    first = {at: notes[starts.index(at)].start for at in order}
    after = dict(zip(order, [*order[1:], round(_next_onset(order))], strict=True))
    played = dict(zip(order, [*(first[at] for at in order[1:]), _next_onset(sorted(first.values()))], strict=True))
    return [_written_length(n, at, after[at], played[at]) for n, at in zip(notes, starts, strict=True)]


def _next_onset(onsets: Sequence[float]) -> float:
    """Suppose when another onset would have followed the last: after the usual step, a quarter where there is none."""
    steps = sorted(after - before for before, after in pairwise(onsets))
    return onsets[-1] + (steps[len(steps) // 2] if steps else TICKS)


def _written_length(note: Note, start: int, limit: float, played_limit: float) -> int:
    """Choose a note's length on the page: to the next onset where it was held for most of the way, else whole eighths."""
    way, room = played_limit - note.start, round(limit) - start
    if note.length > way + _SHORTEST_REST:
        return max(room, _eighths(note.length))
    if note.length >= _HELD_SHARE * way or room <= _SHORTEST_REST:
        return max(room, 1)
    return max(_SHORTEST_REST, min(_eighths(note.length), room))


def _eighths(length: int) -> int:
    return max(1, round(length / _SHORTEST_REST)) * _SHORTEST_REST


def _between(played: Note, tidy: Note, strength: float) -> Note:
    start = round(played.start + strength * (tidy.start - played.start))
    return replace(
        played, start=max(0, start), length=max(1, round(played.length + strength * (tidy.length - played.length)))
    )


def tidied(piece: Piece, *, grid: GridName | None = None, strength: float = 1.0) -> Piece:
    """Tidy the timing of every part of a piece; the piece as it was played stays what it is."""
    bpm, metre = piece.tempo_at(0).bpm, piece.metre_at(piece.pickup)
    parts = tuple(
        replace(part, notes=quantised(part.notes, bpm, metre, grid=grid, strength=strength)) for part in piece.parts
    )
    return replace(piece, parts=parts)
