"""A piece in a part that fits: from one key to all notes, in an easy key; the rest of the piece plays along. All pure.

A level is what is written for the pupil. How their keys count for it, its own or any key, is the help they choose in Play.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import groupby, pairwise
from typing import TYPE_CHECKING, Final, Literal

from studio.music import chords, hands
from studio.music.arrange import five_fingers, in_other_key
from studio.music.graces import plain
from studio.music.harmony import voiced
from studio.music.piece import TICKS, Hand, Note, Part, Piece

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from studio.music.harmony import Chord

Level = Literal[
    "rhythm", "one-key", "five-fingers", "chord-keys", "melody", "right", "left", "two-hands-easy", "full"
]  # fmt: skip
LEVELS: Final[tuple[Level, ...]] = (
    "one-key", "rhythm", "five-fingers", "chord-keys", "melody", "right", "left", "two-hands-easy", "full",
)  # fmt: skip
"""From the least to play to all of it."""

_EIGHTH: Final = TICKS // 2
_APART: Final = 96.0  # two neighbours moved by different octaves are as bad as eight notes moved by one
_HAND_WIDE: Final = 17  # semitones that a tune made easy lies within
_OCTAVE: Final = 12
_RIGHT_FROM: Final = 60  # middle C: the left hand made easy lies below it
_LEFT_FROM: Final = 41
_EASY: Final = {"melody": 1, "five-fingers": 1, "two-hands-easy": 2}  # sharps or flats
_HALF_BAR_FROM: Final = 4 * TICKS
_CHORDS_AROUND: Final = 55
_NOW_AND_THEN: Final = 0.1  # of the notes of a tune may have another under them
_ALONG: Final = 68  # how hard what plays along is struck


@dataclass(frozen=True, slots=True)
class Fitted:
    """A piece with the pupil's part made to fit, and the semitones it was moved by."""

    piece: Piece
    semitones: int = 0


def offered(piece: Piece) -> tuple[Level, ...]:
    """Say which levels make sense for a piece: hands only where there is more than a tune, drums alone as they are."""
    piece = plain(piece)
    tune = tune_of(piece)
    if not tune:
        return ("full",)
    several = len(played(piece)) > 1
    overlap = any(
        note.end > after.start
        for part in played(piece)
        for note, after in zip(part.notes, part.notes[1:], strict=False)
    )
    left_out: set[Level] = set() if several or overlap else {"full"}
    if not several and _nearly_one_voice(played(piece)[0].notes):
        left_out |= {"right", "left"}
    return tuple(level for level in LEVELS if level not in left_out)


def arranged(piece: Piece, level: Level, *, easy_key: bool = False) -> Fitted:
    """Make the pupil's part of this level; what is left of the piece plays along, the tune too where the pupil has not got it.

    `easy_key` moves everything to the nearest key with few sharps or flats.
    """
    moved = nearest_easy(piece, _EASY.get(level, 2)) if easy_key else 0
    here = in_other_key(piece, moved) if moved else piece
    match level:
        case "full":
            made = _all_of_it(here)
        case "right" | "left":
            made = _one_hand(here, level)
        case "two-hands-easy":
            made = _two_hands_easy(plain(here))
        case _:
            made = _one_line(plain(here), level)
    return Fitted(made, moved)


def nearest_easy(piece: Piece, most: int) -> int:
    """Find the fewest semitones to a key with at most `most` sharps or flats; down rather than up."""
    steps = sorted(range(-6, 7), key=lambda semitones: (abs(semitones), semitones))
    keys = ((step, (piece.key.fifths + 7 * step + 5) % 12 - 5) for step in steps)
    return next(step for step, fifths in keys if abs(fifths if step else piece.key.fifths) <= most)


# ---------------------------------------------------------------- the tune


def played(piece: Piece) -> tuple[Part, ...]:
    """The parts that are played on keys."""
    return tuple(part for part in piece.parts if part.role != "drums" and part.notes)


def tune_of(piece: Piece) -> tuple[Note, ...]:
    """Find the tune: the top notes of the melody, of its right hand where it is written for two."""
    piece = plain(piece)
    if not played(piece):
        return ()
    if len(played(piece)) == 1 and not _nearly_one_voice(played(piece)[0].notes):
        piece = hands.two_hands(piece)
    parts = played(piece)
    by_right = [part for part in parts if part.hand == "right"]
    by_role = [part for role in ("melody", "words") for part in parts if part.role == role]
    chosen = next(iter([*by_right, *by_role, *parts]))
    return top(chosen.notes)


def top(notes: Sequence[Note]) -> tuple[Note, ...]:
    """Keep the highest note at each onset, each up to the next."""
    highest = [
        max(chord, key=lambda note: note.pitch) for _, chord in groupby(sorted(notes), key=lambda note: note.start)
    ]
    after = [*(note.start for note in highest[1:]), highest[-1].end if highest else 0]
    return tuple(
        replace(note, length=min(note.length, until - note.start)) for note, until in zip(highest, after, strict=True)
    )


