"""Somebody's own music, found as the library is: by its words, its mood, its tempo and its first notes."""

from __future__ import annotations

from dataclasses import dataclass
from heapq import nsmallest
from itertools import pairwise
from typing import TYPE_CHECKING, Final, NamedTuple

from studio.music import by_notes, finding, hands, slips
from studio.music.finding import pace_words, source_of
from studio.music.graces import standing
from studio.music.library import Found
from studio.music.likeness import feelings

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from studio.music.by_notes import Match, Openings
    from studio.music.finding import Line
    from studio.music.piece import Mode, Note, Piece
    from studio.music.slips import Spelling

_LOOKED_AT: Final = 64  # notes of a piece's start: more than the opening that is compared
_MODE: Final = {"major": "bright", "minor": "dark"}


class Own(NamedTuple):
    """A piece of somebody's own, or a file in their folder: by what it is known where it came from, tempo, mood, first intervals."""

    id: str
    bpm: float
    feels: tuple[str, ...]
    steps: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class OwnMusic:
    """All of it, ready to be searched; made once, for the next search only reads it."""

    lines: tuple[Line, ...] = ()
    openings: Openings[Found] | None = None
    slips: Spelling | None = None

    def played(self, pitches: Sequence[int], most: int) -> tuple[Match[Found], ...]:
        """Find those that begin with these notes; see `by_notes`."""
        return self.openings.find(pitches, most) if self.openings is not None else ()


class Facts(NamedTuple):
    """What the music itself says: quarters a minute, the mode, the semitones from each of its first notes to the next."""

    bpm: float
    mode: Mode
    steps: tuple[int, ...]


def facts(music: Piece) -> Facts:
    """Count what a piece is found by."""
    tune = opening(music)[: by_notes.MOST]
    steps = tuple(after - before for before, after in pairwise(tune))
    return Facts(music.tempo_at(music.pickup).bpm, music.key.mode, steps)


def line(id_: str, title: str, words: str, known: Facts, *, source: str = "") -> Line:
    """Describe one piece: its title, the words somebody said of it, its music, and what of the library it was made from.

    Its mood is that of what it was made from, and what its words, its pace and its mode say in the words people use.
    """
    made_from = source_of(source)
    feels = frozenset(getattr(made_from.what, "feels", ()) if made_from is not None else ())
    said = f"{words} {made_from.title if made_from is not None else ''} {pace_words(known.bpm)} {_MODE[known.mode]}"
    feels |= feelings(f"{title} {said}")
    found = Found("own", title, "", id_, Own(id_, known.bpm, tuple(sorted(feels)), known.steps))
    return finding.line(found, f"{said} {' '.join(sorted(feels))} mine")


def music_of(lines: Iterable[Line]) -> OwnMusic:
    """Make a list to search of them, in this order."""
    kept = tuple(lines)
    return OwnMusic(
        kept,
        by_notes.openings((found, found.what.steps) for found, _, _ in kept if isinstance(found.what, Own)),
        slips.spelling((title, words) for _, title, words in kept),
    )


def opening(music: Piece) -> tuple[int, ...]:
    """Return the pitches with which a piece begins: the top of each chord of its tune, or of the right hand where one part has both."""
    from studio.music.score import chords_of

    keys = [part for part in music.parts if part.role != "drums" and part.notes]
    by_role = [part for role in ("melody", "words") for part in keys if part.role == role]
    if not keys:
        return ()
    chosen = next(iter([*(part for part in by_role if part.hand == "right"), *by_role, *keys]))
    notes: list[Note] = nsmallest(_LOOKED_AT, standing(chosen.notes))
    if hands.needs_two([note.pitch for note in notes]):
        right = hands.find(notes)
        notes = [note for note, is_right in zip(notes, right, strict=True) if is_right]
    return tuple(max(note.pitch for note in chord) for chord in chords_of(music, notes))
