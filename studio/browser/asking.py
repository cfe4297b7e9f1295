"""How pages reach the journal: through the studio's writer, which alone may call it, or one at a time where there is no studio."""

from __future__ import annotations

import threading
from concurrent.futures import Future
from concurrent.futures import TimeoutError as TooLate
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable

    from reflections.journal import Journal
    from studio.background import Queue

T = TypeVar("T")
MOST_SECONDS = 20.0  # what waits longer than that waits for a disk


class ByWriter:
    """Puts each reading or change of a page between those of the lesson. Called on the server's threads, never the window's."""

    def __init__(self, journal: Callable[[], Journal | None], writer: Queue, seconds: float = MOST_SECONDS) -> None:
        self._journal = journal
        self._writer = writer
        self._seconds = seconds

    def __call__(self, work: Callable[[Journal], T]) -> T:
        """Return what `work` returned, or raise what it raised; Locked without a journal, Busy if the writer is held up."""
        from reflections.pages.web import Locked

        journal = self._journal()
        if journal is None:
            raise Locked
        return through(self._writer, lambda: work(journal), self._seconds, "a page")


class OneByOne:
    """Calls a journal that nobody else uses, one page after the other. Once `end` was called it is locked."""

    def __init__(self, journal: Journal) -> None:
        self._journal: Journal | None = journal
        self._turn = threading.Lock()

    def __call__(self, work: Callable[[Journal], T]) -> T:
        """Return what `work` returned, or raise what it raised; Locked once it has ended."""
        from reflections.pages.web import Locked

        with self._turn:
            if self._journal is None:
                raise Locked
            return work(self._journal)

    def end(self) -> None:
        """Let what is being answered finish; nothing is after that."""
        with self._turn:
            self._journal = None


def through(queue: Queue, work: Callable[[], T], seconds: float, label: str) -> T:
    """Have a queue's thread do the work and wait for it; Busy with a sentence after so many seconds. Never in the window's loop."""
    answer: Future[T] = Future()
    job = queue.put(lambda: _into(answer, work), _ignored, _ignored, label)
    try:
        return answer.result(seconds)
    except TooLate as error:
        from reflections import Busy
        from studio.words import say

        job.cancel()
        raise Busy(say("web.busy")) from error


def _into(answer: Future[T], work: Callable[[], T]) -> None:
    if not answer.set_running_or_notify_cancel():
        return
    try:
        answer.set_result(work())
    except BaseException as error:  # noqa: BLE001 - whatever it is belongs to the page that asked
        answer.set_exception(error)


def _ignored(result: object) -> None:
    del result
