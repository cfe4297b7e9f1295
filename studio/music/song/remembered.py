"""Remembers what was made of values by which values they were, not by what they hold: telling is as quick for 10,000 notes as for one."""

from __future__ import annotations

from collections import OrderedDict
from threading import Lock
from typing import TYPE_CHECKING, Generic, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable

Made = TypeVar("Made")


class Remembered(Generic[Made]):
    """The last `most` things made, on any thread. What each was made of is held with it, so that no other value can take its identity."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._lock = Lock()
        self._made: OrderedDict[tuple[Hashable, ...], tuple[tuple[object, ...], Made]] = OrderedDict()

    def of(self, made_of: tuple[object, ...], how: tuple[Hashable, ...], make: Callable[[], Made]) -> Made:
        """What was made of these very values in this way, or what `make` gives."""
        key = (*map(id, made_of), *how)
        with self._lock:
            held = self._made.get(key)
            if held is not None:
                self._made.move_to_end(key)
                return held[1]
        made = make()  # by two at once where both ask: it comes out the same
        with self._lock:
            self._made[key] = (made_of, made)
            if len(self._made) > self._most:
                self._made.popitem(last=False)
        return made
