"""A song from my phone as somebody finds it: taps that shake, keys that are held, and time that goes by."""

import random
from collections.abc import Callable
from itertools import pairwise

import pytest

from studio.music.piece import Piece
from studio.screen import Go
from tests.studio.fakes import Pilot

Start = Callable[..., Pilot]
BPM, JITTER = 97.0, 0.040
SECONDS = 90.0
HOLD, BETWEEN = 0.7, 0.9  # of a key that answers, and the quiet before the next


@pytest.fixture
def at_phone(at_home: Start) -> Pilot:
    pilot = at_home()
    go(pilot, "phone")
    return pilot


def go(pilot: Pilot, name: str, **options: object) -> None:
    pilot.studio.move(Go(name, options))
    pilot.settle()


def wait(pilot: Pilot, seconds: float) -> None:
    """Let time pass as the window does, a frame after the other."""
    for _ in range(round(seconds * 10)):
        pilot.turn(seconds=0.1)


def shaken(count: int, seed: int = 4, every: float = 60 / BPM) -> list[float]:
    """Gaps between taps of somebody who is up to 40 ms early or late."""
    shake = random.Random(seed)
    at = [n * every + shake.uniform(-JITTER, JITTER) for n in range(count + 1)]
    return [after - before for before, after in pairwise(at)]


def song(pilot: Pilot):  # noqa: ANN201 - a Song
    return pilot.studio.screen.song


def the_piece(pilot: Pilot) -> Piece:
    (row,) = pilot.lesson.journal.pieces(pilot.lesson.pupil.id)
    assert row.source.startswith("phone:")
    assert row.kind == "song"
    return Piece.from_midi(pilot.lesson.journal.piece(row.id).content)


def answer(pilot: Pilot, pitch: int) -> None:
    """Hold one key till it is meant."""
    pilot.engine.down(pitch)
    wait(pilot, HOLD)
    pilot.engine.up(pitch)
    wait(pilot, BETWEEN)


def walk_to(pilot: Pilot, key: str, part: int | None = None) -> None:
    """Press D till the focus is there, then E."""
    for _ in range(40):
        if pilot.ui.focused == key and (part is None or pilot.ui.focus.part == part):
            break
        answer(pilot, 62)
    else:
        raise AssertionError(f"D never came to {key}; it stands on {pilot.ui.focused}")
    answer(pilot, 64)


def tap_keys(pilot: Pilot, pitch: int, gaps: list[float]) -> None:
    for gap in gaps:
        pilot.engine.down(pitch)
        pilot.turn(seconds=0.1)
        pilot.engine.up(pitch)
        pilot.turn(seconds=gap - 0.1)


def found(pilot: Pilot, *, chords: tuple[str, ...] = ("G", "D", "Em", "C"), title: str = "Night Bus") -> None:
    """All is found up to the chords."""
    from dataclasses import replace

    screen = pilot.studio.screen
    screen.edit("name", replace(screen.song, title=title))
    screen.edit("tap", replace(screen.song, bpm=92.0))
    screen.edit("home", replace(screen.song, home=7))
    if chords:
        screen.edit("chords", replace(screen.song, chords=chords))
    screen.to("chords")
    pilot.settle()
