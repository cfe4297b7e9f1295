"""Something kept to talk about, and the first question on the screen."""

from collections.abc import Callable
from typing import Any

import pytest

from studio.lesson.minutes import keep_usual_minutes
from tests.studio.fakes import Pilot
from tests.studio.screens.at_work import (
    C,
    D,
    E,
    put,
    record,
    stand,
)

Start = Callable[..., Pilot]


@pytest.fixture
def kept(unlocked: Start) -> Pilot:
    """Something is kept in a first lesson, of an hour, and the pupil still plays."""
    pilot = unlocked(1)
    keep_usual_minutes(pilot.lesson.journal, 60)
    pilot.press("That is me")
    put(pilot, stand())
    record(pilot, C, D, E)
    return pilot


@pytest.fixture
def asked(kept: Pilot) -> Pilot:
    """The pupil moves on from it: the first question is there."""
    kept.press("My music")
    assert kept.screen == "reflect"
    return kept


def prompt(pilot: Pilot) -> str | None:
    """What is asked now, by its id; None off this screen or when nothing is."""
    question: Any = pilot.studio.screen.question if pilot.screen == "reflect" else None
    return question.prompt if question else None
