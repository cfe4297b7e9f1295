"""The voice over a song: recordings over each other, taken out and put back alone, and in no file of notes."""

from dataclasses import replace

import pytest

from studio.music.song import kept, layers, lines, voice, whole
from studio.music.song.model import MOST_VOICES, Song, SongError, VoicePass
from tests.studio.music.song.made import layer, song

BAR = 2.4  # seconds, at 100 beats a minute


def at(bar: float, bars: float, name: str = "a", **how: object) -> VoicePass:
    return VoicePass(name, "kim", bar * 1920, bars * BAR, 100.0, **how)  # type: ignore[arg-type]  # fields of its own


def with_voices(*passes: VoicePass) -> Song:
    made = song(layer())
    for one in passes:
        made = voice.said(made, one)
    return made


def told(made: Song) -> list[tuple[str, float, float, float]]:
    """What sounds in which bars, and from which bar of itself."""
    return [(s.id, *(round(x / BAR, 3) for x in (s.begins, s.ends, s.skips))) for s in voice.stretches(made)]


def test_what_was_said_last_sounds_where_it_lies_and_what_was_before_goes_on_around_it() -> None:
    made = with_voices(at(0, 4), at(1, 1, "b"))

    assert told(made) == [("a", 0, 1, 0), ("b", 1, 2, 0), ("a", 2, 4, 2)]
    assert told(voice.on(made, "b", on=False)) == [("a", 0, 4, 0)]
    assert told(voice.gone(made, "a")) == [("b", 1, 2, 0)]


def test_what_begins_before_the_song_or_ends_after_it_is_cut() -> None:
    assert told(with_voices(at(-0.5, 1))) == [("a", 0, 0.5, 0.5)]
    assert told(with_voices(at(3, 4))) == [("a", 3, 4, 0)]
    made = replace(with_voices(at(3, 4)), ending=False)
    longer = whole.repeat(whole.add_block(made), "0", 2)
    assert told(longer) == [("a", 3, 7, 0)]


def test_it_is_recorded_to_the_end_of_the_song_at_most() -> None:
    made = song(layer())
    assert voice.most_seconds(made, 1920) == pytest.approx(3 * BAR)
    assert voice.most_seconds(made, 99 * 1920) == 0
    long = replace(whole.repeat(whole.add_block(song(layer(), bars=16)), "0", 32), bpm=60)
    assert voice.most_seconds(long, 0) == 600


def test_it_is_as_loud_as_it_is_set_and_silent_where_a_layer_is_alone() -> None:
    made = with_voices(at(0, 4))
    assert lines.players(voice.volume(made, 0.4)) == ("kim",)
    assert voice.level(voice.volume(made, 0.4)) == 0.4
    for silent in (
        voice.mute(made, on=True),
        layers.solo(made, "0", on=True),
        voice.on(made, "a", on=False),
        voice.volume(made, -3),
    ):
        assert voice.level(silent) == 0
        assert lines.players(silent) == ()


def test_a_press_moves_it_by_a_fiftieth_of_a_second_at_any_tempo() -> None:
    made = voice.later(with_voices(at(1, 1)), "a", voice.STEP_SECONDS)

    assert voice.stretches(made)[0].begins == pytest.approx(BAR + 0.02)


def test_another_tempo_is_told() -> None:
    made = with_voices(at(0, 4))

    assert voice.other_tempo(made) is None
    assert voice.other_tempo(whole.tempo(made, 120)) == 100
    assert voice.other_tempo(voice.on(whole.tempo(made, 120), "a", on=False)) is None


def test_a_song_is_full_of_voices_once() -> None:
    made = with_voices(*(at(0, 1, f"v{n}") for n in range(MOST_VOICES)))

    with pytest.raises(SongError, match="Take one back"):
        voice.said(made, at(0, 1, "more"))


def test_it_is_kept_with_the_song_and_comes_back() -> None:
    made = voice.mute(voice.volume(with_voices(at(0, 4), at(1, 1, "b", on=False)), 0.3), on=True)

    assert kept.opened(kept.song_bytes(made)).song == made
    assert kept.opened(kept.song_bytes(voice.without(made))).song.voice == Song().voice
