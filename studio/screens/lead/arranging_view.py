"""How arranging looks: everybody with their part, the keyboards with their zones, and what can be changed for one of them."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from instruments.events import SOFTWARE
from studio.ensemble.parts import offered
from studio.ensemble.ways import WAYS
from studio.lesson.band import TUTOR
from studio.screen import Go
from studio.screens.lead import called as names
from studio.screens.lead.boards import called
from studio.ui.keys import is_black, note_name
from studio.ui.nodes import Button, Card, Choice, Column, Dialog, Icon, Node, Row, Scroll, Space, Text, Toggle
from studio.ui.nodes import Grid as Even
from studio.ui.theme import mix
from studio.ui.zoned_keys import zoned
from studio.words import beside, say

if TYPE_CHECKING:
    from collections.abc import Callable

    from studio.lesson.band import Band
    from studio.screens.lead.room import Lead
    from studio.ui.theme import Colour, Theme

MANY = 4  # players with whom names are large
KEYS_TALL = 52
_GHOSTLY = 0.45  # how much of white is in a key that comes next


class ArrangingView:
    """Makes nodes of the state; changes nothing."""

    def __init__(self, screen: Lead) -> None:
        self._screen = screen

    def build(self) -> Node:
        """The page, or the way to a piece where there is none."""
        band = self._screen.band
        if band is None:
            return self._nothing()
        keys = boards(self._screen, band, tall=KEYS_TALL)
        lost = self._lost(band) if self._screen.tools.theme().folds else None
        return Column(
            Scroll(
                Column(self._people(band), keys, self._one(band), lost, gap=10),
                key="arranging",
            ),
            self._foot(band),
            gap=12,
            grow=1,
        )

    def _legend(self) -> Node | None:
        """What anybody's keys do here."""
        return self._screen.keys.legend(("C", "back"), ("D", "next"), ("E", "choose"))

    def _nothing(self) -> Node:
        pick = Button(
            "pick", say("lead.pick"), lambda: self._screen.tools.move(Go("pick")), icon="disc-3", kind="primary"
        )
        return Column(
            Space(),
            Column(Icon("users", 64, "accent"), align="center"),
            Text(say("lead.pick first"), style="h1", align="center"),
            Row(Space(), pick, Space()),
            Space(),
            gap=16,
            grow=1,
        )

    # -- everybody ----------------------------------------------------------------------------------------------------
    def _people(self, band: Band) -> Node:
        cards = [self._card(band, player.id) for player in band.players]
        rows = len(cards) > MANY and self._screen.tools.theme().folds
        return Even(*cards, min_width=190, gap=10, columns=MANY - 1 if rows else None)

    def _card(self, band: Band, player: str) -> Node:
        arranging, name, kind = self._screen.arranging, band.name(player), names.does(band, player)
        given = band.shared.of(player)
        chose_none = band.seating.place(player).keyboard is None  # more keys would change nothing for them
        easier = given.asked is not None and given.asked != given.kind and not chose_none
        away = any(each.id == player for each in band.seating.waiting)
        seat = names.seat(band, player)
        large, leads = len(band.players) <= MANY, band.leader == player
        return Card(
            Column(
                Row(
                    Icon(names.symbol(band, player), 26, f"layer{names.layer(band, player) + 1}"),
                    Text(name, style="h1" if large else "h2", most_lines=2, grow=1),
                    Icon("flag", 22, "accent") if leads else None,
                    gap=10,
                ),
                Text(kind, style="lead", weight=600),
                Text(say("lead.waits for it", keyboard=seat) if away else seat, style="label", tone="text2"),
                Text(say("lead.easier for now", kind=kind), style="label", tone="text2") if easier else None,
                Text(say("lead.no words"), style="label", tone="text2") if band.wordless(player) else None,
                gap=2,
            ),
            tone="s2",
            selected=arranging.chosen == player,
            pad=10,
            key=f"player-{player}",
            label=say("lead.see name", name=name, kind=kind) + (f", {say('lead.leads')}" if leads else ""),
            do=partial(arranging.choose, player),
        )

    # -- one of them --------------------------------------------------------------------------------------------------
    def _one(self, band: Band) -> Node:
        arranging = self._screen.arranging
        player = arranging.chosen
        name = band.name(player)
        kinds = tuple((kind, say(f"lead.kind {kind}")) for kind in offered(band.music, band.seating, player))
        given = band.shared.of(player)
        return Card(
            Column(
                Row(
                    Text(say("lead.plays what", name=name), style="label", tone="text2"),
                    Choice("part", kinds, given.kind, partial(arranging.part, player), grow=1),
                    gap=10,
                ),
                self._instead(band, player),
                self._seats(band, player),
                self._ways_on(band, player),
                gap=8,
            ),
            tone="s1",
            pad=10,
        )

    def _instead(self, band: Band, player: str) -> Node | None:
        """For who has the words of music that has none: they may make some up, or have another part."""
        if not band.wordless(player):
            return None
        taken = {given.kind for given in band.shared.given}
        kinds = [kind for kind in offered(band.music, band.seating, player) if kind != "words"]
        kind = next((each for each in kinds if each not in taken), kinds[0])
        words = Text(say("lead.no words for", name=band.name(player)), grow=1)
        other = say("lead.instead", kind=say(f"lead.kind {kind}"))
        button = Button("instead", other, partial(self._screen.arranging.part, player, kind), icon=names.SYMBOLS[kind])
        return Row(words, button, gap=10, align="center")

    def _seats(self, band: Band, player: str) -> Node:
        arranging, place = self._screen.arranging, band.seating.place(player)
        there = [keys.keyboard for keys in band.seating.keyboards if keys.there or keys.keyboard == place.keyboard]
        seats = [(keyboard, called(keyboard, band.seating)) for keyboard in there]
        choice = Choice("seat", (*seats, (None, called(None, band.seating))), place.keyboard, self._sit)
        real = any(keyboard != SOFTWARE for keyboard in there)
        by_key = Button(
            "by-key",
            say("lead.press where", name=band.name(player)) if arranging.waits else say("lead.by a key"),
            arranging.by_a_key,
            icon="piano",
            selected=arranging.waits,
        )
        words = Text(say("lead.sits where", name=band.name(player)), style="label", tone="text2")
        return Row(words, choice, by_key if real else None, Space(), self._leading(band, player), gap=10, wrap=True)

    def _sit(self, keyboard: int | None) -> None:
        self._screen.arranging.sit(self._screen.arranging.chosen, keyboard)

    def _leading(self, band: Band, player: str) -> Node:
        arranging, name = self._screen.arranging, band.name(player)
        if band.leader == player:
            return Button("nobody-leads", say("lead.nobody"), arranging.nobody_leads, icon="flag", kind="quiet")
        return Button("ask-lead", say("lead.ask to lead", name=name), partial(arranging.ask, player), icon="flag")

    def _ways_on(self, band: Band, player: str) -> Node:
        arranging = self._screen.arranging
        swap: list[Node] = [
            Button(f"swap-{each.id}", each.name, partial(arranging.swap, player, each.id), icon="arrow-left-right")
            for each in band.players
            if each.id != player
        ]
        lit = Toggle(
            "helped",
            say("lead.light next", name=band.name(player)),
            player in band.helped,
            partial(arranging.help, player),
            icon="lightbulb",
        )
        whom = band.helps(player)
        helps = Button(
            "helps",
            say("lead.helps nobody") if whom is None else say("lead.helps name", name=band.name(whom)),
            partial(arranging.next_to_help, player),
            icon="hand-helping",
            selected=whom is not None,
        )
        has_keys = band.seating.zone(player) is not None
        words = Text(say("lead.swap with"), style="label", tone="text2")
        return Row(words, *swap, Space(), helps, lit if has_keys else None, gap=8, wrap=True)

    def _lost(self, band: Band) -> Node:
        """What the music does where somebody is lost."""
        ways = tuple((how, say(f"lead.lost {how or 'goes on'}")) for how in (None, "for all", "carry"))
        return Row(
            Text(say("lead.if lost"), style="label", tone="text2"),
            Choice("waits", ways, band.waits, self._screen.arranging.wait, say("lead.if lost")),
            gap=10,
            wrap=True,
        )

    # -- the foot -----------------------------------------------------------------------------------------------------
    def _foot(self, band: Band) -> Node:
        arranging, folds = self._screen.arranging, self._screen.tools.theme().folds
        ways = tuple((way, say(f"lead.way {way}")) for way in WAYS)
        tutor = self._screen.lesson.house.tutor or say("frame.the tutor")
        words = "lead.tutor out" if arranging.tutor_plays else "lead.tutor too"
        sits = Button(f"seat-{TUTOR}", say(words, name=tutor), arranging.tutor_too, icon="user-plus", kind="quiet")
        on = Button("on-stage", say("lead.on stage"), self._screen.to_stage, icon="arrow-right", kind="primary")
        how = Choice("way", ways, band.way, arranging.play_in, say("lead.how"))
        says = Text(say(f"lead.way says {band.way}"), style="label", tone="text2", grow=1)
        told = None if folds else Row(says, self._lost(band), gap=10, align="center")
        go = Row(Space(), sits if arranging.tutor_may else None, on, gap=10)
        return Row(Column(how, told, gap=4, grow=1), Column(go, self._legend(), gap=8), gap=10)

    def dialog(self) -> Dialog | None:
        """Somebody is asked whether they want to lead; nobody has to."""
        arranging, band = self._screen.arranging, self._screen.band
        if arranging.asked is None or band is None:
            return None
        yes, no = partial(arranging.answer, yes=True), partial(arranging.answer, yes=False)
        return Dialog(
            say("lead.lead yourself", name=band.name(arranging.asked)),
            Column(
                Text(say("lead.lead how"), style="lead"),
                Row(
                    Button("lead-no", say("lead.not now"), no, kind="quiet"),
                    Space(),
                    Button("lead-yes", say("lead.yes lead"), yes, icon="flag", kind="primary"),
                ),
                gap=16,
            ),
            key="lead-asked",
            escape=no,
            width=600,
        )


