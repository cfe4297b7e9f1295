"""Which two takes of a piece are then and now, and on which bars they may be compared."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from reflections.records import Take


@dataclass(frozen=True, slots=True)
class Compared:
    """The first and the latest take; `bars` are the (first, last) that lie in both, None where there are none or nobody knows."""

    first: Take
    latest: Take
    bars: tuple[int, int] | None

    def seconds(self, take: Take) -> tuple[float, float]:
        """Return from when to when these bars sound in one of the two; all of it where no bars are known."""
        if self.bars is None:
            return 0.0, take.seconds
        starts, offset = bar_starts(take), first_bar(take)
        after = self.bars[1] - offset + 1
        return starts[self.bars[0] - offset], starts[after] if after < len(starts) else take.seconds


def compared(takes: Sequence[Take]) -> Compared | None:
    """Set the first kept take against the latest; None where there are not two."""
    if len(takes) < 2:  # noqa: PLR2004 - two is what comparing needs
        return None
    in_order = sorted(takes, key=lambda take: take.made_at)
    return Compared(in_order[0], in_order[-1], _shared(in_order[0], in_order[-1]))


def bar_starts(take: Take) -> tuple[float, ...]:
    """Return when the bars of a take begin, in seconds, by the part that knows most of them."""
    return max((part.facts.bar_starts for part in take.parts), key=len, default=())


def first_bar(take: Take) -> int:
    """Return the number of the bar a take begins with."""
    return take.bars[0] if take.bars else 1


def _shared(first: Take, latest: Take) -> tuple[int, int] | None:
    spans = []
    for take in (first, latest):
        low = first_bar(take)
        high = low + len(bar_starts(take)) - 1
        spans.append((low, min(high, take.bars[1]) if take.bars else high))
    low, high = max(a for a, _ in spans), min(b for _, b in spans)
    return (low, high) if low <= high else None
