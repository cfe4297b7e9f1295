"""Lines made easy: every note begins on a beat or halfway, syncopations come to the nearest, and what is written stays written."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from studio.ensemble.lines import Kind, line
from studio.ensemble.simpler import on_places, places
from studio.music.piece import Metre, Note, Part, Piece
from tests.studio.music.strategies import few, pieces

FOUR, SIX, FIVE = (Metre(0, 4, 4),), (Metre(0, 6, 8),), (Metre(0, 5, 4),)


def tune(*spans: tuple[int, int], metres: tuple[Metre, ...] = FOUR) -> Piece:
    return Piece("Tune", (Part("", notes=tuple(Note(start, length, 60) for start, length in spans)),), metres=metres)


def begun(piece: Piece, *, between: bool = False) -> list[tuple[int, int]]:
    """Where each note of the made line begins, and how long it is."""
    return [(note.start, note.length) for note in on_places(piece, piece.parts[0].notes, between=between)]


def test_what_is_held_over_a_beat_comes_to_it_and_what_is_not_stays_with_the_beat_before() -> None:
    syncopated = tune((0, 240), (240, 480), (720, 240), (960, 960))
    assert begun(syncopated) == [(0, 480), (480, 480), (960, 960)]
    assert begun(syncopated, between=True) == [(0, 240), (240, 480), (720, 240), (960, 960)]
    assert begun(tune((0, 480), (720, 720), (1440, 480))) == [(0, 480), (960, 480), (1440, 480)]


def test_of_quick_notes_the_one_on_the_beat_stays_and_lasts_to_the_next_that_stays() -> None:
    quick = tune(*((n * 120, 120) for n in range(4)), (480, 480))
    assert begun(quick) == [(0, 480), (480, 480)]
    assert begun(quick, between=True) == [(0, 240), (240, 240), (480, 480)]
    dotted = tune((0, 360), (360, 120), (480, 480))
    assert begun(dotted, between=True) == [(0, 240), (240, 240), (480, 480)]


def test_a_rest_stays_a_rest() -> None:
    assert begun(tune((0, 480), (1440, 480))) == [(0, 480), (1440, 480)]


def test_three_quavers_are_one_beat_and_may_each_be_struck_halfway() -> None:
    jig = tune(*((n * 240, 240) for n in range(6)), metres=SIX)
    assert begun(jig) == [(0, 720), (720, 720)]
    assert len(begun(jig, between=True)) == 6


def test_a_pickup_is_counted_back_from_its_barline() -> None:
    upbeat = tune((0, 240), (240, 480), metres=(Metre(0, 1, 8), Metre(240, 4, 4)))
    assert begun(upbeat) == [(240, 480)], "shorter than a beat, it is left out"
    assert begun(upbeat, between=True) == [(0, 240), (240, 480)]


@few
@given(pieces(), st.sampled_from(("one-key", "rhythm", "five-fingers", "chord-keys")))
def test_an_easy_line_begins_nowhere_but_on_its_places(piece: Piece, kind: Kind) -> None:
    made = line(piece, kind, (48, 72))
    ok = {*places(piece, between=kind == "five-fingers"), *(bar.start for bar in piece.bars())}
    assert made is None or {note.start for note in made.notes} <= ok


@pytest.mark.parametrize("kind", ["melody", "full"])
def test_the_tune_itself_keeps_its_rhythm(kind: Kind) -> None:
    syncopated = tune((0, 240), (240, 480), (720, 120), (840, 600))
    made = line(syncopated, kind, (48, 72))
    assert made is not None
    assert [note.start for note in made.notes] == [0, 240, 720, 840]


def test_a_bass_that_is_made_strikes_on_whole_beats_in_five_too() -> None:
    made = line(tune((0, 2400), (2400, 2400), metres=FIVE), "bass", (36, 59))
    assert made is not None
    assert [note.start for note in made.notes] == [0, 1440, 2400, 3840]