def boards(
    screen: Lead, band: Band, *, tall: int, lit: frozenset[str] | None = None, small: bool = False
) -> Node | None:
    """Every keyboard somebody sits at, its zones flagged; while a key is waited for, all that could be pressed."""
    waits = screen.arranging.waits
    shown = [
        keys
        for keys in band.seating.keyboards
        if band.seating.row(keys.keyboard) or (waits and keys.there and keys.keyboard != SOFTWARE)
    ]
    if not shown:
        return None
    theme = screen.tools.theme()
    drawn: list[Node] = [
        zoned(
            f"board-{keys.keyboard}",
            beside(called(keys.keyboard, band.seating), *(p.player.name for p in band.seating.row(keys.keyboard))),
            (keys.low, keys.high),
            names.flags(band, keys.keyboard, lit),
            theme,
            lit=_lit(screen, band, keys.keyboard),
            labels=_labels(screen, band, keys.keyboard),
            press=partial(screen.arranging.pressed, keys.keyboard) if waits and keys.keyboard != SOFTWARE else None,
            tall=tall,
        )
        for keys in shown
    ]
    return Even(*drawn, min_width=360 if small or len(drawn) > 2 else 420, gap=12) if len(drawn) > 1 else drawn[0]  # noqa: PLR2004  # three beside each other


