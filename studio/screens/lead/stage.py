"""The music while it goes: four taps begin it, the leader's words move the plan, and the engine hears of it before each bar."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from instruments.events import RATE, Finished, NoteOn, Position
from studio.ensemble.bars import BarCount
from studio.ensemble.count_in import taps_for
from studio.ensemble.plan import DropOut, EndTogether, Plan, Stop
from studio.ensemble.ways import GOES_ROUND, begin
from studio.music.score import to_score
from studio.playing.playhead import STOPPED, Playhead
from studio.screens.lead.leading import Leading
from studio.screens.lead.loud import Loud
from studio.screens.lead.waits import Waits, waiting_score

if TYPE_CHECKING:
    from instruments.events import Score
    from studio.ensemble.count_in import Taps
    from studio.ensemble.parts import Whole
    from studio.ensemble.plan import Command
    from studio.lesson.band import Band
    from studio.screens.lead.room import Lead

PHRASE: Final = 4
_ONE_KEY: Final = frozenset({"one-key", "rhythm"})  # parts in which one key is struck again and again


class Stage:
    """States: ready (taps are counted), on (from the last tap until it is over), over."""

    def __init__(self, screen: Lead) -> None:
        self._screen = screen
        self.plan = Plan(())
        self.count = BarCount()
        self.taps: Taps | None = None
        self.head = Playhead()
        self.waits, self.loud, self.leading = Waits(screen, self), Loud(screen, self), Leading(screen, self)
        self.on = False
        self.speed = 1.0
        self._made: tuple[Band, Whole, Score] | None = None  # what was made, and the band as it was then
        self._sent: tuple[object, frozenset[int]] = (None, frozenset())
        self._tapped: int | None = None  # the key that counts in

    # -- the music ----------------------------------------------------------------------------------------------------
    def ready(self) -> None:
        """Begin anew: nothing sounds, the plan of the way is laid, and four taps are waited for."""
        band = self._screen.band
        if band is None:
            return
        self.stop()
        ids = [given.player.id for given in band.shared.given if given.kind != "recordist"]
        first = [band.leader] if band.leader in ids else []
        phrase = min(PHRASE, max(1, sum(bar.n > 0 for bar in self.whole.piece.bars())))
        plan = begin(band.way, list(dict.fromkeys([*first, *ids])), phrase=phrase)
        self.plan = replace(plan, players=tuple(ids))  # whoever leads is the first to call, and stays in their place
        self.count, self.taps, self.head = BarCount(), taps_for(band.music), Playhead()
        self.leading.ready(ids)
        self._tapped, self._sent = None, (None, frozenset())
        self.waits.ready(band.waits)
        self.loud.level()
        self._screen.tools.changed()

    def play_again(self) -> None:
        """What was kept is left for the next time through; it can be come back to."""
        self._screen.take.leave()
        self.ready()
        self._screen.tools.focus("tap")

    def to_take(self) -> None:
        """Back to what was kept last, as it stood when the music was over."""
        self._screen.take.back()
        self.plan = self.plan.finished()
        self._screen.tools.changed()

    @property
    def whole(self) -> Whole:
        """All parts as one piece, made anew only when parts were given out anew."""
        return self._both()[0]

    @property
    def score(self) -> Score:
        """What the engine is given of it."""
        return self._both()[1]

    def _both(self) -> tuple[Whole, Score]:
        band = self._screen.band
        assert band is not None
        if self._made is None or not _alike(self._made[0], band):
            made = band.whole
            bars = [bar.n for bar in made.piece.bars() if bar.n > 0]
            round_ = (bars[0], bars[-1]) if self.goes_round and bars else None
            score = to_score(made.piece, bars=round_)
            self._made = (band, made, score if band.waits is None else waiting_score(score, made))
        return self._made[1], self._made[2]

    @property
    def goes_round(self) -> bool:
        """Whether the piece begins again when it is over, until the plan is."""
        band = self._screen.band
        return band is not None and band.way in GOES_ROUND

    def tap(self, seconds: float) -> None:
        """One of the four; the music begins one beat after the last."""
        if self.on or self.taps is None:
            return
        if self.plan.phase == "over":
            if self._screen.take.last is not None:
                return  # whoever tries a key must not wipe what was kept from the screen
            self.ready()
        self._screen.take.hush()
        self.taps = self.taps.tapped(seconds)
        if self.taps.is_whole:
            self._start()
        self._screen.tools.changed()

    def _start(self) -> None:
        screen, taps = self._screen, self.taps
        band = screen.band
        if band is None or taps is None:
            return
        whole, score = self._both()
        self.speed, self.on = taps.speed(band.music), True
        self._sent = (score, muted := self._muted(whole))
        screen.take.began(score)
        screen.engine.play(score, speed=self.speed, count_in=1, muted=muted, wait=self.waits.on)
        self.loud.begin()

    def _muted(self, whole: Whole) -> frozenset[int]:
        band, after = self._screen.band, self.waits.plan_to_hear
        if after.phase == "over":  # nothing of the next bar is to be heard until the word to stop has come
            return frozenset(range(len(whole.piece.parts)))
        carried = {player.id for player in band.seating.waiting} if band is not None else set[str]()
        return after.muted(whole, carried | self.waits.carried)

    def stop(self) -> None:
        """Silence at once, if anything sounds."""
        if self.on:
            self.on = False
            self._screen.engine.stop()
            self.loud.rest()
            self._screen.take.ended()

    def carry(self) -> None:
        """What the engine is to play for whom has changed: it hears of it for the next bar."""
        if not self.on:
            return
        self.loud.carry()
        whole, score = self._both()
        sent = (score, self._muted(whole))
        if sent == self._sent:
            return
        if (self.waits.on or self.count.tick < 0) and sent[0] is self._sent[0]:
            self._screen.engine.mute(sent[1])  # nothing sounds yet, or it may stand still, and no bar would come
        elif self._in_last_bar():
            return
        else:
            self._screen.engine.play(score, speed=self.speed, muted=sent[1], next_bar=True)
        self._sent = sent

    def _in_last_bar(self) -> bool:
        """Whether music that ends by itself is in the bar behind which nothing can take over."""
        bars = self.whole.piece.bars()
        return not self.goes_round and self.head.last.tick >= bars[-1].start

    @property
    def bars_left(self) -> int | None:
        """Bars until it is over, this one with them; None before the first, and where it goes round until somebody ends it."""
        if self.goes_round or not self.on or self.plan.bar < 1:
            return self.plan.bars_left
        return min(self.plan.bars_left or self._bars, self._bars + 1 - self.plan.bar)

    @property
    def _bars(self) -> int:
        return max(1, self.whole.piece.bars()[-1].n)

    # -- what the engine says -----------------------------------------------------------------------------------------
    def told(self, event: object) -> None:
        """Where the music is, and its end."""
        if not self.on:
            return
        match event:
            case Position(state="stopped"):
                pass
            case Position(tick=tick):
                self.head.told(event, self._screen.tools.clock())
                self.count = self.count.moved(self.whole.piece, tick)
                if self.count.bar > self.plan.bar:  # between barlines only the lanes move, and they draw themselves
                    self._barline()
                    self._screen.tools.changed()
                self.waits.told(event)
            case Finished():
                self.plan = self.plan.finished()
                self._over()

    def _barline(self) -> None:
        self.plan = self.plan.barline(self.count.bar)
        self.waits.barline()
        if self.plan.phase == "over":
            self._screen.engine.stop()
            self._over()
        else:
            self.carry()

    def _over(self) -> None:
        self.on = False
        self.loud.rest()
        self.head.told(STOPPED, self._screen.tools.clock())
        self._screen.take.ended()
        self._screen.tools.changed()

    # -- the leader's words, and keys ---------------------------------------------------------------------------------
    def obey(self, command: Command) -> None:
        """What a word of the leader's makes of the plan; from the word to stop on nothing sounds."""
        if isinstance(command, Stop) or (self.waits.lasts and isinstance(command, EndTogether)):
            self.stop()
            self.plan = self.plan.finished()
        else:
            self.go_by(self._after(command))

    def go_by(self, plan: Plan) -> None:
        """The music goes by this plan from now on."""
        if plan != self.plan:
            self.plan = plan
            self.loud.level()
            self.carry()

    def _after(self, command: Command) -> Plan:
        if self.waits.stands and isinstance(command, DropOut):
            return self.plan.dropped(command.players)  # the barline may never come
        plan = self.plan.told(command, self.count.beats_left) if self.on else self.plan.told(command)
        if self.goes_round:
            return plan
        behind = self._bars + 1  # what is due there never comes, and nobody is promised it
        end = None if plan.end is None else min(plan.end, behind)
        return replace(plan, cues=tuple(cue for cue in plan.cues if cue.bar < behind), end=end)

    def hear(self, event: NoteOn) -> None:
        """A key of the leader's: one that is struck again counts in; while it goes it is a word, where keys are words."""
        band = self._screen.band
        player = band.seating.player_of(event.keyboard) if band is not None else None
        if player is not None:
            self.waits.pressed(player.id, event.pitch)
        if band is None or player is None or player.id != band.leader:
            return
        if not self.on:
            if not self.leading.by_keys and band.shared.of(player.id).kind in _ONE_KEY:
                return  # four of one key are their part itself: whoever tries it begins nothing
            if event.pitch != self._tapped and self.taps is not None:
                self._tapped, self.taps = event.pitch, taps_for(band.music)
            self.tap(event.frame / RATE)
        else:
            self.leading.hear(event)


def _alike(before: Band, band: Band) -> bool:
    """Whether nothing that is heard was given out anew; who leads, and who is helped, changes no music."""
    return before.shared is band.shared and (before.way, before.waits) == (band.way, band.waits)
