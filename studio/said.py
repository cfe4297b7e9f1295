"""One thing said on its way into the journal, taken back out of it, and what a talk reads there: for the writer."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from instruments.events import Score
    from reflections.journal import Journal

WHO = "T10"  # who the song is about


@dataclass(slots=True)
class Said:
    """Something said, on its way into the journal: its row once it has one, and whether it was taken back."""

    row: str | None = None
    taken_back: bool = False
    kept_for_now: bool = False  # taken back while a hold keeps a copy


def character_of(journal: Journal, pupil: str, piece: str) -> str:
    """The one a song is about, in the pupil's latest words for them; what was taken back is nobody."""
    said = (one.body for one in reversed(journal.reflections(pupil)) if one.prompt == WHO and one.piece == piece)
    return next((body for body in said if body), "")


def take_back(said: list[Said], journal: Journal) -> bool:
    """Take back all of it, each thing once however often this is tried; whether a copy is kept for now."""
    for item in said:
        if item.row is not None:
            item.kept_for_now = journal.take_back(item.row).kept_for_now
            item.row = None
    return any(item.kept_for_now for item in said)


def score_of_take(journal: Journal, take: str, pupil: str) -> Score:
    """What this pupil played in a take, to be heard."""
    from studio.lesson.handover import take_of
    from studio.music.score import take_score

    return take_score(take_of(journal, take, pupil))


def score_of_piece(midi: bytes) -> Score:
    """A version, to be heard, of its MIDI file."""
    from studio.music.piece import Piece
    from studio.music.score import to_score

    return to_score(Piece.from_midi(midi))
