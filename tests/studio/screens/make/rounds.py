"""Rounds of a loop as they are recorded: counted in, played, and gone by."""

from collections.abc import Callable

import pytest

from instruments.events import RATE
from studio.music.song.model import Layer
from studio.screen import Go
from tests.studio.fakes import Pilot
from tests.studio.screens.at_work import position

Start = Callable[..., Pilot]

C, D, E, G, A = 60, 62, 64, 67, 69


@pytest.fixture
def making(at_home: Start) -> Pilot:
    pilot = at_home()
    pilot.studio.move(Go("make"))
    pilot.settle()
    pilot.click("from-ballad")  # its sounds need not be made first
    return pilot


def chosen(pilot: Pilot) -> Layer:
    """The layer in hand."""
    found = pilot.studio.screen.chosen_layer
    assert found is not None
    return found


def loop_seconds(pilot: Pilot) -> float:
    song = pilot.studio.screen.song
    return song.loop_ticks / 480 * 60 / song.bpm


def count_in(pilot: Pilot) -> None:
    """The engine has counted in: bar 1 is now."""
    pilot.turn(seconds=60 / pilot.studio.screen.song.bpm * 4)
    position(pilot, 0.0, "playing")


def at(pilot: Pilot, round_: int, seconds: float) -> None:
    """The engine says where it is: so many seconds after the beginning of a round."""
    pilot.turn(seconds=0.001)
    position(pilot, seconds * pilot.studio.screen.song.bpm / 60 * 480, "playing", round=round_)


def play_a_round(pilot: Pilot, n: int, *pitches: int) -> None:
    """Keys from the beginning of a round, which then goes by to its seam."""
    whole = loop_seconds(pilot)
    begun = pilot.engine.frame
    for pitch in pitches:
        pilot.play(pitch, pause=0.2)
    pilot.turn(seconds=whole - (pilot.engine.frame - begun) / RATE - 0.1)
    at(pilot, n, whole - 0.1)
    pilot.turn(seconds=0.12)
    at(pilot, n + 1, 0.02)
