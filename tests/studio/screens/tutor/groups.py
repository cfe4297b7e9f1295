"""What tests of groups behind the tutor's door do and look at: the pages, the people, sessions that were held."""

from collections.abc import Callable
from typing import Any

from reflections import records
from studio.screen import Push
from tests.studio.fakes import Pilot

Start = Callable[..., Pilot]
NAMES = ("Jo", "Amira", "Sami", "Noor", "Eli", "Flo", "Gus", "Wren")
PICTURES = ("bird", "moon", "ghost", "cat", "fish", "snail", "rabbit", "leaf")
LONG = "The Thursday afternoon brass and everything band"[:40]


def to(pilot: Pilot, name: str, **options: Any) -> Pilot:
    pilot.studio.move(Push("tutor"))
    pilot.settle()
    pilot.studio.move(Push(name, options))
    pilot.settle()
    assert pilot.screen == name, pilot.words()
    return pilot


def page(pilot: Pilot, part: str = "people") -> Pilot:
    return to(pilot, "tutor_group", group=group_of(pilot).id, part=part)


def group_of(pilot: Pilot) -> records.Group:
    return pilot.lesson.journal.groups()[0]


def pupil(pilot: Pilot, name: str) -> str:
    return next(one.id for one in pilot.lesson.house.pupils if one.shown == name)


def fill(pilot: Pilot, key: str, said: str) -> None:
    pilot.ui.click(key)
    pilot.write(said)


def keys(pilot: Pilot) -> set[str]:
    return {widget.key for widget in pilot.ui.tree()}


def held(times: int) -> Callable[[Any, records.Group], object]:
    def before(journal: Any, group: records.Group) -> None:
        for _ in range(times):
            session = journal.open_session(group.pupils, mode="group", group=group.id)
            journal.close_session(session.id)

    return before
