"""What must reach the journal: tried again every five seconds until it does, so that a full disk loses nothing."""

from __future__ import annotations

import time
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeVar

from studio.words import say

if TYPE_CHECKING:
    from collections.abc import Callable

    from studio.background import Background

T = TypeVar("T")
AGAIN_SECONDS = 5.0


@dataclass(eq=False, slots=True)
class _Errand:
    work: Callable[[], Any]
    then: Callable[[Any], None]
    label: str
    once: object
    holds: object


class Errands:
    """Work for the writer that is not given up while its reason may pass: a full disk, a pulled stick, a busy file.

    Lives on the main loop. `trouble` is told once, not at every try; `over` gets a sentence once all is done after all.
    What `worth` says no to is given up at once.
    """

    def __init__(
        self,
        background: Background,
        clock: Callable[[], float] = time.monotonic,
        worth: Callable[[Exception], bool] | None = None,
    ) -> None:
        self._background = background
        self._clock = clock
        self._worth = worth or may_pass
        self._owed: list[_Errand] = []  # what was refused, in its order
        self._again_at = 0.0
        self._told = False
        self._out: list[_Errand] = []  # what is with the writer now
        self.refusal: Exception | None = None  # why the last that was refused was refused
        self.trouble: Callable[[Exception], None] = _raise
        self.over: Callable[[str], None] = _quiet

    @property
    def owing(self) -> bool:
        """True while something played could not be written yet."""
        return bool(self._owed)

    @property
    def idle(self) -> bool:
        """True while all is done: nothing is with the writer, and nothing waits for its next try."""
        return not self._out and not self._owed

    @property
    def stuck(self) -> bool:
        """True while something was refused and nothing is being tried."""
        return bool(self._owed) and not self._out

    @property
    def in_the_way(self) -> Exception | None:
        """What keeps things from the journal, from the first refusal until all is there after all; None while nothing does."""
        return self.refusal if self._told else None

    @property
    def held(self) -> tuple[object, ...]:
        """What the errands that are not done yet hold, in their order."""
        return tuple(errand.holds for errand in (*self._out, *self._owed) if errand.holds is not None)

    def put(
        self,
        work: Callable[[], T],
        then: Callable[[T], None] | None = None,
        label: str = "",
        once: object = None,
        holds: object = None,
    ) -> None:
        """Run `work` on the writer; once it went well, `then` with its result on the main loop.

        While one with the same `once` is on its way or waits for its next try, no second is put behind it. `holds` is what
        would be lost if it never were done.
        """
        if once is not None and any(errand.once == once for errand in self._owed + self._out):
            return
        errand = _Errand(work, then or _done, label, once, holds)
        if self._owed:
            self._owed.append(errand)  # nothing overtakes what was refused
        else:
            self._send(errand)

    def tick(self, now: float) -> None:
        """Once a frame: what was refused is tried again when its time has come."""
        if self._owed and not self._out and now >= self._again_at:
            self.again()

    def again(self) -> None:
        """Try now what was refused, in its order."""
        owed, self._owed = self._owed, []
        for errand in owed:
            self._send(errand)

    def _send(self, errand: _Errand) -> None:
        self._out.append(errand)

        def went_well(result: Any) -> None:
            self._out.remove(errand)
            errand.then(result)
            if self._told and not self._out and not self._owed:
                self._told = False
                self.over(say("frame.the journal can"))

        def refused(error: Exception) -> None:
            self._out.remove(errand)
            if not self._worth(error):
                self.trouble(error)
                return
            self._owed.append(errand)
            self.refusal = error
            self._again_at = self._clock() + AGAIN_SECONDS
            if not self._told:
                self._told = True
                self.trouble(error)

        self._background.writer.put(errand.work, went_well, refused, errand.label)


def may_pass(error: Exception) -> bool:
    """Whether trying again can help: the disk or the file was in the way, not what was asked."""
    from reflections import Busy, DiskFull, DiskTrouble, Gone

    return isinstance(error, Busy | DiskFull | DiskTrouble | Gone | OSError)


def _done(result: object) -> None:
    del result


def _quiet(words: str) -> None:
    del words


def _raise(error: Exception) -> None:
    raise error
