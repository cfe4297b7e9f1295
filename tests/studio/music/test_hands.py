import random

import pytest

from studio.music import hands
from studio.music.piece import TICKS, Note, Part, Piece

RIGHT = tuple(Note(n * 240, 240, 67 + (n * 5) % 9) for n in range(32))
LEFT = tuple(Note(n * 960, 960, pitch) for n in range(8) for pitch in (43 + n % 5, 50 + n % 5, 55 + n % 5))


def piano(*notes: Note) -> Piece:
    return Piece("Tune", (Part("Piano", notes=notes),))


def by_hand(piece: Piece) -> dict[str, list[int]]:
    return {part.hand: [note.pitch for note in part.notes] for part in piece.parts}


def test_a_tune_over_chords_on_one_stave_is_shared_out_as_it_was_written() -> None:
    shared = hands.shared_out(piano(*RIGHT, *LEFT))

    right, left = shared.parts
    assert (right.hand, right.role, right.notes) == ("right", "melody", RIGHT)
    assert (left.hand, left.role, set(left.notes)) == ("left", "chords", set(LEFT))


def test_what_one_hand_plays_or_says_its_hands_stays_as_it_is() -> None:
    for piece in (
        piano(*RIGHT),
        hands.two_hands(piano(*RIGHT, *LEFT)),
        Piece("Drums", (Part("Kit", "drums", "kit", LEFT),)),
    ):
        assert hands.shared_out(piece) == piece


def test_neither_hand_takes_more_than_it_can_reach() -> None:
    rng = random.Random(5)
    notes = sorted(Note(n // 3 * 480, 400, rng.randrange(40, 85)) for n in range(90))
    part = Part("Piano", notes=tuple(notes))
    right = hands.find(part.notes)

    for start in {note.start for note in part.notes}:
        for hand in (True, False):
            mine = [note.pitch for note, is_right in zip(part.notes, right, strict=True) if note.start == start and is_right == hand]  # fmt: skip
            others = [note.pitch for note, is_right in zip(part.notes, right, strict=True) if note.start == start and is_right != hand]  # fmt: skip
            assert not mine or not others or (max(mine) < min(others)) != (min(mine) > max(others))


def test_swapping_twice_gives_the_hands_back() -> None:
    shared = hands.two_hands(piano(*RIGHT, *LEFT))

    assert by_hand(hands.swapped(shared))["left"] == by_hand(shared)["right"]
    assert hands.swapped(hands.swapped(shared)) == shared


def test_a_line_parts_the_hands_and_is_found_again() -> None:
    shared = hands.by_line(piano(*RIGHT, *LEFT), 67)

    assert min(by_hand(shared)["right"]) == 67 > max(by_hand(shared)["left"])
    assert max(by_hand(shared)["left"]) < hands.line_of(shared) <= min(by_hand(shared)["right"])
    assert sum(len(pitches) for pitches in by_hand(hands.by_line(shared, 70)).values()) == len(RIGHT) + len(LEFT)


def test_a_tune_and_its_chords_in_parts_of_their_own_are_the_two_hands() -> None:
    band = Piece(
        "Band", (Part("Kit", "drums", "kit", LEFT), Part("Chords", "chords", "piano", LEFT), Part("Lead", notes=RIGHT))
    )

    assert [part.hand for part in hands.two_hands(band).parts] == ["", "left", "right"]


@pytest.mark.parametrize("lowest", [43, 60, 72])
def test_a_tune_on_two_keys_alone_is_the_right_hands(lowest: int) -> None:
    shared = hands.two_hands(piano(*(Note(n * TICKS, TICKS, lowest + 2 * (n % 2)) for n in range(8))))

    assert [(part.hand, len(part.notes)) for part in shared.parts] == [("right", 8), ("left", 0)]


def test_a_tune_over_low_chords_falls_into_two_hands() -> None:
    tune = [Note(n * 480, 480, pitch) for n, pitch in enumerate((72, 74, 76, 77))]
    chord = [Note(0, 1920, pitch) for pitch in (43, 47, 50)]
    notes = sorted((*tune, *chord), key=lambda note: (note.start, note.pitch))

    right = hands.find(notes)

    assert [note.pitch for note, is_right in zip(notes, right, strict=True) if is_right] == [72, 74, 76, 77]


def test_nothing_has_no_hands() -> None:
    assert hands.find(()) == ()


def test_two_staves_are_for_what_is_wide_and_lies_on_both_sides_of_middle_c() -> None:
    assert hands.needs_two((43, 72))
    assert not any(map(hands.needs_two, ((), (60, 80), (36, 60), (55, 75), (54, 73))))


def test_a_grace_note_stays_in_the_hand_of_the_note_it_leads_to() -> None:
    notes = (Note(0, 60, 59, grace="on"), Note(60, 60, 58, grace="on"), Note(120, 360, 67), Note(0, 480, 48))
    by_pitch = hands.by_line(Piece("Small", (Part("Piano", notes=notes),)), 60)

    assert by_hand(by_pitch) == {"right": [59, 58, 67], "left": [48]}
