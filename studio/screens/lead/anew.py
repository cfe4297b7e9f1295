"""One plays their part of the take again, alone: their notes go by as they did in the take, with their keys, the count and a stop."""

from __future__ import annotations

from bisect import bisect_right
from typing import TYPE_CHECKING

from instruments.events import RATE, Finished, NoteOn, Position
from studio.ensemble.ways import GOES_ROUND
from studio.screens.lead import called as names
from studio.screens.lead.lanes import alone
from studio.screens.play.count import PLAIN, Counting
from studio.screens.play.take import TAIL_SECONDS
from studio.ui.nodes import Button, Card, Column, Node, Row, Text
from studio.ui.part_lanes import Moment, lanes
from studio.ui.rings import Standing, ring
from studio.ui.zoned_keys import Flag, zoned
from studio.words import say

if TYPE_CHECKING:
    from collections.abc import Mapping

    from instruments.events import Played
    from studio.ensemble.parts import Whole
    from studio.lesson.band import Band
    from studio.lesson.together import LastTogether
    from studio.music.piece import Bar, Piece
    from studio.music.take import Take
    from studio.screens.lead.room import Lead
    from studio.ui.theme import Colour

RING, RING_LEAST = 84, 40
KEYS_TALL, KEYS_LEAST = 112, 56
FINEST = 24  # pictures a beat at the most


