"""A song found by ear becomes a piece: its chords in its key, a groove near its style, a part at four levels."""

from dataclasses import replace

import pytest

from studio.music import grooves, screening
from studio.music.by_ear import LEVELS, Song, bar_row, chord_on, follows, home_name, near, offered, read, rows
from studio.music.harmony import chord
from studio.music.own_song import chord_alone, in_beats, my_part, piece_of
from studio.music.piece import Mode, Piece

G = Song("Night bus", "one", 92.0, 4, 7, "major", ("G", "D", "Em", "C"), "lo-fi", "one-key")


def of_key(song: Song) -> list[str]:
    return [one.symbol for one in offered(song)]


def test_the_chords_of_a_key_are_offered_as_they_are_written_in_it() -> None:
    assert of_key(G) == ["G", "C", "D", "Em", "Am", "Bm"]
    assert of_key(replace(G, home=5)) == ["F", "Bb", "C", "Dm", "Gm", "Am"]
    assert of_key(replace(G, home=4)) == ["E", "A", "B", "C#m", "F#m", "G#m"]
    assert of_key(replace(G, home=9, mode="minor")) == ["Am", "F", "C", "G", "Dm", "Em"]


def test_a_borrowed_chord_has_the_name_that_musicians_give_it() -> None:
    in_c, in_g, in_e = (replace(G, home=home) for home in (0, 7, 4))

    assert [chord_on(in_c, pitch).symbol for pitch in (10, 3, 8, 6)] == ["Bb", "Eb", "Ab", "F#"]
    assert [chord_on(in_g, pitch).symbol for pitch in (10, 3, 1, 6)] == ["Bb", "Eb", "C#", "F#"]
    assert [chord_on(in_e, pitch).symbol for pitch in (8, 1, 3)] == ["G#m", "C#m", "D#"]


@pytest.mark.parametrize(("home", "mode", "name"), [(10, "major", "Bb"), (3, "major", "Eb"), (8, "minor", "G#")])
def test_a_home_note_is_called_as_its_chord_is(home: int, mode: Mode, name: str) -> None:
    assert home_name(60 + home, mode) == name
    assert offered(replace(G, home=home, mode=mode))[0].symbol.removesuffix("m") == name


@pytest.mark.parametrize("home", range(12))
@pytest.mark.parametrize("mode", ["major", "minor"])
def test_whatever_is_offered_in_any_key_can_be_played(home: int, mode: str) -> None:
    song = replace(G, home=home, mode=mode)
    symbols = [
        *of_key(song),
        *(one for row in rows(song) for one in row),
        *(chord_on(song, n).symbol for n in range(12)),
    ]
    scale = {(home + step) % 12 for step in ((0, 2, 4, 5, 7, 9, 11) if mode == "major" else (0, 2, 3, 5, 7, 8, 10))}
    assert all(chord(symbol).classes <= scale for symbol in of_key(song))
    assert all(chord(symbol).root in range(12) for symbol in symbols)
    assert song.key.tonic == home


def test_a_key_pressed_gives_the_chord_that_stands_on_it() -> None:
    assert [chord_on(G, pitch).symbol for pitch in (55, 57, 64, 65)] == ["G", "Am", "Em", "F"]


def test_another_home_note_takes_the_chords_along_and_another_mode_lets_them_go() -> None:
    assert follows(G, 9, "major").chords == ("A", "E", "F#m", "D")
    assert follows(G, 7, "minor").chords == ()
    assert follows(replace(G, home=None), 7, "major").chords == G.chords


def test_what_was_found_so_far_is_read_as_it_was_written_and_nonsense_is_nothing() -> None:
    assert read(G.words()) == G
    assert read(Song().words()) == Song()
    broken = ["", "{}", "[1]", G.words().replace('"G"', '"Quark"'), G.words().replace("92.0", '"x"')]
    broken += [replace(G, home=12).words(), replace(G, beats=5).words(), G.words().replace("one-key", "ten")]
    assert [read(words) for words in broken] == [None] * len(broken)


@pytest.mark.parametrize(
    ("chords", "bars"),
    [((), ""), (("G",), "GGGG"), (("G", "C"), "GCGC"), (("G", "C", "D"), "GCDD"), (tuple("GCDA"), "GCDA")],
)
def test_one_to_four_chords_fill_four_bars(chords: tuple[str, ...], bars: str) -> None:
    assert "".join(bar_row(chords)) == bars


# -- the piece ----------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize("groove", grooves.names())
@pytest.mark.parametrize("beats", [3, 4])
def test_every_groove_carries_the_song_in_three_and_in_four(groove: str, beats: int) -> None:
    piece = piece_of(replace(G, groove=groove, beats=beats), rounds=1)
    assert (piece.title, piece.tempos[0].bpm, piece.key, piece.metres[0].beats) == ("Night bus", 92.0, G.key, beats)
    assert len(piece.bars()) == 5
    assert piece.end == 5 * beats * 480
    assert {"melody", "drums", "bass"} <= {part.role for part in piece.parts}


