"""Opening music that was picked: one thing at a time, beside the loop, and given up at once when nobody wants it any more."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING, TypeVar

from studio.lesson import sentence
from studio.ui.nodes import Node, Progress

if TYPE_CHECKING:
    from collections.abc import Callable

    from studio.background import Job
    from studio.screen import Tools

T = TypeVar("T")

SOON = 0.25  # seconds: what is open by then moves nothing on the screen


class Opening:
    """What is being opened just now, if anything."""

    def __init__(self, tools: Tools) -> None:
        self._tools = tools
        self._job: Job | None = None
        self._label = ""
        self._since = 0.0
        self._shown = False
        self._unwanted = threading.Event()  # set: the process that reads is ended, so that the worker is free again

    def begin(self, label: str, work: Callable[[], T], then: Callable[[T], None], failed: Callable[[], None]) -> None:
        """Open something; what was being opened before is given up. What went wrong is said, then `failed` is called."""
        from studio.music.worker import unless

        self.drop()
        self._label, unwanted = label, threading.Event()
        self._unwanted, self._since, self._shown = unwanted, self._tools.clock(), False

        def opened(music: T) -> None:
            self._job = None
            then(music)
            self._tools.changed()

        def not_opened(error: Exception) -> None:
            self._job = None
            failed()
            self._tools.say(sentence(error))

        def open_unless() -> T:
            with unless(unwanted.is_set):
                return work()

        self._job = self._tools.background.worker.put(open_unless, opened, not_opened, label)

    def look(self, now: float) -> None:
        """Once a frame: what is not open soon is shown, with a way to stop it."""
        if self._job is not None and not self._shown and now - self._since >= SOON:
            self._shown = True
            self._tools.changed()

    def drop(self) -> None:
        """Nobody wants any more what is being opened."""
        if self._job is not None:
            self._unwanted.set()
            self._job.cancel()
            self._job = None
            self._tools.changed()

    def node(self, cancel: Callable[[], None]) -> Node | None:
        """Say what is being opened, with a way to stop it, where that takes a moment."""
        return Progress("job", self._label, None, cancel) if self._job is not None and self._shown else None
