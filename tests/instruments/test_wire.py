"""Whatever passes between the two processes arrives as it was sent, in small pieces."""

import io

import pytest

from instruments import wire
from instruments.errors import BadRecord
from instruments.events import (
    Cleared,
    Finished,
    Heard,
    Kept,
    Keyboard,
    Keyboards,
    Output,
    Position,
    Score,
    Told,
    Trouble,
)
from instruments.wire import Kind, ScoreReader

TOLD: tuple[Told, ...] = (
    Position(5, -12.5, "counting", beat=3),
    Position(6, 480.25, "waiting", waiting=frozenset({0, 60, 127}), round=300, left_out=2),
    Finished(7),
    Keyboards(
        8,
        (
            Keyboard(1, "Clavier électrique", "alsa", present=True),
            Keyboard(2, "pads", "jack", present=False, pads=True),
        ),
    ),
    Trouble(9, "output", "No sound device answers."),
    Cleared(10, "output"),
    Output(11, "null", "nowhere", "FluidSynth", 3),
    Kept(12, "/tmp/a.wav", 1.5),
    Heard(13, "/tmp/b.wav", 0.0, "No microphone answers."),
)


@pytest.mark.parametrize("told", TOLD, ids=lambda told: type(told).__name__)
def test_what_the_engine_tells_arrives_with_its_frame_moved(told: Told) -> None:
    ((kind, body),) = wire.pieces(io.BytesIO(wire.told_piece(told)))
    arrived = wire.told_from(kind, body, 1000)
    assert arrived.frame == told.frame + 1000
    assert wire.told_from(kind, body, 0) == told


def test_a_large_score_arrives_whole_in_pieces_of_at_most_256_records() -> None:
    score = Score(
        events=tuple(
            (tick, tick % 3, bytes((0x90, 60, 1 + tick % 100)) if tick % 2 else b"\xd0\x40") for tick in range(2_000)
        ),
        end=2_000,
        tempos=((0, 500_000), (960, 400_000)),
        metre=((0, 6, 8), (1440, 4, 4)),
        sounds=("piano", "bass", "kit"),
        loop=(10, 20),
        gates=tuple((tick, frozenset({60, 60 + tick % 12})) for tick in range(0, 2_000, 4)),
        groups=((), (2, 2)),
    )
    reader, most = ScoreReader(), 0
    for kind, body in wire.pieces(io.BytesIO(b"".join(wire.score_pieces(score)))):
        reader.take(kind, body)
        most = max(most, len(body))
    assert reader.score(wire.score_fields(score)) == score
    assert most <= 256 * 10


def test_a_second_score_is_not_mixed_with_the_first() -> None:
    reader, short = ScoreReader(), Score(events=((0, 0, b"\x90\x3c\x40"),), end=480)
    for _ in range(2):
        for kind, body in wire.pieces(io.BytesIO(b"".join(wire.score_pieces(short)))):
            reader.take(kind, body)
        assert reader.score(wire.score_fields(short)) == short


def test_a_pipe_that_breaks_in_the_middle_of_a_piece_ends_quietly() -> None:
    whole = wire.beacon(5) + wire.told_piece(Finished(1))
    assert [kind for kind, _ in wire.pieces(io.BytesIO(whole[:-1]))] == [Kind.BEACON]


@pytest.mark.parametrize("head", ["ff ff ff ff 00", "01 00 00 00 63"])
def test_another_language_on_the_pipe_is_refused(head: str) -> None:
    with pytest.raises(BadRecord, match="two versions"):
        list(wire.pieces(io.BytesIO(bytes.fromhex(head) + bytes(64))))
