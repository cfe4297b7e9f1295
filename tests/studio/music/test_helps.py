"""A level says what is written for the pupil, the help how their keys count for it: any part that fits can be played with any key."""

import pytest

from instruments.schedule import Player
from studio.music.along import parts_of
from studio.music.levels import LEVELS, Level, arranged
from studio.music.score import gates, to_score
from tests.studio.music.test_levels import PIANO, TUNE

BLOCK = 480


def heard_with_any_key(level: Level) -> list[frozenset[int]]:
    """Tap whenever it waits, and return what is heard of it."""
    piece = arranged(PIANO, level).piece
    mine = parts_of(piece, "one key")
    player = Player(to_score(piece, waits_for=mine), muted=mine, wait=True, one_key=True)
    heard = []
    while not player.finished:
        player.advance(BLOCK)
        if player.state == "waiting":
            struck = player.strike()
            assert struck is not None
            heard.append(struck[0])
    return heard


@pytest.mark.parametrize("level", LEVELS)
def test_any_key_plays_every_part_that_fits_whole_and_in_order(level: Level) -> None:
    piece = arranged(PIANO, level).piece

    assert heard_with_any_key(level) == [pitches for _, pitches in gates(piece, parts_of(piece, "melody"))]


def test_the_part_of_one_key_is_the_home_note_once_a_bar_and_the_tune_by_any_key_is_the_whole_tune() -> None:
    bars = [bar for bar in PIANO.bars() if bar.n]

    assert heard_with_any_key("one-key") == [frozenset({60})] * len(bars)
    assert heard_with_any_key("melody") == [frozenset({note.pitch}) for note in TUNE]


def test_with_any_key_only_the_tune_is_the_pupils_and_the_rest_plays_along() -> None:
    assert parts_of(PIANO, "one key") == parts_of(PIANO, "melody") == {0}
    assert parts_of(PIANO, "all") == {0, 1}


def test_with_one_hand_only_that_hand_is_the_pupils_though_the_tune_be_the_others() -> None:
    assert parts_of(PIANO, "all", "left") == {1}
    assert parts_of(PIANO, "melody", "left") == {1}
    assert parts_of(PIANO, "melody", "right") == {0}
