"""Waiting for all: whose keys the music waits for, and who is lost and is carried until the next bar. A value, no clock of its own.

A screen keeps a `Waiting` and puts another in its place with every key, barline and moment it waits. The engine knows pitches
and no players, so its score waits at every tick of `gates()` for the one word that all have played (`Engine.opened`); whoever
is in `carried` has their part played for them, and is not waited for.
"""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass, field, replace
from itertools import takewhile
from typing import TYPE_CHECKING, Final, Literal

from studio.music.score import gates

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from studio.ensemble.parts import Whole
    from studio.music.piece import Note, Part

How = Literal["for all", "carry"]
PATIENCE_SECONDS: Final = 4.0
"""So long somebody is waited for before they are carried, once everybody else has played."""

Gates = tuple[tuple[int, frozenset[int]], ...]


@dataclass(frozen=True, slots=True)
class Waiting:
    """What each player's keys have to do next. `how`: wait "for all" however long it takes, or "carry" who is lost.

    `each` are the gates of every player: tick and pitches, in order.
    """

    each: Mapping[str, Gates]
    how: How = "for all"
    at: int | None = None  # the gate's tick that is waited at
    missing: Mapping[str, frozenset[int]] = field(default_factory=dict)  # what is still to be pressed there
    carried: frozenset[str] = frozenset()

    def gates(self, without: Collection[str] = ()) -> Gates:
        """Return everybody's gates as one: what the engine waits at. `without` are those who rest; who is carried is left out too."""
        joined: dict[int, frozenset[int]] = {}
        for player, theirs in self.each.items():
            if player not in self.carried and player not in without:
                for tick, pitches in theirs:
                    joined[tick] = joined.get(tick, frozenset()) | pitches
        return tuple(sorted(joined.items()))

    def arrived(self, tick: int, without: Collection[str] = (), *, next_bar: bool = False) -> Waiting:
        """The music comes to a gate: everybody who has a note there is waited for, in the `next_bar` whoever is carried too."""
        missing = {}
        without = {*without, *(() if next_bar else self.carried)}
        for player, theirs in self.each.items():
            n = bisect_left(theirs, tick, key=lambda gate: gate[0])
            if n < len(theirs) and theirs[n][0] == tick and player not in without:
                missing[player] = theirs[n][1]
        return replace(self, at=tick if missing else None, missing=missing)

    def pressed(self, player: str, pitch: int) -> Waiting:
        """A player pressed a key: it does its part of their own gate, and nothing for anybody else's."""
        left = self.missing.get(player, frozenset()) - {pitch}
        missing = {**self.missing, player: left} if player in self.missing else dict(self.missing)
        missing = {each: pitches for each, pitches in missing.items() if pitches}
        return replace(self, missing=missing, at=self.at if missing else None)

    @property
    def waited_for(self) -> frozenset[str]:
        """The players whose keys are missing; the screen says their names, kindly, or nothing."""
        return frozenset(self.missing)

    @property
    def goes_on(self) -> bool:
        """Nobody is waited for."""
        return not self.missing

    def waited(self, seconds: float) -> Waiting:
        """So long it has waited here. Where nobody is left behind, whoever is lost is carried now, as long as others play."""
        enough = self.how == "carry" and seconds >= PATIENCE_SECONDS
        playing = self.each.keys() - self.carried - self.missing.keys()
        if not (enough and self.missing and playing):
            return self
        return replace(self, carried=self.carried | self.missing.keys(), missing={}, at=None)

    def barline(self) -> Waiting:
        """A bar begins: whoever was carried is in again."""
        return replace(self, carried=frozenset())


def waiting(whole: Whole, how: How = "for all") -> Waiting:
    """Make the gates of everybody's part: all notes that begin together are one."""
    return Waiting({player: gates(whole.piece, {n}) for player, n in whole.of.items()}, how)


def ghosts(part: Part, tick: float) -> tuple[Note, ...]:
    """Return the next notes of a part from a tick on, all that begin together: what a helper beside the player sees lit."""
    n = bisect_left(part.notes, tick, key=lambda note: note.start)
    return tuple(takewhile(lambda note: note.start == part.notes[n].start, part.notes[n:]))
