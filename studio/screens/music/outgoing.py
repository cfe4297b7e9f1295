"""What leaves as a file, a page or a sound alike: one at a time, given up by one press, and kept in the journal once it has left."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Generic, TypeVar

from studio import files
from studio.ui.nodes import Button, Row, Space
from studio.words import say

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from reflections import records
    from studio.background import Job
    from studio.screen import Tools

MINE = "pupil"  # a copy for the pupil themselves
MEGABYTE = 1_000_000


@dataclass(slots=True, eq=False, kw_only=True)
class Order:
    """One file that was asked for: whose it is stays as it was when it was asked, whoever sits there by then."""

    pupil: records.Pupil
    done: float = 0.0
    job: Job | None = field(default=None)


@dataclass(slots=True, eq=False, kw_only=True)
class FileOrder(Order):
    """A file that is called by its piece: as what kind, which is how its name ends, and in which folder."""

    title: str
    folder: str
    kind: str
    making: bool = False

    @property
    def path(self) -> Path:
        """Where it is to lie, if nothing lies there yet."""
        return files.typed(self.folder) / f"{self.title}.{self.kind}"

    def reached(self, share: float) -> None:
        """On the worker: only a number is set, the next frame draws it."""
        self.done = share


AnOrder = TypeVar("AnOrder", bound=Order)
AFileOrder = TypeVar("AFileOrder", bound=FileOrder)


class Outgoing(Generic[AnOrder]):
    """Closed, or one order under way. Nothing is written until the file is whole."""

    def __init__(self, tools: Tools) -> None:
        self._tools = tools
        self._order: AnOrder | None = None

    def stop(self) -> None:
        """Not now; what is being made is given up, and nothing of it is left."""
        order, self._order = self._order, None
        if order is not None and order.job is not None:
            order.job.cancel()
        self._tools.changed()

    def _ways(self, no: str, yes: str, words: str, do: Callable[[], None]) -> Row:
        """Not now, or the deed: the keys of both, and what the deed is called."""
        return Row(
            Space(),
            Button(no, say("music.not now"), self.stop, kind="quiet"),
            Button(yes, words, do, "check", "primary"),
        )

    def _stands(self, order: AnOrder) -> bool:
        """Whether whoever asked for it still sits there."""
        here = self._tools.lesson.pupil
        return self._order is order and here is not None and here.id == order.pupil.id

    def _left(self, order: AnOrder, what: str, to: str, told: str, made: tuple[Path, int]) -> None:
        """It has left, whoever sits there by now: that is kept, and where it lies (bytes in `made`) is for whoever asked."""
        pupil = order.pupil.id
        self._tools.lesson.errand(lambda journal: journal.shared(pupil, what, to), label="what left", whoever=True)
        if self._stands(order):
            self._order = None
            path, size = made
            size_said = f"{size / MEGABYTE:.1f}" if size >= MEGABYTE / 10 else say("music.so small")
            self._tools.say(say(told, path=path, n=size_said))


class OutgoingFile(Outgoing[AFileOrder]):
    """States: closed, asking, making."""

    def _type(self, folder: str) -> None:
        if self._order is not None:
            self._order.folder = folder

    def _as(self, kind: str) -> None:
        if self._order is not None:
            self._order.kind = kind
            self._tools.changed()
