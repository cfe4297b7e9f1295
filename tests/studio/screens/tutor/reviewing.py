"""A pupil's page with a review on it, as the tutor fills it in."""

from collections.abc import Callable
from typing import Any

import pytest

from studio.screen import Push
from tests.studio.fakes import Pilot
from tests.studio.screens.at_work import C, D, E, put, record, stand

Start = Callable[..., Pilot]


@pytest.fixture
def page(at_home: Start) -> Callable[..., Pilot]:
    """The page of Jo, who has one take and said something of it."""

    def start(before: Callable[[Any, str], object] = lambda _journal, _jo: None, part: str = "review") -> Pilot:
        pilot = at_home()
        put(pilot, stand())
        record(pilot, C, D, E)
        journal, jo = pilot.lesson.journal, pilot.lesson.pupil.id
        take = journal.takes(journal.pieces(jo)[0].id)[0]
        journal.reflect(jo, "T6", said_by="typed", body="the slide", take=take.id)
        before(journal, jo)
        pilot.studio.move(Push("tutor_pupil", {"pupil": jo, "part": part}))
        pilot.settle()
        return pilot

    return start


def jo_of(pilot: Pilot) -> str:
    return pilot.lesson.house.pupils[0].id


def fill(pilot: Pilot, key: str, said: str) -> None:
    pilot.studio.screen.tab._type(key, said)


def measure(pilot: Pilot, name: str) -> None:
    pilot.press(f"Which two do they want to talk about?: {name}")


def only(pilot: Pilot) -> Any:
    (review,) = pilot.lesson.journal.reviews(jo_of(pilot))
    return review


def asked_for_a_keyboard(journal: Any, jo: str) -> None:
    review = journal.open_review(jo)
    journal.you_said(review.id, "a keyboard at home")
    journal.close_review(review.id)
