"""Two queues beside the main loop: `writer`, the only thread that calls the journal, and `worker` for the rest."""

from __future__ import annotations

import contextlib
import logging
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from queue import Empty, SimpleQueue
from typing import Any

Then = Callable[[Any], None]
Failed = Callable[[Exception], None]
PAUSE_SECONDS = 1.0
log = logging.getLogger("soundfolio")


@dataclass(slots=True)
class Job:
    """One piece of work and what follows it on the main loop. `cancel()` only marks it: the work looks at `cancelled`."""

    work: Callable[[], Any]
    then: Then
    failed: Failed
    label: str = ""
    began: float = field(default_factory=time.monotonic)
    cancelled: bool = False

    def cancel(self) -> None:
        """Drop the answer; work that reads `cancelled` also stops early."""
        self.cancelled = True


class Queue:
    """A thread that runs jobs one after the other; answers wait until the main loop polls for them."""

    def __init__(self, name: str, answers: SimpleQueue[Callable[[], None]], gate: threading.Event) -> None:
        self._gate = gate
        self._answers = answers
        self._jobs: SimpleQueue[Job | None] = SimpleQueue()
        self._thread = threading.Thread(target=self._run, name=name, daemon=True)
        self._waiting = 0
        self.pause_seconds = PAUSE_SECONDS
        self.at_pause: Callable[[], None] | None = None
        """Called on the queue's thread, once in each pause of a second: what must go on though the main loop is stuck."""
        self._lock = threading.Lock()
        self._thread.start()

    @property
    def waiting(self) -> int:
        """How many jobs are queued or running."""
        return self._waiting

    def put(self, work: Callable[[], Any], then: Then, failed: Failed, label: str = "") -> Job:
        """Queue the work. `then(result)` or `failed(error)` is called on the main loop, by `Background.poll`."""
        job = Job(work, then, failed, label)
        with self._lock:
            self._waiting += 1
        self._jobs.put(job)
        return job

    def close(self, seconds: float) -> bool:
        """Finish what is queued, then end the thread; False if that took longer than `seconds`."""
        self._jobs.put(None)
        self._thread.join(seconds)
        return not self._thread.is_alive()

    def _run(self) -> None:
        self._gate.wait()
        while (job := self._next()) is not None:
            answer: Callable[[], None] | None
            try:
                result = None if job.cancelled else job.work()
            except Exception as error:  # noqa: BLE001 - every failure of work belongs to whoever asked for it
                log.debug("%s failed: %s", job.label or "work", type(error).__name__)
                answer = _bind(job, job.failed, error)
            else:
                answer = _bind(job, job.then, result)
            self._answers.put(answer)  # before it stops counting as waiting: in between, nobody may think all is done
            with self._lock:
                self._waiting -= 1

    def _next(self) -> Job | None:
        while True:
            try:
                return self._jobs.get(timeout=self.pause_seconds if self.at_pause else None)
            except Empty:
                if self.at_pause is not None:
                    self.at_pause()


def _bind(
    job: Job, call: Callable[[Any], None], value: Any
) -> Callable[[], None]:  # the loop variable must not be shared
    def answer() -> None:
        if not job.cancelled:
            call(value)

    return answer


class Background:
    """Both queues and the way back: `poll()` runs the answers on the thread that calls it."""

    def __init__(self, *, held: bool = False) -> None:
        """With `held` nothing runs until `go()`: the first frame is drawn before anything slow is imported beside it."""
        self._answers: SimpleQueue[Callable[[], None]] = SimpleQueue()
        self._gate = threading.Event()
        self.writer = Queue("writer", self._answers, self._gate)
        self.worker = Queue("worker", self._answers, self._gate)
        self.ends: set[Callable[[], None]] = set()
        """Called once both have ended: what was kept for the worker goes with it."""
        if not held:
            self.go()

    def go(self) -> None:
        """Let the queues run."""
        self._gate.set()

    @property
    def busy(self) -> bool:
        """True while anything is queued, running or not yet answered."""
        return bool(self.writer.waiting or self.worker.waiting or not self._answers.empty())

    def poll(self) -> int:
        """Run the answers that have come in since the last call; how many there were."""
        count = 0
        while not self._answers.empty():
            self._answers.get()()
            count += 1
        return count

    def settle(self, seconds: float = 10.0) -> None:
        """Poll until nothing is left to do: for the tour, the command line and tests, never in the window's loop."""
        until = time.monotonic() + seconds
        while self.busy and time.monotonic() < until:
            try:
                answer = self._answers.get(timeout=0.002)  # it is there a little before its job stops counting
            except Empty:
                continue
            answer()

    def close(self, seconds: float = 5.0) -> bool:
        """Let the journal's work finish first; False if something did not end in time."""
        self.go()
        done = self.writer.close(seconds)
        with contextlib.suppress(RuntimeError):
            done = self.worker.close(seconds / 2) and done
        for end in self.ends:
            end()
        return done
