"""Grooves: they loop without a seam, fit their lit keys, can be moved in key, chords and tempo, and end."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from studio.music import grooves, library
from studio.music.harmony import chord
from studio.music.shorthand import ShorthandError

if TYPE_CHECKING:
    from studio.music.piece import Note, Piece

NAMES = grooves.names()


def drum_steps(piece: Piece) -> set[tuple[int, int]]:
    """Which drum strikes at which sixteenth of the bar, in the loop."""
    notes: tuple[Note, ...] = piece.part("drums").notes
    bar = piece.metres[0].bar_ticks
    return {(note.pitch, round((note.start % bar) / bar * 16)) for note in notes}


def test_there_are_twenty_four_and_lo_fi_waits_behind_the_first_key() -> None:
    assert len(set(NAMES)) == 24
    assert library.grooves()[0].id == "lo-fi"
    assert all(set(groove.feels) <= set(library.FEELS) for groove in library.grooves())


@pytest.mark.parametrize("name", NAMES)
def test_a_loop_is_whole_bars_and_no_note_crosses_its_end(name: str) -> None:
    groove = library.groove(name)
    piece = library.groove_piece(groove)

    assert piece.end == groove.bars * groove.metre.bar_ticks
    assert all(note.end <= piece.end for part in piece.parts for note in part.notes)
    assert {"drums", "bass", "chords"} <= {part.role for part in piece.parts}


@pytest.mark.parametrize("name", NAMES)
def test_the_variation_and_the_fill_differ_from_the_first_time_round(name: str) -> None:
    groove = library.groove(name)
    piece = library.groove_piece(groove)
    bar = groove.metre.bar_ticks

    def drums(n: int) -> set[tuple[int, int]]:
        return {(note.start - n * bar, note.pitch) for note in piece.part("drums").notes if note.start // bar == n}

    half, last = groove.bars // 2, groove.bars - 1
    assert drums(0) != drums(half)
    assert drums(last) != drums(last - 1)


@pytest.mark.parametrize("name", NAMES)
def test_bass_and_chords_use_notes_of_their_chord_or_its_key(name: str) -> None:
    groove = library.groove(name)
    piece = library.groove_piece(groove)
    allowed = {
        (groove.key.tonic + step) % 12 for step in grooves.SCALES["major" if groove.key.mode == "major" else "minor"]
    }
    for bar in groove.chords:
        for symbol in bar.split():
            allowed |= chord(symbol.partition(":")[0]).classes

    pitched = [note for part in piece.parts if part.role != "drums" for note in part.notes]
    strange = [note for note in pitched if note.pitch % 12 not in allowed]

    # A note just under the next root is the only guest, and it is rare.
    assert len(strange) <= len(pitched) * 0.05


@pytest.mark.parametrize("name", NAMES)
def test_the_lit_keys_fit_the_chords(name: str) -> None:
    groove = library.groove(name)
    lit = library.fitting(groove, 60, 71)
    sounding = set().union(*(chord(s.partition(":")[0]).classes for bar in groove.chords for s in bar.split()))

    assert 5 <= len(lit) <= 7
    assert len({pitch % 12 for pitch in lit} & sounding) >= len(lit) - 1


@pytest.mark.parametrize("name", NAMES)
def test_another_home_note_moves_chords_and_lit_keys_together(name: str) -> None:
    groove = library.groove(name)
    moved = library.in_key(groove, "F#")
    shift = (6 - groove.key.tonic) % 12

    assert moved.key.tonic == 6
    assert {p % 12 for p in library.fitting(moved)} == {(p + shift) % 12 for p in library.fitting(groove)}
    assert [chord(s.partition(":")[0]).root for bar in moved.chords for s in bar.split()] == [
        (chord(s.partition(":")[0]).root + shift) % 12 for bar in groove.chords for s in bar.split()
    ]
    assert library.groove_piece(moved).part("drums") == library.groove_piece(groove).part("drums")


def test_other_chords_and_another_length_keep_the_drums() -> None:
    groove = library.groove("lo-fi")

    piece = library.groove_piece(groove, bars=3, chords=("Am", "F"), bpm=90)

    assert piece.end == 3 * groove.metre.bar_ticks
    assert piece.tempos[0].bpm == 90
    assert min(note.start for note in piece.part("drums").notes) == 0


@pytest.mark.parametrize("name", NAMES)
def test_an_ending_adds_one_bar_that_closes(name: str) -> None:
    groove = library.groove(name)
    loop, ended = library.groove_piece(groove), library.groove_piece(groove, ending=True)

    assert ended.end == loop.end + groove.metre.bar_ticks
    assert ended.sections[-1].name == "Ending"
    assert any(note.start >= loop.end for note in ended.part("bass").notes)


@pytest.mark.parametrize("name", NAMES)
def test_the_tempo_lies_inside_the_range_in_which_it_sounds_right(name: str) -> None:
    groove = library.groove(name)

    assert 40 <= groove.slowest <= groove.bpm <= groove.fastest <= 200


def test_every_groove_has_drums_of_its_own() -> None:
    steps = {name: drum_steps(library.groove_piece(library.groove(name))) for name in NAMES}

    for one in NAMES:
        for other in NAMES:
            if one < other:
                shared = len(steps[one] & steps[other]) / len(steps[one] | steps[other])
                assert shared < 0.75, (one, other)


def test_an_unknown_home_note_is_refused() -> None:
    with pytest.raises(ShorthandError, match="H"):
        library.in_key(library.groove("lo-fi"), "H")
