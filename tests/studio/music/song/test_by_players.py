"""Who is heard in a song, and a version of it with the tutor and without."""

from dataclasses import replace

from studio.music.song import layers
from studio.music.song.by_players import heard, kinds, version_score
from studio.music.song.kept import song_bytes
from studio.music.song.model import TUTOR, Song
from tests.studio.music.song.made import a_pass, layer, note, song

HIGH, LOW = 67, 48


def of_two() -> Song:
    mine = replace(layer(a_pass(note(0, pitch=HIGH))), player="a pupil")
    return song(mine, replace(layer(a_pass(note(0, pitch=LOW)), layer_id="1"), player=TUTOR))


def pitches(song: Song, *, tutor: bool) -> tuple[set[int], bool]:
    score, two = version_score(song_bytes(song), tutor=tutor)
    return {data[1] for _, _, data in score.events if data[0] & 0xF0 == 0x90} & {HIGH, LOW}, two  # not the ending


def test_a_song_says_who_is_heard_in_it() -> None:
    assert kinds(song(layer(a_pass(note(0))))) == ("pupil",)
    assert kinds(of_two()) == ("pupil", TUTOR)
    assert kinds(layers.mute_player(of_two(), TUTOR, on=True)) == ("pupil",)
    assert kinds(layers.mute_player(of_two(), "a pupil", on=True)) == (TUTOR,)


def test_a_version_is_heard_with_the_tutor_or_without_but_never_without_anybody() -> None:
    assert pitches(of_two(), tutor=True) == ({HIGH, LOW}, True)
    assert pitches(of_two(), tutor=False) == ({HIGH}, True)
    alone = layers.mute_player(of_two(), "a pupil", on=True)
    assert pitches(alone, tutor=False) == ({LOW}, False)
    assert heard(alone, tutor=False) is alone
