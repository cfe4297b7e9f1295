"""Rows of a grid: what a layer strikes is never without one, and a key means the row it sounds."""

from hypothesis import given
from hypothesis import strategies as st

from studio.music.song import gridrows, layers, notes, steps
from studio.music.song.model import Key, Song, SongNote


def beat() -> Song:
    return layers.add(Song(bars=1), "Beat", "drums")


def test_a_beat_has_the_usual_drums_and_whatever_is_struck_on_it_high_to_low() -> None:
    song = beat()
    assert [row.name for row in gridrows.drums(song, "0")] == ["hat", "clap", "snare", "kick"]
    song = notes.add(song, "0", SongNote(0.0, 60.0, 49), SongNote(0.0, 60.0, 40))
    rows = gridrows.drums(song, "0")
    assert [row.name for row in rows] == ["crash", "hat", "clap", "snare", "", "kick"]
    assert [row.pitch for row in rows if not row.name] == [40]
    assert steps.cells(song, "0", [row.pitch for row in rows], 0)[4][0].velocity == 80


def test_a_drum_that_is_only_struck_now_can_have_a_row_as_well() -> None:
    assert gridrows.drums(beat(), "0", (51,))[0] == gridrows.Row(51, "ride")


@given(st.integers(0, 127), st.integers(12, 112), st.sampled_from([Key(), Key(3, "minor"), Key(-5)]))
def test_every_key_of_the_scale_is_reached_by_octaves_and_no_other_key_fits(pitch: int, around: int, key: Key) -> None:
    song = Song(key=key)
    rows = [row.pitch for row in gridrows.tune(song, gridrows.reached(song, pitch, around))]
    if gridrows.fits(song, pitch) and 7 < pitch < 116:
        assert pitch in rows
    assert all(gridrows.fits(song, one) for one in rows)


def test_a_tunes_rows_lie_around_its_notes_and_what_lies_outside_them_is_counted() -> None:
    song = layers.add(Song(bars=2), "Tune")
    tune = [SongNote(0.0, 240.0, pitch) for pitch in (72, 74, 76, 95)]
    song = notes.add(song, "0", *tune, SongNote(1920.0, 240.0, 73))
    rows = gridrows.tune(song, gridrows.middle(song, "0", 60))
    assert {72, 74, 76} <= {row.pitch for row in rows}
    assert gridrows.beside(song, "0", rows, 0) == 1
    assert gridrows.beside(song, "0", rows, 1) == 1
    assert gridrows.middle(layers.add(Song(), "Nothing"), "0", 41) == 41
