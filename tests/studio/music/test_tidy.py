import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from studio.music.piece import TICKS, Key, Metre, Note, Part, Piece
from studio.music.tidy import find_key, quantised, spell, tidied, written_lengths

FOUR_FOUR = Metre(0, 4, 4)
SCALE = (0, 2, 4, 5, 7, 9, 11, 12)


def tune(*steps: tuple[int, int]) -> tuple[Note, ...]:
    """Pitches with their lengths in ticks, one after another; pitch 0 is a rest."""
    now, out = 0, []
    for pitch, length in steps:
        if pitch:
            out.append(Note(now, length, pitch))
        now += length
    return tuple(out)


def jittered(notes: tuple[Note, ...], milliseconds: float, bpm: float, seed: int = 1) -> tuple[Note, ...]:
    rng = random.Random(seed)
    ticks = milliseconds / 1000 * bpm / 60 * TICKS
    played = [
        Note(max(0, round(note.start + rng.gauss(0, ticks))), round(note.length * 0.8), note.pitch) for note in notes
    ]
    return tuple(sorted(played))


# ---------------------------------------------------------------- key and spelling


@pytest.mark.parametrize("fifths", range(-6, 6))
def test_the_key_of_a_tune_in_it_is_found(fifths: int) -> None:
    home = 60 + fifths * 7 % 12
    melody = tune(*((home + step, 480) for step in (0, 4, 7, 4, 5, 2, 7, 11, 9, 7, 5, 4, 2, 0)), (home, 960))

    assert find_key(melody) == Key(fifths, "major")


def test_a_minor_tune_is_heard_as_minor() -> None:
    melody = tune(*((57 + step, 480) for step in (0, 3, 7, 3, 2, 0, 11, 0, 5, 3, 2, 0)), (57, 960))

    assert find_key(melody) == Key(0, "minor")


@pytest.mark.parametrize("pitches", [(), (60,), (62, 62, 62), (61, 73)])
def test_silence_and_one_note_however_often_ask_for_no_signature(pitches: tuple[int, ...]) -> None:
    assert find_key(tune(*((pitch, 480) for pitch in pitches))) == Key(0, "major")


@pytest.mark.parametrize(
    ("pitch", "fifths", "name"),
    [
        (60, 0, "C4"),
        (61, 0, "C#4"),
        (70, 0, "Bb4"),
        (66, 0, "F#4"),
        (68, 0, "G#4"),
        (63, -3, "Eb4"),
        (66, 2, "F#4"),
        (71, -6, "Cb5"),
        (60, 7, "B#3"),
        (59, -7, "Cb4"),
        (21, 0, "A0"),
    ],
)
def test_notes_are_spelt_for_their_key(pitch: int, fifths: int, name: str) -> None:
    step, alter, octave = spell(pitch, Key(fifths))

    assert f"{step}{'#' * alter}{'b' * -alter}{octave}" == name


@given(st.integers(0, 127), st.integers(-7, 7))
def test_a_spelling_always_sounds_as_what_it_spells(pitch: int, fifths: int) -> None:
    step, alter, octave = spell(pitch, Key(fifths))

    assert 12 * (octave + 1) + SCALE["CDEFGAB".index(step)] + alter == pitch
    assert abs(alter) <= 2


# ---------------------------------------------------------------- time


@pytest.mark.parametrize("milliseconds", [10, 25])
@pytest.mark.parametrize(
    ("name", "melody"),
    [
        ("eighth", tune(*((60 + step, 240) for step in SCALE), (72, 960), *((60 + step, 480) for step in SCALE)) * 1),
        ("sixteenth", tune(*((60 + n % 8, 120) for n in range(24)), (72, 480), *((60 + n % 5, 240) for n in range(8)))),
        ("triplet", tune(*((60 + n % 8, 160) for n in range(24)), (72, 480), (71, 480))),
    ],
)
def test_playing_to_a_click_comes_out_as_it_was_meant(name: str, melody: tuple[Note, ...], milliseconds: float) -> None:
    tidy = quantised(jittered(melody, milliseconds, bpm=80), 80, FOUR_FOUR)

    assert [note.start for note in tidy] == [note.start for note in melody], name


def test_sixteenths_in_three_eight_have_a_place() -> None:
    melody = tune(*((60 + n % 7, 120) for n in range(18)), (72, 720))

    assert [note.start for note in quantised(jittered(melody, 8, 60), 60, Metre(0, 3, 8))] == [
        note.start for note in melody
    ]


def test_playing_steadily_behind_the_beat_is_followed() -> None:
    melody = tune(*((60 + n % 7, 120) for n in range(32)), (72, 480))
    late = tuple(Note(note.start + 45, note.length, note.pitch) for note in jittered(melody, 15, 100))

    assert [note.start for note in quantised(late, 100, FOUR_FOUR)] == [note.start for note in melody]


def test_a_spread_chord_becomes_one_but_an_arpeggio_does_not() -> None:
    chord = (Note(475, 400, 60), Note(482, 400, 64), Note(490, 400, 67))
    arpeggio = (Note(0, 110, 60), Note(121, 110, 64), Note(239, 110, 67), Note(362, 110, 72))

    assert [note.start for note in quantised(chord, 100, FOUR_FOUR)] == [480, 480, 480]
    assert [note.start for note in quantised(arpeggio, 100, FOUR_FOUR)] == [0, 120, 240, 360]


def test_strength_moves_notes_part_of_the_way_and_nought_not_at_all() -> None:
    late = tuple(Note(n * 480 + 40 * (n % 2), 480, 60) for n in range(8))

    assert quantised(late, 100, FOUR_FOUR, strength=0) == late
    assert quantised(late, 100, FOUR_FOUR, strength=0.5)[1].start == 500
    assert quantised(late, 100, FOUR_FOUR)[1].start == 480


def test_a_note_held_beyond_the_next_is_as_long_as_it_was_held_in_whole_eighths() -> None:
    assert written_lengths([Note(0, 970, 48), Note(480, 480, 64)], [0, 480]) == [960, 480]


def test_the_last_note_has_the_room_of_a_usual_step_not_of_the_quickest() -> None:
    played = tune((60, 240), (62, 480), (64, 480), (65, 480))
    assert written_lengths(played, [note.start for note in played])[-1] == 480


def test_notes_held_most_of_the_way_reach_the_next_and_short_ones_leave_a_rest() -> None:
    played = (Note(0, 300, 60), Note(480, 100, 62), Note(960, 470, 64))

    assert [note.length for note in quantised(played, 100, FOUR_FOUR)] == [480, 240, 480]


def test_the_grid_can_be_chosen() -> None:
    played = tune(*((60 + n % 5, 120) for n in range(8)), (72, 480))

    on_beats = quantised(played, 100, FOUR_FOUR, grid="beat")

    assert all(note.start % 480 == 0 for note in on_beats)
    assert [n.start for n in quantised(played, 100, FOUR_FOUR, grid="sixteenth")] == [n.start for n in played]
    assert quantised((), 100, FOUR_FOUR, grid="beat") == ()


def test_tidying_a_piece_keeps_every_note_and_the_piece_itself() -> None:
    notes = jittered(tune(*((60 + step, 480) for step in SCALE)), 20, 100)
    piece = Piece("Tune", (Part("Tune", notes=notes),))

    tidy = tidied(piece)

    assert [note.pitch for note in tidy.parts[0].notes] == [note.pitch for note in notes]
    assert piece.parts[0].notes == notes
    assert tidied(piece, strength=0) == piece
