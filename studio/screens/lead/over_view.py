"""How the stage looks once the music is over: what all do next, each one's part of what was kept, and how to go on."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from studio.screens.lead.arranging_view import boards
from studio.ui.nodes import Button, Column, Grid, Node, Row, Scroll, Space, Text
from studio.words import say

if TYPE_CHECKING:
    from studio.lesson.band import Band
    from studio.screens.lead.room import Lead


KEYS_TALL = 48
MANY = 4  # parts that stand beside each other at large text


class OverView:
    """Makes nodes of the state; changes nothing."""

    def __init__(self, screen: Lead) -> None:
        self._screen = screen

    def build(self, band: Band) -> Node:
        """What all do next is in the middle, to be read from far; below it a column for each part that was kept."""
        parts = self._parts() or (boards(self._screen, band, tall=KEYS_TALL, small=True),)
        seen = Column(Space(), *self._next(), Space(), *parts, Space() if parts[1:] else None, gap=12, grow=1)
        return Column(Scroll(seen, key="stage"), self._ways_on(band), gap=10, grow=1)

    def _next(self) -> tuple[Node | None, ...]:
        after, hear = self._screen.after, self._screen.take.hear_it()
        folds = self._screen.tools.theme().folds
        ended = Text(say("lead.ended"), style="h1" if folds else "display", align="center")
        asked = Row(Space(), hear, after.asks_all(), after.says_more(), Space(), gap=12)
        return ended, asked if hear is not None else None

    def _parts(self) -> tuple[Node, ...]:
        """Each one's part: in it or not, once again, and as it was before."""
        take, after, folds = self._screen.take, self._screen.after, self._screen.tools.theme().folds
        kept = take.kept()
        if not kept:
            return ()
        each = (Column(toggle, *after.ways_on(player), gap=4) for player, toggle in kept)
        columns = MANY - 1 if folds and len(kept) > MANY else max(MANY, len(kept))
        return Text(say("lead.kept"), weight=600), Grid(*each, columns=columns, gap=10)

    def _ways_on(self, band: Band) -> Node:
        """What comes next: somebody else may lead."""
        screen, arranging = self._screen, self._screen.arranging
        ids = [player.id for player in band.players]
        after = ids[(ids.index(band.leader) + 1) % len(ids)] if band.leader in ids else ids[0]
        ask = say("lead.ask to lead", name=band.name(after))
        folds = screen.tools.theme().folds
        return Row(
            screen.take.earlier if screen.take.last is None else None,
            None if folds else screen.keys.legend(("C", "back"), ("D", "next"), ("E", "choose")),
            Space(),
            Button("ask-next", ask, partial(arranging.ask, after), icon="flag", kind="quiet"),
            Button("arrange", say("lead.arrange"), screen.to_arrange, icon="sliders-horizontal"),
            Button("again", say("lead.again"), screen.stage.play_again, icon="rotate-ccw"),
            gap=8,
            align="center",
        )