def _one_voice(notes: Sequence[Note]) -> bool:
    return len(top(notes)) == len(notes)


def _nearly_one_voice(notes: Sequence[Note]) -> bool:
    """Whether a part is a tune that only now and then has a second note under it, as a fiddle's: then no hand takes half of it."""
    beside = sum(2 * (before.end - after.start) > before.length for before, after in pairwise(sorted(notes)))
    return beside <= _NOW_AND_THEN * len(notes)


def _one_line(piece: Piece, level: Level) -> Piece:
    """The pupil plays one line; the tune sings along where that is another."""
    tune = tune_of(piece)
    home = _home(piece)
    notes: Sequence[Note]
    match level:
        case "rhythm":
            notes = [replace(note, pitch=home, finger=0) for note in tune]
        case "one-key":
            notes = [Note(bar.start, bar.end - bar.start, home) for bar in piece.bars() if bar.n]
        case "chord-keys":
            notes = [Note(start, length, _low(chord.root)) for start, length, chord in _changes(piece)]
        case "five-fingers":
            notes = five_fingers(Part("", notes=tune), piece.key).notes
        case _:
            notes = tune
    sings = level in {"rhythm", "one-key", "chord-keys"}
    hand: Hand = "left" if level == "chord-keys" else "right"
    rest = _rest(piece, {(note.start, note.pitch) for note in tune})
    if sings and tune:
        rest = (Part("Tune", "words", _sound(piece), tune), *rest)
    if level == "chord-keys" and not any(part.role == "chords" for part in rest):
        rest = (*rest, _chords_along(piece))
    return replace(piece, parts=(Part(_name(piece), "melody", _sound(piece), tuple(notes), hand), *rest))


def _rest(piece: Piece, mine: Collection[tuple[int, int]]) -> tuple[Part, ...]:
    """What plays along: every part without the notes that are the pupil's, as (start, pitch)."""
    rest = []
    for part in piece.parts:
        notes = tuple(note for note in part.notes if part.role == "drums" or (note.start, note.pitch) not in mine)
        if notes:
            rest.append(replace(part, notes=notes, role="other" if part.role == "melody" else part.role))
    return tuple(rest)


def _name(piece: Piece) -> str:
    return next((part.name for part in piece.parts if part.role == "melody" and part.name), "Tune")


def _sound(piece: Piece) -> str:
    return next((part.sound for part in piece.parts if part.role in {"melody", "words"}), "piano")


def _home(piece: Piece) -> int:
    """The home note that lies nearest to middle C."""
    return _RIGHT_FROM + (piece.key.tonic + 6) % _OCTAVE - 6


# ---------------------------------------------------------------- hands


def _one_hand(piece: Piece, hand: Hand) -> Piece:
    shared = hands.two_hands(piece)
    mine = tuple(replace(part, role="melody") for part in shared.parts if part.hand == hand and part.notes)
    others = (part for part in shared.parts if part.hand != hand)
    rest = tuple(replace(part, role="other" if part.role == "melody" else part.role) for part in others)
    return replace(shared, parts=(*mine, *rest))


def _all_of_it(piece: Piece) -> Piece:
    """Both hands are the pupil's where there are two."""
    if not piece.two_handed:
        return piece
    return replace(piece, parts=tuple(replace(part, role="melody") if part.hand else part for part in piece.parts))


def _two_hands_easy(piece: Piece) -> Piece:
    """The tune in eighths at most within an octave and a fourth; under it one or two notes of each bar's harmony."""
    right = Part("Right hand", "melody", _sound(piece), _easy_tune(tune_of(piece)), "right")
    left = Part("Left hand", "melody", _sound(piece), _easy_left(piece), "left")
    keyboard = {id(part) for part in hands.two_hands(piece).parts if part.hand} | {id(part) for part in _of_keys(piece)}
    rest = (part for part in piece.parts if id(part) not in keyboard and part.role != "chords")
    return replace(piece, parts=(right, left, *rest))


def _of_keys(piece: Piece) -> tuple[Part, ...]:
    """The parts that the two hands are made of."""
    hand = tuple(part for part in piece.parts if part.hand)
    tune = tuple(part for part in played(piece) if part.role in {"melody", "words"})
    return hand or tune[:1] or played(piece)[:1]


