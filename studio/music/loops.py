"""Bars that go round: as they are typed, moved by their ends, and kept with a piece under a name."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Final, Literal, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable

Bars = tuple[int, int]
"""First and last bar number, both inside."""

Name = Literal["", "start", "tricky", "favourite", "ending"]
NAMES: Final[tuple[Name, ...]] = ("start", "tricky", "favourite", "ending")
"""What bars can be called: of a fixed few, so that a name says nothing of anybody. Without one they go by their numbers."""

MOST_KEPT: Final = 6
_TYPED: Final = re.compile(r"\s*(\d{1,5})\s*(?:\D{1,6}\s*(\d{1,5})\s*)?")


class Loop(NamedTuple):
    """Bars that were kept, and what they are called."""

    bars: Bars
    name: Name = ""


def typed(words: str, last: int) -> Bars | None:
    """Read bars as people type them ("5-8", "5 to 8", "7"), in either order; None where they are none of bars 1 to `last`."""
    found = _TYPED.fullmatch(words)
    if found is None:
        return None
    ends = sorted(int(each) for each in (found[1], found[2] or found[1]))
    return (ends[0], ends[1]) if ends[0] >= 1 and ends[1] <= last else None


def moved(bars: Bars, last: int, *, start: int = 0, end: int = 0) -> Bars:
    """Move the ends by so many bars; neither passes the other nor leaves bars 1 to `last`."""
    first = max(1, min(bars[0] + start, bars[1]))
    return first, max(first, min(bars[1] + end, last))


def kept(loops: Iterable[Loop], new: Loop) -> tuple[Loop, ...]:
    """Put a loop first among those kept: the same bars are kept once, a name is of one loop, and the oldest goes where there are too many."""
    others = (loop for loop in loops if loop.bars != new.bars and not (new.name and loop.name == new.name))
    return (new, *others)[:MOST_KEPT]


def let_go(loops: Iterable[Loop], bars: Bars) -> tuple[Loop, ...]:
    """Keep all but one."""
    return tuple(loop for loop in loops if loop.bars != bars)


def to_plain(loops: Iterable[Loop]) -> list[list[Any]]:
    """Return them as plain values, for the journal."""
    return [[*loop.bars, loop.name] for loop in loops]


def from_plain(plain: object, last: int) -> tuple[Loop, ...]:
    """Read them back; what is no loop of a piece of `last` bars is passed over, as when bars were cut off since."""
    found = []
    for row in plain if isinstance(plain, list) else ():
        match row:
            case [int(first), int(end), str(name)] if 1 <= first <= end <= last:
                found.append(Loop((first, end), next((one for one in NAMES if one == name), "")))
    return tuple(found[:MOST_KEPT])
