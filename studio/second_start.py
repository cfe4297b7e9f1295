"""One window a journal: a second start asks the first window to come up, by a small file beside its lock, and ends with a sentence.

The file is the whole signal: the first window takes it away once it has come up, and writes into it where it may not.
"""

from __future__ import annotations

import contextlib
import time
from typing import TYPE_CHECKING

from reflections.errors import DiskTrouble, InUse
from reflections.lock import InstanceLock
from studio.ui import window
from studio.vault_door import open_elsewhere
from studio.words import say

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

LOCK, ASKED = "window.lock", "window.up"
MAY_NOT = b"no"
LOOK_SECONDS = 0.25
PATIENCE_SECONDS = 3.0
SHOWN_SECONDS = 20.0  # so long the small window stands if nobody closes it


class OpenAlready(Exception):  # noqa: N818 - it is an answer, not a fault
    """Another window has this journal; the sentence says where it is. `came_up`: it is in front now."""

    def __init__(self, sentence: str, *, came_up: bool = False) -> None:
        super().__init__(sentence)
        self.came_up = came_up


class OneWindow:
    """The window that was first. Once a frame it looks whether a second start asks for it."""

    def __init__(self, folder: Path, come_up: Callable[[], bool] = window.come_up) -> None:
        """Hold the place of the one window, or call the other up and raise OpenAlready."""
        self._asked = folder / ASKED
        self._come_up = come_up
        self._look_at = 0.0
        self._lock: InstanceLock | None = None
        try:
            if folder.is_dir():
                self._lock = InstanceLock(folder, LOCK)
            why = open_elsewhere(folder)
        except InUse as error:
            why = str(error)
        except DiskTrouble:
            why = ""  # the first screen says it, with what can be done
        if why:
            self.close()
            raise OpenAlready(say("frame.it is in front"), came_up=True) if called_up(folder) else OpenAlready(why)
        with contextlib.suppress(OSError):
            self._asked.unlink(missing_ok=True)  # nobody waits for an answer any more

    def tick(self, now: float) -> None:
        """Come up if somebody asks; `now` in seconds of any steady clock."""
        if now < self._look_at:
            return
        self._look_at = now + LOOK_SECONDS
        with contextlib.suppress(OSError):
            if not self._asked.exists() or self._asked.read_bytes() == MAY_NOT:
                return
            if self._come_up():
                self._asked.unlink()
            else:
                self._asked.write_bytes(MAY_NOT)

    def close(self) -> None:
        """Let the next one in."""
        if self._lock is not None:
            self._lock.release()
            self._lock = None


def called_up(
    folder: Path, clock: Callable[[], float] = time.monotonic, pause: Callable[[float], None] = time.sleep
) -> bool:
    """Ask the window that is open to come up; False if it did not, or may not."""
    asked, until = folder / ASKED, clock() + PATIENCE_SECONDS
    try:
        asked.write_bytes(b"")
        while clock() < until:
            if not asked.exists():
                return True
            if asked.read_bytes() == MAY_NOT:
                break
            pause(LOOK_SECONDS / 5)
        asked.unlink(missing_ok=True)
    except FileNotFoundError:
        return True  # it went between two looks
    except OSError:
        return False
    return False


def tell(sentence: str, seconds: float = SHOWN_SECONDS) -> None:
    """Say it in a small window of its own, since whoever pressed an icon reads no terminal. NoDisplay."""
    import pygame

    from studio.ui.nodes import Button, Card, Column, Row, Space, Text
    from studio.ui.runtime import Ui
    from studio.ui.theme import Theme

    surface = window.open_window((560, 260))
    open_, until = [True], time.monotonic() + seconds
    ui = Ui(Theme(), surface.get_size())
    close = Button("close", say("frame.close"), open_.clear, icon="check", kind="primary")
    inside = Column(Text(sentence, style="lead"), Space(), Row(Space(), close), gap=16, grow=1)
    ui.show(Card(inside, pad=24, grow=1), focus="close")
    while open_ and time.monotonic() < until:
        for event in pygame.event.get():
            leaves = event.type == pygame.QUIT or (event.type == pygame.KEYDOWN and event.key == pygame.K_ESCAPE)
            if leaves or (ui.handle(event) and not open_):
                open_.clear()
        if drawn := ui.draw(surface):
            pygame.display.update(drawn)
        time.sleep(1 / 30)
    pygame.display.quit()
