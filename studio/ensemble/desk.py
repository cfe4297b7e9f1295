"""The leader's words on their own keys: a white key for each player, and the ends of the zone for louder, softer and the end."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from studio.ensemble.plan import BringIn, DropOut, EndTogether, Louder, Softer

if TYPE_CHECKING:
    from studio.ensemble.plan import Command, Plan

_BLACK: Final = frozenset({1, 3, 6, 8, 10})


@dataclass(frozen=True, slots=True)
class Desk:
    """What each key says: `players` from the lowest white key up; black keys `softer` and `louder`; `end` the highest white key.

    None or missing is what the zone has no key for: the screen has all of it.
    """

    players: dict[int, str]
    softer: int | None = None
    louder: int | None = None
    end: int | None = None

    def says(self, pitch: int, plan: Plan) -> Command | None:
        """What a key says now: a player's brings them in, or lets them rest while they play or come; None where it says nothing."""
        if pitch in self.players:
            player = self.players[pitch]
            rests = any(ring.player == player and ring.standing == "resting" for ring in plan.shown())
            return BringIn((player,)) if rests else DropOut((player,))
        says: dict[int | None, Command] = {self.softer: Softer(), self.louder: Louder(), self.end: EndTogether()}
        return says.get(pitch)


def desk(low: int, high: int, plan: Plan) -> Desk:
    """Lay the leader's words on a zone. Players come first; then the end, then the two top-most black keys."""
    white = [key for key in range(low, high + 1) if key % 12 not in _BLACK]
    black = [key for key in range(low, high + 1) if key % 12 in _BLACK]
    players = dict(zip(white, plan.players, strict=False))
    end = white[-1] if len(white) > len(plan.players) else None
    softer, louder = black[-2:] if len(black) > 1 else (None, None)
    return Desk(players, softer, louder, end)
