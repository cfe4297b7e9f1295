from itertools import pairwise

import pytest
from hypothesis import given

from studio.music.piece import TICKS, Key, Metre, Note, Part, Piece, Tempo
from tests.studio.music.strategies import few, pieces


def test_a_piece_without_more_said_is_in_four_four_and_ends_on_a_barline() -> None:
    piece = Piece("Walk", (Part("Tune", notes=(Note(0, TICKS, 60), Note(TICKS * 4, 10, 62))),))

    assert piece.end == 8 * TICKS
    assert piece.bars() == ((1, 0, 4 * TICKS), (2, 4 * TICKS, 8 * TICKS))


def test_a_pickup_is_bar_nought_and_the_first_whole_bar_is_bar_one() -> None:
    piece = Piece(
        "Up", (Part("Tune", notes=(Note(0, 480, 67), Note(480, 1440, 72))),), metres=(Metre(0, 1, 4), Metre(480, 3, 4))
    )

    assert piece.pickup == 480
    assert piece.bars() == ((0, 0, 480), (1, 480, 1920))


def test_a_change_of_metre_is_no_pickup_when_its_first_bars_are_whole() -> None:
    piece = Piece("Change", (), metres=(Metre(0, 3, 4), Metre(1440, 2, 4)), end=2400)

    assert piece.pickup == 0
    assert [bar.n for bar in piece.bars()] == [1, 2]


def test_seconds_follow_the_tempo_map() -> None:
    piece = Piece("Slow down", (), tempos=(Tempo(0, 120), Tempo(960, 60)), end=1920)

    assert piece.seconds_at(960) == pytest.approx(1.0)
    assert piece.seconds == pytest.approx(3.0)


def test_notes_before_the_start_have_negative_seconds() -> None:
    assert Piece("Count", ()).seconds_at(-480) == pytest.approx(-0.6)


def test_a_key_struck_again_ends_its_note_before() -> None:
    part = Part("Tune", notes=(Note(100, 50, 60), Note(0, 200, 60), Note(0, 10, 60)))

    assert part.notes == (Note(0, 100, 60), Note(100, 50, 60))


def test_the_end_never_cuts_a_note() -> None:
    assert Piece("Long", (Part("Tune", notes=(Note(0, 5000, 60),)),), end=480).end == 5000


def test_a_piece_needs_a_tempo_and_a_metre_from_the_start() -> None:
    with pytest.raises(ValueError, match="tempo and a metre"):
        Piece("Late", (), tempos=(Tempo(10, 100),))


@pytest.mark.parametrize(
    ("key", "tonic"), [(Key(0), 0), (Key(0, "minor"), 9), (Key(-3), 3), (Key(2), 2), (Key(1, "minor"), 4)]
)
def test_the_home_note_follows_from_the_signature(key: Key, tonic: int) -> None:
    assert key.tonic == tonic


@few
@given(pieces())
def test_bars_lie_end_to_end_and_cover_the_piece(piece: Piece) -> None:
    bars = piece.bars()

    assert bars[0].start == 0
    assert bars[-1].end == piece.end
    assert all(bar.end == following.start for bar, following in pairwise(bars))
    assert all(piece.bar_at(bar.start) == bar for bar in bars)
