"""Music that waits on the stage: each one's own keys are waited for, who is lost is carried to the next bar, and next keys are lit."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from studio.ensemble.waiting import Waiting, ghosts, waiting

if TYPE_CHECKING:
    from instruments.events import Position, Score
    from studio.ensemble.parts import Whole
    from studio.ensemble.plan import Plan
    from studio.ensemble.waiting import How
    from studio.music.piece import Bar
    from studio.screens.lead.room import Lead
    from studio.screens.lead.stage import Stage

OPENS: Final = 0
"""The pitch that all gates wait for: it has no key, and stands for everybody having played their own."""
EARLY_SECONDS: Final = 0.3  # a key so much before its time counts; a little less than the engine's own measure
_OF_THE_GAP: Final = 0.45  # and never before the middle between two gates
_SAID_AFTER_SECONDS: Final = 1.0  # of waiting: a moment is no waiting
_SOON_BEATS: Final = (
    0.15  # before a barline what the next bar is to sound like is said: the music may go on at any moment
)


def waiting_score(score: Score, whole: Whole) -> Score:
    """The same score, waiting at everybody's notes."""
    return replace(score, gates=tuple((tick, frozenset({OPENS})) for tick, _ in waiting(whole).gates()))


class Waits:
    """Lives beside the stage. States: off (the music goes on by itself), coming (to the next gate), waiting there."""

    def __init__(self, screen: Lead, stage: Stage) -> None:
        self._screen, self._stage = screen, stage
        self._now: Waiting | None = None
        self._ticks: tuple[int, ...] = ()
        self._next: int | None = None  # the gate that comes, or is waited at
        self._before = 0  # the gate before it, that was opened
        self._resting: frozenset[str] = frozenset()
        self._pressed: list[tuple[str, int]] = []  # for the gate that comes
        self._since: float | None = None  # when the engine came to it
        self._said = False

    def ready(self, how: How | None) -> None:
        """The music is about to begin anew."""
        self._now, self._next, self._ticks = None, None, ()
        if how is not None:
            self._now = waiting(self._stage.whole, how)
            self._ticks = tuple(tick for tick, _ in self._now.gates())
            self._come_to(self._ticks[0] if self._ticks else None)

    @property
    def on(self) -> bool:
        """Whether it waits at all."""
        return bool(self._ticks)

    @property
    def carried(self) -> frozenset[str]:
        """Whose part is played for them until the next bar."""
        return self._now.carried if self._now is not None else frozenset()

    @property
    def waited_for(self) -> frozenset[str]:
        """Who is waited for, once that lasts."""
        return self._now.waited_for if self._said and self._now is not None else frozenset()

    @property
    def stands(self) -> bool:
        """Whether the music stands still now: no barline comes until somebody plays."""
        return self._stage.on and self._since is not None

    @property
    def lasts(self) -> bool:
        """Whether it has stood still for longer than a moment."""
        return self.stands and self._said

    @property
    def plan_to_hear(self) -> Plan:
        """What the engine's parts go by: the next bar's plan, and while the music may stand still that of this bar until it ends."""
        stage = self._stage
        soon = not self.on or stage.count.tick < 0 or stage.count.beats_left <= _SOON_BEATS
        return stage.plan.after() if soon else stage.plan

    # -- what comes in ------------------------------------------------------------------------------------------------
    def told(self, position: Position) -> None:
        """Where the engine is: it waits, or a word to go on came too early for it and is said again."""
        if position.state != "waiting" or self._now is None:
            return
        tick = round(position.tick)
        if tick == self._before != self._next:
            self._screen.engine.opened(OPENS)
        elif tick != self._next:
            self._come_to(tick)
        if tick == self._next and self._since is None:
            self._since = self._screen.tools.clock()
        self.update()

    def pressed(self, player: str, pitch: int) -> None:
        """Somebody's key: it does its part of what comes next, where that is near."""
        if self._now is not None and self._stage.on and self._near:
            self._pressed.append((player, pitch))
            self._now = self._now.pressed(player, pitch)
            self.update()

    def barline(self) -> None:
        """Whoever was carried plays again."""
        if self._now is not None:
            self._now = self._now.barline()
            self._ask()

    def update(self) -> None:
        """Once a frame: who rests now is not waited for; who is lost is carried; where all have played, the music goes on."""
        if self._now is None or self._next is None or not self._stage.on:
            return
        if self._resting != self._who_rests():
            self._ask()
        waited = self._screen.tools.clock() - self._since if self._since is not None else 0.0
        said, now = waited >= _SAID_AFTER_SECONDS, self._now.waited(waited)
        if (said, now.carried) != (self._said, self._now.carried):
            self._screen.tools.changed()
        self._said, self._now = said, now
        self._stage.carry()
        if self._now.goes_on and self._near:
            self._open()

    # -- inside -------------------------------------------------------------------------------------------------------
    def _open(self) -> None:
        assert self._next is not None
        self._screen.engine.opened(OPENS)
        if self._said:
            self._screen.tools.changed()
        self._before = self._next
        later = (tick for tick in self._ticks if tick > self._before)
        start = self._round[0] if self._round is not None else None
        again = (tick for tick in self._ticks if start is not None and tick >= start)
        end = self._round[1] if self._round is not None else self._stage.whole.piece.end
        self._come_to(next((tick for tick in later if tick < end), next(again, None)))

    def _come_to(self, tick: int | None) -> None:
        self._next, self._pressed, self._since, self._said = tick, [], None, False
        self._ask()

    def _ask(self) -> None:
        """Who has to play there, but for what they have pressed already."""
        if self._now is None or self._next is None:
            return
        self._resting = self._who_rests()
        self._now = self._now.arrived(self._next, self._resting, next_bar=not self._in_this_bar)
        for player, pitch in self._pressed:
            self._now = self._now.pressed(player, pitch)

    def _who_rests(self) -> frozenset[str]:
        """Whoever does not play in that bar, has no keyboard now, or has words on their keys."""
        stage, band = self._stage, self._screen.band
        assert band is not None
        plan = stage.plan if self._in_this_bar else stage.plan.after()
        away = {player.id for player in band.seating.waiting}
        leads = {band.leader or ""} if stage.leading.by_keys else set[str]()
        return frozenset({player.id for player in band.players if player.id not in plan.playing} | away | leads)

    @property
    def _round(self) -> tuple[int, int] | None:
        return self._stage.score.loop

    @property
    def _tick(self) -> float:
        """Where the music is; it does not pass what it waits for."""
        stage = self._stage
        tick = stage.head.tick(self._screen.tools.clock(), stage.whole.piece, stage.speed) if stage.on else -1.0
        if self._since is not None and self._next is not None:
            return self._next
        over = tick - self._next if self._next is not None else -1
        return tick - over if 0 < over < self._early_ticks else tick

    @property
    def _in_this_bar(self) -> bool:
        tick = self._tick
        if tick < 0 or self._next is None:
            return False
        bar: Bar = self._stage.whole.piece.bar_at(tick)
        return tick <= self._next < bar.end and self._stage.plan.bar > 0

    @property
    def _early_ticks(self) -> float:
        stage = self._stage
        bpm = stage.whole.piece.tempo_at(max(0, self._before)).bpm
        return EARLY_SECONDS * stage.speed * bpm * 480 / 60

    @property
    def _near(self) -> bool:
        """Whether the gate that comes is so near that a key is meant for it."""
        if self._next is None:
            return False
        tick, far = self._tick, self._next - self._before
        left: float = self._next - tick
        if self._round is not None:
            long = self._round[1] - self._round[0]
            left, far = left + long * (left < 0), far + long * (far < 0)
        return left <= min(self._early_ticks, far * _OF_THE_GAP if far else self._early_ticks)

    # -- a helper -----------------------------------------------------------------------------------------------------
    def lit_next(self, player: str) -> frozenset[int]:
        """The keys that come next for somebody who is helped: seen by them, or by whoever helps beside them."""
        stage, band = self._stage, self._screen.band
        if band is None or player not in band.lit or player not in stage.whole.of or stage.plan.phase == "over":
            return frozenset()
        if stage.on and player not in stage.plan.playing | stage.plan.after().playing:
            return frozenset()
        part = stage.whole.piece.parts[stage.whole.of[player]]
        tick = self._tick if stage.on else 0.0
        again = ghosts(part, self._round[0]) if self._round is not None else ()
        return frozenset(note.pitch for note in ghosts(part, tick) or again)
