"""A song as a file: MIDI that opens again just as it was, a sound without the silent layers, notes; nothing half made is left."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from xml.etree import ElementTree as ET

import numpy as np
import pytest

from instruments import render
from instruments.errors import Cancelled
from instruments.events import RATE, Score
from studio.music.song import arranging, grooving, kept, layers, whole
from studio.music.song.model import Song, SongError
from studio.screen import Go
from studio.screens.make import out
from tests.studio.fakes import Pilot

Start = Callable[..., Pilot]


@pytest.fixture
def song() -> Song:
    """A groove with two parts and a line of words."""
    from studio.music import grooves

    made = whole.add_block(whole.add_block(grooving.from_groove(grooves.groove("ballad"))))
    return whole.words(whole.rests(made, "0", "0", rest=True), "0", 2, "and I am warm")


def test_it_is_saved_from_the_song_page_and_opens_again_just_as_it_was(at_home: Start, tmp_path: Path) -> None:
    pilot = at_home()
    pilot.studio.move(Go("make"))
    pilot.settle()
    pilot.click("from-ballad")
    pilot.press("Song")
    pilot.press("Add a part of the song")
    pilot.press("Save as a file")
    assert pilot.ui.focused == "out-kind"
    pilot.studio.screen.out._type(str(tmp_path / "out"))
    pilot.press("Save it")

    (made,) = (tmp_path / "out").iterdir()
    assert made.name == "Pop ballad.mid", "nobody is named outside"
    assert "(under 0.1 MB)" in pilot.studio.notice
    assert kept.opened(made.read_bytes()).song == pilot.studio.screen.song
    assert str(made) in pilot.words()


def test_a_place_that_cannot_be_written_to_is_said_and_the_song_is_still_there(at_home: Start, tmp_path: Path) -> None:
    pilot = at_home()
    pilot.studio.move(Go("make"))
    pilot.settle()
    pilot.click("from-ballad")
    pilot.press("Song")
    pilot.press("Save as a file")
    (tmp_path / "file").write_text("not a folder", encoding="utf-8")
    pilot.studio.screen.out._type(str(tmp_path / "file"))
    pilot.press("Save it")

    assert "It could not be saved in" in pilot.words()
    assert pilot.studio.screen.song.layers


def test_nobody_is_named_in_the_file_by_what_they_are_known_by_here(song: Song, tmp_path: Path) -> None:
    played = layers.player(layers.player(song, "1", "0198-jo"), "2", "tutor")
    path, _ = out.written(played, tmp_path / "song.mid", lambda _: None, lambda: False)

    assert kept.opened(path.read_bytes()).song == layers.player(song, "2", "tutor")


def test_a_sound_is_of_the_whole_song_without_silent_layers_and_can_be_given_up(
    song: Song, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    scores: list[Score] = []

    def rendered(score: Score, **_: object) -> object:
        scores.append(score)
        return np.zeros((RATE // 10, 2), np.float32)

    monkeypatch.setattr(render, "render", rendered)
    quiet = layers.mute(song, "1", on=True)
    path, size = out.written(quiet, tmp_path / "song.wav", lambda _: None, lambda: False)

    assert path.stat().st_size == size
    assert path.read_bytes()[:4] == b"RIFF"
    assert {part for _, part, _ in scores[0].events} == {0, 2, 3}
    with pytest.raises(Cancelled):
        out.written(quiet, tmp_path / "other.wav", lambda _: None, lambda: True)
    assert [each.name for each in tmp_path.iterdir()] == ["song.wav"]


def test_notes_are_written_with_their_words_and_drums_alone_are_no_notes(song: Song, tmp_path: Path) -> None:
    path, _ = out.written(song, tmp_path / "song.musicxml", lambda _: None, lambda: False)
    page = ET.fromstring(path.read_text(encoding="utf-8"))

    assert page.findall(".//measure")
    drums = layers.add(Song(), "Mine", "drums")
    with pytest.raises(SongError, match="drums"):
        out.written(drums, tmp_path / "drums.musicxml", lambda _: None, lambda: False)


def test_other_libraries_read_the_same_notes_and_the_same_length(song: Song, tmp_path: Path) -> None:
    import mido
    import soundfile

    plain = replace(song, blocks=(), bars=1, ending=False)
    midi, _ = out.written(plain, tmp_path / "song.mid", lambda _: None, lambda: False)
    tracks = mido.MidiFile(midi).tracks
    struck = sum(one.type == "note_on" and one.velocity > 0 for track in tracks for one in track)
    piece = arranging.song_piece(plain)
    assert struck == sum(len(part.notes) for part in piece.parts)
    assert kept.opened(midi.read_bytes()).song == plain

    for kind in ("wav", "ogg"):
        sound, _ = out.written(plain, tmp_path / f"song.{kind}", lambda _: None, lambda: False)
        heard, rate = soundfile.read(sound)
        assert len(heard) / rate == pytest.approx(piece.seconds_at(piece.end), abs=6), "and what rings on"
        assert abs(heard).max() > 0.05


def test_of_an_empty_song_no_file_is_made_and_no_page_printed(at_home: Start) -> None:
    pilot = at_home()
    pilot.studio.move(Go("make"))
    pilot.settle()
    pilot.press("An empty loop")
    pilot.press("Song")
    pilot.press("Save as a file")
    assert "Nothing is in it yet." in pilot.words()
    assert pilot.studio.screen.dialog() is None
    pilot.click("song-notes")
    pilot.settle()
    assert "There are no notes yet." in pilot.words()
    assert "drums" not in pilot.words().lower()
    pilot.press("Save to print")
    assert pilot.studio.screen.out.dialog() is None
