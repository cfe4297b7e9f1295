"""The flow of one session: who is here, what is on the stand, what was made, what is still to be said."""

from __future__ import annotations

from instruments.events import Position
from studio.lesson.afterwards import Afterwards
from studio.lesson.handover import key_name, made_of, part_of, piece_facts, take_fields
from studio.lesson.values import House, LastTake, Mine, Practice, Sayable, Stand
from studio.lesson.visit import sentence

__all__ = [
    "House",
    "LastTake",
    "Lesson",
    "Mine",
    "Practice",
    "Sayable",
    "Stand",
    "key_name",
    "made_of",
    "part_of",
    "piece_facts",
    "sentence",
    "take_fields",
]


class Lesson(Afterwards):
    """One sitting at the keyboard. Lives on the main loop; every call of the journal goes through the writer.

    Its rooms, each of which knows only those before it: visit (who is here), talk (what may be asked), desk (the piece on the
    stand), takes (what is recorded and kept), turns (who else is here), together (what several record at once),
    afterwards (what they say of it).
    """

    # -- every frame ------------------------------------------------------------------------------------------------
    def told(self, event: object) -> None:
        """The engine says where the music is, and who plays."""
        self.keys.told(event)
        self.recorder.sound.told(event)
        if isinstance(event, Position):
            self.position = event
            self.recorder.moved(event)

    def tick(self, now: float) -> None:
        """Once a frame: what was played goes to the journal by the second."""
        self.follow_sound()
        self.recorder.tick(now)
