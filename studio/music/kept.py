"""A process that is kept for work whose libraries take long to load: begun when it is first needed, ended and begun anew where it hangs."""

from __future__ import annotations

import contextlib
import multiprocessing
import threading
from typing import TYPE_CHECKING, Any

from studio.music import worker

if TYPE_CHECKING:
    from collections.abc import Callable
    from multiprocessing.connection import Connection


class Kept:
    """Does one task, one at a time, for any thread; `close` ends its process, and the next task begins another."""

    def __init__(self, task: Callable[[Any], Any], *, first: Any = None, megabytes: int = 1024) -> None:
        """`first` is what a process that is begun before it is needed does on trial, so that its libraries are loaded."""
        self._task = task
        self._first = first
        self._megabytes = megabytes
        self._lock = threading.Lock()
        self._process: Any = None
        self._pipe: Connection | None = None

    def run(self, given: Any, *, seconds: float) -> Any:
        """Do `task(given)` and return its answer; limits and errors are those of `worker.run`."""
        with self._lock:
            pipe = self._at_hand()
            try:
                pipe.send(given)
                return worker.answer(pipe, seconds)
            except worker.RefusedError:
                raise
            except (worker.WorkError, OSError) as error:
                self._end()
                if isinstance(error, OSError):
                    raise worker.DiedError("the process that was kept has ended") from error
                raise

    def begin(self) -> None:
        """Begin the process, if it was not begun yet, and let it load what it needs; worker.DiedError where none can be started."""
        with self._lock:
            self._at_hand(self._first)

    def close(self) -> None:
        """End it, if it was begun."""
        with self._lock:
            self._end()

    def _at_hand(self, first: Any = None) -> Connection:
        if self._pipe is not None and self._process.is_alive():
            return self._pipe
        self._end()
        spawn = multiprocessing.get_context("spawn")
        ours, theirs = spawn.Pipe()
        process = spawn.Process(target=_serve, args=(theirs, self._task, self._megabytes, first), daemon=True)
        try:
            process.start()
        except OSError as error:
            ours.close()
            raise worker.DiedError(f"no process could be started: {error}") from error
        finally:
            theirs.close()
        self._process, self._pipe = process, ours
        return ours

    def _end(self) -> None:
        process, pipe, self._process, self._pipe = self._process, self._pipe, None, None
        if pipe is not None:
            pipe.close()
        if process is not None:
            process.kill()
            process.join()
            process.close()


def _serve(pipe: Connection, task: Callable[[Any], Any], megabytes: int, first: Any) -> None:
    """Be the new process: answer until nobody asks any more."""
    worker.limit_memory(megabytes)
    if first is not None:
        with contextlib.suppress(Exception):  # what is wrong shows, and is said, when something is asked
            task(first)
    with contextlib.suppress(EOFError, OSError):
        while True:
            worker.do(pipe, task, pipe.recv())
