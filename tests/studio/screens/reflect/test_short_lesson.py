"""A lesson is as long as lessons usually are at its place, and in a short one it is asked once."""

from collections.abc import Callable

import pytest

from studio.lesson.minutes import keep_usual_minutes
from tests.studio.fakes import Pilot
from tests.studio.screens.at_work import C, D, put, record, stand

Start = Callable[..., Pilot]


@pytest.mark.parametrize(("minutes", "times"), [(25, 1), (30, 1), (45, 2)])
def test_of_two_pieces_kept_as_many_are_asked_about_as_the_lesson_has_time_for(
    unlocked: Start, minutes: int, times: int
) -> None:
    pilot = unlocked(1)
    keep_usual_minutes(pilot.lesson.journal, minutes)
    pilot.press("That is me")
    asked = []
    for title in ("Steps", "Stairs", "Lift"):
        put(pilot, stand(title))
        record(pilot, C, D)
        pilot.press("My music")
        asked.append(pilot.screen == "reflect")
        while pilot.screen == "reflect":
            pilot.press("Skip")

    assert asked == [True] * times + [False] * (3 - times)
    assert pilot.lesson.session.planned_minutes == minutes
