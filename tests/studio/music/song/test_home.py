"""The home note of a song: layers go with it, and however it is come by, it is the same song there."""

from collections.abc import Sequence

import pytest

from studio.music.piece import Key
from studio.music.song import kept, layers, whole
from studio.music.song.model import Song
from tests.studio.music.song.made import a_pass, layer, note, song


def sections() -> Song:
    return song(layer(a_pass(note(0)), layer_id="0"), layer(a_pass(note(480, pitch=64)), layer_id="1"))


@pytest.mark.parametrize("tried", [range(-7, 8), range(7, -8, -1), (4, -3, 0) * 4, (6, 5, -1, 2)])
def test_how_far_layers_go_is_up_to_the_home_note_alone(tried: Sequence[int]) -> None:
    """Not to the home notes that were tried on the way to it."""
    at_once = {fifths: whole.key(sections(), Key(fifths)) for fifths in range(-7, 8)}
    made = sections()

    for fifths in tried:
        made = whole.key(made, Key(fifths))
        assert made == at_once[fifths]
        assert -5 <= made.layer("0").up <= 6

    assert whole.key(made, Key(0)) == sections()


def test_a_layer_that_was_set_higher_stays_so_much_higher_in_every_key() -> None:
    made = layers.transpose(sections(), "0", layers.MOST_UP)

    for fifths in (-1, 4, 2):
        made = whole.key(made, Key(fifths))
        assert made.layer("0").up - made.layer("1").up == layers.MOST_UP


def test_a_song_that_was_put_away_in_another_key_goes_back_to_its_own() -> None:
    away = whole.key(sections(), Key(4))

    assert whole.key(kept.opened(kept.song_bytes(away)).song, Key(0)) == sections()
