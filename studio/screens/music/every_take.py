"""Every take of a piece, the latest first: each can be heard, as it was played."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from studio.screens import build_on, by_turns, drawn, who_heard
from studio.screens.music.then_now import day, facts_of
from studio.ui.nodes import Button, Card, Column, Dialog, Node, Row, Scroll, Space, Text
from studio.words import say

if TYPE_CHECKING:
    from reflections import records
    from studio.screens.music.room import MyMusic

LIST_TALL = 380
CARDS_AT_ONCE = 24
SIDE = 120


class EveryTake:
    """Open or closed, in front of My music."""

    def __init__(self, screen: MyMusic) -> None:
        self._screen = screen
        self._open = False
        self._cards = CARDS_AT_ONCE

    def show(self) -> None:
        """Open it."""
        self._screen.stop()
        self._open, self._cards = True, CARDS_AT_ONCE
        piece = self._screen.piece
        self._screen.tools.focus(f"hear-take-{piece.takes[-1].id}" if piece and piece.takes else "takes-done")
        self._screen.tools.changed()

    def close(self) -> None:
        """Back to then and now; silence."""
        self._open = False
        self._screen.stop()
        self._screen.tools.focus("every-take")

    def _more(self) -> None:
        self._cards += CARDS_AT_ONCE
        self._screen.tools.changed()

    def dialog(self) -> Dialog | None:
        """A card a take."""
        piece = self._screen.piece
        if not self._open or piece is None:
            return None
        takes, tools = list(enumerate(piece.takes, 1))[::-1], self._screen.tools
        cards = [self._card(n, take) for n, take in takes[: self._cards]]
        if len(takes) > self._cards:
            cards.append(
                Row(Space(), Button("more-takes", say("music.more"), self._more, icon="chevron-down"), Space())
            )
        return Dialog(
            say("music.all takes of title", title=piece.piece.title),
            Column(
                Column(Scroll(Column(*cards, gap=8), key="takes"), height=LIST_TALL),
                who_heard.line(tools, "takes", two=who_heard.by_two(piece.takes), then=self._screen.stop),
                Row(
                    *by_turns.choice(self._screen.side, folded=self._screen.tools.theme().folds),
                    Space(),
                    Button("takes-done", say("music.done"), self.close, kind="primary", icon="check"),
                    align="center",
                ),
                gap=12,
            ),
            key="takes-dialog",
            escape=self.close,
            width=760,
        )

    def _card(self, n: int, take: records.Take) -> Node:
        screen, name = self._screen, say("music.take n", n=n)
        sounds = screen.playing == take.id
        side = Column(Text(name, weight=600), Text(day(take), style="label", tone="text2"), gap=0, width=SIDE)
        return Card(
            Row(
                side,
                Column(
                    drawn.strip(f"take-{take.id}", say("music.the notes of take", n=n), self._roll(take), tall=44),
                    grow=1,
                ),
                Button(
                    f"hear-take-{take.id}",
                    say("music.stop") if sounds else say("music.hear it"),
                    screen.stop if sounds else partial(screen.play, take),
                    icon="square" if sounds else "play",
                ),
                self._as_notes(n, take),
                build_on.button(partial(screen.build_on, take), n, take.id),
                gap=12,
                align="center",
            ),
            pad=12,
        )

    def _roll(self, take: records.Take) -> tuple[tuple[float, float, int, int], ...]:
        """The notes of those who are to be heard."""
        return facts_of(who_heard.heard(take, self._screen.lesson)).roll

    def _as_notes(self, n: int, take: records.Take) -> Node:
        """Written down."""
        show = partial(self._screen.as_notes, take)
        return Button(
            f"notes-{take.id}", "", show, icon="file-music", kind="round", name=say("notes.see take as notes", n=n)
        )
