"""The words of a song: read out of its music a line a bar, and in no music that leaves unless they were ticked."""

from dataclasses import replace

import pytest

from reflections import story
from reflections.naming import left_out
from reflections.pages.marks import where
from reflections.records import Preferences, Ribbon
from reflections.sentences import Spoken
from studio.music.piece import TICKS, Lyric, Metre, Note, Part, Piece, Section, Tempo
from studio.papers import copies, drawing, lyrics
from studio.papers.drawing import Materials
from tests.reflections import page_sample as sample

BAR = 4 * TICKS
SAID = (
    Lyric(0, "Rain on the skylight,"),
    Lyric(BAR, "no-"),
    Lyric(BAR + TICKS, "body"),
    Lyric(BAR + 2 * TICKS, "calls."),
)
LINES = ("Rain on the skylight,", "nobody calls.")


def song(*said: Lyric, sections: tuple[Section, ...] = ()) -> bytes:
    part = Part("melody", "melody", "piano", tuple(Note(n * BAR, BAR, 60 + n) for n in range(3)))
    return Piece(
        "Lo-fi rain", (part,), (Tempo(0, 90.0),), (Metre(0, 4, 4),), (0, "major"), sections, tuple(said), end=3 * BAR
    ).to_midi()


def materials(*told: str, midi: bytes = b"") -> Materials:
    evidence = lyrics.given(sample.evidence(), {"rain-1": midi or song(*SAID)})
    return Materials(evidence, {}, {"rain-1": midi or song(*SAID)}, {}, Preferences(ribbon=Ribbon(told=told)), ())


def ticked_key() -> str:
    return next(one.key for one in story.tellings(materials().evidence) if one.kind == "lyrics")


def sung(of: Materials) -> tuple[str, ...]:
    """What is written under the notes once it is drawn, and stands in the MIDI for the next tutor."""
    music = drawing.music_of(of, "rain-1")
    assert isinstance(music, Piece)
    assert lyrics.lines(copies._midi(of, "rain-1")) == lyrics.lines(music.to_midi())
    return lyrics.lines(music.to_midi())


def test_words_are_a_line_a_bar_and_syllables_one_word() -> None:
    assert lyrics.lines(song(*SAID)) == LINES
    assert lyrics.lines(song()) == ()


def test_between_two_sections_a_line_is_empty_and_none_at_the_end() -> None:
    parts = (Section("Verse", 0, BAR), Section("Chorus", BAR, 2 * BAR), Section("Ending", 2 * BAR, 3 * BAR))
    assert lyrics.lines(song(*SAID, sections=parts)) == (LINES[0], "", LINES[1])


def test_music_without_its_words_is_the_same_music() -> None:
    midi, bare = song(*SAID), lyrics.without(song(*SAID))
    assert Piece.from_midi(bare) == replace(Piece.from_midi(midi), lyrics=())
    assert b"skylight" not in bare
    assert lyrics.without(bare) == bare


def test_music_that_cannot_be_read_has_no_words_and_stops_no_page() -> None:
    damaged = b"no music \xff\x05"
    assert (lyrics.lines(damaged), lyrics.without(damaged)) == ((), b"")


def test_the_words_of_a_song_go_home_only_where_they_are_ticked_and_not_beneath_its_notes_either() -> None:
    key = ticked_key()
    for told, there in (((key,), LINES), ((), ())):
        mine = copies.ticked(materials(*told))
        assert mine.evidence.pieces[2].lyrics == there
        assert sung(mine) == there
        assert copies.as_data(mine)["pieces"][2]["lyrics"] == list(there)


def test_my_music_has_no_words_even_where_they_are_ticked() -> None:
    assert sung(copies.wordless(materials(ticked_key()))) == ()


def test_i8_words_that_name_somebody_are_looked_at_and_what_is_left_out_is_in_no_music() -> None:
    whole = replace(materials(ticked_key(), midi=song(Lyric(0, "Amira sings low"))), others=("Amira",))
    mine = copies.ticked(whole)
    assert [(one.words, where(one, Spoken())) for one in mine.marked] == [("Amira", "the song Lo-fi rain")]
    left = lyrics.fitting(replace(mine, evidence=left_out(mine.evidence, {mine.marked[0].text})))
    assert "Amira" not in repr(left.evidence.pieces[2].lyrics)
    assert sung(left) == ()


@pytest.mark.parametrize(("kind", "there"), [("own", False), ("file", False), ("tune", True)])
def test_a_take_beside_the_pupils_own_song_is_drawn_without_its_words_and_one_beside_a_tune_with_them(
    kind: str, there: bool
) -> None:
    given = materials()
    bus = given.evidence.pieces[0]
    bus = replace(bus, piece=replace(bus.piece, kind=kind))
    evidence = replace(given.evidence, pieces=(bus, *given.evidence.pieces[1:]))
    mine = copies.ticked(replace(given, evidence=evidence, pieces={"bus-1": song(*SAID)}))
    assert (b"skylight" in mine.pieces["bus-1"]) is there