class Anew:
    """`on` from `begin` until `stop`. The take is read, then it is counted in, then one part is recorded over the others'."""

    def __init__(self, screen: Lead) -> None:
        self._screen = screen
        self.on = False
        self.player = ""  # whose part it is
        self._alone = False  # nobody else's part sounds with it
        self._counting: Counting | None = None
        self._bar_one: int | None = None  # the frame of its first barline, once it rolls
        self._beat = 0  # that is counted now; 0 once the music goes
        self._heard: set[str] = set()  # whose keys went down since then; "" is nobody's
        self._whole: Whole | None = None
        self._band: Band | None = None  # who had which part in the take

    def begin(self, player: str) -> None:
        """Everybody else sounds from the take, and one plays."""
        last, screen = self._screen.lesson.last_together, self._screen
        self._band = last.given(screen.band) if last is not None else screen.band
        self._whole = self._band.whole if self._band is not None else None
        self.on, self.player, self._alone = True, player, False
        self._counting, self._bar_one, self._beat, self._heard = None, None, 0, set()
        screen.lesson.read_together(self._others, without={player})
        screen.tools.focus("stop-again")
        screen.tools.changed()

    def _others(self, take: Take | None) -> None:
        from studio.music.score import take_score
        from studio.music.take import QUARTER_TICKS

        if not self.on:
            return
        self._alone = take is None
        self._screen.tools.changed()
        if take is None:  # nobody else is in it: a plain count, and then silence
            self._counting = Counting(PLAIN)
        else:
            lead = round(take.lead_bars * take.bar_frames * take.bpm * QUARTER_TICKS / (60 * RATE))
            self._counting = Counting(take_score(take), lead)
        counting = self._counting
        self._screen.engine.play(counting.score, from_tick=counting.from_tick, count_in=counting.beats)

    # -- what comes in ------------------------------------------------------------------------------------------------
    def told(self, event: object) -> bool:
        """Where the others' parts are: the first word is where the part begins. True with their end: it is over."""
        if not self.on or self._counting is None:
            return False
        match event:
            case Position(state="counting" | "playing" as state):
                beat, begins = event.beat if state == "counting" else 0, self._bar_one is None
                if self._bar_one is None:
                    self._bar_one = self._counting.bar_one(event)
                    self._screen.lesson.start_again(self.player, event.frame, self._bar_one)
                if begins or beat != self._beat:
                    self._screen.tools.changed()
                self._beat = beat
            case Finished():
                return self._counting.score is not PLAIN
            case _:
                pass
        return False

    def hear(self, event: Played) -> None:
        """Whose keys are heard while it rolls."""
        band = self._screen.band
        if isinstance(event, NoteOn) and band is not None and self._bar_one is not None:
            player = band.seating.player_of(event.keyboard)
            self._heard.add(player.id if player is not None else "")

    def stop(self) -> None:
        """What was played takes the place of the part before; without a key of theirs nothing changes, and it says whose were heard."""
        screen, rolling = self._screen, self._bar_one is not None
        self.on, self._counting, self._bar_one = False, None, None
        screen.engine.stop()
        if rolling:
            kept = screen.lesson.stop_together(screen.engine.frame_now() + int(TAIL_SECONDS * RATE))
            screen.tools.say(say("lead_after.part kept") if kept else self._nothing())
        screen.tools.changed()

    def _nothing(self) -> str:
        """Why the part is as it was."""
        band, others = self._screen.band, self._heard - {self.player}
        if band is None or not others:
            return say("lead_after.no key")
        name, whose = band.name(self.player), names.names(band, others)
        if not whose:
            return say("lead_after.nobodys keys", name=name)
        return say("lead_after.others keys", names=whose, name=name)

    # -- where it is --------------------------------------------------------------------------------------------------
    @property
    def tick(self) -> float:
        """Where in the piece the music is, as the take went; below its beginning while it is counted in."""
        last, whole = self._screen.lesson.last_together, self._whole
        if whole is None or last is None:
            return 0.0
        first = next((bar.start for bar in whole.piece.bars() if bar.n > 0), 0)
        if self._bar_one is None:
            return float(first)
        seconds = (self._screen.engine.frame_now() - self._bar_one) / RATE
        return tick_at(whole.piece, last, seconds)

    def _moment(self) -> Moment:
        band, whole = self._band, self._whole
        assert band is not None
        assert whole is not None
        return alone(whole, band, self.player, self.tick, goes_round=band.way in GOES_ROUND)

    # -- what is shown ------------------------------------------------------------------------------------------------
    def build(self) -> Node:
        """Whose part it is with the count and a stop beside it, its notes, and the keys they are played on."""
        return Column(self._who(), self._lane(), self._keys(), gap=12, grow=1)

    def _who(self) -> Node:
        band, folds = self._screen.band, self._screen.tools.theme().folds
        name = band.name(self.player) if band is not None else ""
        stop = Button("stop-again", say("lead_after.stop anew"), self._screen.after.stop_again, icon="square")
        words = say("lead_after.plays alone" if self._alone else "lead_after.plays anew", name=name)
        told = Text(words, style="h2" if not folds else "lead", weight=700, grow=1)
        return Card(
            Row(self._ring(name), told, self._count(), stop, gap=16, align="center"), pad=10 if not folds else 6
        )

    def _ring(self, name: str) -> Node | None:
        band, folds = self._band, self._screen.tools.theme().folds
        if band is None or not band.name(self.player):
            return None
        symbol, layer = names.symbol(band, self.player), names.layer(band, self.player)
        standing: Standing = "in" if self._bar_one is not None and not self._beat else "next"
        return ring("ring-again", name, symbol, layer, standing, size=RING_LEAST if folds else RING)

    def _lane(self) -> Node:
        screen, band = self._screen, self._band
        if band is None or self._whole is None or not band.name(self.player):
            return Column(grow=1)
        words = say("lead.see name", name=band.name(self.player), kind=self._kind)
        return lanes("lane-again", words, self._moment, self._version, count=1, theme=screen.tools.theme())

    def _version(self) -> object:
        return round(self.tick / 480 * FINEST), self.player, self._bar_one

    def _count(self) -> Node | None:
        """What is counted now, beside the notes that come and not over them."""
        if not self._beat or self._counting is None:
            return None
        number, of = self._counting.number(self._beat), self._counting.in_bar
        style = "display" if not self._screen.tools.theme().folds else "h1"
        return Text(say("lead.tapped", n=number, of=of), style=style, weight=700)

    @property
    def _kind(self) -> str:
        """The part they had in the take, in a word."""
        band = self._band
        return names.kind(band, self.player) if band is not None and band.name(self.player) else ""

    def _keys(self) -> Node | None:
        """Their own keys alone, as large as there is room for; None where they have none."""
        band, theme = self._screen.band, self._screen.tools.theme()
        zone = band.seating.zone(self.player) if band is not None and band.name(self.player) else None
        if band is None or zone is None:
            return None
        name, at = band.name(self.player), band.seating.place(self.player).keyboard
        layer = names.layer(band, self.player)

        def lit() -> Mapping[int, str | Colour]:
            return {pitch: f"layer{layer + 1}" for (where, pitch) in self._screen.down if where == at}

        return zoned(
            "keys-again",
            names.seat(band, self.player),
            zone,
            (Flag(*zone, layer, name, self._kind),),
            theme,
            lit=lit,
            tall=KEYS_TALL if not theme.folds else KEYS_LEAST,
        )


def tick_at(piece: Piece, last: LastTogether, seconds: float) -> float:
    """The tick of a piece so many seconds after the first barline of a take of it, however long it waited and went round."""
    bars, starts = piece.bars(), last.bar_starts or (0.0,)
    first = next((n for n, bar in enumerate(bars) if bar.n > 0), 0)
    a_second = last.setting.bpm * last.setting.speed * 480 / 60
    k = bisect_right(starts, seconds) - 1
    bar = _reached(bars, first, max(0, k), pickup=starts[0] < 0)
    if 0 <= k < len(starts) - 1:
        return bar.start + (seconds - starts[k]) / (starts[k + 1] - starts[k]) * (bar.end - bar.start)
    return min(float(piece.end), bar.start + (seconds - starts[max(0, k)]) * a_second)


def _reached(bars: tuple[Bar, ...], first: int, k: int, *, pickup: bool) -> Bar:
    """The bar that was reached as the k-th: after the last comes the first again, and not its pickup."""
    k += 0 if pickup else first
    return bars[k if k < len(bars) else first + (k - len(bars)) % (len(bars) - first)]
