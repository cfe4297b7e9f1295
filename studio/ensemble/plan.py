"""The leader's plan: who plays, who comes next and in how many bars, how loud, and where it ends. A value; bars and words move it.

For a screen: keep one `Plan` (`ways.begin` makes it); give it each word of the leader (`told`) and each bar the music comes to
(`barline`, counted by `bars.BarCount`). Draw `shown` and `called`. To the engine go `muted` of `plan.after()`,
as soon as it changes, with `play(score, muted=..., next_bar=True)`, which is exact on the bar, its `forces` with
`force(..., next_bar=True)`, and `level` for its backing.
When `phase` is "over", stop the engine.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final, Literal, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

    from studio.ensemble.parts import Whole

Phase = Literal["ready", "going", "over"]
Standing = Literal["in", "next", "resting"]
Turn = Literal["in", "out", "solo"]

SOFTEST, LOUDEST = -2, 2
_LEVELS: Final = (0.4, 0.6, 0.8, 0.9, 1.0)  # of the engine's backing, from the softest
_FORCES: Final = (0.5, 0.7, 1.0, 1.2, 1.4)  # of one player's keys, and of what is played for them, from the softest
_LEAST_BEATS: Final = 1.0  # of notice: nobody comes in with less


@dataclass(frozen=True, slots=True)
class BringIn:
    """These come in, so many bars from now (1: with the next barline)."""

    players: tuple[str, ...]
    bars: int = 1


@dataclass(frozen=True, slots=True)
class DropOut:
    """These rest, so many bars from now, until they are brought in again."""

    players: tuple[str, ...]
    bars: int = 1


@dataclass(frozen=True, slots=True)
class Solo:
    """One is to be heard above the others, who play on softly; nobody: all are alike again."""

    player: str | None
    bars: int = 1


@dataclass(frozen=True, slots=True)
class Louder:
    """A step louder: these, or everybody where nobody is named."""

    players: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Softer:
    """A step softer: these, or everybody where nobody is named."""

    players: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class EndTogether:
    """The music ends with the barline so many bars from now; who plays plays up to it."""

    bars: int = 2


@dataclass(frozen=True, slots=True)
class Stop:
    """At once."""


Command = BringIn | DropOut | Solo | Louder | Softer | EndTogether | Stop


class Cue(NamedTuple):
    """What happens at the beginning of a bar: bars count on from 1, rounds or not. Nobody's solo is the end of one."""

    bar: int
    turn: Turn
    player: str | None


class Shown(NamedTuple):
    """A player's ring: `bars` to go until they come in ("next") or rest (`leaves`, while "in"); `loud` from -2 to 2."""

    player: str
    standing: Standing
    bars: int | None = None
    leaves: bool = False
    loud: int = 0
    solo: bool = False


class Called(NamedTuple):
    """Who comes in at the next barline, and the beats until then: "in 4: Amira"."""

    players: tuple[str, ...]
    beats: int


class Forces(NamedTuple):
    """How hard keys are to sound: by player, as if struck so much harder, and by part of the whole; 1 where nothing is said."""

    keys: dict[str, float]
    parts: dict[int, float]


