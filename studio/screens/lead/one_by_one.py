"""When all have answered: each may say more at the side while the others play on; what is said aloud; what goes home."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from reflections.prompts import words
from studio.ui.nodes import Button, Card, Choice, Column, Node, Row, Scroll, Space, Text
from studio.words import say

if TYPE_CHECKING:
    from studio.lesson.band import Band
    from studio.screens.lead.room import Lead


LABEL = 96


class OneByOne:
    """Makes the page, and keeps who says something aloud to whom, and what of that was noted last."""

    def __init__(self, screen: Lead) -> None:
        self._screen = screen
        self._told = ["", ""]  # who says it aloud, and to whom
        self._noted: tuple[str, str] | None = None

    def begin(self) -> None:
        """The page comes up anew: nothing on it can be taken back yet."""
        self._noted = None

    def build(self, *, thanks: bool) -> Node:
        """All of it; `thanks` where they have just answered."""
        band, after = self._screen.band, self._screen.after
        assert band is not None
        seen = Column(
            Text(say("lead_after.thank you"), style="h1") if thanks else None,
            Text(say("lead_after.kept apart"), style="lead", tone="text2") if thanks else None,
            *self._side_by_side((*self._more(band), *self._home()), self._aloud(band)),
            gap=12,
        )
        back = Button("back-to-music", say("lead_after.back to music"), after.close, icon="arrow-left", kind="primary")
        playing = self._screen.round.on
        quiet = Button("play-on", say("lead_after.play on"), partial(self._screen.round.begin, ""), icon="play")
        on = (
            Button("play-off", say("lead_after.play off"), self._screen.round.stop, icon="square") if playing else quiet
        )
        return Column(Scroll(seen, key="said"), Row(on, Space(), back, gap=12), gap=12, grow=1)

    def _side_by_side(self, *parts: tuple[Node, ...]) -> tuple[Node, ...]:
        """What there is beside each other; at large text, or where there is one of them, below."""
        there = [part for part in parts if part]
        if self._screen.tools.theme().folds or len(there) < len(parts):
            return tuple(node for part in there for node in part)
        cards = (Card(Column(*part, gap=10), tone="s1", pad=16, grow=1) for part in there)
        return (Row(*cards, gap=12, align="stretch"),)

    # -- at the side --------------------------------------------------------------------------------------------------
    def _more(self, band: Band) -> tuple[Node, ...]:
        """Each pupil who played in it, one at a time."""
        lesson = self._screen.lesson
        can = [player for player in band.players if lesson.about_last(player.id) is not None]
        buttons = [
            Button(
                f"more-{player.id}", player.name, partial(self._screen.after.say_more, player.id), icon="message-circle"
            )
            for player in can
        ]
        if not buttons:
            return ()
        told = Text(say("lead_after.one by one"), tone="text2")
        return (Text(say("lead_after.say more"), style="h2"), told, Row(*buttons, gap=10, wrap=True))

    def _home(self) -> tuple[Node, ...]:
        """All are asked at once, once; later each says it in My music."""
        last = self._screen.lesson.last_together
        if last is None or last.id is None or last.asked_home or len(set(last.pupils) - last.undone) < 2:  # noqa: PLR2004  # nobody else's part
            return ()
        ask = Button("ask-home", say("lead_after.home"), self._screen.after.ask_home, icon="house")
        told = Text(say("lead_after.home told"), tone="text2")
        return (Text(say("lead_after.home title"), style="h2"), told, Row(ask))

    # -- said aloud ---------------------------------------------------------------------------------------------------
    def _aloud(self, band: Band) -> tuple[Node, ...]:
        """L2: said aloud; the tutor's press keeps that it was, once for a take, and no words."""
        lesson = self._screen.lesson
        known = [player.id for player in band.players if not player.guest]
        if len(known) < 2:  # noqa: PLR2004  # nobody to say it to
            return ()
        who = self._told[0] if self._told[0] in known else known[0]
        others = [each for each in known if each != who]
        to = self._told[1] if self._told[1] in others else others[0]
        last = lesson.last_together
        noted = last is not None and (who, to) in last.told
        stems = (words(stem, lesson.register, lesson.language) for stem in ("L2", "L2b"))
        said = say("lead_after.they said it", name=band.name(who), other=band.name(to))
        press = Button("they-said-it", said, partial(self._was_said, who, to), icon="check", enabled=not noted)
        return (
            Text(say("lead_after.say aloud"), style="h2"),
            Text(" ".join(stems), style="lead"),
            self._names("who-says", band, known, who, 0),
            self._names("to-whom", band, others, to, 1),
            Row(press, Text(say("lead_after.noted"), tone="text2") if noted else None, gap=12, align="center"),
        )

    def _names(self, key: str, band: Band, players: list[str], chosen: str, n: int) -> Node:
        words = say(f"lead_after.{key.replace('-', ' ')}")
        names = tuple((player, band.name(player), None) for player in players)
        choice = Choice(key, names, chosen, partial(self._choose, n), words, grow=1)
        return Row(Column(Text(words, style="label", tone="text2"), width=LABEL), choice, gap=10, align="center")

    def _choose(self, n: int, player: str) -> None:
        self._told[n] = player
        self._screen.tools.changed()

    def _was_said(self, who: str, to: str) -> None:
        self._screen.lesson.told_peer(who, to)
        self._noted = (who, to)
        self._screen.tools.focus("back-to-music")
        self._screen.tools.changed()

    def undo(self) -> str | None:
        """What was noted last, in words."""
        return say("lead_after.undo noted") if self._noted is not None else None

    def do_undo(self) -> None:
        """It was not said."""
        noted, self._noted = self._noted, None
        if noted is not None:
            self._screen.lesson.untold_peer(*noted)
            self._screen.tools.changed()
