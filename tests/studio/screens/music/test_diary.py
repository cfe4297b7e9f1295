"""When I played: by itself, in plain words and small bars of time; nothing to reach, and nothing compared before three times."""

import re
from collections.abc import Callable, Iterator
from dataclasses import fields, is_dataclass
from datetime import date
from typing import Any

import pygame
import pytest

from reflections.diary import Sitting, Way, Went
from studio.screen import Go, Push
from studio.screens import diary
from studio.ui.nodes import Canvas
from studio.ui.theme import Theme
from tests.studio.fakes import Pilot
from tests.studio.screens.at_work import C, D, E, put, record, stand, takes
from tests.studio.screens.looked_over import lint

Start = Callable[..., Pilot]
NAGS = re.compile(
    r"%|streak|target|in a row|more than|less than|best|well done|keep it up|should|try to", re.IGNORECASE
)


def sitting(day: int, *seconds: float) -> Sitting:
    went = tuple(
        Went(f"p{n}", f"Piece {n}", one, (Way((1, 4), "waits", "melody", "right", "slow", one),), (f"t{day}{n}",))
        for n, one in enumerate(seconds)
    )
    return Sitting(date(2026, 11, day), f"s{day}", sum(seconds), went)


def canvases(node: Any) -> Iterator[Canvas]:
    if isinstance(node, Canvas):
        yield node
    elif isinstance(node, (tuple, list)):
        for one in node:
            yield from canvases(one)
    elif is_dataclass(node) and not isinstance(node, type):
        for field in fields(node):
            yield from canvases(getattr(node, field.name))


def lengths(*sittings: Sitting) -> dict[str, int]:
    """How long each bar of time is drawn, of 220 pixels."""
    theme = Theme("night")
    found = {}
    for canvas in canvases(diary.rows(sittings, "mine", folded=False, most=9, more=lambda: None)):
        surface = pygame.Surface((220, 12))
        canvas.draw(surface, surface.get_rect(), theme)
        lit = pygame.Color(*theme.colour("accent"))
        found[canvas.key] = sum(surface.get_at((x, 6))[:3] == lit[:3] for x in range(220))
    return found


def test_before_three_times_a_bar_says_only_where_the_time_of_its_own_day_went() -> None:
    drawn = lengths(sitting(1, 600.0), sitting(8, 60.0))
    assert drawn["time-0-0"] == drawn["time-1-0"] >= 216  # its ends are round
    assert lengths(sitting(1, 600.0, 300.0))["time-0-1"] == pytest.approx(110, abs=4)


def test_from_three_on_all_bars_have_one_measure() -> None:
    drawn = lengths(sitting(1, 600.0), sitting(8, 60.0), sitting(9, 300.0))
    assert drawn["time-2-0"] >= 216
    assert drawn["time-0-0"] == pytest.approx(110, abs=4)
    assert drawn["time-1-0"] == pytest.approx(22, abs=4)


def test_a_pupil_finds_what_they_kept_by_itself(at_home: Start) -> None:
    pilot = at_home()
    put(pilot, stand())
    record(pilot, C, D, E)
    pilot.lesson.moved_on()
    pilot.studio.move(Go("music"))
    pilot.settle()
    pilot.press("When I played")

    assert pilot.screen == "my_diary"
    words = pilot.words()
    assert "You played for under a minute, on 1 day." in words
    assert "Steps" in words
    assert "All of it: waits for me, melody." in words
    assert not NAGS.search(words)

    pilot.lesson.journal.put_aside(takes(pilot)[0].id)
    pilot.studio.move(Push("my_diary"))
    pilot.settle()
    assert "Steps" not in pilot.words()
    assert "Nothing here yet." in pilot.words()


def test_many_days_come_a_few_at_a_time_and_fit_every_size(at_home: Start) -> None:
    pilot = at_home()
    pilot.studio.move(Push("my_diary"))
    pilot.settle()
    days = tuple(sitting(1 + n, 900.0, 20.0, 70.0) for n in range(20))
    pilot.studio.screen._know(days)
    pilot.turn()
    assert "You played for 330 minutes, on 20 days." in pilot.words()
    lint(pilot)
    pilot.ui.click("more-days")
    pilot.turn()
    assert sum(line.startswith("Bars 1 to 4") for line in pilot.words().splitlines()) == 3 + 60
    assert not NAGS.search(pilot.words())
