"""The leader's words on their own keys: a white key for each player, and the ends of the zone for the end and for how loud."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from studio.ensemble.plan import EndTogether, Louder, Softer, Solo, Stop

if TYPE_CHECKING:
    from studio.ensemble.plan import Command, Plan

_BLACK: Final = frozenset({1, 3, 6, 8, 10})
_LOUDNESS: Final = 2  # black keys: softer and louder


@dataclass(frozen=True, slots=True)
class Desk:
    """What each key says: `players` from the lowest white key up, `end` the highest white one and `stop` the one below it.

    The two top-most black keys are `softer` and `louder`, the lowest is `solo`: each press gives it to the next of those who
    play, and after the last to nobody. Where no white key is left for `stop`, the black one above `solo` is it. None or missing
    is what the zone has no key for: the screen has all of it.
    """

    players: dict[int, str]
    softer: int | None = None
    louder: int | None = None
    end: int | None = None
    stop: int | None = None
    solo: int | None = None

    def says(self, pitch: int, plan: Plan, bars: int = 1) -> Command | None:
        """What a key says now, of so many bars ahead: a player's brings them in, or lets them rest while they play or come.

        None where it says nothing.
        """
        if pitch in self.players:
            return plan.in_or_out(self.players[pitch], bars)
        says: dict[int | None, Command] = {
            self.softer: Softer(),
            self.louder: Louder(),
            self.end: EndTogether(),
            self.stop: Stop(),
            self.solo: Solo(_next_solo(plan), bars),
        }
        return says.get(pitch)


def desk(low: int, high: int, plan: Plan) -> Desk:
    """Lay the leader's words on a zone. Players come first; then the end, how loud, the stop and the solo."""
    white = [key for key in range(low, high + 1) if key % 12 not in _BLACK]
    black = [key for key in range(low, high + 1) if key % 12 in _BLACK]
    players = dict(zip(white, plan.players, strict=False))
    free = white[len(plan.players) :]
    end = free[-1] if free else None
    softer, louder = black[-_LOUDNESS:] if len(black) >= _LOUDNESS else (None, None)
    others = black[:-_LOUDNESS]
    solo = others[0] if others else None
    stop = free[-2] if len(free) > 1 else others[1] if len(others) > 1 else None
    return Desk(players, softer, louder, end, stop, solo)


def _next_solo(plan: Plan) -> str | None:
    """Who has the next solo, or is to have the one after that which was said already: those who play, in their order; then nobody."""
    said = next((cue for cue in plan.cues if cue.turn == "solo"), None)
    now = said.player if said is not None else plan.solo
    row = [player for player in plan.players if player in plan.playing]
    if now in row:
        row = row[row.index(now) + 1 :]
    return row[0] if row else None
