"""Whose pack is made next: whoever left since theirs was ready, one after the other, and never while somebody waits for it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, TypeVar

from studio.papers import pack

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from reflections.journal import Journal
    from studio.background import Background
    from studio.lesson import Lesson

T = TypeVar("T")
Order = tuple[pack.Contents, bytes]  # what goes in, and the key it is sealed with


@dataclass(eq=False, slots=True)
class _Round:
    """Packs that are made one after the other in one visit; `pupils` are those still to come."""

    visit: int
    pupils: list[str] = field(default_factory=list)
    given_up: bool = False


class Packing:
    """Lives on the main loop. That a pack is owed stands in the journal: closed in the middle, the next start takes it up.

    A round makes what is owed. It is given up as soon as somebody comes to the keys; the next one begins when they leave.
    """

    def __init__(self, lesson: Lesson, background: Background, folder: Path) -> None:
        self._lesson, self._background, self._folder = lesson, background, folder
        self._journal: Journal | None = None
        self._round: _Round | None = None
        self._again = False

    def tick(self) -> None:
        """Once a frame: what was owed when the window was closed is made once the journal is open."""
        if self._lesson.journal is not self._journal:
            self._journal, self._round = self._lesson.journal, None
            if self._journal is not None:
                self._begin()

    def owe(self, pupils: Sequence[str]) -> None:
        """What they have kept is to be packed, be it at the next start."""
        if pupils:
            self._lesson.errand(lambda journal: pack.are_owed(journal, pupils), label="a pack is owed")

    def left(self, pupils: Sequence[str]) -> None:
        """They have closed, or somebody has left the keys: what is owed is made now."""
        self.owe(pupils)
        if self._round is None:
            self._begin()
        else:
            self._again = True

    def give_up(self) -> None:
        """Nothing more is made now; what is owed stays so."""
        if self._round is not None:
            self._round.given_up = True
        self._round, self._again = None, False

    # -- one round ----------------------------------------------------------------------------------------------------
    def _begin(self) -> None:
        one = self._round = _Round(self._lesson.visit)
        self._again = False

        def known(pupils: tuple[str, ...]) -> None:
            one.pupils += pupils
            self._next(one)

        self._read(one, pack.owed, known)

    def _is_over(self, one: _Round) -> bool:
        """Whether somebody is at the keys, or the window closes. Asked on the worker too: it only looks."""
        return one.given_up or self._lesson.visit != one.visit or self._lesson.journal is None

    def _read(self, one: _Round, work: Callable[[Journal], T], then: Callable[[T], None]) -> None:
        journal = self._lesson.journal
        if journal is None:
            self._end(one)
            return
        self._background.writer.put(lambda: work(journal), then, lambda _error: self._end(one), "a pack")

    def _next(self, one: _Round) -> None:
        if self._is_over(one) or not one.pupils:
            self._end(one)
            return
        pupil = one.pupils.pop(0)
        self._read(one, lambda journal: pack.order(journal, self._folder, pupil), lambda found: self._make(one, found))

    def _make(self, one: _Round, order: Order | None) -> None:
        if order is None or self._is_over(one):
            self._next(one)
            return
        contents, key = order

        def work() -> None:
            pack.seal(self._folder, contents, key, made_of(contents, lambda: self._is_over(one)))

        def made(result: object) -> None:
            del result
            if self._is_over(one):
                self._end(one)
            else:
                self._read(one, lambda journal: pack.is_made(journal, contents), lambda _: self._next(one))

        # refused, it stays owed: until somebody leaves, the next start, or when it is asked for
        self._background.worker.put(work, made, lambda _error: self._end(one), "a pack")

    def _end(self, one: _Round) -> None:
        if self._round is one:
            self._round = None
            if self._again:
                self._begin()


def made_of(contents: pack.Contents, is_over: Callable[[], bool]) -> bytes:
    """Make one, with nobody looking on. On the worker; raises drawing.Stopped when it is over."""
    return pack.make(contents, lambda _done, _words: None, is_over)
