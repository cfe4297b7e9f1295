"""In which order written bars are played: repeats, endings, and where to go on."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Sequence

    from studio.music.written import Measure

MOST_BARS_PLAYED: Final = 4000
_TWICE: Final = 2


def order(measures: Sequence[Measure]) -> tuple[int, ...]:
    """Give the places of the bars in the order in which they are played; at most `MOST_BARS_PLAYED`.

    A closing sign goes back to the last opening one, else to where the last repeat ended; endings are played in their turn.
    After *da capo* and *dal segno*, taken once, repeats are not played again and the last ending is.
    """
    player = _Player(measures)
    while player.goes_on():
        player.step()
    return tuple(player.played)


class _Player:
    """Walks over the bars as somebody does who plays them."""

    def __init__(self, measures: Sequence[Measure]) -> None:
        self.measures = measures
        self.at = self.begin = 0
        self.turn = 1
        self.jumped = False
        self.played: list[int] = []

    def goes_on(self) -> bool:
        return self.at < len(self.measures) and len(self.played) < MOST_BARS_PLAYED

    def step(self) -> None:
        """Play the bar it stands at, or pass over it, and go to the next."""
        bar = self.measures[self.at]
        after_endings = self.at and not bar.endings and bool(self.measures[self.at - 1].endings)
        if self.at != self.begin and (bar.opens or after_endings):
            self.begin, self.turn = self.at, 1
        if bar.endings and not self._plays(bar):
            self.at += 1
            return
        self.played.append(self.at)
        self._leave(bar)

    def _plays(self, bar: Measure) -> bool:
        if self.jumped:
            return max(bar.endings) == max(self._turns())
        return self.turn in bar.endings or (self.turn > max(self._turns()) and max(bar.endings) == max(self._turns()))

    def _leave(self, bar: Measure) -> None:
        if self.jumped and "fine" in bar.signs:
            self.at = len(self.measures)
        elif self.jumped and "to coda" in bar.signs and (coda := self._next("coda", self.at + 1)) < len(self.measures):
            self.at = coda  # where no coda is written there is nowhere to go, and it goes on
        elif self._again(bar):
            self.turn += 1
            self.at = self.begin
        elif bar.signs & {"da capo", "dal segno"} and not self.jumped:
            self.jumped = True
            self.at = self.begin = self._next("segno", 0) if "dal segno" in bar.signs else 0
            self.turn = 1
        else:
            if bar.closes:
                self.begin, self.turn = (self.begin, self.turn) if bar.endings else (self.at + 1, 1)
            self.at += 1

    def _again(self, bar: Measure) -> bool:
        if not bar.closes or self.jumped:
            return False
        return self.turn < (max(self._turns()) if bar.endings else bar.closes)

    def _turns(self) -> set[int]:
        """The numbers over the endings that this bar's is one of."""
        first = last = self.at
        while first and self.measures[first - 1].endings:
            first -= 1
        while last + 1 < len(self.measures) and self.measures[last + 1].endings:
            last += 1
        numbers = {turn for bar in self.measures[first : last + 1] for turn in bar.endings}
        return numbers if len(numbers) > 1 else numbers | {_TWICE}

    def _next(self, sign: str, start: int) -> int:
        found = (n for n in range(start, len(self.measures)) if sign in self.measures[n].signs)
        return next(found, 0 if sign == "segno" else len(self.measures))
