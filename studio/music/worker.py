"""Runs work that may hang, die or eat memory in a process of its own, with a time and a memory limit."""

from __future__ import annotations

import contextlib
import json
import multiprocessing
import sys
import time
from contextvars import ContextVar
from typing import TYPE_CHECKING, Any, Final

from studio.music.smf import UnreadableError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from multiprocessing.connection import Connection

MOST_ANSWER_BYTES: Final = 64_000_000
START_SECONDS: Final = 30.0
_BEGUN: Final = b"begun"
_LAST_SECONDS: Final = 2.0  # for a process that was told to end
_LOOK_SECONDS: Final = 0.05  # so often it is looked whether nobody wants the answer any more
_DONE: Final = "done"
_REFUSED: Final = "refused"
_BROKE: Final = "broke"


class WorkError(Exception):
    """The work could not be done. The message is for a log, not for people; the caller knows what to say."""


class TooSlowError(WorkError):
    """The work took longer than it may, and was ended."""


class GivenUpError(WorkError):
    """Nobody wants the answer any more, and the process was ended."""


class DiedError(WorkError):
    """The process ended without an answer: it crashed, or needed too much memory."""


class RefusedError(WorkError):
    """The work looked at what it was given and said no; the message is its sentence for people."""


_unwanted: ContextVar[Callable[[], bool] | None] = ContextVar("unwanted", default=None)


@contextlib.contextmanager
def unless(unwanted: Callable[[], bool]) -> Iterator[None]:
    """What is run inside ends, its process killed, as soon as nobody wants it; that is asked on this thread, often."""
    before = _unwanted.set(unwanted)
    try:
        yield
    finally:
        _unwanted.reset(before)


def run(task: Callable[[Any], Any], given: Any, *, seconds: float, megabytes: int = 1024) -> Any:
    """Run `task(given)` in a new process and return its answer as plain values (what JSON can hold).

    `seconds` count from when the process has begun; until then it has `START_SECONDS`.
    `task` is a function of a module; an UnreadableError it raises comes back as RefusedError.
    Raises WorkError kinds.
    """
    spawn = multiprocessing.get_context("spawn")
    receiving, sending = spawn.Pipe(duplex=False)
    process = spawn.Process(target=_work, args=(sending, task, given, megabytes), daemon=True)
    try:
        process.start()
    except OSError as error:
        raise DiedError(f"no process could be started: {error}") from error
    finally:
        sending.close()
    try:
        _wait(
            receiving, START_SECONDS
        )  # a laptop that is busy may take long to start a process: that is not the work's fault
        with contextlib.suppress(EOFError, OSError):
            receiving.recv_bytes(len(_BEGUN))
        return answer(receiving, seconds)
    finally:
        receiving.close()
        _end(process)


def _wait(receiving: Connection, seconds: float) -> None:
    """Wait so long until something was sent, unless nobody wants it any more; WorkError kinds."""
    unwanted, until = _unwanted.get(), time.monotonic() + seconds
    while not receiving.poll(min(_LOOK_SECONDS, max(0.0, until - time.monotonic()))):
        if unwanted is not None and unwanted():
            raise GivenUpError("nobody wants the answer any more")
        if time.monotonic() >= until:
            raise TooSlowError(f"no answer within {seconds:g} seconds")


def answer(receiving: Connection, seconds: float) -> Any:
    """Wait so long for what `do` sends, unless nobody wants it any more; WorkError kinds."""
    _wait(receiving, seconds)
    try:
        outcome, found = json.loads(receiving.recv_bytes(MOST_ANSWER_BYTES))
    except (EOFError, OSError) as error:
        raise DiedError("the process ended without an answer") from error
    match outcome:
        case "done":
            return found
        case "refused":
            raise RefusedError(found)
        case _:
            raise DiedError(found)


def _end(process: Any) -> None:
    """End the process by its handle: asked first, then made to."""
    process.join(0 if process.is_alive() else _LAST_SECONDS)
    if process.is_alive():
        process.kill()
        process.join(_LAST_SECONDS)
    process.close()


def _work(sending: Connection, task: Callable[[Any], Any], given: Any, megabytes: int) -> None:
    """Be the new process: take its limits, do the work, answer once."""
    limit_memory(megabytes)
    sending.send_bytes(_BEGUN)
    do(sending, task, given)
    sending.close()


def do(sending: Connection, task: Callable[[Any], Any], given: Any) -> None:
    """Do the work, in the process of its own, and send what came of it."""
    try:
        outcome = (_DONE, task(given))
    except UnreadableError as error:
        outcome = (_REFUSED, str(error))
    except Exception as error:  # noqa: BLE001 - whatever a library raises ends here as one sentence for the log
        outcome = (_BROKE, f"{type(error).__name__}: {error}")
    sending.send_bytes(json.dumps(outcome).encode())


def limit_memory(megabytes: int) -> None:
    """Take no more memory than this, in the process of its own."""
    # Only Linux keeps to this limit; elsewhere the wall clock and the limits on what is read must do.
    if sys.platform == "linux":
        import resource

        most = megabytes * 1_000_000
        resource.setrlimit(resource.RLIMIT_AS, (most, most))
