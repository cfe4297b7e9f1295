"""How was it? - only when the pupil asks: what held together, where to go back to, each bar as it was; never a count."""

import re
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from studio.lesson import Stand
from studio.music.piece import Note, Part, Piece, Tempo
from tests.studio.fakes import Pilot
from tests.studio.music.practised import STEPS
from tests.studio.screens.at_work import position, put, takes
from tests.studio.screens.looked_over import lint

Start = Callable[..., Pilot]


@pytest.fixture
def pilot(at_home: Start) -> Pilot:
    """Four bars of a tune on the stand, with no count-in."""
    made = at_home()
    tune = Part("Tune", "melody", "piano", tuple(Note(n * 480, 480, pitch) for n, pitch in enumerate(STEPS[:16])))
    put(made, Stand(Piece("Walk", (tune,), (Tempo(0, 120.0),)), "Walk", "song", "own:walk"))
    made.lesson.practice = replace(made.lesson.practice, count_in=False, mode="with")
    return made


def take(pilot: Pilot, order: list[int], pauses: tuple[int, ...] = ()) -> None:
    """Record some notes of the tune, half a second each, with a longer pause before some."""
    pilot.press("Record")
    position(pilot, 0.0, "playing")
    for n, note in enumerate(order):
        if n in pauses:
            pilot.turn(seconds=1.5)
        pilot.play(STEPS[note] if note >= 0 else 30)
    pilot.press("Stop and keep")


def keys(pilot: Pilot) -> set[str]:
    return {widget.key for widget in pilot.ui.tree() if widget.key}


def sounded(pilot: Pilot) -> tuple[list[int], int]:
    """The notes of what was last to be heard from where it began, and that tick."""
    score: Any = pilot.engine.score
    first = pilot.engine._inbox[-1].tick if pilot.engine._inbox else 0
    return [message[1] for tick, _, message in score.events if message[0] == 0x90 and tick >= first], first


def test_nothing_is_said_of_a_take_until_the_pupil_asks(pilot: Pilot) -> None:
    take(pilot, [0, 1, 2, 3, -1, -1, 6, 7, *range(8, 16)])

    assert "how-was-it" in keys(pilot)
    assert "Where shall we go back to?" not in pilot.words()


def test_first_comes_what_held_together_then_where_to_go_back_to_with_the_place_marked(pilot: Pilot) -> None:
    take(pilot, [0, 1, 2, 3, 6, 7, *range(8, 16)])
    pilot.press("How was it?")

    words = pilot.words().splitlines()
    assert words.index("Bars 1, 3 to 4 held together.") < words.index("Where shall we go back to?")
    marked = [
        widget.name for widget in pilot.ui.tree() if "go back to" in f"{widget.name} {getattr(widget, 'hint', '')}"
    ]
    assert marked
    assert not re.search(r"%|score|wrong|mistake|missed|out of", pilot.words())


def test_where_all_held_together_there_is_nowhere_to_go_back_to(pilot: Pilot) -> None:
    take(pilot, list(range(16)))
    pilot.press("How was it?")

    assert "It all held together." in pilot.words()
    assert "Where shall we go back to?" not in pilot.words()


def test_of_something_else_nothing_is_said_but_it_can_be_heard(pilot: Pilot) -> None:
    take(pilot, [-1] * 8)
    pilot.press("How was it?")

    assert "I cannot tell this time. Hear it: what do you think?" in pilot.words()
    assert not any(key.startswith("how-bar") for key in keys(pilot))
    assert "how-hear" in keys(pilot)


def test_the_first_and_the_last_try_of_a_bar_are_heard_side_by_side(pilot: Pilot) -> None:
    take(pilot, [0, 1, 2, 3, 4, 5, *range(4, 12)], pauses=(6,))
    pilot.press("How was it?")
    pilot.click("how-bar-2")
    heard = []
    for name in ("first-try", "last-try"):
        pilot.ui.click(name)
        assert pilot.engine.log[-1] == "preview"
        heard.append(sounded(pilot)[0])
        pilot.settle()

    assert heard == [list(STEPS[4:6]), list(STEPS[4:8])]
    pilot.press("Done")
    assert not pilot.engine.sounding


def test_the_first_time_is_heard_beside_now_and_what_was_unlike_is_said_without_a_number(pilot: Pilot) -> None:
    pilot.lesson.practice = replace(pilot.lesson.practice, speed=0.5)
    take(pilot, list(range(8)))
    pilot.lesson.practice = replace(pilot.lesson.practice, speed=1.0)
    take(pilot, list(range(16)))
    pilot.press("How was it?")
    pilot.click("how-bar-4")
    assert "then" not in keys(pilot)  # it was not played then
    pilot.click("how-bar-1")

    assert "The first time was slower." in pilot.words()
    pilot.ui.click("then")
    assert sounded(pilot)[0] == list(STEPS[0:4])


def test_a_bar_can_be_gone_back_to_at_once(pilot: Pilot) -> None:
    take(pilot, [0, 1, 2, 3, 6, 7, *range(8, 16)])
    pilot.press("How was it?")
    pilot.press("Loop this bar")

    assert pilot.lesson.practice.bars == (2, 2)
    assert "how-done" not in keys(pilot)


def test_it_can_be_read_and_pressed_in_every_size_and_is_behind_the_veil(pilot: Pilot) -> None:
    take(pilot, list(range(8)))
    take(pilot, [0, 1, 2, 3, 4, 5, *range(4, 9), 11, 12, 13], pauses=(6,))
    lint(pilot, in_sight=("How was it?",))
    pilot.press("How was it?")
    pilot.click("how-bar-2")
    lint(pilot, in_sight=("Where shall we go back to?", "First try", "Last try", "The first time", "Done"))

    pilot.press("Someone's come in")
    assert "how-done" not in keys(pilot)
    pilot.press("Someone's come in")


def test_it_is_not_asked_of_ideas_nor_where_any_key_of_a_chord_would_do(pilot: Pilot) -> None:
    pilot.lesson.practice = replace(pilot.lesson.practice, mode="waits", help="chord note")
    take(pilot, list(range(4)))
    assert "how-was-it" not in keys(pilot)

    (kept,) = takes(pilot)
    assert (kept.mode, kept.help) == ("waits", "chord note")
