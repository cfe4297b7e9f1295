"""Bye for now: what was kept today, and what was only heard - hear it, keep it, let the rest go, or decide next time."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from studio.screen import Go, Screen
from studio.screens.people.letting_go import LettingGo
from studio.screens.people.phrases import Phrases
from studio.ui import art
from studio.ui.nodes import Button, Card, Column, Icon, Node, Row, Scroll, Space, Text
from studio.words import beside, counted, say

if TYPE_CHECKING:
    from reflections.journal import Journal
    from studio.screen import Tools


@dataclass(frozen=True, slots=True)
class KeptToday:
    """One piece with what was kept of it in this session."""

    title: str
    takes: int
    versions: int

    @property
    def words(self) -> str:
        """Say how much, in words."""
        takes = counted("people.takes", self.takes) if self.takes else ""
        versions = counted("people.versions", self.versions) if self.versions else ""
        return beside(takes, versions)


class Leaving(Screen):
    """The pupil chooses what stays. Nothing goes unless they say so, and they may decide another day."""

    name = "leaving"
    titled = "people.bye for now"
    subtitled = "people.you pick what stays"

    def __init__(self, tools: Tools) -> None:
        super().__init__(tools)
        self._kept: tuple[KeptToday, ...] | None = None
        self._phrases = Phrases(tools, self._looked, self._chosen)  # where it can't be shown, it is not let go either
        self._letting_go = LettingGo(tools, self._let_go, back="next-time")
        self._gone = False

    # -- coming and going ---------------------------------------------------------------------------------------------
    def enter(self) -> None:
        """Read what was kept; a take that is rolling was kept when its screen was left."""
        if not self.lesson.guest:
            self._phrases.cut()
        else:
            self.tools.focus("bye")
        pupil, session = self.lesson.pupil, self.lesson.session
        if pupil is not None and session is not None:
            self.lesson.ask(lambda journal: kept_today(journal, pupil.id, session.id), self._know)
        else:
            self._kept = ()

    def leave(self) -> None:
        """Stop what is being heard, and looking for what was."""
        self._phrases.stop()

    def _looked(self) -> None:
        heard = self._phrases.heard
        self.tools.focus(f"hear-{heard[0].start}" if heard else "bye")

    def _chosen(self) -> None:
        self.tools.focus("bye" if not self._undecided else "next-time")

    def _know(self, kept: tuple[KeptToday, ...]) -> None:
        self._kept = kept

    # -- what is shown ------------------------------------------------------------------------------------------------
    def build(self) -> Node:
        """What stays, what is not decided, and the ways out beneath."""
        inside = self._visitor() if self.lesson.guest else self._both()
        return Column(Scroll(inside, key="leaving"), self._ways_out(), gap=12, grow=1)

    def _visitor(self) -> Node:
        return Column(
            Text(say("people.you were visiting"), style="h1"),
            Text(say("people.nothing you played stays"), style="lead", tone="text2"),
            Row(
                Button(
                    "stay",
                    say("people.yes i am new"),
                    lambda: self.tools.move(Go("newcomer")),
                    icon="user-plus",
                    kind="big",
                ),
                Space(),
            ),
            gap=16,
        )

    def _both(self) -> Node:
        return Row(
            Column(Text(say("people.kept today"), style="h2"), *self._kept_cards(), self._art(), gap=12, grow=2),
            Column(Text(say("people.not kept yet"), style="h2"), *self._not_kept(), gap=12, grow=3)
            if self._phrases.heard != ()
            else None,
            gap=24,
            align="stretch" if self._phrases.heard == () else "start",
            grow=1,
        )

    def _art(self) -> Node | None:
        """Where nothing is left to decide, what is left is the music."""
        alone = self._phrases.heard == () and self._kept is not None
        return art.notes(quiet=True) if alone else None

    def _kept_cards(self) -> list[Node]:
        if self._kept is None:
            return [Text(say("people.looking"), tone="text2")]
        if not self._kept:
            return [Text(say("people.nothing new was kept"), tone="text2")]
        return [
            Card(
                Row(
                    Icon("check", 22, "good"),
                    Column(
                        Text(one.title, weight=600, most_lines=2),
                        Text(one.words, style="label", tone="text2"),
                        gap=2,
                        grow=1,
                    ),
                ),
                pad=12,
            )
            for one in self._kept
        ]

    def _not_kept(self) -> list[Node]:
        told = Text(say("people.you played these hear"), tone="text2")
        return [told, *self._phrases.cards()] if self._phrases.heard else self._phrases.cards()

    def _ways_out(self) -> Node:
        if self._letting_go.asked:
            return self._letting_go.surely()
        if self._undecided:
            return Row(
                Space(),
                self._letting_go.first() if self._phrases.heard is not None else None,
                Button(
                    "next-time", say("people.decide next time"), self._decide_later, icon="arrow-right", kind="primary"
                ),
            )
        return Row(Space(), Button("bye", say("people.bye for now"), self._let_go, icon="log-out", kind="primary"))

    @property
    def _undecided(self) -> bool:
        return not self.lesson.guest and self._phrases.undecided

    def told(self, event: object) -> None:
        """A phrase that was heard has come to its end."""
        self._phrases.told(event)

    # -- ways out -----------------------------------------------------------------------------------------------------
    def _let_go(self) -> None:
        """Everything is decided: what no take holds is deleted."""
        self.lesson.recorder.let_go()
        self._go()

    def _decide_later(self) -> None:
        """It stays locked in the journal, and is offered when this pupil comes back."""
        self.lesson.recorder.decide_later()
        self._go()

    def _go(self) -> None:
        if not self._gone:
            self._gone = True
            self.lesson.goodbye()
            self.tools.move(Go("who"))


def kept_today(journal: Journal, pupil: str, session: str) -> tuple[KeptToday, ...]:
    """Find what of each piece was kept in one session, pieces oldest first. On the writer."""
    found, kept = [], journal.kept_in(session)
    for piece in reversed(journal.pieces(pupil)):
        takes = kept.get(piece.id, 0)
        versions = sum(version.session == session for version in journal.versions(piece.id))
        if takes or versions:
            found.append(KeptToday(piece.title, takes, versions))
    return tuple(found)
