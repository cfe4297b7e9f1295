"""How far work on the writer is, and giving it up: for what a screen begins that takes a while."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable


class Far:
    """One piece of work: called with a share of it, 0 to 1, where it is done; raises Stopped there once it was given up."""

    __slots__ = ("given_up", "share")

    def __init__(self) -> None:
        self.share = 0.0
        self.given_up = False

    def __call__(self, share: float) -> None:
        """Say so much is done; where that is, only the number is put down."""
        if self.given_up:
            from reflections.errors import Stopped

            raise Stopped
        self.share = share


class HowFar:
    """The work a screen has begun last; `drawn` is the share that its picture shows."""

    def __init__(self, changed: Callable[[], None]) -> None:
        self._changed = changed
        self._work: Far | None = None
        self.drawn = 0.0

    @property
    def goes_on(self) -> bool:
        """Whether something was begun that nobody has given up."""
        return self._work is not None

    def begin(self) -> Far:
        """Something new begins; what was begun before is given up."""
        self.give_up()
        self._work, self.drawn = Far(), 0.0
        return self._work

    def give_up(self) -> None:
        """It stops at its next word, if it is not done by then."""
        if self._work is not None:
            self._work.given_up = True
            self._work = None

    def update(self) -> None:
        """Once a frame: what was said meanwhile is to be drawn."""
        if self._work is not None and self._work.share != self.drawn:
            self.drawn = self._work.share
            self._changed()
