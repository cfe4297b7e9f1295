"""One line of a piece for one player, from one key to all of it, laid on the keys they have. All pure."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import combinations, pairwise
from typing import TYPE_CHECKING, Final, Literal

from studio.ensemble.count_in import felt_ticks
from studio.ensemble.simpler import on_places, places
from studio.music import chords
from studio.music.arrange import fit_range, five_fingers, fold
from studio.music.graces import plain
from studio.music.harmony import voiced
from studio.music.levels import played, tune_of
from studio.music.piece import TICKS, Note, Part

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Sequence

    from studio.music.harmony import Chord
    from studio.music.piece import Piece

Kind = Literal[
    "one-key", "rhythm", "five-fingers", "chord-keys", "bass", "melody", "full", "words", "recordist"
]  # fmt: skip
KINDS: Final[tuple[Kind, ...]] = (
    "one-key", "rhythm", "five-fingers", "chord-keys", "bass", "melody", "full", "words", "recordist",
)  # fmt: skip
WITHOUT_KEYS: Final[frozenset[Kind]] = frozenset({"words", "recordist"})
EASIER: Final[dict[Kind, Kind]] = {
    "full": "melody", "melody": "five-fingers", "five-fingers": "rhythm", "rhythm": "one-key", "bass": "one-key",
    "chord-keys": "one-key",
}  # fmt: skip
"""What somebody plays whose keys have no room for more; one key is always there."""

Keys = tuple[int, int]  # the lowest and the highest
_HALF_BAR_FROM: Final = 4 * TICKS
_CHORDS_AROUND: Final = 55
_ALONG: Final = 68  # how hard what the engine plays along is struck
_LOW_FROM: Final = 36


@dataclass(frozen=True, slots=True)
class Material:
    """What lines are made of: the piece without its graces, its tune, and its chords as `chords.changes` has them."""

    piece: Piece
    tune: tuple[Note, ...]
    changes: tuple[tuple[int, int, Chord], ...]

    def chord_at(self, tick: int) -> Chord | None:
        """The chord that sounds at a tick; None in a pickup."""
        return next((chord for start, end, chord in self.changes if start <= tick < end), None)


@lru_cache(maxsize=8)
def material(piece: Piece) -> Material:
    """Read a piece once for all the lines that are made of it: a few milliseconds for a song."""
    without = plain(piece)
    return Material(without, tune_of(without), chords.changes(without))


def line(piece: Piece, kind: Kind, keys: Keys) -> Part | None:
    """Make the line of one kind on the keys from the first to the last; None where they have no room for it, or it has no keys.

    "one-key" and "rhythm" always sound with the chord of their bar or half bar and rest where no key does; "chord-keys" is one key a chord,
    of the chord that sounds along (`chords_along`). These three begin on beats, "five-fingers" halfway between them too; bass,
    melody and all of it keep the rhythm that is written. No pitch lies outside the keys, and what moves moves by octaves.
    """
    of, (low, high) = material(piece), keys
    notes: Iterable[Note] | None
    match kind:
        case "one-key":
            notes = _one_key(of, low, high)
        case "rhythm":
            notes = _rhythm(of, low, high)
        case "five-fingers":
            notes = _whole(_five_fingers(of), low, high)
        case "chord-keys":
            notes = _roots(of, low, high, halves=False)
        case "bass":
            notes = _bass(of, low, high)
        case "melody":
            notes = _fitted(of.tune, low, high)
        case "full":
            notes = _fitted([note for part in all_of_it(of.piece) for note in part.notes], low, high)
        case _:
            notes = None
    made = Part("", "bass" if kind == "bass" else "melody", sound_of(piece, kind), tuple(notes or ()))
    return made if made.notes else None


def chords_along(piece: Piece) -> Part:
    """The chords of a piece that has none written, laid under a hand: what one key calls up."""
    notes: list[Note] = []
    before: tuple[int, ...] = ()
    for start, end, chord in material(piece).changes:
        before = voiced(chord, _CHORDS_AROUND, before, most=3)
        notes += [Note(start, end - start, pitch, _ALONG) for pitch in before]
    return Part("", "chords", "piano", tuple(notes))


def all_of_it(piece: Piece) -> tuple[Part, ...]:
    """The parts that one player with two hands plays: both hands, else the melody, else the first that is played on keys."""
    hands = tuple(part for part in piece.parts if part.hand and part.notes)
    tune = tuple(part for part in played(piece) if part.role == "melody")
    return hands or tune[:1] or played(piece)[:1]


def sound_of(piece: Piece, kind: Kind) -> str:
    """What a line sounds like where the engine plays it: as in the piece."""
    role = "bass" if kind == "bass" else "melody"
    return next((part.sound for part in piece.parts if part.role == role), "bass" if role == "bass" else "piano")


# -- few keys ------------------------------------------------------------------------------------------------------------


def _one_key(of: Material, low: int, high: int) -> list[Note]:
    """One key once a chord, the one that sounds with most of them, where it does; where none ever does, the nearest to home."""
    best = _fitting(of, low, high, 1)
    key = _key(best[0], low, high)
    bars = [(bar.start, bar.end) for bar in of.piece.bars() if bar.n]
    inside = [(start, end) for start, end, chord in of.changes if best[0] in chord.classes]
    return [Note(start, end - start, key) for start, end in inside or bars]


def _rhythm(of: Material, low: int, high: int) -> list[Note]:
    """The tune's rhythm on the beats that are felt, on two keys at most, each where it sounds with its bar."""
    best = _fitting(of, low, high, 2)
    notes, struck = [], on_places(of.piece, of.tune)
    for note in struck:
        chord = of.chord_at(note.start)
        fits = best[:1] if chord is None else [one for one in best if one in chord.classes]
        notes += [replace(note, pitch=_key(one, low, high), finger=0) for one in fits[:1]]
    return notes or [replace(note, pitch=_key(best[0], low, high), finger=0) for note in struck]


