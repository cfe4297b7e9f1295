"""A song on paper: whole lengths on the grid, a line a layer but for drums, words once, letters if wanted; read back it is the same."""

from xml.etree import ElementTree as ET

import pytest

from studio.music import grooves
from studio.music.song import grooving, layers, paper, whole
from studio.music.song.model import TUTOR, Song
from tests.studio.music.song.made import a_pass, loose, note

PITCHES = (60, 62, 66, 67)


@pytest.fixture
def song() -> Song:
    """A groove, and a tune that the tutor played a little late and let go early."""
    made = layers.add(grooving.from_groove(grooves.groove("ballad")), "Tune", player=TUTOR)
    late = [note(480 * n + 20 + n, 380, pitch) for n, pitch in enumerate(PITCHES)]
    return layers.passes(made, made.layers[-1].id, [a_pass(*late, bars=1, bpm=made.bpm)], "layer")


def words(document: str) -> list[str]:
    return [one.text or "" for one in ET.fromstring(document).iter("text")]


def test_every_layer_but_drums_has_a_line_and_who_is_quiet_is_written_too(song: Song) -> None:
    _, lines = paper.on_paper(layers.mute(layers.solo(song, "1", on=True), "4", on=True))

    assert [(line.name, line.player) for line in lines] == [
        ("Bass", ""),
        ("Chords", ""),
        ("Long chords", ""),
        ("Tune", TUTOR),
    ]


def test_what_was_played_loosely_stands_on_the_grid_as_long_as_it_is_written(song: Song) -> None:
    piece, lines = paper.on_paper(song)
    tune = piece.parts[lines[-1].part]

    assert [(n.start, n.length, n.pitch) for n in tune.notes[:4]] == [(480 * n, 480, p) for n, p in enumerate(PITCHES)]
    assert song.layers[-1].tidy.strength == 0, "the song itself is as it was played"


def test_letters_stand_under_the_notes_spelled_in_the_key(song: Song) -> None:
    piece, lines = paper.on_paper(whole.words(song, "", 0, "warm"))

    assert words(paper.page(piece, lines[-1]).document) == ["warm"]
    assert words(paper.page(piece, lines[-1], letters=True).document)[:4] == ["C", "D", "F♯", "G"]


def test_in_the_score_the_words_stand_once_and_each_part_has_its_name(song: Song) -> None:
    piece, lines = paper.on_paper(whole.words(song, "", 0, "warm"))
    written = paper.score(piece, lines)

    assert words(written.document) == ["warm"]
    assert [one.text for one in ET.fromstring(written.document).iter("part-name")] == [line.name for line in lines]


def test_drums_alone_have_no_line() -> None:
    drums = layers.add(Song(), "Mine", "drums")
    assert paper.on_paper(layers.passes(drums, "0", [loose(8, 1)], "layer"))[1] == ()


@pytest.mark.whole
def test_the_score_opens_again_in_music21_with_the_same_notes(song: Song) -> None:
    import music21

    piece, lines = paper.on_paper(song)
    opened = music21.converter.parseData(paper.score(piece, lines).document)

    assert [part.partName for part in opened.parts] == [line.name for line in lines]
    for line, part in zip(lines, opened.parts, strict=True):
        begun = [
            (round(float(one.getOffsetInHierarchy(part)) * 480), pitch.midi)
            for one in part.recurse().notes
            for pitch in one.pitches
            if one.tie is None or one.tie.type == "start"
        ]
        assert sorted(begun) == sorted((n.start, n.pitch) for n in piece.parts[line.part].notes), line.name
