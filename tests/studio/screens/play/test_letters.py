"""Letters are those of the piece's key, and a key that is waited for has the light of the hand that plays it."""

from types import SimpleNamespace
from typing import Any

import pytest

from studio.lesson import Stand
from studio.lesson.values import Practice
from studio.music.piece import Key, Note, Part, Piece
from studio.screens.play.score import PLAIN_LETTERS, PlayScore


def score(*parts: Part, key: Key = Key(), **practice: Any) -> PlayScore:  # noqa: B008 - a value
    stand = Stand(Piece("Letters", parts, key=key), "Letters", "song", "own:letters") if parts else None
    lesson: Any = SimpleNamespace(stand=stand, practice=Practice(**practice))
    return PlayScore(lesson)


TUNE = Part("Tune", "melody", notes=(Note(0, 480, 70), Note(480, 480, 66)), hand="right")
LEFT = Part("Left", "chords", notes=(Note(0, 960, 46),), hand="left")


@pytest.mark.parametrize(("fifths", "black"), [(-2, "Db Eb F# Ab Bb"), (0, "C# Eb F# G# Bb"), (3, "C# D# F# G# A#")])
def test_black_keys_are_called_as_the_stave_of_the_piece_writes_them(fifths: int, black: str) -> None:
    letters = score(TUNE, key=Key(fifths)).letters
    assert [letters[n] for n in (1, 3, 6, 8, 10)] == black.split()
    assert [letters[n] for n in (0, 2, 4, 5, 7, 9, 11)] == list("CDEFGAB")


def test_a_white_key_has_another_letter_only_where_the_key_has() -> None:
    assert score(TUNE, key=Key(6)).letters[5] == "E#"
    assert score(TUNE, key=Key(-6)).letters[11] == "Cb"


def test_with_no_piece_open_they_have_their_usual_names() -> None:
    assert score().letters == PLAIN_LETTERS


def test_each_hand_has_its_light_and_what_is_nobodys_has_none() -> None:
    both = score(TUNE, LEFT, help="all")
    assert both.layer_of(70, 0.0) == 2
    assert both.layer_of(46, 10.0) == 0
    assert both.layer_of(66, 0.0) is None
    assert score(TUNE, LEFT, help="melody").layer_of(46, 0.0) is None
