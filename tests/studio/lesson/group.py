"""Jo, a visitor and Amira at one keyboard, and the takes they play together."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from studio.ensemble.parts import given_out
from studio.ensemble.seats import Keys, Player, Seating, seated
from studio.lesson.band import Band
from studio.music.take import Take
from tests.studio.stands import stand

if TYPE_CHECKING:
    from reflections import records
    from tests.studio.conftest import Sitting


LOW, MIDDLE, HIGH = 48, 62, 80  # a key in each of three zones


class Group:
    """Jo, a visitor and Amira at one keyboard, from the left to the right."""

    def __init__(self, sitting: Sitting) -> None:
        self.sitting = sitting
        sitting.unlock()
        self.jo, self.amira = (next(p for p in sitting.journal.pupils() if p.shown == name) for name in ("Jo", "Amira"))
        lesson = sitting.lesson
        lesson.sit_together([self.jo, None, self.amira], lambda: None)
        sitting.settle()
        lesson.stand = stand()
        players = (Player(self.jo.id, "Jo"), Player("guest-1", "Visitor", guest=True), Player(self.amira.id, "Amira"))
        self.put(seated(players, [Keys(1, 36, 96)]))

    def put(self, seating: Seating) -> None:
        lesson = self.sitting.lesson
        lesson.band = Band("Ode", seating, given_out(lesson.stand.music, seating))
        self.sitting.engine.share(*seating.splits())
        lesson.play_together()

    def take(self, *pitches: int) -> Any:
        lesson, engine = self.sitting.lesson, self.sitting.engine
        lesson.start_together(engine.frame, engine.frame)
        self.sitting.play(*pitches)
        self.sitting.turn()
        last = lesson.stop_together(engine.frame)
        self.sitting.settle()
        return last

    def kept(self) -> records.Take:
        return self.sitting.journal.take(self.sitting.lesson.last_together.id)

    def notes(self) -> dict[str, list[int]]:
        """The keys in the take as it is kept, by player."""
        return {
            {self.jo.id: "Jo", self.amira.id: "Amira"}[part.pupil]: pitches(part.midi) for part in self.kept().parts
        }


def pitches(midi: bytes) -> list[int]:
    return [event.pitch for event in Take.from_midi(midi).events if type(event).__name__ == "NoteOn"]


@pytest.fixture
def group(sitting: Sitting) -> Group:
    return Group(sitting)


def again(group: Group, *pitches: int) -> None:
    """Jo plays their part of the last take anew."""
    lesson, engine = group.sitting.lesson, group.sitting.engine
    lesson.start_again(group.jo.id, engine.frame, engine.frame)
    group.sitting.play(*pitches)
    group.sitting.turn()
    lesson.stop_together(engine.frame)
    group.sitting.settle()