def _fitting(of: Material, low: int, high: int, most: int) -> list[int]:
    """The pitch classes, of those that the keys have, with which most bars sound; home and its fifth before others."""
    home = of.piece.key.tonic
    there = sorted({key % 12 for key in range(low, high + 1)}, key=lambda one: ((one - home) % 12 not in (0, 7), one))
    rows = combinations(there, min(most, len(there)))
    best = max(rows, key=lambda row: sum(any(one in chord.classes for one in row) for *_, chord in of.changes))
    alone = {one: sum(one in chord.classes for *_, chord in of.changes) for one in best}
    return sorted(best, key=lambda one: -alone[one])


def _key(pitch_class: int, low: int, high: int) -> int:
    """The key of a pitch class that lies most in the middle; there is one."""
    return min(
        (key for key in range(low, high + 1) if key % 12 == pitch_class), key=lambda key: abs(2 * key - low - high)
    )


# -- the tune ------------------------------------------------------------------------------------------------------------


def _five_fingers(of: Material) -> list[Note]:
    """The tune under a still hand, on beats and halfway; a note on a beat that had to become another takes the nearest of its chord."""
    tune, beats = on_places(of.piece, of.tune, between=True), set(places(of.piece))
    hand = five_fingers(Part("", notes=tune), of.piece.key).notes
    under = {note.pitch: note.finger for note in hand}
    fitted = []
    for note, was in zip(hand, tune, strict=True):
        chord = of.chord_at(note.start)
        if note.pitch % 12 != was.pitch % 12 and chord is not None and note.start in beats:
            inside = [pitch for pitch in under if pitch % 12 in chord.classes]
            nearest = min(inside or [note.pitch], key=lambda pitch: (abs(pitch - note.pitch), pitch))
            fitted.append(replace(note, pitch=nearest, finger=under[nearest]))
        else:
            fitted.append(note)
    return fitted


def _whole(notes: Sequence[Note], low: int, high: int) -> Sequence[Note] | None:
    """All notes moved by the same octaves; None where they do not lie in the keys so."""
    moved = fit_range(Part("", notes=tuple(notes)), low, high).notes
    shifts = {a.pitch - b.pitch for a, b in zip(moved, notes, strict=False)}
    return moved if len(moved) == len(notes) and len(shifts) == 1 else None


def _fitted(notes: Collection[Note], low: int, high: int) -> Sequence[Note] | None:
    """Notes in the keys, by the same octaves where that can be; None where a note has no key at all."""
    if any(fold(note.pitch, low, high) is None for note in notes):
        return None
    return fit_range(Part("", notes=tuple(notes)), low, high).notes


# -- what lies below ----------------------------------------------------------------------------------------------------


def _bass(of: Material, low: int, high: int) -> Sequence[Note] | None:
    """The bass that is written; where none is, the root of each chord, twice in a long bar."""
    written = of.piece.part("bass")
    if written is not None and written.notes:
        return _fitted(written.notes, low, high)
    return _roots(of, low, high, halves=True)


def _roots(of: Material, low: int, high: int, *, halves: bool) -> list[Note]:
    """A key of each chord, its root where the keys have it, low among them."""
    notes = []
    for start, end, chord in of.changes:
        there = [one for one in (chord.root, (chord.root + 7) % 12, *chord.classes) if one in chord.classes]
        keys = (key for one in there for key in range(max(low, min(_LOW_FROM, high - 11)), high + 1) if key % 12 == one)
        key = next(keys, None)
        if key is None:
            continue
        beat = felt_ticks(of.piece.metre_at(start))
        beats = (end - start) // beat
        half = start + (beats + 1) // 2 * beat  # a whole beat: of an odd number the second half has one less
        struck = (start, half, end) if halves and end - start >= _HALF_BAR_FROM and half < end else (start, end)
        notes += [Note(at, until - at, key, _ALONG) for at, until in pairwise(struck)]
    return notes
