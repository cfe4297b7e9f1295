"""Zones and parts sound as if struck harder or softer from a barline on; what is told of them stays as it was played."""

from collections import deque
from functools import partial
from typing import Any

import pytest

from instruments.events import NoteOff, NoteOn, Score
from instruments.force import at_next_bar, struck
from instruments.schedule import Player
from instruments.sounds import sound
from instruments.zone_sounds import Live, ZoneSounds
from tests.instruments.test_mixer import Stage

BEAT, BAR = 24_000, 96_000  # frames at 120 a minute
ON, OFF = b"\x90\x3c\x50", b"\x80\x3c\x00"


def beats(bars: int, **fields: Any) -> Score:
    """A key struck alike on every beat, by part 1."""
    events = tuple((n * 480 + after, 1, message) for n in range(bars * 4) for after, message in ((0, ON), (240, OFF)))
    return Score(events, bars * 1920, ((0, 500_000),), sounds=("piano", "piano"), **fields)


class Strokes(Stage):
    """A stage that writes down how hard each key of the score is struck."""

    def __init__(self, player: Player) -> None:
        super().__init__()
        self.struck: list[int] = []
        self.backing.message = lambda _channel, message: (  # type: ignore[method-assign]  # it writes them down
            self.struck.append(message[2]) if message[0] == 0x90 else None
        )
        self.zones = ZoneSounds()
        self.mixer.orders.append(lambda: self.mixer.play(player, (sound("piano"),) * 2))

    def force(self, parts: dict[int, float], *, next_bar: bool = True) -> None:
        playing = self.mixer.player if next_bar else None
        hold = partial(setattr, self.zones, "forces", {200: 0.5})
        change = at_next_bar(parts, hold, playing) if playing is not None else None
        self.mixer.orders.append(lambda: self.mixer.strike(parts, hold, change))


def test_only_a_key_that_goes_down_is_struck_harder_and_never_beyond_what_there_is() -> None:
    assert struck(b"\x93\x3c\x50", 0.5) == b"\x93\x3c\x28"
    assert struck(b"\x90\x3c\x50", 9) == b"\x90\x3c\x7f"
    assert struck(b"\x90\x3c\x01", 0.1) == b"\x90\x3c\x01", "softer is not silent"
    assert struck(OFF, 0.5) == OFF
    assert struck(b"\x90\x3c\x00", 0.5) == b"\x90\x3c\x00"
    assert struck(b"\xb0\x40\x7f", 0.5) == b"\xb0\x40\x7f"


@pytest.mark.parametrize("block", [64, 441])
def test_a_part_is_softer_from_the_first_note_of_the_next_bar_on(block: int) -> None:
    stage = Strokes(Player(beats(3)))
    stage.hear(BAR // 2 + 100, block)
    stage.force({1: 0.5})
    stage.hear(2 * BAR, block)
    assert stage.struck == [80] * 4 + [40] * 7


def test_the_end_of_a_round_is_a_barline_too() -> None:
    stage = Strokes(Player(beats(2, loop=(0, 3840))))
    stage.hear(BAR + BEAT, 256)
    stage.force({1: 0.5})
    stage.hear(BAR, 256)
    assert stage.struck == [80] * 8 + [40]


def test_where_the_music_waits_the_bar_has_not_come() -> None:
    stage = Strokes(Player(beats(2, gates=((960, frozenset({60})),)), wait=True))
    stage.hear(BEAT, 256)
    stage.force({1: 0.5})
    stage.hear(2 * BAR, 256)
    assert stage.zones.forces == {}
    stage.mixer.live.append((1, ON))
    stage.hear(BAR, 256)
    assert stage.zones.forces == {200: 0.5}
    assert stage.struck == [80] * 4 + [40] * 2


def test_the_latest_word_holds_and_what_plays_no_more_is_not_waited_for() -> None:
    stage = Strokes(Player(beats(3)))
    stage.hear(100, 256)
    stage.force({1: 0.5})
    stage.force({1: 0.25})
    stage.hear(BAR, 256)
    assert stage.struck == [80] * 4 + [20]
    stage.force({})
    stage.mixer.orders.append(stage.mixer.stop)
    stage.hear(1000, 256)
    other = Player(beats(1))
    stage.mixer.orders.append(lambda: stage.mixer.play(other, (sound("piano"),)))
    stage.hear(100, 256)
    assert stage.struck[5:] == [80]


def test_where_nothing_plays_it_holds_at_once_and_a_score_begins_as_it_is_written() -> None:
    stage = Strokes(Player(beats(1)))
    stage.force({1: 0.5}, next_bar=False)
    assert stage.zones.forces == {}
    stage.hear(100, 256)
    assert stage.zones.forces == {200: 0.5}
    assert stage.struck == [40], "the order came after that to play"
    stage.mixer.orders.append(lambda: stage.mixer.play(Player(beats(1)), (sound("piano"),) * 2))
    stage.hear(100, 256)
    assert stage.struck == [40, 80]


def test_the_keys_of_a_zone_sound_softer_and_its_neighbours_do_not() -> None:
    zones, live = ZoneSounds(), deque[Live]()
    zones.share([(1, [(0, "", 200), (60, "bass", 201)])], live, lambda *_: None)
    zones.forces = {200: 0.5}

    def key(pitch: int, keyboard: int = 1) -> int:
        ((_, message),) = zones.places(NoteOn(0, keyboard, pitch, 80), bytes((0x90, pitch, 80)))
        zones.places(NoteOff(0, keyboard, pitch, 0), bytes((0x80, pitch, 0)))
        return message[2]

    assert [key(48), key(72), key(48, keyboard=2)] == [40, 80, 80]
    zones.forces = {200: 0.5, 2: 1.5}
    assert key(48, keyboard=2) == 120, "a keyboard that nobody shares comes as itself"