def test_a_groove_in_three_keeps_each_of_its_first_steps() -> None:
    four = grooves.groove("ballad")
    three = in_beats(four, 3)
    assert in_beats(four, 4) is four
    assert [grid[:12] for grid in four.loop[1].grids["kick"]] == list(three.loop[1].grids["kick"])


def test_a_groove_of_three_plays_its_last_beat_twice_in_four() -> None:
    three = grooves.groove("waltz")
    four = in_beats(three, 4)
    assert [bar + bar[-4:] for bar in three.loop[1].grids["snare"]] == list(four.loop[1].grids["snare"])
    assert four.metre.beats == 4


@pytest.mark.parametrize("level", LEVELS)
def test_each_level_is_in_the_chords_begins_with_the_song_and_is_kept_in_a_file(level: str) -> None:
    piece = piece_of(G, level)
    row = [chord(symbol) for symbol in G.chords]
    for part in (part for part in piece.parts if part.role == "melody"):
        assert part.notes[0].start == 0
        outside = [n for n in part.notes if n.pitch % 12 not in row[n.start // 1920 % 4].classes]
        assert not outside or level == "one-key"
    again = Piece.from_midi(piece.to_midi())
    assert [(part.role, part.hand, part.notes) for part in again.parts] == [
        (part.role, part.hand, part.notes) for part in piece.parts
    ]


def test_the_levels_ask_for_one_key_one_finger_three_and_both_hands() -> None:
    fingers = []
    for level in LEVELS:
        parts = my_part(G, level)
        together = max(sum(n.start == first.start for part in parts for n in part.notes) for first in parts[0].notes)
        fingers.append((len({n.pitch for n in parts[0].notes}), together, tuple(part.hand for part in parts)))
    assert fingers[0] == (1, 1, ("",))
    assert fingers[1][1:] == (1, ("",))
    assert fingers[2][1:] == (3, ("",))
    assert fingers[3][1:] == (4, ("right", "left"))


def test_one_key_is_the_note_that_most_chords_hold() -> None:
    assert {n.pitch % 12 for n in my_part(G, "one-key")[0].notes} == {7}  # G is in G, Em and C


def test_chords_that_the_pupil_plays_are_left_to_them() -> None:
    roles = {level: {part.role for part in piece_of(G, level).parts} for level in LEVELS}
    assert "chords" in roles["one-key"]
    assert "chords" in roles["one-finger"]
    assert "chords" not in roles["three-fingers"] | roles["both-hands"]


def test_a_song_of_which_little_is_known_is_a_piece_all_the_same() -> None:
    piece = piece_of(Song("?"), "three-fingers")
    assert piece.tempos[0].bpm == grooves.groove(grooves.names()[0]).bpm
    assert {n.pitch % 12 for n in piece.parts[0].notes} == {0, 4, 7}


def test_a_chord_alone_has_its_lowest_note_beneath() -> None:
    notes = chord_alone("Em").parts[0].notes
    assert notes[0].pitch == 52
    assert {n.pitch % 12 for n in notes} == {4, 7, 11}


# -- grooves near it, and names -----------------------------------------------------------------------------------------
def test_grooves_are_ordered_by_what_was_said_then_by_tempo_and_none_is_left_out() -> None:
    every = [grooves.groove(name) for name in grooves.names()]
    for bpm in (50, 74, 104, 122, 150, 200):
        assert {one.id for one in near(replace(G, bpm=bpm), every)} == set(grooves.names())
    assert near(replace(G, bpm=122.0, mode="minor"), every)[0].id == "house"
    assert near(replace(G, bpm=104.0), every)[0].id == "afrobeats"
    assert near(replace(G, bpm=200.0), every)[0].id == "afrobeats"  # half as fast
    assert near(replace(G, bpm=120.0, beats=3), every)[0].id == "waltz"
    assert near(replace(G, bpm=138.0), every)[-1].id == "waltz"  # a beat too few, however well its tempo fits
    assert near(replace(G, bpm=122.0), every, "Nan's reggae tapes")[0].id == "reggae"


@pytest.mark.parametrize(
    "name", ["Heart of Glass", "Killing Me Softly", "Ghost Town", "Orange", "Dead Ringer", "Class", "Scunthorpe"]
)
def test_songs_with_plain_words_in_their_names_may_be_called_so(name: str) -> None:
    assert not screening.rude(name)


@pytest.mark.parametrize("name", ["Old Zip Coon", "FUCK this", "sieg  heil!", "What a Bítch", "Nazi punks", "kys"])
def test_a_rude_or_hateful_name_is_found(name: str) -> None:
    assert screening.rude(name)
