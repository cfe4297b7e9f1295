"""How the stage looks: a ring for everybody, their parts on lanes, their keys, and the leader's desk. To be read from far."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from studio.ensemble.plan import EndTogether, Stop
from studio.screens.lead import called as names
from studio.screens.lead.arranging_view import boards, leaders_keys
from studio.screens.lead.lanes import moment
from studio.screens.lead.over_view import OverView
from studio.ui.nodes import Button, Card, Column, Node, Row, Scroll, Space, Text, Toggle
from studio.ui.nodes import Grid as Even
from studio.ui.part_lanes import Moment, lanes, ruler
from studio.ui.rings import ring
from studio.ui.tap_ring import taps
from studio.words import counted, say

if TYPE_CHECKING:
    from studio.ensemble.plan import Shown
    from studio.lesson.band import Band
    from studio.screens.lead.room import Lead

MANY = 4  # players with whom names are as large as can be
RING, RING_SMALL = 80, 40
WORDS_LEAST = 104  # beside a small ring
NAME, STANDING = 130, 172  # how wide they are in a row, at text of the usual size
KEYS_TALL, KEYS_LEAST, SIGNS_TALL = 48, 40, 76
FINEST = 24  # pictures a beat at the most


class StageView:
    """Makes nodes of the state; changes nothing."""

    def __init__(self, screen: Lead) -> None:
        self._screen = screen
        self._over = OverView(screen)

    def build(self) -> Node:
        """All of it: what is to be seen scrolls where text is large, the desk never does."""
        band = self._screen.band
        assert band is not None
        if self._screen.stage.plan.phase == "over":
            return self._over.build(band)
        folds = (
            self._screen.tools.theme().folds
        )  # rings above and lanes below have no room then, with a notice least of all
        music = (self._in_rows(band),) if folds else (self._rings(band), self._lanes(band))
        seen = Column(*music, self._keys(band), gap=8, grow=1)
        return Column(Scroll(seen, key="stage"), self._desk(band), gap=10, grow=1)

    # -- keys ---------------------------------------------------------------------------------------------------------
    def _keys(self, band: Band) -> Node | None:
        """Everybody's; while the leader's are words those instead, as large as the page is wide, and beside them who is helped."""
        screen, stage, folds = self._screen, self._screen.stage, self._screen.tools.theme().folds
        playing = frozenset(stage.plan.playing) if stage.on else None
        many = len(band.players) > MANY
        tall = KEYS_TALL if not many else KEYS_LEAST
        shown = None if folds and not band.lit else boards(screen, band, tall=tall, lit=playing, small=True)
        if stage.leading.desk is None:
            return shown
        large = leaders_keys(screen, band, tall=SIGNS_TALL if not folds else KEYS_TALL if not many else KEYS_LEAST)
        return Column(large, shown, gap=8) if band.lit else large

    # -- rings --------------------------------------------------------------------------------------------------------
    def _rings(self, band: Band) -> Node:
        shown = {each.player: each for each in self._screen.stage.plan.shown()}
        cards = [self._card(band, player.id, shown.get(player.id)) for player in band.players]
        return Even(*cards, min_width=180, gap=10)

    def _in_rows(self, band: Band) -> Node:
        """Everybody in a row of their own: the ring, the name and how they stand, and their part beside it."""
        shown, theme = {each.player: each for each in self._screen.stage.plan.shown()}, self._screen.tools.theme()
        wider = (1 + theme.text_scale) / 2
        wide = round(NAME * wider), round(STANDING * wider)
        rows = [self._row(band, player.id, shown.get(player.id), *wide) for player in band.players]
        words = self._for_whom(band) if self._screen.stage.on else self._pace() or self._tap_so_often()
        above = Column(
            Text(words, weight=600, most_lines=1), height=ruler(theme, len(rows))
        )  # below it would cost a line
        heads = Column(above, Even(*rows, columns=1, gap=0, grow=1), gap=0, width=sum(wide) + RING_SMALL + 30)
        return Row(heads, self._lanes(band, heads=False), gap=4, align="stretch", grow=1, music=True)

    def _row(self, band: Band, player: str, shown: Shown | None, name_wide: int, wide: int) -> Node:
        name, tone = self._called(band, player), self._tone(shown)
        plays = shown is not None and shown.standing == "in"
        standing = say("lead.by itself short") if plays and self._is_away(band, player) else self._words(shown)
        style = "lead" if self._screen.tools.theme().text_scale < 1.5 else "body"  # noqa: PLR2004  # six lanes have to fit
        words = Column(Text(name, style=style, weight=700, most_lines=1, tone=tone), width=name_wide)
        stands = Column(Text(standing, style=style, most_lines=1, tone=tone), width=wide)
        picture = self._ring(band, player, shown, RING_SMALL)
        return self._pressed(band, player, shown, Row(picture, words, stands, gap=8, align="center"), pad=0)

    def _card(self, band: Band, player: str, shown: Shown | None) -> Node:
        large = len(band.players) <= MANY
        below = say("lead.by itself") if self._is_away(band, player) else names.does(band, player)
        words = Column(
            Text(
                self._called(band, player, "  " if large else "\u00a0\u00a0"),
                style="h1" if large else "h2",
                weight=700,
                most_lines=2 if large else 1,
            ),
            Text(
                self._words(shown),
                style="h2" if large else "lead",
                most_lines=1,  # else the lanes below would jump while they play
                weight=600,
                tone=self._tone(shown),
            ),
            Text(below, style="lead" if large else "body", tone="text2"),
            gap=0,
            grow=1,
            width=None if large else WORDS_LEAST,  # a long name is cut, or its card would grow
        )
        picture = self._ring(band, player, shown, RING if large else RING_SMALL)
        row = Row(picture, words, gap=12 if large else 8, align="center")
        return self._pressed(band, player, shown, row, pad=8)

    def _called(self, band: Band, player: str, between: str = "\u00a0\u00a0") -> str:
        """A name, with its number as on the leader's keys; where it is cut, something of the name stays beside that."""
        stage, name = self._screen.stage, band.name(player)
        players = stage.plan.players
        numbered = stage.leading.desk is not None and player in players
        return f"{players.index(player) + 1}{between}{name}" if numbered else name

    def _tone(self, shown: Shown | None) -> str:
        return "text2" if shown is not None and shown.standing == "resting" else "text"

    def _is_away(self, band: Band, player: str) -> bool:
        return any(each.id == player for each in band.seating.waiting)

    def _ring(self, band: Band, player: str, shown: Shown | None, size: int) -> Node:
        return ring(
            f"ring-{player}",
            f"{band.name(player)}: {self._words(shown)}",
            names.symbol(band, player),
            names.layer(band, player),
            "in" if shown is None else shown.standing,
            share=self._share(shown),
            loud=0 if shown is None else shown.loud,
            size=size,
        )

    def _pressed(self, band: Band, player: str, shown: Shown | None, child: Node, *, pad: int) -> Node:
        """Somebody's card: pressed, the next word is for them."""
        stage, players = self._screen.stage, self._screen.stage.plan.players
        below = say("lead.by itself") if self._is_away(band, player) else names.does(band, player)
        label = f"{band.name(player)}: {self._words(shown)}. {below}"
        return Card(
            child,
            selected=player in stage.leading.chosen,
            pad=pad,
            key=f"ring-card-{player}",
            label=f"{label} {say('lead.hint digit', n=players.index(player) + 1)}" if player in players else label,
            do=partial(stage.leading.turn, player) if shown is not None else None,
        )

    def _words(self, shown: Shown | None) -> str:
        """How somebody stands, and in how many bars that changes."""
        stage = self._screen.stage
        if shown is None:
            return say("lead.is recording")
        if stage.on and shown.player in stage.waits.carried:
            return say("lead.carried")
        if stage.on and shown.player in stage.waits.waited_for:
            return say("lead.waited for")
        bars = shown.bars
        if shown.standing == "in":
            if shown.leaves and bars is not None:
                few = len(stage.plan.players) <= MANY and not self._screen.tools.theme().folds
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
    def _lanes(self, band: Band, *, heads: bool = True) -> Node:
        screen, stage = self._screen, self._screen.stage

        def now() -> Moment:
            here = screen.band
            return moment(stage, here if here is not None else band, screen.tools.clock())

        def version() -> object:
            tick = stage.head.tick(screen.tools.clock(), stage.whole.piece, stage.speed) if stage.on else 0.0
            return round(tick / 480 * FINEST), stage.plan, stage.on, id(screen.band), round(stage.count.beats_left)

        theme, count = screen.tools.theme(), len(band.players)
        return lanes("lanes", say("lead.the lanes"), now, version, count=count, theme=theme, heads=heads)

    # -- the desk -----------------------------------------------------------------------------------------------------
    def _desk(self, band: Band) -> Node:
        stage = self._screen.stage
        if stage.on:
            return Row(self._said_to(band), self._ends(), gap=16, align="end")
        return Row(self._before(band), Space(), self._counts(), gap=16, align="end")

    def _for_whom(self, band: Band) -> str:
        """Whom the next word is for."""
        chosen = names.names(band, self._screen.stage.leading.chosen)
        return say("lead.for name", names=chosen) if chosen else say("lead.for everyone")

    def _said_to(self, band: Band) -> Node:
        stage, folds = self._screen.stage, self._screen.tools.theme().folds
        leading = stage.leading

        def icon(name: str) -> str | None:
            return None if folds else name

        one = len(leading.chosen) == 1
        solo_on = stage.plan.solo is not None and (not one or stage.plan.solo in leading.chosen)
        signs = say("lead.signs short" if folds else "lead.signs", end=say("lead.end short"))
        whom = Text(self._for_whom(band), weight=600, most_lines=1) if not folds else None
        legend = Text(signs, style="caption" if folds else "body", tone="text2", most_lines=1, grow=1)
        above = [each for each in (whom, legend if leading.desk is not None else None) if each is not None]
        return Column(
            Row(*above, gap=16) if above else None,
            Row(
                Button("bring-in", say("lead.bring in"), leading.bring_in, icon=icon("log-in"), kind="primary"),
                Button("drop-out", say("lead.drop out"), leading.drop_out, icon=icon("log-out")),
                Button(
                    "ahead",
                    say("lead.ahead short", n=leading.ahead) if folds else counted("lead.next bars", leading.ahead),
                    leading.look_ahead,
                    icon=icon("timer"),
                    kind="quiet",
                    hint=say("lead.hint ahead"),
                ),
                Button(
                    "solo",
                    say("lead.solo over" if solo_on else "lead.solo"),
                    leading.solo,
                    icon=icon("star"),
                    enabled=one or solo_on,
                ),
                Button(
                    "softer", say("lead.softer"), leading.softer, icon=icon("volume-1"), hint=say("lead.hint softer")
                ),
                Button(
                    "louder", say("lead.louder"), leading.louder, icon=icon("volume-2"), hint=say("lead.hint louder")
                ),
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
            Text(counted("lead.bars left", left), weight=600) if left is not None else None,
            Row(
                Button(
                    "end-together",
                    say("lead.end together"),
                    partial(stage.leading.say, EndTogether()),
                    icon=None if folds else "flag",
                    hint=say("lead.hint end"),
                ),
                Button(
                    "stop",
                    say("lead.stop"),
                    partial(stage.leading.say, Stop()),
                    icon=None if folds else "square",
                    hint=say("lead.hint stop"),
                ),
                gap=8,
            ),
            gap=4,
        )

    def _before(self, band: Band) -> Node:
        """What can be chosen before it begins."""
        screen, leading, leader = self._screen, self._screen.stage.leading, band.leader
        lead = (
            Toggle("by-keys", say("lead.by keys", name=band.name(leader)), leading.by_keys, leading.lead_by_keys)
            if leader is not None and leading.keys is not None
            else None
        )
        change = Button("arrange", say("lead.arrange"), screen.to_arrange, icon="sliders-horizontal")
        return Row(change, screen.take.toggle(), lead, screen.take.earlier, gap=10, wrap=True)

    def _counts(self) -> Node:
        """Four taps, and how fast they are."""
        stage = self._screen.stage
        assert stage.taps is not None
        needed, at = stage.taps.needed, len(stage.taps.at)
        circles = taps("tap", say("lead.tap"), self._screen.tap, needed, at, value=say("lead.tapped", n=at, of=needed))
        if self._screen.tools.theme().folds:
            return circles
        told, pace = Text(self._tap_so_often(), weight=600), Text(self._pace(), weight=600)
        return Column(Row(told, Space(), pace), circles, gap=10)  # room for the ring of the focus

    def _tap_so_often(self) -> str:
        tapped = self._screen.stage.taps
        return say("lead.tap n", n=tapped.needed) if tapped is not None else ""

    def _pace(self) -> str:
        """How fast the taps are so far; "" before there are two."""
        tapped = self._screen.stage.taps
        beats = tapped.beats_a_minute if tapped is not None else None
        return say("lead.beats", n=round(beats)) if beats is not None else ""
