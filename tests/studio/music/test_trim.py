"""A stretch of a piece begins anew where it is cut out."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from studio.music.piece import Lyric, Note, Part, Piece, Section
from studio.music.trim import trim
from tests.studio.music.strategies import few, pieces

C, D, E = Note(0, 480, 60), Note(480, 480, 62), Note(960, 480, 64)
TUNE = Piece("Tune", (Part("Tune", notes=(C, D, E)),), sections=(Section("A", 0, 1920),), lyrics=(Lyric(480, "la"),))


def test_trimming_keeps_what_lies_between_and_starts_it_anew() -> None:
    kept = trim(TUNE, 240, 960)

    assert kept.parts[0].notes == (Note(0, 240, 60), Note(240, 480, 62))
    assert (kept.end, kept.sections, kept.lyrics) == (720, (Section("A", 0, 720),), (Lyric(240, "la"),))
    with pytest.raises(ValueError, match="nothing"):
        trim(TUNE, 960, 960)


@few
@given(pieces(), st.floats(0, 1))
def test_two_halves_of_a_piece_hold_all_that_sounds_in_it(piece: Piece, share: float) -> None:
    tick = min(piece.end - 1, max(1, round(share * piece.end)))
    first, second = trim(piece, 0, tick), trim(piece, tick, piece.end)
    for n, part in enumerate(piece.parts):
        back = [replace(note, start=note.start + tick) for note in second.parts[n].notes]
        there = (*first.parts[n].notes, *back)
        assert sum(note.length for note in there) == sum(min(note.end, piece.end) - note.start for note in part.notes)
        assert {note.start for note in part.notes} <= {note.start for note in there}
