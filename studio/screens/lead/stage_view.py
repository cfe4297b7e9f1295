"""How the stage looks: a ring for everybody, their parts on lanes, their keys, and the leader's desk. To be read from far."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from studio.ensemble.plan import EndTogether, Stop
from studio.screens.lead import called as names
from studio.screens.lead.arranging_view import boards
from studio.screens.lead.lanes import moment
from studio.ui.nodes import Button, Card, Column, Node, Row, Scroll, Space, Text, Toggle
from studio.ui.nodes import Grid as Even
from studio.ui.part_lanes import Moment, lanes
from studio.ui.rings import ring
from studio.ui.tap_ring import taps
from studio.words import counted, say

if TYPE_CHECKING:
    from studio.ensemble.plan import Shown
    from studio.lesson.band import Band
    from studio.screens.lead.room import Lead

MANY = 4  # players with whom names are as large as can be
RING, RING_SMALL, RING_LEAST = 84, 48, 40
WORDS_LEAST = 104  # beside a small ring
KEYS_TALL = 48
FINEST = 24  # pictures a beat at the most


class StageView:
    """Makes nodes of the state; changes nothing."""

    def __init__(self, screen: Lead) -> None:
        self._screen = screen

    def build(self) -> Node:
        """All of it: what is to be seen scrolls where text is large, the desk never does."""
        band = self._screen.band
        assert band is not None
        stage, folds = self._screen.stage, self._screen.tools.theme().folds
        playing = frozenset(stage.plan.playing) if stage.on else None
        no_keys = folds and not band.lit
        keys = None if no_keys else boards(self._screen, band, tall=KEYS_TALL, lit=playing, small=True)
        over = stage.plan.phase == "over"
        music = self._that_was_it() if over else (self._rings(band), self._lanes(band))
        seen = Column(*music, keys, gap=10, grow=1)
        return Column(Scroll(seen, key="stage"), self._desk(band), gap=10, grow=1)

    # -- rings --------------------------------------------------------------------------------------------------------
    def _rings(self, band: Band) -> Node:
        shown = {each.player: each for each in self._screen.stage.plan.shown()}
        cards = [self._card(band, player.id, shown.get(player.id)) for player in band.players]
        return Even(*cards, min_width=180, gap=10)

    def _card(self, band: Band, player: str, shown: Shown | None) -> Node:
        stage, name = self._screen.stage, band.name(player)
        folds = self._screen.tools.theme().folds
        large = len(band.players) <= MANY and not folds
        standing, below = self._words(shown), names.does(band, player)
        if stage.plan.phase != "over" and any(each.id == player for each in band.seating.waiting):
            below = say("lead.by itself")
        number = stage.plan.players.index(player) + 1 if player in stage.plan.players else 0
        picture = ring(
            f"ring-{player}",
            f"{name}: {standing}",
            names.symbol(band, player),
            names.layer(band, player),
            "in" if shown is None else shown.standing,
            share=self._share(shown),
            loud=0 if shown is None else shown.loud,
            size=RING if large else RING_SMALL if not folds else RING_LEAST,
        )
        tone = "text2" if shown is not None and shown.standing == "resting" else "text"
        only_name = folds and len(band.players) > MANY  # the ring says the rest, and the lanes come into sight
        between = "  " if large else "\u00a0\u00a0"  # where it is cut, something of the name stays beside its number
        numbered = f"{number}{between}{name}" if number and stage.desk is not None else name  # as on the leader's keys
        words = Column(
            Text(
                numbered,
                style="h1" if large else "lead" if folds else "h2",
                weight=700,
                most_lines=2 if large else 1,
                tone=tone if only_name else "text",
            ),
            Text(
                standing,
                style="h2" if large else "body" if folds else "lead",
                most_lines=1,  # else the lanes below would jump while they play
                weight=600,
                tone=tone,
            )
            if not only_name
            else None,
            Text(below, style="lead" if large else "body", tone="text2") if not folds else None,
            gap=0,
            grow=1,
            width=None if large or folds else WORDS_LEAST,  # a long name is cut, or its card would grow
        )
        return Card(
            Row(picture, words, gap=12 if large else 8, align="center"),
            selected=player in stage.chosen,
            pad=10 if large else 4 if folds else 8,
            key=f"ring-card-{player}",
            label=f"{name}: {standing}. {below}" + (f" {say('lead.hint digit', n=number)}" if number else ""),
            do=partial(stage.turn, player) if shown is not None else None,
        )

    def _words(self, shown: Shown | None) -> str:
        """How somebody stands, and in how many bars that changes."""
        stage = self._screen.stage
        if stage.plan.phase == "over":
            return say("lead.finished")
        if shown is None:
            return say("lead.is recording")
        if stage.on and shown.player in stage.waits.carried:
            return say("lead.carried")
        if stage.on and shown.player in stage.waits.waited_for:
            return say("lead.waited for")
        bars = shown.bars
        if shown.standing == "in":
            if shown.leaves and bars is not None:
                few = len(stage.plan.players) <= MANY
                return counted("lead.rests bars", bars) if few else say("lead.rests in", n=bars)
            return say("lead.has solo" if shown.solo else "lead.is in")
        if bars == 1 and not stage.on:
            return say("lead.from the start")
        return counted("lead.next bars", bars) if bars is not None else say("lead.resting")

    def _share(self, shown: Shown | None) -> float:
        """How much of the last bars before somebody comes in is over."""
        if shown is None or shown.standing != "next" or shown.bars is None:
            return 0.0
        stage = self._screen.stage
        phrase = max(1, stage.plan.phrase)
        return max(0.0, 1 - (shown.bars - 0.5) / phrase) if stage.on else 0.0

    # -- lanes --------------------------------------------------------------------------------------------------------
    def _lanes(self, band: Band) -> Node:
        screen, stage = self._screen, self._screen.stage

        def now() -> Moment:
            here = screen.band
            return moment(stage, here if here is not None else band, screen.tools.clock())

        def version() -> object:
            tick = stage.head.tick(screen.tools.clock(), stage.whole.piece, stage.speed) if stage.on else 0.0
            return round(tick / 480 * FINEST), stage.plan, stage.on, id(screen.band), round(stage.count.beats_left)

        return lanes("lanes", say("lead.the lanes"), now, version, count=len(band.players), theme=screen.tools.theme())

    # -- the desk -----------------------------------------------------------------------------------------------------
    def _desk(self, band: Band) -> Node:
        stage = self._screen.stage
        if stage.plan.phase == "over":
            return self._over(band)
        if stage.on:
            return Row(self._said_to(band), self._ends(), gap=16, align="end")
        return Row(self._before(band), Space(), self._counts(), gap=16, align="end")

    def _said_to(self, band: Band) -> Node:
        stage, folds = self._screen.stage, self._screen.tools.theme().folds
        chosen = names.names(band, stage.chosen)
        words = say("lead.for name", names=chosen) if chosen else say("lead.for everyone")

        def icon(name: str) -> str | None:
            return None if folds else name

        one = len(stage.chosen) == 1
        solo_on = stage.plan.solo is not None and (not one or stage.plan.solo in stage.chosen)
        legend = say("lead.signs", end=say("lead.end short")) if stage.desk is not None and not folds else ""
        return Column(
            Row(
                Text(words, weight=600, most_lines=1),
                Text(legend, style="label", tone="text2", most_lines=1, grow=1),
                gap=16,
            ),
            Row(
                Button("bring-in", say("lead.bring in"), stage.bring_in, icon=icon("log-in"), kind="primary"),
                Button("drop-out", say("lead.drop out"), stage.drop_out, icon=icon("log-out")),
                Button(
                    "ahead",
                    say("lead.ahead short", n=stage.ahead) if folds else counted("lead.next bars", stage.ahead),
                    stage.look_ahead,
                    icon=icon("timer"),
                    kind="quiet",
                    hint=say("lead.hint ahead"),
                ),
                Button(
                    "solo",
                    say("lead.solo over" if solo_on else "lead.solo"),
                    stage.solo,
                    icon=icon("star"),
                    enabled=one or solo_on,
                ),
                Button("softer", say("lead.softer"), stage.softer, icon=icon("volume-1"), hint=say("lead.hint softer")),
                Button("louder", say("lead.louder"), stage.louder, icon=icon("volume-2"), hint=say("lead.hint louder")),
                gap=8,
                wrap=True,
            ),
            gap=4,
            grow=1,
        )

    def _ends(self) -> Node:
        """How it ends, and the bars until then."""
        stage, folds = self._screen.stage, self._screen.tools.theme().folds
        left = stage.bars_left
        return Column(
            Text(counted("lead.bars left", left) if left is not None else "", weight=600),
            Row(
                Button(
                    "end-together",
                    say("lead.end together"),
                    partial(stage.say, EndTogether()),
                    icon=None if folds else "flag",
                    hint=say("lead.hint end"),
                ),
                Button(
                    "stop",
                    say("lead.stop"),
                    partial(stage.say, Stop()),
                    icon=None if folds else "square",
                    hint=say("lead.hint stop"),
                ),
                gap=8,
            ),
            gap=4,
        )

    def _before(self, band: Band) -> Node:
        """What can be chosen before it begins."""
        screen, stage, leader = self._screen, self._screen.stage, band.leader
        lead = (
            Toggle("by-keys", say("lead.by keys", name=band.name(leader)), stage.keys_lead, stage.lead_by_keys)
            if leader is not None and stage.desk_keys is not None
            else None
        )
        change = Button("arrange", say("lead.arrange"), screen.to_arrange, icon="sliders-horizontal")
        return Row(change, screen.take.toggle(), lead, screen.take.earlier, gap=10, wrap=True)

    def _counts(self) -> Node:
        """Four taps, and how fast they are."""
        stage = self._screen.stage
        assert stage.taps is not None
        needed, at, beats = stage.taps.needed, len(stage.taps.at), stage.taps.beats_a_minute
        pace = Text(say("lead.beats", n=round(beats)) if beats is not None else "", weight=600)
        value = say("lead.tapped", n=at, of=needed)
        return Column(
            Row(Text(say("lead.tap n", n=needed), weight=600), Space(), pace),
            taps("tap", say("lead.tap"), self._screen.tap, needed, at, value=value),
            gap=4,
        )

    def _over(self, band: Band) -> Node:
        """What was kept, and what comes next: somebody else may lead."""
        screen, arranging = self._screen, self._screen.arranging
        kept = screen.take.kept()
        ids = [player.id for player in band.players]
        after = ids[(ids.index(band.leader) + 1) % len(ids)] if band.leader in ids else ids[0]
        ask = say("lead.ask to lead", name=band.name(after))
        ways_on = Row(
            *(kept or (screen.take.earlier,)),
            Space(),
            Button("ask-next", ask, partial(arranging.ask, after), icon="flag", kind="quiet"),
            Button("arrange", say("lead.arrange"), screen.to_arrange, icon="sliders-horizontal"),
            Button("again", say("lead.again"), screen.stage.play_again, icon="rotate-ccw"),
            gap=8,
            wrap=True,
        )
        return Column(screen.after.ways_on(), ways_on, gap=8)

    def _that_was_it(self) -> tuple[Node | None, ...]:
        """Once the music is over: what all do next is in the middle, to be read from far."""
        ended = Text(say("lead.ended"), style="display", align="center")
        after, hear = self._screen.after, self._screen.take.hear_it()
        next_ = Row(Space(), hear, after.asks_all(), after.says_more(), Space(), gap=12)
        return Space(), ended, next_ if hear is not None else None, Space()
