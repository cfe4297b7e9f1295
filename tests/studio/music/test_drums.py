"""Drums in place of a click: they fit the metre, come in on bar one, and end with the piece."""

import pytest

from studio.music import grooves
from studio.music.accents import groups, usual
from studio.music.drums import PLAIN, drums, fitting
from studio.music.patterns import DRUMS
from studio.music.piece import Metre, Note, Part, Piece, Tempo

KICK = DRUMS["kick"]


def piece(*metres: Metre, bars: int = 8, bpm: float = 100.0, notes: tuple[Note, ...] = ()) -> Piece:
    last = metres[-1]
    end = last.tick + bars * last.bar_ticks
    return Piece("Walk", (Part("Tune", notes=notes),), (Tempo(0, bpm),), metres, end=end)


def has_strokes(part: Part) -> bool:
    return len(part.notes) > 16


def kicks(part: Part) -> list[int]:
    return [note.start for note in part.notes if note.pitch == KICK]


@pytest.mark.parametrize("metre", [Metre(0, 4, 4), Metre(0, 2, 4), Metre(0, 2, 2)])
def test_grooves_fit_what_goes_in_twos_and_fours_the_nearest_in_tempo_first(metre: Metre) -> None:
    names = fitting(piece(metre, bpm=grooves.groove("garage").bpm))
    assert names[0] == "garage"
    assert names[-1] == PLAIN
    assert len(names) > 5


@pytest.mark.parametrize("metre", [Metre(0, 7, 8), Metre(0, 11, 8), Metre(0, 9, 16)])
def test_where_no_groove_fits_the_plain_beat_does(metre: Metre) -> None:
    walk = piece(metre)
    assert fitting(walk) == (PLAIN,)
    assert kicks(drums(walk, "garage")) == kicks(drums(walk, PLAIN))
    assert kicks(drums(walk, PLAIN))[0] == 0


def test_a_groove_fits_its_own_metre_and_no_other_of_the_same_length() -> None:
    for used in map(grooves.groove, grooves.names()):
        walk = piece(Metre(0, used.metre.beats, used.metre.unit))
        assert used.id in fitting(walk)
        assert has_strokes(drums(walk, used.id)), used.id
    assert not set(fitting(piece(Metre(0, 3, 4)))) & set(fitting(piece(Metre(0, 6, 8)))) - {PLAIN}


def test_a_groove_goes_on_to_the_end_and_not_beyond() -> None:
    walk = piece(Metre(0, 4, 4), bars=11)
    notes = drums(walk, "house").notes
    assert notes[0].start == 0
    assert walk.end - 480 <= max(note.start for note in notes)
    assert max(note.end for note in notes) <= walk.end
    assert {note.start // 1920 for note in notes} == set(range(11))


def test_two_bars_of_two_four_are_one_of_the_groove() -> None:
    whole = drums(piece(Metre(0, 4, 4), bars=4), "house").notes
    assert drums(piece(Metre(0, 2, 4), bars=8), "house").notes == whole


def test_before_bar_one_the_drums_rest() -> None:
    walk = piece(Metre(0, 1, 4), Metre(480, 4, 4))
    assert min(note.start for note in drums(walk, "house").notes) == 480
    assert min(note.start for note in drums(walk, PLAIN).notes) == 480


def test_a_bar_of_another_metre_gets_the_plain_beat_and_the_groove_goes_on_after_it() -> None:
    walk = piece(Metre(0, 4, 4), Metre(1920, 3, 4), Metre(1920 + 1440, 4, 4))
    notes = drums(walk, "house").notes
    again = [note.start - 3360 for note in notes if 3360 <= note.start < 3360 + 1920]
    assert again == [note.start for note in notes if note.start < 1920]
    assert [note.start for note in notes if note.pitch == KICK and 1920 <= note.start < 3360] == [1920]


def test_the_plain_beat_leans_where_the_metre_does() -> None:
    assert kicks(drums(piece(Metre(0, 4, 4), bars=1), PLAIN)) == [0, 960]
    assert kicks(drums(piece(Metre(0, 6, 8), bars=1), PLAIN)) == [0]
    seven = drums(piece(Metre(0, 7, 8), bars=1), PLAIN)
    assert [note.start // 240 for note in seven.notes if note.pitch == DRUMS["rim"]] == [2, 4]
    assert [note.start // 240 for note in seven.notes if note.pitch == DRUMS["hat"]] == [0, 1, 2, 3, 4, 5, 6]


def test_a_piece_has_drums_only_where_they_play() -> None:
    assert not piece(Metre(0, 4, 4)).has_drums
    kit = Part("Drums", "drums", "kit", (Note(0, 60, KICK),))
    assert Piece("Walk", (kit,)).has_drums
    assert not Piece("Walk", (Part("Drums", "drums", "kit"), Part("Tune", notes=(Note(0, 480, 60),)))).has_drums


@pytest.mark.parametrize(
    ("metre", "expected"),
    [
        ((7, 8), (2, 2, 3)),
        ((5, 8), (3, 2)),
        ((5, 4), (3, 2)),
        ((8, 8), (3, 3, 2)),
        ((6, 4), (3, 3)),
        ((9, 16), (3, 3, 3)),
        ((11, 8), (2, 2, 2, 2, 3)),
        ((4, 4), ()),
        ((3, 8), ()),
        ((6, 8), ()),
        ((12, 8), ()),
    ],
)
def test_groups_are_the_usual_ones_where_nothing_says_otherwise(
    metre: tuple[int, int], expected: tuple[int, ...]
) -> None:
    assert usual(*metre) == expected
    assert groups(piece(Metre(0, *metre))) == ((expected,) if expected else ())


def test_groups_are_those_on_which_the_notes_of_the_piece_lean() -> None:
    lean = tuple(
        Note(bar * 1680 + beat * 240, 480 if beat in (0, 3, 5) else 200, 60, 90 if beat in (0, 3, 5) else 70)
        for bar in range(4)
        for beat in range(7)
        if beat not in (4, 6)
    )
    assert groups(piece(Metre(0, 7, 8), notes=lean)) == ((3, 2, 2),)
    even = tuple(Note(beat * 240, 240, 60) for beat in range(56))
    assert groups(piece(Metre(0, 7, 8), notes=even)) == ((2, 2, 3),)


def test_each_metre_of_a_piece_has_groups_of_its_own() -> None:
    walk = piece(Metre(0, 4, 4), Metre(1920, 5, 8))
    assert groups(walk) == ((), (3, 2))
