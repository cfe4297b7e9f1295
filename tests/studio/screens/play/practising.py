"""Somebody who practises in Play: they begin, press keys and wait a little, and ask what the room shows."""

from dataclasses import replace
from typing import Any

from tests.studio.fakes import Pilot

STEP = 0.5


def room(pilot: Pilot) -> Any:
    """The room itself, to ask what it shows."""
    return pilot.studio.screen


def begin(pilot: Pilot, **how: object) -> None:
    """Practise like this from now on, and play."""
    pilot.lesson.practice = replace(pilot.lesson.practice, **how)
    pilot.click("play")
    wait(pilot, 0.1)


def wait(pilot: Pilot, seconds: float) -> None:
    """Let time pass; the window turns over only twice a second, for each picture costs more than what is played."""
    while seconds > STEP / 100:
        pilot.turn(seconds=min(STEP, seconds))
        seconds -= STEP


def needed(pilot: Pilot) -> set[int]:
    """What it waits for."""
    return set(room(pilot).head.last.waiting)


def press(pilot: Pilot, *pitches: int, then: float = 0.2) -> None:
    """Press keys one after the other, quickly, and let the music go on for a while."""
    for pitch in pitches:
        pilot.engine.down(pitch)
        pilot.turn(seconds=0.02)
        pilot.engine.up(pitch)
    wait(pilot, then)
