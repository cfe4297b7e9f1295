"""Events survive the pipe and the journal, and MIDI's bytes are read as a player means them."""

import pytest

from instruments.errors import BadRecord
from instruments.events import Back, Bend, Control, Gone, NoteOff, NoteOn, Pedal, Pressed, pack, played_from, unpack

EVERY_KIND = (
    NoteOn(0, 0, 60, 90),
    NoteOff(1, 1, 127, 0),
    Pedal(2, 2, 64, 127),
    Control(3, 63, 1, 5),
    Bend(4, 1, -8192),
    Bend(5, 1, 8191),
    Gone(6, 1),
    Back(2**40, 1),  # nine months of frames
    Pressed(7, 2, 36, 100),
)


def test_what_is_packed_unpacks_the_same() -> None:
    assert unpack(pack(EVERY_KIND)) == EVERY_KIND


def test_a_record_is_sixteen_little_endian_bytes() -> None:
    assert pack([NoteOn(258, 3, 60, 90)]).hex(" ") == "02 01 00 00 00 00 00 00 00 03 3c 00 5a 00 00 00"
    assert pack([Bend(0, 0, -2)]).hex(" ") == "00 00 00 00 00 00 00 00 04 00 00 00 fe ff 00 00"


def test_a_record_cut_short_is_refused_in_a_sentence() -> None:
    with pytest.raises(BadRecord, match="cut short"):
        unpack(pack(EVERY_KIND)[:-1])


def test_a_record_of_an_unknown_kind_is_refused() -> None:
    with pytest.raises(BadRecord, match="kind 9"):
        unpack(bytes.fromhex("00 00 00 00 00 00 00 00 09 00 00 00 00 00 00 00"))


@pytest.mark.parametrize(
    ("message", "means"),
    [
        ("90 3c 5a", NoteOn(7, 2, 60, 90)),
        ("95 3c 01", NoteOn(7, 2, 60, 1)),
        ("90 3c 00", NoteOff(7, 2, 60, 0)),  # velocity 0 ends a note
        ("80 3c 40", NoteOff(7, 2, 60, 64)),
        ("b0 40 7f", Pedal(7, 2, 64, 127)),
        ("b0 42 00", Pedal(7, 2, 66, 0)),
        ("b0 01 20", Control(7, 2, 1, 32)),
        ("e0 00 40", Bend(7, 2, 0)),
        ("e0 00 00", Bend(7, 2, -8192)),
        ("e0 7f 7f", Bend(7, 2, 8191)),
        ("c0 05", None),  # a program change plays nothing
        ("f8", None),  # clock
        ("fe", None),  # active sensing
        ("f0 7e f7", None),
        ("", None),
    ],
)
def test_a_short_message_is_read_as_what_the_player_did(message: str, means: object) -> None:
    assert played_from(bytes.fromhex(message), 7, 2) == means