def _easy_tune(tune: Sequence[Note]) -> tuple[Note, ...]:
    """A tune without anything shorter than an eighth: of the notes of one eighth the one that is on it.

    Long-short becomes even: what comes just before a note takes the eighth before it where nothing else is there.
    """
    if not tune:
        return ()
    slots: dict[int, Note] = {}
    for note in tune:
        slot = (note.start + _EIGHTH // 2) // _EIGHTH
        there = slots.get(slot)
        if there is None or _nearness(note, slot) < _nearness(there, slot):
            slots[slot] = note
    placed = set(slots.values())
    for note in tune:
        if note not in placed:
            slots.setdefault(note.start // _EIGHTH, note)
    starts = sorted(slots)
    pitches = _within([slots[slot].pitch for slot in starts])
    ends = [*starts[1:], starts[-1] + max(1, -(-slots[starts[-1]].length // _EIGHTH))]
    easy = []
    for slot, until, pitch in zip(starts, ends, pitches, strict=True):
        note = slots[slot]
        length = min(max(1, round(note.length / _EIGHTH)), until - slot) * _EIGHTH
        easy.append(Note(slot * _EIGHTH, length, pitch, note.velocity))
    return tuple(easy)


def _within(pitches: Sequence[int]) -> list[int]:
    """Bring pitches under a hand by octaves, a phrase by the same ones: a tune whose low notes alone go up is no tune."""
    low = _window(pitches)
    # where each may lie, with what that costs and where the one before then lies
    ways: list[dict[int, tuple[float, int]]] = []
    for n, pitch in enumerate(pitches):
        fitting = [key for key in range(low, low + _HAND_WIDE + 1) if (key - pitch) % _OCTAVE == 0]
        before = [(cost, key, key - pitches[n - 1]) for key, (cost, _) in ways[-1].items()] if ways else [(0.0, 0, 0)]
        ways.append(
            {
                key: min(
                    (cost + abs(key - pitch) + _APART * (n > 0 and key - pitch != moved), came)
                    for cost, came, moved in before
                )
                for key in fitting
            }
        )
    found = []
    key = min(ways[-1], key=lambda one: ways[-1][one])
    for way in reversed(ways):
        found.append(key)
        key = way[key][1]
    return found[::-1]


def _nearness(note: Note, slot: int) -> tuple[int, int]:
    return abs(note.start - slot * _EIGHTH), -note.length


def _window(pitches: Sequence[int]) -> int:
    """The lowest key of a right hand made easy: where most of the tune stays where it is."""
    places = range(_RIGHT_FROM, _RIGHT_FROM + _OCTAVE)
    return max(places, key=lambda low: (sum(low <= pitch <= low + _HAND_WIDE for pitch in pitches), -low))


def _easy_left(piece: Piece) -> tuple[Note, ...]:
    """One or two notes a bar, two times in a long one: what sounds there, its root below."""
    notes: list[Note] = []
    sounding = sorted(note for part in played(piece) for note in part.notes)
    for start, length, chord in _changes(piece):
        inside = (
            chord.classes
            if _one_voice(sounding)
            else {n.pitch % _OCTAVE for n in sounding if start <= n.start < start + length}
        )
        pair = _pair(chord, inside)
        halves = 2 if length >= _HALF_BAR_FROM and length % (2 * _EIGHTH) == 0 else 1
        for half in range(halves):
            struck = pair if half == 0 else pair[-1:]
            notes += [Note(start + half * length // halves, length // halves, pitch, _ALONG) for pitch in struck]
    return tuple(notes)


def _pair(chord: Chord, inside: Collection[int]) -> tuple[int, ...]:
    """Root and fifth, or third, of a chord as far as they sound in its bar; else one note that does."""
    wanted = [one % _OCTAVE for one in (chord.root, chord.root + 7, *(chord.root + step for step in chord.steps))]
    chosen = list(dict.fromkeys(one for one in wanted if one in inside))[:2]
    if not chosen:
        chosen = sorted(inside, key=lambda one: (one - chord.root) % _OCTAVE)[:1]
    if not chosen:
        return ()
    low = _low(chosen[0])
    return (low, *(low + (one - chosen[0]) % _OCTAVE for one in chosen[1:]))


def _low(pitch_class: int) -> int:
    """The key of a pitch class under a left hand."""
    return _LEFT_FROM + (pitch_class - _LEFT_FROM) % _OCTAVE


# ---------------------------------------------------------------- chords


def _changes(piece: Piece) -> tuple[tuple[int, int, Chord], ...]:
    """The chord of each bar, or of each half of one, as (start, length, chord)."""
    return tuple((start, end - start, chord) for start, end, chord in chords.changes(piece))


def _chords_along(piece: Piece) -> Part:
    """The chords of a piece that has none written, laid under a hand."""
    notes: list[Note] = []
    before: tuple[int, ...] = ()
    for start, length, chord in _changes(piece):
        before = voiced(chord, _CHORDS_AROUND, before, most=3)
        notes += [Note(start, length, pitch, _ALONG) for pitch in before]
    return Part("Chords", "chords", "piano", tuple(notes))
