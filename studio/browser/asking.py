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
        from reflections import Busy
        from reflections.pages.web import Locked

        journal = self._journal()
        if journal is None:
            raise Locked
        answer: Future[T] = Future()
        job = self._writer.put(lambda: _into(answer, journal, work), _ignored, _ignored, "a page")
        try:
            return answer.result(self._seconds)
        except TooLate as error:
            job.cancel()
            from studio.words import say

            raise Busy(say("web.busy")) from error


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


def _into(answer: Future[T], journal: Journal, work: Callable[[Journal], T]) -> None:
    if not answer.set_running_or_notify_cancel():
        return
    try:
        answer.set_result(work(journal))
    except BaseException as error:  # noqa: BLE001 - whatever it is belongs to the page that asked
        answer.set_exception(error)


def _ignored(result: object) -> None:
    del result
