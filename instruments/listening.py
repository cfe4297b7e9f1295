"""The microphone while somebody speaks or sings: opened, written and closed on the thread that looks after the sound."""

import queue
from collections.abc import Callable

from instruments.errors import NoMicrophone
from instruments.events import Heard, Told
from instruments.microphone import Microphone


class Listening:
    """`ask` may be called on any thread; the rest is for the one thread that visits."""

    def __init__(self, frame: Callable[[], int], tell: Callable[[Told], None]) -> None:
        self._frame, self._tell = frame, tell
        self._asked: queue.SimpleQueue[tuple[str | None, float]] = queue.SimpleQueue()
        self._microphone: Microphone | None = None

    def ask(self, path: str | None, most_seconds: float) -> None:
        """Record into this file, so many seconds at the most; None stops."""
        self._asked.put((path, most_seconds))

    def visit(self) -> None:
        """Do what was asked, tell what came of it, and write what was heard."""
        while not self._asked.empty():
            path, most_seconds = self._asked.get()
            if self._microphone is not None:
                seconds = self._microphone.close()
                self._tell(Heard(self._microphone.began, self._microphone.path, seconds))
                self._microphone = None
            if path is not None:
                try:
                    self._microphone = Microphone(path, self._frame, most_seconds)
                except NoMicrophone as error:
                    self._tell(Heard(self._frame(), path, 0.0, str(error)))
        if self._microphone is not None:
            self._microphone.write()

    def close(self) -> None:
        """Stop listening; nothing is told any more."""
        if self._microphone is not None:
            self._microphone.close()