@dataclass(frozen=True, slots=True)
class Plan:
    """Who plays now and what is to come. `bar` is 0 until the music begins; `end` is the first bar that is played no more.

    `turns`, where there are any, go round for solos of `phrase` bars until the leader ends it.
    """

    players: tuple[str, ...]
    cues: tuple[Cue, ...] = ()
    end: int | None = None
    bar: int = 0
    phase: Phase = "ready"
    playing: frozenset[str] = frozenset()
    solo: str | None = None
    steps: tuple[tuple[str, int], ...] = ()  # of those who are not as loud as everybody
    loud: int = 0  # everybody
    turns: tuple[str, ...] = ()
    phrase: int = 4

    # -- what moves it ----------------------------------------------------------------------------------------------------
    def told(self, command: Command, beats_left: float = math.inf) -> Plan:
        """The leader has said something, `beats_left` before the next barline; with less than one it counts from the one after.

        Names that are nobody's here are passed over, and nothing is said to music that is over.
        """
        if self.phase == "over":
            return self
        late = int(beats_left < _LEAST_BEATS)
        match command:
            case BringIn(players, bars):
                return self._cued("in", players, self.bar + max(1, bars) + late)
            case DropOut(players, bars):
                return self._cued("out", players, self.bar + max(1, bars) + late)
            case Solo(player, bars) if player is None or player in self.players:
                return self._soloed(player, self.bar + max(1, bars) + late)
            case Louder(players):
                return self._stepped(players, 1)
            case Softer(players):
                return self._stepped(players, -1)
            case EndTogether(bars):
                end = self.bar + max(1, bars) + late
                return replace(self, end=end, cues=tuple(cue for cue in self.cues if cue.bar < end))
            case Stop():
                return self._over()
            case _:
                return self

    def dropped(self, players: Collection[str]) -> Plan:
        """These rest from now on: for music that stands still, where no barline would come."""
        who = frozenset(players)
        cues = tuple(cue for cue in self.cues if cue.player not in who or cue.turn == "solo")
        solo = None if self.solo in who else self.solo
        return replace(self, playing=self.playing - who, cues=cues, solo=solo)

    def barline(self, bar: int) -> Plan:
        """The music came to a bar, 1 the first; what was due at bars between happens too. A bar that was is passed over."""
        if self.phase == "over" or bar <= self.bar:
            return self
        if self.end is not None and bar >= self.end:
            return self._over()
        playing, solo = set(self.playing), self.solo
        for cue in self.cues:
            if cue.bar > bar:
                break
            match cue:
                case Cue(_, "solo", player):  # who rests has none, and whoever has it goes on
                    solo = player if player is None or player in playing else solo
                case Cue(_, "in", str(player)):
                    playing.add(player)
                case Cue(_, _, player):
                    playing.discard(player or "")
                    solo = None if solo == player else solo
        left = tuple(cue for cue in self.cues if cue.bar > bar)
        return _with_solos(replace(self, bar=bar, phase="going", playing=frozenset(playing), solo=solo, cues=left))

    def after(self) -> Plan:
        """How it will be from the next barline on, if nothing more is said: for what the engine must know before."""
        return self.barline(self.bar + 1)

    def finished(self) -> Plan:
        """The music came to its end by itself."""
        return self._over()

    # -- what is shown and heard --------------------------------------------------------------------------------------------
    def shown(self) -> tuple[Shown, ...]:
        """Everybody's ring, in their order."""
        return tuple(self._ring(player) for player in self.players)

    def called(self, beats_left: float) -> Called | None:
        """Who is to be called in now: those due at the next barline, with whole beats until it; None where nobody is."""
        comes = tuple(ring.player for ring in self.shown() if ring.standing == "next" and ring.bars == 1)
        return Called(comes, max(1, math.ceil(beats_left))) if comes and self.phase != "over" else None

    def in_or_out(self, player: str, bars: int = 1) -> Command:
        """The word that one key for each says: whoever rests comes in, whoever plays or comes rests."""
        return (BringIn if self._ring(player).standing == "resting" else DropOut)((player,), bars)

    @property
    def bars_left(self) -> int | None:
        """Bars to go until the end, this one with them; None where nobody has said one."""
        return None if self.end is None or self.phase == "over" else self.end - self.bar

    def muted(self, whole: Whole, carried: Collection[str] = ()) -> frozenset[int]:
        """Which parts the engine leaves to people, or to silence; the backing always sounds.

        It plays the part of whoever is `carried` (their keyboard is unplugged, they lost the thread) while they are in.
        """
        carries = {whole.of[player] for player in self.playing if player in carried and player in whole.of}
        along = {whole.along[player] for player in self.playing if player in whole.along}
        return frozenset({*whole.of.values(), *whole.along.values()} - carries - along)

    def forces(self, whole: Whole) -> Forces:
        """How hard everybody's own keys and parts are to sound, where that is not as they play and as it is written."""
        keys = {ring.player: _FORCES[ring.loud - SOFTEST] for ring in self.shown()}
        own = replace(self, loud=0).shown()  # all of the backing is softer or louder already, by its level
        parts = {whole.of[ring.player]: _FORCES[ring.loud - SOFTEST] for ring in own if ring.player in whole.of}
        for ring in own:  # whoever of several calls up the chords, the loudest says
            if ring.player in whole.along and ring.player in self.playing:
                along = whole.along[ring.player]
                parts[along] = max(parts.get(along, 0.0), _FORCES[ring.loud - SOFTEST])
        return Forces(
            {player: force for player, force in keys.items() if force != 1},
            {part: force for part, force in parts.items() if force != 1},
        )

    @property
    def level(self) -> float:
        """How loud the engine's backing is to be, 0 to 1."""
        return _LEVELS[self.loud - SOFTEST]

    # -- inside -------------------------------------------------------------------------------------------------------------
    def _ring(self, player: str) -> Shown:
        loud = min(LOUDEST, max(SOFTEST, self.loud + dict(self.steps).get(player, 0)))
        cue = next(
            (cue for cue in self.cues if cue.player == player and cue.turn != "solo" and self._matters(cue)), None
        )
        solo = self.solo == player
        if self.solo is not None and not solo:
            loud = max(SOFTEST, loud - 1)
        bars = None if cue is None else cue.bar - self.bar
        if player in self.playing:
            return Shown(player, "in", bars, cue is not None, loud, solo)
        return Shown(player, "resting" if cue is None else "next", bars, loud=loud)

    def _matters(self, cue: Cue) -> bool:
        return (cue.turn == "in") == (cue.player not in self.playing)

    def _soloed(self, player: str | None, bar: int) -> Plan:
        """Whoever is to be heard alone comes in for it, and solos that were planned until then are forgotten."""
        if self.end is not None and bar >= self.end:
            return self
        kept = self._cued("in", () if player is None else (player,), bar).cues
        return self._with((*(cue for cue in kept if cue.turn != "solo" or cue.bar > bar), Cue(bar, "solo", player)))

    def _cued(self, turn: Turn, players: Iterable[str], bar: int) -> Plan:
        """What was planned for these until then is forgotten; who drops out has nothing planned any more."""
        who = {player for player in players if player in self.players}
        if self.end is not None and bar >= self.end:
            return self
        kept = (
            cue for cue in self.cues if cue.player not in who or cue.turn == "solo" or (turn == "in" and cue.bar > bar)
        )
        named = tuple(Cue(bar, turn, player) for player in self.players if player in who)
        return self._with((*kept, *named))

    def _with(self, cues: Iterable[Cue]) -> Plan:
        return replace(self, cues=tuple(sorted(cues, key=_when)))

    def _stepped(self, players: Collection[str], step: int) -> Plan:
        if not players:
            return replace(self, loud=min(LOUDEST, max(SOFTEST, self.loud + step)))
        steps = dict(self.steps)
        for player in self.players:
            if player in players:
                steps[player] = min(LOUDEST, max(SOFTEST, steps.get(player, 0) + step))
        return replace(self, steps=tuple((player, by) for player, by in steps.items() if by))

    def _over(self) -> Plan:
        return replace(self, phase="over", playing=frozenset(), cues=(), solo=None)


def _when(cue: Cue) -> tuple[int, bool]:
    """In order of bars; whoever comes in is in when it is their solo."""
    return cue.bar, cue.turn == "solo"


def _with_solos(plan: Plan) -> Plan:
    """Where solos go round, the next round of them follows the last."""
    if not plan.turns or any(cue.turn == "solo" for cue in plan.cues):
        return plan
    first = plan.turns.index(plan.solo) + 1 if plan.solo in plan.turns else 0
    row = (*plan.turns[first:], *plan.turns[:first])
    cues = (Cue(plan.bar + n * plan.phrase, "solo", player) for n, player in enumerate(row, 1))
    coming = (*plan.cues, *(cue for cue in cues if plan.end is None or cue.bar < plan.end))
    return replace(plan, cues=tuple(sorted(coming, key=_when)))
