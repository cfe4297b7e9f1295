import io

import mido
import pytest
from hypothesis import given

from studio.music import smf
from studio.music.midi import bpm_of, quarter_us, read_piece
from studio.music.piece import Key, Lyric, Metre, Note, Part, Piece, Section, Tempo
from studio.music.smf import Message
from tests.studio.music.strategies import few, pieces

SONG = Piece(
    "Zoë's boat",
    (
        Part("Tune", "melody", "flute", (Note(480, 480, 72, 90), Note(960, 960, 74, 70)), "right"),
        Part("Boom", "drums", "kit", (Note(480, 120, 36),)),
    ),
    tempos=(Tempo(0, 97.3),),
    metres=(Metre(0, 1, 4), Metre(480, 3, 4)),
    key=Key(-2, "minor"),
    sections=(Section("Verse", 480, 1200), Section("Chorus", 1200, 1920)),
    lyrics=(Lyric(480, "Row"), Lyric(960, "row")),
)


@few
@given(pieces())
def test_a_piece_comes_back_from_its_file_as_it_went(piece: Piece) -> None:
    back = Piece.from_midi(piece.to_midi())

    assert back.parts == piece.parts
    assert (back.title, back.key, back.metres, back.sections, back.lyrics, back.end) == (
        (piece.title, piece.key, piece.metres, piece.sections, piece.lyrics, piece.end)
    )
    assert [tempo.tick for tempo in back.tempos] == [tempo.tick for tempo in piece.tempos]
    assert [quarter_us(tempo.bpm) for tempo in back.tempos] == [quarter_us(tempo.bpm) for tempo in piece.tempos]
    assert back.to_midi() == piece.to_midi()


def test_a_song_with_everything_comes_back_whole() -> None:
    assert Piece.from_midi(SONG.to_midi()) == SONG


def test_another_program_reads_our_file() -> None:
    file = mido.MidiFile(file=io.BytesIO(SONG.to_midi()), charset="utf-8")
    messages = [message for track in file.tracks for message in track]

    assert file.type == 1
    assert [track.name for track in file.tracks] == ["Zoë's boat", "Tune", "Boom"]
    assert [message.key for message in messages if message.type == "key_signature"] == ["Gm"]
    assert [message.text for message in messages if message.type == "lyrics"] == ["Row", "row"]
    assert {message.channel for message in file.tracks[2] if message.type == "note_on"} == {9}
    assert [message.program for message in file.tracks[1] if message.type == "program_change"] == [73]


def test_a_piece_from_elsewhere_gets_roles_by_channel_name_and_pitch() -> None:
    file = mido.MidiFile(ticks_per_beat=96)
    low, high, drums = mido.MidiTrack(), mido.MidiTrack(), mido.MidiTrack()
    for track, channel, pitch in ((low, 0, 40), (high, 1, 76), (drums, 9, 38)):
        track.append(mido.Message("note_on", channel=channel, note=pitch, velocity=64, time=96))
        track.append(mido.Message("note_on", channel=channel, note=pitch, velocity=0, time=48))
        file.tracks.append(track)
    low.insert(0, mido.Message("program_change", channel=0, program=34))
    out = io.BytesIO()
    file.save(file=out)

    piece = Piece.from_midi(out.getvalue())

    assert [(part.role, part.sound) for part in piece.parts] == [
        ("bass", "bass"),
        ("melody", "piano"),
        ("drums", "kit"),
    ]
    assert piece.parts[1].notes == (Note(480, 240, 76, 64),)


def test_one_track_with_several_channels_becomes_a_part_for_each() -> None:
    file = mido.MidiFile(type=0)
    track = mido.MidiTrack()
    for channel in (3, 5):
        track.append(mido.Message("note_on", channel=channel, note=60 + channel, velocity=64))
        track.append(mido.Message("note_off", channel=channel, note=60 + channel, time=480))
    file.tracks.append(track)
    out = io.BytesIO()
    file.save(file=out)

    assert [part.notes[0].pitch for part in Piece.from_midi(out.getvalue()).parts] == [63, 65]


def test_notes_that_nobody_released_end_with_their_track() -> None:
    data = bytes.fromhex(
        "4D546864 00000006 0000 0001 01E0"  # MThd: format 0, one track, 480 ticks a quarter
        "4D54726B 0000000E"  # MTrk, 14 bytes
        "00 90 3C 40"  # C down and never up
        "00 90 40 40"  # E down
        "60 40 00"  # 96 ticks later E up, by running status
        "00 FF2F"  # end of track, its length byte missing
    )

    assert Piece.from_midi(data).parts[0].notes == (Note(0, 96, 60, 64), Note(0, 96, 64, 64))


@pytest.mark.parametrize("bpm", [20.0, 97.3, 120.0, 133.37, 300.0])
def test_a_tempo_is_read_as_the_plain_number_it_was_written_as(bpm: float) -> None:
    assert bpm_of(quarter_us(bpm)) == bpm


def test_a_key_struck_again_comes_up_first_for_whoever_reads_the_file() -> None:
    piece = Piece("Again", (Part("Tune", notes=(Note(0, 480, 60), Note(480, 480, 60))),))

    messages = mido.MidiFile(file=io.BytesIO(piece.to_midi())).tracks[1]

    assert [message.type for message in messages if not message.is_meta][1:] == [
        "note_on",
        "note_off",
        "note_on",
        "note_off",
    ]


def test_the_first_release_ends_the_first_press_and_a_note_without_length_gets_one() -> None:
    data = bytes.fromhex(
        "4D546864 00000006 0000 0001 01E0"
        "4D54726B 0000001C"
        "00 90 3C 40  0A 90 3C 50"  # C down, ten ticks later again
        "0A 80 3C 00  0A 80 3C 00"  # up after ten more, up after another ten
        "00 90 40 40  00 80 40 00"  # E down and up at once
        "00 FF2F00"
    )

    assert Piece.from_midi(data).parts[0].notes == (Note(0, 10, 60, 64), Note(10, 20, 60, 80), Note(30, 1, 64, 64))


def test_one_release_for_a_key_struck_twice_is_the_end_of_both_and_nothing_drones_on() -> None:
    data = bytes.fromhex(
        "4D546864 00000006 0000 0001 01E0"
        "4D54726B 0000001D"
        "00 90 3C 40  60 90 3C 50"  # C down, 96 ticks later again
        "60 80 3C 00"  # up, once
        "00 90 40 40  8700 80 40 00"  # E down, up much later
        "00 FF2F00"
    )

    assert Piece.from_midi(data).parts[0].notes == (Note(0, 96, 60, 64), Note(96, 96, 60, 80), Note(192, 896, 64, 64))


def test_a_karaoke_file_keeps_its_words_and_its_title() -> None:
    def text(tick: int, words: str) -> Message:
        return Message(tick, smf.text(smf.TEXT, words))

    said = [text(0, "@KMIDI KARAOKE FILE"), text(0, "@TRow the boat"), text(0, "@TSomebody")]
    sung = [text(480, "\\Mer"), text(720, "ri"), text(960, "ly "), text(1200, "we"), text(1440, " go.")]
    notes = [Message(480, b"\x90\x3c\x40"), Message(1920, b"\x80\x3c\x40")]

    piece = read_piece(smf.write([said + sung, notes], 480, 1920))

    assert piece.title == "Row the boat"
    assert [(one.tick, one.text) for one in piece.lyrics] == [
        (480, "Mer-"), (720, "ri-"), (960, "ly"), (1200, "we"), (1440, "go."),
    ]  # fmt: skip
