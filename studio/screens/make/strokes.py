"""How hard and how often a square of the grid is struck: to be chosen, and what a step of the history is called that changes it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from studio.music.song.labels import label
from studio.music.song.model import MOST_TIMES
from studio.ui.nodes import Choice
from studio.ui.step_grid import HARD_HIT, HIT, SOFT_HIT, step_level
from studio.words import options, say

if TYPE_CHECKING:
    from collections.abc import Callable

    from studio.music.song.steps import Cell

HOW_HARD: Final = {"soft": SOFT_HIT, "usual": 0, "hard": HARD_HIT}  # usual: by the beat
_LEVELS: Final = {SOFT_HIT: "soft", HIT: "usual", HARD_HIT: "hard"}


def how_hard(velocity: int, said: str, by_the_beat: int) -> str:
    """Which of HOW_HARD a velocity is; off the beat the usual and a soft one are alike, and what was `said` last tells."""
    return said if said == "usual" and velocity == by_the_beat else _LEVELS[step_level(velocity)]


def choices(
    hard: str, times: int, harder: Callable[[str], None], often: Callable[[int], None]
) -> tuple[Choice, Choice]:
    """How hard, and how often in its length."""
    counts = tuple((n, say("make.times short", n=n), None) for n in range(1, MOST_TIMES + 1))
    return (
        Choice("hard", options("make.hard", HOW_HARD), hard, harder, say("make.how hard")),
        Choice("times", counts, times, often, say("make.how often in a square")),
    )


def called(before: Cell, velocity: int, times: int) -> str:
    """The label of the step that makes a square so."""
    if not velocity:
        return label("clear step")
    if before.velocity == velocity and before.times != times:
        return label("ratchet", 1)
    return label("velocity", 1) if before.velocity and before.times == times else label("set step")
