"""Leads the sample pupil to where there is something to see, for the pictures and for what is timed there."""

import os
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

os.environ.update(SDL_VIDEODRIVER="dummy", SDL_AUDIODRIVER="dummy", PYGAME_HIDE_SUPPORT_PROMPT="1")

from instruments.events import Position
from studio import sample
from studio.screen import Go
from tests.studio.fakes import Pilot


class Guide:
    """Leads the sample pupil through their fourth lesson and stops wherever there is something to see."""

    def __init__(self, folder: Path, **look: Any) -> None:
        journal, self.sample = sample.make(folder)
        self.pilot = Pilot(folder, **look)
        self.pilot.settle()
        self._journal = journal

    def opened(self) -> None:
        """The journal is unlocked, and it is asked who is here."""
        self.pilot.lesson.opened(self._journal)
        self.pilot.settle()

    def go(self, name: str) -> None:
        self.pilot.studio.move(Go(name))
        self.pilot.settle()

    def at(self, tick: float, state: str, **more: Any) -> None:
        """The engine says where the music is."""
        self.pilot.engine._inbox.append(Position(self.pilot.engine.frame, tick, state, **more))
        self.pilot.turn()

    def close(self) -> None:
        if self.pilot.lesson.journal is None:
            self._journal._changed = False
            self._journal.close()
        self.pilot.close()


def with_guide(show: Callable[[Guide], None], **look: Any) -> None:
    """Have a guide for as long as it is needed, on a journal of its own."""
    with tempfile.TemporaryDirectory(prefix="soundfolio-pictures-") as folder:
        guide = Guide(Path(folder), **look)
        try:
            show(guide)
        finally:
            guide.close()


def sign_in(guide: Guide) -> None:
    """The pupil says who they are."""
    guide.pilot.lesson.choose(guide.sample.pupil)
    guide.pilot.settle()


def on_the_stand(guide: Guide) -> None:
    """The sample's piece is opened."""
    pilot = guide.pilot
    pilot.lesson.carry_on(guide.sample.piece, lambda: pilot.studio.move(Go("play")))
    pilot.settle()


def skip_before(pilot: Pilot) -> None:
    """Where it is asked how sure they are before playing: not now."""
    asked = [widget.key for widget in pilot.ui.tree() if widget.key and "before" in widget.key and "skip" in widget.key]
    for key in asked[:1]:
        pilot.click(key)