def leaders_keys(screen: Lead, band: Band, *, tall: int) -> Node | None:
    """The leader's zone alone, so wide that what its keys say can be read from where they stand; None where they lead by no keys."""
    zone = screen.stage.leading.keys
    if zone is None or band.leader is None:
        return None
    at, theme = band.seating.place(band.leader).keyboard, screen.tools.theme()
    assert at is not None

    def lit() -> dict[int, str | Colour]:
        return {pitch: colour for pitch, colour in _lit(screen, band, at)().items() if zone[0] <= pitch <= zone[1]}

    name = f"{band.name(band.leader)}, {names.seat(band, band.leader)}"
    labels = _labels(screen, band, at)
    return zoned("leaders-keys", name, zone, (), theme, lit=lit, labels=labels, tall=tall, label_style="h2")


def _coming(screen: Lead, band: Band, keyboard: int) -> dict[int, str]:
    """The keys on one keyboard that come next for those who are helped, and whose they are."""
    row = band.seating.row(keyboard) if screen.on_stage else ()
    return {pitch: place.player.id for place in row for pitch in screen.stage.waits.lit_next(place.player.id)}


def _lit(screen: Lead, band: Band, keyboard: int) -> Callable[[], dict[int, str | Colour]]:
    def lit() -> dict[int, str | Colour]:
        here, theme = {each.id for each in band.players}, screen.tools.theme()
        coming: dict[int, str | Colour] = {
            pitch: mix(theme.layer(names.layer(band, whose)), (255, 255, 255), _GHOSTLY)
            for pitch, whose in _coming(screen, band, keyboard).items()
        }
        return (
            coming
            | _desk(screen, band, keyboard, theme)
            | {
                pitch: f"layer{names.layer(band, whose) % 6 + 1}" if whose in here else "accent"
                for (at, pitch), whose in screen.down.items()
                if at == keyboard
            }
        )

    return lit


def _desk(screen: Lead, band: Band, keyboard: int, theme: Theme) -> dict[int, str | Colour]:
    """The leader's keys, while they are words: those of players in their colours, all others in the leader's own."""
    desk = screen.stage.leading.desk if screen.on_stage else None
    if desk is None or band.leader is None or band.seating.place(band.leader).keyboard != keyboard:
        return {}
    signs = names.signs(desk, screen.stage.plan)
    whose = {pitch: desk.players.get(pitch, band.leader) for pitch in signs}
    return {
        pitch: mix(theme.layer(names.layer(band, player)), (255, 255, 255), _GHOSTLY) for pitch, player in whose.items()
    }


def _labels(screen: Lead, band: Band, keyboard: int) -> Callable[[], dict[int, str]]:
    """On the leader's keys stands what each says, while they are words: a player's number, or a sign; on a key that comes next its name.

    So does its name on a black key that is down; both as the music's key calls them, Bb in F.
    """

    def labels() -> dict[int, str]:
        flats, down = (
            band.music.key.fifths < 0,
            {pitch for at, pitch in screen.down if at == keyboard and is_black(pitch)},
        )
        coming = {pitch: note_name(pitch, flats=flats) for pitch in down | set(_coming(screen, band, keyboard))}
        desk = screen.stage.leading.desk if screen.on_stage else None
        if desk is None or band.leader is None or band.seating.place(band.leader).keyboard != keyboard:
            return coming
        return coming | names.signs(desk, screen.stage.plan)

    return labels
