"""Finger numbers: what the piece says, and a hand that lies still."""

from studio.music.fingers import fingers
from studio.music.piece import Key, Note, Part


def part(*pitches: int, hand: str = "", said: dict[int, int] | None = None) -> Part:
    return Part(
        "Tune",
        notes=tuple(Note(n * 480, 480, pitch, finger=(said or {}).get(n, 0)) for n, pitch in enumerate(pitches)),
        hand=hand,
    )


def test_five_neighbouring_keys_of_the_scale_have_a_finger_each() -> None:
    assert fingers(part(60, 62, 64, 65, 67, 60), Key()) == (1, 2, 3, 4, 5, 1)
    assert fingers(part(67, 69, 71, 72, 74), Key(1)) == (1, 2, 3, 4, 5)
    assert fingers(part(62, 64, 66, 69), Key(2)) == (1, 2, 3, 5)


def test_the_left_hand_counts_from_the_other_side() -> None:
    assert fingers(part(60, 62, 67, hand="left"), Key()) == (5, 4, 1)
    assert fingers(part(48, 50, 55), Key()) == (5, 4, 1)


def test_what_the_piece_says_goes_before_where_the_hand_lies() -> None:
    assert fingers(part(60, 62, 64, said={1: 3}), Key()) == (0, 3, 0)


def test_a_hand_that_has_to_move_or_leaves_its_scale_has_no_numbers() -> None:
    assert fingers(part(60, 69), Key()) == (0, 0)
    assert fingers(part(60, 61), Key()) == (0, 0)
    assert fingers(part(), Key()) == ()
